"""Import of a folder or a file into a collection: what is known is skipped, what is hostile refused, the rest kept."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from technostate.doctrine.importers import docx, plain, tables, tmx
from technostate.doctrine.importers.apart import Apart
from technostate.doctrine.importers.found import Found, from_extract
from technostate.doctrine.importers.limits import SourceFile, read, shown
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
    ".docx": docx.read_docx,
    ".tmx": tmx.read_tmx,
    ".csv": tables.read_csv,
    ".tsv": tables.read_csv,
    ".jsonl": tables.read_jsonl,
    ".ndjson": tables.read_jsonl,
    ".xlsx": tables.read_workbook,
}
#: Ending → kind of a file that is read in a second process.
APART = {".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf"}
#: Beginnings of names that programs give to files of their own: hidden ones, and locks of open documents.
_PROGRAMS = (".", "~$")
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
    """Import every file of a folder and its folders whose ending is in `FORMATS` or `APART`.

    Documents are kept whole, a few megabytes at a time; an import that is stopped or killed goes on where it was when
    it is started again. A file that cannot be read is refused with one error and stops nothing.

    Parameters
    ----------
    path : Path
        A folder or one file.
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
    size = _size_of(root)
    writer = Writer(store, collection, defaults or Defaults(), columns or {}, progress)
    if size is None:
        files = sorted(_walk(root, writer.report, exclude))
        writer.expect(sum(size for _, _, size in files))
    else:
        files = [(shown(root.name), root, size)]
        writer.expect(size)
    with Apart() as apart, writer:
        for name, file, _ in files:
            _import_one(writer, apart, file, name)
    return writer.report


def _size_of(root: Path) -> int | None:
    """Return the size of a file, None of a folder; raises `DataError` for anything else."""
    name = shown(root)
    try:
        found = root.stat()
    except FileNotFoundError:
        raise DataError(f"{name} does not exist", hint="name a folder or a file") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise DataError(f"{name[:200]} cannot be found: {why}", hint="name a folder or a file") from None
    if stat.S_ISDIR(found.st_mode):
        return None
    if not stat.S_ISREG(found.st_mode):
        raise DataError(
            f"{name} is a pipe or a device; only folders and files can be imported",
            hint="save what it gives to a file first, with an ending that names its format",
        )
    return found.st_size


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
    columns : mapping, optional
        As in `import_folder`.

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


def _import_one(writer: Writer, apart: Apart, path: Path, name: str) -> None:
    ending = Path(name).suffix.lower()
    importer = FORMATS.get(ending)
    if kind := APART.get(ending):

        def importer(file: SourceFile) -> Iterator[Found]:
            yield from_extract(file, apart.extract(file, kind))

    if importer is None:
        error = DataError(f"{name} has an unknown ending", hint=f"known are {' '.join([*FORMATS, *APART])}")
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

    def refuse(path: Path, why: str, hint: str) -> None:
        name = shown(path.relative_to(root).as_posix())
        report.refused.append(report.refusal(name, DataError(f"{name} {why}", hint=hint)))

    def unlisted(error: OSError) -> None:
        refuse(Path(error.filename), f"cannot be listed: {error.strerror}", "look at the folder's rights")

    for folder, folders, names in os.walk(root, onerror=unlisted, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(folder, name)
            if name.startswith(_PROGRAMS) or any(fnmatch.fnmatch(name, pattern) for pattern in exclude):
                continue
            if path.suffix.lower() not in {*FORMATS, *APART}:
                report.skipped.append(shown(path.relative_to(root).as_posix()))
            elif path.is_symlink() and not _leads_into(path, inside):
                refuse(path, "is a link out of the folder", "copy the file it names")
            else:
                try:
                    yield shown(path.relative_to(root).as_posix()), path, path.lstat().st_size
                except OSError as error:
                    refuse(path, f"cannot be read: {error.strerror}", "import the folder again")


def _leads_into(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False
