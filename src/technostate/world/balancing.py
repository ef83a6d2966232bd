"""Balancing tables: RAS, and GRAS for tables with negative entries; `balance` closes a world's discrepancy.

References
----------
Stone, R. and Brown, A. (1962), A Computable Model of Economic Growth; Miller, R. E. and Blair, P. D. (2009),
Input-Output Analysis, 2nd ed., section 7.4. Junius, T. and Oosterhaven, J. (2003), The solution of updating or
regionalizing a matrix with both positive and negative entries, Economic Systems Research 15(1), 87-96, with the
correction of Lenzen, M., Wood, R. and Gallego, B. (2007), Some comments on the GRAS method, ESR 19(4), 461-465.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from technostate.errors import BalanceError, ConvergenceError
from technostate.evidence import derived_from
from technostate.world.table import Array
from technostate.world.world import World

#: Output, USD million, up to which a node without recorded sales is taken for one whose sales were rounded away.
ROUNDED_AWAY = 100.0


def ras(initial: Array, rows: Array, columns: Array, *, tolerance: float = 1e-9, max_iterations: int = 10_000) -> Array:
    """Scale rows and columns of a non-negative matrix until they have given sums: r̂ A ŝ.

    Parameters
    ----------
    initial : array (m, n)
        Non-negative starting matrix; its zeros stay zero.
    rows, columns : array (m,), array (n,)
        Required sums, with the same total.
    tolerance : float
        Largest accepted gap of a sum, relative to the grand total of absolute sums.
    max_iterations : int
        Scalings before it gives up.

    Returns
    -------
    array (m, n)

    Raises
    ------
    BalanceError
        If an entry or a sum is negative, totals differ, or an empty row or column should sum to something.
    ConvergenceError
        If the sums cannot be met (the zeros are in the way).

    Examples
    --------
    >>> import numpy as np
    >>> ras(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([3.0, 1.0]), np.array([2.0, 2.0])).tolist()
    [[1.5, 1.5], [0.5, 0.5]]
    """
    if (np.asarray(initial) < 0).any() or (np.asarray(rows) < 0).any() or (np.asarray(columns) < 0).any():
        raise BalanceError("RAS needs non-negative entries and sums", hint="use gras, which preserves signs")
    return gras(initial, rows, columns, tolerance=tolerance, max_iterations=max_iterations)


def gras(
    initial: Array, rows: Array, columns: Array, *, tolerance: float = 1e-9, max_iterations: int = 10_000
) -> Array:
    """Meet given row and column sums while every entry keeps its sign: r̂ P ŝ − r̂⁻¹ N ŝ⁻¹ with A = P − N.

    Multipliers solve the quadratic of Junius and Oosterhaven (2003, equations 11–12) in turn, with the target of
    Lenzen, Wood and Gallego (2007), so that a table which meets its sums already comes back unchanged.

    Parameters
    ----------
    initial : array (m, n)
    rows, columns : array (m,), array (n,)
        Required sums, with the same total.
    tolerance : float
        Largest accepted gap of a sum, relative to the grand total of absolute sums.
    max_iterations : int
        Scalings before it gives up.

    Returns
    -------
    array (m, n)

    Raises
    ------
    BalanceError
        If shapes differ, something is not finite, totals differ, or an empty row or column should sum to something.
    ConvergenceError
        If the sums are not met after `max_iterations`; nothing is returned.

    Examples
    --------
    >>> import numpy as np
    >>> gras(np.array([[4.0, -1.0], [2.0, 3.0]]), np.array([4.0, 6.0]), np.array([7.0, 3.0])).sum(axis=0).round(9)
    array([7., 3.])
    """
    table, u, v = (np.array(part, dtype=np.float64) for part in (initial, rows, columns))
    scale = _check(table, u, v)
    positive, negative = np.maximum(table, 0.0), np.maximum(-table, 0.0)
    signed = bool(negative.any())
    r, s = np.ones_like(u), np.ones_like(v)
    for _ in range(max_iterations):
        r = _multiplier(u, positive @ s, negative @ (1 / s) if signed else np.zeros_like(u))
        s = _multiplier(v, r @ positive, (1 / r) @ negative if signed else np.zeros_like(v))
        result: Array = r[:, None] * positive * s
        if signed:
            result -= negative / (r[:, None] * s)
        gap = max(np.abs(result.sum(axis=1) - u).max(), np.abs(result.sum(axis=0) - v).max())
        if gap <= tolerance * scale:
            return result
    raise ConvergenceError(
        f"balancing stopped after {max_iterations} iterations with a gap of {gap:.3g} of {scale:.6g}",
        hint="zeros may make the sums unreachable; check them, or loosen the tolerance",
    )


def _check(table: Array, u: Array, v: Array) -> float:
    """Return the grand total of absolute sums, or raise `BalanceError` listing what makes balancing impossible.

    Entries of one sign in a row or column that must sum to zero are set to zero in place: nothing else is feasible.
    """
    if table.ndim != 2 or table.shape != (u.size, v.size) or not table.size:
        raise BalanceError(
            f"a table of shape {table.shape} cannot have {u.size} row and {v.size} column sums",
            hint="one sum a row and one a column",
        )
    if not all(np.isfinite(part).all() for part in (table, u, v)):
        raise BalanceError("table or sums hold values that are not finite", hint="missing figures cannot be balanced")
    while _clear(table, u) + _clear(table.T, v):
        continue
    problems = []
    scale = float(max(np.abs(u).sum(), np.abs(v).sum())) or 1.0
    if abs(u.sum() - v.sum()) > 1e-9 * scale:
        problems.append(f"row sums add up to {u.sum():.9g}, column sums to {v.sum():.9g}")
    for what, part, target in (("row", table, u), ("column", table.T, v)):
        bad = np.flatnonzero(((target > 0) & ~(part > 0).any(axis=1)) | ((target < 0) & ~(part < 0).any(axis=1)))
        if len(bad):
            at = int(bad[0])
            problems.append(f"{len(bad)} {what}s have no entry of their sum's sign, first {at} (sum {target[at]:.6g})")
    if problems:
        raise BalanceError("; ".join(problems), hint="sums must agree, and a sum needs an entry of its sign")
    return scale


def _clear(table: Array, target: Array) -> int:
    """Zero the rows of one sign whose target is zero; return how many there were."""
    lone = (target == 0) & ((table > 0).any(axis=1) != (table < 0).any(axis=1))
    table[lone] = 0.0
    return int(lone.sum())


def _multiplier(target: Array, positive: Array, negative: Array) -> Array:
    """Solve p·x − n/x = target for x > 0 (Junius and Oosterhaven 2003, equation 11)."""
    root = np.sqrt(target**2 + 4 * positive * negative)
    # For a negative target the textbook root cancels; its conjugate does not.
    stable = np.where(
        target >= 0, target + root, 4 * positive * negative / np.where(root - target > 0, root - target, 1)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        x = np.where(positive > 0, stable / (2 * np.where(positive > 0, positive, 1)), -negative / target)
    return np.where((positive == 0) & (negative == 0), 1.0, x)


def balance(world: World, *, tolerance: float = 1e-12, max_iterations: int = 10_000) -> World:
    """Return the world with its discrepancy spread over its sales by GRAS.

    Outputs, value added and taxes stay; the sum of each column of intermediate inputs stays; final demand and
    inventories keep their signs, and final demand's totals absorb the world's total discrepancy in proportion.
    A node whose output is so small that all its recorded sales were rounded away sells it to final demand at home.

    Parameters
    ----------
    tolerance, max_iterations : float, int
        Passed to `gras`.

    Returns
    -------
    World
        Kind ``"derived"``, discrepancy zero to 1e-6 USD million.

    Raises
    ------
    BalanceError
        If a node has output of more than USD 100 million and no sales.
    ConvergenceError
        If GRAS does not converge.

    References
    ----------
    Lenzen, Wood and Gallego (2007), Economic Systems Research 19(4), 461-465.
    """
    nodes, n = world.final_demand.shape
    stocks_known = not np.isnan(world.inventories).any()
    parts = [world.intermediate, world.final_demand] + ([world.inventories] if stocks_known else [])
    table = np.hstack(parts)
    silent = np.flatnonzero((world.gross_output > 0) & (world.gross_output <= ROUNDED_AWAY) & ~(table > 0).any(axis=1))
    table[silent, nodes + silent // world.n_sectors] = world.gross_output[silent]
    columns = table.sum(axis=0)
    final = slice(nodes, nodes + n)
    missing = world.gross_output.sum() - columns.sum()
    columns[final] *= 1 + missing / columns[final].sum()
    balanced = gras(table, world.gross_output, columns, tolerance=tolerance, max_iterations=max_iterations)
    intermediate, final_demand = balanced[:, :nodes], balanced[:, final]
    inventories = balanced[:, nodes + n :] if stocks_known else world.inventories
    sold = balanced.sum(axis=1)
    return replace(
        world,
        name=f"{world.name} (balanced)",
        intermediate=intermediate,
        final_demand=final_demand,
        inventories=inventories,
        value_added=world.gross_output - np.nan_to_num(world.taxes_on_products) - intermediate.sum(axis=0),
        discrepancy=world.gross_output - sold,
        kind="derived",
        origin=derived_from(f"{world.name}, balanced by GRAS", world.origin),
    )
