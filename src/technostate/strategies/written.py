"""What is written of the strategies as data: ``strategies/strategies.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def written() -> Mapping[str, Mapping[str, Any]]:
    """Return the table of every strategy, by key."""
    return tomllib.loads((files("technostate.strategies") / "strategies.toml").read_text("utf-8"))


def no_score(key: str) -> str:
    """Return why a strategy has no score; empty where it has one, or where there is no such strategy.

    Examples
    --------
    >>> no_score("military"), no_score("fusion").split()[:3]
    ('', ['no', 'public', 'source'])
    """
    return str(written().get(key, {}).get("no_score", ""))
