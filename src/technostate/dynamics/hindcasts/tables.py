"""Economies of past years on one division: WIOD's years, and the trade panel's with WIOD's coefficients."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.decade import TradeEconomy, settled

Array = NDArray[np.float64]
Tables = Literal["wiod", "panel"]

#: Year of the only table from which the panel's years can have input coefficients.
COEFFICIENTS = 2011


@lru_cache(maxsize=4)
def division(name: str, source: str) -> Mapping[str, str]:
    """Return sector → group of a division.

    Parameters
    ----------
    name : {"fifteen", "common"}
        The fifteen groups on which WIOD's years are compared, or the sixteen that WIOD and the panel have in common.
    source : {"wiod", "icio"}
        Whose sectors.

    Examples
    --------
    >>> division("common", "icio")["C26"], len(set(division("fifteen", "wiod").values()))
    ('electronics', 15)
    """
    text = resources.files("technostate.dynamics.hindcasts").joinpath("sectors.toml").read_text("utf-8")
    groups = tomllib.loads(text)[name]
    return {sector: group for group, row in groups.items() for sector in row[source]}


def economy(year: int, tables: Tables, elasticity: float) -> TradeEconomy:
    """Return the world of a year as an economy in equilibrium, 41 regions.

    Parameters
    ----------
    tables : {"wiod", "panel"}
        WIOD's own table, 1995 to 2011, 15 sectors; or who bought what from whom in the trade panel, 2011 to 2022, 16
        sectors, with the input coefficients of WIOD's 2011, smaller where there was less to use. The two are never
        compared with each other but to say how far they are apart (`same_year`).
    elasticity : float
        Trade elasticity θ of every sector.

    Raises
    ------
    LabelError
        If WIOD has no such year.
    DataError
        If the panel has no such year.
    """
    return wiod(year, "fifteen", elasticity) if tables == "wiod" else _panel(year, elasticity)


@lru_cache(maxsize=24)
def wiod(year: int, groups: str, elasticity: float) -> TradeEconomy:
    """Return a year of WIOD on a division, duties unknown and taken as none; raises `LabelError` without the year."""
    from technostate.world import aggregate, load

    table = aggregate(load(f"wiod-{year}"), sectors=dict(division(groups, "wiod")), name=f"wiod-{year} by {groups}")
    theta = np.full(table.shape[1], elasticity)
    return settled(TradeEconomy.from_world(table, missing_tariff=0.0, trade_elasticity=theta))


def flows(year: int, regions: tuple[str, ...], sectors: tuple[str, ...]) -> Array:
    """Return the panel's sales (J, N importer, N exporter) on WIOD's regions and the common sectors, million dollars.

    Parameters
    ----------
    regions : tuple of str
        N codes; the panel's other regions are in ``ROW``, with their trade among themselves.
    sectors : tuple of str
        J groups of the common division.
    """
    from technostate.world import panel

    known, groups = panel(), division("common", "icio")
    rest = regions.index("ROW")
    place = np.array([regions.index(region) if region in regions else rest for region in known.regions])
    kind = np.array([sectors.index(groups[code]) for code in known.sectors])
    by_region = np.eye(len(regions))[place]
    by_sector = np.eye(len(sectors))[kind]
    year_flow = known.flow[known.year_index(year)]
    total: Array = np.einsum("kni,kj,na,ib->jab", year_flow, by_sector, by_region, by_region, optimize=True)
    return total


@lru_cache(maxsize=8)
def _panel(year: int, elasticity: float) -> TradeEconomy:
    base = wiod(COEFFICIENTS, "common", elasticity)
    sales = np.maximum(flows(year, base.regions, base.sectors), 0.0)
    spent, output = sales.sum(2), sales.sum(1).T
    used = np.einsum("nkj,nj->nk", base.input_share, output)
    # Where producers would use more of a product than there is, all of it is theirs and they need so much less of it.
    fits = np.minimum(1.0, np.divide(spent.T, used, out=np.ones_like(used), where=used > 0))
    inputs = base.input_share * fits[:, :, None]
    final = np.maximum(spent.T - used * fits, 0.0)
    added = 1.0 - inputs.sum(1)
    return settled(
        TradeEconomy(
            import_share=np.divide(sales, spent[:, :, None], out=np.zeros_like(sales), where=spent[:, :, None] > 0),
            value_added_share=added,
            input_share=inputs,
            final_share=final / final.sum(1, keepdims=True),
            value_added=(added * output).sum(1),
            deficit=spent.sum(0) - output.sum(1),
            trade_elasticity=base.trade_elasticity,
            regions=base.regions,
            sectors=base.sectors,
            name=f"trade panel {year} with coefficients of wiod-{COEFFICIENTS}",
        )
    )
