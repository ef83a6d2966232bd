"""What a scenario makes of the shares of every link, once for all sweeps."""

from __future__ import annotations

import numpy as np

from technostate.kernels import compiled
from technostate.shocks.decade.kernel.powers import Floats, Integers, exponentials, logarithms


@compiled()
def wedges(
    share: Floats,
    traded: Integers,
    old: Floats,
    new: Floats,
    cost: Floats,
    theta: Floats,
    A: Floats,
    B: Floats,
    supply: Floats,
    linked: Floats,
) -> bool:
    """Fill A = π·κ^(−θ) and B = A / (1 + τ') for traded sectors; return whether any duty is left.

    `old` and `new` tariffs and `cost` are (J, N, N), or (0, 0, 0) where there are none. `supply` (T, N) receives the
    sums of A over exporters, `linked` (N importer, N exporter) the sums over sectors.
    """
    T, N, _ = share.shape
    x, work = np.empty(N), np.empty(N, np.int64)
    duty = False
    linked[:] = 0.0
    for t in range(T):
        j = traded[t]
        for n in range(N):
            moved = False
            for i in range(N):
                x[i] = 1.0
            if new.size > 0:
                for i in range(N):
                    x[i] += new[j, n, i]
                    duty |= new[j, n, i] != 0.0
                if old.size > 0:
                    for i in range(N):
                        x[i] /= 1.0 + old[j, n, i]
            if cost.size > 0:
                for i in range(N):
                    x[i] *= cost[j, n, i]
            for i in range(N):
                moved |= x[i] != 1.0
                # A stopped link is taken out after the logarithms.
                x[i] = min(x[i], 1e300)
            if moved:
                logarithms(x, work)
                for i in range(N):
                    x[i] *= -theta[t]
                exponentials(x, work)
            total = 0.0
            for i in range(N):
                weight = share[t, n, i]
                if moved:
                    stopped = cost.size > 0 and cost[j, n, i] == np.inf
                    weight = 0.0 if stopped else weight * x[i]
                A[t, n, i] = weight
                B[t, n, i] = weight / (1.0 + new[j, n, i]) if new.size > 0 else weight
                total += weight
                linked[n, i] += weight
            supply[t, n] = total
    return duty
