"""The `YearEconomy` and its elasticities: what the equilibrium of the first year starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from technostate.errors import DataError, ScenarioError
from technostate.shocks.decade.economy import TradeEconomy

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array
    from technostate.world import World

Factors = Literal["specific", "mobile"]

#: Largest gap between factor income and value added of a region, relative, that still counts as an exact base.
BASE_TOLERANCE = 1e-11


@dataclass(frozen=True)
class Range:
    """A parameter's central value, the bounds within which it is drawn, and where they come from."""

    low: float
    central: float
    high: float
    source: str


_BAQAEE_FARHI = "Baqaee, D. and E. Farhi (2024). Networks, barriers, and trade. Econometrica 92(2), 505–541"

#: Elasticities of substitution by name of the field of `Elasticities`.
RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "value_added": Range(0.4, 0.5, 0.7, f"{_BAQAEE_FARHI}; the bounds are ours"),
        "inputs": Range(0.0, 0.2, 0.5, f"{_BAQAEE_FARHI}; zero is Leontief, the upper bound is ours"),
        "origins": Range(
            0.5,
            0.76,
            3.0,
            "Boehm, C., A. Levchenko and N. Pandalai-Nayar (2023). The long and short (run) of trade elasticities. "
            "American Economic Review 113(4), 861–905: 0.76 in the first year; the bounds are ours",
        ),
        "final": Range(0.7, 0.9, 1.1, f"{_BAQAEE_FARHI}; the bounds are ours"),
    }
)


@dataclass(frozen=True, eq=False)
class Elasticities:
    """Elasticities of substitution of the four nests, at the short run's central values by default (`RANGES`).

    Parameters
    ----------
    value_added : float
        Between value added and the bundle of inputs.
    inputs : float
        Across inputs.
    origins : float or array (J,)
        Across the regions a product comes from, by sector where it is an array.
    final : float
        Across products in final demand.

    Raises
    ------
    ScenarioError
        If an elasticity is negative or not a finite number; lists all.

    Examples
    --------
    >>> Elasticities(origins=1.5).inputs
    0.2
    """

    value_added: float = RANGES["value_added"].central
    inputs: float = RANGES["inputs"].central
    origins: float | Array = RANGES["origins"].central
    final: float = RANGES["final"].central

    def __post_init__(self) -> None:
        problems = []
        for name in RANGES:
            try:
                value = np.array(getattr(self, name), dtype=np.float64)
            except (TypeError, ValueError):
                problems.append(f"{name} is not a number")
                continue
            if value.ndim > (1 if name == "origins" else 0):
                problems.append(f"{name} has shape {value.shape}")
            elif not (np.isfinite(value) & (value >= 0)).all():
                problems.append(f"{name} is {getattr(self, name)}; an elasticity is a finite number of at least 0")
            value.setflags(write=False)
            object.__setattr__(self, name, value if value.ndim else float(value))
        if problems:
            raise ScenarioError(
                f"the elasticities have {len(problems)} problems:\n  - " + "\n  - ".join(problems),
                hint="one number each; origins may be one number a sector",
            )

    def by_sector(self, count: int) -> Array:
        """Return the elasticity across origins as an array (J,) of `count` sectors; raises `ScenarioError`."""
        given = np.asarray(self.origins, dtype=np.float64)
        if given.ndim and given.size != count:
            raise ScenarioError(
                f"{given.size} elasticities across origins for {count} sectors", hint="one number, or one a sector"
            )
        return np.broadcast_to(given, (count,)).copy()


def draws(n: int, seed: int) -> tuple[Elasticities, ...]:
    """Return `n` sets of elasticities within `RANGES`, a Latin hypercube: each nest's range is covered evenly.

    The elasticity across origins is spread evenly in logs, since its range spans a factor of six; the others in levels.

    Parameters
    ----------
    n : int
        At least one.
    seed : int
        The same seed gives the same draws.

    Raises
    ------
    ScenarioError
        If `n` is below one.

    Examples
    --------
    >>> [round(float(draw.origins), 2) for draw in draws(2, seed=1)]
    [2.57, 0.72]
    """
    if n < 1:
        raise ScenarioError(f"{n} draws were asked for", hint="ask for at least one")
    rng = np.random.default_rng(seed)
    columns = {}
    for name, bounds in RANGES.items():
        place = (rng.permutation(n) + rng.random(n)) / n
        if name == "origins":
            columns[name] = bounds.low * (bounds.high / bounds.low) ** place
        else:
            columns[name] = bounds.low + (bounds.high - bounds.low) * place
    return tuple(Elasticities(**{name: float(column[i]) for name, column in columns.items()}) for i in range(n))


