"""Word documents: the paragraphs of the body, as they read with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator

from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.found import Found, from_text
from technostate.doctrine.importers.limits import Package, SourceFile
from technostate.doctrine.importers.xml import parse

#: Elements whose text is not read: deleted runs, field codes, and the second copy of a text box.
_SILENT = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback"})


def read_docx(file: SourceFile) -> Iterator[Found]:
    """Yield the document of a .docx file: body text with tables, without headers, notes and deleted text."""
    package = Package(file)
    pieces = _paragraphs(package.read("word/document.xml"), file.name)
    title = _core_title(package.read("docProps/core.xml"), file.name) if "docProps/core.xml" in package.names else ""
    yield from_text(file, "", "utf-8", title=title, pieces=pieces)


def _paragraphs(data: bytes, name: str) -> list[str]:
    done: list[str] = []
    # A text box is a paragraph within a paragraph, so the open ones are a stack.
    open_: list[list[str]] = []
    silent, inside = 0, False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal silent, inside
        silent += tag in _SILENT
        inside = tag == "t"
        if tag == "p":
            open_.append([])
        elif tag in {"tab", "br", "cr"} and open_ and not silent:
            open_[-1].append(" ")

    def end(tag: str) -> None:
        nonlocal silent, inside
        silent -= tag in _SILENT
        inside = False
        if tag == "p" and open_:
            done.append(clean("".join(open_.pop())))

    def text(characters: str) -> None:
        if inside and open_ and not silent:
            open_[-1].append(characters)

    parse(data, name, start, end, text)
    return done


def _core_title(data: bytes, name: str) -> str:
    pieces: list[str] = []
    inside = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside = tag == "title"

    def end(_: str) -> None:
        nonlocal inside
        inside = False

    parse(data, name, start, end, lambda characters: pieces.append(characters) if inside else None)
    return clean("".join(pieces))
