"""Labour, capital and productivity of countries in the base year, from the Penn World Table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.calibrate.members import Members
from technostate.evidence import catalogue, regions

Array = NDArray[np.float64]

#: Last year of the edition with capital and labour.
LAST = 2019
#: Share of labour at which productivity is compared between countries, one for all so that units do not matter.
COMMON_LABOUR_SHARE = 0.6


@dataclass(frozen=True, eq=False)
class Factors:
    """Figures of C countries.

    Parameters
    ----------
    gdp : array (C,)
        Million dollars of 2017 at purchasing power parity, base year.
    gdp_then, workers, capital : array (C,)
        Of the year of the factors, 2019 where the base year is later: same dollars; million persons engaged.
    skill : array (C,)
        Human capital index.
    labour_share, depreciation, investment : array (C,)
        Share of labour in GDP; a year; investment over capital, a year.
    """

    gdp: Array
    gdp_then: Array
    workers: Array
    capital: Array
    skill: Array
    labour_share: Array
    depreciation: Array
    investment: Array


def counted() -> tuple[str, ...]:
    """Return the countries that have GDP, capital, workers and population in the Penn World Table, sorted."""
    held = [set(catalogue.load(f"pwt/10.01/{name}").regions) for name in ("rgdpo", "cn", "emp", "pop")]
    held += [set(catalogue.load(f"pwt/11.0/{name}").regions) for name in ("rgdpna", "pop")]
    return tuple(sorted(set(regions.countries()).intersection(*held)))


def factors(members: Members, year: int) -> Factors:
    """Return the factors of a base year; gaps are filled as `Members.filled` says and noted.

    Raises
    ------
    DataError
        If a series is not there.
    """
    at = min(year, LAST)
    gdp = members.figures("pwt/10.01/rgdpo", at)
    workers, capital = members.figures("pwt/10.01/emp", at), members.figures("pwt/10.01/cn", at)
    if at < year:
        members.notes.append(f"Capital, labour and productivity are those of {at}, the last year of the source.")
    gdp, capital, workers = (_by_head(members, values, at, what) for values, what in (
        (gdp, "GDP at purchasing power parity"), (capital, "Capital"), (workers, "Persons engaged")
    ))  # fmt: skip
    skill = members.filled(members.figures("pwt/10.01/hc", at), workers, "Human capital")
    share = members.filled(members.figures("pwt/10.01/labsh", at), gdp, "Share of labour in GDP")
    lost = members.filled(members.figures("pwt/10.01/delta", at), capital, "Depreciation")
    invested = members.filled(members.figures("pwt/10.01/csh_i", at), gdp, "Investment")
    later = gdp * _since(members, at, year)
    return Factors(later, gdp, workers, capital, skill, share, lost, invested * gdp / capital)


def productivity(members: Members, base: Factors) -> Array:
    """Return GDP over labour^.6 capital^.4 (N,) of the members together, the United States being one.

    GDP is that of the factors' year, and so are labour, which is workers times human capital, and capital.
    """
    labour, capital = members.summed(base.workers * base.skill), members.summed(base.capital)
    level = members.summed(base.gdp_then) / (labour**COMMON_LABOUR_SHARE * capital ** (1 - COMMON_LABOUR_SHARE))
    ours: Array = level / level[members.labels.index("USA")]
    return ours


def _by_head(members: Members, values: Array, year: int, what: str) -> Array:
    """Return totals without gaps: a missing one is the figure a head of its region's others times population."""
    people = members.figures("pwt/10.01/pop", year, window=80)
    people = np.where(np.isfinite(people), people, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        heads = np.where(people > 0, values / people, np.nan)
    return members.filled(heads, people, what) * people


def _since(members: Members, year: int, later: int) -> Array:
    """Return real GDP of a later year over that of `year`, 1 where they are one or a country has no later figure."""
    if later <= year:
        return np.ones(len(members.countries))
    before, after = (members.figures("pwt/11.0/rgdpna", y, window=0) for y in (year, later))
    ratio = after / before
    return np.where(np.isfinite(ratio), ratio, float(np.nanmedian(ratio)))
