"""From typed results to JSON types: the one walk through mappings, sequences, dataclasses, models and arrays."""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from typing import Any

#: What an `own` returns for a value that it leaves to `plain`.
NOTHING = object()


def _nothing(_: Any) -> Any:
    return NOTHING


def plain(value: Any, own: Callable[[Any], Any] = _nothing) -> Any:
    """Return a value as JSON types: dict, list, str, int, float, bool or None.

    Dataclasses, named tuples and models are encoded field by field, without fields that begin with ``_``. NaN, which
    stands for unknown, and infinity, which stands for never, are None; keys are text, sets are sorted.

    Parameters
    ----------
    own : callable
        Asked first for each value that is no text or number; it returns `NOTHING` where it has no words of its own.

    Raises
    ------
    TypeError
        If a value has no JSON type: a programming error, not a user's.

    Examples
    --------
    >>> import datetime
    >>> plain({2020: (1.5, float("nan")), "day": datetime.date(2024, 5, 17)})
    {'2020': [1.5, None], 'day': '2024-05-17'}
    """
    if value is None or (isinstance(value, bool | str | int) and not isinstance(value, enum.Enum)):
        return value
    if isinstance(value, float):
        # NumPy's float64 is a float as well; JSON takes Python's own.
        return float(value) if math.isfinite(value) else None
    if (found := own(value)) is not NOTHING:
        return found
    if isinstance(value, enum.Enum):
        return plain(value.value, own)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, PurePath):
        return value.as_posix()
    if hasattr(value, "tolist"):  # NumPy arrays and scalars, without importing NumPy
        return plain(value.tolist(), own)
    if names := _fields(value):
        return {name: plain(getattr(value, name), own) for name in names}
    return _collection(value, own)


def _collection(value: Any, own: Callable[[Any], Any]) -> Any:
    if isinstance(value, Mapping):
        return {str(key): plain(item, own) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((plain(item, own) for item in value), key=str)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(item, own) for item in value]
    raise TypeError(f"{type(value).__name__} has no JSON type")


def _fields(value: Any) -> list[str]:
    """Return the names of the fields of a typed record; empty for anything else."""
    if is_dataclass(value) and not isinstance(value, type):
        names: Iterable[str] = (item.name for item in fields(value))
    else:
        names = (*getattr(type(value), "model_fields", ()), *getattr(value, "_fields", ()))
    return [name for name in names if not name.startswith("_")]
