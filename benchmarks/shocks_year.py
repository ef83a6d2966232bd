"""The year and the path: time a named shock with all its draws, memory, growth with the world, rates, the twin beside.

python -m benchmarks shocks_year          all; writes benchmarks/results/shocks_year.{md,svg}
python -m benchmarks shocks_year --quick  fewer repeats and sizes; prints, writes nothing

Processor time is on one thread, the median of several repeats; wall time is on all threads, the least of as many.
Compiling is timed apart, in a fresh process with an empty cache. No public solver of this model was found; its peer is
the twin.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from benchmarks import peak
from benchmarks.measure import (
    RESULTS,
    Row,
    exponent,
    growth_chart,
    least,
    machine,
    middling,
    once,
    peak_memory,
    table,
)
from technostate.errors import ConvergenceError
from technostate.shocks.decade import TradeEconomy, settled
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.decade import to_decade
from technostate.shocks.impact.draws import Draw, Sample
from technostate.shocks.impact.path import to_path
from technostate.shocks.impact.stage import Stage, stage_of
from technostate.shocks.impact.year import to_year
from technostate.shocks.specification import load
from technostate.shocks.specification.resolve import Resolved
from technostate.shocks.year import Ban, Elasticities, Rules, YearEconomy, by_rent, counterfactual
from technostate.shocks.year.reference import reference

NAMED = "us-china-decoupling"
DRAWS = 64
#: Division of the world of 2022 → most seconds for all draws of the year on two threads.
LIMITS = {"16": "0.7", "full": "4"}
ALONG = ("regions, 20 sectors", "sectors, 20 regions")
#: All that the year takes for granted, as the central draw has it.
RULES = Rules(
    to_exporter=1 / 3, used_up=1 / 3, substitutes=3.0, ceiling=True, pay_floor=0.97, labour=0.6, anchor="region"
)


class Case(NamedTuple):
    """A named shock on one division of the world, ready to be run."""

    stage: Stage
    resolved: Resolved

    @property
    def shape(self) -> str:
        n, j = self.stage.year.base.shape
        return f"{n} × {j}"


def case(regions: Any) -> Case:
    shock = load(NAMED)
    stage = stage_of("icio-2022", regions).of(shock)
    return Case(stage, stage.resolve(shock, DRAWS, 0))


def compiling() -> Iterator[Row]:
    """Seconds from nothing to the first result in a new process, with an empty and with a filled cache."""
    program = (
        "import time; start = time.perf_counter()\n"
        "from technostate.shocks.impact import impact\n"
        "from technostate.shocks.specification import load\n"
        f"impact(load({NAMED!r}), 'year', draws=0); print(time.perf_counter() - start, time.process_time())\n"
    )
    with tempfile.TemporaryDirectory() as cache:
        for what in ("empty cache (compiles)", "filled cache"):
            words, env = [sys.executable, "-c", program], os.environ | {"NUMBA_CACHE_DIR": cache}
            out = subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout
            yield what, *map(float, out.split())


def command(quick: bool) -> Iterator[Row]:
    """Seconds of the whole command in a process of its own; sources and kernels were compiled by one before."""
    words = [sys.executable, "-m", "technostate", "shock", NAMED]
    with tempfile.TemporaryDirectory() as cache:
        # A checkout may forbid Python to keep what it compiles; an installation has it.
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = cache
        for more, limit in ((["--format", "json"], "3"), (["--horizon", "year"], ""), (["--path"], "")):
            runs = [child([*words, *more], env) for _ in range(3 if quick else 6)]
            wall, cpu = (float(part) for part in np.median(runs[1:], axis=0))
            yield " ".join(["technostate shock", NAMED, *more]), wall, cpu, limit


def child(words: list[str], env: Mapping[str, str]) -> tuple[float, float]:
    """Seconds on the wall and of processor time of a process."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(words, env=env, capture_output=True, check=True)
    wall, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, spent


def horizons(quick: bool) -> Iterator[Row]:
    """All draws of the named shock at each horizon, on two divisions of the world."""
    for regions, limit in LIMITS.items():
        one = case(regions)
        runs: dict[str, Callable[[int], Any]] = {
            "year": lambda threads, one=one: to_year(one.resolved, one.stage.year, draws=DRAWS, threads=threads),
            "decade": lambda threads, one=one: to_decade(
                one.resolved,
                one.stage.year,
                one.stage.long_run,
                low=one.stage.low_long_run,
                draws=DRAWS,
                threads=threads,
            ),
        }
        if regions == "16":
            runs["path"] = lambda threads, one=one: to_path(
                one.resolved, one.stage.year, one.stage.long_run, draws=DRAWS, threads=threads
            )
        for horizon, run in runs.items():
            repeats = 2 if quick or horizon == "path" else 5
            memory = peak_memory(partial(run, 1))
            found, cpu = middling(partial(run, 1), repeats)
            _, wall = least(partial(run, os.cpu_count() or 1), repeats, time.perf_counter)
            target = limit if horizon == "year" else ""
            yield one.shape, horizon, DRAWS, cpu / 1e3, wall / 1e3, target, len(found.failed), memory


