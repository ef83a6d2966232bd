"""Priority: how far security comes first, which follows the threat, up at another speed than down."""

from __future__ import annotations

from technostate.kernels import compiled
from technostate.shocks.decade.kernel.powers import Floats


@compiled()
def rank(perceived: Floats, up: float, down: float, priority: Floats) -> None:
    """Move priority (N,), log points over the base year's, a year on, in place: s' = s + φ (threat − s).

    Parameters
    ----------
    perceived : array (N,)
        Threat, log points.
    up, down : float
        φ where the threat is above priority and where it is below, a year.
    """
    for n in range(priority.size):
        gap = perceived[n] - priority[n]
        priority[n] += (up if gap > 0.0 else down) * gap
