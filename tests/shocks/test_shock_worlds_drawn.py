"""Draws of products' world values and makers' shares: what is carved, who shares a world, and what ranges become."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from shock_cases import shock

from technostate.shocks.impact import Impact, equilibria, impact
from technostate.shocks.impact.course import Years
from technostate.shocks.impact.decade import to_decade
from technostate.shocks.impact.draws import Draw
from technostate.shocks.impact.path import to_path
from technostate.shocks.impact.stage import Stage
from technostate.shocks.impact.weeks import to_weeks
from technostate.shocks.impact.worlds_drawn import NONE, PLACES, DrawnWorlds, drawn_worlds, moved
from technostate.shocks.impact.year import to_year
from technostate.shocks.specification import Shock
from technostate.world import aggregate, load
from technostate.world.products import Assumed, Product, carve, names, product

BAN: dict[str, Any] = {
    "measure": "export_ban", "name": "ban", "exporters": ["TWN"], "importers": ["rest"], "sectors": ["chips-advanced"],
    "leak": 0.0,
}  # fmt: skip


@cache
def stage() -> Stage:
    return Stage(load("icio-2022+chips-advanced"))


@cache
def worlds() -> DrawnWorlds:
    return stage().drawn_worlds(stage().resolve(shock(BAN), draws=4))


@cache
def year(*, drawn: bool, seed: int = 0) -> Impact:
    resolved = stage().resolve(shock(BAN), draws=32, seed=seed)
    there = stage().drawn_worlds(resolved, seed) if drawn else NONE
    return to_year(resolved, stage().year, draws=32, seed=seed, worlds=there)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("place", [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (0.2, 0.9)])
def test_shares_add_up_to_one_and_stay_in_the_range_of_one_maker(name: str, place: tuple[float, float]) -> None:
    before = product(name)
    after = moved(before, *place)
    assert sum(row.central for row in after.makers.values()) == pytest.approx(1.0)
    assert before.value.low <= after.value.central <= before.value.high
    old, new = ({key: row.central for key, row in of.makers.items()} for of in (before, after))
    within = [key for key, row in before.makers.items() if row.low - 1e-12 <= new[key] <= row.high + 1e-12]
    widest = max(before.makers, key=lambda key: (key != "*") * (before.makers[key].high - before.makers[key].low))
    assert widest in within
    ratios = [new[key] / old[key] for key in old if key != widest and old[key] > 0]
    assert all(one == pytest.approx(other) for one, other in pairwise(ratios))
    if place == (0.5, 0.5):
        assert new == pytest.approx(old)
        assert after.value.central == before.value.central


def test_each_quarter_of_both_ranges_has_one_world_and_they_are_uncorrelated() -> None:
    places = np.array(PLACES)
    assert sorted(places[:, 0]) == sorted(places[:, 1]) == [0.125, 0.375, 0.625, 0.875]
    assert np.corrcoef(places.T)[0, 1] == pytest.approx(0.0)


def test_worlds_hold_what_was_drawn_and_all_else_stays() -> None:
    central = stage().world
    for row in worlds().rows:
        assert (row.world.regions, row.world.sectors) == (central.regions, central.sectors)
        made = row.world.gross_output.reshape(row.world.shape)
        chips = made[:, -1]
        taiwan = chips[central.regions.index("TWN")] / chips.sum()
        assert chips.sum() == pytest.approx(row.values["world value of chips-advanced"], rel=0.02)
        assert taiwan == pytest.approx(row.values["share of TWN in chips-advanced"], abs=0.02)
        whole = central.gross_output.reshape(central.shape).sum(1)
        assert made.sum(1) == pytest.approx(whole, rel=1e-9)
        assert row.year.base.base_income == pytest.approx(stage().year.base.base_income, rel=1e-6)


def test_four_draws_in_turn_have_four_worlds_whatever_their_number() -> None:
    there = replace(worlds(), seed=3)
    taken = [there.of(f"draw {number}", -1, range(4)) for number in range(1, 33)]
    assert all(sorted(taken[at : at + 4]) == [0, 1, 2, 3] for at in range(0, 32, 4))
    assert taken != [0, 1, 2, 3] * 8
    assert there.of("central", -1, range(4)) == NONE.of("draw 1", -1, []) == -1


def test_ranges_widen_and_the_central_case_stays() -> None:
    narrow, wide = year(drawn=False), year(drawn=True)
    assert np.array_equal(narrow.real_income.central, wide.real_income.central)
    assert narrow.failed == wide.failed == ()
    for region in ("CHN", "TWN", "JPN"):
        width = [found.region(region).p90 - found.region(region).p10 for found in (narrow, wide)]
        assert width[1] > 1.1 * width[0], region
    more = ("world value of chips-advanced", "share of TWN in chips-advanced")
    assert wide.parameters == (*narrow.parameters, *more)
    assert np.array_equal(wide.values[:, :-2], narrow.values)
    assert sorted(set(wide.values[:, -2])) == sorted({row.values[more[0]] for row in worlds().rows})
    assert [note for note in wide.notes if note not in narrow.notes] == list(worlds().notes)


def test_more_of_it_and_more_of_it_in_one_place_lose_more() -> None:
    resolved, china = stage().resolve(shock(BAN)), stage().world.regions.index("CHN")
    theta, terms, loss = stage().year.base.trade_elasticity, [], []
    for row in worlds().rows:
        levels = row.resolved(resolved).in_year("central")
        found = equilibria.solve(row.year, levels, Draw.central(), theta)
        loss.append(-equilibria.outcome(found).real_income[china])
        terms.append([1.0, *np.log([*row.values.values()])])
    _, value, share = np.linalg.lstsq(np.array(terms), np.log(loss), rcond=None)[0]
    assert 0.5 < value < 2.0
    assert share > 0.5


def test_a_seed_gives_the_same_and_another_does_not() -> None:
    resolved = stage().resolve(shock(BAN), draws=8)
    again = [
        to_year(resolved, stage().year, draws=8, worlds=stage().drawn_worlds(resolved, seed)) for seed in (0, 0, 5)
    ]
    assert np.array_equal(again[0].income_cases, again[1].income_cases)
    assert not np.array_equal(again[0].income_cases, again[2].income_cases)
    assert np.array_equal(again[0].income_cases, year(drawn=True).income_cases[:8])


@pytest.mark.parametrize("horizon", ["weeks", "year", "path", "decade"])
def test_changes_are_from_the_base_of_a_draws_own_world(horizon: str) -> None:
    """A ban that lets everything through changes nothing, in whichever world."""
    here = stage()
    resolved = here.resolve(shock(BAN | {"leak": 1.0}), draws=4)
    more: dict[str, Any] = {"draws": 4, "worlds": here.drawn_worlds(resolved)}
    sets = {"FGO": here.long_run["FGO"]}
    if horizon == "weeks":
        found = to_weeks(resolved, here.weeks, days=14, **more)
    elif horizon == "year":
        found = to_year(resolved, here.year, **more)
    elif horizon == "path":
        found = to_path(resolved, here.year, sets, **more)
    else:
        found = to_decade(resolved, here.year, sets, world=here.world, **more)
    assert found.failed == ()
    assert "world value of chips-advanced" in found.parameters
    assert np.abs(found.income_cases).max() < 1e-3
    assert np.nanmax(np.abs(found.output.p10)) < 1e-3
    assert np.nanmax(np.abs(found.trade.p90)) < 1e-3


def test_a_draw_has_the_same_world_at_year_path_and_decade() -> None:
    here, sets = stage(), {"FGO": stage().long_run["FGO"]}
    resolved = here.resolve(shock(BAN), draws=4)
    more: dict[str, Any] = {"draws": 4, "worlds": here.drawn_worlds(resolved)}
    first = to_year(resolved, here.year, **more)
    path = to_path(resolved, here.year, sets, **more)
    last = to_decade(resolved, here.year, sets, **more)
    assert isinstance(path.course, Years)
    assert path.course.real_income.p10[0] == pytest.approx(first.real_income.p10, abs=1e-3)
    assert path.course.real_income.p10[-1] == pytest.approx(last.real_income.p10, abs=1e-3)
    assert np.array_equal(first.values[:, -2:], last.values[:, -2:])


def bolts(makers: dict[str, Assumed], value: Assumed) -> Product:
    users = {"c15": Assumed.at(0.5, "share", "assumed"), "final": Assumed.at(0.5, "share", "assumed")}
    return Product("bolts", "Bolts", "c12", "wiod-2011", value, makers=makers, users=users)


RANGED = {
    "DEU": Assumed(0.1, 0.3, 0.5, "share", "assumed"), "FRA": Assumed.at(0.3, "share", "assumed"),
    "USA": Assumed.at(0.4, "share", "assumed"),
}  # fmt: skip
FLAT = {region: Assumed.at(row.central, "share", "assumed") for region, row in RANGED.items()}
VALUE, NO_RANGE = Assumed(40_000.0, 60_000.0, 70_000.0, "musd", "assumed"), Assumed.at(60_000.0, "musd", "assumed")
GERMAN: dict[str, Any] = BAN | {"exporters": ["DEU"], "importers": ["CHN"]}
OF_GERMANY = Shock(
    name="trial", title="Trial", starts="2018-01-01", measures=[GERMAN | {"sectors": ["bolts"]}],
    sector_lists={"bolts": {"products": ["bolts"]}},
)  # fmt: skip


@cache
def wiod(*, ranged: bool) -> Stage:
    row = bolts(RANGED, VALUE) if ranged else bolts(FLAT, NO_RANGE)
    return Stage(carve(load("wiod-2011"), [row]))


def test_products_without_ranges_and_other_goods_change_nothing() -> None:
    without = wiod(ranged=False)
    assert not without.drawn_worlds(without.resolve(OF_GERMANY, draws=4)).rows
    other = shock(GERMAN | {"sectors": ["c15"]})
    there = wiod(ranged=True)
    resolved = there.resolve(other, draws=4)
    assert not there.drawn_worlds(resolved).rows
    plain = to_year(resolved, there.year, draws=4)
    whole = impact(other, "year", there, draws=4)
    assert np.array_equal(plain.income_cases, whole.income_cases)
    assert plain.parameters == whole.parameters


def test_a_ban_on_one_member_of_a_group_weighs_what_it_makes_there() -> None:
    there = wiod(ranged=True)
    resolved = there.resolve(OF_GERMANY, draws=4)
    rows = there.drawn_worlds(resolved).rows
    at = resolved.sectors.index("bolts"), resolved.regions.index("CHN"), resolved.regions.index("EU")
    left = {
        row.values["share of DEU in bolts"]: row.resolved(resolved).in_year("central").delivered[at] for row in rows
    }
    assert [left[share] for share in sorted(left)] == sorted(left.values(), reverse=True)
    assert max(left.values()) - min(left.values()) > 0.2


@pytest.mark.parametrize(
    ("value", "grouped", "why"),
    [(Assumed(60_000.0, 60_000.0, 1e8, "musd", "assumed"), False, "is not below"), (VALUE, True, "is no region")],
)
def test_where_a_world_cannot_be_carved_nothing_is_drawn_and_a_note_says_why(
    value: Assumed, grouped: bool, why: str
) -> None:
    world = carve(load("wiod-2011"), [bolts(RANGED, value)])
    if grouped:
        world = aggregate(world, regions={region: "CHN" if region == "CHN" else "ROW" for region in world.regions})
    found = drawn_worlds(world, ("bolts",))
    assert not found.rows
    assert "makers' shares of bolts are not drawn" in found.notes[0]
    assert why in found.notes[0]
