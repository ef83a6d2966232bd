"""A shock of the lab is the shock of its page of YAML, at every door; two runs differ by what their cases differ by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from technostate.errors import ScenarioError
from technostate.shocks.specification import load
from technostate.view.shock import compare, lab, shock
from technostate.view.shock.compare import Run, compared
from technostate.view.shock.compared_blocks import finding
from technostate.view.shock.differences import Comparison
from technostate.view.shock.lab import named, of
from technostate.write import View

from .doors import agree

TIGHT = "/lab?start=zte-2018&m1=export_ban+exporters:USA+importers:CHN+sectors:electronics+leak:0.3"


def test_a_shock_of_the_lab_and_its_page_of_yaml_have_the_same_json(tmp_path: Path) -> None:
    words = {
        "title": "Less equipment",
        "start": "gallium-germanium-2024",
        "m1": "export_ban exporters:CHN importers:USA sectors:gallium-germanium leak:0.1,0.2,0.4",
        "m2": "tariff exporters:USA importers:CHN sectors:machinery basis:added rate:0.1",
        "starts": "2027-01-01",
    }
    view = lab(**words, horizon="year", draws=2, seed=3)
    file = tmp_path / "gallium-germanium-2024-changed.yaml"
    file.write_text(of(words).yaml())
    other = shock(file, horizon="year", draws=2, seed=3)
    assert view.json() == other.json()
    assert view.command.replace(file.name, str(file)) == other.command


def test_an_address_that_changes_nothing_has_the_numbers_of_the_shipped_shock() -> None:
    asked = {"horizon": "decade", "draws": 0}
    assert lab(start="zte-2018", **asked).json() == named("zte-2018", **asked).json()


def test_no_path_of_a_file_is_a_shipped_shock(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(of({"m1": "stockpile regions:EU sectors:C19 days:30"}).yaml())
    for name in (str(file), "../mine.yaml", "zte-2018.yaml"):
        with pytest.raises(ScenarioError, match="unknown shock"):
            named(name)
        with pytest.raises(ScenarioError, match="unknown shock"):
            compare(name, "zte-2018")


@pytest.mark.parametrize("asked", [{"draws": 257}, {"draws": 0, "days": 366}])
def test_what_a_reader_may_ask_is_bounded(asked: dict[str, int]) -> None:
    with pytest.raises(ScenarioError, match="at most 256 draws and 365 days"):
        lab(start="zte-2018", **asked)


def test_worlds_of_the_users_store_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from technostate import world

    monkeypatch.setattr(world, "is_named", lambda name: True)
    with pytest.raises(ScenarioError, match="private does not ship"):
        lab(start="zte-2018", world="private")


@pytest.fixture(scope="module")
def tight() -> View[Comparison]:
    """Return a comparison whose cases are paired."""
    return compare("zte-2018", TIGHT, horizon="year", draws=4)


def test_a_shock_beside_itself_differs_by_nothing() -> None:
    view = compare("zte-2018", "/lab?start=zte-2018", horizon="year", draws=3)
    rows = view.data.horizons["year"].rows
    assert len(rows) == 16
    for row in rows:
        assert row.difference.value == row.difference.low == row.difference.high == 0.0
        assert row.worse is not None and row.worse.value == 0.0
    assert view.data.assumptions == ()
    assert finding(view.data.horizons["year"]) == "the two do the same to every region."


def test_differences_are_those_of_the_cases_and_change_sign_with_the_sides(tight: View[Comparison]) -> None:
    item = tight.data.horizons["year"]
    first, second = (_cases(view) for view in (named("zte-2018", horizon="year", draws=4), _lab()))
    for row in item.rows:
        pairs = second[row.region] - first[row.region]
        assert row.difference.value == pytest.approx(np.median(pairs), abs=1e-12)
        assert row.difference.low == pytest.approx(np.quantile(pairs, 0.1), abs=1e-12)
        assert row.worse is not None and row.worse.value == 100 * np.mean(pairs <= -0.005)
    other = compared(
        Run(_lab_shock(), {"horizon": "year", "draws": 4}), Run(load("zte-2018"), {"horizon": "year", "draws": 4})
    )
    turned = {row.region: row for row in other.data.horizons["year"].rows}
    for row in item.rows:
        assert turned[row.region].difference.value == pytest.approx(-(row.difference.value or 0), abs=1e-12)
        assert turned[row.region].first == row.second


def _cases(view: View) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    tables = view.data.horizons["year"].tables
    return dict(zip(tables["regions"], np.array(tables["income_cases"]["values"]).T, strict=True))


def _lab() -> View:  # type: ignore[type-arg]
    line = "export_ban exporters:USA importers:CHN sectors:electronics leak:0.3"
    return lab(start="zte-2018", m1=line, horizon="year", draws=4)


def _lab_shock():  # type: ignore[no-untyped-def]
    from technostate.view.shock.lab import built

    line = "export_ban exporters:USA importers:CHN sectors:electronics leak:0.3"
    return built(of({"start": "zte-2018", "m1": line}))


def test_every_door_says_the_same_of_two_runs(tight: View[Comparison]) -> None:
    assert agree(tight) > 48
    assert tight.command == "technostate shock zte-2018 --horizon year --draws 4 --compare zte-2018-changed.yaml"
    assert [row[0] for row in tight.data.assumptions] == ["measure", "measure"]


def test_runs_that_are_not_drawn_alike_are_not_paired() -> None:
    view = compare("zte-2018", "/shock/zte-2018?seed=5", horizon="year", draws=3)
    item = view.data.horizons["year"]
    assert item.pairs == 0 and all(row.difference.range is None and row.worse is None for row in item.rows)
    assert view.data.assumptions == (("seed", "0", "5"),)
    assert "medians are compared" in view.text()


def test_what_has_no_horizon_in_common_is_said() -> None:
    with pytest.raises(ScenarioError, match=r"no answer|cannot be asked"):
        compare("zte-2018", "/lab?m1=stockpile+regions:EU+sectors:C19+days:30", horizon="year", draws=0)
    view = compare("us-china-tariffs-2018", "zte-2018", draws=0)
    assert "A has no answer" in view.data.refused["weeks"] and set(view.data.horizons) == {"year", "decade"}


def test_the_command_line_compares_files_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from technostate.cli.app import run

    file = tmp_path / "zte-2018-changed.yaml"
    file.write_text(of({"start": "zte-2018", "m1": TIGHT.partition("m1=")[2].replace("+", " ")}).yaml())
    asked = ["shock", "zte-2018", "--compare", str(file), "--horizon", "year", "--draws", "4", "--json"]
    assert run(asked) == 0
    assert capsys.readouterr().out == compare("zte-2018", TIGHT, horizon="year", draws=4).json()
