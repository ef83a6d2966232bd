"""The paths of the world that ships: resolution, known sizes, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from dynamics_settings import made_up, moved

from technostate import dynamics
from technostate.dynamics import BY_PAIR, BY_REGION, Baseline, Policy, Setting, Values
from technostate.errors import ConvergenceError, DataError, LabelError, ScenarioError

WEST = ("USA", "EU", "GBR", "JPN", "KOR", "TWN", "CAN")
QUIET = {"initial_threat": 0.0, "gain_arms": 0.0, "gain_restrictions": 0.0, "growth_threat": 0.0, "insight_share": 1.0}


def cut(setting: Setting, west: list[int], east: list[int]) -> Policy:
    """All trade between two groups of regions stops from the fourth year on."""
    policy = Policy.none(*setting.shape[:2])
    barrier = policy.by_pair[3:, BY_PAIR.index("barrier")]
    for a in west:
        barrier[:, a, east] = barrier[:, east, a] = np.inf
    return policy


def losses(setting: Setting, policy: Policy, **given: float) -> dict[str, float]:
    values = Values(QUIET | given)
    found = dynamics.path(setting, dynamics.baseline(setting, values), values, policy)
    return dict(zip(setting.regions, found.outcomes["cost"][-1], strict=True))


@pytest.fixture(scope="module")
def sixteen() -> Setting:
    return dynamics.calibrated()


def between(setting: Setting, members: tuple[str, ...] = ()) -> Policy:
    west = [n for n, label in enumerate(setting.regions) if label in WEST or label in members]
    return cut(setting, west, [setting.regions.index("CHN"), setting.regions.index("RUS")])


@pytest.fixture(scope="module")
def gaps(sixteen: Setting) -> dict[float, dict[str, float]]:
    """Loss at 81 regions less that at sixteen, by weight of the home share in λ₀, and by state."""
    from technostate import states

    fine, found = dynamics.calibrated(regions="full"), {}
    for mix in (0.0, 1.0):
        few = losses(sixteen, between(sixteen), beta=0.5, knowledge_mix=mix)
        many = losses(fine, between(fine, states.group("EU")), beta=0.5, knowledge_mix=mix)
        found[mix] = {state: many[state] - few[state] for state in ("CHN", "USA", "RUS", "KOR", "JPN", "IND")}
    return found


def test_sixteen_regions_lose_what_eighty_one_do_within_half_a_point(gaps: dict[float, dict[str, float]]) -> None:
    assert max(map(abs, gaps[0.0].values())) < 0.005


def test_knowledge_by_home_share_depends_on_how_the_world_is_divided(gaps: dict[float, dict[str, float]]) -> None:
    """A group of unequal members has less home share than its members together: the range of λ₀ covers it."""
    assert 0.005 < max(map(abs, gaps[1.0].values())) < 0.05


def test_a_cut_costs_china_more_the_more_ideas_spread(sixteen: Setting) -> None:
    policy = between(sixteen)
    china = [losses(sixteen, policy, beta=beta)["CHN"] for beta in (0.1, 0.3, 0.5, 0.7)]
    # With λ₀ half by workers and half by home share; the range of the sketch for one or the other is 0.085 to 0.209.
    assert china == pytest.approx([0.034, 0.05, 0.079, 0.113], abs=0.01)
    assert losses(sixteen, policy, beta=0.5)["USA"] < 0.02


def test_the_start_of_knowledge_matters_as_much_as_diffusion(sixteen: Setting) -> None:
    policy = between(sixteen)
    by_workers, by_home = (losses(sixteen, policy, beta=0.5, knowledge_mix=mix)["CHN"] for mix in (0.0, 1.0))
    assert abs(by_workers - by_home) > 0.02


def test_a_world_year_of_wiod_walks_too() -> None:
    setting = dynamics.calibrated("wiod-1995", last=2011)
    values = Values({"initial_threat": 0.0})
    base = dynamics.baseline(setting, values)
    found = dynamics.path(setting, base, values, Policy.none(*setting.shape[:2]))
    assert base.worst < 2e-8 and np.abs(found.outcomes["cost"]).max() < 1e-8


MADE = made_up(years=4)


def base_of(setting: Setting) -> Baseline:
    return dynamics.baseline(setting, Values())


def refused(policy: Policy, match: str) -> None:
    with pytest.raises(ScenarioError, match=match) as error:
        dynamics.path(MADE, base_of(MADE), Values(), policy)
    assert error.value.hint


def test_a_policy_of_another_shape_is_refused() -> None:
    refused(Policy.none(3, 5), r"by_region has shape \(3, 5, 8\) and needs \(4, 5, 8\); by_pair")


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_lever_that_is_no_number_is_refused(value: float) -> None:
    policy = Policy.none(4, 5)
    policy.by_region[2, 0, BY_REGION.index("military")] = value
    refused(policy, "by_region has 1 values that are not finite")


@pytest.mark.parametrize(("lever", "value"), [("aimed", np.inf), ("restriction", np.nan), ("barrier", -np.inf)])
def test_only_a_barrier_may_be_infinite(lever: str, value: float) -> None:
    policy = Policy.none(4, 5)
    policy.by_pair[2, BY_PAIR.index(lever), 0, 1] = value
    refused(policy, "by_pair has 1 values that are not finite")


def test_a_lever_against_oneself_is_refused() -> None:
    policy = Policy.none(4, 5)
    policy.by_pair[2, BY_PAIR.index("aimed"), 1, 1] = 0.1
    refused(policy, "aimed at the state that sets it")


def test_a_buyer_without_any_supplier_is_named() -> None:
    e = MADE.economy
    share = e.import_share.copy()
    share[1, 0] = [0, 1, 0, 0, 0]
    setting = replace(MADE, economy=type(e)(
        share, e.value_added_share, e.input_share, e.final_share, e.value_added, e.deficit, e.trade_elasticity, None,
        e.regions, e.sectors, "bare",
    ))  # fmt: skip
    from technostate.shocks.decade import settled

    setting = replace(setting, economy=settled(setting.economy))
    with pytest.raises(ScenarioError, match="in 2024 A can buy S1 nowhere"):
        dynamics.path(setting, base_of(setting), Values(), moved(setting, barrier=np.inf))


def test_a_baseline_of_another_setting_is_refused() -> None:
    with pytest.raises(DataError, match="another setting"):
        dynamics.path(MADE, base_of(made_up(years=5)), Values(), Policy.none(4, 5))


def test_a_mechanism_that_is_none_is_refused() -> None:
    with pytest.raises(LabelError, match="mechanism 'idea'"):
        dynamics.path(MADE, base_of(MADE), Values(), Policy.none(4, 5), without=("idea",))


def test_a_setting_with_broken_arrays_is_refused_with_all_that_is_wrong() -> None:
    broken = replace(MADE, burden=MADE.burden[:-1], civil_research=MADE.civil_research * np.nan)
    with pytest.raises(DataError, match=r"burden has shape \(4,\).*; civil_research has 5 values"):
        base_of(broken)


def test_a_year_without_an_equilibrium_is_named_and_never_returned() -> None:
    with pytest.raises(ConvergenceError, match="the baseline of 'made-up' has no equilibrium in 2022"):
        dynamics.baseline(MADE, Values(), tolerance=1e-30)
    with pytest.raises(ConvergenceError, match="the path of 'made-up' has no equilibrium in 2022"):
        dynamics.path(MADE, base_of(MADE), Values(), Policy.none(4, 5), tolerance=1e-30)
