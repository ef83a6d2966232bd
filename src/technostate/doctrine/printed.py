"""Citations in print: GB/T 7714-2015 and the Chicago Manual of Style, set by citeproc-py with the styles that ship."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from importlib.resources import as_file, files

from technostate.doctrine.records import Document
from technostate.doctrine.references import authors, csl_item, kind
from technostate.doctrine.tokens import is_wide
from technostate.errors import DataError
from technostate.evidence.entries import line

# Stands for the names while the style is applied; no text has it.
_NAMES = "\ue000"
# Words that only names of institutions have.
_INSTITUTION = re.compile(
    r"\b(the|of|and|for|house|office|council|committee|commission|congress|parliament|senate|government|ministry|"
    r"department|agency|bureau|bank|union|party|army|forces|court|institute|institution|university|center|centre|"
    r"foundation|association|organi[sz]ation|corporation|company|group|nations|cabinet|secretariat|administration|"
    r"authority|board|delegation|embassy|mission)\b",
    re.IGNORECASE,
)


def gb7714(document: Document, paragraph: int) -> str:
    """Return a citation by GB/T 7714-2015; the paragraph, for which the standard has no place, follows the entry.

    Of more than three issuers the first three are named. Persons are in capitals, and only they: an issuer is taken for
    one where the document is a speech and the name has no word of an institution.
    """
    names = list(authors(document))
    if kind(document) == "speech":
        names = [name if _INSTITUTION.search(name) else name.upper() for name in names]
    more = ["等" if is_wide(names[0]) else "et al"] if len(names) > 3 else []
    text = _printed(document, paragraph, "gb-t-7714-2015-note.csl", ", ".join([*names[:3], *more]))
    return f"{text} 第{paragraph}段." if document.language == "zh" else f"{text} Para. {paragraph}."


def chicago(document: Document, paragraph: int) -> str:
    """Return a citation as a full note of the Chicago Manual of Style, 16th edition."""
    text = _printed(document, paragraph, "chicago-note-16.csl", _listed(authors(document)))
    # citeproc-py leaves the comma outside of the quotes; the manual (6.9) puts it inside, but Chinese quotes of a
    # title are no English ones.
    title = line(document.title)
    if not is_wide(title):
        return text.replace("”,", ",”")
    return text.replace(f"{title}”,", f"{title},”", 1) if kind(document) == "speech" else text


def _listed(names: Sequence[str]) -> str:
    """Return up to three names, or the first and how they go on (the manual, 14.76)."""
    if len(names) > 3:
        return f"{names[0]} et al."
    return f"{names[0]}, {names[1]}, and {names[2]}" if len(names) == 3 else " and ".join(names)


def _printed(document: Document, paragraph: int, style: str, names: str) -> str:
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
    # The names are put in afterwards, as they are: the style would write all in capitals and knows one language.
    item.pop("author", None)
    if names:
        item["author"] = [{"literal": _NAMES}]
    # The style prints only the year of a law; as a report it has the whole date.
    item["type"] = "speech" if item["type"] == "speech" else "report"
    with warnings.catch_warnings(), as_file(files("technostate.doctrine") / "styles" / style) as path:
        warnings.simplefilter("ignore")
        sheet = CitationStylesStyle(str(path), validate=False)
        entries = CitationStylesBibliography(sheet, CiteProcJSON([item]), formatter.plain)
        citation = Citation([CitationItem(item["id"], locator=Locator("paragraph", str(paragraph)))])
        entries.register(citation)
        text = line(str(entries.cite(citation, lambda _: None)))
    return text.replace(f"{_NAMES}.", f"{names.rstrip('.')}.").replace(_NAMES, names)
