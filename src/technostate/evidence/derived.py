"""Series computed across data sets, which indicators and claims read. Kind ``derived``.

Each is a row: id, title, unit, inputs, and what is done with the figures of one region and year. None fills a gap: a
figure exists only where all its inputs do. Other shares and ratios are measures of the indicator dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from technostate.errors import LabelError
from technostate.evidence.origin import derived_from
from technostate.evidence.readers.gather import sources_of
from technostate.evidence.series import Series

#: A region's path of an input, by year.
Path = Mapping[int, float]

_VA = "ncses/sei/value-added"
_PROXY = "a proxy: civil and military production are not told apart"


@dataclass(frozen=True)
class Derived:
    """One series.

    Parameters
    ----------
    slug : str
        Id without the producer.
    title, unit : str
        Of the series.
    inputs : tuple of str
        Series ids.
    make : callable
        Year, which all inputs have, and the region's paths of the inputs → figure; None leaves the year out.
    world : bool
        Whether the last path is that of the world, not the region's own.
    note : str
        How it was computed and what to beware of.
    """

    slug: str
    title: str
    unit: str
    inputs: tuple[str, ...]
    make: Callable[..., float | None]
    world: bool = False
    note: str = ""


def _growth(year: int, per_head: Path, population: Path) -> float | None:
    before = population.get(year - 1, 0.0)
    return 100.0 * ((1.0 + per_head[year] / 100.0) * population[year] / before - 1.0) if before > 0.0 else None


def _share(year: int, part: Path, whole: Path) -> float | None:
    return 100.0 * part[year] / whole[year] if whole[year] > 0.0 else None


SERIES: tuple[Derived, ...] = (
    Derived(
        "macro/gdp-growth", "Growth of real GDP", "% a year",
        ("worldbank/wdi/NY.GDP.PCAP.KD.ZG", "worldbank/wdi/SP.POP.TOTL"), _growth,
        note="growth of GDP a head times growth of population",
    ),
    Derived(
        "military/spending-at-gdp-ppp", "Military expenditure at the purchasing power parity of GDP", "ppp2017",
        ("worldbank/wdi/MS.MIL.XPND.GD.ZS", "pwt/10.01/rgdpo"),
        lambda year, share, output: share[year] / 100.0 * output[year],
        note="share of GDP × output-side real GDP; the parity of GDP is not that of military goods and pay",
    ),
    Derived(
        "fusion/defence-related-value-added",
        "Value added of weapons, air and spacecraft, railroad and military vehicles", "musd",
        (f"{_VA}-weapons", f"{_VA}-aerospace", f"{_VA}-railroad-military-vehicles"),
        lambda year, weapons, aerospace, vehicles: weapons[year] + (aerospace[year] + vehicles[year]),
        note=_PROXY,
    ),
    Derived(
        "fusion/defence-related-share-in-kti",
        "Share of defence-related industries in value added of KTI industries", "%",
        ("technostate/fusion/defence-related-value-added", f"{_VA}-kti"), _share,
        note=f"weapons, air and spacecraft, railroad and military vehicles; {_PROXY}",
    ),
    Derived(
        "world-share/ai-patents", "Share of the world's patents in artificial intelligence, 2000–22", "%",
        ("ncses/sei/ai-patents-2000-2022", "ncses/sei/ai-patents-2000-2022"), _share, world=True,
    ),
)  # fmt: skip

DONE = (
    "Computed from the other embedded series by the table in technostate.evidence.derived: growth of GDP, military "
    "expenditure at the parity of GDP, the value added of defence-related industries (weapons, air and spacecraft, "
    "railroad and military vehicles; a proxy), and a world share over the producer's own world total."
)


def derive(available: Mapping[str, Series]) -> tuple[Series, ...]:
    """Return all derived series from the series by id (newest editions).

    Raises
    ------
    LabelError
        If an input is not in `available`.
    """
    found = dict(available)
    made = []
    for row in SERIES:
        lacking = [series_id for series_id in row.inputs if series_id not in found]
        if lacking:
            raise LabelError(f"derived series need {lacking[0]!r}", hint="build the data set it belongs to as well")
        series = _made(row, [found[series_id] for series_id in row.inputs])
        found[series.id] = series
        made.append(series)
    return tuple(sorted(made, key=lambda series: series.id))


def _made(row: Derived, inputs: list[Series]) -> Series:
    values: dict[str, dict[int, float]] = {}
    for region in inputs[0].regions:
        if row.world and region == "WLD":
            continue
        own = [series.values.get(region, {}) for series in inputs]
        paths = [*own[:-1], inputs[-1].path("WLD")] if row.world else own
        years = sorted(set(paths[0]).intersection(*paths[1:]))
        figures = {year: figure for year in years if (figure := row.make(year, *paths)) is not None}
        if figures:
            values[region] = figures
    origin = derived_from(row.title, *(source for series in inputs for source in sources_of(series)), note=row.note)
    return Series(f"technostate/{row.slug}", row.title, row.unit, "derived", origin, values)
