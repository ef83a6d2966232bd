"""Population, GDP and effective labour of countries year by year: measured as far as it goes, then a pathway."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.calibrate.factors import Factors
from technostate.dynamics.calibrate.members import Members
from technostate.errors import unknown_label
from technostate.evidence import catalogue, regions

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

PATHWAYS = ("SSP1", "SSP2", "SSP3", "SSP4", "SSP5")
PROJECTIONS = (*PATHWAYS, "flat")
#: Last year that is measured; later years follow the pathway.
MEASURED = 2023
#: States whose pathway ships; the Union's members grow as the Union does.
SHIPPED = ("CHN", "IND", "JPN", "USA")
#: Years over which growth of human capital fades to nothing, and years from which it is taken.
SKILL_FADES, SKILL_SEEN = 30, 20


@dataclass(frozen=True, eq=False)
class Paths:
    """Figures of Y years and C countries.

    Parameters
    ----------
    population : array (Y, C)
        Persons.
    gdp : array (Y, C)
        Real, in the unit of the factors' GDP, which is its first row.
    labour : array (Y, C)
        Persons engaged times human capital; their share in the population stays.
    """

    population: Array
    gdp: Array
    labour: Array


def paths(members: Members, base: Factors, years: tuple[int, ...], projection: str) -> Paths:
    """Return the paths of a projection.

    Raises
    ------
    LabelError
        If there is no such projection.
    """
    if projection not in PROJECTIONS:
        raise unknown_label("projection", projection, PROJECTIONS)
    first = years[0]
    people = 1e6 * members.figures("pwt/11.0/pop", min(first, MEASURED), window=0)
    if projection == "flat":
        shape = (len(years), people.size)
        return Paths(*(np.broadcast_to(row, shape).copy() for row in (people, base.gdp, base.workers * base.skill)))
    gdp, population = [base.gdp], [people]
    recent = _recent(members)
    for year in years[1:]:
        if year <= MEASURED:
            growth = _measured(members, "rgdpna", year, gdp[-1]), _measured(members, "pop", year, population[-1])
        else:
            growth = _projected(members, projection, year, gdp[-1], population[-1], recent)
        gdp.append(gdp[-1] * np.exp(growth[0]))
        population.append(population[-1] * np.exp(growth[1]))
    if years[-1] > MEASURED:
        members.notes.append(
            f"{projection} ships for {', '.join(SHIPPED)}, the Union and the world: members of the Union grow alike, "
            "and the others share what is left of the world's growth by income a head and past growth of population."
        )
    heads, grown = np.array(population), np.array(gdp)
    skill = np.exp(np.cumsum(np.vstack([np.zeros(people.size), *(_skill(members, y) for y in years[1:])]), 0))
    return Paths(heads, grown, heads / heads[0] * base.workers * base.skill * skill)


def _measured(members: Members, name: str, year: int, weights: Array) -> Array:
    """Return log growth (C,) in a year from the Penn World Table; those without a figure grow as the world does."""
    after, before = (members.figures(f"pwt/11.0/{name}", y, window=0) for y in (year, year - 1))
    growth = np.log(after / before)
    held = np.isfinite(growth)
    return np.where(held, growth, float(np.average(growth[held], weights=weights[held])))


def _recent(members: Members) -> Array:
    """Return the mean log growth of population (C,) over the last ten years measured."""
    after, before = (members.figures("pwt/11.0/pop", year, window=0) for year in (MEASURED, MEASURED - 10))
    return np.nan_to_num(np.log(after / before) / 10, nan=0.01)


def _skill(members: Members, year: int) -> Array:
    """Return log growth of human capital (C,) in a year: measured, then the mean of twenty years, which fades."""
    if year <= MEASURED:
        after, before = (members.figures("pwt/11.0/hc", y, window=0) for y in (year, year - 1))
        growth = np.log(after / before)
    else:
        after, before = (members.figures("pwt/11.0/hc", y, window=0) for y in (MEASURED, MEASURED - SKILL_SEEN))
        growth = np.log(after / before) / SKILL_SEEN * max(1 - (year - MEASURED) / SKILL_FADES, 0.0)
    return np.where(np.isfinite(growth), growth, float(np.nanmedian(growth)))


def _pathway(slug: str, projection: str, year: int) -> dict[str, float]:
    """Return label → log growth in a year; the source gives means of five years by the year they end in."""
    series = catalogue.load(f"iiasa/ssp-2024/{slug}-{projection.lower()}")
    end = 5 * -(-year // 5)
    return {label: float(np.log1p(value / 100)) for label, value in series.cross_section(end).items()}


def _projected(
    members: Members, projection: str, year: int, gdp: Array, people: Array, recent: Array
) -> tuple[Array, Array]:
    """Return log growth (C,) of GDP and of population in a year of a pathway.

    Of those whose pathway does not ship, population keeps the lead it had over the others' in the last ten years, and
    GDP a head grows as much faster in poorer ones as among those whose pathway ships; both fit the world's growth.
    """
    union = np.isin(members.countries, regions.EU27_2020)
    known = union | np.isin(members.countries, SHIPPED)
    grown = {slug: _pathway(slug, projection, year) for slug in ("gdp-growth", "population-growth")}

    def given(slug: str) -> Array:
        rows = grown[slug]
        return np.array(
            [rows.get("EU" if inside else c, 0.0) for c, inside in zip(members.countries, union, strict=True)]
        )

    excess = recent - np.average(recent[~known], weights=people[~known])
    heads = _rest(given("population-growth"), excess, known, people, grown["population-growth"]["WLD"])
    tilt = _tilt(given("gdp-growth") - heads, union, known, gdp, people)
    return _rest(given("gdp-growth"), heads + tilt, known, gdp, grown["gdp-growth"]["WLD"]), heads


def _rest(given: Array, relative: Array, known: Flags, level: Array, world: float) -> Array:
    """Return growth: as given where known; for the others `relative` plus what makes the world grow as it should."""
    left = level.sum() * np.exp(world) - (level * np.exp(given))[known].sum()
    common = np.log(left / (level * np.exp(relative))[~known].sum())
    return np.where(known, given, relative + common)


def _tilt(growth: Array, union: Flags, known: Flags, gdp: Array, people: Array) -> Array:
    """Return how much faster (C,) poorer countries grow a head: the slope over those whose pathway ships.

    The Union counts as one of them. Incomes beyond those seen count as the nearest seen.
    """
    rich, alone = np.log(gdp / people), known & ~union
    seen = np.append(rich[alone], np.log(gdp[union].sum() / people[union].sum()))
    grown = np.append(growth[alone], np.average(growth[union], weights=gdp[union]))
    slope = float(np.polyfit(seen, grown, 1)[0])
    tilt: Array = slope * (np.clip(rich, seen.min(), seen.max()) - seen.mean())
    return tilt
