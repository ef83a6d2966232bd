"""What is known of a document: its record, date, passages and flags."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Literal

from technostate.errors import DataError

Precision = Literal["day", "month", "year", "unknown"]
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, order=True)
class DocumentDate:
    """A date as exact as it is known.

    Parameters
    ----------
    text : str
        ISO 8601: ``"2014-12-31"``, ``"2014-12"``, ``"2014"``, or empty where nothing is known.

    Raises
    ------
    DataError
        If the text is no such date.

    Examples
    --------
    >>> DocumentDate("2014-12").precision, DocumentDate("2014-12").last
    ('month', datetime.date(2014, 12, 31))
    """

    text: str = ""

    def __post_init__(self) -> None:
        if not self.text:
            return
        found = _DATE.fullmatch(self.text)
        try:
            if not found:
                raise ValueError
            dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            raise DataError(f"{self.text!r} is not a date", hint="write YYYY, YYYY-MM or YYYY-MM-DD") from None

    @property
    def precision(self) -> Precision:
        """How exact the date is."""
        exact: dict[int, Precision] = {10: "day", 7: "month", 4: "year"}
        return exact.get(len(self.text), "unknown")

    @property
    def year(self) -> int | None:
        """The year, or None."""
        return int(self.text[:4]) if self.text else None

    @property
    def first(self) -> dt.date | None:
        """The first day that the date can mean."""
        return dt.date.fromisoformat(self.text + "-01-01"[len(self.text) - 10 or 6 :]) if self.text else None

    @property
    def last(self) -> dt.date | None:
        """The last day that the date can mean."""
        if not self.text:
            return None
        year, month, day = (*map(int, self.text.split("-")), 0, 0)[:3]
        month = month or 12
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])


@dataclass(frozen=True)
class Document:
    """What is known of a document.

    Parameters
    ----------
    issuer : str
        Who issued or spoke it; empty where unknown.
    type : str
        For example ``"report"``, ``"speech"``, ``"law"``; empty where unknown.
    language : str
        ``"zh"``, ``"en"``, … or ``"und"``.
    source : str
        Public address, or the file's name within the folder that was imported (never a path of the machine).
    sha256 : str
        Of the file; where a file holds many documents, of the document's own text in UTF-8.
    encoding : str
        In which the file was read.
    """

    title: str
    date: DocumentDate
    issuer: str
    type: str
    language: str
    source: str
    sha256: str
    collection: str
    encoding: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph, numbered from 1 (in a translation memory by its unit)."""

    number: int
    text: str


@dataclass(frozen=True)
class Flag:
    """Something about a document that a reader should know.

    Parameters
    ----------
    kind : str
        ``near-duplicate``, ``date``, ``lines``, ``short`` or ``cut``.
    text : str
        What was found, in words.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class StoredDocument:
    """A document in a store, with its number there, its counts, its flags and the id of its first passage."""

    id: int
    document: Document
    passages: int
    characters: int
    flags: tuple[Flag, ...] = field(default=())
    first: int = 0
