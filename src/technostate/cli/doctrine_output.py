"""What the commands of the doctrine views share: which collection is asked, and how the answer is written."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from technostate.errors import DataError, LabelError, unknown_label, visible, visible_json

if TYPE_CHECKING:
    from technostate.doctrine.views import CountedCollection, Table
    from technostate.evidence.store import Store


@Parameter(name="*")
@dataclass(frozen=True)
class Where:
    """The collection that is asked.

    Parameters
    ----------
    collection : str
        Embedded counts: gwr (Chinese Government Work Reports), congress (CPC congresses), sotu (US annual messages),
        nss (US National Security Strategies). Any other name, and with --store any name: texts that were imported.
    language : str
        zh or en, where imported texts have both.
    store : Path
        The store's file; the user's own by default.
    sense : str
        Of 安全 in Chinese texts: strategic, safety or other (docs/codebook.md); every hit by default.
    """

    collection: str = "gwr"
    language: str = ""
    store: Path | None = None
    sense: str | None = None


@Parameter(name="*")
@dataclass(frozen=True)
class Output:
    """How the answer is written.

    Parameters
    ----------
    as_json : bool
        Print JSON.
    as_csv : bool
        Print CSV, each row with kind, unit and origin.
    chart : Path
        Write the chart to this SVG file.
    """

    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False
    as_csv: Annotated[bool, Parameter(name="--csv", negative="")] = False
    chart: Path | None = None


@contextmanager
def counted(where: Where, terms: Sequence[str] = ()) -> Iterator[tuple[CountedCollection, Store | None]]:
    """Give the collection and, where its texts were imported, the store that has them.

    Parameters
    ----------
    where : Where
    terms : sequence of str
        Terms that are looked for beside the lexicon, in imported texts only.
    """
    from technostate.doctrine import views
    from technostate.evidence.readers.official_texts import ORIGINS

    if where.store is None and where.collection in ORIGINS:
        texts = views.shipped(where.collection, sense=where.sense)
        if where.language not in ("", texts.language):
            raise LabelError(
                f"{where.collection} is counted in {texts.language}, not in {where.language!r}",
                hint="leave out --language",
            )
        yield texts, None
        return
    with opened(where) as store:
        yield views.imported(store, where.collection, language=where.language, terms=terms, sense=where.sense), store


@contextmanager
def opened(where: Where) -> Iterator[Store]:
    """Give the store that has a collection; one that was never made has none.

    Parameters
    ----------
    where : Where
    """
    from technostate.evidence.readers.official_texts import ORIGINS
    from technostate.evidence.store import Store, default_path

    path = where.store or default_path()
    if not _exists(path):
        error = unknown_label("collection", where.collection, tuple(ORIGINS))
        raise LabelError(
            f"{error}, and there is no store {'at ' + str(where.store) if where.store else 'of imported texts'}",
            hint=f"{error.hint}; other texts: technostate doctrine import FOLDER --collection NAME",
        )
    with Store(path, create=False) as store:
        yield store


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # A name that is too long, or a folder that may not be entered: opening it says so.
        return True


def write(
    table: Table, columns: Sequence[str], output: Output, head: str = "", titles: Mapping[str, str] | None = None
) -> None:
    """Print a view as a table, JSON or CSV, and write its chart if one was asked for.

    Parameters
    ----------
    table : Table
    columns : sequence of str
        Of the printed table; JSON and CSV have all.
    output : Output
    head : str
        First line of the printed table.
    titles : mapping of str to str, optional
        Column → its title in the printed table; the column's name by default.
    """
    if output.as_json and output.as_csv:
        raise DataError("JSON and CSV at once", hint="name one: --json or --csv")
    if output.chart is not None:
        _write_chart(table, output.chart)
    if output.as_json:
        print(visible_json(json.dumps(table.as_dict(), ensure_ascii=False, indent=1)))
    elif output.as_csv:
        _print_csv(table)
    else:
        _print_table(table, {column: (titles or {}).get(column, column.replace("_", " ")) for column in columns}, head)


def _write_chart(table: Table, path: Path) -> None:
    if path.suffix.lower() != ".svg":
        raise DataError(f"{path.name} is not an SVG file", hint="name it FILE.svg")
    from technostate.report.charts.svg import quickly
    from technostate.report.doctrine_charts import chart

    with quickly():
        drawn = chart(table)
    try:
        path.write_text(drawn, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(
            f"{path} cannot be written: {error.strerror}", hint="name a file in a folder that exists"
        ) from None


def _print_csv(table: Table) -> None:
    writer = csv.DictWriter(sys.stdout, table.header(), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: guarded(value) for key, value in row.items()} for row in table.cells())


def guarded(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula and no terminal for a command.

    Text that begins like a formula gets an apostrophe; control characters are written as escapes.

    Examples
    --------
    >>> guarded("=1+1"), guarded(-1.5)
    ("'=1+1", -1.5)
    """
    if not isinstance(value, str):
        return value
    return visible(f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value)


def _print_table(table: Table, columns: Mapping[str, str], head: str) -> None:
    if head:
        print(visible(head, keep=""))
    print(visible(f"unit: {table.unit}; kind: {table.kind}; source: {table.origin.short()}", keep=""))
    print("\t".join(columns.values()))
    for row in table.records():
        print("\t".join(_cell(row[column]) for column in columns))
    for note in table.notes:
        print(f"note: {visible(note)}", file=sys.stderr)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2e}" if 0 < abs(value) < 5e-4 else f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}"
    return visible(" ".join(map(str, value)) if isinstance(value, list) else str(value), keep="")
