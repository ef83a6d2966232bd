"""The timeline of events at every door, and states without a file, which say so."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import technostate as ts
from technostate.cli.app import run
from technostate.errors import DataError, LabelError
from technostate.view import states
from technostate.view.standing.goal_blocks import goal_blocks
from technostate.view.standing.goals import Goal
from technostate.view.timeline import Timeline, timeline
from technostate.view.timeline.blocks import by_year
from technostate.write import View
from technostate.write.text import to_text

from .doors import agree

MAKERS: dict[str, Any] = {
    "all": timeline,
    "one state": lambda: timeline("chn"),
    "several": lambda: timeline(["Japan", "USA"]),
    "a group": lambda: timeline("G7", kind="pressure"),
    "actor and target": lambda: timeline(actor="USA", target="CHN", kind="pressure,easing", since=2018, until=2025),
    "a strategy": lambda: timeline(strategy="fusion"),
    "everyone": lambda: timeline(target="WLD"),
    "nothing": lambda: timeline("TUV", actor="TUV"),
    "no file": lambda: timeline("Brazil"),
    "a state without a file": lambda: states.one("Brazil"),
    "one year": lambda: timeline(since=2022, until=2022),
}


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file of one's own with what would break a page that is not careful."""
    made = Path(__file__).parents[1] / "states" / "made_up.py"
    space: dict[str, Any] = {}
    exec(compile(made.read_text("utf-8"), str(made), "exec"), space)
    text = str(space["FILE"]).replace("Duties on made-up goods", "<script>alert(1)</script> *a* | [b](c) & d")
    text = text.replace('title = "Plan of 2016"', 'title = "<img src=x onerror=alert(2)>"')
    (tmp_path / "bra.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("TECHNOSTATE_STATES", str(tmp_path))
    return text


@pytest.mark.parametrize("maker", MAKERS.values(), ids=list(MAKERS))
def test_doors_agree(maker: Any) -> None:
    agree(maker())


@pytest.mark.parametrize("name", MAKERS)
def test_the_command_that_an_answer_names_gives_it_again(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    view = MAKERS[name]()
    assert run([*shlex.split(view.command)[1:], "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(view.json())


def test_counts_are_those_of_the_events_listed() -> None:
    data: Timeline = timeline().data
    for pair in data.pairs:
        listed = [
            it for it in data.events if (it.actor, it.kind) == (pair.actor, pair.kind) and pair.target in it.targets
        ]
        assert pair.events.value == len(listed) == sum(figure.value or 0 for figure in pair.by_period)
        assert len(pair.by_period) == len(data.periods)
        for period, figure in zip(data.periods, pair.by_period, strict=True):
            first, _, last = period.partition("–")
            assert figure.value == sum(int(first) <= it.year <= int(last or first) for it in listed)


def test_pairs_are_those_that_are_asked_for(own: str) -> None:
    assert {(pair.actor, pair.target) for pair in timeline("BRA", actor="BRA").data.pairs} == {
        ("BRA", "ARG"),
        ("BRA", "CHL"),
    }
    assert {(pair.actor, pair.target) for pair in timeline("ARG", actor="BRA").data.pairs} == {("BRA", "ARG")}
    assert {pair.target for pair in timeline(actor="BRA", target="CHL").data.pairs} == {"CHL"}


def test_the_actor_is_printed_first_and_what_it_is_counted_from_is_said() -> None:
    text = timeline("CHN", actor="USA", kind="pressure", since=2018).text()
    assert "United States → China" in text and "What is counted is what the files hold, not all measures" in text
    line = next(line for line in text.splitlines() if line.strip().startswith("2018-04-15"))
    assert line.split()[1:5] == ["United", "States", "→", "China"] and "pressure" in line


def test_csv_has_a_row_for_each_event_with_its_source() -> None:
    view = timeline(actor="CHN", kind="pressure")
    rows = [row for row in csv.DictReader(io.StringIO(view.csv())) if row["what"] == "event"]
    assert len(rows) == len(view.data.events) > 3
    assert all(row["actor"] == "CHN" and row["target"] and row["url"].startswith("http") for row in rows)


def test_charts_are_drawn(tmp_path: Path) -> None:
    for suffix in (".svg", ".vega.json", ".html", ".xlsx", ".parquet", ".md"):
        format = "vega" if suffix == ".vega.json" else None
        assert timeline("CHN").save(tmp_path / f"t{suffix}", format).stat().st_size > 500


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--kind", "presure"], "unknown kind of event 'presure'"),
        (["--strategy", "fusionn"], "unknown strategy 'fusionn'"),
        (["--actor", "Chima"], "unknown region 'Chima'"),
        (["--target", "g9"], "unknown region 'g9'"),
        (["ROW"], "ROW is a total, not a state"),
        (["--since", "2026", "--until", "2018"], "the years 2026 to 2018 run backwards"),
        (["--since", "last"], "no whole number"),
        (["--save", "x.csv"], "--save"),
    ],
)
def test_what_is_asked_wrongly_is_said(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["states", "timeline", *words]) == 2
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error


def test_what_is_asked_wrongly_in_python_is_said() -> None:
    with pytest.raises(LabelError, match="unknown kind of event"):
        ts.timeline(kind=["pressure", "war"])
    with pytest.raises(DataError, match="run backwards"):
        ts.timeline(since=2020, until=2019)


def test_markup_in_a_file_is_text_at_every_door(own: str) -> None:
    assert "<script>" in own
    for view in (timeline("BRA"), states.one("BRA")):
        page = view.html()
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page and "<img src=x" not in page
        assert "[b](c)" not in view.markdown()
        agree(view)


def test_a_goal_that_was_dropped_or_superseded_is_not_missed(own: str) -> None:
    from technostate.strategies import strategy

    found = {p.goal.key: Goal.of(p, "BRA") for key in ("innovation", "military") for p in strategy(key).goals("BRA")}
    old, met = found["research-2025"], found["satellite"]
    assert (old.status, old.declared.since, old.declared.superseded_by) == ("superseded", "2024-07", "research-2030")
    assert old.distance is None and old.value is None
    assert (met.status, met.declared.status) == ("not measurable", "met")
    said = " ".join(to_text("", tuple(goal_blocks(list(found.values()), "BRA", {}, 2026))).split())
    assert "superseded 2024-07 by “Research and development reaches 2 per cent of GDP”" in said
    assert "not measurable; met 2021-02-28, by the state’s own words" in said
    shown = " ".join(states.one("BRA").text().split())
    assert (
        "; superseded 2024-07 by “Research and development reaches 2 per cent of GDP” [plan]" in shown
        and "[old-plan, copy]" in shown
    )


def test_a_date_stands_on_one_line(own: str) -> None:
    assert re.search(r'<th[^>]*class="nw"[^>]*>20\d\d-\d\d-\d\d</th>', timeline("BRA").html())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"target": 5.0, "unit": "rank", "direction": "at_most"}, "place 5 or better"),
        ({"target": 260000.0, "unit": "persons", "direction": "about"}, "about 260,000 persons"),
        ({"target": 0.0, "unit": "count", "direction": "at_most"}, "at most 0"),
        ({"target": -16.0, "unit": "%", "direction": "at_most", "measure": "change", "base_year": 2010},
         "at most −16 %, change since 2010"),
    ],
)  # fmt: skip
def test_a_target_is_said_in_words(asked: dict[str, object], said: str) -> None:
    from technostate.view.states import _target

    (goal, *_) = ts.states("DEU").data.goals
    assert _target(goal.model_copy(update=asked)) == said


