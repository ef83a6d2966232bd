"""Pieces of sentences that several rules of findings share: shares, and how many times one is another."""

from __future__ import annotations

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


def said_scale(scale: Scale) -> Scale:
    """Return a scale for the middle of a sentence, where a ratio has no unit.

    Examples
    --------
    >>> said_scale(Scale(1.0, 2, "ratio")).words, said_scale(Scale(1.0, 2, "% of GDP")).words
    ('', '% of GDP')
    """
    return scale._replace(words="") if scale.words == "ratio" else scale


def alike(one: Figure, other: Figure) -> bool:
    """Return whether two shares look alike when written."""
    return plain_piece(percent(one)) == plain_piece(percent(other))


def times(ratio: float) -> str:
    """Return how many times as much a figure is as a smaller one.

    Examples
    --------
    >>> times(1.74), times(12.3)
    ('1.7 times', '12 times')
    """
    return f"{notation.plain(ratio, 1 if ratio < 10 else 0)} times"


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
