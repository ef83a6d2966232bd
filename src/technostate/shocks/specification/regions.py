"""The division of the world into sixteen regions that shocks use where nothing else is asked for."""

from __future__ import annotations

from collections import Counter
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


def sixteen(regions: Sequence[str], apart: Sequence[str] = ()) -> dict[str, str]:
    """Return the mapping table region → one of sixteen labels, for `technostate.world.aggregate` and `coarsen`.

    A group of which the world shows one member alone is called by that member: WIOD has Brazil, and no Latin America.

    Parameters
    ----------
    regions : sequence of str
        Regions of a world.
    apart : sequence of str
        Regions taken out of their group, each by itself; the others of the group are then labelled ``EU without DEU``.

    Examples
    --------
    >>> sixteen(("CHN", "DEU", "FRA", "NOR", "VNM"))
    {'CHN': 'CHN', 'DEU': 'EU', 'FRA': 'EU', 'NOR': 'ROW', 'VNM': 'VNM'}
    >>> sixteen(("CHN", "DEU", "FRA"), apart=("DEU", "CHN"))
    {'CHN': 'CHN', 'DEU': 'DEU', 'FRA': 'EU without DEU'}
    """
    label = {member: name for name, group in SIXTEEN.items() for member in group}
    group = {region: label.get(region, "ROW") for region in regions}
    shown = Counter(group.values())
    group = {region: region if shown[name] == 1 and name != "ROW" else name for region, name in group.items()}
    taken: dict[str, list[str]] = {}
    for region in dict.fromkeys(apart):
        if region in group and group[region] != region:
            taken.setdefault(group[region], []).append(region)
    rest = {name: f"{name} without {'+'.join(out)}" for name, out in taken.items()}
    return {region: region if region in taken.get(name, ()) else rest.get(name, name) for region, name in group.items()}
