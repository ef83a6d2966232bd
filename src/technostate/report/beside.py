"""Work that goes on beside other work, in a second thread, and stops when that is given up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

from technostate.report.shock_runs import Show

Found = TypeVar("Found")

#: Seconds between two looks at how far the work is.
LOOK = 0.2


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
