"""What must hold of every equilibrium, whatever the numbers: accounting, homogeneity, and that labels do not matter."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from decade_economies import made_up
from hypothesis import given, settings
from hypothesis import strategies as st

from technostate.shocks.decade import Deficit, Equilibrium, TradeEconomy, counterfactual, counterfactuals
from technostate.shocks.decade.reference import reference

WORLDS = st.builds(made_up, seed=st.integers(0, 10_000), local=st.integers(0, 2), gaps=st.booleans())
FEW = settings(max_examples=25, deadline=None)


def random_change(economy: TradeEconomy, seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    n, j = economy.shape
    off = ~np.eye(n, dtype=bool)
    return {
        "tariff": np.where(off, rng.uniform(0, 0.5, (j, n, n)), 0.0),
        "trade_cost": np.where(off, rng.uniform(0.8, 1.6, (j, n, n)), 1.0),
        "productivity": rng.uniform(0.8, 1.3, (n, j)),
        "labour": rng.uniform(0.8, 1.3, n),
    }


def same_hats(one: Equilibrium, other: Equilibrium, tolerance: float = 1e-9) -> None:
    for name in ("wages", "prices", "real_income", "real_wage"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=tolerance), name


@FEW
@given(WORLDS)
def test_without_a_change_nothing_changes(economy: TradeEconomy) -> None:
    result = counterfactual(economy)
    assert result.wages == pytest.approx(1.0, abs=1e-9)
    assert result.prices == pytest.approx(1.0, abs=1e-9)
    assert result.welfare_first_order == pytest.approx(0.0, abs=1e-9)


@FEW
@given(WORLDS, st.integers(0, 1000), st.sampled_from(get_args(Deficit)))
def test_accounts_close(economy: TradeEconomy, seed: int, deficit: Deficit) -> None:
    """Markets clear, budgets hold, factors earn what output pays, and the world's value added is the numeraire."""
    change = random_change(economy, seed)
    result = counterfactual(economy, **change, deficit=deficit)
    world = economy.value_added.sum()
    sold, bought = result.trade.sum(1).T, result.trade.sum(2).T
    assert sold == pytest.approx(result.output, abs=1e-8 * world)
    assert result.import_share.sum(2) == pytest.approx(1.0, abs=1e-12)
    factor = (economy.value_added_share * result.output).sum(1)
    assert factor == pytest.approx(result.wages * economy.value_added * change["labour"], rel=1e-7)
    assert factor.sum() == pytest.approx(world, rel=1e-8)
    assert (bought - sold).sum(1) == pytest.approx(result.deficit, abs=1e-8 * world)
    assert (result.trade * change["tariff"]).sum((0, 2)) == pytest.approx(result.revenue, abs=1e-8 * world)
    used = np.einsum("nkj,nj->nk", economy.input_share, result.output)
    assert used + economy.final_share * result.income[:, None] == pytest.approx(result.expenditure, abs=1e-8 * world)
    assert abs(result.diagnostics.walras) < 1e-12
    assert abs(result.deficit.sum()) < 1e-9 * world


@FEW
@given(WORLDS, st.integers(0, 1000))
def test_the_reference_agrees(economy: TradeEconomy, seed: int) -> None:
    change = random_change(economy, seed)
    fast, slow = counterfactual(economy, **change), reference(economy, **change)
    assert fast.wages == pytest.approx(slow.wages, rel=1e-8)
    assert fast.prices == pytest.approx(slow.prices, rel=1e-8)
    assert fast.expenditure == pytest.approx(slow.expenditure, rel=1e-8)
    assert fast.import_share == pytest.approx(slow.import_share, abs=1e-9)


@FEW
@given(WORLDS, st.integers(0, 1000), st.floats(0.01, 100))
def test_the_unit_of_money_does_not_matter(economy: TradeEconomy, seed: int, scale: float) -> None:
    fields = {name: getattr(economy, name) for name in economy.__dataclass_fields__ if name != "name"}
    other = TradeEconomy(**fields | {"value_added": economy.value_added * scale, "deficit": economy.deficit * scale})
    change = random_change(economy, seed)
    result, scaled = counterfactual(economy, **change), counterfactual(other, **change)
    same_hats(result, scaled)
    assert scaled.trade == pytest.approx(result.trade * scale, rel=1e-7, abs=1e-12 * scale)


@FEW
@given(WORLDS, st.floats(0.5, 2.0))
def test_the_same_growth_of_every_endowment_leaves_prices_relative_to_wages(
    economy: TradeEconomy, factor: float
) -> None:
    balanced = counterfactual(economy, deficit="remove")
    grown = counterfactual(economy, labour=np.full(economy.shape[0], factor), deficit="remove")
    assert grown.wages * factor == pytest.approx(balanced.wages, rel=1e-8)
    assert grown.real_wage == pytest.approx(balanced.real_wage, abs=1e-8)
    assert 1 + grown.real_income == pytest.approx(factor * (1 + balanced.real_income), rel=1e-8)


