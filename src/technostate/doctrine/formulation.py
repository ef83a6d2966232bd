"""A formulation (提法): a set expression of official language, and the rules by which it is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from technostate.doctrine.characters import normal
from technostate.doctrine.text import Language
from technostate.errors import DataError

Strategy = Literal["national_security", "innovation", "military", "fusion", "securitization", "none"]
Domain = Literal[
    "political", "territorial", "military", "economic", "cultural", "social", "science_technology", "cyber", "data",
    "ecological", "resources", "nuclear", "overseas_interests", "biological", "space", "deep_sea", "polar",
    "artificial_intelligence", "food", "energy", "finance", "none",
]  # fmt: skip

STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)
DOMAINS: tuple[Domain, ...] = get_args(Domain)


@dataclass(frozen=True)
class FirstUse:
    """The first official use that a cited source names; never derived from the collections here.

    Parameters
    ----------
    date : str
        ISO 8601 to the day, month or year that the source supports.
    document : str
        The document or occasion.
    source : str
        Address or full citation of what says so.
    """

    date: str
    document: str
    source: str


@dataclass(frozen=True)
class Formulation:
    """A formulation, with its variants and blockers.

    Parameters
    ----------
    id : str
        Lower-case letters, digits and underscores.
    zh, en : tuple of str
        Variants as counted text: simplified Chinese without whitespace; English words. Compatibility forms are kept as
        the plain characters that texts are counted in.
    blocked_left, blocked_right : tuple of str
        Strings that touch a match which is not this formulation: 强军 after 加 is part of 加强军队.
    strategy : str
        One of `STRATEGIES`.
    domain : str
        Security domain of the holistic outlook, one of `DOMAINS`.
    first_use : FirstUse or None
        None: unknown.
    note : str
        What a reader of the counts should know.
    context : bool
        Whether it only goes along with its strategy: salience counts the core and shows the context apart.

    Raises
    ------
    DataError
        If a variant or a blocker has halves of characters, as bytes that are no UTF-8 become on a command line.
    """

    id: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    blocked_left: tuple[str, ...] = ()
    blocked_right: tuple[str, ...] = ()
    strategy: Strategy = "none"
    domain: Domain = "none"
    first_use: FirstUse | None = field(default=None)
    note: str = ""
    context: bool = False

    def __post_init__(self) -> None:
        for name in ("zh", "en", "blocked_left", "blocked_right"):
            if any("\ud800" <= character <= "\udfff" for text in getattr(self, name) for character in text):
                raise DataError(f"{self.id!r} is not text: it has bytes that are no UTF-8", hint="type the words again")
            object.__setattr__(self, name, tuple(map(normal, getattr(self, name))))

    def variants(self, language: Language) -> tuple[str, ...]:
        """Return the variants in a language; may be empty."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Term:
    """One variant of a formulation, which can be counted by itself.

    Parameters
    ----------
    formulation : str
        The id of the formulation that it is a variant of.
    text : str
        As counted text.
    blocked_left, blocked_right : tuple of str
        Of the formulation.
    """

    formulation: str
    text: str
    language: Language
    blocked_left: tuple[str, ...] = ()
    blocked_right: tuple[str, ...] = ()

    @property
    def alone(self) -> Formulation:
        """The formulation that has this term only: every match counts, in longer ones too.

        Its id is the term; ``term:`` stands before one that is also the id of its formulation.
        """
        name = f"term:{self.text}" if self.text == self.formulation else self.text
        variants = {self.language: (self.text,)}
        return Formulation(name, variants.get("zh", ()), variants.get("en", ()), self.blocked_left, self.blocked_right)
