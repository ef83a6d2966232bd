"""An impact as bytes and back: arrays as they are in an NPZ file, all else as JSON beside them; nothing is executed."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from technostate.errors import TechnostateError
from technostate.evidence.origin import Origin
from technostate.shocks.impact.course import Days, Years
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.spread import PARTS, Spread
from technostate.shocks.kept import Packing
from technostate.shocks.specification import Shock

_SPREADS = ("real_income", "output", "prices", "trade", "gdp", "consumer_prices", "employment")
_OPTIONAL = ("prices", "consumer_prices", "employment")
_PLAIN = ("horizon", "world", "kind")
_TUPLES = ("regions", "sectors", "cases", "parameters", "failed", "notes")
_ARRAYS = ("base_income", "base_output", "income_cases", "gdp_cases", "values")
_VARIANT = ("real_income", "low", "high", "gdp")


def to_bytes(impact: Impact) -> bytes:
    """Return an impact as the bytes of an NPZ file."""
    arrays: dict[str, Any] = {name: getattr(impact, name) for name in _ARRAYS}
    units: dict[str, str] = {}
    for name in _SPREADS:
        _put(arrays, units, name, getattr(impact, name))
    meta: dict[str, Any] = {name: getattr(impact, name) for name in _PLAIN}
    meta |= {name: list(getattr(impact, name)) for name in _TUPLES}
    meta["shock"], meta["origin"] = impact.shock.as_dict(), impact.origin.as_dict()
    meta["variants"] = []
    for at, row in enumerate(impact.variants):
        there = [name for name in _VARIANT if getattr(row, name) is not None]
        meta["variants"].append([row.key, row.text, row.why, there])
        arrays |= {f"variant{at}.{name}": getattr(row, name) for name in there}
    course = impact.course
    if course is not None:
        meta["course"] = course.days if isinstance(course, Days) else list(course.years)
        for name in course.NAMES:
            _put(arrays, units, f"course.{name}", getattr(course, name))
    arrays["meta"] = np.array(json.dumps(meta | {"units": units}, ensure_ascii=False))
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def from_bytes(data: bytes) -> Impact:
    """Return the impact that `to_bytes` wrote.

    Raises
    ------
    ValueError
        If the bytes are no such file.
    """
    try:
        return _impact(data)
    except (OSError, EOFError, KeyError, TypeError, zlib.error, zipfile.BadZipFile, TechnostateError) as error:
        raise ValueError(f"no impact: {error}") from None


def _impact(data: bytes) -> Impact:
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    meta = json.loads(str(arrays.pop("meta")))
    units = meta["units"]
    course: Days | Years | None = None
    if isinstance(meta.get("course"), int):
        course = Days(meta["course"], *(_spread(arrays, units, f"course.{name}") for name in Days.NAMES))
    elif meta.get("course"):
        course = Years(tuple(meta["course"]), *(_spread(arrays, units, f"course.{name}") for name in Years.NAMES))
    fields: dict[str, Any] = dict.fromkeys(_OPTIONAL)
    fields |= {name: arrays[name] for name in _ARRAYS}
    fields |= {name: meta[name] for name in _PLAIN} | {name: tuple(meta[name]) for name in _TUPLES}
    fields |= {name: _spread(arrays, units, name) for name in _SPREADS if name in units}
    variants = tuple(
        Variant(key, text, why=why, **{"real_income": None} | {name: arrays[f"variant{at}.{name}"] for name in there})
        for at, (key, text, why, there) in enumerate(meta["variants"])
    )
    return Impact(
        **fields,
        variants=variants,
        shock=Shock(**meta["shock"]),
        origin=Origin.from_dict(meta["origin"]),
        course=course,
    )


def _put(arrays: dict[str, Any], units: dict[str, str], name: str, spread: Spread | None) -> None:
    if spread is not None:
        units[name] = spread.unit
        arrays |= {f"{name}.{part}": getattr(spread, part) for part in PARTS}


def _spread(arrays: Mapping[str, Any], units: Mapping[str, Any], name: str) -> Spread:
    return Spread(**{part: arrays[f"{name}.{part}"] for part in PARTS}, unit=units[name])


#: How a finished impact is kept.
IMPACT = Packing(to_bytes, from_bytes, ("shocks", "states", "world"))
