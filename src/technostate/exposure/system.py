"""The Leontief system of a world: factorised once, solved many times, inverted only on request.

With A the technical coefficients (input i per unit of output of j), ``(I − A) x = f`` and ``L = (I − A)⁻¹``
(Leontief 1936; Miller and Blair 2022, chapter 2). One LU factorisation answers every question with a few
right-hand sides; L itself is needed only for measures that read all of its elements.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Protocol, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from technostate.errors import BalanceError
from technostate.world.table import Array

W = TypeVar("W")
T = TypeVar("T")


class Table(Protocol):
    """What a Leontief system needs of a table; a `World` and a `technostate.world.FineTable` have it."""

    @property
    def intermediate(self) -> Array:
        """Sales of node i (row) to node j (column) (n, n)."""
        ...

    @property
    def gross_output(self) -> Array:
        """Output of each node (n,)."""
        ...


class Leontief:
    """LU factors of I − A for n nodes, with solves, transposed solves and, on request, the inverse L.

    Nodes without output have a zero column in A: they need nothing, and their column of L is a unit vector.

    Parameters
    ----------
    intermediate : array (n, n)
        Sales of node i (row) to node j (column), any one currency.
    gross_output : array (n,)
        Output of each node in the same currency; not negative.

    Raises
    ------
    BalanceError
        If the shapes disagree, a value is not finite, I − A is singular, or the table is not productive
        (Hawkins and Simon 1949): some node would need a negative total of inputs.

    Notes
    -----
    Memory: one n × n array for the factors and one more once `inverse` is asked for; no other temporary of
    that size. ``I − A`` is written in C order and its transpose handed to LAPACK in place, so solves with L
    use LAPACK's transposed solve and the inverse comes out in C order.

    Examples
    --------
    Miller and Blair (2022), chapter 2: two sectors with A = [[.15, .25], [.20, .05]].

    >>> import numpy as np
    >>> table = Leontief(np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0]))
    >>> table.inverse.round(4)
    array([[1.2541, 0.33  ],
           [0.264 , 1.1221]])
    >>> table.solve(np.array([600.0, 1500.0])).round(3)
    array([1247.525, 1841.584])
    """

    def __init__(self, intermediate: Array, gross_output: Array) -> None:
        from scipy.linalg import lapack

        _check(intermediate, gross_output)
        # C order whatever the argument's: below, its transpose is what LAPACK factorises in place.
        system = np.multiply(intermediate, -reciprocal(gross_output), order="C")
        system.reshape(-1)[:: len(gross_output) + 1] += 1.0
        self._factors, self._pivots, info = lapack.dgetrf(system.T, overwrite_a=True)
        diagonal = np.abs(np.diagonal(self._factors))
        if info > 0 or diagonal.min(initial=1.0) <= 1e-13 * diagonal.max(initial=1.0):
            raise BalanceError(
                f"I − A is singular at node {int(np.argmin(diagonal))}: some nodes buy their whole output back",
                hint="check that value added is positive over every closed group of sectors",
            )
        self.gross_output = gross_output
        if self.multipliers.min(initial=1.0) < 0:
            raise BalanceError(
                f"the table is not productive: the output multiplier of node {np.argmin(self.multipliers)} is negative",
                hint="inputs exceed output in some columns; check gross_output and intermediate (Hawkins–Simon)",
            )

    @property
    def n(self) -> int:
        """Number of nodes."""
        return len(self._pivots)

    def solve(self, demand: Array) -> Array:
        """Return L · demand: the gross output that final demand (n,) or (n, k) calls forth, same currency."""
        return self._solved(demand, transposed=1)

    def solve_transposed(self, weights: Array) -> Array:
        """Return Lᵀ · weights for weights (n,) or (n, k): the weight of everything one unit of each node needs."""
        return self._solved(weights, transposed=0)

    def _solved(self, right_hand_side: Array, *, transposed: int) -> Array:
        from scipy.linalg import lapack

        solution, _ = lapack.dgetrs(self._factors, self._pivots, right_hand_side, trans=transposed)
        solved: Array = solution
        return solved

    @cached_property
    def inverse(self) -> Array:
        """L (n, n), computed on first use (LAPACK getri on a copy of the factors), then kept; read-only."""
        from scipy.linalg import lapack

        work, _ = lapack.dgetri_lwork(self.n)
        inverse, _ = lapack.dgetri(self._factors, self._pivots, lwork=int(work.real))
        result: Array = inverse.T
        result.setflags(write=False)
        return result

    @property
    def has_inverse(self) -> bool:
        """Whether `inverse` was computed already."""
        return "inverse" in self.__dict__

    @cached_property
    def multipliers(self) -> Array:
        """1ᵀL (n,): output of all nodes needed for one unit of final demand of each, itself included."""
        result = self.solve_transposed(np.ones(self.n))
        result.setflags(write=False)
        return result

    def columns(self, positions: NDArray[np.intp] | slice) -> Array:
        """Return the columns of L at these positions (n, k): a view of the inverse if it is there, else solved."""
        if self.has_inverse:
            return self.inverse[:, positions]
        chosen = np.arange(self.n)[positions]
        units = np.zeros((self.n, len(chosen)), order="F")
        units[chosen, np.arange(len(chosen))] = 1.0
        return self.solve(units)


def reciprocal(values: Array) -> Array:
    """Return 1 / values where positive and 0 elsewhere: what a node without output buys or earns per unit.

    Examples
    --------
    >>> import numpy as np
    >>> reciprocal(np.array([4.0, 0.0]))
    array([0.25, 0.  ])
    """
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def once_per_world(function: Callable[[W], T]) -> Callable[[W], T]:
    """Return a function that computes once for each World (or table) object and forgets it when the object goes.

    Parameters
    ----------
    function : callable
        Pure function of a World; its result must hold no reference to the World. An array becomes read-only.
    """
    kept: WeakKeyDictionary[W, T] = WeakKeyDictionary()
    lock = threading.RLock()

    @wraps(function)
    def kept_function(world: W) -> T:
        with lock:
            if world not in kept:
                result = function(world)
                if isinstance(result, np.ndarray):
                    result.setflags(write=False)  # all callers get the same array
                kept[world] = result
            return kept[world]

    return kept_function


@once_per_world
def leontief(world: Table) -> Leontief:
    """Return the factorised Leontief system of a world (N·J nodes), computed once for each World.

    Parameters
    ----------
    world : World
        Or any table with ``intermediate`` and ``gross_output``.

    Raises
    ------
    BalanceError
        If I − A is singular or not productive.
    """
    return Leontief(world.intermediate, world.gross_output)


def _check(intermediate: Array, gross_output: Array) -> None:
    n = len(gross_output)
    if gross_output.ndim != 1 or intermediate.shape != (n, n):
        raise BalanceError(
            f"intermediate has shape {intermediate.shape} beside gross_output {gross_output.shape}",
            hint="pass n × n sales between nodes and n outputs",
        )
    if not np.isfinite(gross_output).all() or not np.isfinite(intermediate.sum()):
        raise BalanceError("the table holds values that are not finite", hint="missing values cannot be inverted")
    if (gross_output < 0).any():
        raise BalanceError(
            f"output of node {int(np.argmin(gross_output))} is negative", hint="outputs are zero or positive"
        )
