"""Each mechanism: its sign, and its size by hand."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from dynamics_settings import made_up, moved

from technostate import dynamics
from technostate.dynamics import BY_PAIR, BY_REGION, Path, Policy, Setting, Values, parameters
from technostate.dynamics.coefficients import coefficients
from technostate.dynamics.frame import frame

SETTING = made_up()
REST = {"initial_threat": 0.0}


def run(policy: Policy | None = None, setting: Setting = SETTING, /, **given: Any) -> Path:
    """The path of a policy; ``without`` names mechanisms that are off, all else a parameter."""
    without = given.pop("without", ())
    values = Values(REST | given)
    base = dynamics.baseline(setting, values)
    return dynamics.path(setting, base, values, policy or Policy.none(*setting.shape[:2]), without=without)


def test_ideas_make_a_cut_dearer_the_more_they_spread() -> None:
    cut = moved(SETTING, barrier=np.inf)
    quiet = {"insight_share": 1.0, "growth_threat": 0.0}
    losses = [run(cut, beta=beta, **quiet).outcomes["cost"][-1, 0] for beta in (0.1, 0.4, 0.7)]
    static = run(cut, without=("ideas",), growth_threat=0.0).outcomes["cost"][-1, 0]
    assert 0 < static < losses[0] < losses[1] < losses[2]


def test_closure_slows_ideas() -> None:
    closed = run(moved(SETTING, closure=1.0), without=("threat",))
    open_to_all = run()
    assert (closed.knowledge[4:, :, 0] < open_to_all.knowledge[4:, :, 0]).all()


def test_spending_on_security_crowds_out_investment_by_its_share_of_it() -> None:
    found, base = run(moved(SETTING, military=0.05), crowding=0.6), run()
    put, lost = SETTING.investment[0], SETTING.depreciation[0]
    income = np.log(found.outcomes["income"][2, 0])
    expected = (1 - lost) * base.capital[2, 0] + put * np.exp(income) * (1 - 0.6 * 0.05 / 0.25)
    assert found.capital[3, 0] == pytest.approx(expected, rel=1e-12)


def test_research_multiplies_arrivals_by_its_elasticity() -> None:
    given = {"research_elasticity": 0.2, "insight_share": 1.0}
    found, base = run(moved(SETTING, research=0.01), without=("threat",), **given), run(**given)
    r0 = SETTING.civil_research[0] + Values()["permeability"] * Values()["spillover"] * (
        SETTING.defence_research[0] * SETTING.burden[0]
    )
    grown, usual = (path.knowledge[3, :, 0] - path.knowledge[2, :, 0] for path in (found, base))
    assert np.allclose(grown / usual, ((r0 + 0.01) / r0) ** 0.2, rtol=1e-8)


def test_fusion_passes_defence_research_on() -> None:
    more, less = (run(moved(SETTING, permeability=by), without=("threat",)) for by in (0.3, -0.3))
    assert (more.knowledge[-1, :, 0] > less.knowledge[-1, :, 0]).all()


def test_steering_speeds_strategic_sectors_and_slows_the_others() -> None:
    found, base = run(moved(SETTING, concentration=0.4), without=("threat",)), run()
    faster = found.knowledge[-1, :, 0] > base.knowledge[-1, :, 0]
    assert faster.tolist() == (SETTING.strategic > 0).tolist()


def test_forces_follow_spending_by_their_depreciation() -> None:
    found = run(moved(SETTING, military=SETTING.burden[0]), technology_weight=0.0, forces_depreciation=0.08)
    base = run(technology_weight=0.0, forces_depreciation=0.08)
    one = found.outcomes["forces"][:, 0] - base.outcomes["forces"][:, 0]
    assert one[2] == 0
    assert one[3] == pytest.approx(0.08 * np.exp(np.log(base.outcomes["income"][2, 0])), rel=0.02)
    assert (np.diff(one[2:]) > 0).all()


def test_technology_grows_as_the_whole_region_does_where_all_sectors_grow_alike() -> None:
    """On the baseline they do; growth is then about that of income less that of labour and capital."""
    base, found = dynamics.baseline(SETTING, Values(REST)), run()
    economy = SETTING.economy
    alike = np.log(base.knowledge / base.knowledge[0]) / economy.trade_elasticity[:, None]
    assert np.abs(alike - alike[:, :1]).max() < 1e-12
    growth = alike[:, 0] * economy.base_output.sum(1) / economy.value_added
    level = np.log(SETTING.productivity) + growth
    assert found.outcomes["technology"] == pytest.approx(np.exp(level - level.max(1, keepdims=True)), rel=1e-7)
    share = SETTING.labour_share
    factors = share * np.log(SETTING.labour) + (1 - share) * np.log(base.capital)
    assert growth[-1] == pytest.approx((base.income - factors)[-1], abs=0.05)
    assert growth[-1].min() > 0.1


def test_technology_takes_the_sales_of_strategic_sectors_and_the_value_added_of_all() -> None:
    weight, economy = frame(SETTING).states.weight, SETTING.economy
    core = SETTING.strategic > 0
    assert not weight[:, ~core].any()
    assert weight @ economy.trade_elasticity == pytest.approx(economy.base_output.sum(1) / economy.value_added)
    sales = economy.base_output[:, core]
    parts = weight[:, core] * economy.trade_elasticity[core]
    assert parts / parts.sum(1, keepdims=True) == pytest.approx(sales / sales.sum(1, keepdims=True))


def test_arms_of_a_rival_raise_threat_and_ones_own_lower_it() -> None:
    found = run(moved(SETTING, military=0.05), gain_arms=0.3, growth_threat=0.0, gain_restrictions=0.0)
    assert found.threat[-1, 1, 0] > 0 > found.threat[-1, 0, 1]
    assert found.threat[-1, 1, 0] == pytest.approx(-found.threat[-1, 0, 1], rel=0.2)


def test_two_that_arm_alike_frighten_each_other_no_more() -> None:
    given = {"gain_arms": 0.3, "growth_threat": 0.0, "gain_restrictions": 0.0, "crowding": 0.0}
    levers = Policy.none(*SETTING.shape[:2])
    levers.by_region[:, :, BY_REGION.index("military")] = SETTING.burden
    alike, alone = run(levers, **given), run(moved(SETTING, military=float(SETTING.burden[0])), **given)
    assert alike.outcomes["forces"][-1].min() > 1.3
    assert np.abs(alike.threat[-1]).max() < 0.1 * alone.threat[-1, 1, 0]
    meaning = parameters()["gain_arms"].meaning
    assert "both arm alike" in meaning and "arms race" not in meaning


def test_a_point_of_defence_research_adds_little_at_the_centre_of_the_table() -> None:
    setting = dynamics.calibrated()
    upper = {name: parameters()[name].high for name in ("research_elasticity", "spillover", "permeability")}
    added = {}
    for name, given in (("centre", {}), ("upper", upper | {"insight_share": 1.0})):
        values = Values(REST | given | {"crowding": 0.0, "growth_threat": 0.0})
        base, rest = dynamics.baseline(setting, values), Policy.none(*setting.shape[:2])
        calm = dynamics.path(setting, base, values, rest)
        for state in ("CHN", "USA"):
            n = setting.regions.index(state)
            more = Policy.none(*setting.shape[:2])
            spent = min(0.01 / float(setting.defence_research[n]), 0.2)
            more.by_region[:, n, BY_REGION.index("military")] = spent
            found = dynamics.path(setting, base, values, more)
            gain = np.log(found.outcomes["technology"][-1, n] / calm.outcomes["technology"][-1, n])
            added[name, state] = 100 * gain / 28 * 0.01 / (spent * setting.defence_research[n])
    assert 0 < added["centre", "CHN"] < 0.01
    assert 0.04 < added["upper", "CHN"] < 0.06
    assert "at the centre of the table under .01" in parameters()["research_elasticity"].source


def test_a_restriction_adds_its_gain_to_threat_in_the_long_run() -> None:
    given = {"gain_restrictions": 0.4, "gain_arms": 0.0, "growth_threat": 0.0, "threat_persistence": 0.6}
    setting = made_up(years=40, flat=True)
    found = run(moved(setting, restriction=0.2), setting, without=("restrictions",), **given)
    # One log point at the largest response of the table, 0.2, adds the gain.
    assert found.threat[-1, 1, 0] == pytest.approx(0.4, rel=1e-6)
    assert found.threat[-1, 0, 1] == 0


def test_growth_that_fails_is_a_threat() -> None:
    found = run(moved(SETTING, barrier=0.5), growth_threat=0.5, gain_arms=0.0, gain_restrictions=0.0)
    assert found.outcomes["cost"][-1, 0] > 0 and found.outcomes["threat"][-1, 0] > 0


def test_priority_rises_faster_than_it_falls_where_the_ratchet_holds() -> None:
    given = {"initial_threat": 1.0, "threat_persistence": 0.6, "gain_arms": 0.0, "gain_restrictions": 0.0,
             "growth_threat": 0.0, "adjustment_up": 0.8}  # fmt: skip
    held, even = (run(ratchet=by, **given).outcomes["priority"][:, 0] for by in (0.3, 1.0))
    weight = SETTING.rivals[0, 1]
    assert held[1] == even[1] == pytest.approx(0.8 * weight, rel=1e-12)
    assert held[-1] > 2 * even[-1] > 0


def test_the_burden_follows_priority_by_its_adjustment() -> None:
    given = {"initial_threat": 1.0, "burden_response": 1.0, "burden_adjustment": 0.2, "spending_elasticity": 1.0}
    found = run(**given)
    s, logs = found.outcomes["priority"][:, 0], np.log(found.outcomes["burden"][:, 0] / SETTING.burden[0])
    assert logs[:2] == pytest.approx([0, 0], abs=1e-12)
    assert logs[2] == pytest.approx(0.2 * s[1], rel=1e-9)
    assert logs[3] == pytest.approx(logs[2] + 0.2 * (s[2] - logs[2]), rel=1e-9)


def test_a_wedge_that_is_wasted_costs_more_than_a_duty_and_both_lower_reliance() -> None:
    wedge = moved(SETTING, self_reliance=0.3)
    duty, half, waste = (run(wedge, waste=by, without=("threat",)) for by in (0.0, 0.5, 1.0))
    assert duty.outcomes["cost"][-1, 0] < half.outcomes["cost"][-1, 0] < waste.outcomes["cost"][-1, 0]
    usual = run().outcomes["reliance"][-1, 0]
    assert max(path.outcomes["reliance"][-1, 0] for path in (duty, half, waste)) < usual
    # Revenue stays with the buyer: its expenditure is what it earns, duty included.
    assert duty.gdp[-1, 0] - duty.factor_income[-1, 0] > waste.gdp[-1, 0] - waste.factor_income[-1, 0]


def test_priority_prefers_home_against_those_who_are_far() -> None:
    given = {"initial_threat": 1.0, "wedge_response": 0.3, "gain_restrictions": 0.0, "restriction_response": 0.0}
    found, usual = run(**given), run()
    assert found.outcomes["reliance"][-1, 0] < usual.outcomes["reliance"][-1, 0]


def test_stocks_and_internal_security_are_a_cost_only() -> None:
    found = run(moved(SETTING, stockpile=0.01, internal_security=0.02), crowding=0.0)
    assert np.allclose(found.outcomes["income"], run().outcomes["income"], rtol=1e-7)
    assert found.outcomes["cost"][-1, 0] == pytest.approx(0.03 / (1 - SETTING.burden[0]), rel=0.05)


def test_restrictions_follow_threat_on_named_rivals_and_hurt_both() -> None:
    given = {"initial_threat": 1.0, "restriction_response": 0.2, "wedge_response": 0.0, "burden_response": 0.2,
             "gain_arms": 0.0, "closure_response": 0.0, "stock_response": 0.0, "internal_response": 0.0}  # fmt: skip
    found = run(**given)
    assert not found.restriction[0].any()
    assert found.restriction[1, 0, 1] == pytest.approx(0.2 * found.threat[1, 0, 1], rel=1e-12)
    assert (found.restriction[1] > 0).tolist() == SETTING.named.tolist()
    quiet = run(**given | {"restriction_response": 0.0})
    assert (found.outcomes["income"][-1, [0, 1]] < quiet.outcomes["income"][-1, [0, 1]]).all()


def loop(corner: dict[str, float], rivals: np.ndarray, named: np.ndarray, fall: np.ndarray) -> float:
    """Spectral radius of threat, priority, burden and forces at rest, with trade and technology as they are."""
    c, n = coefficients(Values(corner)), len(rivals)
    size = n * n + 3 * n
    table = np.zeros((size, size))
    s, u, m = (n * n + k * n for k in range(3))
    for a in range(n):
        table[s + a, s + a] = 1 - (c.down if fall[a] else c.up)
        table[u + a, u + a], table[u + a, s + a] = 1 - c.burden_adjustment, c.burden_adjustment * c.burden_response
        table[m + a, m + a], table[m + a, u + a] = 1 - c.forces_depreciation, c.forces_depreciation
        for b in range(n):
            pair = a * n + b
            table[s + a, pair] += (c.down if fall[a] else c.up) * rivals[a, b]
            table[pair, pair] += c.persistence
            table[pair, b * n + a] += c.by_restriction * c.restriction_response * named[b, a]
            table[pair, m + b] += c.by_forces
            table[pair, m + a] -= c.by_forces
    return float(np.abs(np.linalg.eigvals(table)).max())


LOOP = (
    "threat_persistence", "gain_arms", "gain_restrictions", "adjustment_up", "ratchet", "burden_response",
    "burden_adjustment", "forces_depreciation", "restriction_response",
)  # fmt: skip
PAIR = np.array([[0.0, 1.0], [1.0, 0.0]])
RING = np.roll(np.eye(3), 1, axis=1)


@pytest.mark.parametrize("rivals", [PAIR, RING, (np.ones((3, 3)) - np.eye(3)) / 2], ids=["pair", "ring", "all"])
def test_no_corner_of_the_table_lets_fear_feed_itself(rivals: np.ndarray) -> None:
    table = parameters()
    named = np.ones_like(rivals) - np.eye(len(rivals))
    for ends in itertools.product(("low", "high"), repeat=len(LOOP)):
        corner = {name: getattr(table[name], end) for name, end in zip(LOOP, ends, strict=True)}
        for fall in (np.zeros(3), np.ones(3), np.array([1, 0, 0])):
            assert loop(corner, rivals, named, fall) < 1, corner


def test_no_corner_of_the_table_runs_away_in_a_flat_world() -> None:
    """With trade, ideas and growth in the loop: from the highest threat, eighty years later there is less of it."""
    setting, table, rng = made_up(years=81, flat=True, n=3), parameters(), np.random.default_rng(0)
    drawn = [name for name, row in table.items() if row.mechanism != "baseline"]
    base = dynamics.baseline(setting, Values())
    for k in range(40):
        ends = ["high"] * len(drawn) if k == 0 else rng.choice(["low", "high"], len(drawn))
        values = Values(
            {name: getattr(table[name], end) for name, end in zip(drawn, ends, strict=True)} | {"initial_threat": 1.0}
        )
        found = dynamics.path(setting, base, values, Policy.none(81, 3))
        late = np.abs(found.threat[40:]).max((1, 2))
        assert late[-1] < 0.7 and late[-1] <= late[0] + 1e-12, dict(values)


def test_barriers_between_two_worlds_leave_each_its_own_numeraire() -> None:
    policy = Policy.none(*SETTING.shape[:2])
    barrier = policy.by_pair[3:, BY_PAIR.index("barrier")]
    barrier[:, :2, 2:] = barrier[:, 2:, :2] = np.inf
    found = run(policy)
    added = SETTING.economy.value_added
    assert np.isnan(found.outcomes["gdp_market"][3:]).all() and np.isfinite(found.outcomes["gdp_market"][:3]).all()
    assert not found.shares[3:, :, :2, 2:].any() and not found.shares[3:, :, 2:, :2].any()
    assert np.allclose(found.factor_income[3:, :2].sum(1), added[:2].sum())
    assert (found.outcomes["cost"][-1] > 0).all()
