"""What SQLite and the system say of a store, as one error that says what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from technostate.errors import DataError, StoreError

#: What to do about a damaged file.
RESTORE = "restore a copy, or import again into a new file"
# Of what SQLite says, the words that tell the cause, and what to do about it.
_HINTS = (
    ("locked", "another process is writing; try again"),
    ("busy", "another process is writing; try again"),
    ("readonly", "you may read this store, not change it: name another file with --store PATH"),
    ("decode", f"the file is damaged: {RESTORE}"),
    ("no such", f"the file is damaged: {RESTORE}"),
)


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into one `StoreError`."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        hint = next((hint for word, hint in _HINTS if word in text), "look at the folder's rights and free space")
        raise StoreError(f"{path}: {text}", hint=hint) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: {error}", hint=f"if the file is damaged, {RESTORE}") from error
    except OSError as error:
        raise StoreError(
            f"{path} cannot be opened: {error.strerror or error}", hint="name another file: --store PATH"
        ) from error
    except UnicodeDecodeError as error:
        # SQLite names a broken table in bytes that are no text.
        raise StoreError(f"{path} is damaged", hint=RESTORE) from error
    except UnicodeEncodeError as error:
        raise DataError(
            f"{error.object!r} is not text: it has bytes that are no UTF-8", hint="type the words again"
        ) from error
    except OverflowError as error:
        raise DataError("a number is larger than the store can hold", hint="name a smaller one") from error
