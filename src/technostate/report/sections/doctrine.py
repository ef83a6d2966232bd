"""What the two states say: salience of the five strategies, security beside development, first uses and changes."""

from __future__ import annotations

from typing import Any

from technostate import notation
from technostate.report.charts import lines
from technostate.report.sections.pieces import Page, gaps, line_figure, local, path
from technostate.report.subjects import sentence_name
from technostate.write.markup import Markup, Node, details, element, join, table

Record = dict[str, Any]

#: Years with a ratio below which no path is drawn.
FEWEST_YEARS = 10
#: How the two readings of security are called, and the slots of the palette that tell them apart.
_READINGS = {"all": ("every use", 6), "strategic": ("strategic sense", 0)}


def doctrine(page: Page) -> Markup:
    """Return the section; for states without texts it is the sentence that says so."""
    record = page.assessment.doctrine
    body: list[Node] = []
    if record["collections"]:
        body = [
            element(
                "p",
                "How often set expressions of official language are used, counted in each state’s own collection. "
                "Saying is not doing, and the lexicon decides what can be counted. A rate per 10,000 Han characters "
                "and one per 10,000 words differ in level: compare paths, never levels.",
            ),
            element("ul", [element("li", _collection(page, item)) for item in record["collections"]]),
            element("h3", "Salience of the five strategies"),
            element("div", _salience(page, record["salience"]), class_="grid"),
            _leading(page, record["salience"]),
            element("h3", "Security beside development"),
            element("div", [_priority(page, code, record["priority"]) for code in _codes(record)], class_="grid"),
            element("p", record["priority"][0]["note"], class_="note"),
            element("h3", "First and last uses"),
            [_uses(page, item) for item in record["uses"]],
            element("h3", "The two latest documents"),
            [_changes(page, item) for item in record["changes"]],
        ]
    return element(
        "section",
        element("h2", "Doctrine: what each state says", id="doctrine-title"),
        body,
        gaps(record["missing"]),
        id="doctrine",
        aria_labelledby="doctrine-title",
    )


def _codes(record: Record) -> list[str]:
    return [item["region"] for item in record["collections"]]


def _collection(page: Page, item: Record) -> Markup:
    """Return what a collection is and, at once, what it lacks."""
    lacks = [f"none for {', '.join(item['without'])}" if item["without"] else "", *item["odd"]]
    said = "; ".join(part for part in lacks if part)
    return join(
        page.coloured(item["region"]), f": {item['title']} ({item['measured_in']})", page.sources.cite(item["origin"]),
        f". From 1979: {said}." if said else ".",
    )  # fmt: skip


def _salience(page: Page, rows: list[Record]) -> list[Markup]:
    """Return a small chart a strategy: each state as an index of its own mean."""
    charts = []
    for at, key in enumerate(dict.fromkeys(row["strategy"] for row in rows)):
        own = [row for row in rows if row["strategy"] == key]
        series = [
            lines.Line(page.name(row["region"]), path(row["index"]["values"]), position=page.position(row["region"]))
            for row in own
        ]
        title = f"Salience of {own[0]['title']}"
        years = notation.years_text(year for line in series for year in line.points)
        few = "".join(
            f"; {page.name(row['region'])} not shown, {row['index']['hits']} hits only"
            for row in own
            if not row["index"]["values"]
        )
        sub = f"{own[0]['index']['base']}; {years}, derived{few}"
        charts.append(
            line_figure(
                page, f"doctrine-{at}", title, series, unit="index", sub=sub,
                origins=[row["origin"] for row in own], beside=True, scale=notation.Scale(1.0, 0, "index"),
            )
        )  # fmt: skip
    return charts


