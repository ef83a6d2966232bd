"""BACI of CEPII: the trade of the world by country and product of six digits, a table a year.

Layout of CEPII's downloads (Gaulier and Zignago 2010, CEPII Working Paper 2010-23, and the note in each zip):
``BACI_HS17_V202401.zip`` holds ``BACI_HS17_Y2020_V202401.csv`` a year, with the columns t (year), i (exporter), j
(importer), k (product), v (thousand US dollars), q (tonnes), and the lists ``country_codes_V202401.csv``
(country_code, country_name, country_iso2, country_iso3; before 2024 also country_name_full, iso_3digit_alpha) and
``product_codes_HS17_V202401.csv`` (code, description). A table by itself has its lists beside it in the folder.
"""

from __future__ import annotations

import fnmatch
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO

from technostate.errors import DataError
from technostate.evidence.importers.files import Text, damaged, opened
from technostate.evidence.importers.gathered import check_options, edition, vintage_of
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, Taken
from technostate.evidence.printable import printable, shown
from technostate.evidence.store import Store
from technostate.exposure.products import flows, labels, stored
from technostate.world import memory

ORIGIN = Origin(
    "CEPII", "BACI", "Gaulier, G. and Zignago, S. (2010). BACI: International Trade Database at the Product-Level. "
    "CEPII Working Paper 2010-23; edition of {year}.", "unknown", "Etalab Open Licence 2.0 (CEPII's page of BACI)",
    "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    note="The user's download. Values of exporters and importers reconciled by CEPII, free on board, in US dollars.",
)  # fmt: skip
_NAME = re.compile(r"(?i)baci[_-]?(?:(?:HS)?(\d\d)(?!\d))?_?Y?(\d{4})?(?:_?V(20\d\d)(\d\d)?([a-z]?))?")
#: Members of a zip; one with all years since 1988 has some forty.
_MEMBERS = 200


@dataclass(frozen=True)
class Table:
    """A year of BACI within a file."""

    text: Text
    year: int

    @contextmanager
    def stream(self) -> Iterator[IO[bytes]]:
        """Open the table; what is wrong with its packing is a `DataError`."""
        try:
            with opened(self.text.path) as raw:
                if not self.text.member:
                    yield raw
                    return
                with zipfile.ZipFile(raw) as archive, archive.open(self.text.member) as stream:
                    yield stream
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise damaged(self.text.name, error) from None


@dataclass(frozen=True)
class TradeBatch:
    """Years of trade of one file; the first is read, the others are read while they are written."""

    first: flows.Flows
    tables: tuple[Table, ...]
    classification: str
    vintage: str
    countries: labels.Countries
    titles: dict[int, str]
    origin: Origin
    said: tuple[str, ...]

    def write(self, store: Store) -> Taken:
        """Write all years in one transaction; raises `DataError` at a wrong one, and then nothing is written."""
        store.require(stored.PART)
        rows = size = unclassified = at_home = 0
        with store.writing() as db:
            for table in self.tables:
                found = self.first if table is self.tables[0] else _read(table, self.countries)
                size += stored.write(
                    db, found, year=table.year, classification=self.classification, vintage=self.vintage,
                    regions=self.countries.regions, rest=self.countries.rest, titles=self.titles, origin=self.origin,
                )  # fmt: skip
                rows += len(found.value)
                unclassified += found.unclassified
                at_home += found.at_home
        said = [f"{rows:,} flows in {size / 2**20:,.1f} MiB of the store; quantities are not kept.", *self.said]
        if unclassified:
            said.append(f"Left out: {unclassified:,} flows of goods that are not specified.")
        if at_home:
            said.append(f"Left out: {at_home:,} flows of a country to itself.")
        names = tuple(f"trade/{self.classification}/{table.year}" for table in self.tables)
        return Taken("trade", names, self.vintage, tuple(said))


def read(path: Path, asked: Asked) -> TradeBatch:
    """Return the trade of a table, or of the tables of a zip (of one year, where it is said).

    Raises
    ------
    DataError
        If year, classification, edition or the list of countries is not known, or the first table is malformed.
    """
    check_options(asked, KIND.options)
    texts = _texts(path)
    tables = _tables(path, texts, asked)
    words = [_NAME.search(item.text.name) for item in tables] + [_NAME.search(path.name)]
    scheme = asked.options.get("classification") or next((f"HS{m[1]}" for m in words if m and m[1]), "")
    if not re.fullmatch(r"HS\d\d", scheme):
        raise DataError(
            f"{shown(scheme)} is no revision of the Harmonised System" if scheme else
            f"the name of {printable(path.name)} does not say by which revision products are coded",
            hint="add it: --option classification=HS17",
        )  # fmt: skip
    found = next((m for m in words if m and m[3]), None)
    vintage = vintage_of(asked, path, "-".join(filter(None, (found[3], found[4]))) + found[5] if found else "")
    lists = _list(path, texts, "country_codes*.csv", asked.options.get("countries", ""))
    if lists is None:
        raise DataError(
            f"the list of countries of {printable(path.name)} is not beside it",
            hint="it is in BACI's zip: put country_codes_V202401.csv into the same folder, or name it: "
            "--option countries=FILE",
        )
    countries = labels.countries(lists)
    goods = _list(path, texts, f"product_codes_{scheme}*.csv", asked.options.get("products", ""))
    said = [f"{labels.SAID[number]}." for number in countries.place if number in labels.SAID]
    if goods is None:
        said.append("No list of products was found beside the file: products have codes and no titles.")
    if countries.rest:
        named = ", ".join(countries.rest[:12]) + (" and others" if len(countries.rest) > 12 else "")
        said.append(f"No single economy of ours, and so no supplier by itself: {named}.")
    return TradeBatch(
        _read(tables[0], countries), tables, scheme, vintage, countries, {} if goods is None else labels.titles(goods),
        replace(edition(ORIGIN, vintage), imported=f"imported from {printable(path.name)} on {date.today()}"),
        tuple(said),
    )  # fmt: skip


