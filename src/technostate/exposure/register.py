"""The register of measures: name → function, title, unit, kind, what it needs, reference, competing definitions.

One table drives the command line, the documentation and the checks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from technostate.evidence import Kind, Origin
from technostate.exposure import (
    centrality,
    dual_use,
    extraction,
    first_order,
    imports,
    position,
    reliance,
    value_added,
)
from technostate.world import World

Need = Literal["no", "may", "must"]
State: TypeAlias = tuple[str, ...]
#: (world, state, partner, sector) → figure in the measure's unit.
Function: TypeAlias = Callable[[World, State, State | None, str | None], float]

_BFT = "Baldwin, Freeman and Theodorakopoulos (2023), Brookings Papers on Economic Activity, Fall, 79–167"
_JN = "Johnson and Noguera (2012), Journal of International Economics 86, 224–236"
_HEM = "Dietzenbacher and Lahr (2013), Economic Systems Research 25(3), 341–360"
_KLR = (
    "Kleinman, Liu and Redding (2024), International Friends and Enemies, American Economic Journal: Macroeconomics "
    "16(4), 350–385"
)
_EC = "European Commission (2021), SWD(2021) 352 final; sector analogue"
_OECD_RD = "Galindo-Rueda and Verger (2016), OECD STI Working Paper 2016/04"


def _own_origin(world: World) -> Origin:
    return world.origin


def _public_origin(world: World) -> Origin:
    return dual_use.public_table(world).origin


@dataclass(frozen=True)
class Measure:
    """One way of measuring exposure.

    Parameters
    ----------
    name, title, definition : str
        Definition is one sentence that says what is divided by what.
    unit : str
        A symbol of `technostate.units`.
    kind : {"derived", "modelled"}
    function : callable
        (world, state, partner, sector) → float.
    reference : str
    partner, sector : {"no", "may", "must"}
        Whether the measure takes a partner and a sector.
    partner_is : str
        What the partner (``--supplier``) is in this measure.
    competing : tuple of str
        Names of measures of the same thing by another definition.
    main : bool
        Whether the short table shows it.
    source : callable
        World → origin of the table that the figure is computed from.
    """

    name: str
    title: str
    definition: str
    unit: str
    kind: Kind
    function: Function
    reference: str
    partner: Need = "may"
    sector: Need = "may"
    partner_is: str = "supplier"
    competing: tuple[str, ...] = ()
    main: bool = False
    source: Callable[[World], Origin] = _own_origin

    def as_dict(self) -> dict[str, Any]:
        """Return all but the functions as plain JSON types."""
        record = {key: value for key, value in self.__dict__.items() if key not in ("function", "source")}
        return {**record, "competing": list(self.competing)}


def _reliance(variant: reliance.Variant, look: reliance.Look) -> Function:
    return partial(_call_reliance, reliance.foreign_input_reliance, variant, look)


def _market(variant: reliance.Variant, look: reliance.Look) -> Function:
    return partial(_call_reliance, reliance.foreign_market_reliance, variant, look)


def _call_reliance(
    function: Callable[..., float],
    variant: str,
    look: str,
    world: World,
    state: State,
    partner: State | None,
    sector: str | None,
) -> float:
    return function(world, state, partner, sector, variant, look)


def _profile(world: World, state: State, what: Callable[[imports.ImportProfile], Any], sector: str | None) -> float:
    assert sector is not None
    return float(what(imports.import_profile(world, state))[world.sector_index(sector)])


def _asymmetry(world: World, state: State, partner: State | None, sector: str | None) -> float:
    assert partner is not None
    there, back = reliance.bilateral_dependence(world, state, partner)
    return there - back


def _coupling(part: str, world: World, state: State, partner: State | None, sector: str | None) -> float:
    return float(getattr(dual_use.dual_use_coupling(dual_use.public_table(world), state), part))


_RELIANCE = (
    Measure(
        "foreign_input_reliance",
        "Foreign input reliance, look-through",
        "Sum of foreign rows over sum of all rows of L·x, x the buyer's output (in its column), own unit included.",
        "1",
        "derived",
        _reliance("gross", "look_through"),
        _BFT,
        competing=("foreign_input_reliance_net", "foreign_input_reliance_face_value", "foreign_value_added_in_exports"),
        main=True,
    ),
    Measure(
        "foreign_input_reliance_net",
        "Foreign input reliance, look-through, own unit taken out",
        "Sum of foreign rows over sum of all rows of L·x − x.",
        "1",
        "derived",
        _reliance("net", "look_through"),
        _BFT,
        competing=("foreign_input_reliance", "foreign_input_reliance_face_value"),
    ),
    Measure(
        "foreign_input_reliance_face_value",
        "Foreign input reliance, face value",
        "Intermediate inputs bought abroad over all intermediate inputs bought.",
        "1",
        "derived",
        _reliance("gross", "face_value"),
        _BFT,
        competing=("foreign_input_reliance", "foreign_input_reliance_net"),
        main=True,
    ),
    Measure(
        "self_reliance",
        "Self-reliance",
        "Sum of home rows over sum of all rows of L·x, own unit included: one minus foreign input reliance.",
        "1",
        "derived",
        lambda w, s, p, c: reliance.self_reliance(w, s, c),
        _BFT,
        partner="no",
        competing=("domestic_circulation",),
    ),
    Measure(
        "foreign_market_reliance",
        "Foreign market reliance, look-through",
        "Share of the state's output that is used, directly or indirectly, in production abroad, own unit included.",
        "1",
        "derived",
        _market("gross", "look_through"),
        _BFT,
        partner_is="market",
        competing=("foreign_market_reliance_net", "foreign_market_reliance_face_value", "external_circulation"),
        main=True,
    ),
    Measure(
        "foreign_market_reliance_net",
        "Foreign market reliance, look-through, own unit taken out",
        "As foreign market reliance, the state's own unit of output taken out of the whole.",
        "1",
        "derived",
        _market("net", "look_through"),
        _BFT,
        partner_is="market",
        competing=("foreign_market_reliance", "foreign_market_reliance_face_value"),
    ),
    Measure(
        "foreign_market_reliance_face_value",
        "Foreign market reliance, face value",
        "Intermediate sales abroad over all intermediate sales.",
        "1",
        "derived",
        _market("gross", "face_value"),
        _BFT,
        partner_is="market",
        competing=("foreign_market_reliance", "foreign_market_reliance_net"),
    ),
    Measure(
        "dependence_asymmetry",
        "Asymmetry of bilateral dependence",
        "The state's look-through reliance on the partner's inputs less the partner's on the state's.",
        "1",
        "derived",
        _asymmetry,
        _BFT,
        partner="must",
        sector="no",
        partner_is="partner",
        competing=("market_loss", "welfare_exposure"),
    ),
    Measure(
        "supplier_concentration",
        "Concentration of foreign suppliers, look-through (HHI)",
        "Herfindahl–Hirschman index of foreign regions in the rows of L·x.",
        "index",
        "derived",
        lambda w, s, p, c: reliance.supplier_concentration(w, s, c),
        "Hirschman (1945), National Power and the Structure of Foreign Trade",
        partner="no",
        competing=("supplier_concentration_face_value", "import_concentration"),
        main=True,
    ),
    Measure(
        "supplier_concentration_face_value",
        "Concentration of foreign suppliers, face value (HHI)",
        "Herfindahl–Hirschman index of foreign regions in the intermediate inputs bought.",
        "index",
        "derived",
        lambda w, s, p, c: reliance.supplier_concentration(w, s, c, measure="face_value"),
        "Hirschman (1945), National Power and the Structure of Foreign Trade",
        partner="no",
        competing=("supplier_concentration", "import_concentration"),
    ),
)

_CHOKEPOINTS = (
    Measure(
        "import_concentration",
        "Concentration of a product's imports (HHI)",
        "Herfindahl–Hirschman index of outside suppliers of one sector's products; above .4 flags a dependency.",
        "index",
        "derived",
        lambda w, s, p, c: _profile(w, s, lambda f: f.concentration, c),
        _EC,
        partner="no",
        sector="must",
        competing=("supplier_concentration",),
    ),
    Measure(
        "outside_purchases",
        "Outside share of a product's purchases",
        "Imports of one sector's products over all purchases of them; above .5 flags a dependency.",
        "1",
        "derived",
        lambda w, s, p, c: _profile(w, s, lambda f: f.foreign_share, c),
        _EC,
        partner="no",
        sector="must",
        competing=("foreign_input_reliance_face_value",),
    ),
    Measure(
        "imports_over_exports",
        "Imports over exports of a product",
        "Imports over exports of one sector's products; above 1 they cannot be replaced by own exports.",
        "1",
        "derived",
        lambda w, s, p, c: _profile(w, s, lambda f: f.import_ratio, c),
        _EC,
        partner="no",
        sector="must",
    ),
    Measure(
        "chokepoint_index",
        "Chokepoint index of a product",
        "Outside share × concentration × (1 − own exports over imports), one sector's products.",
        "index",
        "derived",
        lambda w, s, p, c: _profile(w, s, imports.chokepoint_index, c),
        "technostate; beside the Commission's core indicators and MERICS' three conditions",
        partner="no",
        sector="must",
        competing=("import_concentration", "outside_purchases", "imports_over_exports"),
    ),
)

_VALUE_ADDED = (
    Measure(
        "value_added_exports",
        "Value added in foreign final demand",
        "The state's value added that ends in final demand abroad.",
        "musd",
        "derived",
        lambda w, s, p, c: value_added.value_added_exports(w, s, p, c),
        f"{_JN}; OECD TiVA FFD_DVA",
        partner_is="region of final demand",
    ),
    Measure(
        "foreign_value_added_in_exports",
        "Foreign value added in exports",
        "Value added abroad in the state's gross exports, over those exports.",
        "1",
        "derived",
        lambda w, s, p, c: value_added.foreign_value_added_in_exports(w, s, p, c),
        "OECD TiVA EXGR_FVASH",
        partner_is="origin of the value added",
        competing=("foreign_input_reliance",),
        main=True,
    ),
    Measure(
        "foreign_value_added_in_final_demand",
        "Foreign value added in final demand",
        "Value added abroad in the state's final demand (for a sector: for its products), over all value added in it.",
        "1",
        "derived",
        lambda w, s, p, c: value_added.foreign_value_added_in_final_demand(w, s, p, c),
        "OECD TiVA DFD_FVA",
        partner_is="origin of the value added",
        competing=("foreign_input_reliance",),
        main=True,
    ),
    Measure(
        "value_chain_share",
        "Foreign value added in final products",
        "Value added abroad (or by the partner) in what the state's sector sells to final users, over all value added.",
        "1",
        "derived",
        lambda w, s, p, c: value_added.value_chain_share(w, s, c or w.sectors, p),
        "Timmer et al. (2014), Journal of Economic Perspectives 28(2), 99–118, Table 1",
        partner_is="origin of the value added",
        competing=("foreign_value_added_in_exports",),
    ),
    Measure(
        "domestic_circulation",
        "Domestic circulation",
        "Share of the state's value added that its own final demand sustains.",
        "1",
        "derived",
        lambda w, s, p, c: value_added.circulation(w, s, c).domestic,
        _JN,
        partner="no",
        competing=("self_reliance",),
    ),
    Measure(
        "external_circulation",
        "External circulation",
        "Share of the state's value added that final demand abroad sustains.",
        "1",
        "derived",
        lambda w, s, p, c: value_added.circulation(w, s, c).external,
        _JN,
        partner="no",
        competing=("foreign_market_reliance",),
        main=True,
    ),
)

_POSITION = (
    Measure(
        "upstreamness",
        "Upstreamness",
        "Mean number of production stages between output and final use, weighted by output.",
        "stages",
        "derived",
        lambda w, s, p, c: position.upstreamness(w, s, c),
        "Antràs, Chor, Fally and Hillberry (2012), American Economic Review 102(3), 412–416",
        partner="no",
        competing=("downstreamness",),
        main=True,
    ),
    Measure(
        "downstreamness",
        "Downstreamness",
        "Mean number of production stages between primary inputs and output, weighted by output.",
        "stages",
        "derived",
        lambda w, s, p, c: position.downstreamness(w, s, c),
        "Miller and Temurshoev (2017), International Regional Science Review 40(5), 443–475",
        partner="no",
        competing=("upstreamness",),
    ),
    Measure(
        "distortion_centrality",
        "Distortion centrality (wedge of 10 % on every domestic input)",
        "Influence over Domar weight on the domestic network if every input had a wedge of 10 %, which no table shows.",
        "index",
        "modelled",
        lambda w, s, p, c: centrality.centrality_of_sector(w, s, c or w.sectors),
        "Liu (2019), Quarterly Journal of Economics 134(4), 1883–1948",
        partner="no",
        sector="must",
        competing=("upstreamness",),
    ),
    Measure(
        "dual_use_coupling",
        "Technology-intensive inputs of administration and defence",
        "Share of high and medium-high R&D sectors in the upstream inputs of public administration and defence.",
        "1",
        "derived",
        partial(_coupling, "total"),
        _OECD_RD,
        partner="no",
        sector="no",
        source=_public_origin,
    ),
    Measure(
        "dual_use_coupling_domestic",
        "Technology-intensive inputs of administration and defence, made at home",
        "As dual_use_coupling, domestic sectors only.",
        "1",
        "derived",
        partial(_coupling, "domestic"),
        _OECD_RD,
        partner="no",
        sector="no",
        source=_public_origin,
    ),
    Measure(
        "dual_use_coupling_foreign",
        "Technology-intensive inputs of administration and defence, made abroad",
        "As dual_use_coupling, sectors abroad only.",
        "1",
        "derived",
        partial(_coupling, "foreign"),
        _OECD_RD,
        partner="no",
        sector="no",
        source=_public_origin,
    ),
)

_MODELLED = (
    Measure(
        "market_loss",
        "Value added that hangs on direct sales to a partner",
        "Share of the state's value added lost when its sales to the partner are struck and nothing replaces them.",
        "1",
        "modelled",
        lambda w, s, p, c: extraction.market_loss(w, s, p or (), c),
        _HEM,
        partner="must",
        partner_is="market",
        competing=("foreign_market_reliance", "value_added_exports"),
    ),
    Measure(
        "extraction_loss_abroad",
        "What others lose when the state leaves the table",
        "Share of all other regions' value added lost when the state (or its sector) neither buys nor sells.",
        "1",
        "modelled",
        lambda w, s, p, c: extraction.extraction_loss_abroad(w, s, c),
        _HEM,
        partner="no",
    ),
    Measure(
        "welfare_exposure",
        "Real expenditure against a partner's productivity (trade elasticity 5)",
        "Per cent change of the state's real expenditure when the partner's productivity rises by 1 %.",
        "1",
        "modelled",
        lambda w, s, p, c: first_order.welfare_exposure(w, s, p or ()),
        _KLR,
        partner="must",
        sector="no",
        partner_is="partner",
        competing=("income_exposure",),
    ),
    Measure(
        "income_exposure",
        "Share in world income against a partner's productivity (trade elasticity 5)",
        "Per cent change of the state's share in world income when the partner's productivity rises by 1 %.",
        "1",
        "modelled",
        lambda w, s, p, c: first_order.income_exposure(w, s, p or ()),
        _KLR,
        partner="must",
        sector="no",
        partner_is="partner",
        competing=("welfare_exposure",),
    ),
)

#: name → measure, in the order of the documentation.
MEASURES: MappingProxyType[str, Measure] = MappingProxyType(
    {entry.name: entry for entry in (*_RELIANCE, *_CHOKEPOINTS, *_VALUE_ADDED, *_POSITION, *_MODELLED)}
)
