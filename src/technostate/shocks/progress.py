"""How far long work is, shown and cancelled; and work that goes on beside other work in a second thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

Found = TypeVar("Found")

#: Called with a few words and the fraction of all work that is done; None where that is not known. What it raises
#: stops the work; parts that are finished stay kept.
Show = Callable[[str, float | None], None]

#: Seconds between two looks at how far the work is.
LOOK = 0.2


class Pace:
    """Turns pieces of work of different length into one fraction done.

    Parameters
    ----------
    lengths : sequence of float
        Of the pieces, in the order in which they are done.

    Examples
    --------
    >>> pace = Pace([1.0, 3.0], lambda words, done: print(words, done))
    >>> pace.within(1, 2, "weeks"); pace.next(); pace.within(2, 3, "year")
    weeks 0.125
    year 0.75
    """

    def __init__(self, lengths: Sequence[float], show: Show) -> None:
        self._lengths, self._show, self._at = lengths, show, 0

    def within(self, done: int, total: int, words: str) -> None:
        """Show that `done` of `total` parts of the present piece are done."""
        before, piece = sum(self._lengths[: self._at]), sum(self._lengths[self._at : self._at + 1])
        self._show(words, (before + piece * done / max(total, 1)) / sum(self._lengths))

    def next(self) -> None:
        """Go on to the next piece."""
        self._at += 1


def silent(words: str, done: float | None) -> None:
    """Show nothing."""


class _StoppedError(Exception):
    """The other work was given up, and this one with it."""


@contextmanager
def beside(work: Callable[[Show], Found], show: Show, *, at_once: bool = True) -> Iterator[Callable[[], Found]]:
    """Start work in a thread and yield the function that waits for what it finds.

    Leaving the block early, by an error or by Ctrl-C, stops the work at the next step that it shows.

    Parameters
    ----------
    work : callable
        Takes the function with which it shows its steps. It may run at the same time as the block.
    show : callable
        Shows the steps of the work, only while it is waited for.
    at_once : bool
        Whether the work may begin now; otherwise it is done when it is waited for, in the thread that waits.
    """
    if not at_once:
        yield lambda: work(show)
        return
    stop = Event()
    last: list[tuple[str, float | None]] = [("", None)]

    def step(words: str, done: float | None) -> None:
        if stop.is_set():
            raise _StoppedError
        last[0] = words, done

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work, step)

        def wait() -> Found:
            while not future.done():
                show(*last[0])
                try:
                    return future.result(LOOK)
                except TimeoutError:
                    continue
            return future.result()

        try:
            yield wait
        finally:
            stop.set()
