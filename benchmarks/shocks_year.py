"""Equilibria of the year: time a draw, memory, growth with the world, rates, and the slow twin beside.

python -m benchmarks shocks_year          all; writes benchmarks/results/shocks_year.{md,svg}
python -m benchmarks shocks_year --quick  fewer draws and sizes; prints, writes nothing

One draw is one equilibrium at the central rules: a third of the rent to either side, substitutes, ceilings, rigid pay.
Times are processor time on one thread, warm, the median over draws of elasticities; the inner loops are compiled
before. No public solver of this model was found; its peer is the twin.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

import numpy as np

from benchmarks import peak
from benchmarks.measure import RESULTS, Row, exponent, growth_chart, machine, once, peak_memory, table
from technostate.errors import ConvergenceError
from technostate.evidence.regions import EU27_2020
from technostate.shocks.decade import TradeEconomy, settled
from technostate.shocks.year import Ban, Elasticities, Rules, YearEconomy, across_origins, counterfactual, parameters
from technostate.shocks.year.reference import reference
from technostate.shocks.year.scenario import Deficit
from technostate.world import aggregate, grouping, load

LARGE = ("USA", "CHN", "JPN", "KOR", "TWN", "IND", "GBR", "BRA", "RUS", "CAN", "MEX", "AUS", "SAU", "IDN")
ALLIES = ("USA", "EU", "GBR", "JPN", "KOR", "TWN")
ALONG = ("regions, 20 sectors", "sectors, 20 regions")
RULES = Rules(1 / 3, 1 / 3, substitutes=3.0, ceiling=True, pay_floor=0.97, labour=0.6, anchor="region")


def draws(economy: YearEconomy, count: int, seed: int) -> list[Elasticities]:
    """Elasticities over their ranges, as impacts draw them."""
    rows, sectors, found = parameters(), economy.base.sectors, []
    for place in np.random.default_rng(seed).uniform(size=(count, 5)):
        value_added, inputs, final = (
            rows[name].at(at) for name, at in zip(("value_added", "inputs", "final"), place[:3], strict=True)
        )
        found.append(Elasticities(value_added, inputs, across_origins(sectors, *place[3:]), final))
    return found


def grouped(regions: int) -> YearEconomy:
    """The world of 2022 with the European Union, that many regions less two of the large ones, and the rest."""
    world = load("icio-2022")
    groups = {"EU": EU27_2020} | {code: (code,) for code in LARGE[: regions - 2]}
    coarse = aggregate(world, regions=grouping(world.regions, groups, rest="ROW"))
    return YearEconomy.from_world(coarse, missing_tariff=0.0)


def ban(economy: YearEconomy, leak: float = 0.3) -> list[Ban]:
    """Allies against China on electronics and machinery, in the codes of the economy."""
    regions, sectors = economy.base.regions, economy.base.sectors
    names = set(ALLIES) | (set(EU27_2020) if "EU" not in regions else set())
    wanted = ("C26", "C28") if "C26" in sectors else sectors[12:14]
    return [Ban(tuple(sorted(names & set(regions))), ("CHN",), wanted, leak)]


class Timed(NamedTuple):
    """Milliseconds of each draw that has an answer, of each that has none, and what the search took on average."""

    found: list[float]
    failed: list[float]
    steps: float
    products: float


def timed(economy: YearEconomy, sets: Sequence[Elasticities], bans: Sequence[Ban], deficit: Deficit = "hold") -> Timed:
    counterfactual(economy.with_elasticities(Elasticities(origins=1.5)), bans=bans, rules=RULES)
    found, failed, steps, products = [], [], [], []
    for elasticities in sets:
        start = time.process_time()
        try:
            made = economy.with_elasticities(elasticities)
            result = counterfactual(made, bans=bans, deficit=deficit, rules=RULES)
        except ConvergenceError:
            failed.append(1e3 * (time.process_time() - start))
            continue
        found.append(1e3 * (time.process_time() - start))
        steps.append(result.diagnostics.steps)
        products.append(result.diagnostics.products)
    return Timed(found, failed, float(np.mean(steps)), float(np.mean(products)))


def large() -> YearEconomy:
    return YearEconomy.from_world(load("icio-2022"), missing_tariff=0.0)


def worlds(quick: bool) -> Iterator[Row]:
    """Draws over all ranges on three worlds, under both rules on deficits."""
    count = 8 if quick else 32
    for name, economy, target in (
        ("icio-2022", grouped(16), "60"),
        ("wiod-2011", YearEconomy.from_world(load("wiod-2011")), ""),
        ("icio-2022", large(), "1500"),
    ):
        n, j = economy.base.shape
        bans = ban(economy)
        memory = peak_memory(lambda economy=economy, bans=bans: counterfactual(economy, bans=bans, rules=RULES))
        for deficit in get_args(Deficit):
            took = timed(economy, draws(economy, count, seed=1), bans, deficit)
            spent = f"{np.median(took.failed):.0f}" if took.failed else "-"
            yield (
                f"{name}, {n} × {j}", deficit, count, float(np.median(took.found)), target, max(took.found), took.steps,
                took.products, len(took.failed), spent, memory,
            )  # fmt: skip


def made_up(n: int, j: int) -> YearEconomy:
    rng = np.random.default_rng(n + j)
    share = rng.dirichlet(np.full(n, 0.8), size=(j, n)) * 0.5 + 0.5 * np.eye(n)
    added = rng.uniform(0.3, 0.6, (n, j))
    inputs = rng.dirichlet(np.ones(j), size=(n, j)).transpose(0, 2, 1) * (1 - added)[:, None, :]
    final = rng.dirichlet(np.ones(j), size=n)
    base = settled(TradeEconomy(share, added, inputs, final, rng.uniform(1, 10, n), np.zeros(n), np.full(j, 4.0)))
    return YearEconomy(base, Elasticities(origins=1.5))


def growth(quick: bool, points: list[tuple[str, int, float]]) -> Iterator[Row]:
    """Milliseconds a counterfactual at elasticity 1.5 across origins: one link of one sector banned by half."""
    regions = (10, 20, 40) if quick else (10, 20, 40, 80)
    sectors = (10, 20, 40) if quick else (5, 10, 20, 40, 80)
    for series, n, j in [*((ALONG[0], n, 20) for n in regions), *((ALONG[1], 20, j) for j in sectors)]:
        economy = made_up(n, j)
        bans = [Ban("0", "1", "0", 0.5)]
        took = timed(economy, [economy.elasticities] * (2 if quick else 7), bans)
        ms = min(took.found)
        points.append((series, n if series == ALONG[0] else j, ms))
        memory = peak_memory(lambda economy=economy, bans=bans: counterfactual(economy, bans=bans, rules=RULES))
        yield n, j, ms, took.steps, took.products, memory


def twin() -> Iterator[Row]:
    """Solver and twin on made-up economies, which the twin's general root finder can still do."""
    for n, j in ((4, 3), (6, 5), (8, 6)):
        economy = made_up(n, j)
        other, theirs = once(lambda economy=economy: reference(economy, quotas={(0, 1, 0): 0.5}, rules=RULES))
        ours, ms = once(lambda economy=economy: counterfactual(economy, bans=[Ban("0", "1", "0", 0.5)], rules=RULES))
        gap = float(np.abs(ours.real_income - other.real_income).max())
        yield f"{n} × {j}", theirs, ms, gap


