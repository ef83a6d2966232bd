"""The pieces that a line of an answer is made of: words, figures, names, citations; no markup and no widths.

A figure enters as the `Figure` itself. Its decimals, unit, range and whether its sign is settled become words in
`technostate.write.cells` only, for every writer alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from technostate.evidence.figure import Figure
from technostate.evidence.origin import Origin
from technostate.notation import Scale


@dataclass(frozen=True)
class Name:
    """A region by its code: written as its name, in its colour where the writer has colours.

    Parameters
    ----------
    code : str
        ISO 3166 alpha-3, a group's key, ``ROW``, or a label of joined codes.
    text : str
        Written instead of the name.
    """

    code: str
    text: str = ""


@dataclass(frozen=True)
class Cite:
    """The sources of what stands before it, written as numbers into the list of sources."""

    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Link:
    """A link to a public http(s) address; any other address is written as text."""

    text: str
    url: str


@dataclass(frozen=True)
class See:
    """Another answer that says more; a link where answers have addresses, words elsewhere.

    Parameters
    ----------
    of : str
        Key of the question (``origin``, ``series``, ``indicator``, ``scenario``, …).
    key : str
        What it is asked of.
    said : tuple of (str, str)
        What else it is told.
    """

    text: str
    of: str
    key: str = ""
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Strong:
    """Words that a reader must not miss."""

    text: str


@dataclass(frozen=True)
class Code:
    """Words to be typed as they stand."""

    text: str


@dataclass(frozen=True)
class Local:
    """Words in another language, so that the right glyphs are chosen; `language` is a BCP 47 tag."""

    text: str
    language: str


@dataclass(frozen=True)
class Term:
    """A word that few readers know, with a short gloss after it; a page lists what it means in full.

    Parameters
    ----------
    gloss, meaning : str
        In a few words; in a sentence or two, for the list at the end of a page. See `technostate.write.terms`.
    """

    text: str
    gloss: str
    meaning: str = ""


@dataclass(frozen=True)
class Absent:
    """Something that is not known, and why; never zero and never an empty cell."""

    why: str = "no figure"


@dataclass(frozen=True)
class Mark:
    """A verdict or flag: a word with a shape, so that colour is never the only sign."""

    word: str
    shape: Literal["yes", "no", "mixed", "none"]


@dataclass(frozen=True)
class Shown:
    """A figure with a scale chosen by the view, where the usual one for its unit will not do.

    Parameters
    ----------
    ages_to : int or None
        The year to which its age refers, where its year is to be written.
    """

    figure: Figure
    scale: Scale
    ages_to: int | None = None


Inline: TypeAlias = str | Figure | Name | Cite | Link | See | Strong | Code | Local | Term | Absent | Mark | Shown


#: One piece, or several in a row.
Text: TypeAlias = Inline | tuple[Inline, ...]


def pieces(text: Text) -> tuple[Inline, ...]:
    """Return a text as its inline pieces; an empty string has none."""
    if isinstance(text, tuple):
        return text
    return () if text == "" else (text,)
