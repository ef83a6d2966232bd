"""How the embedded worlds are made from the raw data sets."""

from __future__ import annotations

from pathlib import Path

from technostate.evidence.readers import wiod as wiod_reader
from technostate.world.embedded import write_embedded
from technostate.world.wiod import world_from_wiod


def build_wiod(raw: Path, out: Path) -> list[Path]:
    """Write ``wiod-YYYY.npz`` for every year of the release and return the paths.

    Parameters
    ----------
    raw : path
        The folder of the raw data set.
    out : path
        Where the files go.
    """
    return [build_wiod_year(raw, out, year) for year in wiod_reader.YEARS]


def build_wiod_year(raw: Path, out: Path, year: int) -> Path:
    """Write one year's ``wiod-YYYY.npz`` and return its path."""
    path = out / f"wiod-{year}.npz"
    write_embedded(path, world_from_wiod(wiod_reader.read_wiod(raw, year)), per_musd=1)
    return path
