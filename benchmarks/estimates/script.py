"""The command of the estimates."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time

from benchmarks.estimates.result import Section, block, kept, markdown, read
from benchmarks.measure import RESULTS

#: Module → one section, in the order of the page.
MODULES = ("convergence", "burden", "ratchet", "growth", "vintages", "ideas", "loop", "trade_costs", "wide")
HEAD = """# What data say about the parameters of the dynamics

From the series that ship, by `python -m benchmarks estimates`. `reading`: *estimate*, told apart from nothing at 1.96
standard errors; *null*, not; *contrary*, told apart but in the direction against what was looked for; *figure*, not a
test.
"""


def made(names: tuple[str, ...] = MODULES) -> list[Section]:
    """Run the sections named."""
    modules = [importlib.import_module(f"benchmarks.estimates.{name}") for name in names]
    return [module.section() for module in modules if not hasattr(module, "there") or module.there()]


def differences(old: dict[str, dict[str, object]], new: dict[str, dict[str, object]]) -> list[str]:
    """What is no longer as it was kept: keys that came or went, and values further off than 1e-5 of themselves."""
    lines = [f"only in one of the two: {key}" for key in sorted(old.keys() ^ new.keys())]
    for key in sorted(old.keys() & new.keys()):
        for name, was in old[key].items():
            now = new[key][name]
            same = was == now
            if isinstance(was, float) and isinstance(now, float):
                same = abs(was - now) <= 1e-5 * max(abs(was), 1e-6)
            if not same:
                lines.append(f"{key}: {name} was {was}, is {now}")
    return lines


def main(words: list[str]) -> int:
    """Make the estimates; print, and keep or check them."""
    parser = argparse.ArgumentParser(
        prog="benchmarks estimates", description="What data say about the parameters of the dynamics."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MODULES)}")
    parser.add_argument("--check", action="store_true", help="compare with what is kept; write nothing")
    asked = parser.parse_args(words)
    if unknown := [name for name in asked.names if name not in MODULES]:
        parser.error(f"no section {', '.join(unknown)}; there are {', '.join(MODULES)}")
    start = time.perf_counter()
    sections = made(tuple(asked.names) or MODULES)
    for one in sections:
        print(block(one))
    print(f"{time.perf_counter() - start:.1f} s")
    if asked.check:
        return _checked(sections, partly=bool(asked.names))
    if not asked.names and len(sections) < len(MODULES):
        print("nothing is written: SIPRI's table of all states is needed for all of it", file=sys.stderr)
        return 1
    if not asked.names:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "estimates.md").write_text(f"{HEAD}\n{markdown(sections)}", "utf-8")
        (RESULTS / "estimates.json").write_text(kept(sections), "utf-8")
    return 0


def _checked(sections: list[Section], *, partly: bool) -> int:
    old, new = read(RESULTS / "estimates.json"), json.loads(kept(sections))
    if partly or len(sections) < len(MODULES):
        titles = {section.title for section in sections}
        old = {key: row for key, row in old.items() if row["section"] in titles}
    lines = differences(old, new)
    print("\n".join(lines) or "as kept", file=sys.stderr if lines else sys.stdout)
    return int(bool(lines))
