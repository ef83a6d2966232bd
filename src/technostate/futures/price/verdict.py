"""What survives every choice, and which choice turns an answer where none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from technostate.futures.price.insurance import spread
from technostate.futures.price.levers import FORMS
from technostate.futures.price.priced import Priced

Array = NDArray[np.float64]

#: Choices in the order of the axes of a cube of answers, with what each may be.
WEDGE, RENT, ELASTICITIES = "form of the wedge", "rent", "elasticities"
HALVES = ("low", "high")


@dataclass(frozen=True)
class Choice:
    """A choice that turns an answer.

    Parameters
    ----------
    name : str
        Of the choice.
    yes, no, open : tuple of str
        Its values under which the answer is always yes, always no, and both.
    """

    name: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """An answer over all choices.

    Parameters
    ----------
    answer : {"always", "never", "depends", "unknown"}
        ``unknown`` where some choice has no answer at all.
    turning : tuple of Choice
        What it depends on, the choice that turns most cells first; several where they turn as many.
    """

    answer: Literal["always", "never", "depends", "unknown"]
    turning: tuple[Choice, ...] = ()


def verdict(cube: NDArray[np.bool_], choices: Mapping[str, Sequence[str]]) -> Verdict:
    """Return whether an answer is the same in every cell, or the choices that turn it.

    A choice turns a cell where the answer changes with it while all else stays. The choice that turns most is named;
    where no single change turns anything, as cells that differ lie apart, every choice that differs is.

    Parameters
    ----------
    cube : array of bool, one axis a choice
        Whether the answer is yes.
    choices : mapping of str to sequence of str
        Name → its values, in the order of the axes.

    Examples
    --------
    >>> found = verdict(np.array([[True, True], [False, False]]), {"wedge": ("duty", "waste"), "rent": ("a", "b")})
    >>> found.answer, found.turning[0].name, found.turning[0].yes, found.turning[0].no
    ('depends', 'wedge', ('duty',), ('waste',))
    """
    if cube.all():
        return Verdict("always")
    if not cube.any():
        return Verdict("never")
    turned = [float(((lines := np.moveaxis(cube, axis, 0)).any(0) & ~lines.all(0)).mean()) for axis in range(cube.ndim)]
    most = max(turned)
    named = [
        _choice(cube, axis, name, values) for axis, (name, values) in enumerate(choices.items()) if turned[axis] == most
    ]
    return Verdict("depends", tuple(named))


def _choice(cube: NDArray[np.bool_], axis: int, name: str, values: Sequence[str]) -> Choice:
    lines = np.moveaxis(cube, axis, 0).reshape(len(values), -1).tolist()
    whole, some = [all(line) for line in lines], [any(line) for line in lines]
    return Choice(
        name,
        tuple(value for value, at in zip(values, whole, strict=True) if at),
        tuple(value for value, at in zip(values, some, strict=True) if not at),
        tuple(value for value, every, any_ in zip(values, whole, some, strict=True) if any_ and not every),
    )


def cells(priced: Priced, lever: str, target: str, shock: str) -> tuple[Array, dict[str, tuple[str, ...]]]:
    """Return median break-even probabilities of a lever by choice, and the choices.

    Axes: form of the wedge (one where a lever has none), rule on rents, and the half of the cases with low or with high
    elasticities across origins. Infinite is never; NaN where a cell has no case with an answer.
    """
    at = list(priced.shocks).index(shock)
    rows = priced.of(lever, target)
    high = priced.elastic >= np.median(priced.elastic)
    found = np.empty((len(rows), len(priced.rents), len(HALVES)))
    for form, row in enumerate(rows):
        values = priced.break_even(row)[at]
        for half, chosen in enumerate((~high, high)):
            for rent in range(len(priced.rents)):
                found[form, rent, half] = spread(values[rent, chosen]).median
    forms = tuple(row.form for row in rows)
    return found, {WEDGE: forms, RENT: priced.rents, ELASTICITIES: HALVES}


def pays(priced: Priced, lever: str, target: str, shock: str, below: float = 1.0) -> Verdict:
    """Return whether a lever breaks even below a probability a year under every choice; one a year by default."""
    found, choices = cells(priced, lever, target, shock)
    if np.isnan(found).any():
        return Verdict("unknown")
    return verdict(found < below, choices)


def cheaper(priced: Priced, one: tuple[str, str], other: tuple[str, str], shock: str) -> Verdict:
    """Return whether one lever breaks even at lower odds than another under every choice.

    Two that never pay are no cheaper than each other.

    Parameters
    ----------
    one, other : tuple of two str
        Lever and target. A lever without a form stands beside each form of the other.
    """
    (first, choices), (second, others) = (cells(priced, *pair, shock) for pair in (one, other))
    if np.isnan(first).any() or np.isnan(second).any():
        return Verdict("unknown")
    named = choices if len(choices[WEDGE]) >= len(others[WEDGE]) else others
    return verdict(np.asarray(first < second), named)


def turning_waste(priced: Priced, one: tuple[str, str], other: tuple[str, str], shock: str) -> float | None:
    """Return the share of waste in a wedge at which two levers are equally cheap, by the medians of all cases.

    Interpolated between the forms that were run, evenly in the difference of break-even probabilities; None where it
    has one sign throughout, or a median is infinite.
    """
    at = list(priced.shocks).index(shock)
    gaps = []
    for first, second in zip(priced.of(*one), priced.of(*other), strict=True):
        medians = [spread(priced.break_even(row)[at]).median for row in (first, second)]
        if not np.isfinite(medians).all():
            return None
        gaps.append(medians[0] - medians[1])
    waste = [*FORMS.values()]
    for left in range(len(gaps) - 1):
        low, high = gaps[left], gaps[left + 1]
        if low * high < 0:
            return waste[left] + (waste[left + 1] - waste[left]) * low / (low - high)
    return None
