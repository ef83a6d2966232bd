"""Beside verdicts: each claim step by step."""

from __future__ import annotations

import json

from technostate.web.asked import Asked, read
from technostate.web.bundle import Bundle
from technostate.web.questions import question
from technostate.write.markup import Markup, element, join


def around(asked: Asked, bundle: Bundle | None) -> Markup | None:
    """Return links to each claim of the answer worked out step by step."""
    content = bundle.data(".json") if bundle else None
    if asked.question.key != "claims" or content is None:
        return None
    given = {key: asked.given[key] for key in ("state", "against") if asked.given.get(key)}
    keys = [row["id"] for row in json.loads(content)["verdicts"]]
    links = [element("a", key, href=read(question("claim"), {"key": key, **given}).address) for key in keys]
    if not links:
        return None
    return element("p", "Step by step: ", [join(link, " ") for link in links], class_="pages")
