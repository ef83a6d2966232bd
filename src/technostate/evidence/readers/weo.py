"""IMF World Economic Outlook: how far its forecasts of growth were off, by horizon, and figures of Taiwan."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FOLDER, FILE = "weo_vintages_2021_2025", "weo_key_concepts_10_vintages.csv.gz"
FIVE_YEARS = "imf/weo/growth-five-years"
GROWTH, APART = "NGDP_RPCH", "TWN"
SEASONS = {"04": "april", "10": "october"}

_SET = data_set("weo")
DONE, SOURCE = _SET.done, _SET.origins["weo"]
#: Producer's code of an area → label, where it is no usual code.
AREAS: dict[str, str] = _SET.more["areas"]
CONCEPTS: dict[str, dict[str, str | float]] = _SET.more["concepts"]
LAST, AVERAGE, HORIZONS = _SET.more["last"], _SET.more["average"], _SET.more["horizons"]


@dataclass(frozen=True)
class Outlook:
    """Growth by edition (``"2025-10"``), region and year, % a year; and Taiwan's figures of the newest edition."""

    growth: dict[str, dict[str, dict[int, float]]]
    apart: dict[str, dict[int, float]]

    @property
    def newest(self) -> str:
        """Edition that outcomes are taken from."""
        return max(self.growth)


def outlook(path: Path) -> Outlook:
    """Return what is read of a file of several editions.

    Raises
    ------
    DataError
        If the file is malformed, an edition is none of April or October, or a figure is there twice.
    """
    growth: dict[str, dict[str, dict[int, float]]] = {}
    apart: dict[str, dict[str, dict[int, float]]] = {}
    for row in rows(path, ("vintage", "area", "concept", "year", "value"), limit=2**27):
        concept, area = row.text("concept"), row.text("area")
        if concept != GROWTH and not (area == APART and concept in CONCEPTS):
            continue
        edition, label = row.text("vintage"), AREAS.get(area) or regions.from_code(area)
        if edition[5:] not in SEASONS or not edition[:4].isdecimal():
            raise DataError(
                f"{row.file} line {row.line}: edition {edition!r}", hint="editions are 2025-04, 2025-10 and so on"
            )
        value, year = row.number("value"), row.year("year")
        if label is None or value is None:
            continue
        for kept, key in ((growth, label), (apart, concept)):
            if (kept is growth and concept != GROWTH) or (kept is apart and area != APART):
                continue
            figures = kept.setdefault(edition, {}).setdefault(key, {})
            if year in figures:
                raise DataError(
                    f"{row.file} line {row.line}: {area} {concept} {year} is there twice in {edition}",
                    hint="remove a row",
                )
            figures[year] = value
    if not growth:
        raise DataError(f"{path.name} has no {GROWTH}", hint="this is not the file expected")
    return Outlook(growth, apart.get(max(growth), {}))


def errors(given: Outlook) -> tuple[Series, ...]:
    """Return ``imf/weo/growth-error-<season>-<horizon>``: forecast less outcome, points, by region and year."""
    outcome = given.growth[given.newest]
    found = []
    for month, season in SEASONS.items():
        for horizon in range(HORIZONS):
            title = f"Error of the IMF's {season.capitalize()} forecast of growth, {_ahead(horizon)}"
            source = derived_from(title, SOURCE, note=f"forecast less outcome; outcome of edition {given.newest}")
            gathering = Gathering(f"imf/weo/growth-error-{season}-{horizon}", title, "pp", "derived", source)
            for edition, forecasts in sorted(given.growth.items()):
                year = int(edition[:4]) + horizon
                if edition[5:] != month or year > LAST:
                    continue
                for region, path in forecasts.items():
                    if year in path and year in outcome.get(region, {}):
                        gathering.add(region, year, path[year] - outcome[region][year], where=edition)
            found.append(gathering.series())
    return tuple(found)


def _ahead(horizon: int) -> str:
    return ("same year", "next year")[horizon] if horizon < 2 else f"{horizon} years ahead"


def averages(growth: Mapping[str, Mapping[int, float]], last: int, edition: Origin) -> Series:
    """Return ``imf/weo/growth-five-years``: average growth a year over the five years that end in the stated year.

    Parameters
    ----------
    growth : mapping of str to mapping of int to float
        Region → year → growth, % a year.
    last : int
        Last year that is past.
    edition : Origin
        Where they come from.
    """
    title = "Growth of real GDP, average of five years"
    source = derived_from(title, edition, note="average a year over the five years that end in the stated year")
    values: dict[str, dict[int, float]] = {}
    for region, path in growth.items():
        for year in sorted(path):
            years = range(year - AVERAGE + 1, year + 1)
            if year <= last and all(one in path for one in years):
                product = math.prod(1.0 + path[one] / 100.0 for one in years)
                if product > 0.0:
                    values.setdefault(region, {})[year] = 100.0 * (product ** (1.0 / AVERAGE) - 1.0)
    return Series(FIVE_YEARS, title, "% a year", "derived", source, values)


def of_taiwan(given: Outlook) -> tuple[Series, ...]:
    """Return ``imf/weo/<concept>`` with Taiwan's figures alone, to the last year that is past."""
    found = []
    for concept, path in sorted(given.apart.items()):
        said = CONCEPTS[concept]
        gathering = Gathering(f"imf/weo/{concept}", str(said["title"]), str(said["unit"]), "measured", SOURCE)
        for year, value in path.items():
            if year <= LAST:
                gathering.add(APART, year, value * float(said.get("factor", 1)), where=given.newest)
        found.append(gathering.series())
    return tuple(found)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    given = outlook(raw / FOLDER / FILE)
    return (*errors(given), averages(given.growth[given.newest], LAST, SOURCE), *of_taiwan(given))
