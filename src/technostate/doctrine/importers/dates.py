"""Dates as files' names and fields write them: only what is written, as exact as it is written."""

from __future__ import annotations

import re
import unicodedata

from technostate.doctrine.documents import DocumentDate
from technostate.errors import DataError

_YEAR = r"(1[6-9][0-9]{2}|2[01][0-9]{2})"
#: Of a file's name. A month without a day needs two digits, and underscores need two everywhere: `2014_9` is the
#: ninth file of 2014 as likely as its September.
_NAMES = tuple(
    re.compile(rf"(?<![0-9]){pattern}(?![0-9])")
    for pattern in (
        rf"{_YEAR}(?:([-.])([0-9]{{1,2}})\2([0-9]{{1,2}})|_([0-9]{{2}})_([0-9]{{2}}))",
        rf"{_YEAR}([0-9]{{2}})([0-9]{{2}})",
        rf"{_YEAR}年([0-9]{{1,2}})月([0-9]{{1,2}})(?:日|号)?",
        rf"{_YEAR}(?:[-.]([0-9]{{2}})|年([0-9]{{1,2}})月)",
        rf"{_YEAR}",
    )
)
#: Of a field: year first, with or without signs between and a time behind.
_YEAR_FIRST = re.compile(
    rf"{_YEAR}(?:\s*[-/.年_]\s*([0-9]{{1,2}})(?:\s*[-/.月_]\s*([0-9]{{1,2}}))?\s*[日号月]?|年)?(?![0-9])"
)
_TIGHT = re.compile(rf"{_YEAR}([0-9]{{2}})([0-9]{{2}})(?:[0-9]{{4}}|[0-9]{{6}})?(?![0-9])")
_TIGHT_MONTH = re.compile(rf"{_YEAR}([0-9]{{2}})(?![0-9])")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})\s*([-/.])\s*([0-9]{{1,2}})\s*\2\s*{_YEAR}(?![0-9])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY_FIRST = re.compile(rf"(?<![0-9])(?:([0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]+)?{_MONTH}[\s,-]+{_YEAR}(?![0-9])")
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?![0-9])")
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMERAL_DATE = re.compile(
    "([一二][〇零○一二三四五六七八九]{3})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?)?"
)
#: Characters of a field that are looked at.
_LONGEST = 200
#: What tables write where nothing is known.
_NOTHING = frozenset({
    "", "-", "--", "—", "/", "n/a", "na", "nan", "nat", "none", "null", "unknown", "n.d.", "未知", "不详", "无",
})  # fmt: skip


def date_in(text: str) -> DocumentDate:
    """Return the most exact date in a file's name, unknown if there is none.

    Examples
    --------
    >>> date_in("刑法修正案（十二）(2023-12-29)").text, date_in("2015_strategy").text, date_in("untitled").text
    ('2023-12-29', '2015', '')
    >>> date_in("20140415_讲话").text, date_in("2014年4月").text, date_in("2014_9").text
    ('2014-04-15', '2014-04', '2014')
    """
    plain = unicodedata.normalize("NFKC", text)
    for pattern in _NAMES:
        for found in pattern.finditer(plain):
            parts = [part for part in found.groups() if part and part.isdigit()]
            if date := _date(*parts):
                return date
    return DocumentDate()


def date_field(text: str) -> tuple[DocumentDate, str]:
    """Return the date that a field holds, and in words what is doubtful about it, empty if nothing is.

    Parameters
    ----------
    text : str
        For example of a column of a table, of front matter or of a page's head.

    Examples
    --------
    >>> [date_field(text)[0].text for text in ("2014/4/15", "20140415", "15 April 2014", "二〇一四年四月", "15.4.2014")]
    ['2014-04-15', '2014-04-15', '2014-04-15', '2014-04', '2014-04-15']
    >>> date_field("04/05/2014")
    (DocumentDate(text='2014'), "day and month of '04/05/2014' cannot be told apart")
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip().strip("()[]")
    if plain.casefold() in _NOTHING:
        return DocumentDate(), ""
    plain = re.sub(r"\.0+$", "", plain)
    for read in (_year_first, _year_last, _in_words, _in_numerals):
        date, doubt = read(plain)
        if date is not None:
            return date, doubt and f"{doubt} of {text.strip()[:40]!r} cannot be told apart"
    inside = date_in(plain)
    digits = sum(map(str.isdecimal, plain))
    whole = inside.precision == "day" or (inside.text and digits == len(inside.text.replace("-", "")))
    return inside, "" if whole else f"{text.strip()[:40]!r} is read as {inside.text or 'no date'}"


Read = tuple[DocumentDate | None, str]


def _year_first(plain: str) -> Read:
    for pattern in (_TIGHT, _YEAR_FIRST, _TIGHT_MONTH):
        found = pattern.match(plain)
        if not found:
            continue
        # 201012 is December 2010 as well as 12 October 2020; 201404 can only be April 2014.
        if pattern is _TIGHT_MONTH and _date(f"20{plain[:2]}", plain[2:4], plain[4:6]):
            continue
        if date := _date(*(part for part in found.groups() if part)):
            return date, ""
    return None, ""


def _year_last(plain: str) -> Read:
    found = _YEAR_LAST.match(plain)
    if not found:
        return None, ""
    one, sign, two, year = found.groups()
    days = [date for day, month in ((one, two), (two, one)) if (date := _date(year, month, day))]
    if not days:
        return None, ""
    # With full stops the day is always first.
    sure = len(days) == 1 or days[0] == days[1] or sign == "."
    return (days[0], "") if sure else (DocumentDate(year), "day and month")


def _in_words(plain: str) -> Read:
    low = plain.lower()
    if found := _MONTH_FIRST.search(low):
        month, day, year = found.groups()
    elif found := _DAY_FIRST.search(low):
        day, month, year = found.groups()
    else:
        return None, ""
    number = str(_MONTHS.index(month) + 1)
    return (_date(year, number, day) if day else _date(year, number)), ""


def _in_numerals(plain: str) -> Read:
    found = _NUMERAL_DATE.search(plain)
    if not found:
        return None, ""
    year, *rest = found.groups()
    return _date(year.translate(_NUMERALS), *(_number(part) for part in rest if part)), ""


def _number(numeral: str) -> str:
    """Return 十五 as 15, 二十 as 20, 四 as 4."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return numeral.translate(_NUMERALS)
    return (tens.translate(_NUMERALS) or "1") + (ones.translate(_NUMERALS) or "0")


def _date(year: str, *rest: str) -> DocumentDate | None:
    try:
        return DocumentDate("-".join([year, *(part.zfill(2) for part in rest)]))
    except DataError:
        return None
