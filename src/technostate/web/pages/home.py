"""The doors of the first page: every page of the observatory with a sentence, from the table of questions."""

from __future__ import annotations

from technostate.web.asked import Asked, read
from technostate.web.bundle import Bundle
from technostate.web.question import Question
from technostate.web.questions import QUESTIONS, ROOMS
from technostate.write.markup import Markup, element


def around(asked: Asked, bundle: Bundle | None) -> Markup:
    """Return a door to every part, for the state and the comparator that are chosen.

    Parameters
    ----------
    bundle : Bundle or None
        Of the first page; the doors need none of it.
    """
    doors = [_door(row, asked) for row in QUESTIONS if row.first and row.key != asked.question.key]
    more = [_link(row, asked, row.title) for row in QUESTIONS if not row.first and _open(row)]
    also = element("p", "Also: ", [element("span", link, " ") for link in more], class_="also") if more else None
    return element(
        "nav", element("h2", "Where to look"), element("ul", doors), also, class_="doors", aria_label="Pages"
    )


def _open(row: Question) -> bool:
    """Return whether a question has an address without anything that a reader must say first."""
    return all(row.parameter(name).default for name in row.required)


def _door(row: Question, asked: Asked) -> Markup:
    return element("li", _link(row, asked, ROOMS[row.room]), element("span", row.words))


def _link(row: Question, asked: Asked, words: str) -> Markup:
    """Return a link to a page about whoever is looked at, as far as the page takes them."""
    names = {item.name for item in row.parameters}
    said = {name: value for name, value in asked.given.items() if name in names and name in ("state", "against")}
    if said.get("state") and said.get("state") == said.get("against"):
        said.pop("against")
    return element("a", words, href=read(row, said).address)
