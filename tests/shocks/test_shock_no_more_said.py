"""What is said of a run is true of it: one draw is no central case, nothing is over before its last day."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import Any

import pytest
from made_impacts import BAN, made, made_shock

from technostate.cli.app import run
from technostate.shocks.impact import coalition_curve, impact
from technostate.shocks.impact.stage import Stage, stage_of
from technostate.shocks.kept import _code
from technostate.shocks.runs import Runs
from technostate.shocks.specification import Shock, compose, load, parse
from technostate.shocks.specification.labels import region_problem
from technostate.shocks.specification.resolve import days_until
from technostate.view.shock import shock
from technostate.view.shock.blocks import _shortened, more, sides
from technostate.view.shock.data import horizon_data
from technostate.view.shock.described import described
from technostate.view.shock.words import reason
from technostate.view.shock.years import ended, over
from technostate.write.tables import Group

TARIFF: dict[str, Any] = {
    "measure": "tariff", "name": "duty", "exporters": ["CHN"], "importers": ["USA"], "sectors": ["vehicles"],
    "basis": "added", "rate": {"low": 0.1, "central": 0.25, "high": 0.5},
}  # fmt: skip


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def test_one_draw_is_not_the_central_case(stage: Stage) -> None:
    """It was printed as the central case: -1.01 per cent for the United States, whose central case is -0.87."""
    found = impact(load("us-china-decoupling"), "year", stage, draws=1)
    there = found.region("USA")
    assert there.median != pytest.approx(there.central, rel=0.01)
    assert found.over == "p10 to p90 of 1 draw"
    assert not sides(horizon_data(found, {})).startswith("In the central case")
    assert impact(load("us-china-decoupling"), "year", stage, draws=0).over == ""


def test_what_the_models_cannot_see_is_not_seen_by_a_shock_built_on_it() -> None:
    strait, freeze = load("taiwan-strait-disruption"), load("reserve-freeze")
    later = "name: later\ntitle: Later\nstarts: 2028-01-01\nbased_on: "
    assert parse(later + "taiwan-strait-disruption").blind_spot == strait.blind_spot != ""
    both = parse(later + "[taiwan-strait-disruption, reserve-freeze]")
    assert strait.blind_spot in both.blind_spot and freeze.blind_spot in both.blind_spot
    assert parse(later + "reserve-freeze\nblind_spot: Mine.").blind_spot == "Mine."
    long = [Shock(**{**made_shock().as_dict(), "name": f"s{at}", "measures": [{**BAN, "name": f"m{at}"}],
                     "blind_spot": f"{at}" + " word" * 60}) for at in range(3)]  # fmt: skip
    joined = compose(long, name="all", title="All").blind_spot
    assert len(joined) <= 400 and joined.endswith("word …")


@pytest.mark.parametrize(
    ("ends", "path", "decade"),
    [
        ("2027-01-02", "All measures end in year 1.", "All measures have ended by then"),
        ("2028-01-01", "All measures end in year 1.", "All measures have ended by then"),
        ("2035-12-01", "All measures end in year 9.", "All measures have ended by then"),
        ("2036-01-01", "All measures end in year 9.", "All measures have ended by then"),
        ("2036-07-01", "All measures end in year 10.", "Duty ends within year 10, of which only the days"),
        ("2040-01-01", "", ""),
    ],
)
def test_a_measure_is_over_when_no_day_of_it_is_left(ends: str, path: str, decade: str) -> None:
    """A ban of one day ended in year 0; one that ends in mid-2036 was over at the decade, where it cost China 0.24."""
    held = made_shock(measures=[{**TARIFF, "ends": ends}])
    said = ended(described(held), 10), over(horizon_data(made("decade", held), {}), described(held))
    assert said[0].startswith(path) and bool(said[0]) == bool(path)
    assert said[1].startswith(decade) and bool(said[1]) == bool(decade)


def test_what_has_not_begun_is_said_at_each_horizon(stage: Stage) -> None:
    late = made_shock(measures=[{**TARIFF, "starts": "2029-01-01"}])
    never = made_shock(measures=[{**TARIFF, "starts": "2040-01-01"}])

    def said(asked: Shock, horizon: Any) -> str:
        return over(horizon_data(impact(asked, horizon, stage, draws=0), {}), described(asked))

    assert said(late, "year") == "No measure is in force in year 1: all of them begin later."
    assert said(never, "path") == "No measure is in force in years 1 to 10: all of them begin later."
    assert said(never, "decade") == "No measure is in force in year 10: all of them begin later."
    assert said(late, "path") == said(late, "decade") == ""


def test_a_closure_of_the_decade_is_not_contradicted_and_not_on_the_path(stage: Stage) -> None:
    """Beside "deficits keep their share" it said that lenders hold its level, and a path is without any closure."""
    closing = made_shock(measures=[TARIFF], closure={"deficits": "share"})
    decade, path = (" ".join(impact(closing, key, stage, draws=0).notes) for key in ("decade", "path"))
    assert "deficits keep their share" in decade and "hold its level after a decade" not in decade
    assert "its year 10 is not the decade" in path and "hold its level after a decade" in path
    plain = made_shock(measures=[TARIFF])
    assert "its year 10 is not" not in " ".join(impact(plain, "path", stage, draws=0).notes)


def test_a_share_without_substitutes_that_changes_nothing_says_so(stage: Stage) -> None:
    said = " ".join(impact(made_shock(measures=[TARIFF]), "year", stage, draws=2, doubt=0.9).notes)
    assert "a share of 0.9 of the draws without substitutes changes nothing: no measure bans anything" in said
    said = " ".join(impact(made_shock(), "decade", stage, draws=0, doubt=0.9).notes)
    assert "changes nothing: nothing is drawn" in said
    assert "changes nothing" not in " ".join(impact(made_shock(), "year", stage, draws=2, doubt=0.9).notes)


def test_the_command_of_an_answer_gives_it_again(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Seed, draws, tariffs, doubt, path and world were left out, and a file was called by the name inside it."""
    file = tmp_path / "my own.yaml"
    file.write_text(
        "name: inside\ntitle: T\nstarts: 2027-01-01\nmeasures:\n"
        "  - {measure: export_ban, name: a, exporters: [USA], importers: [CHN], sectors: [C26], leak: 0.2,"
        " ends: 2028-01-01}\n"
        "  - {measure: export_ban, name: b, exporters: [USA], importers: [CHN], sectors: [C28], leak: 0.2}\n"
    )
    asked: dict[str, Any] = {"draws": 3, "seed": 7, "tariffs": "2020", "doubt": 0.5, "mirrored": True}
    view = shock(file, horizon="year", lasting=True, without=("b",), **asked)
    words = shlex.split(view.command)
    assert words[:3] == ["technostate", "shock", str(file)]
    assert run([*words[1:], "--json"]) == 0
    assert capsys.readouterr().out.strip() == view.json().strip()
    assert shock("zte-2018", horizon="weeks", draws=0, days=30).command.endswith("--horizon weeks --draws 0 --days 30")
    own = shock("zte-2018", horizon="year", path=True, draws=0, regions="16", world="ICIO-2022").command
    assert own == "technostate shock zte-2018 --horizon year --path --draws 0"


