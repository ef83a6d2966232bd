"""What a shock does, as every horizon answers it: figures by region and sector, each with its range."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from technostate.errors import unknown_label
from technostate.evidence.encode import plain
from technostate.evidence.figure import Figure, Range
from technostate.evidence.origin import Kind, Origin
from technostate.shocks.impact.sign import unsettled
from technostate.shocks.impact.spread import Array, Change, Spread
from technostate.shocks.specification.horizons import Horizon
from technostate.shocks.specification.shock import Shock

#: Version of the layout of the JSON: 2 has changes in per cent, 1 had fractions.
SCHEMA = 2


@dataclass(frozen=True)
class Case:
    """One run of the batch behind the ranges.

    Parameters
    ----------
    elasticities : str
        The set of elasticities or parameters: a name of the engine's, ``central``, or ``draw 3``.
    severity : str
        How the ranges of the shock were taken: ``mild``, ``central``, ``severe``, or the shock's draw (``draw 3``).
    rent : {"importer", "exporter", "lost"} or None
        Who gets the scarcity rent of bans; only the year has it.
    """

    elasticities: str
    severity: str
    rent: str | None = None


@dataclass(frozen=True, eq=False)
class Timing:
    """What only the weeks have: dates and the course of days.

    Parameters
    ----------
    days : int
        Days simulated, T; the averages of the impact are over all of them.
    first_shortage : Spread (N, J)
        Day on which stocks of the product first limit a user in the region; infinite where they never do.
    recovery : Spread (N,)
        Days the region's output is away from its base by more than 1 %; infinite where it is on the last day.
    course : Spread (T, N)
        Change of the region's output day by day, per cent.
    """

    days: int
    first_shortage: Spread
    recovery: Spread
    course: Spread

    def as_dict(self) -> dict[str, Any]:
        """Return plain types with units; infinite days, that is never within the days simulated, are None."""

        def table(spread: Spread, *axes: str) -> dict[str, Any]:
            return {"kind": "modelled", "axes": list(axes), **spread.as_dict()}

        return {
            "days": self.days,
            "first_shortage": table(self.first_shortage, "region", "sector"),
            "recovery": table(self.recovery, "region"),
            "course": table(self.course, "day", "region"),
        }


@dataclass(frozen=True, eq=False)
class Impact:
    """What a shock does at one horizon; all changes are per cent of the base, kind ``modelled``.

    Parameters
    ----------
    base_income : array (N,)
        Final expenditure before the shock, USD million a year.
    base_output : array (N, J)
        Gross output before the shock, USD million a year.
    real_income : Spread (N,)
        Final expenditure over its price index; in weeks, the final demand that is delivered.
    output : Spread (N, J)
        Quantity of gross output.
    prices : Spread (N, J) or None
        Buyers' prices; world value added is the numeraire. None in weeks, where prices do not move.
    trade : Spread (N importer, N exporter)
        All sectors' sales before duty (value; in weeks, quantity); the diagonal is sales at home.
    income_cases : array (C, N)
        Change of real income, per cent, case by case.
    cases : tuple of Case
        The batch behind the ranges; `central` is the position of the central one.
    failed : tuple of str
        Cases that have no equilibrium and are in no range, with the reason; counted in the notes.
    notes : tuple of str
        What was taken how.
    timing : Timing or None
        Weeks only.
    """

    shock: Shock
    horizon: Horizon
    world: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    base_income: Array
    base_output: Array
    real_income: Spread
    output: Spread
    prices: Spread | None
    trade: Spread
    income_cases: Array
    cases: tuple[Case, ...]
    central: int
    failed: tuple[str, ...]
    notes: tuple[str, ...]
    origin: Origin
    timing: Timing | None = None
    kind: Kind = "modelled"

    @property
    def by_rent(self) -> dict[str, Spread]:
        """Change of real income (N,) under each rent rule, the central case's elasticities in the middle; year only.

        The middle is NaN where that case has no equilibrium under the rule and others have.
        """
        middle = self.cases[self.central]
        found = {}
        for rule in dict.fromkeys(case.rent for case in self.cases if case.rent):
            rows = [at for at, case in enumerate(self.cases) if case.rent == rule]
            like = [
                position
                for position, at in enumerate(rows)
                if (self.cases[at].elasticities, self.cases[at].severity) == (middle.elasticities, middle.severity)
            ]
            if rule is not None:
                spread = Spread.over(self.income_cases[rows], like[0] if like else 0)
                found[rule] = spread if like else replace(spread, central=np.full(len(self.regions), np.nan))
        return found

    @property
    def measure(self) -> str:
        """What `real_income` is: within weeks prices do not move, and it is the final demand that is delivered."""
        return "real_income" if self.timing is None else "final_demand_delivered"

    @property
    def sign_changes(self) -> tuple[str, ...]:
        """Regions whose change of real income has both signs inside the range (`technostate.shocks.impact.sign`)."""
        ends = zip(self.real_income.low.tolist(), self.real_income.high.tolist(), strict=True)
        return tuple(region for region, (low, high) in zip(self.regions, ends, strict=True) if unsettled(low, high))

    def region(self, name: str) -> Change:
        """Return the change of a region's real income; raises `LabelError` for a wrong name."""
        return self.real_income.at(self._position(name))

    def figure(self, name: str) -> Figure:
        """Return the change of a region's real income as a figure with its origin; `LabelError` for a wrong name."""
        return self._figure(self.region(name), name)

    def figure_of(self, regions: Sequence[str], label: str) -> Figure:
        """Return the change of regions together as a figure.

        Parameters
        ----------
        regions : sequence of str
            `Impact.regions` for the world.
        label : str
            How they are called together.
        """
        return self._figure(self.together(regions), label)

    def _figure(self, change: Change, label: str) -> Figure:
        over = f"smallest to largest of {len(self.cases)} case{'s' * (len(self.cases) > 1)}"
        known = math.isfinite(change.central)
        span = Range(change.low, change.high, over, change.side == "open") if math.isfinite(change.low) else None
        return Figure(change.central if known else None, change.unit, self.kind, self.origin, label, range=span)

    def together(self, regions: Sequence[str]) -> Change:
        """Return the change of the real income of regions together, weighted by their base.

        Parameters
        ----------
        regions : sequence of str
            `Impact.regions` for the world.

        Raises
        ------
        LabelError
            If a name is wrong.
        """
        at = [self._position(name) for name in dict.fromkeys(regions)]
        weight = self.base_income[at] / self.base_income[at].sum()
        cases = self.income_cases[:, at] @ weight
        return Change(float(cases.min()), float(cases[self.central]), float(cases.max()))

    def _position(self, name: str) -> int:
        if name not in self.regions:
            raise unknown_label("region", name, self.regions, where=self.world)
        return self.regions.index(name)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON contract: plain types, units and kind with every table, sign changes first."""

        def table(spread: Spread, axes: list[str]) -> dict[str, Any]:
            return {"kind": self.kind, "axes": axes, **spread.as_dict()}

        return {
            "sign_changes": list(self.sign_changes),
            "schema": SCHEMA,
            "shock": self.shock.as_dict(),
            "horizon": self.horizon,
            "world": self.world,
            "kind": self.kind,
            "regions": list(self.regions),
            "sectors": list(self.sectors),
            "base_income": {"unit": "USD million", "kind": "derived", "values": plain(self.base_income)},
            "base_output": {"unit": "USD million", "kind": "derived", "values": plain(self.base_output)},
            "cases": [
                {"elasticities": case.elasticities, "severity": case.severity, "rent": case.rent} for case in self.cases
            ],
            "central_case": self.central,
            "failed": list(self.failed),
            "real_income": {"measure": self.measure, **table(self.real_income, ["region"])},
            "real_income_cases": plain(self.income_cases),
            "real_income_by_rent": {rule: table(spread, ["region"]) for rule, spread in self.by_rent.items()},
            "output": table(self.output, ["region", "sector"]),
            "prices": None if self.prices is None else table(self.prices, ["region", "sector"]),
            "trade": table(self.trade, ["importer", "exporter"]),
            "timing": None if self.timing is None else self.timing.as_dict(),
            "notes": list(self.notes),
            "origin": self.origin.as_dict(),
        }


@dataclass(frozen=True, eq=False)
class Comparison:
    """One shock at several horizons on one world.

    Parameters
    ----------
    impacts : mapping of horizon to Impact
        In the order weeks, year, decade.
    refused : mapping of horizon to str
        Why a horizon has no answer for this shock: a horizon stands in one of the two, never in both.
    """

    shock: Shock
    impacts: Mapping[Horizon, Impact]
    refused: Mapping[Horizon, str]