@dataclass(frozen=True, eq=False)
class YearEconomy:
    """A calibrated economy whose factors stay where they are for the year.

    Parameters
    ----------
    base : TradeEconomy
        Shares, value added, deficits and tariffs of N regions and J sectors, in equilibrium. Its trade elasticity
        belongs to the decade and is not used here.
    factors : {"specific", "mobile"}
        One factor a region and sector that cannot move, or one a region that moves freely between its sectors.

    Raises
    ------
    DataError
        If the base is not in equilibrium, or a node produces without value added; lists all.

    References
    ----------
    Baqaee and Farhi (2019; 2024), nested CES economies with factors fixed in place.
    """

    base: TradeEconomy
    elasticities: Elasticities = Elasticities()
    factors: Factors = "specific"

    def __post_init__(self) -> None:
        problems = []
        base = self.base
        if self.factors not in get_args(Factors):
            problems.append(f"factors is {self.factors!r}; it can be 'specific' or 'mobile'")
        gap = np.abs(base.imbalance)
        if gap.max() > BASE_TOLERANCE:
            worst = ", ".join(f"{base.regions[n]} {base.imbalance[n]:+.2g}" for n in np.argsort(-gap)[:3])
            problems.append(f"the base is not in equilibrium: factor income against value added {worst}")
        for n, j in np.argwhere((base.base_output > 0) & (base.value_added_share <= 0))[:5]:
            problems.append(f"{base.sectors[j]} of {base.regions[n]} produces without value added")
        for n in np.flatnonzero(base.base_income <= 0)[:5]:
            problems.append(f"final expenditure of {base.regions[n]} is not positive")
        if problems:
            raise DataError(
                f"{base.name!r} cannot be the base of a year, {len(problems)} problems:\n  - "
                + "\n  - ".join(problems),
                hint="settle it first with technostate.shocks.decade.settled; merge nodes without value added",
            )
        self.elasticities.by_sector(base.shape[1])

    @classmethod
    def from_world(
        cls,
        world: World,
        *,
        elasticities: Elasticities | None = None,
        factors: Factors = "specific",
        missing_tariff: float | None = None,
    ) -> YearEconomy:
        """Return the economy of a `World`, calibrated by `technostate.world.calibrate`.

        Parameters
        ----------
        elasticities : Elasticities, optional
            Central values by default.
        missing_tariff : float, optional
            What an unknown tariff is taken to be; None refuses worlds with unknown tariffs on positive flows.

        Raises
        ------
        DataError
            If tariffs are missing, or the calibrated shares are broken.

        Examples
        --------
        >>> from technostate.world import load
        >>> YearEconomy.from_world(load("icio-2022"), missing_tariff=0.0).base.shape
        (81, 28)
        """
        known = np.isfinite(world.trade_elasticity)
        # Trade elasticities of the decade have no part in the year: where the world has none, any positive number does.
        theta: ArrayLike = np.where(known, world.trade_elasticity, 1.0)
        base = TradeEconomy.from_world(world, trade_elasticity=theta, missing_tariff=missing_tariff)
        return cls(base, elasticities or Elasticities(), factors)

    def with_elasticities(self, elasticities: Elasticities) -> YearEconomy:
        """Return the same economy with other `elasticities`."""
        return replace(self, elasticities=elasticities)

    @cached_property
    def factor_income(self) -> Array:
        """Base income of each node's factor (N, J)."""
        income: Array = self.base.value_added_share * self.base.base_output
        return income

    @cached_property
    def bundle_share(self) -> Array:
        """ω (N, J input, J user): shares of inputs in the user's expenditure on inputs; zeros where it uses none."""
        total = self.base.input_share.sum(1, keepdims=True)
        share: Array = np.divide(
            self.base.input_share, total, out=np.zeros_like(self.base.input_share), where=np.abs(total) > 1e-14
        )
        return share
