"""Charts of the doctrine views: one function a view, from its plain rows to an SVG file."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from technostate.doctrine import formulations
from technostate.doctrine.text import Language
from technostate.doctrine.views.breaks import Breaks
from technostate.doctrine.views.contrast import Contrast
from technostate.doctrine.views.cooccurrence import Cooccurrence
from technostate.doctrine.views.drift import Drift
from technostate.doctrine.views.kwic import Kwic
from technostate.doctrine.views.order import Order
from technostate.doctrine.views.profile import Profile
from technostate.doctrine.views.rates import per_10000
from technostate.doctrine.views.record import Table
from technostate.doctrine.views.states import States
from technostate.doctrine.views.tasks import TaskRank
from technostate.doctrine.views.trend import Trend
from technostate.doctrine.views.uses import Uses
from technostate.errors import DataError, LabelError
from technostate.report.charts import bars, dumbbell, grid, lines, steps
from technostate.report.charts.frame import framed
from technostate.report.charts.grid import Cell
from technostate.write.markup import Markup

#: Rows of a chart; the table has all.
MOST = 24
#: Lines of a chart.
MOST_LINES = 6
_NO_DOCUMENT = "Grey: no document in the collection."


def chart(table: Table) -> str:
    """Return the chart of a view as an SVG file, with title, reading aid, kind, unit and origin.

    Parameters
    ----------
    table : Table
        What a view returned.

    Raises
    ------
    DataError
        If there is nothing to draw, or more lines than can be told apart.
    """
    picture, title, reading = _DRAWN[table.view](table)
    if not picture:
        raise DataError(f"{table.view} has no row to draw", hint="ask for another term, document or period")
    unit = "per cent of hits" if table.view == "profile" else table.unit
    last = f"Source: {table.origin.short()}. Counted by technostate; kind: {table.kind}; unit: {unit}."
    return framed(picture, title, [part for part in (reading, last) if part])


def label(name: str, *languages: Language) -> str:
    """Return a formulation as a reader knows it: its first variant in each language, or the id.

    Parameters
    ----------
    name : str
        The formulation's id.
    *languages : {"zh", "en"}
        Both by default.

    Examples
    --------
    >>> label("strong_army", "zh")
    '强军'
    """
    try:
        item = formulations.find(name)
    except LabelError:
        return name
    found = [variant for language in languages or ("zh", "en") for variant in item.variants(language)[:1]] or [name]
    return dumbbell.cut(" · ".join(found), 44)


def words(name: str) -> str:
    """Return a category's name as words.

    Examples
    --------
    >>> words("science_technology")
    'science technology'
    """
    return name.replace("_", " ")


def _years(found: Iterable[int | None]) -> tuple[list[str], frozenset[str]]:
    """Return every year from the first to the last as columns, and those of them that are not found."""
    known = sorted({year for year in found if year is not None})
    if not known:
        return [], frozenset()
    every = range(known[0], known[-1] + 1)
    return [str(year) for year in every], frozenset(str(year) for year in every if year not in known)


def _trend(table: Trend) -> tuple[Markup, str, str]:
    if len(table.formulations) > MOST_LINES:
        raise DataError(f"{len(table.formulations)} terms in one chart", hint=f"name at most {MOST_LINES}")
    series = []
    for position, name in enumerate(table.formulations):
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
        for row in table.rows:
            if row.formulation == name and row.year is not None and row.extent:
                sums[row.year][0] += row.count
                sums[row.year][1] += row.extent
        points = {year: per_10000(*pair) for year, pair in sums.items()}
        series.append(lines.Line(label(name, table.language), points, position=position))
    names = ", ".join(label(name, table.language) for name in table.formulations)
    picture = lines.draw(series, name="trend", alternative=f"{names} by year", unit=table.unit)
    return (
        picture,
        f"{names} in {table.collection}",
        "Documents of one year together; no line across more than three years.",
    )


def _uses(table: Uses) -> tuple[Markup, str, str]:
    columns, absent = _years(table.covered)
    rows = [label(row.formulation) for row in table.rows[:MOST]]
    cells = {
        (name, str(year)): Cell(1.0 if year in row.years else 0.0)
        for name, row in zip(rows, table.rows, strict=False)
        for year in table.covered
    }
    spoken = " ".join(row.sentence for row in table.rows[:3])
    picture = grid.draw(rows, columns, cells, name="uses", alternative=spoken, absent=absent)
    return picture, f"Years of use in {table.collection}", f"Blue: used. {_NO_DOCUMENT} {spoken}"


def _contrast(table: Contrast) -> tuple[Markup, str, str]:
    pairs = [
        dumbbell.Pair(f"{label(row.formulation)} ({row.change})", row.per_10000_first, row.per_10000_second)
        for row in table.rows[:MOST]
        if row.change != "not distinguishable"
    ]
    legend = f"{table.first} ({len(table.documents_first)})", f"{table.second} ({len(table.documents_second)})"
    picture = dumbbell.draw(
        pairs, name="contrast", alternative=f"Rates in {table.first} and {table.second}", unit=table.unit,
        legend=legend, longest=64,
    )  # fmt: skip
    reading = (
        f"The {len(pairs)} clearest changes of {table.tests} formulations compared, by G²; in brackets the number of "
        "documents. New and gone say only that one side has no hit; rising and falling that the p adjusted for all "
        "comparisons is below 0.05. Hits come in clusters, so that p is too small."
    )
    return picture, f"{table.collection}: {table.first} beside {table.second}", reading


def _cooccurrence(table: Cooccurrence) -> tuple[Markup, str, str]:
    shown = [row for row in table.rows if row.npmi > 0][:MOST]
    found = [
        bars.Bar(label(row.other), row.npmi, f"{row.npmi:.2f}  ({row.together}; by chance {row.expected:.2f})", True)
        for row in shown
    ]
    mine = label(table.formulation)
    picture = bars.draw(
        found, name="together", alternative=f"What stands beside {mine}", unit="NPMI  (common paragraphs)", width=760
    )
    reading = (
        f"NPMI: 0 as often as by chance, 1 always together; over {table.total} paragraphs; at least {table.least} "
        "common paragraphs. Few common paragraphs make NPMI unstable."
    )
    return picture, f"In the same paragraphs as {mine}, {table.collection}", reading


def _order(table: Order) -> tuple[Markup, str, str]:
    best: dict[tuple[str, str], Any] = {}
    for row in table.rows:
        key = words(row.topic), str(row.year)
        if row.rank is not None and (key not in best or row.rank < best[key].rank):
            best[key] = row
    cells = {key: Cell(1 - (row.rank - 1) / max(row.topics, 2), str(row.rank)) for key, row in best.items()}
    columns, absent = _years(row.year for row in table.rows)
    rows = [words(topic) for topic in table.topics]
    picture = grid.draw(rows, columns, cells, name="order", alternative="Order of first mention", absent=absent)
    reading = f"1, dark: mentioned first, reading from the document's beginning. White: no hit. {_NO_DOCUMENT}"
    return picture, f"Order of first mention in {table.collection}", reading


def _tasks(table: TaskRank) -> tuple[Markup, str, str]:
    columns, absent = _years(row.year for row in table.rows)
    cells = {
        (words(row.topic), str(row.year)): Cell(1 - row.depth, f"{row.first_item}")
        for row in table.rows
        if row.first_item is not None
    }
    rows = [words(topic) for topic in table.topics]
    picture = grid.draw(rows, columns, cells, name="tasks", alternative="Place in the task list", absent=absent)
    reading = (
        "Number of the first item with a hit, in the longest numbered list of the document; dark: early. White: no hit"
        ". Grey: no document, or none with such a list."
    )
    return picture, f"Place in the longest numbered list, {table.collection}", reading


def _profile(table: Profile) -> tuple[Markup, str, str]:
    dated = all(row.year is not None for row in table.rows)
    columns, absent = _years(row.year for row in table.rows) if dated else (list(table.outside), frozenset())
    counts: dict[tuple[str, str], int] = defaultdict(int)
    totals: dict[str, int] = defaultdict(int)
    for row in table.rows:
        column = str(row.year) if dated else row.document
        counts[words(row.category), column] += row.count
        totals[column] += row.count
    shares = {key: count / totals[key[1]] for key, count in counts.items() if totals[key[1]]}
    top = max(shares.values(), default=1.0)
    weight: dict[str, int] = defaultdict(int)
    for (row_name, _), count in counts.items():
        weight[row_name] += count
    rows = sorted((name for name in weight if weight[name]), key=lambda name: (-weight[name], name))
    cells = {key: Cell(share / top, f"{100 * share:.0f}") for key, share in shares.items()}
    picture = grid.draw(rows, columns, cells, name="profile", alternative=f"Shares by {table.by}", absent=absent)
    reading = f"Share of the hits that have a {table.by}, per cent; darkest {100 * top:.0f} %. White: no such hit. "
    reading += _NO_DOCUMENT if absent else ""
    return picture, f"{table.by.capitalize()}s in {table.collection}", reading


def _breaks(table: Breaks) -> tuple[Markup, str, str]:
    points = [(year, rate) for year, rate in table.series if year is not None]
    levels = [
        steps.Level(int(part["first_year"]), int(part["last_year"]), float(part["per_10000"]))
        for part in table.segments
        if part["first_year"] is not None and part["last_year"] is not None and part["per_10000"] is not None
    ]
    changes = [
        steps.Change(row.before_year, row.after_year, row.claimed)
        for row in table.rows
        if row.before_year is not None and row.after_year is not None
    ]
    claimed = ", ".join(f"{row.before}/{row.after}" for row in changes if row.claimed) or "none"
    name = label(table.formulation)
    picture = steps.draw(
        points, levels, changes, name="breaks", alternative=f"Change points claimed: {claimed}", unit=table.unit
    )
    reading = (
        f"Change points claimed: {claimed} (shuffling documents, and runs of four, p at most 0.05). Dotted: found by "
        f"{table.method.upper()}, not claimed. Blue: rate of the segment."
    )
    if table.line_fits_better:
        reading += " A straight line fits better than these steps: read them as a drift."
    return picture, f"Change points of {name} in {table.collection}", reading


def _drift(table: Drift) -> tuple[Markup, str, str]:
    names = [row.formulation for row in table.rows if row.year is None and row.dropped][:MOST]
    columns, absent = _years(row.year for row in table.rows)
    rows = {
        row.formulation: f"{label(row.formulation, 'zh')}  {row.dropped} of {row.units}"
        for row in table.rows
        if row.year is None
    }
    cells = {
        (rows[row.formulation], str(row.year)): Cell(row.dropped_share, f"{row.dropped}/{row.units}")
        for row in table.rows
        if row.year is not None and row.formulation in names
    }
    picture = grid.draw(
        [rows[name] for name in names], columns, cells, name="drift", alternative="Units dropped by year", absent=absent
    )
    reading = (
        f"Units with the Chinese formulation whose English has no variant of the lexicon, of all units with it, out of "
        f"{table.aligned} aligned units. Dark: all dropped. White: not said in the year. A free "
        "translation counts as dropped."
    )
    return picture, f"Formulations without their English variant, {table.collection}", reading


def _states(table: States) -> tuple[Markup, str, str]:
    series = [
        lines.Line(
            name,
            {row.year: row.index for row in table.rows if row.collection == name and not math.isnan(row.index)},
            position=at,
        )
        for at, name in enumerate((table.collection, table.other))
    ]
    topic = label(table.topic) if table.by == "formulation" else words(table.topic)
    picture = lines.draw(series, name="states", alternative=f"{topic} in two collections", unit=table.unit)
    reading = (
        f"{len(table.formulations)} formulations with variants in both languages. Levels are not comparable across "
        "languages; each line is relative to its own mean over the years that both have."
    )
    return picture, f"{topic}: {table.collection} beside {table.other}", reading


def _kwic(table: Kwic) -> tuple[Markup, str, str]:
    tenths: dict[tuple[str, int], int] = defaultdict(int)
    names: dict[str, str] = {}
    for row in table.rows:
        names[row.document] = f"{dumbbell.cut(row.title, 24)} [{row.document}]"
        size = dict(table.paragraphs)[row.document]
        tenths[row.document, min(9, 10 * (row.paragraph - 1) // size)] += 1
    total: dict[str, int] = defaultdict(int)
    for (document, _), count in tenths.items():
        total[document] += count
    chosen = set(sorted(total, key=lambda key: -total[key])[:MOST])
    shown = [document for document in names if document in chosen]
    top = max(tenths.values(), default=1)
    columns = [f"{10 * at}–{10 * at + 10} %" for at in range(10)]
    cells = {
        (names[document], columns[at]): Cell(tenths[document, at] / top, str(tenths[document, at] or ""))
        for document in shown
        for at in range(10)
    }
    picture = grid.draw([names[item] for item in shown], columns, cells, name="kwic", alternative="Hits by tenth")
    reading = (
        f"Hits by tenth of a document's paragraphs, in the {len(shown)} documents with most of {len(table.rows)} hits."
    )
    return picture, f"Where {label(table.formulation)} stands in {table.collection}", reading


_DRAWN: dict[str, Any] = {
    "trend": _trend, "uses": _uses, "contrast": _contrast, "cooccurrence": _cooccurrence, "order": _order,
    "tasks": _tasks, "profile": _profile, "breaks": _breaks, "drift": _drift, "states": _states, "kwic": _kwic,
}  # fmt: skip
