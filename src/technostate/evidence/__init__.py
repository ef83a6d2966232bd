"""Evidence: series, origins, the embedded data and one reader a public data set."""

from technostate.evidence.figure import Figure, Range, value_of
from technostate.evidence.origin import Kind, Origin, derived_from
from technostate.evidence.series import Observation, Series

__all__ = ["Figure", "Kind", "Observation", "Origin", "Range", "Series", "derived_from", "value_of"]
