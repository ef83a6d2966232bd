"""From a point of the unit cube to parameters, levers and a projection."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from technostate.dynamics import LEVERS, parameters
from technostate.dynamics.levers import BY_PAIR, BY_REGION
from technostate.errors import ScenarioError
from technostate.futures import scenarios
from technostate.futures.scenario import Scenario
from technostate.futures.space import Dimension, Space

HEAD = "name: made\ntitle: Made for tests\n"


MOVED = "- {region: CHN, lever: military, low: 0, high: 0.01, start: 2025, why: test}"


def made(rows: str = "", more: str = "") -> Scenario:
    return scenarios.parse(f"{HEAD}{more}\nmoves:\n{rows}" if rows else f"{HEAD}{more}")


def middle(space: Space, **at: float) -> np.ndarray:
    return np.array([at.get(row.name.replace(".", "_"), 0.5) for row in space.dimensions])


@pytest.mark.parametrize("name", scenarios.names())
def test_every_corner_of_a_named_scenario_is_a_policy_within_the_levers_ranges(name: str) -> None:
    scenario = scenarios.load(name)
    space = Space.of(scenario)
    years, n, d = len(scenario.years), len(scenario.labels()), len(space.dimensions)
    for corner in (np.zeros(d), np.ones(d), np.full(d, 0.5)):
        draw = space.draw(corner)
        assert draw.policy.by_region.shape == (years, n, len(BY_REGION))
        assert draw.policy.by_pair.shape == (years, len(BY_PAIR), n, n)
        assert not draw.policy.by_region[0].any() and not draw.policy.by_pair[0].any()
        for at, lever in enumerate(BY_REGION):
            values = draw.policy.by_region[..., at]
            assert LEVERS[lever].low - 1e-15 <= values.min() and values.max() <= LEVERS[lever].high + 1e-15
        for at, lever in enumerate(BY_PAIR):
            values = draw.policy.by_pair[:, at]
            assert values.min() >= 0 and (values[np.isfinite(values)] <= LEVERS[lever].high + 1e-15).all()
            assert not np.isnan(values).any()
            assert not np.einsum("ynn->yn", values).any()
        assert draw.projection in scenario.projections
        for parameter, value in draw.values.items():
            span = scenario.span(parameter)
            assert span.low <= value <= span.high or parameter not in space.names


def test_every_parameter_whose_range_is_no_point_is_drawn_and_no_other() -> None:
    space = Space.of(made(more="ranges: {beta: 0.3}"))
    assert "beta" not in space.names
    assert set(space.names) == set(parameters()) - {"beta"}
    assert space.draw(middle(space)).values["beta"] == 0.3


def test_a_lever_rises_in_a_straight_line_stays_and_ends() -> None:
    scenario = made(
        "- {region: CHN, lever: military, low: 0.01, high: 0.03, start: 2025, full: 2029, end: 2040, why: test}"
    )
    space = Space.of(scenario)
    course = space.draw(middle(space, CHN_military=0.5)).policy.by_region[:, scenario.labels().index("CHN"), 0]
    by_year = dict(zip(scenario.years, course, strict=True))
    assert by_year[2025] == 0 and by_year[2027] == pytest.approx(0.01) and by_year[2029] == pytest.approx(0.02)
    assert by_year[2039] == pytest.approx(0.02) and by_year[2040] == 0


def test_buyer_stands_first_for_aimed_and_seller_for_restrictions_and_a_barrier_goes_both_ways() -> None:
    scenario = made(
        "- {region: CHN, lever: aimed, against: USA, value: 0.2, start: 2025, why: test}\n"
        "- {region: USA, lever: restriction, against: CHN, value: 0.4, start: 2025, why: test}\n"
        "- {region: EU, lever: barrier, against: RUS, value: stop, start: 2024, why: test}\n"
    )
    space = Space.of(scenario)
    pairs, where = space.draw(middle(space)).policy.by_pair, scenario.labels().index
    aimed, restriction, barrier = (pairs[-1, BY_PAIR.index(name)] for name in ("aimed", "restriction", "barrier"))
    assert aimed[where("CHN"), where("USA")] == 0.2 and aimed.sum() == pytest.approx(0.2)
    assert restriction[where("USA"), where("CHN")] == 0.4 and restriction.sum() == pytest.approx(0.4)
    assert np.isinf(barrier[where("EU"), where("RUS")]) and np.isinf(barrier[where("RUS"), where("EU")])
    assert np.isinf(barrier).sum() == 2
    assert not pairs[:2].any() and np.isinf(pairs[2:]).any(axis=(1, 2, 3)).all()


def test_states_of_one_move_take_the_same_place_in_its_range() -> None:
    scenario = made(
        "- {name: west, region: [USA, EU, JPN], lever: restriction, against: [CHN, RUS], low: 0, high: 1, "
        "start: 2025, why: test}"
    )
    space = Space.of(scenario)
    assert len(scenario.moves) == 6 and space.names.count("west") == 1
    values = space.draw(middle(space, west=0.25)).policy.by_pair[-1, BY_PAIR.index("restriction")]
    np.testing.assert_array_equal(values[values > 0], np.full(6, 0.25))


def test_the_projection_is_drawn_where_there_are_several() -> None:
    space = Space.of(made(MOVED, "projections: [SSP1, SSP2, SSP5]"))
    assert space.names[-2:] == ("projection", "CHN.military")
    found = [space.draw(middle(space, projection=at)).projection for at in (0.0, 0.33, 0.34, 0.67, 1.0)]
    assert found == ["SSP1", "SSP1", "SSP2", "SSP5", "SSP5"]


def test_a_normal_is_cut_off_where_its_range_ends_and_logs_are_even_in_logs() -> None:
    at = np.linspace(0, 1, 4001)[1:-1]
    normal = Dimension("x", "X", -2.0, 2.0, "normal", centre=0.0, deviation=1.0).value(at)
    np.testing.assert_allclose(normal, stats.truncnorm(-2, 2).ppf(at), atol=1e-12)
    logs = Dimension("x", "X", 0.01, 1.0, "logs").value(at)
    np.testing.assert_allclose(np.log10(logs), -2 + 2 * at, atol=1e-12)
    for row in (normal, logs):
        assert (np.diff(row) > 0).all()


@pytest.mark.parametrize("point", [np.zeros(3), np.array([[0.5]]), np.array([1.5]), np.array([np.nan])])
def test_a_point_outside_the_cube_is_refused(point: np.ndarray) -> None:
    fixed = ", ".join(f"{name}: {row.central}" for name, row in parameters().items() if name != "beta")
    space = Space.of(made(more=f"ranges: {{{fixed}}}"))
    assert space.names == ("beta",)
    with pytest.raises(ScenarioError):
        space.draw(point)


def test_the_table_of_draws_says_what_single_draws_say() -> None:
    space = Space.of(scenarios.load("china-brief"))
    points = np.random.default_rng(3).random((5, len(space.dimensions)))
    table = space.table(points)
    assert tuple(table) == space.names
    for run, point in enumerate(points):
        values = space.draw(point).values
        assert {name: table[name][run] for name in table if name in values} == {
            name: values[name] for name in table if name in values
        }
