"""Past events from TOML: each figure of what happened with its source, each checked when it is read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any, cast, get_args

from technostate.errors import DataError, ScenarioError, unknown_label, with_problems
from technostate.evidence import plain_toml
from technostate.shocks.backtests.record import READ, Horizon, Input, Kind, Measure, PastEvent, Reading, Source
from technostate.shocks.specification import Shock, load
from technostate.shocks.specification import parse as parse_shock

_EVENT = {"id", "title", "shock", "apart", "days", "sources", "measure"}
_NEEDED = {"id", "what", "horizon", "of", "regions", "observed", "kind", "source", "put_in", "told"}
_MEASURE = _NEEDED | {"sectors", "partner", "over", "worst", "calibrated"}
#: Days that are simulated at most: the horizon of weeks.
_LONGEST = 3650
#: Days before the shock that a mean may contain: those of a year, for a calendar year or quarter.
_LONGEST_BEFORE = 365


@cache
def events() -> tuple[PastEvent, ...]:
    """Return the past events that ship, in the order of the file.

    Examples
    --------
    >>> event = events()[0]
    >>> event.id, event.measures[0].observed
    ('tohoku-2011', -0.47)
    """
    return parse(files(__package__).joinpath("events.toml").read_text("utf-8"), where="events.toml")


def find(names: Sequence[str]) -> tuple[PastEvent, ...]:
    """Return past events by their names, in the order of the names; all of them where none is given.

    Raises
    ------
    LabelError
        If there is none of a name, with the nearest names.
    ScenarioError
        If a name is given twice.
    """
    known = {event.id: event for event in events()}
    for name in names:
        if name not in known:
            raise unknown_label("past event", name, tuple(known))
    twice = sorted({name for name in names if list(names).count(name) > 1})
    if twice:
        raise ScenarioError(f"{', '.join(twice)} is asked for twice", hint="name each event once")
    return tuple(known[name] for name in names) or events()


def parse(text: str, *, where: str = "the text") -> tuple[PastEvent, ...]:
    """Return the past events of a TOML text.

    Tables ``event`` have an ``id``, a ``title``, a ``shock`` (the name of a shipped one, or a shock's text),
    ``sources`` by key, and tables ``measure``, whose fields are those of `Measure` and `Reading`; ``observed`` is a
    number or a list of two, ``source`` a key.

    Parameters
    ----------
    where : str
        Name of the text, for messages.

    Raises
    ------
    DataError
        Naming every mistake at once.
    """
    tables = plain_toml.tables(text, where)
    problems = [f"unknown key {key!r}" for key in tables if key != "event"]
    rows = tables.get("event", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise DataError(f"{where} has no table [[event]]", hint="one table an event")
    found = [event for row in rows if (event := _event(row, problems)) is not None]
    ids = [event.id for event in found]
    problems += [f"event {name} stands {ids.count(name)} times" for name in sorted(set(ids)) if ids.count(name) > 1]
    if problems:
        raise DataError(
            with_problems(f"{where} has", problems), hint="technostate.shocks.backtests.Measure describes the fields"
        )
    return tuple(found)


def _event(row: Mapping[str, Any], problems: list[str]) -> PastEvent | None:
    label, before = f"event {row.get('id', 'without id')}", len(problems)
    problems += [f"{label}: unknown key {key!r}" for key in sorted(row.keys() - _EVENT)]
    problems += [f"{label}: {key} is missing" for key in sorted({"id", "title", "shock", "measure"} - row.keys())]
    if len(problems) > before:
        return None
    shock = _shock(row["shock"], label, problems)
    days, sources = row.get("days", 365), _sources(row.get("sources", {}), label, problems)
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= _LONGEST:
        problems.append(f"{label}: days is {days!r}; a whole number from 1 to {_LONGEST}")
        return None
    made = [_measure(item, sources, days, label, problems) for item in row["measure"]]
    measures = tuple(item for item in made if item is not None)
    ids = [item.id for item in measures]
    problems += [f"{label}: measure {name} stands twice" for name in sorted(set(ids)) if ids.count(name) > 1]
    if shock is None or len(problems) > before:
        return None
    return PastEvent(row["id"], row["title"], shock, tuple(row.get("apart", ())), days, measures)


def _shock(given: object, label: str, problems: list[str]) -> Shock | None:
    try:
        text = str(given)
        return parse_shock(text, where=label) if "\n" in text else load(text)
    except ScenarioError as error:
        problems.append(f"{label}: {error}")
        return None


def _sources(given: Mapping[str, Any], label: str, problems: list[str]) -> dict[str, Source]:
    names, found = {item.name for item in fields(Source)}, {}
    for key, row in given.items():
        if not isinstance(row, dict) or row.keys() != names or not all(isinstance(item, str) for item in row.values()):
            problems.append(f"{label}: source {key} must have the texts {', '.join(sorted(names))}")
        elif not row["checked"].strip():
            problems.append(f"{label}: source {key} does not say how it was checked")
        else:
            found[key] = Source(**row)
    return found


def _measure(
    row: Mapping[str, Any], sources: Mapping[str, Source], days: int, event: str, problems: list[str]
) -> Measure | None:
    label, before = f"{event}, measure {row.get('id', 'without id')}", len(problems)
    problems += [f"{label}: unknown key {key!r}" for key in sorted(row.keys() - _MEASURE)]
    problems += [f"{label}: {key} is missing" for key in sorted(_NEEDED - row.keys())]
    if len(problems) > before:
        return None
    problems += [f"{label}: {said}" for said in _wrong(row, sources, days)]
    if len(problems) > before:
        return None
    ends = row["observed"] if isinstance(row["observed"], list) else [row["observed"]] * 2
    over = tuple(row["over"]) if "over" in row else None
    reading = Reading(
        row["horizon"],
        row["of"],
        tuple(row["regions"]),
        tuple(row.get("sectors", ())),
        row.get("partner", ""),
        cast("tuple[int, int] | None", over),
        row.get("worst"),
    )
    return Measure(
        row["id"],
        row["what"],
        reading,
        float(ends[0]),
        float(ends[1]),
        row["kind"],
        sources[row["source"]],
        row["put_in"],
        tuple(row.get("calibrated", ())),
        row["told"],
    )


def _wrong(row: Mapping[str, Any], sources: Mapping[str, Source], days: int) -> Iterator[str]:
    """Yield what is wrong with the values of a measure."""
    for key, words in (("horizon", Horizon), ("kind", Kind), ("put_in", Input)):
        if row[key] not in get_args(words):
            yield f"{key} {row[key]!r} is not one of {', '.join(get_args(words))}"
    if row["horizon"] in READ and row["of"] not in READ[row["horizon"]]:
        yield f"{row['of']!r} cannot be read at the horizon {row['horizon']}; {', '.join(READ[row['horizon']])} can"
    if row["source"] not in sources:
        yield f"source {row['source']!r} is none of {', '.join(sources) or 'no source'}"
    if not str(row["told"]).strip():
        yield "told is empty; say how the figure is to be read"
    if not row["regions"]:
        yield "regions names none"
    ends = row["observed"] if isinstance(row["observed"], list) else [row["observed"]]
    numbers = all(isinstance(end, int | float) and not isinstance(end, bool) and math.isfinite(end) for end in ends)
    if len(ends) not in (1, 2) or not numbers or ends != sorted(ends):
        yield f"observed is {row['observed']!r}; a number, or two in order, in per cent"
    yield from _wrong_days(row, days)
    single = {"price": 1, "quantity": 1, "imports": 0}
    if row["of"] in single:
        if len(row["regions"]) != 1 or len(row.get("sectors", ())) != single[row["of"]]:
            yield f"{row['of']} is of one region and {single[row['of']]} sector(s)"
        if (row["of"] == "imports") != bool(row.get("partner")):
            yield "partner belongs to imports, and imports need one"


def _wrong_days(row: Mapping[str, Any], days: int) -> Iterator[str]:
    over, worst = row.get("over"), row.get("worst")
    if row["horizon"] == "year":
        if over is not None or worst is not None:
            yield "over and worst are of days, which the year has not"
        return
    if (over is None) == (worst is None):
        yield "give one of over and worst"
    if over is not None:
        whole = isinstance(over, list) and len(over) == 2 and all(type(day) is int for day in over)
        if not whole or not -_LONGEST_BEFORE <= over[0] < over[1] <= days or over[1] < 1:
            yield f"over is {over!r}; two days in order, from {-_LONGEST_BEFORE} to {days}, the last after the start"
    if worst is not None and (type(worst) is not int or not 1 <= worst <= days):
        yield f"worst is {worst!r}; a whole number of days from 1 to {days}"
