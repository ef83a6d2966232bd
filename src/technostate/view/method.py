"""How figures are made: kinds, ranges, engines with their limits, what was held against the past, terms."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.evidence.origin import KINDS
from technostate.view.method_words import ENGINES, RANGES, TERMS, TERRITORIES
from technostate.write import Column, Items, Prose, Section, See, Strong, Table, View
from technostate.write.blocks import Block

#: What was held against the past or the literature: question → what it shows.
CHECKS = {
    "backtests": "Past events beside what the engines give for the shock that stands for them",
    "hindcasts": "Past spans beside the paths and beside rules of one line",
    "literature": "Published results beside ours for the same question",
    "parameters": "Every parameter of the paths: unit, range, source, and whether data decide it",
    "indicators": "The dictionary of indicators: definition, measure, and other definitions",
    "licences": "Terms of every source, in its words",
}


@dataclass(frozen=True)
class Engine:
    """A way in which figures are made.

    Parameters
    ----------
    limits : str
        What it leaves out.
    """

    name: str
    words: str
    limits: str


@dataclass(frozen=True)
class Method:
    """How figures are made.

    Parameters
    ----------
    kinds : mapping of str to str
        Kind of a figure → what it says.
    terms : mapping of str to str
        Term → meaning.
    """

    kinds: dict[str, str]
    ranges: tuple[str, ...]
    engines: tuple[Engine, ...]
    checks: tuple[str, ...]
    terms: dict[str, str]
    territories: str


def method() -> View[Method]:
    """Return how figures are made.

    Examples
    --------
    >>> method().data.terms["cover"]
    'What a lever saves in a year with the event, as a share of civil absorption.'
    """
    data = Method(
        {str(kind): words for kind, words in KINDS.items()},
        RANGES, tuple(Engine(*row) for row in ENGINES), tuple(CHECKS), dict(sorted(TERMS.items())),
        TERRITORIES,
    )  # fmt: skip
    rows = [{"what": "kind", "name": name, "words": words} for name, words in data.kinds.items()]
    rows += [{"what": "engine", "name": row.name, "words": f"{row.words} Limits: {row.limits}"} for row in data.engines]
    rows += [{"what": "term", "name": name, "words": words} for name, words in data.terms.items()]
    return View("How figures are made", data, _blocks(data), tuple(rows), "technostate method")


def _blocks(data: Method) -> tuple[Block, ...]:
    kinds = tuple((Strong(kind), words) for kind, words in data.kinds.items())
    engines: list[Block] = []
    for row in data.engines:
        engines.append(Prose((Strong(f"{row.name}. "), row.words, " ", Strong("Limits. "), row.limits)))
    checks = tuple((See(words, key),) for key, words in CHECKS.items())
    terms = tuple((name, words) for name, words in data.terms.items())
    table = Table("Every figure has a kind", (Column("Kind"), Column("Which is", words=True)), kinds)
    return (
        Section("Kinds of figures", (table,), "kinds"),
        Section("How ranges are made", (Items(data.ranges),), "ranges"),
        Section("Engines and their limits", tuple(engines), "engines"),
        Section("Held against the past and the literature", (Items(checks),), "checks"),
        Section("Terms", (Table("", (Column("Term"), Column("Meaning here", words=True)), terms),), "terms"),
        Section("Names of territories", (Prose(data.territories),), "territories"),
    )  # fmt: skip
