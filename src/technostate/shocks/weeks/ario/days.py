"""The days one after another: doors open and close, nodes produce, importers receive and order on all cores."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.weeks import tables
from technostate.shocks.weeks.ario import kernel
from technostate.shocks.weeks.ario.kernel import Base, Gates, Pace, Results, State
from technostate.shocks.weeks.ario.parameters import ArioParameters
from technostate.shocks.weeks.economy import FlowEconomy
from technostate.shocks.weeks.tables import Scenario, Table

#: Parts of the importers that threads take in turn; sums over parts do not depend on who took them.
PARTS = 8
#: Shares read a day below which a second thread costs more than it saves.
WORTH_SHARING = 1e6


def run(
    economy: FlowEconomy,
    sets: Sequence[Scenario],
    days: int,
    parameters: ArioParameters,
    kind: np.dtype[Any],
    threads: int,
) -> Results:
    """Return what happens to B scenarios in T days; trade is summed over the days, stocks are days × annual rate.

    Parameters
    ----------
    sets : sequence of tuples of Event
        Checked.
    kind : dtype
        Of all arrays in the loop.
    threads : int
        More than `PARTS` are not used.
    """
    n, j = economy.shape
    base = _base(economy, parameters, kind)
    pace = Pace(
        kind.type(1.0 / parameters.restocking_days), kind.type(parameters.overproduction),
        kind.type(parameters.overproduction_days), parameters.orders == "alt",
    )  # fmt: skip
    threads = threads if base.share.size * len(sets) > WORTH_SHARING else 1
    state = _state(economy, sets, base)
    doors = Doors.of(tables.bans(economy, sets), base, parameters, len(sets))
    capacity, demand = tables.capacity(economy, sets), tables.demand(economy, sets)
    results = Results(*(np.empty((len(sets), days, n, j), kind) for _ in range(5)), np.zeros((n, len(sets), n)))  # type: ignore[call-arg]
    borders = np.linspace(0, n, len(state.demand) + 1).round().astype(int).tolist()
    with ThreadPoolExecutor(threads) as pool:
        for day in range(-1, days):
            if day >= 0:
                kernel.produce(day, base, pace, state, results)
            capacity.leave(day + 1, state.left[(day + 1) % 2])
            demand.leave(day + 1, state.asked[(day + 1) % 2])
            doors.move(day + 1, base.share)

            def serve(part: int, day: int = day) -> None:
                kernel.serve(day, borders[part], borders[part + 1], part, base, pace, state, doors.gates, results)

            for _ in (map if threads == 1 else pool.map)(serve, range(len(state.demand))):
                pass
    return results


def _base(economy: FlowEconomy, parameters: ArioParameters, kind: np.dtype[Any]) -> Base:
    keep = np.array(parameters.days_of(economy.sectors))
    keep[np.isinf(keep)] = 0.0
    used = economy.inputs.transpose(1, 0, 2)
    output = economy.output[:, None, :]
    use = np.divide(used, output, out=np.zeros_like(used), where=output > 0)
    needed = use * (keep * parameters.psi)[None, :, None]
    inverse = np.divide(1.0, needed, out=np.zeros_like(needed), where=needed > 0)
    assert economy.other is not None
    rest = (use, inverse, economy.final_use, economy.other.reshape(economy.shape), economy.output, keep)
    return Base(economy.origin_share.astype(kind, copy=False), *(array.astype(kind) for array in rest))


def _state(economy: FlowEconomy, sets: Sequence[Scenario], base: Base) -> State:
    (n, j), b, kind = economy.shape, len(sets), base.share.dtype
    extra = np.stack([tables.extra_days(economy, events) for events in sets], axis=2)
    held = np.where(base.keep[:, None] > 0, base.keep[:, None] + extra, 0.0).astype(kind)
    both = np.broadcast_to(base.output[:, None, :], (2, n, b, j))
    return State(
        stock=held[:, :, :, None] * (base.use * base.output[:, None, :])[:, :, None, :],
        orders=np.zeros((n, j, b, n), kind), demand=np.zeros((min(PARTS, n), j, b, n), kind),
        allowed=np.empty((n, b, j), kind), plan=both.copy(), made=both.copy(), per_plan=np.zeros((n, b, j), kind),
        alpha=np.ones((n, b, j), kind), fill=np.zeros((j, b, n), kind),
        capacity=np.ones((2, j, b, n), kind),
        left=np.ones((2, b, n * j), kind), asked=np.ones((2, b, n * j), kind),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Doors:
    """Doors that bans move, and how far buyers behind them have turned to other suppliers.

    Parameters
    ----------
    gates : Gates
        Changed in place by `move`.
    bans : Table
        `place` are flat positions in one day of `gates.doors`.
    triples : array (R, 3)
        Importer, product and scenario of each row.
    limit, days : float
        Rerouting's.
    """

    gates: Gates
    bans: Table
    triples: NDArray[np.int64]
    limit: float
    days: float

    @classmethod
    def of(cls, bans: Table, base: Base, parameters: ArioParameters, scenarios: int) -> Doors:
        """Return the open doors before the first day."""
        n, j, _, users = base.share.shape
        kind = base.share.dtype
        owner = np.repeat(bans.owner, np.diff(bans.first))
        link, origin = np.divmod(bans.place, n)
        product, importer = np.divmod(link, n)
        key, at = np.unique((importer * j + product) * scenarios + owner, return_inverse=True)
        row = np.full(n * j * scenarios, -1, np.int64)
        row[key] = np.arange(len(key))
        gates = Gates(
            row.reshape(n, j, scenarios), np.ones((2, len(key), n), kind), np.zeros((2, len(key), users), kind),
            np.zeros((2, len(key)), kind),
        )  # fmt: skip
        triples = np.stack(np.unravel_index(key, (n, j, scenarios)), axis=1).astype(np.int64)
        return cls(
            gates, bans._replace(place=at.ravel() * n + origin), triples, parameters.rerouting_limit,
            parameters.rerouting_days,
        )  # fmt: skip

    def move(self, day: int, share: NDArray[Any]) -> None:
        """Set the doors of a day after those of the day before."""
        now, before = day % 2, (day - 1) % 2
        doors, spill, turned = self.gates.doors, self.gates.spill, self.gates.turned
        if not len(self.triples):
            return
        start, end = self.bans.time[:, 0], self.bans.time[:, 0] + self.bans.time[:, 1]
        if np.any((day == start) | (day == end)):
            doors[now] = 1.0
            flat = doors[now].reshape(-1)
            for k in np.flatnonzero((start <= day) & (day < end)):
                part = slice(self.bans.first[k], self.bans.first[k + 1])
                at = self.bans.place[part]
                flat[at] = np.minimum(flat[at], self.bans.share[part])
            kernel.pass_doors(share, self.triples, doors[now], spill[now])
        else:
            doors[now], spill[now] = doors[before], spill[before]
        blocked = (doors[now] < 1.0).any(1)
        turned[now] = np.where(blocked, turned[before] + (self.limit - turned[before]) / self.days, 0.0)
