"""Views: questions to counted texts, each a pure function that returns rows of figures."""

from __future__ import annotations

from technostate.doctrine.views.breaks import change_points
from technostate.doctrine.views.collection import CountedCollection, imported, shipped
from technostate.doctrine.views.contrast import contrast
from technostate.doctrine.views.cooccurrence import cooccurrence
from technostate.doctrine.views.drift import aligned_units, drift
from technostate.doctrine.views.kwic import counted_passages, kwic, passage_citations
from technostate.doctrine.views.order import order
from technostate.doctrine.views.profile import profile
from technostate.doctrine.views.record import Answer
from technostate.doctrine.views.states import compare_states
from technostate.doctrine.views.tasks import task_rank
from technostate.doctrine.views.trend import trend
from technostate.doctrine.views.uses import uses

__all__ = [
    "Answer",
    "CountedCollection",
    "aligned_units",
    "change_points",
    "compare_states",
    "contrast",
    "cooccurrence",
    "counted_passages",
    "drift",
    "imported",
    "kwic",
    "order",
    "passage_citations",
    "profile",
    "shipped",
    "task_rank",
    "trend",
    "uses",
]
