"""Import of a folder or a file into a collection: what is known is skipped, what is hostile refused, the rest kept."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from technostate.doctrine.importers import docx, html, pdf, plain, tables, tmx
from technostate.doctrine.importers.found import Found
from technostate.doctrine.importers.limits import SourceFile, read
from technostate.doctrine.importers.writer import Defaults, Progress, Report, Writer
from technostate.errors import DataError
from technostate.evidence.store import Store

__all__ = ["FORMATS", "Defaults", "Report", "import_file", "import_folder"]

#: Ending → importer.
FORMATS: dict[str, Callable[[SourceFile], Iterator[Found]]] = {
    ".txt": plain.read_text,
    ".text": plain.read_text,
    ".md": plain.read_markdown,
    ".markdown": plain.read_markdown,
    ".html": html.read_html,
    ".htm": html.read_html,
    ".xhtml": html.read_html,
    ".docx": docx.read_docx,
    ".pdf": pdf.read_pdf,
    ".tmx": tmx.read_tmx,
    ".csv": tables.read_csv,
    ".tsv": tables.read_csv,
    ".jsonl": tables.read_jsonl,
    ".ndjson": tables.read_jsonl,
    ".xlsx": tables.read_workbook,
}
#: Names of files about files, left out unless `exclude` says otherwise.
ABOUT = ("SOURCE.txt", "README*", "LICENSE*", "LICENCE*", "NOTICE*", "CHANGELOG*")


def import_folder(
    store: Store,
    path: Path,
    collection: str,
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Defaults | None = None,
    exclude: Sequence[str] = ABOUT,
    progress: Progress | None = None,
) -> Report:
    """Import every file of a folder and its folders whose ending is in `FORMATS`.

    Documents are kept whole, a few megabytes at a time; an import that is stopped or killed goes on where it was when
    it is started again. A file that cannot be read is refused with one error and stops nothing.

    Parameters
    ----------
    store : Store
    path : Path
        A folder or one file.
    collection : str
    columns : mapping, optional
        Field of a document (text, title, date, issuer, source, type, language) → column of CSV, JSONL and workbooks.
    defaults : Defaults, optional
        Issuer, type, language and date where a file has none.
    exclude : sequence of str
        Patterns of file names to leave out.
    progress : callable, optional
        Called with a `Step` after each file.

    Returns
    -------
    Report

    Raises
    ------
    DataError
        If there is no such folder, or the collection has no name.
    """
    root = Path(path)
    if not root.exists():
        raise DataError(f"{path} does not exist", hint="name a folder or a file")
    writer = Writer(store, collection, defaults or Defaults(), columns or {}, progress)
    if root.is_dir():
        files = sorted(_walk(root, writer.report, exclude))
        writer.expect(sum(size for _, _, size in files))
    else:
        files = [(root.name, root, 0)]
        writer.expect(root.stat().st_size)
    with writer:
        for name, file, _ in files:
            _import_one(writer, file, name)
    return writer.report


def import_file(
    store: Store,
    path: Path,
    collection: str,
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Defaults | None = None,
) -> Report:
    """Import one file.

    Parameters
    ----------
    store : Store
    path : Path
    collection : str
    columns : mapping, optional
        As in `import_folder`.
    defaults : Defaults, optional

    Raises
    ------
    DataError
        If it cannot be read; nothing of it is kept.
    """
    if Path(path).is_dir():
        raise DataError(f"{path} is a folder", hint="use import_folder")
    report = import_folder(store, path, collection, columns=columns, defaults=defaults, exclude=())
    if report.refused:
        raise report.refused[0].error
    return report


def _import_one(writer: Writer, path: Path, name: str) -> None:
    importer = FORMATS.get(Path(name).suffix.lower())
    if importer is None:
        error = DataError(f"{name} has an unknown ending", hint=f"known are {' '.join(FORMATS)}")
        writer.refuse(name, error, size=0)
        return
    try:
        file = read(path, name, writer.columns)
    except DataError as error:
        writer.refuse(name, error, size=0)
        return
    writer.add_file(file, importer)


def _walk(root: Path, report: Report, exclude: Sequence[str]) -> Iterator[tuple[str, Path, int]]:
    """Yield name, path and size of the files; links to folders are not followed, so that no loop is entered."""
    inside = root.resolve()
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(folder, name)
            shown = path.relative_to(root).as_posix().encode("utf-8", "replace").decode()
            if name.startswith(".") or any(fnmatch.fnmatch(name, pattern) for pattern in exclude):
                continue
            if path.suffix.lower() not in FORMATS:
                report.skipped.append(shown)
            elif path.is_symlink() and not _leads_into(path, inside):
                error = DataError(f"{shown} is a link out of the folder", hint="copy the file it names")
                report.refused.append(report.refusal(shown, error))
            else:
                yield shown, path, path.lstat().st_size


def _leads_into(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False
