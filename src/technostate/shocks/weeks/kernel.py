"""The compiled day loop of the weeks engine: many scenarios advance together through one pass over the links a day.

`technostate.shocks.weeks.reference` states the same days in plain NumPy with an order for every pair of nodes; the
tests hold the two together. Here users of a region share one row of suppliers a product, so that the origin shares
are one shared array (J, N, N, J) and orders on suppliers are kept by link and sector, (J, N, N) a scenario: with
deliveries shared in proportion to orders that is all an exporter needs to know.

Each block of shares (one product, one buying region: N origins × J users) is used twice while it lies in the cache:
deliveries are shares transposed times what exporters fill, new orders are shares times what users want.

One module holds it all because numba's cache on disk watches the file of the function that is called only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba  # type: ignore[import-untyped,unused-ignore]
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
Array = NDArray[Any]


def _compiled(**options: Any) -> Callable[[Function], Function]:
    """Return numba's decorator, cached on disk and releasing the lock, with its type kept."""
    return cast(Callable[[Function], Function], numba.njit(cache=True, nogil=True, error_model="numpy", **options))


#: Sums may be reordered (for vector units); infinities and NaN keep their meaning.
SUMS = {"reassoc", "contract", "nsz"}
#: Scarcity below this is rounding and does not raise capacity.
SCARCE = 1e-6


@_compiled()
def felt(time: Array, day: int) -> float:
    """Share of a loss felt on a day of an event with time (start, duration, recovery)."""
    if day < time[0]:
        return 0.0
    after = day - time[0] - time[1] + 1
    if after <= 0:
        return 1.0
    if time[2] <= 0 or after >= time[2]:
        return 0.0
    share: float = 1.0 - after / time[2]
    return share


@_compiled()
def multiply(owner: Array, time: Array, first: Array, place: Array, share: Array, day: int, out: Array) -> None:
    """Set out (B, ·) to one, then multiply by what each event leaves at its places (flat positions) on a day."""
    out[:] = 1.0
    for k in range(owner.size):
        now = felt(time[k], day)
        if now > 0.0:
            row = out[owner[k]]
            for p in range(first[k], first[k + 1]):
                row[place[p]] *= 1.0 - (1.0 - share[p]) * now


@_compiled()
def close(owner: Array, time: Array, first: Array, place: Array, share: Array, day: int, open_: Array) -> bool:
    """Set open_ (J, N, B, N) for a day if a ban starts or ends on it, and return whether one does."""
    N = open_.shape[1]
    moved = False
    for k in range(owner.size):
        moved |= day == time[k, 0] or day == time[k, 0] + time[k, 1]
    if not moved:
        return False
    open_[:] = 1.0
    for k in range(owner.size):
        if time[k, 0] <= day < time[k, 0] + time[k, 1]:
            for p in range(first[k], first[k + 1]):
                s, i, j = place[p] // (N * N), place[p] // N % N, place[p] % N
                open_[s, i, owner[k], j] = min(open_[s, i, owner[k], j], share[p])
    return True


@_compiled(fastmath=SUMS)
def received(share: Array, filled: Array, out: Array) -> None:
    """out[u] = Σ_j share[j, u] filled[j]."""
    out[:] = 0.0
    for j in range(filled.size):
        row, weight = share[j], filled[j]
        for u in range(out.size):
            out[u] += row[u] * weight


@_compiled(fastmath=SUMS)
def ordered(share: Array, want: Array, open_: Array, out: Array) -> None:
    """out[j] = open_[j] Σ_u share[j, u] want[u]."""
    for j in range(open_.size):
        row = share[j]
        total = want[0] * 0
        for u in range(want.size):
            total += row[u] * want[u]
        out[j] = total * open_[j]


