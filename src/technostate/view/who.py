"""Whom a reader means: names and codes as they are typed, for every view and every door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from technostate import states as files
from technostate.errors import DataError, LabelError
from technostate.evidence import regions
from technostate.evidence.printable import shown
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
    if not isinstance(text, str):
        raise LabelError(f"{shown(text)} is no state", hint="name one by its code or name, in quotes: 'CHN'")
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
    return tuple(dict.fromkeys(code for part in words(given) for code in _members(part))) or tuple(otherwise)


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
    return tuple(dict.fromkeys(map(_party, words(given))))


def words(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return words as they are given: one, several with commas between, or a list of them.

    Raises
    ------
    LabelError
        If something else than text is given.

    Examples
    --------
    >>> words("a, b"), words(["a,b", "c"]), words(None)
    (('a', 'b'), ('a', 'b', 'c'), ())
    """
    if given is None:
        return ()
    texts = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else [given]
    if isinstance(given, bytes | Mapping) or not all(isinstance(text, str) for text in texts):
        raise LabelError(
            f"{shown(given)} names nothing", hint="write text, or a list of texts: 'CHN' or ['CHN', 'USA']"
        )
    parts = tuple(part.strip() for text in texts for part in text.split(",") if part.strip())
    if not parts and any(texts):
        raise LabelError(f"{shown(given)} names nothing", hint="leave it out, or name what is meant")
    return parts


def this_year(given: int | None) -> int:
    """Return the year to which ages count: the one that is given, else this one.

    Raises
    ------
    DataError
        If it is no year.

    Examples
    --------
    >>> this_year(2026)
    2026
    """
    if given is None:
        return dt.date.today().year
    if not _is_year(given):
        raise DataError(f"{shown(given)} is no year", hint="year=2026, to which ages of figures count")
    return given


def _is_year(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 1000 <= given <= 9999


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
        given = (given, given)
    if isinstance(given, str):
        found = re.fullmatch(r"\s*(\d{1,4})(?:\s*[-–:]\s*(\d{1,4}))?\s*", given)
        if found is None:
            raise DataError(
                f"{given!r} is no span of years", hint="years=2020, years=(2000, 2020) or years='2000-2020'"
            )
        given = (int(found[1]), int(found[2] or found[1]))
    if not isinstance(given, range | tuple | list):
        raise DataError(f"{shown(given)} is no span of years", hint="years=2020, years=(2000, 2020) or '2000-2020'")
    if not isinstance(given, range) and len(given) > 2:
        raise DataError(f"{len(given)} years are given", hint="a span is its first and last year: years=(2000, 2020)")
    first, last = (given[0], given[-1]) if len(given) else (None, None)
    for one in (first, last):
        if one is not None and not _is_year(one):
            raise DataError(
                f"{shown(one)} is no year", hint="years are whole numbers of four digits: years=(2000, 2020)"
            )
    if first is not None and last is not None and last < first:
        raise DataError(f"the years {first} to {last} run backwards", hint="the first year comes first")
    return first, last
