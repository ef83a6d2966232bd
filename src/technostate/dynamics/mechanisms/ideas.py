"""Ideas: knowledge grows by what is seen at home and in what is bought, and by what comes of itself."""

from __future__ import annotations

import numpy as np

from technostate.kernels import SUMS, compiled
from technostate.shocks.decade import kernel as decade
from technostate.shocks.decade.kernel.powers import Floats, apart, exponentials, logarithms


@compiled(calls=(decade,), fastmath=SUMS)
def insight(shares: Floats, knowledge: Floats, mix: Floats, beta: float, hidden: Floats, found: Floats) -> None:
    """Write to `found` (J, N) the knowledge that producers meet in what they use.

    S_nj = Σ_k η_nkj Σ_i o_ni π_kni^(1−β) λ_ki^β: more with cheaper imports from the knowing, less with closure.

    Parameters
    ----------
    shares : array (J, N importer, N exporter)
        π.
    knowledge : array (J, N)
        λ, extensive.
    mix : array (N, J input, J user)
        η: shares of inputs in all inputs, sums over inputs are one.
    hidden : array (N, N)
        −log o: closure of the importer to ideas of the exporter, log points.

    References
    ----------
    Buera, F. and E. Oberfield (2020). The global diffusion of ideas. Econometrica 88(1), 83–114, section 3.
    Góes, C. and E. Bekkers (2022). The impact of geopolitical conflicts on trade, growth, and innovation. WTO Staff
    Working Paper ERSD-2022-09, equation 12.
    """
    J, N, _ = shares.shape
    x, work = apart(J * N * N), np.empty(J * N * N, np.int64)
    seen, log_known = x.reshape(J, N, N), apart(J * N)
    log_known[:] = np.ascontiguousarray(knowledge).reshape(J * N)
    logarithms(log_known, work)
    for k in range(J):
        for n in range(N):
            for i in range(N):
                seen[k, n, i] = max(shares[k, n, i], 1e-300)
    logarithms(x, work)
    for k in range(J):
        for n in range(N):
            for i in range(N):
                seen[k, n, i] = (1.0 - beta) * seen[k, n, i] + beta * log_known[k * N + i] - hidden[n, i]
    exponentials(x, work)
    met = apart(J)
    for n in range(N):
        for k in range(J):
            total = 0.0
            for i in range(N):
                # What is not bought at all shows nothing.
                total += seen[k, n, i] if shares[k, n, i] > 1e-300 else 0.0
            met[k] = total
        for j in range(J):
            total = 0.0
            for k in range(J):
                total += mix[n, k, j] * met[k]
            found[j, n] = total


@compiled(calls=(decade,))
def arrivals(
    knowledge: Floats, shares: Floats, mix: Floats, beta: float, part: float, arrival: Floats, own: Floats
) -> None:
    """Write how the knowledge of a known path comes about: α and x of λ' = (1 + x) λ + α S.

    With g the growth of λ, α = ι·max(g, 0)·λ/S and x = g − ι·max(g, 0): a decline is nobody's insight.

    Parameters
    ----------
    knowledge : array (Y, J, N)
    shares : array (Y, J, N, N)
    part : float
        ι, the share of growth that is insight.
    arrival, own : array (Y − 1, J, N)
        Receive α and x.
    """
    Y, J, N = knowledge.shape
    found, open_to_all = np.empty((J, N)), np.zeros((N, N))
    for t in range(Y - 1):
        insight(shares[t], knowledge[t], mix, beta, open_to_all, found)
        for j in range(J):
            for n in range(N):
                growth = knowledge[t + 1, j, n] / knowledge[t, j, n] - 1.0
                met = part * max(growth, 0.0)
                arrival[t, j, n] = met * knowledge[t, j, n] / found[j, n] if found[j, n] > 0.0 else 0.0
                own[t, j, n] = growth - met


@compiled()
def learn(own: Floats, arrival: Floats, found: Floats, effort: Floats, knowledge: Floats) -> None:
    """Move knowledge (J, N) a year on, in place: λ' = (1 + x) λ + α R S, with R (J, N) the effect of research."""
    J, N = knowledge.shape
    for j in range(J):
        for n in range(N):
            knowledge[j, n] = (1.0 + own[j, n]) * knowledge[j, n] + arrival[j, n] * effort[j, n] * found[j, n]
