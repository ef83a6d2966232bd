"""What a shock is: its measures in words, its event, assumptions and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from technostate.shocks.specification.shock import Shock
from technostate.view.shock.words import measure_words


@dataclass(frozen=True)
class Described:
    """What a shock is, in words.

    Parameters
    ----------
    blind_spot : str
        What the model cannot see in this shock, where that decides; empty where nothing is known to.
    measures : tuple of dict
        Name, kind, who, what and how much of each, short texts.
    sources : tuple of dict
        Documents that it rests on, with how each was checked.
    """

    name: str
    title: str
    starts: str
    event: str
    assumptions: str
    leaves_out: tuple[str, ...]
    blind_spot: str
    measures: tuple[Mapping[str, str], ...]
    sources: tuple[Mapping[str, Any], ...]


def described(shock: Shock, title: str = "") -> Described:
    """Return what a shock is.

    Parameters
    ----------
    title : str
        Shown instead of its own.
    """
    return Described(
        shock.name,
        title or shock.title + (" (mirror)" if shock.mirrored else ""),
        shock.starts.isoformat(),
        shock.event,
        shock.assumptions,
        tuple(shock.leaves_out),
        shock.blind_spot,
        tuple(measure_words(row, shock.starts) for row in shock.measures),
        tuple(source.model_dump(mode="json") for source in shock.sources),
    )
