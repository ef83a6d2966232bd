"""Texts of India's Union Budget speeches from 1947: each in two files, part A and part B."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.official_text import OfficialText, text_of

FOLDER = "india_budget_speeches"
#: Holds the interim budget of February 2014 a second time.
_DOUBLE = "bs"
_OLD_NAME = re.compile(r"bs(\d{4})(\d{2}|2000)_?(I|November|August|december|july)?_?")
_NEW_NAME = re.compile(r"Budget_Speech_(\d{4})-(\d{2})_?(interim)?")
#: A file named by the year before the one it is for: the interim budget for 2014–15.
_OTHER_YEAR = {"bs201314": (2014, "15", "I")}
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_DAY = re.compile(
    rf"(?P<d>\d{{1,2}})\s*(?:st|nd|rd|th)?\s+(?P<m>{'|'.join(_MONTHS)}),?\s+(?P<y>\d{{4}})"
    rf"|(?P<n>{'|'.join(_MONTHS)})\s+(?P<e>\d{{1,2}}),?\s+(?P<z>\d{{4}})",
    re.IGNORECASE,
)
_HEAD = 400
_URL = "https://github.com/pzaware19/budget-speeches-nlp/tree/57a0b01c219c60ceb3187bc47fbf7618e4d407be/output"


def read_folder(folder: Path, issuer: str) -> Iterator[OfficialText]:
    """Yield the speeches, oldest first; the year is the one in which the speech was given.

    Raises
    ------
    DataError
        If a part is absent, or a name is not one that the collection uses.
    """
    stems = {re.sub(r"_part[ab]$", "", path.stem) for path in (folder / "text").glob("*.txt")} - {_DOUBLE}
    if not stems:
        raise DataError(f"{folder.name} has no speeches", hint="files are named bs194748_parta.txt and so on")
    made = []
    for stem in stems:
        year, until, part = _OTHER_YEAR.get(stem) or _named(stem)
        text = "\n\n".join(text_of(folder / "text" / f"{stem}_part{half}.txt") for half in "ab")
        date = _date(text[:_HEAD], year)
        label = {"": "Budget", "I": "Interim budget", "interim": "Interim budget"}.get(
            part, f"Budget of {part.title()}"
        )
        suffix = {"": "", "I": "-interim"}.get(part, f"-{part.lower()}")
        made.append(OfficialText(
            f"budget-{year}{suffix}", "budget", f"{label} {year}–{until[-2:]}", date, issuer, label.lower(), "en", "",
            _URL, text,
        ))  # fmt: skip
    yield from sorted(made, key=lambda item: (item.date[:4], "interim" not in item.id, item.id))


def _named(stem: str) -> tuple[int, str, str]:
    found = _OLD_NAME.fullmatch(stem) or _NEW_NAME.fullmatch(stem)
    if found is None:
        raise DataError(
            f"{stem} is no name of a budget speech", hint="names are like bs194748 and Budget_Speech_2020-21"
        )
    return int(found[1]), found[2], found[3] or ""


def _date(head: str, year: int) -> str:
    """Return the day that the head of a speech states, if it is of its year; else the year."""
    found = _DAY.search(head)
    if found is None or int(found["y"] or found["z"]) != year:
        return str(year)
    month = _MONTHS.index((found["m"] or found["n"]).lower()) + 1
    return f"{year}-{month:02d}-{int(found['d'] or found['e']):02d}"
