"""Answers as tidy tables: one row a figure, with plain columns that every program reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from technostate.evidence.figure import Figure

if TYPE_CHECKING:
    import polars as pl

#: A row before its figure is spread over columns: keys of the view, and at most one `Figure`, under ``figure``.
Row: TypeAlias = Mapping[str, Any]


def columns(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Return rows as columns: the view's own keys, then region, year, value, range, unit, kind and origin.

    Columns that no row fills are left out, but for the value. Where a view has columns of its own for the ends of a
    range, as of p10 to p90 beside the lowest and the highest case, those are taken.

    Examples
    --------
    >>> from technostate.evidence import Origin
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> figure = Figure(2.4, "% of GDP", "measured", source, "CHN", 2020)
    >>> list(columns([{"indicator": "rd", "figure": figure}]))
    ['indicator', 'region', 'year', 'value', 'unit', 'kind', 'origin']
    """
    keys = list(dict.fromkeys(key for row in rows for key in row if key != "figure"))
    made: dict[str, list[Any]] = {key: [_scalar(row.get(key)) for row in rows] for key in keys}
    figures = [row.get("figure") for row in rows]
    known = [figure for figure in figures if isinstance(figure, Figure)]
    if not known:
        return made
    if "region" not in made and any(figure.region for figure in known):
        made["region"] = [figure.region or None if figure else None for figure in figures]
    if "year" not in made and any(figure.year is not None for figure in known):
        made["year"] = [figure.year if figure else None for figure in figures]
    made["value"] = [figure.value if figure else None for figure in figures]
    if any(figure.range for figure in known):
        if "low" not in made:
            made["low"] = [figure.low if figure else None for figure in figures]
            made["high"] = [figure.high if figure else None for figure in figures]
        made["sign_open"] = [figure.open if figure and figure.range else None for figure in figures]
    made["unit"] = [figure.unit if figure else None for figure in figures]
    made["kind"] = [figure.kind if figure else None for figure in figures]
    made["origin"] = [figure.origin.short() if figure else None for figure in figures]
    return made


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Return rows as a polars frame."""
    import polars as pl

    return pl.DataFrame(columns(rows), strict=False, infer_schema_length=None)


def _scalar(value: Any) -> Any:
    """Return a value that a column of a file can hold."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, tuple | list | frozenset | set):
        return "; ".join(str(part) for part in value)
    return value.item() if hasattr(value, "item") else str(value)
