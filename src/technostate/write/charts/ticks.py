"""Words under an axis: which of them are written where there is little room, and how they hang."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.write.charts.labels import text_width
from technostate.write.charts.marks import Anchor

#: Em that an axis has at least: on a phone, from a container of 40 rem on, and from one of 60 rem on (style.css).
ROOMS = 13.0, 19.0, 40.0
#: Em between two words.
_GAP = 0.5


def anchor(at: float) -> Anchor:
    """Return how the words of a tick hang: inwards at both ends.

    Examples
    --------
    >>> anchor(0.0), anchor(0.5), anchor(1.0)
    ('start', 'middle', 'end')
    """
    return "start" if at < 0.02 else "end" if at > 0.98 else "middle"


def ranks(places: Sequence[float], texts: Sequence[str], first: Sequence[int] = ()) -> list[int | None]:
    """Return from which room on each of some words is written: an index of `ROOMS`, None where there is never room.

    Parameters
    ----------
    places : sequence of float
        0 to 1, ascending.
    first : sequence of int
        Those that matter most, before the last and the first of all.

    Examples
    --------
    >>> ranks([0.0, 0.1, 0.5, 1.0], ["1 in 50", "1 in 20", "1 in 5", "1"])
    [0, None, 0, 0]
    >>> ranks([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], ["1995", "2000", "2005", "2010", "2015", "2022"])
    [0, 2, 0, 1, 2, 0]
    """
    found: list[int | None] = [None] * len(places)
    if not places:
        return found
    order = list(dict.fromkeys((*first, len(places) - 1, 0, *range(0, len(places), 2), *range(len(places)))))
    for rank, room in enumerate(ROOMS):
        for at in order:
            if found[at] is not None:
                continue
            begin, end = _extent(places[at], texts[at], room)
            taken = (_extent(places[other], texts[other], room) for other in order if found[other] is not None)
            if all(end + _GAP <= left or right + _GAP <= begin for left, right in taken):
                found[at] = rank
    return found


def _extent(at: float, text: str, room: float) -> tuple[float, float]:
    width = text_width(text)
    begin = at * room - {"start": 0.0, "middle": width / 2, "end": width}[anchor(at)]
    return begin, begin + width
