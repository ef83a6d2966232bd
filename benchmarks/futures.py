"""Paths to 2050 and ensembles of them: time, memory, growth and rates, beside the sketch and ema_workbench.

python -m benchmarks futures          all; writes benchmarks/results/futures.{md,svg}
python -m benchmarks futures --quick  fewer draws and sizes; prints, writes nothing

Times are processor time on one thread unless said, of code that is compiled; the draws are those of a named scenario.
Peers are described in benchmarks/futures_peers.py; the sketch needs the shared folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks import futures_peers, futures_sizes, peak
from benchmarks.measure import RESULTS, Row, exponent, growth_chart, least, machine, peak_memory, table
from technostate import dynamics
from technostate.dynamics import Baseline, Policy, Setting
from technostate.dynamics.frame import frame, knowledge, scratch
from technostate.dynamics.kernel.solver import MEMORY, improve, nothing_past
from technostate.dynamics.kernel.trade import wedges
from technostate.dynamics.mechanisms import arrivals
from technostate.dynamics.parameters import parameters
from technostate.futures import run as runs
from technostate.futures import scenarios
from technostate.futures.model import Dynamics
from technostate.futures.scenario import Scenario

SCENARIO, SEED = "china-brief", 1
#: Paths that a study asks for.
MANY = 10_000
ALONG = ("regions, 14 sectors", "sectors, 16 regions")


class Case(NamedTuple):
    """All that a path takes."""

    setting: Setting
    values: dict[str, float]
    policy: Policy

    def baseline(self) -> Baseline:
        """The baseline of the case's growth."""
        return dynamics.baseline(self.setting, self.values)

    def path(self, base: Baseline) -> dynamics.Path:
        """The path on a baseline."""
        return dynamics.path(self.setting, base, self.values, self.policy)


def drawn(scenario: Scenario, count: int) -> list[Case]:
    """The first draws of a scenario."""
    model = Dynamics(scenario)
    found = (model.space.draw(point) for point in model.points(SEED, range(count)))
    return [Case(model._setting(draw.projection), dict(draw.values), draw.policy) for draw in found]


def full() -> Case:
    """81 regions with central values, in which China and the United States move levers."""
    made = dynamics.calibrated(regions="full")
    values = {name: row.central for name, row in parameters().items()}
    at = made.regions.index
    return Case(made, values, futures_sizes.policy(made, at("CHN"), at("USA")))


def new_ideas(case: Case, base: Baseline) -> None:
    """What a draw of β costs beside its path: where the baseline's knowledge comes from, seen anew."""
    made = frame(case.setting)
    y, n, j = case.setting.shape
    known = base.knowledge * (knowledge(case.setting, case.values) / base.knowledge[0])
    own, arrival = np.empty((2, y - 1, j, n))
    arrivals(known, base.shares, made.trade.mix, case.values["beta"], case.values["insight_share"], arrival, own)


def bars(cases: list[Case], quick: bool) -> Iterator[Row]:
    repeats = 3 if quick else 9
    spent: dict[str, list[tuple[float, int]]] = {"baseline": [], "path": [], "ideas": []}
    for case in cases:
        base, ms = least(case.baseline, repeats)
        spent["baseline"].append((ms, base.sweeps))
        path, ms = least(lambda case=case, base=base: case.path(base), repeats)
        spent["path"].append((ms, path.sweeps))
        _, ms = least(lambda case=case, base=base: new_ideas(case, base), repeats)
        spent["ideas"].append((ms, 0))
    yield row(f"policy path, 16 × 14, {len(cases)} draws", 5.0, spent["path"])
    yield row("baseline of a draw of growth, 16 × 14", 7.0, spent["baseline"])
    yield row("more for a draw of β on a known baseline", 1.0, spent["ideas"])
    large = full()
    base, ms = least(large.baseline, 1 if quick else 3)
    path, of_path = least(lambda: large.path(base), repeats)
    yield row("policy path, 81 × 14", 110.0, [(of_path, path.sweeps)])
    yield row("baseline, 81 × 14", None, [(ms, base.sweeps)])


def row(what: str, most: float | None, spent: list[tuple[float, int]]) -> Row:
    """A row of the table of bars: middle and largest of milliseconds, middle sweeps, time a sweep, the bar."""
    ms, sweeps = np.array(spent).T
    middle, count = float(np.median(ms)), float(np.median(sweeps))
    rest: Row = ("-", "-") if count == 0 else (int(count), 1e3 * middle / count)
    verdict: Row = ("-", "-") if most is None else (most, "met" if middle <= most else "missed")
    return (what, middle, float(ms.max()), *rest, *verdict)


