"""From typed results to JSON types: one encoder for every frozen dataclass."""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from typing import Any


def plain(value: Any) -> Any:
    """Return a value as JSON types: dict, list, str, int, float, bool or None.

    An object with `as_dict` is what that returns; other dataclasses and named tuples are encoded field by field.
    NaN, which stands for unknown, is None; keys are text, sets are sorted.

    Raises
    ------
    TypeError
        If a value has no JSON type.
    ValueError
        If a number is infinite.

    Examples
    --------
    >>> import datetime
    >>> plain({2020: (1.5, float("nan")), "day": datetime.date(2024, 5, 17)})
    {'2020': [1.5, None], 'day': '2024-05-17'}
    """
    if value is None or (isinstance(value, bool | str) and not isinstance(value, enum.Enum)):
        return value
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, PurePath):
        return value.as_posix()
    return _compound(value)


def _number(value: float) -> float | int | None:
    """Return Python's own number for it (NumPy's float64 is a float as well), None for NaN."""
    if isinstance(value, int):
        return int(value)
    if math.isinf(value):
        raise ValueError(f"{value} is no JSON number")
    return None if math.isnan(value) else float(value)


def record(value: Any, names: Iterable[str] | None = None, *, without: Container[str] = ()) -> dict[str, Any]:
    """Return the fields of a dataclass, named tuple or pydantic model as JSON types, whatever its own `as_dict` says.

    Parameters
    ----------
    value : Any
        With `names` any object.
    names : iterable of str, optional
        Only these attributes.
    without : collection of str
        Fields that are left out.

    Examples
    --------
    >>> from technostate.evidence import Observation
    >>> record(Observation("CHN", 2020, 1.0))
    {'region': 'CHN', 'year': 2020, 'value': 1.0}
    """
    chosen = _fields(value) if names is None else names
    return {name: plain(getattr(value, name)) for name in chosen if name not in without}


def _fields(value: Any) -> Iterable[str]:
    """Return the names of the fields of a typed record; empty for anything else."""
    if is_dataclass(value):
        return [item.name for item in fields(value)]
    return [*getattr(type(value), "model_fields", ()), *getattr(value, "_fields", ())]


def _compound(value: Any) -> Any:
    if hasattr(value, "as_dict"):
        return plain(value.as_dict())
    if found := record(value):
        return found
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(plain(item) for item in value)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):  # NumPy arrays and scalars, without importing NumPy
        return plain(value.tolist())
    raise TypeError(f"{type(value).__name__} has no JSON type")
