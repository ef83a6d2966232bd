"""Entries of a file of states as they were typed, before they are records: labels, dates, codes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from technostate.errors import nearest
from technostate.states.dates import When, when
from technostate.states.words import label_of

#: Sentences, one a problem.
Problems = Iterator[str]
Entry = dict[str, Any]


def items(tables: Entry, name: str) -> list[Entry]:
    """Return the tables of one list; whatever else it holds is said by the schema."""
    value = tables.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def numbered(word: str, entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield each entry with the label by which a reader finds it."""
    for number, item in enumerate(entries, 1):
        yield label_of(word, number, item), item


def date_of(value: object) -> When | None:
    """Return a date, or None where there is none or a wrong one, which the schema says."""
    try:
        return when(value)
    except ValueError:
        return None


def before(one: When, other: When) -> bool:
    """Return whether a date is before another for certain: dates are compared at the coarser precision.

    Examples
    --------
    >>> before(when("2023"), when("2023-03")), before(when("2022-12-31"), when("2023"))
    (False, True)
    """
    length = min(len(str(one)), len(str(other)))
    return str(one)[:length] < str(other)[:length]


def unknown_region(
    label: str, item: Entry, is_region: Callable[[str], bool], regions: Collection[str], field: str = "region"
) -> Problems:
    """Say that a field holds no code of a state and no key of a group, with the nearest ones."""
    code = item.get(field)
    if isinstance(code, str) and code and not is_region(code):
        yield f"{label}: {code!r} is no ISO 3166 alpha-3 code and no group{nearest_region(code, regions)}"


def nearest_region(code: str, regions: Collection[str]) -> str:
    """Suggest codes: those one letter away, a later letter first, because the start of a code is seldom mistaken."""
    folded = code.upper()
    if folded in regions:
        return f"; did you mean {folded}?"
    same_length = (known for known in sorted(regions) if len(known) == len(code))
    one_off = [known for known in same_length if len(_places_apart(known, folded)) == 1]
    close = tuple(sorted(one_off, key=lambda known: _places_apart(known, folded), reverse=True)[:3])
    close = close or nearest(code, regions)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _places_apart(one: str, other: str) -> list[int]:
    return [place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
