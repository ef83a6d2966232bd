"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from technostate.doctrine.importers.encodings import decode
from technostate.doctrine.importers.found import Found, from_text
from technostate.doctrine.importers.limits import SourceFile

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)


def read_text(file: SourceFile) -> Iterator[Found]:
    """Yield the document of a text file; its title and date are the file name's."""
    text, encoding = decode(file.data, file.name)
    yield from_text(file, text, encoding)


def read_markdown(file: SourceFile) -> Iterator[Found]:
    """Yield the document of a Markdown file: headings without their signs, comments left out, the first the title."""
    text, encoding = decode(file.data, file.name)
    bare = _COMMENT.sub("", text)
    heading = _HEADING.search(bare)
    yield from_text(file, _HEADING.sub(r"\1", bare), encoding, title=heading[1] if heading else "")