def _leading(page: Page, rows: list[Record]) -> Markup:
    """Return the table of levels, each beside its unit, and of what a single formulation adds to them."""
    body: list[list[Node]] = []
    for row in rows:
        years = sorted(row["values"], key=int)
        top = max(years, key=lambda year, values=row["values"]: values[year])  # type: ignore[misc]
        shown = notation.scale(row["values"].values(), row["unit"])
        leading = row["leading"]
        body.append(
            [
                join(element("span", row["title"], class_="title"), element("span", row["measured_in"], class_="unit")),
                page.coloured(row["region"]),
                *(f"{shown.text(row['values'][year])} ({year})" for year in (top, years[-1])),
                "–"
                if leading is None
                else f"{leading['formulation'].replace('_', ' ')}, {100 * leading['share']:.0f} %",
            ]
        )
    head = ["Strategy", "State", "Highest since 1979", "Latest", "Largest formulation, share of all hits"]
    return details(
        "Rates, and how much of them one formulation is",
        table("Salience of the five strategies, derived", head, body, class_="cards words"),
    )


def _priority(page: Page, code: str, rows: list[Record]) -> Markup:
    own = [row for row in rows if row["region"] == code]
    if len(own[0]["values"]) < FEWEST_YEARS:
        return element(
            "p",
            f"{sentence_name(code)}: its messages since 1979 name development and economic growth too seldom for "
            f"a path; in {len(own[0]['values'])} years only are there five uses or more.",
            class_="note",
        )
    series = [
        lines.Line(_READINGS[row["reading"]][0], path(row["values"], 100.0), position=_slot(page, row)) for row in own
    ]
    told = "" if len(own) > 1 else ", senses not told apart"
    years = notation.years_text(year for line in series for year in line.points)
    return line_figure(
        page, f"priority-{code}", f"{sentence_name(code)}: uses of security for 100 uses of development", series,
        unit="for 100", sub=f"{own[0]['collection']}, {years}, derived{told}", origins=[row["origin"] for row in own],
        beside=True,
    )  # fmt: skip


def _slot(page: Page, row: Record) -> int:
    """Return the state's own colour for the reading that is closest to strategic security, grey for the other."""
    told = row["reading"] == "strategic" or row["collection"] not in _sensed(page)
    return page.position(row["region"]) if told else _READINGS["all"][1]


def _sensed(page: Page) -> set[str]:
    return {row["collection"] for row in page.assessment.doctrine["priority"] if row["reading"] == "strategic"}


def _words(page: Page, row: Record, code: str) -> Markup:
    chinese = bool(row.get("english"))
    return join(
        element(
            "span", local(row["words"], code) if chinese or not row["words"].isascii() else row["words"], class_="title"
        ),
        element("span", row["english"], class_="unit") if chinese else None,
    )


def _uses(page: Page, item: Record) -> Markup:
    titles = {part["key"]: part["title"] for part in page.assessment.strategies}
    body: list[list[Node]] = [
        [
            _words(page, row, item["region"]),
            titles[row["strategy"]],
            row["first_year"],
            row["last_year"],
            f"{row['hits']} in {row['documents']}",
        ]
        for row in item["rows"]
    ]
    head = [
        "Formulation",
        "Strategy",
        "First use in this collection",
        "Last use in this collection",
        "Hits in documents",
    ]
    title = f"{sentence_name(item['region'])}: two formulations a strategy, most used in the latest ten years"
    return join(
        table(title, head, body, class_="cards words"),
        element(
            "p",
            "An earlier or later use elsewhere is not known here.",
            page.sources.cite(item["origin"]),
            class_="note",
        ),
    )


def _changes(page: Page, item: Record) -> Markup:
    body: list[list[Node]] = []
    for way in ("rising", "falling"):
        for row in item[way]:
            count = row["count"]
            body.append(
                [
                    _words(page, row, item["region"]),
                    "more" if way == "rising" else "less",
                    f"{count['before']} ({notation.plain(row['before'], 1)})",
                    f"{count['latest']} ({notation.plain(row['latest'], 1)})",
                    row["change"],
                ]
            )
    title = (
        f"{sentence_name(item['region'])}: hits (per 10,000) in {item['before']} and {item['latest']}, clearest first"
    )
    said = (
        f"Of {item['compared']} formulations that either document has, {item['distinguishable']} differ beyond what "
        "chance would give in texts of this length (exact test, adjusted for their number)."
    )
    head = ["Formulation", "Direction", item["before"], item["latest"], "Reading"]
    return join(
        table(title, head, body, class_="cards words"),
        element("p", said, page.sources.cite(item["origin"]), class_="note"),
    )
