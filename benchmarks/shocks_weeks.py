"""The weeks engine beside BoARIO and its own plain twin: time a scenario-day, memory, growth.

python -m benchmarks.shocks_weeks          all; writes benchmarks/results/shocks_weeks.md
python -m benchmarks.shocks_weeks --quick  the own engine on wiod-2011 only; prints, writes nothing

BoARIO (GPL, never a dependency) is run in an interpreter of its own, named by the environment variable
TECHNOSTATE_BOARIO_PYTHON, on the same table and event; without it its row is absent. A scenario-day is the least
time of a long run less the least of a short one over the days between, so that preparing tables counts on neither
side. Memory is the peak of the process (resident), interpreter and tables included.
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
from pathlib import Path

import numpy as np

from technostate.shocks.weeks import CapacityLoss, FlowEconomy, Parameters, simulate, simulate_many
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
raw = np.load(sys.argv[1]); few, many = int(sys.argv[2]), int(sys.argv[3])
regions, sectors = [str(x) for x in raw["regions"]], [str(x) for x in raw["sectors"]]
nodes = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
buyers = pd.MultiIndex.from_product([regions, ["final"]], names=["region", "category"])
table = pymrio.IOSystem(Z=pd.DataFrame(raw["Z"], nodes, nodes), Y=pd.DataFrame(raw["Y"], nodes, buyers))
table.calc_all()
hit = pd.Series([0.5], index=pd.MultiIndex.from_tuples([(regions[0], sectors[0])], names=["region", "sector"]))
took = []
for days in (few, many):
    simulation = Simulation(ARIOPsiModel(table, order_type="noalt"), n_temporal_units_to_sim=days)
    simulation.add_event(event.from_series(hit, event_type="arbitrary", occurrence=1, duration=1,
                         recovery_function="linear", recovery_tau=60))
    start = time.perf_counter(); simulation.loop(); took.append(time.perf_counter() - start)
made = simulation.production_realised
total = (made.sum(axis=1) / made.iloc[0].sum()).tolist()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print("\\n" + json.dumps([(took[1] - took[0]) / (many - few), peak, total]))
"""

#: Runs in a process of our own for its peak memory.
OWN = """
import json, resource, sys
import numpy as np
from technostate.shocks.weeks import CapacityLoss, FlowEconomy, simulate_many
raw = np.load(sys.argv[1])
economy = FlowEconomy(raw["Z"], raw["Y"], None, tuple(map(str, raw["regions"])), tuple(map(str, raw["sectors"])))
loss = CapacityLoss(economy.regions[:1], economy.sectors[:1], 0.5, 2, 3, 60)
simulate_many(economy, [[loss]], days=int(sys.argv[2]), precision=sys.argv[3])
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


def copies(economy: FlowEconomy, sectors: int) -> FlowEconomy:
    """The table with its first sectors repeated up to a number: only a size, not an economy."""
    n, j = economy.shape
    s = np.arange(sectors) % j
    flows = economy.intermediate.reshape(n, j, n, j)[:, s][:, :, :, s].reshape(n * sectors, n * sectors)
    final = economy.final.reshape(n, j, n)[:, s].reshape(n * sectors, n)
    return FlowEconomy(flows, final, None, economy.regions, tuple(f"s{k}" for k in range(sectors)))


def table(name: str) -> FlowEconomy:
    """A world's flows; nodes that sell nothing, which BoARIO does not take, get a trifle of final demand."""
    economy = FlowEconomy.from_world(load(name))
    final = economy.final.copy()
    final[economy.output.ravel() <= 0, 0] = 1e-3
    return FlowEconomy(economy.intermediate, final, None, economy.regions, economy.sectors, name=name)


def day(economy: FlowEconomy, batch: int, precision: str, few: int, repeats: int = 4) -> float:
    """Seconds a scenario-day: the least time of a run 60 days longer less the least of a short one.

    Each length has its own least: the least of differences would pick out noise, and could be negative.
    """
    loss = CapacityLoss(economy.regions[:1], economy.sectors[:1], 0.5, 2, 3, 60)
    best = dict.fromkeys((few, few + 60), np.inf)
    for _ in range(repeats):
        for days in best:
            start = time.perf_counter()
            simulate_many(economy, [[loss]] * batch, days=days, precision=precision)
            best[days] = min(best[days], time.perf_counter() - start)
    return float(best[few + 60] - best[few]) / 60 / batch


def last_line(python: str, program: str, *arguments: object) -> object:
    out = subprocess.run(
        [python, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    return json.loads(out.stdout.strip().splitlines()[-1])


def compare(economy: FlowEconomy, few: int, many: int, peer: bool = True) -> list[str]:
    """Rows of engine, seconds a scenario-day, scenario-days a second, times as fast as BoARIO, peak memory."""
    nodes = economy.output.size
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.npz"
        np.savez(path, Z=economy.intermediate, Y=economy.final, regions=economy.regions, sectors=economy.sectors)
        python, other, most = os.environ.get("TECHNOSTATE_BOARIO_PYTHON"), None, None
        if python and peer:
            other, most, total = last_line(python, PEER, path, few, many)  # type: ignore[misc]
            loss = CapacityLoss(economy.regions[:1], economy.sectors[:1], 0.5, 2, 3, 60)
            made = simulate(economy, [loss], days=many).output.sum((1, 2)) / economy.output.sum()
            gap = np.abs(made - total).max()
            rows.append(f"| {nodes} | BoARIO 0.7.2 (total output differs by {gap:.1g}) | {1e3 * other:,.1f} "
                        f"| {1 / other:,.1f} | 1 | {most / 1024:,.0f} |")  # fmt: skip
        for precision in ("float64", "float32"):
            used = last_line(sys.executable, OWN, path, many, precision) / 1024  # type: ignore[operator]
            for batch in (1, 16) if nodes < 2000 else (1, 4):
                took = day(economy, batch, precision, few)
                faster = f"{other / took:,.0f}" if other else "not run"
                rows.append(f"| {nodes} | technostate, {precision}, batch of {batch} | {1e3 * took:,.2f} "
                            f"| {1 / took:,.0f} | {faster} | {f'{used:,.0f}' if batch == 1 else ''} |")  # fmt: skip
    return rows


def main(words: list[str]) -> int:
    """Run, print and unless quick write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args(words).quick
    start = time.perf_counter()
    small = FlowEconomy(np.ones((4, 4)), np.ones((4, 2)), None, ("A", "B"), ("s", "t"))
    for precision in ("float64", "float32"):
        simulate(small, [], days=1, precision=precision, parameters=Parameters())
    compiling = time.perf_counter() - start
    wiod = table("wiod-2011")
    rows = compare(wiod, 6, 16, peer=not quick)
    if not quick:
        rows += compare(copies(wiod, 98), 4, 8)
    text = "\n".join([
        "# The weeks engine", "",
        f"{platform.machine()}, {os.cpu_count()} cores shared with other work, one thread; Python "
        f"{platform.python_version()}, NumPy {np.__version__}. Wall time; least of 4 for each length of run (BoARIO: "
        "once, 10 days at 1,435 nodes and 4 at 4,018, against our 60). wiod-2011 (1,435 "
        "nodes) and the same with sectors repeated up to 98 (4,018 nodes). First call of both precisions, compiled or "
        f"read from the cache: {compiling:.1f} s. A scenario-day is the difference of a long and a short run.", "",
        "| nodes | engine | ms a scenario-day | scenario-days a second | × BoARIO | peak memory of the process, MiB |",
        "|---|---|---|---|---|---|", *rows, "",
    ])  # fmt: skip
    print(text)
    if not quick:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "shocks_weeks.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
