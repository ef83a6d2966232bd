"""Values of options that are read more strictly than the words of a shell are by default."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, Token

if TYPE_CHECKING:
    from technostate.world import World

_DIGITS = 1_000


def _whole(kind: object, tokens: Sequence[Token]) -> int:
    return whole(tokens[0].value)


def whole(text: str) -> int:
    """Return the whole number that was written; 1.5 is refused, not rounded, and 1_0 is not ten.

    Raises
    ------
    ValueError
        If it is none, or has more digits than any number here.
    """
    value = text.strip()
    if len(value) > _DIGITS:
        raise ValueError(f"{value[:20]!r}… has {len(value):,} characters and is too large a number")
    if not re.fullmatch(r"[+-]?\d+", value):
        raise ValueError(f"{value!r} is no whole number")
    return int(value)


def _place(kind: object, tokens: Sequence[Token]) -> Path:
    """Return the path that was written; an empty one would be the current folder."""
    if not tokens[0].value.strip():
        raise ValueError("no file or folder is named; . is the current folder")
    return Path(tokens[0].value)


#: A file or folder.
Place = Annotated[Path, Parameter(converter=_place)]
#: The file of the user's texts.
StorePath = Annotated[Place | None, Parameter(name="--store", help="the store's file; the user's own by default")]
#: The file of the user's own data, beside what ships.
OwnStore = Annotated[
    Place | None, Parameter(name="--store", help="file of your own data (docs/own-data.md); the usual one by default")
]
#: A whole number written as digits.
Whole = Annotated[int, Parameter(converter=_whole)]


def reads(store: Path | None) -> None:
    """Read from this store, beside what ships; None for the usual one. Each command that reads data says it first."""
    from technostate.evidence.own import current

    current.use(store)


def between_commas(words: Iterable[str]) -> tuple[str, ...]:
    """Return ids that were typed with spaces or commas between.

    Examples
    --------
    >>> between_commas(["a,b", "c"])
    ('a', 'b', 'c')
    """
    return tuple(part.strip() for word in words for part in word.split(",") if part.strip())


def world_named(name: str, *, year: int | None = None, to_musd: float | None = None) -> World:
    """Return the world that is typed; see `technostate.view.load.world_of`."""
    from technostate.view.load import world_of

    return world_of(name, year=year, to_musd=to_musd)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