@FEW
@given(WORLDS, st.integers(0, 1000))
def test_productivity_is_a_trade_cost_the_seller_pays_everywhere(economy: TradeEconomy, seed: int) -> None:
    n, j = economy.shape
    skill = np.random.default_rng(seed).uniform(0.7, 1.4, (n, j))
    cost = np.broadcast_to((1 / skill).T[:, None, :], (j, n, n))
    same_hats(counterfactual(economy, productivity=skill), counterfactual(economy, trade_cost=cost))


@FEW
@given(WORLDS, st.integers(0, 1000), st.permutations(range(4)), st.permutations(range(3)))
def test_the_order_of_regions_and_sectors_does_not_matter(
    economy: TradeEconomy, seed: int, regions: list[int], sectors: list[int]
) -> None:
    r, s = np.array(regions), np.array(sectors)
    other = TradeEconomy(
        economy.import_share[s][:, r][:, :, r], economy.value_added_share[r][:, s],
        economy.input_share[r][:, s][:, :, s], economy.final_share[r][:, s], economy.value_added[r],
        economy.deficit[r], economy.trade_elasticity[s], economy.base_tariff[s][:, r][:, :, r],
    )  # fmt: skip
    change = random_change(economy, seed)
    result = counterfactual(economy, **change)
    moved = counterfactual(
        other,
        tariff=change["tariff"][s][:, r][:, :, r],
        trade_cost=change["trade_cost"][s][:, r][:, :, r],
        productivity=change["productivity"][r][:, s],
        labour=change["labour"][r],
    )
    assert moved.wages == pytest.approx(result.wages[r], rel=1e-8)
    assert moved.real_income == pytest.approx(result.real_income[r], abs=1e-9)


def split_region(economy: TradeEconomy, change: dict[str, np.ndarray], at: int) -> tuple[TradeEconomy, dict]:
    """The last region is half of region `at`; both halves buy from each other what the whole bought from itself."""
    order = [*range(economy.shape[0]), at]
    half = np.ones(len(order))
    half[[at, -1]] = 0.5
    pair = np.ix_(order, order)

    def both(array: np.ndarray) -> np.ndarray:
        return array[:, pair[0], pair[1]]

    split = TradeEconomy(
        both(economy.import_share) * half, economy.value_added_share[order], economy.input_share[order],
        economy.final_share[order], economy.value_added[order] * half, economy.deficit[order] * half,
        economy.trade_elasticity, both(economy.base_tariff),
    )  # fmt: skip
    return split, {
        "tariff": both(change["tariff"]),
        "trade_cost": both(change["trade_cost"]),
        "productivity": change["productivity"][order],
        "labour": change["labour"][order],
    }


@FEW
@given(WORLDS, st.integers(0, 1000), st.integers(0, 3))
def test_a_region_in_two_identical_halves_changes_nothing(economy: TradeEconomy, seed: int, at: int) -> None:
    change = random_change(economy, seed)
    split, same = split_region(economy, change, at)
    whole, halves = counterfactual(economy, **change), counterfactual(split, **same)
    assert halves.wages == pytest.approx(whole.wages[[0, 1, 2, 3, at]], rel=1e-8)
    assert halves.real_income == pytest.approx(whole.real_income[[0, 1, 2, 3, at]], abs=1e-8)


@FEW
@given(WORLDS, st.integers(0, 1000), st.integers(0, 2))
def test_a_sector_in_two_identical_halves_changes_nothing(economy: TradeEconomy, seed: int, at: int) -> None:
    order = [*range(economy.shape[1]), at]
    half = np.ones(len(order))
    half[[at, -1]] = 0.5
    inputs = economy.input_share[:, order][:, :, order] * half[None, :, None]
    split = TradeEconomy(
        economy.import_share[order], economy.value_added_share[:, order], inputs, economy.final_share[:, order] * half,
        economy.value_added, economy.deficit, economy.trade_elasticity[order], economy.base_tariff[order],
    )  # fmt: skip
    change = random_change(economy, seed)
    same = {
        "tariff": change["tariff"][order],
        "trade_cost": change["trade_cost"][order],
        "productivity": change["productivity"][:, order],
        "labour": change["labour"],
    }
    whole, halves = counterfactual(economy, **change), counterfactual(split, **same)
    assert halves.wages == pytest.approx(whole.wages, rel=1e-8)
    assert halves.real_income == pytest.approx(whole.real_income, abs=1e-8)


@FEW
@given(st.builds(made_up, seed=st.integers(0, 10_000), gaps=st.just(False)), st.floats(1e-5, 1e-4))
def test_first_order_welfare_is_the_derivative_of_real_income(economy: TradeEconomy, size: float) -> None:
    """Terms plus volume of trade are the slope of exact real income in tariffs (Caliendo and Parro, equation 27)."""
    off = ~np.eye(economy.shape[0], dtype=bool)
    up = counterfactual(economy, tariff=economy.base_tariff + size * off, tolerance=1e-13)
    down = counterfactual(economy, tariff=economy.base_tariff - size * off, tolerance=1e-13)
    slope = (up.real_income - down.real_income) / 2
    first = (up.welfare_first_order - down.welfare_first_order) / 2
    # Differences of the third order in the change, and rounding.
    assert slope == pytest.approx(first, rel=1e-4, abs=1e-10)


