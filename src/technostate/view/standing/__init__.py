"""Where states stand on the five strategies: indicators, scores, goals, institutions, chronology."""

from technostate.view.standing.ask import Standing, standing
from technostate.view.standing.data import Indicator, Strategy
from technostate.view.standing.goals import Goal

__all__ = ["Goal", "Indicator", "Standing", "Strategy", "standing"]
