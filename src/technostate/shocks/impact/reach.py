"""Whether a shock is within reach of models made for changes at the margin: how much of its trade a region loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Part of a region's trade from which on its loss is beyond what the engines were ever compared with.
HALF = 0.5


@dataclass(frozen=True)
class CutOff:
    """A region that loses more of its trade than the models can speak of.

    Parameters
    ----------
    share : float
        Part of its imports and exports together, at base prices, that bans stop.
    """

    region: str
    share: float


def stopped(delivered: Array, trade: Array) -> Array:
    """Return the part (N,) of each region's imports and exports that bans stop; zero where a region does not trade.

    Parameters
    ----------
    delivered : array (J, N importer, N exporter)
        Share of the base quantity that bans let through (`Levels.delivered`).
    trade : array (J, N importer, N exporter)
        Sales at the base (`TradeEconomy.base_trade`); the diagonal, sales at home, does not count.

    Raises
    ------
    DataError
        If the shapes differ.

    Examples
    --------
    >>> trade = np.array([[[5.0, 1.0], [3.0, 5.0]]])
    >>> stopped(np.array([[[1.0, 1.0], [0.5, 1.0]]]), trade)
    array([0.375, 0.375])
    """
    if delivered.shape != trade.shape:
        raise DataError(
            f"delivered has shape {delivered.shape}, trade {trade.shape}",
            hint="both are (sectors, importers, exporters), doubled or not",
        )
    abroad = trade * (1.0 - np.eye(trade.shape[1]))
    lost = (abroad * (1.0 - delivered)).sum(0)
    whole = abroad.sum(0)
    both = whole.sum(1) + whole.sum(0)
    part: Array = np.divide(lost.sum(1) + lost.sum(0), both, out=np.zeros_like(both), where=both > 0)
    return part


def cut_off(delivered: Array, trade: Array, regions: Sequence[str], most: float = HALF) -> tuple[CutOff, ...]:
    """Return the regions that lose more than a part of their trade to bans, the most cut off first.

    Parameters
    ----------
    delivered, trade : array (J, N importer, N exporter)
        As in `stopped`.
    most : float
        The part, one half by default.
    """
    part = stopped(delivered, trade)
    order = np.argsort(-part, kind="stable")
    return tuple(CutOff(regions[n], float(part[n])) for n in order if part[n] > most)
