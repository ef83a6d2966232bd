"""Around the futures: a way in by state and scenario, and conditions as links and a list to choose from."""

from __future__ import annotations

import json
from typing import Any

from technostate.web.asked import Asked, read
from technostate.web.bundle import Bundle
from technostate.write.markup import Markup, element, join

#: Conditions at once; the view says why.
MOST = 3
_SIDES = {"low": "lowest third", "high": "highest third", "met": "met", "missed": "missed"}
#: States whose own scenario ships, or that scenarios are about.
_STATES = {"CHN": "China", "USA": "United States", "JPN": "Japan", "IND": "India", "EU": "European Union"}


def entrance(asked: Asked, bundle: Bundle | None) -> Markup:
    """Return links to the explorer by state."""
    from technostate.web.questions import question

    links = [
        element(
            "a",
            name,
            href=read(question("explore"), {"state": code, "against": "CHN" if code == "USA" else "USA"}).address,
        )
        for code, name in _STATES.items()
    ]
    return element("p", "Explore paths of: ", [join(link, " ") for link in links], class_="take")


def conditions(asked: Asked, bundle: Bundle | None) -> Markup | None:
    """Return the conditions that are set, each with a link without it, and a list from which one is added."""
    content = bundle.data(".json") if bundle else None
    if content is None:
        return _beside(asked)
    data = json.loads(content)
    keys = [row["key"] for row in data["conditions"]]
    parts = [_chip(asked, row, keys) for row in data["conditions"]]
    if len(keys) < MOST:
        parts.append(_adding(asked, data, keys))
    return element("section", parts, _beside(asked), class_="conditions", aria_label="Conditions")


def _chip(asked: Asked, row: dict[str, Any], keys: list[str]) -> Markup:
    rest = asked.changed(where=",".join(key for key in keys if key != row["key"]))
    leaves = f" ({row['leaves']} paths by itself) "
    return element("p", "Only where ", row["words"], leaves, element("a", "Leave it out", href=rest.address))


def _adding(asked: Asked, data: dict[str, Any], keys: list[str]) -> Markup:
    said = {name: value for name, value in asked.given.items() if name != "where"} | {"where": ",".join(keys)}
    hidden = [element("input", type="hidden", name=name, value=value) for name, value in said.items() if value]
    taken = {key.rpartition(":")[0] for key in keys}
    groups: dict[str, list[Markup]] = {"Assumptions": [], "Goals": []}
    for row in data["choices"]:
        if row["name"] in taken:
            continue
        group = groups["Goals" if "met" in row["sides"] else "Assumptions"]
        title = row["title"][:1].upper() + row["title"][1:]
        group += [
            element("option", f"{title}: {_SIDES.get(side, side)}", value=f"{row['name']}:{side}")
            for side in row["sides"]
        ]
    lists = [element("optgroup", options, label=label) for label, options in groups.items()]
    empty = element("option", "all paths" if not keys else "no further condition", value="")
    label = element("label", element("span", "Only paths where"), element("select", empty, lists, name="where"))
    return element("form", hidden, label, element("button", "Narrow"), action="/ask/explore", class_="controls")


def _beside(asked: Asked) -> Markup:
    from technostate.web.questions import question

    pair = {name: asked.given[name] for name in ("state", "against")}
    links = [element("a", "All goals beside drift", href=read(question("outlook"), pair).address)]
    if asked.given.get("scenario"):
        which = read(question("scenario"), {"scenario": asked.given["scenario"]})
        links.append(element("a", "What the scenario assumes", href=which.address))
    links.append(element("a", "Scenarios", href="/scenarios"))
    return element("p", [join(link, " ") for link in links], class_="take")
