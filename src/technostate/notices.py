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


def in_words(seconds: float | None) -> str:
    """Return a time left as a person would say it.

    Examples
    --------
    >>> [in_words(value) for value in (None, 0.2, 42.0, 95.0, 4000.0)]
    ['', 'nearly done', 'about 40 s left', 'about 2 min left', 'about 1 h 10 min left']
    """
    if seconds is None:
        return ""
    if seconds < 1:
        return "nearly done"
    if seconds < 60:
        # Ten seconds are as exact as the guess is.
        return f"about {seconds:.0f} s left" if seconds < 10 else f"about {10 * round(seconds / 10)} s left"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {minutes} min left"
    tens = 10 * round(seconds / 600)
    return f"about {tens // 60} h{f' {tens % 60} min' if tens % 60 else ''} left"
