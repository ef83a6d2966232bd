"""Several codings of one thing: how many of those that exist put a state at a level or above it."""

from __future__ import annotations

from pydantic import Field, model_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Asked, Measure
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import Figure, NotTestableError
from technostate.claims.windows import named
from technostate.notation import plain


class Ask(Asked):
    """Codings of one thing by several coders.

    Parameters
    ----------
    series : tuple of str
        Ids in the catalogue, one a coder, on one scale.
    level : float
        From which a coding counts.
    called : str
        What the level is called in a sentence; by default the number and "or above".
    fewest : int
        So many must exist in the year that is read.
    year : int, optional
        By default the newest that a coding has for the state.
    """

    series: tuple[str, ...] = Field(min_length=2, max_length=20)
    level: float = Field(allow_inf_nan=False)
    called: str = Field(default="", max_length=120)
    fewest: int = Field(default=2, ge=1)
    year: int | None = Field(default=None, ge=1500, le=2150)

    @model_validator(mode="after")
    def _several(self) -> Ask:
        if len(set(self.series)) < len(self.series):
            raise ValueError("a series stands twice")
        if self.fewest > len(self.series):
            raise ValueError(f"{self.fewest} of {len(self.series)} codings cannot exist")
        return self


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return how many codings of a year stand at a level or above it."""
    paths = [(one, one.values.get(case.state, {})) for one in map(case.evidence.series, ask.series)]
    year = max((max(path) for _, path in paths if path), default=0) if ask.year is None else ask.year
    coded = [(one, path[year]) for one, path in paths if year in path]
    if len(coded) < ask.fewest:
        raise NotTestableError(
            f"{len(coded)} of {len(paths)} codings exist for {named(case.state)}" + (f" in {year}" if year else "")
        )
    value = float(sum(level >= ask.level for _, level in coded))
    said = (
        f"{plain(value, 0)} of {len(coded)} codings at {ask.called or f'{plain(ask.level, 0)} or above'} in {year}: "
        + ", ".join(f"{one.title} {plain(level, 0)}" for one, level in coded)
    )
    figures = tuple(Figure(one.title, case.state, level, one.unit, str(year), one.kind, one.id) for one, level in coded)
    steps = tuple(Step(f"{one.title}, {named(case.state)}, {year}", level, one.unit, one.id) for one, level in coded)
    origins = tuple(dict.fromkeys(one.origin for one, _ in coded))
    return Reading(value, "count", said, year, figures, origins, steps, proxy=ask.proxy)


MEASURE = Measure("codings", "how many of several codings put a state at a level or above it", Ask, read)
