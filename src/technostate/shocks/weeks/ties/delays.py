"""Goods under way: a ring of what arrives on each of the coming days, on the rows that some delay touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.weeks.tables import FOREVER, Table


@dataclass(frozen=True, eq=False)
class UnderWay:
    """What delays of B scenarios keep under way; the longest delay of a link takes its share first.

    Parameters
    ----------
    delays : Table
        `place` are flat positions in (R, N origin); `time` holds start, duration and days; longest first.
    ring : array (longest + 1, R · N origin)
        Arrives on day t at t modulo its length.
    """

    delays: Table
    ring: NDArray[Any]

    @classmethod
    def of(cls, delays: Table, rows: int, origins: int, kind: np.dtype[Any]) -> UnderWay:
        """Return nothing under way yet."""
        longest = int(delays.time[:, 2].max()) if len(delays.owner) else 0
        return cls(delays, np.zeros((longest + 1, rows * origins if len(delays.owner) else 0), kind))

    def pass_by(self, day: int, shipped: NDArray[Any], late: NDArray[Any]) -> None:
        """Set `late` (R, N origin) to what arrives on a day of earlier shipments less what is shipped and stays out.

        Parameters
        ----------
        shipped : array (R, N origin)
            What sets out on the day; changed.
        """
        if not self.ring.size:
            return
        now = self.ring[day % len(self.ring)]
        out, flat = late.reshape(-1), shipped.reshape(-1)
        out[:] = now
        now[:] = 0.0
        for k in range(len(self.delays.owner)):
            start, duration, days = self.delays.time[k].tolist()
            if start <= day < min(start + duration, FOREVER):
                part = slice(self.delays.first[k], self.delays.first[k + 1])
                at = self.delays.place[part]
                held = flat[at] * self.delays.share[part]
                flat[at] -= held
                out[at] -= held
                self.ring[(day + days) % len(self.ring)][at] += held
