"""Trade elasticities: those of Fontagné, Guimbard and Orefice by GTAP sector, and sets by the 28 ICIO sectors."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.origin import Origin
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows, size_checked

ORIGIN = data_set("trade-elasticities").origins["fgo"]
#: Who estimated each set; the three low ones of the long run share a paper.
ORIGINS: Mapping[str, Origin] = data_set("elasticities").origins
#: One elasticity throughout, from the long run of Boehm, Levchenko and Pandalai-Nayar.
LOW_LONG_RUN: Mapping[str, float] = {"BLP0.75": 0.75, "BLP1": 1.0, "BLP1.25": 1.25}

GTAP_FILE = "trade_elasticities_gtap/final_tariff_GTAP_2020_10_08.csv"
CROSSWALK_FILE = "budget_lab_lists/hs6_gtap_icio28.csv"
IMPORTS_FILE = "tradewartracker_2025/us_imports_duty_2024_hs6.csv.gz"
FINER_FILES = (GTAP_FILE, CROSSWALK_FILE, IMPORTS_FILE)
#: Sector without an estimate → sector whose estimate it takes.
_LIKE = {"B05": "B08", "B09": "B08"}
#: Services have no tariff and no estimate; the other sets have four.
SERVICES = 4.0
_MOST_BYTES = 2**26


@dataclass(frozen=True)
class Elasticity:
    """Elasticity of trade values to one plus the tariff, and to distance, both negative; sector in lower case.

    None where the authors give none (coal, gas).
    """

    sector: str
    tariff: float | None
    distance: float | None


def read(path: Path) -> tuple[Elasticity, ...]:
    """Return the elasticities of the file, sorted by sector.

    Raises
    ------
    DataError
        If the file is malformed, a sector is there twice, or an elasticity is not negative.
    """
    found: dict[str, Elasticity] = {}
    for row in rows(path, ("gtap_sector", "epsilon_GTAP", "dist_GTAP")):
        sector, value = row.text("gtap_sector").lower(), row.number("epsilon_GTAP")
        if sector in found:
            raise DataError(f"{row.file} line {row.line}: sector {sector!r} is there twice", hint="remove a row")
        if value is not None and value >= 0.0:
            raise DataError(
                f"{row.file} line {row.line}: elasticity of {sector!r} is {row.text('epsilon_GTAP')!r}",
                hint="a tariff elasticity of trade is negative",
            )
        found[sector] = Elasticity(sector, value, row.number("dist_GTAP"))
    return tuple(found[sector] for sector in sorted(found))


def sector_titles(path: Path) -> dict[str, str]:
    """Return GTAP sector (lower case) → title, from the semicolon-separated list of sectors."""
    return {
        row.text("code").lower(): row.text("description")
        for row in rows(path, ("number", "code", "description"), encoding="latin-1", delimiter=";")
    }


def imports_by_product(path: Path) -> dict[str, float]:
    """Return HS6 code → US imports of 2024, USD, all partners together, from the compressed file.

    Raises
    ------
    DataError
        If the file is absent, damaged, too large or lacks a column, or a value is not a number.
    """
    try:
        with gzip.open(size_checked(path, _MOST_BYTES)) as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError(f"unpacked it has more than {_MOST_BYTES:,} bytes")
        total: dict[str, float] = defaultdict(float)
        for row in csv.DictReader(io.StringIO(data.decode("utf-8"))):
            total[row["HS6"]] += float(row["imports"])
    except (OSError, EOFError, zlib.error, ValueError, KeyError) as error:
        raise DataError(f"{path.name} cannot be read ({error})", hint="take the file again from its source") from None
    return dict(total)


def aggregated(estimates: tuple[Elasticity, ...], crosswalk: Path, imports: Mapping[str, float]) -> dict[str, float]:
    """Return sector → elasticity (positive), the mean over GTAP sectors weighted by imports; goods only.

    Parameters
    ----------
    crosswalk : Path
        With columns ``hs6_code``, ``gtap``, ``icio28``.
    imports : mapping of str to float
        HS6 code → value.

    Raises
    ------
    DataError
        If the crosswalk is malformed.
    """
    known = {row.sector: -row.tariff for row in estimates if row.tariff is not None}
    weight: dict[str, float] = defaultdict(float)
    weighted: dict[str, float] = defaultdict(float)
    for row in rows(crosswalk, ("hs6_code", "gtap", "icio28")):
        gtap, sector = row.text("gtap").lower(), row.text("icio28")
        if gtap in known and sector != "SVC":
            value = imports.get(row.text("hs6_code"), 0.0)
            weight[sector] += value
            weighted[sector] += value * known[gtap]
    found = {sector: weighted[sector] / weight[sector] for sector in sorted(weight) if weight[sector] > 0}
    return found | {sector: found[other] for sector, other in _LIKE.items() if other in found}


def finer(raw: Path) -> dict[str, float]:
    """Return sector → θ of Fontagné, Guimbard and Orefice at 28 sectors to four decimals; services are assumed.

    Parameters
    ----------
    raw : Path
        The raw root, with the folders of `FINER_FILES`.
    """
    estimates = read(raw / GTAP_FILE)
    goods = aggregated(estimates, raw / CROSSWALK_FILE, imports_by_product(raw / IMPORTS_FILE))
    return {sector: round(theta, 4) for sector, theta in goods.items()} | {"SVC": SERVICES}