def test_wider_trade_costs_lower_world_income() -> None:
    economy = made_up(seed=3, duties=False)
    n, j = economy.shape
    cost = np.where(np.eye(n, dtype=bool), 1.0, 1.2) * np.ones((j, 1, 1))
    assert (economy.base_income @ counterfactual(economy, trade_cost=cost).real_income) < 0


def test_autarky_with_inputs_is_the_closed_form() -> None:
    """Arkolakis and others: with sector linkages real wages fall to Π_k λ_k^(Σ_j α_j L_kj / θ_k)."""
    economy = made_up(seed=11, duties=False, gaps=False)
    n, j = economy.shape
    shut = np.where(np.eye(n, dtype=bool), 1.0, np.inf) * np.ones((j, 1, 1))
    alone = counterfactual(economy, trade_cost=shut, tolerance=1e-13)
    home = np.log(np.einsum("jnn->nj", economy.import_share)) / economy.trade_elasticity
    for region in range(n):
        weight = np.linalg.solve(np.eye(j) - economy.input_share[region], economy.final_share[region])
        assert np.log1p(alone.real_wage[region]) == pytest.approx(weight @ home[region], abs=1e-12)


def test_one_region_cut_off_has_its_own_numeraire() -> None:
    economy = made_up(seed=5, gaps=False)
    n, j = economy.shape
    cost = np.ones((j, n, n))
    cost[:, 0, 1:] = cost[:, 1:, 0] = np.inf
    result = counterfactual(economy, trade_cost=cost)
    assert result.diagnostics.groups == (("A",), ("B", "C", "D"))
    assert result.wages[0] == pytest.approx(1.0)
    assert result.real_income[0] < 0
    assert np.isfinite(result.real_income).all()
    assert result.trade[:, 0, 1:].sum() == 0


def test_costs_that_grow_without_limit_end_in_autarky() -> None:
    """A hundredfold costs between one region and the rest come close to stopping the links; θ is two to nine."""
    economy = made_up(seed=5, gaps=False)
    n, j = economy.shape
    dear, shut = np.ones((j, n, n)), np.ones((j, n, n))
    dear[:, 0, 1:] = dear[:, 1:, 0] = 100.0
    shut[:, 0, 1:] = shut[:, 1:, 0] = np.inf
    limit = counterfactual(economy, trade_cost=shut).real_income
    assert counterfactual(economy, trade_cost=dear).real_income == pytest.approx(limit, abs=2e-3)


def test_a_region_that_can_only_sell_ends_in_autarky() -> None:
    """Without imports nothing pays for exports, whatever the links out allow."""
    economy = made_up(seed=5, gaps=False)
    n, j = economy.shape
    one_way, shut = np.ones((j, n, n)), np.ones((j, n, n))
    one_way[:, 0, 1:] = np.inf
    shut[:, 0, 1:] = shut[:, 1:, 0] = np.inf
    result = counterfactual(economy, trade_cost=one_way)
    assert result.trade[:, 1:, 0].sum() == 0
    assert result.real_income == pytest.approx(counterfactual(economy, trade_cost=shut).real_income, abs=1e-9)


def test_a_batch_is_the_same_as_one_by_one() -> None:
    economy = made_up(seed=2)
    changes = [random_change(economy, seed) for seed in range(6)]
    batch = counterfactuals(economy, changes, threads=2)
    for change, result in zip(changes, batch, strict=True):
        assert np.array_equal(result.real_income, counterfactual(economy, **change).real_income)


def test_a_start_nearby_saves_sweeps_and_changes_nothing() -> None:
    economy = made_up(seed=2)
    change = random_change(economy, 1)
    first = counterfactual(economy, **change)
    again = counterfactual(economy, **change, start=first)
    assert again.diagnostics.sweeps == 1
    same_hats(first, again)


@pytest.mark.parametrize("seed", range(20))
def test_large_changes_still_converge(seed: int) -> None:
    """Tariffs up to 900 %, costs and productivities a third to thrice: slower strategies take over where needed."""
    rng = np.random.default_rng(seed)
    economy = made_up(seed=seed, gaps=False)
    n, j = economy.shape
    off = ~np.eye(n, dtype=bool)
    result = counterfactual(
        economy,
        tariff=np.where(off, rng.uniform(0, 9, (j, n, n)), 0),
        trade_cost=np.where(off, rng.uniform(0.3, 3, (j, n, n)), 1),
        productivity=rng.uniform(0.3, 3, (n, j)),
    )
    assert result.diagnostics.residual < 1e-10
    assert np.isfinite(result.real_income).all()
