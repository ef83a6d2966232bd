"""Which store is read: the one that is named, else that of the environment, else the user's usual one if it exists."""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from pathlib import Path

from technostate.errors import StoreError
from technostate.evidence.store import Store, default_path

_chosen: Path | None = None
_of_thread = threading.local()
# Connections that a forked process inherits: closing them there would break the locks of the process they belong to.
_inherited: list[Store] = []


def use(path: Path | str | None) -> None:
    """Name the store from which figures are read, beside what ships; None for the usual one.

    Raises
    ------
    StoreError
        If there is no such file, or it is no store; what was named before stays.
    """
    global _chosen
    if path is not None and not Path(path).exists():
        raise StoreError(
            f"there is no store at {path}",
            hint=f"technostate data import KIND FILE --store {path} makes it; leave out --store for what ships",
        )
    before, _chosen = _chosen, None if path is None else Path(path)
    if path is not None:
        try:
            opened()
        except StoreError:
            _chosen = before
            raise


def named() -> Path | None:
    """Return the file that `use` was given, None where it is the usual one."""
    return _chosen


def opened() -> Store | None:
    """Return the store that is read, open in this thread; None where nothing is named and nothing was imported.

    Raises
    ------
    StoreError
        If the file is there and is no store, is damaged, or was written by a newer version.
    """
    path = _chosen or _usual(os.environ.get("TECHNOSTATE_STORE", ""))
    try:
        found = path.stat() if path is not None else None
    except FileNotFoundError:
        found = None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be opened: {error}", hint="name another file: --store PATH") from None
    if path is None or found is None:
        if _chosen is not None:
            raise StoreError(f"there is no store at {path}", hint="it was there: restore a copy, or import again")
        return None
    key = os.getpid(), path, found.st_dev, found.st_ino
    held: tuple[tuple[object, ...], Store] | None = getattr(_of_thread, "held", None)
    if held is not None and held[0] == key:
        return held[1]
    if held is not None and held[0][0] != key[0]:
        _inherited.append(held[1])
    store = Store(path, create=False)
    _of_thread.held = key, store
    return store


@lru_cache(maxsize=8)
def _usual(named: str) -> Path | None:
    """Return where a store lies unless one is named here; None for a user without a home, who has none."""
    try:
        return Path(named) if named else default_path()
    except StoreError:
        return None
