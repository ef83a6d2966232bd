"""What the shock benchmarks share: least times, peak memory, tables as they are measured, charts of growth."""

from __future__ import annotations

import ctypes
import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).parent / "results"
SHARED = Path(os.environ.get("TECHNOSTATE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
Row = tuple[object, ...]


def machine() -> str:
    """One line: processor, cores, how busy they were, versions."""
    names = ("numpy", "scipy", "numba")
    busy = os.getloadavg()[0]
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    return (
        f"{model}, {os.cpu_count()} cores shared with other work (load {busy:.1f} at the start), "
        f"Python {platform.python_version()}, {versions}"
    )


def once(run: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> tuple[Any, float]:
    """The result and its milliseconds of processor time, which others at work on the machine lengthen least."""
    start = clock()
    result = run()
    return result, 1e3 * (clock() - start)


def least(run: Callable[[], Any], repeats: int, clock: Callable[[], float] = time.process_time) -> tuple[Any, float]:
    """The result and the shortest time in milliseconds, after one run that does not count."""
    result, best = run(), np.inf
    for _ in range(repeats):
        result, ms = once(run, clock)
        best = min(best, ms)
    return result, best


def middling(run: Callable[[], Any], repeats: int, clock: Callable[[], float] = time.process_time) -> tuple[Any, float]:
    """The result and the median time in milliseconds, after one run that does not count."""
    result = run()
    return result, float(np.median([once(run, clock)[1] for _ in range(repeats)]))


def peak_memory(run: Callable[[], Any]) -> float:
    """MiB by which the resident set rises, at most, while it runs (Linux; NaN elsewhere)."""
    try:
        # What was freed goes back first, so that using it again counts.
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")
    except (OSError, AttributeError):
        return float("nan")
    before = _resident("VmRSS")
    run()
    return (_resident("VmHWM") - before) / 1024


def _resident(key: str) -> float:
    """KiB of this process under a key of the kernel's status file."""
    text = Path("/proc/self/status").read_text()
    return float(next(line.split()[1] for line in text.splitlines() if line.startswith(key)))


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
    if np.isnan(cell):
        return "-"
    return f"{cell:,.0f}" if cell >= 1000 else f"{cell:.3g}"


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Slope of log time in log size, by least squares."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def growth_chart(points: Sequence[tuple[str, int, float]], title: str, name: str) -> None:
    """Save milliseconds against size, one line a series of (series, size, ms), both axes in logs, as an SVG."""
    import altair as alt
    import vl_convert

    values = [{"series": series, "size": size, "ms": ms} for series, size, ms in points]
    sizes = sorted({size for _, size, _ in points})
    chart = (
        alt.Chart(alt.Data(values=values), title=title, width=420, height=280)
        .mark_line(point=True)
        .encode(
            x=alt.X("size:Q", scale=alt.Scale(type="log"), axis=alt.Axis(values=sizes), title="regions or sectors"),
            y=alt.Y("ms:Q", scale=alt.Scale(type="log"), title="milliseconds"),
            color=alt.Color("series:N", title=None),
            strokeDash=alt.StrokeDash("series:N", title=None),
        )
    )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / name).write_text(vl_convert.vegalite_to_svg(chart.to_dict()), "utf-8")
