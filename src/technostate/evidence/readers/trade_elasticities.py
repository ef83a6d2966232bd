"""Trade elasticities of Fontagné, Guimbard and Orefice by GTAP sector, with the concordance of countries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.origin import Origin
from technostate.evidence.readers.delimited import rows

ORIGIN = Origin(
    "Fontagné, Guimbard and Orefice",
    "Tariff-based product-level trade elasticities, by GTAP sector",
    "Fontagné, L., Guimbard, H., & Orefice, G. (2022). Tariff-based product-level trade elasticities. Journal of "
    "International Economics, 137, 103593.",
    "2020-10",
    "no licence text found; published by the authors for research with citation",
    "http://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=35",
    dt.date(2024, 2, 16),
)


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
