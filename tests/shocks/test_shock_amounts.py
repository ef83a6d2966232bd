"""Amounts of measures in every case, the days they are in force, and their way to fewer regions."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shock_cases import BAN, shock, tariff

from technostate.errors import ScenarioError
from technostate.shocks.specification import load
from technostate.shocks.specification.amounts import PARAMETERS, places, within
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
    found = resolve(shock(RANGED, other), fine, draws=64, seed=1)
    table = np.array([found.amounts[name] for name in found.draws])
    assert table.shape == (64, 2)
    assert (table >= 0.0).all() and (table <= 0.5).all()
    assert (table < 0.1).sum(0).tolist() == [32, 32]
    # One in each sixty-fourth part of the range: a net in base two.
    for column in table.T:
        place = np.where(column < 0.1, column / 0.2, 0.5 + (column - 0.1) / 0.8)
        assert sorted(np.floor(place * 64).astype(int)) == list(range(64))
    assert abs(np.corrcoef(table.T)[0, 1]) < 0.3


def test_draws_depend_on_the_seed_and_on_nothing_else(fine: World) -> None:
    one, again, other = (resolve(load("russia-2022"), fine, draws=4, seed=seed).amounts for seed in (7, 7, 8))
    assert dict(one) == dict(again)
    assert one["central"] == other["central"]
    assert one["draw 1"] != other["draw 1"]


@given(seed=st.integers(0, 10**6), few=st.integers(1, 40), more=st.integers(0, 60), steps=st.integers(0, 200))
@settings(max_examples=30, deadline=None)
def test_a_draw_is_the_same_whatever_their_number_and_however_many_measures(
    seed: int, few: int, more: int, steps: int
) -> None:
    wide = places(few + more, seed, steps)
    assert wide.shape == (few + more, wide.shape[1]) and wide.shape[1] >= PARAMETERS + steps
    assert ((wide >= 0) & (wide < 1)).all()
    assert (places(few, seed) == wide[:few, : places(0, seed).shape[1]]).all()


def test_places_are_even_in_every_dimension_and_in_pairs_of_them() -> None:
    table = places(256, 3, 200)
    for column in table.T:
        assert sorted(np.floor(column * 256).astype(int)) == list(range(256))
    # Pairs of engine parameters: each sixteenth of the square has about a sixteenth of the draws.
    for one, two in combinations(range(PARAMETERS), 2):
        cells = np.bincount((4 * np.floor(4 * table[:, one]) + np.floor(4 * table[:, two])).astype(int), minlength=16)
        assert cells.min() >= 6 and cells.max() <= 26


def test_names_and_order_of_measures_change_no_draw(fine: World) -> None:
    other = RANGED | {"name": "other", "sectors": ["C28"], "leak": {"low": 0.1, "central": 0.2, "high": 0.5}}
    one, two = (
        resolve(shock(*rows), fine, draws=8)
        for rows in ((RANGED, other), (other | {"name": "a"}, RANGED | {"name": "b"}))
    )
    for case in one.draws:
        assert one.amounts[case] == two.amounts[case][::-1]


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


def test_a_measure_weighs_by_its_days_in_force(fine: World) -> None:
    half = {"measure": "capacity_loss", "name": "half", "regions": ["TWN"], "sectors": ["C26"], "loss": 0.5,
            "ends": "2018-07-02"}  # fmt: skip
    found = resolve(shock(half, BAN, tariff(starts="2018-12-01", ends="2019-12-01")), fine)
    at = fine.sectors.index("C26"), fine.regions.index("CHN"), fine.regions.index("USA")
    days = {
        year: (
            round(365 * (1 - found.in_year("central", year).capacity[fine.regions.index("TWN"), at[0]]) / 0.5, 9),
            round(365 * found.in_year("central", year).tariff_change[at] / 0.25, 9),
        )
        for year in (1, 2, 3)
    }
    assert days == {1: (182, 31), 2: (0, 334), 3: (0, 0)}
    left = [float(found.in_year("central", year).delivered[at]) for year in (1, 2, 10)]
    assert left == pytest.approx([0.1, 0.1, 0.1], rel=1e-12)
    # The levels of weeks know no days: there the dates are those of events.
    assert found.levels["central"].capacity.min() == 0.5


def test_of_two_bans_after_each_other_the_year_lets_through_the_mean_of_their_days(fine: World) -> None:
    # Half a year at a tenth and half a year at a half: over the year three tenths can arrive. The stricter of the two
    # by days in force, 1 - f (1 - leak) each by itself, would let through .55: it forgets that the other one holds in
    # the days that are left.
    first = BAN | {"name": "first", "leak": 0.1, "ends": "2018-07-02"}
    second = BAN | {"name": "second", "leak": 0.5, "starts": "2018-07-02", "ends": "2019-01-01"}
    found = resolve(shock(first, second), fine).in_year("central")
    at = fine.sectors.index("C26"), fine.regions.index("CHN"), fine.regions.index("USA")
    assert found.delivered[at] == pytest.approx((182 * 0.1 + 183 * 0.5) / 365, rel=1e-12)
    assert found.withheld[at] == pytest.approx(1 - found.delivered[at], rel=1e-12)
    assert [part[at] for part in found.rents(0.5, 0.3, 0.2)] == pytest.approx([0.5, 0.2])


def test_what_is_total_all_year_leaves_nothing_exactly(fine: World) -> None:
    halves = [
        BAN | {"name": "first", "leak": 0.0, "ends": "2018-05-17"},
        BAN | {"name": "second", "leak": 0.0, "starts": "2018-05-17"},
    ]
    found = resolve(shock(*halves), fine).in_year("central")
    assert found.delivered[fine.sectors.index("C26"), fine.regions.index("CHN"), fine.regions.index("USA")] == 0.0


def test_a_measure_that_has_ended_leaves_nothing(fine: World) -> None:
    found = coarsen(resolve(shock(RANGED | {"ends": "2020-01-01"}), fine, draws=2), fine, sixteen(fine.regions))
    for case in ("central", "draw 2"):
        level = found.in_year(case, 10)
        for name, values in neutral(16, len(fine.sectors)).items():
            assert (getattr(level, name) == values).all()


@given(order=st.permutations(range(4)), names=st.permutations(["a", "b", "c", "d"]))
@settings(max_examples=20, deadline=None)
def test_names_and_order_of_measures_change_no_level(order: list[int], names: list[str], fine: World) -> None:
    cost = {"measure": "trade_cost", **{key: BAN[key] for key in ("exporters", "importers", "sectors")}}
    rows = [
        tariff(rate=0.1), tariff(rate=0.2, sectors=["electronics"]), tariff(rate=0.3, exporters=["rest"]),
        cost | {"increase": 0.1, "ends": "2018-05-05"},
    ]  # fmt: skip
    plain = [row | {"name": f"m{at}"} for at, row in enumerate(rows)]
    named = [rows[at] | {"name": name} for at, name in zip(order, names, strict=True)]
    one, two = (resolve(shock(*given), fine).in_year("central") for given in (plain, named))
    for field in Levels.__dataclass_fields__:
        assert (getattr(one, field) == getattr(two, field)).all()


def test_a_ban_is_the_same_quantity_whichever_side_writes_it(fine: World) -> None:
    table = sixteen(fine.regions)
    one, two = (
        coarsen(resolve(shock(RANGED | {"measure": kind, "exporters": ["EU"]}), fine, draws=4), fine, table)
        for kind in ("export_ban", "import_ban")
    )
    for case in ("central", "draw 1", "draw 4"):
        here, there = (found.in_year(case) for found in (one, two))
        assert (here.delivered == there.delivered).all()
        assert (here.withheld == there.refused).all() and not here.refused.any()
        banned = here.delivered < 1
        # Exporters that ration get what who rations gets; exporters that are refused get what the other side gets.
        for found, share in ((here, 0.5), (there, 0.2)):
            to_exporter, used_up = found.rents(0.5, 0.2, 0.3)
            assert to_exporter[banned] == pytest.approx(share) and used_up[banned] == pytest.approx(0.3)
            assert not to_exporter[~banned].any() and not used_up[~banned].any()
        thirds = [found.rents(1 / 3, 1 / 3, 1 / 3) for found in (here, there)]
        assert all((one == two).all() for one, two in zip(*thirds, strict=True))


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
