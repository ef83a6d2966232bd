"""Typed results as plain JSON types, in one place: each origin stands once and is referred to by its number."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from technostate.evidence.encode import NOTHING, plain
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
        """Return any result as dicts, lists, text, numbers, truth values and None (`technostate.evidence.encode`)."""
        return plain(item, self._own)

    def _own(self, item: Any) -> Any:
        if isinstance(item, Figure):
            return self._figure(item)
        return self.number(item) if isinstance(item, Origin) else NOTHING

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
