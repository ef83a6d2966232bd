"""Events of all files stand in one order, each once; groups count by their members at the date."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate import states
from technostate.states.timeline import Asked, acted, alike, concerns, reached

from .made_up import FILE


def event(date: str, actor: str, *targets: str, kind: str = "pressure", title: str = "Duties on goods") -> states.Event:
    source = states.Source(
        key="a", title="Act", issuer="Parliament", date="2020", url="https://example.org", checked="read",
        standing="official",
    )  # fmt: skip
    return states.Event(
        date=date, date_kind="in_force", kind=kind, actor=actor, targets=targets, title=title, source=source
    )


def test_every_event_of_every_file_stands_once_and_in_order() -> None:
    everything = states.timeline()
    held = {(str(e.date), e.actor, e.title) for code in states.codes() for e in states.load(code).chronology}
    assert len(everything) == len(held) and {(str(e.date), e.actor, e.title) for e in everything} == held
    dates = [(e.date.year, e.date.month or 0, e.date.day or 0) for e in everything]
    assert dates == sorted(dates)


def test_a_measure_holds_for_a_state_by_name_as_a_member_or_as_everyone() -> None:
    assert reached(event("2025", "USA", "BRA"), "BRA") and not reached(event("2025", "USA", "BRA"), "ARG")
    assert reached(event("2025", "USA", "WLD"), "BRA") and not reached(event("2025", "USA", "WLD"), "USA")
    assert reached(event("2025", "CHN", "g7"), "JPN") and not reached(event("2025", "CHN", "g7"), "BRA")
    # Everyone is everyone else: neither who acts nor a member of an acting union.
    assert not reached(event("2025", "EU", "WLD"), "DEU") and reached(event("2025", "EU", "WLD"), "CHN")


def test_members_of_a_group_are_those_of_the_date() -> None:
    assert reached(event("2024-06-01", "RUS", "nato"), "SWE")
    assert not reached(event("2023-06-01", "RUS", "nato"), "SWE")
    assert acted(event("2018", "ZAF", "USA"), "brics") and not acted(event("2009", "ZAF", "USA"), "brics")
    assert concerns(event("2013-08", "CHN", "EU"), "HRV") and not concerns(event("2012-12", "CHN", "EU"), "HRV")


def test_a_union_that_has_a_file_is_itself_and_not_its_members() -> None:
    assert acted(event("2025", "EU", "CHN"), "EU") and not acted(event("2025", "DEU", "CHN"), "EU")
    assert not acted(event("2025", "EU", "CHN"), "DEU")


def test_what_is_asked_for_is_all_that_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bra.toml").write_text(FILE, encoding="utf-8")
    monkeypatch.setenv("TECHNOSTATE_STATES", str(tmp_path))
    titles = [e.title for e in states.timeline(asked=Asked(actors=("BRA",)))]
    assert titles == ["Plan issued", "Duties on made-up goods"]
    for asked, count in (
        (Asked(actors=("BRA",), kinds=("step",)), 1),
        (Asked(actors=("BRA",), targets=("ARG",)), 1),
        (Asked(actors=("BRA",), targets=("PER",)), 0),
        (Asked(actors=("BRA",), strategies=("innovation",)), 1),
        (Asked(actors=("BRA",), since=2025), 1),
        (Asked(actors=("BRA",), until=2024), 1),
        (Asked(actors=("brics",), states=("ARG",), targets=("CHL",)), 1),
        (Asked(states=("ARG",), actors=("BRA",)), 1),
    ):
        assert sum(e.actor == "BRA" for e in states.timeline(asked=asked)) == count, asked
    assert titles[1] in [e.title for e in states.events_of("CHL")]


def test_an_event_that_two_files_hold_in_like_words_is_found() -> None:
    one = event("2018-07-06", "USA", "CHN", title="Additional duties on goods of China")
    same = event("2018-07-06", "USA", "CHN", title="Duties on goods of China, first action")
    other = event("2018-07-06", "USA", "CHN", title="Sanctions on a company")
    apart = event("2018-07-06", "USA", "EU", title="Additional duties on goods of China")
    assert len(list(alike([("usa", one), ("chn", same)]))) == 1
    assert list(alike([("usa", one), ("chn", other), ("eu", apart), ("usa", same)])) == []


def test_no_two_files_hold_one_event() -> None:
    held = [(code, e) for code in states.codes() for e in states.load(code).chronology]
    twice = [(a, str(one.date), one.title, b, other.title) for (a, one), (b, other) in alike(held)]
    assert twice == []
