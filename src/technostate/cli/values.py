"""Values of options that are read more strictly than the words of a shell are by default."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, Token

if TYPE_CHECKING:
    from technostate.world import World

#: Ends of names that are files of worlds.
_WORLD_FILES = (".npz", ".parquet", ".csv", ".zip")


def _whole(kind: object, tokens: Sequence[Token]) -> int:
    """Return the whole number that was written; 1.5 is refused, not rounded."""
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f"{tokens[0].value!r} is no whole number") from None


#: A whole number written as digits.
Whole = Annotated[int, Parameter(converter=_whole)]


def world_named(name: str) -> World:
    """Return the world that is typed: the name of a shipped one, or the path of a file or folder.

    Parameters
    ----------
    name : str
    """
    from technostate import world

    is_path = name.lower().endswith(_WORLD_FILES) or "/" in name or "\\" in name or Path(name).is_dir()
    return world.read(Path(name)) if is_path and name not in world.names() else world.load(name)
