"""`technostate indicators` says the same as the functions, and refuses in one message."""

from __future__ import annotations

import json

import pytest

from technostate.cli.app import run
from technostate.strategies import dictionary
from technostate.strategies.score import score


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["indicators", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_list_has_every_indicator(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "list", "--json")
    assert code == 0
    assert [row["id"] for row in json.loads(out)] == [row.id for row in dictionary.indicators()]
    _, text, _ = ask(capsys, "list", "--strategy", "fusion")
    assert text.count("(proxy)") == len(dictionary.indicators("fusion"))


def test_show_gives_the_figures_of_the_function(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "show", "gdp_per_head", "--region", "CHN", "--region", "JPN", "--json")
    record = json.loads(out)
    series = dictionary.values("gdp_per_head")
    assert code == 0
    for region in ("CHN", "JPN"):
        seen = series.latest(region)
        assert seen is not None
        (row,) = (row for row in record["standings"] if row["region"] == region)
        assert (row["newest"]["value"], row["newest"]["year"]) == (seen.value, seen.year)
    _, text, _ = ask(capsys, "show", "gdp_per_head", "--region", "CHN", "--region", "PRK")
    assert ["North", "Korea", "no", "figure"] in [line.split()[:4] for line in text.splitlines()]
    assert "[1] World Bank" in text


def test_the_score_is_the_functions_score(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask(capsys, "score", "military", "--json")
    said, found = json.loads(out), score("military")
    ranks = {row["region"]: (row["value"], row["low"], row["high"]) for row in said["ranks"]}
    assert ranks == {code: (rank.median, rank.low, rank.high) for code, rank in found.ranks.items()}
    assert said["combinations"] == found.combinations and said["indicators"] == list(found.indicators)
    _, text, _ = ask(capsys, "score", "military", "--first", "3")
    assert "combinations of choices" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "rd_share_of_gpd"), "did you mean rd_share_of_gdp"),
        (("show", "gdp_growth", "--region", "JPX"), "JPN"),
        (("list", "--strategy", "inovation"), "did you mean innovation"),
        (("score", "national_security"), "has no score"),
        (("score", "fusion"), "has no score"),
        (("score", "military", "--region", "CHX"), "unknown region"),
        (("score", "military", "--first", "x"), "no whole number"),
        (("score", "fussion"), "did you mean fusion"),
    ],
)
def test_a_mistake_is_one_message_with_a_hint_and_exit_two(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = ask(capsys, *arguments)
    assert code == 2
    assert not out
    assert words in err
    assert "hint:" in err and "Traceback" not in err
