"""Citations of origins: one for each published source behind an answer, as text or for a reference manager."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from technostate.errors import unknown_label
from technostate.evidence.entries import bibtex, latex, line, public, ris
from technostate.evidence.origin import Origin
from technostate.write.sources import leaves, licence

#: End of a file's name → style.
_ENDS = {".bib": "bibtex", ".ris": "ris", ".csl.json": "csl-json"}


def published(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """Return the published sources behind origins, each edition once."""
    found = {
        (leaf.producer, leaf.title, leaf.vintage, leaf.imported): leaf for origin in origins for leaf in leaves(origin)
    }
    return tuple(found.values())


def check(style: str) -> str:
    """Return the name of a style as it is typed, in any case; raises `LabelError` if there is none."""
    name = style.strip().casefold()
    if name not in STYLES:
        raise unknown_label("style", style, tuple(STYLES))
    return name


def of_file(name: str) -> str | None:
    """Return the style that the end of a file's name says, None where it says none.

    Examples
    --------
    >>> of_file("sources.bib"), of_file("sources.ris"), of_file("table.csv")
    ('bibtex', 'ris', None)
    """
    return next((style for end, style in _ENDS.items() if name.casefold().endswith(end)), None)


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
    return STYLES[check(style)](published(origins))


def _text(origins: tuple[Origin, ...]) -> str:
    return "".join(f"{line(_words(origin))}\n" for origin in origins)


def _words(origin: Origin) -> str:
    """Return the producer's citation, the user's file that the figures are from, and the words of the licence."""
    imported = f"{origin.imported[:1].upper()}{origin.imported[1:]}. " if origin.imported else ""
    return f"{origin.citation or origin.short()} {imported}{licence(origin)}"


def _bibtex(origins: tuple[Origin, ...]) -> str:
    entries = []
    for origin in origins:
        fields = {
            "author": f"{{{latex(origin.author)}}}" if origin.author else "",
            "title": f"{{{latex(origin.title)}}}",
            "year": _year(origin),
            "version": latex(origin.vintage),
            "url": public(origin.url),
            "urldate": origin.accessed.isoformat() if origin.accessed else "",
            "note": latex(_words(origin)),
        }
        entries.append(bibtex(key(origin), fields) + "\n")
    return "\n".join(entries)


def _ris(origins: tuple[Origin, ...]) -> str:
    entries = []
    for origin in origins:
        accessed = origin.accessed.strftime("%Y/%m/%d/") if origin.accessed else ""
        pairs = [
            ("TY", "DATA"), ("AU", origin.author), ("TI", origin.title), ("PY", _year(origin)),
            ("ET", origin.vintage), ("UR", public(origin.url)), ("Y2", accessed),
            ("N1", _words(origin)),
        ]  # fmt: skip
        entries.append(ris(pairs) + "\r\n")
    return "".join(entries)


def _csl_json(origins: tuple[Origin, ...]) -> str:
    return json.dumps([_item(origin) for origin in origins], ensure_ascii=False, indent=1) + "\n"


def _item(origin: Origin) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key(origin),
        "type": "dataset",
        "title": line(origin.title),
        "version": line(origin.vintage),
        "note": line(_words(origin)),
    }
    if origin.author:
        item["author"] = [{"literal": line(origin.author)}]
    if year := _year(origin):
        item["issued"] = {"date-parts": [[int(year)]]}
    if url := public(origin.url):
        item["URL"] = url
    if origin.accessed:
        item["accessed"] = {"date-parts": [[origin.accessed.year, origin.accessed.month, origin.accessed.day]]}
    return item


def _year(origin: Origin) -> str:
    """Return the year of the edition, else the first in the citation; empty where neither names one."""
    found = re.search(r"\b(19|20)\d\d\b", origin.vintage) or re.search(r"\b(19|20)\d\d\b", origin.citation)
    return found[0] if found else ""


def key(origin: Origin) -> str:
    """Return the key of a source in reference managers, which is its name in addresses too.

    Examples
    --------
    >>> key(Origin("World Bank", "WDI", "", "2021-10", "CC BY 4.0"))
    'worldbank-2021-058362'
    """
    name = re.sub(r"[^a-z0-9]+", "", origin.author.casefold())[:20] or "source"
    whole = "\0".join([origin.producer, origin.title, origin.vintage, *filter(None, [origin.imported])])
    digest = hashlib.sha256(whole.encode()).hexdigest()[:6]
    return f"{name}-{_year(origin) or 'nd'}-{digest}"


#: Name of a style → the function that writes it.
STYLES: dict[str, Callable[[tuple[Origin, ...]], str]] = {
    "text": _text,
    "bibtex": _bibtex,
    "ris": _ris,
    "csl-json": _csl_json,
}
