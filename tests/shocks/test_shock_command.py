"""The shock command: three horizons, five kinds of file, signs first, one message for what is wrong."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from technostate.cli.app import run
from technostate.shocks.impact import compare_horizons
from technostate.shocks.specification import load, names
from technostate.view.shock import shock
from technostate.write.cells import scale_of, words
from technostate.write.names import name as name_of

QUICK = ["shock", "russia-2022", "--horizon", "decade", "--draws", "4"]


def check_contract(data: dict[str, Any]) -> None:
    assert list(data) == [
        "unsettled", "shock", "world", "products", "readings", "horizons", "refused", "coalition", "origins",
    ]  # fmt: skip
    assert list(data["horizons"]) == ["decade"]
    horizon = data["horizons"]["decade"]
    keys = {"region", "median", "p10", "p90", "central", "loss_share", "gdp", "prices", "employment"}
    assert all(keys <= row.keys() for row in horizon["regions"])
    medians = [row["median"] for row in horizon["regions"]]
    assert medians == sorted(medians)
    assert all(row["p10"] <= row["median"] <= row["p90"] and 0 <= row["loss_share"] <= 1 for row in horizon["regions"])
    tables = horizon["tables"]
    n, j = len(tables["regions"]), len(tables["sectors"])
    for table_name, shape in {"real_income": (n,), "output": (n, j), "prices": (n, j), "purchases": (n, n)}.items():
        table = tables[table_name]
        assert (table["unit"], table["kind"]) == ("% change", "modelled")
        for part in ("median", "p10", "p90", "low", "high", "central", "loss", "gain"):
            assert np.array(table[part], dtype=float).shape == shape
    assert data["shock"]["measures"] and horizon["cases"] == 4 and horizon["notes"]
    assert data["origins"][horizon["regions"][0]["figures"]["change"]["origin"] - 1]["inputs"]


def test_the_json_of_one_horizon_is_printed_and_written_alike(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run([*QUICK, "--json"]) == 0
    printed = capsys.readouterr().out
    check_contract(json.loads(printed))
    assert run([*QUICK, "--out", str(tmp_path / "chips.json")]) == 0
    assert (tmp_path / "chips.json").read_text("utf-8") == printed


def test_python_and_every_kind_of_file_have_the_same_figures(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    impact = compare_horizons(load("russia-2022"), horizons=("decade",), draws=4).impacts["decade"]
    for suffix in ("html", "md", "csv", "svg"):
        assert run([*QUICK, "--out", str(tmp_path / f"chips.{suffix}")]) == 0
    capsys.readouterr()
    assert run(QUICK) == 0
    texts = [capsys.readouterr().out, *((tmp_path / f"chips.{suffix}").read_text("utf-8") for suffix in ("html", "md"))]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "chips.csv").read_text("utf-8"))))
    answered = shock("russia-2022", horizon="decade", draws=4).data.horizons["decade"]
    shown = {row.region: row.figures.change for row in answered.regions}
    scale = scale_of(shown.values())
    for region in ("CHN", "USA", "MEX"):
        change = impact.region(region)
        (row,) = [row for row in rows if (row["measure"], row["region"]) == ("real_income", region)]
        for part in ("median", "p10", "p90", "low", "high", "central"):
            assert float(row[part]) == getattr(change, part)
        assert (float(row["value"]), float(row["loss_share"])) == (change.median, change.loss)
        assert row["unit"] == "% change"
        said = words(shown[region], scale, unit=False).line()
        for text in texts:
            assert said in re.sub("<[^>]+>", "", text).replace("\u00a0", " ")
    assert (tmp_path / "chips.svg").read_text("utf-8").startswith("<svg xmlns=")


def test_all_horizons_stand_together_with_what_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shock", "us-china-tariffs-2018", "--draws", "0", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert list(data["horizons"]) == ["year", "decade"]
    assert "prices do not move" in data["refused"]["weeks"]
    assert run(["shock", "us-china-tariffs-2018", "--draws", "0"]) == 0
    assert "! Weeks: tariff: prices do not move within weeks" in capsys.readouterr().out


def test_the_command_says_first_whose_sign_is_not_settled(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shock", "us-china-decoupling", "--horizon", "year", "--draws", "32"]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    first = lines.index("Not settled: between 10 and 90 of 100 cases lose:")
    assert lines[first + 1].startswith("! After a year: ") and " of 100 cases)" in lines[first + 1]
    # Nothing but what the model cannot see stands before it.
    assert all(line.startswith(("!", " ", "What the model")) for line in lines[2:first] if line)
    assert "Left out" in out and "[1] " in out


def test_json_and_text_name_the_same_regions_whose_sign_is_not_settled(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    duty = "measure: tariff, name: t, exporters: [CHN], importers: [USA], sectors: [C26], rate: 0.25, basis: added"
    (tmp_path / "t.yaml").write_text(f"name: t\ntitle: A tariff\nstarts: 2027-01-01\nmeasures: [{{{duty}}}]\n")
    tariffs = ["shock", str(tmp_path / "t.yaml"), "--horizon", "year"]
    assert run([*tariffs, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert run(tariffs) == 0
    out = capsys.readouterr().out
    table = out[out.index("change of real income") : out.index("change of GDP")]
    rows = {line.strip().split("  ")[0] for line in table.splitlines() if "sign open)" in line}
    opened = [row for row in data["horizons"]["year"]["regions"] if 0.1 < row["loss_share"] < 0.9]
    assert opened and {row["region"] for row in opened} == set(data["unsettled"]["year"])
    assert {name_of(row["region"]) for row in opened} == rows
    # The duties of 2018 to 2020 are in the base by default, and not in the world's own table: other answers.
    assert run([*tariffs, "--json", "--tariffs", "world"]) == 0
    own = json.loads(capsys.readouterr().out)["horizons"]["year"]["regions"]
    medians = [{row["region"]: row["median"] for row in found} for found in (data["horizons"]["year"]["regions"], own)]
    assert abs(medians[0]["USA"] - medians[1]["USA"]) > 1e-6


def test_a_path_is_a_horizon_and_stands_between_the_year_and_the_decade(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*QUICK[:2], "--horizon", "path", "--draws", "0"]) == 0
    assert "Year by year: change of real income; modelled" in capsys.readouterr().out
    assert run([*QUICK, "--path", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["horizons"]
    assert list(said) == ["path", "decade"]
    assert said["path"]["years"] == list(range(1, 11))
    assert {len(figures) for figures in said["path"]["path"].values()} == {10}
    assert said["path"]["regions"][0].keys() == said["decade"]["regions"][0].keys()


def test_what_ended_is_asked_about_as_if_it_lasted(capsys: pytest.CaptureFixture[str]) -> None:
    ended = ["shock", "zte-2018", "--horizon", "decade", "--draws", "0"]
    assert run(ended) == 0
    assert "All measures have ended by then; --lasting asks" in capsys.readouterr().out
    assert run([*ended, "--json"]) == 0
    nothing = json.loads(capsys.readouterr().out)["horizons"]["decade"]["regions"]
    assert max(abs(row["median"]) for row in nothing) < 1e-9
    assert run([*ended, "--lasting", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert max(abs(row["median"]) for row in said["horizons"]["decade"]["regions"]) > 1e-7
    assert said["shock"]["measures"][0]["to"] == ""


def test_the_loss_grows_with_the_coalition(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shock", "chips-2022", *QUICK[2:], "--coalition", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["coalition"]
    (curve,) = found["horizons"]
    (targets,) = [party for party in curve["parties"] if party["role"] == "targets"]
    medians = [step["value"] for step in targets["steps"]]
    assert found["steps"][0]["name"] == "alone"
    assert len(medians) >= 3
    assert medians == sorted(medians, reverse=True) and medians[-1] < 10 * medians[0] < 0
    assert all(step["low"] <= step["value"] <= step["high"] for step in targets["steps"])


def test_text_of_a_users_file_is_escaped_on_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own.yaml").write_text(
        "name: own\ntitle: '<script>alert(1)</script>'\nbased_on: zte-2018\n", encoding="utf-8"
    )
    out = tmp_path / "own.html"
    words = ["shock", str(tmp_path / "own.yaml"), "--horizon", "decade", "--draws", "0", "--out", str(out)]
    assert run(words) == 0
    page = out.read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"<script", page)


def test_finished_parts_are_used_again_and_change_no_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = ["--parts", str(tmp_path / "parts")]
    assert run([*QUICK, "--json"]) == 0
    plain = capsys.readouterr().out
    assert run([*QUICK, "--json", *parts]) == 0
    first = capsys.readouterr().out
    monkeypatch.setattr("technostate.shocks.impact.compare.impact", lambda *args, **rest: pytest.fail("made again"))
    assert run([*QUICK, "--json", *parts]) == 0
    assert plain == first == capsys.readouterr().out
    # The impact, and what is seen of its world.
    assert len(list((tmp_path / "parts").iterdir())) == 2


def test_stopping_is_one_line_and_leaves_no_file(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop(*args: object, **rest: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("technostate.shocks.impact.compare.impact", stop)
    parts = str(tmp_path_factory.mktemp("none kept"))
    assert run([*QUICK, "--parts", parts, "--out", str(tmp_path / "a.html")]) == 130
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "technostate: stopped\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["shock", "chip-2022"], "did you mean chips-2022"),
        (["shock"], "no shock is named"),
        (["shock", "zte-2018", "--horizon", "century"], "unknown horizon"),
        (["shock", "us-china-tariffs-2018", "--horizon", "weeks"], "prices do not move"),
        (["shock", "taiwan-strait-disruption", "--mirror"], "has no mirror"),
        (["shock", "zte-2018", "--without", "part"], "did you mean parts"),
        (["shock", "absent.yaml"], "cannot be read"),
        (["shock", "zte-2018", "--world", "icio-2023"], "icio-2022"),
        (["shock", "zte-2018", "--out", "a.docx"], "does not say what to write"),
        (["shock", "zte-2018", "--out", "no/such/a.html"], "does not exist"),
        (["shock", "zte-2018", "--draws", "-1"], "--draws is -1"),
        (["shock", "zte-2018", "--days", "0"], "--days is 0"),
        (["shock", "zte-2018", "--seed", "-2"], "--seed is -2"),
        (["shock", "zte-2018", "--regions", "12"], "12"),
        (["shock", "taiwan-strait-disruption", "--coalition", "--horizon", "decade", "--draws", "0"], "join it"),
    ],
)
def test_bad_words_are_one_message_and_exit_2(
    words: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(words) == 2
    printed = capsys.readouterr()
    assert says in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_command_lists_and_checks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["shock", "--list"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in names())
    assert run(["shock", "taiwan-strait-disruption", "--check"]) == 0
    assert "refused" in capsys.readouterr().out
    assert run(["shock", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Shock"
    (tmp_path / "bad.yaml").write_text("name: bad\ntitle: Bad\nstarts: 2022-01-01\nmeasures: [{measure: tarif}]\n")
    assert run(["shock", str(tmp_path / "bad.yaml"), "--check"]) == 2
    assert "did you mean tariff" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--draws", "1.5"], "'1.5' is no whole number"),
        (["--json", "--out", "zte.html"], "ask for different things"),
        (["--seed", "abc"], "'abc' is no whole number"),
        (["--horizon", "weeks", "--days", "1000000000"], "days from 1 to 3,650"),
    ],
)
def test_numbers_are_whole_and_within_reason(options: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["shock", "zte-2018", *options]) == 2
    assert says in capsys.readouterr().err


def test_too_little_memory_is_one_message(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("technostate.shocks.runs.Runs.compared", full)
    assert run(QUICK) == 1
    assert "the memory does not suffice" in capsys.readouterr().err


DUTY = "measure: tariff, name: t, exporters: [CHN], importers: [USA], sectors: [C26], rate: 0.25, basis: added"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("0.25", "25", "25 is 2,500 per cent: is 0.25 meant?"),
        ("[CHN]", "[NO]", "NOR (Norway)"),
        ("[C26]", "[854231]", "854231 is no sector: codes of products (HS and others) are not read"),
        ("[C26]", "[c14]", "icio-2022 has no sector of 'c14'"),
    ],
)
def test_the_check_says_what_the_run_would_refuse(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, old: str, new: str, says: str
) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(f"name: s\ntitle: S\nstarts: 2027-01-01\nmeasures: [{{{DUTY.replace(old, new)}}}]\n")
    assert run(["shock", str(path), "--check"]) == 2
    assert says in capsys.readouterr().err


def test_the_check_says_who_what_and_how_much_and_knows_the_world(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(f"name: s\ntitle: S\nstarts: 2027-01-01\nmeasures: [{{{DUTY.replace('C26', 'c14')}}}]\n")
    assert run(["shock", str(path), "--check", "--world", "wiod-2011"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("s is a shock of 1 measure on wiod-2011")
    assert "China → United States  c14   25 % tariff" in out
    assert "Weeks: tariff: prices do not move within weeks" in out
