"""Other solvers of trade shocks on the same economies as ours: what they take and how far apart they are.

The authors' algorithm is written out here in NumPy. Packages and public sources run in an interpreter of their own,
named by TECHNOSTATE_PEERS_PYTHON; sources that are no package lie in folders named like their repositories under
TECHNOSTATE_PEERS_SOURCE. What is not there has no row but says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from technostate.shocks.decade import Equilibrium, TradeEconomy

PYTHON = "TECHNOSTATE_PEERS_PYTHON"
SOURCE = "TECHNOSTATE_PEERS_SOURCE"
#: Processor time of one thread is compared.
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "PYTHONWARNINGS": "ignore",
}


class Found(NamedTuple):
    """A peer's processor time in milliseconds, largest gap to ours, peak in MiB (interpreter included), a remark."""

    ms: float
    gap: float
    peak: float
    remark: str


def authors(economy: TradeEconomy, tariff: np.ndarray, tolerance: float, step: float = 0.2) -> tuple[np.ndarray, int]:
    """Log wages after a change of tariffs by the nested loops of the authors' programs, and how often wages moved.

    Prices are iterated from one at every wage vector, expenditure is the explicit inverse of the (N·J)² system times
    income, wages move a fifth of the way along excess demand (Caliendo and Parro 2015, online appendix; their
    `equilibrium_LC`). Where wages stop is our criterion, excess demand over value added: theirs is in other units.
    """
    n, j = economy.shape
    theta, added = economy.trade_elasticity[:, None], economy.value_added
    wedge = (
        economy.import_share * ((1 + tariff) / (1 + economy.base_tariff)) ** -economy.trade_elasticity[:, None, None]
    )
    wages = np.ones(n)
    for moved in range(10_000):
        prices = np.ones((j, n))
        for _ in range(10_000):
            logs = np.einsum("nkj,kn->jn", economy.input_share, np.log(prices))
            cost = np.exp(economy.value_added_share.T * np.log(wages) + logs)
            total = np.einsum("jni,ji->jn", wedge, cost**-theta)
            new = np.where(total > 0, np.where(total > 0, total, 1) ** (-1 / theta), 1)
            change, prices = np.abs(new - prices).max(), new
            if change < tolerance:
                break
        share = wedge * (cost**-theta)[:, None, :] / np.where(total > 0, total, 1)[:, :, None]
        net = share / (1 + tariff)
        system = np.eye(n * j) - np.einsum("nkj,jin->nkij", economy.input_share, net).reshape(n * j, n * j)
        duty = (share - net).sum(2)
        for m in range(n):
            block = slice(m * j, (m + 1) * j)
            system[block, block] -= np.outer(economy.final_share[m], duty[:, m])
        income = (economy.final_share * (wages * added + economy.deficit)[:, None]).ravel()
        flow = net * (np.linalg.inv(system) @ income).reshape(n, j).T[:, :, None]
        excess = (flow.sum((0, 1)) - flow.sum((0, 2)) + economy.deficit) / added
        if np.abs(excess).max() < tolerance:
            return np.log(wages), moved
        wages = wages * (1 + step * excess / wages)
        wages *= added.sum() / (wages @ added)
    raise RuntimeError("the authors' algorithm did not settle")


