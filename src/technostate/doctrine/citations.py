"""A citation of a passage, in the formats of reference managers and in two printed styles."""

from __future__ import annotations

import json
from collections.abc import Callable

from technostate.doctrine.documents import Document
from technostate.doctrine.printed import chicago, gb7714
from technostate.doctrine.references import authors, csl_item, key, kind, language, note
from technostate.errors import DataError, unknown_label
from technostate.evidence.entries import bibtex, latex, line, public, ris

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RIS = {"report": "RPRT", "speech": "GEN", "legislation": "STAT"}
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
        "note": latex(note(document, paragraph)),
    }
    return bibtex(key(document, paragraph), fields, bare=("month",))


def _ris(document: Document, paragraph: int) -> str:
    parts = document.date.text.split("-") if document.date.text else []
    pairs = [
        ("TY", _RIS[kind(document)]),
        *(("AU", name) for name in authors(document)),
        ("TI", line(document.title)),
        ("PY", parts[0] if parts else ""),
        ("DA", "/".join([*parts, *[""] * (4 - len(parts))]) if parts else ""),
        ("UR", public(document.source)),
        ("LA", language(document)),
        ("N1", note(document, paragraph)),
    ]
    return ris(pairs)


#: Name of a style → the function that writes it.
STYLES: dict[str, Callable[[Document, int], str]] = {
    "bibtex": _bibtex,
    "csl-json": _csl_json,
    "ris": _ris,
    "gb7714": gb7714,
    "chicago": chicago,
}
