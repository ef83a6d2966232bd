"""Trade equilibria of the decade: time and growth, beside the NumPy twin and a public solver.

python -m benchmarks.shocks_decade          all; writes benchmarks/results/shocks_decade.md
python -m benchmarks.shocks_decade --quick  fewer repeats and sizes; prints, writes nothing

Times are the least of several repeats, one thread unless said; compiling is timed apart, in a fresh process with an
empty cache. The NAFTA case needs the shared data; the public solver (gegravity, one sector) is run where installed.
"""

from __future__ import annotations

import os

# Set before NumPy loads: the peers and the peak are measured on one thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import platform
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from technostate.shocks.decade import (
    CalibrationWarning,
    Equilibrium,
    TradeEconomy,
    counterfactual,
    counterfactuals,
    one_sector,
    settled,
)
from technostate.shocks.decade.economy import FIELDS
from technostate.shocks.decade.reference import Reference, reference
from technostate.shocks.decade.scenario import prepare
from technostate.shocks.decade.search import MEMORY, find
from technostate.world import bilateral_sales, load

SHARED = Path(os.environ.get("TECHNOSTATE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
RESULTS = Path(__file__).parent / "results"
Row = tuple[object, ...]


def time_reference(economy: TradeEconomy, change: dict[str, Any]) -> tuple[Reference, float]:
    return once(lambda: reference(economy, **change))


def time_change(economy: TradeEconomy, change: dict[str, Any], repeats: int) -> tuple[Equilibrium, float]:
    return least(lambda: counterfactual(economy, **change), repeats)


def prepare_once(economy: TradeEconomy) -> float:
    """Milliseconds of what an economy computes once, on a copy that has computed nothing yet."""
    fields = {name: getattr(economy, name) for name in FIELDS}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CalibrationWarning)
        fresh = TradeEconomy(**fields)
    start = time.perf_counter()
    _ = fresh.base_income, fresh.imbalance, fresh.condensed
    return 1e3 * (time.perf_counter() - start)


def least(run: Callable[[], Any], repeats: int) -> tuple[Any, float]:
    """The result and the shortest time in milliseconds, after one run that does not count."""
    result, best = run(), np.inf
    for _ in range(repeats):
        start = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - start)
    return result, 1e3 * best


