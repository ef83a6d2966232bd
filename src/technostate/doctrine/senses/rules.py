"""Ordered rules in TOML: the first whose conditions all hold gives the label."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from technostate.errors import DataError
from technostate.evidence import plain_toml

#: The three labels of a hit and the values each may take, as the codebook defines them.
VALUES: dict[str, tuple[str, ...]] = {
    "sense": ("strategic", "safety", "other"),
    "origin": ("internal", "external", "both", "unspecified"),
    "kind": ("traditional", "non-traditional", "both", "unspecified"),
}
#: Characters before and after a hit that `left` and `right` may look at.
WINDOW = 60
_CONDITIONS = ("left", "right", "sentence", "paragraph")


@dataclass(frozen=True)
class Rule:
    """One rule: a label, and what must stand around the hit for it to apply.

    Parameters
    ----------
    name : str
        Name of the rule, unique within its label.
    value : str
        The label it gives.
    left : re.Pattern or None
        Must match a stretch of at most `WINDOW` characters that ends where the hit begins.
    right : re.Pattern or None
        Must match from where the hit ends, within `WINDOW` characters.
    sentence : re.Pattern or None
        Must be found in the sentence of the hit.
    paragraph : re.Pattern or None
        Must be found in the paragraph of the hit.
    """

    name: str
    value: str
    left: re.Pattern[str] | None = None
    right: re.Pattern[str] | None = None
    sentence: re.Pattern[str] | None = None
    paragraph: re.Pattern[str] | None = None

    def holds(self, before: str, after: str, sentence: str, paragraph: str) -> bool:
        """Say whether every condition the rule states is met."""
        return (
            (self.left is None or self.left.search(before) is not None)
            and (self.right is None or self.right.match(after) is not None)
            and (self.sentence is None or self.sentence.search(sentence) is not None)
            and (self.paragraph is None or self.paragraph.search(paragraph) is not None)
        )


@dataclass(frozen=True)
class RuleBook:
    """The rules of each label in order, and the term they are about."""

    term: str
    sense: tuple[Rule, ...]
    origin: tuple[Rule, ...]
    kind: tuple[Rule, ...]


@cache
def published() -> RuleBook:
    """Return the rules of this package.

    Examples
    --------
    >>> published().term
    '安全'
    """
    return parse(_source(), where="rules.toml")


def version() -> str:
    """Return the first twelve digits of the SHA-256 of the published rules: the version that decided a label.

    Examples
    --------
    >>> len(version())
    12
    """
    return hashlib.sha256(_source().encode()).hexdigest()[:12]


def _source() -> str:
    # Line ends of any platform read as line feeds, so that the version is of the rules alone.
    return (files("technostate.doctrine.senses") / "rules.toml").read_text("utf-8")


def parse(text: str, *, where: str = "rules") -> RuleBook:
    """Read a rule book and check it whole.

    Parameters
    ----------
    text : str
        TOML with `term` and one array of tables for each of `sense`, `origin` and `kind`. A table has `name`, `value`
        and any of `left`, `right`, `sentence`, `paragraph`, regular expressions. `{word}` in one stands for the
        entry `word` of the table `words`. The last rule of each label has no condition: it is what is left.
    where : str
        Name of the file in messages.

    Raises
    ------
    DataError
        Naming every mistake at once.
    """
    tables = plain_toml.tables(text, where)
    problems = list(_shape(tables))
    if not problems:
        words = {name: "(?:" + "|".join(items) + ")" for name, items in tables.get("words", {}).items()}
        found = {label: tuple(_rules(label, tables[label], words, problems)) for label in VALUES}
        if not problems:
            return RuleBook(tables["term"], **found)
    listing = "".join(f"\n- {problem}" for problem in problems)
    raise DataError(f"{where}: {len(problems)} problems{listing}", hint="docs/codebook.md names the labels")


def _shape(tables: Mapping[str, object]) -> Iterator[str]:
    for name in tables.keys() - {"term", "words", *VALUES}:
        yield f"unknown key {name!r}"
    if not (isinstance(term := tables.get("term"), str) and term):
        yield "term must be a word"
    words = tables.get("words", {})
    if not isinstance(words, dict):
        yield "words must be a table"
    else:
        for name, items in words.items():
            if not (isinstance(items, list) and items and all(isinstance(item, str) and item for item in items)):
                yield f"words.{name} must be a list of words"
    for label in VALUES:
        rules = tables.get(label)
        if not (isinstance(rules, list) and rules and all(isinstance(rule, dict) for rule in rules)):
            yield f"{label} must be a list of rules"


def _rules(
    label: str, tables: list[dict[str, object]], words: Mapping[str, str], problems: list[str]
) -> Iterator[Rule]:
    seen: set[object] = set()
    for number, table in enumerate(tables, 1):
        name = table.get("name")
        where = f"{label} rule {number}" + (f" {name!r}" if name else "")
        problems += [f"{where}: unknown key {key!r}" for key in table.keys() - {"name", "value", *_CONDITIONS}]
        if not isinstance(name, str) or not name:
            problems.append(f"{where}: no name")
        elif name in seen:
            problems.append(f"{where}: the name is taken")
        seen.add(name)
        if table.get("value") not in VALUES[label]:
            problems.append(f"{where}: value {table.get('value')!r} is not one of {', '.join(VALUES[label])}")
        conditions = {key: table[key] for key in _CONDITIONS if key in table}
        if bool(conditions) == (number == len(tables)):
            last = "the last rule has no condition" if conditions else "only the last rule may lack a condition"
            problems.append(f"{where}: {last}")
        compiled = {key: _compiled(key, value, words, where, problems) for key, value in conditions.items()}
        yield Rule(str(name), str(table.get("value")), **compiled)


def _compiled(
    key: str, value: object, words: Mapping[str, str], where: str, problems: list[str]
) -> re.Pattern[str] | None:
    if not isinstance(value, str) or not value:
        problems.append(f"{where}: {key} must be a regular expression")
        return None
    unknown = [word for word in re.findall(r"\{([a-z_]+)\}", value) if word not in words]
    problems += [f"{where}: {key} names {word!r}, which is not among words" for word in unknown]
    for word, alternatives in words.items():
        value = value.replace("{" + word + "}", alternatives)
    try:
        return re.compile(rf"(?:{value})\Z" if key == "left" else value)
    except re.error as error:
        problems.append(f"{where}: {key} is no regular expression: {error}")
        return None
