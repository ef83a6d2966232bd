"""The score at every door: intervals, no middle of a rank that is not settled, and which choice moves a rank."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

import pytest

import technostate as ts
from technostate.cli.app import run
from technostate.errors import LabelError, NotModelledError
from technostate.strategies.score import score as ranked
from technostate.view import ranks
from technostate.view.score import Ranked, score
from technostate.view.standing import standing
from technostate.write import Chart, View
from technostate.write.blocks import walk
from technostate.write.charts.marks import Dot
from technostate.write.charts.rows import row_chart
from technostate.write.forms import Ranges

from .doors import agree


@pytest.fixture(scope="module")
def view() -> View[Ranked]:
    """The military score, in which Japan's rank is not settled."""
    return score("military", "CHN,USA,JPN")


@pytest.fixture(scope="module")
def open_(view: View[Ranked]) -> set[str]:
    """States whose rank is not settled."""
    found = {rank.region for rank in view.data.ranks} - set(view.data.settled)
    assert "JPN" in found and "USA" not in found
    return found


def test_doors_agree(view: View[Ranked]) -> None:
    assert agree(view) > 10
    agree(score("innovation", "IND"))


def test_what_is_not_settled_has_no_middle_in_data_json_and_csv(view: View[Ranked], open_: set[str]) -> None:
    for rank in view.data.ranks:
        assert (rank.value is None) is (rank.region in open_)
        assert rank.low is not None and rank.high is not None
        assert (rank.high - rank.low > 10) is (rank.region in open_)
    for record in json.loads(view.json())["ranks"]:
        assert (record["value"] is None) is (record["region"] in open_)
    rows = [row for row in csv.DictReader(io.StringIO(view.csv())) if row["measure"] == "rank by score"]
    assert len(rows) == len(view.data.ranks)
    for row in rows:
        assert (row["value"] == "") is (row["region"] in open_)
        assert row["settled"] == str(row["region"] not in open_).lower()
    frame = [row for row in view.frame().to_dicts() if row["measure"] == "rank by score"]
    assert {row["region"] for row in frame if row["value"] is None} == open_


@pytest.mark.parametrize("door", ["text", "markdown", "html"])
def test_words_say_between_which_places_and_nothing_in_between(view: View[Ranked], door: str) -> None:
    said = html.unescape(re.sub(r"<[^>]+>", "", getattr(view, door)()))
    rank = next(rank for rank in view.data.ranks if rank.region == "JPN")
    words = f"not settled: its rank lies between {rank.low:g} and {rank.high:g}"
    assert words in re.sub(r"\s+", " ", said)
    assert f"({rank.low:g} to {rank.high:g})" in said
    assert not re.search(rf"\d \({rank.low:g} to {rank.high:g}\)", said)


def test_the_chart_of_what_is_not_settled_is_the_interval_only(view: View[Ranked]) -> None:
    chart = next(block for block in walk(view.blocks) if isinstance(block, Chart))
    assert isinstance(chart.form, Ranges)
    panels = [row for row in row_chart(chart.form).rows if hasattr(row, "panel")]
    drawn = {str(span.figure.region): panel.panel.marks for span, panel in zip(chart.form.spans, panels, strict=True)}  # type: ignore[union-attr]
    assert set(drawn) == {"CHN", "USA", "JPN"}
    assert [mark.look for mark in drawn["JPN"]] == ["rng"]  # type: ignore[union-attr]
    assert not any(isinstance(mark, Dot) for mark in drawn["JPN"])
    assert [mark.look for mark in drawn["USA"]] == ["rng", "mid"]  # type: ignore[union-attr]


def test_the_report_says_the_same_as_the_score(open_: set[str]) -> None:
    part = {it.key: it for it in standing("CHN", "USA", ["JPN"], year=2026).data.strategies}["military"]
    assert part.score is not None
    alone = {rank.region: rank for rank in score("military").data.ranks}
    assert {code: alone[code] for code in part.score.ranks} == dict(part.score.ranks)
    assert part.score.ranks["JPN"].value is None
    assert [one.region for one in part.score.movers] == ["CHN", "USA"]


def test_the_choice_that_moves_a_rank_most_is_told_first_and_in_words(view: View[Ranked]) -> None:
    found = ranked("military", absent=True)
    for one in view.data.movers:
        assert one.choices[0].choice == found.moves[one.region].most == view.data.most[one.region][0]
        shares = [it.share.value or 0.0 for it in one.choices]
        assert shares == sorted(shares, reverse=True)
        assert one.together is not None and sum(shares) + (one.together.value or 0.0) == pytest.approx(1.0)
        for it in one.choices:
            shifts = found.moves[one.region].shifts[it.choice]
            assert it.forward_by.value == pytest.approx(min(shifts.values()), abs=0.006)
            assert it.back_by.value == pytest.approx(max(shifts.values()), abs=0.006)
    text = re.sub(r"\s+", " ", view.text())
    assert f"It hangs most on {ranks.CHOICES[view.data.movers[2].choices[0].choice]}" in text
    assert "“Possession of nuclear weapons”" in text and "nuclear_possession" not in text


def test_a_rank_that_never_moves_says_so() -> None:
    found = ranked("military", draws=1)
    still = ranks.Mover("CHN", (), None, {})
    figure = ranks.ranks(found, ["CHN"]).ranks["CHN"]
    said = ranks.told(ranks.Ranks(ranks={"CHN": figure}, movers=(still,)))
    assert "no choice moves it" in View("", None, tuple(said), (), "technostate").text()
    assert ranks.table((still,)) is None


def test_one_state_has_its_comparator_beside_it_and_one_that_is_not_ranked_is_named() -> None:
    assert [one.region for one in score("military", "China").data.movers] == ["CHN", "USA"]
    found = score("military", ["EU", "TUV", "CHN"])
    assert "Not ranked, for want of recent figures or as groups: EU-27, Tuvalu." in found.text()
    assert [one.region for one in found.data.movers] == ["CHN"]
    nobody = score("military", ["TUV", "EU"])
    assert not nobody.data.movers and "Ranks by score" not in nobody.text()


def test_the_command_and_python_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["indicators", "score", "military", "--region", "chn,usa", "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    other = json.loads(ts.score("military", ["CHN", "USA"]).json())
    assert said["movers"] == other["movers"] and said["ranks"] == other["ranks"]
    assert said["close"] == [] and said["known"]["nuclear_possession"] == 1.0
    assert "military_spending_ppp" in said["alternatives"]


@pytest.mark.parametrize("strategy", ["fusion", "national_security"])
def test_a_strategy_without_a_score_says_why_at_every_door(strategy: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotModelledError, match="has no score"):
        ts.score(strategy)
    assert run(["indicators", "score", strategy]) == 2
    assert "has no score" in capsys.readouterr().err
    view = standing("CHN", "USA", year=2026)
    part = next(it for it in view.data.strategies if it.key == strategy)
    assert part.score is None and "has no score" in part.no_score
    assert "has no score" in re.sub(r"\s+", " ", view.text())


def test_a_state_that_does_not_exist_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LabelError):
        score("military", "CHX")
    assert run(["indicators", "score", "military", "--region", "CHX"]) == 2
    assert "hint:" in capsys.readouterr().err
