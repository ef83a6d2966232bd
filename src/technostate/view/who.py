"""Whom a reader means: names and codes as they are typed, for every view and every door."""

from __future__ import annotations

import re
from collections.abc import Iterable

from technostate import states as files
from technostate.errors import DataError, LabelError
from technostate.evidence import regions
from technostate.states.check_events import EVERYONE
from technostate.strategies.comparison import code_of


def state(text: str) -> str:
    """Return the code of a state or union as it is typed: a code in any case, or a name.

    Raises
    ------
    LabelError
        If it is neither, with the nearest codes and names.

    Examples
    --------
    >>> state("chn"), state("China"), state("中国"), state("EU27")
    ('CHN', 'CHN', 'CHN', 'EU')
    """
    found = regions.typed(text.strip(), files.codes())
    if not isinstance(found, str):
        raise LabelError(f"{text} is several states", hint="name one; several take commas")
    return code_of(found)


def states(given: str | Iterable[str] | None, otherwise: Iterable[str] = ()) -> tuple[str, ...]:
    """Return several codes, each once: a list, or text with commas between (``CHN,USA``); a group is its members.

    Parameters
    ----------
    otherwise : iterable of str
        Codes where none is given.

    Raises
    ------
    LabelError
        If one is unknown.

    Examples
    --------
    >>> states(["CHN,usa", "JPN"]), states("g7")
    (('CHN', 'USA', 'JPN'), ('CAN', 'DEU', 'FRA', 'GBR', 'ITA', 'JPN', 'USA'))
    """
    if given is None:
        return tuple(otherwise)
    texts = [given] if isinstance(given, str) else list(given)
    parts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    return tuple(dict.fromkeys(code for part in parts for code in _members(part))) or tuple(otherwise)


def parties(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return whom events name: states as `states` has them, groups by their keys, ``WLD`` for everyone.

    Raises
    ------
    LabelError
        If one is unknown.

    Examples
    --------
    >>> parties("china,G7"), parties(["USA", "wld"]), parties(None)
    (('CHN', 'g7'), ('USA', 'WLD'), ())
    """
    texts = [given] if isinstance(given, str) else list(given or ())
    parts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    return tuple(dict.fromkeys(map(_party, parts)))


def _party(text: str) -> str:
    if text.upper() == EVERYONE:
        return EVERYONE
    keys = tuple(key for key in files.groups() if not regions.is_known(key))
    found = regions.typed(text, files.codes(), groups=keys)
    return found if isinstance(found, str) and found in keys else state(text)


def _members(text: str) -> tuple[str, ...]:
    """Return the members of a group that has no figures of its own, else the one state."""
    keys = tuple(key for key in files.groups() if not regions.is_known(key))
    found = regions.typed(text, files.codes(), groups=keys)
    return files.group(found) if isinstance(found, str) and found in keys else (state(text),)


def years(given: int | str | tuple[int | None, int | None] | range | None) -> tuple[int | None, int | None]:
    """Return first and last year, each None where it is open.

    Parameters
    ----------
    given : int, str, (int or None, int or None), range or None
        One year, or a first and a last one.

    Raises
    ------
    DataError
        If the last year comes before the first, or it is no span.

    Examples
    --------
    >>> years(2020), years((2000, None)), years("2000-2020"), years(range(2000, 2003)), years(None)
    ((2020, 2020), (2000, None), (2000, 2020), (2000, 2002), (None, None))
    """
    if given is None:
        return None, None
    if isinstance(given, int):
        return given, given
    if isinstance(given, str):
        found = re.fullmatch(r"\s*(\d{1,4})(?:\s*[-–:]\s*(\d{1,4}))?\s*", given)
        if found is None:
            raise DataError(
                f"{given!r} is no span of years", hint="years=2020, years=(2000, 2020) or years='2000-2020'"
            )
        given = (int(found[1]), int(found[2] or found[1]))
    if not isinstance(given, range) and len(given) > 2:
        raise DataError(f"{len(given)} years are given", hint="a span is its first and last year: years=(2000, 2020)")
    first, last = (given[0], given[-1]) if len(given) else (None, None)
    if first is not None and last is not None and last < first:
        raise DataError(f"the years {first} to {last} run backwards", hint="the first year comes first")
    return first, last
