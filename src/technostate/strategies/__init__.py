"""Strategies: five modules with one interface, the indicator dictionary, goals' progress, the score, the two wheels."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from technostate.errors import unknown_label
from technostate.strategies.comparison import compared, peers
from technostate.strategies.dictionary import STRATEGIES, Indicator, StrategyKey, indicator, indicators, values
from technostate.strategies.distance import Progress, progress
from technostate.strategies.interface import Strategy
from technostate.strategies.standing import Rank, Row, Trend
from technostate.strategies.wheels import Turn, Wheels

__all__ = [
    "STRATEGIES",
    "Indicator",
    "Progress",
    "Rank",
    "Row",
    "Strategy",
    "StrategyKey",
    "Trend",
    "Turn",
    "Wheels",
    "compared",
    "indicator",
    "indicators",
    "peers",
    "progress",
    "strategy",
    "values",
]


def strategy(key: str) -> Strategy:
    """Return a strategy by its key; raises `LabelError` if there is none.

    Examples
    --------
    >>> strategy("fusion").title
    'military-civil fusion'
    """
    if key not in STRATEGIES:
        raise unknown_label("strategy", key, STRATEGIES)
    return cast(Strategy, import_module(f"technostate.strategies.{key}").STRATEGY)
