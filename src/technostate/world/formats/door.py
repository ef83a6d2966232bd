"""`read` and `write`: the layout follows from what lies at the path."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from technostate.errors import DataError, unknown_label
from technostate.evidence.printable import printable
from technostate.world.formats.archive import read_npz, write_npz
from technostate.world.formats.choices import IMBALANCE, Choices, years_in
from technostate.world.formats.members import Members, is_pymrio, members, worlds_inside
from technostate.world.records import record_of
from technostate.world.world import World

#: layout → what it is.
LAYOUTS = {
    "npz": "one NPZ file, double precision",
    "csv": "a folder or .zip of tidy CSV tables with world.json, or one tidy .csv file (figures only, no titles)",
    "parquet": "a folder or .zip of tidy Parquet tables with world.json, or one tidy .parquet file",
    "sml": "the OECD's ICIO layout YYYY_SML.csv (reading only), also inside a .zip",
    "pymrio": "a folder or .zip as pymrio saves it (text, and for reading also Parquet)",
}


def read(
    path: str | os.PathLike[str],
    *,
    year: int | None = None,
    imbalance: float = IMBALANCE,
    to_musd: float | None = None,
) -> World:
    """Read a world from a file, a folder or a zip archive; the layout is recognised.

    Files are not trusted: sizes are limited, pickles are never loaded, nothing is unpacked to disk.

    Parameters
    ----------
    path : path
        See `LAYOUTS`.
    year : int, optional
        For a file that does not state it, or one of several years in a folder or archive; refused where the file
        or its name states another.
    imbalance : float
        Largest share of a node's output by which its sales may differ from it, where the file states no discrepancy.
    to_musd : float, optional
        What one unit of the file is in USD million; needed where the file states another unit.

    Returns
    -------
    World

    Raises
    ------
    DataError
        If the file cannot be read, is in no known layout, is too large for the memory, or is malformed; lists all
        problems by row and column.
    BalanceError
        If the table does not balance or breaks another invariant.
    """
    choices = Choices(year, imbalance, to_musd)
    source = members(Path(path))
    try:
        return _read(source, choices)
    except MemoryError:
        raise DataError(
            f"{source.name} needs more memory than is free", hint="aggregate the table first, or use a larger machine"
        ) from None


def _read(source: Members, choices: Choices) -> World:
    if source.names == (source.path.name,) and source.path.suffix.lower() == ".npz":
        return read_npz(source.path, choices)
    if "world.json" in source.names:
        from technostate.world.formats.tidy import read_folder

        return read_folder(source, choices)
    if is_pymrio(source.names):
        from technostate.world.formats.pymrio_layout import read_pymrio

        return read_pymrio(source, choices)
    if inner := worlds_inside(source.names):
        where = (
            "; ".join(str(source.path / folder) for folder in inner[:3]) if source.path.is_dir() else ", ".join(inner)
        )
        way = f"give {printable(where)}" if source.path.is_dir() else "unpack it and give one of these folders"
        raise DataError(
            f"{source.name} is no world, but {', '.join(map(printable, inner[:8]))} in it "
            + ("is one" if len(inner) == 1 else "are"),
            hint=way,
        )
    return _read_single(source, choices)


def _read_single(source: Members, choices: Choices) -> World:
    from technostate.world.formats.sml import looks_like_sml, read_sml
    from technostate.world.formats.tidy import read_single

    name = _one_table(source, choices)
    data = source.read(name)
    shown = printable(PurePosixPath(name).name)
    if not name.lower().endswith(".parquet") and looks_like_sml(data[: 2**20]):
        return read_sml(data, shown, choices)
    return read_single(data, shown, choices)


def _one_table(source: Members, choices: Choices) -> str:
    """Return the name of the only table, or of the one of the year that was asked for."""
    tables = [name for name in source.names if Path(name).suffix.lower() in {".csv", ".tsv", ".parquet"}]
    if len(tables) == 1:
        return tables[0]
    dated = [(found[0], name) for name in tables if len(found := years_in(PurePosixPath(name).stem)) == 1]
    years = sorted({year for year, _ in dated})
    if (len(years) > 1 and len(dated) == len(tables) == len(years)) or (choices.year is not None and years):
        chosen = [name for year, name in dated if year == choices.year]
        if len(chosen) == 1:
            return chosen[0]
        held = ", ".join(map(str, years))
        if choices.year is None:
            raise DataError(
                f"{source.name} holds {len(years)} years: {held}",
                hint=f"choose one: --year {years[-1]} (in Python year={years[-1]})",
            )
        many = f"{len(chosen)} tables of {choices.year}" if chosen else f"no table of {choices.year}"
        raise DataError(f"{source.name} has {many}; it holds {held}", hint="choose one of these years")
    others = [name for name in source.names if Path(name).suffix.lower() in {".npz", ".zip"}]
    what = f"{len(tables)} tables and no world.json" if tables else "no table"
    if source.names == (source.path.name,):
        what = "its name ends in none of .npz, .csv, .tsv, .parquet and .zip"
    elif tables or others:
        way = "give one of its files" if source.path.is_dir() else "unpack it and give one of its files"
        raise DataError(
            f"{source.name} is no world: {what}", hint=f"{way}: {', '.join(map(printable, [*tables, *others][:8]))}"
        )
    layouts = "; ".join(f"{key}: {text}" for key, text in LAYOUTS.items())
    # The current folder is named as it was typed: its own name may be news to who typed a point.
    typed = source.name if source.path.name else f"the folder {source.path}"
    raise DataError(f"{typed} is no world: {what}", hint=f"layouts: {layouts}")


def write(world: World, path: str | os.PathLike[str], *, layout: str | None = None, overwrite: bool = False) -> Path:
    """Write a world; the file or folder appears whole or not at all.

    Parameters
    ----------
    path : path
        A name that ends in .npz, .csv or .parquet is a file, one in .zip an archive of CSV, any other a folder of CSV.
    layout : str, optional
        One of `LAYOUTS`, where the name does not say enough: a folder or archive of ``"parquet"``, or ``"pymrio"``.
    overwrite : bool
        Whether something that already lies at the path is replaced.

    Returns
    -------
    path

    Raises
    ------
    LabelError
        If the layout is unknown.
    DataError
        If something lies at the path already, the layout cannot be written, or the disk refuses.
    """
    target = Path(path)
    if layout is not None and layout not in LAYOUTS:
        raise unknown_label("layout", layout, tuple(LAYOUTS))
    if layout == "sml":
        raise DataError("the OECD's layout is only read", hint="a World does not know the six final uses it asks for")
    if target.exists() and not overwrite:
        raise DataError(f"{target} exists", hint="pass overwrite=True to replace it")
    suffix = target.suffix.lower()
    if suffix == ".npz":
        return _whole(target, lambda draft: write_npz(world, draft))
    if layout == "pymrio":
        from technostate.world.formats.pymrio_files import files as pymrio_files

        return _put(target, pymrio_files(world))
    from technostate.world.formats import tables, tidy_files

    if suffix in (".csv", ".parquet"):
        record = {"technostate": json.dumps(record_of(world), sort_keys=True)}
        data = tables.encode(tidy_files.single(world), suffix, record if suffix == ".parquet" else None)
        return _whole(target, lambda draft: _save(draft, data))
    return _put(target, tidy_files.files(world, ".parquet" if layout == "parquet" else ".csv"))


def _put(target: Path, files: dict[str, bytes]) -> Path:
    """Write files (names may hold one folder) as a zip archive or a folder."""
    if target.suffix.lower() == ".zip":
        return _whole(target, lambda draft: _zip(draft, files))
    return _whole(target, lambda draft: _folder(draft, files))


def _save(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _folder(path: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)


def _zip(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def _whole(target: Path, make: Callable[[Path], None]) -> Path:
    """Make the file or folder beside its place and move it there."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as scratch:
            draft = Path(scratch) / target.name
            make(draft)
            if target.is_dir():
                shutil.rmtree(target)
            draft.replace(target)
    except OSError as error:
        raise DataError(f"{target} cannot be written ({error})", hint="check the folder and the disk") from None
    return target
