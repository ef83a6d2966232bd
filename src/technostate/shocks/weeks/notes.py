"""What a parameter of an engine is, and the check of its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, fields
from typing import Any, Literal, NamedTuple

import numpy as np

from technostate.errors import ScenarioError, nearest, with_problems

Status = Literal["estimated", "literature", "assumed"]

HALLEGATTE = (
    "Hallegatte (2013), Modeling the role of inventories and heterogeneity in the assessment of the economic costs of "
    "natural disasters, Risk Analysis 34(1), 152–167"
)


class ParameterNote(NamedTuple):
    """What a parameter is: unit, the values accepted, the span worth varying over, and where it comes from.

    Parameters
    ----------
    lowest, highest : float
        Values accepted.
    span : tuple of float
        Over which draws go; a choice of ours.
    status : {"estimated", "literature", "assumed"}
        Of the default.
    even : {"values", "logs", "rates"}
        On what scale draws are even; rates are one over days.
    """

    name: str
    unit: str
    lowest: float
    highest: float
    span: tuple[float, float]
    source: str
    status: Status = "literature"
    even: Literal["values", "logs", "rates"] = "values"


def check(parameters: Any, notes: Sequence[ParameterNote], where: str, more: Sequence[str] = ()) -> None:
    """Raise one `ScenarioError` that lists all values outside their ranges.

    Parameters
    ----------
    parameters : dataclass
        With a field a note; a value is a number, a mapping of sectors to numbers, or None.
    where : str
        Name of the notes, for the hint.
    more : sequence of str
        Problems found already.
    """
    found = {note.name: note for note in notes}
    problems = [text for item in fields(parameters) if item.name in found
                for text in _outside(parameters, item, found[item.name])]  # fmt: skip
    if problems or more:
        raise ScenarioError(
            with_problems("the parameters have", [*problems, *more]),
            hint=f"technostate.shocks.weeks.{where} lists unit and range of every parameter",
        )


def _outside(parameters: Any, item: Field[Any], note: ParameterNote) -> Iterator[str]:
    value = getattr(parameters, item.name)
    if value is None and item.default is None:
        return
    if isinstance(value, Mapping) and "Mapping" not in str(item.type):
        yield f"{item.name} is given by sector; it is one number for all"
        return
    named = value.items() if isinstance(value, Mapping) else [("", value)]
    for sector, number in named:
        where = f"{item.name} of {sector}" if sector else item.name
        if isinstance(number, bool) or not isinstance(number, int | float | np.number):
            yield f"{where} is {number!r}, not a number"
        elif not note.lowest <= number <= note.highest:
            yield f"{where} is {number:g}; it must lie in {note.lowest:g} … {note.highest:g} ({note.unit})"


def require_known(name: str, given: Mapping[str, float], sectors: Sequence[str]) -> None:
    """Raise `ScenarioError` if a mapping of a parameter names sectors that do not exist."""
    unknown = [sector for sector in given if sector not in sectors]
    if unknown:
        close = ", ".join(near for sector in unknown for near in nearest(sector, sectors, n=1))
        raise ScenarioError(
            f"{name} names unknown sectors: {', '.join(map(repr, unknown))}",
            hint=f"did you mean {close}?" if close else f"sectors: {', '.join(sectors[:12])}",
        )