def ensembles(quick: bool) -> Iterator[Row]:
    """Whole runs with growth and β drawn, files and all; what the many would take as measured, and on free cores."""
    count = 128 if quick else 1024
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            spent = time.process_time()
            start = time.perf_counter()
            found = runs.run(scenarios.load(SCENARIO), runs=count, seed=SEED, out=Path(folder) / "run", workers=workers)
            wall, spent = time.perf_counter() - start, time.process_time() - spent
            size = sum(path.stat().st_size for path in (Path(folder) / "run").rglob("*") if path.is_file())
        many, free = wall * MANY / count, spent * MANY / count / workers
        late = "met by processor time; the cores were not free" if free <= 75 else "missed"
        verdict: Row = ("-", "-") if workers == 1 else ("75", "met" if many <= 75 else late)
        name = f"{count:,} paths, {workers} thread{'s'[: workers - 1]}"
        yield name, wall, 1e3 * spent / count, many, free, *verdict, len(found.failed), size / count / 1024


def peers(cases: list[Case], quick: bool) -> Iterator[Row]:
    case = cases[0]
    base = case.baseline()
    made = futures_peers.sketch()
    if made is None:
        yield "the sketch is not here", "-", "-", "-", "-", "-"
    else:
        pairs = {
            "sketch: baseline, two corrections a year": (case.baseline, lambda: made.run_base(3)),
            "sketch: policy path, arrivals included": (lambda: case.path(base), lambda: futures_peers.moved(made)),
        }
        yield from futures_peers.paired(pairs, 10 if quick else 60)
    count = 16 if quick else 256
    model = Dynamics(scenarios.load(SCENARIO))
    income = lambda point: float(model.path(point, {})["income"][-1].sum())  # noqa: E731
    points = model.points(SEED, range(count))
    plain = lambda: [income(point) for point in points]  # noqa: E731
    theirs = futures_peers.workbench(model.space.names, income, count)
    for name, *spent, ratio in futures_peers.paired(
        {f"ema_workbench: {count} draws": (plain, theirs)}, 1 + 2 * (not quick)
    ):
        yield f"{name}, ms a draw", *(float(str(ms)) / count for ms in spent), ratio


