"""What an importer finds in a file: a document with its passages, and how title and date are settled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from technostate.doctrine.documents import Document, DocumentDate, Flag, Passage
from technostate.doctrine.importers.dates import date_field, date_in
from technostate.doctrine.importers.encodings import clean, one_line
from technostate.doctrine.importers.extract import Extract
from technostate.doctrine.importers.languages import language_of
from technostate.doctrine.importers.limits import CHARACTERS, PASSAGES, SourceFile
from technostate.doctrine.importers.lines import paragraphs_of
from technostate.errors import DataError

#: Characters of a title; what is longer is no title.
_TITLE = 300
_SCANNED = "a scanned document needs character recognition first"
_FULL_DATE = re.compile(
    r"[\(（\[]?[0-9]{4}(?:[-.][0-9]{1,2}[-.][0-9]{1,2}|_[0-9]{2}_[0-9]{2}|[0-9]{4})(?![0-9])[\)）\]]?"
)


@dataclass(frozen=True)
class Found:
    """One document of a file, before it belongs to a collection."""

    document: Document
    passages: tuple[Passage, ...]
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a file says of itself.

    Parameters
    ----------
    date : str
        As it is written there.
    by_hand : bool
        Whether somebody wrote it at the head of the text (front matter); then it stands above the file's name.
    """

    title: str = ""
    date: str = ""
    issuer: str = ""
    by_hand: bool = False


def title_in(stem: str) -> str:
    """Return a file's name without its date, as a title.

    Examples
    --------
    >>> title_in("2014-12-31_新年贺词"), title_in("1954")
    ('新年贺词', '1954')
    """
    bare = _FULL_DATE.sub("", stem) if date_in(stem).precision == "day" else stem
    return bare.strip(" _-") or stem


def from_text(
    file: SourceFile, text: str, encoding: str, said: Said | None = None, *, pieces: Sequence[str] | None = None
) -> Found:
    """Return the document of a file that holds one.

    Parameters
    ----------
    said : Said, optional
        What the file says of itself; by default its name does.
    pieces : sequence of str, optional
        Paragraphs, where the format knows them; otherwise `lines.paragraphs_of` finds them.
    """
    given = said or Said()
    lines, flags = paragraphs_of(text) if pieces is None else (pieces, ())
    found = passages_of(file.name, lines)
    date, doubts = _settled(date_in(file.stem), given)
    document = Document(
        title=_title(given.title) or title_in(file.stem), date=date, issuer=_title(given.issuer), type="",
        language=language_of("\n".join(item.text for item in found[:50])), source=file.name, sha256=file.sha256,
        collection="", encoding=encoding,
    )  # fmt: skip
    return Found(document, found, (*flags, *doubts))


def from_extract(file: SourceFile, found: Extract) -> Found:
    """Return the document of a page or PDF file; without any other date it has that of its making, flagged."""
    file.remarks.extend(f"{file.name}: {remark}" for remark in found.remarks)
    document = from_text(file, "", found.encoding, Said(found.title, found.date), pieces=found.pieces)
    made, _ = date_field(found.made)
    if document.document.date.text or not made.text:
        return document
    flag = Flag("date", f"{made.text} is the day on which the file says that it was made; the text may be older")
    return Found(replace(document.document, date=made), document.passages, (*document.flags, flag))


def _settled(name: DocumentDate, said: Said) -> tuple[DocumentDate, tuple[Flag, ...]]:
    """Choose between the date of the name and the declared one: the more exact of two that agree, else the firmer."""
    declared, doubt = date_field(said.date)
    flags = (Flag("date", f"the date of the file, {doubt}"),) if doubt else ()
    if not name.text or not declared.text:
        return (declared if declared.text else name), flags
    if declared.text.startswith(name.text) or name.text.startswith(declared.text):
        return max(name, declared, key=lambda date: len(date.text)), flags
    flag = Flag("date", f"the file says {declared.text}, its name {name.text}")
    return (declared if said.by_hand else name), (*flags, flag)


def _title(text: str) -> str:
    return one_line(text)[:_TITLE]


def passages_of(name: str, pieces: Sequence[str]) -> tuple[Passage, ...]:
    """Return the paragraphs numbered from 1; raises `DataError` if there is none, or too much."""
    scan = name.casefold().endswith((".pdf", ".docx"))
    filled = [bare for piece in pieces if (bare := clean(piece).strip())]
    if not filled:
        raise DataError(
            f"{name} has no text", hint=_SCANNED if scan else "it is empty or has only blanks: leave it out"
        )
    if len(filled) > PASSAGES or sum(map(len, filled)) > CHARACTERS:
        raise DataError(f"{name} is too long for one document", hint=f"at most {CHARACTERS:,} characters")
    return tuple(Passage(number, piece) for number, piece in enumerate(filled, 1))
