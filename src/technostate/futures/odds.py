"""How often a goal is met: a share of paths with the interval that so many draws allow."""

from __future__ import annotations

import math
from dataclasses import dataclass

from technostate.errors import DataError

#: Standard deviations of a 95 % interval.
_WIDE = 1.959963984540054


@dataclass(frozen=True)
class Odds:
    """A share of paths.

    Parameters
    ----------
    share : float
        From 0 to 1.
    low, high : float
        95 % interval: what the share of endlessly many draws may be. It knows nothing of whether the ranges drawn from
        are right.
    hits : int
        Paths in which it holds.
    paths : int
        All paths.
    """

    share: float
    low: float
    high: float
    hits: int
    paths: int


def odds(hits: int, paths: int) -> Odds:
    """Return the share of paths in which something holds, with Wilson's interval.

    The draws cover the ranges more evenly than chance does, so that the interval is rather too wide.

    Raises
    ------
    DataError
        If there is no path, or more hits than paths.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22(158), 209–212.

    Examples
    --------
    >>> found = odds(71, 100)
    >>> round(found.low, 3), round(found.high, 3)
    (0.615, 0.79)
    """
    if not 0 <= hits <= paths or not paths:
        raise DataError(f"{hits} of {paths} paths is no share", hint="0 to all of at least one path")
    share, square = hits / paths, _WIDE**2
    middle = (share + square / (2 * paths)) / (1 + square / paths)
    half = _WIDE / (1 + square / paths) * math.sqrt(share * (1 - share) / paths + square / (4 * paths**2))
    low = 0.0 if hits == 0 else middle - half
    high = 1.0 if hits == paths else middle + half
    return Odds(share, low, high, hits, paths)
