"""A state's rank as an interval over combinations of choices, with a middle only where the interval is short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError

#: Ranks are given between these percentiles of all combinations.
PERCENTILES = (5.0, 95.0)

#: A rank whose interval spans more places than this is not settled.
SPAN = 10


@dataclass(frozen=True)
class Interval:
    """The places between which a state's rank lies, and its median where the rank is settled; 1 is the highest score.

    Parameters
    ----------
    low, high : float
        The 5th and the 95th percentile over all combinations.
    median : float or None
        None where the ends lie more than `SPAN` places apart: no such rank has a middle, so that none can be printed.

    Raises
    ------
    DataError
        If a rank that is not settled has a median, one that is settled has none, or the three are out of order.

    Examples
    --------
    >>> Interval(2.0, 12.0, 4.0).settled, Interval(2.0, 12.5, None).settled
    (True, False)
    """

    low: float
    high: float
    median: float | None

    def __post_init__(self) -> None:
        if self.settled != (self.median is not None):
            raise DataError(
                f"a rank between {self.low:g} and {self.high:g} has a median only within {SPAN} places",
                hint="Interval.of makes one from ranks",
            )
        if self.low > self.high or (self.median is not None and not self.low <= self.median <= self.high):
            raise DataError(f"{self.low:g}, {self.median}, {self.high:g} are out of order", hint="low, median, high")

    @property
    def settled(self) -> bool:
        """Whether the interval spans at most `SPAN` places."""
        return self.high - self.low <= SPAN

    @classmethod
    def of(cls, ranks: NDArray[np.float64]) -> Interval:
        """Return the interval of a state's ranks, one a combination; its ends are ranks that occur, rounded outwards.

        Examples
        --------
        >>> Interval.of(np.arange(1.0, 12.0))
        Interval(low=1.0, high=11.0, median=6.0)
        >>> Interval.of(np.arange(1.0, 13.0))
        Interval(low=1.0, high=12.0, median=None)
        """
        low = float(np.percentile(ranks, PERCENTILES[0], method="lower"))
        high = float(np.percentile(ranks, PERCENTILES[1], method="higher"))
        return cls(low, high, float(np.median(ranks)) if high - low <= SPAN else None)
