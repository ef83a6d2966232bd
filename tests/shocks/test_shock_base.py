"""What a shock starts from: tariffs of a date, said in its file, on the command line or to functions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock, tariff

from technostate.cli.app import run
from technostate.errors import DataError, ScenarioError, TechnostateError
from technostate.shocks.decade import TradeEconomy, counterfactual
from technostate.shocks.impact import Impact, check, compare_horizons, impact
from technostate.shocks.impact.packed import from_bytes, to_bytes
from technostate.shocks.impact.stage import Stage, stage_of
from technostate.shocks.runs import Runs
from technostate.shocks.specification import Shock, compose, load, mirror, parse
from technostate.world import conventional_sets, low_long_run_sets
from technostate.world import load as load_world
from technostate.world.tariffs import date_of

WAR = [
    {"measure": "tariff", "name": name, "exporters": [one], "importers": [other], "sectors": ["goods"],
     "basis": "reversed", "to": 2017}
    for name, one, other in (("of-the-united-states", "CHN", "USA"), ("of-china", "USA", "CHN"))
]  # fmt: skip


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    yield stage_of("icio-2022")


def based(tariffs: object, *measures: dict[str, Any]) -> Shock:
    rows = list(measures) or [tariff()]
    return Shock(name="trial", title="Trial", starts="2027-01-01", measures=rows, base={"tariffs": tariffs})


def real_income(stage: Stage, new: np.ndarray, *regions: str) -> dict[str, np.ndarray]:
    """Return the change of regions' real income by set of elasticities, per cent, under new tariffs at the decade."""
    at = [stage.world.region_index(region) for region in regions]
    found = {}
    for name in (*conventional_sets(), *low_long_run_sets()):
        economy = TradeEconomy.from_world(stage.world, trade_elasticity=name, missing_tariff=0.0)
        found[name] = 100 * counterfactual(economy, tariff=new).real_income[at]
    return found


