"""Figures with their range over all cases: one, and a table of them; each with its unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from technostate.evidence.encode import plain
from technostate.shocks.impact.sign import Side, side

Array = NDArray[np.float64]

#: Changes against the base are per cent at every door; dates and lengths are days.
Unit = Literal["%", "pp", "days", "musd"]


@dataclass(frozen=True)
class Change:
    """One figure with the smallest and largest of all cases; it unpacks as low, central, high.

    Parameters
    ----------
    low, central, high : float
        NaN where it is not known, infinite days where something never happens within the days simulated.

    Examples
    --------
    >>> low, central, high = Change(-2.0, -1.5, -1.0)
    >>> Change(low, central, high).side
    'lose'
    """

    low: float
    central: float
    high: float
    unit: Unit = "%"

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.central, self.high))

    @property
    def side(self) -> Side:
        """What the range says of its sign."""
        return side(self.low, self.high)


@dataclass(frozen=True, eq=False)
class Spread:
    """A table of figures with their ranges over all cases; NaN where the base is zero.

    Parameters
    ----------
    low, central, high : array
        Of one shape; low and high are the smallest and largest of all cases.
    """

    low: Array
    central: Array
    high: Array
    unit: Unit = "%"

    @classmethod
    def over(cls, cases: Array, central: int, unit: Unit = "%") -> Spread:
        """Return the spread of cases (C, …), the central one by its position.

        Parameters
        ----------
        cases : array (C, …)
        """
        parts = cases.min(axis=0), cases[central].copy(), cases.max(axis=0)
        for part in parts:
            part.setflags(write=False)
        return cls(*parts, unit)

    def at(self, *place: int) -> Change:
        """Return one figure.

        Parameters
        ----------
        *place : int
            One position for each axis.
        """
        low, central, high = (float(part[place]) for part in (self.low, self.central, self.high))
        return Change(low, central, high, self.unit)

    def as_dict(self) -> dict[str, Any]:
        """Return nested lists and the unit; what is not known is None."""
        tables = {name: plain(getattr(self, name)) for name in ("low", "central", "high")}
        return {"unit": self.unit, **tables}
