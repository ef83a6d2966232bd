"""A priced pair as bytes and back, so that a second call is fast; nothing in them is executed."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from technostate.errors import TechnostateError
from technostate.evidence.origin import Origin
from technostate.futures.price.priced import Insured, Priced
from technostate.futures.price.terms import Terms
from technostate.shocks.kept import Packing

_PLAIN = ("state", "against", "world", "wedge", "days", "military", "failed", "asked")
_TUPLES = ("rents", "strategic", "notes")


def to_bytes(priced: Priced) -> bytes:
    """Return a priced pair as the bytes of an NPZ file."""
    meta: dict[str, Any] = {name: getattr(priced, name) for name in (*_PLAIN, *_TUPLES)}
    meta |= {"shocks": list(priced.shocks.items()), "origins": [origin.as_dict() for origin in priced.origins]}
    meta["rows"] = [[row.lever, row.target, row.form] for row in priced.rows]
    arrays: dict[str, Any] = {"bare": priced.bare, "elastic": priced.elastic}
    for at, row in enumerate(priced.rows):
        arrays |= {f"premium{at}": row.premium, f"loss{at}": row.loss}
    file = io.BytesIO()
    np.savez_compressed(file, meta=np.array(json.dumps(meta, ensure_ascii=False)), **arrays)
    return file.getvalue()


def from_bytes(data: bytes) -> Priced:
    """Return the priced pair that `to_bytes` wrote.

    Raises
    ------
    ValueError
        If the bytes are no such file.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return _priced(json.loads(str(arrays["meta"])), arrays)
    except (
        OSError,
        EOFError,
        KeyError,
        TypeError,
        ValueError,
        zlib.error,
        zipfile.BadZipFile,
        TechnostateError,
    ) as error:
        raise ValueError(f"no price: {error}") from None


def _priced(meta: Mapping[str, Any], arrays: Mapping[str, Any]) -> Priced:
    rows = tuple(
        Insured(lever, target, form, arrays[f"premium{at}"], arrays[f"loss{at}"])
        for at, (lever, target, form) in enumerate(meta["rows"])
    )
    fields: dict[str, Any] = {name: meta[name] for name in _PLAIN}
    fields |= {name: tuple(meta[name]) for name in _TUPLES}
    return Priced(
        **fields,
        shocks=dict(meta["shocks"]),
        origins=tuple(Origin.from_dict(row) for row in meta["origins"]),
        bare=arrays["bare"],
        elastic=arrays["elastic"],
        rows=rows,
    )


#: How a priced pair is kept.
PRICE = Packing(to_bytes, from_bytes, ("futures/price", "shocks", "states", "world"))


def question(state: str, against: str, terms: Terms) -> dict[str, Any]:
    """Return everything a price depends on, in plain JSON types."""
    return {"asks": "price", "state": state, "against": against, **asdict(terms)}
