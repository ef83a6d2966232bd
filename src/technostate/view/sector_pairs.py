"""Sectors of a state, or of two on each other, as a chart: which rely most on abroad, who leans on whom."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.evidence import value_of
from technostate.view.exposure_data import Sector
from technostate.view.shock.words import goods
from technostate.write import Chart, Name
from technostate.write.forms import Bar, Bars, Dumbbell, Pair
from technostate.write.names import first, the

#: Sectors drawn where one state stands alone.
MOST = 12


def sector_chart(rows: Sequence[Sector], state: str, partner: str | None, year: int | None) -> tuple[Chart, ...]:
    """Return the chart of a state's sectors, or of two on each other where a partner is named; none without figures."""
    if partner is not None:
        return pair_chart(rows, state, partner, year)
    known = [(row, row.on_all) for row in rows if row.on_all is not None]
    if not known:
        return ()
    ordered = sorted(known, key=lambda item: -value_of(item[1]))[:MOST]
    bars = Bars(tuple(Bar(goods(row.title), figure, state) for row, figure in ordered), "Buyer’s sector")
    more = f"; the {MOST} highest of {len(known)}" if len(known) > MOST else ""
    sub = f"{year}, share of inputs made abroad in all inputs of the sector, looking through supply chains{more}"
    return (Chart(f"Which sectors of {the(state)} rely most on inputs from abroad", bars, sub),)


def pair_chart(
    rows: Sequence[Sector], state: str, partner: str, year: int | None, most: int | None = None
) -> tuple[Chart, ...]:
    """Return how the sectors of two states rely on each other, the highest first; none without figures.

    Parameters
    ----------
    most : int, optional
        Sectors drawn; all by default.
    """
    known = [row for row in rows if row.on_partner is not None or row.of_partner is not None]
    if not known:
        return ()
    ordered = sorted(known, key=_larger, reverse=True)
    legend = (Name(state), " on ", Name(partner, the(partner))), (Name(partner), " on ", Name(state, the(state)))
    pairs = tuple(Pair(goods(row.title), row.on_partner, row.of_partner) for row in ordered[:most])
    few = "; the sectors with the highest figures" if len(pairs) < len(known) else ""
    sub = (
        f"{year}, % of all inputs of the buyer’s sector that are made by the other side, looking through supply "
        f"chains{few}"
    )
    form = Dumbbell(pairs, legend, (state, partner), "Buyer’s sector")
    return (Chart(heading(rows, state, partner), form, sub),)


def heading(rows: Sequence[Sector], state: str, partner: str) -> str:
    """Return in how many sectors the one leans on the other more than the reverse, where it is more than half.

    Sectors without a figure on both sides are no part of the count.
    """
    both = [
        (row.on_partner, row.of_partner) for row in rows if row.on_partner is not None and row.of_partner is not None
    ]
    more = sum(value_of(one) > value_of(other) for one, other in both)
    less = sum(value_of(one) < value_of(other) for one, other in both)
    for count, leans, on in ((more, state, partner), (less, partner, state)):
        if 2 * count > len(both):
            return f"{first(leans)} leans on {the(on)} more than the reverse in {count} of {len(both)} sectors"
    return f"By sector: {the(state)} and {the(partner)} on each other"


def _larger(row: Sector) -> float:
    return max(value_of(side) for side in (row.on_partner, row.of_partner) if side is not None)
