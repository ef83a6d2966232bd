"""Kind ``adb-mrio``: the Asian Development Bank's multiregional tables, ``ADB-MRIO-2024-August 2025.xlsx``.

The layout is that of WIOD's 2013 release (`technostate.world.importers.wiod`): titles, economies and codes c1 to c35,
F1 to F5 above the figures; title, economy and code beside them; below the nodes r60, r99, r61 to r64, the transport
margins and r69. Economies have the bank's own codes (``PRC``, ``GER``, ``TAP``), which become ISO codes here. Figures
are USD million.
"""

from __future__ import annotations

import re
from pathlib import Path

from technostate.evidence.own.kinds import Asked, Kind
from technostate.world.importers.accounts import Account, world_of
from technostate.world.importers.batch import (
    OPTIONS,
    WorldBatch,
    check_options,
    iso3,
    named,
    one_of,
    opened,
    origin,
    year_said,
)  # fmt: skip
from technostate.world.importers.sheets import Layout
from technostate.world.importers.wiod import LABEL, ROWS_2013, sheet

URL = "https://kidb.adb.org/globalization"
#: The bank's codes that are not ISO's.
_CODES = {
    "PRC": "CHN", "TAP": "TWN", "GER": "DEU", "SPA": "ESP", "NET": "NLD", "DEN": "DNK", "SWI": "CHE", "IRE": "IRL",
    "POR": "PRT", "ROM": "ROU", "UKG": "GBR", "INO": "IDN", "BAN": "BGD", "MAL": "MYS", "PHI": "PHL", "VIE": "VNM",
    "SRI": "LKA", "MON": "MNG", "BHU": "BTN", "CAM": "KHM", "BRU": "BRN", "NEP": "NPL", "SIN": "SGP", "MLD": "MDV",
    "FIJ": "FJI", "KGZ": "KGZ",
}  # fmt: skip


def country(code: str) -> str:
    """Return our label for the bank's code of an economy.

    Examples
    --------
    >>> country("PRC"), country("TAP"), country("KAZ"), country("RoW")
    ('CHN', 'TWN', 'KAZ', 'ROW')
    """
    return _CODES.get(code.strip()) or iso3(code)


LAYOUT = Layout({"F1": False, "F2": False, "F3": False, "F4": False, "F5": True}, ROWS_2013, False, country)


def read(path: Path, asked: Asked) -> WorldBatch:
    """Read the table of a year; raises `DataError` or `BalanceError` with one message."""
    check_options(asked, KIND.options)
    files = opened(path, (".xlsx", ".xlsb", ".zip"))
    name = one_of(files, (".xlsx", ".xlsb"), asked, table_year)
    found = sheet(files, name, LAYOUT, asked)
    year = year_said(name, table_year(Path(name).stem) or table_year(found.head), asked)
    edition = re.search(r"((?:19|20)[0-9]{2})[^0-9]*$", Path(name).stem)
    vintage = asked.vintage or (edition[1] if edition and int(edition[1]) > year else f"{year}, edition not stated")
    account = Account(
        named(asked, f"adb-mrio-{year}"), year, f"ADB MRIO, {len(found.fold.axes.sectors)} sectors",
        origin("Asian Development Bank", "Multiregional Input-Output Tables", f"Asian Development Bank, Multiregional "
               f"Input-Output Tables, {year}", vintage, KIND.terms, URL),
        LABEL, "stated", titles=found.titles,
    )  # fmt: skip
    world, said = world_of(found.fold, account, asked)
    return WorldBatch(world, vintage, said)


def table_year(text: str) -> int | None:
    """Return the year of a table, the first in a name: later ones are of the edition.

    Examples
    --------
    >>> table_year("ADB-MRIO-2024-August 2025"), table_year("ADB-MRIO62-2017_Mar2022"), table_year("ADB MRIO")
    (2024, 2017, None)
    """
    found = re.findall(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])", text)
    return int(found[0]) if found else None


KIND = Kind(
    "adb-mrio", "Asian Development Bank", "Multiregional Input-Output Tables, 2000 and 2007 to 2024",
    "ADB-MRIO-2024-August 2025.xlsx", URL, "world", read, OPTIONS, "ADB's terms of use; cite the bank",
)  # fmt: skip
