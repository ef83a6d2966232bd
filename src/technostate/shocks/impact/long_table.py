"""Every figure of a shock as one long table: what spreadsheets and statistical packages read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from technostate.shocks.impact.course import Days, Years
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.spread import Change, Spread


class Row(NamedTuple):
    """One figure over its cases; what does not apply is None.

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
    year: int | None
    change: Change


def tidy(impacts: Iterable[Impact]) -> list[Row]:
    """Return every figure of impacts as rows of a long table."""
    return [row for impact in impacts for row in _rows(impact)]


def _rows(impact: Impact) -> Iterator[Row]:
    labels: dict[str, tuple[Any, ...]] = {
        "region": impact.regions, "sector": impact.sectors, "partner": impact.regions,
    }  # fmt: skip
    for measure, (spread, axes) in impact.tables().items():
        yield from _table(impact, measure, spread, {axis: labels[axis] for axis in axes})
    if isinstance(impact.course, Days):
        labels["day"] = tuple(range(1, impact.course.days + 1))
    elif isinstance(impact.course, Years):
        labels["year"] = impact.course.years
    if impact.course is not None:
        for measure, (spread, axes) in impact.course.tables().items():
            said = "output" if measure == "course" else measure
            yield from _table(impact, said, spread, {axis: labels[axis] for axis in axes})


def _table(impact: Impact, measure: str, spread: Spread, axes: Mapping[str, tuple[Any, ...]]) -> Iterator[Row]:
    """Return the rows of one table, region by region, whatever its first axis."""
    region = list(axes).index("region")
    for place in sorted(np.ndindex(spread.median.shape), key=lambda place: place[region]):
        at = {axis: names[position] for (axis, names), position in zip(axes.items(), place, strict=True)}
        yield Row(
            impact.horizon, measure, at["region"], at.get("partner"), at.get("sector"), at.get("day"), at.get("year"),
            spread.at(*place),
        )  # fmt: skip
