"""The command of the mechanisms: lines as results, as figures, and in the text of the page."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

import numpy as np

from benchmarks.measure import RESULTS
from benchmarks.mechanisms.cases import CASES, Array, Case, lines
from benchmarks.pages import Entry, Results, filled, keep, read, rounded
from technostate import dynamics
from technostate.dynamics import Setting
from technostate.evidence import Figure
from technostate.evidence.origin import derived_from
from technostate.write.blocks import Chart
from technostate.write.charts.standalone import standalone
from technostate.write.forms import Line, Lines

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
PAGE, KEPT, IMAGES = DOCS / "dynamics.md", RESULTS / "mechanisms.json", DOCS / "images"
#: Years whose figures are kept.
YEARS = (2025, 2030, 2035, 2040, 2050)
#: Date on the figures; set by hand when they change.
MADE = dt.date(2026, 12, 1)


def results(setting: Setting, found: dict[str, dict[str, Array]]) -> dict[str, Entry]:
    """Lines of all cases → what is kept of them."""
    kept: dict[str, Entry] = {}
    for case in CASES:
        for end, value in zip(("low", "central", "high"), case.ends, strict=True):
            kept[f"{case.mechanism}/{end}"] = value
        for name, line in found[case.mechanism].items():
            for year in YEARS:
                kept[f"{case.mechanism}/{name}/{year}"] = rounded(line[setting.years.index(year)])
            kept[f"{case.mechanism}/{name}/most"] = rounded(line[np.abs(line).argmax()])
            kept[f"{case.mechanism}/{name}/first"] = rounded(line[0])
    last = YEARS[-1]
    added = found["research"]["central"] - found["research"]["off"]
    kept["research/gain"] = rounded(added[setting.years.index(last)])
    table = dynamics.parameters().values()
    kept["parameters"] = len(table)
    kept["undecided"] = sum(not row.identified for row in table)
    return kept


def figure(setting: Setting, case: Case, found: dict[str, Array]) -> str:
    """The figure of a case as SVG."""
    from technostate import world

    note = f"the dynamics at central values, {setting.projection}, {case.mechanism} on and off"
    origin = derived_from("Paths to 2050", world.load("icio-2022").origin, note=note)
    symbol = dynamics.parameters()[case.varied].symbol
    labels = {
        "low": f"low {symbol}", "central": f"central {symbol}", "high": f"high {symbol}", "off": "switched off",
    }  # fmt: skip
    series = tuple(
        Line(labels[name], {year: Figure(float(value), case.unit, "modelled", origin, case.state, year)
                            for year, value in zip(setting.years, line, strict=True)})
        for name, line in found.items()
    )  # fmt: skip
    form = Lines(series, from_zero=case.unit != "ratio")
    return standalone(Chart(case.caption, form, case.sub), made=MADE, command="python -m benchmarks mechanisms")


def page(found: Results) -> str:
    """The page, its places filled."""
    return filled((HERE / "dynamics.md").read_text("utf-8"), found)


def differences(old: Results, new: Results) -> list[str]:
    """What is no longer as it was kept, beyond a thousandth of itself."""
    told = [f"only in one of the two: {key}" for key in sorted(old.keys() ^ new.keys())]
    for key in sorted(old.keys() & new.keys()):
        was, now = old[key], new[key]
        assert isinstance(was, float | int) and isinstance(now, float | int), key
        if abs(was - now) > 1e-3 * abs(was) + 1e-6:
            told.append(f"{key} was {was}, is {now}")
    return told


def main(words: list[str]) -> int:
    """Make results, figures and page; or compare with what is kept."""
    parser = argparse.ArgumentParser(prog="benchmarks mechanisms", description="One figure a mechanism.")
    parser.add_argument("--check", action="store_true", help="compare with what is kept; write nothing")
    asked = parser.parse_args(words)
    setting = dynamics.calibrated()
    found = {case.mechanism: lines(setting, case) for case in CASES}
    new = results(setting, found)
    if asked.check:
        told = differences(read(KEPT), new)
        print("\n".join(told) or "as kept", file=sys.stderr if told else sys.stdout)
        return int(bool(told))
    keep(KEPT, new)
    for case in CASES:
        (IMAGES / f"mechanism-{case.mechanism}.svg").write_text(figure(setting, case, found[case.mechanism]), "utf-8")
    PAGE.write_text(page(read(KEPT)), "utf-8")
    return 0
