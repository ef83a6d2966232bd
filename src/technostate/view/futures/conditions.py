"""Conditions that narrow an ensemble: only draws in which an assumption lies low or high, a goal is met or missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import LabelError, unknown_label

if TYPE_CHECKING:
    from technostate.futures.scenario import Milestone
    from technostate.futures.space import Dimension

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Most conditions at once: each third of three leaves one draw in twenty-seven.
MOST = 3
#: Fewer draws than this have no share and no range; fewer than that wide ones.
LEAST, FEW = 10, 30
#: Sides of an assumption that is a number, and of a goal.
THIRDS = {"low": "in its lowest third", "high": "in its highest third"}
GOAL = {"met": "is met", "missed": "is missed"}


@dataclass(frozen=True)
class Condition:
    """One condition.

    Parameters
    ----------
    name : str
        A thing that is drawn, or a milestone.
    side : str
        ``low``, ``high``, ``met``, ``missed``, or one of the choices of what is one of several.
    """

    name: str
    side: str

    def __str__(self) -> str:
        """Return it as it is typed and stands in an address."""
        return f"{self.name}:{self.side}"


def read(texts: Sequence[str], dimensions: Sequence[Dimension], goals: Sequence[Milestone]) -> tuple[Condition, ...]:
    """Return conditions as they are typed: ``waste:low``, ``chn-gdp-2050-market:met``; each once.

    Raises
    ------
    LabelError
        If one names nothing that is drawn and no milestone, has no side, or there are too many.
    """
    if len(texts) > MOST:
        raise LabelError(f"{len(texts)} conditions", hint=f"{MOST} at most: hardly a draw would remain")
    sides = {row.name: row.choices or tuple(THIRDS) for row in dimensions} | {row.id: tuple(GOAL) for row in goals}
    found = []
    for text in texts:
        name, _, side = text.strip().rpartition(":")
        if not name:
            raise LabelError(f"{text!r} is no condition", hint="NAME:low, NAME:high, GOAL:met or GOAL:missed")
        if name not in sides:
            raise unknown_label("assumption or milestone", name, tuple(sides))
        if side not in sides[name]:
            raise unknown_label(f"side of {name}", side, sides[name])
        found.append(Condition(name, side))
    return tuple(dict.fromkeys(found))


def holds(
    condition: Condition,
    cases: Array,
    dimensions: Sequence[Dimension],
    goals: Sequence[Milestone],
    paths: Callable[[str, str], Array],
    years: Sequence[int],
) -> Flags:
    """Return in which draws (R,) a condition holds.

    A third is one of the draws, not of the range: of 256 draws 86 lie in the lowest.

    Parameters
    ----------
    cases : array (R, D)
        What was drawn.
    paths : callable
        (outcome, region) → array (R, Y).
    """
    if condition.side in GOAL:
        goal = next(row for row in goals if row.id == condition.name)
        met = goal.met(paths, years)
        return met if condition.side == "met" else ~met
    at = next(place for place, row in enumerate(dimensions) if row.name == condition.name)
    drawn, row = cases[:, at], dimensions[at]
    if row.choices:
        return np.asarray(drawn == row.choices.index(condition.side))
    order = drawn if condition.side == "low" else -drawn
    third = -(-len(order) // 3)
    return np.asarray(order <= np.partition(order, third - 1)[third - 1])
