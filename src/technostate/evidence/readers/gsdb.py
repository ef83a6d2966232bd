"""Sanctions in force by year (Global Sanctions Database): how many against a state, and how many by it.

The file has one line a case. Only counts leave this module: the cases were given to researchers on request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import derived_from
from technostate.evidence.readers import cow
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import Row, rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FOLDERS = "gsdb_v3_subset", cow.FOLDER
FILE = "GSDB_V3_end_2013_or_later.csv"

_SET = data_set("gsdb")
DONE, SOURCE = _SET.done, _SET.origins["gsdb"]
FIRST, LAST = _SET.more["first"], _SET.more["last"]
RESTRICTS: dict[str, str] = _SET.more["restricts"]


@dataclass(frozen=True)
class Case:
    """One case: labels of the sanctioned and the sanctioning, years in force, and what it restricts."""

    targets: tuple[str, ...]
    senders: tuple[str, ...]
    begin: int
    end: int
    restricts: frozenset[str]

    def in_force(self, year: int) -> bool:
        """Return whether it was in force at some time of a year."""
        return self.begin <= year <= self.end


def labels(names: str) -> tuple[str, ...]:
    """Return the labels of the states that a field names, organisations and unknown names left out.

    Examples
    --------
    >>> labels("Syria, Russia, Iran"), labels("Gambia, The"), labels("G7, EU"), labels("UN")
    (('SYR', 'RUS', 'IRN'), ('GMB',), ('EU',), ())
    """
    whole = _label(names)
    parts = [whole] if whole else [_label(part) for part in names.split(", ")]
    return tuple(dict.fromkeys(part for part in parts if part))


def _label(name: str) -> str:
    known = _SET.more["names"]
    return known[name] if name in known else regions.from_name(name) or ""


def cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of the file.

    Raises
    ------
    DataError
        If the file is malformed, a case ends before it begins, or its number is there twice.
    """
    found: dict[int, Case] = {}
    for row in rows(path, ("case_id", "sanctioned_state", "sanctioning_state", "begin", "end", *RESTRICTS)):
        number, begin, end = row.integer("case_id"), row.year("begin"), row.year("end")
        if end < begin or number in found:
            wrong = f"case {number} is there twice" if number in found else f"it ends in {end} and begins in {begin}"
            raise DataError(f"{row.file} line {row.line}: {wrong}", hint="compare the line with the producer's file")
        targets, senders = labels(row.text("sanctioned_state")), labels(row.text("sanctioning_state"))
        found[number] = Case(targets, senders, begin, end, frozenset(key for key in RESTRICTS if _yes(row, key)))
    return tuple(found.values())


def _yes(row: Row, column: str) -> bool:
    value = row.integer(column)
    if value not in (0, 1):
        raise DataError(f"{row.file} line {row.line}: {column} is {value}", hint="0 says no, 1 says yes")
    return value == 1


def counts(path: Path, states: Path) -> tuple[Series, ...]:
    """Return ``gsdb/v3/against``, ``…/against-<what it restricts>`` and ``…/imposed``: cases in force, by year.

    Parameters
    ----------
    states : Path
        Members of the system of states, which have zero where no case names them.
    """
    listed = cases(path)
    system = cow.members(states, LAST)
    found = [
        _count("against", "Sanctions in force against it", ((case, case.targets) for case in listed), system),
        _count("imposed", "Sanctions in force that it imposes", ((case, case.senders) for case in listed), system),
    ]
    for key, words in RESTRICTS.items():
        some = ((case, case.targets) for case in listed if key in case.restricts)
        found.append(_count(f"against-{key}", f"Sanctions in force against it that restrict {words}", some, system))
    return tuple(found)


def _count(
    slug: str, title: str, listed: Iterable[tuple[Case, tuple[str, ...]]], system: dict[str, set[int]]
) -> Series:
    gathering = Gathering(f"gsdb/v3/{slug}", title, "count", "derived", derived_from(title, SOURCE, note=SOURCE.note))
    pairs = list(listed)
    for year in range(FIRST, LAST + 1):
        number = dict.fromkeys((label for label, years in system.items() if year in years), 0)
        number["WLD"] = 0
        for case, named in pairs:
            if case.in_force(year):
                for label in ("WLD", *named):
                    number[label] = number.get(label, 0) + 1
        for label, count in number.items():
            gathering.add(label, year, float(count), where=gathering.id)
    return gathering.series()


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return counts(raw / FOLDERS[0] / FILE, raw / FOLDERS[1] / "cow_states.csv")
