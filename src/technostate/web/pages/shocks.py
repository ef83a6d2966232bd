"""The named shocks as cards by what is done, and what can be done with one: change it in the lab, compare it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.write.markup import Markup, Node, element, join

#: Kind of the first measure, as the view words it → theme; in the order in which themes stand.
THEMES: Mapping[str, tuple[str, ...]] = {
    "Export and import bans": ("export ban", "import ban"),
    "Tariffs and costs of trade": ("tariff", "trade cost"),
    "Production and demand that are lost": ("capacity loss", "demand loss", "stockpile"),
    "Ways of transport": ("delay",),
    "Money and knowledge": ("transfer freeze", "technology cutoff"),
}
_OTHER = "Others"


def cards(asked: Asked, bundle: Bundle | None) -> Markup | None:
    """Return the named shocks as cards, from the answer that lists them; None while that is being made."""
    data = bundle.data(".json") if bundle else None
    if data is None:
        return None
    found: dict[str, list[Markup]] = {theme: [] for theme in (*THEMES, _OTHER)}
    for row in _rows(json.loads(data)):
        found[_theme(row)].append(_card(row))
    parts = [
        join(element("h2", theme), element("ul", items, class_="cards")) for theme, items in found.items() if items
    ]
    build = element("p", element("a", "Build a shock of your own", href="/lab?m1=export_ban"), " in the lab, or ",
                    element("a", "compare two", href="/lab/compare?horizon=year"), ".")  # fmt: skip
    return element("div", build, parts, class_="shocks")


def _rows(data: Any) -> list[Mapping[str, Any]]:
    """Return the shocks of the listing's JSON, which is a list, or has one under ``rows``."""
    rows = data.get("rows", []) if isinstance(data, dict) else data
    return [row for row in rows if isinstance(row, dict)]


def _theme(row: Mapping[str, Any]) -> str:
    kinds = [measure["measure"] for measure in row["measures"]]
    return next((theme for theme, words in THEMES.items() if kinds and kinds[0] in words), _OTHER)


def _card(row: Mapping[str, Any]) -> Markup:
    sources = row["sources"]
    said: Node = "a supposition" if row["event"].startswith("None") else None
    if sources:
        first, more = sources[0], len(sources) - 1
        said = join(said, " · " if said else None, f"{first['issuer']}, {first['date']}",
                    f" and {more} more" if more else None)  # fmt: skip
    count = len(row["measures"])
    return element(
        "li",
        element("a", row["title"], href=f"/shock/{row['name']}"),
        element("span", f"from {row['starts']}, {count} measure{'s' * (count != 1)}", class_="when"),
        element("span", said or "no source is named", class_="source"),
        element("span", element("a", "Change it", href=f"/lab?start={row['name']}",
                                aria_label=f"Change {row['name']} in the lab"), class_="do"),
    )  # fmt: skip


def beside(asked: Asked, bundle: Bundle | None) -> Markup:
    """Return what can be done with a named shock."""
    name = asked.given["name"]
    run = [pair for pair in asked.values if pair[0] != "name"]
    lab = "/lab?" + urlencode([("start", name), *run])
    there = "/lab/compare?" + urlencode({"a": asked.address, "b": asked.changed(mirrored="yes").address})
    links = {
        "Change this shock": lab,
        "Check what its measures mean": "/lab/check?" + urlencode({"start": name}),
        "Save as YAML": "/lab.yaml?" + urlencode([("start", name), *run]),
        "Compare with another": "/lab/compare?" + urlencode({"a": asked.address}),
        "Beside its mirror": there,
        "All named shocks": "/shocks",
    }
    # A mirror of a mirror is the shock, and what has one side only has none.
    if asked.given.get("mirrored"):
        del links["Beside its mirror"]
    return element("nav", [join(element("a", said, href=to), " ") for said, to in links.items()], class_="take",
                   aria_label="This shock")  # fmt: skip
