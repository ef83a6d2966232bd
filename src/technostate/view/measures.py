"""The measures that a rule may ask: what each gives, and what it is asked, from the schemas that check it."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

from technostate.claims.measures import NAMES, Measure, measure
from technostate.claims.measures.measure import Asked
from technostate.write import Column, Prose, Section, Table, View
from technostate.write.tables import Row


@dataclass(frozen=True)
class Option:
    """What a measure may be asked.

    Parameters
    ----------
    name : str
        As it stands under ``ask``.
    kind : str
        What may be written.
    usual : str
        Where nothing is written; empty where something must be.
    said : str
        What it means.
    """

    name: str
    kind: str
    usual: str
    said: str


@dataclass(frozen=True)
class Described:
    """A measure with what it may be asked."""

    name: str
    said: str
    options: tuple[Option, ...]


def measures() -> View[tuple[Described, ...]]:
    """Return the measures of the ledger, which a user's own claims may ask too."""
    data = tuple(_described(measure(name)) for name in NAMES)
    columns = Column("Asked"), Column("Written", words=True), Column("Usual"), Column("Meaning", words=True)
    blocks = tuple(
        Section(it.name, (Prose(f"Gives {it.said}."), Table("", columns, tuple(map(_row, it.options)))), it.name)
        for it in data
    )
    rows = tuple({"measure": it.name, "gives": it.said, **vars(option)} for it in data for option in it.options)
    lead = Prose("Each condition of a rule names a measure and, under ask, what it is asked. A window is a table "
                 "{ first = 2011, last = 2013 }; without last it runs to the newest year.")  # fmt: skip
    return View(f"{len(data)} measures", data, (lead, *blocks), rows, "technostate claims measures")


def _described(found: Measure[Asked]) -> Described:
    lineage = [base for base in reversed(found.asks.__mro__) if issubclass(base, Asked)]
    said = {name: words for base in lineage for name, words in _sections(base).items()}
    options = []
    for name, field in found.asks.model_fields.items():
        kind, meaning = said.get(name, (_kind(field.annotation), ""))
        usual = "" if field.is_required() else _usual(field.get_default(call_default_factory=True))
        options.append(Option(name, kind, usual, meaning))
    order = sorted(options, key=lambda option: (bool(option.usual), option.name == "proxy"))
    return Described(found.name, found.said, tuple(order))


def _sections(model: type[Asked]) -> dict[str, tuple[str, str]]:
    """Return field → (type, meaning) of the parameters in a schema's docstring."""
    text = inspect.getdoc(model) or ""
    body = text.partition("Parameters\n----------\n")[2]
    found: dict[str, tuple[str, str]] = {}
    for match in re.finditer(r"^(\S[^\n:]*) : ([^\n]+)\n((?:    [^\n]*\n?|\n)+)", f"{body}\n", re.M):
        for name in match[1].split(","):
            found[name.strip()] = match[2].removesuffix(", optional"), " ".join(match[3].split())
    return found


def _kind(annotation: object) -> str:
    return re.sub(r"[\w.]+\.", "", str(annotation))


def _usual(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value) if value != "" else "none"


def _row(option: Option) -> Row:
    return option.name, option.kind, option.usual or "must be said", option.said
