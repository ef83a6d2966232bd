"""The days one after another: plans, what is short, deliveries, orders; importers in turn on all cores."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.weeks import tables
from technostate.shocks.weeks.economy import FlowEconomy
from technostate.shocks.weeks.tables import Scenario, Table
from technostate.shocks.weeks.ties import kernel
from technostate.shocks.weeks.ties.delays import UnderWay
from technostate.shocks.weeks.ties.kernel import Base, Gates, Results, State, Terms
from technostate.shocks.weeks.ties.reference import NOTICED, ratio
from technostate.shocks.weeks.ties.terms import Rule

#: Parts of the importers that threads take in turn; sums over parts do not depend on who took them.
PARTS = 8
#: Shares read a day below which a second thread costs more than it saves.
WORTH_SHARING = 1e6


def run(
    economy: FlowEconomy, sets: Sequence[Scenario], days: int, rules: Sequence[Rule], kind: np.dtype[Any], threads: int
) -> Results:
    """Return what happens to B scenarios in T days; trade is summed over the days, stocks are days × annual rate.

    Parameters
    ----------
    sets : sequence of tuples of Event
        Checked.
    rules : sequence of Rule
        One a scenario; all with the same ratings.
    kind : dtype
        Of all arrays in the loop.
    threads : int
        More than `PARTS` are not used.
    """
    n, j = economy.shape
    base, terms = _base(economy, rules[0], kind), _terms(economy, sets, rules, kind)
    touched = Touched.of(economy, sets, kind)
    state = _state(base, terms, len(sets))
    capacity, demand = tables.capacity(economy, sets), tables.demand(economy, sets)
    results = Results(*(np.empty((len(sets), days, n, j), kind) for _ in range(7)), np.zeros((n, len(sets), n)))  # type: ignore[call-arg]
    borders = np.linspace(0, n, len(state.demand) + 1).round().astype(int).tolist()
    threads = threads if base.share.size * len(sets) > WORTH_SHARING else 1
    touched.open(0)
    for part, (first, last) in enumerate(pairwise(borders)):
        state.demand[part] = np.einsum("nibo->ibo", state.order[first:last] * touched.doors_of(0, first, last))
    with ThreadPoolExecutor(threads) as pool:
        share_out = map if threads == 1 else pool.map

        for day in range(days):
            capacity.leave(day, state.left)
            demand.leave(day, state.asked)
            kernel.plan(base, terms, state)

            def consume(part: int, day: int = day) -> None:
                kernel.consume(day, borders[part], borders[part + 1], base, terms, state, results)

            for _ in share_out(consume, range(len(state.demand))):
                pass
            kernel.produce(day, base, terms, state, results)
            touched.ship(day, state)
            touched.open(day + 1)

            def settle(part: int, day: int = day) -> None:
                kernel.settle(
                    day, borders[part], borders[part + 1], part, base, terms, state, touched.gates, results
                )  # fmt: skip

            for _ in share_out(settle, range(len(state.demand))):
                pass
    return results


def _base(economy: FlowEconomy, rule: Rule, kind: np.dtype[Any]) -> Base:
    used = economy.inputs.transpose(1, 0, 2)
    bought = np.concatenate([used, economy.final_use[:, :, None]], axis=2)
    share = economy.origin_share
    assert economy.other is not None
    rest = (
        ratio(used, economy.output[:, None, :]), ratio(used, used.sum(2, keepdims=True)), rule.critical,
        economy.final_use, economy.other.reshape(economy.shape), economy.output,
        np.einsum("niou,niu->nio", share, bought), share[..., -1],
    )  # fmt: skip
    return Base(share.astype(kind, copy=False), *(np.ascontiguousarray(array, dtype=kind) for array in rest))


def _terms(economy: FlowEconomy, sets: Sequence[Scenario], rules: Sequence[Rule], kind: np.dtype[Any]) -> Terms:
    p = [rule.parameters for rule in rules]
    by_product = (
        np.stack([getattr(rule, key) for rule in rules], axis=1) for key in ("keep", "slack", "most", "postponed")
    )
    spread = np.array([row.spread for row in p], float)
    by_scenario = (
        spread, NOTICED ** (1.0 / spread), *(np.array([getattr(row, key) for row in p], float)
                                             for key in ("ties", "priority", "rerouting_limit")),
        *(1.0 / np.array([getattr(row, f"{key}_days") for row in p], float)
          for key in ("restocking", "overproduction", "rerouting", "backlog", "qualifying")),
    )  # fmt: skip
    pile = np.stack([tables.extra_days(economy, events) for events in sets], axis=2)
    return Terms(*(np.ascontiguousarray(array, dtype=kind) for array in (*by_product, *by_scenario, pile)))


def _state(base: Base, terms: Terms, scenarios: int) -> State:
    (n, j, _, users), b, kind = base.share.shape, scenarios, base.share.dtype

    def slots() -> NDArray[Any]:
        return np.zeros((n, j, b, n), kind)

    def rows() -> NDArray[Any]:
        return np.zeros((n, j, b), kind)

    def nodes() -> NDArray[Any]:
        return np.zeros((n, b, j), kind)

    days = terms.keep[None] + terms.pile
    parts = min(PARTS, n)
    order = np.broadcast_to(base.bought[:, :, None, :], (n, j, b, n)).copy()
    return State(
        stock=days[..., None] * base.bought[:, :, None, :], order=order, need=slots(), turned=slots(),
        left_over=slots(), given=slots(), mean=np.zeros((n, j, b, users - 1), kind),
        short=np.zeros((n, j, b), bool), active=np.zeros((n, j, b), bool), sought=rows(), waiting=rows(),
        qualified=rows(), limited=np.zeros((n, b), bool), alpha=np.ones((n, b, j), kind), plan=nodes(), made=nodes(),
        demand=np.zeros((parts, j, b, n), kind), extra=np.zeros((parts, j, b, n), kind), regular=nodes(),
        other=nodes(), fill=np.zeros((j, b, n), kind), fill_extra=np.zeros((j, b, n), kind),
        room=np.zeros((2, j, b, n), kind), left=np.ones((b, n * j), kind), asked=np.ones((b, n * j), kind),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Touched:
    """The rows (importer, product, scenario) that bans and delays touch.

    Parameters
    ----------
    gates : Gates
        Changed in place.
    bans : Table
        `place` are flat positions in one day of `gates.doors`.
    under_way : UnderWay
        What delays keep from arriving, on these rows.
    triples : array (R, 3)
        Importer, product and scenario of each row.
    """

    gates: Gates
    bans: Table
    under_way: UnderWay
    triples: NDArray[np.int64]

    @classmethod
    def of(cls, economy: FlowEconomy, sets: Sequence[Scenario], kind: np.dtype[Any]) -> Touched:
        """Return open doors and nothing under way."""
        (n, j), b = economy.shape, len(sets)
        bans, delays = tables.bans(economy, sets), tables.delays(economy, sets)
        keys = []
        for table in (bans, delays):
            link, origin = np.divmod(table.place, n)
            product, importer = np.divmod(link, n)
            keys.append(((importer * j + product) * b + np.repeat(table.owner, np.diff(table.first)), origin))
        key = np.unique(np.concatenate([keys[0][0], keys[1][0]]))
        row = np.full(n * j * b, -1, np.int64)
        row[key] = np.arange(len(key))
        places = [row[triple] * n + origin for triple, origin in keys]
        gates = Gates(row.reshape(n, j, b), np.ones((2, len(key), n), kind), np.zeros((len(key), n), kind))
        triples = np.stack(np.unravel_index(key, (n, j, b)), axis=1).astype(np.int64)
        under_way = UnderWay.of(delays._replace(place=places[1]), len(key), n, kind)
        return cls(gates, bans._replace(place=places[0]), under_way, triples)

    def open(self, day: int) -> None:
        """Set the doors of a day."""
        if not len(self.triples):
            return
        doors = self.gates.doors[day % 2]
        doors[:] = 1.0
        flat = doors.reshape(-1)
        start, end = self.bans.time[:, 0], self.bans.time[:, 0] + self.bans.time[:, 1]
        for k in np.flatnonzero((start <= day) & (day < end)):
            part = slice(self.bans.first[k], self.bans.first[k + 1])
            at = self.bans.place[part]
            flat[at] = np.minimum(flat[at], self.bans.share[part])

    def doors_of(self, day: int, first: int, last: int) -> NDArray[Any]:
        """Return the doors of a day (importers first to last, J, B, N origin)."""
        row = self.gates.row[first:last]
        if not len(self.triples):
            return np.ones((*row.shape, 1))
        return np.where((row >= 0)[..., None], self.gates.doors[day % 2][row], 1.0)

    def ship(self, day: int, state: State) -> None:
        """Set what arrives late and what stays out, of what is shipped on a day."""
        if not self.under_way.ring.size:
            return
        importer, product, scenario = self.triples.T
        shipped = state.order[importer, product, scenario] * self.gates.doors[day % 2]
        shipped *= state.fill[product, scenario]
        self.under_way.pass_by(day, shipped, self.gates.late)
