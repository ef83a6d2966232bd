"""Every figure of a shock as one long table: what spreadsheets and statistical packages read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.spread import Spread

#: Axis → its labels, in the order of a table's axes.
Axes: TypeAlias = Mapping[str, tuple[Any, ...]]


class Row(NamedTuple):
    """One figure with its range; what does not apply or is not known is None.

    Parameters
    ----------
    partner : str or None
        Whose goods are bought.
    """

    horizon: str
    measure: str
    region: str
    partner: str | None
    sector: str | None
    day: int | None
    low: float | None
    central: float | None
    high: float | None
    unit: str
    kind: str


COLUMNS = Row._fields


def tidy(impacts: Iterable[Impact]) -> list[Row]:
    """Return every figure of impacts as rows of a long table."""
    return [row for impact in impacts for row in _rows(impact)]


def _rows(impact: Impact) -> Iterator[Row]:
    regions = {"region": impact.regions}
    nodes = regions | {"sector": impact.sectors}
    tables: list[tuple[str, Spread, Axes]] = [(impact.measure, impact.real_income, regions)]
    tables += [(f"real_income, rent to {rule}", spread, regions) for rule, spread in impact.by_rent.items()]
    tables.append(("output", impact.output, nodes))
    if impact.prices is not None:
        tables.append(("prices", impact.prices, nodes))
    tables.append(("purchases", impact.trade, regions | {"partner": impact.regions}))
    if impact.timing is not None:
        days = tuple(range(1, impact.timing.days + 1))
        tables.append(("recovery", impact.timing.recovery, regions))
        tables.append(("first_shortage", impact.timing.first_shortage, nodes))
        tables.append(("output", impact.timing.course, {"day": days, **regions}))
    for measure, spread, axes in tables:
        yield from _table(impact, measure, spread, axes)


def _table(impact: Impact, measure: str, spread: Spread, axes: Axes) -> Iterator[Row]:
    """Return the rows of one table, region by region, whatever its first axis."""
    region = list(axes).index("region")
    for place in sorted(np.ndindex(spread.central.shape), key=lambda place: place[region]):
        at = {axis: names[position] for (axis, names), position in zip(axes.items(), place, strict=True)}
        low, central, high = (value if np.isfinite(value) else None for value in spread.at(*place))
        yield Row(
            impact.horizon, measure, at["region"], at.get("partner"), at.get("sector"), at.get("day"), low, central,
            high, spread.unit, impact.kind,
        )  # fmt: skip
