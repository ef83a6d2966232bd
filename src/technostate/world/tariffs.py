"""Tariffs between the regions of a world at a date: collected and statutory rates where known, means elsewhere.

The table that `icio-2022` itself has are rounded means by importer and sector (`technostate.world.mean_tariffs`) of
rates that average over tariff lines and not over trade: the United States put 91 per cent on food from most partners
there, and collected 3. The trade war is missing from it. Here the United States and the pair of China and the United
States have the embedded rates of a date; every other importer keeps the rates of the world's own table.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from technostate.errors import DataError
from technostate.evidence import derived_from
from technostate.evidence.own import current
from technostate.evidence.regions import EU27_2020, is_known
from technostate.evidence.store import Store
from technostate.world.elasticities import elasticities
from technostate.world.flows import bilateral_sales
from technostate.world.labels import EDITION
from technostate.world.mean_tariffs import MEAN_ORIGIN
from technostate.world.own_tariffs import MOST_BYTES, overlaid
from technostate.world.table import Array
from technostate.world.tariff_dates import COLLECTED, OWN, schedule_of
from technostate.world.tariff_schedules import AMERICA, CHINA, Schedule, origins, schedule
from technostate.world.world import World

#: How the title of the origin of tariffs of a date begins.
_TITLE = "Tariffs between regions, "


def tariffs_at(world: World, date: str) -> Array:
    """Return tariffs (J, N importer, N exporter) at a date, fractions; NaN where unknown (the rest of the world).

    Parameters
    ----------
    world : World
        With the 28 sectors of ICIO, states as regions, and a table of tariffs.
    date : str
        A year from 2017, a month or a day (`technostate.world.tariff_dates`).

    Raises
    ------
    DataError
        If there is no schedule for the date, or the world has no tariffs, other sectors, or groups as regions.

    Examples
    --------
    >>> from technostate.world import load
    >>> world = load("icio-2022")
    >>> food, america, france = world.sector_index("C10T12"), world.region_index("USA"), world.region_index("FRA")
    >>> [round(float(table[food, america, france]), 3) for table in (world.tariff, tariffs_at(world, "2022"))]
    [0.398, 0.029]
    """
    at = schedule(date)
    own, sectors = _own(world), _sectors(world)
    place_of = [sectors.index(root) for root in world.roots]
    flow = np.zeros_like(own)
    np.add.at(flow, place_of, bilateral_sales(world))
    flow = np.maximum(flow, 0.0)
    place = {region: position for position, region in enumerate(world.regions)}
    found = np.array(own)
    if AMERICA not in place:
        return found[place_of]
    america = place[AMERICA]
    for position, sector in enumerate(sectors[:-1]):
        found[position, america] = _american(at, sector, world.regions, flow[position, america])
        if CHINA in place and sector in at.china:
            found[position, place[CHINA], america] = at.china[sector]
    found[:-1, america, np.isnan(own[:-1, america]).all(0)] = np.nan
    found[:, america, america] = 0.0
    return found[place_of]


def _american(at: Schedule, sector: str, regions: tuple[str, ...], imports: Array) -> Array:
    """Return what the United States puts on a sector from every region; the others' mean where none is embedded."""
    partner = ["EU" if region in EU27_2020 else region for region in regions]
    rate = np.array([at.america.get((name, sector), np.nan) for name in partner])
    others = ~np.isnan(rate) & np.array([name != CHINA for name in partner])
    weight = imports[others]
    mean = float(np.average(rate[others], weights=weight)) if weight.sum() > 0 else 0.0
    return np.where(np.isnan(rate), mean, rate)


def _sectors(world: World) -> tuple[str, ...]:
    """Return a world's sectors without products: a product has the tariffs of its sector."""
    return tuple(sector for sector in world.sectors if sector not in world.products)


def _own(world: World) -> Array:
    """Return the tariffs that a world has itself, by sector without products."""
    if world.tariff is None:
        raise DataError(f"{world.name} has no tariffs, so that no date can be chosen", hint="take icio-2022")
    known = tuple(elasticities().values)
    if _sectors(world) != known:
        raise DataError(
            f"{world.name} does not have the 28 sectors of the tariffs by date", hint=f"they are {', '.join(known)}"
        )
    groups = [region for region in world.regions if not is_known(region)]
    if groups:
        raise DataError(
            f"{world.name} has regions that are no states: {', '.join(groups[:5])}",
            hint="choose the date on the world of states, and aggregate then",
        )
    return world.tariff[[world.sector_index(sector) for sector in known]]


