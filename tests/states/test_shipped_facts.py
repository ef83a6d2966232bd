"""What every shipped file owes its readers: kinds of dates, standing of sources, official ones, the newest event."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from technostate import states
from technostate.states.addresses import host

ROOM = Path(states.__file__).parent
FILES = sorted(path for path in ROOM.glob("*.toml") if path.name != "groups.toml")
SHIPPED = tuple(path.stem.upper() for path in FILES)
#: The year in which the files were last gone through.
THIS_YEAR = 2026


@pytest.mark.parametrize("path", [*FILES, ROOM / "groups.toml"], ids=lambda path: path.stem)
def test_every_event_has_a_kind_of_date_and_every_source_a_standing(path: Path) -> None:
    tables = tomllib.loads(path.read_text("utf-8"))
    assert [event["title"] for event in tables.get("chronology", ()) if "date_kind" not in event] == []
    assert [key for key, source in tables["sources"].items() if "standing" not in source] == []


@pytest.mark.parametrize("code", SHIPPED)
def test_two_thirds_of_the_sources_are_official(code: str) -> None:
    sources = states.load(code).sources
    official = sum(source.standing == "official" for source in sources)
    assert official * 3 >= len(sources) * 2, f"{official} of {len(sources)}"


@pytest.mark.parametrize("code", SHIPPED)
def test_no_fact_rests_on_the_brief_or_on_an_encyclopaedia(code: str) -> None:
    sources = states.load(code).sources
    assert [it.key for it in sources if re.search("cheung|igcc", f"{it.issuer} {it.title} {it.url}", re.I)] == []
    assert [it.key for it in sources if host(it.url).endswith(("wikipedia.org", "wikidata.org"))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_newest_event_is_of_this_year_or_the_file_says_why_not(path: Path) -> None:
    newest = max(event.date.year for event in states.load(path.stem.upper()).chronology)
    opening = path.read_text("utf-8").partition("\niso3")[0]
    assert newest >= THIS_YEAR or "newest event" in opening.lower()


@pytest.mark.parametrize("code", SHIPPED)
def test_an_event_stands_in_the_file_of_its_actor_if_it_has_one(code: str) -> None:
    elsewhere = [
        (str(event.date), event.actor, event.title)
        for event in states.load(code).chronology
        if event.actor != code and (event.actor in SHIPPED or code not in event.targets)
    ]
    assert elsewhere == []