def _read(table: Table, countries: labels.Countries) -> flows.Flows:
    with table.stream() as stream:
        return flows.read(stream, table.text.name, table.year, countries.place)


def _texts(path: Path) -> tuple[Text, ...]:
    """Return the file itself, or the members of a zip."""
    with opened(path) as raw:
        if not zipfile.is_zipfile(raw):
            return (Text(path),)
        try:
            infos = [item for item in zipfile.ZipFile(raw).infolist() if not item.is_dir()]
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
            raise damaged(path.name, error) from None
    if len(infos) > _MEMBERS:
        raise DataError(f"{printable(path.name)} has {len(infos):,} members", hint=f"at most {_MEMBERS} are read")
    return tuple(Text(path, item.filename) for item in infos)


def _tables(path: Path, texts: tuple[Text, ...], asked: Asked) -> tuple[Table, ...]:
    packed = bool(texts and texts[0].member) or not texts
    years: dict[int, Text] = {}
    for text in texts:
        match = _NAME.search(text.name)
        year = int(match[2]) if match and match[2] else None if packed else asked.year
        if year is None and not packed:
            raise DataError(f"the name of {text.name} does not say its year", hint="add it: --year 2020")
        if year is None or not text.name.lower().endswith(".csv" if packed else ""):
            continue
        if year in years:
            raise DataError(f"{printable(path.name)} holds {year} twice", hint="unpack it and name the table meant")
        years[year] = text
    if not years:
        names = ", ".join(sorted(text.name for text in texts)[:8]) or "nothing"
        raise DataError(f"{printable(path.name)} holds no table BACI_HS…_Y….csv", hint=f"it holds {names}")
    if asked.year is not None and asked.year not in years:
        held = ", ".join(map(str, sorted(years)))
        raise DataError(f"{printable(path.name)} holds no {asked.year}", hint=f"it holds {held}")
    chosen = sorted(years) if asked.year is None else [asked.year]
    tables = tuple(Table(years[year], year) for year in chosen)
    _fits(tables)
    return tables


def _fits(tables: tuple[Table, ...]) -> None:
    """Say before anything is read that the memory does not suffice for the largest year."""
    sizes = []
    for table in tables:
        with opened(table.text.path) as raw:
            member = table.text.member
            size = zipfile.ZipFile(raw).getinfo(member).file_size if member else table.text.path.stat().st_size
        sizes.append((size, table.text.name))
    size, name = max(sizes)
    if size > flows.LIMIT_BYTES:
        raise DataError(f"{name} has more than {flows.LIMIT_BYTES / 2**20:,.0f} MiB", hint="one file holds one year")
    if (needed := flows.MEMORY * size + 4 * flows.BLOCK) > (free := memory.free()):
        raise DataError(
            f"{name} takes some {needed / 2**20:,.0f} MiB of memory while it is read, {free / 2**20:,.0f} MiB are free",
            hint="close other programs, or import it on a larger machine",
        )


def _list(path: Path, texts: tuple[Text, ...], pattern: str, said: str) -> Text | None:
    """Return a list of the same release: the file that was named, a member of the zip, or one in the same folder."""
    if said:
        return Text(Path(said))
    inside = [text for text in texts if text.member and fnmatch.fnmatch(text.name.lower(), pattern.lower())]
    if inside:
        return inside[0]
    beside = sorted(item for item in path.parent.glob("*.csv") if fnmatch.fnmatch(item.name.lower(), pattern.lower()))
    return Text(beside[-1]) if beside else None


KIND = Kind(
    "baci", "CEPII", "Trade of the world by country and product of six digits (HS6)", "BACI_HS17_V202401.zip",
    ORIGIN.url, "trade", read,
    {
        "classification": "revision of the Harmonised System, for example HS17, where the name does not say it",
        "countries": "the list country_codes_V202401.csv, where it is not in the zip or the folder",
        "products": "the list product_codes_HS17_V202401.csv, where it is not in the zip or the folder",
    },
    ORIGIN.licence,
)  # fmt: skip
