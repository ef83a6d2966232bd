"""What is measured, in which order, and the page of results."""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from benchmarks import measure
from benchmarks.web import clients, filled, first
from benchmarks.web.clients import Tally
from benchmarks.web.first import View
from benchmarks.web.servers import OURS, PANEL, STREAMLIT, Server, missing, started
from technostate.web import twins

#: What the observatory promises: seconds, bytes, megabytes, milliseconds.
START, PAGE, MEMORY, CHART, LATE = 1.5, 60_000, 80.0, 400.0, 120.0
#: Turns over which each part is spread, so that what else the machine does meets all alike.
TURNS = 5


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="The observatory beside Streamlit and Panel.")
    parser.add_argument("--quick", action="store_true", help="a few seconds a part; prints, writes nothing")
    parser.add_argument("--ours", action="store_true", help="without the others; prints, writes nothing")
    parser.add_argument("--folder", type=Path, default=Path("build/benchmark-web"), help="where answers are kept")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60, help="of the clients, for each server")
    said = parser.parse_args(words)
    names = [name for name in (OURS, STREAMLIT, PANEL) if name == OURS or not said.ours]
    for name in names:
        if lack := missing(name):
            print(f"{name} has no column: {lack}")
    names = [name for name in names if not missing(name)]
    seconds, turns = (10, 2) if said.quick else (said.seconds, TURNS)
    with tempfile.TemporaryDirectory() as scratch:
        text = _measured(names, said.folder.resolve(), Path(scratch) / "figures.json", said.clients, seconds, turns)
    if not said.quick and not said.ours:
        (measure.RESULTS / "web.md").write_text(text, "utf-8")
    return 0


def _measured(names: Sequence[str], folder: Path, figures: Path, many: int, seconds: float, turns: int) -> str:
    kept = filled.filled(folder, figures)
    parts = [f"# The observatory beside others\n\n{_machine()}\n"]
    sizes = sorted(((len(gzip.compress(page, 6)), asked.address) for asked, page in _pages(kept)), reverse=True)
    parts.append(measure.table(
        "Pages of ours, the document alone, compressed", ("", "kB", "at most", ""),
        [("largest: `" + sizes[0][1] + "`", sizes[0][0] / 1e3, PAGE / 1e3, _met(sizes[0][0], PAGE)),
         (f"middle of {len(sizes)} examples", statistics.median(size for size, _ in sizes) / 1e3, "", "")],
    ))  # fmt: skip
    print("load", os.getloadavg()[0], flush=True)
    starts = {name: [] for name in names}
    for _ in range(turns):
        for name in names:
            server = started(name, folder, figures)
            starts[name].append(server.seconds)
            server.end()
    running = [started(name, folder, figures) for name in names]
    try:
        parts += _running(running, starts, filled.paths(kept), many, seconds, turns)
    finally:
        for server in running:
            server.end()
    return "\n".join(parts) + "\n"


def _pages(kept: dict[filled.Asked, filled.Bundle]) -> Iterator[tuple[filled.Asked, bytes]]:
    for asked, bundle in kept.items():
        sent = twins.written(asked, bundle, "", "", {})
        yield asked, gzip.decompress(sent.content) if sent.zipped else sent.content


def _running(
    running: list[Server], starts: dict[str, list[float]], paths: list[str], many: int, seconds: float, turns: int
) -> list[str]:
    seen = _seen(running, turns)
    rest = {server.name: server.resident() for server in running}
    beside = {server.name: server.workers() for server in running}
    load = os.getloadavg()[0]
    tallies = {server.name: Tally() for server in running}
    for turn in range(turns):
        for server in running:
            clients.read(server, paths, many, seconds / turns, tallies[server.name], turn)
    most = {server.name: server.resident("VmHWM") for server in running}
    names = [server.name for server in running]
    ours, late = tallies[OURS], tallies[OURS].share(0.95)
    firsts = {name: [pair[0] for pair in seen[name]] for name in names}
    seconds_ = {name: [pair[1] for pair in seen[name]] for name in names}

    def row(words: str, values: dict[str, float], most: float | None = None) -> measure.Row:
        verdict = "" if most is None else _met(values[OURS], most)
        return (words, *(values[name] for name in names), "" if most is None else most, verdict)

    def middle(views: dict[str, list[View]], part: str, scale: float = 1) -> dict[str, float]:
        return {name: statistics.median(float(getattr(view, part)) / scale for view in views[name]) for name in names}

    head = ("", *names, "ours at most", "")
    view = measure.table("One page with the same figures, in Chromium", head, [
        row("start to first answer, s", {name: statistics.median(starts[name]) for name in names}, START),
        row("first view, kB received", middle(firsts, "received", 1e3)),
        row("first view, requests", middle(firsts, "requests")),
        row("second view, kB received", middle(seconds_, "received", 1e3)),
        row("time to first chart, first view, ms", middle(firsts, "chart"), CHART),
        row("time to first chart, second view, ms", middle(seconds_, "chart")),
        row("memory after these views, MB", rest, MEMORY),
        row("memory of its workers, MB", beside),
    ])  # fmt: skip
    under = measure.table(f"{many} clients for {seconds:.0f} s, each without a pause", head, [
        row("pages a second", {name: len(tallies[name].times) / tallies[name].seconds for name in names}),
        row("half of the pages within, ms", {name: tallies[name].share(0.5) for name in names}),
        row("95 of 100 within, ms", {name: tallies[name].share(0.95) for name in names}, LATE),
        row("processor of the server, ms a page",
            {name: 1e3 * tallies[name].processor / max(len(tallies[name].times), 1) for name in names}),
        row("most memory, MB", most, MEMORY),
        row("errors", {name: len(tallies[name].wrong) for name in names}, 0),
    ])  # fmt: skip
    for name in names:
        for words in sorted(set(tallies[name].wrong))[:3]:
            print(f"{name}: {words}")
    print(f"ours: {len(ours.times)} pages, p95 {late:.0f} ms, load {load:.1f} to {os.getloadavg()[0]:.1f}")
    return [view, under, _notes(load, len(set(paths)))]


def _seen(running: list[Server], turns: int) -> dict[str, list[tuple[View, View]]]:
    """Views of every server by turns in a browser; none counts before each was seen once."""
    from playwright.sync_api import sync_playwright

    seen: dict[str, list[tuple[View, View]]] = {server.name: [] for server in running}
    with sync_playwright() as playwright:
        chromium = first.browser(playwright)
        for turn in range(turns + 1):
            for server in running:
                pair = first.views(chromium, server)
                if turn:
                    seen[server.name].append(pair)
        chromium.close()
    return seen


def _met(value: float, most: float) -> str:
    return "met" if value <= most else "missed"


def _machine() -> str:
    versions = [f"{name} {metadata.version(name)}" for name in ("streamlit", "panel", "bokeh", "playwright")
                if find_spec(name)]  # fmt: skip
    return f"{measure.machine()}, {', '.join(versions)}; {dt.date.today()}."


def _notes(load: float, addresses: int) -> str:
    after = os.getloadavg()[0]
    return f"""The load of the machine was {load:.1f} when the clients began and {after:.1f} when they ended; clients,
servers and the browser share its cores. Each row was measured by turns between the servers; a middle value counts.
The others draw the charts of `{filled.PAGE}` from the same figures read from a file, with their own bars and lightest
tables (a Sankey diagram is bars there), and compute nothing. Received is all that came over the wire, sockets included.
Clients of ours ask for {addresses} addresses (pages, JSON, CSV, SVG of the examples) by chance; a page of the others is
their document and a session over its socket until all of it has come, without their scripts and styles."""
