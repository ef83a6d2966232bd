"""The commands of the views: one answer through every door, one message for each mistake."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from technostate.cli.app import run
from technostate.doctrine import views
from technostate.report.doctrine_charts import chart

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
]


@pytest.mark.parametrize("words", EMBEDDED, ids=" ".join)
def test_each_view_prints_json_and_csv_and_draws_a_chart(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chart.svg"
    assert run(["doctrine", *words, "--json", "--chart", str(path)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["kind"] == "derived" and record["unit"] and record["origin"]["producer"]
    root = ElementTree.fromstring(path.read_text("utf-8"))
    said = "".join(root.itertext())
    assert root.tag.endswith("svg") and "kind: derived" in said and "Source:" in said
    assert run(["doctrine", *words, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    wanted = record.get("rows") or [row for term in record["terms"] for row in term["rows"]]
    assert len(rows) == len(wanted) > 0
    assert all(row["kind"] == "derived" and row["origin"] for row in rows)
    assert run(["doctrine", *words]) == 0
    assert "kind: derived" in capsys.readouterr().out


def test_python_and_the_command_give_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctrine", "diff", "gwr-2023", "gwr-2024", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == views.contrast(views.shipped("gwr"), "gwr-2023", "gwr-2024").as_dict()


def test_a_chart_has_the_same_bytes_twice() -> None:
    table = views.uses(views.shipped("gwr"), ["军民融合"])
    assert chart(table) == chart(table)


MISTAKES = [
    (["trend"], "one or more terms"),
    (["trend", "军民融和"], "军民融合"),
    (["trend", "安全", "安全"], "once"),
    (["trend", "安全", "--collection", "gwrr"], "did you mean gwr"),
    (["trend", "安全", "--json", "--csv"], "name one"),
    (["trend", "安全", "--chart", "trend.png"], "FILE.svg"),
    (["trend", "安全", "--chart", "no/such/folder/t.svg"], "cannot be written"),
    (["trend", "安全", "--language", "en"], "--language"),
    (["kwic", "强军"], "import"),
    (["rank", "--list"], "import"),
    (["rank", "--under", "任务"], "--list"),
    (["rank", "militarry"], "military"),
    (["first-last"], "need a term"),
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
    """Military-civil fusion is not in the report of 1955: a table with columns and no row."""
    words = ["doctrine", "cooccurrence", "军民融合", "--period", "1955", "--csv"]
    assert run(words) == 0
    assert capsys.readouterr().out.startswith("formulation,other,")
