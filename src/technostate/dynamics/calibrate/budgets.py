"""What countries spend on forces and on research in the base year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.calibrate.members import Members
from technostate.evidence import catalogue

Array = NDArray[np.float64]

BURDEN = "sipri/milex/share-of-gdp"
RESEARCH = ("worldbank/wdi/GB.XPD.RSDV.GD.ZS", "ncses/sei/gerd-to-gdp")
DEFENCE = "ncses/sei/gbard-defence-share"
FUNDED = "ncses/sei/gerd-funded-by-government"


def burdens(members: Members, year: int, gdp: Array) -> Array:
    """Return military spending (C,), share of GDP; gaps filled and noted."""
    return members.filled(members.figures(BURDEN, year) / 100, gdp, "Military spending")


def research(members: Members, year: int, gdp: Array) -> Array:
    """Return all research and development (C,), share of GDP; gaps filled and noted.

    Where a world's year lies before the sources begin, the first figure stands in.
    """
    found = np.full(len(members.countries), np.nan)
    for series_id in RESEARCH:
        first = catalogue.load(series_id).years[0]
        figures = members.figures(series_id, max(year, first + 4)) / 100
        found = np.where(np.isfinite(found), found, figures)
    return members.filled(found, gdp, "Research and development")


def defence_share(members: Members, year: int, total: Array, burden: Array, gdp: Array) -> Array:
    """Return research and development in military spending (C,).

    Defence's share of government budgets for research × research funded by government, over military spending. The
    first is published by six states and the Union: the median of the six stands for all others.
    """
    budgets = members.figures(DEFENCE, max(year, 2000), window=20) / 100
    funded = members.figures(FUNDED, max(year, 2021), window=20) / 100
    share = np.clip(budgets * funded * total / burden, 0.0, 0.5)
    return members.filled(share, gdp * burden, "Defence research")
