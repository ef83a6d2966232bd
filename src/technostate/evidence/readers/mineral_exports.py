"""China's exports of gallium and germanium (with metals of the same heading), and of graphite, by year."""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.tally import counted
from technostate.evidence.series import Series

FILE = "deep_dive_hs6_monthly.csv"

_SET = data_set("china-mineral-exports")
HEADINGS: dict[str, str] = _SET.more["headings"]
MONTHS = 12


def read(path: Path) -> tuple[Series, ...]:
    """Return ``comtrade/china-minerals/*`` for CHN: index of value by year (2017 = 100) and largest buyer's share.

    A year that has not all twelve months is left out.

    Raises
    ------
    DataError
        If the file is malformed, a heading is unknown, or the base year is incomplete.
    """
    values: dict[str, dict[int, dict[str, float]]] = {code: {} for code in HEADINGS}
    months: dict[str, dict[int, set[str]]] = {code: {} for code in HEADINGS}
    for row in rows(path, ("period_dt", "partner_name", "hs6", "val")):
        code, day = row.text("hs6"), row.text("period_dt")
        if code not in HEADINGS:
            raise DataError(f"{row.file} line {row.line}: heading {code!r}", hint=f"headings are {', '.join(HEADINGS)}")
        year, amount = int(day[:4]), row.number("val") or 0.0
        buyers = values[code].setdefault(year, {})
        buyers[row.text("partner_name")] = buyers.get(row.text("partner_name"), 0.0) + amount
        months[code].setdefault(year, set()).add(day[5:7])
    made: list[Series] = []
    for code, name in HEADINGS.items():
        full = {year: buyers for year, buyers in sorted(values[code].items()) if len(months[code][year]) == MONTHS}
        if _SET.more["base"] not in full:
            raise DataError(f"{path.name}: {code} lacks months of {_SET.more['base']}", hint="the file is cut off")
        base = sum(full[_SET.more["base"]].values())
        slug = name.replace(" ", "-")
        index = {year: 100.0 * sum(buyers.values()) / base for year, buyers in full.items()}
        largest = {year: max(buyers.values()) / sum(buyers.values()) for year, buyers in full.items()}
        made += [
            counted(_SET, f"{slug}-value", f"China's exports of {name}, value, 2017 = 100", "index", {"CHN": index}),
            counted(_SET, f"{slug}-largest-buyer", f"Largest buyer of China's {name}, share", "1", {"CHN": largest}),
        ]
    return tuple(made)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
