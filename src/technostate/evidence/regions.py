"""Regions and their labels: ISO 3166 alpha-3, a few historical codes, the group EU and ROW; producers' own codes.

The table is dated (`countries.csv`: first and last year of the code, where it is not as old as the standard) and ours;
tests compare it with pycountry. Names are short English names, as statistical yearbooks print them; they say nothing
about the status of a territory. CHN leaves out Hong Kong (HKG), Macao (MAC) and Taiwan (TWN).
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from technostate.errors import LabelError, nearest, unknown_label
from technostate.evidence.spellings import fold, old_codes, rows, spellings

#: The members of the European Union since February 2020; the group's key is ``EU``.
EU27_2020: tuple[str, ...] = (
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN",
    "IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE",
)  # fmt: skip

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


#: How a state is named at any door.
_HOW = "name a state by its code (CHN) or its name (China, 中国), a group by its key (EU)"


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


def _year(text: str) -> int | None:
    return int(text) if text else None


@cache
def table() -> dict[str, Region]:
    """Return label → region, countries first (by label), then historical codes, then groups."""
    return {
        row["iso3"]: Region(row["iso3"], row["name"], _year(row["from"]), _year(row["until"]), row["sort"], row["note"])
        for row in rows("countries.csv")
    }


@cache
def _by_name() -> dict[str, str]:
    known = {_fold(region.name): label for label, region in table().items()}
    known.update({_fold(row["name"]): row["iso3"] for row in rows("country_names.csv")})
    return known


@cache
def _cow() -> dict[int, tuple[tuple[str, int | None, int | None], ...]]:
    codes: dict[int, list[tuple[str, int | None, int | None]]] = {}
    for row in rows("cow_codes.csv"):
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
    suggestion = ", ".join(f"{code} ({name(code)})" for code in _alike(str(label)))
    raise LabelError(
        f"unknown region {str(label)!r}",
        hint=(f"did you mean {suggestion}? " if suggestion else "")
        + "regions are ISO 3166 alpha-3 codes in capitals, EU, ROW or WLD",
    )


def _alike(text: str) -> list[str]:
    """Return at most four labels that a wrong text may have meant, the likeliest first."""
    if meant := [code for code in spellings().get(fold(text), ()) if code in table()]:
        return meant
    by_name = [_by_name()[hit] for hit in nearest(_fold(text), _by_name(), n=2)]
    alike = sorted(code for code in countries() if len(text) == 3 and code[:2] == text[:2].upper())
    return list(dict.fromkeys((*alike, *nearest(text, table()), *by_name)))[:4]


def typed(text: str, known: Collection[str] = (), *, groups: Collection[str] = ()) -> str | tuple[str, ...]:
    """Return the label or the group's key that somebody means who types a text, for every door alike.

    A text that is itself one of `known` or `groups` is left as it is; then case is ignored; then names in English and
    Chinese, codes of two letters and old codes are looked up. What comes back need not be one of `known`: the look-up
    that follows says what a state lacks there (`missing`). Only for what is typed: labels in files are joined exactly.

    Parameters
    ----------
    text : str
        A code, a name, a group's key, or several of them joined by ``+``.
    known : collection of str
        Labels that exist at this door; the first to be suggested for a text that means nothing.
    groups : collection of str
        Keys of groups of states that the door accepts.

    Returns
    -------
    str or tuple of str
        A tuple where `text` joins several by ``+``.

    Raises
    ------
    LabelError
        If the text means nothing, or several states (both are named).

    Examples
    --------
    >>> typed("China"), typed("chn"), typed("中国"), typed("EU27"), typed("G7", groups=("g7",)), typed("Japan+KOR")
    ('CHN', 'CHN', 'CHN', 'EU', 'g7', ('JPN', 'KOR'))
    >>> typed("Congo")
    Traceback (most recent call last):
    ...
    technostate.errors.LabelError: 'Congo' may be COD (Congo (Kinshasa)) or COG (Congo (Brazzaville))
    """
    labels = dict.fromkeys((*known, *groups))
    if text not in labels and "+" in text:
        return tuple(_typed(part.strip(), labels, groups) for part in text.split("+"))
    return _typed(text, labels, groups)


def _typed(text: str, labels: Collection[str], groups: Collection[str]) -> str:
    if text in labels:
        return text
    folded = fold(text)
    if not folded:
        raise LabelError("no state is named" if not text.strip() else f"{text!r} names no state", hint=_HOW)
    if len(same := [label for label in labels if fold(label) == folded]) == 1:
        return same[0]
    meant = [label for label in spellings().get(folded, ()) if label in table() or label in groups]
    if len(meant) == 1:
        return meant[0]
    if meant:
        both = " or ".join(f"{code} ({name(code)})" for code in meant)
        raise LabelError(f"{text!r} may be {both}", hint=f"write the code: {' or '.join(meant)}")
    close = dict.fromkeys((*nearest(text, labels, n=2), *(c for c in _alike(text) if not labels or c in labels)))
    suggestion = " or ".join(f"{code} ({name(code)})" if code in table() else code for code in list(close)[:3])
    raise LabelError(f"unknown region {text!r}", hint=f"did you mean {suggestion}? {_HOW}" if suggestion else _HOW)


def missing(label: str, known: Collection[str], where: str, *, lacks: str = "has no figures in") -> LabelError:
    """Return the error for a region that a series, an indicator or a world does not have.

    Parameters
    ----------
    label : str
        The label that was looked up.
    known : collection of str
        The labels that are there.
    where : str
        What was looked in.
    lacks : str
        Words between a known state's name and `where`.

    Examples
    --------
    >>> error = missing("TWN", ["CHN", "TUN"], "worldbank/wdi/SP.POP.TOTL")
    >>> str(error), error.hint
    ('Taiwan (TWN) has no figures in worldbank/wdi/SP.POP.TOTL', 'regions there (2): CHN, TUN')
    >>> missing("China", ["CHN", "TUN"], "wiod-2004").hint
    'write CHN (China); regions there (2): CHN, TUN'
    """
    labels = tuple(known)
    listing = f"regions there ({len(labels)}): {', '.join(labels[:40])}" + (", …" if len(labels) > 40 else "")
    if label in table():
        return LabelError(f"{name(label)} ({label}) {lacks} {where}".rstrip(), hint=listing)
    if meant := [code for code in spellings().get(fold(str(label)), ()) if code in labels]:
        named = " or ".join(f"{code} ({name(code)})" for code in meant)
        return LabelError(
            f"unknown region {label!r}" + (f" in {where}" if where else ""), hint=f"write {named}; {listing}"
        )
    return unknown_label("region", label, labels, where=where)


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
    label = old_codes().get(upper, upper)
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
