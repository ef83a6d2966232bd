"""`technostate data` answers in text and JSON with the figures of the catalogue, and one message for a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.evidence import catalogue, embedded


def test_list_finds_series_by_words_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "list", "--text", "military expenditure", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [item["id"] for item in found] == [entry.id for entry in catalogue.search("military expenditure")]
    assert {"unit", "kind", "vintage", "first", "last", "licence"} <= set(found[0])
    assert run(["data", "list", "--text", "military expenditure"]) == 0
    out = capsys.readouterr().out
    # A row of a table, or lines under the id where the terminal is too narrow for one.
    entry = out.partition("sipri/milex/share-of-gdp")[2].partition("sipri/")[0]
    places = [entry.find(word) for word in ("Military expenditure", "% of GDP", "measured")]
    assert -1 not in places and places == sorted(places)
    assert f"{len(found)} of {len(catalogue.entries())} series" in out


def test_show_gives_one_region_year_by_year_with_the_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "show", "worldbank/wdi/GB.XPD.RSDV.GD.ZS", "--region", "CHN"]) == 0
    out = capsys.readouterr().out
    assert "Cite as: World Bank (2026)" in out and "Licence: CC BY 4.0" in out
    assert ["2023", "2.58"] in [line.split() for line in out.splitlines()]


def test_show_as_json_has_values_origin_and_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "show", "pts/classes/state-department", "--region", "CHN", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    (figure,) = (item for item in record["figures"] if item["year"] == 2022)
    assert (figure["value"], figure["unit"], figure["kind"]) == (3.0, "level", "derived")
    assert "Political Terror Scale" in {origin["producer"] for origin in record["origins"]}


def test_show_without_a_region_gives_the_newest_figure_of_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "show", "ncses/sei/value-added-weapons", "--vintage", "SEI 2020"]) == 0
    out = capsys.readouterr().out
    assert "vintage SEI 2020; also SEI 2024" in out
    assert any(line.split()[:2] == ["CHN", "China"] and "2018" in line for line in out.splitlines())


def test_verify_counts_the_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "verify"]) == 0
    assert f"{len(embedded.manifest()['products'])} files" in capsys.readouterr().out
    assert run(["data", "verify", "--json"]) == 0
    assert {item["state"] for item in json.loads(capsys.readouterr().out)} == {"ok"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "worldbank/wdi/NOPE"], "unknown series"),
        (["show", "pts/classes/state-department", "--region", "Chinaland"], "unknown region 'Chinaland'"),
        (["show", "ncses/federal-rd/total", "--region", "CHN"], "China (CHN) has no figures in ncses/federal-rd/total"),
        (["show", "pts/classes/state-department", "--vintage", "2020"], "no vintage '2020'"),
        (["build", "--from", "nowhere"], "raw data sets"),
        (["build"], "--from"),
        (["lits"], "lits"),
    ],
)
def test_a_mistake_is_one_message_with_a_hint_and_exit_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["data", *arguments]) == 2
    captured = capsys.readouterr()
    assert message in captured.err and "hint: " in captured.err
    assert "Traceback" not in captured.err and captured.out == ""


def test_build_writes_a_folder_that_verifies(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    arguments = ["--from", str(shared / "data"), "--out", str(out), "--only", "nuclear,political-terror-scale"]
    assert run(["data", "build", *arguments]) == 0
    captured = capsys.readouterr()
    assert "4 files" in captured.out and "[1/2] political-terror-scale" in captured.err
    assert len(embedded.verify(out)) == 4
