"""The first and the last document of a collection that has a formulation, and the silence between."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.doctrine import views
from technostate.doctrine.embedded import Bounds
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.uses import Uses, ranges
from technostate.evidence import Figure
from technostate.view.doctrine.words import MOST, WHOLE, Row, command, ending, measured, paths, short, term
from technostate.write import Absent, Chart, Column, Items, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Matrix
from technostate.write.inline import Text


def uses(texts: CountedCollection, terms: Sequence[str]) -> View[Uses]:
    """Return the first and the last use of some formulations in a collection.

    Parameters
    ----------
    terms : sequence of str
        Ids or variants.
    """
    data = views.uses(texts, terms)
    names = ", ".join(short(data.counted, row.formulation) for row in data.rows)
    blocks: tuple[Block, ...] = (Items(tuple(row.sentence for row in data.rows)), _table(data), _chart(data))
    rows: list[Row] = []
    for use in data.rows:
        keys = {"collection": data.collection, "formulation": use.formulation}
        ends = {"first": use.first, "first_year": use.first_year, "last": use.last, "last_year": use.last_year}
        if use.anywhere:
            ends |= {"first_anywhere": use.anywhere.first, "first_anywhere_by": use.anywhere.first_date}
        rows += measured({**keys, **ends}, hits=use.hits, documents=use.documents)
        rows += [{**keys, "measure": "hits of the year", "figure": found} for found in use.hits_by_year]
    return View(f"First and last use in {texts.name}: {names}", data, (*blocks, *ending(data)), tuple(rows),
                command("first-last", *terms, collection=texts.name))  # fmt: skip


def _table(data: Uses) -> Table:
    columns = (
        Column("Counted", words=True), Column("First"), Column("Last"), Column("Over all collections", words=True),
        Column("Documents", WHOLE), Column("Hits", WHOLE), Column("Without a hit between", words=True),
        Column("No document", words=True),
    )  # fmt: skip
    rows = tuple(
        (
            term(data.counted, use.formulation), use.first_said or Absent("–"), _when(use.last_year),
            anywhere(use.anywhere), use.documents, use.hits, ranges(use.silent), ranges(use.unknown),
        )
        for use in data.rows
    )  # fmt: skip
    return Table("", columns, rows)


def anywhere(found: Bounds | None) -> Text:
    """Return the bound of the first use over all collections, with its document."""
    return Absent("–") if found is None else f"by {found.first_date} ({found.first})"


def _when(year: int | None) -> Text:
    return Absent("–") if year is None else str(year)


def _chart(data: Uses) -> Chart:
    """Return hits by formulation and year; a year without a document is absent, one without a hit is zero."""
    every = range(data.covered[0], data.covered[-1] + 1)
    cells: dict[tuple[int, int], Figure] = {}
    for at, use in enumerate(data.rows[:MOST]):
        cells |= {(at, found.year - every[0]): found for found in use.hits_by_year if found.year is not None}
    names = tuple(short(data.counted, use.formulation) for use in data.rows[:MOST])
    form = Matrix(names, tuple(map(str, every)), cells, "Hits")
    points = [{found.year: found for found in use.hits_by_year if found.year is not None} for use in data.rows[:MOST]]
    return paths(f"Hits by year in {data.collection}", "hatched: no document in the collection", names, points, form)
