"""What one hit of 安全 means: the rule book applied to a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from technostate.doctrine.senses.rules import WINDOW, Rule, RuleBook, published
from technostate.errors import DataError

#: A sentence ends after one of these.
STOPS = "。！？!?"


@dataclass(frozen=True)
class Sense:
    """The three labels of a hit, with the rule that gave the first.

    The rules reach 0.9 in precision and recall for ``strategic``; for origin and kind they do not (docs/codebook.md),
    so that these are to be read beside the passage and not counted.

    Parameters
    ----------
    sense : str
        `strategic`, `safety` or `other`.
    origin : str
        `internal`, `external`, `both` or `unspecified`; always `unspecified` unless strategic.
    kind : str
        `traditional`, `non-traditional`, `both` or `unspecified`; always `unspecified` unless strategic.
    rule : str
        Name of the rule in `rules.toml` that decided `sense`.
    """

    sense: str
    origin: str
    kind: str
    rule: str


def sense(text: str, offset: int, *, rules: RuleBook | None = None) -> Sense:
    """Return what the hit at an offset of a paragraph means.

    Parameters
    ----------
    text : str
        A paragraph of whitespace-free simplified text.
    offset : int
        Where 安全 begins in it, counted from 0.
    rules : RuleBook or None
        Rules to apply; the published ones by default.

    Raises
    ------
    DataError
        If 安全 does not stand at the offset.

    Examples
    --------
    >>> sense("维护国家安全和公共安全。", 4).sense
    'strategic'
    >>> sense("维护国家安全和公共安全。", 9).sense
    'safety'
    """
    book = rules or published()
    if offset < 0 or not text.startswith(book.term, offset):
        raise DataError(
            f"{book.term} does not stand at offset {offset} of {text[:20]!r}",
            hint="offsets count from 0 on whitespace-free simplified text",
        )
    end = offset + len(book.term)
    start = 1 + max(text.rfind(stop, 0, offset) for stop in STOPS)
    stops = [place for stop in STOPS if (place := text.find(stop, end)) >= 0]
    context = (
        text[max(0, offset - WINDOW) : offset],
        text[end : end + WINDOW],
        text[start : min(stops, default=len(text))],
        text,
    )
    decided = _first(book.sense, context)
    if decided.value != "strategic":
        return Sense(decided.value, "unspecified", "unspecified", decided.name)
    return Sense(decided.value, _first(book.origin, context).value, _first(book.kind, context).value, decided.name)


def senses(text: str, *, rules: RuleBook | None = None) -> Iterator[tuple[int, Sense]]:
    """Yield every hit of a paragraph: its offset and what it means.

    Parameters
    ----------
    text : str
        A paragraph of whitespace-free simplified text.
    rules : RuleBook or None
        Rules to apply; the published ones by default.

    Examples
    --------
    >>> [(offset, found.sense) for offset, found in senses("维护国家安全和公共安全。")]
    [(4, 'strategic'), (9, 'safety')]
    """
    book = rules or published()
    offset = text.find(book.term)
    while offset >= 0:
        yield offset, sense(text, offset, rules=book)
        offset = text.find(book.term, offset + len(book.term))


def _first(rules: Sequence[Rule], context: tuple[str, str, str, str]) -> Rule:
    # The last rule of each label has no condition, so one always holds.
    return next(rule for rule in rules if rule.holds(*context))
