"""The five strategies: indicators beside the comparator and peers, paths, goals, institutions, chronology."""

from __future__ import annotations

from typing import Any

from technostate import notation
from technostate.report.charts import lines, sparkline
from technostate.report.sections.pieces import Page, dated, gaps, line_figure, local, path
from technostate.report.strategy_part import in_words, without_mirrors
from technostate.write.markup import Markup, Node, details, element, join, table

Record = dict[str, Any]

#: Charts over each strategy's table.
CHARTS = 2
_BOUNDS = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}
#: A chart needs this many years of both sides.
FEWEST_YEARS = 6


def strategies(page: Page) -> Markup:
    """Return the section with one part a strategy."""
    record = page.assessment
    lead = (
        "Each strategy: what the two states call it and want from it, and where they stand. A figure is the newest "
        f"there is, over its year; figures more than five years old are marked. Small paths: {page.name(record.state)} "
        f"thick, {page.name(record.against)} thin. Aim: the way in which the strategy, as states write it down, wants "
        f"the figure to move. Rank: places of {page.name(record.state)} and {page.name(record.against)} among all "
        "states with a recent figure, highest value first; no judgement, and left out where the strategy names no aim."
    )
    return element(
        "section",
        element("h2", "Five strategies", id="strategies-title"),
        element("p", lead),
        [_strategy(page, part) for part in record.strategies],
        id="strategies",
        aria_labelledby="strategies-title",
    )


def _strategy(page: Page, part: Record) -> Markup:
    title = part["title"][:1].upper() + part["title"][1:]
    shown = [row for row in part["indicators"] if any(row["values"].get(code) is not None for code in _pair(page))]
    absent = [row["title"] for row in part["indicators"] if row not in shown]
    return element(
        "section",
        element("h3", title, id=part["key"]),
        element("p", _sentence(part["purpose"])),
        _called(page, part["called"]),
        element("p", part["reading"], class_="note"),
        element("p", _sentence(part["no_score"]), class_="note") if part["no_score"] else None,
        element("div", _charts(page, part["key"], shown), class_="grid"),
        _standing(page, title, shown) if shown else None,
        gaps([f"{text}: no figure for either." for text in absent]),
        _definitions(shown),
        _score(page, part["score"]),
        _goals(page, part["goals"]),
        _institutions(page, part["institutions"]),
        _chronology(page, part["chronology"]),
        aria_labelledby=part["key"],
    )