#: Public multi-sector solver (paulofelipe/cp2015-jax): its own tolerances, then tightened to ours.
JAX = """
import json, resource, sys, time, io, contextlib
from pathlib import Path
import numpy as np
raw = dict(np.load(sys.argv[1])); folder = Path(sys.argv[2]) / "cp2015-jax"
data = {name: raw[name] for name in raw} | {"regions": range(raw["wL_n"].size), "sectors": range(raw["theta_j"].size)}
source = (folder / "cp2015.py").read_text()
# Only its functions: the rest of the file reads the authors' data and prints their table.
import ast
tree = ast.parse(source)
tree.body = [x for x in tree.body if isinstance(x, (ast.Import, ast.ImportFrom, ast.FunctionDef))
             or isinstance(x, ast.Assign) and getattr(x.targets[0], "id", "") in ("nax", "solve_P_c_jit", "solve_X_jit")
             or isinstance(x, ast.Expr) and "enable_x64" in ast.unparse(x)]
source = ast.unparse(tree)
out = []
for text in (source, source.replace("1e-07", "1e-10").replace("1e-06", "1e-11")):
    space = {}
    exec(compile(text, "cp2015", "exec"), space)
    took = []
    for _ in range(2):
        with contextlib.redirect_stdout(io.StringIO()):
            start = time.process_time(); found = space["solve_model"](data)
            wages = np.asarray(found["w_n_hat"]); took.append(1e3 * (time.process_time() - start))
    out.append([min(took), wages.tolist()])
print("\\n" + json.dumps([out, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""

#: gegravity: one sector, log costs change by −θ log of the ratio; real GDP as fractions of change.
GEGRAVITY = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, pandas as pd, gegravity
raw = np.load(sys.argv[1]); flow, change, theta = raw["flow"], raw["change"], float(raw["theta"])
n = flow.shape[0]; names = [f"R{k:03d}" for k in range(n)]
sold, bought = flow.sum(0), flow.sum(1)
rows = [(names[i], names[m], "2008", flow[m, i], bought[m], sold[i],
         np.log(max(flow[m, i], 1e-12) * flow.sum() / sold[i] / bought[m])) for i in range(n) for m in range(n)]
frame = pd.DataFrame(rows, columns=["exporter", "importer", "year", "trade", "E", "Y", "cost"])
link = {(names[i], names[m]): change[m, i] for i in range(n) for m in range(n)}
start = time.process_time()
base = gegravity.BaselineData(frame.copy(), trade_var_name="trade", expend_var_name="E", output_var_name="Y")
model = gegravity.OneSectorGE(base, year="2008", reference_importer=names[0], expend_var_name="E", output_var_name="Y",
    sigma=theta + 1, cost_variables=["cost"], quiet=True, cost_coeff_values=gegravity.CostCoeffs(
    pd.DataFrame([{"var": "cost", "coeff": 1.0, "ste": 0.0}]), identifier_col="var", coeff_col="coeff",
    stderr_col="ste"))
model.build_baseline(omr_rescale=1)
changed = model.baseline_data.copy()
changed["cost"] += [-theta * np.log(link[pair]) for pair in zip(changed["exporter"], changed["importer"], strict=True)]
model.define_experiment(changed); model.simulate(ge_tolerance=1e-10)
ms = 1e3 * (time.process_time() - start)
results = model.country_results
real = results[next(name for name in results.columns if "GDP change" in name)].to_numpy() / 100
print("\\n" + json.dumps([ms, real.tolist(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""

#: sanction-simulator: its own network of 2022, the United States and China stop trading (leakage 10 %).
SANCTIONS = """
import json, resource, time
import sanction_simulator.power_trade_estimation as model
from sanction_simulator import bench_cache, data_dir
bench = model.Benchmark(str(data_dir()), cache=str(bench_cache()))
at = {code: k for k, code in enumerate(bench.countries)}
took = []
for _ in range(2):
    start = time.process_time()
    batch = model.ScenarioBatch(bench, [model.bilateral_legs(at["USA"], at["CHN"])], 0.3, 0.1)
    batch.balance(); found = batch.solve(-1.0)
    took.append(1e3 * (time.process_time() - start))
loss = (bench.s - found["s_omega"][0]).reshape(bench.S, bench.C).sum(0)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("\\n" + json.dumps([min(took), bench.C, bench.S, peak]))
"""


def _peer(program: str, arrays: dict[str, np.ndarray]) -> Any:
    """Run a program in the peers' interpreter on a file of arrays; returns what its last line says, or why not."""
    python = os.environ.get(PYTHON)
    if not python:
        return f"not run: {PYTHON} is not set"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "arrays.npz"
        np.savez(path, **arrays)
        words = [python, "-c", program, str(path), os.environ.get(SOURCE, folder)]
        done = subprocess.run(words, capture_output=True, text=True, env=os.environ | ONE_THREAD)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return f"not run: {last[:120]}"
    return json.loads(done.stdout.strip().splitlines()[-1])


def jax_solver(economy: TradeEconomy, tariff: np.ndarray, ours: Equilibrium) -> list[Found] | str:
    """The public multi-sector solver at its own tolerance and at 1e-10, on the same economy and tariffs."""
    found = _peer(
        JAX,
        {
            "X_nj": economy.base_expenditure,
            "D_n": economy.deficit,
            "wL_n": economy.value_added,
            "pi_nij": economy.import_share.transpose(1, 2, 0),
            "tau_nij": economy.base_tariff.transpose(1, 2, 0),
            "tau_nijp": tariff.transpose(1, 2, 0),
            "theta_j": economy.trade_elasticity,
            "gamma_nkj": economy.input_share,
            "gamma_nj": economy.value_added_share,
            "alpha_nj": economy.final_share,
        },
    )
    if isinstance(found, str):
        return found
    rows, peak = found
    out = []
    for (ms, wages), remark in zip(rows, ("its tolerance, 1e-7 of wages", "tightened to 1e-10"), strict=True):
        gap = np.log(np.array(wages) / ours.wages)
        # Its numeraire drifts with its steps: gaps are of relative wages.
        out.append(Found(ms, float(np.abs(gap - gap[0]).max()), peak, remark))
    return out


def gegravity(economy: TradeEconomy, cost: np.ndarray, ours: Equilibrium) -> Found | str:
    """The one-sector model of gegravity 0.3 on a one-sector economy."""
    arrays = {"flow": economy.base_trade[0], "change": cost, "theta": economy.trade_elasticity[0]}
    found = _peer(GEGRAVITY, arrays)
    if isinstance(found, str):
        return found
    ms, real, peak = found
    return Found(ms, float(np.abs(np.array(real) - ours.real_income).max()), peak, "scipy hybr; gap in real income")


def sanctions() -> Found | str:
    """sanction-simulator 0.1.4: another model and a finer table, so that no gap can be given."""
    found = _peer(SANCTIONS, {})
    if isinstance(found, str):
        return found
    ms, regions, sectors, peak = found
    return Found(ms, float("nan"), peak, f"{regions} × {sectors}; another model, the same event")
