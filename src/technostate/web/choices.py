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


#: The five strategies, in the order of the report.
STRATEGIES = ("national_security", "innovation", "military", "fusion", "securitization")


@cache
def strategies() -> tuple[str, ...]:
    """Return what the strategies are called."""
    rows = tomllib.loads(files("technostate").joinpath("strategies/strategies.toml").read_text("utf-8"))
    return tuple(str(rows[key]["title"]) for key in STRATEGIES)


@cache
def worlds() -> tuple[str, ...]:
    """Return the names of the tables that ship, oldest first."""
    folder = files("technostate.evidence").joinpath("embedded/worlds")
    names = (row.name.removesuffix(".npz") for row in folder.iterdir() if row.name.endswith(".npz"))
    # What a table needs beside its flows (tariffs, elasticities) has no year at its end.
    return tuple(sorted((name for name in names if name[-4:].isdigit()), key=lambda name: name[-4:]))
