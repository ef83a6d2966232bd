"""The `YearEconomy`: what the equilibrium of the first year starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from technostate.errors import DataError, with_problems
from technostate.shocks.decade.economy import TradeEconomy
from technostate.shocks.year.elasticities import CENTRAL, Elasticities
from technostate.shocks.year.parameters import across_origins
from technostate.shocks.year.products import Options, YearProduct, problems_of, products_of, roots, with_products

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array
    from technostate.world import World

#: Largest gap between factor income and value added of a region, relative, that still counts as an exact base.
BASE_TOLERANCE = 1e-11


@dataclass(frozen=True, eq=False)
class YearEconomy:
    """A calibrated economy, each node with a factor of its own (`Rules.mobility` says how far it moves).

    Parameters
    ----------
    base : TradeEconomy
        Shares, value added, deficits and tariffs of N regions and J sectors, in equilibrium. Its trade elasticity
        belongs to the decade and is not used here.
    products : tuple of YearProduct
        Which sectors are products carved out of others.

    Raises
    ------
    DataError
        If the base is not in equilibrium, a node produces without value added, or a product has no place in it; lists
        all.

    References
    ----------
    Baqaee and Farhi (2019; 2024), nested CES economies with factors fixed in place.
    """

    base: TradeEconomy
    elasticities: Elasticities = CENTRAL
    products: tuple[YearProduct, ...] = ()

    def __post_init__(self) -> None:
        problems = []
        base = self.base
        gap = np.abs(base.imbalance)
        if gap.max() > BASE_TOLERANCE:
            worst = ", ".join(f"{base.regions[n]} {base.imbalance[n]:+.2g}" for n in np.argsort(-gap)[:3])
            problems.append(f"the base is not in equilibrium: factor income against value added {worst}")
        for n, j in np.argwhere((base.base_output > 0) & (base.value_added_share <= 0))[:5]:
            problems.append(f"{base.sectors[j]} of {base.regions[n]} produces without value added")
        for n in np.flatnonzero(base.base_income <= 0)[:5]:
            problems.append(f"final expenditure of {base.regions[n]} is not positive")
        problems += problems_of(self.products, base.sectors)
        if problems:
            raise DataError(
                with_problems(f"{base.name!r} cannot be the base of a year,", problems),
                hint="settle it first with technostate.shocks.decade.settled; merge nodes without value added",
            )
        self.elasticities.by_sector(base.shape[1])

    @classmethod
    def from_world(
        cls,
        world: World,
        *,
        elasticities: Elasticities | None = None,
        missing_tariff: float | None = None,
    ) -> YearEconomy:
        """Return the economy of a `World`, calibrated by `technostate.world.calibrate`.

        Parameters
        ----------
        elasticities : Elasticities, optional
            Central values by default, across origins those of each sector's class (`parameters.across_origins`), and
            of the world's products their own.
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
        products = products_of(world)
        central = Elasticities(origins=across_origins(roots(world.sectors, products)))
        return cls(base, elasticities or with_products(central, world.sectors, products), products)

    def with_elasticities(self, elasticities: Elasticities) -> YearEconomy:
        """Return the same economy with other `elasticities`."""
        return replace(self, elasticities=elasticities)

    @cached_property
    def critical(self) -> NDArray[np.bool_]:
        """Sectors (J,) that are critical products."""
        codes = [product.code for product in self.products if product.critical]
        return np.isin(self.base.sectors, codes)

    @cached_property
    def options(self) -> Options:
        """Outside options of critical products whose M is finite."""
        sectors, multiple = self.base.sectors, self.elasticities.multiple
        rows = [] if multiple is None else [row for row in self.products if row.critical]
        at = np.array([[sectors.index(row.code), sectors.index(row.instead)] for row in rows], np.int64).reshape(-1, 2)
        steps = np.empty(0) if multiple is None else multiple[at[:, 0]]
        finite = np.isfinite(steps)
        return Options(at[finite, 0], at[finite, 1], steps[finite])

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
