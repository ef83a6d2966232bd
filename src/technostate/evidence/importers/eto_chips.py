"""ETO's map of the advanced chip supply chain: shares of countries in the provision of each input.

Layout by the producer's documentation: ``provision.csv`` (who provides what, with share in per cent, year and source)
and ``providers.csv`` (countries and firms), downloaded together as a folder or a zip. Years differ from input to
input.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers import files
from technostate.evidence.importers.gathered import Gathered, check_options, date_in, edition, takes, vintage_of
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import printable
from technostate.evidence.readers import eto_chips


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the shares in per cent, a series an input.

    Parameters
    ----------
    path : Path
        ``provision.csv`` with ``providers.csv`` beside it, their folder, or the zip of both.

    Raises
    ------
    DataError
        If a file is missing or malformed, or a share outside 0 to 100.
    """
    check_options(asked, ())
    with tempfile.TemporaryDirectory() as folder:
        provisions = eto_chips.read(_folder(path, Path(folder)))
    years = [item.year for item in provisions if item.year]
    vintage = vintage_of(asked, path, date_in(path.name), str(max(years)) if years else "")
    gathered = Gathered(edition(eto_chips.ORIGIN, vintage), "eto/chips")
    undated = 0
    for item in provisions:
        if item.share is None:
            continue
        if item.year is None:
            undated += 1
        elif takes(asked, item.year):
            title = f"Share of the world market: {printable(item.input_name)}"
            gathered.add(item.input_id, title, "%", item.country, item.year, item.share, where="provision.csv")
    if undated:
        gathered.said.append(f"Left out: {undated} shares without a year.")
    return gathered.batch()


def _folder(path: Path, empty: Path) -> Path:
    if path.is_dir():
        return path
    if path.name == "provision.csv":
        return path.parent
    for name in ("providers.csv", "provision.csv"):
        text = files.text(path, name)
        if not text.member:
            raise DataError(
                f"{printable(path.name)} is neither provision.csv nor a zip", hint="keep the files of the set together"
            )
        (empty / name).write_text("".join(text.lines()), encoding="utf-8", newline="")
    return empty


KIND = Kind(
    "eto-chips", "Emerging Technology Observatory", "Shares in the advanced chip supply chain", "provision.csv",
    "https://eto.tech/dataset-docs/chipexplorer/", "series", read, {}, eto_chips.ORIGIN.licence,
)  # fmt: skip
