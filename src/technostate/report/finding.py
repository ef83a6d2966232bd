"""A finding: a sentence of words and figures that can be quoted, and what a rule says before it is one."""

from __future__ import annotations

from dataclasses import dataclass, field

from technostate.evidence import Figure, Origin
from technostate.evidence.origin import Kind
from technostate.write.cells import plain_piece
from technostate.write.inline import Inline


class CannotSayError(Exception):
    """A rule lacks a figure; the message says which."""


@dataclass(frozen=True)
class Labelled:
    """A figure that a finding states, with what it is."""

    label: str
    figure: Figure


@dataclass(frozen=True)
class Finding:
    """A sentence that can be quoted.

    Parameters
    ----------
    key : str
        Of the question that it answers.
    text : str
        The sentence in plain words.
    value : float or None
        Of the figure that it is about, in `unit`.
    kind : Kind
        The weakest of its figures'.
    origin : Origin
        Of the figure that it is about.
    origins : tuple of Origin
        Of all it rests on.
    figures : tuple of Labelled
        Every figure that it states.
    """

    key: str
    text: str
    value: float | None
    unit: str
    year: int
    kind: Kind
    origin: Origin
    origins: tuple[Origin, ...]
    figures: tuple[Labelled, ...]
    _said: tuple[Inline, ...] = field(repr=False)

    @property
    def said(self) -> tuple[Inline, ...]:
        """The sentence as words and figures."""
        return self._said

    @property
    def years(self) -> tuple[int, ...]:
        """Years of its figures, in order; the finding's own where they have none."""
        return tuple(sorted({it.figure.year for it in self.figures if it.figure.year is not None})) or (self.year,)


@dataclass(frozen=True)
class Unsaid:
    """A question that no rule could answer, and why."""

    key: str
    why: str


@dataclass(frozen=True)
class Said:
    """What a rule says: the sentence, the figures in it and what else it rests on.

    Parameters
    ----------
    about : Figure
        What the sentence is about.
    besides : tuple of Origin
        Origins of what is said without a figure, for example of a goal.
    year : int, optional
        Of what is said, where the figure itself has none.
    """

    sentence: tuple[Inline, ...]
    about: Figure
    figures: tuple[Labelled, ...]
    besides: tuple[Origin, ...] = ()
    year: int | None = None

    def finding(self, key: str) -> Finding:
        """Return the finding that the rule of this key makes."""
        first, *rest = self.sentence
        sentence = (first[:1].upper() + first[1:] if isinstance(first, str) else first, *rest)
        kinds = {it.figure.kind for it in self.figures}
        kind: Kind = "modelled" if "modelled" in kinds else "derived" if "derived" in kinds else "measured"
        about = self.about
        year = self.year or about.year
        assert year is not None, "a finding is dated"
        return Finding(
            key, "".join(map(plain_piece, sentence)), about.value, about.unit, year, kind, about.origin,
            tuple(dict.fromkeys((*(it.figure.origin for it in self.figures), *self.besides))), self.figures, sentence,
        )  # fmt: skip
