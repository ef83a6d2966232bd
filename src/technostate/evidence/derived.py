"""Series computed across data sets: world shares, ratios, proxies of civil–military fusion. Kind ``derived``.

Each is defined by the ids of its inputs, so that the definitions are a table; none fills a gap: a figure exists only
where all its inputs do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from technostate.errors import LabelError
from technostate.evidence import regions
from technostate.evidence.origin import derived_from
from technostate.evidence.readers.gather import ratio, share_of
from technostate.evidence.series import Series


@dataclass(frozen=True)
class Ratio:
    """numerator / denominator × factor, where both exist and the denominator is positive."""

    slug: str
    title: str
    unit: str
    numerator: str
    denominator: str
    factor: float = 1.0
    note: str = ""


#: World share in per cent: slug → (title, id). The world's total is the producer's own (WLD).
WORLD_SHARES: dict[str, tuple[str, str]] = {
    "articles": ("Share of the world's science and engineering articles", "ncses/sei/articles"),
    "articles-computer-science": (
        "Share of the world's articles in computer and information sciences",
        "ncses/sei/articles-computer-and-information-sciences",
    ),
    "articles-engineering": ("Share of the world's articles in engineering", "ncses/sei/articles-engineering"),
    "articles-materials-science": (
        "Share of the world's articles in materials science", "ncses/sei/articles-materials-science",
    ),
    "ai-articles": (
        "Share of the world's articles on artificial intelligence with an author there, whole count",
        "ncses/sei/ai-articles",
    ),
    "ai-patents": (
        "Share of the world's patents in artificial intelligence, 2000–22", "ncses/sei/ai-patents-2000-2022",
    ),
    "patent-families": ("Share of the world's international patent families", "ncses/sei/patent-families"),
    "patent-families-semiconductors": (
        "Share of the world's international patent families in semiconductors",
        "ncses/sei/patent-families-semiconductors",
    ),
    "patent-families-optics": (
        "Share of the world's international patent families in optics", "ncses/sei/patent-families-optics",
    ),
    "uspto-patents": ("Share of USPTO utility patents", "ncses/sei/uspto-patents"),
    "uspto-semiconductors": ("Share of USPTO utility patents in semiconductors", "ncses/sei/uspto-semiconductors"),
    "uspto-optics": ("Share of USPTO utility patents in optics", "ncses/sei/uspto-optics"),
    "pct-applications": ("Share of the world's PCT applications", "ncses/sei/pct-applications"),
    "value-added-kti": ("Share of the world's value added of KTI industries", "ncses/sei/value-added-kti"),
    "value-added-computers-electronics-optics": (
        "Share of the world's value added of computers, electronics and optics",
        "ncses/sei/value-added-computers-electronics-optics",
    ),
    "value-added-aerospace": (
        "Share of the world's value added of air and spacecraft", "ncses/sei/value-added-aerospace",
    ),
    "value-added-weapons": ("Share of the world's value added of weapons", "ncses/sei/value-added-weapons"),
    "value-added-railroad-military-vehicles": (
        "Share of the world's value added of railroad, military vehicles and other transport equipment",
        "ncses/sei/value-added-railroad-military-vehicles",
    ),
    "value-added-manufacturing": (
        "Share of the world's value added of manufacturing", "ncses/sei/value-added-manufacturing",
    ),
    "kti-manufacturing-exports": (
        "Share of the world's exports of KTI manufactures", "ncses/sei/kti-manufacturing-exports",
    ),
    "high-rd-exports": ("Share of the world's exports of high R&D intensive products", "ncses/sei/high-rd-exports"),
    "venture-capital": ("Share of the world's venture capital", "ncses/sei/venture-capital"),
    "ai-venture-capital": (
        "Share of the world's venture capital for artificial intelligence", "ncses/sei/ai-venture-capital",
    ),
    "military-expenditure": ("Share of the world's military expenditure, market rates", "worldbank/wdi/MS.MIL.XPND.CD"),
    "armed-forces": ("Share of the world's armed forces personnel", "worldbank/wdi/MS.MIL.TOTL.P1"),
    "gdp": ("Share of the world's GDP, market rates", "worldbank/wdi/NY.GDP.MKTP.CD"),
    "high-technology-exports": ("Share of the world's high-technology exports", "worldbank/wdi/TX.VAL.TECH.CD"),
    "ip-receipts": ("Share of the world's receipts for intellectual property", "worldbank/wdi/BX.GSR.ROYL.CD"),
    "patent-applications-residents": (
        "Share of the world's patent applications by residents", "worldbank/wdi/IP.PAT.RESD",
    ),
}  # fmt: skip

_KTI = "ncses/sei/value-added-kti"
_VA = "ncses/sei/value-added"
_PROXY = "a proxy: civil and military production are not told apart"

RATIOS: tuple[Ratio, ...] = (
    *(
        Ratio(
            f"fusion/share-in-kti-{slug}", f"Share of {words} in value added of KTI industries", "%",
            f"{_VA}-{slug}", _KTI, 100.0, _PROXY,
        )
        for slug, words in (
            ("aerospace", "air and spacecraft"),
            ("weapons", "weapons and ammunition"),
            ("railroad-military-vehicles", "railroad, military vehicles and other transport equipment"),
            ("computers-electronics-optics", "computers, electronics and optics"),
        )
    ),
    Ratio(
        "fusion/defence-related-share-in-kti",
        "Share of defence-related industries in value added of KTI industries", "%",
        "technostate/fusion/defence-related-value-added", _KTI, 100.0,
        f"weapons, air and spacecraft, railroad and military vehicles; {_PROXY}",
    ),
    Ratio(
        "innovation/kti-share-in-manufacturing", "Value added of KTI manufacturing, share of all manufacturing", "%",
        f"{_VA}-kti-manufacturing", f"{_VA}-manufacturing", 100.0,
    ),
    Ratio(
        "innovation/ip-receipts-per-payment", "Receipts for intellectual property a dollar of payments", "1",
        "worldbank/wdi/BX.GSR.ROYL.CD", "worldbank/wdi/BM.GSR.ROYL.CD",
    ),
    Ratio(
        "innovation/articles-per-million", "Science and engineering articles per million people", "per million",
        "ncses/sei/articles", "worldbank/wdi/SP.POP.TOTL", 1e6,
    ),
    Ratio(
        "innovation/patent-families-per-million", "International patent families per million people", "per million",
        "ncses/sei/patent-families", "worldbank/wdi/SP.POP.TOTL", 1e6,
    ),
    Ratio(
        "innovation/pct-per-million", "PCT applications per million people", "per million",
        "ncses/sei/pct-applications", "worldbank/wdi/SP.POP.TOTL", 1e6,
    ),
    Ratio(
        "innovation/kti-exports-per-import", "Exports of KTI industries a dollar of their imports", "1",
        "ncses/sei/kti-exports", "ncses/sei/kti-imports",
    ),
    Ratio(
        "innovation/venture-capital-to-gdp", "Venture capital invested", "% of GDP",
        "ncses/sei/venture-capital", "worldbank/wdi/NY.GDP.MKTP.CD", 1e8,
    ),
    Ratio(
        "military/spending-per-person-in-service", "Military expenditure a person in the armed forces", "usd per head",
        "worldbank/wdi/MS.MIL.XPND.CD", "worldbank/wdi/MS.MIL.TOTL.P1",
    ),
    Ratio(
        "military/arms-imports-per-export", "Arms imports a unit of arms exports", "1",
        "worldbank/wdi/MS.MIL.MPRT.KD", "worldbank/wdi/MS.MIL.XPRT.KD",
    ),
    Ratio(
        "macro/gdp-per-head-pwt", "Real GDP a head at constant national prices", "ppp2017 per head",
        "pwt/10.01/rgdpna", "pwt/10.01/pop",
    ),
    Ratio(
        "macro/capital-per-person-engaged",
        "Capital stock a person engaged at constant national prices", "ppp2017 per head",
        "pwt/10.01/rnna", "pwt/10.01/emp",
    ),
    Ratio(
        "macro/patents-in-force-per-million", "Patents in force per million people", "per million",
        "gapminder/sg/patents_in_force_total", "worldbank/wdi/SP.POP.TOTL", 1e6,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class _Custom:
    """A series that is neither a share nor a ratio: its inputs and how it is made from them."""

    inputs: tuple[str, ...]
    make: Callable[..., Series]


def _defence_related(weapons: Series, aerospace: Series, vehicles: Series) -> Series:
    title = "Value added of weapons, air and spacecraft, railroad and military vehicles"
    values: dict[str, dict[int, float]] = {}
    for region, path in weapons.values.items():
        others = (aerospace.values.get(region, {}), vehicles.values.get(region, {}))
        found = {
            year: value + sum(other[year] for other in others)
            for year, value in path.items()
            if all(year in other for other in others)
        }
        if found:
            values[region] = found
    origin = derived_from(title, weapons.origin, aerospace.origin, vehicles.origin, note=_PROXY)
    series_id = "technostate/fusion/defence-related-value-added"
    return Series(series_id, title, "musd", "derived", origin, values)


def _military_ppp(share: Series, output: Series) -> Series:
    title = "Military expenditure at the purchasing power parity of GDP"
    values: dict[str, dict[int, float]] = {}
    for region, path in share.values.items():
        below = output.values.get(region, {})
        found = {year: value / 100.0 * below[year] for year, value in path.items() if year in below}
        if found:
            values[region] = found
    note = "share of GDP × output-side real GDP; the parity of GDP is not that of military goods and pay"
    origin = derived_from(title, share.origin, output.origin, note=note)
    return Series("technostate/military/spending-at-gdp-ppp", title, "ppp2017", "derived", origin, values)


def _gdp_growth(per_head: Series, population: Series) -> Series:
    title = "Growth of real GDP"
    values: dict[str, dict[int, float]] = {}
    for region, path in per_head.values.items():
        people = population.values.get(region, {})
        found = {
            year: 100.0 * ((1.0 + rate / 100.0) * people[year] / people[year - 1] - 1.0)
            for year, rate in path.items()
            if year in people and people.get(year - 1, 0.0) > 0.0
        }
        if found:
            values[region] = found
    note = "growth of GDP a head times growth of population"
    origin = derived_from(title, per_head.origin, population.origin, note=note)
    return Series("technostate/macro/gdp-growth", title, "% a year", "derived", origin, values)


def distance(points: Series, other: str) -> Series:
    """Return each state's distance to `other` in each year in which both voted; kind ``derived``."""
    base = points.path(other)
    title = f"Distance to {regions.name(other)} in the UN General Assembly, all votes"
    values = {
        region: {year: abs(value - base[year]) for year, value in path.items() if year in base}
        for region, path in points.values.items()
        if region != other
    }
    kept = {region: path for region, path in values.items() if path}
    series_id = f"technostate/unga/distance-to-{other.lower()}"
    return Series(series_id, title, "index", "derived", derived_from(title, points.origin), kept)


