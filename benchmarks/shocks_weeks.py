"""Both engines of the weeks beside BoARIO: time a scenario-day, memory, growth with size, share of the peak.

python -m benchmarks.shocks_weeks          all; writes benchmarks/results/shocks_weeks.md, .json and .svg
python -m benchmarks.shocks_weeks --quick  the own engine on wiod-2011 only; prints, writes nothing

BoARIO (GPL, never a dependency) is run in an interpreter of its own, named by the environment variable
TECHNOSTATE_BOARIO_PYTHON, on the same table and event; without it its row is absent. A scenario-day is the least
time of a long run less the least of a short one over the days between, so that preparing tables counts on neither
side; the same of processor time, all threads together, which other work on the machine disturbs less. Memory is the
peak of the process (resident), interpreter and tables included. Of operations and bytes only those of the two matrix
products are counted: 4 a share and scenario-day, and each share read once a day for the whole batch. Both engines are
timed: tied firms ("ties"), and the one that does what BoARIO does ("ario"), whose output is compared with BoARIO's.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from technostate.shocks.weeks import CapacityLoss, FlowEconomy, simulate, simulate_many
from technostate.world import load

RESULTS = Path(__file__).parent / "results"

#: Runs in BoARIO's interpreter: table, short and long run; prints seconds a day and peak memory.
PEER = """
import json, resource, sys, time, warnings
warnings.filterwarnings("ignore")
import logging; logging.disable(logging.CRITICAL)
import numpy as np, pandas as pd, pymrio
from boario import event
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation
raw = np.load(sys.argv[1]); few, many, repeats = map(int, sys.argv[2:])
regions, sectors = [str(x) for x in raw["regions"]], [str(x) for x in raw["sectors"]]
nodes = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
buyers = pd.MultiIndex.from_product([regions, ["final"]], names=["region", "category"])
table = pymrio.IOSystem(Z=pd.DataFrame(raw["Z"], nodes, nodes), Y=pd.DataFrame(raw["Y"], nodes, buyers))
table.calc_all()
hit = pd.Series([0.5], index=pd.MultiIndex.from_tuples([(regions[0], sectors[0])], names=["region", "sector"]))
least = {}
for days in (few, many) * repeats:
    simulation = Simulation(ARIOPsiModel(table, order_type="noalt"), n_temporal_units_to_sim=days)
    simulation.add_event(event.from_series(hit, event_type="arbitrary", occurrence=1, duration=1,
                         recovery_function="linear", recovery_tau=60))
    start, busy = time.perf_counter(), time.process_time(); simulation.loop()
    now = time.perf_counter() - start, time.process_time() - busy
    least[days] = tuple(map(min, now, least.get(days, now)))
made = simulation.production_realised
total = (made.sum(axis=1) / made.iloc[0].sum()).tolist()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
took = [(long - short) / (many - few) for long, short in zip(least[many], least[few])]
print("\\n" + json.dumps([*took, peak, total]))
"""

#: Runs in a process of our own for its peak memory.
OWN = """
import json, resource, sys
import numpy as np
from technostate.shocks.weeks import CapacityLoss, FlowEconomy, simulate_many
raw = np.load(sys.argv[1])
economy = FlowEconomy(raw["Z"], raw["Y"], None, tuple(map(str, raw["regions"])), tuple(map(str, raw["sectors"])))
loss = CapacityLoss(economy.regions[:1], economy.sectors[:1], 0.5, 2, 3, 60)
simulate_many(economy, [[loss]], days=int(sys.argv[2]), precision=sys.argv[3], production=sys.argv[4])
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


#: Runs with an empty cache: seconds of the first simulation in each precision.
COMPILE = """
import json, time
import numpy as np
from technostate.shocks.weeks import FlowEconomy, simulate
small = FlowEconomy(np.ones((4, 4)), np.ones((4, 2)), None, ("A", "B"), ("s", "t"))
took = []
for precision in ("float64", "float32"):
    start = time.perf_counter()
    simulate(small, [], days=1, precision=precision)
    took.append(time.perf_counter() - start)
print(json.dumps(took))
"""


def copies(economy: FlowEconomy, regions: int, sectors: int) -> FlowEconomy:
    """The table with its first regions and sectors, repeated up to a number: only a size, not an economy."""
    n, j = economy.shape
    r, s = np.arange(regions) % n, np.arange(sectors) % j
    flows = economy.intermediate.reshape(n, j, n, j)[np.ix_(r, s, r, s)].reshape(regions * sectors, -1)
    final = economy.final.reshape(n, j, n)[np.ix_(r, s, r)].reshape(regions * sectors, regions) + 1e-3
    return FlowEconomy(
        flows, final, None, tuple(f"r{k}" for k in range(regions)), tuple(f"s{k}" for k in range(sectors))
    )


