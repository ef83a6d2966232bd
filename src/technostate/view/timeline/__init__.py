"""The question: who acted on whom when, by the states' own files."""

from technostate.view.timeline.ask import timeline
from technostate.view.timeline.data import Happening, Pair, Timeline

__all__ = ["Happening", "Pair", "Timeline", "timeline"]
