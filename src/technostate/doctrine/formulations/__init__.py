"""The lexicon: TOML files of formulations, read strictly, and the same from the user's own folder."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from technostate.doctrine.characters import normal
from technostate.doctrine.formulation import Domain, FirstUse, Formulation, Strategy, Term
from technostate.doctrine.text import Language, compact, spaced
from technostate.errors import DataError, LabelError, nearest

#: Limits of one lexicon file; the shipped files stay far below.
LARGEST_FILE = 1 << 20
MOST_FORMULATIONS = 5000
MOST_VARIANTS = 50
LONGEST = 200
#: Before a word that is an id too: the term is meant.
TERM = "term:"

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@cache
def default() -> tuple[Formulation, ...]:
    """Return the formulations that ship with the package, sorted by id.

    Examples
    --------
    >>> {item.id for item in default()} >= {"security", "development", "strong_army"}
    True
    """
    return read(*sorted(Path(__file__).parent.glob("*.toml")))


def read(*paths: Path) -> tuple[Formulation, ...]:
    """Return the formulations of some TOML files as one lexicon, sorted by id.

    Parameters
    ----------
    *paths : Path
        Files with tables ``[[formulation]]``; docs/doctrine.md describes their keys.

    Raises
    ------
    DataError
        With every mistake in every file: TOML that cannot be read, unknown or missing keys, values of the wrong kind,
        variants that are not counted text, and ids or variants that are there twice.
    """
    problems: list[str] = []
    found: list[Formulation] = []
    for path in paths:
        for where, row in _rows(path, problems):
            item = _formulation(row, where, problems)
            found += [item] if item else []
    problems += _twice(found)
    if problems:
        raise DataError(
            f"the lexicon has {len(problems)} problems:\n" + "\n".join(f"  - {line}" for line in problems[:200]),
            hint="docs/doctrine.md describes the keys of a formulation",
        )
    return tuple(sorted(found, key=lambda item: item.id))


def find(term: str, lexicon: Sequence[Formulation] | None = None) -> Formulation:
    """Return the formulation with this id or this variant, case ignored.

    Parameters
    ----------
    term : str
        An id or a variant in any language.
    lexicon : sequence of Formulation, optional
        The shipped one by default.

    Raises
    ------
    LabelError
        If there is none; the hint has the nearest.

    Examples
    --------
    >>> find("强军").id, find("Export controls").id
    ('strong_army', 'export_controls')
    """
    items = default() if lexicon is None else lexicon
    names = {name.casefold(): item for item in items for name in (item.id, *item.zh, *item.en)}
    wanted = spaced(term).casefold()
    for name in (wanted, compact(wanted)):
        if name in names:
            return names[name]
    close = list(nearest(wanted, names)) or [name for name in names if wanted and wanted in name][:3]
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    raise LabelError(f"{term!r} is no formulation of the lexicon", hint=f"{hint}{len(items)} formulations exist")


def named(text: str, language: Language, lexicon: Sequence[Formulation] | None = None) -> Formulation | Term:
    """Return what a word names in texts of a language: a term by itself, or a formulation with all its terms.

    An id names the formulation; so does its only term in the language, and a term of another language. One of several
    terms names that term alone. Where a word is both, it is the id; ``term:`` before it asks for the term.

    Raises
    ------
    LabelError
        If it is neither.

    Examples
    --------
    >>> named("研发", "zh").text, named("research_and_development", "zh").zh[0]
    ('研发', '研发')
    >>> named("decoupling", "en").en, named("term:decoupling", "en").text
    (('decoupling', 'decouple'), 'decoupling')
    """
    bare = text.removeprefix(TERM)
    item = find(bare, lexicon)
    wanted = {spaced(bare).casefold(), compact(bare).casefold()}
    if (item.id.casefold() in wanted and bare == text) or len(item.variants(language)) < 2:
        return item
    own = terms(language, (item,))
    return next((term for term in own if term.text.casefold() in wanted), item)


def terms(language: Language | None = None, lexicon: Sequence[Formulation] | None = None) -> tuple[Term, ...]:
    """Return every variant of every formulation, each to be counted by itself.

    Parameters
    ----------
    language : {"zh", "en"}, optional
        Both by default.
    lexicon : sequence of Formulation, optional
        The shipped one by default.

    Returns
    -------
    tuple of Term
        In the order of formulations, Chinese before English, then as the lexicon lists them.

    Examples
    --------
    >>> [item.text for item in terms("en") if item.formulation == "decoupling"]
    ['decoupling', 'decouple']
    """
    spoken: tuple[Language, ...] = ("zh", "en") if language is None else (language,)
    return tuple(
        Term(item.id, text, tongue, item.blocked_left, item.blocked_right)
        for item in (default() if lexicon is None else lexicon)
        for tongue in spoken
        for text in item.variants(tongue)
    )


def fingerprint(lexicon: Sequence[Formulation]) -> str:
    """Return the SHA-256 of all that decides counts: ids, variants and blockers."""
    rules = ("id", "zh", "en", "blocked_left", "blocked_right")
    record = [[asdict(item)[rule] for rule in rules] for item in sorted(lexicon, key=lambda item: item.id)]
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()


def _rows(path: Path, problems: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield (where, table) of each formulation in a file."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            problems.append(f"{path.name} is larger than {LARGEST_FILE:,} bytes")
            return
        record = tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        problems.append(f"{path.name} cannot be read: {error.strerror}")
        return
    except (ValueError, RecursionError) as error:
        problems.append(f"{path.name} is not TOML in UTF-8: {str(error)[:LONGEST]}")
        return
    problems += [f"{path.name}: unknown key {key[:LONGEST]!r}" for key in sorted(record.keys() - {"formulation"})]
    rows = record.get("formulation")
    if not isinstance(rows, list) or not rows or len(rows) > MOST_FORMULATIONS:
        problems.append(f"{path.name} has 1 to {MOST_FORMULATIONS:,} tables [[formulation]]")
        return
    for number, row in enumerate(rows, 1):
        name = row.get("id") if isinstance(row, dict) else None
        yield f"{path.name}, {name[:64] if isinstance(name, str) else f'formulation {number}'}", row


@cache
def _schema() -> Any:
    """Return what a table [[formulation]] may hold; built on first use, because pydantic is slow to load."""
    from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

    text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
    chinese = Annotated[text, AfterValidator(_chinese)]
    english = Annotated[text, AfterValidator(_english)]
    blocker = Annotated[text, AfterValidator(_printing)]
    strict = ConfigDict(extra="forbid", strict=True)

    class First(BaseModel):
        model_config = strict
        date: Annotated[str, StringConstraints(pattern=f"^(?:{_DATE.pattern})$")]
        document: text
        source: Annotated[str, StringConstraints(min_length=1, max_length=3 * LONGEST)]

    class Row(BaseModel):
        model_config = strict
        id: Annotated[str, StringConstraints(pattern=f"^{_IDENTIFIER.pattern}$")]
        zh: list[chinese] = Field(default=[], max_length=MOST_VARIANTS)
        en: list[english] = Field(default=[], max_length=MOST_VARIANTS)
        blocked_left: list[blocker] = Field(default=[], max_length=MOST_VARIANTS)
        blocked_right: list[blocker] = Field(default=[], max_length=MOST_VARIANTS)
        strategy: Strategy
        domain: Domain
        first_use: First | None
        note: Annotated[str, StringConstraints(max_length=1000)] = ""
        context: bool = False

    return Row


def _formulation(row: Any, where: str, problems: list[str]) -> Formulation | None:
    from pydantic import ValidationError

    if isinstance(row, dict):
        # TOML has no null: the word says that nobody looked it up, or that no source was found.
        row = {**row, "first_use": None} if row.get("first_use") == "unknown" else row
        if not (row.get("zh") or row.get("en")):
            problems.append(f"{where}: no variant in any language")
            return None
    try:
        found = _schema().model_validate(row)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_context=False):
            place = ".".join(str(part) for part in item["loc"])
            problems.append(f"{where}: {place}: {item['msg']} (found {str(item['input'])[:60]!r})")
        return None
    first = FirstUse(**found.first_use.model_dump()) if found.first_use else None
    lists = {name: tuple(getattr(found, name)) for name in ("zh", "en", "blocked_left", "blocked_right")}
    return Formulation(
        id=found.id, **lists, strategy=found.strategy, domain=found.domain, first_use=first, note=found.note,
        context=found.context,
    )  # fmt: skip


def _printing(text: str) -> str:
    if not text.replace("\u3000", " ").isprintable():
        raise ValueError("has a character that does not print")
    return text


def _chinese(text: str) -> str:
    if compact(_printing(text)) != normal(text):
        raise ValueError("has whitespace, which counted Chinese has not")
    return text


def _english(text: str) -> str:
    if spaced(_printing(text)) != normal(text) or not normal(text).isascii():
        raise ValueError("is not single-spaced ASCII, as English variants are")
    return text


def _twice(found: Sequence[Formulation]) -> Iterator[str]:
    """Yield a sentence for every id or variant that two formulations share, so that a term means one formulation."""
    owners: dict[str, str] = {}
    ids: set[str] = set()
    for item in found:
        if item.id in ids:
            yield f"id {item.id!r} is there twice"
        ids.add(item.id)
        for variant in (*item.zh, *item.en):
            other = owners.setdefault(variant.casefold(), item.id)
            if other != item.id:
                yield f"variant {variant!r} belongs to {other} and to {item.id}"
        for variants in (item.zh, item.en):
            if len({variant.casefold() for variant in variants}) < len(variants):
                yield f"{item.id} has a variant twice"
