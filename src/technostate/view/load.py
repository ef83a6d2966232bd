"""One `load` for everything that has a name: a world, a series, an indicator, a state's file, a shock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from technostate.errors import DataError, LabelError, nearest

if TYPE_CHECKING:
    from technostate.evidence import Series
    from technostate.shocks.specification import Shock
    from technostate.states import State
    from technostate.world import World

#: Ends of names that are files of worlds.
_WORLD_FILES = (".npz", ".parquet", ".csv", ".zip")


def load(name: str | Path, *, year: int | None = None, to_musd: float | None = None) -> World | Series | State | Shock:
    """Return what a name or path stands for, as the object that functions take.

    Parameters
    ----------
    name : str or Path
        A world (``icio-2022``, ``icio-2022+products``, one of the store), a series (``worldbank/wdi/…``), an indicator
        (``rd_share_of_gdp``), a state that has a file (``CHN``), a shock (``chips-2022``); or a path: ``.yaml`` is a
        shock, ``.toml`` a state, anything else a world.
    year : int, optional
        Of a world's file that holds several years, or does not say its year.
    to_musd : float, optional
        What one unit of a world's file is in USD million, where it is in another unit.

    Raises
    ------
    LabelError
        If nothing has this name, with the nearest names.
    DataError
        If a file is malformed, or `year` or `to_musd` is given for what is no world's file.

    Examples
    --------
    >>> load("wiod-2004").shape, load("chips-2022").name, load("CHN").name
    ((41, 35), 'chips-2022', 'China')
    """
    from technostate import states, world
    from technostate.evidence import catalogue
    from technostate.shocks import specification
    from technostate.strategies import dictionary

    text = str(name)
    if not text.strip():
        raise LabelError("no name is given", hint="technostate search WORDS finds names")
    if (year, to_musd) != (None, None) and not _is_world_file(text):
        raise DataError(f"year= and to_musd= are for the file of a world, and {text} is none", hint="leave them out")
    if world.is_named(text):
        return world.load(text)
    if text in specification.names():
        return specification.load(text)
    if text.upper() in states.codes():
        return states.load(text.upper())
    ids = {row.id for row in dictionary.indicators()}
    if text in ids:
        return dictionary.values(text)
    path = Path(name)
    if path.exists() or isinstance(name, Path):
        suffix = path.suffix.lower()
        if suffix in (".yaml", ".yml"):
            return specification.read(path)
        return states.load(path) if suffix == ".toml" else world.read(path, year=year, to_musd=to_musd)
    if text.count("/") == 2:
        return catalogue.load(text)
    known = (*world.names(), *world.own_names(), *specification.names(), *states.codes(), *ids)
    close = nearest(text, known)
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    raise LabelError(f"nothing is named {text!r}", hint=f"{hint}technostate search WORDS finds names")


def world_of(given: str | World, *, year: int | None = None, to_musd: float | None = None) -> World:
    """Return a world: itself, the shipped one or the one in the store that a text names, or what lies at a path.

    Parameters
    ----------
    year : int, optional
        Of a file that holds several years, or does not say its year.
    to_musd : float, optional
        What one unit of a file is in USD million.

    Raises
    ------
    LabelError
        If there is no world of that name.
    DataError
        If year or unit are given for what has both, or a file is malformed.

    Examples
    --------
    >>> world_of("WIOD-2004").name
    'wiod-2004'
    """
    from technostate import world

    if isinstance(given, str):
        if not given.strip():
            raise DataError(
                "an empty text names no world", hint="technostate world list; or the path of a world's file"
            )
        shipped = given.strip().casefold()
        if not world.is_named(shipped):
            is_path = given.lower().endswith(_WORLD_FILES) or "/" in given or "\\" in given or Path(given).exists()
            return world.read(Path(given), year=year, to_musd=to_musd) if is_path else world.load(given)
        given = world.load(shipped)
    if year is not None or to_musd is not None:
        raise DataError(
            f"a year and a unit are for the file of a world; {given.name} has both",
            hint="leave out --year and --to-musd (in Python year= and to_musd=)",
        )
    return given


def typed_world(given: str | World | None, table: str | World) -> str:
    """Return what a reader types for a world that was read: its path where it was given by one, else its name."""
    if isinstance(given, str):
        return given if not _is_shipped(given.strip().casefold()) else given.strip().casefold()
    return table if isinstance(table, str) else table.name


def world_at(given: str | World, *, year: int | None = None, to_musd: float | None = None) -> str | World:
    """Return a shipped world by its name, so that parts that were kept for it are found again; any other by `world_of`.

    Parameters
    ----------
    year, to_musd : int, float, optional
        As in `world_of`.
    """
    shipped = isinstance(given, str) and _is_shipped(given) and (year, to_musd) == (None, None)
    return given if shipped else world_of(given, year=year, to_musd=to_musd)


def _is_shipped(name: str) -> bool:
    """Return whether a text names a shipped world, with or without products carved out of it."""
    from technostate import world

    return name.partition("+")[0] in world.names()


def _is_world_file(text: str) -> bool:
    return Path(text).exists() and Path(text).suffix.lower() not in (".yaml", ".yml", ".toml")
