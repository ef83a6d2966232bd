"""The same days in plain NumPy, one scenario, written as equations: slow, short and independent of the kernel.

Indices: n importer, i product, o origin, u user (the J sectors and, last, final demand F).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from technostate.shocks.weeks.economy import Array, FlowEconomy
from technostate.shocks.weeks.events import Delay, DelayShares, Event
from technostate.shocks.weeks.plain import CAPACITY, DEMAND, doors_on, extra_days, left_on
from technostate.shocks.weeks.ties.terms import Rule

#: Shares of firms below this count as none that are out of stock; from twice this on they count in full.
NOTICED = 1e-6
#: Spare room at an origin that has none, so that what is sought elsewhere is always sought somewhere.
LITTLE = 0.01
#: A ban that takes this much of what is ordered, or more, lets nothing through that is sought elsewhere; of one that
#: takes less, in proportion.
NARROW = 0.1


class Reference(NamedTuple):
    """Output, final demand met, lost and waiting, stocks, each (T, N, J), and trade (N, N), as in `Path`.

    `gap` is the largest difference between what a node made and what it delivered, over the largest base output.
    """

    output: Array
    final_met: Array
    final_lost: Array
    final_waiting: Array
    stocks: Array
    trade: Array
    gap: float


def ratio(top: Array, bottom: Array, otherwise: float = 0.0) -> Array:
    """Return top / bottom where bottom is positive."""
    top, bottom = np.broadcast_arrays(top, bottom)
    found: Array = np.divide(top, bottom, out=np.full(top.shape, otherwise), where=bottom > 0)
    return found


class Table(NamedTuple):
    """The base: shares and flows by (n, i, o) or (n, i, o, u), coefficients and weights (n, i, u)."""

    share: Array
    use: Array
    weight: Array
    final: Array
    bought: Array
    output: Array
    other: Array

    @classmethod
    def of(cls, economy: FlowEconomy) -> Table:
        """Return the base of an economy."""
        assert economy.other is not None
        used = economy.inputs.transpose(1, 0, 2)
        bought = np.concatenate([used, economy.final_use[:, :, None]], axis=2)
        return cls(
            economy.origin_share, ratio(used, economy.output[:, None, :]), ratio(used, used.sum(2, keepdims=True)),
            economy.final_use, (economy.origin_share * bought[:, :, None, :]).sum(3), economy.output,
            economy.other.reshape(economy.shape),
        )  # fmt: skip


class Day(NamedTuple):
    """What is short on a day.

    Parameters
    ----------
    need : array (n, i, o)
        With the waiting buyers who are served.
    firms : array (n, i, o)
        Share of their need that firms lack.
    final : array (n, i, o)
        Given to final users, waiting buyers included.
    unmet, served : array (n, i)
        Of today's final demand; of the waiting buyers.
    lost, mean : array (n, i, u)
        Share of firms that would stop, were none qualified; share of their need that they lack on average.
    """

    need: Array
    firms: Array
    final: Array
    unmet: Array
    served: Array
    lost: Array
    mean: Array


def noticed(out: Array) -> Array:
    """Return a share of firms that are out of stock as it counts; see `NOTICED`."""
    return np.where(out >= 2 * NOTICED, out, 2 * np.maximum(out - NOTICED, 0.0))


def passing(door: Array) -> Array:
    """Return how far a door that lets a share of orders through is open to what is sought elsewhere; see `NARROW`."""
    return np.maximum(1.0 - (1.0 - door) / NARROW, 0.0)


def worst(missing: Array, share: Array, ties: float) -> Array:
    """Return the mean of the worst of `ties` draws of what is missing.

    Parameters
    ----------
    missing : array (n, i, o)
    share : array (n, i, o, u)
        Probabilities of the origins, by user; what they fall short of one is drawn from origins that miss nothing.
    ties : float
        Draws; between whole numbers the mean of the two.
    """
    order = np.argsort(-missing, axis=2, kind="stable")
    down = np.take_along_axis(missing, order, 2)
    step = down - np.append(down[:, :, 1:], np.zeros_like(down[:, :, :1]), axis=2)
    left = np.maximum(1.0 - np.cumsum(np.take_along_axis(share, order[..., None], 2), axis=2), 0.0)
    whole = int(ties)
    none = left**whole * (1 - (ties - whole) + (ties - whole) * left)
    found: Array = (step[..., None] * (1.0 - none)).sum(2)
    return found


def short(table: Table, rule: Rule, plan: Array, asked: Array, waiting: Array, stock: Array) -> Day:
    """Return what is short: first for waiting buyers, then for final users `priority` times as hard as for firms."""
    p, sectors = rule.parameters, table.use.shape[1]
    now = asked[:, :, None] * table.share[..., -1]
    late = waiting[:, :, None] / p.backlog_days * table.share[..., -1]
    firms = np.einsum("niou,niu->nio", table.share[..., :sectors], table.use * plan[:, None, :])
    need = firms + now + late
    gone = np.maximum(1.0 - ratio(stock, rule.keep[:, None] * need, np.inf), 0.0)
    lack = noticed(gone**p.spread) * need
    to_late = np.minimum(lack, late)
    rest = lack - to_late
    rate = ratio(rest, firms + p.priority * now)
    over = p.priority * rate > 1.0
    cut = np.where(over, 1.0, p.priority * rate)
    rate = np.where(over, ratio(np.maximum(rest - now, 0.0), np.where(firms > 1e-12 * need, firms, 0.0)), rate)
    rate = np.minimum(rate, 1.0)
    return Day(
        need - to_late, rate, (1.0 - cut) * now + late - to_late, (cut * now).sum(2), (late - to_late).sum(2),
        worst(rate, table.share[..., :sectors], p.ties),
        np.einsum("niou,nio->niu", table.share[..., :sectors], rate),
    )  # fmt: skip


def used_of(table: Table, day: Day, made: Array, plan: Array) -> Array:
    """Return what leaves stocks (n, i, o): users who get less of an origin draw more on the others."""
    sectors = table.use.shape[1]
    got = 1.0 - day.mean
    drawn = table.use * np.minimum(ratio(np.broadcast_to(made[:, None, :], got.shape), got), plan[:, None, :])
    taken: Array = (1.0 - day.firms) * np.einsum("niou,niu->nio", table.share[..., :sectors], drawn) + day.final
    return taken


def elsewhere(missed: Array, given: Array) -> Array:
    """Return what other origins gave (n, i, o), put in the places that lack it; where none does, where it came from."""
    total, whole = given.sum(2, keepdims=True), missed.sum(2, keepdims=True)
    return np.where(whole > 0, ratio(missed, whole) * total, given)


def reference(economy: FlowEconomy, events: Sequence[Event], days: int, rule: Rule) -> Reference:
    """Return the simulation of `technostate.shocks.weeks.simulate` with `production="ties"`.

    Parameters
    ----------
    events : sequence of Event
        Not checked.
    """
    table, p, (n, j) = Table.of(economy), rule.parameters, economy.shape
    low = rule.keep[:, None] * table.bought
    top = low + extra_days(economy, events).reshape(j, n, j)[:, :, 0].T[:, :, None] * table.bought
    stock, order, extra = top.copy(), table.bought.copy(), np.zeros((n, j, n))
    alpha, turned = np.ones((n, j)), np.zeros((n, j, n))
    waiting, qualified = np.zeros((n, j)), np.zeros((n, j))
    under_way = UnderWay(economy, events)
    results: tuple[list[Array], ...] = ([], [], [], [], [])
    trade, gap = np.zeros((n, n)), 0.0
    for t in range(days):
        doors = doors_on(economy, events, t).transpose(2, 1, 0)
        regular, other = (doors * order).sum(0).T + table.other, extra.sum(0).T
        cap = alpha * (1 + rule.slack) * left_on(economy, events, t, CAPACITY) * table.output
        plan = np.minimum(cap, regular + other)
        asked = table.final * left_on(economy, events, t, DEMAND)
        day = short(table, rule, plan, asked, waiting, stock)
        tied = np.maximum(day.lost - day.mean, 0.0)
        stopped = day.mean + (1 - qualified[:, :, None]) * tied
        made = plan * (1.0 - rule.critical * stopped).min(1)
        fill, fill_other = np.minimum(ratio(made, regular), 1.0), np.minimum(
            ratio(np.maximum(made - regular, 0.0), other), 1.0)  # fmt: skip
        came, given = doors * order * fill.T, extra * fill_other.T
        missing = order - came
        found = elsewhere(np.minimum(turned * order, missing), given)
        stock = np.maximum(stock + under_way.pass_by(t, came) + found - used_of(table, day, made, plan), 0.0)
        qualified = qualified + (1 - qualified) * (table.weight * tied).sum(2) / p.qualifying_days
        waiting = waiting + rule.postponed * day.unmet - day.served
        ordered = ratio(regular + other, (1 + rule.slack) * table.output, 1.0)
        alpha = alpha + (np.clip(ordered, 1.0, rule.most) - alpha) / p.overproduction_days
        part = np.where(order > 1e-12 * table.bought, ratio(missing, order), 0.0)
        turned = turned + (p.rerouting_limit * part - turned) / p.rerouting_days
        towards = np.maximum(low - stock, 0.0) - np.maximum(stock - top, 0.0)
        order = np.maximum(day.need + towards / p.restocking_days, 0.0)
        open_ = passing(doors_on(economy, events, t + 1).transpose(2, 1, 0))
        room = table.bought * (ratio(np.maximum(cap - regular, 0.0), table.output) + LITTLE).T * open_
        sought = np.minimum(turned * order, missing).sum(2, keepdims=True)
        extra = ratio(room, room.sum(2, keepdims=True)) * sought
        trade += (came + given).sum(1) / days
        gap = max(gap, float(np.abs((came + given).sum(0).T + table.other * fill - made).max() / table.output.max()))
        final = (asked - day.unmet + day.served, (1 - rule.postponed) * day.unmet, waiting, stock.sum(2) / 365.0)
        for store, value in zip(results, (made, *final), strict=True):
            store.append(value)
    output, met, lost, wait, stocks = (np.array(store) for store in results)
    return Reference(output, met, lost, wait, stocks, trade, gap)


class UnderWay:
    """Goods that delays keep under way, by day of arrival (n, i, o)."""

    def __init__(self, economy: FlowEconomy, events: Sequence[Event]) -> None:
        (n, j), self.later = economy.shape, dict[int, Array]()
        self.delays: list[tuple[Delay | DelayShares, Array]] = []
        for event in sorted((e for e in events if isinstance(e, Delay | DelayShares)), key=lambda e: -e.days):
            if isinstance(event, DelayShares):
                share = event.share.transpose(1, 0, 2)
            else:
                share = np.zeros((n, j, n))
                sides = (event.importers, economy.regions), (event.sectors, economy.sectors), (
                    event.exporters, economy.regions)  # fmt: skip
                at = [[known.index(name) for name in names or known] for names, known in sides]
                share[np.ix_(*at)] = event.share
            self.delays.append((event, share))

    def pass_by(self, day: int, shipped: Array) -> Array:
        """Return what arrives on a day (n, i, o) where `shipped` sets out."""
        comes = shipped
        for event, share in self.delays:
            if event.start <= day < event.start + event.duration:
                held = share * comes
                comes = comes - held
                self.later[day + event.days] = self.later.get(day + event.days, 0.0) + held
        return comes + self.later.pop(day, 0.0)
