"""Citations of origins: one for each published source behind an answer, as text or for a reference manager."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from technostate.errors import unknown_label
from technostate.evidence.origin import Origin
from technostate.write.sources import leaves

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def published(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """Return the published sources behind origins, each edition once."""
    found = {(leaf.producer, leaf.title, leaf.vintage): leaf for origin in origins for leaf in leaves(origin)}
    return tuple(found.values())


def check(style: str) -> None:
    """Raise `LabelError` if there is no such style."""
    if style not in STYLES:
        raise unknown_label("style", style, tuple(STYLES))


def cite(origins: Iterable[Origin], style: str = "text") -> str:
    """Return one citation for each published source behind origins.

    Parameters
    ----------
    style : str
        ``text`` (the producer's own words), ``bibtex``, ``ris`` or ``csl-json``.

    Raises
    ------
    LabelError
        If there is no such style.

    Examples
    --------
    >>> wdi = Origin("World Bank", "WDI", "World Bank (2021). WDI.", "2021-10", "CC BY 4.0", "https://data.worldbank.org")
    >>> print(cite([wdi], "bibtex"), end="")
    @misc{worldbank-2021-058362,
      author = {{World Bank}},
      title = {{WDI}},
      year = {2021},
      version = {2021-10},
      url = {https://data.worldbank.org},
      note = {World Bank (2021). WDI. Licence: CC BY 4.0},
    }
    """
    check(style)
    return STYLES[style](published(origins))


def _text(origins: tuple[Origin, ...]) -> str:
    return "".join(
        f"{_line(origin.citation or origin.short())} Licence: {_line(origin.licence)}\n" for origin in origins
    )


def _bibtex(origins: tuple[Origin, ...]) -> str:
    entries = []
    for origin in origins:
        fields = {
            "author": f"{{{_latex(origin.producer)}}}",
            "title": f"{{{_latex(origin.title)}}}",
            "year": _year(origin),
            "version": _latex(origin.vintage),
            "url": _url(origin),
            "urldate": origin.accessed.isoformat() if origin.accessed else "",
            "note": _latex(f"{origin.citation} Licence: {origin.licence}"),
        }
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        entries.append(f"@misc{{{_key(origin)},\n{body}}}\n")
    return "\n".join(entries)


def _ris(origins: tuple[Origin, ...]) -> str:
    lines: list[str] = []
    for origin in origins:
        pairs = [
            ("TY", "DATA"),
            ("AU", origin.producer),
            ("TI", origin.title),
            ("PY", _year(origin)),
            ("ET", origin.vintage),
            ("UR", _url(origin)),
            ("Y2", origin.accessed.strftime("%Y/%m/%d/") if origin.accessed else ""),
            ("N1", f"{origin.citation} Licence: {origin.licence}"),
        ]
        lines += [*(f"{tag}  - {_line(value)}" for tag, value in pairs if value), "ER  - ", ""]
    return "\r\n".join(lines)


def _csl_json(origins: tuple[Origin, ...]) -> str:
    return json.dumps([_item(origin) for origin in origins], ensure_ascii=False, indent=1) + "\n"


def _item(origin: Origin) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _key(origin),
        "type": "dataset",
        "title": _line(origin.title),
        "author": [{"literal": _line(origin.producer)}],
        "version": _line(origin.vintage),
        "note": _line(f"{origin.citation} Licence: {origin.licence}"),
    }
    if year := _year(origin):
        item["issued"] = {"date-parts": [[int(year)]]}
    if url := _url(origin):
        item["URL"] = url
    if origin.accessed:
        item["accessed"] = {"date-parts": [[origin.accessed.year, origin.accessed.month, origin.accessed.day]]}
    return item


def _year(origin: Origin) -> str:
    """Return the year of the edition, else the first in the citation; empty where neither names one."""
    found = re.search(r"\b(19|20)\d\d\b", origin.vintage) or re.search(r"\b(19|20)\d\d\b", origin.citation)
    return found[0] if found else ""


def _key(origin: Origin) -> str:
    name = re.sub(r"[^a-z0-9]+", "", origin.producer.casefold())[:20] or "source"
    digest = hashlib.sha256(f"{origin.producer}\0{origin.title}\0{origin.vintage}".encode()).hexdigest()[:6]
    return f"{name}-{_year(origin) or 'nd'}-{digest}"


def _url(origin: Origin) -> str:
    """Return the public address, with what would end a field percent-encoded."""
    if not origin.url.startswith(("http://", "https://")):
        return ""
    return re.sub(r"[\s{}\\\"<>^`|]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), origin.url)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in _line(text))


#: Name of a style → the function that writes it.
STYLES: dict[str, Callable[[tuple[Origin, ...]], str]] = {
    "text": _text,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl_json,
}
