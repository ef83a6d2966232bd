"""Trade equilibria of the decade: time, memory, growth and rates, beside public solvers and the NumPy twin.

python -m benchmarks shocks_decade          all; writes benchmarks/results/shocks_decade.{md,svg}
python -m benchmarks shocks_decade --quick  fewer repeats and sizes, no slow peer; prints, writes nothing

Times are processor time on one thread, the least of several repeats (slow peers once or twice); compiling is timed
apart, in a fresh process with an empty cache. The NAFTA case needs the shared data; peers are described
in benchmarks/shocks_peers.py.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks import peak, shocks_peers
from benchmarks.measure import (
    RESULTS,
    SHARED,
    Row,
    exponent,
    growth_chart,
    least,
    machine,
    once,
    peak_memory,
    table,
)
from technostate.shocks.decade import (
    CalibrationWarning,
    TradeEconomy,
    counterfactual,
    counterfactuals,
    one_sector,
    settled,
)
from technostate.shocks.decade.reference import reference
from technostate.shocks.decade.scenario import prepare
from technostate.shocks.decade.search import MEMORY, find
from technostate.shocks.decade.shares import FIELDS
from technostate.world import bilateral_sales, load

Case = tuple[str, TradeEconomy, dict[str, Any], str]
#: Along what growth is measured.
ALONG = ("regions, 20 sectors", "sectors, 30 regions")


def fresh(economy: TradeEconomy) -> TradeEconomy:
    """A copy that has computed nothing yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CalibrationWarning)
        return TradeEconomy(**{name: getattr(economy, name) for name in FIELDS})


def computed(economy: TradeEconomy) -> None:
    """All that an economy computes once."""
    _ = economy.base_income, economy.imbalance, economy.condensed


def prepare_once(economy: TradeEconomy) -> float:
    """Milliseconds of what an economy computes once."""
    copy = fresh(economy)
    return once(lambda: computed(copy))[1]


def compiling() -> Iterator[Row]:
    """Time of the first counterfactual in a new process, with an empty and with a filled cache."""
    program = (
        "import time, numpy as np\n"
        "from technostate.shocks.decade import counterfactual, one_sector\n"
        "economy = one_sector(np.ones((3, 3)) + 9 * np.eye(3), 5.0)\n"
        "start = time.perf_counter(); counterfactual(economy, labour=[1, 1, 2.0]); print(time.perf_counter() - start)\n"
    )
    with tempfile.TemporaryDirectory() as cache:
        for what in ("empty cache (compiles)", "filled cache"):
            words, env = [sys.executable, "-c", program], os.environ | {"NUMBA_CACHE_DIR": cache}
            out = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
            yield what, float(out.stdout)


def in_process(*words: str) -> str:
    """What this benchmark prints with these words in a process of its own, where nothing was allocated before."""
    command = [sys.executable, "-m", "benchmarks.shocks_decade", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def memory_of(wanted: str) -> float:
    """MiB that one counterfactual adds, on an economy that has computed nothing yet; compiled before."""
    counterfactual(one_sector(np.ones((3, 3)) + 9 * np.eye(3), 5.0), labour=[1, 1, 2.0], trade_cost=np.ones((1, 3, 3)))
    economy, change = {name: (economy, change) for name, economy, change, _ in cases()}[wanted]
    copy = fresh(economy)
    return peak_memory(lambda: counterfactual(copy, **change))


def nafta() -> tuple[TradeEconomy, np.ndarray] | None:
    """The base of 1993 without aggregate deficits and the tariffs of 2005 among the members, where the data are."""
    folder = SHARED / "data" / "caliendo_parro_2015"
    if not folder.is_dir():
        return None
    raw = np.load(folder / "base_1993_without_deficits.npz")
    n, j = 31, 40
    added = raw["B"].T
    tariff, later = np.zeros((2, j, n, n))
    tariff[:20] = raw["tariffs1993"].reshape(20, n, n) / 100
    later[:20] = raw["tariffs2005"].reshape(20, n, n) / 100
    inputs = raw["G"].reshape(n, j, j) * (1 - added)[:, None, :]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CalibrationWarning)
        economy = TradeEconomy(
            raw["Din"].reshape(j, n, n), added, inputs, raw["alphas"].T, raw["VAn"][:, 0], -raw["Sn"][:, 0],
            1 / raw["T"][:, 0], tariff,
        )  # fmt: skip
    members = [4, 19, 29]
    inside = np.zeros((n, n), bool)
    inside[np.ix_(members, members)] = True
    return settled(economy), np.where(inside, later, tariff)