def has_dates(world: World) -> bool:
    """Return whether the tariffs of a date can be given to a world: it has tariffs, the 28 sectors, and states."""
    try:
        _own(world)
    except DataError:
        return False
    return True


def default_date(world: World) -> str:
    """Return the schedule that a world starts from; ``world`` where its tariffs are its maker's own.

    It is the newest that is not later than the world's year. For 2020 to 2023 it is that of 2024: the law hardly
    changed in between, and duties collected in 2024 have the exclusions, which the statutory rates have not (the
    United States collected 11 to 12 per cent on goods of China where the schedule says 17).

    Examples
    --------
    >>> from technostate.world import load
    >>> default_date(load("icio-2022")), default_date(load("wiod-2011"))
    ('2024', 'world')
    """
    if world.tariff_origin != MEAN_ORIGIN or not has_dates(world):
        return OWN
    try:
        return schedule_of(COLLECTED if 2020 <= world.year < int(COLLECTED) else str(world.year))
    except DataError:
        return OWN


def date_of(world: World) -> str | None:
    """Return the schedule that a world's tariffs are of; None where they are its own or a user's."""
    title = "" if world.tariff_origin is None else world.tariff_origin.title
    return title.removeprefix(_TITLE) if title.startswith(_TITLE) else None


def with_tariffs(world: World, tariffs: str | Path | None = None) -> World:
    """Return a world with the tariffs of a date, its own, or a user's; the flows are the data and stay.

    Parameters
    ----------
    tariffs : str, Path or None
        A date (`tariffs_at`), ``world`` for the table that the world has, the name of tariffs in the user's store,
        the path of a CSV file (`technostate.world.own_tariffs.read_tariffs`), or None for `default_date`.

    Raises
    ------
    DataError
        If the date is unknown, the world has no tariffs or the file is malformed.

    Examples
    --------
    >>> from technostate.world import load
    >>> date_of(with_tariffs(load("icio-2022"), "2026-09"))
    '2026-04-06'
    """
    if is_path(tariffs):
        return overlaid(with_tariffs(world), Path(str(tariffs)))
    if (store := _store_of(tariffs)) is not None:
        from technostate.world.importers.stored_tariffs import laid_over

        return laid_over(with_tariffs(world), store, str(tariffs).strip())
    date = default_date(world) if tariffs is None else str(tariffs).strip()
    if date == OWN:
        return world
    name = schedule_of(date)
    table = tariffs_at(world, name)
    sources = origins() if world.tariff_origin is None else (*origins(), world.tariff_origin)
    origin = derived_from(
        f"{_TITLE}{name}",
        *sources,
        note="the United States and China's on it by date; other importers' as in the world's own table",
    )
    return replace(world, tariff=table, tariff_origin=origin)


def identity(tariffs: str | Path) -> str:
    """Return what tariffs are told apart by: the date, or the name of a file or of stored ones and what they hold."""
    if (store := _store_of(tariffs)) is not None:
        from technostate.world.importers import stored_tariffs

        return stored_tariffs.identity(store, str(tariffs).strip())
    if not is_path(tariffs):
        return str(tariffs)
    path = Path(tariffs)
    content = path.read_bytes() if path.is_file() and path.stat().st_size <= MOST_BYTES else b""
    return f"{path.name} {hashlib.sha256(content).hexdigest()}"


def is_path(tariffs: str | Path | None) -> bool:
    """Return whether what was given for tariffs is a file rather than a date or ``world``."""
    text = "" if tariffs is None else str(tariffs)
    return isinstance(tariffs, Path) or "/" in text or "\\" in text or text.lower().endswith(".csv")


def is_own(tariffs: str | Path | None) -> bool:
    """Return whether tariffs are a user's: a file, or ones that lie in the store under a name."""
    return is_path(tariffs) or _store_of(tariffs) is not None


def _store_of(tariffs: str | Path | None) -> Store | None:
    """Return the store in which tariffs of this name lie; None where it is a date, a file or no name at all."""
    name = "" if tariffs is None or is_path(tariffs) else str(tariffs).strip()
    # Dates begin with a digit: most questions open no store.
    if not name or name == OWN or name[:1].isdigit():
        return None
    store = current.opened()
    if store is None:
        return None
    from technostate.world.importers import stored_tariffs

    return store if name.partition(EDITION)[0] in stored_tariffs.names(store) else None
