"""NCSES tables in other layouts: R&D expenditure, goods exports, AI patents, defence in federal R&D."""

from __future__ import annotations

import re
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
_MSTI = "OECD, Main Science and Technology Indicators, September 2023; NCSES, National Patterns of R&D Resources"
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


def read_expenditure(path: Path) -> tuple[Series, ...]:
    """Return R&D expenditure and its ratio to GDP, selected years 1990–2021 (table SRD-1)."""
    source = origin("SRD-1", 2024, _MSTI)
    wanted = {
        ("GERD", "Current PPP dollars"): ("gerd-current-ppp", "Expenditure on R&D, current PPP dollars", "mppp", 1e3),
        ("GERD", "Constant (2015) PPP dollars"): (
            "gerd-constant-ppp", "Expenditure on R&D, constant PPP dollars", "ppp2015", 1e3,
        ),
        ("GERD-to-GDP ratio (%)", "%"): ("gerd-to-gdp", "Expenditure on R&D, selected years", "% of GDP", 1.0),
    }  # fmt: skip
    found = {
        key: Gathering(f"ncses/sei/{slug}", title, unit, "measured", source)
        for key, (slug, title, unit, _) in wanted.items()
    }
    for row in rows(path, ("path", "measure", "unit", "year", "value")):
        key = (row.text("measure"), row.text("unit"))
        region = _economy(row.text("path"))
        if key not in wanted or region is None:
            continue
        value = row.number("value", missing=_MISSING)
        scaled = None if value is None else value * wanted[key][3]
        year = stated_year(row.text("year"), row.text("path"))
        found[key].add(region, year, scaled, where=f"{row.file} line {row.line}")
    return tuple(gathering.series() for gathering in found.values())


def read_shares(path: Path) -> tuple[Series, ...]:
    """Return the shares of performers and sources of funds in R&D, 2021 or the newest year (table SRD-2)."""
    source = origin("SRD-2", 2024, _MSTI)
    heads = {
        "R&D performing sector": ("performed-by", "performed by"),
        "R&D source of funds": ("funded-by", "funded by"),
    }
    leaves = {
        "Business": "business", "Government": "government", "Higher education": "higher-education",
        "Private nonprofita": "private-nonprofit", "Other domestic": "other-domestic", "Rest of the world": "abroad",
    }  # fmt: skip
    found: dict[str, Gathering] = {}
    for row in rows(path, ("time_period", "column_level_1", "column_level_2", "value")):
        head = heads.get(row.text("column_level_1").split(":")[0])
        leaf = leaves.get(row.text("column_level_2"))
        region = _economy(row.text("time_period"))
        if head is None or leaf is None or region is None:
            continue
        slug = f"gerd-{head[0]}-{leaf}"
        title = f"Share of R&D {head[1]} {leaf.replace('-', ' ')}"
        gathering = found.setdefault(slug, Gathering(f"ncses/sei/{slug}", title, "%", "measured", source))
        year = stated_year("2021a", row.text("time_period"))
        gathering.add(region, year, row.number("value", missing=_MISSING), where=f"{row.file} line {row.line}")
    return tuple(gathering.series() for gathering in found.values())


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


def read_exports(path: Path) -> tuple[Series, ...]:
    """Return gross exports of goods, of manufacturing and of its knowledge- and technology-intensive part (SKTI-3)."""
    source = origin(
        "SKTI-3", 2024, "S&P Global IHS Markit, Comparative Industry Service special tabulations, October 2023"
    )
    wanted = {
        "All ISIC": ("goods-exports", "Gross exports of goods"),
        "Manufacturing": ("manufacturing-exports", "Gross exports of manufactured goods"),
        "KTI": ("kti-manufacturing-exports", "Gross exports of knowledge- and technology-intensive manufactures"),
    }
    found = {
        key: Gathering(f"ncses/sei/{slug}", title, "musd", "measured", source) for key, (slug, title) in wanted.items()
    }
    for row in rows(path, ("industry", "economy", "year", "exports_musd")):
        key = next((key for key in wanted if row.text("industry").startswith(key)), None)
        region = label(row.text("economy"))
        # The Union's row adds sales between its members, so it is not the Union's exports.
        if key is not None and region is not None and region != "EU":
            found[key].add(region, row.year("year"), row.number("exports_musd"), where=f"{row.file} line {row.line}")
    return tuple(gathering.series() for gathering in found.values())


def read_ai_patents(path: Path) -> Series:
    """Return patents in artificial intelligence granted worldwide in 2000–22, one count an economy (SINV-17)."""
    source = origin(
        "SINV-17", 2024, "European Patent Office, Global Patent Index; 1790 Analytics, accessed March 2023",
        "one count for the years 2000–22 together; China includes Hong Kong; Macao apart",
    )  # fmt: skip
    title = "Patents in artificial intelligence granted worldwide, 2000–22 together"
    gathering = Gathering("ncses/sei/ai-patents-2000-2022", title, "count", "measured", source)
    for row in rows(path, ("time_period", "value")):
        region = label(row.text("time_period").split("->")[-1])
        if region is not None:
            gathering.add(region, 2022, row.number("value", missing=_MISSING), where=f"{row.file} line {row.line}")
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
    folder = raw / FOLDER
    return (
        *read_expenditure(folder / "gerd_selected_years_1990_2021.csv"),
        *read_shares(folder / "raw_tables" / "10946.csv"),
        *read_exports(folder / "gross_goods_exports_by_industry_2002_2022.csv"),
        read_ai_patents(folder / "raw_tables" / "10564.csv"),
    )


def read_budgets_folder(raw: Path) -> tuple[Series, ...]:
    """Return the defence share of government R&D budgets of the raw folder `ncses_sei_indicators` (edition 2022)."""
    return (read_defence_budgets(raw / FOLDER / "raw_tables" / "6317.csv"),)


def read_federal_folder(raw: Path) -> tuple[Series, ...]:
    """Return the series ``ncses/federal-rd/*`` of the raw folder `ncses_sei_indicators` under `raw`."""
    return read_federal(raw / FOLDER / "raw_tables" / "12588.csv")
