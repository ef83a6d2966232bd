"""The sources of an answer, numbered in the order in which they are first cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from technostate.evidence.origin import FACTS, Origin

#: Said once under a list in which some sources have no licence.
QUOTED = "Sources without a licence are quoted for single facts."


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

    def _number(self, origin: Origin) -> int:
        key = origin.producer, origin.title, origin.vintage, origin.imported
        if key not in self._numbers:
            self._origins.append(origin)
            self._numbers[key] = len(self._origins)
        return self._numbers[key]


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
