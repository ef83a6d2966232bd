"""Dividing cells into parts with given margins: a multinomial logit, fitted through its dual by Newton's method.

A cell c has the parts c · exp(x_p) / (1 + Σ_q exp(x_q)), one for each product, and the rest, so that no part is
negative and all add up to the cell. With x_p = row_p + column_p + log odds_p, the rows and columns that give the
margins minimise

    Σ c · log(1 + Σ_p exp(x_p)) − Σ_p (row margins_p · row_p + column margins_p · column_p),

which is convex, and has a minimum exactly where margins can be met. With one product this is bi-proportional fitting
(RAS) of odds in place of flows; all products are fitted at once, so that their order has no meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from technostate.errors import ConvergenceError
from technostate.world.table import Array

#: Something of rows (P, R) and of columns (P, C).
Point: TypeAlias = tuple[Array, Array]

#: Largest gap of a margin, as a share of all that is asked for, at which it is met; and what rounding lets through
#: where Newton's steps gain nothing more.
MET, ROUNDING = 1e-13, 1e-9
#: Penalty on rows and columns where margins cannot be met: each gap becomes this part of its row or column.
PENALTY = 1e-3
#: Penalty → steps, and the longest of them: with a penalty, points of far-off margins lie far out.
_TRIES = {0.0: (30, 4.0), PENALTY: (100, 1e6)}


@dataclass(frozen=True, eq=False)
class Margins:
    """What is divided, and how much of it each product wants.

    Parameters
    ----------
    cells : array (R, G, C)
        Not negative. G are cells of one row and column that odds tell apart.
    log_odds : array (P, R, G)
        −∞ where a product has no part.
    rows : array (P, R)
    columns : array (P, C) or None
        Sums that are wanted, with the same total by product; None: only those of rows are.
    """

    cells: Array
    log_odds: Array
    rows: Array
    columns: Array | None

    @property
    def total(self) -> float:
        """All that is asked for."""
        return float(self.rows.sum())


@dataclass(frozen=True, eq=False)
class Fit:
    """Rows (P, R) and columns (P, C) of the fit, and whether every margin is met."""

    rows: Array
    columns: Array
    met: bool


def parts(rows: Array, columns: Array, log_odds: Array) -> Array:
    """Return the parts (P, R, G, C) of cells for each product; what is left of one is the rest.

    Examples
    --------
    >>> parts(np.zeros((1, 2)), np.zeros((1, 1)), np.zeros((1, 2, 1))).ravel().tolist()
    [0.5, 0.5]
    """
    x = rows[:, :, None, None] + log_odds[:, :, :, None] + columns[:, None, None, :]
    top = np.maximum(x.max(axis=0), 0.0)
    powers: Array = np.exp(x - top)
    powers /= powers.sum(axis=0) + np.exp(-top)
    return powers


def fit(margins: Margins, what: str, near: Fit | None = None) -> Fit:
    """Return the fit; where margins cannot all be met, that of the dual with a penalty on rows and columns.

    Parameters
    ----------
    what : str
        What is divided, for the message.
    near : Fit, optional
        Of almost the same margins: where it was not met, this is not tried without a penalty.

    Raises
    ------
    ConvergenceError
        If neither converges.
    """
    for penalty, (steps, longest) in _TRIES.items():
        if penalty == 0.0 and near is not None and not near.met:
            continue
        if (found := _Dual(margins, penalty, longest).solve(steps, near)) is not None:
            return found
    raise ConvergenceError(
        f"{what} could not be divided: the margins of its products contradict what is sold to whom",
        hint="give fewer margins: leave out makers or users, or let '*' stand for more of them",
    )


class _Dual:
    """The dual with its gradient and its Newton steps.

    A row bears on columns alone and a column on rows alone, so that rows are solved for by themselves, given columns.
    """

    def __init__(self, margins: Margins, penalty: float, longest: float) -> None:
        self.given, self.scale, self.longest = margins, margins.total, longest
        self.wanted = margins.rows, np.zeros((len(margins.rows), 1)) if margins.columns is None else margins.columns
        #: Where there is something to fit; elsewhere a part is zero, or, where columns have no margins, of odds alone.
        self.live = tuple(wanted > 0 for wanted in self.wanted)
        self.penalty = tuple(penalty * wanted for wanted in self.wanted)

    def solve(self, steps: int, near: Fit | None = None) -> Fit | None:
        """Return the minimum; None if it was not reached in so many steps."""
        point, best = self._start() if near is None else (near.rows, near.columns), np.inf
        value = self._value(*point)
        for _ in range(steps):
            gradient, curve = self._slopes(*point)
            gap = max(float(np.abs(part).max()) for part in gradient)
            # Near the minimum steps are whole and the gap falls with its square, until it no longer does.
            if gap <= MET * self.scale or best / 2 < gap <= ROUNDING * self.scale:
                return Fit(*point, met=not self.penalty[0].any())
            best = min(best, gap)
            step = self._step(gradient, curve)
            slope = sum(float((part * move).sum()) for part, move in zip(gradient, step, strict=True))
            moved = self._moved(point, step, value, slope)
            if moved is None:
                return Fit(*point, met=not self.penalty[0].any()) if gap <= ROUNDING * self.scale else None
            point, value = moved
        return None

    def _start(self) -> Point:
        """Return rows at which each product has the same part of every cell of a row, columns zero."""
        wanted, cells = self.wanted[0], self.given.cells.sum(axis=(1, 2))
        rest = np.maximum(cells - wanted.sum(axis=0), 0.02 * cells)
        ratio = np.divide(wanted, rest, out=np.ones_like(wanted), where=rest > 0)
        rows = np.where(self.live[0], np.log(np.maximum(ratio, 1e-12)), -np.inf)
        free = self.given.columns is None
        return rows, np.where(self.live[1] | free, 0.0, -np.inf)

    def _value(self, rows: Array, columns: Array) -> float:
        """Return the dual at a point."""
        x = rows[:, :, None, None] + self.given.log_odds[:, :, :, None] + columns[:, None, None, :]
        top = np.maximum(x.max(axis=0), 0.0)
        logs = top + np.log(np.exp(x - top).sum(axis=0) + np.exp(-top))
        found = float((self.given.cells * logs).sum())
        for point, wanted, penalty, live in zip((rows, columns), self.wanted, self.penalty, self.live, strict=True):
            there = point[live]
            found += float((0.5 * penalty[live] * there * there - wanted[live] * there).sum())
        return found

    def _slopes(self, rows: Array, columns: Array) -> tuple[Point, Array]:
        """Return the gradient, and Σ_G of cells times the derivative of shares (P, P, R, C)."""
        share = parts(rows, columns, self.given.log_odds)
        flow = self.given.cells * share
        sums = flow.sum(axis=(2, 3)), flow.sum(axis=(1, 2))
        gradient = [
            np.where(live, total - wanted + penalty * np.where(live, point, 0.0), 0.0)
            for total, wanted, penalty, live, point in zip(
                sums, self.wanted, self.penalty, self.live, (rows, columns), strict=True
            )
        ]
        curve = -np.einsum("prgc,qrgc->pqrc", flow, share)
        own = np.arange(len(share))
        curve[own, own] += flow.sum(axis=2)
        return (gradient[0], gradient[1]), curve

    def _step(self, gradient: Point, curve: Array) -> Point:
        """Return Newton's step downhill; its columns first, from what is left when rows are solved for."""
        count, _, n_rows, n_columns = curve.shape
        by_row = self._with_diagonal(curve.sum(axis=3).transpose(2, 0, 1), 0)
        if self.given.columns is None:
            alone: Array = np.array(np.linalg.solve(by_row, -gradient[0].T[:, :, None]), dtype=np.float64)
            return self._shortened((alone[:, :, 0].T, np.zeros((count, n_columns))))
        cross = curve.transpose(2, 0, 1, 3).reshape(n_rows, count, count * n_columns)
        given = np.concatenate([cross, gradient[0].T[:, :, None]], axis=2)
        solved: Array = np.array(np.linalg.solve(by_row, given), dtype=np.float64)
        # Not by a library whose threads would wait for each other longer than these small sums take.
        taken = np.einsum("rpx,rpy->xy", cross, solved)
        by_column = self._with_diagonal(curve.sum(axis=2).transpose(2, 0, 1), 1)
        left = np.zeros((count, n_columns, count, n_columns))
        at = np.arange(n_columns)
        left[:, at, :, at] = by_column
        left = left.reshape(count * n_columns, -1) - taken[:, :-1]
        self._hold(left.reshape(count, n_columns, count, n_columns))
        slope = gradient[1].ravel() - taken[:, -1]
        columns: Array = np.array(-np.linalg.solve(left, slope), dtype=np.float64)
        rows = -(solved[:, :, -1] + solved[:, :, :-1] @ columns).T
        return self._shortened((rows, columns.reshape(count, n_columns)))

    def _with_diagonal(self, blocks: Array, side: int) -> Array:
        """Return blocks (L, P, P) with the penalty, a trace of damping, and ones where there is nothing to fit."""
        own = np.arange(blocks.shape[1])
        diagonal = blocks[:, own, own]
        damped = diagonal * (1.0 + 1e-11) + 1e-15 * self.scale + self.penalty[side].T
        blocks[:, own, own] = np.where(self.live[side].T, damped, 1.0)
        return blocks

    def _hold(self, left: Array) -> None:
        """Hold, in place, what can be added to the columns of a product and taken from its rows without effect."""
        if self.penalty[0].any():
            return
        for p, live in enumerate(self.live[1]):
            size = max(int(live.sum()), 1)
            weight = float(left[p, live, p, live].mean()) / size
            left[p, :, p, :] += weight * np.outer(live, live)

    def _shortened(self, step: Point) -> Point:
        rows, columns = (np.where(live, part, 0.0) for part, live in zip(step, self.live, strict=True))
        longest = max(float(np.abs(rows).max()), float(np.abs(columns).max()))
        scale = min(1.0, self.longest / longest) if longest > 0 else 1.0
        return rows * scale, columns * scale

    def _moved(self, point: Point, step: Point, value: float, slope: float) -> tuple[Point, float] | None:
        """Return a point that lies lower, and its value; None where no part of the step does."""
        length = 1.0
        # What the dual gains here is less than its rounding: the step is taken for its gradient's sake.
        whole = abs(slope) < 1e-10 * self.scale
        while length > 1e-8:
            moved = point[0] + length * step[0], point[1] + length * step[1]
            found = self._value(*moved)
            if whole or found <= value + 1e-4 * length * slope:
                return moved, found
            length /= 2
        return None
