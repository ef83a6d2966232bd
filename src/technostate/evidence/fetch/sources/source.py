"""What every source says of itself, and how the pages of an answer become figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from technostate.errors import DataError
from technostate.evidence.printable import reason, shortened

#: Items of one answer in JSON; each takes some 60 bytes of memory or more.
MOST_ITEMS = 5_000_000


@dataclass
class Page:
    """What one answer holds.

    Parameters
    ----------
    figures : list of tuple
        Region as the source names it, year, value, and where it stands.
    after : str
        The next page: a path that begins with a slash, or what stands in place of the last parameter of this page's
        path; empty on the last page.
    vintage : str
        Edition as the answer says it, ``YYYY-MM-DD``; empty where it says none.
    said : str
        The source's own words on the series or its unit, for the note.
    """

    figures: list[tuple[str, int, float, str]] = field(default_factory=list)
    after: str = ""
    vintage: str = ""
    said: str = ""


@dataclass(frozen=True)
class Source:
    """Who is asked, how, and on what terms.

    Parameters
    ----------
    name : str
        As plans write it.
    producer, title : str
        Of the origin.
    base : str
        Address of its interface, without a slash at the end.
    home : str
        Page for people.
    terms : str
        The source's words on reuse, as far as they are known.
    accept : str
        Media types that are asked for.
    types : tuple of str
        Beginnings of media types that may come.
    pause : float
        Seconds between two questions.
    most : int
        Questions in one run that the source's limits allow.
    first : callable
        Query → path of the first page.
    read : callable
        Content of a page, plan's region dimension → page.
    adds : bool
        Whether figures of one region and year add up (counts of documents), or a second one is an error.
    areas : mapping of str to str
        Codes of the source's own → label.
    """

    name: str
    producer: str
    title: str
    base: str
    home: str
    terms: str
    accept: str
    types: tuple[str, ...]
    first: Callable[[str], str]
    read: Callable[[bytes, str], Page]
    pause: float = 1.0
    most: int = 500
    adds: bool = False
    areas: Mapping[str, str] = field(default_factory=dict, hash=False)


def json_of(content: bytes) -> Any:
    """Return the JSON of an answer; raises `DataError` if it is none.

    Examples
    --------
    >>> json_of(b'{"a": 1}')
    {'a': 1}
    """
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_ITEMS:
        raise malformed(f"it has more than {MOST_ITEMS:,} items")
    try:
        return json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DataError(f"the answer is no JSON: {reason(error)}", hint=AGAIN) from None


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


def malformed(what: str) -> DataError:
    """Return the error of an answer that does not have the layout of its documentation."""
    return DataError(f"the answer has another layout than documented: {shortened(what)}", hint=AGAIN)


#: What an answer that cannot be read advises.
AGAIN = "run the command again later; if it stays so, the source has changed: use its file and technostate data import"


def year_of(period: object) -> int | None:
    """Return the year of a yearly period, None for a month, quarter or day.

    Examples
    --------
    >>> year_of("2024"), year_of("2024-Q1"), year_of("2024-A1")
    (2024, None, 2024)
    """
    text = str(period)
    text = text.removesuffix("-A1")
    return int(text) if len(text) == 4 and text.isascii() and text.isdecimal() else None


def number(value: object, where: str) -> float | None:
    """Return a figure; None where the source writes that there is none.

    Raises
    ------
    DataError
        If it is something else.
    """
    if value is None or (isinstance(value, str) and value.strip() in ("", "NA", "NaN", "..", "-")):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise malformed(f"{where} has the figure {value!r:.40}")
    try:
        found = float(value)
    except (ValueError, OverflowError):
        raise malformed(f"{where} has the figure {value!r:.40}") from None
    if not abs(found) < 1e300:
        raise malformed(f"{where} has the figure {value!r:.40}")
    return found
