"""Population, GDP and effective labour of countries year by year: measured as far as it goes, then a pathway."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.calibrate.factors import Factors
from technostate.dynamics.calibrate.members import Members, spelt
from technostate.errors import DataError, unknown_label
from technostate.evidence import catalogue, regions

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

PATHWAYS = ("SSP1", "SSP2", "SSP3", "SSP4", "SSP5")
PROJECTIONS = (*PATHWAYS, "flat")
#: Last year that is measured; later years follow the pathway.
MEASURED = 2023
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
    DataError
        If a pathway has no state in a year, or its states grow by more than its world.
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
        members.notes.append(_said(members, projection, years[-1]))
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


@dataclass(frozen=True, eq=False)
class _Pathway:
    """Log growth in a year: `growth` (C,), missing where no pathway is at hand; `world`, missing likewise.

    `own` (C,) are countries with figures of their own; other members of the Union have the Union's.
    """

    growth: Array
    own: Flags
    world: float

    @property
    def known(self) -> Flags:
        """Whether a country has a pathway (C,), its own or the Union's."""
        return np.isfinite(self.growth)


def _pathway(members: Members, slug: str, projection: str, year: int) -> _Pathway:
    """Return a pathway in a year; the source gives means of five years by the year they end in."""
    end = 5 * -(-year // 5)
    entry = f"iiasa/ssp-2024/{slug}-{projection.lower()}"
    rows = {label: np.log1p(value / 100) for label, value in catalogue.load(entry).cross_section(end).items()}
    own = np.array([country in rows for country in members.countries])
    union = np.isin(members.countries, regions.EU27_2020)
    growth = np.array([rows.get(c, np.nan) for c in members.countries])
    growth = np.where(union & ~own, rows.get("EU", np.nan), growth)
    if not np.isfinite(growth).any():
        raise DataError(
            f"the edition of {entry} that is read has no state in {end}",
            hint="technostate data list --own names your editions; end the path earlier, or remove one",
        )
    return _Pathway(growth, own, float(rows.get("WLD", np.nan)))


def _both(members: Members, projection: str, year: int) -> tuple[_Pathway, _Pathway]:
    """Return the pathways of GDP and of population."""
    gdp, people = (_pathway(members, slug, projection, year) for slug in ("gdp-growth", "population-growth"))
    return gdp, people


def _said(members: Members, projection: str, year: int) -> str:
    """Return the note on whose pathway is at hand and what stands in for the others'."""
    gdp, people = _both(members, projection, year)
    own, known = gdp.own & people.own, gdp.known & people.known
    named = [country for country, has in zip(members.countries, own, strict=True) if has]
    text = f"{projection} is at hand for {spelt(named)}"
    if (known & ~own).any():
        text += " and the European Union, whose members grow alike"
    if known.all():
        return f"{text}."
    return (
        f"{text}; the others share what is left of the world's growth by income a head and past growth of population."
    )


def _projected(
    members: Members, projection: str, year: int, gdp: Array, people: Array, recent: Array
) -> tuple[Array, Array]:
    """Return log growth (C,) of GDP and of population in a year of a pathway.

    Of those without a pathway at hand, population keeps the lead it had over the others' in the last ten years, and
    GDP a head grows as much faster in poorer ones as among those with one; both fit the world's growth.
    """
    income, heads = _both(members, projection, year)
    left = ~heads.known
    excess = recent - (np.average(recent[left], weights=people[left]) if left.any() else 0.0)
    population = _rest(heads, excess, people)
    tilt = _tilt(income.growth - population, income, gdp, people)
    return _rest(income, population + tilt, gdp), population


def _rest(pathway: _Pathway, relative: Array, level: Array) -> Array:
    """Return growth: as given where known; for the others `relative` plus what makes the world grow as it should.

    Where the world's growth is not given, all others together grow as those known do.
    """
    known = pathway.known
    if known.all():
        return pathway.growth
    grown = (level * np.exp(pathway.growth))[known].sum()
    world = np.exp(pathway.world) if np.isfinite(pathway.world) else grown / level[known].sum()
    left = level.sum() * world - grown
    if left <= 0:
        raise DataError("the states of a pathway grow by more than its world", hint="are they of one edition?")
    common = np.log(left / (level * np.exp(relative))[~known].sum())
    return np.where(known, pathway.growth, relative + common)


def _tilt(growth: Array, pathway: _Pathway, gdp: Array, people: Array) -> Array:
    """Return how much faster (C,) poorer countries grow a head: the slope over those with a pathway.

    The Union counts as one where its members have none of their own. Incomes beyond those seen count as the nearest
    seen; with fewer than three seen there is no slope.
    """
    rich, alone = np.log(gdp / people), pathway.own
    union = pathway.known & ~alone
    seen, grown = rich[alone], growth[alone]
    if union.any():
        seen = np.append(seen, np.log(gdp[union].sum() / people[union].sum()))
        grown = np.append(grown, np.average(growth[union], weights=gdp[union]))
    if seen.size < 3:
        return np.zeros_like(rich)
    slope = float(np.polyfit(seen, grown, 1)[0])
    tilt: Array = slope * (np.clip(rich, seen.min(), seen.max()) - seen.mean())
    return tilt
