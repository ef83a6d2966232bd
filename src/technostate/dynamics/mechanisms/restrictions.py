"""Restrictions: what sellers do to buyers whom they fear."""

from __future__ import annotations

from technostate.kernels import compiled
from technostate.shocks.decade.kernel.powers import Floats


@compiled()
def restrict(
    threat: Floats, response: float, named: Floats, lever: Floats, abroad: Floats, restriction: Floats
) -> None:
    """Write to `restriction` (N seller, N buyer) the cost put on strategic exports, log points of the cost.

    r_in = response × max(τ_in, 0) for rivals that the seller names, and the lever; both sides lose by it.

    Parameters
    ----------
    threat : array (N, N)
        Of the seller by the buyer.
    named : array (N, N)
        One where the seller names the buyer as a rival, else zero.
    """
    N = named.shape[0]
    for i in range(N):
        for n in range(N):
            restriction[i, n] = abroad[i, n] * (response * max(threat[i, n], 0.0) * named[i, n] + lever[i, n])
