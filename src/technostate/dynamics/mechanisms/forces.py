"""Forces: a stock of equipment that spending renews, worth what the technology of its makers is worth."""

from __future__ import annotations

import numpy as np

from technostate.kernels import compiled
from technostate.shocks.decade.kernel.powers import Floats


@compiled()
def arm(spending: Floats, depreciation: float, forces: Floats) -> None:
    """Move forces (N,), a ratio to the base year, a year on, in place: M' = M + δ (spending − M).

    Parameters
    ----------
    spending : array (N,)
        Real military spending, ratio to the base year: more of it raises forces.
    """
    for n in range(forces.size):
        forces[n] += depreciation * (spending[n] - forces[n])


@compiled()
def technology(knowledge: Floats, start: Floats, weight: Floats, out: Floats) -> None:
    """Write to `out` (N,) the log growth of productivity of the sectors that forces draw on: Σ_j weight ln λ̂_nj.

    Parameters
    ----------
    knowledge, start : array (J, N)
        λ now and at the base year.
    weight : array (N, J)
        Shares of the strategic sectors in the sales of all of them, over θ and over the region's value added as a share
        of its sales: the sum is the growth of their productivity on average, on the scale of labour and capital rather
        than of all inputs. Where all sectors grow alike it is the growth of the region's productivity.
    """
    J, N = knowledge.shape
    for n in range(N):
        total = 0.0
        for j in range(J):
            if weight[n, j] != 0.0:
                total += weight[n, j] * np.log(knowledge[j, n] / start[j, n])
        out[n] = total


@compiled()
def effective(forces: Floats, technology: Floats, weight: float, out: Floats) -> None:
    """Write log effective forces (N,): ln M + weight × log technology."""
    for n in range(out.size):
        out[n] = np.log(forces[n]) + weight * technology[n]
