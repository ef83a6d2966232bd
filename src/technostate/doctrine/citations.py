"""A citation of a passage, in the formats of reference managers and in two printed styles."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from importlib.resources import as_file, files
from typing import Any

from technostate.doctrine.documents import Document
from technostate.errors import DataError, unknown_label

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SPEECHES = ("speech", "address", "讲话", "致辞", "演讲")
_LAWS = ("law", "regulation", "act", "法律", "法规", "条例", "宪法", "决定", "司法解释")
_RIS = {"report": "RPRT", "speech": "GEN", "legislation": "STAT"}
_LANGUAGES = {"zh": "zh-CN", "en": "en-US", "ja": "ja-JP", "ko": "ko-KR"}
_LANGID = {"zh": "chinese", "en": "english", "ja": "japanese", "ko": "korean"}


def cite(document: Document, paragraph: int, style: str = "chicago") -> str:
    r"""Return the citation of a passage.

    Parameters
    ----------
    document : Document
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


def csl_item(document: Document, paragraph: int) -> dict[str, Any]:
    """Return the passage as an item of CSL-JSON.

    Parameters
    ----------
    document : Document
    paragraph : int
    """
    item: dict[str, Any] = {
        "id": _key(document, paragraph),
        "type": _type(document),
        "title": _line(document.title),
        "language": _LANGUAGES.get(document.language, document.language),
        "locator": str(paragraph),
        "note": _note(document, paragraph),
    }
    if document.issuer:
        # A literal name is never taken apart: 中华人民共和国国务院 has no family name.
        item["author"] = [{"literal": _line(document.issuer)}]
    if document.date.text:
        item["issued"] = {"date-parts": [[int(part) for part in document.date.text.split("-")]]}
    if url := _url(document):
        item["URL"] = url
    return item


def _csl_json(document: Document, paragraph: int) -> str:
    return json.dumps([csl_item(document, paragraph)], ensure_ascii=False, indent=2)


def _bibtex(document: Document, paragraph: int) -> str:
    date = document.date.text.split("-") if document.date.text else []
    fields = {
        # The second pair of braces keeps a name or a title as it is written.
        "author": f"{{{_latex(document.issuer)}}}" if document.issuer else "",
        "title": f"{{{_latex(document.title)}}}",
        "year": date[0] if date else "",
        "month": _MONTHS[int(date[1]) - 1] if len(date) > 1 else "",
        "date": document.date.text,
        "langid": _LANGID.get(document.language, ""),
        "url": _url(document),
        "note": _latex(_note(document, paragraph)),
    }
    lines = [
        f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields.items() if value
    ]
    return "\n".join([f"@misc{{{_key(document, paragraph)},", *lines, "}"])


def _ris(document: Document, paragraph: int) -> str:
    parts = document.date.text.split("-") if document.date.text else []
    pairs = [
        ("TY", _RIS[_type(document)]),
        ("AU", _line(document.issuer)),
        ("TI", _line(document.title)),
        ("PY", parts[0] if parts else ""),
        ("DA", "/".join([*parts, *[""] * (4 - len(parts))]) if parts else ""),
        ("UR", _url(document)),
        ("LA", _LANGUAGES.get(document.language, document.language)),
        ("N1", _note(document, paragraph)),
    ]
    return "\r\n".join([*(f"{tag}  - {value}" for tag, value in pairs if value), "ER  - "])


def _gb7714(document: Document, paragraph: int) -> str:
    text = _printed(document, paragraph, "gb-t-7714-2015-note.csl")
    # The standard has no place for a paragraph; it follows the entry.
    return f"{text} 第{paragraph}段." if document.language == "zh" else f"{text} Para. {paragraph}."


def _chicago(document: Document, paragraph: int) -> str:
    text = _printed(document, paragraph, "chicago-note-16.csl")
    # citeproc-py leaves the comma outside of the quotes; the manual (6.9) puts it inside.
    return text.replace("”,", ",”")


def _printed(document: Document, paragraph: int, style: str) -> str:
    try:
        from citeproc import (  # type: ignore[import-untyped]
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            Locator,
            formatter,
        )  # fmt: skip
        from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
    except ImportError:
        raise DataError(
            "printed citations need the package citeproc-py, which is not installed",
            hint="pip install 'technostate[doctrine]', or take bibtex, csl-json or ris",
        ) from None
    item = {key: value for key, value in csl_item(document, paragraph).items() if key not in {"note", "locator"}}
    # The style prints only the year of a law; as a report it has the whole date.
    item["type"] = "speech" if item["type"] == "speech" else "report"
    with warnings.catch_warnings(), as_file(files("technostate.doctrine") / "styles" / style) as path:
        warnings.simplefilter("ignore")
        sheet = CitationStylesStyle(str(path), validate=False)
        entries = CitationStylesBibliography(sheet, CiteProcJSON([item]), formatter.plain)
        citation = Citation([CitationItem(item["id"], locator=Locator("paragraph", str(paragraph)))])
        entries.register(citation)
        return re.sub(r"\s+", " ", str(entries.cite(citation, lambda _: None))).strip()


def _type(document: Document) -> str:
    known = document.type.casefold()
    if any(word in known for word in _SPEECHES):
        return "speech"
    return "legislation" if any(word in known for word in _LAWS) else "report"


def _key(document: Document, paragraph: int) -> str:
    return f"{document.date.year or 'nd'}-{document.language}-{document.sha256[:12]}-p{paragraph}"


def _note(document: Document, paragraph: int) -> str:
    source = "" if _url(document) else f"file {_line(document.source)}; "
    return f"para. {paragraph}; {source}sha256 {document.sha256[:16]}"


def _url(document: Document) -> str:
    """Return the public address with what would end a field or a line percent-encoded."""
    if not document.source.startswith(("http://", "https://")):
        return ""
    return re.sub(
        r"[\s{}\\\"<>^`|]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), document.source
    )


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in _line(text))


#: Name of a style → the function that writes it.
STYLES: dict[str, Callable[[Document, int], str]] = {
    "bibtex": _bibtex,
    "csl-json": _csl_json,
    "ris": _ris,
    "gb7714": _gb7714,
    "chicago": _chicago,
}
