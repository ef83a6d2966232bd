"""What there is to choose from, read from the data that ship: no room that makes numbers is imported."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def scenarios() -> tuple[str, ...]:
    """Return the names of the scenarios that ship."""
    folder = files("technostate").joinpath("futures/scenarios")
    return tuple(sorted(row.name.removesuffix(".yaml") for row in folder.iterdir() if row.name.endswith(".yaml")))


@cache
def outcomes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of the outcomes of paths, and what they are called."""
    rows = tomllib.loads(files("technostate").joinpath("dynamics/outcomes.toml").read_text("utf-8"))
    return tuple(rows), tuple(row["title"] for row in rows.values())
