"""Regions and their labels: ISO 3166 alpha-3, a few historical codes, the group EU and ROW; producers' own codes.

The table is dated (`countries.csv`: first and last year of the code, where it is not as old as the standard) and ours;
tests compare it with pycountry. Names are short English names, as statistical yearbooks print them; they say nothing
about the status of a territory. CHN leaves out Hong Kong (HKG), Macao (MAC) and Taiwan (TWN).
"""

from __future__ import annotations

import csv
import html
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from technostate.errors import LabelError, nearest

#: The members of the European Union since February 2020; the group's key is ``EU``.
EU27_2020: tuple[str, ...] = (
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN",
    "IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE",
)  # fmt: skip

#: Codes that older files use for a region that now has another: file's code → ours.
RENAMED = {
    "ROM": "ROU",
    "ZAR": "COD",
    "TMP": "TLS",
    "BUR": "MMR",
    "KSV": "XKX",
    "XKO": "XKX",
    "WBG": "PSE",
    "ADO": "AND",
}


#: Beginnings and ends of names that English uses with an article.
_PLURALS = (
    "United ", "Netherlands", "Philippines", "Maldives", "Bahamas", "Comoros", "Seychelles", "Gambia", "EU",
)  # fmt: skip
_COMMON_NOUNS = (
    " Republic",
    " Islands",
    " Union",
    " Union (27)",
    " Emirates",
    " Territory",
    " Territories",
    "Holy See",
)


@dataclass(frozen=True)
class Region:
    """One row of the table: label, name, years of the code (None: open), sort and a note.

    `sort` is ``"country"``, ``"historical"`` or ``"group"``.
    """

    iso3: str
    name: str
    first: int | None
    last: int | None
    sort: str
    note: str = ""


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files("technostate.evidence").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _year(text: str) -> int | None:
    return int(text) if text else None


@cache
def table() -> dict[str, Region]:
    """Return label → region, countries first (by label), then historical codes, then groups."""
    return {
        row["iso3"]: Region(row["iso3"], row["name"], _year(row["from"]), _year(row["until"]), row["sort"], row["note"])
        for row in _rows("countries.csv")
    }


@cache
def _by_name() -> dict[str, str]:
    known = {_fold(region.name): label for label, region in table().items()}
    known.update({_fold(row["name"]): row["iso3"] for row in _rows("country_names.csv")})
    return known


@cache
def _cow() -> dict[int, tuple[tuple[str, int | None, int | None], ...]]:
    codes: dict[int, list[tuple[str, int | None, int | None]]] = {}
    for row in _rows("cow_codes.csv"):
        codes.setdefault(int(row["code"]), []).append((row["iso3"], _year(row["from"]), _year(row["until"])))
    return {code: tuple(spans) for code, spans in codes.items()}


def _fold(text: str) -> str:
    plain = html.unescape(re.sub(r"<sup>.*?</sup>", "", text)).replace("’", "'")
    return re.sub(r"\s+", " ", plain).strip().casefold()


def is_known(label: str) -> bool:
    """Return whether the label is in the table.

    Examples
    --------
    >>> is_known("CHN"), is_known("chn"), is_known("EU"), is_known("OWID_WRL")
    (True, False, True, False)
    """
    return label in table()


def check(label: str) -> str:
    """Return the label unchanged; a wrong one raises with the nearest codes and names.

    Raises
    ------
    LabelError
        If the label is not in the table.

    Examples
    --------
    >>> check("CHN")
    'CHN'
    >>> check("China")
    Traceback (most recent call last):
    ...
    technostate.errors.LabelError: unknown region 'China'
    """
    if label in table():
        return label
    text = str(label)
    found = [code for code in (text.upper(), RENAMED.get(text.upper()), _by_name().get(_fold(text))) if code]
    close = [code for code in dict.fromkeys(found) if code in table()]
    if not close:
        by_name = [_by_name()[hit] for hit in nearest(_fold(text), _by_name(), n=2)]
        alike = sorted(code for code in countries() if len(text) == 3 and code[:2] == text[:2].upper())
        close = list(dict.fromkeys((*alike, *nearest(text, table()), *by_name)))[:4]
    suggestion = ", ".join(f"{code} ({name(code)})" for code in close)
    raise LabelError(
        f"unknown region {text!r}",
        hint=(f"did you mean {suggestion}? " if suggestion else "")
        + "regions are ISO 3166 alpha-3 codes in capitals, EU, ROW or WLD",
    )


def name(label: str) -> str:
    """Return the short English name of a label; raises `LabelError` like `check`.

    Examples
    --------
    >>> name("CHN"), name("TUR"), name("EU")
    ('China', 'Türkiye', 'European Union (27)')
    """
    return table()[check(label)].name


def with_article(name: str) -> str:
    """Return a region's name as a sentence needs it: with "the" where English wants one.

    Examples
    --------
    >>> with_article("United States"), with_article("China"), with_article("Cook Islands")
    ('the United States', 'China', 'the Cook Islands')
    """
    if name.startswith("Rest of"):
        return f"the {name[0].lower()}{name[1:]}"
    return f"the {name}" if name.startswith(_PLURALS) or name.endswith(_COMMON_NOUNS) else name


def countries() -> tuple[str, ...]:
    """Return the labels of countries and territories that exist today, sorted."""
    return tuple(label for label, region in table().items() if region.sort == "country")


def groups() -> tuple[str, ...]:
    """Return the labels that stand for more than one country: EU, ROW and WLD."""
    return tuple(label for label, region in table().items() if region.sort == "group")


def from_code(code: str) -> str | None:
    """Return our label for a three-letter code of any case or age (``ROM``, ``chn``), or None.

    Examples
    --------
    >>> from_code("ROM"), from_code("twn"), from_code("RoW"), from_code("EUU"), from_code("ARB")
    ('ROU', 'TWN', 'ROW', 'EU', None)
    """
    upper = code.strip().upper()
    label = {"EUU": "EU", "EU27": "EU", "EU27_2020": "EU"}.get(upper) or RENAMED.get(upper, upper)
    return label if label in table() else None


def from_name(text: str) -> str | None:
    """Return our label for a name as producers write it, footnote marks ignored, or None.

    Examples
    --------
    >>> from_name("EU-27<sup>b</sup>"), from_name("Burma"), from_name("Gambia, The"), from_name("Rest of Asia")
    ('EU', 'MMR', 'GMB', None)
    """
    return _by_name().get(_fold(text))


def from_cow(code: int, year: int) -> str | None:
    """Return our label for a Correlates of War or Gleditsch–Ward number in a year.

    None where the state has no label (for example Saxony, 269). Where the two code lists differ both numbers
    are known: 255 and 260 are DEU, 678 and 679 are YEM, 340 and 345 (from 2006) are SRB.

    Raises
    ------
    LabelError
        If no state ever had the number.

    Examples
    --------
    >>> from_cow(710, 2020), from_cow(345, 1990), from_cow(345, 2010), from_cow(269, 1850)
    ('CHN', 'YUG', 'SRB', None)
    """
    if code not in _cow():
        raise LabelError(
            f"unknown Correlates of War state number {code}",
            hint="2 is the United States, 710 China; the list is evidence/cow_codes.csv",
        )
    for label, first, last in _cow()[code]:
        if (first is None or year >= first) and (last is None or year <= last):
            return label or None
    return None
