"""Bases and equilibria of decade and year are input–output tables: pymrio, which knows neither, finds their output."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from decade_economies import made_up
from hypothesis import given, settings
from hypothesis import strategies as st

from technostate.shocks import decade, year
from technostate.shocks.decade import TradeEconomy
from technostate.world import load

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pandas as pd
    import pymrio

FEW = settings(max_examples=10, deadline=None)


def solved(intermediate: np.ndarray, final: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Output and Leontief inverse of sales between nodes (N, J, N, J) and to final buyers (N, J, N)."""
    n, j, _ = final.shape
    nodes = pd.MultiIndex.from_product([range(n), range(j)], names=["region", "sector"])
    buyers = pd.MultiIndex.from_product([range(n), ["final"]], names=["region", "category"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = pymrio.IOSystem(
            Z=pd.DataFrame(intermediate.reshape(n * j, n * j), nodes, nodes),
            Y=pd.DataFrame(final.reshape(n * j, n), nodes, buyers),
        ).calc_all()
        return table.x.to_numpy()[:, 0].reshape(n, j), table.L.to_numpy()


def sales(
    net: np.ndarray, input_share: np.ndarray, final: np.ndarray, output: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Sales between nodes and to final buyers, duty-free: every use of a product buys the region's mix of origins."""
    used = input_share * output[:, None, :]
    return np.einsum("kni,nkj->iknj", net, used), np.einsum("kni,nk->ikn", net, final)


@FEW
@given(st.integers(0, 1000), st.floats(0.0, 0.5))
def test_an_equilibrium_of_the_decade_is_a_table_in_balance(seed: int, rate: float) -> None:
    economy = made_up(seed)
    off = ~np.eye(4, dtype=bool)
    tariff = rate * off * np.ones((3, 1, 1))
    tariff[-1] = 0
    result = decade.counterfactual(economy, tariff=tariff)
    net = result.import_share / (1 + tariff)
    final = economy.final_share * result.income[:, None]
    output, inverse = solved(*sales(net, economy.input_share, final, result.output))
    assert output == pytest.approx(result.output, rel=1e-8)
    # Value added per unit of final sales: what is not earned by somebody went to the customs.
    earned = (
        economy.value_added_share.ravel()
        @ inverse
        @ sales(net, economy.input_share, final, result.output)[1].reshape(12, 4)
    )
    assert earned.sum() == pytest.approx((result.wages * economy.value_added).sum(), rel=1e-8)


@FEW
@given(st.integers(0, 40), st.floats(1.5, 4.0))
def test_an_equilibrium_of_the_year_is_a_table_in_balance(seed: int, sigma: float) -> None:
    """Under a ban, in which shares of inputs move and rents are no sales."""
    made = year.YearEconomy(made_up(seed), year.Elasticities(origins=sigma))
    result = year.counterfactual(made, bans=[year.Ban("A", "C", ("S0", "S1"), 0.5)])
    bought = result.trade.sum(2).T
    used = result.expenditure - final_of(made, result)
    # Each product's sales divide between users as its buyers' spending does.
    net = result.trade / result.expenditure.T[:, :, None]
    between = np.einsum("kni,nkj->iknj", net, inputs_of(made, result))
    output, _ = solved(between, np.einsum("kni,nk->ikn", net, final_of(made, result)))
    assert output == pytest.approx(result.gross_output, rel=1e-8)
    assert (bought <= result.expenditure * (1 + 1e-12)).all()
    assert inputs_of(made, result).sum(2) == pytest.approx(used, rel=1e-8)


def final_of(made: year.YearEconomy, result: year.Result) -> np.ndarray:
    """Final spending (N, J) by its own CES demand at the equilibrium's prices."""
    relative = (1 + result.prices) / (1 + result.price_index)[:, None]
    return made.base.final_share * relative ** (1 - made.elasticities.final) * result.income[:, None]


def inputs_of(made: year.YearEconomy, result: year.Result) -> np.ndarray:
    """Spending on inputs (N, input, user) by the two CES nests at the equilibrium's prices."""
    e, base = made.elasticities, made.base
    price = 1 + result.prices
    share = base.input_share / base.input_share.sum(1, keepdims=True)
    bundle = np.einsum("nkj,nk->nj", share, price ** (1 - e.inputs)) ** (1 / (1 - e.inputs))
    part = (1 - base.value_added_share) * (bundle / (1 + result.costs)) ** (1 - e.value_added)
    mix = share * (price[:, :, None] / bundle[:, None, :]) ** (1 - e.inputs)
    return mix * (part * result.gross_output)[:, None, :]


def test_the_calibrated_base_of_a_world_is_that_worlds_output() -> None:
    world = load("wiod-2008")
    economy = TradeEconomy.from_world(world, trade_elasticity=np.full(35, 5.0))
    table = sales(
        economy.net_share, economy.input_share, economy.final_share * economy.base_income[:, None], economy.base_output
    )
    output, _ = solved(*table)
    scale = output.max()
    assert output == pytest.approx(economy.base_output, rel=1e-9, abs=1e-9 * scale)
    # What the table's own rows add up to; entries below zero were taken as none.
    rows = world.intermediate.sum(1) + (world.final_demand + world.inventories).sum(1)
    assert np.abs(output.ravel() - rows).sum() < 1e-4 * rows.sum()
