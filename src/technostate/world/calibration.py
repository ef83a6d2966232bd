"""From a world to the shares of a trade economy with input–output links (Caliendo and Parro 2015)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from technostate.errors import BalanceError, DataError
from technostate.evidence import Origin, derived_from
from technostate.world.flows import Inventories, final_sales, intermediate_sales
from technostate.world.table import Array
from technostate.world.world import World

#: Least share of value added in output; nodes below it hand inputs over to final demand of their region.
LEAST_VALUE_ADDED = 1e-4


@dataclass(frozen=True, eq=False)
class TradeEconomy:
    """Base-year shares and levels of N regions and J sectors; levels are USD million.

    With F the sales without duty, τ tariffs and Y = ΣF output, expenditure on product j in region n is
    X = Σ_i (1 + τ) F, and income I = value added + tariff revenue + deficit. The base satisfies, to rounding,
    Y_i^j = Σ_n π_ni^j X_n^j / (1 + τ_ni^j) and X_n^j = Σ_k γ_n^{jk} Y_n^k + α_n^j I_n.

    Parameters
    ----------
    import_share : array (J, N importer, N exporter)
        π: share of the exporter in expenditure, duties included; rows sum to one. A product that a region does not
        buy at all has all weight at home.
    value_added_share : array (N, J)
        Value added without duties on inputs over output; one for nodes without output.
    input_share : array (N, J input, J user)
        γ: spending on an input, duties included, over the user's output; with `value_added_share` each user's
        inputs sum to one. Zero for nodes without output.
    final_share : array (N, J)
        α: shares of products in final expenditure; rows sum to one.
    value_added : array (N,)
    deficit : array (N,)
        Purchases less sales, both without duties; the world's sum is zero.
    trade_elasticity : array (J,)
    tariff : array (J, N importer, N exporter)
    expenditure, output : array (N, J)
        X and Y.
    revenue : array (N,)
        Σ τ F, counted once: it is part of income and not of value added.
    adjustment : array (N, J)
        Y less the world's gross output: its discrepancy, and negative final sales that were set to zero.
    reassigned : float
        USD million of inputs counted as final demand where inputs exceeded what output leaves.

    References
    ----------
    Caliendo, L. and Parro, F. (2015), Estimates of the Trade and Welfare Effects of NAFTA, Review of Economic
    Studies 82(1), 1-44, equations 6, 8 and 9.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    import_share: Array
    value_added_share: Array
    input_share: Array
    final_share: Array
    value_added: Array
    deficit: Array
    trade_elasticity: Array
    tariff: Array
    expenditure: Array
    output: Array
    revenue: Array
    adjustment: Array
    reassigned: float
    origin: Origin

    @property
    def income(self) -> Array:
        """Final expenditure I (N,): value added, tariff revenue and deficit."""
        return self.value_added + self.revenue + self.deficit


