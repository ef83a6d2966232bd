"""One shock at every horizon: nothing comes of nothing, worse is worse, and what fails is counted."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import ConvergenceError, LabelError, ScenarioError
from technostate.shocks.impact import Impact, Stage, compare_horizons, impact
from technostate.shocks.impact.course import Days
from technostate.shocks.impact.decade import to_decade
from technostate.shocks.impact.draws import Draw, Rents, Sample
from technostate.shocks.impact.firms import drawn_parameters
from technostate.shocks.impact.path import to_path
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.impact.weeks import to_weeks
from technostate.shocks.impact.year import to_year
from technostate.shocks.specification import HORIZONS, load
from technostate.shocks.specification.horizons import EVERY
from technostate.shocks.weeks import NOTES
from technostate.world import load as load_world

RANGED = BAN | {"leak": {"low": 0.3, "central": 0.5, "high": 0.8}}
FREEZE: dict[str, Any] = {
    "measure": "transfer_freeze", "name": "freeze", "regions": ["RUS"], "held_by": ["EU"], "amount_musd_per_year": 1e6,
}  # fmt: skip


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def spreads(found: Impact) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    tables = [spread for spread, _ in found.tables().values()]
    if found.course is not None:
        tables += [spread for spread, _ in found.course.tables().values() if spread.unit != "days"]
    return [part for spread in tables for part in (spread.central, spread.median, spread.low, spread.high)]


@pytest.mark.parametrize("horizon", EVERY)
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
    # Equilibria of draws are solved to 1e-6 log points, which is 1e-4 per cent.
    for values in spreads(found):
        assert np.nanmax(np.abs(values)) < (1e-9 if horizon == "weeks" else 1e-4)
    assert np.nanmax(np.abs(found.income_cases)) < (1e-9 if horizon == "weeks" else 1e-5)
    assert found.unsettled == () and found.failed == ()
    assert (found.real_income.loss == 0).all() and (found.real_income.gain == 0).all()
    assert {found.region(region).side for region in found.regions} == {"hardly"}


@pytest.mark.parametrize("horizon", ["year", "path", "decade"])
def test_a_tariff_of_nothing_does_nothing(horizon: Any, stage: Stage) -> None:
    found = impact(shock(tariff(rate=0.0)), horizon, stage, draws=0)
    assert all(np.nanmax(np.abs(values)) < 1e-5 for values in spreads(found))


@pytest.mark.parametrize("horizon", EVERY)
@pytest.mark.parametrize("kind", ["export_ban", "import_ban"])
def test_the_target_of_a_ban_loses_more_the_less_leaks(horizon: Any, kind: str, stage: Stage) -> None:
    row = BAN | {"measure": kind} | ({} if kind == "export_ban" else {"exporters": ["CHN"], "importers": ["USA"]})
    leaks = (0.8, 0.5, 0.3, 0.05, 0.0)
    losses = [impact(shock(row | {"leak": leak}), horizon, stage, draws=0).region("CHN").central for leak in leaks]
    assert 0 > losses[0] > losses[1]
    # Where nearly all is stopped no rent is left to lose and other sellers are cheaper than queues: in one sector a
    # tighter ban may then cost less, by no more than this.
    assert all(loss < min(losses[:at]) + 0.01 for at, loss in enumerate(losses) if at)


@pytest.mark.parametrize("horizon", ["year", "decade"])
@pytest.mark.parametrize(
    ("name", "target"), [("us-china-decoupling", "CHN"), ("west-east-decoupling", "RUS"), ("energy-embargo", "RUS")]
)
def test_the_target_of_bans_on_many_sectors_loses_more_with_every_step(
    name: str, target: str, horizon: Any, stage: Stage
) -> None:
    rows = [row.model_dump() for row in load(name).measures]
    losses = []
    for leak in (0.8, 0.5, 0.2, 0.05, 0.0):
        cut = shock(*({**row, "leak": leak} for row in rows), starts="2022-06-03")
        losses.append(impact(cut, horizon, stage, draws=0).region(target).central)
    assert losses == sorted(losses, reverse=True) and losses[-1] < losses[0] < 0


def test_rows_beside_the_range_are_scenarios_of_bans_and_no_cases(stage: Stage) -> None:
    found = impact(shock(RANGED), "year", stage, draws=2)
    rows = {row.key: row.real_income for row in found.variants}
    assert list(rows) == ["who rations", "other side", "used up", "no substitutes"]
    china, united = found.regions.index("CHN"), found.regions.index("USA")
    centre = found.real_income.central
    assert rows["who rations"][china] < centre[china] < rows["other side"][china]
    assert rows["other side"][united] < centre[united] < rows["who rations"][united]
    # What is used up is missing somewhere, and nothing replaces what is missing.
    weight = found.base_income / found.base_income.sum()
    assert rows["used up"] @ weight < min(rows["who rations"] @ weight, rows["other side"] @ weight)
    assert rows["no substitutes"][china] < centre[china]
    assert len(found.cases) == 2
    assert impact(shock(tariff()), "year", stage, draws=1).variants == ()


def test_the_centre_splits_rents_into_thirds_and_draws_over_all_splits(stage: Stage) -> None:
    assert Draw.central().rents == Rents(1 / 3, 1 / 3)
    rows = Sample(stage.resolve(shock(BAN), draws=256), 256, 0).rows
    parts = np.array([(row.rents.rations, row.rents.other, row.rents.used_up) for row in rows])
    assert (parts >= 0).all() and parts.sum(1) == pytest.approx(1)
    # Even on the simplex: each mean a third, each above a half in a quarter of the draws.
    assert parts.mean(0) == pytest.approx([1 / 3] * 3, abs=0.01)
    assert (parts > 0.5).mean(0) == pytest.approx([0.25] * 3, abs=0.02)
    none = np.array([np.isinf(row.substitutes) for row in rows])
    assert none.mean() == pytest.approx(0.2, abs=0.01)
    assert np.median([row.substitutes for row in rows if np.isfinite(row.substitutes)]) == pytest.approx(3.0, rel=0.05)
    for doubt in (0.0, 1.0):
        told = Sample(stage.resolve(shock(BAN), draws=16), 16, 0, doubt).rows
        assert {bool(np.isinf(row.substitutes)) for row in told} == {doubt == 1.0}


def test_more_doubt_about_substitutes_is_more_loss(stage: Stage) -> None:
    there = stage.resolve(load("us-china-decoupling"), draws=32)
    found = [to_year(there, stage.year, draws=32, doubt=doubt).region("USA") for doubt in (0.0, 0.2, 1.0)]
    # Draws that keep their substitutes are the same draws.
    assert found[0].median >= found[1].median > found[2].median
    assert found[0].p10 > found[1].p10 > found[2].p10
    assert found[0].central == found[1].central == found[2].central


def test_doubt_about_substitutes_says_nothing_of_shocks_without_bans(stage: Stage) -> None:
    resolved = stage.resolve(shock(tariff()), draws=64)
    rows = Sample(resolved, 64, 0, doubt=0.5).rows
    assert all(np.isfinite(row.substitutes) for row in rows)
    # Half of the draws on either side of the central elasticity, where there is no ban.
    assert sum(row.differentiated < 0.5 for row in rows) == 32
    usual, doubtful = (to_year(resolved, stage.year, draws=8, doubt=doubt) for doubt in (0.0, 1.0))
    np.testing.assert_array_equal(usual.income_cases, doubtful.income_cases)
    assert not any("replaces" in note for note in doubtful.notes)


def test_draws_without_an_equilibrium_are_counted_and_said(stage: Stage) -> None:
    # More than Russia has in the severe half of the draws.
    amount = {"low": 0.0, "central": 3e5, "high": 3e6}
    found = impact(shock(FREEZE | {"amount_musd_per_year": amount}), "year", stage, draws=16)
    lost = len(found.failed)
    assert 2 <= lost <= 8
    assert all(
        line.startswith("draw ") and ("no equilibrium" in line or "nothing is left" in line) for line in found.failed
    )
    assert f"{lost} of 16 cases have no equilibrium and are in no range" in found.notes
    assert len(found.cases) == len(found.income_cases) == len(found.values) == 16 - lost
    failed = {line.partition(":")[0] for line in found.failed}
    assert failed | set(found.cases) == {f"draw {number}" for number in range(1, 17)}
    assert np.isfinite(found.income_cases).all()
    at = found.parameters.index("freeze, amount_musd_per_year")
    assert found.values[:, at].max() < 3e6


def test_a_central_case_without_an_equilibrium_is_an_error_and_refused_in_a_comparison(stage: Stage) -> None:
    most = shock(FREEZE | {"amount_musd_per_year": 1.25e6})
    with pytest.raises(ConvergenceError, match="the central case: no equilibrium"):
        impact(most, "year", stage, draws=0)
    found = compare_horizons(most, stage, draws=0)
    assert "no equilibrium" in found.refused["year"]
    assert "year" not in found.impacts and "weeks" in found.impacts


def test_a_row_without_an_equilibrium_leaves_the_others_their_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from technostate.shocks.impact import equilibria

    whole = equilibria.solve

    def solve(economy: Any, levels: Any, draw: Draw, *rest: Any, **more: Any) -> Any:
        if draw.case == "central" and np.isinf(draw.substitutes):
            raise ConvergenceError("no equilibrium:\n  - none at all")
        return whole(economy, levels, draw, *rest, **more)

    monkeypatch.setattr(equilibria, "solve", solve)
    found = impact(shock(RANGED), "year", stage, draws=1)
    rows = {row.key: row for row in found.variants}
    assert rows["no substitutes"].real_income is None and rows["no substitutes"].why == "no equilibrium: none at all"
    assert all(np.isfinite(row.real_income).all() for key, row in rows.items() if key != "no substitutes")


def test_a_region_cut_off_entirely_gets_a_clear_answer_at_each_horizon(stage: Stage) -> None:
    out = BAN | {"exporters": ["RUS"], "importers": ["rest"], "sectors": ["all"], "leak": 0.0}
    into = out | {"name": "into", "exporters": ["rest"], "importers": ["RUS"]}
    found = compare_horizons(shock(out, into), stage, draws=0)
    for horizon in ("year", "decade"):
        assert "RUS would trade with nobody and cannot keep a surplus" in found.refused[horizon]
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
    found = compare_horizons(shock(BAN, stock), stage, horizons=EVERY, draws=0)
    assert set(found.refused) == {"year", "path", "decade"}
    assert all("stocks are used up within the year" in reason for reason in found.refused.values())


def test_the_json_of_a_comparison_keeps_its_contract(stage: Stage) -> None:
    found = compare_horizons(shock(RANGED), stage, horizons=EVERY, draws=1)
    assert list(found.impacts) == ["weeks", "year", "path", "decade"]
    assert found.refused == {}
    for horizon, part in found.impacts.items():
        table = json.loads(json.dumps(part.as_dict(), allow_nan=False))
        n, j = len(table["regions"]), len(table["sectors"])
        income = table["tables"]["final_demand_delivered" if horizon == "weeks" else "real_income"]
        assert np.array(income["central"], float).shape == np.array(income["loss"], float).shape == (n,)
        assert np.array(table["tables"]["output"]["low"], float).shape == (n, j)
        assert np.array(table["tables"]["purchases"]["high"], float).shape == (n, n)
        assert ("prices" in table["tables"]) == ("employment" in table["tables"]) == (horizon != "weeks")
        assert (table["course"] is None) == (horizon in ("year", "decade"))
        if horizon == "weeks":
            assert table["course"]["days"] == 91 and np.array(table["course"]["course"]["p10"]).shape == (91, n)
        if horizon == "path":
            assert table["course"]["years"] == list(range(1, 11))
            assert np.array(table["course"]["gdp"]["median"]).shape == (10, n)
        assert np.array(table["income_cases"]["values"], float).shape == (len(table["cases"]), n)
        assert bool(table["variants"]) == (horizon != "path")
        assert table["horizon"] == horizon and table["origin"]["inputs"]


def test_a_stockpile_of_the_product_lowers_the_loss_of_weeks(stage: Stage) -> None:
    cut = shock(BAN | {"leak": 0.0, "exporters": ["rest"]})
    stock = {"measure": "stockpile", "name": "stock", "regions": ["CHN"], "sectors": ["C26"], "days": 60}
    bare, stocked = (impact(row, "weeks", stage, draws=0) for row in (cut, shock(cut.measures[0].model_dump(), stock)))
    assert stocked.region("CHN").central > bare.region("CHN").central
    assert isinstance(bare.course, Days) and isinstance(stocked.course, Days)
    at = bare.regions.index("CHN"), bare.sectors.index("C26")
    assert stocked.course.first_shortage.central[at] > bare.course.first_shortage.central[at]
    # A day's draw on a stock is no shortage: every product of every region had been short on the first day.
    assert bare.course.first_shortage.central[at] > 2


def test_a_freeze_takes_its_amount_out_of_the_losers_demand_within_weeks(stage: Stage) -> None:
    found = impact(load("reserve-freeze"), "weeks", stage, draws=0)
    russia = found.regions.index("RUS")
    assert found.real_income.central[russia] == pytest.approx(-3e6 / found.base_income[russia], rel=1e-9)
    assert found.real_income.central[found.regions.index("EU")] == pytest.approx(0, abs=1e-6)


def test_measures_hold_from_their_first_day_to_their_last(stage: Stage) -> None:
    row = {"measure": "capacity_loss", "regions": ["TWN"], "sectors": ["C26"], "loss": 0.5}
    brief = row | {"name": "brief", "starts": "2018-01-11", "ends": "2018-01-21"}
    found = impact(shock(brief, starts="2018-01-01"), "weeks", stage, draws=0, days=60)
    assert isinstance(found.course, Days)
    course = found.course.course.central[:, found.regions.index("TWN")]
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

    rows = drawn_parameters(64, seed=3)
    for note in NOTES:
        if getattr(Parameters(), note.name) is None:
            assert {getattr(row, note.name) for row in rows} == {None}
            continue
        values = np.array([getattr(row, note.name) for row in rows])
        assert (values >= note.span[0]).all() and (values <= note.span[1]).all()
        central = getattr(Parameters(), note.name)
        if note.span[0] < central < note.span[1]:
            assert (values < central).sum() == 32
    assert drawn_parameters(0, seed=3) == ()


def test_progress_is_told_and_can_stop_the_work(stage: Stage) -> None:
    seen: list[tuple[int, int, str]] = []
    compare_horizons(shock(RANGED), stage, horizons=EVERY, draws=2, progress=lambda *told: seen.append(told))
    assert {what.rpartition(" ")[2] for _, _, what in seen} == {"weeks", "year", "years", "decade"}
    assert all(1 <= done <= total for done, total, _ in seen)
    assert seen[-1][0] == seen[-1][1]

    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    for horizon in EVERY:
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
    found = compare_horizons(shock(BAN), aggregate(fine, regions=table), horizons=EVERY, draws=1)
    assert set(found.impacts) == set(EVERY)
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
    for run in (
        lambda: to_year(few, stage.year, draws=2),
        lambda: to_decade(few, stage.year, stage.long_run, draws=2),
        lambda: to_path(few, stage.year, stage.long_run, draws=2),
    ):
        with pytest.raises(ScenarioError, match="2 draws are asked for and the shock has 1"):
            run()
    with pytest.raises(ScenarioError, match="2 draws are asked for and the shock has 1"):
        to_weeks(few, stage.weeks, draws=2)


def test_a_freeze_of_more_than_is_spent_is_refused(stage: Stage) -> None:
    row = {"measure": "transfer_freeze", "name": "all", "regions": ["RUS"], "held_by": ["EU"],
           "amount_musd_per_year": 1e8}  # fmt: skip
    found = compare_horizons(shock(row), stage, horizons=EVERY, draws=0)
    assert set(found.refused) == set(EVERY)
    assert "RUS" in found.refused["weeks"]
    for horizon in ("year", "path", "decade"):
        assert "nothing is left to spend in RUS" in found.refused[horizon]
