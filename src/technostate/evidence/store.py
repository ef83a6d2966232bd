"""The user's store: one SQLite file that a kill leaves whole, that readers read while a writer writes.

The file knows its own format (`application_id`, `user_version`); each room that keeps something in it declares a
`Part` with its own version, so that parts can be added and changed one by one.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from technostate import caches
from technostate.errors import StoreError
from technostate.evidence.store_errors import RESTORE, store_errors

#: Written into the header of the file: "TSST".
APPLICATION = 0x54535354
#: Version of the table of parts itself.
FORMAT = 1
#: The largest number that is asked of SQLite; larger ones name nothing.
MOST = 2**62
#: Seconds that a writer waits for another writer.
PATIENCE = 30.0

_MAGIC = b"SQLite format 3\0"


@dataclass(frozen=True)
class Part:
    """Tables that one room keeps in the store.

    Parameters
    ----------
    name : str
        For example ``"documents"``.
    versions : tuple of tuple of str or callable
        For every version the SQL statements that lead to it from the version before, the first from nothing; a
        function is called with the connection.
    """

    name: str
    versions: tuple[tuple[str | Callable[[sqlite3.Connection], None], ...], ...]

    @property
    def version(self) -> int:
        """The newest version, counted from 1."""
        return len(self.versions)


def default_path() -> Path:
    """Return where the store lies unless the user names a file: the system's folder for a user's data.

    The variable ``TECHNOSTATE_STORE`` names the file itself.

    Raises
    ------
    StoreError
        If the user has no home folder, as one without an account may.
    """
    if named := os.environ.get("TECHNOSTATE_STORE"):
        return Path(named)
    folder = caches.user_data()
    if folder is None:
        raise StoreError(
            "the store has no place: this user has no home folder",
            hint="name a file: --store PATH, or the variable TECHNOSTATE_STORE",
        )
    return folder / "store.sqlite"


class Store:
    """An open store; one object a thread, any number of processes a file.

    Parameters
    ----------
    path : Path, optional
        The file; `default_path()` by default.
    create : bool
        Make the file where there is none; otherwise a missing file is an error.

    Raises
    ------
    StoreError
        If the file is missing, cannot be read or written, is no store, is damaged, or was written by a newer version.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> notes = Part("notes", (("CREATE TABLE note(text TEXT)",),))
    >>> with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "s.sqlite") as store:
    ...     store.require(notes)
    ...     with store.writing() as db:
    ...         _ = db.execute("INSERT INTO note VALUES ('one')")
    ...     store.rows("SELECT text FROM note")
    [('one',)]
    """

    def __init__(self, path: Path | None = None, *, create: bool = True) -> None:
        self.path = default_path() if path is None else Path(path)
        with self._errors():
            self._check_file(create)
            self._db = sqlite3.connect(self._address(), timeout=PATIENCE, isolation_level=None, uri=True)
        # A store that is forgotten is closed, so that no connection outlives it.
        self._end = weakref.finalize(self, _closed, self._db)
        try:
            with self._errors():
                self._prepare()
        except StoreError:
            self.close()
            raise

    def _address(self) -> str:
        """Return the file's address; one that this user may not write, and nobody is writing, is only read."""
        # Never a bare name, of which SQLite may make something else: ":memory:" and "file:…?mode=memory" keep nothing.
        address = self.path.absolute().as_uri()
        beside = self.path.with_name(self.path.name + "-wal")
        writable = os.access(self.path, os.W_OK) and os.access(self.path.absolute().parent, os.W_OK)
        return address if writable or not self.path.exists() or _size(beside) else f"{address}?immutable=1"

    def _check_file(self, create: bool) -> None:
        """Refuse what is no SQLite file before SQLite writes anything beside it."""
        if not self.path.exists():
            if not create:
                raise StoreError(
                    f"there is no store at {self.path}", hint="import something first, or name it: --store PATH"
                )
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return
        if not self.path.is_file():
            raise StoreError(f"{self.path} is not a file", hint="name the store's file: --store PATH")
        with self.path.open("rb") as file:
            head = file.read(len(_MAGIC))
        if head and head != _MAGIC:
            raise StoreError(f"{self.path} is not a store of technostate", hint="name another file: --store PATH")

    def _prepare(self) -> None:
        db = self._db
        for pragma in ("foreign_keys = ON", "trusted_schema = OFF", "synchronous = FULL", "temp_store = MEMORY"):
            db.execute(f"PRAGMA {pragma}")
        # One read transaction: another process may be making the same new file.
        with self.reading():
            known = _number(db, "application_id"), _number(db, "user_version")
            tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if known == (APPLICATION, FORMAT):
            return
        if known[0] == APPLICATION:
            raise StoreError(
                f"{self.path} was written by a newer version (format {known[1]}, this one knows {FORMAT})",
                hint="upgrade technostate, or name another file: --store PATH",
            )
        if tables:
            raise StoreError(f"{self.path} belongs to another program", hint="name another file: --store PATH")
        db.execute("PRAGMA journal_mode = WAL")
        with self.writing():
            # Two processes may have met an empty file at once; the second finds the work done.
            if _number(db, "application_id") == APPLICATION:
                return
            db.execute("CREATE TABLE part(name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID")
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {FORMAT}")

    def require(self, part: Part) -> None:
        """Make or bring up to date the tables of a part; raises `StoreError` if the file's are newer."""
        if self._version(part.name) == part.version:
            return
        with self.writing() as db:
            version = self._version(part.name)
            if version > part.version:
                raise StoreError(
                    f"{part.name} in {self.path} were written by a newer version ({version} > {part.version})",
                    hint="upgrade technostate, or name another file: --store PATH",
                )
            for statements in part.versions[version:]:
                for statement in statements:
                    if isinstance(statement, str):
                        db.execute(statement)
                    else:
                        statement(db)
            db.execute("INSERT OR REPLACE INTO part VALUES (?, ?)", (part.name, part.version))

    def has(self, part: Part) -> bool:
        """Return whether the file keeps a part, brought up to date; raises `StoreError` if its tables are newer."""
        version = self._version(part.name)
        if version not in (0, part.version):
            self.require(part)
        return version > 0

    def _version(self, name: str) -> int:
        found = self.rows("SELECT version FROM part WHERE name = ?", (name,))
        if found and not (isinstance(found[0][0], int) and found[0][0] > 0):
            raise StoreError(f"{self.path} is damaged: {name} have the version {found[0][0]!r}", hint=RESTORE)
        return int(found[0][0]) if found else 0

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one transaction: all of it is kept, or on any error nothing."""
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside one read transaction: all queries see the same state; within another, that one."""
        with self._errors():
            if self._db.in_transaction:
                yield self._db
                return
            self._db.execute("BEGIN")
            try:
                yield self._db
            finally:
                if self._db.in_transaction:
                    self._db.execute("COMMIT")

    def state(self) -> tuple[int, int]:
        """Return two numbers of which one is another as soon as anybody has written to the file."""
        with self._errors():
            return _number(self._db, "data_version"), self._db.total_changes

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of one query."""
        with self._errors():
            return self._db.execute(sql, values).fetchall()

    def check(self) -> None:
        """Read every page of the file; raises `StoreError` if it is damaged."""
        with self._errors():
            found = [str(row[0]) for row in self._db.execute("PRAGMA quick_check(5)")]
        if found != ["ok"]:
            raise StoreError(f"{self.path} is damaged: {found[0]}", hint=RESTORE)

    def close(self) -> None:
        """Close the file; the object is of no use afterwards."""
        self._end()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _errors(self) -> AbstractContextManager[None]:
        return store_errors(self.path)


def _closed(db: sqlite3.Connection) -> None:
    # One that another thread forgets stays open until the process ends: SQLite lets only its own thread close it.
    with suppress(sqlite3.ProgrammingError):
        db.close()


def _size(path: Path) -> int:
    """Return the bytes of a file that another process may be removing just now; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _number(db: sqlite3.Connection, pragma: str) -> int:
    return int(db.execute(f"PRAGMA {pragma}").fetchone()[0])
