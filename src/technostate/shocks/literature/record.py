"""One published figure: what was asked and found, where it stands, and the shock that comes nearest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from technostate.shocks.specification import Shock

Kind = Literal["model", "survey", "forecast", "outcome"]
Horizon = Literal["year", "decade"]
Measure = Literal["GDP", "real income", "GNE", "welfare"]
Word = Literal["", "about", "up to", "below", "more than"]

#: The whole world, which is no region of a shock.
WORLD = "WLD"


@dataclass(frozen=True)
class PublishedCase:
    """One published figure, where it stands, how it was checked, and our nearest shock.

    Parameters
    ----------
    id : str
        Study, question, horizon, regions and the study's words for the time, joined by slashes.
    citation, url : str
        Of the study; `url` may be empty.
    kind : {"model", "survey", "forecast", "outcome"}
        A model's answer, a survey of several, a forecast with judgement, or what happened, other causes included.
    asked : str
        What was asked there, in one line.
    horizon : {"year", "decade"}
        The horizon here that comes nearest.
    when : str
        The study's own words for it.
    regions : tuple of str
        Codes or groups of states; ``WLD`` is the world.
    without : tuple of str
        Regions among these that the figure is not of.
    each : bool
        Whether the figure holds for single states among the regions (several, or the ends of a range over them) and
        not for all together.
    low, high : float
        Per cent; equal where one figure is printed. A bound alone (``up to``, ``below``) has zero at the other end.
    word : {"", "about", "up to", "below", "more than"}
        How the study qualifies the figure.
    of : {"GDP", "real income", "GNE", "welfare"}
        What the figure is of; GNE is gross national expenditure.
    place : str
        Abstract, table, page or paragraph.
    checked : str
        Where the figure was read, or that it was not.
    differs : str
        In what our shock differs from the question.
    shock : Shock or None
        Our nearest shock; none where `not_expressible` says why there is none.
    not_expressible : str
        Why no shock here puts the question; empty where one does.
    """

    id: str
    citation: str
    url: str
    kind: Kind
    asked: str
    horizon: Horizon
    when: str
    regions: tuple[str, ...]
    without: tuple[str, ...]
    each: bool
    low: float
    high: float
    word: Word
    of: Measure
    place: str
    checked: str
    differs: str
    shock: Shock | None
    not_expressible: str
