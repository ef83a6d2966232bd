"""Who and what is asked about: positions of regions, groups of regions, sectors and their nodes in a world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, LabelError
from technostate.world import FineTable, World
from technostate.world.table import Array

#: One code, or several that are taken together as one state.
Codes: TypeAlias = str | Sequence[str]
Positions: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]

#: A table of sales among producers: a world, or the finer table that has no final demand.
Producers: TypeAlias = World | FineTable

#: The region that stands for all economies that a table does not show apart.
REST = "ROW"


def codes(names: Codes) -> tuple[str, ...]:
    """Return one code or several as a tuple.

    Examples
    --------
    >>> codes("CHN"), codes(["JPN", "KOR"])
    (('CHN',), ('JPN', 'KOR'))
    """
    return (names,) if isinstance(names, str) else tuple(names)


def label(names: Codes) -> str:
    """Return how a message names one code or several.

    Examples
    --------
    >>> label(("JPN", "KOR"))
    'JPN+KOR'
    """
    return "+".join(codes(names))


def regions(world: Producers, names: Codes) -> Positions:
    """Return the positions of a region, or of the members of a group, in ``world.regions``.

    Parameters
    ----------
    names : str or sequence of str
        Codes that the world has; each once.

    Raises
    ------
    LabelError
        If a code is unknown (nearest names as the hint), none is given, or one is given twice.
    """
    return _positions(codes(names), world.region_index, "region")


def sectors(world: Producers, names: Codes | None) -> Positions:
    """Return the positions of sectors in ``world.sectors``; all of them for None.

    Raises
    ------
    LabelError
        If a code is unknown, none is given, or one is given twice.
    """
    if names is None:
        return np.arange(world.n_sectors)
    return _positions(codes(names), world.sector_index, "sector")


def nodes(world: Producers, names: Codes, sector: Codes | None = None) -> Positions:
    """Return the positions of the nodes of a region or group, in all sectors or the chosen ones.

    Parameters
    ----------
    names : str or sequence of str
        Region or members of a group.
    """
    return (regions(world, names)[:, None] * world.n_sectors + sectors(world, sector)[None, :]).ravel()


def outside(world: Producers, names: Codes) -> Positions:
    """Return the positions of all regions that do not belong to the region or group."""
    return np.setdiff1d(np.arange(world.n_regions), regions(world, names))


def partners(world: Producers, state: Codes, *, partner: Codes | None) -> Positions:
    """Return the positions of the partner's regions; all regions outside the state for None.

    Raises
    ------
    LabelError
        If a code is unknown, or state and partner have a member in common: nobody is its own partner.
    """
    if partner is None:
        return outside(world, state)
    own, other = regions(world, state), regions(world, partner)
    shared = [world.regions[i] for i in np.intersect1d(own, other)]
    if shared:
        raise overlap(shared, state=label(state), partner=label(partner))
    return other


def overlap(shared: Sequence[str], *, state: str, partner: str) -> LabelError:
    """Return the error for a state and a partner that have members in common.

    Parameters
    ----------
    shared : sequence of str
        The members in common.
    state, partner : str
        As the message names them.
    """
    return LabelError(
        f"{partner} and {state} share {', '.join(shared)}",
        hint="name a partner without common members; what the state has of its own is self_reliance",
    )


def single(world: Producers) -> Flags:
    """Return which regions are one economy (N,): all but ROW, which is all economies that a table does not show."""
    return np.array([code != REST for code in world.regions])


def require_output(world: Producers, names: Codes, sector: Codes | None = None) -> Positions:
    """Return the nodes of a state (in a sector), which must have output for a share to have a meaning.

    Raises
    ------
    DataError
        If the nodes' output is zero.
    """
    chosen = nodes(world, names, sector)
    if not world.gross_output[chosen].sum() > 0:
        raise no_value(world, names, "output", sector)
    return chosen


def no_value(world: Producers, names: Codes, what: str, sector: Codes | None = None) -> DataError:
    """Return the error for a share that would divide by nothing.

    Parameters
    ----------
    what : str
        What is not there, for example ``"output"``.
    """
    place = label(names) if sector is None else f"{label(names)} {label(sector)}"
    return DataError(
        f"{place} has no {what} in {world.name}, so the measure has no value there",
        hint="the table records none; ask for another sector, or for all sectors together",
    )


def ratio(world: Producers, part: float, whole: float, what: str, names: Codes, sector: Codes | None = None) -> float:
    """Return part / whole, or the error that says what is not there where the whole is not positive.

    Parameters
    ----------
    what : str
        What the whole is, for example ``"inputs"``.
    names : str or sequence of str
        Whose.

    Raises
    ------
    DataError
        If the whole is not positive.
    """
    if not whole > 0:
        raise no_value(world, names, what, sector)
    return float(part / whole)


def by_region(world: Producers, values: Array) -> Array:
    """Return node values (N·J, …) summed over sectors: (N, …)."""
    total: Array = values.reshape(world.n_regions, world.n_sectors, *values.shape[1:]).sum(axis=1)
    return total


def share(part: Array, whole: Array) -> Array:
    """Return part / whole, NaN where the whole is not positive: such a share has no value, it is not zero.

    Parameters
    ----------
    part, whole : array
        Of one shape, or shapes that broadcast.

    Examples
    --------
    >>> import numpy as np
    >>> share(np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    array([0.25,  nan])
    """
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64))
    result: Array = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return result


def _positions(names: tuple[str, ...], index: Callable[[str], int], what: str) -> Positions:
    if not names:
        raise LabelError(f"no {what} is named", hint=f"give at least one {what}")
    found = [index(name) for name in names]
    if len(set(found)) < len(found):
        twice = next(name for name in names if names.count(name) > 1)
        raise LabelError(f"{what} {twice!r} is named twice", hint="name each member of a group once")
    return np.array(found, dtype=np.intp)
