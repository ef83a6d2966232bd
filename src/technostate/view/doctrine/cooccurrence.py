"""Which formulations stand in the same paragraphs as one, beside what chance would give."""

from __future__ import annotations

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.cooccurrence import Cooccurrence
from technostate.evidence import value_of
from technostate.notation import Scale
from technostate.view.doctrine.words import MOST, WHOLE, command, ending, known, measured, short, term
from technostate.write import Chart, Column, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Bar, Bars
from technostate.write.inline import pieces

_TWO = Scale(1.0, 2, "")


def cooccurrence(
    texts: CountedCollection, name: str, other: str = "", *, period: str = "", least: int = 3
) -> View[Cooccurrence]:
    """Return what stands in the same paragraphs as a formulation, the closest first.

    Parameters
    ----------
    name : str
        A formulation's id or variant.
    other : str
        Only this formulation; all others by default.
    period : str
        A document's id, a year or a period; the whole collection by default.
    least : int
        List pairs that share this many paragraphs or more.
    """
    data = views.cooccurrence(texts, name, other, period=period, least=least)
    mine = short(data.counted, data.formulation)
    blocks: tuple[Block, ...] = (_table(data), *_chart(data, mine)) if data.rows else ()
    found = f"{len(data.rows)} formulations stand" if len(data.rows) != 1 else "One formulation stands"
    lead = Prose(
        (
            f"{found} in the same paragraphs as ",
            *pieces(term(data.counted, data.formulation)),
            f", of {data.total} paragraphs.",
        )
    )
    rows = tuple(
        row
        for item in data.rows
        for row in measured(
            {"collection": data.collection, "formulation": item.formulation, "other": item.other},
            together=item.together, expected=item.expected, pmi=item.pmi, npmi=item.npmi, paragraphs=item.paragraphs,
            paragraphs_other=item.paragraphs_other,
        )
    )  # fmt: skip
    options = {"period": period, "least": least if least != 3 else ""}
    typed = command("cooccurrence", name, *([other] if other else []), collection=texts.name, **options)
    return View(f"In the same paragraphs as {mine}, {texts.name}", data, (lead, *blocks, *ending(data)), rows, typed)


def _table(data: Cooccurrence) -> Table:
    columns = (
        Column("Beside it", words=True), Column("Together", WHOLE), Column("By chance", _TWO), Column("PMI", _TWO),
        Column("NPMI", _TWO), Column("Its paragraphs", WHOLE),
    )  # fmt: skip
    rows = tuple(
        (term(data.counted, row.other), row.together, row.expected, known(row.pmi), known(row.npmi),
         row.paragraphs_other)
        for row in data.rows
    )  # fmt: skip
    return Table("Paragraphs; PMI in doublings over chance, NPMI from −1 (never together) to 1 (always)", columns, rows)


def _chart(data: Cooccurrence, mine: str) -> tuple[Chart, ...]:
    shown = [(row.other, row.npmi) for row in data.rows if row.npmi is not None and value_of(row.npmi) > 0]
    bars = tuple(Bar(short(data.counted, other), npmi) for other, npmi in shown[:MOST])
    if not bars:
        return ()
    sub = f"NPMI: 0 as often as by chance, 1 always together; at least {data.least} common paragraphs of {data.total}"
    return (Chart(f"In the same paragraphs as {mine}, {data.collection}", Bars(bars, "Beside it"), sub, told=True),)
