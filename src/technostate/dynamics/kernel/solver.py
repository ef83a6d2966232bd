"""Years one after the other: the decade's sweeps, which remember from year to year, and can seek productivity too."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from technostate.dynamics.kernel.records import Trade, Year
from technostate.kernels import SUMS, compiled
from technostate.shocks.decade import kernel as decade
from technostate.shocks.decade.kernel import residuals
from technostate.shocks.decade.kernel.powers import Floats, Integers, apart
from technostate.shocks.decade.kernel.sweeps import direction, extrapolate, remember, to_numeraire

#: Past sweeps that are combined; those of the year before count, for the world has hardly changed.
MEMORY = 16
#: A sweep that is so many times worse than the best one shows that what is remembered misleads.
MISLED = 20.0
#: Largest change of a log wage in one step.
LONGEST = 0.5


class Past(NamedTuple):
    """What sweeps have shown, and their scratch; changed in place.

    Parameters
    ----------
    changes, sums : array (memory, size)
        Changes of steps, and of steps with places, from sweep to sweep; `gram` has their products.
    kept : array (1,)
        Number of changes so far.
    fall, more : array (N, J), (N,)
        See `answers`.
    residual, step, step_before, place_before, next_step : array (size,)
        Scratch.
    links : array (5, T·N)
        Scratch of the residuals; `powers` too.
    """

    changes: Floats
    sums: Floats
    gram: Floats
    kept: Integers
    fall: Floats
    more: Floats
    residual: Floats
    step: Floats
    step_before: Floats
    place_before: Floats
    next_step: Floats
    links: Floats
    powers: Integers


@compiled(calls=(decade,), fastmath=SUMS)
def gains(trade: Trade, year: Year, z: Floats, free: Floats, income: Floats) -> None:
    """Write log real income over the base year's (N,), from the duty-free shares that the residuals leave."""
    N, J = year.shift.shape
    owed, world = 0.0, 0.0
    for n in range(N):
        factor = np.exp(z[n]) * year.endowment[n]
        world += factor
        owed += year.share[n] * factor
    for n in range(N):
        factor = np.exp(z[n]) * year.endowment[n]
        duty, index = 0.0, 0.0
        for j in range(J):
            at = N + n * J + j
            duty += z[at + N * J] * (1.0 - free[j * N + n])
            index += trade.final_share[n, j] * z[at]
        spent = factor + year.hold[n] + (year.share[n] - owed / world) * factor + duty * year.endowment[n]
        income[n] = np.log(spent / trade.income[n]) - index


@compiled(calls=(decade,))
def answers(trade: Trade, fall: Floats, more: Floats) -> None:
    """Write what a log point of productivity does at once: to log prices (N, J), which fall, and to income (N,).

    A region that is more productive sells so to itself too, and its prices fall through its home linkages.
    """
    N, J = fall.shape
    more[:] = 0.0
    for n in range(N):
        for j in range(J):
            total = 0.0
            for k in range(J):
                total += trade.price[n, j, k] * trade.shares[k, n, n]
            fall[n, j] = total
            more[n] += trade.final_share[n, j] * total


@compiled(calls=(decade,))
def nothing_past(trade: Trade, size: int) -> Past:
    """Return a past without sweeps, for `size` unknowns."""
    N, J = trade.final_share.shape
    past = Past(
        apart(MEMORY * size).reshape(MEMORY, size), apart(MEMORY * size).reshape(MEMORY, size),
        apart(MEMORY * MEMORY).reshape(MEMORY, MEMORY), np.zeros(1, np.int64), apart(N * J).reshape(N, J), apart(N),
        apart(size), apart(size), apart(size), apart(size), apart(size), apart(5 * N * J).reshape(5, N * J),
        np.empty(N * J, np.int64),
    )  # fmt: skip
    answers(trade, past.fall, past.more)
    return past


@compiled(calls=(decade,), fastmath=SUMS)
def seek(trade: Trade, income: Floats, wanted: Floats, fall: Floats, more: Floats, g: Floats) -> None:
    """Add to a step g how productivity moves, and prices with it, so that income is what is wanted after the step."""
    N, J = fall.shape
    for n in range(N):
        coming = g[n]
        for j in range(J):
            coming -= trade.final_share[n, j] * g[N + n * J + j]
        change = (wanted[n] - income[n] - coming) / more[n]
        g[N + 2 * N * J + n] = change
        for j in range(J):
            g[N + n * J + j] -= fall[n, j] * change


@compiled(calls=(decade,), fastmath=SUMS)
def improve(
    trade: Trade, year: Year, duty: bool, block: Integers, target: Floats, wanted: Floats, z: Floats, tolerance: float,
    most: int, past: Past,
) -> int:  # fmt: skip
    """Improve z in place until every residual is below the tolerance; return sweeps, more than `most` if none is.

    Parameters
    ----------
    block, target : array
        As `technostate.shocks.decade.kernel.solve` takes them.
    wanted : array (N,) or (0,)
        Log real income that productivity is to bring about; then productivity stands at the end of z.
    z : array (N + 2·N·J,) or (2·N + 2·N·J,)
        Start and result. What is remembered must be of vectors as long.

    Returns
    -------
    int
        Negative where a residual is no number.
    """
    J, N, _ = year.A.shape
    size = N + 2 * N * J
    r, g, g_last, z_last, step = past.residual, past.step, past.step_before, past.place_before, past.next_step
    best, fresh = np.inf, True
    to_numeraire(z, year.endowment, block, target)
    for sweep in range(most):
        if wanted.size > 0:
            for n in range(N):
                for j in range(J):
                    year.shift[n, j] = -z[size + n]
        largest = residuals(
            year.A, year.B, duty, trade.inputs, trade.inputs_t, trade.added_share, year.shift, trade.final_share,
            year.endowment, year.hold, year.share, trade.theta, z[:size], r[:size], past.links, past.powers,
        )  # fmt: skip
        if not np.isfinite(largest):
            return -(sweep + 1)
        if wanted.size > 0:
            gains(trade, year, z, past.links[2], year.income)
            for n in range(N):
                largest = max(largest, abs(wanted[n] - year.income[n]))
        if largest < tolerance:
            return sweep + 1
        direction(r[:size], z[:size], trade.price, trade.spending, trade.wage, trade.answers, g[:size])
        if wanted.size > 0:
            seek(trade, year.income, wanted, past.fall, past.more, g)
        if largest > MISLED * best:
            past.kept[0], fresh = 0, True
        best = min(best, largest)
        if not fresh:
            remember(g, g_last, z, z_last, past.kept[0], past.changes, past.sums, past.gram)
            past.kept[0] += 1
        z_last[:] = z
        g_last[:] = g
        fresh = False
        if past.kept[0] > 0:
            extrapolate(g, past.changes, past.sums, past.gram, min(past.kept[0], MEMORY), step)
        else:
            step[:] = g
        far = np.abs(step[:N]).max()
        if far > LONGEST:
            step *= LONGEST / far
        z += step
        to_numeraire(z, year.endowment, block, target)
    return most + 1