CUSTOM: tuple[_Custom, ...] = (
    _Custom(("worldbank/wdi/NY.GDP.PCAP.KD.ZG", "worldbank/wdi/SP.POP.TOTL"), _gdp_growth),
    _Custom((f"{_VA}-weapons", f"{_VA}-aerospace", f"{_VA}-railroad-military-vehicles"), _defence_related),
    _Custom(("worldbank/wdi/MS.MIL.XPND.GD.ZS", "pwt/10.01/rgdpo"), _military_ppp),
    *(
        _Custom(("unga/ideal-points/all",), lambda points, other=other: distance(points, other))
        for other in ("USA", "CHN")
    ),
)

DONE = (
    "Computed from the other embedded series by the table in technostate.evidence.derived: world shares over the "
    "producer's own world total, ratios where both parts exist, the value added of defence-related industries "
    "(weapons, air and spacecraft, railroad and military vehicles; a proxy), distances of ideal points."
)


def derive(available: Mapping[str, Series]) -> tuple[Series, ...]:
    """Return all derived series from the series by id (newest editions).

    Raises
    ------
    LabelError
        If an input is not in `available`.
    """
    found: dict[str, Series] = {}

    def get(series_id: str) -> Series:
        series = found.get(series_id) or available.get(series_id)
        if series is None:
            raise LabelError(f"derived series need {series_id!r}", hint="build the data set it belongs to as well")
        return series

    for custom in CUSTOM:
        made = custom.make(*(get(series_id) for series_id in custom.inputs))
        found[made.id] = made
    for slug, (title, series_id) in WORLD_SHARES.items():
        series = get(series_id)
        found[f"share {slug}"] = share_of(f"technostate/world-share/{slug}", title, series, series.path("WLD"))
    for item in RATIOS:
        made = ratio(
            f"technostate/{item.slug}", item.title, item.unit, get(item.numerator), get(item.denominator),
            factor=item.factor, note=item.note,
        )  # fmt: skip
        found[made.id] = made
    return tuple(sorted(found.values(), key=lambda series: series.id))
