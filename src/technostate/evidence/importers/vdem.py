"""V-Dem's country-years: the core or full file, of which some indices are read.

Layout by the V-Dem codebook: a row a country and year, ``country_text_id`` (three letters), ``year``, and a column a
variable; indices ``v2x_…`` lie between 0 and 1. Their intervals (``_codelow``, ``_codehigh``) are columns like others.
"""

from __future__ import annotations

import re
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import (
    Gathered,
    check_options,
    chosen,
    edition,
    takes,
    vintage_of,
)
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.readers.data_set import data_set

ORIGIN = Origin(
    "V-Dem Institute", "V-Dem Country-Year Dataset",
    "Coppedge, M., et al. ({year}). V-Dem Country-Year Dataset. Varieties of Democracy Project.",
    "unknown", "CC BY-SA 4.0", "https://www.v-dem.net", note="The user's copy; points without their intervals.",
)  # fmt: skip

#: Variable → first two parts of the id and title, of those that ship too: an import is a newer edition of the same.
KNOWN = {
    column.name: (item.prefix, column.title)
    for stem in ("vdem-v15", "vdem-demspaces")
    for item in data_set(stem).tables
    for column in item.columns
}
#: What V-Dem counts upwards from little corruption to much, and the shipped series downwards.
_TURNED = frozenset({"v2x_pubcorr"})
NAMES = {"VDR": "RVN", "DDR": "DDR", "ZZB": "", "PSG": "", "PSE": "PSE", "PSB": "", "SML": ""}


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the indices that ship, or those of the option ``columns``, by country and year.

    Raises
    ------
    DataError
        If the file is malformed, lacks a column, or an index is not between 0 and 1.
    """
    check_options(asked, KIND.options)
    text = files.text(path, "*cy-core*.csv", "*cy-full*.csv", "*.csv")
    release = re.search(r"(?i)v-?dem.*?[-_ ]v(\d{1,2})", path.name) or re.search(r"(?i)[-_ ]v(\d{1,2})\b", text.name)
    # Version 15 is of 2025, and every March has had one since.
    vintage = vintage_of(asked, path, f"{2010 + int(release[1])}-03" if release else "")
    wanted = chosen(asked, "columns")
    named = table.columns(*sorted(wanted or KNOWN))
    gathered = {
        prefix: Gathered(edition(ORIGIN, vintage), prefix, NAMES)
        for prefix in ("vdem/v15", "vdem/demspaces", "vdem/country-years")
    }
    required = {**table.columns("country_text_id", "year"), **(named if wanted else {})}
    seen: set[str] = set()
    for row in table.rows(text, required, named):
        year, region = row.year("year"), gathered["vdem/v15"].region(row.text("country_text_id"), code=True)
        if region is None or not takes(asked, year):
            continue
        for column in named:
            value = row.number(column) if column in row.fields else None
            if value is None:
                continue
            seen.add(column)
            where = f"{row.file} line {row.line}"
            if column.startswith("v2x") and not 0 <= value <= 1:
                raise DataError(
                    f"{where}: {column} is {value:g}, outside 0 to 1", hint="take the file as V-Dem publishes it"
                )
            prefix, title = KNOWN.get(column, ("vdem/country-years", f"V-Dem {column}"))
            turned = 1.0 - value if column in _TURNED else value
            gathered[prefix].add(column, title, "index", region, year, round(turned, 6), where=where)
    batches = [item.batch() for item in gathered.values() if item.begun]
    if not batches:
        return gathered["vdem/v15"].batch()
    said = [sentence for batch in batches for sentence in batch.said]
    if absent := sorted(set(named) - seen):
        said.append(f"The file has no figure of: {', '.join(absent)}.")
    return SeriesBatch(vintage, tuple(series for batch in batches for series in batch.series), tuple(said))


KIND = Kind(
    "v-dem", "V-Dem Institute", "Democracy indices by country and year", "V-Dem-CY-Core-v15.csv",
    "https://www.v-dem.net/data/the-v-dem-dataset/", "series", read,
    {"columns": "variables to read in place of those that ship, for example v2x_clphy,v2x_gender"}, "CC BY-SA 4.0",
)  # fmt: skip
