"""What about a document looks wrong: its date beside the dates in its text, and its length."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from technostate.doctrine.documents import Document, DocumentDate, Flag, Passage
from technostate.doctrine.tokens import is_wide

#: A document whose newest year or plan is this much older than its date carries another document's date.
STALE_YEARS = 5
#: Fewer mentions of years say nothing: one may belong to an old law.
FEWEST_YEARS = 3
#: Days that a full date in the text may lie after the document's own; laws enter into force later.
AHEAD_DAYS = 730
#: Fewer characters are a page about a document rather than the document.
SHORT = 100

_NUMERALS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
}
_CHINESE_YEAR = re.compile("([一二][〇零○O一二三四五六七八九]{3})年")
_HAN_YEAR = re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d)年")
_WESTERN_YEAR = re.compile(r"(?<![\d.,/$-])(1[6-9]\d\d|20\d\d)(?![\d,/%]|\.\d)")
_DAY = re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d)年(\d{1,2})月(\d{1,2})日")
# When a law was passed or takes effect says nothing about when this version of it was made.
_LEGAL_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:起|以前|之前|前|止|第|[^。\n]{0,40}(?:施行|公布|发布|通过|批准|修订|修正))"
)
_UNTIL = re.compile(r"(?:至|到|于|自|在)$")
_NEW_YEAR = re.compile(r"([一二][〇零○O一二三四五六七八九]{3}|20\d\d)年新年[贺賀]")
# The tenth five-year plan, 十五, ended in 2005; the eleventh, 十一五, in 2010.
_PLAN = re.compile('[“"]十([一二三四五]?)五[”"]')
_TENTH_PLAN_END, _PLAN_YEARS = 2005, 5


def flags(document: Document, passages: Sequence[Passage], today: dt.date) -> Iterator[Flag]:
    """Yield what looks implausible about a document.

    Parameters
    ----------
    today : datetime.date
        Dates after it are in the future.
    """
    text = "\n".join(item.text for item in passages)
    if len(text) < SHORT:
        yield Flag("short", f"the text has only {len(text)} characters")
    first = document.date.first
    if first is None:
        return
    if first > today:
        yield Flag("date", f"the date {document.date.text} is in the future")
    yield from _stale(document.date, text)
    if is_wide(text):
        yield from _in_chinese(document, text, today)


def _in_chinese(document: Document, text: str, today: dt.date) -> Iterator[Flag]:
    """Compare with full dates, new years and five-year plans, which only Chinese texts are read for."""
    yield from _other_new_year(document, text)
    yield from _old_plan(document.date, text)
    horizon = min(document.date.last or today, today) + dt.timedelta(AHEAD_DAYS)
    late = [day for day in _days(text) if horizon < day <= today]
    if late:
        yield Flag("date", f"the text names {min(late).isoformat()}, after its date {document.date.text}")


def _stale(date: DocumentDate, text: str) -> Iterator[Flag]:
    if date.year is None:
        return
    plain = _LEGAL_DATE.sub("", text) if is_wide(text) else text
    years = [int(found) for found in (_HAN_YEAR if is_wide(text) else _WESTERN_YEAR).findall(plain)]
    years += [_year(found) for found in _CHINESE_YEAR.findall(plain)] if is_wide(text) else []
    if len(years) >= FEWEST_YEARS and max(years) <= date.year - STALE_YEARS:
        age = date.year - max(years)
        yield Flag("date", f"the newest year in the text is {max(years)}, {age} years before its date {date.text}")


def _old_plan(date: DocumentDate, text: str) -> Iterator[Flag]:
    """Compare with the newest five-year plan named; a goal for a later year does not make a document later."""
    ends = [_TENTH_PLAN_END + _PLAN_YEARS * int(_NUMERALS.get(found, "0")) for found in _PLAN.findall(text)]
    if ends and date.year is not None and max(ends) <= date.year - STALE_YEARS:
        yield Flag("date", f"the newest five-year plan in the text ended in {max(ends)}, its date is {date.text}")


def _other_new_year(document: Document, text: str) -> Iterator[Flag]:
    """Compare the year that a new year's address names with its date: it is given at the turn of that year."""
    named = _NEW_YEAR.search(text)
    year = document.date.year
    if named and year is not None and _year(named[1]) not in {year, year + 1}:
        yield Flag("date", f"the text is the address for the new year {_year(named[1])}, its date {document.date.text}")


def _days(text: str) -> Iterator[dt.date]:
    """Yield the full dates of a text, without those until or from which something holds."""
    for found in _DAY.finditer(text):
        if _LEGAL_DATE.match(text, found.start()) or _UNTIL.search(text[max(0, found.start() - 1) : found.start()]):
            continue
        try:
            yield dt.date(*map(int, found.groups()))
        except ValueError:
            continue


def _year(text: str) -> int:
    return int("".join(_NUMERALS.get(character, character) for character in text))
