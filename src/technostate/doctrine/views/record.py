"""What every view returns: rows, with what they count, their unit, kind and origin."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from technostate.evidence.origin import Origin


@dataclass(frozen=True)
class Table:
    """The rows of a view and what belongs to them.

    Parameters
    ----------
    collection : str
        Where was counted.
    unit : str
        Of the rates in the rows.
    origin : Origin
    notes : tuple of str
        What a reader must know to quote a row.
    rows : sequence of dataclass
    """

    view: ClassVar[str]
    row: ClassVar[type]
    kind: ClassVar[str] = "derived"

    collection: str
    unit: str
    origin: Origin
    notes: tuple[str, ...]
    rows: Sequence[Any]

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as plain JSON types; what is not known is None."""
        return [{field.name: plain(getattr(row, field.name)) for field in fields(row)} for row in self.rows]

    def as_dict(self) -> dict[str, Any]:
        """Return the view as plain JSON types."""
        own = {
            field.name: plain(getattr(self, field.name))
            for field in fields(self)
            if field.name not in {"collection", "unit", "origin", "notes", "rows"}
        }
        return {
            "view": self.view,
            "collection": self.collection,
            "kind": self.kind,
            "unit": self.unit,
            **own,
            "notes": list(self.notes),
            "rows": self.records(),
            "origin": self.origin.as_dict(),
        }

    def header(self) -> list[str]:
        """Return the columns of `cells`, those of an empty table as well."""
        return [*(field.name for field in fields(self.row)), "kind", "unit", "origin"]

    def cells(self) -> list[dict[str, Any]]:
        """Return flat rows for a CSV file, each with kind, unit and origin; lists are joined by spaces."""
        last = {"kind": self.kind, "unit": self.unit, "origin": self.origin.short()}
        return [
            {key: " ".join(map(str, value)) if isinstance(value, list) else value for key, value in row.items()} | last
            for row in self.records()
        ]


def plain(value: Any) -> Any:
    """Return a value as a plain JSON type: tuples as lists, NaN as None.

    Examples
    --------
    >>> plain((1.5, float("nan")))
    [1.5, None]
    """
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
