"""What a shock does, as every horizon answers it: figures by region and sector, each with its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import unknown_label
from technostate.evidence.origin import Kind, Origin
from technostate.shocks.specification.horizons import Horizon
from technostate.shocks.specification.shock import Shock

Array = NDArray[np.float64]

#: A change smaller than this (fraction) has no sign: solvers are good to 1e-10.
NOTHING = 1e-8


@dataclass(frozen=True, eq=False)
class Spread:
    """Fractions of change with the range over all cases; NaN where the base is zero.

    Parameters
    ----------
    low, central, high : array
        Of one shape; low and high are the smallest and largest of all cases.
    """

    low: Array
    central: Array
    high: Array

    @classmethod
    def over(cls, cases: Array, central: int) -> Spread:
        """Return the spread of cases (C, …), the central one by its position.

        Parameters
        ----------
        cases : array (C, …)
        central : int
        """
        parts = cases.min(axis=0), cases[central].copy(), cases.max(axis=0)
        for part in parts:
            part.setflags(write=False)
        return cls(*parts)

    def as_dict(self) -> dict[str, Any]:
        """Return nested lists; what is not known is None."""
        return {name: _plain(getattr(self, name)) for name in ("low", "central", "high")}


@dataclass(frozen=True)
class Case:
    """One run of the batch: the set of elasticities and how severe the ranges of the shock were taken."""

    elasticities: str
    severity: str


@dataclass(frozen=True, eq=False)
class Impact:
    """What a shock does at one horizon; all figures are fractions of change against the base, kind ``modelled``.

    Parameters
    ----------
    shock : Shock
    horizon : {"weeks", "year", "decade"}
    world : str
    regions, sectors : tuple of str
    real_income : Spread (N,)
        Final expenditure over its price index.
    output : Spread (N, J)
        Quantity of gross output.
    prices : Spread (N, J)
        Buyers' prices; world value added is the numeraire.
    trade : Spread (N importer, N exporter)
        Value of all sectors' sales before duty; the diagonal is sales at home.
    cases : tuple of Case
        The batch behind the ranges; `central` is the position of the central one.
    central : int
    notes : tuple of str
        What was taken how.
    origin : Origin
    """

    shock: Shock
    horizon: Horizon
    world: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    real_income: Spread
    output: Spread
    prices: Spread
    trade: Spread
    cases: tuple[Case, ...]
    central: int
    notes: tuple[str, ...]
    origin: Origin
    kind: Kind = "modelled"

    @property
    def sign_changes(self) -> tuple[str, ...]:
        """Regions whose change of real income has both signs inside the range."""
        spread = self.real_income
        both = (spread.low < -NOTHING) & (spread.high > NOTHING)
        return tuple(self.regions[at] for at in np.flatnonzero(both))

    def region(self, name: str) -> tuple[float, float, float]:
        """Return low, central and high change of a region's real income; raises `LabelError` for a wrong name.

        Parameters
        ----------
        name : str
        """
        if name not in self.regions:
            raise unknown_label("region", name, self.regions, where=self.world)
        at = self.regions.index(name)
        spread = self.real_income
        return float(spread.low[at]), float(spread.central[at]), float(spread.high[at])

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON contract: plain types, units and kind with every table, sign changes first."""

        def table(spread: Spread, axes: list[str]) -> dict[str, Any]:
            return {"unit": "fraction of change", "kind": self.kind, "axes": axes, **spread.as_dict()}

        return {
            "sign_changes": list(self.sign_changes),
            "shock": self.shock.as_dict(),
            "horizon": self.horizon,
            "world": self.world,
            "kind": self.kind,
            "regions": list(self.regions),
            "sectors": list(self.sectors),
            "cases": [{"elasticities": case.elasticities, "severity": case.severity} for case in self.cases],
            "central_case": self.central,
            "real_income": table(self.real_income, ["region"]),
            "output": table(self.output, ["region", "sector"]),
            "prices": table(self.prices, ["region", "sector"]),
            "trade": table(self.trade, ["importer", "exporter"]),
            "notes": list(self.notes),
            "origin": self.origin.as_dict(),
        }


def _plain(array: Array) -> Any:
    if array.ndim > 1:
        return [_plain(part) for part in array]
    return [float(value) if np.isfinite(value) else None for value in array]
