"""Malformed economies and scenarios end in one clear error that names what, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from decade_economies import made_up

from technostate.errors import ConvergenceError, DataError, LabelError, ScenarioError, TechnostateError
from technostate.shocks.decade import (
    CalibrationWarning,
    TradeEconomy,
    counterfactual,
    counterfactuals,
    first_order_exposure,
    gains_from_trade,
    one_sector,
    settled,
)
from technostate.shocks.decade.reference import reference
from technostate.shocks.decade.shares import FIELDS
from technostate.world import load

N, J = 4, 3
ECONOMY = made_up()


def changed(**arrays: object) -> TradeEconomy:
    fields = {name: getattr(ECONOMY, name) for name in FIELDS}
    return TradeEconomy(**fields | arrays, regions=ECONOMY.regions, sectors=ECONOMY.sectors, name="broken")


def edited(name: str, where: tuple[int, ...] | slice, value: float) -> dict[str, np.ndarray]:
    array = getattr(ECONOMY, name).copy()
    array[where] = value
    return {name: array}


ECONOMIES: dict[str, tuple[Callable[[], object], str]] = {
    "shares of another shape": (lambda: changed(import_share=np.ones((J, N, N + 1))), r"shape \(3, 4, 5\)"),
    "inputs without users": (lambda: changed(input_share=np.ones((N, J))), "input_share has shape"),
    "NaN": (lambda: changed(**edited("import_share", (0, 0, 0), np.nan)), "1 values that are not finite"),
    "infinite value added": (lambda: changed(**edited("value_added", (0,), np.inf)), "value_added has 1"),
    "no value added": (lambda: changed(**edited("value_added", (1,), 0.0)), "value_added of B is 0"),
    "negative elasticity": (lambda: changed(**edited("trade_elasticity", (2,), -4.0)), "trade_elasticity of S2 is -4"),
    "tariff below -100 %": (lambda: changed(**edited("tariff", (0, 1, 2), -1.2)), "tariff of B on S0 from C is -120%"),
    "negative share": (lambda: changed(**edited("import_share", (0, 0, 1), -0.2)), "a share of -0.2"),
    "zero final shares": (lambda: changed(**edited("final_share", (2,), 0.0)), "final_share of C sums to 0"),
    "a product nobody sells": (lambda: changed(**edited("import_share", (1, 3), 0.0)), "importer D, sector S1"),
    "inputs beyond output": (lambda: changed(input_share=ECONOMY.input_share * 3), "plus input_share"),
    "a world deficit": (lambda: changed(deficit=np.ones(N)), "the world cannot run one"),
    "text": (lambda: changed(value_added=["a", "b", "c", "d"]), "value_added is not an array of numbers"),
    "one region": (lambda: TradeEconomy([[[1.0]]], [[1.0]], [[[0.0]]], [[1.0]], [1.0], [0.0], [5.0]), "one region"),
    "labels that repeat": (
        lambda: TradeEconomy(**{k: getattr(ECONOMY, k) for k in FIELDS}, regions=("A", "A", "B", "C")),
        "region labels repeat",
    ),
    "too few labels": (
        lambda: TradeEconomy(**{k: getattr(ECONOMY, k) for k in FIELDS}, sectors=("S",)),
        "1 sector labels for 3 sectors",
    ),
}


@pytest.mark.parametrize("case", ECONOMIES)
def test_malformed_economies(case: str) -> None:
    make, message = ECONOMIES[case]
    with pytest.raises(DataError, match=message) as raised:
        make()
    assert raised.value.hint


def test_all_problems_are_listed_at_once() -> None:
    with pytest.raises(DataError) as raised:
        changed(**edited("value_added", (1,), -1.0), **edited("trade_elasticity", (0,), 0.0), deficit=np.ones(N))
    assert "3 problems" in str(raised.value)


def shaped(fill: float, at: tuple[int, int, int] | None = None, value: float = 1.0) -> np.ndarray:
    array = np.full((J, N, N), fill)
    if at is not None:
        array[at] = value
    return array


SCENARIOS: dict[str, tuple[dict[str, object], str]] = {
    "tariff of another shape": ({"tariff": np.zeros((N, N, J))}, r"tariff has shape \(4, 4, 3\)"),
    "tariff below -100 %": ({"tariff": shaped(0.0, (0, 1, 2), -1.5)}, "tariff of B on S0 from C is -150%"),
    "tariff NaN": ({"tariff": shaped(0.0, (0, 1, 2), np.nan)}, "tariff has 1 NaN"),
    "infinite tariff": ({"tariff": shaped(0.0, (0, 1, 2), np.inf)}, "infinite rates"),
    "tariff at home": ({"tariff": shaped(0.1)}, "on the diagonal"),
    "zero trade cost": ({"trade_cost": shaped(1.0, (1, 0, 2), 0.0)}, "trade_cost of A for S1 from C is 0"),
    "negative productivity": ({"productivity": -np.ones((N, J))}, "productivity must be positive"),
    "infinite labour": ({"labour": np.array([1, 1, np.inf, 1])}, "labour must be positive and finite"),
    "labour by sector": ({"labour": np.ones((N, J))}, r"labour has shape \(4, 3\)"),
    "words for numbers": ({"labour": ["many"] * N}, "labour is not an array of numbers"),
    "unknown deficit rule": ({"deficit": "halve"}, "deficit is 'halve'"),
    "tolerance of zero": ({"tolerance": 0.0}, "tolerance 0 is out of range"),
}


@pytest.mark.parametrize("case", SCENARIOS)
def test_malformed_scenarios(case: str) -> None:
    change, message = SCENARIOS[case]
    with pytest.raises(ScenarioError, match=message) as raised:
        counterfactual(ECONOMY, **change)
    assert raised.value.hint


def test_a_sector_without_any_supplier_left() -> None:
    """Everybody, the region itself included, stops delivering S0 to A."""
    cost = np.ones((J, N, N))
    cost[0, 0] = np.inf
    with pytest.raises(ScenarioError, match="A can buy S0 nowhere") as raised:
        counterfactual(ECONOMY, trade_cost=cost)
    assert "trickle" in raised.value.hint


def test_a_local_sector_that_is_stopped_at_home() -> None:
    cost = np.ones((J, N, N))
    cost[2, 1, 1] = np.inf
    with pytest.raises(ScenarioError, match="B cannot buy S2 from itself"):
        counterfactual(ECONOMY, trade_cost=cost)


@pytest.mark.parametrize("rule", ["hold", "share"])
def test_a_region_cut_off_entirely_cannot_keep_its_deficit(rule: str) -> None:
    cost = np.ones((J, N, N))
    cost[:, 0, 1:] = cost[:, 1:, 0] = np.inf
    with pytest.raises(
        ScenarioError, match=r"2 groups that do not trade; A cannot keep a (deficit|surplus) of"
    ) as raised:
        counterfactual(ECONOMY, trade_cost=cost, deficit=rule)
    assert "remove" in raised.value.hint
    assert np.isfinite(counterfactual(ECONOMY, trade_cost=cost, deficit="remove").real_income).all()


@pytest.mark.parametrize(("sign", "can", "keeps"), [(-1, "buy", "surplus"), (1, "sell", "deficit")])
def test_one_way_trade_that_the_deficit_cannot_pay_for(sign: int, can: str, keeps: str) -> None:
    owed = sign * ECONOMY.value_added[0] / 50
    economy = settled(changed(deficit=np.array([owed, -owed, 0, 0])))
    cost = np.ones((J, N, N))
    if can == "buy":
        cost[:, 1:, 0] = np.inf
    else:
        cost[:, 0, 1:] = np.inf
    with pytest.raises(ScenarioError, match=f"A could only {can} abroad .* cannot keep a {keeps}"):
        counterfactual(economy, trade_cost=cost)
    other_way = np.ascontiguousarray(cost.transpose(0, 2, 1))
    assert np.isfinite(counterfactual(economy, trade_cost=other_way).real_income).all()


def test_a_base_that_is_no_equilibrium() -> None:
    broken = changed(value_added=ECONOMY.value_added * np.array([1, 2, 1, 1]))
    with pytest.raises(DataError, match="not in equilibrium at its own shares") as raised:
        counterfactual(broken)
    assert "settled" in raised.value.hint


def test_slightly_negative_shares_are_accepted_with_a_warning() -> None:
    share = ECONOMY.input_share.copy()
    moved = share[0, 0, 0] + 0.0005
    share[0, 0, 0] -= moved
    share[0, 1, 0] += moved
    with pytest.warns(CalibrationWarning, match=r"1 values of input_share are negative \(lowest -0.0005\)"):
        economy = changed(input_share=share)
    assert economy.input_share.min() == pytest.approx(-0.0005)


def test_unknown_regions_name_the_nearest() -> None:
    economy = one_sector(np.ones((2, 2)), 5.0, regions=("CHN", "USA"))
    with pytest.raises(LabelError, match="unknown region 'CHM'") as raised:
        counterfactual(economy).import_growth("CHM", "USA")
    assert "CHN" in raised.value.hint
    with pytest.raises(LabelError, match="unknown sector 'al'"):
        economy.sector_index("al")


def test_a_batch_says_which_scenario_is_wrong() -> None:
    with pytest.raises(ScenarioError, match="scenario 1: "):
        counterfactuals(ECONOMY, [{}, {"labour": np.zeros(N)}, {}])
    assert counterfactuals(ECONOMY, []) == ()


def test_an_unknown_set_of_elasticities_names_the_nearest() -> None:
    with pytest.raises(LabelError, match="unknown elasticity set 'FOG'") as raised:
        TradeEconomy.from_world(load("icio-2022"), trade_elasticity="FOG")
    assert "FGO" in raised.value.hint


def test_a_world_without_elasticities_is_refused() -> None:
    with pytest.raises(TechnostateError, match="trade elasticity"):
        TradeEconomy.from_world(load("wiod-2008"))


@pytest.mark.parametrize(
    "make",
    [
        lambda: gains_from_trade([0.0], 5.0),
        lambda: gains_from_trade([0.5], 0.0),
        lambda: one_sector([[1.0, 2.0]], 5.0),
        lambda: one_sector([[1.0, -2.0], [1.0, 1.0]], 5.0),
        lambda: one_sector([[1.0, 0.0], [1.0, 0.0]], 5.0),
        lambda: one_sector(np.ones((2, 2)), np.nan),
        lambda: first_order_exposure(ECONOMY),
    ],
)
def test_malformed_one_sector_questions(make: Callable[[], object]) -> None:
    with pytest.raises(DataError) as raised:
        make()
    assert raised.value.hint


def test_what_does_not_converge_raises_and_says_what_was_tried() -> None:
    """A region that lends more than the world earns has no equilibrium."""
    fields = {name: getattr(ECONOMY, name) for name in FIELDS}
    lent = 3 * ECONOMY.value_added.sum()
    economy = TradeEconomy(**fields | {"deficit": np.array([-lent, lent, 0, 0])}, regions=ECONOMY.regions)
    # The base is no equilibrium either and A spends nothing; the checks that say so first are taken out of the way.
    object.__setattr__(economy, "imbalance", np.zeros(N))
    object.__setattr__(economy, "base_income", economy.value_added)
    with pytest.raises(ConvergenceError, match=r"extrapolation: residual .* renewed inverses") as raised:
        counterfactual(economy)
    assert "infinite trade_cost" in raised.value.hint
    with pytest.raises(ConvergenceError, match="did not settle in 1 steps"):
        reference(ECONOMY, labour=np.array([1.0, 2.0, 1.0, 1.0]), most=1)
