"""Penn World Table 10.01: output, capital, labour, productivity and prices of 183 economies, 1950–2019."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from technostate.evidence import regions
from technostate.evidence.origin import Origin
from technostate.evidence.readers.columnar import frame
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FILE = "pwt1001.parquet"

ORIGIN = Origin(
    "Groningen Growth and Development Centre",
    "Penn World Table",
    "Feenstra, R. C., Inklaar, R., & Timmer, M. P. (2015). The next generation of the Penn World Table. American "
    "Economic Review, 105(10), 3150–3182. Version 10.01, www.ggdc.net/pwt.",
    "10.01",
    "CC BY 4.0",
    "https://www.rug.nl/ggdc/productivity/pwt/",
    dt.date(2023, 2, 27),
)

#: Variable → title and unit.
VARIABLES: dict[str, tuple[str, str]] = {
    "rgdpe": ("Expenditure-side real GDP at chained purchasing power parity", "ppp2017"),
    "rgdpo": ("Output-side real GDP at chained purchasing power parity", "ppp2017"),
    "rgdpna": ("Real GDP at constant national prices", "ppp2017"),
    "pop": ("Population", "million persons"),
    "emp": ("Persons engaged", "million persons"),
    "avh": ("Average hours worked a year by persons engaged", "hours a year"),
    "hc": ("Human capital index", "index"),
    "cn": ("Capital stock at current purchasing power parity", "ppp2017"),
    "rnna": ("Capital stock at constant national prices", "ppp2017"),
    "ctfp": ("Total factor productivity at current purchasing power parity, United States = 1", "index"),
    "rtfpna": ("Total factor productivity at constant national prices, 2017 = 1", "index"),
    "labsh": ("Share of labour compensation in GDP", "1"),
    "irr": ("Real internal rate of return", "1"),
    "delta": ("Average depreciation rate of the capital stock", "1"),
    "xr": ("Exchange rate", "lcu per usd"),
    "pl_gdpo": ("Price level of output-side GDP, United States 2017 = 1", "index"),
    "csh_i": ("Share of gross capital formation in GDP at current purchasing power parity", "1"),
}

DONE = (
    "17 of 47 numeric variables taken as they are. Figures the producer marks as outliers are kept. China excludes "
    "Hong Kong, Macao and Taiwan, which have rows of their own."
)


def read(path: Path) -> tuple[Series, ...]:
    """Return the series ``pwt/10.01/<variable>`` of the Parquet file.

    Raises
    ------
    DataError
        If the file is damaged, a column is missing, or a country and year is there twice.
    LabelError
        If a country code is unknown.
    """
    columns = {"isocode": "text", "year": "integer"} | dict.fromkeys(VARIABLES, "number")
    data = frame(path, columns)
    series = []
    for variable, (title, unit) in VARIABLES.items():
        gathering = Gathering(f"pwt/10.01/{variable}", title, unit, "measured", ORIGIN)
        for code, year, value in data.select("isocode", "year", variable).iter_rows():
            gathering.add(regions.check(code), year, value, where=path.name)
        series.append(gathering.series())
    return tuple(series)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder `pwt1001` under `raw`."""
    return read(raw / "pwt1001" / FILE)
