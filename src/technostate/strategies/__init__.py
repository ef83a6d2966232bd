"""Strategies: five tables with one interface, the indicator dictionary, goals' progress, the score, the two wheels."""

from __future__ import annotations

from technostate.strategies.comparison import compared, peers
from technostate.strategies.dictionary import STRATEGIES, Indicator, StrategyKey, indicator, indicators, values
from technostate.strategies.distance import Progress, progress
from technostate.strategies.interface import Strategy, strategy
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
