"""Amounts of measures in every case, the days they are in force, and their way to fewer regions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shock_cases import BAN, shock

from technostate.errors import ScenarioError
from technostate.shocks.specification import load
from technostate.shocks.specification.amounts import within
from technostate.shocks.specification.division import Division
from technostate.shocks.specification.levels import Levels, neutral
from technostate.shocks.specification.regions import sixteen
from technostate.shocks.specification.resolve import coarsen, resolve
from technostate.world import World
from technostate.world import load as load_world

RANGED = BAN | {"leak": {"low": 0.0, "central": 0.1, "high": 0.5}}


@pytest.fixture(scope="module")
def fine() -> World:
    return load_world("icio-2022")


def test_draws_take_every_range_by_itself_and_evenly_on_both_sides_of_the_central_value(fine: World) -> None:
    other = RANGED | {"name": "other", "sectors": ["C28"]}
    found = resolve(shock(RANGED, other), fine, draws=40, seed=1)
    table = np.array([found.amounts[name] for name in found.draws])
    assert table.shape == (40, 2)
    assert (table >= 0.0).all() and (table <= 0.5).all()
    assert (table < 0.1).sum(0).tolist() == [20, 20]
    # One in each fortieth part of the range: a Latin hypercube.
    for column in table.T:
        place = np.where(column < 0.1, column / 0.2, 0.5 + (column - 0.1) / 0.8)
        assert sorted(np.floor(place * 40).astype(int)) == list(range(40))
    assert abs(np.corrcoef(table.T)[0, 1]) < 0.5


def test_draws_depend_on_the_seed_and_on_nothing_else(fine: World) -> None:
    one, again, other = (resolve(load("russia-2022"), fine, draws=4, seed=seed).amounts for seed in (7, 7, 8))
    assert dict(one) == dict(again)
    assert one["central"] == other["central"]
    assert one["draw 1"] != other["draw 1"]


@given(place=st.floats(0, 1), parts=st.lists(st.floats(-5, 5), min_size=3, max_size=3).map(sorted))
def test_what_is_drawn_lies_in_its_range(place: float, parts: list[float]) -> None:
    low, central, high = parts
    assert low - 1e-12 <= within(low, central, high, place) <= high + 1e-12
    assert within(low, central, high, 0.5) == central


@pytest.mark.parametrize(("draws", "seed"), [(-1, 0), (1.5, 0), (True, 0), (10**9, 0), (1, -1), (1, None)])
def test_a_wrong_number_of_draws_or_seed_is_refused(draws: Any, seed: Any, fine: World) -> None:
    with pytest.raises(ScenarioError, match="a whole number from 0"):
        resolve(shock(BAN), fine, draws, seed)


def test_days_fall_into_spans_without_overlap(fine: World) -> None:
    rows = [
        BAN | {"name": "first", "ends": "2018-02-01"},
        BAN | {"name": "second", "exporters": ["JPN"], "starts": "2018-01-11", "ends": "2018-03-01"},
        BAN | {"name": "third", "exporters": ["KOR"], "starts": "2018-04-01"},
    ]
    spans = resolve(shock(*rows), fine).spans
    assert [(span.first_day, span.last_day, span.steps) for span in spans] == [
        (0, 10, (0,)), (10, 31, (0, 1)), (31, 59, (1,)), (90, None, (2,)),
    ]  # fmt: skip


def test_spans_and_draws_live_on_after_coarsening(fine: World) -> None:
    table = sixteen(fine.regions)
    rows = [
        RANGED | {"name": "first", "exporters": ["DEU"], "ends": "2018-02-01"},
        RANGED | {"name": "second", "exporters": ["FRA"], "starts": "2018-01-11"},
    ]
    found = coarsen(resolve(shock(*rows), fine, draws=2), fine, table)
    at = found.sectors.index("C26"), found.regions.index("CHN"), found.regions.index("EU")
    left = [float(found.during("central", span.steps).delivered[at]) for span in found.spans]
    # Two members together stop what each stops alone, added up.
    assert 1 - left[1] == pytest.approx((1 - left[0]) + (1 - left[2]), rel=1e-12)
    assert found.levels["central"].delivered[at] == pytest.approx(left[1], rel=1e-12)
    assert found.levels["draw 1"].delivered[at] != found.levels["draw 2"].delivered[at]


def test_a_division_leaves_alone_what_no_measure_touches(fine: World) -> None:
    division = Division(fine, sixteen(fine.regions))
    found = division.levels(Levels(**neutral(*fine.shape)))
    for name, values in neutral(16, len(fine.sectors)).items():
        assert (getattr(found, name) == values).all()


def test_a_ban_of_all_members_is_the_ban_of_the_group(fine: World) -> None:
    found = coarsen(resolve(shock(BAN | {"exporters": ["EU"]}), fine), fine, sixteen(fine.regions))
    level = found.levels["central"].delivered
    at = found.sectors.index("C26"), found.regions.index("CHN"), found.regions.index("EU")
    assert level[at] == pytest.approx(0.1, rel=1e-12)
    assert (np.delete(level.ravel(), np.ravel_multi_index(at, level.shape)) == 1).all()


def test_losses_of_members_are_weighted_by_what_they_produce_and_buy(fine: World) -> None:
    row = {"measure": "capacity_loss", "name": "loss", "regions": ["DEU"], "sectors": ["C29"], "loss": 0.5}
    found = coarsen(resolve(shock(row), fine), fine, sixteen(fine.regions))
    sector = fine.sectors.index("C29")
    output = fine.gross_output.reshape(fine.shape)[:, sector]
    union = np.array([sixteen(fine.regions)[region] == "EU" for region in fine.regions])
    share = output[fine.regions.index("DEU")] / output[union].sum()
    left = found.levels["central"].capacity[found.regions.index("EU"), sector]
    assert left == pytest.approx(1 - 0.5 * share, rel=1e-12)


def test_a_shock_of_another_world_cannot_be_coarsened(fine: World) -> None:
    with pytest.raises(ScenarioError, match="resolved on icio-2022"):
        coarsen(resolve(shock(BAN), fine), load_world("wiod-2011"), {})
