"""Research: civil, or passed on by defence, it makes more of what is seen; steering moves it between sectors."""

from __future__ import annotations

from technostate.kernels import compiled
from technostate.shocks.decade.kernel.powers import Floats


@compiled()
def efforts(
    civil: Floats,
    defence: Floats,
    burden: Floats,
    base_burden: Floats,
    passed: Floats,
    base_passed: float,
    spillover: float,
    elasticity: float,
    steered: Floats,
    lost: float,
    strategic: Floats,
    part: Floats,
    more: Floats,
    effort: Floats,
) -> None:
    """Write to `effort` (J, N) the factor by which research multiplies arrivals: R̂^ε, one at the base.

    R = civil + permeability × spillover × defence research. A share c steered to strategic sectors, which have the part
    ω of research anyway, multiplies theirs by 1 + (1 − lost) c (1 − ω) / ω, and that of others by 1 − c.

    Parameters
    ----------
    civil, more : array (N,)
        Civil research of the base and on top of it, share of GDP.
    defence : array (N,)
        Research in military spending, a share of it.
    burden, base_burden : array (N,)
        Military spending, share of GDP.
    passed, base_passed : array (N,), float
        Permeability, 0 to 1.
    lost : float
        Share of steered research that is misallocated.

    References
    ----------
    Moretti, E., C. Steinwender and J. Van Reenen (2025). The intellectual spoils of war? Defense R&D, productivity, and
    international spillovers. Review of Economics and Statistics 107(1), 14–27.
    """
    J, N = effort.shape
    for n in range(N):
        before = civil[n] + base_passed * spillover * defence[n] * base_burden[n]
        after = max(civil[n] + more[n], 0.0) + passed[n] * spillover * defence[n] * burden[n]
        ratio = after / before if before > 0.0 else 1.0
        other = ratio * (1.0 - steered[n])
        core = ratio * (1.0 + (1.0 - lost) * steered[n] * (1.0 - part[n]) / part[n]) if part[n] > 0.0 else ratio
        for j in range(J):
            towards = core if strategic[j] > 0.0 else other
            effort[j, n] = towards**elasticity if elasticity != 0.0 else 1.0


@compiled()
def permeability(base: float, lever: Floats, out: Floats) -> None:
    """Write what defence research passes on (N,): the parameter and the lever, within 0 and 1."""
    for n in range(out.size):
        out[n] = min(max(base + lever[n], 0.0), 1.0)
