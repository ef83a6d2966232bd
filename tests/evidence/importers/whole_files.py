"""Files in producers' layouts with every region and column that the shipped editions have; all figures are made up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import small_files as small

from technostate.evidence import regions
from technostate.evidence.importers import vdem, wdi, weo

YEARS = range(2018, 2025)
#: The edition of all of them: newer than any that ships.
VINTAGE = "2099-01"


def _name(code: str) -> str:
    return regions.table()[code].name


def milex(path: Path) -> Path:
    states = [_name(code) for code in (*regions.EU27_2020, "CHN", "USA")]
    # Angola's figures jump.
    rows = [*((state, "", 1.0 + at, 2.0 + at) for at, state in enumerate(states)), ("Angola", "", 1.0, 9.0)]

    def sheet(factor: float, *notes: str) -> small.Sheet:
        head = [["Military expenditure by country"], ["Country", "Notes", *notes, 2023, 2024]]
        return [*head, *([name, "", *notes, factor * one, factor * two] for name, _, one, two in rows)]

    changed = {
        "ShareofGDP": sheet(0.001), "CurrentUS": sheet(10.0), "ConstantUS": sheet(11.0),
        "ShareofGovtspending": sheet(0.002), "Percapita": sheet(5.0),
    }  # fmt: skip
    return small.workbook(path / "SIPRI-Milex-data.xlsx", small.milex_sheets(**changed))


def arms(path: Path) -> Path:
    head = small.ARMS.splitlines()[:4]
    pairs = (
        ("United States", "Germany", 40000, "No"),
        ("France", "Germany", 5, "No"),
        ("China", "Pakistan", 10, "Yes"),
        ("Russia", "China", 7, "Yes"),
    )
    rows = [
        f"{number},{supplier},{recipient},Ship,{year},1,1,{value},{licensed}"
        for number, (supplier, recipient, value, licensed) in enumerate(pairs)
        for year in range(2003, 2026)
    ]
    return small.text(path / "trade-register.csv", "\n".join([*head, *rows]) + "\n")


def indicators(path: Path) -> Path:
    head = "Country Name,Country Code,Indicator Name,Indicator Code," + ",".join(map(str, YEARS))
    rows = [
        f"x,{code},y,{series}," + ",".join(str(1.5 + at + year % 7) for year in YEARS)
        for series in wdi.known()
        for at, code in enumerate(("CHN", "USA", "DEU", "EUU", "WLD"))
    ]
    return small.text(path / "WDICSV.csv", "\n".join([head, *rows]) + "\n")


def outlook(path: Path) -> Path:
    rows = [
        f"x,{code},{concept},A,{year},3.5,2098"
        for concept in weo.CONCEPTS
        for code in ("CHN", "TWN", "G001", "G998")
        for year in YEARS
    ]
    head = "DATAFLOW,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE,LATEST_ACTUAL_ANNUAL_DATA"
    return small.text(path / "weo.csv", "\n".join([head, *rows]) + "\n")


def terror(path: Path) -> Path:
    states = [
        code
        for code in regions.table()
        if len(code) == 3 and regions.table()[code].last is None and code not in ("ROW", "WLD")
    ][:120]
    rows = [f"x,x,2024,NA,NA,{code},1,x,4,4,4,0,0,0" for code in dict.fromkeys((*states, "CHN", "USA"))]
    return small.text(path / "PTS-2025.csv", "\n".join([small.PTS.splitlines()[0], *rows]) + "\n")


def points(path: Path) -> Path:
    states = 2, 200, 220, 365, 710, 740
    rows = [f"{state}\t{year}\t{state / 100}\t0.1\t0.2\t0.3" for state in states for year in YEARS]
    head = "ccode\tyear\tidealpointfp\tIdealPointImportant\tIdealPointHumanRights\tIdealPointNuclear"
    return small.text(path / "Idealpoints.tab", "\n".join([head, *rows]) + "\n")


def democracy(path: Path) -> Path:
    rows = [f"x,{code},1,{year}" + ",0.5" * len(vdem.KNOWN) for code in ("CHN", "USA", "DEU") for year in YEARS]
    head = "country_name,country_text_id,country_id,year," + ",".join(vdem.KNOWN)
    return small.text(path / "V-Dem-CY-Core-v90.csv", "\n".join([head, *rows]) + "\n")


def summaries(path: Path) -> Path:
    def of(code: str) -> str:
        sides = (("Import", "Imports (in US$ Mil)", "Partner A"), ("Export", "Exports (in US$ Mil)", "Partner B"))
        rows = ["Reporter,Partner,Product categories,Indicator Type,Indicator,2020,2021"]
        for side, whole, _ in sides:
            rows.append(f"{code},World,All Products,{side},{whole},1000,1000")
            partners = ("Japan", "India", "Brazil", "France", "Canada")
            rows += [
                f"{code},{name},All Products,{side},Trade (US$ Mil)-Top 5 {side} Partner,{at + 1}00,{at + 1}00"
                for at, name in enumerate(partners)
            ]
        rows += [f"{code},World,{goods},Import,Import(US$ Mil),300,300" for goods in ("Capital goods", "Raw materials")]
        return "\n".join(rows) + "\n"

    names = {f"en_{code}_AllYears_WITS_Trade_Summary.CSV": of(code) for code in ("CHN", "USA", "EUN", "WLD")}
    return small.zipped(path / "wits.zip", names)


def _small(name: str, content: str) -> Callable[[Path], Path]:
    return lambda path: small.text(path / name, content)


def chips(path: Path) -> Path:
    return small.zipped(path / "eto.zip", {"providers.csv": small.PROVIDERS, "provision.csv": small.PROVISION})


#: Kind → what writes its file into a folder.
FILES: dict[str, Callable[[Path], Path]] = {
    "sipri-milex": milex, "sipri-arms": arms, "wdi": indicators, "weo": outlook, "pts": terror, "unga": points,
    "v-dem": democracy, "wits": summaries, "eto-chips": chips, "atop": _small("atop5_1ddyr.csv", small.ATOP),
    "gta": _small("gta.csv", small.GTA), "aspi": _small("aspi.csv", small.ASPI),
    "comtrade": _small("comtrade.csv", small.COMTRADE), "oecd-tiva": _small("tiva.csv", small.TIVA),
    "fas-nuclear": _small("fas.csv", small.FAS),
}  # fmt: skip
