"""Reliance among many states at once: whose inputs, made where, and which of two suppliers each buyer leans on more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from technostate.errors import LabelError
from technostate.exposure.flows import Look, Variant, flow_matrix
from technostate.exposure.members import Party, party
from technostate.exposure.selection import REST, Codes, regions, share
from technostate.world import World
from technostate.world.table import Array


@dataclass(frozen=True, eq=False)
class Among:
    """Shares of some states in each other's inputs.

    Parameters
    ----------
    parties : tuple of Party
        In the order asked for.
    shares : array (n, n)
        Of each supplier (column) in all inputs of each buyer (row), fractions; NaN where the two share a member, or
        the buyer has no output.
    abroad : array (n,)
        What all abroad makes of each buyer's inputs: its foreign input reliance.
    """

    parties: tuple[Party, ...]
    shares: Array
    abroad: Array


@dataclass(frozen=True)
class Lean:
    """One economy's reliance on two suppliers, fractions of all its inputs."""

    region: str
    first: float
    second: float

    @property
    def difference(self) -> float:
        """Reliance on the first less that on the second."""
        return self.first - self.second


@dataclass(frozen=True)
class Leaning:
    """Which of two suppliers the economies of a table lean on more.

    Parameters
    ----------
    rows : tuple of Lean
        In the table's order: every economy that is neither of the two, ROW left out.
    without : tuple of str
        Economies that have no output in the chosen columns.
    """

    first: Party
    second: Party
    rows: tuple[Lean, ...]
    without: tuple[str, ...]

    @property
    def count(self) -> tuple[int, int, int]:
        """How many lean more on the first, more on the second, and on both alike."""
        return counted(self.rows)


def counted(rows: Sequence[Lean]) -> tuple[int, int, int]:
    """Return how many lean more on the first, more on the second, and on both alike.

    Examples
    --------
    >>> counted([Lean("A", 0.2, 0.1), Lean("B", 0.1, 0.1), Lean("C", 0.3, 0.1)])
    (2, 0, 1)
    """
    above, below = sum(row.difference > 0 for row in rows), sum(row.difference < 0 for row in rows)
    return above, below, len(rows) - above - below


def among(
    world: World,
    names: Sequence[str],
    *,
    sector: Codes | None = None,
    variant: Variant = "gross",
    measure: Look = "look_through",
) -> Among:
    """Return the share of each state in the inputs of each other one, and of all abroad, in one pass.

    Parameters
    ----------
    names : sequence of str
        Regions of the world, keys of groups, or codes joined by ``+``; a group is one state, trade inside it at home.
    sector : str or sequence of str, optional
        The buyers' columns; all by default.

    Raises
    ------
    LabelError
        If a name is unknown.

    Examples
    --------
    >>> from technostate.world import load
    >>> found = among(load("icio-2022"), ["CHN", "USA"])
    >>> found.shares.round(4).tolist(), found.abroad.round(4).tolist()
    ([[nan, 0.0074], [0.0133, nan]], [0.0936, 0.0751])
    """
    parties = tuple(party(world, name) for name in names)
    flows = flow_matrix(world, variant, measure, sector)
    member = np.zeros((len(parties), world.n_regions))
    for at, one in enumerate(parties):
        member[at, regions(world, one.members)] = 1.0
    made = member @ flows @ member.T  # supplier, buyer
    totals = member @ flows.sum(axis=0)
    shares = share(made, totals[None, :]).T
    abroad = share(totals - np.diagonal(made), totals)
    shares[(member @ member.T) > 0] = np.nan
    return Among(parties, shares, abroad)


def leaning(
    world: World,
    first: str,
    second: str,
    *,
    sector: Codes | None = None,
    variant: Variant = "gross",
    measure: Look = "look_through",
) -> Leaning:
    """Return for every other economy of a table how much it takes from each of two suppliers.

    Raises
    ------
    LabelError
        If a name is unknown, or the two have a member in common.

    Examples
    --------
    >>> from technostate.world import load
    >>> leaning(load("icio-2022"), "CHN", "USA").count
    (66, 12, 0)
    """
    one, other = party(world, first), party(world, second)
    if both := set(one.members) & set(other.members):
        raise LabelError(f"{first} and {second} share {', '.join(sorted(both))}", hint="compare two that share nobody")
    rows, without = leans(world.regions, flow_matrix(world, variant, measure, sector), one.members, other.members)
    return Leaning(one, other, rows, without)


def leans(
    names: Sequence[str], flows: Array, first: Sequence[str], second: Sequence[str]
) -> tuple[tuple[Lean, ...], tuple[str, ...]]:
    """Return how much each economy of a table takes from two suppliers, and those without any input.

    Parameters
    ----------
    names : sequence of str
        Regions of the table (N).
    flows : array (N, N)
        What each region (row) makes for the output of each region (column), as `flow_matrix` gives it.
    first, second : sequence of str
        Members of the two.

    Examples
    --------
    >>> rows, without = leans("ABCD", np.array([[8., 0, 2, 0], [0, 9, 3, 0], [2, 1, 5, 0], [0, 0, 0, 0]]), "A", "B")
    >>> [(row.region, row.first, row.second) for row in rows], without
    ([('C', 0.2, 0.3)], ('D',))
    """
    shares = share(flows, flows.sum(axis=0))
    on = [shares[[at for at, code in enumerate(names) if code in side]].sum(axis=0) for side in (first, second)]
    others = [at for at, code in enumerate(names) if code not in (REST, *first, *second)]
    rows = tuple(Lean(names[at], float(on[0][at]), float(on[1][at])) for at in others if np.isfinite(on[0][at]))
    return rows, tuple(names[at] for at in others if not np.isfinite(on[0][at]))
