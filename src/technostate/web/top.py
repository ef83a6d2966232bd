"""The top of every page: the brand, the parts of the observatory, and the bar in which two states are named."""

from __future__ import annotations

from technostate.web.asked import Asked
from technostate.web.controls import SWAP, hidden, state_options
from technostate.web.links import NOTHING, Beside, entrance, overview
from technostate.web.questions import QUESTIONS, ROOMS
from technostate.write.markup import Markup, element


def top(
    room: str, states: Beside, asked: Asked | None = None, *, beside: Beside = NOTHING, live: bool = True
) -> Markup:
    """Return the top of a page.

    Parameters
    ----------
    room : str
        The part that is open, which is marked.
    states : mapping
        The states that a reader looks at, as `technostate.web.links.looked_at` returns them.
    live : bool
        Whether there are forms.
    """
    brand = element("a", "technostate", href="/", class_="brand")
    bar = element("div", brand, _parts(room, states), class_="wrap")
    return element("header", bar, _states(asked, states, beside) if live else None, class_="site", id="bar")


def _parts(room: str, states: Beside) -> Markup:
    """Return the parts that have a page: a row where there is room, a menu on a phone. It opens without script."""
    items = []
    firsts = {row.room: row for row in QUESTIONS if row.first}
    for key, words in ROOMS.items():
        target = entrance(firsts[key], states) if key in firsts else None
        if target:
            link = element("a", words, href=target, aria_current="true" if key == room else None)
            items.append(element("li", link))
    inside = element("nav", element("ul", items), aria_label="Observatory")
    return element("details", element("summary", "Menu"), inside, class_="menu")


def _states(asked: Asked | None, states: Beside, beside: Beside) -> Markup:
    """Return the bar with the state and the one beside it; they are kept from page to page."""
    known = {row.name for row in asked.question.parameters} if asked else set()
    row = asked.question if asked and "state" in known else overview()
    given = asked.given if asked else {}
    fields = []
    for name, words in (("state", "State"), ("against", "beside")):
        if not any(item.name == name for item in row.parameters):
            continue
        parameter = row.parameter(name)
        value = states.get(name) or given.get(name) or parameter.default
        options = state_options(value, empty=not parameter.default)
        select = element("select", options, name=name, id=f"pick-{name}")
        fields += [element("label", words, for_=f"pick-{name}"), select]
    kept = [(name, value) for name, value in (asked.values if asked and row is asked.question else ())
            if name not in ("state", "against")]  # fmt: skip
    if "against" not in {item.name for item in row.parameters} and "against" in states:
        kept.append(("against", states["against"]))
    button = element(
        "button", "Show" if row is (asked and asked.question) else f"Show {row.title.lower()}", id="pick-go"
    )
    form = element(
        "form", fields, [hidden(*item) for item in kept], hidden("theme", beside.get("theme", "")), button,
        action=f"/ask/{row.key}", aria_label="States", **{**SWAP, "hx_get": f"/ask/{row.key}"},
    )  # fmt: skip
    return element("div", element("div", form, class_="wrap"), class_="pick")
