"""The division of the world into sixteen regions that shocks use where nothing else is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from technostate.evidence.regions import EU27_2020

#: Label → members; every region of a world that is not listed goes to ROW. Hong Kong, China, is in ROW, as CHN is
#: without it; states of Europe outside the Union but for the United Kingdom and Russia are in ROW too.
SIXTEEN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "USA": ("USA",),
        "CAN": ("CAN",),
        "MEX": ("MEX",),
        "CHN": ("CHN",),
        "TWN": ("TWN",),
        "JPN": ("JPN",),
        "KOR": ("KOR",),
        "IND": ("IND",),
        "ASEAN": ("BRN", "IDN", "KHM", "LAO", "MMR", "MYS", "PHL", "SGP", "THA", "VNM"),
        "EU": EU27_2020,
        "GBR": ("GBR",),
        "RUS": ("RUS",),
        "AUS+NZL": ("AUS", "NZL"),
        "Latin America": ("ARG", "BRA", "CHL", "COL", "CRI", "PER"),
        "Middle East and Africa": (
            "AGO", "ARE", "CIV", "CMR", "COD", "EGY", "ISR", "JOR", "MAR", "NGA", "SAU", "SEN", "STP", "TUN", "TUR",
            "ZAF",
        ),
    }
)  # fmt: skip


def sixteen(regions: Sequence[str]) -> dict[str, str]:
    """Return the mapping table region → one of sixteen labels, for `technostate.world.aggregate` and `coarsen`.

    Parameters
    ----------
    regions : sequence of str
        Regions of a world.

    Examples
    --------
    >>> sixteen(("CHN", "DEU", "NOR", "VNM"))
    {'CHN': 'CHN', 'DEU': 'EU', 'NOR': 'ROW', 'VNM': 'ASEAN'}
    """
    label = {member: name for name, group in SIXTEEN.items() for member in group}
    return {region: label.get(region, "ROW") for region in regions}
