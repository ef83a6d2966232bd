"""Series on disk: one Parquet file and one JSON description a data set and vintage.

The Parquet file has the columns `series`, `region`, `year`, `digits`, `exponent`, sorted by the first three; a value is
digits × 10^exponent. Whole numbers below 2³¹ are exact, other figures have seven significant decimal digits: more than
producers measure, and a third smaller than binary fractions. The description has the origins and, for each series,
title, unit, kind, origin and extent. Both files have the same bytes at each writing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from technostate.errors import DataError
from technostate.evidence.build import Product, dump
from technostate.evidence.origin import Kind, Origin
from technostate.evidence.series import Series

if TYPE_CHECKING:
    import polars as pl

#: Significant decimal digits kept of figures that are not whole numbers.
DIGITS = 7


@dataclass(frozen=True)
class DataSet:
    """Series that are published together: their file's stem and what was done to make them.

    Parameters
    ----------
    stem : str
        File name without suffix, for example ``"pwt-10.01"``.
    vintage : str
        Edition of the figures; the catalogue puts newer ones first by this string. Empty: that of each series' origin.
    done : str
        What was done between the raw files and these figures.
    """

    stem: str
    title: str
    vintage: str
    series: tuple[Series, ...]
    done: str


def paths(stem: str) -> tuple[str, str]:
    """Return the two files of a data set, relative to the embedded folder."""
    return f"series/{stem}.parquet", f"series/{stem}.json"


def write(data: DataSet, out: Path) -> list[Product]:
    """Write a data set's two files under `out` and return them as products.

    Raises
    ------
    DataError
        If two series have one id.
    """
    series = sorted(data.series, key=lambda item: item.id)
    ids = [item.id for item in series]
    twice = sorted({item for item in ids if ids.count(item) > 1})
    if twice:
        raise DataError(f"{data.stem}: series {', '.join(twice)} twice", hint="give each series its own id")
    table, description = paths(data.stem)
    (out / table).parent.mkdir(parents=True, exist_ok=True)
    frame = _frame(series)
    frame.write_parquet(out / table, compression="zstd", compression_level=19, statistics=True, row_group_size=1 << 20)
    origins = tuple(dict.fromkeys(item.origin for item in series))
    (out / description).write_text(dump(_describe(data, series, origins)), encoding="utf-8", newline="\n")
    kinds = {item.kind for item in series}
    kind: Kind = "modelled" if "modelled" in kinds else "derived" if "derived" in kinds else "measured"
    units = tuple(sorted({item.unit for item in series}))
    return [
        Product(table, data.title, kind, _leaves(origins), frame.shape, units, data.done),
        Product(
            description,
            f"{data.title}: titles, units, origins",
            kind,
            _leaves(origins),
            (len(series),),
            units,
            data.done,
        ),
    ]


def pack(value: float) -> tuple[int, int]:
    """Return (digits, exponent) of a figure: value ≈ digits × 10^exponent, digits below 2³¹ in size.

    Examples
    --------
    >>> pack(1.74979577278881), pack(1408975000.0), pack(17794781986104.457), pack(-0.0025), pack(0.0)
    ((1749796, -6), (1408975, 3), (1779478, 7), (-25, -4), (0, 0))
    """
    if value == 0.0:
        return 0, 0
    whole = value == int(value) and abs(value) < 2**31
    mantissa, exponent = f"{value:.{9 if whole else DIGITS - 1}e}".split("e")
    digits = mantissa.replace(".", "").rstrip("0")
    return int(digits), int(exponent) - (len(digits.lstrip("-")) - 1)


def unpack(digits: int, exponent: int) -> float:
    """Return digits × 10^exponent, correctly rounded.

    Examples
    --------
    >>> unpack(1749796, -6), unpack(1408975, 3)
    (1.749796, 1408975000.0)
    """
    return digits / 10.0**-exponent if exponent < 0 else digits * 10.0**exponent


def unpack_all(part: pl.DataFrame) -> dict[str, dict[int, float]]:
    """Return region → year → figure of packed rows, each figure as `unpack` has it."""
    import numpy as np

    digits, exponent = part["digits"].to_numpy().astype(float), part["exponent"].to_numpy().astype(int)
    # Powers of Python's own, so that every figure is the same to the last bit.
    tens = np.array([10.0**power for power in range(1 + int(np.abs(exponent).max(initial=0)))])[np.abs(exponent)]
    figures = np.where(exponent < 0, digits / tens, digits * tens).tolist()
    years = part["year"].to_list()
    runs = part["region"].rle().struct.unnest()
    values: dict[str, dict[int, float]] = {}
    start = 0
    for length, region in runs.iter_rows():
        end = start + length
        values.setdefault(region, {}).update(zip(years[start:end], figures[start:end], strict=True))
        start = end
    return values


def _frame(series: Sequence[Series]) -> pl.DataFrame:
    import polars as pl

    ids: list[str] = []
    labels: list[str] = []
    years: list[int] = []
    packed: list[tuple[int, int]] = []
    for item in series:
        for region, path in item.values.items():
            ids += [item.id] * len(path)
            labels += [region] * len(path)
            years += list(path)
            packed += [pack(value) for value in path.values()]
    columns = {
        "series": ids,
        "region": labels,
        "year": years,
        "digits": [pair[0] for pair in packed],
        "exponent": [pair[1] for pair in packed],
    }
    return pl.DataFrame(
        columns, schema=dict(zip(columns, (pl.String, pl.String, pl.Int16, pl.Int32, pl.Int8), strict=True))
    )


def _describe(data: DataSet, series: Sequence[Series], origins: Sequence[Origin]) -> dict[str, Any]:
    place = {origin: index for index, origin in enumerate(origins)}
    return {
        "title": data.title,
        "done": data.done,
        "origins": [origin.as_dict() for origin in origins],
        "series": [
            {
                "id": item.id,
                "title": item.title,
                "unit": item.unit,
                "kind": item.kind,
                "origin": place[item.origin],
                "vintage": data.vintage or item.origin.vintage,
                "regions": len(item.regions),
                "first": item.years[0],
                "last": item.years[-1],
            }
            for item in series
        ],
    }


def _leaves(origins: Sequence[Origin]) -> tuple[Origin, ...]:
    found: list[Origin] = []
    for origin in origins:
        found += _leaves(origin.inputs) if origin.inputs else [origin]
    return tuple(dict.fromkeys(found))


def describe(path: Path, *, lists: str = "") -> dict[str, Any]:
    """Return a data set's description; raises `DataError` if it cannot be read.

    Parameters
    ----------
    lists : str
        A key under which it must have a list.
    """
    try:
        record: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or (lists and not isinstance(record.get(lists), list)):
            raise ValueError(f"it lists no {lists or 'fields'}")
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(
            f"{path.name} cannot be read: {error}", hint="technostate data verify; reinstall if it fails"
        ) from None
    return {**record}
