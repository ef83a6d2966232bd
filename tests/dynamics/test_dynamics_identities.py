"""What holds for any world and any draw: rest, accounts, splitting, ideas in closed form, mechanisms that are off."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from dynamics_settings import ALL, made_up, moved, parts_of, split, split_policy

from technostate import dynamics
from technostate.dynamics import BY_PAIR, BY_REGION, MECHANISMS, Policy, Setting, Values, parameters
from technostate.shocks.decade import counterfactual

#: Everything politics does, at its strongest, with nothing moved by growth that is drawn.
AT_WORK = {
    "initial_threat": 1.0, "gain_arms": 0.3, "gain_restrictions": 0.5, "growth_threat": 0.5, "wedge_response": 0.3,
    "closure_response": 0.3, "stock_response": 0.005, "internal_response": 0.01, "restriction_response": 0.2,
    "burden_response": 1.0, "spending_elasticity": 0.3, "crowding": 1.0, "beta": 0.6, "waste": 0.3,
}  # fmt: skip
AT_REST = {"initial_threat": 0.0}


def run(setting: Setting, policy: Policy | None = None, tolerance: float = 1e-8, /, **given: float) -> dynamics.Path:
    values = Values(given)
    base = dynamics.baseline(setting, values, tolerance=tolerance)
    return dynamics.path(setting, base, values, policy or Policy.none(*setting.shape[:2]), tolerance=tolerance)


def test_a_world_in_which_nothing_grows_stays_as_it_is() -> None:
    setting = made_up(flat=True)
    found = run(setting, **AT_REST)
    assert np.abs(np.log(found.outcomes["income"])).max() < 1e-12
    assert np.abs(np.log(found.outcomes["civil"])).max() < 1e-12
    assert np.abs(found.knowledge / found.knowledge[0] - 1).max() < 1e-12
    assert np.abs(found.outcomes["forces"] - 1).max() < 1e-12
    assert max(np.abs(found.outcomes[name]).max() for name in ("priority", "threat", "restricted")) < 1e-12


@pytest.mark.parametrize("seed", [3, 4])
def test_at_rest_the_path_is_the_baseline(seed: int) -> None:
    setting = made_up(seed)
    base = dynamics.baseline(setting, Values())
    assert base.worst < 2e-8
    assert np.abs(base.income - setting.income).max() == pytest.approx(base.worst)
    found = dynamics.path(setting, base, Values(AT_REST), Policy.none(*setting.shape[:2]))
    assert np.abs(np.log(found.outcomes["income"]) - base.income).max() < 1e-8
    assert np.abs(found.outcomes["cost"]).max() < 1e-8
    assert np.abs(found.knowledge / base.knowledge - 1).max() < 1e-8
    assert np.abs(found.capital - base.capital).max() < 1e-8
    assert np.abs(found.outcomes["threat"]).max() < 1e-8


@pytest.mark.parametrize("state", [0, 1, 3])
def test_a_state_cut_in_three_changes_nothing_with_every_mechanism_at_work(state: int) -> None:
    whole, policy = made_up(), moved(made_up(), **ALL)
    new, _ = parts_of(whole, state, 3)
    one = run(whole, policy, 1e-11, **AT_WORK)
    other = run(split(whole, state, 3), split_policy(policy, new), 1e-11, **AT_WORK)
    assert one.outcomes["priority"].max() > 0.09
    for name, value in one.outcomes.items():
        if name not in ("gdp_market", "gdp_ppp"):
            assert np.abs(other.outcomes[name] - value[:, new]).max() < 1e-7, name
    for name in ("gdp_market", "gdp_ppp"):
        together = [other.outcomes[name][:, new == n].sum(1) for n in range(len(whole.regions))]
        assert np.abs(np.array(together).T - one.outcomes[name]).max() < 1e-7


@pytest.mark.parametrize("state", ["EU", "CHN"])
def test_a_state_of_the_world_cut_in_three_changes_nothing(state: str) -> None:
    whole = dynamics.calibrated(last=2032)
    at, china = whole.regions.index(state), whole.regions.index("CHN")
    policy = Policy.none(*whole.shape[:2])
    for name in BY_REGION:
        policy.by_region[2:, china, BY_REGION.index(name)] = ALL[name]
    policy.by_pair[2:, BY_PAIR.index("aimed"), china, whole.regions.index("USA")] = 0.3
    new, _ = parts_of(whole, at, 3)
    one = run(whole, policy, 1e-11, **AT_WORK)
    # Growth that is drawn is named by region: nothing is drawn here, so that parts grow as the whole does.
    other = run(split(whole, at, 3), split_policy(policy, new), 1e-11, **AT_WORK)
    for name in ("income", "civil", "technology", "reliance", "burden", "forces", "priority", "threat", "restricted"):
        assert np.abs(other.outcomes[name] - one.outcomes[name][:, new]).max() < 1e-7, name


@pytest.mark.parametrize("beta", [0.1, 0.4, 0.7])
@pytest.mark.parametrize("part", [0.3, 1.0])
def test_arrivals_and_own_growth_make_the_growth_of_knowledge(beta: float, part: float) -> None:
    from technostate.dynamics.frame import frame
    from technostate.dynamics.mechanisms import arrivals, insight

    setting = made_up(n=4)
    base, mix = dynamics.baseline(setting, Values()), frame(setting).trade.mix
    years, j, n = base.knowledge.shape
    alpha, own, found = np.empty((years - 1, j, n)), np.empty((years - 1, j, n)), np.empty((j, n))
    arrivals(base.knowledge, base.shares, mix, beta, part, alpha, own)
    assert (alpha >= 0).all() and (alpha > 0).any()
    for t in range(years - 1):
        insight(base.shares[t], base.knowledge[t], mix, beta, np.zeros((n, n)), found)
        grown = alpha[t] * found + own[t] * base.knowledge[t]
        assert np.abs((grown - np.diff(base.knowledge, axis=0)[t]) / base.knowledge[t]).max() < 1e-14


@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9])
def test_insight_is_at_most_all_knowledge_of_the_world(beta: float) -> None:
    """Hölder: Σ π^(1−β) λ^β ≤ (Σ π)^(1−β) (Σ λ)^β; it is reached where shares are as knowledge is."""
    from technostate.dynamics.mechanisms import insight

    rng = np.random.default_rng(1)
    j, n = 3, 6
    known = rng.lognormal(0, 2, (j, n))
    mix = rng.dirichlet(np.ones(j), size=(n, j)).transpose(0, 2, 1).copy()
    found = np.empty((j, n))
    most = np.einsum("nkj,k->jn", mix, known.sum(1) ** beta)
    insight(rng.dirichlet(np.ones(n), size=(j, n)), known, mix, beta, np.zeros((n, n)), found)
    assert (found <= most * (1 + 1e-12)).all() and (found < most).any()
    even = np.repeat((known / known.sum(1, keepdims=True))[:, None, :], n, axis=1)
    insight(even, known, mix, beta, np.zeros((n, n)), found)
    assert np.allclose(found, most, rtol=1e-12)
    insight(even, known, mix, beta, np.full((n, n), 0.3), found)
    assert np.allclose(found, most * np.exp(-0.3), rtol=1e-12)


def test_without_ideas_every_year_is_a_counterfactual_of_the_decade() -> None:
    setting = made_up()
    values, policy = Values(AT_REST | {"waste": 0.4}), moved(setting, self_reliance=0.3, aimed=0.5, barrier=0.2)
    base = dynamics.baseline(setting, values)
    found = dynamics.path(setting, base, values, policy, without=("ideas", "threat"))
    e, t = setting.economy, len(setting.years) - 1
    wedge = np.zeros((3, 5, 5))
    wedge[1:, 0] = 0.3
    wedge[1:, 0, 1] += 0.5
    wedge[:, np.arange(5), np.arange(5)] = 0
    barrier = policy.by_pair[t, BY_PAIR.index("barrier")]
    static = counterfactual(
        e,
        tariff=(1 + e.base_tariff) * np.exp(0.6 * wedge) - 1,
        trade_cost=np.exp(0.4 * wedge + barrier),
        productivity=((base.knowledge[t] / base.knowledge[0]) ** (1 / e.trade_elasticity[:, None])).T,
        labour=setting.labour[t] ** setting.labour_share * found.capital[t] ** (1 - setting.labour_share),
        deficit="share",
    )
    assert np.abs(np.log(found.outcomes["income"][t]) - np.log1p(static.real_income)).max() < 1e-8
    assert np.abs(found.shares[t] - static.import_share).max() < 1e-8
    assert np.abs(found.gdp[t] + static.deficit - static.income).max() / static.income.max() < 1e-8


@pytest.mark.parametrize("worlds", [1, 2])
def test_accounts_close(worlds: int) -> None:
    setting = made_up()
    e, waste = setting.economy, 0.4
    policy = moved(setting, self_reliance=0.3, aimed=0.5, military=0.01, stockpile=0.002, internal_security=0.003)
    barrier = policy.by_pair[2:, BY_PAIR.index("barrier")]
    if worlds == 2:
        barrier[:, :2, 2:] = barrier[:, 2:, :2] = np.inf
    quiet = {"wedge_response": 0.0, "waste": waste}
    found = run(setting, policy, 1e-11, **AT_WORK | quiet)
    wedge = np.zeros((3, 5, 5))
    wedge[1:, 0] = 0.3
    wedge[1:, 0, 1] += 0.5
    wedge[:, np.arange(5), np.arange(5)] = 0
    for t in (0, 2, 8):
        net = found.shares[t] / ((1 + e.base_tariff) * np.exp((1 - waste) * wedge * (t > 1)))
        # What each region buys of each sector, to its own use and for what it sells.
        bought = e.final_share * found.expenditure[t][:, None]
        for _ in range(400):
            sold = np.einsum("jin,ij->nj", net, bought)
            bought = e.final_share * found.expenditure[t][:, None] + np.einsum("nkj,nj->nk", e.input_share, sold)
        duty = (bought * (1 - net.sum(2).T)).sum(1)
        assert np.allclose((e.value_added_share * sold).sum(1), found.factor_income[t], rtol=1e-9)
        assert np.allclose(found.factor_income[t] + duty, found.gdp[t], rtol=1e-9)
        deficit = found.expenditure[t] - found.gdp[t]
        groups = [[0, 1], [2, 3, 4]] if worlds == 2 and t > 1 else [range(5)]
        for group in map(list, groups):
            assert abs(deficit[group].sum()) < 1e-9 * found.gdp[t].sum()
            assert found.factor_income[t, group].sum() == pytest.approx(e.value_added[group].sum(), rel=1e-9)
    spent = found.spending.sum(1) * found.gdp / found.expenditure * found.outcomes["income"]
    unit = 1 - setting.burden * (e.value_added + e.base_revenue) / e.base_income
    assert np.allclose(found.outcomes["civil"] * unit + spent, found.outcomes["income"], rtol=1e-12)


#: Parameters that work through one mechanism alone.
OF = {
    "ideas": ("beta", "insight_share"), "capital": ("crowding",), "research": ("research_elasticity", "spillover"),
    "forces": ("gain_arms",), "threat": ("threat_persistence", "initial_threat"),
    "priority": ("adjustment_up", "ratchet"),
    "budgets": ("burden_response", "spending_elasticity", "wedge_response", "closure_response", "stock_response",
                "internal_response"),
    "restrictions": ("restriction_response",),
}  # fmt: skip


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_that_is_off_removes_its_effect_and_no_other(name: str) -> None:
    setting = made_up()
    policy, base = moved(setting, **ALL), dynamics.baseline(setting, Values())
    table = parameters()
    low, high = (Values(AT_WORK | {key: getattr(table[key], end) for key in OF[name]}) for end in ("low", "high"))
    off = [dynamics.path(setting, base, values, policy, without=(name,)) for values in (low, high)]
    on = [dynamics.path(setting, base, values, policy) for values in (low, high)]
    for outcome in dynamics.OUTCOMES:
        assert np.array_equal(off[0].outcomes[outcome], off[1].outcomes[outcome]), outcome
    assert any(not np.allclose(on[0].outcomes[key], on[1].outcomes[key], rtol=1e-4) for key in dynamics.OUTCOMES)
    assert OF.keys() == set(MECHANISMS)


def test_with_all_mechanisms_off_and_no_lever_moved_the_path_is_the_baseline() -> None:
    setting = made_up()
    base = dynamics.baseline(setting, Values())
    found = dynamics.path(setting, base, Values(AT_WORK), Policy.none(*setting.shape[:2]), without=MECHANISMS)
    assert np.abs(np.log(found.outcomes["income"]) - base.income).max() < 1e-12
    assert np.array_equal(found.outcomes["burden"], np.tile(setting.burden, (9, 1)))


def test_knowledge_mixed_otherwise_needs_no_new_baseline() -> None:
    setting, policy = made_up(), moved(made_up(), **ALL)
    one, other = Values({"knowledge_mix": 0.1}), Values({"knowledge_mix": 0.9})
    shared, own = dynamics.baseline(setting, one), dynamics.baseline(setting, other)
    a, b = (dynamics.path(setting, base, other, policy) for base in (shared, own))
    assert np.allclose(a.outcomes["income"], b.outcomes["income"], rtol=1e-13)
    assert not np.allclose(run(setting, policy).outcomes["income"], a.outcomes["income"], rtol=1e-5)


def test_the_same_bits_in_any_order_and_on_two_threads() -> None:
    setting, policy = made_up(), moved(made_up(), **ALL)
    draws = [{"beta": 0.1 + 0.05 * k, "initial_threat": k / 12, "growth_china": 0.001 * k} for k in range(12)]

    def bits(given: dict[str, float]) -> bytes:
        found = run(setting, policy, **given)
        return b"".join(found.outcomes[name].tobytes() for name in dynamics.OUTCOMES)

    forward = [bits(given) for given in draws]
    backward = [bits(given) for given in draws[::-1]][::-1]
    with ThreadPoolExecutor(2) as pool:
        threads = list(pool.map(bits, draws))
    assert forward == backward == threads
    assert len(set(forward)) == len(draws)


def test_the_same_bits_whatever_lies_between_two_runs_in_memory() -> None:
    setting, policy, rng = made_up(), moved(made_up(), **ALL), np.random.default_rng(0)
    seen, kept = set(), []
    for _ in range(40):
        kept.append(np.empty(rng.integers(1, 5000)))
        seen.add(run(setting, policy, initial_threat=0.6).outcomes["income"].tobytes())
    assert len(seen) == 1
