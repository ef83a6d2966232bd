"""The setting of a base year, made from a world and the embedded series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.calibrate import budgets, knowledge, politics, sectors
from technostate.dynamics.calibrate.factors import Factors, counted, factors, productivity
from technostate.dynamics.calibrate.members import Members
from technostate.dynamics.calibrate.projections import Paths, paths
from technostate.dynamics.setting import Setting
from technostate.errors import ScenarioError, unknown_label
from technostate.evidence import catalogue
from technostate.shocks.decade import TradeEconomy, settled
from technostate.shocks.specification.regions import sixteen
from technostate.world import World, aggregate, bilateral_sales, load, names

Array = NDArray[np.float64]

REGIONS = ("16", "full")
SECTORS = ("14", "full")
#: Rule → what tells who is a rival, as notes say it.
RIVALS = {"files": "the states' files", "distance": "votes in the General Assembly"}


def calibrated(
    world: str = "icio-2022",
    *,
    regions: Literal["16", "full"] = "16",
    sectors: Literal["14", "full"] = "14",
    projection: str = "SSP2",
    last: int = 2050,
    apart: Iterable[str] = (),
    rivals: Literal["files", "distance"] = "files",
) -> Setting:
    """Return the setting of a world's year, made once for each question.

    Parameters
    ----------
    world : str
        ``icio-2022`` or a WIOD year.
    regions : {"16", "full"}
        The sixteen regions of shocks, or all that the world shows.
    sectors : {"14", "full"}
        Groups of sectors (fourteen, or eleven for a WIOD year), or all of the world's.
    projection : str
        ``SSP1`` to ``SSP5``, or ``flat``, in which nothing grows. Years up to 2023 are measured.
    last : int
        Last year of the path, up to 2100.
    apart : iterable of str
        Regions of the world taken out of their group, where regions are sixteen.
    rivals : {"files", "distance"}
        Who fears whom: by the pressure that the states' files list, or by votes in the General Assembly up to the
        base year (far apart, and not close partners).

    Returns
    -------
    Setting
        Its arrays are read-only, as the same one is returned again.

    Raises
    ------
    LabelError
        If no such world ships, or there is no such projection, division, region or rule of rivals.
    ScenarioError
        If the last year does not come after the base year, or lies beyond 2100.

    Examples
    --------
    >>> setting = calibrated(last=2030)
    >>> setting.shape, setting.years[0], setting.regions[0]
    ((9, 16, 14), 2022, 'Middle East and Africa')
    """
    for what, given, known in (
        ("division of regions", regions, REGIONS), ("division of sectors", sectors, SECTORS),
        ("rule of rivals", rivals, tuple(RIVALS)),
    ):  # fmt: skip
        if given not in known:
            raise unknown_label(what, given, known)
    return _calibrated(
        catalogue.state(), world, regions, sectors, projection, last, tuple(dict.fromkeys(apart)), rivals
    )


@lru_cache(maxsize=8)
def _calibrated(
    stamp: int, name: str, division: str, detail: str, projection: str, last: int, apart: tuple[str, ...], rivals: str
) -> Setting:
    """Return the setting; it is made anew where the user's own series have changed, as `stamp` says."""
    if name not in names():
        raise unknown_label("world with a calibrated start", name, names())
    world = load(name)
    if not world.year < last <= 2100:
        raise ScenarioError(
            f"a path from {name} ends after {world.year} and by 2100, not in {last}", hint="name another last year"
        )
    for region in apart:
        world.region_index(region)
    group_of = sectors.groups(world) if detail == "14" else {code: code for code in world.sectors}
    region_of = sixteen(world.regions, apart) if division == "16" else {label: label for label in world.regions}
    own = replace(world, trade_elasticity=sectors.elasticities(world))
    fine = aggregate(own, sectors=group_of)
    coarse = aggregate(fine, regions=region_of)
    economy = settled(TradeEconomy.from_world(coarse, missing_tariff=0.0))
    # Gaps are filled among the world's own regions, so that every division has the same figures of a country.
    alone = Members.of(fine.regions, {label: label for label in fine.regions}, "ROW", counted())
    members = Members.of(economy.regions, region_of, region_of["ROW"], counted())
    years = tuple(range(world.year, last + 1))
    base = factors(alone, world.year)
    path = paths(alone, base, years, projection)
    known = _summed_knowledge(economy, fine, alone, members, base)
    strategic = sectors.strategic(world, group_of, economy.sectors)
    made = _setting(economy, alone, members, base, path, years, projection, rivals, known, strategic)
    for item in fields(made):
        if isinstance(array := getattr(made, item.name), np.ndarray):
            array.setflags(write=False)
    return made


def _setting(
    economy: TradeEconomy, alone: Members, members: Members, base: Factors, path: Paths, years: tuple[int, ...],
    projection: str, rivals: str, known: Array, strategic: Array,
) -> Setting:  # fmt: skip
    gdp, year = base.gdp, years[0]
    total, real = members.summed(gdp), members.summed(path.gdp.T)
    labour = members.summed(path.labour.T)
    burden = budgets.burdens(alone, year, gdp)
    research = budgets.research(alone, year, gdp)
    defence = budgets.defence_share(alone, year, research, burden, gdp)
    whole, military = members.averaged(burden, gdp), members.averaged(defence, gdp * burden)
    points = politics.ideal_points(alone, year)
    pairs = politics.by_distance(alone, points, year) if rivals == "distance" else politics.by_files(alone)
    named = politics.named_rivals(members, gdp, pairs, RIVALS[rivals])
    lost = members.averaged(base.depreciation, base.capital)
    put = members.averaged(base.investment, base.capital)
    level = productivity(members, base)
    return Setting(
        economy=economy,
        years=years,
        projection=projection,
        population=_rows(members.summed(path.population.T)),
        income=_rows(np.log(real / real[:, :1])),
        labour=_rows(labour / labour[:, :1]),
        labour_share=members.averaged(base.labour_share, gdp),
        depreciation=lost,
        investment=lost if projection == "flat" else put,
        knowledge_by_workers=known,
        knowledge_by_home=knowledge.by_home(economy, level),
        productivity=level,
        gdp_market=economy.value_added + economy.base_revenue,
        gdp_ppp=total,
        distance=politics.distances(members, points, gdp),
        rivals=politics.fears(named, whole * total),
        named=named,
        burden=whole,
        civil_research=np.maximum(members.averaged(research, gdp) - whole * military, 1e-4),
        defence_research=military,
        strategic=strategic,
        notes=(*alone.notes, *members.notes),
    )


def _rows(values: Array) -> Array:
    """Return (N, Y) as contiguous (Y, N)."""
    return np.ascontiguousarray(values.T)


def _summed_knowledge(economy: TradeEconomy, fine: World, alone: Members, members: Members, base: Factors) -> Array:
    """Return λ₀ by workers (J, N): of the world's own regions, summed, so that a group has what its members have."""
    sold = np.maximum(bilateral_sales(fine), 0.0)
    output = sold.sum(1).T
    added = fine.value_added.reshape(output.shape)
    share = np.clip(added / np.where(output > 0, output, 1.0), 0.01, 1.0)
    workers, level = alone.summed(base.workers), productivity(alone, base)
    made = knowledge.by_workers(output, share, economy.trade_elasticity, workers, level)
    into = np.zeros((len(fine.regions), len(economy.regions)))
    for m, inside in enumerate(alone.belongs > 0):
        into[m, members.belongs[:, inside].sum(1).argmax()] = 1.0
    summed: Array = np.ascontiguousarray(made @ into)
    return summed