def added(count: int) -> float:
    """MiB that a run of so many draws on two threads adds at most to a process of its own that has a setting."""
    words = [sys.executable, "-m", "benchmarks.futures", "--memory", str(count)]
    return float(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def memory_of(count: int) -> float:
    scenario = scenarios.load(SCENARIO)
    made = Dynamics(scenario)
    with tempfile.TemporaryDirectory() as folder:
        go = lambda runs_asked, name: runs.carry_out(  # noqa: E731
            runs.plan_of(scenario, runs_asked, SEED),
            lambda: made, Path(folder) / name, workers=2,
        )  # fmt: skip
        go(4, "first")
        return peak_memory(lambda: go(count, "run"))


def growth(quick: bool, points: list[tuple[str, int, float]]) -> Iterator[Row]:
    sizes = [8, 16, 32] if quick else [8, 16, 32, 64]
    values = {name: row.central for name, row in parameters().items()}
    for series, n, j in [
        *((ALONG[0], n, 14) for n in sizes),
        *((ALONG[1], 16, j) for j in [7, 14, 28, 56][: len(sizes)]),
    ]:
        made = futures_sizes.setting(n, j)
        case = Case(made, values, futures_sizes.policy(made, 0, 1))
        base, of_base = least(case.baseline, 3)
        path, ms = least(lambda case=case, base=base: case.path(base), 3 if quick else 9)
        points.append((series, n if series == ALONG[0] else j, ms))
        yield n, j, of_base, base.sweeps, ms, path.sweeps, 1e3 * ms / path.sweeps


def a_sweep(case: Case, seeks: bool) -> float:
    """Microseconds of a sweep alone, with as much remembered as is kept: many sweeps less few, over their number."""
    trade = frame(case.setting).trade
    n, j = case.setting.economy.shape
    year = scratch(n, j)
    wedges(trade, np.zeros(j), 1.0, np.zeros((n, n)), year)
    year.share[:] = trade.deficit
    # A world that no sweep settles: all regions grow, each otherwise, and residuals below zero are asked for.
    year.endowment[:] = trade.added * np.linspace(1.0, 3.0, n)
    wanted = np.linspace(0.0, 1.0, n) if seeks else np.empty(0)
    start = np.concatenate([trade.start, np.zeros(n if seeks else 0)])
    block, world = np.zeros(n, np.int64), np.full(1, year.endowment.sum())
    past = nothing_past(trade, start.size)

    def sweeps(most: int) -> None:
        # What is remembered stays, as it does from year to year.
        improve(trade, year, True, block, world, wanted, start.copy(), 0.0, most, past)

    few, many = (least(lambda most=most: sweeps(most), 60)[1] for most in (2, 10))
    return 1e3 * (many - few) / 8


def work(case: Case, seeks: bool) -> tuple[float, float]:
    """Floating-point operations of a sweep, and bytes of the large arrays it touches.

    Counted as in `benchmarks.shocks_decade.work`: three passes over links of two operations each, four products by
    region, four small ones, an exponential and a logarithm a node, six operations an unknown for every past sweep.
    """
    n, j = case.setting.economy.shape
    size = n + 2 * n * j + (n if seeks else 0)
    flops = 6 * j * n * n + 8 * n * j * j + 8 * n * n + 60 * n * j + 6 * MEMORY * size
    moved = 2 * j * n * n + 4 * n * j * j + 4 * n * n + 3 * MEMORY * size
    return float(flops), 8.0 * moved


def rates(cases: list[Case], quick: bool) -> Iterator[Row]:
    """How far from the limit: sweeps by the time of one, what is left beside them, rates of a sweep and the peak."""
    peaks = list(peak.rates())
    top = float(str(peaks[0][1]))
    for what, rate, unit in peaks:
        pair = (rate, "-") if unit == "GFLOP/s" else ("-", rate)
        yield f"peak: {what}", "-", "-", "-", "-", *pair, "-"
    repeats = 3 if quick else 9
    for name, case in (("16 × 14", cases[0]), ("81 × 14", full())):
        base, of_base = least(case.baseline, repeats)
        path, of_path = least(lambda case=case, base=base: case.path(base), repeats)
        for what, seeks, sweeps, ms in (
            ("baseline", True, base.sweeps, of_base),
            ("policy path", False, path.sweeps, of_path),
        ):
            each = a_sweep(case, seeks)
            flops, moved = work(case, seeks)
            rate = flops / each / 1e3
            of_sweeps, share = sweeps * each / 1e3, f"{100 * rate / top:.0f} %"
            yield f"{what}, {name}", sweeps, each, of_sweeps, ms - of_sweeps, rate, moved / each / 1e3, share


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer draws and sizes; writes nothing")
    parser.add_argument("--memory", metavar="N", type=int, help="run N draws and print what that adds at most, MiB")
    chosen = parser.parse_args(words)
    if chosen.memory:
        print(memory_of(chosen.memory))
        return 0
    quick = chosen.quick
    text = f"# Futures\n\n{machine()}; {time.strftime('%Y-%m-%d')}. Processor time on one thread unless said.\n"
    print(text)
    cases = drawn(scenarios.load(SCENARIO), 8 if quick else 64)
    head: Row = ("", "ms, middle", "ms, largest", "sweeps", "µs a sweep", "most, ms", "")
    text += table(f"Bars: draws of `{SCENARIO}`, 2022 to 2050", head, bars(cases, quick))
    text += "\nOf each draw the least of several repeats counts. Time a sweep is that of the whole, over its sweeps.\n"
    head = (
        "", "s, wall", "processor ms a path", f"s for {MANY:,}", "on free cores", "most, s", "", "failed",
        "KiB a path",
    )  # fmt: skip
    text += table(f"Runs of `{SCENARIO}`, growth and β drawn, files written", head, ensembles(quick))
    text += (
        f"\nSeconds for {MANY:,} are in proportion to those measured. On free cores is processor time over threads:"
        "\nwhat it would take where nothing else runs and threads never wait.\n"
    )
    head = ("", "ours, ms", "ours, middle", "theirs, ms", "theirs, middle", "theirs over ours, middle")
    text += table("Beside others, by turns in one process", head, peers(cases, quick))
    text += "\nThe sketch has fewer outcomes, one form of wedge and no blocks. ema_workbench calls the same function.\n"
    counts = (64, 256) if quick else (256, 1024, 4096)
    rows = ((f"{count:,}", added(count)) for count in counts)
    text += table("Memory: what a run of N draws on two threads adds at most", ("N", "MiB"), rows)
    text += "\nTo a process that has made the setting and run four draws.\n"
    points: list[tuple[str, int, float]] = []
    head = ("N", "J", "baseline, ms", "sweeps", "path, ms", "sweeps", "µs a sweep")
    text += table("Growth: made-up settings", head, growth(quick, points))
    slopes = []
    for series in ALONG:
        sizes, times = zip(*((size, ms) for name, size, ms in points if name == series), strict=True)
        slopes.append(f"{exponent(sizes, times):.2f} ({series})")
    text += f"\nA path's time grows with the power {' and '.join(slopes)} of size: [chart](futures.svg).\n"
    head = ("", "sweeps", "µs a sweep alone", "ms of sweeps", "ms of all else", "GFLOP/s", "GB/s", "of peak")
    text += table("How far from the limit", head, rates(cases, quick))
    text += (
        "\nRates are those of a sweep; its operations and bytes are counted in `work`. A sweep's arrays lie in"
        "\ncaches: compare the triad of their size. The peak is of long products, and a sweep's are 14 numbers long.\n"
    )
    if not quick:
        growth_chart(points, "One path to 2050", "futures.svg")
        (RESULTS / "futures.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