def once(run: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = run()
    return result, 1e3 * (time.perf_counter() - start)


def table(title: str, head: Row, rows: Iterable[Row]) -> str:
    """Print a Markdown table row by row as it is measured, and return it."""
    lines = [f"\n### {title}\n", "| " + " | ".join(map(str, head)) + " |", "|" + "---|" * len(head)]
    print("\n".join(lines), flush=True)
    for row in rows:
        lines.append("| " + " | ".join(shown(cell) for cell in row) + " |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def shown(cell: object) -> str:
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:,.0f}" if cell >= 1000 else f"{cell:.3g}"


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
            out = subprocess.run(
                [sys.executable, "-c", program],
                env=os.environ | {"NUMBA_CACHE_DIR": cache},
                capture_output=True,
                text=True,
                check=True,
            )
            yield what, float(out.stdout)


def nafta() -> tuple[TradeEconomy, np.ndarray] | None:
    folder = SHARED / "data" / "caliendo_parro_2015"
    if not folder.is_dir():
        return None
    raw = np.load(folder / "base_1993_without_deficits.npz")
    n, j = 31, 40
    added = raw["B"].T
    tariff = np.zeros((j, n, n))
    later = np.zeros((j, n, n))
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


def cases() -> Iterator[tuple[str, TradeEconomy, dict[str, Any]]]:
    if (found := nafta()) is not None:
        yield "NAFTA tariffs, 31 × 40", found[0], {"tariff": found[1]}
    world = load("icio-2022")
    economy = TradeEconomy.from_world(world, missing_tariff=0.0)
    n, j = economy.shape
    at = np.arange(n)
    us, china = world.regions.index("USA"), world.regions.index("CHN")
    higher = economy.base_tariff + 0.25
    higher[:, at, at] = 0
    yield "25 points more on everything, 81 × 28", economy, {"tariff": higher}
    american = economy.base_tariff.copy()
    american[:27, us] += 0.25
    american[:, at, at] = 0
    yield "25 points more by the United States, 81 × 28", economy, {"tariff": american}
    cost = np.ones((j, n, n))
    cost[:, us, china] = cost[:, china, us] = np.inf
    yield "United States and China stop trading, 81 × 28", economy, {"trade_cost": cost}


def accuracy_and_time(quick: bool) -> Iterator[Row]:
    for name, economy, change in cases():
        result, ours = time_change(economy, change, 5 if quick else 30)
        row: Row = (name, ours, prepare_once(economy), result.diagnostics.sweeps)
        if quick and economy.shape[0] > 40:
            yield *row, "-", "-", "-"
            continue
        slow, theirs = time_reference(economy, change)
        gap = float(np.abs(np.log(slow.wages / result.wages)).max())
        yield *row, theirs, theirs / ours, gap


def batch(quick: bool) -> Iterator[Row]:
    world = load("wiod-2008")
    economy = TradeEconomy.from_world(world, trade_elasticity=np.full(35, 5.0))
    n, j = economy.shape
    rng = np.random.default_rng(1)
    scenarios = []
    for _ in range(20 if quick else 200):
        cost = rng.uniform(0.95, 1.1, (j, n, n))
        cost[:, np.arange(n), np.arange(n)] = 1
        cost[:, rng.integers(n)] *= 1.5
        cost[:, np.arange(n), np.arange(n)] = 1
        scenarios.append({"trade_cost": cost})
    for threads in (1, 2):
        _, ms = least(lambda threads=threads: counterfactuals(economy, scenarios, threads=threads), 3)
        yield f"{len(scenarios)} scenarios, 41 × 35", threads, ms / len(scenarios)


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


def operations(economy: TradeEconomy, sweeps: int, duty: bool) -> float:
    """Floating-point operations of a solution: trade sums, four products by region, wages, extrapolation."""
    n, t = economy.condensed.expenditure.shape
    size = n + 2 * n * t
    trade = (6 if duty else 4) * t * n * n
    # exp and log count as their polynomials: 30 operations each.
    return float(sweeps * (trade + 8 * n * t * t + 8 * n * n + 60 * n * t + 6 * MEMORY * size))


def growth(quick: bool) -> Iterator[Row]:
    sizes = [(10, 20), (20, 20), (40, 20), (80, 20), (30, 5), (30, 10), (30, 40)]
    for n, j in sizes if quick else [*sizes[:4], (160, 20), *sizes[4:], (30, 80)]:
        economy = made_up(n, j)
        tariff = np.full((j, n, n), 0.1)
        tariff[:, np.arange(n), np.arange(n)] = 0
        result, ms = time_change(economy, {"tariff": tariff}, 3 if quick else 15)
        sweeps = result.diagnostics.sweeps
        rate = operations(economy, sweeps, duty=True) / ms / 1e6
        yield n, j, prepare_once(economy), ms, sweeps, 1e3 * ms / sweeps, rate


def rates() -> Iterator[Row]:
    a = np.random.default_rng(0).random((1500, 1500))
    _, ms = least(lambda: a @ a, 10)
    yield "peak: matrix product 1500³, one thread", 2 * 1500**3 / ms / 1e6, "GFLOP/s"
    x, y = np.ones(40_000_000), np.zeros(40_000_000)
    _, ms = least(lambda: np.copyto(y, x), 10)
    yield "peak: copy of 320 MB, one thread", 2 * x.nbytes / ms / 1e6, "GB/s"
    for name, economy, change in cases():
        sweeps, duty, ms = time_solver(economy, change)
        yield f"solver alone ({ms:.2f} ms): {name}", operations(economy, sweeps, duty) / ms / 1e6, "GFLOP/s"


def time_solver(economy: TradeEconomy, change: dict[str, Any]) -> tuple[int, bool, float]:
    """Sweeps, whether duties are left, and milliseconds of the iterations alone."""
    prepared = prepare(economy, **change)
    (_, diagnostics), ms = least(lambda: find(economy, prepared, 1e-10, None), 30)
    return diagnostics.sweeps, prepared.duty, ms


def public_solver(economy: TradeEconomy, change: np.ndarray) -> tuple[Callable[[], np.ndarray], str] | None:
    """Gegravity's one-sector model of the same economy and shock: real GDP as fractions of change."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import gegravity  # type: ignore[import-not-found,unused-ignore]
            import pandas as pd
    except ImportError:
        return None
    flow = economy.base_trade[0]
    n = flow.shape[0]
    names = [f"R{k:03d}" for k in range(n)]
    sold, bought = flow.sum(0), flow.sum(1)
    rows = []
    for i in range(n):
        for m in range(n):
            weight = np.log(max(flow[m, i], 1e-12) * flow.sum() / sold[i] / bought[m])
            rows.append((names[i], names[m], "2008", flow[m, i], bought[m], sold[i], weight))
    columns = ["exporter", "importer", "year", "trade", "E", "Y", "cost"]
    frame = pd.DataFrame(rows, columns=columns)
    theta = float(economy.trade_elasticity[0])

    def run() -> np.ndarray:
        base = gegravity.BaselineData(frame.copy(), trade_var_name="trade", expend_var_name="E", output_var_name="Y")
        coefficients = pd.DataFrame([{"var": "cost", "coeff": 1.0, "ste": 0.0}])
        model = gegravity.OneSectorGE(
            base, year="2008", reference_importer=names[0], expend_var_name="E", output_var_name="Y",
            sigma=theta + 1, cost_variables=["cost"], quiet=True,
            cost_coeff_values=gegravity.CostCoeffs(
                coefficients, identifier_col="var", coeff_col="coeff", stderr_col="ste"
            ),
        )  # fmt: skip
        model.build_baseline(omr_rescale=1)
        changed = model.baseline_data.copy()
        link = {(names[i], names[m]): change[m, i] for i in range(n) for m in range(n)}
        changed["cost"] += [
            -theta * np.log(link[pair]) for pair in zip(changed["exporter"], changed["importer"], strict=True)
        ]
        model.define_experiment(changed)
        model.simulate(ge_tolerance=1e-10)
        results = model.country_results
        column = next(name for name in results.columns if "GDP change" in name)
        return results[column].to_numpy() / 100

    return run, gegravity.__name__


def peers() -> Iterator[Row]:
    world = load("wiod-2008")
    sales = np.maximum(bilateral_sales(world).sum(0), 1e-6)
    economy = settled(one_sector(sales, 5.0), deficit="remove")
    n = economy.shape[0]
    cost = np.where(np.eye(n, dtype=bool), 1.0, 1.1)
    result, ours = least(lambda: counterfactual(economy, trade_cost=cost[None]), 30)
    yield "technostate", ours, result.diagnostics.sweeps, "-"
    found = public_solver(economy, cost)
    if found is None:
        yield "gegravity 0.3", "not installed", "-", "-"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        real, theirs = once(found[0])
    yield "gegravity 0.3 (scipy hybr)", theirs, "-", float(np.abs(real - result.real_income).max())


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and sizes; writes nothing")
    quick = parser.parse_args(words).quick
    title = (
        f"## Shocks: decade\n\n{platform.machine()}, {os.cpu_count()} cores shared with other work, "
        f"Python {platform.python_version()}, numpy {np.__version__}, numba {metadata.version('numba')}\n"
    )
    print(title)
    text = title
    text += table("First counterfactual of a process", ("", "seconds"), compiling())
    head = (
        "case, residuals below 1e-10", "ms", "once an economy, ms", "sweeps",
        "NumPy twin (the paper's algorithm), ms", "ratio", "largest gap in log wages",
    )  # fmt: skip
    text += table("Against the NumPy twin", head, accuracy_and_time(quick))
    text += table("Batches", ("", "threads", "ms a scenario"), batch(quick))
    head = ("41 regions, one sector, 10 % dearer trade", "ms", "sweeps", "largest gap in real income")
    text += table("Against a public solver", head, peers())
    text += (
        "\ngegravity keeps base output shares in its price system, so that its figures differ where trade is large.\n"
    )
    text += table("Growth", ("N", "J", "once an economy, ms", "ms", "sweeps", "µs a sweep", "GFLOP/s"), growth(quick))
    text += table("Arithmetic rate", ("", "rate", "unit"), rates())
    if not quick:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "shocks_decade.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
