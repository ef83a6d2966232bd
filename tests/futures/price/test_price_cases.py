"""Levers priced on the world of 2022: identities that hold in every case, and what nothing turns."""

from __future__ import annotations

import numpy as np
import pytest

from technostate.errors import ScenarioError, TechnostateError
from technostate.futures.price import Priced, Terms, price
from technostate.futures.price.economies import insured
from technostate.futures.price.ground import ground
from technostate.futures.price.levers import wedge
from technostate.futures.price.losses import RENTS, Stock, loss
from technostate.shocks.impact.draws import Draw

FEW = Terms(draws=4)


@pytest.fixture(scope="module")
def china() -> Priced:
    return price("CHN", "USA", FEW)


def test_every_case_has_an_equilibrium(china: Priced) -> None:
    assert (china.failed, china.asked) == (0, 12 * 4 * 3 * 4)


def test_waste_costs_more_than_a_duty_in_every_case_and_a_mixture_lies_between(china: Priced) -> None:
    for lever, target in (("aimed", "comparator"), ("self_reliance", "everyone"), ("all_goods", "everyone")):
        duty, mixed, waste = (row.premium for row in china.of(lever, target))
        assert (duty < mixed).all()
        assert (mixed < waste).all()


def test_an_aimed_wedge_costs_less_than_the_same_waste_towards_everyone(china: Priced) -> None:
    aimed, general = china.of("aimed", "comparator")[2], china.of("self_reliance", "everyone")[2]
    assert (aimed.premium > 0).all()
    assert (general.premium > 4 * aimed.premium).all()


def test_cover_and_what_is_left_of_the_loss_are_the_loss_without_the_lever(china: Priced) -> None:
    for row in china.rows:
        assert china.covered(row) + row.loss == pytest.approx(china.bare, abs=1e-15)


def test_stopping_exports_costs_the_target_and_its_wedge_covers_a_part(china: Priced) -> None:
    assert (china.bare[0] > 0).all()
    for row in china.of("aimed", "comparator"):
        covered = china.covered(row)[0]
        assert (covered > 0).all()
        assert (covered < china.bare[0]).all()


def test_the_split_of_a_rent_plays_no_part_where_nothing_arrives(china: Priced) -> None:
    cut = list(china.shocks).index("cut")
    assert china.bare[cut].std(axis=0).min() == 0.0


def test_a_draw_is_the_same_whatever_the_number_of_draws(china: Priced) -> None:
    more = price("CHN", "USA", Terms(draws=5))
    assert (more.bare[:, :, :4] == china.bare).all()
    for one, other in zip(more.rows, china.rows, strict=True):
        assert (one.loss[:, :, :4] == other.loss).all()
        assert (one.premium[:4] == other.premium).all()


def test_a_wedge_of_nothing_changes_nothing() -> None:
    here = ground("USA", "CHN", FEW)
    bare = here.stage.year
    tariff, cost = wedge(bare.base.base_tariff, here.own, here.everyone, here.goods, 0.0, 0.5)
    theta = next(iter(here.stage.long_run.values()))
    change, there = insured(bare, theta, tariff, cost)
    assert np.abs(change).max() < 1e-9
    assert there.base.import_share == pytest.approx(bare.base.import_share, abs=1e-9)
    levels = here.stage.resolve(here.shocks["stop"]).in_year("central")
    lost = [loss(here, economy, levels, Draw.central(), "lost")[0] for economy in (bare, there)]
    assert lost[0] == pytest.approx(lost[1], abs=1e-8)


def test_a_stock_for_the_whole_year_undoes_a_stop_and_half_of_it_does_not() -> None:
    here = ground("CHN", "USA", FEW)
    levels = here.stage.resolve(here.shocks["stop"]).in_year("central")

    def lost(days: float, rent: str) -> float:
        return loss(here, here.stage.year, levels, Draw.central(), rent, Stock(days, here.other))[0]

    for rent in RENTS:
        assert abs(lost(365.0, rent)) < 1e-8
        assert lost(0.0, rent) == pytest.approx(loss(here, here.stage.year, levels, Draw.central(), rent)[0], abs=1e-9)

    # Importers who have the rent of what still arrives can gain a little by a small shortage, as from a tariff.
    for rent in ("exporter", "lost"):
        assert lost(365.0, rent) < lost(180.0, rent) < lost(0.0, rent)


def test_civil_absorption_is_what_is_spent_less_the_military() -> None:
    here = ground("USA", "CHN", FEW)
    assert here.civil < here.income.sum()
    assert 0.03 < here.burden < 0.04
    assert (here.own, here.other) == (
        (here.stage.world.regions.index("USA"),),
        (here.stage.world.regions.index("CHN"),),
    )


def test_a_member_of_a_union_is_shown_apart_and_a_union_weighs_its_members() -> None:
    here = ground("DEU", "CHN", Terms(draws=4, sectors=("electronics",)))
    assert here.stage.world.regions[here.own[0]] == "DEU"
    assert 0.01 < ground("EU", "CHN", FEW).burden < 0.02


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"wedge": 0.0}, "wedge of 0"),
        ({"wedge": -0.3}, "wedge of -0.3"),
        ({"wedge": 11}, "wedge of 11"),
        ({"wedge": float("nan")}, "wedge of nan"),
        ({"wedge": float("inf")}, "wedge of inf"),
        ({"wedge": True}, "wedge of True"),
        ({"wedge": "much"}, "wedge of 'much'"),
        ({"days": 0}, "0 days"),
        ({"days": 366}, "366 days"),
        ({"days": float("nan")}, "nan days"),
        ({"draws": 3}, "3 draws"),
        ({"draws": 2.5}, "2.5 draws"),
        ({"draws": 10**9}, "draws"),
        ({"seed": -1}, "seed of -1"),
        ({"seed": 1.5}, "seed of 1.5"),
        ({"doubt": 1.5}, "doubt of 1.5"),
        ({"doubt": float("nan")}, "doubt of nan"),
        ({"sectors": ("C62",)}, "C62"),
        ({"sectors": (26,)}, "26, which is no sector"),
        ({"sectors": ("CHN.nothing",)}, "CHN has no list"),
    ],
)
def test_bad_sizes_are_refused_by_name(given: dict[str, object], words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        Terms(**given)  # type: ignore[arg-type]
    assert caught.value.hint


def test_all_bad_sizes_are_said_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        Terms(wedge=-1, days=0, draws=1, seed=-1, sectors=("C62",))
    assert all(words in str(caught.value) for words in ("wedge", "days", "draws", "seed", "C62"))


@pytest.mark.parametrize(
    ("state", "against", "terms", "words"),
    [
        ("CHN", "CHN", FEW, "against itself"),
        ("EU", "DEU", FEW, "against itself"),
        ("CHE", "CHN", FEW, "CHE has no file"),
        ("VNM", "CHN", FEW, "military spending of VNM"),
        ("CHN", "USA", Terms(draws=4, sectors=("services",)), "services"),
        ("CHN", "USA", Terms(draws=4, world="icio-1066"), "icio-1066"),
        ("CHN", "USA", Terms(draws=4, sectors=("c14",)), "c14"),
        ("PRK", "USA", Terms(draws=4, sectors=("electronics",)), "PRK"),
    ],
)
def test_pairs_that_cannot_be_priced_are_refused_by_name(state: str, against: str, terms: Terms, words: str) -> None:
    with pytest.raises(TechnostateError, match=words) as caught:
        ground(state, against, terms)
    assert caught.value.hint
