"""Who makes the world's critical minerals, from the shares that ship: the largest maker, and the concentration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from technostate.evidence import catalogue, regions
from technostate.evidence.origin import Origin
from technostate.evidence.series import Series

_SHARE, _RELIANCE = "usgs/mcs/share-", "usgs/mcs/us-import-reliance-"
_TITLE = "Share of world production, "
#: Minerals whose figures are of refined metal, made in the sector of basic metals; the others are of mines.
REFINED = frozenset({"bismuth", "gallium", "indium", "magnesium", "tellurium", "titanium"})
#: Mines that are not of metal ores.
_OTHER_MINES = frozenset({"fluorspar", "graphite"})


@dataclass(frozen=True)
class Mineral:
    """World production of a mineral in its newest year, fractions.

    Parameters
    ----------
    key, title : str
        As the series name it.
    stage : str
        ``"refined"`` or ``"mined"``: what is counted.
    leader, leader_share : str, float
        The largest maker that is named.
    concentration : float
        HHI of the makers that are named; those withheld or not named are in no square: a lower bound.
    named : float
        Share of the makers that are named together.
    shares : mapping of str to float
        Maker → share.
    us_reliance : float or None
        Net import reliance of the United States, per cent of what it uses; None where none is printed.
    """

    key: str
    title: str
    stage: str
    year: int
    leader: str
    leader_share: float
    concentration: float
    named: float
    shares: Mapping[str, float]
    us_reliance: float | None
    origin: Origin

    @property
    def sector(self) -> str:
        """Code of the sector of ICIO worlds in which it is made."""
        return "C24B" if self.stage == "refined" else "B08" if self.key in _OTHER_MINES else "B07"

    def share_of(self, members: Sequence[str]) -> float | None:
        """Return the share of a state or group; None where no member is named, which is not zero."""
        found = [self.shares[code] for code in members if code in self.shares]
        return sum(found) if found else None


def minerals() -> tuple[Mineral, ...]:
    """Return the minerals whose shares are in the catalogue, the most concentrated first.

    Examples
    --------
    >>> first = minerals()[0]
    >>> first.leader_share > 0.5
    True
    """
    ids = [item.id for item in catalogue.entries()]
    reliance = {name.removeprefix(_RELIANCE): name for name in ids if name.startswith(_RELIANCE)}
    found = [
        _mineral(name.removeprefix(_SHARE), catalogue.load(name), reliance) for name in ids if name.startswith(_SHARE)
    ]
    return tuple(sorted(found, key=lambda item: -item.concentration))


def _mineral(key: str, series: Series, reliance: Mapping[str, str]) -> Mineral:
    year = series.years[-1]
    makers = {
        code: path[year]
        for code, path in series.values.items()
        if year in path and code not in regions.groups() and path[year] > 0
    }
    leader = max(makers, key=lambda code: makers[code])
    bought = catalogue.load(reliance[key]).path("USA") if key in reliance else {}
    return Mineral(
        key,
        series.title.removeprefix(_TITLE),
        "refined" if key in REFINED else "mined",
        year,
        leader,
        makers[leader],
        sum(share**2 for share in makers.values()),
        sum(makers.values()),
        makers,
        bought.get(year),
        series.origin,
    )
