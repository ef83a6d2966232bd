"""Economies that the tests of the year share: a small made-up world, and sixteen regions of the world of 2022."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from decade_economies import made_up

from technostate.evidence.regions import EU27_2020
from technostate.shocks.year import Elasticities, YearEconomy
from technostate.world import aggregate, grouping, load

ALLIES = ("USA", "EU", "GBR", "JPN", "KOR", "TWN")
GROUPS = {
    "CHN": ("CHN", "HKG"), "USA": ("USA",), "EU": EU27_2020, "GBR": ("GBR", "CHE", "NOR", "ISL"), "JPN": ("JPN",),
    "KOR": ("KOR",), "TWN": ("TWN",), "IND": ("IND",), "RUS": ("RUS", "BLR"),
    "ASEAN": ("VNM", "THA", "MYS", "IDN", "PHL", "SGP", "KHM", "LAO", "MMR", "BRN"), "CAN": ("CAN",), "MEX": ("MEX",),
    "AUS": ("AUS", "NZL"), "BRA": ("BRA", "ARG", "CHL", "COL", "PER", "CRI"), "GULF": ("SAU", "ARE", "KAZ"),
}  # fmt: skip


@cache
def small(origins: float = 0.76, seed: int = 7) -> YearEconomy:
    """Four regions, three sectors of which the last is not traded, duties and deficits."""
    return YearEconomy(made_up(seed), Elasticities(origins=origins))


@cache
def sixteen(tariffs: bool = True) -> YearEconomy:
    """Sixteen regions and 28 sectors of 2022; unknown tariffs are none, or none at all."""
    world = load("icio-2022")
    coarse = aggregate(world, regions=grouping(world.regions, GROUPS, rest="ROW"))
    return YearEconomy.from_world(coarse if tariffs else replace(coarse, tariff=None), missing_tariff=0.0)
