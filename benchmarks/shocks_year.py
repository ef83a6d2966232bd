"""Equilibria of the year: time a draw, growth with the world, and the slow twin beside.

python -m benchmarks.shocks_year          all; writes benchmarks/results/shocks_year.md
python -m benchmarks.shocks_year --quick  fewer draws and sizes; prints, writes nothing

One draw is one counterfactual: three results from two equilibria (the rent to the importer, and to the exporter).
Times are the median over draws of elasticities, warm, on one thread; nothing is compiled, so that the first run is
timed only for what it loads.
"""

from __future__ import annotations

import os

# Set before NumPy loads: one thread, as for the decade.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from technostate.errors import ConvergenceError
from technostate.evidence.regions import EU27_2020
from technostate.shocks.decade import TradeEconomy, settled
from technostate.shocks.year import Ban, Elasticities, YearEconomy, counterfactual, draws
from technostate.shocks.year.reference import reference
from technostate.world import aggregate, grouping, load

RESULTS = Path(__file__).parent / "results"
LARGE = ("USA", "CHN", "JPN", "KOR", "TWN", "IND", "GBR", "BRA", "RUS", "CAN", "MEX", "AUS", "SAU", "IDN")
ALLIES = ("USA", "EU", "GBR", "JPN", "KOR", "TWN")
Row = tuple[object, ...]


def table(title: str, head: Row, rows: Iterable[Row]) -> str:
    """Print a Markdown table row by row as it is measured, and return it."""
    lines = [f"\n### {title}\n", "| " + " | ".join(map(str, head)) + " |", "|" + "---|" * len(head)]
    print("\n".join(lines), flush=True)
    for row in rows:
        lines.append("| " + " | ".join(f"{x:.3g}" if isinstance(x, float) else str(x) for x in row) + " |")
        print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def grouped(regions: int) -> YearEconomy:
    """The world of 2022 with the European Union, that many regions less two of the large ones, and the rest."""
    world = load("icio-2022")
    groups = {"EU": EU27_2020} | {code: (code,) for code in LARGE[: regions - 2]}
    coarse = aggregate(world, regions=grouping(world.regions, groups, rest="ROW"))
    return YearEconomy.from_world(coarse, missing_tariff=0.0)


def ban(economy: YearEconomy, leak: float = 0.2) -> list[Ban]:
    """Allies against China on electronics and machinery, in the codes of the economy."""
    regions, sectors = economy.base.regions, economy.base.sectors
    names = set(ALLIES) | (set(EU27_2020) if "EU" not in regions else set())
    wanted = ("C26", "C28") if "C26" in sectors else sectors[12:14]
    return [Ban(tuple(sorted(names & set(regions))), ("CHN",), wanted, leak)]


def timed(economy: YearEconomy, sets: Sequence[Elasticities], leak: float) -> Row:
    """Median and largest milliseconds a draw, Newton steps and products, draws without an equilibrium."""
    bans = ban(economy, leak)
    counterfactual(economy.with_elasticities(Elasticities(origins=1.5)), bans=bans)
    found, steps, products, failed, lost = [], [], [], 0, []
    for elasticities in sets:
        start = time.perf_counter()
        try:
            results = counterfactual(economy.with_elasticities(elasticities), bans=bans)
        except ConvergenceError:
            failed += 1
            lost.append(time.perf_counter() - start)
            continue
        found.append(time.perf_counter() - start)
        steps.append(sum(results[rule].diagnostics.steps for rule in ("importer", "exporter")))
        products.append(sum(results[rule].diagnostics.products for rule in ("importer", "exporter")))
    ms = 1e3 * np.array(found)
    spent = f"{1e3 * np.median(lost):.0f}" if lost else "none"
    return float(np.median(ms)), float(ms.max()), float(np.mean(steps)), float(np.mean(products)), failed, spent


