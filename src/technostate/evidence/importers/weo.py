"""IMF's World Economic Outlook database.

Three layouts: the tab-separated text that the IMF names ``.xls`` (to April 2025; UTF-16 or Windows-1252; a column a
year, "Estimates Start After", a last line with the edition); the Data Explorer's table from October 2025
(``COUNTRY.ID``, ``INDICATOR.ID``, a column a year, ``LATEST_ACTUAL_ANNUAL_DATA``); and the SDMX service's CSV
(``COUNTRY``, ``INDICATOR``, ``TIME_PERIOD``, ``OBS_VALUE``). ``n/a`` is missing; ``--`` is zero or negligible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import (
    Gathered,
    check_options,
    chosen,
    date_in,
    edition,
    takes,
    vintage_of,
)
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import printable, shown
from technostate.evidence.readers import weo
from technostate.evidence.readers.delimited import Row

ORIGIN = Origin(
    "International Monetary Fund", "World Economic Outlook database",
    "International Monetary Fund ({year}). World Economic Outlook Database.",
    "unknown", "IMF's copyright and usage terms", "https://www.imf.org/en/Publications/WEO/weo-database",
    note="The user's copy. Years after the last with actual figures are the staff's estimates and forecasts.",
)  # fmt: skip


@dataclass(frozen=True)
class _Concept:
    """Words and unit of a code, factor from the published scale, and that scale in whole units.

    Figures of a file whose largest reaches `from_whole` are in whole units: billions and millions stay below it.
    """

    words: str
    unit: str
    factor: float = 1.0
    scale: float = 1.0
    from_whole: float = float("inf")


#: Code → scale and largest figure in it, where figures are published in billions or millions.
_SCALES = {"NGDPD": (1e9, 1e6), "PPPGDP": (1e9, 1e6), "LP": (1e6, 5e3), "BCA": (1e9, 1e5)}
#: What ships, in the words and units that ship, and what does not.
CONCEPTS: dict[str, _Concept] = {
    **{
        code: _Concept(str(said["title"]), str(said["unit"]), float(said.get("factor", 1.0)), *_SCALES.get(code, ()))
        for code, said in weo.CONCEPTS.items()
    },
    "BCA": _Concept("Current account balance", "usd", 1e9, *_SCALES["BCA"]),
    **{
        code: _Concept(words, unit)
        for code, words, unit in (
            ("NGDPRPC_RPCH", "Growth of GDP a head at constant prices", "% a year"),
            ("PPPPC", "GDP a head at purchasing power parity, current", "ppp per head"),
            ("NGDPRPPPPC", "GDP a head at purchasing power parity, constant", "ppp per head"),
            ("PPPSH", "Share of the world's GDP at purchasing power parity", "%"),
            ("PCPIEPCH", "Inflation, consumer prices at the end of the year", "% a year"),
            ("TM_RPCH", "Growth of the volume of imports", "% a year"),
            ("TX_RPCH", "Growth of the volume of exports", "% a year"),
            ("LUR", "Unemployment rate", "%"),
            ("BCA_NGDPD", "Current account balance, share of GDP", "% of GDP"),
            ("NID_NGDP", "Investment, share of GDP", "% of GDP"),
            ("NGSD_NGDP", "Gross national saving, share of GDP", "% of GDP"),
            ("GGR_NGDP", "General government revenue, share of GDP", "% of GDP"),
            ("GGX_NGDP", "General government expenditure, share of GDP", "% of GDP"),
            ("GGXCNL_NGDP", "General government net lending, share of GDP", "% of GDP"),
            ("GGXWDG_NGDP", "General government gross debt, share of GDP", "% of GDP"),
            ("GGXWDN_NGDP", "General government net debt, share of GDP", "% of GDP"),
        )
    },
}
COLUMNS = {
    "country": ("ISO", "COUNTRY.ID", "COUNTRY"),
    "concept": ("WEO Subject Code", "INDICATOR.ID", "INDICATOR"),
}
PAIRS = {"period": ("TIME_PERIOD",), "value": ("OBS_VALUE",)}
OPTIONAL = {
    "actual": ("Estimates Start After", "LATEST_ACTUAL_ANNUAL_DATA"),
    "frequency": ("FREQUENCY.ID", "FREQUENCY", "FREQ"),
}
NAMES = {**weo.AREAS, "UVK": "XKX", "XKX": "XKX"}
_MISSING = frozenset({"", "n/a", "NA"})


@dataclass(frozen=True)
class _Found:
    concept: str
    region: str
    year: int
    value: float
    actual: int | None
    where: str


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return concepts by economy: ``imf/weo/CODE`` up to the last actual year, ``…-forecast`` after it.

    Average growth of five years is that of the years before the edition's, as in the edition that ships.
    Where the file does not say which year is the last actual one, the year before the edition is taken.

    Raises
    ------
    DataError
        If the file is malformed, not annual, or no WEO file.
    """
    check_options(asked, KIND.options)
    text = files.text(path, "*.csv", "*.xls", "*.txt")
    vintage = vintage_of(asked, path, date_in(path.name), _last_line(text), date_in(text.name))
    gathered = Gathered(edition(ORIGIN, vintage), "imf/weo", NAMES)
    wanted = chosen(asked, "concepts") or frozenset(CONCEPTS)
    if unknown := sorted(wanted - set(CONCEPTS)):
        raise DataError(f"no unit is known for {', '.join(unknown)}", hint=f"known are {', '.join(CONCEPTS)}")
    found = list(_figures(text, gathered, wanted, asked))
    largest: dict[str, float] = {}
    for item in found:
        largest[item.concept] = max(largest.get(item.concept, 0.0), abs(item.value))
    for item in found:
        concept = CONCEPTS[item.concept]
        whole = largest[item.concept] >= concept.from_whole
        factor = concept.factor / concept.scale if whole else concept.factor
        last = item.actual or int(vintage[:4]) - 1
        slug, title = item.concept, concept.words
        if item.year > last:
            slug, title = f"{slug}-forecast", f"{title}, estimates and forecasts of {vintage}"
        gathered.add(
            slug, title, concept.unit, item.region, item.year, item.value * factor, where=item.where,
            sort="modelled" if item.year > last else "measured",
        )  # fmt: skip
    if any(item.actual is None for item in found):
        gathered.said.append(f"Where no last actual year is stated, years to {int(vintage[:4]) - 1} count as actual.")
    growth: dict[str, dict[int, float]] = {}
    for item in found:
        if item.concept == weo.GROWTH:
            growth.setdefault(item.region, {})[item.year] = item.value
    five = weo.averages(growth, int(vintage[:4]) - 1, gathered.origin)
    return gathered.batch(made=lambda series: (*series, five) if five.values else series)


