"""The sources of an answer, numbered in the order in which they are first cited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from technostate.evidence.origin import FACTS, Origin

#: Said once under a list in which some sources have no licence.
QUOTED = "Sources without a licence are quoted for single facts."
#: Said once under a list in which some notes are cut.
CUT = "Notes that end in … stand whole in the JSON of this answer."
#: Characters of an entry that a note may fill it up to (three lines), and that it may have in any case.
_ROOM, _LEAST = 350, 80
_COMMIT = re.compile(r"https://(github\.com/\S+ at [0-9a-f]{7})[0-9a-f]{33}")


@dataclass(frozen=True)
class Entry:
    """A source as a list prints it: one reference, whose title carries the link, and what is said of it.

    Parameters
    ----------
    before, title, after : str
        The reference, as one text.
    terms : tuple of str
        Sentences on licence, place and day; a reference to an earlier entry where they are the same.
    note : str
        What to beware of, cut where the entry would become long; empty where there is none.
    """

    number: int
    origin: Origin
    before: str
    title: str
    after: str
    terms: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Produced:
    """The sources of one producer.

    Parameters
    ----------
    terms : tuple of str
        Sentences on licence, place and day that all of them share; their entries do not say them again.
    """

    producer: str
    entries: tuple[Entry, ...]
    terms: tuple[str, ...] = ()


class Sources:
    """Numbers published origins as they are cited; a derived figure cites what it was computed from.

    Examples
    --------
    >>> wdi = Origin("World Bank", "WDI", "", "2021", "CC BY 4.0")
    >>> other = Origin("World Bank", "Other", "", "2021", "CC BY 4.0")
    >>> sources = Sources()
    >>> sources.numbers([wdi]), sources.numbers([other]), sources.numbers([other, wdi])
    ([1], [2], [1, 2])
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._origins: list[Origin] = []

    def numbers(self, origins: Iterable[Origin]) -> list[int]:
        """Return the numbers of the published sources behind origins, ascending."""
        return sorted({self._number(leaf) for origin in origins for leaf in leaves(origin)})

    def cited(self, origins: Iterable[Origin]) -> str:
        """Return the numbers as text, runs joined.

        Examples
        --------
        >>> made = [Origin("A", str(at), "", "1", "free") for at in range(4)]
        >>> Sources().cited(made)
        '1–4'
        """
        return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs(self.numbers(origins)))

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The sources cited so far; the first has number 1."""
        return tuple(self._origins)

    def entries(self) -> list[Entry]:
        """Return the sources cited so far as a list prints them; terms that an earlier one has are not said again."""
        first: dict[tuple[object, ...], int] = {}
        made = []
        for number, origin in enumerate(self._origins, start=1):
            before, title, after = _reference(origin)
            earlier = first.setdefault((origin.licence, origin.obtained, origin.accessed), number)
            terms = _terms(origin)
            if earlier != number and len(terms) > 1:
                terms = (f"Terms, place and day as in {earlier}.",)
            used = sum(map(len, (before, title, after, *terms)))
            note = _shortened(origin.note[:1].upper() + origin.note[1:], max(_ROOM - used, _LEAST))
            made.append(Entry(number, origin, before, title, after, terms, note))
        return made

    def remarks(self) -> tuple[str, ...]:
        """Return what is said once under the list."""
        quoted = any(not licence(origin) for origin in self._origins)
        cut = any(entry.note.endswith("…") for entry in self.entries())
        return (*((QUOTED,) if quoted else ()), *((CUT,) if cut else ()))

    def _number(self, origin: Origin) -> int:
        key = origin.producer, origin.title, origin.vintage, origin.imported
        if key not in self._numbers:
            self._origins.append(origin)
            self._numbers[key] = len(self._origins)
        return self._numbers[key]


def grouped(entries: Sequence[Entry]) -> list[Produced]:
    """Return entries by producer, in the order in which each is first cited; what all of one share is said once."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.origin.producer, []).append(entry)
    made = []
    for producer, own in found.items():
        same = {(it.origin.licence, it.origin.obtained, it.origin.accessed) for it in own}
        if len(own) > 1 and len(same) == 1:
            bare = tuple(replace(it, terms=()) for it in own)
            made.append(Produced(producer, bare, _terms(own[0].origin)))
        else:
            made.append(Produced(producer, tuple(own)))
    return made