def table(name: str) -> FlowEconomy:
    """A world's flows; nodes that sell nothing, which BoARIO does not take, get a trifle of final demand."""
    economy = FlowEconomy.from_world(load(name))
    final = economy.final.copy()
    final[economy.output.ravel() <= 0, 0] = 1e-3
    return FlowEconomy(economy.intermediate, final, None, economy.regions, economy.sectors, name=name)


def peak() -> dict[str, float]:
    """What this machine gives two threads: GFLOP/s of matrix products of 1,000 by 1,000, GB/s of reading 256 MB."""
    best = {}
    with ThreadPoolExecutor(2) as pool:
        for kind in ("float64", "float32"):
            pairs = [np.random.default_rng(k).random((2, 1000, 1000)).astype(kind) for k in range(2)]
            best[kind] = 2 * 2e9 / least(lambda: list(pool.map(lambda pair: pair[0] @ pair[1], pairs)), 8) / 1e9  # noqa: B023
        halves = [np.ones(16_000_000) for _ in range(2)]
        best["read"] = 0.256 / least(lambda: list(pool.map(lambda half: half @ half, halves)), 8)
    return best


def least(call: Callable[[], object], repeats: int) -> float:
    """Least seconds of a call."""
    best = np.inf
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def day(
    economy: FlowEconomy, batch: int, precision: str, few: int, repeats: int, production: str = "ties"
) -> tuple[float, float]:
    """Seconds a scenario-day, by the clock and of the processors: least of runs 12 days longer less that of short ones.

    Each length has its own least: the least of differences would pick out noise, and could be negative.
    """
    loss = CapacityLoss(economy.regions[:1], economy.sectors[:1], 0.5, 2, 3, 60)
    best = {days: np.full(2, np.inf) for days in (few, few + 12)}
    for _ in range(repeats):
        for days in best:
            start, busy = time.perf_counter(), time.process_time()
            simulate_many(economy, [[loss]] * batch, days=days, precision=precision, production=production)
            best[days] = np.minimum(best[days], (time.perf_counter() - start, time.process_time() - busy))
    took = (best[few + 12] - best[few]) / 12 / batch
    return float(took[0]), float(took[1])