def _figures(text: files.Text, gathered: Gathered, wanted: frozenset[str], asked: Asked) -> Iterator[_Found]:
    for row in _rows(text):
        concept = row.text("concept")
        if concept not in wanted or not row.text("country"):
            continue
        if row.fields.get("frequency", "A").strip() not in {"A", "Annual", ""}:
            raise DataError(f"{row.file} line {row.line}: the figures are not annual", hint="choose annual data")
        region = gathered.region(row.text("country"), code=True)
        if region is None:
            continue
        actual = re.search(r"(?:19|20)\d\d", row.fields.get("actual", ""))
        pairs = (
            [(row.year("period"), "value")] if "period" in row.fields
            else [(int(key), key) for key in row.fields if key.isdigit()]
        )  # fmt: skip
        for year, key in pairs:
            value = _number(row, key)
            if value is not None and takes(asked, year):
                where = f"{row.file} line {row.line}"
                yield _Found(concept, region, year, value, int(actual[0]) if actual else None, where)


def _rows(text: files.Text) -> Iterator[Row]:
    """Yield rows in whichever of the layouts the file is."""
    if any("OBS_VALUE" in line for line in table.preamble(text, 5)):
        return table.rows(text, {**COLUMNS, **PAIRS}, OPTIONAL)
    return table.rows(text, COLUMNS, OPTIONAL, years=True, delimiters="\t,;")


def _number(row: Row, key: str) -> float | None:
    """Return a figure, which the tab-separated text writes with commas between thousands."""
    text = row.text(key)
    if text in _MISSING:
        return None
    if text == "--":
        return 0.0
    if not re.fullmatch(r"-?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][-+]?\d+)?", text) or text == "-":
        raise DataError(f"{row.file} line {row.line}: {key} is {shown(text)}, not a number", hint="n/a is missing")
    return float(text.replace(",", ""))


def _last_line(text: files.Text) -> str:
    """Return the edition that the last line of the tab-separated text states."""
    last = ""
    for line in text.lines():
        if line.strip():
            last = line
    return date_in(printable(last[:300])) if "World Economic Outlook" in last else ""


KIND = Kind(
    "weo", "International Monetary Fund", "World Economic Outlook: outcomes and forecasts", "WEOApr2025all.xls",
    "https://www.imf.org/en/Publications/WEO/weo-database", "series", read,
    {"concepts": "codes to take, for example NGDP_RPCH,NGDPD"}, ORIGIN.licence,
)  # fmt: skip