class Timed(NamedTuple):
    """Milliseconds of each equilibrium that was found, what the search took on average, and how many were not found."""

    found: list[float]
    steps: float
    products: float
    failed: int


def timed(runs: list[Callable[[], Any]]) -> Timed:
    """Processor time of each run, which returns results, after one that does not count."""
    runs[0]()
    found, steps, products, failed = [], [], [], 0
    for run in runs:
        try:
            results, ms = once(run)
        except ConvergenceError:
            failed += 1
            continue
        found += [ms / len(results)] * len(results)
        steps += [result.diagnostics.steps for result in results]
        products += [result.diagnostics.products for result in results]
    return Timed(found, float(np.mean(steps)), float(np.mean(products)), failed)


def equilibrium(quick: bool) -> Iterator[Row]:
    """One equilibrium of the year as it is drawn now, and as it was asked for before."""
    count = 16 if quick else DRAWS
    for regions in LIMITS:
        one = case(regions)
        for what, runs in (("draws, from the central case", drawn(one, count)), ("as before", before(one))):
            took = timed(runs)
            yield (
                one.shape, what, len(took.found), float(np.median(took.found)), max(took.found), took.steps,
                took.products, took.failed,
            )  # fmt: skip


def drawn(one: Case, count: int) -> list[Callable[[], Any]]:
    """Draws as `to_year` has them: sector elasticities, split rents, substitutes, a floor on pay."""
    economy, resolved = one.stage.year, one.resolved
    theta = economy.base.trade_elasticity
    near = equilibria.solve(economy, resolved.in_year("central"), Draw.central(), theta)

    def run(draw: Draw) -> Any:
        return [equilibria.solve(economy, resolved.in_year(draw.case), draw, theta, start=near)]

    return [partial(run, draw) for draw in Sample(resolved, DRAWS, 0).rows[:count]]


def before(one: Case) -> list[Callable[[], Any]]:
    """Mild, central, severe and eight draws: one elasticity, two pure rules on rents, neither substitutes nor floor."""
    economy, resolved = one.stage.year, one.resolved

    def run(case: str, origins: float) -> Any:
        return [
            *by_rent(
                economy.with_elasticities(Elasticities(0.5, 0.2, origins, 0.9)),
                rents=("importer", "exporter"),
                delivered=resolved.in_year(case).delivered,
                deficit="lend",
            ).values()
        ]

    drawn = zip([f"draw {number}" for number in range(1, 9)], np.geomspace(0.5, 3.0, 8).tolist(), strict=True)
    return [partial(run, *pair) for pair in [*((name, 0.76) for name in ("central", "mild", "severe")), *drawn]]


def made_up(n: int, j: int) -> YearEconomy:
    rng = np.random.default_rng(n + j)
    share = rng.dirichlet(np.full(n, 0.8), size=(j, n)) * 0.5 + 0.5 * np.eye(n)
    added = rng.uniform(0.3, 0.6, (n, j))
    inputs = rng.dirichlet(np.ones(j), size=(n, j)).transpose(0, 2, 1) * (1 - added)[:, None, :]
    final = rng.dirichlet(np.ones(j), size=n)
    base = settled(TradeEconomy(share, added, inputs, final, rng.uniform(1, 10, n), np.zeros(n), np.full(j, 4.0)))
    return YearEconomy(base, Elasticities(origins=1.5))


def growth(quick: bool, points: list[tuple[str, int, float]]) -> Iterator[Row]:
    """Milliseconds an equilibrium with all rules: one link of one sector banned by half."""
    regions = (10, 20, 40) if quick else (10, 20, 40, 80)
    sectors = (10, 20, 40) if quick else (5, 10, 20, 40, 80)
    for series, n, j in [*((ALONG[0], n, 20) for n in regions), *((ALONG[1], 20, j) for j in sectors)]:
        run = partial(counterfactual, made_up(n, j), bans=[Ban("0", "1", "0", 0.5)], rules=RULES)
        took = timed([lambda run=run: [run()]] * (3 if quick else 9))
        ms = float(np.median(took.found))
        points.append((series, n if series == ALONG[0] else j, ms))
        yield n, j, ms, took.steps, took.products, peak_memory(run)


