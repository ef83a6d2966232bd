"""Series computed across data sets, which indicators and claims read. Kind ``derived``.

Each is a row: id, title, unit, inputs, and what is done with the figures of one region and year. None fills a gap: a
figure exists only where all its inputs do. Other shares and ratios are measures of the indicator dictionary.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from technostate.errors import LabelError
from technostate.evidence.arithmetic import before, combined, ratio, share_of
from technostate.evidence.origin import derived_from
from technostate.evidence.regions import EU27_2020
from technostate.evidence.series import Series

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
        The inputs, and id, title, unit and note of the result → series.
    note : str
        How it was computed and what to beware of.
    """

    slug: str
    title: str
    unit: str
    inputs: tuple[str, ...]
    make: Callable[..., Series]
    note: str = ""

    def of(self, available: Mapping[str, Series]) -> Series:
        """Return the series of its inputs; raises `LabelError` where they have no region and year in common."""
        said = {"id": f"technostate/{self.slug}", "title": self.title, "unit": self.unit, "note": self.note}
        return self.make(*(available[series_id] for series_id in self.inputs), **said)


def _growth(per_head: Series, population: Series, **said: str) -> Series:
    def rule(growth: float, now: float, then: float) -> float:
        return 100.0 * ((1.0 + growth / 100.0) * now / then - 1.0) if then > 0.0 else math.nan

    return combined((per_head, population, before(population)), rule, **said)


def _share(part: Series, whole: Series, **said: str) -> Series:
    return ratio(part, whole, factor=100.0, **said)


def _of_union(output: Series, population: Series, id: str, title: str, unit: str, note: str) -> Series:
    """Return the members' output over their population, both in millions, in years in which all have both figures."""
    paths = [(output.path(one), population.path(one)) for one in EU27_2020]
    years = set.intersection(*(set(made) & set(people) for made, people in paths))
    values = {
        year: sum(made[year] for made, _ in paths) / sum(people[year] for _, people in paths) for year in sorted(years)
    }
    origin = derived_from(title, output.origin, population.origin, note=note)
    return Series(id, title, unit, "derived", origin, {"EU": values})


SERIES: tuple[Derived, ...] = (
    Derived(
        "macro/gdp-growth", "Growth of real GDP", "% a year",
        ("worldbank/wdi/NY.GDP.PCAP.KD.ZG", "worldbank/wdi/SP.POP.TOTL"), _growth,
        note="growth of GDP a head times growth of population",
    ),
    Derived(
        "macro/gdp-per-head-of-the-union", "Real GDP a head of the European Union, from its members",
        "ppp2021 per head", ("pwt/11.0/rgdpna", "pwt/11.0/pop"), _of_union,
        note="output of the members of 2020 over their population, in all years; growth at national prices",
    ),
    Derived(
        "military/spending-at-gdp-ppp", "Military expenditure at the purchasing power parity of GDP", "ppp2021",
        ("sipri/milex/share-of-gdp", "worldbank/wdi/NY.GDP.PCAP.PP.KD", "worldbank/wdi/SP.POP.TOTL"),
        lambda *three, **said: combined(three, lambda share, head, people: share / 100.0 * head * people / 1e6, **said),
        note="share of GDP × real GDP a head × population; the parity of GDP is not that of military goods and pay",
    ),
    Derived(
        "fusion/defence-related-value-added",
        "Value added of weapons, air and spacecraft, railroad and military vehicles", "musd",
        (f"{_VA}-weapons", f"{_VA}-aerospace", f"{_VA}-railroad-military-vehicles"),
        lambda *three, **said: combined(three, lambda weapons, air, vehicles: weapons + (air + vehicles), **said),
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
        ("ncses/sei/ai-patents-2000-2022",),
        lambda patents, id, title, unit, note: share_of(patents, "WLD", id=id, title=title, note=note),
    ),
)  # fmt: skip

DONE = (
    "Computed from the other embedded series by the table in technostate.evidence.derived: growth of GDP, GDP a head "
    "of the European Union, military expenditure at the parity of GDP, the value added of defence-related industries "
    "(weapons, air and spacecraft, railroad and military vehicles; a proxy), and a world share over the producer's own "
    "world total."
)


def computed_from(ids: Iterable[str]) -> set[str]:
    """Return the ids of the series that are computed from any of these, directly or through another.

    Examples
    --------
    >>> sorted(computed_from(["sipri/milex/share-of-gdp"]))
    ['technostate/military/spending-at-gdp-ppp']
    """
    known = set(ids)
    made = set()
    for row in SERIES:
        if known.intersection(row.inputs):
            known.add(f"technostate/{row.slug}")
            made.add(f"technostate/{row.slug}")
    return made


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
        series = row.of(found)
        found[series.id] = series
        made.append(series)
    return tuple(sorted(made, key=lambda series: series.id))
