"""Progress of long work with the time that is left: a bar on a terminal, nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from technostate.notices import in_words

#: Seconds of work before a first guess at the time left is worth showing.
FIRST_GUESS = 1.0


class TimeLeft:
    """Guesses the seconds left from the pace so far; what was found finished says nothing about the pace.

    Parameters
    ----------
    clock : callable
        Returns seconds.

    Examples
    --------
    >>> moments = iter([0.0, 10.0])
    >>> left = TimeLeft(clock=lambda: next(moments))
    >>> left.after(0.2), left.after(0.4)
    (None, 30.0)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start: tuple[float, float] | None = None

    def after(self, done: float) -> float | None:
        """Return the seconds left once a fraction is done; None while the pace is not known.

        Parameters
        ----------
        done : float
            Between 0 and 1; the first call marks where the work begins.
        """
        now = self._clock()
        if self._start is None or done < self._start[1]:
            self._start = now, done
            return None
        elapsed, worked = now - self._start[0], done - self._start[1]
        if worked <= 0 or elapsed < FIRST_GUESS:
            return None
        return elapsed / worked * max(0.0, 1.0 - done)


@contextmanager
def shown() -> Iterator[Callable[[str, float | None], None]]:
    """Yield a function that shows what is being done and which fraction is done (None: not known).

    On a terminal it draws a bar with the time left on standard error, gone at the end; elsewhere it does nothing.
    """
    if not sys.stderr.isatty():
        yield lambda words, done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    left = TimeLeft()
    columns = TextColumn("technostate: {task.description}"), BarColumn(24), TextColumn("{task.fields[left]}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, left="")

        def show(words: str, done: float | None) -> None:
            guess = in_words(left.after(done)) if done is not None else ""
            bar.update(task, description=words, total=None if done is None else 1.0, completed=done or 0.0, left=guess)

        yield show
