"""Batches in threads of this process: the kernels release the lock, so that each thread has a core to itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event

#: Seconds between two looks at how far the work is.
LOOK = 0.2

#: Makes the bytes of a batch; calls its second argument before each draw.
Make = Callable[[int, Callable[[], None]], bytes]


class _StoppedError(Exception):
    """The run was given up."""


def each(batches: Sequence[int], make: Make, workers: int, draw: Callable[[], None]) -> Iterator[tuple[int, bytes]]:
    """Yield batches and their bytes as they are done, at most `workers` at a time.

    Leaving early, by an error or by Ctrl-C, stops every thread at its next draw.

    Parameters
    ----------
    draw : callable
        Called from the thread that iterates, once for each draw that was begun.
    """
    stop = Event()
    begun: list[None] = []

    def step() -> None:
        if stop.is_set():
            raise _StoppedError
        begun.append(None)

    left = list(reversed(batches))
    running: dict[Future[bytes], int] = {}
    with ThreadPoolExecutor(workers, "technostate-futures") as pool:
        try:
            while left or running:
                while left and len(running) < workers:
                    batch = left.pop()
                    running[pool.submit(make, batch, step)] = batch
                done, _ = wait(running, LOOK, FIRST_COMPLETED)
                for _ in range(len(begun)):
                    begun.pop()
                    draw()
                for future in sorted(done, key=running.__getitem__):
                    yield running.pop(future), future.result()
        finally:
            stop.set()
            for future in running:
                future.cancel()