def eight_and_low(found: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    return tuple(np.array([found[name] for name in names]) for names in (conventional_sets(), low_long_run_sets()))  # type: ignore[return-value]


def notes(impact: Impact) -> str:
    return " ".join(note for note in impact.notes if note.startswith("base tariffs"))


def reversed_tariff(**fields: Any) -> dict[str, Any]:
    row = {key: value for key, value in tariff().items() if key != "rate"}
    return row | {"basis": "reversed", "to": "2017"} | fields


def test_the_tariffs_of_2020_from_a_clean_base_cost_what_is_published(stage: Stage) -> None:
    """Fajgelbaum et al. (2020) find −.04 for the United States, an end of the range over the eight sets."""
    new = stage.on("2020").world.tariff
    assert new is not None
    eight, low = eight_and_low(real_income(stage.on("2017"), np.nan_to_num(new), "USA", "CHN"))
    assert eight.min(0) == pytest.approx([-0.040, -0.187], abs=0.002)
    assert np.median(eight, 0) == pytest.approx([-0.029, -0.162], abs=0.002)
    assert eight.max(0) == pytest.approx([-0.019, -0.147], abs=0.002)
    # Where trade responds little, the tariff's gain in prices is larger than what it distorts.
    assert low[:, 0].min() > 0 > low[:, 1].max()


def test_the_war_in_the_base_can_be_reversed(stage: Stage) -> None:
    peace = Shock(name="peace", title="Peace", starts="2027-01-01", measures=WAR)
    there = stage.on("2020")
    new = np.nan_to_num(there.world.tariff) + there.resolve(peace).levels["central"].tariff_change
    eight, low = eight_and_low(real_income(there, new, "USA", "CHN"))
    assert eight.min(0) == pytest.approx([0.056, 0.273], abs=0.002)
    assert np.median(eight, 0) == pytest.approx([0.106, 0.349], abs=0.002)
    assert eight.max(0) == pytest.approx([0.424, 1.219], abs=0.002)
    assert low[:, 0].max() < 0 < low[:, 1].min()
    found = impact(peace, "decade", stage, tariffs="2020", draws=0)
    assert notes(found) == "base tariffs: 2020"
    assert eight[:, 0].min() < found.region("USA").central < eight[:, 0].max()


def test_reversing_is_the_tariff_of_the_date_and_touches_only_its_links(stage: Stage) -> None:
    from technostate.world.tariffs import tariffs_at

    fine = stage.on("2024").fine
    level = stage.on("2024").resolve(shock(reversed_tariff(sectors=["C26"]))).levels["central"]
    full = Stage(load_world("icio-2022"), "full", tariffs="2024")
    change = full.resolve(shock(reversed_tariff(sectors=["C26"]))).levels["severe"].tariff_change
    at = fine.sector_index("C26"), fine.region_index("CHN"), fine.region_index("USA")
    assert fine.tariff is not None
    assert change[at] == pytest.approx(tariffs_at(fine, "2017")[at] - fine.tariff[at], abs=1e-15)
    assert (change != 0).sum() == 1 and (level.tariff_change != 0).sum() == 1


def test_a_reversed_total_of_everything_is_the_other_base(stage: Stage) -> None:
    everyone = reversed_tariff(exporters=["rest"], importers=["USA"], sectors=["goods"])
    full = Stage(load_world("icio-2022"), "full", tariffs="2026-09")
    levels = full.resolve(shock(everyone)).levels["central"]
    other = Stage(load_world("icio-2022"), "full", tariffs="2017").fine
    united = other.region_index("USA")
    assert full.fine.tariff is not None and other.tariff is not None
    new = np.nan_to_num(full.fine.tariff) + levels.tariff_change
    assert np.allclose(new[:, united], np.nan_to_num(other.tariff)[:, united], atol=1e-15)


@pytest.mark.parametrize("horizon", ["year", "decade"])
def test_the_base_of_a_shock_is_that_of_its_file_and_another_goes_before_it(horizon: Any, stage: Stage) -> None:
    found = {
        name: impact(case, horizon, stage, tariffs=asked, draws=0)
        for name, case, asked in (
            ("usual", shock(tariff()), None), ("file", based(2017), None), ("asked", based(2017), "2026-09"),
            ("own", based("world"), None),
        )
    }  # fmt: skip
    assert {name: notes(item) for name, item in found.items()} == {
        "usual": "base tariffs: 2024", "file": "base tariffs: 2017",
        "asked": "base tariffs: 2026-04-06, the newest known for 2026-09",
        "own": "base tariffs: the world's own table",
    }  # fmt: skip
    china = [item.region("CHN").central for item in found.values()]
    assert len({round(value, 6) for value in china}) == 4
    united = found["file"].regions.index("USA")
    assert found["file"].base_income[united] != found["asked"].base_income[united]


def test_weeks_do_not_read_tariffs(stage: Stage) -> None:
    one, other = (impact(case, "weeks", stage, draws=0, days=5) for case in (shock(BAN), based("2017", BAN)))
    assert np.array_equal(one.real_income.central, other.real_income.central)
    assert notes(other) == "" and stage.on("2017").weeks is stage.weeks


def test_a_stage_is_made_once_for_each_table(stage: Stage) -> None:
    assert stage.on("2017") is stage.on("2017") and stage.on(None) is stage
    own = stage.on("world")
    assert own.fine is stage.given and date_of(own.fine) is None and own.on("world") is own
    assert stage.of(based("2017")) is stage.on("2017") and own.of(based("2017")) is own


def test_a_shock_built_on_another_starts_from_the_same() -> None:
    child = parse("name: more\ntitle: More\nbased_on: us-china-tariffs-2018\n")
    assert child.base is not None and child.base.tariffs == "2017"
    own = parse("name: more\ntitle: More\nbased_on: us-china-tariffs-2018\nbase: {tariffs: 2026-04-06}\n")
    assert own.base is not None and own.base.tariffs == "2026-04-06"
    two = parse("name: two\ntitle: Two\nbased_on: [zte-2018, us-china-tariffs-2018]\n")
    assert two.base == child.base
    war = load("us-china-tariffs-2018")
    cut = war.without("duties-of-china")
    assert war.base == cut.base == mirror(war).base == Shock(**war.as_dict()).base
    assert load("zte-2018").base is None


def test_a_base_is_kept_with_the_impact_and_asks_another_question(tmp_path: Path, stage: Stage) -> None:
    made = impact(based("2017"), "decade", stage, draws=0)
    assert from_bytes(to_bytes(made)).shock.base == made.shock.base
    questions = [Runs(tariffs=asked)._question(shock(tariff()), "year")["tariffs"] for asked in (None, "2017", "2020")]
    assert questions == [None, "2017", "2020"]
    path = tmp_path / "own.csv"
    digests = []
    for rate in (0.1, 0.2):
        path.write_text(f"importer,exporter,sector,rate\nCHN,USA,C26,{rate}\n")
        digests.append(Runs(tariffs=str(path), regions="full")._question(shock(tariff()), "year")["tariffs"])
    assert len(set(digests)) == 2 and all(digest.startswith("own.csv ") for digest in digests)


def test_a_file_of_tariffs_is_the_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.csv"
    path.write_text("importer,exporter,sector,rate\nCHN,USA,C26,0.5\n")
    words = ["shock", "us-china-tariffs-2018", "--horizon", "decade", "--draws", "0", "--json"]
    assert run([*words, "--tariffs", str(path)]) == 0
    file = capsys.readouterr().out
    assert "base tariffs: those of the file own.csv, else of 2024" in file
    assert run(words) == 0
    assert "base tariffs: 2017" in capsys.readouterr().out
    assert run([*words, "--tariffs", "2026-09"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert "2026-04-06, the newest known for 2026-09" in json.dumps(found)


def test_checking_says_the_base(stage: Stage) -> None:
    assert "base tariffs: 2017" in check(load("us-china-tariffs-2018"), stage).notes
    assert "base tariffs: none are known" in check(load("us-china-decoupling"), "wiod-2011").notes


def says(**fields: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        Shock(**{"name": "t", "title": "T", "starts": "2027-01-01", "measures": [tariff()]} | fields)
    return str(caught.value)


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ({"tariffs": 2011}, "base.tariffs: no tariffs are known for 2011; dates are 2017"),
        ({"tariffs": "2031"}, "no tariffs are known for 2031"),
        ({"tariffs": "soon"}, "'soon' is no date of tariffs"),
        ({"tariffs": "own.csv"}, "'own.csv' is no date of tariffs"),
        ({"tariffs": True}, "base.tariffs: a text is needed"),
        ({"tariffs": 2017.5}, "base.tariffs: a text is needed"),
        ({"tariff": "2017"}, "tariffs is missing"),
        ({"tariffs": "2017", "year": 2017}, "base.year is no field of it"),
        ("2017", "base"),
        ([], "base"),
    ],
)
def test_a_base_that_is_none_is_said(base: object, words: str) -> None:
    assert words in says(base=base)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (reversed_tariff(rate=0.1), "rate: what is reversed takes the rates of the date 'to'; leave the rate out"),
        (reversed_tariff(to=None), "to is missing"),
        (tariff(to="2017"), "2017 is a date to go back to"),
        (tariff(rate=None), "rate is missing"),
        (reversed_tariff(to="world"), "the world's own table has none"),
        (reversed_tariff(to="1999"), "no tariffs are known for 1999"),
        (reversed_tariff(basis="undone"), "basis"),
    ],
)
def test_a_reversed_tariff_that_is_none_is_said(row: dict[str, Any], words: str) -> None:
    assert words in says(measures=[row])


