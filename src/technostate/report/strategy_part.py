"""The five strategies in a report: indicators with paths and ages, goals, institutions, chronology."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from technostate import states
from technostate import strategies as catalogue
from technostate.errors import DataError
from technostate.evidence.encode import plain
from technostate.report.subjects import Subjects
from technostate.strategies.dictionary import values

Record = dict[str, Any]


def strategies(who: Subjects, this_year: int) -> list[Record]:
    """Return the five strategies' records in the order of the dictionary.

    Parameters
    ----------
    who : Subjects
    this_year : int
        Year from which ages count.
    """
    return [_strategy(key, who, this_year) for key in catalogue.STRATEGIES]


def _strategy(key: str, who: Subjects, this_year: int) -> Record:
    strategy = catalogue.strategy(key)
    rows = strategy.indicators(who.state, against=who.against, peers=who.peers)
    return {
        "key": key,
        "title": strategy.title,
        "purpose": strategy.purpose,
        "reading": strategy.reading,
        "no_score": strategy.no_score,
        "score": None if strategy.no_score else _score(key, who),
        "called": _called(key, who),
        "indicators": [_indicator(row.as_dict(), row.indicator.id, who, this_year) for row in rows],
        "goals": [_goal(goal.as_dict(), code) for code in who.pair for goal in strategy.goals(code)],
        "institutions": [item for code in who.pair for item in _institutions(key, code)],
        "chronology": [item for code in who.pair for item in _events(key, code)],
    }


def _indicator(record: Record, indicator_id: str, who: Subjects, this_year: int) -> Record:
    """Return a dictionary row with the path of every state and the age of every newest figure, in years."""
    series = values(indicator_id)
    record["path"] = {
        code: {str(year): value for year, value in series.values[code].items()}
        for code in who.all
        if code in series.values
    }
    record["age"] = {code: None if year is None else this_year - year for code, year in record["year"].items()}
    return record


def _score(key: str, who: Subjects) -> Record:
    """Return the states' ranks on the strategy's score as intervals, and what was varied; or why there is none."""
    from technostate.strategies.score import INTERVAL, score

    try:
        found = score(key)
    except DataError as reason:
        return {"ranks": {}, "why": str(reason)}
    return {
        "unit": "level",
        "kind": "derived",
        "origin": found.origin.as_dict(),
        "method": "OECD and JRC (2008): normalisation, weights, aggregation and imputation varied together",
        "interval": list(INTERVAL),
        "combinations": found.combinations,
        "states": len(found.ranks),
        "indicators": list(found.indicators),
        "ranks": {code: plain(found.ranks[code]) for code in who.all if code in found.ranks},
        "coverage": {code: found.coverage[code] for code in who.all if code in found.ranks},
        "shifts": found.shifts,
        "why": "",
    }


def _goal(record: Record, code: str) -> Record:
    """Return a goal's record; its source is its origin, the figure's own origin stands with the indicator.

    A target alone is measured: published, in the state's own words. The distance to it is derived.
    """
    record["region"] = code
    record["kind"] = "measured" if record["value"] is None else "derived"
    record["origin"] = record.pop("source")
    return record


def _called(key: str, who: Subjects) -> list[Record]:
    """Return what the two states call this strategy, in English and in their own language, and since when."""
    return [
        {
            "region": code,
            "name": name.name,
            "name_local": name.name_local,
            "since": str(name.since),
            "origin": name.source.origin(name.place).as_dict(),
        }
        for code in who.pair
        if code in states.codes()
        for name in states.load(code).strategies
        if name.strategy == key
    ]


def _institutions(key: str, code: str) -> list[Record]:
    if code not in states.codes():
        return []
    return [
        {
            "region": code,
            "name": item.name,
            "name_local": item.name_local,
            "founded": str(item.founded),
            "role": item.role,
            "origin": item.source.origin(item.place).as_dict(),
        }
        for item in states.load(code).institutions
        if key in item.strategies
    ]


def _events(key: str, code: str) -> list[Record]:
    if code not in states.codes():
        return []
    return [
        {
            "region": code,
            "date": str(item.date),
            "kind_of_event": item.kind,
            "actor": item.actor,
            "title": item.title,
            "origin": item.source.origin(item.place).as_dict(),
        }
        for item in sorted(states.load(code).chronology, key=lambda event: str(event.date))
        if key in item.strategies
    ]


def in_words(parts: Sequence[Record], note: str) -> str:
    """Return a note with indicators' titles in place of their ids.

    Parameters
    ----------
    parts : sequence of dict
        The strategies of an assessment.
    note : str

    Examples
    --------
    >>> in_words([{"indicators": [{"id": "rd_share", "title": "Research"}]}], "judged by rd_share")
    'Judged by “Research”'
    """
    titles = {row["id"]: row["title"] for part in parts for row in part["indicators"]}
    text = re.sub(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", lambda found: f"“{titles.get(found[0], found[0])}”", note)
    return f"{text[:1].upper()}{text[1:]}"


def without_mirrors(records: Sequence[Record]) -> list[Record]:
    """Return events without the actor's own entry of what the other side's file has as its act: one event, once."""
    felt = {(item["date"], item["actor"], item["origin"]["title"]) for item in records if item["actor"]}
    return [
        item for item in records if item["actor"] or (item["date"], item["region"], item["origin"]["title"]) not in felt
    ]
