"""Pages whose figures come from a file of results: places in a text are filled, and a page is checked against both.

A place is ``{{key}}`` or ``{{key|form}}``. Forms: ``%`` for a share as per cent, ``range`` for the median with p10 to
p90, ``+`` before a gain, ``size`` without a sign, ``.2`` for digits after the point, ``g`` for a figure as it was set;
joined as in ``%+range``. ``{{table:name}}`` is a table and
``{{words:key}}`` a sentence that the results hold.
"""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

Entry: TypeAlias = "float | str | Sequence[float | None] | None"
Results: TypeAlias = Mapping[str, Entry]
PLACE = re.compile(r"\{\{([^{}|]+)(?:\|([^{}]*))?\}\}")
WIDTH = 124
DIGITS = re.compile(r"\.(\d)")


def number(value: float | None, form: str = "") -> str:
    """A figure as the page writes it: two digits or what the form asks; ``never`` where it is missing."""
    if value is None or math.isinf(value):
        return "never"
    value = 100 * value if "%" in form else value
    if form == "g":
        return f"{value:g}"
    if "size" in form:
        value = abs(value)
    asked = DIGITS.search(form)
    if asked:
        digits = int(asked[1])
    elif value == 0:
        digits = 0
    else:
        digits = min(max(0, 1 - math.floor(math.log10(abs(value)))), 3)
    written = f"{abs(value):,.{digits}f}"
    nothing = not written.strip("0.,")
    sign = "" if nothing else "\u2212" if value < 0 else "+" if "+" in form else ""
    return sign + ("0" if nothing and not asked else written)


def told(entry: Entry, form: str = "") -> str:
    """An entry of the results as the page writes it."""
    if isinstance(entry, str):
        return entry
    if isinstance(entry, Sequence):
        middle, low, high = entry
        if "range" not in form:
            return number(middle, form)
        if middle is None and low is None:
            return "never"
        return f"{number(middle, form)} ({number(low, form)} to {number(high, form)})"
    return number(entry, form)


def filled(template: str, results: Results, tables: Mapping[str, Callable[[Results], str]] | None = None) -> str:
    """The page of a template.

    Raises
    ------
    KeyError
        If the results lack a place.
    """

    def place(match: re.Match[str]) -> str:
        key, form = match[1], match[2] or ""
        kind, _, name = key.partition(":")
        if kind == "table":
            return (tables or {})[name](results)
        return told(results[name if kind == "words" else key], form)

    return flowed(PLACE.sub(place, template))


def flowed(page: str) -> str:
    """A page with its paragraphs and items broken anew at `WIDTH`; code, tables, headings and figures as they are."""
    found: list[str] = []
    code = False
    for block in re.split(r"(\n{2,})", page):
        starts = code
        code ^= block.count("```") % 2 == 1
        plain = not starts and not re.match(r"```|[|#!<\n]", block) and block.strip()
        found.append("\n".join(_lines(block)) if plain else block)
    return "".join(found)


def _lines(block: str) -> list[str]:
    """A paragraph or a list, broken anew."""
    lines: list[str] = []
    for item in re.split(r"\n(?=- )", block.rstrip("\n")):
        later = "  " if item.startswith("- ") else ""
        lines += textwrap.wrap(
            " ".join(item.split()), WIDTH, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
        )  # fmt: skip
    return lines if not block.endswith("\n") else [*lines, ""]


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, its first column to the left."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def rounded(value: float) -> float | None:
    """A figure as results keep it: six significant digits; None for infinity."""
    return float(f"{value:.6g}") if math.isfinite(value) else None


def keep(path: Path, results: Results) -> None:
    """Write results as JSON, an entry a line."""
    rows = [f"{json.dumps(key)}: {json.dumps(entry, ensure_ascii=False)}" for key, entry in results.items()]
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


def read(path: Path) -> dict[str, Entry]:
    """The kept results by key."""
    found: dict[str, Entry] = json.loads(path.read_text("utf-8"))
    return found
