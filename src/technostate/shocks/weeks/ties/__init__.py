"""The engine of the weeks: firms tied to single sources of what they need, with stocks by origin."""

from technostate.shocks.weeks.ties.parameters import NOTES, Parameters
from technostate.shocks.weeks.ties.practice import Practice, practice_of

__all__ = ["NOTES", "Parameters", "Practice", "practice_of"]