def worlds(quick: bool) -> Iterator[Row]:
    """Draws over all ranges on three worlds."""
    count = 8 if quick else 32
    icio = YearEconomy.from_world(load("icio-2022"), missing_tariff=0.0)
    wiod = YearEconomy.from_world(load("wiod-2011"))
    for name, economy, target in (
        ("icio-2022", grouped(16), "60"),
        ("wiod-2011", wiod, ""),
        ("icio-2022", icio, "1500"),
    ):
        n, j = economy.base.shape
        yield f"{name}, {n} × {j}", count, *timed(economy, draws(count, seed=1), 0.3), target


def growth(quick: bool) -> Iterator[Row]:
    """Milliseconds a counterfactual at elasticity 1.5 across origins, by number of regions."""
    for regions in (4, 8, 16) if quick else (4, 6, 8, 12, 16):
        ms, *_ = timed(grouped(regions), [Elasticities(origins=1.5)] * 5, 0.3)
        yield regions, 28, ms
    icio = YearEconomy.from_world(load("icio-2022"), missing_tariff=0.0)
    ms, *_ = timed(icio, [Elasticities(origins=1.5)] * 3, 0.3)
    yield 81, 28, ms


def twin() -> Iterator[Row]:
    """Solver and twin on made-up economies, which the twin's general root finder can still do."""
    for n, j in ((4, 3), (6, 5), (8, 6)):
        rng = np.random.default_rng(n)
        share = rng.dirichlet(np.full(n, 0.8), size=(j, n)) * 0.5 + 0.5 * np.eye(n)
        added = rng.uniform(0.3, 0.6, (n, j))
        inputs = rng.dirichlet(np.ones(j), size=(n, j)).transpose(0, 2, 1) * (1 - added)[:, None, :]
        base = settled(
            TradeEconomy(
                share,
                added,
                inputs,
                rng.dirichlet(np.ones(j), size=n),
                rng.uniform(1, 10, n),
                np.zeros(n),
                np.full(j, 4.0),
            )
        )
        economy = replace(YearEconomy(base), elasticities=Elasticities(origins=1.5))
        start = time.perf_counter()
        other = reference(economy, quotas={(0, 1, 0): 0.5})
        middle = time.perf_counter()
        ours = counterfactual(economy, bans=[Ban("0", "1", "0", 0.5)])["importer"]
        end = time.perf_counter()
        gap = float(np.abs(ours.real_income - other.real_income).max())
        yield f"{n} × {j}", 1e3 * (middle - start), 1e3 * (end - middle), gap


def first() -> float:
    """Seconds from nothing to the first result in a new process, loading the world included."""
    program = (
        "import time; start = time.perf_counter()\n"
        "from technostate.shocks.year import Ban, YearEconomy, counterfactual\n"
        "from technostate.world import load\n"
        "economy = YearEconomy.from_world(load('icio-2022'), missing_tariff=0.0)\n"
        "counterfactual(economy, bans=[Ban('USA', 'CHN', 'C26', 0.2)]); print(time.perf_counter() - start)\n"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(out.stdout)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer draws and sizes, nothing written")
    quick = parser.parse_args(arguments).quick
    text = (
        f"# The year: nested CES with bans as quantities\n\n{platform.machine()}, Python {platform.python_version()}, "
    )
    text += (
        f"NumPy {np.__version__}, one thread. Allies' ban on electronics and machinery to China (two sectors of the\n"
    )
    text += (
        f"table where it has others), 30 % left, unless said.\nFirst result of a new process, 81 × 28: {first():.2f} s."
    )
    text += " Nothing is compiled.\n"
    print(text)
    head = ("world", "draws", "median ms", "largest ms", "steps", "products", "none found", "ms till then", "target ms")
    text += table("A draw over the ranges of elasticities", head, worlds(quick))
    text += table("Growth with regions", ("N", "J", "ms"), growth(quick))
    text += table("Beside the twin", ("economy", "twin ms", "solver ms, three results", "largest gap"), twin())
    if not quick:
        (RESULTS / "shocks_year.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
