"""Economies with a wedge in place: what it costs once trade has adjusted, and the base where a shock then starts."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.decade import CalibrationWarning, TradeEconomy, counterfactual, settled
from technostate.shocks.decade.shares import FIELDS
from technostate.shocks.year import YearEconomy

Array = NDArray[np.float64]

#: Largest residual of the equilibrium with the wedge.
TOLERANCE = 1e-10


def insured(bare: YearEconomy, theta: Array, tariff: Array, cost: Array) -> tuple[Array, YearEconomy]:
    """Return what a lasting wedge does to real income (N,), a fraction, and the economy in which it is in place.

    The equilibrium is that of the decade: trade has adjusted, capital and labour have moved, deficits keep their level.
    The economy that comes back has its shares, value added and tariffs, so that a shock of the year starts there.

    Parameters
    ----------
    bare : YearEconomy
        Without the wedge.
    theta : array (J,)
        Trade elasticities of the decade.
    tariff, cost : array (J, N importer, N exporter)
        New tariffs, fractions, and trade costs, ratios to the base.

    Raises
    ------
    ScenarioError, ConvergenceError
        As `technostate.shocks.decade.counterfactual` does.
    """
    base = bare.base
    found = counterfactual(changed(base, trade_elasticity=theta), tariff=tariff, trade_cost=cost, tolerance=TOLERANCE)
    added = (base.value_added_share * found.output).sum(1)
    there = changed(
        base,
        import_share=found.import_share,
        value_added=added,
        deficit=found.deficit - found.deficit.sum() * added / added.sum(),
        trade_elasticity=theta,
        tariff=tariff,
    )
    return found.real_income, replace(bare, base=settled(there))


def changed(economy: TradeEconomy, **arrays: Array) -> TradeEconomy:
    """Return an economy with other arrays, its labels kept."""
    fields = {name: getattr(economy, name) for name in FIELDS} | arrays
    with warnings.catch_warnings():
        # The base was warned of when it was made.
        warnings.simplefilter("ignore", CalibrationWarning)
        return TradeEconomy(**fields, regions=economy.regions, sectors=economy.sectors, name=economy.name)
