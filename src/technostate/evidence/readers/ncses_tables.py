"""NCSES tables in other layouts: R&D expenditure, goods exports, AI patents, defence in federal R&D."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.origin import Origin
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import Row, rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.readers.ncses import FOLDER, label
from technostate.evidence.readers.ncses_spec import origin
from technostate.evidence.series import Series

_MISSING = frozenset({"", "NA", "na", "D"})
_FEDERAL_BASES = {
    "R&D obligations": ("-1955-1977", "obligations for R&D, fiscal years 1955–1977"),
    "R&D budget authority": ("-1978-1999", "budget authority for R&D, fiscal years 1978–1999"),
    "R&D and R&D plant budget authority": ("", "budget authority for R&D and R&D plant, fiscal years from 2000"),
}
_FEDERAL_FUNCTIONS = {"Total": "total", "National defense": "national-defense", "Civilian functions": "civilian"}


def stated_year(printed: str, economy: str) -> int:
    """Return the year of a figure: the printed one, or for the newest column the one behind the economy's name.

    Examples
    --------
    >>> stated_year("2021a", "China"), stated_year("2021a", "Australia (2019)"), stated_year("2000", "Australia (2019)")
    (2021, 2019, 2000)
    """
    match = re.fullmatch(r"(\d{4})a?", printed.strip())
    if not match:
        raise DataError(f"{printed!r} is not a year of an NCSES table", hint="years are written 2010 or 2021a")
    behind = re.search(r"\((\d{4})\)", economy)
    return int(behind.group(1)) if behind and printed.strip().endswith("a") else int(match.group(1))


def _economy(path: str) -> str | None:
    leaf = path.split("->")[-1]
    return label(re.sub(r"\(\d{4}\)", "", leaf).strip())


@dataclass(frozen=True)
class Chosen:
    """A series of a selection, and what the key columns of its rows begin with."""

    key: Sequence[str]
    slug: str
    title: str
    unit: str
    factor: float = 1.0


@dataclass(frozen=True)
class Selection:
    """A table of which some rows are read, each for the series whose key its columns begin with.

    Parameters
    ----------
    file, table, sources, note : str
        Its file below the raw folder; its number in print, the sources NCSES names and a note, for the origin.
    region, year, value, keys : str or sequence of str
        Columns: of the economy, of the year, of the figure, and those that a key is compared with.
    printed : str
        The year that heads the figures, where there is no column of years.
    without_eu : bool
        True where the Union's row is not a figure of the Union.
    series : tuple of Chosen
        What is read.
    """

    name: str
    file: str
    table: str
    sources: str
    region: str
    series: tuple[Chosen, ...]
    year: str = ""
    printed: str = ""
    value: str = "value"
    note: str = ""
    keys: Sequence[str] = ()
    without_eu: bool = False


#: What is read by name, all of edition 2024.
SELECTIONS = {
    item["name"]: Selection(**{**item, "series": tuple(Chosen(**one) for one in item["series"])})
    for item in data_set("ncses-sei").more["selections"]
}


def read_selection(path: Path, wanted: Selection) -> tuple[Series, ...]:
    """Return the series of one file; raises `DataError` if it is malformed or a series finds no figure."""
    source = origin(wanted.table, 2024, wanted.sources, wanted.note)
    found = [
        (item, Gathering(f"ncses/sei/{item.slug}", item.title, item.unit, "measured", source)) for item in wanted.series
    ]
    columns = [wanted.region, wanted.value, *wanted.keys, *([wanted.year] if wanted.year else [])]
    for row in rows(path, columns):
        words = [row.text(key) for key in wanted.keys]
        economy = row.text(wanted.region)
        region = _economy(economy)
        if region is None or (wanted.without_eu and region == "EU"):
            continue
        for item, gathering in found:
            if all(text.startswith(key) for text, key in zip(words, item.key, strict=True)):
                value = row.number(wanted.value, missing=_MISSING)
                year = stated_year(row.text(wanted.year) if wanted.year else wanted.printed, economy)
                scaled = None if value is None else value * item.factor
                gathering.add(region, year, scaled, where=f"{row.file} line {row.line}")
    return tuple(gathering.series() for _, gathering in found)


def read_defence_budgets(path: Path) -> Series:
    """Return the share of defence in government budgets for R&D, selected years 2000–19 (table RD-18 of 2022).

    Only the first row of an economy carries its name. China and India publish no such budgets.
    """
    source = origin("RD-18", 2022, "OECD, Main Science and Technology Indicators, September 2021 edition")
    title = "Share of defence in government budgets for R&D"
    gathering = Gathering("ncses/sei/gbard-defence-share", title, "%", "measured", source)
    region, year = None, None
    for row in rows(path, ("time_period", "column_level_1", "column_level_2", "value")):
        region = _economy(row.text("time_period")) if row.text("time_period") else region
        if row.text("column_level_1") == "Year":
            year = stated_year(row.text("value"), "")
        elif row.text("column_level_2") == "Defense" and region is not None and year is not None:
            gathering.add(region, year, row.number("value", missing=_MISSING), where=f"{row.file} line {row.line}")
    return gathering.series()


def read_federal(path: Path) -> tuple[Series, ...]:
    """Return US federal R&D funding for national defence and civilian functions, and its defence share (table 25)."""
    source = data_set("ncses-sei").origins["federal"]
    found: dict[str, Gathering] = {}
    for row in rows(path, ("time_period", "_millions_level_1", "_millions_level_2", "value")):
        parts = [part.strip() for part in row.text("time_period").split("->")]
        if len(parts) == 2 and parts[0] in _FEDERAL_BASES:
            _add_federal(found, row, parts, source)
    return tuple(gathering.series() for gathering in found.values())


def _add_federal(found: dict[str, Gathering], row: Row, parts: list[str], source: Origin) -> None:
    suffix, basis = _FEDERAL_BASES[parts[0]]
    unit, function = row.text("_millions_level_1"), row.text("_millions_level_2")
    if unit == "$millions":
        slug, title, symbol = _FEDERAL_FUNCTIONS[function], f"US federal R&D, {function.lower()}: {basis}", "musd"
    elif function == "National defense":
        slug, title, symbol = "defense-share", f"Share of national defence in US federal R&D: {basis}", "%"
    else:
        return
    year = stated_year(parts[1][:4], "")  # "2009<sup>a</sup>", "2024 preliminary"
    key = f"ncses/federal-rd/{slug}{suffix}"
    gathering = found.setdefault(key, Gathering(key, title, symbol, "measured", source))
    gathering.add("USA", year, row.number("value", missing=_MISSING), where=f"{row.file} line {row.line}")


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all these series of the raw folder `ncses_sei_indicators` under `raw`, federal R&D apart."""
    return tuple(series for item in SELECTIONS.values() for series in read_selection(raw / FOLDER / item.file, item))


def read_budgets_folder(raw: Path) -> tuple[Series, ...]:
    """Return the defence share of government R&D budgets of the raw folder `ncses_sei_indicators` (edition 2022)."""
    return (read_defence_budgets(raw / FOLDER / "raw_tables" / "6317.csv"),)


def read_federal_folder(raw: Path) -> tuple[Series, ...]:
    """Return the series ``ncses/federal-rd/*`` of the raw folder `ncses_sei_indicators` under `raw`."""
    return read_federal(raw / FOLDER / "raw_tables" / "12588.csv")