def test_one_region_is_no_regions() -> None:
    table = more(horizon_data(made(), {}))
    assert table is not None and "Left out: one region in which" in str(table.note)
    assert [str(row) for row in _shortened(range(25)) if isinstance(row, Group)] == [str(Group("1 region between"))]


def test_a_reason_of_the_engine_has_no_mark_of_a_list() -> None:
    assert reason("x:\n  - KOR would trade with nobody") == "KOR would trade with nobody"


def test_parts_that_were_kept_are_old_once_parameters_change(monkeypatch: Any, tmp_path: Any) -> None:
    from technostate.shocks import kept

    for name in ("shocks", "world"):
        (tmp_path / name).mkdir()
    (tmp_path / "shocks" / "kept.py").write_text("")
    table = tmp_path / "shocks" / "parameters.toml"
    table.write_text("central = 3.0")
    monkeypatch.setattr(kept, "__file__", str(tmp_path / "shocks" / "kept.py"))
    _code.cache_clear()
    before = _code(("shocks", "world"))
    table.write_text("central = 4.0")
    _code.cache_clear()
    assert _code(("shocks", "world")) != before
    _code.cache_clear()


def test_a_group_of_which_the_world_shows_one_member_is_called_by_it() -> None:
    """On WIOD Brazil was called Latin America, Turkey the Middle East and Africa, Indonesia ASEAN."""
    old = stage_of("wiod-2011").world.regions
    assert {"BRA", "TUR", "IDN", "AUS", "EU", "ROW"} <= set(old)
    assert not {"Latin America", "Middle East and Africa", "ASEAN", "AUS+NZL"} & set(old)
    assert {"Latin America", "Middle East and Africa", "ASEAN", "AUS+NZL"} <= set(stage_of("icio-2022").world.regions)
    held = {**BAN, "exporters": ["BRA"], "importers": ["IDN"], "sectors": ["goods"]}
    assert impact(made_shock(measures=[held]), "decade", "wiod-2011", draws=0).region("IDN").central < 0


