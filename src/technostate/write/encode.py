"""Typed results as plain JSON types, in one place: each origin stands once and is referred to by its number."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import PurePath
from typing import Any

from technostate.evidence.figure import Figure, Range
from technostate.evidence.origin import Origin


class Encoder:
    """Turns results into JSON types and collects the origins met on the way.

    Examples
    --------
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> encoder = Encoder()
    >>> encoder.plain({"share": Figure(0.2, "1", "measured", source, "CHN", 2020)})
    {'share': {'value': 0.2, 'unit': '1', 'kind': 'measured', 'region': 'CHN', 'year': 2020, 'origin': 1}}
    >>> encoder.origins()[0]["producer"]
    'Example'
    """

    def __init__(self) -> None:
        self._numbers: dict[Origin, int] = {}
        self._records: list[dict[str, Any]] = []

    def origins(self) -> list[dict[str, Any]]:
        """Return the origins met so far; the first has number 1. Inputs are numbers too."""
        return self._records

    def number(self, origin: Origin) -> int:
        """Return the number of an origin; what it was computed from is numbered with it."""
        if origin not in self._numbers:
            self._numbers[origin] = len(self._records) + 1
            record: dict[str, Any] = {}
            self._records.append(record)
            for field in fields(origin):
                value = getattr(origin, field.name)
                if value in (None, "", ()):
                    continue
                record[field.name] = (
                    [self.number(item) for item in value] if field.name == "inputs" else self.plain(value)
                )
        return self._numbers[origin]

    def plain(self, item: Any) -> Any:
        """Return any result as dicts, lists, text, numbers, truth values and None; never NaN or infinity.

        Raises
        ------
        TypeError
            For an object of no known type: a programming error, not a user's.
        """
        if item is None or isinstance(item, str | bool | int):
            return item.value if isinstance(item, Enum) else item
        if isinstance(item, float):
            return float(item) if math.isfinite(item) else None
        if isinstance(item, Figure):
            return self._figure(item)
        if isinstance(item, Origin):
            return self.number(item)
        if isinstance(item, Enum):
            return self.plain(item.value)
        if isinstance(item, dt.date | dt.datetime):
            return item.isoformat()
        if isinstance(item, PurePath):
            return str(item)
        if isinstance(item, Mapping):
            return {str(key): self.plain(value) for key, value in item.items()}
        if hasattr(item, "tolist"):
            return self.plain(item.tolist())
        if hasattr(item, "_asdict"):
            return self.plain(item._asdict())
        if is_dataclass(item) and not isinstance(item, type):
            return {f.name: self.plain(getattr(item, f.name)) for f in fields(item) if not f.name.startswith("_")}
        if hasattr(item, "model_dump"):
            return self.plain(item.model_dump(mode="json"))
        if isinstance(item, Set):
            return sorted((self.plain(part) for part in item), key=str)
        if isinstance(item, Sequence):
            return [self.plain(part) for part in item]
        raise TypeError(f"no JSON for {type(item).__name__}")

    def _figure(self, figure: Figure) -> dict[str, Any]:
        record: dict[str, Any] = {"value": self.plain(figure.value), "unit": figure.unit, "kind": figure.kind}
        if figure.region:
            record["region"] = figure.region
        if figure.year is not None:
            record["year"] = figure.year
        if figure.range is not None:
            record |= _range(self, figure.range)
        return {**record, "origin": self.number(figure.origin)}


def _range(encoder: Encoder, span: Range) -> dict[str, Any]:
    record = {"low": encoder.plain(span.low), "high": encoder.plain(span.high), "sign_open": span.open}
    return {**record, "over": span.over} if span.over else record
