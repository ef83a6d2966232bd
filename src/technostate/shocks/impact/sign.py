"""What a range says of its sign: the one rule for every door."""

from __future__ import annotations

from typing import Literal

#: Per cent (or percentage points). What is closer to zero than this counts as zero: half of the last place, 0.01, that
#: figures are printed with. Solvers are good to 1e-8 per cent; a sign that only they can see says nothing of a state.
HARDLY = 0.005

Side = Literal["lose", "no_gain", "open", "hardly", "no_loss", "gain"]


def side(low: float, high: float) -> Side:
    """Return what a range says of its sign, both ends in per cent; ``hardly`` where an end is not known.

    ``lose`` and ``gain`` hold in every case; ``no_gain`` is a loss in some cases and hardly a change in others,
    ``no_loss`` the same of a gain; ``open`` is a sign that is not settled; ``hardly`` is next to no change in any case.

    Examples
    --------
    >>> [side(-2.0, -0.1), side(-2.0, 0.001), side(-2.0, 0.1), side(-0.001, 0.001), side(0.0, 0.1), side(0.1, 0.2)]
    ['lose', 'no_gain', 'open', 'hardly', 'no_loss', 'gain']
    """
    falls, rises = low <= -HARDLY, high >= HARDLY
    if falls and rises:
        return "open"
    if falls:
        return "lose" if high <= -HARDLY else "no_gain"
    if rises:
        return "gain" if low >= HARDLY else "no_loss"
    return "hardly"


def unsettled(low: float, high: float) -> bool:
    """Return whether a range has a loss and a gain in it.

    Parameters
    ----------
    low, high : float
        Per cent.
    """
    return side(low, high) == "open"