@_compiled(fastmath=SUMS)
def produce(
    stock: Array, use: Array, keep: Array, psi: float, x0: Array, left_: Array, alpha: Array, demand: Array,
    plan: Array, made: Array, cover: Array,
) -> None:  # fmt: skip
    """Fill plan and made (B, N, J): the least of capacity and demand, and what stocks allow of it.

    `cover` (B, N, J product) is the lowest ratio, over users in a region, of stock to the stock that the plan needs.
    """
    J, N, B, _ = stock.shape
    lowest = np.empty(J, stock.dtype)
    for b in range(B):
        for i in range(N):
            for u in range(J):
                plan[b, i, u] = min(alpha[b, i, u] * left_[b, i * J + u] * x0[i, u], demand[b, i, u])
            lowest[:] = 1.0
            for s in range(J):
                least = stock.dtype.type(np.inf)
                if keep[s] < np.inf:
                    a, held = use[s, i], stock[s, i, b]
                    enough = stock.dtype.type(psi * keep[s])
                    for u in range(J):
                        need = plan[b, i, u] * a[u] * enough
                        ratio = held[u] / need if need > 0 else stock.dtype.type(np.inf)
                        lowest[u] = min(lowest[u], ratio)
                        least = min(least, ratio)
                cover[b, i, s] = least
            for u in range(J):
                made[b, i, u] = plan[b, i, u] * lowest[u]


@_compiled()
def reroute(turned: float, blocked: bool, days: float, limit: float) -> float:
    """Share of stopped orders that goes to other suppliers, a day later: towards its limit; none if none stopped."""
    return turned + (limit - turned) / days if blocked else 0.0


