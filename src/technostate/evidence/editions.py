"""Editions of series: what is known of each without its figures, and which of several is the newest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from technostate.evidence.origin import Kind, Origin

_DAY = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?!\d)")


@dataclass(frozen=True)
class Entry:
    """What the catalogue knows about a series without loading its figures.

    Parameters
    ----------
    vintage : str
        Edition of these figures.
    vintages : tuple of str
        All editions of the series that are here, newest first.
    first, last : int
        First and last year with any value.
    regions : int
        Number of regions with any value.
    stem : str
        Embedded file that holds the figures; empty for the user's own.
    computed : bool
        Whether the figures stand in no file: they are computed from others, of which the user has brought one.
    """

    id: str
    title: str
    unit: str
    kind: Kind
    origin: Origin
    vintage: str
    vintages: tuple[str, ...]
    first: int
    last: int
    regions: int
    stem: str
    computed: bool = False

    @property
    def own(self) -> bool:
        """Whether the figures are the user's, from the store or computed from what is there."""
        return not self.stem


def dated(entry: Entry) -> str:
    """Return the date of an edition: the last that its vintage names, else the first year of its citation, or nothing.

    Producers number editions in their own ways (``v15``, ``10.01``, ``SEI 2024``); only dates can be compared.

    Examples
    --------
    >>> source = Origin("Example", "Table", "Example (2019). Table.", "v9", "CC BY 4.0")
    >>> made = Entry("a/b/c", "", "1", "measured", source, "One 2021-10; Two 10.01", (), 2000, 2001, 1, "x")
    >>> dated(made), dated(replace(made, vintage="v9")), dated(replace(made, vintage="2025-04-02"))
    ('2021-10', '2019', '2025-04-02')
    """
    if found := [match[0] for match in _DAY.finditer(entry.vintage)]:
        return max(found)
    cited = _DAY.search(entry.origin.citation)
    return cited[0] if cited else ""


def newest_first(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return vintage → edition of one series, the newest first; on a tie the user's own goes before the embedded.

    Parameters
    ----------
    entries : iterable of Entry
        Editions of one series; of two with the same vintage the user's own stays.
    """
    found: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda item: (dated(item), item.own, item.vintage), reverse=True):
        if entry.vintage not in found or entry.own:
            found[entry.vintage] = entry
    order = tuple(found)
    return {vintage: replace(entry, vintages=order) for vintage, entry in found.items()}
