"""US rules on export controls and technology security in the Federal Register, 2020–2026: counts, no texts.

The list the counts are made from is partial. It has gaps (most of 2020, mid-2021 to January 2022, mid to end 2024) and
lacks all that came before 2020. A quarter inside a gap has no count, which is not a count of zero; a year has one only
if its four quarters have.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.origin import derived_from
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FILE = "federal_register_export_control_rules.csv"

_SET = data_set("us-export-controls")
DONE, ORIGIN = _SET.done, _SET.origins["federal_register"]

#: Year → quarters that the list covers; and the categories it has.
COVERED: dict[int, tuple[int, ...]] = {int(year): tuple(quarters) for year, quarters in _SET.more["covered"].items()}
CATEGORIES = frozenset(_SET.more["categories"])


@dataclass(frozen=True)
class Rule:
    """One document: day, number, category, whether it names China, entities it adds (None: not stated)."""

    day: dt.date
    number: str
    category: str
    names_china: bool
    added: int | None
    added_china: int | None


@dataclass(frozen=True)
class Quarter:
    """Counts of one quarter that the list covers."""

    year: int
    quarter: int
    rules: int
    naming_china: int
    entity_list: int


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Return the documents of the file, oldest first.

    Raises
    ------
    DataError
        If the file is malformed, a date or category is wrong, or a document is there twice.
    """
    found: dict[str, Rule] = {}
    columns = ("date", "doc_number", "category", "mentions_china", "n_added_parsed", "n_added_china_parsed")
    for row in rows(path, columns):
        where = f"{row.file} line {row.line}"
        try:
            day = dt.date.fromisoformat(row.text("date"))
        except ValueError:
            raise DataError(f"{where}: {row.text('date')!r} is not a date", hint="write 2022-10-13") from None
        if row.text("category") not in CATEGORIES or row.text("mentions_china") not in ("True", "False"):
            raise DataError(
                f"{where}: category {row.text('category')!r}, mentions_china {row.text('mentions_china')!r}",
                hint=f"categories are {', '.join(sorted(CATEGORIES))}; mentions_china is True or False",
            )
        number = row.text("doc_number")
        if number in found:
            raise DataError(f"{where}: document {number} is there twice", hint="remove the duplicate row")
        added, china = row.number("n_added_parsed"), row.number("n_added_china_parsed")
        found[number] = Rule(
            day, number, row.text("category"), row.text("mentions_china") == "True",
            None if added is None else int(added), None if china is None else int(china),
        )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda rule: (rule.day, rule.number)))


def quarters(rules: Iterable[Rule]) -> tuple[Quarter, ...]:
    """Return the counts of each covered quarter, in order; quarters inside a gap are absent."""
    listed = tuple(rules)
    found = []
    for year, covered in COVERED.items():
        for quarter in covered:
            here = [rule for rule in listed if rule.day.year == year and (rule.day.month - 1) // 3 + 1 == quarter]
            china = sum(rule.names_china for rule in here)
            entity = sum(rule.category == "entity_list" for rule in here)
            found.append(Quarter(year, quarter, len(here), china, entity))
    return tuple(found)


def series(rules: Iterable[Rule]) -> tuple[Series, ...]:
    """Return the series ``federal-register/export-controls/*`` for USA: counts a year and a covered quarter."""
    listed = tuple(rules)
    by_quarter = quarters(listed)
    found = []
    for slug, title in (
        ("rules", "rules on export controls and technology security"),
        ("naming_china", "rules on export controls and technology security that name China"),
        ("entity_list", "Entity List rules"),
    ):
        name = slug.replace("_", "-")
        yearly = _gathering(name, f"US {title}, complete years only")
        mean = _gathering(f"{name}-per-quarter", f"US {title}, a quarter, average of the quarters covered")
        for year, covered in COVERED.items():
            counts = [getattr(item, slug) for item in by_quarter if item.year == year]
            mean.add("USA", year, sum(counts) / len(counts), where=FILE)
            if len(covered) == 4:
                yearly.add("USA", year, float(sum(counts)), where=FILE)
        found += [yearly.series(), mean.series()]
    return (*found, *_entities(listed))


def _entities(rules: tuple[Rule, ...]) -> tuple[Series, ...]:
    total = _gathering("entities-added", "Entities added by Entity List rules that state a number, complete years only")
    china = _gathering(
        "entities-added-china",
        "Entities added under China by Entity List rules that state a number, complete years only",
    )
    for year, covered in COVERED.items():
        if len(covered) < 4:
            continue
        here = [rule for rule in rules if rule.day.year == year and rule.category == "entity_list"]
        total.add("USA", year, float(sum(rule.added or 0 for rule in here)), where=FILE)
        china.add("USA", year, float(sum(rule.added_china or 0 for rule in here)), where=FILE)
    return total.series(), china.series()


def _gathering(slug: str, title: str) -> Gathering:
    source = derived_from(title, ORIGIN, note="counted from a partial list; gaps are missing, not zero")
    return Gathering(f"federal-register/export-controls/{slug}", title, "count", "derived", source)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder `us_export_control_rules` under `raw`."""
    return series(read_rules(raw / "us_export_control_rules" / FILE))
