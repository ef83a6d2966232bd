"""A citation of a passage, in the formats of reference managers and in two printed styles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from technostate.doctrine.documents import Document
from technostate.errors import DataError, unknown_label
from technostate.evidence.entries import bibtex, latex, line, public, ris

# What stands between two issuers; an "and" may be part of a name.
_BETWEEN = re.compile(r"\s*[;；、]\s*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPEECHES = ("speech", "address", "讲话", "致辞", "演讲")
_LAWS = ("law", "regulation", "act", "法律", "法规", "条例", "宪法", "决定", "司法解释")
_RIS = {"report": "RPRT", "speech": "GEN", "legislation": "STAT"}
_LANGUAGES = {"zh": "zh-CN", "en": "en-US", "ja": "ja-JP", "ko": "ko-KR"}
_LANGID = {"zh": "chinese", "en": "english", "ja": "japanese", "ko": "korean"}


def cite(document: Document, paragraph: int, style: str = "chicago") -> str:
    r"""Return the citation of a passage.

    Parameters
    ----------
    paragraph : int
        Number of the passage, from 1.
    style : str
        ``bibtex``, ``csl-json``, ``ris``, ``gb7714`` (GB/T 7714-2015) or ``chicago`` (16th edition, full note).

    Raises
    ------
    LabelError
        If the style is unknown.
    DataError
        If the paragraph is not positive, or a printed style is asked for without the extra ``doctrine``.

    References
    ----------
    GB/T 7714-2015, Information and documentation: rules for bibliographic references and citations to information
    resources. The Chicago Manual of Style, 16th edition, chapter 14. Both as written in the Citation Style Language.

    Examples
    --------
    >>> from technostate.doctrine.documents import DocumentDate
    >>> date = DocumentDate("2025-03-05")
    >>> report = Document("政府工作报告", date, "国务院", "report", "zh", "2025.txt", "ab" * 32, "gwr")
    >>> print(cite(report, 12, "ris").replace("\r", ""))
    TY  - RPRT
    AU  - 国务院
    TI  - 政府工作报告
    PY  - 2025
    DA  - 2025/03/05/
    LA  - zh-CN
    N1  - para. 12; file 2025.txt; sha256 abababababababab
    ER  -
    """
    if style not in STYLES:
        raise unknown_label("style", style, tuple(STYLES))
    if paragraph < 1:
        raise DataError(f"paragraph {paragraph} does not exist", hint="paragraphs are numbered from 1")
    return STYLES[style](document, paragraph)


def authors(document: Document) -> tuple[str, ...]:
    """Return the names of those who issued a document, which ; ； or 、 divides."""
    return tuple(name for name in _BETWEEN.split(line(document.issuer)) if name)


def csl_item(document: Document, paragraph: int) -> dict[str, Any]:
    """Return the passage as an item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": _key(document, paragraph),
        "type": kind(document),
        "title": line(document.title),
        "language": _LANGUAGES.get(document.language, document.language),
        "locator": str(paragraph),
        "note": _note(document, paragraph),
    }
    if names := authors(document):
        # A literal name is never taken apart: 中华人民共和国国务院 has no family name.
        item["author"] = [{"literal": name} for name in names]
    if document.date.text:
        item["issued"] = {"date-parts": [[int(part) for part in document.date.text.split("-")]]}
    if url := public(document.source):
        item["URL"] = url
    return item


def _csl_json(document: Document, paragraph: int) -> str:
    return json.dumps([csl_item(document, paragraph)], ensure_ascii=False, indent=2)


def _bibtex(document: Document, paragraph: int) -> str:
    date = document.date.text.split("-") if document.date.text else []
    fields = {
        # The second pair of braces keeps a name or a title as it is written.
        "author": " and ".join(f"{{{latex(name)}}}" for name in authors(document)),
        "title": f"{{{latex(document.title)}}}",
        "year": date[0] if date else "",
        "month": _MONTHS[int(date[1]) - 1] if len(date) > 1 else "",
        "date": document.date.text,
        "langid": _LANGID.get(document.language, ""),
        "url": public(document.source),
        "note": latex(_note(document, paragraph)),
    }
    return bibtex(_key(document, paragraph), fields, bare=("month",))


def _ris(document: Document, paragraph: int) -> str:
    parts = document.date.text.split("-") if document.date.text else []
    pairs = [
        ("TY", _RIS[kind(document)]),
        *(("AU", name) for name in authors(document)),
        ("TI", line(document.title)),
        ("PY", parts[0] if parts else ""),
        ("DA", "/".join([*parts, *[""] * (4 - len(parts))]) if parts else ""),
        ("UR", public(document.source)),
        ("LA", _LANGUAGES.get(document.language, document.language)),
        ("N1", _note(document, paragraph)),
    ]
    return ris(pairs)


def kind(document: Document) -> str:
    """Return the type of CSL that a document is: speech, legislation or report."""
    known = document.type.casefold()
    if any(word in known for word in _SPEECHES):
        return "speech"
    return "legislation" if any(word in known for word in _LAWS) else "report"


def _key(document: Document, paragraph: int) -> str:
    return f"{document.date.year or 'nd'}-{document.language}-{document.sha256[:12]}-p{paragraph}"


def _note(document: Document, paragraph: int) -> str:
    source = "" if public(document.source) else f"file {line(document.source)}; "
    return f"para. {paragraph}; {source}sha256 {document.sha256[:16]}"


def _gb7714(document: Document, paragraph: int) -> str:
    from technostate.doctrine.printed import gb7714

    return gb7714(document, paragraph)


def _chicago(document: Document, paragraph: int) -> str:
    from technostate.doctrine.printed import chicago

    return chicago(document, paragraph)


#: Name of a style → the function that writes it.
STYLES: dict[str, Callable[[Document, int], str]] = {
    "bibtex": _bibtex,
    "csl-json": _csl_json,
    "ris": _ris,
    "gb7714": _gb7714,
    "chicago": _chicago,
}
