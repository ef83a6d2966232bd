"""How often formulations stand in each document of a collection."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.trend import Trend, TrendRow
from technostate.evidence import Figure, value_of
from technostate.view.doctrine.words import (
    MOST_LINES,
    WHOLE,
    Row,
    bare,
    command,
    ending,
    joined,
    known,
    measured,
    short,
    term,
)
from technostate.view.doctrine.yearly import can_join, panels, reading, speaker
from technostate.write import Chart, Column, Fold, Group, Items, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Line, Lines
from technostate.write.tables import Row as TableRow

#: A collection of more documents is listed without those that have no hit.
MOST_DOCUMENTS = 100
#: Rows above which the table of documents stands folded on a page.
UNFOLDED = 30


def trend(texts: CountedCollection, terms: Sequence[str]) -> View[Trend]:
    """Return how often some formulations stand in each document, with exact intervals.

    Parameters
    ----------
    terms : sequence of str
        Ids or variants, each formulation once.
    """
    data = views.trend(texts, terms)
    names = ", ".join(short(data.counted, name) for name in data.counted)
    title = f"{names} in {texts.name}"
    blocks: list[Block] = [_lead(data), _sums(data)]
    blocks += _charts(data, title)
    rows = tuple(row for item in data.rows for row in _rows(texts.name, item)) + tuple(
        row
        for item in data.together
        for row in measured(
            {"collection": texts.name, "formulation": item.formulation, "document": f"{item.documents} documents"},
            hits=item.hits,
            rate=item.rate,
        )
    )
    return View(title, data, (*blocks, _table(data), *ending(data)), rows,
                command("trend", *terms, collection=texts.name))  # fmt: skip


def _lead(data: Trend) -> Prose:
    """Say what is counted as what: a row that prints a name of a concept counts all its terms."""
    return Prose(("Counted: ", *joined(term(data.counted, name) for name in data.counted), "."))


def _sums(data: Trend) -> Items:
    """Say how often each formulation stands in the collection, and in which documents first and last."""
    said = []
    for name in data.counted:
        own = [row for row in data.rows if row.formulation == name]
        used = [row for row in own if row.count]
        hits = sum(row.count for row in used)
        dated = sorted((row.date or str(row.year), row.document) for row in used if row.date or row.year)
        where = f", first in {dated[0][1]}, last in {dated[-1][1]}" if dated else ""
        said.append(
            f"{short(data.counted, name)}: {hits:,} {'hit' if hits == 1 else 'hits'} in {len(used):,} of "
            f"{len(own):,} documents{where}"
        )
    return Items(tuple(said))


def _charts(data: Trend, title: str) -> list[Chart]:
    """Return the path of each formulation: lines where hits are many, else dots with their ranges, one chart each."""
    lines = _lines(data)
    if len(data.counted) > MOST_LINES or not any(line.points for line in lines):
        return []
    sub = f"{data.unit}, exact 95 % intervals; documents of one year together"
    together = {(item.formulation, item.year): item.hits for item in data.together}
    many = all(
        can_join([
            value_of(together.get((name, row.year), row.hits))
            for row in {row.year: row for row in data.rows if row.formulation == name and row.year}.values()
        ])
        for name in data.counted
    )  # fmt: skip
    if len(lines) == 1:
        (line,) = lines
        caption = f"{title}: {reading(list(line.points.values()))}"
        drawn = Line(line.label if many else "", line.points, region=speaker(data.collection))
        return [Chart(caption, Lines((drawn,), joined=many), sub, told=True)]
    if many:
        return [Chart(title, Lines(lines), sub, told=True)]
    names = [short(data.counted, name) for name in data.counted]
    return [Chart(title, panels(names, [line.points for line in lines], speaker(data.collection)), sub, told=True)]


def _lines(data: Trend) -> tuple[Line, ...]:
    together = {(item.formulation, item.year): item.rate for item in data.together}
    made = []
    for name in data.counted:
        own = {row.year: row.rate for row in data.rows if row.formulation == name and row.year is not None}
        points = {year: together.get((name, year), rate) for year, rate in own.items()}
        made.append(Line(short(data.counted, name), {year: rate for year, rate in points.items() if rate is not None}))
    return tuple(made)


def _table(data: Trend) -> Table | Fold:
    size = "Characters" if data.language == "zh" else "Words"
    rates: list[Figure | None] = [row.rate for row in data.rows]
    columns = (
        Column("Document"), Column("Year"), Column("Hits", WHOLE), Column(size, WHOLE),
        Column(f"Per 10,000 {size.lower()}", bare(rates)), Column("Note", words=True),
    )  # fmt: skip
    rows: list[TableRow] = []
    for name in data.counted:
        if len(data.counted) > 1:
            rows.append(Group(term(data.counted, name)))
        own = [row for row in data.rows if row.formulation == name]
        listed = own if len(own) <= MOST_DOCUMENTS else [row for row in own if row.count]
        rows += [(row.document, str(row.year or "–"), row.hits, row.size, known(row.rate), row.note) for row in listed]
        if len(listed) < len(own):
            rows.append(Group(f"{len(own) - len(listed):,} documents without a hit: files of data have them"))
    table = Table("", columns, tuple(rows))
    return Fold("Document by document", (table,)) if len(rows) > UNFOLDED else table


def _rows(collection: str, row: TrendRow) -> list[Row]:
    keys = {"collection": collection, "formulation": row.formulation, "document": row.document, "date": row.date,
            "note": row.note}  # fmt: skip
    return measured(keys, hits=row.hits, size=row.size, rate=row.rate)
