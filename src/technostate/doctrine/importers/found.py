"""What an importer finds in a file, and how a document's language and date are read off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from technostate.doctrine.documents import Document, DocumentDate, Flag, Passage
from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.limits import CHARACTERS, PASSAGES, SourceFile
from technostate.doctrine.text import paragraphs
from technostate.errors import DataError

_KANA, _HANGUL = re.compile("[\u3041-\u30fa]"), re.compile("[\uac00-\ud7a3]")
_HAN, _LATIN = re.compile("[\u3400-\u9fff]"), re.compile(r"[A-Za-z]+")
_NUMERIC = re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d|21\d\d)(?:[-._](\d{1,2})(?:[-._](\d{1,2}))?)?(?!\d)")
_WRITTEN = re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d|21\d\d)年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")


@dataclass(frozen=True)
class Found:
    """One document of a file, before it belongs to a collection."""

    document: Document
    passages: tuple[Passage, ...]
    flags: tuple[Flag, ...] = ()


def language_of(text: str) -> str:
    """Return ``zh``, ``ja``, ``ko``, ``en`` or ``und`` by the scripts of a text; Latin letters are taken for English.

    Examples
    --------
    >>> language_of("国家安全"), language_of("State of the Union"), language_of("1848")
    ('zh', 'en', 'und')
    """
    sample = text[:4_000]
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    if 5 * len(_KANA.findall(sample)) > max(han, latin):
        return "ja"
    if len(_HANGUL.findall(sample)) > max(han, latin):
        return "ko"
    return "und" if han == latin == 0 else "zh" if han > latin else "en"


def date_in(text: str) -> DocumentDate:
    """Return the first date in a file's name or a field, unknown if there is none.

    Examples
    --------
    >>> date_in("刑法修正案（十二）(2023-12-29)").text, date_in("2015_strategy").text, date_in("untitled").text
    ('2023-12-29', '2015', '')
    >>> date_in("2024-09-19 00:00:00").text, date_in("2016年3月5日").text
    ('2024-09-19', '2016-03-05')
    """
    matches = [found for found in (_NUMERIC.search(text), _WRITTEN.search(text)) if found]
    for found in sorted(matches, key=lambda item: (-sum(part is not None for part in item.groups()), item.start())):
        parts = [part.zfill(2) for part in found.groups() if part is not None]
        for size in range(len(parts), 0, -1):
            try:
                return DocumentDate("-".join(parts[:size]))
            except DataError:
                continue
    return DocumentDate()


def title_in(stem: str) -> str:
    """Return a file's name without its date, as a title.

    Examples
    --------
    >>> title_in("2014-12-31_新年贺词"), title_in("1954")
    ('新年贺词', '1954')
    """
    bare = re.sub(r"[\(（\[]?\d{4}-\d{2}-\d{2}[\)）\]]?", "", stem).strip(" _-")
    return bare or stem


def from_text(
    file: SourceFile, text: str, encoding: str, *, title: str = "", date: str = "", pieces: Sequence[str] | None = None
) -> Found:
    """Return the document of a file that holds one.

    Parameters
    ----------
    file : SourceFile
    text : str
    encoding : str
    title, date : str
        What the file says of itself; by default its name does.
    pieces : sequence of str, optional
        Paragraphs, where the format knows them; otherwise `text.paragraphs` finds them.
    """
    found = passages_of(file.name, paragraphs(text) if pieces is None else pieces)
    when = date_in(file.stem)
    if not when.text and date:
        when = date_in(date)
    document = Document(
        title=clean(title).strip() or title_in(file.stem), date=when, issuer="", type="",
        language=language_of("\n".join(item.text for item in found[:50])), source=file.name, sha256=file.sha256,
        collection="", encoding=encoding,
    )  # fmt: skip
    return Found(document, found)


def passages_of(name: str, pieces: Sequence[str]) -> tuple[Passage, ...]:
    """Return the paragraphs numbered from 1; raises `DataError` if there is none, or too much."""
    filled = [bare for piece in pieces if (bare := clean(piece).strip())]
    if not filled:
        raise DataError(f"{name} has no text", hint="a scanned document needs character recognition first")
    if len(filled) > PASSAGES or sum(map(len, filled)) > CHARACTERS:
        raise DataError(f"{name} is too long for one document", hint=f"at most {CHARACTERS:,} characters")
    return tuple(Passage(number, piece) for number, piece in enumerate(filled, 1))