def runs(found: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as first and last of each run; a run of two stays apart.

    Examples
    --------
    >>> runs([1, 2, 5, 6, 7])
    [(1, 1), (2, 2), (5, 7)]
    """
    grouped: list[tuple[int, int]] = []
    for number in found:
        if grouped and number == grouped[-1][1] + 1:
            grouped[-1] = grouped[-1][0], number
        else:
            grouped.append((number, number))
    return [part for a, b in grouped for part in ([(a, b)] if b - a != 1 else [(a, a), (b, b)])]


def leaves(origin: Origin) -> list[Origin]:
    """Return the published origins behind one: itself, or what a derived figure was computed from."""
    return [leaf for item in origin.inputs for leaf in leaves(item)] if origin.inputs else [origin]


def licence(origin: Origin) -> str:
    """Return the words on a source's licence; empty where facts are quoted, which need none.

    Examples
    --------
    >>> licence(Origin("OECD", "ICIO", "", "2025", "CC BY 4.0")), licence(Origin("A", "Act", "", "2020", FACTS))
    ('Licence: CC BY 4.0', '')
    """
    return "" if origin.licence == FACTS else f"Licence: {origin.licence}"


def ended(text: str) -> str:
    """Return a sentence with its full stop."""
    return text if text.rstrip().endswith((".", "!", "?", "…")) else f"{text.rstrip()}."


def _terms(origin: Origin) -> tuple[str, ...]:
    place = _COMMIT.sub(r"\1", origin.obtained)
    return (
        *((ended(words),) if (words := licence(origin)) else ()),
        *((f"Obtained from {ended(place)}",) if place else ()),
        *((f"Taken {origin.accessed}.",) if origin.accessed else ()),
    )


def _reference(origin: Origin) -> tuple[str, str, str]:
    """Return what stands before the title, the title, and what follows: the citation where it has the title.

    Examples
    --------
    >>> _reference(Origin("World Bank", "WDI", "World Bank (2025). WDI. Washington.", "2025-10", "CC BY 4.0"))
    ('World Bank (2025). ', 'WDI', '. Washington. Edition 2025-10.')
    >>> _reference(Origin("OECD", "ICIO", "See oe.cd/icio.", "2025", "CC BY 4.0"))
    ('', 'OECD, ICIO (2025)', '. See oe.cd/icio.')
    """
    citation = origin.citation.replace(origin.url, "").rstrip(" .") if origin.url else origin.citation.rstrip(" .")
    citation = " ".join(citation.split())
    title = origin.title.rstrip(".")
    at = citation.find(title)
    if at < 0:
        return "", named(origin), f". {ended(citation)}" if citation else "."
    end = at + len(title)
    edition = "" if origin.vintage.casefold() in citation.casefold() else f"Edition {origin.vintage}"
    added = "; ".join(filter(None, (edition, origin.imported)))
    after = ended(citation[end:]) + (f" {added[0].upper()}{added[1:]}." if added else "")
    return citation[:at], citation[at:end], after


def _shortened(text: str, room: int) -> str:
    """Return a note as a sentence, cut after a word where it has no room.

    Examples
    --------
    >>> _shortened("figures of the whole year", 40), _shortened("figures of the whole year", 16)
    ('figures of the whole year.', 'figures of the…')
    """
    if len(text) <= room:
        return ended(text) if text else ""
    return text[:room].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def named(origin: Origin) -> str:
    """Return producer, title and vintage of a source, and the user's file; the vintage where the title has it not.

    Examples
    --------
    >>> named(Origin("OECD", "ICIO, 2025 edition", "", "2025 edition", "CC BY 4.0"))
    'OECD, ICIO, 2025 edition'
    """
    vintage = "" if origin.vintage.casefold() in origin.title.casefold() else origin.vintage
    edition = "; ".join(filter(None, (vintage, origin.imported)))
    return f"{origin.producer}, {origin.title}" + (f" ({edition})" if edition else "")


def producers(origins: Iterable[Origin]) -> str:
    """Return producers, titles and vintages of the published sources behind origins, each once."""
    return "; ".join(dict.fromkeys(named(leaf) for origin in origins for leaf in leaves(origin)))