def cases() -> Iterator[Case]:
    """Name, economy, change, and the most milliseconds that the issue allows."""
    if (found := nafta()) is not None:
        yield "NAFTA tariffs, 31 × 40", found[0], {"tariff": found[1]}, "1.5"
    world = load("icio-2022")
    economy = TradeEconomy.from_world(world, missing_tariff=0.0)
    n, j = economy.shape
    at = np.arange(n)
    us, china = world.regions.index("USA"), world.regions.index("CHN")
    higher = economy.base_tariff + 0.25
    higher[:, at, at] = 0
    yield "25 points more on everything, 81 × 28", economy, {"tariff": higher}, "40"
    american = economy.base_tariff.copy()
    american[:27, us] += 0.25
    american[:, at, at] = 0
    yield "25 points more by the United States, 81 × 28", economy, {"tariff": american}, "40"
    cost = np.ones((j, n, n))
    cost[:, us, china] = cost[:, china, us] = np.inf
    yield "United States and China stop trading, 81 × 28", economy, {"trade_cost": cost}, "40"


def accuracy_and_time(quick: bool) -> Iterator[Row]:
    """Beside the twin where it takes seconds, which is on NAFTA; on the large world it takes half a minute and more."""
    for position, (name, economy, change, target) in enumerate(cases()):
        result, ours = least(
            lambda economy=economy, change=change: counterfactual(economy, **change), 5 if quick else 30
        )
        memory = float(in_process("--memory", name))
        row: Row = (name, ours, target, prepare_once(economy), result.diagnostics.sweeps, memory)
        if position > 0:
            yield *row, "-", "-", "-"
            continue
        slow, theirs = once(lambda economy=economy, change=change: reference(economy, **change))
        yield *row, theirs, theirs / ours, float(np.abs(np.log(slow.wages / result.wages)).max())


def peers(quick: bool) -> Iterator[Row]:
    """Solver, milliseconds, times ours, largest gap in log wages, MiB of its process, remark."""
    if (found := nafta()) is not None:
        economy, tariff = found
        result, ours = least(lambda: counterfactual(economy, tariff=tariff), 5 if quick else 50)
        yield "NAFTA: technostate", ours, 1.0, "-", "-", "residuals below 1e-10"
        yield from public("NAFTA: cp2015-jax", ours, shocks_peers.jax_solver(economy, tariff, result))
        if not quick:
            (logs, moves), theirs = once(lambda: shocks_peers.authors(economy, tariff, 1e-10))
            gap = float(np.abs(logs - np.log(result.wages)).max())
            yield (
                "NAFTA: authors' algorithm in NumPy",
                theirs,
                theirs / ours,
                gap,
                "-",
                f"1e-10, {moves} moves of wages",
            )
    yield from one_sector_peer(quick)
    name, economy, change, _ = list(cases())[-1]
    _, ours = least(lambda: counterfactual(economy, **change), 5 if quick else 60)
    yield f"{name}: technostate", ours, 1.0, "-", "-", "residuals below 1e-10"
    yield from public("United States and China: sanction-simulator 0.1.4", ours, shocks_peers.sanctions())


