"""What an estimate is, how a table of them is written, and how it is kept for the docs and their test."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Estimate:
    """One figure with its standard error.

    Parameters
    ----------
    key : str
        ``section/what``, by which the docs ask for it.
    what : str
        In words, with the sample.
    value : float
    error : float, optional
        Standard error; None where the figure is a count, a spread or a fit.
    n : int
        Observations.
    groups : int
        Clusters of the error; 0 for none.
    unit : str
    reading : {"estimate", "null", "contrary", "figure"}
        ``null``: not told apart from nothing at two standard errors where something was looked for; ``contrary``: told
        apart, in the direction against what was looked for; ``figure``: no test is meant.
    """

    key: str
    what: str
    value: float
    error: float | None
    n: int
    groups: int = 0
    unit: str = "1"
    reading: Literal["estimate", "null", "contrary", "figure"] = "estimate"


@dataclass(frozen=True)
class Section:
    """The estimates of one question, and how they were made."""

    title: str
    method: str
    estimates: tuple[Estimate, ...]


def judged(
    key: str,
    what: str,
    found: tuple[float, float],
    size: tuple[int, int],
    *,
    expected: int,
    unit: str = "1",
    scale: float = 1.0,
) -> Estimate:
    """An estimate read against zero at 1.96 standard errors.

    Parameters
    ----------
    found : (value, standard error)
    size : (observations, clusters)
    expected : {1, -1, 0}
        The sign that was looked for; 0 for any.
    scale : float
        By which the value, and without its sign the error, is multiplied.
    """
    value, error = scale * found[0], abs(scale) * found[1]
    told = abs(value) > 1.96 * error
    reading: Literal["estimate", "null", "contrary"] = "estimate"
    if not told:
        reading = "null"
    elif expected and math.copysign(1, value) != expected:
        reading = "contrary"
    return Estimate(key, what, value, error, *size, unit, reading)


def shown(
    key: str, what: str, value: float, error: float | None, size: tuple[int, int], *, unit: str = "1"
) -> Estimate:
    """A figure that no test is meant of."""
    return Estimate(key, what, value, error, *size, unit, "figure")


def figure(value: float | None) -> str:
    """Three significant digits, at most four after the point; a count as it is; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value}"
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:.{min(digits, 4)}f}"


def markdown(sections: Sequence[Section]) -> str:
    """All sections as Markdown."""
    return "\n".join(block(section) for section in sections)


def block(section: Section) -> str:
    """One section: its title, how it was made, and the table."""
    lines = [f"## {section.title}\n", f"{section.method}\n", "| what | value | error | unit | n | groups | reading |"]
    lines.append("|---|---|---|---|---|---|---|")
    lines += [
        f"| {e.what} | {figure(e.value)} | {figure(e.error)} | {e.unit} | {e.n:,} | {e.groups or '–'} | {e.reading} |"
        for e in section.estimates
    ]
    return "\n".join(lines) + "\n"


def kept(sections: Iterable[Section]) -> str:
    """All estimates as JSON by key, seven significant digits.

    Raises
    ------
    ValueError
        If two estimates have one key.
    """
    table: dict[str, dict[str, object]] = {}
    for section in sections:
        for estimate in section.estimates:
            if estimate.key in table:
                raise ValueError(f"two estimates are called {estimate.key}")
            row = {name: _rounded(item) for name, item in asdict(estimate).items() if name != "key"}
            table[estimate.key] = {"section": section.title, **row}
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"


def _rounded(item: object) -> object:
    return float(f"{item:.7g}") if isinstance(item, float) else item


def read(path: Path) -> dict[str, dict[str, object]]:
    """The kept estimates by key."""
    table: dict[str, dict[str, object]] = json.loads(path.read_text("utf-8"))
    return table
