"""The baseline of a setting and the path of a policy: what is asked, checked; the kernel; what it found, as records."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.coefficients import coefficients
from technostate.dynamics.frame import Frame, frame, knowledge, scratch, target
from technostate.dynamics.kernel.records import Course, Levers, Written
from technostate.dynamics.levers import BY_PAIR, BY_REGION, Policy
from technostate.dynamics.outcomes import outcomes
from technostate.dynamics.path import Baseline, Path
from technostate.dynamics.setting import Setting
from technostate.errors import ConvergenceError, DataError, ScenarioError

Array = NDArray[np.float64]

#: Largest relative residual of prices, expenditure and trade balances of every year.
TOLERANCE = 1e-8


def baseline(setting: Setting, values: Mapping[str, float], *, tolerance: float = TOLERANCE) -> Baseline:
    """Return the path on which real income meets its target and everything political is at rest.

    Parameters
    ----------
    values : mapping of str to float
        Of them ``growth_*`` and ``knowledge_mix`` are used; the latter scales knowledge and changes nothing else.
    tolerance : float
        Largest relative residual of every year's equilibrium.

    Raises
    ------
    ConvergenceError
        If a year has no equilibrium within the tolerance.
    """
    from technostate.dynamics.kernel.baseline import follow

    made = frame(setting)
    y, n, j = setting.shape
    course = Course(
        knowledge=np.empty((y, j, n)), income=np.empty((y, n)), capital=np.empty((y, n)), domestic=np.empty((y, n)),
        solution=np.empty((y, made.trade.start.size)),
    )  # fmt: skip
    shares = np.empty((y, j, n, n))
    worst, sweeps, failed = follow(
        made.trade, made.factors, target(setting, values), made.part, knowledge(setting, values), tolerance,
        scratch(n, j), course, shares,
    )  # fmt: skip
    _require_solved(setting, failed, "the baseline")
    return Baseline(
        knowledge=course.knowledge, shares=shares, income=course.income, capital=course.capital,
        domestic=course.domestic, solution=course.solution, worst=worst, sweeps=sweeps,
    )  # fmt: skip


def path(
    setting: Setting,
    baseline: Baseline,
    values: Mapping[str, float],
    policy: Policy,
    *,
    without: Collection[str] = (),
    tolerance: float = TOLERANCE,
) -> Path:
    """Return the path of a policy, with what politics makes of it.

    Parameters
    ----------
    baseline : Baseline
        Of the same setting and growth; ``knowledge_mix`` may differ, which costs nothing.
    values : mapping of str to float
        A value for every parameter.
    without : collection of str
        Mechanisms to switch off, see `coefficients`.
    tolerance : float
        Largest relative residual of every year's equilibrium.

    Raises
    ------
    ScenarioError
        If the policy has another shape, levers that are no numbers, or barriers that leave a buyer without a supplier.
    ConvergenceError
        If a year has no equilibrium within the tolerance, naming it.
    """
    from technostate.dynamics.kernel.path import walk
    from technostate.dynamics.mechanisms import arrivals

    made, numbers = frame(setting), coefficients(values, without)
    y, n, j = setting.shape
    if baseline.knowledge.shape != (y, j, n):
        raise DataError("the baseline is that of another setting", hint="make it with dynamics.baseline(setting, …)")
    moved = levers(setting, made, policy)
    known = baseline.knowledge * (knowledge(setting, values) / baseline.knowledge[0])
    course = Course(known, baseline.income, baseline.capital, baseline.domestic, baseline.solution)
    own, arrival = np.empty((2, y - 1, j, n))
    arrivals(known, baseline.shares, made.trade.mix, numbers.beta, numbers.insight_share, arrival, own)
    out = _written(y, n, j)
    sweeps, failed = walk(
        made.trade, made.factors, made.states, moved, numbers, course, own, arrival, tolerance, scratch(n, j), out
    )
    _require_solved(setting, failed, "the path")
    return Path(
        outcomes=outcomes(setting, made, baseline, out, known[0], moved.blocks, numbers.technology_weight),
        knowledge=out.knowledge, shares=out.shares, factor_income=out.factor, gdp=out.gdp, expenditure=out.spent,
        spending=np.stack([out.burden, out.stock, out.internal], axis=1), capital=out.capital, threat=out.threats,
        restriction=out.restrictions, sweeps=sweeps,
    )  # fmt: skip


def levers(setting: Setting, made: Frame, policy: Policy) -> Levers:
    """Return a policy as the kernel takes it, and the blocks that its barriers make of the world.

    Raises
    ------
    ScenarioError
        As `path`; all problems at once.
    """
    y, n, _ = setting.shape
    region, pair = np.asarray(policy.by_region, dtype=np.float64), np.asarray(policy.by_pair, dtype=np.float64)
    shapes = {"by_region": (region, (y, n, len(BY_REGION))), "by_pair": (pair, (y, len(BY_PAIR), n, n))}
    problems = [
        f"{name} has shape {array.shape} and needs {shape}"
        for name, (array, shape) in shapes.items()
        if array.shape != shape
    ]
    if not problems:
        allowed = np.isfinite(pair)
        allowed[:, BY_PAIR.index("barrier")] |= pair[:, BY_PAIR.index("barrier")] == np.inf
        for name, ok in (("by_region", np.isfinite(region)), ("by_pair", allowed)):
            if not ok.all():
                problems.append(f"{name} has {np.count_nonzero(~ok)} values that are not finite")
    if problems:
        raise ScenarioError(
            "the policy is broken: " + "; ".join(problems),
            hint="only a barrier may be infinite; Policy.none(years, regions) has the right shapes",
        )
    alone = {name: np.ascontiguousarray(region[:, :, at]) for at, name in enumerate(BY_REGION)}
    against = {name: np.ascontiguousarray(pair[:, at]) for at, name in enumerate(BY_PAIR)}
    at_home = np.arange(n)
    if any(array[:, at_home, at_home].any() for array in against.values()):
        raise ScenarioError("a lever is aimed at the state that sets it", hint="aim it at another state")
    block, blocks = _blocks(setting, made, against["barrier"])
    return Levers(**alone, **against, block=block, blocks=blocks)


def _blocks(setting: Setting, made: Frame, barrier: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the block of every region by year (Y, N), and how many blocks there are (Y,)."""
    y, n, _ = setting.shape
    block, blocks = np.zeros((y, n), np.int64), np.ones(y, np.int64)
    stopped = np.isinf(barrier)
    if not stopped.any():
        return block, blocks
    from scipy.sparse.csgraph import connected_components

    for t in np.flatnonzero(stopped.any((1, 2))):
        if t > 0 and (stopped[t] == stopped[t - 1]).all():
            block[t], blocks[t] = block[t - 1], blocks[t - 1]
            continue
        left = np.where(stopped[t], 0.0, made.trade.shares)
        lost = (left.sum(2) <= 0) & (made.trade.shares.sum(2) > 0)
        if lost.any():
            j, buyer = np.argwhere(lost)[0]
            raise ScenarioError(
                f"in {setting.years[t]} {setting.regions[buyer]} can buy {setting.economy.sectors[j]} nowhere",
                hint="leave a barrier finite, or merge sectors",
            )
        blocks[t], block[t] = connected_components(left.sum(0) > 0, directed=True, connection="strong")
    return block, blocks


def _written(y: int, n: int, j: int) -> Written:
    shapes = {"knowledge": (y, j, n), "shares": (y, j, n, n), "threats": (y, n, n), "restrictions": (y, n, n)}
    return Written(**{name: np.empty(shapes.get(name, (y, n))) for name in Written._fields})


def _require_solved(setting: Setting, failed: int, what: str) -> None:
    if failed >= 0:
        raise ConvergenceError(
            f"{what} of {setting.economy.name!r} has no equilibrium in {setting.years[failed]}",
            hint="make levers smaller or slower; where a barrier all but stops trade, stop it (an infinite barrier)",
        )