def twin() -> Iterator[Row]:
    """Solver and twin on made-up economies, which the twin's general root finder can still do."""
    for n, j in ((4, 3), (6, 5), (8, 6)):
        economy = made_up(n, j)
        other, theirs = once(lambda economy=economy: reference(economy, quotas={(0, 1, 0): 0.5}, rules=RULES))
        run = partial(counterfactual, economy, bans=[Ban("0", "1", "0", 0.5)], rules=RULES)
        ours, ms = least(run, 5)
        gap = float(np.abs(ours.real_income - other.real_income).max())
        yield f"{n} × {j}", theirs, ms, gap


def work(n: int, j: int, steps: float, products: float) -> float:
    """Floating-point operations of an equilibrium, from below: what is repeated, without exponentials and checks.

    A product with the derivative: three products by sector over links (2JN² each), two by region over inputs (2NJ²
    each), and the near inverse's blocks (2N(3J)²). A Newton step: the same sums once more for the state, and Saad and
    Schultz's orthogonalisation, eight operations an unknown for every pair of products in the step. An equilibrium
    that starts at the base inverts N blocks of 3J (2(3J)³).
    """
    links, inputs, blocks = 6 * j * n * n, 4 * n * j * j, 18 * n * j * j
    in_step = products / steps
    basis = 8 * (3 * n * j) * steps * in_step * (in_step + 1) / 2
    return products * (links + inputs + blocks) + steps * (links + inputs) + basis + n * 2 * (3 * j) ** 3


def rates() -> Iterator[Row]:
    top = peak.gigaflops()
    yield "peak: matrix product 2000³ (dgemm)", "-", top, "-"
    for regions in LIMITS:
        one = case(regions)
        economy, levels = one.stage.year, one.resolved.in_year("central")
        run = partial(equilibria.solve, economy, levels, Draw.central(), economy.base.trade_elasticity)
        took = timed([lambda run=run: [run()]] * 8)
        rate = work(*economy.base.shape, took.steps, took.products) / min(took.found) / 1e6
        yield f"the central case from the base, {one.shape}", min(took.found), rate, f"{100 * rate / top:.0f} %"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and sizes; writes nothing")
    quick = parser.parse_args(words).quick
    text = f"# The year and the path\n\n{machine()}; {time.strftime('%Y-%m-%d')}.\n"
    text += f"`{NAMED}` on `icio-2022`; processor time on one thread unless said.\n"
    print(text)
    text += table("The central case in a new process", ("", "wall, s", "processor, s"), compiling())
    text += table(
        "The whole command in a new process, compiled before",
        ("", "wall, s", "processor, s", "most, s"),
        command(quick),
    )
    head: Row = (
        "world", "horizon", "draws", "processor, one thread, s", "wall, all threads, s", "most, s", "none found",
        "memory, MiB",
    )  # fmt: skip
    text += table("All draws of a named shock", head, horizons(quick))
    head = ("world", "", "equilibria", "median ms", "largest ms", "steps", "products", "none found")
    text += table("An equilibrium of the year", head, equilibrium(quick))
    text += (
        "\n`draws`: elasticities by sector, rents divided, substitutes, a floor on pay, within 1e-6 of log points.\n"
        "`as before`: mild, central, severe and eight draws, each with all rent to importers and to exporters, one\n"
        "elasticity for all sectors from 0.5 to 3, neither substitutes nor floor, within 1e-10, from the base.\n"
    )
    points: list[tuple[str, int, float]] = []
    head = ("N", "J", "median ms", "steps", "products", "memory, MiB")
    text += table("Growth: made-up economies, one link banned by half", head, growth(quick, points))
    slopes = []
    for series in ALONG:
        sizes, times = zip(*((size, ms) for name, size, ms in points if name == series and size >= 20), strict=True)
        slopes.append(f"{exponent(sizes, times):.2f} ({series})")
    text += f"\nTime grows with the power {' and '.join(slopes)} of size from 20 on: [chart](shocks_year.svg).\n"
    text += table("Beside the twin", ("economy", "twin, ms", "solver, ms", "largest gap"), twin())
    text += table("Rates on one thread", ("", "least ms", "GFLOP/s", "of peak"), rates())
    text += "\nOperations are counted from below in `benchmarks/shocks_year.py::work`.\n"
    if not quick:
        growth_chart(points, "One equilibrium of the year", "shocks_year.svg")
        (RESULTS / "shocks_year.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