@_compiled(fastmath=SUMS)
def simulate(
    share: Array, use: Array, final: Array, other: Array, x0: Array, keep: Array, extra: Array,
    psi: float, restock: float, most: float, climb: float, turn: float, limit: float,
    capacity: Any, demands: Any, bans: Any,
    output: Array, met: Array, wanted: Array, stocks: Array, cover: Array, trade: Array,
) -> None:  # fmt: skip
    """Advance B scenarios through T days and write what happened.

    Parameters
    ----------
    share : array (J product, N buyer, N origin, J user)
        Origins of each user's purchases of a product; sum to one over origins, or zero.
    use : array (J product, N, J user)
        Input coefficients.
    final : array (J, N buyer, N origin); other : array (N, J)
        Final demand and other constant demand, annual rate.
    x0 : array (N, J)
        Base output, annual rate.
    keep : array (J,); extra : array (J, N, B)
        Days of stock held and extra days at the start.
    psi, restock, most, climb, turn, limit : float
        See `Parameters`, in its order.
    capacity, demands, bans : `technostate.shocks.weeks.tables.Table`
    output, met, wanted, stocks, cover : arrays (B, T, N, J)
        Receive the results; stocks in days at annual rate.
    trade : array (B, N buyer, N origin)
        Zeros; receives average deliveries.
    """
    J, N = share.shape[0], share.shape[1]
    B, T = output.shape[0], output.shape[1]
    kind = share.dtype
    stock, want = np.zeros((J, N, B, J), kind), np.zeros((J, N, B, J), kind)
    open_, spare = np.ones((J, N, B, N), kind), np.ones((J, N, B, N), kind)
    orders = np.zeros((J, N, B, N), kind)
    nothing, slow = kind.type(0.0), kind.type(1.0 / restock)
    alpha = np.ones((B, N, J), kind)
    plan, made, demand = np.zeros((B, N, J), kind), np.zeros((B, N, J), kind), np.zeros((B, N, J), kind)
    fill, next_demand = np.zeros((J, B, N), kind), np.zeros((J, B, N), kind)
    left_, asked = np.ones((B, N * J), kind), np.ones((B, N * J), kind)
    turned, scale = np.zeros((J, N, B)), np.ones((J, N, B))
    into, filled, allowed = np.empty(J, kind), np.empty(N, kind), np.empty(J, kind)
    for s in range(J):
        if keep[s] < np.inf:
            for i in range(N):
                for b in range(B):
                    for u in range(J):
                        stock[s, i, b, u] = use[s, i, u] * x0[i, u] * (keep[s] + extra[s, i, b])
    # Day −1 only places the orders of the base, under what is stopped on day 0.
    for t in range(-1, T):
        if t >= 0:
            multiply(capacity[0], capacity[1], capacity[2], capacity[3], capacity[4], t, left_)
            produce(stock, use, keep, psi, x0, left_, alpha, demand, plan, made, cover[:, t])
            output[:, t] = made
            for b in range(B):
                for j in range(N):
                    for s in range(J):
                        fill[s, b, j] = made[b, j, s] / demand[b, j, s] if demand[b, j, s] > 0 else 0.0
            for s in range(J):
                for i in range(N):
                    for b in range(B):
                        total = 0.0
                        for j in range(N):
                            total += final[s, i, j] * open_[s, i, b, j] * fill[s, b, j]
                        met[b, t, i, s] = total * scale[s, i, b]
        else:
            for b in range(B):
                plan[b], made[b] = x0, x0
        moved = close(bans[0], bans[1], bans[2], bans[3], bans[4], t + 1, spare)
        tomorrow = spare if moved else open_
        multiply(demands[0], demands[1], demands[2], demands[3], demands[4], t + 1, asked)
        next_demand[:] = 0.0
        for s in range(J):
            fixed = keep[s] < np.inf
            for i in range(N):
                for b in range(B):
                    held, placed, a, doors = stock[s, i, b], want[s, i, b], use[s, i], tomorrow[s, i, b]
                    if t >= 0:
                        # Today's orders arrive through today's doors; new ones are placed through tomorrow's.
                        for j in range(N):
                            filled[j] = open_[s, i, b, j] * fill[s, b, j]
                            trade[b, i, j] += orders[s, i, b, j] * fill[s, b, j]
                        received(share[s, i], filled, into)
                        total = 0.0
                        if fixed:
                            for u in range(J):
                                held[u] += placed[u] * into[u] - a[u] * made[b, i, u]
                                held[u] = max(held[u], nothing)
                                total += held[u]
                        stocks[b, t, i, s] = total if fixed else np.nan
                    blocked = False
                    for j in range(N):
                        blocked |= doors[j] < 1.0
                    turned[s, i, b] = reroute(turned[s, i, b], blocked, turn, limit)
                    for u in range(J):
                        placed[u] = a[u] * made[b, i, u]
                    if fixed:
                        for u in range(J):
                            placed[u] += slow * max(plan[b, i, u] * a[u] * keep[s] - held[u], nothing)
                    if blocked:
                        received(share[s, i], doors, allowed)
                        for u in range(J):
                            if allowed[u] > 0:
                                placed[u] *= 1.0 + turned[s, i, b] * (1.0 - allowed[u]) / allowed[u]
                    ordered(share[s, i], placed, doors, orders[s, i, b])
                    everything, reached = 0.0, 0.0
                    for j in range(N):
                        everything += final[s, i, j]
                        reached += final[s, i, j] * doors[j]
                    part = asked[b, i * J + s]
                    factor = part
                    if blocked and reached > 0:
                        factor *= 1.0 + turned[s, i, b] * (everything - reached) / reached
                    scale[s, i, b] = factor
                    if t + 1 < T:
                        wanted[b, t + 1, i, s] = everything * part
                    for j in range(N):
                        orders[s, i, b, j] += final[s, i, j] * doors[j] * factor
                        next_demand[s, b, j] += orders[s, i, b, j]
        if moved:
            open_, spare = spare, open_
        for b in range(B):
            for j in range(N):
                for s in range(J):
                    total = next_demand[s, b, j] + other[j, s]
                    demand[b, j, s] = total
                    if t >= 0:
                        scarce = (total - made[b, j, s]) / total if total > 0 else 0.0
                        up = (most - alpha[b, j, s]) * scarce if scarce > SCARCE else 1.0 - alpha[b, j, s]
                        alpha[b, j, s] += up / climb
    trade /= T
