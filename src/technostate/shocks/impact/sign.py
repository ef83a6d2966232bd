"""What the cases of a shock say of the sign of a change: the one rule for every door."""

from __future__ import annotations

from typing import Literal

#: Per cent (or percentage points). What is closer to zero than this counts as zero: half of the last place, 0.01, that
#: figures are printed with. Solvers are good to 1e-8 per cent; a sign that only they can see says nothing of a state.
HARDLY = 0.005
#: A sign is settled where fewer than this share of the cases lose, or more than its complement.
UNSETTLED = 0.10

Side = Literal["lose", "open", "hardly", "no_loss", "gain"]


def side(loss: float, gain: float) -> Side:
    """Return what the shares of cases that lose and gain say of a sign.

    ``open`` is a sign that is not settled: between 10 and 90 of 100 cases lose. ``lose`` and ``gain`` hold in at least
    90 of 100 cases; ``no_loss`` gains in some cases and hardly changes in others; ``hardly`` is next to no change.

    Parameters
    ----------
    loss, gain : float
        Shares of cases, from 0 to 1, whose change is at least `HARDLY` below or above zero.

    Examples
    --------
    >>> [side(1.0, 0.0), side(0.5, 0.5), side(0.05, 0.05), side(0.0, 0.5), side(0.0, 1.0)]
    ['lose', 'open', 'hardly', 'no_loss', 'gain']
    """
    if loss >= 1.0 - UNSETTLED:
        return "lose"
    # Not a number: what is not known is not settled.
    if not loss <= UNSETTLED:
        return "open"
    if gain >= 1.0 - UNSETTLED:
        return "gain"
    return "hardly" if gain <= UNSETTLED else "no_loss"
