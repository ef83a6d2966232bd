"""Batches on the workers of a Dask scheduler: pure tasks, keyed by the hash of the run and the batch's number.

A worker that dies takes its tasks with it, and the scheduler gives them to another; one that joins gets some. Where the
scheduler itself is lost the run ends with one message, and what came back is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from typing import Any

from technostate.errors import DataError, RunError, ScenarioError, TechnostateError
from technostate.futures.batches import Model, content
from technostate.futures.plan import Plan

#: Seconds within which a scheduler must answer, and after which a lost one is given up.
PATIENCE = 10.0
#: Seconds until the first worker must be there.
FIRST_WORKER = 60.0
#: Seconds between two looks at what is done.
LOOK = 0.05
#: Tasks that wait for each thread of the workers, so that none is idle and little is held in memory.
AHEAD = 3

_making = Lock()


def task(plan: Plan, model: Callable[[], Model], batch: int) -> bytes:
    """Return a batch's bytes; this is what a worker does.

    Raises
    ------
    DataError
        If the worker has another version, other data or other code than who asks.
    """
    from technostate.futures.here import here

    version, data, code = here()
    if (version, data, code) != (plan.version, plan.data, plan.code):
        raise DataError(
            f"a worker has technostate {version} with data {data[:8]} and code {code[:8]}, and the run is of "
            f"{plan.version} with {plan.data[:8]} and {plan.code[:8]}",
            hint="install the same version on every worker",
        )
    with _making:
        made = _made(plan.hash, _Once(model))
    return content(plan, made, batch)


class _Once:
    """A function that is told apart by nothing, so that the hash alone finds what it made."""

    def __init__(self, make: Callable[[], Model]) -> None:
        self.make = make

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)
def _made(key: str, once: _Once) -> Model:
    return once.make()


def each(batches: Sequence[int], plan: Plan, model: Callable[[], Model], address: str) -> Iterator[tuple[int, bytes]]:
    """Yield batches and their bytes as they come back.

    Parameters
    ----------
    model : callable
        Makes the model on a worker; picklable.
    address : str
        Of the scheduler, for example ``tcp://10.0.0.5:8786``.

    Raises
    ------
    ScenarioError
        If Dask is not installed, or the address is none.
    RunError
        If the scheduler does not answer, is lost, has no workers, or they die of a batch.
    """
    client = _client(address)
    try:
        yield from _gathered(client, list(reversed(batches)), plan, model, address)
    finally:
        with suppress(Exception):
            client.close(timeout=2)


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise ScenarioError(
            "--dask needs a part that is not installed", hint='pip install "technostate[distributed]"'
        ) from None
    if not address.strip():
        raise ScenarioError("--dask names no scheduler", hint=_LIKE)
    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False, name="technostate")
    except (ValueError, TypeError) as error:
        raise ScenarioError(f"{address!r} is no address of a scheduler: {error}", hint=_LIKE) from None
    except (OSError, TimeoutError) as error:
        raise RunError(f"no scheduler answers at {address}: {_short(error)}", hint=_LIKE) from None
    try:
        client.wait_for_workers(1, timeout=FIRST_WORKER)
    except TimeoutError:
        client.close(timeout=2)
        raise RunError(
            f"the scheduler at {address} has no workers", hint=f"start some: dask worker {address}"
        ) from None
    return client


_LIKE = "start one with: dask scheduler; it prints its address, like tcp://10.0.0.5:8786"


def _gathered(
    client: Any, left: list[int], plan: Plan, model: Callable[[], Model], address: str
) -> Iterator[tuple[int, bytes]]:
    running: dict[int, Any] = {}
    seen = time.monotonic()
    room = AHEAD
    looked = 0.0
    while left or running:
        now = time.monotonic()
        if client.status == "running":
            seen = now
            if now - looked > 1.0:
                looked, room = now, AHEAD * max(1, _threads(client))
        elif now - seen > PATIENCE or client.status == "closed":
            raise _lost(address)
        while left and len(running) < room and client.status == "running":
            number = left.pop()
            key = f"technostate-{plan.hash}-{number:05d}"
            running[number] = client.submit(task, plan, model, number, key=key, pure=True)
        done = [number for number in sorted(running) if running[number].status not in ("pending",)]
        for number in done:
            yield number, _result(running.pop(number), number, address)
        if not done:
            time.sleep(LOOK)


def _threads(client: Any) -> int:
    """Return how many threads the workers have, as the scheduler last said."""
    with suppress(Exception):
        return sum(client.nthreads().values())
    return 1


def _result(future: Any, number: int, address: str) -> bytes:
    from distributed import KilledWorker

    if future.status in ("cancelled", "lost"):
        raise _lost(address)
    try:
        found: Any = future.result(timeout=PATIENCE)
    except TechnostateError:
        raise
    except KilledWorker:
        raise RunError(f"batch {number} ended several workers", hint="look at their memory") from None
    except (OSError, TimeoutError):
        raise _lost(address) from None
    finally:
        with suppress(Exception):
            future.release()
    return bytes(found)


def _lost(address: str) -> RunError:
    return RunError(f"the scheduler at {address} is lost", hint="start it again; the same command then goes on")


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
