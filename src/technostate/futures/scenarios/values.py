"""Fields of a scenario's file, each checked by itself: texts, numbers, years, names from a list."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from technostate.futures.scenarios.problems import Place, Problems, meant

#: A title is a line, a text some paragraphs.
_LONGEST = 4000


def known_fields(row: Mapping[Any, Any], fields: Iterable[str], place: Place, problems: Problems) -> None:
    """Add a problem for each field that there is not."""
    names = tuple(fields)
    for key in row:
        if not isinstance(key, str):
            problems.add(place, f"{key!r} is no name of a field; names of fields are words")
        elif key not in names:
            problems.add((*place, key), f"there is no such field; {meant(key, names)}")


def text(row: Mapping[str, Any], key: str, place: Place, problems: Problems, default: str | None = None) -> str:
    """Return a text; a missing one is a problem where there is no `default`."""
    value = row.get(key, default)
    if value is None:
        problems.add((*place, key), f"it is missing; write {key}: and a text")
    elif not isinstance(value, str):
        problems.add((*place, key), f"{value!r} is no text; put it in quotes")
    elif default is None and not value.strip():
        problems.add((*place, key), "the text is empty; write what is meant")
    elif len(value) > _LONGEST:
        problems.add((*place, key), f"the text has {len(value):,} letters; keep it below {_LONGEST:,}")
    else:
        return value.strip()
    return ""


def number(value: object, place: Place, problems: Problems) -> float | None:
    """Return a finite number, or nothing and a problem."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        problems.add(place, f"{value!r} is not a number; write 0.05, for example")
        return None
    if not abs(value) < 1e300:
        problems.add(place, f"{value!r} is not a finite number; write 0.05, for example")
        return None
    return float(value)


def year(value: object, place: Place, problems: Problems) -> int | None:
    """Return a year, or nothing and a problem."""
    if isinstance(value, bool) or not isinstance(value, int):
        problems.add(place, f"{value!r} is not a year; write 2035, for example")
        return None
    return value


def choice(value: object, known: Iterable[str], what: str, place: Place, problems: Problems) -> str:
    """Return one of some names, or an empty text and a problem with the nearest."""
    names = tuple(known)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str) and value in names:
        return value
    problems.add(place, f"unknown {what} {value!r}; {meant(value, names)}")
    return ""


def several(value: object, place: Place, problems: Problems) -> tuple[str, ...]:
    """Return one text or a list of texts as a tuple, or nothing and a problem."""
    rows = [value] if isinstance(value, str) else value
    if not isinstance(rows, list) or not rows or not all(isinstance(row, str) for row in rows):
        problems.add(place, f"{value!r} is neither a name nor a list of names")
        return ()
    twice = sorted({row for row in rows if rows.count(row) > 1})
    if twice:
        problems.add(place, f"{', '.join(twice)} is there twice; keep one")
    return tuple(dict.fromkeys(rows))


def ends(row: object, place: Place, problems: Problems) -> tuple[float, float] | None:
    """Return low and high of a number or of a mapping with both, or nothing and a problem."""
    if not isinstance(row, dict):
        value = number(row, place, problems)
        return None if value is None else (value, value)
    known_fields(row, ("low", "high"), place, problems)
    found = []
    for key in ("low", "high"):
        if key in row:
            found.append(number(row[key], (*place, key), problems))
        else:
            problems.add(place, f"{key} is missing; write one number, or low: and high:")
            found.append(None)
    low, high = found
    if low is None or high is None:
        return None
    if low > high:
        problems.add(place, f"the range is upside down, {low:g} to {high:g}; write low: {high:g}, high: {low:g}")
        return None
    return low, high


def within(span: tuple[float, float], low: float, high: float, unit: str) -> str:
    """Return what is wrong with a range that leaves its bounds, or an empty text; asks whether per cent was meant."""
    if low <= span[0] and span[1] <= high:
        return ""
    said = f"{span[0]:g}" if span[0] == span[1] else f"{span[0]:g} to {span[1]:g}"
    worst = span[1] if span[1] > high else span[0]
    likely = unit.startswith("share") and abs(worst) >= 1 and low <= worst / 100 <= high
    asked = f"; if per cent was meant, write {worst / 100:g}" if likely else ""
    limits = f"{low:g} to {high:g}" if math.isfinite(high) else f"{low:g} or more"
    return f"{said} is outside {limits} ({unit}){asked}"
