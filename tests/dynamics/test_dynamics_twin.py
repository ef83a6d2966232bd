"""The compiled path and the plain one say the same, with every mechanism and lever at work."""

from __future__ import annotations

import numpy as np
import pytest
from dynamics_settings import ALL, made_up, moved

from technostate import dynamics
from technostate.dynamics import MECHANISMS, Policy, Values, reference

AT_WORK = {"initial_threat": 0.8, "gain_arms": 0.3, "gain_restrictions": 0.5, "wedge_response": 0.3, "waste": 0.4}


def same(one: dynamics.Path, other: dynamics.Path, tolerance: float = 1e-10) -> None:
    for name, value in one.outcomes.items():
        assert np.allclose(value, other.outcomes[name], rtol=tolerance, atol=tolerance, equal_nan=True), name
    for name in ("shares", "factor_income", "gdp", "expenditure", "spending", "capital", "threat", "restriction"):
        assert np.allclose(getattr(one, name), getattr(other, name), rtol=tolerance, atol=tolerance), name
    assert np.allclose(np.log(one.knowledge / other.knowledge), 0, atol=tolerance)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("without", [(), MECHANISMS, ("ideas", "forces"), ("capital", "budgets")])
def test_the_compiled_path_is_that_of_plain_loops(seed: int, without: tuple[str, ...]) -> None:
    setting, values = made_up(seed, n=4, years=6, duties=seed == 1), Values(AT_WORK)
    base = dynamics.baseline(setting, values, tolerance=1e-13)
    policy = moved(setting, **ALL)
    compiled = dynamics.path(setting, base, values, policy, without=without, tolerance=1e-13)
    same(compiled, reference.path(setting, base, values, policy, without=without))


def test_two_worlds_are_those_of_plain_loops() -> None:
    setting, values = made_up(5, n=4, years=5), Values(AT_WORK)
    base = dynamics.baseline(setting, values, tolerance=1e-13)
    policy = two_worlds(setting)
    compiled = dynamics.path(setting, base, values, policy, tolerance=1e-13)
    assert np.isnan(compiled.outcomes["gdp_market"][2:]).all()
    same(compiled, reference.path(setting, base, values, policy))


def two_worlds(setting: dynamics.Setting) -> Policy:
    years, n, _ = setting.shape
    policy = Policy.none(years, n)
    for a in range(2):
        for b in range(2, n):
            policy.by_pair[2:, dynamics.BY_PAIR.index("barrier"), [a, b], [b, a]] = np.inf
    return policy
