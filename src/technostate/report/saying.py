"""Pieces of sentences that several rules of findings share: shares, levels, and how they moved."""

from __future__ import annotations

import re
from collections.abc import Sequence

from technostate import notation
from technostate.evidence import Figure, value_of
from technostate.notation import Scale
from technostate.report.finding import Labelled
from technostate.write.cells import plain_piece
from technostate.write.inline import Inline, Shown


def percent(share: Figure) -> Shown:
    """Return a share as a sentence says it: one place, two below one per cent."""
    return Shown(share, Scale(100.0, 1 if value_of(share) >= 0.01 else 2, "%"))


def bare(figure: Figure, decimals: int, words: str = "") -> Shown:
    """Return a figure with these places and words after it, whatever its unit is called elsewhere."""
    return Shown(figure, Scale(1.0, decimals, words))


def dollars(unit: str) -> str:
    """Return a money unit for the middle of a sentence: the base year must not touch the figure before it.

    Examples
    --------
    >>> dollars("ppp2021 per head")
    'international dollars of 2021'
    """
    year = re.search(r"\d{4}", unit)
    if unit.startswith("ppp"):
        return f"international dollars of {year[0]}" if year else "international dollars"
    return notation.scale([], unit).words


def alike(one: Figure, other: Figure) -> bool:
    """Return whether two shares look alike when written."""
    return plain_piece(percent(one)) == plain_piece(percent(other))


def from_to(start: Figure, end: Figure) -> tuple[Inline, ...]:
    """Return "rose from … in … to … in …"; shares that look alike when written are called about the same."""
    if alike(start, end):
        return "was ", percent(start), f" in {start.year} and about the same in {end.year}"
    way = "rose" if value_of(end) > value_of(start) else "fell"
    return f"{way} from ", percent(start), f" in {start.year} to ", percent(end), f" in {end.year}"


def moved(times: float, since: int | None) -> str:
    """Return how a level stands beside an earlier one.

    Examples
    --------
    >>> moved(2.14, 1990), moved(1.02, 1990), moved(0.9, 1990)
    ('2.1 times its level of 1990', '2 % above that of 1990', '10 % below that of 1990')
    """
    if times >= 1.05:
        return f"{notation.plain(times, 1)} times its level of {since}"
    change = times - 1
    if abs(change) < 0.005:
        return f"the same as in {since}"
    return f"{notation.plain(abs(change) * 100, 0)} % {'above' if change > 0 else 'below'} that of {since}"


def labelled(label: str, *figures: Figure) -> tuple[Labelled, ...]:
    """Return figures under one label."""
    return tuple(Labelled(label, figure) for figure in figures)


def sentence(*parts: Inline | Sequence[Inline]) -> tuple[Inline, ...]:
    """Return pieces in a row, those inside others flat."""
    made: list[Inline] = []
    for part in parts:
        if isinstance(part, tuple | list):
            made += part
        else:
            made.append(part)  # type: ignore[arg-type]
    return tuple(made)
