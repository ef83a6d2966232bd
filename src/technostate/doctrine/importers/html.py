"""Web pages: trafilatura finds the text; nothing is run or fetched."""

from __future__ import annotations

import re
import warnings
from typing import Any

from technostate.doctrine.importers.encodings import decode
from technostate.doctrine.importers.extract import Extract
from technostate.doctrine.importers.head import declared
from technostate.doctrine.importers.limits import ATTRIBUTES, DEPTH, MEBIBYTE, PAGE, TAGS, SourceFile
from technostate.errors import DataError

_CHARSET = re.compile(rb"(?:charset|<\?xml[^>]{0,200}encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
# The parser would keep the text of an unclosed script; what is not for readers goes before it.
_SILENT = re.compile(
    r"<(script|style|noscript|template|svg|iframe|object)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^<>]*)")
_QUOTED, _NAME = re.compile("\"[^\"]*\"|'[^']*'"), re.compile(r"[^\s=/]+(?:\s*=\s*[^\s=]+)?")
_EMPTY = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "td", "th", "tr", "dt", "dd", "option",
})  # fmt: skip


def extract(file: SourceFile) -> Extract:
    """Return the main text of a page, without navigation and scripts; raises `DataError` on what cannot be parsed."""
    from trafilatura import bare_extraction

    if len(file.data) > PAGE:
        raise DataError(f"{file.name} is a page of more than {PAGE // MEBIBYTE} MB", hint="save its text as .txt")
    charset = _CHARSET.search(file.data[:4096])
    whole, encoding = decode(file.data, file.name, charset[1].decode("ascii") if charset else "")
    text = _SILENT.sub(" ", whole)
    _check_shape(text, file.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            page: Any = bare_extraction(text, include_comments=False, include_tables=True, favor_recall=True)
    except MemoryError:
        raise
    # The parsers beneath raise many kinds of error on hostile pages; all mean that the page cannot be read.
    except Exception as error:
        raise DataError(f"{file.name} cannot be parsed: {type(error).__name__}", hint="save its text as .txt") from None
    if page is None or not (page.text or "").strip():
        raise DataError(f"{file.name} has no main text", hint="save its text as .txt")
    title, date = declared(whole)
    pieces = [line for line in str(page.text).splitlines() if line.strip()]
    return Extract(tuple(pieces), encoding, title=title, date=date)


def _check_shape(text: str, name: str) -> None:
    """Refuse a size and a nesting that only a hostile page has; elements that need no closing do not nest."""
    tags = _TAG.findall(text)
    if len(tags) > TAGS:
        raise DataError(f"{name} is a page of {len(tags):,} elements", hint="save its text as .txt")
    depth = 0
    for closing, tag, inside in tags:
        if len(inside) > 2 * ATTRIBUTES and len(_NAME.findall(_QUOTED.sub("x", inside))) > ATTRIBUTES:
            raise DataError(f"{name} has an element of more than {ATTRIBUTES} attributes", hint="save its text as .txt")
        if tag.lower() not in _EMPTY:
            depth += -1 if closing else 1
            if depth > 5 * DEPTH:
                raise DataError(f"{name} nests elements more than {5 * DEPTH} deep", hint="save its text as .txt")
