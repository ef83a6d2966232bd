"""Countries and products as BACI's own lists name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.importers import table
from technostate.evidence.importers.files import Text
from technostate.evidence.printable import printable, shown
from technostate.exposure.selection import REST

#: Numbers of BACI that stand for a country which its code does not say.
KNOWN = {490: "TWN", 58: "BEL", 711: "ZAF"}
SAID = {
    490: "'Other Asia, not elsewhere specified' is taken as Taiwan, most of whose trade it is",
    58: "Belgium-Luxembourg (until 1998) is taken as Belgium",
    711: "the Southern African Customs Union (until 1999) is taken as South Africa",
}
#: Longest title that is kept of a product.
LONGEST = 400
_COUNTRY = {
    "number": ("country_code", "i"),
    "iso3": ("country_iso3", "iso_3digit_alpha", "iso3"),
    "name": ("country_name", "country_name_full", "country_name_abbreviation", "name_english"),
}
_PRODUCT = {"code": ("code", "hs6"), "title": ("description",)}


@dataclass(frozen=True)
class Countries:
    """Numbers of countries and the regions that they stand for.

    Parameters
    ----------
    regions : tuple of str
        Our labels, sorted, ROW last: all that is no single economy in our table of regions.
    place : mapping of int to int
        Number → position in `regions`.
    rest : tuple of str
        Names of what ROW holds.
    """

    regions: tuple[str, ...]
    place: Mapping[int, int]
    rest: tuple[str, ...]


def countries(text: Text) -> Countries:
    """Return the regions of a list such as ``country_codes_V202401.csv``.

    Raises
    ------
    DataError
        If the file is malformed, or a number is none or there twice.
    """
    found: dict[int, str] = {}
    rest: list[str] = []
    for row in table.rows(text, _COUNTRY):
        where, number = f"{row.file} line {row.line}", row.text("number")
        if not (number.isascii() and number.isdigit() and int(number) < 1000):
            raise DataError(f"{where}: {shown(number)} is no number of a country", hint="three digits at most")
        if int(number) in found:
            raise DataError(f"{where}: the country {number} is there twice", hint="remove one of the rows")
        label = KNOWN.get(int(number)) or regions.from_code(row.fields["iso3"].strip()) or REST
        if label in regions.groups():
            label = REST
        if label == REST:
            rest.append(printable(row.fields["name"].strip()[:60]) or number)
        found[int(number)] = label
    if not found:
        raise DataError(f"{text.name} lists no country", hint="download the file again")
    labels = (*sorted(set(found.values()) - {REST}), REST)
    at = {label: place for place, label in enumerate(labels)}
    return Countries(labels, {number: at[label] for number, label in found.items()}, tuple(rest))


def titles(text: Text) -> dict[int, str]:
    """Return code as a number → title, of a list such as ``product_codes_HS17_V202401.csv``.

    Raises `DataError` if the file is malformed. Codes with letters (goods not specified) are left out.
    """
    found: dict[int, str] = {}
    for row in table.rows(text, _PRODUCT):
        code = row.text("code")
        if code.isascii() and code.isdigit() and len(code) in (5, 6):
            found[int(code)] = printable(" ".join(row.fields["title"].split())[:LONGEST])
    if not found:
        raise DataError(f"{text.name} lists no code of six digits", hint="download the file again")
    return found
