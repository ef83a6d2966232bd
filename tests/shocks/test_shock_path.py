"""Ten years of a shock: the first is the year, the last the decade, and what ends leaves nothing behind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.errors import LabelError, ScenarioError
from technostate.shocks.impact import Impact, Stage, compare_horizons, impact
from technostate.shocks.impact.course import Years
from technostate.shocks.impact.equilibria import adjusted
from technostate.shocks.impact.spread import PARTS
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.specification import Shock, load
from technostate.shocks.specification.regions import sixteen
from technostate.world import aggregate
from technostate.world import load as load_world

LOSS: dict[str, Any] = {
    "measure": "capacity_loss", "name": "loss", "regions": ["TWN"], "sectors": ["C26"], "loss": 0.5,
}  # fmt: skip


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def course(found: Impact) -> Years:
    assert isinstance(found.course, Years)
    return found.course


@pytest.mark.parametrize("name", ["us-china-decoupling", "energy-embargo", "taiwan-strait-disruption"])
def test_the_ends_of_the_path_are_the_year_and_the_decade(name: str, stage: Stage) -> None:
    found = compare_horizons(load(name), stage, horizons=("year", "path", "decade"), draws=8).impacts
    years = course(found["path"])
    assert years.years == tuple(range(1, 11))
    for at, horizon in ((0, "year"), (-1, "decade")):
        for table in ("real_income", "gdp", "consumer_prices", "employment"):
            end = getattr(found[horizon], table)  # type: ignore[index]
            for part in PARTS:
                if part not in ("loss", "gain"):
                    assert getattr(getattr(years, table), part)[at] == pytest.approx(getattr(end, part), abs=1e-5)
    # Figures beside the course are means over its years.
    assert found["path"].real_income.central == pytest.approx(years.real_income.central.mean(0), abs=1e-9)


@pytest.mark.parametrize(
    ("name", "targets"),
    [
        ("us-china-decoupling", ("CHN", "USA")),
        ("west-east-decoupling", ("CHN", "RUS", "EU")),
        ("russia-2022", ("RUS",)),
    ],
)
def test_what_lasts_is_lived_with_better_every_year(name: str, targets: tuple[str, ...], stage: Stage) -> None:
    found = impact(load(name), "path", stage, draws=0)
    for target in targets:
        path = course(found).real_income.central[:, found.regions.index(target)]
        assert (np.diff(path) > 0).all() and path[0] < 2 * path[-1] < 0


def test_what_has_ended_leaves_nothing_behind(stage: Stage) -> None:
    brief = shock(LOSS | {"ends": "2020-07-01"}, BAN | {"ends": "2025-12-01"})
    found = compare_horizons(brief, stage, horizons=("path", "decade"), draws=4).impacts
    path = course(found["path"])
    taiwan = found["path"].regions.index("TWN")
    lost = path.real_income.central[:, taiwan]
    assert lost[0] < -5 and lost[1] < -1
    # Half of the third year; what Taiwan has of the ban on China is a hundredth of that.
    assert lost[2] == pytest.approx(lost[1] / 2, rel=0.25)
    assert np.abs(lost[3:]).max() < 0.15 < np.abs(lost[2])
    assert np.abs(path.real_income.low[8:]).max() < 1e-4 and np.abs(path.gdp.high[8:]).max() < 1e-4
    for spread, _ in found["decade"].tables().values():
        assert np.nanmax(np.abs(np.stack([spread.low, spread.central, spread.high]))) < 1e-4
    assert found["decade"].unsettled == ()
    assert any("no measure is in force in year 10" in note for note in found["decade"].notes)


def test_half_a_year_of_a_loss_is_half_of_it_for_a_year(stage: Stage) -> None:
    half = shock(LOSS | {"loss": 0.4, "starts": "2018-01-01", "ends": "2018-07-02"})
    # 182 of 365 days.
    whole = shock(LOSS | {"loss": 0.4 * 182 / 365})
    one, two = (impact(found, "year", stage, draws=0) for found in (half, whole))
    for name in ("real_income", "output", "gdp", "employment"):
        assert getattr(one, name).central == pytest.approx(getattr(two, name).central, abs=1e-7, nan_ok=True)
    assert "by days in force: loss" in one.notes and not any("days in force" in note for note in two.notes)


def test_a_measure_of_a_later_year_begins_then(stage: Stage) -> None:
    found = compare_horizons(
        shock(tariff(starts="2020-01-01")), stage, horizons=("year", "path", "decade"), draws=0
    ).impacts
    path = course(found["path"]).real_income.central[:, found["path"].regions.index("CHN")]
    assert np.abs(path[:2]).max() < 1e-5 and (np.abs(path[2:]) > 1e-4).all()
    assert np.abs(found["year"].real_income.central).max() < 1e-5
    assert found["decade"].region("CHN").central == pytest.approx(path[-1], abs=1e-5)


def test_the_speed_bends_the_path_and_moves_no_end(stage: Stage) -> None:
    found = impact(load("us-china-decoupling"), "path", stage, draws=32)
    assert "speed of adjustment" in found.parameters
    speed = found.values[:, found.parameters.index("speed of adjustment")]
    assert speed.min() >= 0.25 and speed.max() <= 0.9
    # The centre is the slow end: half of the draws take it.
    assert (speed == 0.25).sum() == 16
    for pace in (0.25, 0.5, 0.9):
        way = [adjusted(year, pace) for year in range(1, 11)]
        assert way[0] == 0.0 and way[-1] == 1.0 and (np.diff(way) > 0).all()
        assert (np.diff(way, 2) < 0).all()
    assert adjusted(3, 0.9) > adjusted(3, 0.25)


def test_a_lasting_shock_has_no_end_and_a_brief_one_is_taken_as_lasting_on_request(stage: Stage) -> None:
    brief = shock(LOSS | {"ends": "2018-07-02"})
    lasting = brief.lasting()
    assert lasting.measures[0].ends is None and lasting.built_on == ("trial",) and lasting.lasting() is lasting
    assert impact(brief, "decade", stage, draws=0).region("TWN").central == pytest.approx(0.0, abs=1e-4)
    assert impact(lasting, "decade", stage, draws=0).region("TWN").central < -1


def test_what_no_equilibrium_knows_has_no_path(stage: Stage) -> None:
    stock = {"measure": "stockpile", "name": "stock", "regions": ["CHN"], "sectors": ["C26"], "days": 30}
    with pytest.raises(ScenarioError, match="cannot be asked about at the horizon path"):
        impact(shock(stock), "path", stage)
    with pytest.raises(ScenarioError, match="only the decade tells inputs from final goods"):
        impact(Shock(name="t", title="T", starts="2027-01-01", measures=[BAN | {"use": "inputs"}]), "path", stage)


def test_a_sector_of_unknown_class_is_named_where_the_first_years_elasticities_are_used() -> None:
    fine = load_world("icio-2022")
    merged = {sector: "SVC" if sector == "SVC" else "GDS" for sector in fine.sectors}
    world = Stage(aggregate(fine, regions=sixteen(fine.regions), sectors=merged), "full")
    duty = shock(tariff(sectors=["all"], exporters=["CHN"], importers=["USA"]))
    notes = impact(duty, "year", world, draws=0).notes
    assert "no class of goods is known for GDS: taken as differentiated" in notes
    for horizon in ("path", "decade"):
        with pytest.raises(LabelError, match="no set of trade elasticities has GDS"):
            impact(duty, horizon, world, draws=0)  # type: ignore[arg-type]
