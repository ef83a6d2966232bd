"""A passage as a record of a reference manager: who issued it, what kind it is, when, where; and as CSL-JSON."""

from __future__ import annotations

import re
from typing import Any

from technostate.doctrine.documents import Document
from technostate.evidence.entries import line, public

# What stands between two issuers; an "and" may be part of a name.
_BETWEEN = re.compile(r"\s*[;；、]\s*")
_SPEECHES = ("speech", "address", "讲话", "致辞", "演讲")
_LAWS = ("law", "regulation", "act", "法律", "法规", "条例", "宪法", "决定", "司法解释")
_LANGUAGES = {"zh": "zh-CN", "en": "en-US", "ja": "ja-JP", "ko": "ko-KR"}


def authors(document: Document) -> tuple[str, ...]:
    """Return the names of those who issued a document, which ; ； or 、 divides."""
    return tuple(name for name in _BETWEEN.split(line(document.issuer)) if name)


def csl_item(document: Document, paragraph: int) -> dict[str, Any]:
    """Return the passage as an item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": key(document, paragraph),
        "type": kind(document),
        "title": line(document.title),
        "language": language(document),
        "locator": str(paragraph),
        "note": note(document, paragraph),
    }
    if names := authors(document):
        # A literal name is never taken apart: 中华人民共和国国务院 has no family name.
        item["author"] = [{"literal": name} for name in names]
    if document.date.text:
        item["issued"] = {"date-parts": [[int(part) for part in document.date.text.split("-")]]}
    if url := public(document.source):
        item["URL"] = url
    return item


def kind(document: Document) -> str:
    """Return the type of CSL that a document is: speech, legislation or report."""
    known = document.type.casefold()
    if any(word in known for word in _SPEECHES):
        return "speech"
    return "legislation" if any(word in known for word in _LAWS) else "report"


def key(document: Document, paragraph: int) -> str:
    """Return the name of an entry: year, language, the file's checksum and the paragraph."""
    return f"{document.date.year or 'nd'}-{document.language}-{document.sha256[:12]}-p{paragraph}"


def note(document: Document, paragraph: int) -> str:
    """Return where the passage stands in its document, and which file that was."""
    source = "" if public(document.source) else f"file {line(document.source)}; "
    return f"para. {paragraph}; {source}sha256 {document.sha256[:16]}"


def language(document: Document) -> str:
    """Return the language of a document as a BCP 47 tag with a region."""
    return _LANGUAGES.get(document.language, document.language)