def one_sector_peer(quick: bool) -> Iterator[Row]:
    world = load("wiod-2008")
    sales = np.maximum(bilateral_sales(world).sum(0), 1e-6)
    economy = settled(one_sector(sales, 5.0), deficit="remove")
    cost = np.where(np.eye(economy.shape[0], dtype=bool), 1.0, 1.1)
    result, ours = least(lambda: counterfactual(economy, trade_cost=cost[None]), 5 if quick else 50)
    yield "41 regions, one sector, 10 % dearer trade: technostate", ours, 1.0, "-", "-", "residuals below 1e-10"
    yield from public("the same: gegravity 0.3", ours, shocks_peers.gegravity(economy, cost, result))


def public(name: str, ours: float, found: shocks_peers.Found | list[shocks_peers.Found] | str) -> Iterator[Row]:
    if isinstance(found, str):
        yield name, "-", "-", "-", "-", found
        return
    for one in found if isinstance(found, list) else [found]:
        yield name, one.ms, one.ms / ours, one.gap, one.peak, one.remark


def batch(quick: bool) -> Iterator[Row]:
    world = load("wiod-2008")
    economy = TradeEconomy.from_world(world, trade_elasticity=np.full(35, 5.0))
    n, j = economy.shape
    rng = np.random.default_rng(1)
    scenarios: list[dict[str, Any]] = []
    for _ in range(20 if quick else 200):
        cost = rng.uniform(0.95, 1.1, (j, n, n))
        cost[:, rng.integers(n)] *= 1.5
        cost[:, np.arange(n), np.arange(n)] = 1
        scenarios.append({"trade_cost": cost})
    for threads, target in ((1, ""), (2, "6")):
        run = lambda threads=threads: counterfactuals(economy, scenarios, threads=threads)  # noqa: E731
        _, wall = least(run, 3, time.perf_counter)
        _, spent = least(run, 3)
        count = len(scenarios)
        yield f"{count} scenarios, 41 × 35", threads, wall / count, target, spent / count, peak_memory(run)


def made_up(n: int, j: int, seed: int = 0) -> TradeEconomy:
    rng = np.random.default_rng(seed)
    share = 0.3 * rng.dirichlet(np.full(n, 0.5), size=(j, n))
    share[:, np.arange(n), np.arange(n)] += 0.7
    added = rng.uniform(0.3, 0.6, (n, j))
    inputs = rng.dirichlet(np.ones(j), size=(n, j)).transpose(0, 2, 1) * (1 - added)[:, None, :]
    raw = TradeEconomy(
        share, added, inputs, rng.dirichlet(np.ones(j), size=n), rng.uniform(1, 20, n), np.zeros(n),
        rng.uniform(3, 8, j), np.zeros((j, n, n)),
    )  # fmt: skip
    return settled(raw)


def work(economy: TradeEconomy, sweeps: int, duty: bool) -> tuple[float, float]:
    """Floating-point operations of a solution, and bytes of the large arrays it reads and writes, each once a pass.

    A sweep makes, of T traded sectors and N regions: price sums, duty-free sums and demand (two operations each for
    every link; the second only with duty), four products by region (2NT² each), four small ones by region (2N² each),
    one exponential and one logarithm a node (30 operations each, as their polynomials have), and 6 operations an
    unknown for every past sweep that is kept. It reads the links once (twice with duty), the four tables by region,
    the four small ones, and the kept sweeps three times in all.
    """
    n, t = economy.condensed.expenditure.shape
    size = n + 2 * n * t
    kept = sum(min(sweep, MEMORY) for sweep in range(sweeps))
    flops = sweeps * ((6 if duty else 4) * t * n * n + 8 * n * t * t + 8 * n * n + 60 * n * t) + 6 * kept * size
    moved = sweeps * ((2 if duty else 1) * t * n * n + 4 * n * t * t + 4 * n * n) + 3 * kept * size
    return float(flops), 8.0 * moved


