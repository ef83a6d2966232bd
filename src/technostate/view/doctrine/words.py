"""How formulations, notes and sources of counted texts are said in every view of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from technostate.doctrine.views import Answer
from technostate.evidence.figure import Figure
from technostate.notation import Scale
from technostate.view import shell
from technostate.write import Absent, Chart, Cite, Items, Local, Prose
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.forms import Line, Lines, Matrix
from technostate.write.inline import Inline, Text, pieces

#: A number whose unit the head of its column says.
WHOLE = Scale(1.0, 0, "", grouped=True)
#: Of p values: what is too small to be shown is said so.
P = Scale(1.0, 4, "")
#: Lines that can be told apart in one chart.
MOST_LINES = 6
#: Rows of a chart; the table has all.
MOST = 24
Counted = Mapping[str, tuple[str, ...]]
Row = dict[str, Any]


def concept(name: str) -> str:
    """Return an id as words.

    Examples
    --------
    >>> concept("science_technology")
    'science technology'
    """
    return name.replace("_", " ")


def local(text: str) -> Inline:
    """Return a term, marked as Chinese where it has Chinese characters, so that the right glyphs are chosen."""
    return Local(text, "zh-Hans") if any(char >= "\u2e80" for char in text) else text


def between_commas(terms: Iterable[str]) -> tuple[Inline, ...]:
    """Return terms in one line, commas between them."""
    return tuple(piece for item in terms for piece in (", ", local(item)))[1:]


def term(counted: Counted, name: str) -> Text:
    """Return what a row counts: the term itself, or the name of a concept and every term that is counted as it.

    Parameters
    ----------
    counted : mapping of str to tuple of str
        Formulation → its terms.
    name : str
        The formulation's id.

    Examples
    --------
    >>> term({"decoupling": ("decoupling", "decouple")}, "decoupling")
    ('decoupling: ', 'decoupling', ', ', 'decouple')
    """
    terms = counted.get(name, ())
    if not terms:
        return concept(name)
    if len(terms) == 1:
        said = local(terms[0])
        return said if said == terms[0] or terms[0] == name else (said, f" ({concept(name)})")
    return (f"{concept(name)}: ", *between_commas(terms))


def topics(kinds: Iterable[str] = ("strategy", "domain")) -> Prose:
    """Return where the terms of strategies and domains are listed: a concept is said with its terms."""
    typed = " or ".join(f"--{kind} NAME" for kind in kinds)
    return Prose(f"A strategy or domain is all its formulations: technostate doctrine formulations {typed}.", note=True)


def short(counted: Counted, name: str) -> str:
    """Return a formulation for a chart or a title: its one term, or the concept and of how many terms it is.

    Examples
    --------
    >>> short({"strong_army": ("强军",)}, "strong_army"), short({"a_b": ("x", "y")}, "a_b")
    ('强军 (strong army)', 'a b (2 terms)')
    """
    terms = counted.get(name, ())
    if len(terms) > 1:
        return f"{concept(name)} ({len(terms)} terms)"
    if not terms or terms[0] == name:
        return concept(name)
    return terms[0] if terms[0].isascii() else f"{terms[0]} ({concept(name)})"


def joined(texts: Iterable[Text]) -> tuple[Inline, ...]:
    """Return texts in one line, semicolons between them."""
    return tuple(piece for text in texts for piece in ("; ", *pieces(text)))[1:]


def known(figure: Figure | None) -> Text:
    """Return a figure, or a dash where it is not defined."""
    return Absent("–") if figure is None else figure


def bare(figures: Iterable[Figure | None]) -> Scale | None:
    """Return the scale that figures share, without its words: the head of the column says the unit."""
    made = scale_of(figure for figure in figures if figure is not None)
    return None if made is None else made._replace(words="")


def paths(
    caption: str, sub: str, labels: Sequence[str], points: Sequence[Mapping[int, Figure]], otherwise: Matrix
) -> Chart:
    """Return figures by year as lines where they are few enough to be told apart, else as a matrix.

    Parameters
    ----------
    labels : sequence of str
        Of the lines.
    points : sequence of mapping of int to Figure
        Year → figure, for each line; empty where a year has several documents.
    otherwise : Matrix
        The same figures.
    """
    few = len(labels) <= MOST_LINES and any(points)
    lines = tuple(Line(label, found) for label, found in zip(labels, points, strict=True) if found)
    return Chart(caption, Lines(lines) if few else otherwise, sub, told=True)


def ending(answer: Answer) -> tuple[Block, ...]:
    """Return what ends every view: the notes, and where was counted."""
    notes = (Items(answer.notes, title="To know"),) if answer.notes else ()
    return *notes, Prose((f"Counted in {answer.collection}: {answer.unit}.", Cite((answer.origin,))), note=True)


def measured(keys: Row, **figures: Figure | None) -> list[Row]:
    """Return one tidy row a figure, with its name under ``measure``; what is not defined has no row.

    Parameters
    ----------
    keys : dict
        What all of them are of.
    """
    return [{**keys, "measure": name, "figure": figure} for name, figure in figures.items() if figure is not None]


def command(view: str, *said: str, **options: object) -> str:
    """Return what to type for a view of texts; see `technostate.view.shell.command`.

    Examples
    --------
    >>> command("trend", "export controls", collection="sotu", sense="")
    "technostate doctrine trend 'export controls' --collection sotu"
    """
    return shell.command("doctrine", view, *said, **options)
