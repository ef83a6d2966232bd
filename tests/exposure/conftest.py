"""Timing is no property of a measure: hypothesis has no deadline on a shared machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