def work(n: int, j: int, steps: float, products: float) -> float:
    """Floating-point operations of a draw, from below: what the search repeats, without exponentials and checks.

    A product with the derivative: three products by sector over links (2JN² each), two by region over inputs (2NJ²
    each), and the near inverse's blocks (2N(3J)²). A Newton step: the same sums once more for the state, and Saad and
    Schultz's orthogonalisation, eight operations an unknown for every pair of products in the step. N blocks
    of 3J are inverted once (2(3J)³).
    """
    links, inputs, blocks = 6 * j * n * n, 4 * n * j * j, 18 * n * j * j
    in_step = products / steps
    basis = 8 * (3 * n * j) * steps * in_step * (in_step + 1) / 2
    return products * (links + inputs + blocks) + steps * (links + inputs) + basis + n * 2 * (3 * j) ** 3


def rates() -> Iterator[Row]:
    top = peak.gigaflops()
    yield "peak: matrix product 2000³ (dgemm)", "-", top, "-"
    for name, economy in (("icio-2022, 16 × 28", grouped(16)), ("icio-2022, 81 × 28", large())):
        took = timed(economy, [Elasticities(origins=1.5)] * 8, ban(economy))
        rate = work(*economy.base.shape, took.steps, took.products) / min(took.found) / 1e6
        yield f"{name}, elasticity 1.5", min(took.found), rate, f"{100 * rate / top:.0f} %"


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


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer draws and sizes; writes nothing")
    quick = parser.parse_args(words).quick
    text = f"# The year: nested CES with bans as ceilings\n\n{machine()}; {time.strftime('%Y-%m-%d')}; one thread,\n"
    text += "processor time. "
    text += (
        "Allies' ban on electronics and machinery to China (two sectors of the table where it has others), 30 % left,\n"
    )
    text += f"unless said. First result of a new process, 81 × 28: {first():.2f} s.\n"
    print(text)
    head: Row = (
        "world", "deficits", "draws", "median ms", "most, ms", "largest ms", "steps", "products", "none found",
        "ms till then", "memory, MiB",
    )  # fmt: skip
    text += table("A draw over the ranges of elasticities", head, worlds(quick))
    points: list[tuple[str, int, float]] = []
    head = ("N", "J", "least ms", "steps", "products", "memory, MiB")
    text += table("Growth: made-up economies, one link banned by half", head, growth(quick, points))
    slopes = []
    for series in ALONG:
        sizes, times = zip(*((size, ms) for name, size, ms in points if name == series and size >= 20), strict=True)
        slopes.append(f"{exponent(sizes, times):.2f} ({series})")
    text += f"\nTime grows with the power {' and '.join(slopes)} of size from 20 on: [chart](shocks_year.svg).\n"
    head = ("economy", "twin, ms", "solver, ms", "largest gap")
    text += table("Beside the twin", head, twin())
    text += table("Rates on one thread", ("", "least ms", "GFLOP/s", "of peak"), rates())
    text += "\nOperations are counted from below in `benchmarks/shocks_year.py::work`.\n"
    if not quick:
        growth_chart(points, "One counterfactual of the year engine", "shocks_year.svg")
        (RESULTS / "shocks_year.md").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
