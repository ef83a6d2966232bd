"""Assertions about worlds for users' own tests, as NumPy ships them for arrays."""

from __future__ import annotations

import numpy as np

from technostate.world.invariants import columns, rows
from technostate.world.table import ARRAYS
from technostate.world.world import World


def assert_balanced(world: World, *, tolerance: float | None = None, with_discrepancy: bool = True) -> None:
    """Raise `AssertionError` unless every row and column of the world adds up.

    Parameters
    ----------
    tolerance : float, optional
        Largest gap of a node, USD million; the world's own by default.
    with_discrepancy : bool
        Whether the world's discrepancy counts as sold; False asks that recorded sales alone make up output.

    Examples
    --------
    >>> from technostate.world import load
    >>> assert_balanced(load("wiod-2004"))
    """
    limit = world.tolerance if tolerance is None else tolerance
    problems = [*rows(world, limit), *columns(world, limit)]
    unsold = np.abs(world.discrepancy)
    if not with_discrepancy and unsold.max(initial=0.0) > limit:
        at = int(unsold.argmax())
        problems.append(f"discrepancy is {world.discrepancy[at]:+.3f} at {' '.join(world.nodes[at])}")
    if problems:
        raise AssertionError(f"{world.name} is not balanced:\n  - " + "\n  - ".join(problems))


def assert_world_equal(left: World, right: World, *, rtol: float = 1e-12, atol: float = 1e-9) -> None:
    """Raise `AssertionError` unless two worlds have the same labels, year, kind and figures; lists all differences.

    Names and origins may differ: a file that was written and read again is the same world.

    Parameters
    ----------
    rtol, atol : float
        Relative and absolute (USD million) tolerance of figures; NaN equals NaN.

    Examples
    --------
    >>> from technostate.world import load
    >>> assert_world_equal(load("wiod-2004"), load("wiod-2004"))
    """
    problems = [
        f"{name}: {getattr(left, name)!r} and {getattr(right, name)!r}"[:200]
        for name in ("year", "regions", "sectors", "classification", "kind", "value_added_label")
        if getattr(left, name) != getattr(right, name)
    ]
    if dict(left.sector_titles) != dict(right.sector_titles):
        problems.append("sector_titles differ")
    for name in ARRAYS:
        a, b = getattr(left, name), getattr(right, name)
        if (a is None) != (b is None):
            problems.append(f"{name}: only one of the two worlds has it")
        elif a is not None and a.shape != b.shape:
            problems.append(f"{name}: shapes {a.shape} and {b.shape}")
        elif a is not None and not np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True):
            gap = np.abs(np.nan_to_num(a) - np.nan_to_num(b))
            problems.append(f"{name}: differs by up to {gap.max():.6g} at {np.unravel_index(gap.argmax(), gap.shape)}")
    if problems:
        raise AssertionError(f"{left.name} and {right.name} differ:\n  - " + "\n  - ".join(problems))
