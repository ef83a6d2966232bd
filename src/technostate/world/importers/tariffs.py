"""Kind ``tariffs``: tariffs between pairs of economies, by sector or by six-digit product of the Harmonised System.

Columns are found by name: importer (``importer``, ``iso1``, ``reporter``), exporter (``exporter``, ``iso2``,
``partner``), what (``sector``, ``hs6``, ``product``), ``year``, and the rate (``rate``, ``tariff``). With ``iso1``,
``iso2``, ``year``, ``sector``, ``tariff`` this is the layout of Teti's Global Tariff Database
(``tariff_isic33_88_21_vbeta1-2024-12.csv``). Codes of the file become sectors of a world by a file of groups; the rate
of a sector is the mean over the file's codes in it, weighted if a column of weights is named.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from technostate.errors import DataError, nearest
from technostate.evidence.own.kinds import Asked, Kind
from technostate.evidence.printable import printable, reason, shown
from technostate.evidence.readers.tariffs import MOST
from technostate.evidence.regions import from_code
from technostate.world.formats.assemble import report
from technostate.world.formats.members import Members
from technostate.world.importers.batch import check_options, last_year, one_of, opened
from technostate.world.importers.fold import read_groups
from technostate.world.importers.part import check_name
from technostate.world.importers.stored_tariffs import TariffBatch
from technostate.world.importers.text import plain

if TYPE_CHECKING:
    import polars as pl

#: What is looked for → names of columns, the first that is there.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "importer": ("importer", "iso1", "importer_iso3", "reporter", "reporter_iso3"),
    "exporter": ("exporter", "iso2", "exporter_iso3", "partner", "partner_iso3"),
    "what": ("sector", "hs6", "product", "productcode", "isic"),
    "year": ("year", "t"),
    "rate": ("rate", "tariff", "ave", "simple_average"),
}
_UNITS = {"fraction": 1.0, "percent": 0.01}
_BLOCK = 32 * 2**20
#: Pairs and sectors of one year; 250 economies and 80 sectors have fewer.
MOST_RATES = 6_000_000
_HINT = "columns are importer, exporter, sector (or hs6), year, rate; or Teti's iso1, iso2, year, sector, tariff"


def read(path: Path, asked: Asked) -> TariffBatch:
    """Read the tariffs of one year; raises `DataError` with one message."""
    check_options(asked, KIND.options)
    files = opened(path, (".csv", ".zip"))
    name = one_of(files, (".csv", ".tsv", ".txt"), Asked(), last_year)
    where = f"{files.name}: {name}" if files.name != name else name
    header, mark = _header(files, name)
    found = _found(header, where, asked)
    scale = _scale(header[found["rate"]], asked)
    groups = read_groups(Path(asked.options["sectors"])) if "sectors" in asked.options else None
    if found["year"] is None and asked.year is None:
        raise DataError(f"{where} has no column of years", hint="say of which year it is: --year 2021")
    frame, strangers = _gathered(files, name, header, found, mark, asked, groups, where)
    import polars as pl

    frame = frame.with_columns((pl.col("sum") / pl.col("weight") * scale).alias("rate"))
    high = frame.filter((pl.col("rate") > MOST) | (pl.col("rate") <= -1))
    if high.height:
        row = high.row(0, named=True)
        report(
            where,
            [
                f"{row['importer']} on {row['exporter']}, {row['what']}: {row['rate']:g}; {high.height} rates are "
                f"above {MOST:g} or not above -1"
            ],
            "per cent are said so: --option unit=percent",
        )
    year = asked.year if asked.year is not None else int(str(frame["year"][0]))
    said = [] if groups else ["sectors are the file's codes; a world needs its own: --option sectors=FILE (from,to)"]
    if strangers:
        said.append(f"codes of economies that are unknown here were left out: {', '.join(sorted(strangers)[:12])}")
    sides = frame["importer"].n_unique(), frame["exporter"].n_unique()
    said.append(f"{frame.height:,} rates of {sides[0]} importers on {sides[1]} exporters")
    label = check_name(asked.options.get("name") or f"tariffs-{year}", ())
    return TariffBatch(
        label, year, asked.vintage or f"{year}", frame["importer"].to_list(), frame["exporter"].to_list(),
        frame["what"].to_list(), frame["rate"].to_numpy(), printable(path.name), tuple(said),
    )  # fmt: skip


def _header(files: Members, name: str) -> tuple[list[str], str]:
    from technostate.world.formats.delimited import separator

    with files.open(name) as stream:
        first = stream.readline(2**16).decode("utf-8-sig", "replace")
    mark = separator(first)
    return [plain(cell) for cell in first.strip("\r\n").split(mark)], mark


def _found(header: list[str], where: str, asked: Asked) -> dict[str, int]:
    """Return what is looked for → the position of its column."""
    lower = [name.casefold() for name in header]
    wanted = {
        key: ((asked.options[key].casefold(),) if key in asked.options else names) for key, names in COLUMNS.items()
    }
    found = {key: next((lower.index(name) for name in names if name in lower), None) for key, names in wanted.items()}
    if "weight" in asked.options:
        found["weight"] = lower.index(named) if (named := asked.options["weight"].casefold()) in lower else None
    lacking = [key for key, at in found.items() if at is None and key != "year"]
    if lacking:
        close = {key: nearest(wanted.get(key, (key,))[0], header, n=1) for key in lacking}
        guess = "; ".join(f"{key}: is it {hit[0]!r}? --option {key}={hit[0]}" for key, hit in close.items() if hit)
        raise DataError(f"{where} has no column of {', '.join(lacking)}", hint=guess or _HINT)
    return found  # type: ignore[return-value]


def _scale(column: str, asked: Asked) -> float:
    unit = asked.options.get("unit") or ("fraction" if column.casefold() == "rate" else "")
    if unit not in _UNITS:
        what = f"{unit!r} is no unit" if unit else f"the unit of the column {shown(column)} is not stated"
        raise DataError(f"tariffs: {what}", hint="--option unit=percent or unit=fraction (0.25 is 25 per cent)")
    return _UNITS[unit]


def _gathered(
    files: Members, name: str, header: list[str], found: Mapping[str, int | None], mark: str, asked: Asked,
    groups: Mapping[str, str] | None, where: str,
) -> tuple[pl.DataFrame, set[str]]:  # fmt: skip
    """Return importer, exporter, what, year, sum and weight of the year that was asked for, and unknown economies."""
    import polars as pl

    keys = ["importer", "exporter", "what", "year"]
    total: pl.DataFrame | None = None
    codes: dict[str, str] = {}
    strangers: set[str] = set()
    years: set[str] = set()
    unknown: dict[str, None] = {}
    for block in _blocks(files, name, header, found, mark, where):
        years |= set(block["year"].unique().to_list()) if found["year"] is not None else set()
        if asked.year is not None and found["year"] is not None:
            block = block.filter(pl.col("year") == str(asked.year))
        for code in {*block["importer"].unique().to_list(), *block["exporter"].unique().to_list()} - codes.keys():
            codes[code] = code if code == "EU" else from_code(code) or ""
            strangers |= {printable(code)} if not codes[code] else set()
        if groups is not None:
            unknown |= {code: None for code in block["what"].unique().to_list() if code not in groups}
            block = block.with_columns(pl.col("what").replace(groups))
        block = block.with_columns(pl.col("importer", "exporter").replace(codes))
        block = block.filter(
            (pl.col("importer") != "") & (pl.col("exporter") != "") & (pl.col("importer") != pl.col("exporter"))
        )
        part = block.group_by(keys).agg(
            (pl.col("rate") * pl.col("weight")).sum().alias("sum"), pl.col("weight").sum(), pl.len().alias("n")
        )
        total = (
            part if total is None else pl.concat([total, part]).group_by(keys).agg(pl.col("sum", "weight", "n").sum())
        )
        if total.height > MOST_RATES:
            raise DataError(
                f"{where} has more than {MOST_RATES:,} rates in a year", hint="add products up: --option sectors=FILE"
            )
    _check(total, groups, unknown, years, asked, where)
    assert total is not None
    return total.filter(pl.col("weight") > 0).sort(keys), strangers


def _check(
    total: pl.DataFrame | None, groups: Mapping[str, str] | None, unknown: Mapping[str, None], years: set[str],
    asked: Asked, where: str,
) -> None:  # fmt: skip
    import polars as pl

    held = ", ".join(sorted(years)[-8:])
    if unknown:
        report(
            where,
            [f"{len(unknown)} codes are not in the file of groups: {', '.join(map(shown, list(unknown)[:8]))}"],
            "one line a code: from,to",
        )
    if total is not None and total["year"].n_unique() > 1:
        raise DataError(f"{where} holds {len(years)} years: {held}", hint=f"choose one: --year {max(years)}")
    if total is None or not total.height:
        asked_for = f" of {asked.year}" if asked.year else ""
        raise DataError(f"{where} has no rates{asked_for}", hint=f"it holds {held}" if held else _HINT)
    if groups is None and (twice := total.filter(pl.col("n") > 1)).height:
        row = twice.row(0, named=True)
        report(
            where,
            [f"{row['importer']}, {row['exporter']}, {row['what']} stands there {row['n']} times"],
            "keep one row a pair, sector and year",
        )


def _blocks(
    files: Members, name: str, header: list[str], found: Mapping[str, int | None], mark: str, where: str
) -> Iterator[pl.DataFrame]:
    """Yield the columns that are read, in blocks of whole lines, rates as numbers, rows without a rate left out."""
    import polars as pl

    names = [f"column {at}" for at in range(len(header))]
    with files.open(name) as stream:
        stream.readline(2**16)
        while block := stream.read(_BLOCK):
            block += stream.readline(2**16)
            try:
                frame = pl.read_csv(
                    io.BytesIO(block), separator=mark, has_header=False, schema=dict.fromkeys(names, pl.String)
                )
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError) as error:
                raise DataError(f"{where} cannot be read: {reason(error)}", hint=_HINT) from None
            frame = frame.select(
                *(
                    pl.col(names[at]).str.strip_chars().fill_null("").alias(key)
                    for key, at in found.items()
                    if at is not None
                ),
                *([] if found["year"] is not None else [pl.lit("").alias("year")]),
                *([] if "weight" in found else [pl.lit("1").alias("weight")]),
            ).filter(~pl.col("rate").is_in(["", ".", "NA", "NaN", "nan"]))
            numbers = frame.with_columns(pl.col("rate", "weight").cast(pl.Float64, strict=False))
            bad = numbers.filter(
                ~pl.col("rate").is_finite().fill_null(False) | ~(pl.col("weight") >= 0).fill_null(False)
            )
            if bad.height:
                row = bad.row(0, named=True)
                place = f"{row['importer']}, {row['exporter']}, {row['what']}"
                report(where, [f"{place}: the rate or the weight is no number"], "figures are decimals with a point")
            yield numbers


KIND = Kind(
    "tariffs", "any; Teti's Global Tariff Database", "Tariffs between pairs of economies",
    "tariff_isic33_88_21_vbeta1-2024-12.csv", "https://feodorateti.github.io/data.html", "tariffs", read,
    {
        "name": "name under which the tariffs stand in the store", "unit": "percent or fraction",
        "sectors": "CSV file with the columns from and to: codes of the file → sectors of a world",
        "weight": "column that weighs codes within a sector", "importer": "its column", "exporter": "its column",
        "what": "column of sectors or products", "rate": "its column",
    },
    "of a table of another maker, its maker's; of Teti's, no terms of redistribution found: for your own use, cite "
    "Teti (2024), Missing Tariffs",
)  # fmt: skip
