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
from technostate.shocks.impact.record import Case, Impact, Timing
from technostate.shocks.impact.spread import Spread, Unit
from technostate.shocks.kept import Packing
from technostate.shocks.specification import Shock

_SPREADS = ("real_income", "output", "prices", "trade")
_TIMING = ("first_shortage", "recovery", "course")
_PLAIN = ("horizon", "world", "central", "kind")
_TUPLES = ("regions", "sectors", "failed", "notes")
_ARRAYS = ("base_income", "base_output", "income_cases")


def to_bytes(impact: Impact) -> bytes:
    """Return an impact as the bytes of an NPZ file."""
    arrays = {name: getattr(impact, name) for name in _ARRAYS}
    for name in _SPREADS:
        arrays |= _spread_arrays(name, getattr(impact, name))
    meta: dict[str, Any] = {name: getattr(impact, name) for name in _PLAIN}
    meta |= {name: list(getattr(impact, name)) for name in _TUPLES}
    meta["shock"], meta["origin"] = impact.shock.as_dict(), impact.origin.as_dict()
    meta["cases"] = [[case.elasticities, case.severity, case.rent] for case in impact.cases]
    meta["days"] = None if impact.timing is None else impact.timing.days
    if impact.timing is not None:
        for name in _TIMING:
            arrays |= _spread_arrays(name, getattr(impact.timing, name))
    arrays["meta"] = np.array(json.dumps(meta, ensure_ascii=False))
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
    timing = None
    if meta["days"] is not None:
        first, recovery = (_spread(arrays, name, "days") for name in _TIMING[:2])
        timing = Timing(meta["days"], first, recovery, _spread(arrays, "course"))
    fields: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    fields |= {name: meta[name] for name in _PLAIN} | {name: tuple(meta[name]) for name in _TUPLES}
    fields |= {name: _spread(arrays, name) for name in _SPREADS if f"{name}.central" in arrays}
    return Impact(
        **{"prices": None} | fields,
        shock=Shock(**meta["shock"]),
        origin=Origin.from_dict(meta["origin"]),
        cases=tuple(Case(*row) for row in meta["cases"]),
        timing=timing,
    )


def _spread_arrays(name: str, spread: Spread | None) -> dict[str, Any]:
    return {} if spread is None else {f"{name}.{part}": getattr(spread, part) for part in ("low", "central", "high")}


def _spread(arrays: Mapping[str, Any], name: str, unit: Unit = "%") -> Spread:
    low, central, high = (arrays[f"{name}.{part}"] for part in ("low", "central", "high"))
    return Spread(low, central, high, unit)


#: How a finished impact is kept.
IMPACT = Packing(to_bytes, from_bytes, ("shocks", "world"))
