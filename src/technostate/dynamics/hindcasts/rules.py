"""Rules of one line that a model has to beat: persistence, growth alone, gravity, trends of shares."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.hindcasts.pictures import Picture

Array = NDArray[np.float64]

#: Limits of the ratio of two shares that a trend is taken from, and what is added to shares of partners first.
SLOWEST, FASTEST, LEAST_SHARE = 0.2, 5.0, 1e-6


def grown(base: Picture, growth: Array) -> Picture:
    """Return a world in which only GDP shares move.

    Parameters
    ----------
    growth : array (N,)
        Log growth of GDP.

    Examples
    --------
    >>> import numpy as np
    >>> from technostate.dynamics.hindcasts.pictures import pictured
    >>> two = pictured(np.ones(2), np.array([[[3.0, 1.0], [1.0, 3.0]]]), np.zeros((2, 1, 1)))
    >>> grown(two, np.log([3.0, 1.0])).gdp
    array([0.75, 0.25])
    """
    size = base.gdp * np.exp(growth)
    return replace(base, gdp=size / size.sum())


def gravity(base: Picture, growth: Array) -> Picture:
    """Return a world in which each seller's part in everybody's imports grows as its GDP does; home shares stay.

    Parameters
    ----------
    growth : array (N,)
        Log growth of GDP.
    """
    bought = base.partners * np.exp(growth)[None, :]
    return replace(grown(base, growth), partners=bought / bought.sum(1, keepdims=True))


def trend(before: Picture, base: Picture, stretch: float) -> Picture:
    """Return a world in which every share goes on as between two earlier years.

    Parameters
    ----------
    before, base : Picture
        Of the earlier year and of the last that is known.
    stretch : float
        Length of what is to come over the length of what was.
    """
    size = base.gdp * _ratio(base.gdp, before.gdp, 0.0) ** stretch
    bought = base.partners * _ratio(base.partners, before.partners, LEAST_SHARE) ** stretch
    return replace(
        base,
        gdp=size / size.sum(),
        partners=bought / bought.sum(1, keepdims=True),
        home=np.clip(base.home + stretch * (base.home - before.home), 0.0, 1.0),
        openness=base.openness + stretch * (base.openness - before.openness),
        reliance=base.reliance + stretch * (base.reliance - before.reliance),
    )


def _ratio(now: Array, then: Array, least: float) -> Array:
    ratio: Array = np.clip((now + least) / (then + least), SLOWEST, FASTEST)
    return ratio
