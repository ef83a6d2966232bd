"""Exposure: who depends on whom for what, in any world, for any state, partner and sector.

Every measure is a function of a `World`; `MEASURES` lists them with definition, unit, kind and reference, `measure`
evaluates one by name, and `profile` gives all that is said of a state at once. Cores that need no World take arrays
(`Leontief`, `block_loss`, `all_node_losses`, `herfindahl`, `distortion_centrality`, `exposure_matrices`).
"""

from technostate.exposure.between import Among, Lean, Leaning, among, leaning
from technostate.exposure.centrality import (
    Centrality,
    centrality_of_sector,
    distortion_centrality,
    distortion_centrality_of,
)
from technostate.exposure.chokepoints import (
    Chokepoint,
    Chokepoints,
    chokepoint,
    chokepoint_table,
    chokepoints,
)
from technostate.exposure.circulation import (
    Circulation,
    circulation,
    external_circulation_by_region,
    external_circulation_by_sector,
)
from technostate.exposure.concentration import (
    Concentration,
    concentration,
    herfindahl,
    supplier_concentration,
    supplier_concentration_by_sector,
)
from technostate.exposure.dependency_rules import chokepoint_index, commission_dependent, merics_dependent
from technostate.exposure.dual_use import Coupling, dual_use_coupling, public_coupling, public_table, technology_sectors
from technostate.exposure.extraction import (
    Extraction,
    extract_every_node,
    extract_link,
    extract_node,
    extract_pair,
    extraction_loss_abroad,
    market_loss,
)
from technostate.exposure.first_order import (
    ProductivityExposure,
    exposure_matrices,
    income_exposure,
    productivity_exposure,
    welfare_exposure,
)
from technostate.exposure.flows import requirements
from technostate.exposure.imports import ImportProfile, import_profile
from technostate.exposure.low_rank import all_node_losses, block_loss, region_loss
from technostate.exposure.measures import Answer, measure
from technostate.exposure.members import Party, party
from technostate.exposure.position import downstreamness, downstreamness_by_node, upstreamness, upstreamness_by_node
from technostate.exposure.profile import Absent, Profile, profile
from technostate.exposure.register import MEASURES, Measure
from technostate.exposure.reliance import (
    Dependence,
    bilateral_dependence,
    foreign_input_reliance,
    foreign_input_reliance_by_region,
    foreign_input_reliance_by_sector,
    foreign_market_reliance,
    input_reliance_by_origin,
    input_reliance_matrix,
    market_reliance_matrix,
    self_reliance,
)
from technostate.exposure.suppliers import Partner, Partners, SectorReliance, dependents, reliance_by_sector, suppliers
from technostate.exposure.system import Leontief, leontief
from technostate.exposure.value_added import (
    foreign_value_added_in_exports,
    foreign_value_added_in_final_demand,
    value_added_exports,
    value_added_trade,
    value_chain_share,
)

__all__ = [
    "MEASURES",
    "Absent",
    "Among",
    "Answer",
    "Centrality",
    "Chokepoint",
    "Chokepoints",
    "Circulation",
    "Concentration",
    "Coupling",
    "Dependence",
    "Extraction",
    "ImportProfile",
    "Lean",
    "Leaning",
    "Leontief",
    "Measure",
    "Partner",
    "Partners",
    "Party",
    "ProductivityExposure",
    "Profile",
    "SectorReliance",
    "all_node_losses",
    "among",
    "bilateral_dependence",
    "block_loss",
    "centrality_of_sector",
    "chokepoint",
    "chokepoint_index",
    "chokepoint_table",
    "chokepoints",
    "circulation",
    "commission_dependent",
    "concentration",
    "dependents",
    "distortion_centrality",
    "distortion_centrality_of",
    "downstreamness",
    "downstreamness_by_node",
    "dual_use_coupling",
    "exposure_matrices",
    "external_circulation_by_region",
    "external_circulation_by_sector",
    "extract_every_node",
    "extract_link",
    "extract_node",
    "extract_pair",
    "extraction_loss_abroad",
    "foreign_input_reliance",
    "foreign_input_reliance_by_region",
    "foreign_input_reliance_by_sector",
    "foreign_market_reliance",
    "foreign_value_added_in_exports",
    "foreign_value_added_in_final_demand",
    "herfindahl",
    "import_profile",
    "income_exposure",
    "input_reliance_by_origin",
    "input_reliance_matrix",
    "leaning",
    "leontief",
    "market_loss",
    "market_reliance_matrix",
    "measure",
    "merics_dependent",
    "party",
    "productivity_exposure",
    "profile",
    "public_coupling",
    "public_table",
    "region_loss",
    "reliance_by_sector",
    "requirements",
    "self_reliance",
    "supplier_concentration",
    "supplier_concentration_by_sector",
    "suppliers",
    "technology_sectors",
    "upstreamness",
    "upstreamness_by_node",
    "value_added_exports",
    "value_added_trade",
    "value_chain_share",
    "welfare_exposure",
]  # fmt: skip
