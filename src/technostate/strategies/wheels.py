"""The two wheels on one chart: military spending in per cent of GDP against real GDP per head, year by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from technostate.evidence.origin import Kind, Origin
from technostate.evidence.series import Series

#: Security wheel: military spending, per cent of GDP. Development wheel: real GDP per head at purchasing power.
SECURITY = "sipri/milex/share-of-gdp"
DEVELOPMENT = "worldbank/wdi/NY.GDP.PCAP.PP.KD"
#: The producer gives none of the European Union, which is computed from its members.
OF_THE_UNION = "technostate/macro/gdp-per-head-of-the-union"


@dataclass(frozen=True)
class Turn:
    """One year of both wheels."""

    year: int
    security: float
    development: float


@dataclass(frozen=True)
class Wheels:
    """One state's path over the years that have both figures.

    Parameters
    ----------
    path : tuple of Turn
        In order of years; empty where a figure is missing throughout.
    origins : tuple of Origin
        Of the security figure and of the development figure.
    """

    region: str
    path: tuple[Turn, ...]
    security_unit: str
    development_unit: str
    security_kind: Kind
    development_kind: Kind
    origins: tuple[Origin, Origin]


def paths(regions: Iterable[str]) -> tuple[Wheels, ...]:
    """Return the path of each region on the two wheels; a region without figures has an empty path.

    Examples
    --------
    >>> one, = paths(["CHN"])
    >>> one.path[0].year < one.path[-1].year, one.security_unit
    (True, '% of GDP')
    """
    from technostate.evidence.catalogue import load

    security, development = load(SECURITY), load(DEVELOPMENT)
    union = load(OF_THE_UNION)
    return tuple(
        _path(region, security, development if region in development.values else union)
        for region in dict.fromkeys(regions)
    )


def _path(region: str, security: Series, development: Series) -> Wheels:
    burden, income = security.values.get(region, {}), development.values.get(region, {})
    return Wheels(
        region=region,
        path=tuple(Turn(year, burden[year], income[year]) for year in burden if year in income),
        security_unit=security.unit,
        development_unit=development.unit,
        security_kind=security.kind,
        development_kind=development.kind,
        origins=(security.origin, development.origin),
    )
