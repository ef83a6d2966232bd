"""Trade elasticities of Fontagné, Guimbard and Orefice by GTAP sector, with the concordance of countries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows

ORIGIN = data_set("trade-elasticities").origins["fgo"]


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