def _sentence(text: str) -> str:
    """Return words as a sentence: a capital first, a full stop last."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _pair(page: Page) -> tuple[str, str]:
    return page.assessment.state, page.assessment.against


def _called(page: Page, names: list[Record]) -> Markup | None:
    if not names:
        return None
    parts: list[Node] = []
    for name in names:
        own = name["name_local"] if name["name_local"].casefold() != name["name"].casefold() else ""
        parts += [
            element("span", page.coloured(name["region"]), ": ", name["name"]),
            [" (", local(own, name["region"]), ")"] if own else None,
            f", since {name['since']}",
            page.sources.cite(name["origin"]),
            ". ",
        ]
    return element("p", parts)


def _charts(page: Page, key: str, rows: list[Record]) -> list[Markup]:
    """Return charts of the first indicators that both states have for years enough."""
    chosen = [
        row
        for row in rows
        if all(len(row["path"].get(code, {})) >= FEWEST_YEARS for code in _pair(page)) and row["unit"] != "level"
    ]
    return [_chart(page, f"{key}-{at}", row) for at, row in enumerate(_distinct(chosen)[:CHARTS])]


def _distinct(rows: list[Record]) -> list[Record]:
    """Return rows without the second definitions of what an earlier one shows."""
    kept: list[Record] = []
    for row in rows:
        if not any(row["id"] in other["competing"] for other in kept):
            kept.append(row)
    return kept


def _chart(page: Page, name: str, row: Record) -> Markup:
    codes = [code for code in page.codes if code in row["path"]]
    shown = notation.scale((value for code in codes for value in row["path"][code].values()), row["unit"], row["title"])
    series = [
        lines.Line(page.name(code), path(row["path"][code], shown.factor), position=page.position(code))
        for code in codes
    ]
    years = notation.years_text(year for line in series for year in line.points)
    return line_figure(
        page,
        name,
        row["title"],
        series,
        unit=shown.words,
        sub=f"{shown.words}, {years}, {row['kind']}",
        origins=[row["origin"]],
        beside=True,
        scale=shown,
    )


def _standing(page: Page, title: str, rows: list[Record]) -> Markup:
    """Return the table of indicators; columns of states without any figure are left out."""
    codes = [code for code in page.codes if any(row["values"].get(code) is not None for row in rows)]
    ranked = any(row["direction"] != "none" for row in rows)
    head: list[Node] = ["Indicator", *(page.coloured(code) for code in codes), "Path"]
    if ranked:
        head.append("Rank")
    body = []
    for row in rows:
        shown = notation.scale(row["values"].values(), row["unit"], row["title"])
        cells: list[Node] = [_indicator(page, row, shown)]
        cells += [dated(shown.text(row["values"].get(code)), row["year"].get(code), page.this_year) for code in codes]
        cells.append(_spark(page, row))
        if ranked:
            cells.append(_ranks(page, row))
        body.append(cells)
    return table(f"{title}: where states stand", head, body, class_="standing cards")


def _indicator(page: Page, row: Record, shown: notation.Scale) -> Markup:
    wanted = {"up": " · aim ↑", "down": " · aim ↓"}.get(row["direction"], "")
    return join(
        element("span", row["title"], class_="title"),
        " " if row["proxy"] else None,
        element("span", "proxy", class_="proxy") if row["proxy"] else None,
        page.sources.cite(row["origin"]),
        element("span", f"{shown.words} · {row['kind']}{wanted}", class_="unit"),
    )


def _spark(page: Page, row: Record) -> Node:
    paths = [path(row["path"].get(code, {})) for code in _pair(page)]
    years = [year for one in paths for year in one]
    alternative = f"{row['title']}, path {notation.years_text(years)}"
    drawn = sparkline.draw(paths, alternative)
    return join(drawn, element("span", f"{min(years)}–{max(years)}", class_="year")) if drawn else "–"


def _ranks(page: Page, row: Record) -> Node:
    if row["direction"] == "none":
        return "–"
    ranks = [row["rank"].get(code) for code in _pair(page)]
    known = [rank for rank in ranks if rank]
    if not known:
        return "–"
    places = ", ".join(str(rank["place"]) if rank else "–" for rank in ranks)
    return join(element("span", places, class_="value"), element("span", f"of {known[0]['of']}", class_="year"))


def _score(page: Page, score: Record | None) -> Markup | None:
    """Return ranks by score as intervals over all combinations of the choices that a score hides."""
    if score is None:
        return None
    if score["why"]:
        return element("p", f"No score: {score['why']}.", class_="note")
    rows: list[list[Node]] = []
    for code, rank in score["ranks"].items():
        low, high = round(rank["low"]), round(rank["high"])
        known = f"{100 * score['coverage'][code]:.0f} %"
        rows.append([page.coloured(code), f"{rank['median']:g}", f"{low}–{high}" if low < high else str(low), known])
    absent = [page.name(code) for code in page.codes if code not in score["ranks"]]
    low, high = score["interval"]
    said = (
        f"Rank among {score['states']} states by a score of {len(score['indicators'])} indicators on the strategy’s "
        f"own terms, over {score['combinations']} combinations of normalisation, weights, aggregation and imputation "
        "(OECD and JRC 2008). A wide interval says that the rank hangs on such choices more than on the figures."
    )
    left = f" Not ranked, for want of figures or as groups: {', '.join(absent)}." if absent else ""
    head = ["State", "Median rank", f"{low:g}th to {high:g}th percentile", "Indicators known"]
    return join(
        table("Score: ranks as intervals; derived", head, rows, class_="plain") if rows else None,
        element("p", said + left, class_="note"),
    )


def _definitions(rows: list[Record]) -> Markup | None:
    if not rows:
        return None
    titles = {row["id"]: row["title"] for row in rows}
    items = []
    for row in rows:
        rivals = "; ".join(titles.get(other, other.replace("_", " ")) for other in row["competing"])
        items.append(
            element(
                "li",
                element("strong", row["title"]),
                f": {row['definition']} Why: {row['why']}",
                f" Other definitions: {rivals}." if rivals else None,
                f" Note: {row['notes']}" if row["notes"] else None,
            )
        )
    return details("Definitions, why they matter, competing definitions", element("ul", items))


def _goals(page: Page, goals: list[Record]) -> list[Markup | None]:
    """Return for each state a table of goals that have a distance, and a list of those that have none, with why."""
    parts: list[Markup | None] = []
    for code in _pair(page):
        own = [goal for goal in goals if goal["region"] == code]
        measured = [goal for goal in own if goal["distance"] is not None]
        others = [goal for goal in own if goal["distance"] is None]
        if own:
            parts.append(element("h4", f"Goals of {page.the(code)}"))
        if measured:
            head = ["Goal", "Target", "By", "Figure", "Distance", "Status"]
            open_ = any(goal["needed_per_year"] is not None for goal in measured)
            head[5:5] = ["Needed a year · pace a year"] if open_ else []
            rows = [_goal(page, goal, open_) for goal in measured]
            parts.append(table("Targets and the distance to them", head, rows, class_="cards words"))
        if others:
            count = f"{len(others)} goals" if len(others) > 1 else "1 goal"
            items = [element("li", _aim(page, goal)) for goal in others]
            parts.append(details(f"{count} without a distance, and why", element("ul", items), class_="printed"))
    return parts


def _aim(page: Page, goal: Record) -> Markup:
    """Return a goal that no figure can be set against, in one line."""
    target = ""
    if goal["target"] is not None and goal["unit"]:
        shown = notation.scale([goal["target"]], goal["unit"])
        target = f" ({_BOUNDS[goal['direction']]}{_stated(goal, shown)} {shown.words})"
    by = f", by {goal['target_year']}" if goal["target_year"] else ""
    note = (
        f": {goal['status']}. {in_words(page.assessment.strategies, goal['note'])}"
        if goal["note"]
        else f": {goal['status']}"
    )
    return join(f"{goal['title']}{target}{by}, stated {goal['stated']}", page.sources.cite(goal["origin"]), note)


def _goal(page: Page, goal: Record, open_: bool) -> list[Node]:
    shown = notation.scale([goal["target"], goal["value"]], goal["unit"])
    title = join(
        element("span", goal["title"], class_="title"),
        page.sources.cite(goal["origin"]),
        element("span", f"stated {goal['stated']}", class_="unit"),
        [
            element("span", in_words(page.assessment.strategies, note), class_="unit")
            for note in (goal["note"], goal["goal_note"])
            if note
        ],
    )
    target = f"{_BOUNDS[goal['direction']]}{_stated(goal, shown)}"
    cells: list[Node] = [
        title,
        join(element("span", target, class_="value"), element("span", shown.words, class_="unit")),
        str(goal["target_year"]),
        dated(shown.text(goal["value"]), goal["year"], page.this_year),
        shown.text(goal["distance"], sign=True),
        element("span", goal["status"], class_="status"),
    ]
    if open_:
        cells.insert(5, _needed(goal, shown))
    return cells


def _stated(goal: Record, shown: notation.Scale) -> str:
    """Return a target as it was stated, without the zeros that its figure's precision would add."""
    return f"{goal['target'] * shown.factor:g}".replace("-", "−")


