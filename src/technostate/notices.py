"""Sentences to whoever runs long work, each once: what takes time, what was done in another way than usual."""

from __future__ import annotations

import warnings
from collections.abc import Callable

from technostate.errors import Notice

_tell: Callable[[str], None] | None = None
_told: set[str] = set()


def listen(tell: Callable[[str], None] | None) -> None:
    """Call a function with every sentence from now on; None for nobody."""
    global _tell
    _tell = tell


def remark(words: str) -> None:
    """Say what only somebody who waits wants to know; nobody hears it where nobody listens."""
    if _tell is not None and words not in _told:
        _told.add(words)
        _tell(words)


def notice(words: str) -> None:
    """Say what was done in another way than usual, with the same result: a `Notice` where nobody listens."""
    if _tell is not None:
        remark(words)
    elif words not in _told:
        _told.add(words)
        warnings.warn(words, Notice, stacklevel=3)
