"""The spans that are asked again, and the methods that answer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Literal

from technostate.dynamics.hindcasts.tables import Tables

Known = Literal["ex ante", "conditional", "in sample"]


@dataclass(frozen=True)
class Span:
    """Two years, and the years before the first from which trends are taken.

    Parameters
    ----------
    first, last : int
        The model is set up on the first and held to the last.
    tables : {"wiod", "panel"}
        Whose years.
    trend : tuple of int or None
        Two years of WIOD up to the first; None where there are none.
    """

    first: int
    last: int
    tables: Tables
    trend: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """As a reader writes it."""
        return f"{self.first}-{self.last}"

    @property
    def stretch(self) -> float:
        """Length of the span over that of the trend's years; zero where there is no trend."""
        return 0.0 if self.trend is None else (self.last - self.first) / (self.trend[1] - self.trend[0])


#: Name → span, by their first year.
SPANS: Mapping[str, Span] = MappingProxyType(
    {
        span.name: span
        for span in (
            Span(1995, 2003, "wiod"),
            Span(1995, 2011, "wiod"),
            Span(2003, 2011, "wiod", (1995, 2003)),
            Span(2011, 2022, "panel", (1995, 2011)),
        )
    }
)


@dataclass(frozen=True)
class Method:
    """One way to answer.

    Parameters
    ----------
    known : {"ex ante", "conditional", "in sample"}
        What it may see: nothing after the first year; also what regions produced in the last; or even its trade.
    by : {"rule", "model"}
        A rule of one line, or the model.
    title : str
        In words.
    """

    id: str
    known: Known
    by: Literal["rule", "model"]
    title: str


#: Id → method, in the order of rows; those of a kind stand together.
METHODS: Mapping[str, Method] = MappingProxyType(
    {
        id: Method(id=id, **row)
        for id, row in tomllib.loads(
            resources.files("technostate.dynamics.hindcasts").joinpath("methods.toml").read_text("utf-8")
        ).items()
    }
)
#: Weight of a region's own past in a forecast of its growth a head; the rest is the mean of all.
OWN_PAST: Mapping[str, float] = MappingProxyType({"past": 1.0, "mean": 0.3, "people": 0.0})