def _needed(goal: Record, shown: notation.Scale) -> str:
    """Return what a straight line to the target needs a year and, beside it, the change a year so far."""
    if goal["needed_per_year"] is None:
        return "–"
    finer = shown._replace(decimals=shown.decimals + 1)
    needed = finer.text(goal["needed_per_year"], sign=True)
    if goal["pace_per_year"] is None:
        return needed
    return f"{needed} · {finer.text(goal['pace_per_year'], sign=True)}"


def _institutions(page: Page, records: list[Record]) -> Markup | None:
    if not records:
        return None
    rows = [
        [
            join(
                element("span", item["name"], class_="title"),
                [" ", local(item["name_local"], item["region"])] if item["name_local"] else None,
                page.sources.cite(item["origin"]),
            ),
            element("span", page.coloured(item["region"]), class_="value"),
            element("span", item["founded"], class_="value"),
            item["role"],
        ]
        for item in records
    ]
    return table("Institutions", ["Body", "State", "Founded", "Role"], rows, class_="cards words")


def _chronology(page: Page, records: list[Record]) -> Markup | None:
    if not records:
        return None
    items = []
    for item in sorted(without_mirrors(records), key=lambda event: str(event["date"])):
        actor = page.the(item["actor"]) if item["actor"] else ""
        note = f"by {actor}" if actor else ""
        items.append(
            element(
                "li",
                element("span", item["date"], class_="date"),
                page.coloured(item["region"]),
                f": {item['title']}",
                f" ({note})" if note else None,
                page.sources.cite(item["origin"]),
            )
        )
    return join(element("h4", "Chronology"), element("ol", items, class_="timeline"))
