"""What is wrong with a scenario is said at once, with line, field and remedy; nothing wrong comes through."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate.errors import ScenarioError
from technostate.futures import scenarios

HEAD = "name: made\ntitle: Made for tests\n"
MOVE = "moves:\n- {region: CHN, lever: military, low: 0.0, high: 0.01, start: 2025, full: 2030, why: test}\n"
ASKED = (
    "milestones:\n- {id: own, title: Own, region: CHN, outcome: income, year: 2035, compare: at_least, value: 2, "
    "definition: test}\n"
)


def move(**fields: object) -> str:
    """One move whose fields are replaced; a field that is None is left out."""
    row = {"region": "CHN", "lever": "military", "value": 0.01, "start": 2025, "why": "test"} | fields
    inside = ", ".join(f"{key}: {value}" for key, value in row.items() if value is not None)
    return f"{HEAD}moves:\n- {{{inside}}}\n"


def asked(**fields: object) -> str:
    """One milestone whose fields are replaced."""
    row = {
        "id": "own", "title": "Own", "region": "CHN", "outcome": "income", "year": 2035, "compare": "at_least",
        "value": 2, "definition": "test",
    } | fields  # fmt: skip
    inside = ", ".join(f"{key}: {value}" for key, value in row.items() if value is not None)
    return f"{HEAD}milestones:\n- {{{inside}}}\n"


PAIR = {"lever": "aimed", "against": "USA", "value": 0.2}

#: What is wrong → text, words of the message.
BAD = {
    "an empty text": ("", "no mapping of fields"),
    "a list": ("- drift\n", "no mapping of fields"),
    "a word": ("drift\n", "no mapping of fields"),
    "no name": ("title: x\n", "name: it is missing"),
    "no title": ("name: x\n", "title: it is missing"),
    "a name with capitals": ("name: My Scenario\ntitle: x\n", "write my-scenario"),
    "a title that is a number": ("name: x\ntitle: 2035\n", "line 2, title: 2035 is no text; put it in quotes"),
    "an unknown field": (HEAD + "mvoes: []\n", "line 3, mvoes: there is no such field; did you mean moves?"),
    "a field that is a number": (HEAD + "3: x\n", "3 is no name of a field"),
    "a field twice": (HEAD + "title: again\n", "'title' is there twice"),
    "an anchor": (HEAD + "text: &a x\n", "anchors and aliases are not read"),
    "a bomb of anchors": ("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "anchors and aliases are not read"),
    "a tag": (HEAD + "text: !!python/object/apply:os.system [ls]\n", "tags such as"),
    "a merge": (HEAD + "ranges:\n  <<: {beta: 0.3}\n", "merges (<<) are not read"),
    "a deep nest": (HEAD + "text: " + "[" * 40 + "]" * 40 + "\n", "nested more than"),
    "control characters": (HEAD + 'text: "\x07"\n', "plain YAML"),
    "broken YAML": (HEAD + "moves: [\n", "is not plain YAML"),
    "a huge text": (HEAD + "text: " + "x" * 200_001, "larger than 200,000"),
    "a long text": (HEAD + "text: " + "x" * 5_000, "keep it below 4,000"),
    "an unknown world": (HEAD + "world: icio-2023\n", "unknown world 'icio-2023'; did you mean icio-2022"),
    "an unknown division": (HEAD + "regions: 17\n", "unknown division"),
    "an unknown projection": (HEAD + "projections: [SSP6]\n", "unknown projection 'SSP6'"),
    "no projection": (HEAD + "projections: []\n", "neither a name nor a list"),
    "a last year before the first": (HEAD + "last: 2020\n", "2020 is outside 2023 to 2050"),
    "a last year too late": (HEAD + "last: 2100\n", "2100 is outside 2023 to 2050"),
    "a last year that is a word": (HEAD + "last: soon\n", "'soon' is not a year"),
    "a region apart that is none": (HEAD + "apart: [BAV]\n", "has no region 'BAV'"),
    "moves that are no list": (HEAD + "moves: {region: CHN}\n", "moves: a list is needed"),
    "a move that is a word": (HEAD + "moves: [military]\n", "'military' is no move"),
    "too many moves": (HEAD + "moves:\n" + "- {region: CHN}\n" * 201, "a scenario has 200 at most"),
    "an unknown lever": (move(lever="milatary"), "unknown lever 'milatary'; did you mean military or"),
    "no lever": (move(lever=None), "unknown lever None"),
    "an unknown region": (move(region="CHM"), "have no 'CHM'; did you mean CHN?"),
    "a member of a group": (move(region="DEU"), "it is part of EU; write EU, or apart: [DEU]"),
    "a lever by pair alone": (move(lever="aimed"), "aimed is set against another state; write against:"),
    "a lever of a state against another": (move(against="USA"), "military is set by a state alone"),
    "a state against itself": (move(**PAIR | {"against": "CHN"}), "CHN is set against itself"),
    "a state named twice": (move(region="[CHN, CHN]"), "CHN is there twice"),
    "a range upside down": (
        move(value=None, low=0.02, high=0.01),
        "the range is upside down, 0.02 to 0.01; write low: 0.01, high: 0.02",
    ),
    "half a range": (move(value=None, low=0.01), "high is missing"),
    "a value and a range": (move(low=0.01), "it stands beside low or high"),
    "no value": (move(value=None), "low is missing"),
    "a lever outside its range": (move(value=0.3), "military of 0.3 is outside -0.05 to 0.2 (share of GDP)"),
    "per cent for a fraction": (move(value=2), "if per cent was meant, write 0.02"),
    "a lever below its range": (move(lever="closure", value=-0.1), "closure of -0.1 is outside 0 to 3"),
    "not a number": (move(value=".nan"), "'.nan' is not a number"),
    "infinity": (move(value=".inf"), "'.inf' is not a number"),
    "a number too large": (move(value="1e400"), "not a finite number"),
    "true": (move(value="true"), "True is not a number"),
    "a stop of something else": (move(value="stop"), "only a barrier can stop all trade"),
    "a start before the base year": (move(start=2010), "2010 is outside 2022 to 2050"),
    "a start after the end": (move(start=2060), "2060 is outside 2022 to 2050"),
    "a move in the base year": (move(start=2022), "nothing is moved in the base year; begin in 2023"),
    "full before the start": (move(full=2024), "2024 is outside 2025 (the start) to 2050"),
    "full after the last year": (move(full=2055), "the value would never be reached"),
    "an end before it is full": (move(full=2030, end=2028), "2028 is outside 2031 (after full) to 2050"),
    "a year with a point": (move(start=2025.5), "2025.5 is not a year"),
    "no reason": (move(why=None), "why: it is missing"),
    "an empty reason": (move(why='" "'), "the text is empty"),
    "one lever moved twice": (
        MOVE.join([HEAD, ""]) + "- {name: again, region: CHN, lever: military, value: 0.02, start: 2028, why: test}\n",
        "military of CHN is moved by CHN.military too",
    ),
    "a barrier from both sides": (
        HEAD + "moves:\n- {region: CHN, lever: barrier, against: USA, value: 0.1, start: 2025, why: t}\n"
        "- {region: USA, lever: barrier, against: CHN, value: 0.1, start: 2026, why: t}\n",
        "barrier of CHN against USA is moved by",
    ),
    "an unknown parameter": (HEAD + "ranges: {bta: 0.3}\n", "unknown parameter 'bta'; did you mean beta?"),
    "a parameter outside its range": (HEAD + "ranges: {beta: 0.9}\n", "0.9 is outside 0.1 to 0.7"),
    "a parameter's range upside down": (HEAD + "ranges: {beta: {low: 0.5, high: 0.2}}\n", "upside down"),
    "ranges that are a list": (HEAD + "ranges: [beta]\n", "a mapping is needed"),
    "a parameter that is a word": (HEAD + "ranges: {beta: high}\n", "'high' is not a number"),
    "an unstable loop": (
        HEAD + "ranges: {gain_restrictions: 1.2}\n", "1.2 is outside 0 to 0.5 (1); a loop of one or more never settles"
    ),
    "a permeability above one": (
        move(lever="permeability", value=0.6), "it comes to 1.2, more than all; keep high at 0.4 or less"
    ),
    "a permeability below nothing": (
        move(lever="permeability", value=-0.3), "it comes to -0.2, less than nothing; keep low at -0.1 or more"
    ),
    "an unknown milestone": (HEAD + "milestones: [chn-gdp-2036-ppp]\n", "did you mean chn-gdp-2035-ppp"),
    "a milestone twice": (HEAD + "milestones: [chn-gdp-2035-ppp, chn-gdp-2035-ppp]\n", "it is there twice"),
    "a milestone of a missing region": (asked(region="ATL"), "have no 'ATL'"),
    "an unknown outcome": (asked(outcome="incomes"), "unknown outcome 'incomes'; did you mean income"),
    "an unknown comparison": (asked(compare="above"), "unknown comparison 'above'"),
    "a milestone after the last year": (asked(year=2060), "2060 is outside 2023 to 2050"),
    "a milestone in the base year": (asked(year=2022), "2022 is outside 2023 to 2050"),
    "a share that no path reaches": (
        asked(outcome="gdp_ppp", value=1.5), "no path reaches 1.5: gdp_ppp lies from 0 to 1"
    ),
    "a goal that every path reaches": (asked(value=-1), "every path reaches -1"),
    "a burden below nothing": (asked(outcome="burden", compare="at_most", value=-0.1), "no path reaches -0.1"),
    "a ratio of what can be nothing": (asked(outcome="threat", against="USA"), "no ratio is made of it"),
    "a state compared with itself": (asked(against="CHN"), "CHN is compared with itself"),
    "two ratios": (asked(against="USA", relative="true"), "keep one of them"),
    "a milestone that is a number": (HEAD + "milestones: [3]\n", "neither an id nor a mapping"),
    "without and nothing to start from": (HEAD + "without: [CHN.military]\n", "there is nothing to leave out"),
    "without what is not there": (
        HEAD + "extends: china-brief\nwithout: [CHN.militry]\n", "has no 'CHN.militry'; did you mean CHN.military"
    ),
    "extends of a list": (HEAD + "extends: [drift, fortress]\n", "is no name of a scenario"),
    "extends of an unknown scenario": (HEAD + "extends: drfit\n", "did you mean drift?"),
    "a change of a base that leaves its range": (
        HEAD + "extends: china-brief\nmoves: [{name: CHN.military, high: 0.5}]\n", "0 to 0.5 is outside -0.05 to 0.2"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_mistake_is_named_with_its_remedy(case: str) -> None:
    text, said = BAD[case]
    with pytest.raises(ScenarioError) as caught:
        scenarios.parse(text)
    assert said in caught.value.full(), caught.value.full()
    assert caught.value.hint


def test_every_case_is_wrong_by_what_it_names_alone() -> None:
    assert scenarios.parse(move()).moves and scenarios.parse(asked()).milestones
    assert scenarios.parse(move(**PAIR)).moves[0].against == "USA"
    assert scenarios.parse(HEAD + MOVE + ASKED).moves[0].name == "CHN.military"
    assert scenarios.parse(move(lever="barrier", against="USA", value="stop")).moves[0].low == float("inf")
    assert len(BAD) >= 40


def test_all_mistakes_are_listed_at_once_in_the_order_of_lines() -> None:
    with pytest.raises(ScenarioError) as caught:
        scenarios.parse(move(region="CHM", lever="milatary", start=1999).replace("made", "Made") + "last: 2200\n")
    said = str(caught.value)
    assert said.startswith("the text has 3 problems:")
    assert [line.partition(",")[0] for line in said.splitlines()[1:]] == ["  - line 1", "  - line 4", "  - line 5"]


def test_files_that_stand_on_one_another_are_refused_with_the_chain(tmp_path: Path) -> None:
    for name, base in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.yaml").write_text(f"name: {name}\ntitle: T\nextends: {base}.yaml\n", "utf-8")
    with pytest.raises(ScenarioError, match=r"a\.yaml → b\.yaml → c\.yaml → a\.yaml"):
        scenarios.load(tmp_path / "a.yaml")


def test_a_file_on_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: a\ntitle: T\nextends: a.yaml\n", "utf-8")
    with pytest.raises(ScenarioError, match="start from one another"):
        scenarios.load(tmp_path / "a.yaml")


def test_a_tower_of_files_is_refused(tmp_path: Path) -> None:
    for n in range(12):
        (tmp_path / f"s{n}.yaml").write_text(f"name: s{n}\ntitle: T\nextends: s{n + 1}.yaml\n", "utf-8")
    with pytest.raises(ScenarioError, match="on top of others"):
        scenarios.load(tmp_path / "s0.yaml")


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("name: a\ntitle: Größe\n".encode("latin-1"))
    (tmp_path / "huge.yaml").write_bytes(b"#" * 3_000_000)
    (tmp_path / "folder.yaml").mkdir()
    for name, said in {
        "latin.yaml": "not text in UTF-8",
        "huge.yaml": "3,000,000 bytes",
        "folder.yaml": "cannot read folder.yaml",
        "missing.yaml": "cannot read missing.yaml",
    }.items():
        with pytest.raises(ScenarioError, match=said):
            scenarios.load(tmp_path / name)


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ScenarioError) as caught:
        scenarios.load("china-breif")
    assert "did you mean china-brief" in caught.value.hint


def test_what_a_terminal_would_obey_is_escaped() -> None:
    with pytest.raises(ScenarioError) as caught:
        scenarios.made({"name": "x", "title": "t", "moves": [{"lever": "\x1b[31mred"}]})
    assert "\x1b" not in caught.value.full()
