"""Budgets and wedges: what priority makes a state spend, prefer and close."""

from __future__ import annotations

import numpy as np

from technostate.kernels import compiled
from technostate.shocks.decade.kernel.powers import Floats


@compiled()
def adjust(
    priority: Floats, response: float, income: Floats, expected: Floats, elasticity: float, speed: float, raised: Floats
) -> None:
    """Move the log of the burden over the base's (N,) a year on, in place.

    u' = u + κ (response × s + (elasticity − 1)(y − y_base) − u): more with priority; income that falls short of what
    was expected raises the burden where spending is inelastic.
    """
    for n in range(raised.size):
        wanted = response * priority[n] + (elasticity - 1.0) * (income[n] - expected[n])
        raised[n] += speed * (wanted - raised[n])


@compiled()
def spend(base: Floats, raised: Floats, lever: Floats, out: Floats) -> None:
    """Write the military burden (N,), share of GDP: the base's, raised, and the lever on top; never below nothing."""
    for n in range(out.size):
        out[n] = max(base[n] * np.exp(raised[n]) + lever[n], 0.0)


@compiled()
def set_aside(priority: Floats, response: float, lever: Floats, out: Floats) -> None:
    """Write what goes into stocks or internal security (N,), share of GDP: response × max(s, 0) and the lever."""
    for n in range(out.size):
        out[n] = response * max(priority[n], 0.0) + lever[n]


@compiled()
def prefer(
    priority: Floats,
    response: float,
    self_reliance: Floats,
    aimed: Floats,
    distance: Floats,
    abroad: Floats,
    preference: Floats,
) -> None:
    """Write to `preference` (N buyer, N seller) the wedge on strategic imports, log points of the price.

    h_ni = self-reliance_n + response × s_n × distance_ni + aimed_ni for sellers abroad. It raises reliance on
    oneself and costs income; how it does so, duty or waste, is decided where trade is solved.
    """
    N = priority.size
    for n in range(N):
        for i in range(N):
            general = self_reliance[n] + response * max(priority[n], 0.0) * distance[n, i]
            preference[n, i] = abroad[n, i] * (general + aimed[n, i])


@compiled()
def close(priority: Floats, response: float, lever: Floats, distance: Floats, abroad: Floats, hidden: Floats) -> None:
    """Write to `hidden` (N, N) the closure of n to ideas from i abroad, log points: lever + response × s × distance."""
    N = priority.size
    for n in range(N):
        for i in range(N):
            hidden[n, i] = abroad[n, i] * (lever[n] + response * max(priority[n], 0.0) * distance[n, i])
