"""The course of a shock in time: day by day within weeks, year by year along the path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from technostate.shocks.impact.spread import Array, Spread


@dataclass(frozen=True, eq=False)
class Days:
    """What only the weeks have: dates and the course of days.

    Parameters
    ----------
    days : int
        Days simulated, T; the averages of the impact are over all of them.
    first_shortage : Spread (N, J)
        Day on which half of the stock of the product that plans in the region need from its worst origin is first gone;
        infinite where it never is.
    recovery : Spread (N,)
        Days the region's output is away from its base by more than 1 %; infinite where it is on the last day.
    course : Spread (T, N)
        Change of the region's output day by day.
    by_week : Spread (W, N)
        The same, mean over each whole week.
    """

    #: The figures that it has, in their order.
    NAMES: ClassVar = ("first_shortage", "recovery", "course", "by_week")

    days: int
    first_shortage: Spread
    recovery: Spread
    course: Spread
    by_week: Spread

    def tables(self) -> dict[str, tuple[Spread, tuple[str, ...]]]:
        """Return name → table and its axes; means by week are those of the days."""
        return {
            "first_shortage": (self.first_shortage, ("region", "sector")),
            "recovery": (self.recovery, ("region",)),
            "course": (self.course, ("day", "region")),
        }


def weekly(course: Array) -> Array:
    """Return the mean over each whole week (…, W, N) of what runs day by day (…, T, N).

    Examples
    --------
    >>> import numpy as np
    >>> weekly(np.arange(16.0)[:, None])[:, 0]
    array([ 3., 10.])
    """
    weeks = course.shape[-2] // 7
    whole = course[..., : 7 * weeks, :]
    found: Array = whole.reshape(*course.shape[:-2], weeks, 7, course.shape[-1]).mean(axis=-2)
    return found


@dataclass(frozen=True, eq=False)
class Years:
    """What only the path has: the course of years. The averages of the impact are over all of them.

    Parameters
    ----------
    years : tuple of int
        Years after the shock's start, T: 1 is the horizon of the year, 10 that of the decade.
    real_income, gdp, consumer_prices, employment : Spread (T, N)
        As in `Impact`, year by year.
    """

    #: The figures that it has, in their order.
    NAMES: ClassVar = ("real_income", "gdp", "consumer_prices", "employment")

    years: tuple[int, ...]
    real_income: Spread
    gdp: Spread
    consumer_prices: Spread
    employment: Spread

    def tables(self) -> dict[str, tuple[Spread, tuple[str, ...]]]:
        """Return name → table and its axes."""
        return {name: (getattr(self, name), ("year", "region")) for name in self.NAMES}
