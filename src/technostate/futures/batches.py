"""A batch of draws as the bytes of one Parquet: a pure function of the plan and the batch's number."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics import OUTCOMES
from technostate.errors import ConvergenceError
from technostate.futures.plan import Plan

if TYPE_CHECKING:
    import polars as pl

Array = NDArray[np.float64]

#: Put before the names of dimensions in a batch, which may be called as an outcome is.
DIMENSION = "dimension."
#: Strength at which Parquet is packed; more is slower and saves little of random digits.
LEVEL = 3


class Model(Protocol):
    """What a run asks at each draw."""

    @property
    def regions(self) -> tuple[str, ...]:
        """The N labels."""

    @property
    def years(self) -> tuple[int, ...]:
        """The Y years."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of what a path says."""

    @property
    def dimensions(self) -> tuple[Mapping[str, Any], ...]:
        """Name, title, low, high and form of each drawn quantity."""

    def points(self, seed: int, draws: range) -> Array:
        """Return the draws as an array (draws, D) of places between 0 and 1."""

    def values(self, points: Array) -> Array:
        """Return what is drawn at these places, an array (draws, D) in the units of the dimensions."""

    def path(self, point: Array, kept: dict[Any, Any]) -> Mapping[str, Array]:
        """Return outcome → array (Y, N); `kept` is a batch's own, for what its draws share.

        Raises
        ------
        ConvergenceError
            If a year has no solution; the draw is then counted as failed.
        """


def content(plan: Plan, model: Model, batch: int, step: Callable[[], None] | None = None) -> bytes:
    """Return the Parquet of a batch: a row a draw, region and year; a failed draw has one row that says why.

    Parameters
    ----------
    step : callable, optional
        Called before each draw; what it raises ends the work.
    """
    draws = plan.draws(batch)
    points = model.points(plan.seed, draws)
    paths: list[Mapping[str, Array] | str] = []
    kept: dict[Any, Any] = {}
    for point in points:
        if step is not None:
            step()
        try:
            paths.append(_whole(model, model.path(point, kept)))
        except ConvergenceError as error:
            paths.append(str(error))
    buffer = io.BytesIO()
    _frame(plan, model, draws, points, paths).write_parquet(buffer, compression="zstd", compression_level=LEVEL)
    return buffer.getvalue()


def _whole(model: Model, path: Mapping[str, Array]) -> Mapping[str, Array]:
    """Return a path all of whose figures are finite, or missing where an outcome may be."""
    for name in model.outcomes:
        may_miss = name in OUTCOMES and OUTCOMES[name].missing
        bad = np.isinf(path[name]) if may_miss else ~np.isfinite(path[name])
        if bad.any():
            year, region = np.argwhere(bad)[0]
            raise ConvergenceError(f"{name} of {model.regions[region]} in {model.years[year]} is no finite number")
    return path


def _frame(
    plan: Plan, model: Model, draws: range, points: Array, paths: list[Mapping[str, Array] | str]
) -> pl.DataFrame:
    """Return the rows of a batch, sorted by draw, region and year."""
    import polars as pl

    order = np.argsort(np.array(model.regions))
    rows = len(model.regions) * len(model.years)
    solved = [place for place, path in enumerate(paths) if not isinstance(path, str)]
    counts = np.array([1 if isinstance(path, str) else rows for path in paths])
    place = np.repeat(np.arange(len(paths)), counts)
    values = model.values(points)
    columns: dict[str, Any] = {
        "plan": pl.repeat(plan.hash, len(place), eager=True),
        "draw": pl.Series(np.asarray(draws, dtype=np.int32)[place]),
        "failed": pl.Series([path if isinstance(path, str) else None for path in paths], dtype=pl.String).gather(place),
    }
    for at, row in enumerate(model.dimensions):
        columns[DIMENSION + row["name"]] = pl.Series(values[place, at])
    # Rows of failed draws stay empty.
    full = np.repeat(np.array([not isinstance(path, str) for path in paths]), counts)
    labels = np.full(len(place), -1)
    labels[full] = np.tile(np.repeat(order, len(model.years)), len(solved))
    years = pl.Series([*model.years, None], dtype=pl.Int16)
    at_year = np.full(len(place), len(model.years))
    at_year[full] = np.tile(np.arange(len(model.years)), len(solved) * len(model.regions))
    columns["region"] = pl.Series([*model.regions, None], dtype=pl.String).gather(
        np.where(labels < 0, len(model.regions), labels)
    )
    columns["year"] = years.gather(at_year)
    for name in model.outcomes:
        found = [path[name].T[order].ravel() for path in paths if not isinstance(path, str)]
        column = np.zeros(len(place), dtype=np.float32)
        column[full] = np.concatenate([np.empty(0), *found])
        there = full & ~np.isnan(column)
        columns[name] = pl.select(
            pl.when(pl.Series(there)).then(pl.Series(column)).otherwise(None).alias(name)
        ).to_series()
    return pl.DataFrame(columns)
