"""The language of queries: terms, "phrases", beginnings*, AND, OR, NOT and parentheses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from technostate.doctrine.characters import normal
from technostate.doctrine.tokens import LONGEST_WORD, fold_spaced, fold_unspaced, is_wide, pairs, words
from technostate.errors import DataError

_LEXEMES = re.compile(r'\s*(?:(\()|(\))|["“”]([^"“”]*)["“”](\*?)|([^\s()"“”]+))')
#: Terms, operators and parentheses together, and characters; no real question has more, a hostile one exhausts memory.
MOST_PARTS, LONGEST_QUERY = 200, 10_000
#: Pairs of a long term that narrow it down; more cost time and leave out nothing.
_MOST_PAIRS = 64
_OPERATORS = {"AND", "OR", "NOT"}
_LIKE_OPERATORS = {"and", "or", "not", "&", "&&", "|", "||", "!"}
_QUOTED = re.compile("[「『«‹„'‘]")
_SIGNED = re.compile(r"[-!+][^\W\d]")
_HINT = 'for example: 国家安全 AND (发展 OR "economic security") NOT 生产*'


@dataclass(frozen=True)
class Term:
    """One thing to look for.

    Parameters
    ----------
    text : str
        As the user wrote it.
    prefix : bool
        Whether the last word may go on (`secur*`); Han terms are substrings anyhow.
    """

    text: str
    prefix: bool = False

    @property
    def wide(self) -> bool:
        """Whether the term is a substring of unspaced text rather than whole words."""
        return is_wide(self.text)

    @property
    def folded(self) -> str:
        """The term as it is looked for."""
        return fold_unspaced(self.text) if self.wide else fold_spaced(self.text)

    @property
    def filter(self) -> str:
        """The full-text query that every passage with the term answers; empty if there is none."""
        if self.wide:
            return " ".join(f'"{pair}"' for pair in sorted(pairs(self.folded))[:_MOST_PAIRS])
        found = words(self.folded)
        if not found:
            return ""
        open_end = (self.prefix and self.folded.endswith(found[-1])) or len(found[-1]) == LONGEST_WORD
        quoted = [f'"{word}"' for word in found]
        return " ".join([*quoted[:-1], quoted[-1] + ("*" if open_end else "")])

    @property
    def proven(self) -> bool:
        """Whether the filter alone proves the term: two wide characters, or one short ASCII word."""
        folded = self.folded
        if self.wide:
            return len(folded) == 2 and folded.isalnum() and all(map(is_wide, folded))
        return folded.isascii() and folded.isalnum() and len(folded) < LONGEST_WORD

    @property
    def pattern(self) -> re.Pattern[str]:
        """What the folded passage must contain: the substring, or the words between boundaries."""
        folded = self.folded
        text = re.escape(folded)
        if self.wide:
            return re.compile(text)
        # A wide character beside a word does not belong to it: 发展AI技术 has the word AI.
        before = r"(?<![^\W_])" if folded[:1].isalnum() else ""
        after = r"(?![^\W_])" if folded[-1:].isalnum() and not self.prefix else ""
        return re.compile(before + text + after)


@dataclass(frozen=True)
class And:
    """Both."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Or:
    """Either."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Not:
    """Not this."""

    inner: Expression


Expression = Term | And | Or | Not


def parse(text: str) -> Expression:
    """Return the expression of a query; terms side by side are joined by AND, which binds closer than OR.

    Raises
    ------
    DataError
        If the query is empty, too long or does not parse.

    Examples
    --------
    >>> parse('安全 NOT 生产')
    And(left=Term(text='安全', prefix=False), right=Not(inner=Term(text='生产', prefix=False)))
    """
    reader = _Reader(_lex(text))
    found = reader.either()
    if reader.next()[0]:
        raise DataError(f"the query does not parse at {reader.next()[0]}", hint=_HINT)
    return found


def notes(text: str) -> tuple[str, ...]:
    """Return what in a query looks like an operator and is taken for text.

    Parameters
    ----------
    text : str
        A query that parses.

    Examples
    --------
    >>> notes("安全 and 发展")
    ('and is taken for a word: operators are AND, OR and NOT in capitals; quotes make it a word without this note',)
    >>> notes('安全 "and" 发展')
    ()
    """
    bare = [match[5] for match in _LEXEMES.finditer(normal(text)) if match[5]]
    found = []
    for word in dict.fromkeys(word for word in bare if word.casefold() in _LIKE_OPERATORS and word not in _OPERATORS):
        found.append(
            f"{word} is taken for a word: operators are AND, OR and NOT in capitals; "
            "quotes make it a word without this note"
        )
    if signed := [word for word in bare if _SIGNED.match(word)]:
        found.append(f"the sign of {signed[0]} is taken for text: NOT leaves a term out")
    if any(word.startswith("（") or word.endswith("）") for word in bare) and set(bare) & _OPERATORS:
        found.append("（ and ） are taken for text: ( and ) put terms together")
    if quoted := [word for word in bare if _QUOTED.match(word)]:
        found.append(f'{quoted[0][0]} is taken for text: " or “ and ” make a phrase')
    return tuple(found)


def terms(expression: Expression) -> list[Term]:
    """Return the terms that a hit may show: all but those under a NOT.

    Examples
    --------
    >>> [term.text for term in terms(parse("安全 NOT 生产"))]
    ['安全']
    """
    if isinstance(expression, Term):
        return [expression]
    if isinstance(expression, Not):
        return []
    return [*terms(expression.left), *terms(expression.right)]


def _lex(text: str) -> list[tuple[str, str]]:
    """Return (kind, text) of each lexeme; kinds are ( ) AND OR NOT term prefix."""
    if len(text) > LONGEST_QUERY:
        raise DataError(f"the query has {len(text):,} characters", hint=f"at most {LONGEST_QUERY:,}")
    if not text.isascii() and re.search("[\ud800-\udfff]", text):
        raise DataError("the query is not text: it has bytes that are no UTF-8", hint="type the words again")
    # Capitals, quotation marks and stars may come in full width from a Chinese keyboard.
    text = normal(text)
    found: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _LEXEMES.match(text, at)
        if match is None:
            raise DataError(
                f"the query does not parse at {text[at:].strip()[:20]!r}", hint=f"close every quote; {_HINT}"
            )
        at = match.end()
        opening, closing, phrase, star, bare = match.groups()
        if opening or closing:
            found.append((opening or closing, ""))
        elif bare in _OPERATORS:
            found.append((bare, ""))
        else:
            word = phrase if bare is None else bare.rstrip("*")
            found.append(("prefix" if star or (bare or "").endswith("*") else "term", word))
    wanted = [word for kind, word in found if kind in {"term", "prefix"}]
    blank = [word for word in wanted if not word.strip() or not Term(word).folded]
    if not wanted or blank:
        raise DataError("the query has no term, or an empty one", hint=_HINT)
    if len(found) > MOST_PARTS:
        raise DataError(
            f"the query has {len(found):,} terms, operators and parentheses", hint=f"at most {MOST_PARTS} in one query"
        )
    return found


class _Reader:
    """Recursive descent over the lexemes."""

    def __init__(self, lexemes: list[tuple[str, str]]) -> None:
        self._left = lexemes[::-1]

    def next(self) -> tuple[str, str]:
        return self._left[-1] if self._left else ("", "")

    def either(self) -> Expression:
        found = self._both()
        while self.next()[0] == "OR":
            self._left.pop()
            found = Or(found, self._both())
        return found

    def _both(self) -> Expression:
        found = self._one()
        while self.next()[0] in {"AND", "NOT", "(", "term", "prefix"}:
            if self.next()[0] == "AND":
                self._left.pop()
            found = And(found, self._one())
        return found

    def _one(self) -> Expression:
        kind, word = self._left.pop() if self._left else ("its end", "")
        if kind in {"term", "prefix"}:
            return Term(word, kind == "prefix")
        if kind == "NOT":
            return Not(self._one())
        if kind == "(":
            found = self.either()
            if self.next()[0] == ")":
                self._left.pop()
                return found
            kind = "its end" if not self.next()[0] else self.next()[0]
        raise DataError(f"the query does not parse at {kind}", hint=_HINT)
