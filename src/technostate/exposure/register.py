"""The register of measures: what each is called, says, needs and rests on, read from the table ``measures.toml``.

One table drives the command line, the documentation and the checks. Its rows name the function that computes the
measure; the functions themselves stand in this room's modules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from technostate.evidence import Kind, Origin
from technostate.exposure.centrality import centrality_of_sector
from technostate.exposure.chokepoints import chokepoint
from technostate.exposure.circulation import circulation
from technostate.exposure.concentration import supplier_concentration
from technostate.exposure.dual_use import public_coupling, public_table
from technostate.exposure.extraction import extraction_loss_abroad, market_loss
from technostate.exposure.first_order import income_exposure, welfare_exposure
from technostate.exposure.position import downstreamness, upstreamness
from technostate.exposure.reliance import (
    bilateral_dependence,
    foreign_input_reliance,
    foreign_market_reliance,
    self_reliance,
)
from technostate.exposure.value_added import (
    foreign_value_added_in_exports,
    foreign_value_added_in_final_demand,
    value_added_exports,
    value_chain_share,
)
from technostate.world import World

Need = Literal["no", "may", "must"]

#: What ``function`` in the table may name: (world, state, …) → the figure, or a result that holds it.
FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            bilateral_dependence,
            centrality_of_sector,
            chokepoint,
            circulation,
            downstreamness,
            extraction_loss_abroad,
            foreign_input_reliance,
            foreign_market_reliance,
            foreign_value_added_in_exports,
            foreign_value_added_in_final_demand,
            income_exposure,
            market_loss,
            public_coupling,
            self_reliance,
            supplier_concentration,
            upstreamness,
            value_added_exports,
            value_chain_share,
            welfare_exposure,
        )
    }
)

#: What ``source`` may name: world → origin of the table that the figure is computed from.
_SOURCES: Mapping[str, Callable[[World], Origin]] = MappingProxyType(
    {"world": lambda world: world.origin, "administration": lambda world: public_table(world).origin}
)


@dataclass(frozen=True)
class Measure:
    """One way of measuring exposure.

    Parameters
    ----------
    name, title, definition : str
        Definition is one sentence that says what is divided by what.
    unit : str
        A symbol of `technostate.units`: ``1`` is a share of a whole, ``ratio`` any other ratio.
    partner, sector : {"no", "may", "must"}
        Whether the measure takes a partner and a sector.
    partner_is : str
        What the partner (``--supplier``) is in this measure.
    competing : tuple of str
        Names of measures of the same thing by another definition.
    main : bool
        Whether the short table shows it.
    """

    name: str
    title: str
    definition: str
    unit: str
    kind: Kind
    reference: str
    partner: Need = "no"
    sector: Need = "may"
    partner_is: str = ""
    competing: tuple[str, ...] = ()
    main: bool = False


@dataclass(frozen=True)
class Call:
    """How a measure is computed.

    Parameters
    ----------
    function : str
        A key of `FUNCTIONS`.
    part : str
        The part of its result that is the figure; empty where it returns the figure itself.
    argument : str
        Its keyword for the partner.
    options : mapping of str to str
        Arguments that are the same for every question.
    source : str
        Which table the figure rests on: ``world`` or ``administration``.
    """

    function: str
    part: str = ""
    argument: str = "partner"
    options: Mapping[str, str] = field(default_factory=dict)
    source: str = "world"


def evaluate(
    name: str, world: World, state: tuple[str, ...], *, partner: tuple[str, ...] | None, sector: str | None
) -> float:
    """Return a measure of the register for codes of the world, in its unit; NaN where it has no value.

    Parameters
    ----------
    name : str
        A key of `MEASURES`.
    state : tuple of str
        Members that are taken as one.
    """
    call = CALLS[name]
    asked: dict[str, Any] = dict(call.options)
    if partner is not None:
        asked[call.argument] = partner
    if sector is not None:
        asked["sector"] = sector
    found = FUNCTIONS[call.function](world, state, **asked)
    return float(getattr(found, call.part) if call.part else found)


def source(name: str, world: World) -> Origin:
    """Return the origin of the table that a measure of a world rests on.

    Parameters
    ----------
    name : str
        A key of `MEASURES`.
    """
    return _SOURCES[CALLS[name].source](world)


def _read() -> tuple[dict[str, Measure], dict[str, Call]]:
    table = tomllib.loads(files("technostate.exposure").joinpath("measures.toml").read_text(encoding="utf-8"))
    references: dict[str, str] = table["references"]
    own = {one.name for one in fields(Call)}
    measures, calls = {}, {}
    for name, row in table["measures"].items():
        calls[name] = Call(**{key: row.pop(key) for key in own & set(row)})
        row = {"kind": "derived", **row, "competing": tuple(row.get("competing", ()))}
        row["reference"] = references.get(row["reference"], row["reference"])
        measures[name] = Measure(name=name, **row)
    return measures, calls


_measures, _calls = _read()

#: name → measure, in the order of the documentation.
MEASURES: Mapping[str, Measure] = MappingProxyType(_measures)

#: name → how it is computed.
CALLS: Mapping[str, Call] = MappingProxyType(_calls)
