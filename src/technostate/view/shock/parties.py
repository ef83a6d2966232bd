"""Which regions a small table has: the parties of a shock first, then those that change most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from technostate.errors import ScenarioError
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.sign import HARDLY
from technostate.shocks.impact.stage import Stage
from technostate.shocks.specification.labels import REST
from technostate.shocks.specification.shock import Shock

#: Regions of a small table: as many as fit a terminal with their ranges.
MOST = 3


def parties(shock: Shock, stage: Stage) -> tuple[str, ...]:
    """Return the regions of a stage that a shock's measures name; those that are not shown apart are left out.

    Examples
    --------
    >>> from technostate.shocks.impact.stage import stage_of
    >>> from technostate.shocks.specification import load
    >>> parties(load("zte-2018"), stage_of("icio-2022"))
    ('USA', 'CHN')
    """
    sides = ("exporters", "importers", "regions", "held_by")
    named = [name for row in shock.measures for side in sides for name in getattr(row, side, ()) if name != REST]
    found: list[str] = []
    for name in dict.fromkeys(named):
        try:
            found += stage.regions_of((name,), shock.starts.year)
        except ScenarioError:
            # Part of a region of this division, which is not its own party.
            continue
    return tuple(dict.fromkeys(found))


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
    moved = {name for name, change in zip(impact.regions, size, strict=True) if change >= HARDLY}
    ahead = [name for name in first if name in impact.regions]
    inside = [name for name in order if name in among and name not in ahead]
    others = [name for name in order if name in moved and name not in {*ahead, *inside}]
    return tuple([*ahead, *inside, *others][:MOST])
