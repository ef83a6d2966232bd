"""Shocks: the standard battery on both states, one shock in depth, and how its loss grows with the coalition."""

from __future__ import annotations

from typing import Any

from technostate.report.sections import shock_pieces as pieces
from technostate.report.sections.pieces import Page, gaps
from technostate.report.shock_figures import change_decimals, ends, signed
from technostate.report.shock_words import first_upper, open_cells, reason
from technostate.write.markup import Markup, Node, details, element, join, table

Record = dict[str, Any]

LEAD = (
    "What standard shocks would do, from three engines over one description: inventories run down within weeks, "
    "factors stay in place for a year, trade finds a new equilibrium within a decade. All figures are modelled, and a "
    "range is over cases, not a probability. The shocks are suppositions, the same for every pair of states."
)
WORDS = {"weeks": "Weeks", "year": "Year", "decade": "Decade"}


def shocks(page: Page) -> Markup:
    """Return the section; without a state in the world of the shocks it says why."""
    record = page.assessment.shocks
    labels = record["labels"]
    pair = tuple(labels.get(code, "") for code in (page.assessment.state, page.assessment.against))
    setting = pieces.Setting(page.sources, pair, "shocks")
    return element(
        "section",
        element("h2", "Shocks: what they would cost", id="shocks-title"),
        element("p", LEAD),
        gaps(record["missing"]),
        gaps(open_cells(page.assessment.names, record), "Not settled: both signs lie inside the range"),
        _battery(page, record),
        _main(page, setting, record["main"]) if record["main"] else None,
        id="shocks",
        aria_labelledby="shocks-title",
    )


def _battery(page: Page, record: Record) -> Markup | None:
    rows = record["battery"]
    if not rows:
        return None
    codes = page.assessment.state, page.assessment.against
    head: list[Node] = ["Shock"]
    head += [f"{page.name(code)}, {word.lower()}" for word in WORDS.values() for code in codes]
    reasons: dict[str, int] = {}
    body: list[list[Node]] = []
    for row in rows:
        cells: list[Node] = [row["shock"]["title"]]
        for cell in row["cells"].values():
            if "why" in cell:
                number = reasons.setdefault(reason(cell["why"]), len(reasons) + 1)
                cells += [element("span", f"no answer ({number})", class_="gap")] * 2
            else:
                cells += [_change(cell["states"][code]) for code in codes]
        body.append(cells)
    origins = [cell["origin"] for row in rows for cell in row["cells"].values() if "why" not in cell]
    why = [element("li", text, value=number) for text, number in reasons.items()]
    return join(
        element("h3", "Standard battery"),
        table(
            "Change, %, central over its range; weeks: final demand delivered, year and decade: real income; modelled",
            head,
            body,
            class_="cards whole",
        ),
        element("p", "No answer:", class_="note") if why else None,
        element("ol", why, class_="note") if why else None,
        element("p", f"Run on {record['resolution']}. Source: ", page.sources.cite(*origins), class_="source"),
        details(
            "What the shocks are",
            [join(element("h4", row["shock"]["title"]), element("p", row["shock"]["assumptions"]),
                  element("p", f"Left out: {'; '.join(row['shock']['leaves_out'])}.")) for row in rows],
        ),
    )  # fmt: skip


def _change(change: Record) -> Markup:
    decimals = change_decimals(change)
    mark = element("span", "both signs", class_="year") if change["sign_changes"] else None
    return join(
        element("span", signed(change["central"], decimals), class_="value"),
        element("span", ends(change, decimals), class_="year"),
        mark,
    )


def _main(page: Page, setting: pieces.Setting, record: Record) -> Markup:
    """Return the first shock of the battery in depth: regions, rents, days, coalition, sectors, assumptions."""
    growth = pieces.coalition(setting, record["coalition"])
    return join(
        element("h3", f"In depth: {first_upper(record['shock']['title'])}"),
        pieces.signs(record),
        pieces.refused(record),
        pieces.sides(record),
        pieces.income(setting, record),
        pieces.rents(setting, record),
        pieces.weeks(setting, record),
        join(element("h3", "As the coalition grows"), growth) if growth else None,
        element("h3", "Through which sectors"),
        pieces.sectors(setting, record, among=f" of {page.name(page.assessment.state)} and "
                       f"{page.name(page.assessment.against)}"),
        details("The shock and its assumptions", pieces.assumptions(record), class_="printed"),
    )  # fmt: skip
