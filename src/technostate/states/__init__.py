"""States: what each says it wants, its institutions, chronology, partners and sectors, every fact with its source.

A state is one TOML file in this folder; adding a state is adding a file. A user's own files are read from the folder
named by the environment variable TECHNOSTATE_STATES, or from a path given to `load`.
"""

from __future__ import annotations

from technostate.states.dates import When, when
from technostate.states.folder import check, codes, group, groups, load, named_groups
from technostate.states.model import (
    Event,
    Goal,
    Group,
    Institution,
    LocalName,
    Member,
    Partner,
    SectorList,
    Source,
    State,
)
from technostate.states.timeline import Asked, events_of, timeline

__all__ = [
    "Asked", "Event", "Goal", "Group", "Institution", "LocalName", "Member", "Partner", "SectorList", "Source", "State",
    "When", "check", "codes", "events_of", "group", "groups", "load", "named_groups", "timeline", "when",
]  # fmt: skip
