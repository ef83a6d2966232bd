"""Past events: every door says the same figures, the page has those of the view, and the JSON is a list of records."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.view.backtests import backtests, listing
from technostate.view.backtests_data import Held
from technostate.write import View

from .doors import agree

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "backtests.md").read_text("utf-8")


@pytest.fixture(scope="module")
def some() -> View[tuple[Held, ...]]:
    return backtests("suez-2021", "tariffs-2018", draws=2)


@pytest.fixture(scope="module")
def whole() -> View[tuple[Held, ...]]:
    return backtests()


def test_every_door_says_what_happened_and_ours(some: View[tuple[Held, ...]]) -> None:
    assert agree(some) >= 8
    assert some.command == "technostate backtest suez-2021 tariffs-2018 --draws 2"
    said = some.text(400).replace("\u00a0", " ")
    assert "−16.20 %" in said or "−16.2 %" in said
    assert "The Suez Canal closed for six days, 2021, on icio-2022" in said
    alone = " ".join(backtests("suez-2021", draws=2).text(400).split())
    # What there is none of is not counted.
    assert "Of 2 figures of 1 event " in alone and "in 0" not in alone and " 0 are" not in alone


def test_the_json_is_a_list_of_records(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backtest", "tariffs-2018", "--draws", "2", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert isinstance(rows, list) and len(rows) == 2
    for row in rows:
        assert {"event", "measure", "predicted", "observed", "unit", "source"} <= row.keys()
        assert {"median", "p10", "p90"} == row["predicted"].keys()
        assert row["predicted"]["p10"] <= row["predicted"]["median"] <= row["predicted"]["p90"]
        assert isinstance(row["observed"], float) and row["unit"] == "% change"
        assert row["source"] and row["checked"]
    assert rows[1]["observed"] == -16.2


def test_the_events_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backtest", "--list"]) == 0
    said = capsys.readouterr().out
    assert all(event.id in said for event in listing().data)


def test_progress_goes_up_to_the_end() -> None:
    seen: list[float] = []
    backtests("tariffs-2018", "suez-2021", draws=2, progress=lambda words, done: seen.append(done or 0.0))
    assert seen == sorted(seen) and seen[-1] == pytest.approx(1.0)


def test_the_page_has_the_table_and_the_words_of_the_view(whole: View[tuple[Held, ...]]) -> None:
    ours = [re.sub(r" ?\\\[[\d, –]+\\\]", "", row) for row in whole.markdown().splitlines() if row.startswith("|")]
    same(between("backtests"), ours)
    words = " ".join(PAGE.split())
    summary = next(line for line in whole.text(10_000).splitlines() if line.startswith("Of "))
    assert numbers(summary) == numbers(next(part for part in PAGE.split("\n\n") if part.startswith("Of ")))
    for row in whole.data:
        assert row.note in words and row.checked in words


def test_what_lies_outside_has_its_reason(whole: View[tuple[Held, ...]]) -> None:
    for row in whole.data:
        assert row.inside != "no answer"
        assert row.inside == "inside" or len(row.note) > 60, f"{row.event}, {row.measure}: a miss without words"


def test_what_the_second_engine_of_the_weeks_is_to_give_it_gives(whole: View[tuple[Held, ...]]) -> None:
    """At the centre; figures of a third of the stocks are held where something is asked of them."""
    stocks = {(row.event, row.measure): row.stocks for row in whole.data}
    japan, cars = stocks["tohoku-2011", "japan-gdp"], stocks["chips-2021", "world-vehicles"]
    assert 0.47 / 2 < -japan["usual"] < 0.47 * 2
    assert 0.47 / 3 < -japan["third"] < 0.47 * 3
    assert 7 < -cars["usual"] < 13
    assert 0.5 < -stocks["chips-2021", "germany-gdp"]["usual"] < 1.2
    assert abs(stocks["suez-2021", "union-gdp"]["usual"]) < 0.01
    assert abs(stocks["suez-2021", "union-gdp"]["twice"]) < 0.01


def test_fewer_stocks_lose_more_where_inputs_run_short(whole: View[tuple[Held, ...]]) -> None:
    """In the worst month and over a year, of what is not put in; not on single days, when stocks are filled again."""
    spread = [row for row in whole.data if row.input == "none" and ("worst" in row.what or "a year" in row.what)]
    weeks = [row for row in spread if row.horizon == "weeks" and row.event != "suez-2021"]
    assert len(weeks) >= 8
    for row in weeks:
        assert row.stocks["third"] <= row.stocks["usual"] <= row.stocks["twice"] <= 0.0, row


def between(name: str) -> list[str]:
    found = re.search(rf"<!-- {name}: .*? -->\n(.*?)\n<!-- end -->", PAGE, re.DOTALL)
    assert found is not None
    return found[1].splitlines()


def numbers(text: str) -> list[float]:
    return [float(item.replace("−", "-").replace(",", "")) for item in re.findall(r"[−+]?\d[\d,]*(?:\.\d+)?", text)]


def same(page: list[str], made: list[str]) -> None:
    """The same rows: the same words, and numbers within a hundredth of themselves or of a point."""
    assert len(page) == len(made)
    for old, new in zip(page, made, strict=True):
        assert numbers(new) == pytest.approx(numbers(old), abs=0.0101, rel=0.01), f"the page has {old}, the view {new}"
        plain = [re.sub(r"[−+]?\d[\d,]*(?:\.\d+)?", "#", row) for row in (old, new)]
        assert plain[0] == plain[1]
