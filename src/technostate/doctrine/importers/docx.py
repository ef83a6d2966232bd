"""Word documents: the paragraphs of the body, as they read with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.found import Found, Said, from_text
from technostate.doctrine.importers.limits import Package, SourceFile
from technostate.doctrine.importers.xml import parse

#: Elements whose text is not read: deleted runs, field codes, and the second copy of a text box.
_SILENT = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback"})


def read_docx(file: SourceFile) -> Iterator[Found]:
    """Yield the document of a .docx file: body text with tables, without headers, notes and deleted text."""
    package = Package(file)
    body = _Body()
    parse(package.read("word/document.xml"), file.name, body.start, body.end, body.text)
    title = _core_title(package.read("docProps/core.xml"), file.name) if "docProps/core.xml" in package.names else ""
    yield from_text(file, "", "utf-8", Said(title), pieces=body.paragraphs())


@dataclass
class _Body:
    """Reader of the body. A paragraph whose mark was deleted goes on in the next; a deleted row of a table is gone."""

    done: list[str] = field(default_factory=list)
    #: Text boxes are paragraphs within a paragraph, so the open ones are a stack.
    open: list[list[str]] = field(default_factory=list)
    #: Depth of a paragraph without its mark → its pieces so far.
    carried: dict[int, list[str]] = field(default_factory=dict)
    #: Where each open row of a table began, and whether it was deleted.
    rows: list[tuple[int, bool]] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    silent: int = 0
    #: Depths of open paragraphs whose mark was deleted.
    unmarked: set[int] = field(default_factory=set)

    def start(self, tag: str, _: dict[str, str]) -> None:
        above, over = (self.path[-1], self.path[-2]) if len(self.path) > 1 else ("", "")
        self.path.append(tag)
        if tag in {"del", "moveFrom"} and (above, over) == ("rPr", "pPr"):
            self.unmarked.add(len(self.open))
        elif tag == "del" and above == "trPr" and self.rows:
            self.rows[-1] = (self.rows[-1][0], True)
        self.silent += tag in _SILENT
        if tag == "p":
            self.open.append(self.carried.pop(len(self.open), []))
        elif tag == "tr":
            self.rows.append((len(self.done), False))
        elif tag == "tbl":
            self._flush()
        elif tag in {"tab", "br", "cr"} and self.open and not self.silent:
            self.open[-1].append(" ")

    def end(self, tag: str) -> None:
        self.path.pop()
        self.silent -= tag in _SILENT
        if tag == "p" and self.open:
            depth, pieces = len(self.open), self.open.pop()
            if depth in self.unmarked:
                self.carried[depth - 1] = pieces
            else:
                self.done.append(clean("".join(pieces)))
            self.unmarked.discard(depth)
        elif tag in {"tc", "txbxContent"}:
            self._flush()
        elif tag == "tr" and self.rows:
            began, deleted = self.rows.pop()
            if deleted:
                del self.done[began:]

    def text(self, characters: str) -> None:
        if self.path[-1] == "t" and self.open and not self.silent:
            self.open[-1].append(characters)

    def _flush(self) -> None:
        """End a paragraph that has no next to go on in: before a table, at the end of a cell or of a text box."""
        if (pieces := self.carried.pop(len(self.open), None)) is not None:
            self.done.append(clean("".join(pieces)))

    def paragraphs(self) -> list[str]:
        """Return the paragraphs read."""
        self._flush()
        return self.done


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
