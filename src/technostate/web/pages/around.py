"""Links that stand beside an answer: the other questions of its part."""

from __future__ import annotations

from technostate.web.asked import Asked
from technostate.web.questions import QUESTIONS
from technostate.write.markup import Markup, element

#: Keys of questions that need something of their own, and are reached from where it stands.
INNER = frozenset({"claim"})


def siblings(asked: Asked, label: str) -> Markup:
    """Return links to the questions of the same part, the one that is open marked.

    Parameters
    ----------
    label : str
        What a screen reader calls the list.
    """
    items = []
    for row in QUESTIONS:
        if row.room == asked.question.room and row.key not in INNER:
            here = row is asked.question
            path = row.path.replace("{state}", asked.given.get("state") or "CHN")
            items.append(element("li", element("a", row.title, href=path, aria_current="page" if here else None)))
    return element("nav", element("ul", items), aria_label=label, class_="parts")
