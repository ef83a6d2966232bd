"""Which regions a small table has: the parties of a shock first, then those that change most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from technostate.notation import LEAST_SHOWN
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.sign import HARDLY
from technostate.shocks.specification.labels import states_named
from technostate.shocks.specification.shock import Shock

#: Regions of a small table: as many as fit a terminal with their ranges.
MOST = 4


def parties(shock: Shock, regions: Sequence[str]) -> tuple[str, ...]:
    """Return the regions of a world all of whose states a shock's measures name; ``rest`` names nobody.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> parties(load("russia-2022"), ("USA", "EU", "AUS+NZL", "RUS", "ROW"))
    ('USA', 'EU', 'AUS+NZL', 'RUS')
    """
    sides = ("exporters", "importers", "regions", "held_by")
    names = [name for row in shock.measures for side in sides for name in getattr(row, side, ())]
    year = shock.starts.year
    states = states_named(names, year)
    return tuple(label for label in regions if states.issuperset(_states(label, year)))


def _states(label: str, year: int) -> set[str]:
    """Return the states of a region of a world: a group's members, joined codes, or itself."""
    return states_named(label.split("+"), year)


def that_matter(impact: Impact, among: Sequence[str], first: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the regions of a small table: parties, the largest changes first, then others, the largest first.

    Parameters
    ----------
    among : sequence of str
        Parties of the shock (`parties`).
    first : sequence of str
        Regions that come before all others, whatever their change.
    """
    size = np.nan_to_num(np.abs(impact.real_income.median))
    order = [impact.regions[at] for at in np.argsort(-size, kind="stable")]
    # In a narrow shock nobody reaches what counts as a change: then all that move at all are candidates.
    least = HARDLY if (size >= HARDLY).any() else LEAST_SHOWN
    moved = {name for name, change in zip(impact.regions, size, strict=True) if change >= least}
    ahead = [name for name in first if name in impact.regions]
    inside = [name for name in order if name in among and name not in ahead]
    others = [name for name in order if name in moved and name not in {*ahead, *inside}]
    return tuple([*ahead, *inside, *others][:MOST])
