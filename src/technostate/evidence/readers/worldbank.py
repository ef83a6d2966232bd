"""World Development Indicators: science and technology, public sector, GDP, and an extract on trade and investment.

Three CSV files of `worldbank_scitech_publicsector` and one of `datahub_gdp`, one row a country and year, one column
an indicator. The files name indicators in words; the ids use the World Bank's codes.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from technostate.evidence import regions
from technostate.evidence.origin import Origin
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering, without_leading_zeros
from technostate.evidence.series import Series

_CITE = "World Bank ({year}). World Development Indicators. Washington, DC: The World Bank."
_LICENCE = "CC BY 4.0 (World Bank, Terms of Use for Datasets)"
_URL = "https://datacatalog.worldbank.org/search/dataset/0037712"


@dataclass(frozen=True)
class Indicator:
    """A column of a file: its name there, the World Bank's code, our title and unit, and what to multiply it by."""

    column: str
    code: str
    title: str
    unit: str
    factor: float = 1.0
    leading_zeros_are_gaps: bool = False


@dataclass(frozen=True)
class Source:
    """A file: its name, the columns of region and year, vintage, its indicators, and its origin."""

    file: str
    region: str
    year: str
    origin: Origin
    indicators: tuple[Indicator, ...]


_SCIENCE = (
    Indicator(
        "Charges for the use of intellectual property, payments (BoP, current US$)",
        "BM.GSR.ROYL.CD", "Charges for the use of intellectual property, payments", "usd", 1.0, True,
    ),
    Indicator(
        "Charges for the use of intellectual property, receipts (BoP, current US$)",
        "BX.GSR.ROYL.CD", "Charges for the use of intellectual property, receipts", "usd", 1.0, True,
    ),
    Indicator(
        "High-technology exports (% of manufactured exports)",
        "TX.VAL.TECH.MF.ZS", "High-technology exports, share of manufactured exports", "%",
    ),
    Indicator("High-technology exports (current US$)", "TX.VAL.TECH.CD", "High-technology exports", "usd"),
    Indicator("Patent applications, nonresidents", "IP.PAT.NRES", "Patent applications by non-residents", "count"),
    Indicator("Patent applications, residents", "IP.PAT.RESD", "Patent applications by residents", "count"),
    Indicator(
        "Research and development expenditure (% of GDP)",
        "GB.XPD.RSDV.GD.ZS", "Research and development expenditure", "% of GDP",
    ),
    Indicator(
        "Researchers in R&D (per million people)",
        "SP.POP.SCIE.RD.P6", "Researchers in research and development", "per million",
    ),
    Indicator(
        "Scientific and technical journal articles",
        "IP.JRN.ARTC.SC", "Scientific and technical journal articles", "count",
    ),
    Indicator(
        "Technicians in R&D (per million people)",
        "SP.POP.TECH.RD.P6", "Technicians in research and development", "per million",
    ),
    Indicator("Trademark applications, total", "IP.TMK.TOTL", "Trademark applications", "count"),
)  # fmt: skip

_PUBLIC = (
    Indicator(
        "Armed forces personnel (% of total labor force)",
        "MS.MIL.TOTL.TF.ZS", "Armed forces personnel, share of the labour force", "%",
    ),
    Indicator("Armed forces personnel, total", "MS.MIL.TOTL.P1", "Armed forces personnel", "persons"),
    Indicator("Arms exports (SIPRI trend indicator values)", "MS.MIL.XPRT.KD", "Arms exports", "tiv", 1e-6),
    Indicator("Arms imports (SIPRI trend indicator values)", "MS.MIL.MPRT.KD", "Arms imports", "tiv", 1e-6),
    Indicator("Battle-related deaths (number of people)", "VC.BTL.DETH", "Battle-related deaths", "persons"),
    Indicator("Expense (% of GDP)", "GC.XPN.TOTL.GD.ZS", "Central government expense", "% of GDP"),
    Indicator("Military expenditure (% of GDP)", "MS.MIL.XPND.GD.ZS", "Military expenditure", "% of GDP"),
    Indicator(
        "Military expenditure (% of general government expenditure)",
        "MS.MIL.XPND.ZS", "Military expenditure, share of general government expenditure", "%",
    ),
    Indicator("Military expenditure (current USD)", "MS.MIL.XPND.CD", "Military expenditure, current dollars", "usd"),
)  # fmt: skip

