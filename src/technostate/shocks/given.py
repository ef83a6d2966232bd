"""Arrays that a scenario is given: checked for shape and numbers, every problem noted before any is raised."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from technostate.errors import ScenarioError, with_problems


def given(
    name: str, value: ArrayLike | None, shape: tuple[int, ...], problems: list[str]
) -> NDArray[np.float64] | None:
    """Return a value as an array of this shape; None where nothing is given or where a problem was noted."""
    if value is None:
        return None
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        problems.append(f"{name} is not an array of numbers")
        return None
    if array.shape != shape:
        problems.append(f"{name} has shape {array.shape}, the economy needs {shape}")
        return None
    return array


def refuse(problems: Sequence[str], hint: str) -> None:
    """Raise one `ScenarioError` that lists every problem, if there is any."""
    if problems:
        raise ScenarioError(with_problems("the scenario has", problems), hint=hint)
