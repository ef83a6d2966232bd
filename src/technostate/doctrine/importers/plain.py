"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from technostate.doctrine.importers.encodings import decode
from technostate.doctrine.importers.found import Found, from_text
from technostate.doctrine.importers.limits import SourceFile

_HEADING = re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE)


def read_text(file: SourceFile) -> Iterator[Found]:
    """Yield the document of a text file; its title and date are the file name's."""
    text, encoding = decode(file.data, file.name)
    yield from_text(file, text, encoding)


def read_markdown(file: SourceFile) -> Iterator[Found]:
    """Yield the document of a Markdown file: headings without their signs, comments left out, the first the title."""
    text, encoding = decode(file.data, file.name)
    bare = _without_comments(text)
    heading = _HEADING.search(bare)
    yield from_text(file, _HEADING.sub(_heading, bare), encoding, title=_heading(heading) if heading else "")


def _heading(found: re.Match[str]) -> str:
    return found[1].rstrip().rstrip("#").rstrip()


def _without_comments(text: str) -> str:
    """Drop what stands between the signs of comments; a sign that is never closed is text."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])
