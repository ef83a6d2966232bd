"""What a shock does, as every horizon answers it: figures by region and sector, each over the cases of its ranges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from technostate.errors import unknown_label
from technostate.evidence.encode import plain
from technostate.evidence.figure import Figure, Range
from technostate.evidence.origin import Kind, Origin
from technostate.shocks.impact.course import Days, Years
from technostate.shocks.impact.drivers import Driver, drivers
from technostate.shocks.impact.spread import Array, Change, Spread
from technostate.shocks.specification.horizons import Horizon
from technostate.shocks.specification.shock import Shock

#: Version of the layout of the JSON: 3 has medians and p10 to p90 over draws, 2 had the ends of all cases.
SCHEMA = 3


@dataclass(frozen=True, eq=False)
class Variant:
    """The shock under one other assumption, all else central: a row beside the range, in none of its cases.

    Parameters
    ----------
    key : str
        ``short stocks``, ``long stocks``, ``no other sources`` (weeks); ``who rations``, ``other side``, ``used up``,
        ``no substitutes``, ``hard to replace`` (year), ``low long-run elasticity`` (decade).
    text : str
        What is assumed, in words.
    real_income : array (N,) or None
        Change, per cent; None where the assumption leaves no equilibrium.
    low, high : array (N,) or None
        Ends over several values of the assumption, where it has several.
    why : str
        Why there is no answer.
    gdp : array (N,) or None
        Change of GDP, per cent; None where there is no answer.
    """

    key: str
    text: str
    real_income: Array | None
    low: Array | None = None
    high: Array | None = None
    why: str = ""
    gdp: Array | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain types."""
        parts = {name: getattr(self, name) for name in ("real_income", "low", "high", "gdp")}
        tables = {name: None if part is None else plain(part) for name, part in parts.items()}
        return {"key": self.key, "text": self.text, "unit": "% change", **tables, "why": self.why}


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
    gdp : Spread (N,)
        Value added at the base's prices; in weeks, with the base's share of value added in output.
    consumer_prices : Spread (N,) or None
        Price of final demand where the region's factors earn as much as before; None in weeks.
    employment : Spread (N,) or None
        Employed part of the region's labour; zero over a decade, where pay moves; None in weeks.
    cases : tuple of str
        The draws behind the ranges, C: only those with an answer.
    income_cases : array (C, N)
        Change of real income case by case.
    gdp_cases : array (C, N)
        Change of GDP case by case.
    parameters : tuple of str
        What the draws vary, P: parameters of the engine, then amounts of the shock, as ``measure, field``.
    values : array (C, P)
        The value of each in each case.
    variants : tuple of Variant
        Rows beside the range.
    failed : tuple of str
        Cases that have no answer and are in no range, with the reason; counted in the notes.
    notes : tuple of str
        What was taken how.
    course : Days, Years or None
        The course of days in weeks, of years on the path.
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
    gdp: Spread
    consumer_prices: Spread | None
    employment: Spread | None
    cases: tuple[str, ...]
    income_cases: Array
    gdp_cases: Array
    parameters: tuple[str, ...]
    values: Array
    variants: tuple[Variant, ...]
    failed: tuple[str, ...]
    notes: tuple[str, ...]
    origin: Origin
    course: Days | Years | None = None
    kind: Kind = "modelled"

    @property
    def measure(self) -> str:
        """What `real_income` is: within weeks prices do not move, and it is the final demand that is delivered."""
        return "final_demand_delivered" if self.horizon == "weeks" else "real_income"

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Regions for which the sign of the change of real income is not settled (`technostate.shocks.impact.sign`)."""
        return tuple(name for at, name in enumerate(self.regions) if self.real_income.at(at).side == "open")

    def region(self, name: str) -> Change:
        """Return the change of a region's real income; raises `LabelError` for a wrong name."""
        return self.real_income.at(self._position(name))

    def drivers(self, name: str) -> tuple[Driver, ...]:
        """Return what moves a region's real income, the strongest first; raises `LabelError` for a wrong name."""
        return drivers(self.parameters, self.values, self.income_cases[:, self._position(name)])

    def figure(self, name: str) -> Figure:
        """Return the change of a region's real income as a figure with its origin; `LabelError` for a wrong name."""
        return self.as_figure(self.region(name), name)

    @property
    def over(self) -> str:
        """What the ranges are over, in words; empty where only the central case was run."""
        drawn = len(self.cases)
        return "" if self.cases == ("central",) else f"p10 to p90 of {drawn} draw{'s' * (drawn > 1)}"

    def as_figure(self, change: Change, label: str) -> Figure:
        """Return a change as a figure: the median with p10 to p90; the central case alone where nothing is drawn.

        Raises
        ------
        DataError
            If the change is not known.
        """
        known = math.isfinite(change.median)
        span = Range(change.p10, change.p90, self.over, change.side == "open") if self.over else None
        return Figure(change.median if known else None, change.unit, self.kind, self.origin, label, range=span)

    def together(self, regions: Sequence[str], of: Literal["real_income", "gdp"] = "real_income") -> Change:
        """Return the change of real income or GDP of regions together, weighted by their base income.

        Parameters
        ----------
        regions : sequence of str
            `Impact.regions` for the world.
        of : {"real_income", "gdp"}

        Raises
        ------
        LabelError
            If a name is wrong.
        """
        at, weight = self._weights(regions)
        cases, spread = {"real_income": (self.income_cases, self.real_income), "gdp": (self.gdp_cases, self.gdp)}[of]
        return Change.over(cases[:, at] @ weight, float(spread.central[at] @ weight))

    def rows_of(self, regions: Sequence[str], of: Literal["real_income", "gdp"] = "real_income") -> dict[str, float]:
        """Return key → change of regions together of each row beside the range that has an answer; as `together`."""
        at, weight = self._weights(regions)
        found = {row.key: getattr(row, of) for row in self.variants}
        return {key: float(part[at] @ weight) for key, part in found.items() if part is not None}

    def _weights(self, regions: Sequence[str]) -> tuple[list[int], Array]:
        """Return the positions of regions and their parts in the base income of all of them."""
        at = sorted({self._position(name) for name in regions})
        return at, self.base_income[at] / self.base_income[at].sum()

    def _position(self, name: str) -> int:
        if name not in self.regions:
            raise unknown_label("region", name, self.regions, where=self.world)
        return self.regions.index(name)

    def tables(self) -> dict[str, tuple[Spread, tuple[str, ...]]]:
        """Return name → table and its axes, those of the course apart."""
        found: dict[str, tuple[Spread | None, tuple[str, ...]]] = {
            self.measure: (self.real_income, ("region",)),
            "gdp": (self.gdp, ("region",)),
            "consumer_prices": (self.consumer_prices, ("region",)),
            "employment": (self.employment, ("region",)),
            "output": (self.output, ("region", "sector")),
            "prices": (self.prices, ("region", "sector")),
            "purchases": (self.trade, ("region", "partner")),
        }
        return {name: (spread, axes) for name, (spread, axes) in found.items() if spread is not None}

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON contract: plain types, units and kind with every table, unsettled signs first."""

        def plain_tables(tables: Mapping[str, tuple[Spread, tuple[str, ...]]]) -> dict[str, Any]:
            return {
                name: {"kind": self.kind, "axes": list(axes), **spread.as_dict()}
                for name, (spread, axes) in tables.items()
            }

        course: dict[str, Any] | None = None
        if self.course is not None:
            steps = {"days": self.course.days} if isinstance(self.course, Days) else {"years": list(self.course.years)}
            course = {**steps, **plain_tables(self.course.tables())}
        return {
            "unsettled": list(self.unsettled),
            "schema": SCHEMA,
            "shock": self.shock.as_dict(),
            "horizon": self.horizon,
            "world": self.world,
            "kind": self.kind,
            "regions": list(self.regions),
            "sectors": list(self.sectors),
            "base_income": {"unit": "musd", "kind": "derived", "values": plain(self.base_income)},
            "base_output": {"unit": "musd", "kind": "derived", "values": plain(self.base_output)},
            "tables": plain_tables(self.tables()),
            "cases": list(self.cases),
            "income_cases": {"unit": "% change", "kind": self.kind, "values": plain(self.income_cases)},
            "parameters": {"names": list(self.parameters), "values": plain(self.values)},
            "variants": [variant.as_dict() for variant in self.variants],
            "failed": list(self.failed),
            "course": course,
            "notes": list(self.notes),
            "origin": self.origin.as_dict(),
        }


@dataclass(frozen=True, eq=False)
class Comparison:
    """One shock at several horizons on one world.

    Parameters
    ----------
    impacts : mapping of horizon to Impact
        In the order weeks, year, path, decade.
    refused : mapping of horizon to str
        Why a horizon has no answer for this shock: a horizon stands in one of the two, never in both.
    """

    shock: Shock
    impacts: Mapping[Horizon, Impact]
    refused: Mapping[Horizon, str]
