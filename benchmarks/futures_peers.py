"""Beside the paths of `technostate.dynamics`: the sketch they grew from, and ema_workbench around the same function.

The sketch is shared source outside this repository; where it is not there, its rows say so.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measure import SHARED, Row

SKETCH = SHARED / "prototypes" / "dynamics"


@contextmanager
def inside() -> Iterator[None]:
    """The sketch on the path, and its folder as the current one, from which it reads its data."""
    before, cache = Path.cwd(), sys.dont_write_bytecode
    sys.path.insert(0, str(SKETCH))
    sys.dont_write_bytecode = True
    os.chdir(SKETCH)
    try:
        yield
    finally:
        os.chdir(before)
        sys.dont_write_bytecode = cache
        sys.path.remove(str(SKETCH))


def sketch() -> Any:
    """The sketch's model at 16 × 14 and SSP2, compiled; None where there is no sketch."""
    if not (SKETCH / "model.py").is_file():
        return None
    with inside(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = importlib.import_module("model")
        made = module.Model(module.build())
        moved(made)
    return made


def moved(made: Any) -> Any:
    """A path of the sketch with every mechanism at work and levers as its own throughput test moves them."""
    levers = made.levers0.copy()
    china, usa = made.b.R.index("CHN"), made.b.R.index("USA")
    levers[3:, china, 0], levers[3:, china, 2], levers[3:, usa, 2] = 0.3, 0.01, 0.01
    return made.run(levers=levers, beta=0.5, a_r=1.0, a_f=0.5, a_g=1.0, restr=0.1, wedge=0.1, close=0.2)


def paired(pairs: dict[str, tuple[Callable[[], Any], Callable[[], Any]]], repeats: int) -> Iterator[Row]:
    """Ours and theirs by turns: the least and the middle milliseconds of each, and the middle ratio."""
    for name, both in pairs.items():
        spent = np.empty((repeats, 2))
        for run in both:
            run()
        for turn in range(repeats):
            for place in (0, 1) if turn % 2 else (1, 0):
                start = time.process_time()
                both[place]()
                spent[turn, place] = 1e3 * (time.process_time() - start)
        (ours, theirs), (our_middle, their_middle) = spent.min(0), np.median(spent, axis=0)
        ratio = float(np.median(spent[:, 1] / spent[:, 0]))
        yield name, float(ours), float(our_middle), float(theirs), float(their_middle), ratio


def workbench(names: tuple[str, ...], evaluate: Callable[[np.ndarray], float], count: int) -> Callable[[], Any]:
    """What ema_workbench does for `count` paths at points between 0 and 1 by Latin hypercube, in this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import ema_workbench  # type: ignore[import-untyped,unused-ignore]

    logging.getLogger("EMA").setLevel(logging.CRITICAL)
    keys = tuple(f"x{at}" for at in range(len(names)))

    def function(**point: float) -> dict[str, float]:
        return {"income": evaluate(np.array([point[key] for key in keys]))}

    model = ema_workbench.Model("paths", function=function)
    model.uncertainties = [ema_workbench.RealParameter(key, 0.0, 1.0) for key in keys]
    model.outcomes = [ema_workbench.ScalarOutcome("income")]

    def run() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ema_workbench.perform_experiments(model, count, log_progress=True)

    return run
