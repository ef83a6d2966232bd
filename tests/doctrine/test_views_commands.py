"""The commands of the views: one answer through every door, one message for each mistake."""

from __future__ import annotations

import csv
import html
import io
import json
from pathlib import Path

import polars as pl
import pytest

from technostate.cli.app import run
from technostate.doctrine.views import shipped
from technostate.view.doctrine.contrast import contrast

EMBEDDED = [
    ["trend", "军民融合"],
    ["trend", "安全", "发展", "国家安全"],
    ["trend", "export controls", "--collection", "sotu"],
    ["first-last", "军民融合", "强军"],
    ["diff", "2008-2012", "2018-2022"],
    ["cooccurrence", "国家安全"],
    ["rank"],
    ["profile"],
    ["profile", "1993-2012", "2013-2025", "--by", "strategy"],
    ["change-points", "安全"],
    ["states", "science_technology"],
    ["salience"],
    ["formulations", "强军"],
]


@pytest.mark.parametrize("words", EMBEDDED, ids=" ".join)
def test_each_view_has_json_csv_and_citations(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", *words, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["origins"] and all(origin["producer"] and origin["licence"] for origin in record["origins"])
    assert run(["doctrine", *words, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows and all(row["kind"] == "derived" and row["origin"] and row["unit"] and row["value"] for row in rows)
    assert run(["doctrine", *words, "--cite", "ris"]) == 0
    assert capsys.readouterr().out.count("TY  - DATA") == len([o for o in record["origins"] if not o.get("inputs")])


def test_the_suffix_of_the_file_says_what_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for suffix, begin in ((".md", "# 军民融合"), (".html", "<!DOCTYPE html>"), (".csv", "collection,"), (".json", "{")):
        path = tmp_path / f"trend{suffix}"
        assert run(["doctrine", "trend", "军民融合", "--out", str(path)]) == 0
        assert path.read_text("utf-8").startswith(begin)
    assert run(["doctrine", "trend", "军民融合", "--out", str(tmp_path / "trend.parquet")]) == 0
    frame = pl.read_parquet(tmp_path / "trend.parquet")
    assert frame.filter(pl.col("measure") == "hits")["value"].sum() == 9


def test_python_and_the_command_give_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "diff", "gwr-2023", "gwr-2024", "--json"]) == 0
    assert capsys.readouterr().out == contrast(shipped("gwr"), "gwr-2023", "gwr-2024").json()


def test_the_command_of_a_view_gives_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    import shlex

    words = ["doctrine", "trend", "安全", "军民融合", "--sense", "strategic"]
    assert run([*words, "--format", "html"]) == 0
    page = capsys.readouterr().out
    typed = html.unescape(page[page.rindex("technostate doctrine") :].partition("<")[0])
    assert run([*words, "--json"]) == 0
    wanted = capsys.readouterr().out
    assert run([*shlex.split(typed)[1:], "--json"]) == 0
    assert capsys.readouterr().out == wanted


MISTAKES = [
    (["trend"], "one or more terms"),
    (["trend", "军民融和"], "军民融合"),
    (["trend", "安全", "安全"], "once"),
    (["trend", "安全", "--collection", "gwrr"], "did you mean gwr"),
    (["trend", "安全", "--json", "--format", "csv"], "leave one"),
    (["trend", "安全", "--out", "trend.xyz"], "does not say what to write"),
    (["trend", "安全", "--out", "no/such/folder/t.csv"], "does not exist"),
    (["trend", "安全", "--language", "en"], "--language"),
    (["kwic", "强军"], "import"),
    (["rank", "--list"], "import"),
    (["rank", "--under", "任务"], "--list"),
    (["rank", "militarry"], "military"),
    (["first-last"], "no term is named"),
    (["diff", "1990", "1991"], "1991"),
    (["diff", "2001-2005", "2005-2010"], "gwr-2005"),
    (["diff", "2010", "2005-"], "2005-"),
    (["diff", "2010-2005", "2012"], "2010-2005"),
    (["cooccurrence", "安全", "安全"], "one formulation"),
    (["cooccurrence", "安全", "--least", "0"], "least"),
    (["cooccurrence", "安全", "--period", "1991"], "1991"),
    (["profile", "--by", "colour"], "colour"),
    (["profile", "1800"], "1800"),
    (["change-points", "安全", "--penalty", "-1"], "penalty"),
    (["change-points", "安全", "--method", "magic"], "magic"),
    (["drift"], "import"),
    (["states", "fusoin"], "fusion"),
    (["states", "fusion", "--other", "gwr"], "cannot be compared"),
    (["states", "fusion", "--other", "nsss"], "nss"),
    (["formulations", "军民融和"], "军民融合"),
    (["formulations", "--domain", "spce"], "space"),
    (["salience", "CHX"], "CHN"),
]


@pytest.mark.parametrize(("words", "said"), MISTAKES, ids=lambda part: " ".join(part) if isinstance(part, list) else "")
def test_a_mistake_is_one_message_with_exit_code_2(
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("TECHNOSTATE_STORE", str(tmp_path / "none.sqlite"))
    assert run(["doctrine", *words]) == 2
    out = capsys.readouterr()
    assert out.out == "" and out.err.count("technostate:") == 1
    assert said in out.err and "Traceback" not in out.err
    assert not (tmp_path / "none.sqlite").exists()


def test_no_hit_is_an_answer_and_not_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    """Military-civil fusion is not in the report of 1955."""
    words = ["doctrine", "cooccurrence", "军民融合", "--period", "1955"]
    assert run(words) == 0
    assert "0 formulations stand in the same paragraphs" in capsys.readouterr().out
    assert run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == []
