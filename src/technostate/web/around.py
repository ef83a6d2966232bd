"""What a page has beside its answer: a form, doors to other pages."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.write.markup import Markup


def around(asked: Asked, bundle: Bundle | None, wrong: str = "") -> Markup | None:
    """Return what a page has beside the answer.

    Parameters
    ----------
    wrong : str
        Why there is no answer, which a form of its own says beside its fields.
    """
    if not asked.question.around:
        return None
    module, _, name = asked.question.around.partition(":")
    make: Any = getattr(import_module(module), name)
    found: Markup | None = make(asked, bundle, wrong.splitlines()) if asked.question.form else make(asked, bundle)
    return found