def last_line(python: str, program: str, *arguments: object, **environment: str) -> Any:
    out = subprocess.run(
        [python, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=True, cwd=Path.cwd(),
        env=os.environ | environment,
    )  # fmt: skip
    return json.loads(out.stdout.strip().splitlines()[-1])


def compare(
    economy: FlowEconomy, few: int, many: int, most: dict[str, float], repeats: int, peer: bool = True
) -> list[dict[str, Any]]:
    """One record an engine and kind: seconds a scenario-day by the clock and of the processors, memory, and ratios."""
    n, j = economy.shape
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.npz"
        np.savez(path, Z=economy.intermediate, Y=economy.final, regions=economy.regions, sectors=economy.sectors)
        python, other = os.environ.get("TECHNOSTATE_BOARIO_PYTHON"), None
        if python and peer:
            wall, busy, used, total = last_line(python, PEER, path, few, many, repeats)
            loss = CapacityLoss(economy.regions[:1], economy.sectors[:1], 0.5, 2, 3, 60)
            made = simulate(economy, [loss], days=many, production="ario").output.sum((1, 2)) / economy.output.sum()
            other = wall, busy
            rows.append({"nodes": n * j, "engine": "BoARIO 0.7.2", "wall": wall, "busy": busy, "memory": used / 1024,
                         "gap": float(np.abs(made - total).max())})  # fmt: skip
        kinds = [(name, precision) for name in ("ties", "ario") for precision in ("float64", "float32")]
        for name, precision in kinds:
            used = last_line(sys.executable, OWN, path, many, precision, name) / 1024
            for batch in (1, 16) if n * j < 2000 else (1, 8):
                wall, busy = day(economy, batch, precision, few, 2 * repeats, name)
                shares = n * n * j * (j + 1)
                gflops, gbytes = 4e-9 * shares / wall, shares * np.dtype(precision).itemsize * 1e-9 / wall / batch
                rows.append({
                    "nodes": n * j, "engine": f"{name}, {precision}, batch of {batch}", "wall": wall, "busy": busy,
                    "memory": used, "times": other and other[0] / wall, "times_busy": other and other[1] / busy,
                    "gflops": gflops, "of_gflops": gflops / most[precision], "gbytes": gbytes,
                    "of_gbytes": gbytes / most["read"],
                })  # fmt: skip
    return rows


def growth(economy: FlowEconomy) -> list[dict[str, Any]]:
    """Seconds a scenario-day, batch of 8 in double precision, with more regions and with more sectors."""
    sizes = [("regions, 35 sectors", n, 35) for n in (5, 10, 20, 41)]
    sizes += [("sectors, 41 regions", 41, j) for j in (5, 10, 20, 35, 70)]
    rows = []
    for what, n, j in sizes:
        wall, busy = day(copies(economy, n, j), 8, "float64", 4, 3)
        rows.append({"what": what, "nodes": n * j, "wall": wall, "busy": busy})
    return rows


def draw(rows: list[dict[str, Any]], peers: list[dict[str, Any]], path: Path) -> None:
    """Write the growth as a chart."""
    import altair as alt

    points = [{"nodes": row["nodes"], "engine": f"more {row['what']}", "ms": 1e3 * row["busy"]} for row in rows]
    points += [{"nodes": row["nodes"], "engine": row["engine"], "ms": 1e3 * row["busy"]} for row in peers]
    chart = alt.Chart(alt.Data(values=points), width=420, height=300).mark_line(point=True).encode(
        x=alt.X("nodes:Q", scale=alt.Scale(type="log"), title="nodes (regions × sectors)"),
        y=alt.Y("ms:Q", scale=alt.Scale(type="log"), title="processor ms a scenario-day"),
        color=alt.Color("engine:N", title=None), shape=alt.Shape("engine:N", title=None),
    )  # fmt: skip
    chart.save(str(path))


def line(row: dict[str, Any]) -> str:
    """A row of the table of engines."""
    cells = [f"{row['nodes']}", row["engine"], f"{1e3 * row['wall']:,.2f}", f"{1e3 * row['busy']:,.2f}"]
    if row.get("times"):
        cells += [f"{row['times']:,.0f}", f"{row['times_busy']:,.0f}"]
    else:
        cells += ["", ""]
    if "gflops" in row:
        cells += [f"{row['gflops']:,.1f} ({row['of_gflops']:.0%})", f"{row['gbytes']:,.1f} ({row['of_gbytes']:.0%})"]
    else:
        cells += ["", ""]
    return "| " + " | ".join([*cells, f"{row['memory']:,.0f}"]) + " |"


def main(words: list[str]) -> int:
    """Run, print and unless quick write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args(words).quick
    with tempfile.TemporaryDirectory() as empty:
        compiling = last_line(sys.executable, COMPILE, NUMBA_CACHE_DIR=empty)
    most, wiod = peak(), table("wiod-2011")
    rows = compare(wiod, 6, 16, most, 2, peer=not quick)
    if not quick:
        rows += compare(copies(wiod, 41, 98), 3, 7, most, 1)
    sizes = [] if quick else growth(wiod)
    load = os.getloadavg()
    text = "\n".join([
        "# The engines of the weeks", "",
        f"{platform.machine()}, {os.cpu_count()} cores, load average {load[0]:.1f} to {load[2]:.1f}: other work was "
        f"running, wall times suffer from it; Python {platform.python_version()}, NumPy {np.__version__}. wiod-2011 "
        "(1,435 nodes) and the same with sectors repeated up to 98 (4,018 nodes). Two threads; BoARIO one. Least of 4 "
        "and 2 runs of each length at the two sizes (BoARIO: of 2 and 1). Measured peak of two threads: "
        f"{most['float64']:.0f} GFLOP/s in double, {most['float32']:.0f} in single precision, {most['read']:.0f} GB/s "
        f"read. First simulation with an empty cache: {compiling[0]:.1f} s, then {compiling[1]:.1f} s in the other "
        "precision.", "",
        "| nodes | engine | ms a scenario-day | processor ms | × BoARIO | × BoARIO, processor | GFLOP/s (of peak) "
        "| GB/s of shares (of peak) | peak memory of the process, MiB |",
        "|---|---|---|---|---|---|---|---|---|", *map(line, rows), "",
        *(f"Total output of BoARIO at {row['nodes']:,} nodes differs by {row['gap']:.1g}."
          for row in rows if "gap" in row),
        "", "Growth, batch of 8 in double precision (shocks_weeks.svg):", "",
        "| more | nodes | ms a scenario-day | processor ms |", "|---|---|---|---|",
        *(f"| {row['what']} | {row['nodes']} | {1e3 * row['wall']:.3f} | {1e3 * row['busy']:.3f} |" for row in sizes),
        "",
    ])  # fmt: skip
    print(text)
    if not quick:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "shocks_weeks.md").write_text(text, "utf-8")
        record = {"peak": most, "compile": compiling, "load": load, "engines": rows, "growth": sizes}
        (RESULTS / "shocks_weeks.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        draw(sizes, [row for row in rows if "gap" in row], RESULTS / "shocks_weeks.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
