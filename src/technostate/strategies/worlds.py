"""Measures on worlds as series of the dictionary: those that ship, else computed once.

Look-through measures over seventeen worlds take seconds, so they ship as series ``technostate/exposure/…`` that
`technostate.strategies.recipes` makes with the functions of `technostate.strategies.look_through`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from technostate.errors import LabelError, unknown_label
from technostate.evidence.series import Series
from technostate.strategies.expressions import Expression
from technostate.strategies.look_through import (
    exposure_id,
    look_through,
    panel_series,
    public_id,
    public_inputs,
    worlds_of,
)  # fmt: skip


def leaf(expression: Expression) -> Series:
    """Return the series of an expression whose operator is ``exposure``, ``panel`` or ``public_inputs``.

    Raises
    ------
    LabelError
        If a sector is unknown to the world or the panel, with the nearest codes.
    """
    match expression.operator:
        case "panel":
            return _panel(expression.name, tuple(expression.options["sectors"]))
        case "public_inputs":
            return _shipped(public_id(expression.name)) or _public_inputs()[public_id(expression.name)]
        case _:
            return _exposure(expression)


def _exposure(expression: Expression) -> Series:
    family, sector = expression.options["worlds"], expression.options.get("sector")
    series_id = exposure_id(expression.name, family, sector)
    shipped = _shipped(series_id)
    if shipped is not None:
        return shipped
    computed = _computed(family)
    if series_id not in computed:
        raise unknown_label("sector", str(sector), [key.split(f"{family}-")[-1] for key in computed], where=family)
    return computed[series_id]


def _shipped(series_id: str) -> Series | None:
    from technostate.evidence import catalogue

    try:
        return catalogue.load(series_id)
    except LabelError:
        return None


@lru_cache(maxsize=2)
def _computed(family: str) -> Mapping[str, Series]:
    from technostate import world

    return {item.id: item for item in look_through(family, worlds_of(family, world.names(), world.load))}


@lru_cache(maxsize=64)
def _panel(measure: str, sectors: tuple[str, ...]) -> Series:
    from technostate.world import panel

    return panel_series(measure, panel(), sectors)


@lru_cache(maxsize=1)
def _public_inputs() -> Mapping[str, Series]:
    from technostate.world import fine_intermediate

    return {item.id: item for item in public_inputs(fine_intermediate())}
