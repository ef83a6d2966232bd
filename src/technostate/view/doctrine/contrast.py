"""Which formulations are new, gone, rarer or more frequent between two documents or periods."""

from __future__ import annotations

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.contrast import Contrast, ContrastRow
from technostate.notation import Scale
from technostate.view.doctrine.words import MOST, WHOLE, P, Row, bare, command, ending, measured, short, term
from technostate.write import Chart, Column, Fold, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Dumbbell, Pair

#: What new, gone, rising and falling say, and what they do not.
READING = (
    "New and gone say only that one side has no hit; rising and falling that the p adjusted for all comparisons is "
    "below 0.05."
)


def contrast(texts: CountedCollection, first: str, second: str) -> View[Contrast]:
    """Return how the rates of all formulations differ between two documents or periods, the clearest change first.

    Parameters
    ----------
    first, second : str
        A document's id, a year, or a period such as ``2003-2012``.
    """
    data = views.contrast(texts, first, second)
    sizes = f"{len(data.documents_first)} and {len(data.documents_second)} documents"
    lead = Prose(f"{data.tests} formulations have a hit in {first} or {second} ({sizes}). {READING}")
    blocks: tuple[Block, ...] = (lead, *_chart(data), _table(data), *ending(data))
    rows = tuple(row for item in data.rows for row in _rows(data.collection, item))
    return View(f"{texts.name}: {first} beside {second}", data, blocks, rows,
                command("diff", first, second, collection=texts.name))  # fmt: skip


def _chart(data: Contrast) -> tuple[Chart, ...]:
    shown = [row for row in data.rows if row.change != "not distinguishable"][:MOST]
    pairs = tuple(
        Pair(f"{short(data.counted, row.formulation)}, {row.change}", row.rate_first, row.rate_second) for row in shown
    )
    if not pairs:
        return ()
    form = Dumbbell(pairs, (data.first, data.second), ("", ""), "Formulation")
    sub = f"{data.unit}; the {len(pairs)} clearest changes of {data.tests} formulations compared, by G²"
    return (Chart(f"{data.collection}: {data.first} beside {data.second}", form, sub, told=True),)


def _table(data: Contrast) -> Table | Fold:
    rates = bare(rate for row in data.rows for rate in (row.rate_first, row.rate_second))
    columns = (
        Column("Formulation", words=True), Column("Change", words=True), Column("Hits", WHOLE),
        Column(f"Rate {data.first}", rates), Column(f"Rate {data.second}", rates), Column("G²", Scale(1.0, 1, "")),
        Column("p", P),
    )  # fmt: skip
    rows = tuple(
        (
            term(data.counted, row.formulation), row.change, (row.hits_first, " → ", row.hits_second),
            row.rate_first, row.rate_second, row.g2, row.p_adjusted,
        )
        for row in data.rows
    )  # fmt: skip
    caption = f"Hits in {data.first} → {data.second}; rates in {data.unit}; p adjusted for {data.tests} comparisons"
    table = Table(caption, columns, rows)
    return Fold(f"All {len(rows)} formulations", (table,)) if len(rows) > MOST else table


def _rows(collection: str, row: ContrastRow) -> list[Row]:
    keys = {"collection": collection, "formulation": row.formulation, "strategy": row.strategy, "domain": row.domain,
            "change": row.change}  # fmt: skip
    return measured(keys, hits_first=row.hits_first, hits_second=row.hits_second, rate_first=row.rate_first,
                    rate_second=row.rate_second, log2_ratio=row.log2_ratio, g2=row.g2, p=row.p,
                    p_adjusted=row.p_adjusted)  # fmt: skip
