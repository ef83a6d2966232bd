"""Threat: what a state fears of another, for what the other does to it, for its arms, and for growth that fails."""

from __future__ import annotations

from technostate.kernels import compiled
from technostate.shocks.decade.kernel.powers import Floats


@compiled()
def perceive(
    persistence: float,
    by_restriction: float,
    by_forces: float,
    by_shortfall: float,
    restriction: Floats,
    surplus: Floats,
    shortfall: Floats,
    threat: Floats,
) -> None:
    """Move threat (N, N), of n by m, a year on, in place.

    τ_nm' = ρ τ_nm + a_r r_mn + a_f (f_m − f_n) + a_g shortfall_n. Nothing in it is a size, so that splitting a state
    changes nothing; size enters where threats are added up.

    Parameters
    ----------
    restriction : array (N seller, N buyer)
        Log points of cost.
    surplus : array (N,)
        f: log effective forces over those of the path without politics.
    shortfall : array (N,)
        Log points of income below that path.
    """
    N = surplus.size
    for n in range(N):
        for m in range(N):
            threat[n, m] = (
                persistence * threat[n, m]
                + by_restriction * restriction[m, n]
                + by_forces * (surplus[m] - surplus[n])
                + by_shortfall * shortfall[n]
            )


@compiled()
def summed(threat: Floats, rivals: Floats, out: Floats) -> None:
    """Write the threat a state perceives (N,): that of each, by its weight."""
    for n in range(out.size):
        total = 0.0
        for m in range(out.size):
            total += rivals[n, m] * threat[n, m]
        out[n] = total


@compiled()
def shortfalls(expected: Floats, income: Floats, out: Floats) -> None:
    """Write by how much income (N,) is below what was expected, log points; nothing where it is above."""
    for n in range(out.size):
        out[n] = max(expected[n] - income[n], 0.0)
