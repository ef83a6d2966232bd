"""What holds under every rule of the year at once: accounts, ceilings, halves of regions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from decade_economies import made_up
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from year_economies import small

from technostate.errors import ConvergenceError
from technostate.shocks.decade import TradeEconomy
from technostate.shocks.year import Elasticities, Result, Rules, YearEconomy, counterfactual

SOME = settings(max_examples=30, deadline=None)


@dataclass(frozen=True)
class Case:
    """An economy with bans on two traded sectors, and rules; arrays are drawn from the seed."""

    economy: YearEconomy
    delivered: np.ndarray
    tariff: np.ndarray
    capacity: np.ndarray
    rules: Rules
    held: float

    def solve(self, **over: object) -> Result:
        given = {
            "delivered": self.delivered, "tariff": self.tariff, "capacity": self.capacity, "deficit": "lend",
            "held": self.held, "rules": self.rules, "tolerance": 1e-12,
        }  # fmt: skip
        return counterfactual(self.economy, **given | over)  # type: ignore[arg-type]


@st.composite
def cases(draw: st.DrawFn, ceiling: bool = True) -> Case:
    seed = draw(st.integers(0, 200))
    rng = np.random.default_rng(seed)
    economy = YearEconomy(made_up(seed % 40), Elasticities(origins=rng.uniform(1.2, 4.0, 3)))
    delivered = np.ones((3, 4, 4))
    # Total bans, and some that let all through; the last sector is not traded.
    delivered[:2] = np.clip(rng.uniform(-0.3, 1.3, (2, 4, 4)), 0.0, 1.0)
    delivered[:, range(4), range(4)] = 1.0
    free = rng.uniform(size=(3, 4, 4)) < 0.5
    delivered[free] = 1.0
    tariff = economy.base.base_tariff * rng.uniform(0.5, 3.0, (3, 4, 4))
    mine, used = rng.dirichlet(np.ones(3), size=(3, 4, 4)).transpose(3, 0, 1, 2)[:2]
    rules = Rules(
        mine,
        used,
        substitutes=draw(st.sampled_from([1.5, 2.0, 3.0, 8.0])),
        ceiling=ceiling,
        mobility=draw(st.sampled_from([0.0, 0.3, 1.0])),
        pay_floor=draw(st.sampled_from([None, 0.9, 0.97, 1.0])),
        labour=draw(st.sampled_from([0.6, 1.0])),
        anchor=draw(st.sampled_from(["world", "region"])),
    )
    return Case(
        economy, delivered, tariff, rng.uniform(0.6, 1.1, (4, 3)), rules, draw(st.sampled_from([0.0, 0.5, 1.0]))
    )


@SOME
@given(cases())
def test_all_that_is_spent_is_somebodys(case: Case) -> None:
    """Spending is sales with duty, rents and surplus; output is sales; income is what is earned and received."""
    found = case.solve()
    state, base = found._state, case.economy.base
    k, n, i = found._prepared.links
    surplus = np.zeros_like(found.trade)
    surplus[k, n, i] = state.banned.surplus
    unit = 1e-12 * base.value_added.sum()
    spent = (found.trade * (1.0 + case.tariff) + found.rents + surplus).sum(2).T
    assert np.abs(found.expenditure - spent).max() < unit
    assert (found.gross_output == found.trade.sum(1).T).all()
    assert found.revenue == pytest.approx((case.tariff * found.trade).sum((0, 2)), abs=unit)
    to_exporter, used_up = (np.asarray(part) * found.rents for part in (case.rules.to_exporter, case.rules.used_up))
    received = to_exporter.sum((0, 1)) + (found.rents - to_exporter - used_up + surplus).sum((0, 2))
    assert found.rent_income == pytest.approx(received, abs=unit)
    whole = found.factor_income + found.revenue + found.rent_income + found.deficit
    assert found.income == pytest.approx(whole, abs=unit)
    assert state.final.sum(1) == pytest.approx(found.income + used_up.sum((0, 2)), abs=unit)
    assert abs(found.deficit.sum()) < unit


@SOME
@given(cases())
def test_markets_clear_and_payments_balance(case: Case) -> None:
    """Walras: the market that no equation clears, and what each region owes the others."""
    found = case.solve()
    base, state = case.economy.base, found._state
    unit = 1e-11 * base.value_added.sum()
    assert abs(found.diagnostics.walras) < 1e-11
    assert np.abs(found.expenditure - state.used - state.final).max() < unit
    assert np.abs(found.gross_output.sum(1) - state.used.sum(1) - found.factor_income).max() < unit
    sent = np.asarray(case.rules.to_exporter) * found.rents
    abroad = found.trade.sum((0, 2)) - found.trade.sum((0, 1)) + sent.sum((0, 2)) - sent.sum((0, 1))
    assert np.abs(abroad - found.deficit).max() < unit


@SOME
@given(cases())
def test_a_ceiling_lets_through_what_leaks_and_no_more(case: Case) -> None:
    found = case.solve()
    base, (k, n, i) = case.economy.base, found._prepared.links
    left, delivered, wedge = case.delivered[k, n, i], found.delivered[k, n, i], found.wedges[k, n, i]
    binds = wedge > 1.0 + 1e-12
    assert delivered[binds] == pytest.approx(left[binds], abs=1e-12)
    assert (delivered[~binds] <= left[~binds] + 1e-12).all()
    assert (wedge >= 1.0 - 1e-14).all()
    unit = 1e-14 * base.value_added.sum()
    assert (found.rents >= -unit).all()
    assert (found._state.banned.surplus >= -unit).all()
    assert (found.substituted >= 0.0).all()
    assert found.diagnostics.subsidised == 0
    # Nothing that no ban touches has a wedge, a rent or a substitute.
    off = case.delivered == 1.0
    assert (found.wedges[off] == 1.0).all() and not found.rents[off].any() and not found.substituted[off].any()


@SOME
@given(cases(ceiling=False))
def test_a_fixed_quantity_is_delivered_also_where_the_market_wants_less(case: Case) -> None:
    left = np.maximum(case.delivered, 0.4)
    try:
        found = case.solve(tariff=None, capacity=None, delivered=left)
    except ConvergenceError as error:
        # Near an elasticity of one a fixed quantity may be worth more than buyers have: then the solver must say so.
        assert "there may be none" in (error.hint or "") and case.economy.elasticities.origins.min() < 1.5
        reject()
    k, n, i = found._prepared.links
    assert found.delivered[k, n, i] == pytest.approx(left[k, n, i], abs=1e-11)
    assert (found.rents[k, n, i][found.wedges[k, n, i] < 1.0 - 1e-9] <= 0.0).all()


@SOME
@given(cases())
def test_labour_is_idle_only_where_its_pay_is_at_the_floor(case: Case) -> None:
    found = case.solve()
    assert (found.employment <= 0.0).all()
    if case.rules.pay_floor is None:
        assert not found.employment.any()
        return
    state, rules = found._state, case.rules
    mean = np.exp(state.region)[:, None] if rules.anchor == "region" else 1.0
    # Value added is paid ℓ parts labour's pay and 1 − ℓ parts the rest's, which is always employed.
    rest = (found.factor_prices + 1.0) / (1.0 + found.employment) ** (-rules.labour)
    pay = rest / (1.0 + found.employment)
    assert (pay >= rules.pay_floor * mean * (1 - 1e-12)).all()
    idle = found.employment < -1e-12
    assert pay[idle] == pytest.approx((np.ones((4, 3)) * rules.pay_floor * mean)[idle], rel=1e-11)


@SOME
@given(cases())
def test_halves_of_a_region_fare_as_the_whole(case: Case) -> None:
    """Shares of every kind are the same in both halves; so are all changes."""
    base, at, weight = case.economy.base, np.array([0, 1, 2, 3, 0]), np.array([0.5, 1.0, 1.0, 1.0, 0.5])

    def links(array: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(array[:, at][:, :, at])

    halves = TradeEconomy(
        links(base.import_share) * weight, base.value_added_share[at], base.input_share[at], base.final_share[at],
        base.value_added[at] * weight, base.deficit[at] * weight, base.trade_elasticity, links(base.base_tariff),
        ("A", "B", "C", "D", "A2"), base.sectors, "halves",
    )  # fmt: skip
    rules = replace(
        case.rules, to_exporter=links(np.asarray(case.rules.to_exporter)), used_up=links(np.asarray(case.rules.used_up))
    )
    split = replace(
        case,
        economy=replace(case.economy, base=halves),
        delivered=links(case.delivered),
        tariff=links(case.tariff),
        capacity=case.capacity[at],
        rules=rules,
    )
    whole, parts = case.solve(), split.solve()
    for name in ("real_income", "real_gdp", "consumer_prices", "region_employment"):
        assert getattr(parts, name) == pytest.approx(getattr(whole, name)[at], abs=1e-9), name
    assert parts.gross_output == pytest.approx(whole.gross_output[at] * weight[:, None], rel=1e-8)
    assert parts.wedges == pytest.approx(links(whole.wedges), rel=1e-8)


@SOME
@given(cases())
def test_a_ban_that_lets_all_through_and_rules_alone_change_nothing(case: Case) -> None:
    base = case.economy.base
    found = case.solve(delivered=None, tariff=None, capacity=None)
    for name in ("real_income", "real_gdp", "consumer_prices", "region_employment"):
        assert getattr(found, name) == pytest.approx(0.0, abs=1e-9)
    assert found.trade == pytest.approx(base.base_trade, abs=1e-9 * base.value_added.sum())


def test_dearer_substitutes_bring_the_model_without_any_back() -> None:
    """M without bound is none at all, and the wedge that replaces half of what is missing is M."""
    economy, left = small(1.5), np.ones((3, 4, 4))
    left[0, 2, 0] = 0.2
    none = counterfactual(economy, delivered=left, rules=Rules(ceiling=True))
    gaps = [
        np.abs(
            counterfactual(economy, delivered=left, rules=Rules(ceiling=True, substitutes=m)).real_income
            - none.real_income
        ).max()
        for m in (3.0, 30.0, 1e4, 1e8, 1e60)
    ]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.03 * gaps[0]
    found = counterfactual(economy, delivered=left, rules=Rules(ceiling=True, substitutes=3.0))
    state = found._state
    cost = np.exp(np.maximum(state.composite[0, 2], found._log_costs[0, 0]))
    replaced = 1.0 - (np.exp(state.banned.log_price[0]) / cost) ** (-np.log(2.0) / np.log(3.0))
    base = economy.base.base_trade[0, 2, 0] * (1.0 + economy.base.base_tariff[0, 2, 0])
    made = state.banned.replaced[0] / np.exp(state.banned.log_price[0])
    assert made == pytest.approx(0.8 * replaced * base, rel=1e-9)
    assert 0.0 < found.wedges[0, 2, 0] < none.wedges[0, 2, 0]


def test_rents_go_where_the_link_says() -> None:
    """On one link to the exporter, on another used up, on a third kept."""
    economy, left = small(1.5), np.ones((3, 4, 4))
    left[0, 2, [0, 1, 3]] = 0.5
    mine, used = np.zeros((2, 3, 4, 4))
    mine[0, 2, 0], used[0, 2, 1] = 1.0, 1.0
    found = counterfactual(economy, delivered=left, rules=Rules(mine, used))
    rents = found.rents[0, 2]
    assert (rents[[0, 1, 3]] > 0).all()
    assert found.rent_income == pytest.approx([rents[0], 0.0, rents[3], 0.0], abs=1e-12)
    plain = counterfactual(economy, delivered=left, rules=Rules(mine))
    # What is used up is spent all the same: prices are those of a rent that is kept.
    assert found.prices == pytest.approx(plain.prices, nan_ok=True)
    assert found.income[2] == pytest.approx(plain.income[2] - rents[1])