_EXTRACT = (
    Indicator("fdi_inflows", "BX.KLT.DINV.WD.GD.ZS", "Foreign direct investment, net inflows", "% of GDP", 1.0, True),
    Indicator("fdi_outflows", "BM.KLT.DINV.WD.GD.ZS", "Foreign direct investment, net outflows", "% of GDP", 1.0, True),
    Indicator("trade", "NE.TRD.GNFS.ZS", "Trade: exports plus imports of goods and services", "% of GDP"),
    Indicator("tariff_rate", "TM.TAX.MRCH.WM.AR.ZS", "Applied tariff rate, weighted mean, all products", "%"),
    Indicator("gdppc", "NY.GDP.PCAP.PP.KD", "GDP a head at purchasing power parity", "ppp2021 per head"),
    Indicator("gdp_growth", "NY.GDP.MKTP.KD.ZG", "GDP growth", "% a year"),
    Indicator("inflation", "FP.CPI.TOTL.ZG", "Inflation, consumer prices", "% a year"),
    Indicator("pop_growth", "SP.POP.GROW", "Population growth", "% a year"),
    Indicator("pop_size", "SP.POP.TOTL", "Population", "persons"),
)

_GDP = (Indicator("Value", "NY.GDP.MKTP.CD", "GDP, current dollars", "usd"),)


def _origin(year: int, vintage: str, accessed: dt.date, note: str) -> Origin:
    title = "World Development Indicators"
    return Origin("World Bank", title, _CITE.format(year=year), vintage, _LICENCE, _URL, accessed, note)


SCIENCE = Source(
    "science-and-technology.csv", "Country Code", "Year",
    _origin(2021, "2021-10", dt.date(2021, 10, 18), "topic Science & Technology, from a mirror of that date"),
    _SCIENCE,
)  # fmt: skip
PUBLIC = Source(
    "public-sector.csv", "Country Code", "Year",
    _origin(
        2021, "2021-10", dt.date(2021, 10, 18),
        "topic Public Sector, from a mirror of that date; military figures by SIPRI as the World Bank publishes them",
    ),
    _PUBLIC,
)  # fmt: skip
EXTRACT = Source(
    "wdi_tariff_fdi_gdppc_1960_2024.csv", "iso3c", "year",
    _origin(2025, "2025-10", dt.date(2025, 10, 16), "extract of nine indicators, from a mirror of that date"),
    _EXTRACT,
)  # fmt: skip
GDP = Source(
    "gdp.csv", "Country Code", "Year",
    _origin(2026, "2026-03", dt.date(2026, 3, 20), "NY.GDP.MKTP.CD as packaged by DataHub (package: PDDL 1.0)"),
    _GDP,
)  # fmt: skip

#: Flows and offices that members of the European Union also have with one another: the sum over members that the
#: World Bank gives for the Union counts those, so it is not a figure of the Union and is left out.
BETWEEN_MEMBERS = frozenset(
    {"BM.GSR.ROYL.CD", "BX.GSR.ROYL.CD", "TX.VAL.TECH.CD", "TX.VAL.TECH.MF.ZS", "IP.PAT.NRES", "IP.PAT.RESD"}
    | {"IP.TMK.TOTL", "MS.MIL.XPRT.KD", "MS.MIL.MPRT.KD"}
)

DONE = (
    "World Bank codes put in place of column names; ROM, ZAR and other old codes mapped; of the aggregates only the "
    "European Union (EUU, as EU) and the world (WLD) kept, the former not for flows and filings that members also have "
    "with one another; trend-indicator values divided by a million; zeros before a "
    "country's first other figure left out for intellectual property charges and direct investment, where they stand "
    "for items not reported apart."
)


def read(path: Path, source: Source) -> tuple[Series, ...]:
    """Return the series of one file.

    Parameters
    ----------
    path : Path
        The file, under any name.
    source : Source
        Which of the four files it is: `SCIENCE`, `PUBLIC`, `EXTRACT` or `GDP`.

    Raises
    ------
    DataError
        If the file is malformed, or holds a figure twice.
    """
    found = {
        item.column: Gathering(f"worldbank/wdi/{item.code}", item.title, item.unit, "measured", source.origin)
        for item in source.indicators
    }
    for row in rows(path, (source.region, source.year, *found)):
        region = regions.from_code(row.text(source.region))
        if region is None:
            continue
        year = row.year(source.year)
        for item in source.indicators:
            value = row.number(item.column)
            if region == "EU" and item.code in BETWEEN_MEMBERS:
                continue
            scaled = None if value is None else value * item.factor
            found[item.column].add(region, year, scaled, where=f"{row.file} line {row.line}")
    series = tuple(found[item.column].series() for item in source.indicators)
    return tuple(
        without_leading_zeros(one) if item.leading_zeros_are_gaps else one
        for item, one in zip(source.indicators, series, strict=True)
    )


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the two raw folders `worldbank_scitech_publicsector` and `datahub_gdp` under `raw`."""
    topics = raw / "worldbank_scitech_publicsector"
    return (
        *read(topics / SCIENCE.file, SCIENCE),
        *read(topics / PUBLIC.file, PUBLIC),
        *read(topics / EXTRACT.file, EXTRACT),
        *read(raw / "datahub_gdp" / GDP.file, GDP),
    )