def growth(quick: bool, points: list[tuple[str, int, float]]) -> Iterator[Row]:
    regions = [10, 20, 40, 80] if quick else [10, 20, 40, 80, 160]
    sectors = [5, 10, 20, 40] if quick else [5, 10, 20, 40, 80]
    for series, n, j in [*((ALONG[0], n, 20) for n in regions), *((ALONG[1], 30, j) for j in sectors)]:
        economy = made_up(n, j)
        tariff = np.full((j, n, n), 0.1)
        tariff[:, np.arange(n), np.arange(n)] = 0
        run = lambda economy=economy, tariff=tariff: counterfactual(economy, tariff=tariff)  # noqa: E731
        result, ms = least(run, 3 if quick else 20)
        points.append((series, n if series == ALONG[0] else j, ms))
        sweeps = result.diagnostics.sweeps
        yield n, j, prepare_once(economy), ms, sweeps, 1e3 * ms / sweeps


def rates(quick: bool) -> Iterator[Row]:
    peaks = list(peak.rates())
    top, bandwidths = float(str(peaks[0][1])), peaks[1:]
    yield f"peak: {peaks[0][0]}", "-", top, "-", "-", "-"
    for what, rate, _ in bandwidths:
        yield f"peak: {what}", "-", "-", rate, "-", "-"
    for name, economy, change, _ in cases():
        prepared = prepare(economy, **change)
        run = lambda economy=economy, prepared=prepared: find(economy, prepared, 1e-10, None)  # noqa: E731
        (_, diagnostics), ms = least(run, 5 if quick else 30)
        flops, moved = work(economy, diagnostics.sweeps, prepared.duty)
        rate, megabytes = flops / ms / 1e6, moved / diagnostics.sweeps / 1e6
        yield name, ms, rate, moved / ms / 1e6, megabytes, f"{100 * rate / top:.0f} %"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and sizes; writes nothing")
    parser.add_argument("--memory", metavar="CASE", help="print what one counterfactual of a case adds, in MiB")
    chosen = parser.parse_args(words)
    if chosen.memory:
        print(memory_of(chosen.memory))
        return 0
    quick = chosen.quick
    started = time.strftime("%Y-%m-%d")
    text = f"# Shocks: decade\n\n{machine()}; {started}. Processor time on one thread unless said.\n"
    print(text)
    text += table("First counterfactual of a process", ("", "seconds"), compiling())
    head: Row = (
        "case, residuals below 1e-10", "ms", "most, ms", "once an economy, ms", "sweeps", "memory with that, MiB",
        "NumPy twin, ms", "ratio", "largest gap in log wages",
    )  # fmt: skip
    text += table("Against the NumPy twin", head, accuracy_and_time(quick))
    head = ("solver", "ms", "times ours", "largest gap in log wages", "its process, MiB", "")
    text += table("Against public solvers", head, peers(quick))
    text += (
        "\nProcessor time on one thread; of cp2015-jax the second, compiled run counts. gegravity keeps base output"
        "\nshares in its price system, so that its figures differ where trade is large.\n"
    )
    text += table(
        "Batches", ("", "threads", "ms a scenario, wall", "most, ms", "processor ms", "memory, MiB"), batch(quick)
    )
    points: list[tuple[str, int, float]] = []
    head = ("N", "J", "once an economy, ms", "ms", "sweeps", "µs a sweep")
    text += table("Growth: 10 % tariffs on everything, made-up economies", head, growth(quick, points))
    slopes = []
    for series in ALONG:
        sizes, times = zip(*((size, ms) for name, size, ms in points if name == series and size >= 20), strict=True)
        slopes.append(f"{exponent(sizes, times):.2f} ({series})")
    text += f"\nTime grows with the power {' and '.join(slopes)} of size from 20 on: [chart](shocks_decade.svg).\n"
    head = ("solver alone", "ms", "GFLOP/s", "GB/s", "MB a sweep", "of peak")
    text += table("Rates on one thread", head, rates(quick))
    text += (
        "\nOperations and bytes are counted in `benchmarks/shocks_decade.py::work`. Bytes are those of the large"
        "\narrays; they come from the caches (compare with the triad of that size), not from memory.\n"
    )
    if not quick:
        growth_chart(points, "One counterfactual of the decade engine", "shocks_decade.svg")
        (RESULTS / "shocks_decade.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
