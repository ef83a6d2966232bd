"""What the marks of a chart of lines are, for its key, and the colours of its lines."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.write.cells import Cell, plain
from technostate.write.charts.colours import hue
from technostate.write.charts.marks import Box, Dot, Key, Mark, Rule, Stems
from technostate.write.charts.rows import range_keys
from technostate.write.forms import Lines, Multiples
from technostate.write.inline import pieces


def keys(form: Lines | Multiples) -> tuple[Key, ...]:
    """Return what explains the kinds of marks of a chart of lines."""
    drawn = [form] if isinstance(form, Lines) else [lines for _, lines in form.panels]
    made: list[Key] = []
    band = (
        Box(0.1, 0.2, 0.9, 0.8, "area", "other") if drawn and drawn[0].joined else Rule(0.5, 0, 0.5, 1, "thin", "other")
    )
    for item in range_keys((figure for lines in drawn for figure in lines.figures), middle=False):
        # What a range is over is explained by the mark of lines, not by that of rows.
        opened = any(isinstance(mark, Dot) for mark in item.marks)
        made.append(item if opened else Key([band], item.words))
    made = [*_kinds(drawn), *made]
    if any(line.apart for lines in drawn for line in lines.series):
        made.append(Key([Dot(0.5, 0.5, "dot", "other", diamond=True)], "another classification, not to be joined"))
    if any(lines.events for lines in drawn):
        made.append(Key([Rule(0.5, 0.0, 0.5, 1.0, "ev")], "event; a marker is no cause"))
    return tuple(made)


def _kinds(drawn: Sequence[Lines]) -> list[Key]:
    """Return what uprights are, what lines are that have no name at their ends, and what is hatched."""
    made: dict[str, Key] = {}
    for lines in drawn:
        for turn, line in enumerate(lines.series):
            if line.stems:
                marks: list[Mark] = [Stems(((0.2, 0.5), (0.5, 0.1), (0.8, 0.7)), 1.0, colour_of(lines, turn))]
            elif not lines.named:
                marks = [Rule(0.0, 0.5, 1.0, 0.5, "mid", colour_of(lines, turn))]
            else:
                continue
            words = plain(Cell(pieces(line.label)))
            made.setdefault(words, Key(marks, words))
        if lines.doubted is not None:
            made.setdefault(lines.doubt, Key([Box(0.0, 0.0, 1.0, 1.0, "hz")], lines.doubt))
    return list(made.values())


def colour_of(form: Lines, turn: int) -> str:
    """Return the colour of a line: its state's, or a grey of its own."""
    grey = sum(hue(line.region) == "other" for line in form.series[:turn])
    return hue(form.series[turn].region, grey)
