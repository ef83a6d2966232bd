"""The `TradeEconomy`: the frozen shares of a world that the equilibrium of the decade starts from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from technostate.errors import ConvergenceError, DataError, unknown_label
from technostate.shocks.decade.condensed import Condensed, condense
from technostate.shocks.decade.shares import FIELDS, Array, Shares, frozen

if TYPE_CHECKING:
    from technostate.world import World
    from technostate.world.flows import Inventories

#: Relative gap between value added and its factors' sales up to which a base counts as an equilibrium.
BASE_TOLERANCE = 1e-4


class TradeEconomy(Shares):
    """Calibrated shares of N regions and J sectors (Caliendo and Parro 2015), read-only float64.

    Parameters
    ----------
    import_share : array (J, N importer, N exporter)
        π: share of each origin in the importer's expenditure on the sector, duty included; rows sum to one
        (to zero where a region does not buy the sector at all).
    value_added_share : array (N, J)
        Value added per unit of gross output.
    input_share : array (N, J input, J user)
        Inputs per unit of the user's gross output; with value added they sum to one over inputs.
    final_share : array (N, J)
        α: shares of final expenditure; rows sum to one.
    value_added : array (N,)
        Value added (factor income), in any one currency unit.
    deficit : array (N,)
        Expenditure minus income; sums to zero over regions.
    trade_elasticity : array (J,)
        θ > 0.
    tariff : array (J, N importer, N exporter), optional
        Ad-valorem tariff as a fraction; none by default.
    regions, sectors : tuple of str
        Labels; positions by default.

    Raises
    ------
    DataError
        If shapes, values or sums are broken; lists everything that is.

    Warns
    -----
    CalibrationWarning
        If a share is slightly negative (above −0.01), as in the published data of Caliendo and Parro.

    References
    ----------
    Caliendo, L. and F. Parro (2015). Estimates of the trade and welfare effects of NAFTA. Review of Economic
    Studies 82(1), 1–44, section 2.

    Examples
    --------
    >>> economy = TradeEconomy(
    ...     import_share=[[[0.8, 0.2], [0.2, 0.8]]], value_added_share=[[1.0], [1.0]], input_share=[[[0.0]], [[0.0]]],
    ...     final_share=[[1.0], [1.0]], value_added=[1.0, 1.0], deficit=[0.0, 0.0], trade_elasticity=[4.0],
    ...     regions=("HOM", "FOR"), sectors=("ALL",))
    >>> economy.base_expenditure.ravel()
    array([1., 1.])
    """

    @classmethod
    def from_world(
        cls,
        world: World,
        *,
        trade_elasticity: ArrayLike | str | None = None,
        missing_tariff: float | None = None,
        inventories: Inventories = "clipped",
    ) -> TradeEconomy:
        """Return the economy of a `World`, calibrated by `technostate.world.calibrate`.

        Parameters
        ----------
        trade_elasticity : array (J,) or str, optional
            Replaces the world's own θ; needed where the world has none. A word names an embedded set
            (`technostate.world.elasticity_sets`), of which a product has what its sector has.
        missing_tariff : float, optional
            What an unknown tariff is taken to be; None refuses worlds with unknown tariffs on positive flows.
        inventories : {"clipped", "netted"}
            What becomes of final sales below zero (`technostate.world.calibrate`).

        Raises
        ------
        DataError
            If elasticities or tariffs are missing, or the calibrated shares are broken.
        LabelError
            If there is no such set of elasticities, or it lacks a sector of the world.

        Examples
        --------
        >>> from technostate.world import load
        >>> economy = TradeEconomy.from_world(load("icio-2022"), trade_elasticity="U4", missing_tariff=0.0)
        >>> economy.shape, float(economy.trade_elasticity.max())
        ((81, 28), 4.0)
        """
        from technostate.world import calibrate, elasticities

        if isinstance(trade_elasticity, str):
            trade_elasticity = elasticities(trade_elasticity).array(world.roots)
        theta = None if trade_elasticity is None else frozen("trade_elasticity", trade_elasticity)
        base = calibrate(world, trade_elasticity=theta, missing_tariff=missing_tariff, inventories=inventories)
        arrays = {name: getattr(base, name) for name in FIELDS}
        return cls(**arrays, regions=base.regions, sectors=base.sectors, name=world.name)

    def region_index(self, region: str) -> int:
        """Return the position of a region; raises `LabelError` naming the nearest ones."""
        if region not in self.regions:
            raise unknown_label("region", region, self.regions, where=self.name)
        return self.regions.index(region)

    def sector_index(self, sector: str) -> int:
        """Return the position of a sector; raises `LabelError` naming the nearest ones."""
        if sector not in self.sectors:
            raise unknown_label("sector", sector, self.sectors, where=self.name)
        return self.sectors.index(sector)

    @cached_property
    def base_tariff(self) -> Array:
        """τ (J, N importer, N exporter): the tariffs, zeros where there are none."""
        return np.zeros_like(self.import_share) if self.tariff is None else self.tariff

    @cached_property
    def base_expenditure(self) -> Array:
        """X (N, J): expenditure that the shares, value added and deficits imply, duty included."""
        return _expenditure(self)

    @cached_property
    def base_trade(self) -> Array:
        """Sales (J, N importer, N exporter) before duty; the diagonal is domestic."""
        return self.net_share * self.base_expenditure.T[:, :, None]

    @cached_property
    def base_output(self) -> Array:
        """Y (N, J): gross output."""
        return np.ascontiguousarray(self.base_trade.sum(1).T)

    @cached_property
    def base_revenue(self) -> Array:
        """Tariff revenue (N,)."""
        revenue: Array = (self.base_trade * self.base_tariff).sum((0, 2))
        return revenue

    @cached_property
    def base_income(self) -> Array:
        """Final expenditure (N,): value added, tariff revenue and deficit."""
        income: Array = self.value_added + self.base_revenue + self.deficit
        return income

    @cached_property
    def condensed(self) -> Condensed:
        """What the solver needs and no scenario changes, computed once: traded sectors, approximate inverses."""
        return condense(self, self.base_expenditure)

    @cached_property
    def imbalance(self) -> Array:
        """Relative gap (N,) between what factors earn from sales and the value added given; zero in equilibrium."""
        gap: Array = (self.value_added_share * self.base_output).sum(1) / self.value_added - 1.0
        return gap

    def require_balance(self) -> None:
        """Raise `DataError` if the base is no equilibrium within 1e-4 or a region spends nothing, naming regions."""
        poor = np.flatnonzero(~(self.base_income > 0))
        if poor.size:
            raise DataError(
                f"{self.name!r} is no base: "
                + ", ".join(f"{self.regions[n]} spends {self.base_income[n]:.4g}" for n in poor[:5]),
                hint="value added, revenue and deficit of every region together must be positive",
            )
        gap = np.abs(self.imbalance)
        if gap.max() > BASE_TOLERANCE:
            worst = ", ".join(f"{self.regions[n]} {self.imbalance[n]:+.2%}" for n in np.argsort(-gap)[:3])
            raise DataError(
                f"{self.name!r} is not in equilibrium at its own shares: factor income against value added {worst}",
                hint="use technostate.shocks.decade.settled(economy), or value added that follows from the shares",
            )


def _expenditure(economy: TradeEconomy, tolerance: float = 1e-14, sweeps: int = 5000) -> Array:
    """Solve X = inputs of output + final share × income at base prices (linear, by its own contraction)."""
    duty = 1.0 - economy.net_share.sum(2).T
    duty[economy.import_share.sum(2).T == 0] = 0.0
    fixed = economy.value_added + economy.deficit
    spent = economy.final_share * fixed[:, None]
    last = np.inf
    for _ in range(sweeps):
        output = np.matmul(economy.net_share.transpose(0, 2, 1), spent.T[:, :, None])[:, :, 0].T
        income = fixed + (duty * spent).sum(1)
        new = np.matmul(economy.input_share, output[:, :, None])[:, :, 0] + economy.final_share * income[:, None]
        change = float(np.abs(new - spent).max() / economy.value_added.max())
        spent = new
        # Rounding is reached when a further sweep no longer shrinks the change.
        if change < tolerance or (change < 1e-12 and change >= last):
            solved: Array = spent
            solved.setflags(write=False)
            return solved
        last = change
    raise ConvergenceError(
        f"the base expenditure of {economy.name!r} did not settle in {sweeps} sweeps (last change {last:.1e})",
        hint="inputs and duties must leave some value added in every region",
    )
