"""The writing side of an import: batches of whole documents, flags, progress and the report."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

from technostate.doctrine import duplicates
from technostate.doctrine.documents import PART, DocumentDate, Flag, insert
from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.found import Found
from technostate.doctrine.importers.languages import language_code
from technostate.doctrine.importers.limits import SourceFile, shown
from technostate.doctrine.plausibility import flags as implausible
from technostate.errors import DataError
from technostate.evidence.store import Store

#: Characters and seconds after which the documents gathered so far are written in one transaction.
BATCH_CHARACTERS, BATCH_SECONDS = 2_000_000, 5.0


@dataclass(frozen=True)
class Defaults:
    """What documents have where their file does not say it.

    Parameters
    ----------
    issuer, type, language, date : str
        The language is taken from the text unless it is given here; the date is ISO.
    """

    issuer: str = ""
    type: str = ""
    language: str = ""
    date: str = ""


@dataclass(frozen=True)
class Step:
    """How far an import is.

    Parameters
    ----------
    done, total : int
        Bytes.
    name : str
        The file that was read last.
    """

    done: int
    total: int
    name: str


Progress = Callable[[Step], None]


@dataclass(frozen=True)
class Refusal:
    """A file that could not be read, and why."""

    name: str
    error: DataError


@dataclass
class Report:
    """What an import did.

    Parameters
    ----------
    added : int
        Documents written.
    known : int
        Documents, or files, that the collection had already.
    skipped : list of str
        Files whose ending is of no known format.
    encodings : Counter
        Encoding → documents written.
    flagged : list of (str, Flag)
        Title and what looks wrong, for the documents written.
    remarks : list of str
        What was left out of files that were read: rows without a text, running heads, sheets.
    bytes, seconds : int, float
        Size of the files read, time taken.
    """

    collection: str
    added: int = 0
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    encodings: Counter[str] = field(default_factory=Counter)
    flagged: list[tuple[str, Flag]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    bytes: int = 0
    seconds: float = 0.0

    @staticmethod
    def refusal(name: str, error: DataError) -> Refusal:
        """Return the refusal of a file."""
        return Refusal(name, error)


class Writer:
    """Gathers what importers find and writes it in batches; a context manager, so that the last batch is written.

    Parameters
    ----------
    columns : mapping
        Column map of tables; another map makes the same table another import.
    """

    def __init__(
        self,
        store: Store,
        collection: str,
        defaults: Defaults,
        columns: Mapping[str, str],
        progress: Progress | None = None,
    ) -> None:
        if not collection.strip():
            raise DataError("the collection has no name", hint="--collection NAME")
        words = {"collection": collection, **vars(defaults), **columns}
        if wrong := [name for name, word in words.items() if shown(word) != word]:
            raise DataError(
                f"{shown(wrong[0])} is not printable text in UTF-8", hint="write it without control characters"
            )
        self.report = Report(collection)
        self.columns = columns
        self._store, self._progress = store, progress
        self._defaults = replace(defaults, language=language_code(defaults.language))
        self._date = DocumentDate(defaults.date)
        self._waiting: list[tuple[SourceFile | None, list[Found]]] = []
        self._characters = 0
        self._total = 0
        self._began = self._written = time.monotonic()
        store.require(PART)

    def expect(self, size: int) -> None:
        """Say how many bytes will come, for the time left."""
        self._total = size

    def add_file(self, file: SourceFile, importer: Callable[[SourceFile], Iterator[Found]]) -> None:
        """Read a file unless the collection has it already; all of it is kept or, on an error, nothing."""
        if self._has(file):
            self.report.known += 1
        else:
            try:
                found = [self._completed(item) for item in importer(file)]
                if not found:
                    raise DataError(f"{file.name} has no document", hint="every row's text is empty")
            except DataError as error:
                self.refuse(file.name, error, size=len(file.data))
                return
            except (ValueError, ArithmeticError, LookupError, RecursionError, MemoryError) as error:
                # A fault of an importer, or a file beyond the machine: the other files of the folder go on.
                why = f"{type(error).__name__}: {clean(' '.join(str(error).split()))[:200]}"
                said = DataError(
                    f"{file.name} cannot be read ({why})", hint="save its text as .txt, and report the file"
                )
                self.refuse(file.name, said, size=len(file.data))
                return
            self.report.remarks += file.remarks
            self._wait(file, found)
        self._step(file.name, len(file.data))

    def add(self, found: Found, name: str, size: int) -> None:
        """Take a document that no file of its own holds, for example a law of a database."""
        self._wait(None, [self._completed(found)])
        self._step(name, size)

    def refuse(self, name: str, error: DataError, *, size: int) -> None:
        """Note that a file could not be read."""
        self.report.refused.append(Refusal(name, error))
        self._step(name, size)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # On Ctrl-C what is whole is kept; after any other error nothing more is written.
        if kind is None or issubclass(kind, KeyboardInterrupt):
            self._write()
        self.report.seconds = time.monotonic() - self._began

    def _has(self, file: SourceFile) -> bool:
        key = (self.report.collection, file.sha256, self._recipe(file))
        return bool(self._store.rows("SELECT 1 FROM file WHERE (collection, sha256, recipe) = (?, ?, ?)", key))

    def _recipe(self, file: SourceFile) -> str:
        return " ".join([file.suffix, *(f"{field}={column}" for field, column in sorted(self.columns.items()))])

    def _completed(self, found: Found) -> Found:
        known, given = found.document, self._defaults
        document = replace(
            known, collection=self.report.collection, issuer=known.issuer or given.issuer,
            type=known.type or given.type, language=given.language or known.language,
            date=known.date if known.date.text else self._date,
        )  # fmt: skip
        return replace(found, document=document)

    def _wait(self, file: SourceFile | None, found: list[Found]) -> None:
        self._waiting.append((file, found))
        self._characters += sum(len(passage.text) for item in found for passage in item.passages)
        if self._characters >= BATCH_CHARACTERS or time.monotonic() - self._written >= BATCH_SECONDS:
            self._write()

    def _write(self) -> None:
        """Write what is waiting in one transaction; only what is kept is counted."""
        done = Report(self.report.collection)
        with self._store.writing() as db:
            for file, documents in self._waiting:
                for found in documents:
                    self._write_document(db, found, done)
                if file is not None:
                    row = (done.collection, file.sha256, self._recipe(file), file.name, len(documents))
                    db.execute("INSERT OR IGNORE INTO file VALUES (?, ?, ?, ?, ?)", row)
        self.report.added += done.added
        self.report.known += done.known
        self.report.encodings += done.encodings
        self.report.flagged += done.flagged
        self._waiting, self._characters, self._written = [], 0, time.monotonic()

    @staticmethod
    def _write_document(db: Any, found: Found, done: Report) -> None:
        document = found.document
        outline = duplicates.outline([passage.text for passage in found.passages])
        flags = [*found.flags, *implausible(document, found.passages, dt.date.today()), *_alike(db, outline)]
        number = insert(db, document, found.passages, flags)
        if number is None:
            done.known += 1
            return
        duplicates.remember(db, number, outline)
        done.added += 1
        done.encodings[document.encoding] += 1
        done.flagged += [(document.title, flag) for flag in flags]

    def _step(self, name: str, size: int) -> None:
        self.report.bytes += size
        if self._progress is not None:
            self._progress(Step(self.report.bytes, self._total, name))


def _alike(db: Any, outline: duplicates.Hashes) -> Iterator[Flag]:
    for item in duplicates.near(db, outline)[:3]:
        title, collection = db.execute(
            "SELECT title, collection FROM document WHERE id = ?", (item.document,)
        ).fetchone()
        text = f"{item.share:.0%} of its strings are in document {item.document}, {title} ({collection})"
        yield Flag("near-duplicate", text)
