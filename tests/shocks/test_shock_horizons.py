"""One shock at three horizons: nothing comes of nothing, worse is worse, and what fails is counted."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import ConvergenceError, LabelError, ScenarioError
from technostate.shocks.impact import Impact, Stage, compare_horizons, impact
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.impact.weeks import drawn_parameters, to_weeks
from technostate.shocks.impact.year import rents, to_year
from technostate.shocks.specification import HORIZONS, load
from technostate.shocks.weeks import NOTES
from technostate.shocks.year import Elasticities, draws
from technostate.world import load as load_world

RANGED = BAN | {"leak": {"low": 0.3, "central": 0.5, "high": 0.8}}


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def spreads(found: Impact) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    prices = [] if found.prices is None else [found.prices.central]
    return [found.real_income.central, found.output.central, found.trade.central, *prices]


@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize(
    "row",
    [
        BAN | {"leak": 1.0},
        {"measure": "capacity_loss", "name": "none", "regions": ["TWN"], "sectors": ["C26"], "loss": 0.0},
        {"measure": "demand_loss", "name": "none", "regions": ["DEU"], "sectors": ["C29"], "loss": 0.0},
        {"measure": "transfer_freeze", "name": "none", "regions": ["RUS"], "held_by": ["EU"],
         "amount_musd_per_year": 0.0},
    ],
)  # fmt: skip
def test_nothing_comes_of_no_shock(horizon: Any, row: dict[str, Any], stage: Stage) -> None:
    found = impact(shock(row), horizon, stage, draws=2)
    for values in spreads(found):
        assert np.nanmax(np.abs(values)) < 1e-9
    assert np.nanmax(np.abs(found.income_cases)) < 1e-9
    assert found.sign_changes == () and found.failed == ()


@pytest.mark.parametrize("horizon", ["year", "decade"])
def test_a_tariff_of_nothing_does_nothing(horizon: Any, stage: Stage) -> None:
    found = impact(shock(tariff(rate=0.0)), horizon, stage, draws=0)
    assert all(np.nanmax(np.abs(values)) < 1e-9 for values in spreads(found))


@pytest.mark.parametrize("horizon", HORIZONS)
def test_the_target_of_a_ban_loses_more_the_less_leaks(horizon: Any, stage: Stage) -> None:
    found = impact(shock(RANGED), horizon, stage, draws=0)
    china = found.regions.index("CHN")
    rule = found.cases[found.central].rent
    losses = {case.severity: found.income_cases[at, china] for at, case in enumerate(found.cases) if case.rent == rule}
    assert 0 > losses["mild"] > losses["central"] > losses["severe"]


@pytest.mark.parametrize("horizon", HORIZONS)
def test_the_order_of_measures_does_not_matter(horizon: Any, stage: Stage) -> None:
    other = RANGED | {"name": "another", "exporters": ["JPN"], "sectors": ["C28"]}
    one, two = (impact(shock(*rows), horizon, stage, draws=2) for rows in ((RANGED, other), (other, RANGED)))
    assert (one.income_cases == two.income_cases).all()


@pytest.mark.parametrize("horizon", HORIZONS)
def test_one_seed_gives_one_set_of_figures_and_the_range_holds_every_case(horizon: Any, stage: Stage) -> None:
    found, again, other = (impact(load("zte-2018"), horizon, stage, draws=3, seed=seed) for seed in (5, 5, 6))
    assert (found.income_cases == again.income_cases).all()
    assert not (found.income_cases == other.income_cases).all()
    for name in ("real_income", "output", "trade"):
        spread = getattr(found, name)
        assert np.all((spread.low <= spread.central) & (spread.central <= spread.high) | np.isnan(spread.central))
    assert found.real_income.low == pytest.approx(found.income_cases.min(0), abs=0)


def test_every_ban_of_the_year_is_shown_under_three_rent_rules(stage: Stage) -> None:
    found = impact(shock(RANGED), "year", stage, draws=2)
    assert set(found.by_rent) == {"importer", "exporter", "lost"}
    assert len(found.cases) == 3 * (3 + 2)
    # A rent that is lost is one that the importer would have had.
    assert np.all(found.by_rent["lost"].central <= found.by_rent["importer"].central + 1e-12)
    china = found.regions.index("CHN")
    assert found.by_rent["exporter"].central[china] < found.by_rent["importer"].central[china]
    assert impact(shock(tariff()), "year", stage, draws=0).by_rent == {}


def test_the_central_rent_goes_to_the_side_that_rations() -> None:
    assert rents(shock(BAN))[0] == "exporter"
    assert rents(shock(BAN | {"measure": "import_ban"}))[0] == "importer"
    assert rents(shock(BAN | {"rent": ["lost", "importer"]})) == ("lost", "importer")
    assert rents(shock(tariff())) == ()


def test_draws_without_an_equilibrium_are_counted_and_said(stage: Stage) -> None:
    # At an elasticity of one or less nobody can do without what a total ban stops.
    economy = stage.year.with_elasticities(Elasticities(origins=1.5))
    low = sum(float(np.max(row.origins)) <= 1 for row in draws(6, 0))
    found = to_year(stage.resolve(shock(BAN | {"leak": 0.0})), economy, draws=6)
    assert low > 0
    assert len(found.failed) == 3 * low
    assert all("no finite answer" in line for line in found.failed)
    assert f"{3 * low} of 21 cases have no equilibrium and are in no range" in found.notes
    assert len(found.cases) == 3 * (7 - low)


def test_a_central_case_without_an_equilibrium_is_an_error_and_refused_in_a_comparison(stage: Stage) -> None:
    # More than half of what Russia spends in a year, at an elasticity across origins below one.
    freeze = {"measure": "transfer_freeze", "name": "most", "regions": ["RUS"], "held_by": ["EU"],
              "amount_musd_per_year": 1e6}  # fmt: skip
    with pytest.raises(ConvergenceError):
        impact(shock(freeze), "year", stage, draws=0)
    found = compare_horizons(shock(freeze), stage, draws=0)
    assert "no equilibrium" in found.refused["year"]
    assert "year" not in found.impacts and "weeks" in found.impacts


def test_a_rule_without_an_equilibrium_leaves_the_others_their_answer(stage: Stage) -> None:
    found = to_year(stage.resolve(load("west-east-decoupling")), stage.year, draws=0, deficit="hold")
    assert found.cases[found.central].rent == "exporter"
    assert any(line.startswith("central, central, rent importer: no equilibrium") for line in found.failed)
    assert np.isfinite(found.by_rent["exporter"].central).all()
    # Other cases have answers under the importers' rule: a range without a middle.
    assert np.isnan(found.by_rent["importer"].central).all()
    assert np.isfinite(found.by_rent["importer"].low).all()


def test_a_total_ban_at_the_central_elasticity_is_refused(stage: Stage) -> None:
    with pytest.raises(ScenarioError, match="no finite answer at an elasticity of 0"):
        impact(shock(BAN | {"leak": {"low": 0.0, "central": 0.1, "high": 0.2}}), "year", stage)


def test_a_region_cut_off_entirely_gets_a_clear_answer_at_each_horizon(stage: Stage) -> None:
    out = BAN | {"exporters": ["RUS"], "importers": ["rest"], "sectors": ["all"], "leak": 0.0}
    into = out | {"name": "into", "exporters": ["rest"], "importers": ["RUS"]}
    found = compare_horizons(shock(out, into), stage, draws=0)
    assert "no finite answer" in found.refused["year"]
    assert "RUS" in found.refused["decade"] and "surplus" in found.refused["decade"]
    weeks = found.impacts["weeks"]
    russia = weeks.regions.index("RUS")
    assert np.isfinite(weeks.real_income.central).all()
    assert -100 < weeks.real_income.central[russia] < -1
    own = np.arange(len(weeks.regions)) != russia
    assert (weeks.trade.central[russia, own] < -90).all()


def test_refused_measures_are_named_with_their_reason(stage: Stage) -> None:
    found = compare_horizons(load("us-china-tariffs-2018"), stage, draws=0)
    assert "prices do not move" in found.refused["weeks"]
    assert tuple(found.impacts) == ("year", "decade")
    stock = {"measure": "stockpile", "name": "stock", "regions": ["CHN"], "sectors": ["C26"], "days": 30}
    found = compare_horizons(shock(BAN, stock), stage, draws=0)
    assert set(found.refused) == {"year", "decade"}
    assert all("stocks are used up within the year" in reason for reason in found.refused.values())


def test_the_json_of_a_comparison_keeps_its_contract(stage: Stage) -> None:
    found = compare_horizons(shock(RANGED), stage, draws=1)
    assert list(found.impacts) == ["weeks", "year", "decade"]
    assert found.refused == {}
    for horizon, part in found.impacts.items():
        table = json.loads(json.dumps(part.as_dict(), allow_nan=False))
        n, j = len(table["regions"]), len(table["sectors"])
        assert np.array(table["real_income"]["central"], float).shape == (n,)
        assert np.array(table["output"]["low"], float).shape == (n, j)
        assert np.array(table["trade"]["high"], float).shape == (n, n)
        assert (table["prices"] is None) == (table["timing"] is not None) == (horizon == "weeks")
        assert np.array(table["real_income_cases"], float).shape == (len(table["cases"]), n)
        assert bool(table["real_income_by_rent"]) == (horizon == "year")
        assert table["horizon"] == horizon and table["origin"]["inputs"]


def test_a_stockpile_of_the_product_lowers_the_loss_of_weeks(stage: Stage) -> None:
    cut = shock(BAN | {"leak": 0.0, "exporters": ["rest"]})
    stock = {"measure": "stockpile", "name": "stock", "regions": ["CHN"], "sectors": ["C26"], "days": 60}
    bare, stocked = (impact(row, "weeks", stage, draws=0) for row in (cut, shock(cut.measures[0].model_dump(), stock)))
    assert stocked.region("CHN").central > bare.region("CHN").central
    assert bare.timing is not None and stocked.timing is not None
    at = bare.regions.index("CHN"), bare.sectors.index("C26")
    assert stocked.timing.first_shortage.central[at] > bare.timing.first_shortage.central[at]


def test_a_freeze_takes_its_amount_out_of_the_losers_demand_within_weeks(stage: Stage) -> None:
    found = impact(load("reserve-freeze"), "weeks", stage, draws=0)
    russia = found.regions.index("RUS")
    assert found.real_income.central[russia] == pytest.approx(-3e6 / found.base_income[russia], rel=1e-9)
    assert found.real_income.central[found.regions.index("EU")] == pytest.approx(0, abs=1e-6)


def test_measures_hold_from_their_first_day_to_their_last(stage: Stage) -> None:
    row = {"measure": "capacity_loss", "regions": ["TWN"], "sectors": ["C26"], "loss": 0.5}
    brief = row | {"name": "brief", "starts": "2018-01-11", "ends": "2018-01-21"}
    found = impact(shock(brief, starts="2018-01-01"), "weeks", stage, draws=0, days=60)
    assert found.timing is not None
    course = found.timing.course.central[:, found.regions.index("TWN")]
    assert np.abs(course[:10]).max() < 1e-9
    assert (course[10:20] < -5).all()
    assert course[20] > course[19] / 2
    late = impact(shock(brief, BAN, starts="2018-01-01"), "weeks", stage, draws=0, days=5)
    assert "not in force within 5 days: brief" in late.notes


def test_recovery_is_the_time_away_from_the_base() -> None:
    from technostate.shocks.impact.weeks import _recovery

    course = np.zeros((10, 4))
    course[2:5, 1] = -0.1
    course[8:, 2] = 0.02
    course[:, 3] = np.nan
    assert _recovery(course).tolist()[:3] == [0.0, 3.0, np.inf]
    assert np.isnan(_recovery(course)[3])


def test_drawn_parameters_stay_in_their_spans_and_half_lie_on_either_side() -> None:
    from technostate.shocks.weeks import Parameters

    rows = drawn_parameters(40, seed=3)
    for note in NOTES:
        values = np.array([getattr(row, note.name) for row in rows])
        assert (values >= note.span[0]).all() and (values <= note.span[1]).all()
        central = getattr(Parameters(), note.name)
        if note.span[0] < central < note.span[1]:
            assert (values < central).sum() == 20
    assert drawn_parameters(0, seed=3) == ()


def test_progress_is_told_and_can_stop_the_work(stage: Stage) -> None:
    seen: list[tuple[int, int, str]] = []
    compare_horizons(shock(RANGED), stage, draws=2, progress=lambda *told: seen.append(told))
    assert {what.rpartition(" ")[2] for _, _, what in seen} == {"weeks", "year", "decade"}
    assert all(1 <= done <= total for done, total, _ in seen)
    assert seen[-1][0] == seen[-1][1]

    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    for horizon in HORIZONS:
        with pytest.raises(KeyboardInterrupt):
            impact(shock(RANGED), horizon, stage, draws=2, progress=stop)


def test_a_ban_among_whole_regions_is_the_same_at_both_divisions(stage: Stage) -> None:
    fine = stage_of("icio-2022", "full")
    for case in ("mild", "central", "severe"):
        coarse = stage.resolve(load("zte-2018")).levels[case].delivered
        assert set(np.unique(coarse)) == set(np.unique(fine.resolve(load("zte-2018")).levels[case].delivered))
    for horizon in HORIZONS:
        one, two = (impact(shock(BAN), horizon, place, draws=0) for place in (stage, fine))
        # Members of a group are one supplier there, which is easier or harder to replace than each: not the same, near.
        assert one.region("CHN").central == pytest.approx(two.region("CHN").central, rel=0.35)


def test_a_small_world_is_taken_as_it_is() -> None:
    from technostate.world import aggregate

    fine = load_world("icio-2022")
    table = {region: region if region in ("CHN", "USA") else "OTHERS" for region in fine.regions}
    found = compare_horizons(shock(BAN), aggregate(fine, regions=table), draws=1)
    assert set(found.impacts) == set(HORIZONS)
    assert set(found.impacts["year"].regions) == {"CHN", "USA", "OTHERS"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"horizon": "century"}, "unknown horizon 'century'"),
        ({"regions": "17"}, "regions is '17'"),
        ({"draws": -1}, "draws is -1"),
        ({"draws": 1.5}, "draws is 1.5"),
        ({"draws": True}, "draws is True"),
        ({"seed": -1}, "seed is -1"),
        ({"days": 0}, "days is 0"),
        ({"days": 7.5}, "days is 7.5"),
    ],
)
def test_a_wrong_question_is_one_error(words: dict[str, Any], says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        impact(shock(BAN), **({"horizon": "weeks"} | words))


@pytest.mark.parametrize("horizons", [(), "year", ("year", "century")])
def test_wrong_horizons_are_refused(horizons: Any) -> None:
    with pytest.raises(ScenarioError, match="horizon"):
        compare_horizons(shock(BAN), horizons=horizons)


def test_what_does_not_fit_the_world_is_an_error_not_an_answer(stage: Stage) -> None:
    with pytest.raises(ScenarioError, match="does not show QAT"):
        compare_horizons(shock(BAN | {"exporters": ["QAT"]}), stage)
    with pytest.raises(LabelError):
        compare_horizons(shock(BAN), "icio-2023")


def test_an_economy_on_other_axes_and_too_few_draws_are_refused(stage: Stage) -> None:
    fine = stage_of("icio-2022", "full").resolve(shock(BAN))
    with pytest.raises(ScenarioError, match="other regions or sectors"):
        to_year(fine, stage.year)
    with pytest.raises(ScenarioError, match="other regions or sectors"):
        to_weeks(fine, stage.weeks)
    few = stage.resolve(shock(RANGED), draws=1)
    with pytest.raises(ScenarioError, match="2 draws are asked for and the shock has 1"):
        to_year(few, stage.year, draws=2)
    with pytest.raises(ScenarioError, match="2 draws are asked for and the shock has 1"):
        to_weeks(few, stage.weeks, draws=2)


def test_a_freeze_of_more_than_is_spent_is_refused(stage: Stage) -> None:
    row = {"measure": "transfer_freeze", "name": "all", "regions": ["RUS"], "held_by": ["EU"],
           "amount_musd_per_year": 1e8}  # fmt: skip
    found = compare_horizons(shock(row), stage, draws=0)
    assert set(found.refused) == set(HORIZONS)
    assert "RUS" in found.refused["weeks"]
