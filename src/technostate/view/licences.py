"""What ships as data, from whom, under which terms and from where it was obtained: made from the manifest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from technostate.evidence import embedded
from technostate.evidence.origin import Origin
from technostate.write import Prose, Section, View
from technostate.write.sources import leaves

#: Titles that are written out; of more the number is said.
_TITLES = 4
_OPENING = (
    "The code of technostate is licensed under Apache-2.0. What ships as data is derived from the sources below, whose "
    "terms stand in the words in which they were found; files that a source's terms keep apart are named. Fonts, "
    "citation styles and numbers inside the code are in NOTICE. Made by: technostate data licences."
)


@dataclass(frozen=True)
class Terms:
    """Sources of one producer under the same terms, obtained from the same place.

    Parameters
    ----------
    titles, citations, files : tuple of str
        Each once; files are relative to the folder of the embedded data.
    """

    producer: str
    licence: str
    obtained: str
    titles: tuple[str, ...]
    citations: tuple[str, ...]
    files: tuple[str, ...]


def terms() -> tuple[Terms, ...]:
    """Return the terms of all published sources behind the embedded data, by producer."""
    found: dict[tuple[str, str, str], list[tuple[Origin, str]]] = defaultdict(list)
    for product in embedded.manifest()["products"]:
        for record in product["origins"]:
            for leaf in leaves(Origin.from_dict(record)):
                found[leaf.producer, leaf.licence, leaf.obtained].append((leaf, product["path"]))
    return tuple(
        Terms(
            *key,
            tuple(sorted({leaf.title for leaf, _ in pairs})),
            tuple(sorted({leaf.citation for leaf, _ in pairs})),
            tuple(sorted({path for _, path in pairs})),
        )
        for key, pairs in sorted(found.items(), key=lambda item: (item[0][0].casefold(), item[0]))
    )


def licences() -> View[tuple[Terms, ...]]:
    """Return the terms of the embedded data as an answer; `DATA-LICENCES.md` is its Markdown."""
    found = terms()
    sections = tuple(Section(row.producer, tuple(map(Prose, _said(row)))) for row in found)
    rows = tuple(
        {**vars(row)} | {name: "; ".join(getattr(row, name)) for name in ("titles", "citations", "files")}
        for row in found
    )
    return View("Licences of the data", found, (Prose(_OPENING), *sections), rows, "technostate data licences")


def _said(row: Terms) -> tuple[str, ...]:
    return (
        f"Licence: {row.licence}",
        *((f"Obtained from: {row.obtained}",) if row.obtained else ()),
        f"Holds: {_several(row.titles)}",
        f"Cite: {_several(row.citations)}",
        f"Files: {', '.join(row.files)}",
    )


def _several(texts: tuple[str, ...]) -> str:
    more = f"; and {len(texts) - _TITLES} more of the kind" if len(texts) > _TITLES else ""
    return "; ".join(texts[:_TITLES]) + more
