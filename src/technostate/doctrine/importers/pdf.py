"""PDF files: the text layer, with the lines of a paragraph joined, and what the file says of itself."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.extract import Extract
from technostate.doctrine.importers.limits import CHARACTERS, PDF_OBJECTS, PDF_PAGES, SourceFile
from technostate.doctrine.importers.pages import paragraphs_of_pages
from technostate.doctrine.importers.xml import parse
from technostate.errors import DataError

#: Titles that programs write where nobody wrote one: their own, the name of a file, of a template.
_NO_TITLE = re.compile(
    r"untitled.*|无标题.*|無標題.*|未命名.*|unbenannt.*|document ?\d*|文档 ?\d*|title|slide \d+|powerpoint[ -].*"
    r"|microsoft (?:word|powerpoint|excel)\b.*"
    r"|.*\.(?:docx?|pptx?|xlsx?|indd|qx[dp]|pdf|rtf|wpd|wps|odt|tex|dvi|e?ps|p65|pm[56d])",
    re.IGNORECASE,
)
_STAMP = re.compile(r"(?:D:)?\s*([0-9]{4})([0-9]{2})?([0-9]{2})?")
_XMP = ((b"<x:xmpmeta", b"</x:xmpmeta>"), (b"<rdf:RDF", b"</rdf:RDF>"))
_XMP_BYTES = 2**20
#: Elements or attributes of XMP by local name: published, and made (Adobe's basic schema).
_PUBLISHED = ("publicationDate", "coverDate", "onlineDate", "date")
_MADE = ("CreateDate",)


def extract(file: SourceFile) -> Extract:
    """Return the text of a PDF file; raises `DataError` if it is encrypted, damaged, too long or only images."""
    import pypdfium2  # type: ignore[import-untyped]

    if b"%PDF-" not in file.data[:1024]:
        raise DataError(f"{file.name} is not a PDF file", hint="look at its ending")
    try:
        opened = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise DataError(
            f"{file.name} {'is encrypted' if locked else f'is damaged: {error}'}",
            hint="save it without a password" if locked else "save it again with its program",
        ) from None
    try:
        if len(opened) > PDF_PAGES:
            raise DataError(f"{file.name} has {len(opened)} pages", hint=f"at most {PDF_PAGES} are read; split it")
        pieces, heads = paragraphs_of_pages([*_pages(opened, file.name)])
        title, made = _information(opened)
    except pypdfium2.PdfiumError as error:
        raise DataError(f"{file.name} is damaged: {error}", hint="save it again with its program") from None
    finally:
        opened.close()
    said = _xmp(file.data)
    left_out = f"running heads left out: {'; '.join(head[:80] for head in heads[:5])}{' …' if heads[5:] else ''}"
    return Extract(
        tuple(clean(piece) for piece in pieces), "pdf",
        title=_title(said.get("title", "")) or _title(title),
        date=next((said[name] for name in _PUBLISHED if name in said), ""),
        made=_stamp(made) or next((said[name] for name in _MADE if name in said), ""),
        remarks=(left_out,) if heads else (),
    )  # fmt: skip


def _pages(opened: Any, name: str) -> Iterator[str]:
    import pypdfium2.raw as raw  # type: ignore[import-untyped]

    total = 0
    for number, page in enumerate(opened, 1):
        objects = int(raw.FPDFPage_CountObjects(page))
        if objects > PDF_OBJECTS:
            raise DataError(
                f"{name}, page {number} has {objects:,} objects",
                hint=f"at most {PDF_OBJECTS:,} are read; print it anew",
            )
        text_page = page.get_textpage()
        total += int(text_page.count_chars())
        if total > CHARACTERS:
            raise DataError(f"{name} is too long for one document", hint=f"at most {CHARACTERS:,} characters")
        text = _text(text_page, raw)
        text_page.close()
        page.close()
        yield text


def _text(text_page: Any, raw: Any) -> str:
    """Return the characters of a page, with U+0002 where a word is cut at the end of a line."""
    size = text_page.count_chars()
    if size <= 0:
        return ""
    buffer = (ctypes.c_ushort * (size + 1))()
    written = raw.FPDFText_GetText(text_page, 0, size, buffer)
    return bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")


def _information(opened: Any) -> tuple[str, str]:
    """Return title and moment of making of the document information dictionary."""
    found = opened.get_metadata_dict()
    return found.get("Title", ""), found.get("CreationDate", "")


def _title(text: str) -> str:
    bare = " ".join(clean(text).split())
    return "" if _NO_TITLE.fullmatch(bare) else bare


def _stamp(text: str) -> str:
    """Return D:20140415093000 as 2014-04-15."""
    found = _STAMP.match(text.strip())
    return "-".join(part for part in found.groups() if part) if found else ""


def _xmp(data: bytes) -> dict[str, str]:
    """Return title and dates of the first packet of metadata, empty if there is none that can be read."""
    packet = next((packet for begin, end in _XMP if (packet := _between(data, begin, end))), b"")
    found: dict[str, str] = {}
    open_: list[str] = []
    wanted = {"title", *_PUBLISHED, *_MADE}

    def start(tag: str, attributes: dict[str, str]) -> None:
        open_.append(tag)
        found.update({name: value for name, value in attributes.items() if name in wanted and name not in found})

    def end(_: str) -> None:
        open_.pop()

    def text(characters: str) -> None:
        # A title stands in a list of languages, the default first; a second one is a translation.
        name = next((tag for tag in reversed(open_) if tag in wanted), "")
        if name and characters.strip() and name not in found:
            found[name] = characters.strip()

    if packet:
        try:
            parse(packet, "XMP", start, end, text)
        except DataError:
            return {}
    return found


def _between(data: bytes, begin: bytes, end: bytes) -> bytes:
    start = data.find(begin)
    stop = data.find(end, start, start + _XMP_BYTES) if start >= 0 else -1
    return data[start : stop + len(end)] if stop >= 0 else b""
