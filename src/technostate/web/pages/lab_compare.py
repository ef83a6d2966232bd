"""The form that names two shocks to compare: shipped ones by name, others by their address in the lab."""

from __future__ import annotations

from technostate.shocks.written import shipped, shipped_names
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.write.markup import Markup, element


def around(asked: Asked, bundle: Bundle | None, wrong: object = ()) -> Markup:
    """Return the links back to both shocks, where each can be changed."""
    given = asked.given
    names = element(
        "datalist", [element("option", str(shipped(name)["title"]), value=name) for name in shipped_names()],
        id="lab-shocks",
    )  # fmt: skip
    fields = [
        element("label", element("span", title), element(
            "input", name=key, value=given.get(key, ""), list="lab-shocks", maxlength=3600, autocomplete="off"))
        for key, title in (("a", "A: a name, or an address of the lab"), ("b", "B: likewise"))
    ]  # fmt: skip
    said = [element("option", words, value=key, selected=key == given.get("horizon", "all"))
            for key, words in (("all", "weeks, year and decade"), ("weeks", "weeks"), ("year", "year"),
                               ("path", "years 1 to 10"), ("decade", "decade"))]  # fmt: skip
    fields.append(element("label", element("span", "Horizon"), element("select", said, name="horizon")))
    numbers = [
        element("label", element("span", title), element("input", name=key, value=given.get(key, ""),
                                                          inputmode="numeric", placeholder=usual))
        for key, title, usual in (("draws", "Cases drawn", "64; weeks 8"), ("seed", "Seed", "0"))
    ]  # fmt: skip
    note = "Both are drawn alike where neither address says its own number of cases or seed: then cases are paired."
    form = element(
        "form", element("h2", "Compare two shocks"), fields, element("div", numbers, class_="fields"), names,
        element("p", element("button", "Show", class_="main"), class_="do"), element("p", note, class_="note"),
        action=f"/ask/{asked.question.key}",
    )  # fmt: skip
    links = [element("p", element("a", f"Change {key.upper()}", href=_lab(given[key]))) for key in ("a", "b")]
    return element("div", form, links, class_="lab")


def _lab(text: str) -> str:
    """Return the address at which a side can be changed; never one outside the lab."""
    if text.startswith(("/lab?", "/lab/check?")):
        return text
    name = text.partition("?")[0].removeprefix("/shock/")
    return f"/lab?start={name}" if name in shipped_names() else "/lab"
