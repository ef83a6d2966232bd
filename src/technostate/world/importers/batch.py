"""What every importer of worlds shares: its options, the file of the year that was asked for, and what is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from technostate.errors import DataError
from technostate.evidence import Origin
from technostate.evidence.own.kinds import Asked, Taken
from technostate.evidence.printable import printable
from technostate.evidence.regions import from_code
from technostate.evidence.spellings import rows
from technostate.evidence.store import Store
from technostate.world import embedded
from technostate.world.formats.choices import years_in
from technostate.world.formats.members import Members, members
from technostate.world.importers import stored
from technostate.world.importers.part import check_name
from technostate.world.importers.text import LARGEST
from technostate.world.world import World

#: Options that every kind of world understands.
OPTIONS: Mapping[str, str] = {
    "name": "name under which the world stands in the store",
    "regions": "CSV file with the columns from and to: regions that are added up while the file is read",
    "sectors": "CSV file with the columns from and to: sectors that are added up while the file is read",
    "imbalance": "largest share of output by which sales or inputs may differ from it, 0.005 unless said",
}
_PROGRAMS = {
    ".rdata": "R", ".rda": "R", ".rds": "R", ".dta": "Stata", ".mat": "MATLAB", ".7z": "7-Zip", ".rar": "RAR",
    ".gz": "gzip", ".parquet": "Parquet",
}  # fmt: skip


@dataclass(frozen=True)
class WorldBatch:
    """A world that was read from a producer's file, not yet written."""

    world: World
    vintage: str
    said: tuple[str, ...] = ()

    def write(self, store: Store) -> Taken:
        """Write the world in one transaction; older vintages of it stay."""
        stored.write(store, self.world, self.vintage)
        return Taken(stored.WHAT, (self.world.name,), self.vintage, self.said)


def named(asked: Asked, usual: str) -> str:
    """Return the name that was asked for, or the usual one; raises `DataError` if it can be none."""
    return check_name(asked.options.get("name") or usual, embedded.names())


def check_options(asked: Asked, known: Mapping[str, str]) -> None:
    """Raise `DataError` for options that a kind does not have, and for a year or vintage that is none."""
    if unknown := [name for name in asked.options if name not in known]:
        raise DataError(
            f"there is no option {', '.join(map(printable, unknown[:5]))}", hint=f"options are {', '.join(known)}"
        )
    if asked.year is not None and not 1900 <= asked.year <= 2100:
        raise DataError(f"{asked.year} is no year of a table", hint="give four digits: --year 2019")
    if asked.vintage and not re.match(r"[12][0-9]{3}(?![0-9])", asked.vintage):
        raise DataError(f"vintage {printable(asked.vintage)!r} does not begin with a year", hint="--vintage 2025")


def opened(path: Path, suffixes: tuple[str, ...]) -> Members:
    """Return the files at a path; raises `DataError` for files that only another program reads.

    Parameters
    ----------
    suffixes : tuple of str
        What is read, for the message.
    """
    suffix = path.suffix.lower()
    if suffix in _PROGRAMS and suffix not in suffixes:
        raise DataError(
            f"{printable(path.name)} is a file of {_PROGRAMS[suffix]}, which is not read",
            hint=f"take the producer's {' or '.join(suffixes)}",
        )
    return members(path, limit=LARGEST)


def one_of(files: Members, suffixes: tuple[str, ...], asked: Asked, year_of: Callable[[str], int | None]) -> str:
    """Return the only file with one of these ends, or that of the year that was asked for.

    Parameters
    ----------
    year_of : callable
        A file's name without folder and end → the year of its table, or None.
    """
    found = [name for name in files.names if name.lower().endswith(suffixes)]
    by_year: dict[int | None, list[str]] = {}
    for name in found:
        by_year.setdefault(year_of(PurePosixPath(name).stem), []).append(name)
    if asked.year is not None and asked.year in by_year:
        chosen = by_year[asked.year]
    elif asked.year is not None and set(by_year) - {None}:
        held = ", ".join(str(year) for year in sorted(year for year in by_year if year is not None))
        raise DataError(f"{files.name} has no table of {asked.year}; it holds {held}", hint="choose one of these years")
    else:
        chosen = found
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        others = sorted({PurePosixPath(name).suffix or name for name in files.names})
        raise DataError(
            f"{files.name} holds no {' or '.join(suffixes)}, but {', '.join(map(printable, others[:6])) or 'nothing'}",
            hint="is it the file that the kind names?",
        )
    years = sorted(year for year in by_year if year is not None)
    if asked.year is None and len(years) > 1:
        raise DataError(
            f"{files.name} holds {len(years)} years: {', '.join(map(str, years))}",
            hint=f"choose one: --year {years[-1]}",
        )
    raise DataError(
        f"{files.name} holds {len(chosen)} tables: {', '.join(map(printable, chosen[:6]))}", hint="give one of them"
    )


def last_year(stem: str) -> int | None:
    """Return the last year in a name: ``ICIO2018_2015`` is of 2015.

    Examples
    --------
    >>> last_year("ICIO2018_2015"), last_year("matrix_26ed_2023"), last_year("edition")
    (2015, 2023, None)
    """
    found = years_in(re.sub(r"[A-Za-z]", " ", stem))
    return found[-1] if found else None


def year_said(where: str, found: int | None, asked: Asked) -> int:
    """Return a table's year: that of its name, or what was asked for; raises `DataError` if neither is known."""
    year = found if found is not None else asked.year
    if year is None:
        raise DataError(f"the year of {where} is not in its name", hint="say it: --year 2019")
    if asked.year not in (None, year):
        raise DataError(f"{where} is of {year}, not of {asked.year}", hint=f"leave --year out, or say {year}")
    return year


@cache
def _of_two_letters() -> dict[str, str]:
    return {row["text"].upper(): row["label"] for row in rows("typed_names.csv") if row["sort"] == "alpha-2"}


def iso3(code: str) -> str:
    """Return our label for a producer's code of two or three letters; what is unknown stays as it is.

    Examples
    --------
    >>> iso3("AT"), iso3("EL"), iso3("UK"), iso3("RoW"), iso3("ROM"), iso3("XAS")
    ('AUT', 'GRC', 'GBR', 'ROW', 'ROU', 'XAS')
    """
    text = code.strip()
    two = {"EL": "GRC", "UK": "GBR"}.get(text) or (_of_two_letters().get(text) if len(text) == 2 else None)
    return two or from_code(text) or text


def origin(producer: str, title: str, citation: str, vintage: str, licence: str, url: str, note: str = "") -> Origin:
    """Return the origin of a table that the user brought, as its producer asks to be cited."""
    return Origin(
        producer, title, citation, vintage, licence, url, note="; ".join(t for t in ("imported by the user", note) if t)
    )
