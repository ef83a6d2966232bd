"""Ideal points of states in the United Nations General Assembly.

Layout of the authors' release on Harvard Dataverse, downloaded as tab-separated or comma-separated text or in Stata's
format: a row a state (``ccode``, Correlates of War) and session (or ``year``), and a column of points for each
selection of votes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from technostate.errors import DataError, LabelError
from technostate.evidence import regions
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import Gathered, check_options, date_in, edition, takes, vintage_of
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import printable
from technostate.evidence.readers import stata
from technostate.evidence.readers.delimited import Row

ORIGIN = Origin(
    "Voeten, Strezhnev and Bailey", "United Nations General Assembly ideal points",
    "Bailey, M. A., Strezhnev, A., & Voeten, E. (2017). Estimating dynamic state preferences from United Nations "
    "voting data. Journal of Conflict Resolution, 61(2), 430–456. Estimates of {year}.",
    "unknown", "not found in the file; see the data set's page on Harvard Dataverse",
    "https://doi.org/10.7910/DVN/LEJUQZ",
    note="The user's copy. Distances between states mean something, a position alone little.",
)  # fmt: skip

#: Slug → title and names of the column. From the releases of 2024 on, final passage votes reach the newest session.
POINTS = {
    "final-passage": ("final passage votes", ("idealpointfp",)),
    "all": ("all votes", ("IdealPointAll", "IdealPoint")),
    "legacy": ("all votes, as in older releases", ("idealpointlegacy",)),
    "important": ("important votes", ("IdealPointImportant",)),
    "human-rights": ("human rights votes", ("IdealPointHumanRights",)),
    "nuclear": ("nuclear votes", ("IdealPointNuclear",)),
}
YEAR_ZERO = 1945


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return the points by state and year; session 1 is of 1946.

    Raises
    ------
    DataError
        If the file is malformed, without points, or a number is no state's.
    """
    check_options(asked, ())
    name, rows = _rows(path)
    vintage = vintage_of(asked, path, date_in(name))
    gathered = Gathered(edition(ORIGIN, vintage), "unga/ideal-points")
    columns: set[str] = set()
    for row in rows:
        columns = set(row.fields)
        if not {"session", "year"} & columns:
            break
        where = f"{row.file} line {row.line}"
        year = row.integer("session") + YEAR_ZERO if "session" in columns else row.year("year")
        if not YEAR_ZERO < year < 2200:
            raise DataError(f"{where}: session {row.text('session')} is none", hint="session 1 is of 1946")
        try:
            region = regions.from_cow(row.integer("ccode"), year)
        except LabelError as error:
            raise DataError(f"{where}: {error}", hint=error.hint) from None
        if region is None or not takes(asked, year):
            continue
        for slug, (words, _) in POINTS.items():
            # Beside those of final passage, points of all votes jump in 2022 for some states; none ship either.
            if slug == "all" and "final-passage" in columns:
                continue
            value = row.number(slug, missing=("", "NA", ".")) if slug in columns else None
            gathered.add(
                slug, f"Ideal point in the UN General Assembly, {words}", "index", region, year, value, where=where
            )
    if columns and not ({"session", "year"} & columns and set(POINTS) & columns):
        raise DataError(
            f"{name} has no column of " + ("points" if {"session", "year"} & columns else "sessions or years"),
            hint="take the file of ideal points, not that of votes",
        )
    if {"all", "final-passage"} <= columns:
        gathered.said.append(
            "The points of all votes, which jump in 2022, were left out: final passage has every year."
        )
    return gathered.batch()


def _rows(path: Path) -> tuple[str, Iterator[Row]]:
    """Return the name of a text or Stata file and its rows, columns under the names used here."""
    wanted = {
        "ccode": ("ccode", "cow"), **table.columns("session", "year"),
        **{slug: names for slug, (_, names) in POINTS.items()},
    }  # fmt: skip
    if path.suffix.lower() == ".dta":
        held = {name.casefold(): name for name in stata.columns(path)}
        places = {
            key: next(held[name.casefold()] for name in names if name.casefold() in held)
            for key, names in wanted.items()
            if any(name.casefold() in held for name in names)
        }
        return printable(path.name), (
            replace(row, fields={key: row.fields[name] for key, name in places.items()})
            for row in stata.rows(path, tuple(dict.fromkeys([*places.values(), "ccode"])))
        )
    text = files.text(path, "ideal*.csv", "ideal*.tab", "*.csv", "*.tab")
    required = {"ccode": wanted.pop("ccode")}
    return text.name, table.rows(text, required, wanted)


KIND = Kind(
    "unga", "Voeten, Strezhnev and Bailey", "Ideal points in the UN General Assembly",
    "IdealpointestimatesAll_Jun2024.csv", "https://doi.org/10.7910/DVN/LEJUQZ", "series", read, {}, ORIGIN.licence,
)  # fmt: skip