def test_a_group_in_capitals_or_a_state_by_its_name_is_told_its_label() -> None:
    """ "ASEAN", as it is printed, led to Senegal and Venezuela, "Germany" to asean."""
    found = [region_problem(text) for text in ("ASEAN", "G7", "Germany")]
    assert [text.partition("did you mean ")[2] for text in found] == ["asean?)", "g7?)", "DEU (Germany)?)"]


def test_a_measure_of_whole_calendar_years_leaves_no_day_to_the_next(stage: Stage) -> None:
    """A leap year had 365 days: a year of the strait's loss from January 2028 left Taiwan -0.11 in the second."""
    at = ("2028-01-01", "2029-01-01")
    loss = {"measure": "capacity_loss", "name": "loss", "regions": ["TWN"], "sectors": ["electronics"], "loss": 0.5}
    held = made_shock(starts=at[0], measures=[{**loss, "ends": at[1]}])
    resolved = stage.resolve(held)
    assert [float(resolved.in_year("central", year).capacity.min()) for year in (1, 2)] == [0.5, 1.0]
    nine = stage.resolve(made_shock(measures=[{**loss, "ends": "2036-01-01"}]))
    assert [float(nine.in_year("central", year).capacity.min()) for year in (9, 10)] == [0.5, 1.0]
    half = stage.resolve(made_shock(measures=[{**loss, "ends": "2027-07-02"}]))
    assert float(half.in_year("central", 1).capacity.min()) == pytest.approx(1.0 - 0.5 * 182 / 365)


@pytest.mark.parametrize(
    ("starts", "years", "days"),
    [("2027-01-01", 9, 3287), ("2024-02-29", 1, 366), ("2024-02-29", 4, 1461), ("9999-12-31", 1, 366),
     ("9995-01-01", 9, 3287)],
)  # fmt: skip
def test_years_are_counted_by_the_calendar(starts: str, years: int, days: int) -> None:
    assert days_until(dt.date.fromisoformat(starts), years) == days


def test_parts_are_told_apart_by_what_a_states_file_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's own file of a state may change what a list of sectors holds; the shock has its name alone."""
    from technostate.shocks.specification import labels

    held = made_shock(measures=[{**BAN, "sectors": ["CHN.machine-tools"]}])
    before = Runs()._question(held, "year")
    assert before["lists"]["CHN.machine-tools"]["icio"] == ["C28"]
    other = {"machine-tools": {"icio": ("C27",), "wiod": ("c14",)}}
    monkeypatch.setattr(labels, "_state_lists", lambda code: other)
    assert Runs()._question(held, "year") != before


def test_a_coalitions_steps_take_the_share_and_the_tariffs_that_are_asked_for() -> None:
    asked: dict[str, Any] = {"horizons": ("year",), "draws": 8, "steps": {"one": ["USA"]}}
    plain = coalition_curve(made_shock(), **asked)
    for also in ({"doubt": 1.0}, {"tariffs": "2017"}):
        other = coalition_curve(made_shock(), **asked, **also)
        assert other.changes("year", "one").targets.median != plain.changes("year", "one").targets.median
