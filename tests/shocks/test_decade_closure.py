"""What the decade does with labour, tariff revenue and deficits: closed forms, a published table, and refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from decade_economies import made_up
from liberation_day import SCALE, SUPPLY, liberation_day

from technostate.errors import DataError, ScenarioError
from technostate.shocks.decade import (
    Deficit,
    Employed,
    TradeEconomy,
    counterfactual,
    one_sector,
    settled,
    with_labour_supply,
)
from technostate.shocks.spending import require_spending_left
from technostate.world import load

PAIR = one_sector([[8.0, 2.0], [2.0, 8.0]], 4.0, regions=("HOM", "FOR"))
SHUT = [[[1.0, np.inf], [np.inf, 1.0]]]


@pytest.fixture(scope="module")
def gaps() -> TradeEconomy:
    """Four regions with duties and deficits."""
    return made_up(seed=11)


def dearer(economy: TradeEconomy, factor: float = 1.4) -> np.ndarray:
    n, j = economy.shape
    return np.where(np.eye(n, dtype=bool), 1.0, factor) * np.ones((j, 1, 1))


@pytest.fixture(scope="module")
def published(shared: Path) -> tuple[Employed, np.ndarray]:
    folder = shared / "data" / "liberation_day_2025"
    if not folder.is_dir():
        pytest.skip("the trade of 194 countries is not at hand")
    economy, tariff = liberation_day(folder)
    found = with_labour_supply(economy, elasticity=SUPPLY, revenue="income-tax", scale=SCALE, tariff=tariff)
    return found, economy.base_income


def average(values: np.ndarray, weight: np.ndarray, at: int) -> tuple[float, float]:
    """Per cent of the United States, and of all others weighted by expenditure."""
    others = np.arange(weight.size) != at
    return 100 * float(values[at]), 100 * float((values * weight)[others].sum() / weight[others].sum())


def test_liberation_day_is_table_9(published: tuple[Employed, np.ndarray]) -> None:
    """[LIB] Ignatenko et al. (2025), table 9, alternative 4: welfare, employment, prices; per cent as printed."""
    found, weight = published
    at = found.equilibrium.economy.region_index("USA")
    assert average(found.welfare_as_published, weight, at) == pytest.approx((1.24, -0.50), abs=0.005)
    assert average(found.labour - 1.0, weight, at) == pytest.approx((0.41, -0.10), abs=0.005)
    # They measure prices against the world's mean change.
    prices = found.equilibrium.price_index * weight.sum() / (found.equilibrium.price_index @ weight)
    assert average(prices - 1.0, weight, at) == pytest.approx((10.9, -4.0), abs=0.05)


def test_the_tax_in_the_cost_of_work_is_worth_half_a_point(published: tuple[Employed, np.ndarray]) -> None:
    """With the cost of work rescaled by what is kept of pay the United States gain .61, not 1.24 (ours)."""
    found, weight = published
    at = found.equilibrium.economy.region_index("USA")
    assert average(found.welfare, weight, at) == pytest.approx((0.61, -0.50), abs=0.005)
    assert found.kept[at] == pytest.approx(1.0136, abs=1e-4)
    assert found.kept[np.arange(found.kept.size) != at] == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("elasticity", [0.25, 0.5, 1.0, 3.0])
def test_labour_in_autarky_is_the_closed_form(elasticity: float) -> None:
    """One sector: real pay falls to λ^(1/θ), labour to its power κ, welfare to its power 1 + κ."""
    alone = with_labour_supply(PAIR, elasticity=elasticity, trade_cost=SHUT, tolerance=1e-13)
    pay = 0.8 ** (1 / 4.0)
    assert alone.labour == pytest.approx(pay**elasticity, abs=1e-10)
    assert 1 + alone.welfare == pytest.approx(pay ** (1 + elasticity), abs=1e-10)
    assert 1 + alone.equilibrium.real_income == pytest.approx(pay ** (1 + elasticity), abs=1e-10)


def test_with_no_answer_of_labour_it_is_the_counterfactual(gaps: TradeEconomy) -> None:
    change: dict[str, Any] = {"trade_cost": dearer(gaps), "tariff": gaps.base_tariff * 0.5}
    plain, found = counterfactual(gaps, **change), with_labour_supply(gaps, elasticity=0.0, **change)
    assert (found.labour == 1).all() and (found.kept == 1).all()
    assert found.equilibrium.real_income == pytest.approx(plain.real_income, abs=1e-12)
    assert found.welfare == pytest.approx(plain.real_income, abs=1e-12)


@pytest.mark.parametrize("deficit", ["hold", "remove", "share", "lend", "world"])
@pytest.mark.parametrize("revenue", ["lump-sum", "income-tax"])
def test_labour_is_what_its_pay_brings_forth(gaps: TradeEconomy, revenue: Any, deficit: Deficit) -> None:
    found = with_labour_supply(gaps, elasticity=0.7, revenue=revenue, trade_cost=dearer(gaps), deficit=deficit)
    assert found.labour == pytest.approx((found.kept * (1 + found.equilibrium.real_wage)) ** 0.7, rel=1e-9)
    assert np.abs(found.labour - 1).max() > 0.01
    earned = (gaps.value_added_share * found.equilibrium.output).sum(1)
    assert earned == pytest.approx(found.equilibrium.wages * found.labour * gaps.value_added, rel=1e-8)
    same = revenue == "lump-sum"
    assert (found.welfare == pytest.approx(found.welfare_as_published, abs=1e-12)) is same


def test_relief_of_income_tax_brings_forth_more_work(gaps: TradeEconomy) -> None:
    free = made_up(seed=4, duties=False)
    duty = dearer(free, 1.1) - 1.0
    relief, gift = (with_labour_supply(free, revenue=way, tariff=duty) for way in ("income-tax", "lump-sum"))
    assert (relief.kept > 1.001).all()
    assert (relief.labour > gift.labour).all()
    less = with_labour_supply(gaps, revenue="income-tax", tariff=gaps.base_tariff * 0.0)
    assert (less.kept < 0.999).all()


def test_scale_makes_more_labour_more_productive() -> None:
    """In autarky L = (w/P)^κ and w/P = λ^(1/θ) L^ψ, so that log L = κ/θ log λ / (1 − κψ)."""
    alone = with_labour_supply(PAIR, elasticity=0.5, scale=0.2, trade_cost=SHUT, tolerance=1e-13)
    assert np.log(alone.labour) == pytest.approx(0.5 / 4 * np.log(0.8) / (1 - 0.5 * 0.2), abs=1e-9)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"elasticity": -0.1}, "elasticity of labour supply is -0.1"),
        ({"elasticity": 3.5}, "from 0 to 3"),
        ({"elasticity": float("nan")}, "elasticity of labour supply is nan"),
        ({"elasticity": float("inf")}, "elasticity of labour supply is inf"),
        ({"revenue": "income tax"}, "revenue is 'income tax'"),
        ({"revenue": "burn"}, "'lump-sum' or 'income-tax'"),
        ({"elasticity": 0.0, "revenue": "income-tax"}, "changes nothing where labour does not answer"),
        ({"scale": -0.2}, "elasticity of scale is -0.2"),
        ({"scale": 2.0}, "from 0 to 1"),
        ({"deficit": "keep"}, "'hold', 'remove', 'share', 'lend', 'world'"),
        ({"labour": [1.0, -1.0]}, "labour must be positive"),
        ({"elasticity": -1.0, "revenue": "burn", "scale": 7.0}, "revenue is 'burn'.*scale is 7"),
    ],
)
def test_bad_closures_are_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as caught:
        with_labour_supply(PAIR, **given)
    assert caught.value.hint


def test_lenders_lend_the_share_of_what_they_earn(gaps: TradeEconomy) -> None:
    found = counterfactual(gaps, trade_cost=dearer(gaps), deficit="lend", tolerance=1e-12)
    earned = (gaps.value_added_share * found.output).sum(1)
    lends = gaps.deficit < 0
    assert 0 < lends.sum() < 4
    share = gaps.deficit / gaps.value_added
    assert found.deficit[lends] == pytest.approx((share * earned)[lends], rel=1e-8)
    pool = found.deficit[~lends] / gaps.deficit[~lends]
    assert pool == pytest.approx(pool[0], rel=1e-8)
    assert pool[0] != pytest.approx(1.0, abs=1e-4)
    assert abs(found.deficit.sum()) < 1e-10 * gaps.value_added.sum()


def test_deficits_keep_their_share_of_world_gdp(gaps: TradeEconomy) -> None:
    duty = gaps.base_tariff * 3.0
    found = counterfactual(gaps, tariff=duty, deficit="world", tolerance=1e-12)
    added = gaps.value_added.sum()
    before, after = added + gaps.base_revenue.sum(), added + found.revenue.sum()
    assert abs(after / before - 1) > 0.01
    assert found.deficit / after == pytest.approx(gaps.deficit / before, rel=1e-9)
    held = counterfactual(gaps, tariff=duty, deficit="hold")
    assert held.deficit == pytest.approx(gaps.deficit, rel=1e-9)


def test_without_duties_world_gdp_is_the_numeraire() -> None:
    economy = made_up(seed=4, duties=False)
    one, other = (counterfactual(economy, trade_cost=dearer(economy), deficit=rule) for rule in ("hold", "world"))
    assert one.real_income == pytest.approx(other.real_income, abs=1e-12)


@pytest.mark.parametrize("deficit", ["hold", "share", "lend", "world"])
def test_where_nothing_changes_deficits_stay(gaps: TradeEconomy, deficit: Deficit) -> None:
    found = counterfactual(gaps, deficit=deficit)
    assert found.deficit == pytest.approx(gaps.deficit, rel=1e-8)
    assert np.abs(found.real_income).max() < 1e-8


def test_removing_deficits_leaves_world_value_added_unchanged(gaps: TradeEconomy) -> None:
    found = counterfactual(gaps, deficit="remove")
    assert (gaps.value_added_share * found.output).sum() == pytest.approx(gaps.value_added.sum(), rel=1e-9)
    assert np.abs(found.deficit).max() == 0


@pytest.mark.parametrize("deficit", ["share", "lend", "world"])
def test_deficits_that_follow_income_do_not_cross_a_world_cut_in_two(gaps: TradeEconomy, deficit: Deficit) -> None:
    cost = np.ones((gaps.shape[1], 4, 4))
    cost[:, :2, 2:] = cost[:, 2:, :2] = np.inf
    with pytest.raises(ScenarioError, match="cannot keep a") as caught:
        counterfactual(gaps, trade_cost=cost, deficit=deficit)
    assert "remove" in caught.value.hint


def test_a_region_that_owes_more_than_it_earns_is_refused_by_name() -> None:
    """At an elasticity of one and trade five times dearer Luxembourg's surplus in level is more than all it has."""
    world = load("wiod-2011")
    economy = TradeEconomy.from_world(world, trade_elasticity=np.ones(35))
    cost = dearer(economy, 5.0)
    with pytest.raises(ScenarioError, match=r"nothing is left to spend in LUX -1\d\d\.\d%") as caught:
        counterfactual(economy, trade_cost=cost)
    assert "deficit='share' or 'lend'" in caught.value.hint
    for rule in ("share", "lend", "remove"):
        found = counterfactual(economy, trade_cost=cost, deficit=rule)
        assert found.real_income.min() > -0.9


def test_a_base_that_spends_nothing_is_refused() -> None:
    economy = TradeEconomy(
        PAIR.import_share, PAIR.value_added_share, PAIR.input_share, PAIR.final_share, [10.0, 10.0], [11.0, -11.0],
        [4.0], regions=("HOM", "FOR"),
    )  # fmt: skip
    with pytest.raises(DataError, match="FOR spends"):
        counterfactual(economy)


@pytest.mark.parametrize("change", [-1.0, -1.2, np.nan])
def test_no_real_income_falls_by_all_of_it(change: float) -> None:
    with pytest.raises(ScenarioError, match="BBB"):
        require_spending_left(np.array([0.1, change]), ("AAA", "BBB"), "a trial")
    require_spending_left(np.array([0.1, -0.999]), ("AAA", "BBB"), "a trial")


def test_a_settled_base_may_lend_too(gaps: TradeEconomy) -> None:
    same = settled(gaps, deficit="lend")
    assert same.deficit == pytest.approx(gaps.deficit, rel=1e-6)
