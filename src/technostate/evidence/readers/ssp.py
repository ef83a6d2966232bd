"""Shared Socioeconomic Pathways, 2024 release: growth of GDP and population in five scenarios, 2025–2100.

Only growth rates of a few states, the European Union and the world are made from the file: substantial parts of the
database may not be passed on, and the unit of its levels of GDP is uncertain (a package converted them), which cancels
in a rate.
"""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import derived_from
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FILE = "ssp_country_gdp_pop.csv"
#: States whose growth is given; groups beside them are sums of levels.
STATES = ("CHN", "USA", "JPN", "IND")
SCENARIOS = ("SSP1", "SSP2", "SSP3", "SSP4", "SSP5")
STEP = 5

_SET = data_set("ssp-2024")
DONE, ORIGIN = _SET.done, _SET.origins["ssp"]


def read(path: Path) -> tuple[Series, ...]:
    """Return ``iiasa/ssp-2024/gdp-growth-ssp1`` … ``population-growth-ssp5``, kind ``modelled``, unit ``% a year``.

    Raises
    ------
    DataError
        If the file is malformed, a level is not positive, or a scenario or region is unknown.
    """
    measures = {"gdp_dol2011_ppp": ("gdp-growth", "GDP growth"), "pop": ("population-growth", "Population growth")}
    levels: dict[tuple[str, str], dict[str, dict[int, float]]] = {
        (scenario, column): {} for scenario in SCENARIOS for column in measures
    }
    for row in rows(path, ("scenario", "region", "year", *measures)):
        region = regions.from_name(row.text("region"))
        if region is None or row.text("scenario") not in SCENARIOS:
            raise DataError(
                f"{row.file} line {row.line}: unknown region or scenario: {row.text('region')}, {row.text('scenario')}",
                hint="scenarios are SSP1 to SSP5; names of regions are in evidence/country_names.csv",
            )
        for column in measures:
            value = row.number(column)
            if value is None:
                continue
            if value <= 0.0:
                raise DataError(f"{row.file} line {row.line}: {column} is {value:g}", hint="levels are positive")
            path_of = levels[row.text("scenario"), column].setdefault(region, {})
            if row.year("year") in path_of:
                raise DataError(
                    f"{row.file} line {row.line}: {region} {row.year('year')} is there twice", hint="remove a row"
                )
            path_of[row.year("year")] = value
    return tuple(
        _growth(f"iiasa/ssp-2024/{slug}-{scenario.lower()}", f"{words} in {scenario}", levels[scenario, column])
        for column, (slug, words) in measures.items()
        for scenario in SCENARIOS
    )


def _growth(series_id: str, title: str, levels: dict[str, dict[int, float]]) -> Series:
    source = derived_from(title, ORIGIN, note="average a year over the five years that end in the stated year")
    gathering = Gathering(series_id, title, "% a year", "modelled", source)
    for region, path in _with_groups(levels).items():
        for year, value in path.items():
            if year - STEP in path:
                growth = 100.0 * ((value / path[year - STEP]) ** (1.0 / STEP) - 1.0)
                gathering.add(region, year, growth, where=series_id)
    return gathering.series()


def _with_groups(levels: dict[str, dict[int, float]]) -> dict[str, dict[int, float]]:
    """Return the levels of the states that ship, of the Union where all members have one, and of the world."""
    world: dict[int, float] = {}
    for path in levels.values():
        for year, value in path.items():
            world[year] = world.get(year, 0.0) + value
    found = {label: levels[label] for label in STATES if label in levels} | {"WLD": world}
    if set(regions.EU27_2020) <= set(levels):
        members = [levels[member] for member in regions.EU27_2020]
        found["EU"] = {year: sum(path[year] for path in members) for year in set(members[0]).intersection(*members[1:])}
    return found


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder `ssp_gdp_pop_2024` under `raw`."""
    return read(raw / "ssp_gdp_pop_2024" / FILE)