def calibrate(
    world: World,
    *,
    trade_elasticity: Array | None = None,
    missing_tariff: float | None = None,
    inventories: Inventories = "clipped",
) -> TradeEconomy:
    """Return the economy of which the world is the base; it reproduces its own base exactly.

    Output is what is recorded as sold, so that markets clear: the world's discrepancy and final sales below zero
    (stocks drawn down by more than is sold) are left out and reported in `adjustment`. Duties on inputs come out of
    value added, which the world's table includes them in; revenue is added to income once.

    Parameters
    ----------
    trade_elasticity : array (J,), optional
        Instead of the world's own, which may be NaN.
    missing_tariff : float, optional
        What an unknown tariff is taken to be. None refuses worlds with unknown tariffs on positive flows; a world
        without a tariff table has none anywhere.
    inventories : {"clipped", "netted"}
        Whether final sales below zero are nothing, or are taken off intermediate sales of the same product between the
        same two regions; where even those together are below zero they are nothing,
        and inputs of a product beyond what the region bought of it (they came from stocks) count as value added.

    Raises
    ------
    LabelError
        If `inventories` is neither.
    DataError
        If elasticities or tariffs are missing, or a share cannot be formed.
    BalanceError
        If a region has no final expenditure.

    Examples
    --------
    >>> import numpy as np
    >>> from technostate.world import load
    >>> economy = calibrate(load("icio-2022"), missing_tariff=0.0)
    >>> bool(np.allclose(economy.value_added_share + economy.input_share.sum(axis=1), 1, atol=1e-12))
    True
    """
    theta = _elasticity(world, trade_elasticity)
    used = intermediate_sales(world)
    flow = np.maximum(used.sum(axis=3) + final_sales(world, inventories), 0.0)
    tariff = _tariff(world, flow, missing_tariff)
    output = flow.sum(axis=1).T
    gross = 1.0 + tariff

    inputs = np.einsum("jnik,jni->njk", used, gross, optimize=True)
    spent = inputs.sum(axis=1)
    room = (1.0 - LEAST_VALUE_ADDED) * output
    keep = np.divide(np.minimum(spent, room), spent, out=np.ones_like(spent), where=spent > 0)
    reassigned = float((spent * (1.0 - keep)).sum())
    inputs *= keep[:, None, :]

    expenditure = (gross * flow).sum(axis=2).T
    if inventories == "netted":
        inputs *= _bought_this_year(inputs.sum(axis=2), expenditure)[:, :, None]
    final_spending = np.maximum(expenditure - inputs.sum(axis=2), 0.0)
    if (final_spending.sum(axis=1) <= 0).any():
        empty = [world.regions[at] for at in np.flatnonzero(final_spending.sum(axis=1) <= 0)]
        raise BalanceError(f"{world.name}: no final expenditure in {', '.join(empty)}", hint="merge these regions")
    producing = output > 0
    value_added_share = np.divide(output - inputs.sum(axis=1), output, out=np.ones_like(output), where=producing)
    read = (world.origin, world.tariff_origin, world.elasticity_origin if trade_elasticity is None else None)
    return TradeEconomy(
        regions=world.regions,
        sectors=world.sectors,
        import_share=_import_share(gross * flow),
        value_added_share=value_added_share,
        input_share=np.divide(inputs, output[:, None, :], out=np.zeros_like(inputs), where=producing[:, None, :]),
        final_share=final_spending / final_spending.sum(axis=1, keepdims=True),
        value_added=(output - inputs.sum(axis=1)).sum(axis=1),
        deficit=flow.sum(axis=(0, 2)) - output.sum(axis=1),
        trade_elasticity=theta,
        tariff=tariff,
        expenditure=expenditure,
        output=output,
        revenue=(tariff * flow).sum(axis=(0, 2)),
        adjustment=output - world.gross_output.reshape(world.shape),
        reassigned=reassigned,
        origin=derived_from(f"{world.name}, calibrated as a trade economy", *(one for one in read if one is not None)),
    )


def _bought_this_year(inputs: Array, expenditure: Array) -> Array:
    """Return the part (N, J) of the inputs of a product that was not drawn from stocks: what was bought at most."""
    part = np.divide(expenditure, inputs, out=np.ones_like(inputs), where=inputs > 0)
    limited: Array = np.minimum(part, 1.0)
    return limited


def _elasticity(world: World, given: Array | None) -> Array:
    theta = world.trade_elasticity if given is None else np.asarray(given, dtype=np.float64)
    bad = theta.shape != (world.n_sectors,) or not (np.isfinite(theta) & (theta > 0)).all()
    if bad:
        raise DataError(
            f"{world.name} has no positive trade elasticity for every sector",
            hint="pass trade_elasticity, e.g. technostate.world.elasticities('FGO').array(world.sectors) for icio-2022",
        )
    return np.array(theta)


def _tariff(world: World, flow: Array, missing: float | None) -> Array:
    if world.tariff is None:
        return np.zeros_like(flow)
    unknown = np.isnan(world.tariff)
    if missing is None and (unknown & (flow > 0)).any():
        j, n, i = np.argwhere(unknown & (flow > 0))[0]
        raise DataError(
            f"{world.name}: {int((unknown & (flow > 0)).sum())} tariffs on positive flows are unknown, first "
            f"{world.sectors[j]} to {world.regions[n]} from {world.regions[i]}",
            hint="pass missing_tariff=0.0 to say that unknown duties are taken as none",
        )
    filled: Array = np.where(unknown, 0.0 if missing is None else missing, world.tariff)
    return filled


def _import_share(spending: Array) -> Array:
    whole = spending.sum(axis=2, keepdims=True)
    share: Array = np.divide(spending, whole, out=np.zeros_like(spending), where=whole > 0)
    product, region = np.nonzero(whole[:, :, 0] <= 0)
    share[product, region, region] = 1.0
    return share