def test_reversals_that_contradict_each_other_are_refused() -> None:
    words = "one takes the tariff back to a date and the other changes it too"
    assert words in says(measures=[reversed_tariff(name="one"), tariff(name="two")])
    assert words in says(measures=[reversed_tariff(name="one"), reversed_tariff(name="two", to="2018")])
    two = Shock(name="t", title="T", starts="2027-01-01", measures=[reversed_tariff(name=name) for name in ("a", "b")])
    assert len(two.measures) == 2
    with pytest.raises(ScenarioError, match="start from different tariffs: 2017 and 2020"):
        compose([based(2017), based(2020)], name="both", title="Both")


@pytest.mark.parametrize(
    ("asked", "to", "words"),
    [
        ("2017", "2017", "nothing is reversed: tariffs start from 2017 and go back to 2017"),
        (None, "2025", "nothing is reversed: tariffs start from 2024 and go back to 2025"),
        ("2020", "2026-09", "start from 2020 and go back to 2026-04-06"),
    ],
)
def test_what_is_not_in_the_base_cannot_be_reversed(asked: str | None, to: str, words: str, stage: Stage) -> None:
    with pytest.raises(ScenarioError, match=words):
        impact(shock(reversed_tariff(to=to)), "decade", stage, tariffs=asked)


def test_links_that_no_schedule_changes_cannot_be_reversed(stage: Stage) -> None:
    row = reversed_tariff(exporters=["JPN"], importers=["KOR"])
    with pytest.raises(ScenarioError, match="the rates of 2017 are those that it starts from"):
        compare_horizons(shock(row), stage)


def test_a_world_without_tariffs_takes_no_date() -> None:
    with pytest.raises(DataError, match="wiod-2011 has no tariffs"):
        impact(shock(tariff(sectors=["goods"])), "year", "wiod-2011", tariffs="2017")
    with pytest.raises(ScenarioError, match="wiod-2011 has no tariffs"):
        check(shock(reversed_tariff(sectors=["goods"])), "wiod-2011")


def test_a_shock_with_a_date_runs_on_a_world_without_and_says_so() -> None:
    found = impact(load("us-china-tariffs-2018"), "decade", "wiod-2011", draws=0)
    assert notes(found) == "base tariffs: none are known, not those of 2017"
    assert found.region("CHN").central < 0


@pytest.mark.parametrize("asked", ["2011", "soon", "", "absent.csv"])
def test_bad_tariffs_on_the_command_line_are_one_error(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shock", "zte-2018", "--horizon", "decade", "--tariffs", asked]) != 0
    said = capsys.readouterr().err
    assert "Traceback" not in said and ("tariffs" in said or "absent.csv" in said)


def test_every_error_here_is_ours() -> None:
    for asked in ("2011", "x/y.csv", Path("absent.csv")):
        with pytest.raises(TechnostateError) as caught:
            Stage(load_world("icio-2022"), tariffs=asked)
        assert caught.value.hint
