"""How the embedded monthly counts are made: the evening news, by month, whom items are about, and term."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from technostate.doctrine import formulations
from technostate.doctrine.counting import Scanner
from technostate.doctrine.formulation import Formulation
from technostate.doctrine.monthly import classify
from technostate.doctrine.monthly.names import counted_names
from technostate.doctrine.monthly.stored import COUNTS, MONTHS, NAMES
from technostate.doctrine.text import counted, han_count
from technostate.errors import DataError
from technostate.evidence.build import Product, Recipe, dump
from technostate.evidence.readers import evening_news
from technostate.evidence.readers.evening_news import Item

if TYPE_CHECKING:
    import polars as pl

#: Table of the raw set whose columns are further words to count.
PUBLISHED = "monthly_term_counts.csv"
_NO_TERM = ("month", "days", "items", "han_chars")

DONE = (
    "Title and text of every item that is no clip of the whole programme, split into lines, folded to simplified "
    "characters without whitespace; terms found by the rules of docs/doctrine.md and items told apart by the rules "
    "{rules} of docs/monthly.md; hits, items, days and Han characters added up by month. Texts are not shipped."
)


def published_words(path: Path) -> tuple[str, ...]:
    """Return the terms that a published table of monthly counts has as columns; raises `DataError` if it has none."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = next(csv.reader(file), [])
    if tuple(head[:4]) != _NO_TERM:
        raise DataError(f"{path.name} does not begin with {', '.join(_NO_TERM)}", hint="see SOURCE.txt")
    return tuple(head[4:])


def tables(items: Iterable[Item], names: Sequence[Formulation]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return hits by month, whom items are about and name, and the size of each month.

    Parameters
    ----------
    items : iterable of Item
        In any order; clips of the whole programme are left out.
    names : sequence of Formulation
        What is counted.

    Returns
    -------
    counts : polars.DataFrame
        Columns month, about, name and count; pairs without a hit have no row.
    months : polars.DataFrame
        Columns month, days (with any item), about, items and characters.
    """
    import polars as pl

    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    size: dict[tuple[str, str], int] = defaultdict(int)
    days: dict[str, set[str]] = defaultdict(set)
    for item in items:
        if not item.whole:
            key: tuple[str, str] = item.month, classify.about(item.title, item.text)
            size[key] += 1
            days[item.month].add(item.date)
            lines[key] += _passages(item)
    scanner = Scanner(names, "zh")
    rows: list[tuple[str, str, str, int]] = []
    sizes: list[tuple[str, int, str, int, int]] = []
    for key in sorted(lines):
        month, about = key
        found = scanner.count(lines[key])
        rows += [(month, about, item.id, int(hits)) for item, hits in zip(names, found, strict=True) if hits]
        sizes.append((month, len(days[month]), about, size[key], sum(map(han_count, lines[key]))))
    kinds = {"month": pl.String, "about": pl.String, "name": pl.String, "count": pl.Int32}
    of = {"month": pl.String, "days": pl.Int16, "about": pl.String, "items": pl.Int32, "characters": pl.Int32}
    return (
        pl.DataFrame(rows, schema=kinds, orient="row").sort("name", "month", "about"),
        pl.DataFrame(sizes, schema=of, orient="row").sort("month", "about"),
    )


def _passages(item: Item) -> Iterator[str]:
    """Yield the lines of an item as they are counted, the title first: no term runs over their ends."""
    for line in (item.title, *item.text.splitlines()):
        if text := counted(line, "zh"):
            yield text


def _run(raw: Path, out: Path) -> list[Product]:
    names = counted_names(published_words(raw / evening_news.FOLDER / PUBLISHED))
    counts, months = tables(evening_news.read_folder(raw), names)
    for path, table in ((COUNTS, counts), (MONTHS, months)):
        table.write_parquet(out / path, compression="zstd", compression_level=19, row_group_size=1 << 20)
    listing = {
        "fingerprint": formulations.fingerprint(formulations.default()),
        "names": {item.id: list(item.zh) for item in names},
        "rules": classify.version(),
    }
    (out / NAMES).write_text(dump(listing), encoding="utf-8", newline="\n")
    done, origins = DONE.format(rules=classify.version()), (evening_news.ORIGIN,)
    return [
        Product(COUNTS, "Hits of terms in the evening news by month", "derived", origins, counts.shape, ("1",), done),
        Product(MONTHS, "Items and characters by month", "derived", origins, months.shape, ("1",), done),
        Product(NAMES, "Terms that were counted by month", "derived", origins, (len(names),), ("1",), done),
    ]


RECIPES: tuple[Recipe, ...] = (Recipe("monthly", evening_news.FOLDER, (COUNTS, MONTHS, NAMES), _run),)