def test_a_list_of_states_counts_events_of_all_files(own: str) -> None:
    rows = {row.code: row for row in states.listing().data.states}
    assert (rows["BRA"].events_by, rows["BRA"].sources, rows["BRA"].official) == (2, 2, 1)
    assert rows["BRA"].newest_event >= "2025-02-01" and rows["BRA"].chronology == 2
    assert rows["CHN"].events_towards > 10


@pytest.mark.parametrize("words", [["states", "show", "BRA"], ["claims", "BRA"], ["states", "timeline", "BRA"]])
def test_a_state_without_a_file_says_so_where_it_matters(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (
        said.count("Brazil has no file of its own: its goals, institutions, chronology and partners are missing;") == 1
    )
    assert "docs/states-files.md" in said and "bra.toml" in said


def test_standing_says_that_a_state_has_no_file_and_shows_events_towards_it(own: str) -> None:
    from technostate.view.standing import standing

    view: View[Any] = standing("CHL", "BRA", year=2026)
    said = " ".join(view.text().split())
    assert said.count("Chile has no file of its own") == 1 and "Brazil has no file" not in said
    assert "2025-02-01 Brazil → Argentina, Chile: <script>alert(1)" in said


def test_the_title_names_the_year_with_most_where_one_has_it() -> None:
    found = timeline().data
    assert sum(len(acting.by_year) for acting in found.actors) == len(found.actors) * len(found.years)
    assert sum(round(acting.events.value or 0) for acting in found.actors) == len(found.events)
    in_2025 = sum(event.year == 2025 for event in found.events)
    assert by_year(found).caption == f"Most events in the files are of 2025: {in_2025} of {len(found.events)}"
    # Of two years with as many none is named.
    tie = replace(found.actors[0], by_year=tuple(replace(one, value=2) for one in found.actors[0].by_year))
    assert by_year(replace(found, actors=(tie,))).caption == "Events in the files, by actor and year"
