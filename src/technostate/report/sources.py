"""The sources of a report, numbered in the order in which they are first cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from technostate.evidence.origin import Origin
from technostate.write import sources
from technostate.write.markup import Markup, element, join

Record = dict[str, Any]
Key = tuple[str, str, str]


class Sources:
    """Numbers origins as they are cited; a derived figure cites what it was computed from.

    Examples
    --------
    >>> record = {"producer": "World Bank", "title": "WDI", "vintage": "2021", "citation": "", "licence": "CC BY 4.0"}
    >>> sources = Sources()
    >>> sources.numbers(record), sources.numbers({**record, "title": "Other"}), sources.numbers(record)
    ([1], [2], [1])
    """

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}
        self._records: list[Record] = []

    def numbers(self, *origins: Record | None) -> list[int]:
        """Return the numbers of the published sources behind origins, ascending."""
        found = {self._number(leaf) for origin in origins if origin for leaf in leaves(origin)}
        return sorted(found)

    def cite(self, *origins: Record | None) -> Markup:
        """Return the numbers as a superscript that links to the list of sources."""
        found = self.numbers(*origins)
        if not found:
            return Markup("")
        links: list[Markup | str] = []
        for first, last in runs(found):
            if links:
                links.append(", ")
            text = str(first) if first == last else f"{first}–{last}"
            links.append(element("a", text, href=f"#source-{first}"))
        return element("sup", "[", join(*links), "]", class_="cite")

    def records(self) -> list[tuple[int, Record]]:
        """Return number and record of every source cited so far."""
        return list(enumerate(self._records, start=1))

    def _number(self, record: Record) -> int:
        key = (record["producer"], record["title"], record["vintage"])
        if key not in self._numbers:
            self._records.append(record)
            self._numbers[key] = len(self._records)
        return self._numbers[key]


class Shared(sources.Sources):
    """The sources of a report, for a writer of blocks: one list of numbers for both.

    Parameters
    ----------
    own : Sources
    """

    def __init__(self, own: Sources) -> None:
        super().__init__()
        self._own = own

    def numbers(self, origins: Iterable[Origin]) -> list[int]:
        """Return the numbers of the published sources behind origins, ascending."""
        return self._own.numbers(*(origin.as_dict() for origin in origins))


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
    return [
        part
        for first, last in grouped
        for part in ([(first, last)] if last - first != 1 else [(first, first), (last, last)])
    ]


def leaves(origin: Record) -> list[Record]:
    """Return the published origins behind one: itself, or what a derived figure was computed from."""
    inputs = origin.get("inputs") or ()
    return [leaf for item in inputs for leaf in leaves(item)] if inputs else [origin]


def producers(finding: Record) -> str:
    """Return producers, titles and vintages of the published sources behind a finding, each once.

    Parameters
    ----------
    finding : dict
        With ``origins``.
    """
    found = dict.fromkeys(named(leaf) for origin in finding["origins"] for leaf in leaves(origin))
    return "; ".join(found)


def named(record: Record) -> str:
    """Return producer, title and vintage of a source; the vintage only where the title does not say it.

    Examples
    --------
    >>> named({"producer": "OECD", "title": "ICIO, 2025 edition", "vintage": "2025 edition"})
    'OECD, ICIO, 2025 edition'
    """
    vintage = "" if record["vintage"].casefold() in record["title"].casefold() else f" ({record['vintage']})"
    return f"{record['producer']}, {record['title']}{vintage}"
