"""The same days in plain NumPy, with an order for every pair of nodes: slow, short and independent of the kernel.

Orders are a matrix (N·J supplier, N·J user). Since a supplier shares what it makes in proportion to orders, each
order is filled in the same ratio, so that the sums by link and product that the kernel keeps lose nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from technostate.shocks.weeks.ario.parameters import ArioParameters
from technostate.shocks.weeks.economy import Array, FlowEconomy
from technostate.shocks.weeks.events import Event
from technostate.shocks.weeks.plain import CAPACITY, DEMAND, doors_on, extra_days, left_on


class Reference(NamedTuple):
    """Output, final demand delivered and stocks by region and product, each (T, N, J), and trade, as in `Path`."""

    output: Array
    final_met: Array
    stocks: Array
    trade: Array


def reference(economy: FlowEconomy, events: Sequence[Event], days: int, parameters: ArioParameters) -> Reference:
    """Return the simulation of `technostate.shocks.weeks.simulate` from orders between single nodes.

    Parameters
    ----------
    events : sequence of Event
        Not checked.
    """
    n, j = economy.shape
    nodes = n * j
    assert economy.other is not None
    Z, F, x0, p = economy.intermediate, economy.final, economy.output.ravel(), parameters
    used = Z.reshape(n, j, nodes).sum(0)
    a = np.divide(used, x0, out=np.zeros_like(used), where=x0 > 0)
    share = _weighted(Z, n, j)
    keep = np.array(p.days_of(economy.sectors))[:, None]
    stored = np.isfinite(keep)
    stock = used * np.where(stored, keep + extra_days(economy, events), 0.0)
    alpha, plan, made = np.ones(nodes), x0.copy(), x0.copy()
    turned, left = np.zeros((j, n)), np.ones(nodes)
    orders, asked = np.zeros((nodes, nodes)), F
    results: tuple[list[Array], list[Array], list[Array]] = ([], [], [])
    trade = np.zeros((n, n))
    for day in range(-1, days):
        if day >= 0:
            demand = orders.sum(1) + asked.sum(1) + economy.other
            left = alpha * left_on(economy, events, day, CAPACITY).ravel()
            plan = np.minimum(left * x0, demand)
            need = plan * a * np.where(stored, keep, 0.0) * p.psi
            ratio = np.divide(stock, need, out=np.full_like(need, np.inf), where=need > 0)
            made = plan * np.minimum(1.0, ratio.min(0))
            fill = np.divide(made, demand, out=np.zeros(nodes), where=demand > 0)
            arrived = (orders * fill[:, None]).reshape(n, j, nodes).sum(0)
            stock = np.where(stored, np.maximum(stock + arrived - a * made, 0.0), 0.0)
            held = np.where(stored, stock.reshape(j, n, j).sum(2), np.nan).T / 365.0
            delivered = (asked * fill[:, None]).reshape(n, j, n).sum(0).T
            sent = (orders * fill[:, None]).reshape(n, j, n, j).sum((1, 3)) + (asked * fill[:, None]).reshape(
                n, j, n
            ).sum(1)
            trade += sent.T / days
            for store, value in zip(results, (made.reshape(n, j), delivered, held), strict=True):
                store.append(value)
        doors = doors_on(economy, events, day + 1)
        turned = np.where((doors < 1).any(0), turned + (p.rerouting_limit - turned) / p.rerouting_days, 0.0)
        gap = np.where(stored, np.maximum(plan * a * np.where(stored, keep, 0.0) - stock, 0.0), 0.0)
        wanted = a * made + gap / p.restocking_days
        if p.orders == "alt":
            share = _weighted(Z * left[:, None], n, j)
        orders = _placed(share, wanted, doors, turned)
        asked = _placed(F, np.ones((j, n)), doors, turned) * np.tile(
            left_on(economy, events, day + 1, DEMAND).T, (n, 1)
        )
        if day >= 0:
            demand = orders.sum(1) + asked.sum(1) + economy.other
            scarce = np.divide(demand - made, demand, out=np.zeros(nodes), where=demand > 0)
            rise = np.where(np.abs(scarce) > 1e-6, (p.overproduction - alpha) * scarce, 1.0 - alpha)
            alpha = np.maximum(alpha + rise / p.overproduction_days, 1.0)
    output, final_met, stocks = (np.array(store) for store in results)
    return Reference(output, final_met, stocks, trade)


def _weighted(flows: Array, n: int, j: int) -> Array:
    """Return the share of each node in what a user (column) buys of a product, all origins together."""
    whole = np.tile(flows.reshape(n, j, -1).sum(0), (n, 1))
    share: Array = np.divide(flows, whole, out=np.zeros_like(flows), where=whole > 0)
    return share


def _placed(flows: Array, wanted: Array, doors: Array, turned: Array) -> Array:
    """Return orders by node: wanted × origins through the doors (N origin, J, N buyer), the stopped part rerouted.

    Rerouted orders go by links that no door touches.

    `flows` (N·J, users) by origin and product; users are nodes or regions; `turned` (J, N buyer).
    """
    n, j, regions = doors.shape
    users = flows.shape[1]
    by_user = users // regions
    open_ = np.repeat(doors, by_user, axis=2)
    split = flows.reshape(n, j, users)
    stopped, free = (split * (1.0 - open_)).sum(0), (split * (open_ == 1)).sum(0)
    spill = np.divide(stopped, free, out=np.zeros_like(free), where=free > 0)
    more = np.repeat(turned, by_user, axis=1) * spill
    placed: Array = split * open_ * wanted * (1.0 + more * (open_ == 1))
    return placed.reshape(n * j, users)
