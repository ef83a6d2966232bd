"""Named scenarios on the calibrated world: every path solves, and levers do what their names say."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from technostate import dynamics
from technostate.futures import draws, scenarios
from technostate.futures.scenario import Scenario
from technostate.futures.space import Space

RUNS = 8


@cache
def setting() -> dynamics.Setting:
    return dynamics.calibrated()


class Runs:
    """A few draws of a scenario, those of all scenarios alike in the parameters."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        space = Space.of(scenario)
        points = draws.places(0, RUNS, draws.numbered(space.names), seed=1)
        self.made = [self._path(space, point) for point in points]

    @staticmethod
    def _path(space: Space, point: np.ndarray) -> dynamics.Path:
        draw = space.draw(point)
        base = dynamics.baseline(setting(), draw.values)
        return dynamics.path(setting(), base, draw.values, draw.policy)

    def paths(self, outcome: str, region: str) -> np.ndarray:
        """(runs, Y)."""
        at = setting().regions.index(region)
        return np.array([path.outcomes[outcome][:, at] for path in self.made])


@cache
def runs(name: str) -> Runs:
    return Runs(scenarios.load(name))


@pytest.mark.parametrize("name", scenarios.names())
def test_every_path_of_a_named_scenario_solves_and_answers_its_milestones(name: str) -> None:
    found = runs(name)
    assert found.scenario.labels() == setting().regions and found.scenario.years == setting().years
    for outcome in dynamics.OUTCOMES:
        for region in ("CHN", "USA", "EU", "JPN", "IND"):
            assert np.isfinite(found.paths(outcome, region)).all(), (outcome, region)
    for row in found.scenario.milestones:
        assert row.met(found.paths, found.scenario.years).shape == (RUNS,)


@pytest.mark.parametrize(
    ("name", "region", "outcome", "sign"),
    [
        ("china-brief", "CHN", "reliance", -1),
        ("china-brief", "CHN", "burden", 1),
        ("china-brief", "CHN", "forces", 1),
        ("us-brief", "USA", "reliance", -1),
        ("us-brief", "USA", "burden", 1),
        ("us-brief", "CHN", "restricted", 1),
        ("eu-derisking", "EU", "reliance", -1),
        ("eu-derisking", "EU", "burden", 1),
        ("japan-security", "JPN", "burden", 1),
        ("india-self-reliance", "IND", "reliance", -1),
        ("de-risking", "CHN", "reliance", -1),
        ("de-risking", "CHN", "restricted", 1),
        ("de-risking", "EU", "restricted", 1),
        ("decoupling", "CHN", "cost", 1),
        ("decoupling", "JPN", "cost", 1),
        ("fortress", "IND", "reliance", -1),
        ("detente", "CHN", "burden", -1),
        ("detente", "USA", "burden", -1),
    ],
)
def test_a_scenario_does_what_its_name_says_in_every_draw(name: str, region: str, outcome: str, sign: int) -> None:
    """Beside drift with the same parameters; in 2040, when every move has its value."""
    at = setting().years.index(2040)
    moved = runs(name).paths(outcome, region)[:, at] - runs("drift").paths(outcome, region)[:, at]
    assert (sign * moved > 0).all(), moved


def test_a_high_barrier_is_near_to_no_trade_at_all() -> None:
    text = "name: high\ntitle: High\nextends: decoupling\nmoves: [{name: blocs, value: 3, start: 2030, full: 2030}]\n"
    high, stopped = Runs(scenarios.parse(text)), runs("two-worlds")
    for region in ("CHN", "USA", "EU", "IND"):
        gap = high.paths("income", region)[:, -1] / stopped.paths("income", region)[:, -1] - 1
        assert np.abs(gap).max() < 0.01, (region, gap)


def test_what_is_stopped_costs_both_blocs_and_the_one_that_is_smaller_more() -> None:
    costs = {
        region: np.median(runs("two-worlds").paths("cost", region)[:, -1]) for region in ("CHN", "USA", "EU", "JPN")
    }
    assert min(costs.values()) > 0 and costs["CHN"] > costs["USA"]
