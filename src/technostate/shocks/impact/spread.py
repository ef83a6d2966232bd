"""Figures with their distribution over the cases of a shock: one, and a table of them; each with its unit."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from technostate.evidence.encode import plain
from technostate.shocks.impact.sign import HARDLY, Side, side

Array = NDArray[np.float64]

#: Symbols of `technostate.units`: changes against the base are per cent, dates and lengths days.
Unit = Literal["% change", "pp change", "days", "musd change"]


@dataclass(frozen=True)
class Change:
    """One figure over all cases.

    Parameters
    ----------
    median, p10, p90, low, high : float
        Over the cases: `low` and `high` are the smallest and the largest. NaN where it is not known, infinite days
        where something never happens within the days simulated.
    central : float
        At the central value of every parameter and amount.
    loss, gain : float
        Shares of cases, 0 to 1, that are at least `sign.HARDLY` below and above zero.

    Examples
    --------
    >>> Change.over(np.array([-2.0, -1.0, -1.5]), central=-1.4).side
    'lose'
    """

    median: float
    p10: float
    p90: float
    low: float
    high: float
    central: float
    loss: float
    gain: float
    unit: Unit = "% change"

    @classmethod
    def over(cls, cases: Array, central: float, unit: Unit = "% change") -> Change:
        """Return the change of cases (C,).

        Parameters
        ----------
        central : float
            The central case's, which is none of the cases.
        """
        return Spread.over(cases, np.array(central), unit).at()

    @property
    def side(self) -> Side:
        """What the cases say of its sign."""
        return side(self.loss, self.gain)


@dataclass(frozen=True, eq=False)
class Spread:
    """A table of figures over all cases; NaN where the base is zero. Arrays of one shape, named as in `Change`."""

    median: Array
    p10: Array
    p90: Array
    low: Array
    high: Array
    central: Array
    loss: Array
    gain: Array
    unit: Unit = "% change"

    @classmethod
    def over(cls, cases: Array, central: Array, unit: Unit = "% change") -> Spread:
        """Return the spread of cases.

        Parameters
        ----------
        cases : array (C, …)
            At least one.
        central : array (…)
            The central case's, which is none of the cases.
        """
        # Days may be infinite, between which no line can be drawn: order statistics take one of the cases there.
        how: Literal["linear", "lower"] = "linear" if np.isfinite(cases).all() or unit != "days" else "lower"
        p10, median, p90 = np.quantile(cases, (0.1, 0.5, 0.9), axis=0, method=how)
        loss, gain = (cases <= -HARDLY).mean(0), (cases >= HARDLY).mean(0)
        unknown = np.isnan(cases).any(0)
        loss, gain = (np.where(unknown, np.nan, part) for part in (loss, gain))
        parts = {
            "median": median, "p10": p10, "p90": p90, "low": cases.min(0), "high": cases.max(0), "central": central,
            "loss": loss, "gain": gain,
        }  # fmt: skip
        made = {name: np.array(part) for name, part in parts.items()}
        for part in made.values():
            part.setflags(write=False)
        return cls(**made, unit=unit)

    def at(self, *place: int) -> Change:
        """Return one figure.

        Parameters
        ----------
        *place : int
            One position for each axis.
        """
        return Change(**{name: float(getattr(self, name)[place]) for name in PARTS}, unit=self.unit)

    def as_dict(self) -> dict[str, Any]:
        """Return nested lists and the unit; what is not known is None."""
        return {"unit": self.unit, **{name: plain(getattr(self, name)) for name in PARTS}}


#: Names of the arrays of a `Spread`.
PARTS: tuple[str, ...] = tuple(field.name for field in fields(Spread) if field.name != "unit")
