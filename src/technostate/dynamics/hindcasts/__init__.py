"""Past spans asked again: what the model would have said, beside rules of one line."""

from technostate.dynamics.hindcasts.asked import Hindcast, hindcast
from technostate.dynamics.hindcasts.pictures import MEASURES, Measure
from technostate.dynamics.hindcasts.spans import METHODS, SPANS, Method, Span
from technostate.dynamics.hindcasts.verdict import Duel, Tally, duels, same_year, tallies

__all__ = [
    "MEASURES",
    "METHODS",
    "SPANS",
    "Duel",
    "Hindcast",
    "Measure",
    "Method",
    "Span",
    "Tally",
    "duels",
    "hindcast",
    "same_year",
    "tallies",
]
