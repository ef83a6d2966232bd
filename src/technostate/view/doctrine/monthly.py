"""How often terms stand in the state evening news, month by month."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.doctrine.monthly import trend as counted
from technostate.doctrine.monthly.rates import per_million
from technostate.doctrine.monthly.stored import Items, MonthlySeries, series
from technostate.doctrine.monthly.trend import MonthlyTrend, MonthRow
from technostate.view.doctrine.words import MOST_LINES, WHOLE, Row, bare, command, joined, known, measured, short, term
from technostate.view.doctrine.words import ending as notes
from technostate.write import Chart, Column, Fold, Group, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Line, Lines
from technostate.write.inline import Text
from technostate.write.tables import Row as TableRow

#: What a choice of items is called in a title.
SAID = {"all": "", "domestic": ", domestic items", "foreign": ", foreign items", "both": ", items on China and others"}


def trend(terms: Sequence[str], items: Items = "all") -> View[MonthlyTrend]:
    """Return how often terms stand in the evening news, month by month, with exact intervals.

    Parameters
    ----------
    terms : sequence of str
        Chinese terms, or ids of formulations, each once.
    items : {"all", "domestic", "foreign", "both"}
        Every item, or those about one of the three.
    """
    data = counted.trend(terms, items)
    names = ", ".join(short(data.counted, name) for name in data.counted)
    title = f"{names} in the evening news by month{SAID[items]}"
    *warnings, counted_in = notes(data)
    lead = Prose(("Counted: ", *joined(term(data.counted, name) for name in data.counted), "."))
    blocks: list[Block] = [lead, *warnings]
    if len(data.counted) <= MOST_LINES:
        blocks.append(Chart(title, _lines(data), f"{data.unit}, exact 95 % intervals", told=True))
    blocks += [_years(data), Fold("Every month", (_months(data),)), counted_in]
    rows = tuple(row for item in data.rows for row in _tidy(items, item))
    typed = command("trend", *terms, collection=data.collection, by="month", items=items if items != "all" else "")
    return View(title, data, tuple(blocks), rows, typed)


def month_line(found: MonthlySeries, label: Text) -> tuple[Line, tuple[str, ...]]:
    """Return the rates of a term as a line over the places of months, and the months."""
    points = {}
    for at, (month, hits, size) in enumerate(zip(found.months, found.count, found.characters, strict=True)):
        rate = per_million(int(hits), int(size), int(month[:4]))
        if rate is not None:
            points[at] = rate
    return Line(label, points), found.months


def _lines(data: MonthlyTrend) -> Lines:
    made = [month_line(series(name, data.items), short(data.counted, name)) for name in data.counted]
    return Lines(tuple(line for line, _ in made), across="month", steps=made[0][1])


def _years(data: MonthlyTrend) -> Table:
    rates = bare(row.rate for row in data.years)
    columns = (Column("Year"), Column("Months"), Column("Hits", WHOLE), Column("Per million characters", rates))
    rows: list[TableRow] = []
    for name in data.counted:
        rows += [Group(term(data.counted, name))] * (len(data.counted) > 1)
        rows += [(str(row.year), str(row.months), row.hits, known(row.rate)) for row in data.years if row.term == name]
    return Table("By year", columns, tuple(rows))


def _months(data: MonthlyTrend) -> Table:
    columns = (
        Column("Month"), Column("Hits", WHOLE), Column("Characters", WHOLE),
        Column("Per million characters", bare(row.rate for row in data.rows)), Column("Note", words=True),
    )  # fmt: skip
    rows: list[TableRow] = []
    for name in data.counted:
        rows += [Group(term(data.counted, name))] * (len(data.counted) > 1)
        rows += [(row.month, row.hits, row.size, known(row.rate), row.note) for row in data.rows if row.term == name]
    return Table("", columns, tuple(rows))


def _tidy(items: Items, row: MonthRow) -> list[Row]:
    keys = {"collection": "xwlb", "items": items, "term": row.term, "month": row.month, "note": row.note}
    return measured(keys, hits=row.hits, size=row.size, rate=row.rate)
