"""Which formulations of aligned Chinese text its English does not render by a known variant."""

from __future__ import annotations

from technostate.doctrine import formulations, views
from technostate.doctrine.views.drift import Drift
from technostate.doctrine.views.stored import listed, origin_of
from technostate.evidence.store import Store
from technostate.notation import Scale
from technostate.view.doctrine.words import MOST, WHOLE, between_commas, command, concept, ending, measured
from technostate.write import Chart, Column, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Ranges, Span
from technostate.write.inline import Text

_SHARE = Scale(100.0, 0, "%")


def drift(store: Store, collection: str, *, least: int = 5) -> View[Drift]:
    """Return how often the English of a unit lacks a formulation that its Chinese has.

    Parameters
    ----------
    collection : str
        Of imported TMX files.
    least : int
        List formulations in this many units or more.
    """
    units = views.aligned_units(store, collection)
    origin = origin_of(collection, listed(store, collection, "zh"))
    data = views.drift(units, formulations.default(), origin, name=collection, least=least)
    lead = Prose(f"{data.aligned} aligned units. Dropped: the Chinese of a unit has the formulation, and its English "
                 "none of the lexicon’s variants. Near: the unit before or after has one.")  # fmt: skip
    rows = tuple(
        found
        for row in data.rows
        for found in measured(
            {"collection": collection, "formulation": row.formulation, "where": " ".join(row.where)},
            units=row.units, kept=row.kept, dropped=row.dropped, near=row.near, share=row.share,
        )
    )  # fmt: skip
    blocks: tuple[Block, ...] = (lead, *_chart(data), _table(data), *ending(data))
    typed = command("drift", collection=collection, least=least if least != 5 else "")
    return View(f"Formulations without their English variant, {collection}", data, blocks, rows, typed)


def _table(data: Drift) -> Table:
    columns = (
        Column("Formulation", words=True), Column("Year"), Column("Units", WHOLE), Column("Kept", WHOLE),
        Column("Dropped", WHOLE), Column("Near", WHOLE), Column("Share dropped", _SHARE),
    )  # fmt: skip
    rows = tuple(
        (_said(data, row.formulation) if row.year is None else concept(row.formulation), str(row.year or "all"),
         row.units, row.kept, row.dropped, row.near, row.share)
        for row in data.rows
    )  # fmt: skip
    return Table("", columns, rows)


def _said(data: Drift, name: str) -> Text:
    """Return a formulation with every term that is looked for on either side."""
    return (f"{concept(name)}: ", *between_commas(data.counted[name]))


def _chart(data: Drift) -> tuple[Chart, ...]:
    shown = [row for row in data.rows if row.year is None and row.dropped.value][:MOST]
    if not shown:
        return ()
    spans = tuple(Span(concept(row.formulation), row.share) for row in shown)
    sub = (
        f"units whose English has no variant, of all units with the Chinese, with 95 % intervals; {data.aligned} units"
    )
    return (Chart(f"Formulations without their English variant, {data.collection}", Ranges(spans), sub, told=True),)
