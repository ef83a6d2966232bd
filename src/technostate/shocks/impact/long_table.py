"""Every figure of a shock as one long table: what spreadsheets and statistical packages read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.spread import Spread

Row = dict[str, Any]

COLUMNS = ("horizon", "measure", "region", "partner", "sector", "day", "low", "central", "high", "unit", "kind")


def tidy(impacts: Iterable[Impact]) -> list[Row]:
    """Return every figure of impacts as rows of a long table.

    Parameters
    ----------
    impacts : iterable of Impact

    Returns
    -------
    list of dict
        With the keys `COLUMNS`; what does not apply or is not known is None.
    """
    empty = dict.fromkeys(COLUMNS)
    return [
        empty | {"horizon": impact.horizon, "kind": impact.kind} | row for impact in impacts for row in _rows(impact)
    ]


def _rows(impact: Impact) -> Iterator[Row]:
    regions = {"region": impact.regions}
    nodes = regions | {"sector": impact.sectors}
    yield from _table(impact.measure, impact.real_income, regions)
    for rule, spread in impact.by_rent.items():
        yield from _table(f"real_income, rent to {rule}", spread, regions)
    yield from _table("output", impact.output, nodes)
    if impact.prices is not None:
        yield from _table("prices", impact.prices, nodes)
    yield from _table("purchases", impact.trade, regions | {"partner": impact.regions})
    if impact.timing is not None:
        days = tuple(range(1, impact.timing.days + 1))
        yield from _table("recovery", impact.timing.recovery, regions)
        yield from _table("first_shortage", impact.timing.first_shortage, nodes)
        yield from _table("output", impact.timing.course, {"day": days, **regions})


def _table(measure: str, spread: Spread, axes: dict[str, tuple[Any, ...]]) -> Iterator[Row]:
    """Return the rows of one table, region by region, whatever its first axis."""
    import numpy as np

    shape = spread.central.shape
    order = sorted(np.ndindex(shape), key=lambda place: place[list(axes).index("region")])
    for place in order:
        labels = {axis: names[at] for (axis, names), at in zip(axes.items(), place, strict=True)}
        yield {"measure": measure, **labels, **spread.at(*place).as_dict()}
