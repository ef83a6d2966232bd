"""What is said of a state's dependence by product, as typed data whose figures carry unit, kind and origin."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from technostate.evidence import Figure, catalogue, derived_from
from technostate.exposure.members import group_members, groups
from technostate.exposure.products.broad import Broad
from technostate.exposure.products.minerals import Mineral
from technostate.exposure.products.table import ProductTable
from technostate.view.exposure_data import Chokepoint

#: Series on machines that make semiconductors, and on China's exports: stem → heading of the Harmonised System.
MACHINES, CHINA = "comtrade/chip-equipment", "comtrade/china-minerals"
HEADINGS = {
    "gallium-and-germanium": "811292",
    "natural-graphite": "250410",
    "artificial-graphite": "380110",
}


@dataclass(frozen=True)
class Hidden:
    """What a broad sector hides: the partner's share of all the state buys of it, and of the world's making of a good.

    Parameters
    ----------
    sector, title : str
        Of the world.
    good : str
        Made in that sector.
    """

    sector: str
    title: str
    world: str
    partner: str
    share: Figure
    good: str
    good_share: Figure


@dataclass(frozen=True)
class MineralShares:
    """World production of a mineral.

    Parameters
    ----------
    stage : str
        ``refined`` or ``mined``.
    own_share, partner_share : Figure or None
        None where the producer names no figure, which is not zero.
    concentration : Figure
        HHI of the makers named: a lower bound.
    us_reliance : Figure or None
        Net import reliance of the United States.
    """

    mineral: str
    stage: str
    leader: str
    leader_share: Figure
    concentration: Figure
    own_share: Figure | None
    partner_share: Figure | None
    us_reliance: Figure | None


@dataclass(frozen=True)
class Heading:
    """A figure of one heading of the Harmonised System that ships without suppliers."""

    code: str
    title: str
    figure: Figure


@dataclass(frozen=True)
class Good:
    """A product of six digits under two definitions; what has no value is None.

    Parameters
    ----------
    supplier : str
        The largest single supplier; empty without one.
    import_ratio, net_ratio : Figure or None
        Imports over all exports, and over exports to outside; None also where nothing is exported.
    commission, merics : bool
        Whether all conditions of the definition hold.
    """

    code: str
    title: str
    supplier: str
    imports: Figure
    concentration: Figure | None
    outside_share: Figure | None
    import_ratio: Figure | None
    net_ratio: Figure | None
    supplier_share: Figure | None
    supplier_world_share: Figure | None
    partner_share: Figure | None
    partner_world_share: Figure | None
    rest_of_world: Figure | None
    commission: bool
    merics: bool


@dataclass(frozen=True)
class TradeOfState:
    """A year of trade by product.

    Parameters
    ----------
    imports : Figure
        From outside, all products.
    commission_share, merics_share : Figure
        Of the products that the definition flags, in the imports.
    goods : tuple of Good
        Products that are imported: flagged ones first, then by imports (from the partner, where there is one).
    """

    year: int
    classification: str
    vintage: str
    imports: Figure
    commission: int
    merics: int
    both: int
    commission_share: Figure
    merics_share: Figure
    goods: tuple[Good, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ByProduct:
    """The dependence of a state by product: what ships, and what the user's trade says.

    Parameters
    ----------
    partner : str
        Whom it is held against; for what ships the largest maker of minerals where none was asked for.
    carved : tuple of Chokepoint
        Products carved out of a world, from numbers that are assumed in part.
    trade : TradeOfState or None
        None where no trade is in the store.
    """

    state: str
    partner: str
    hidden: Hidden | None
    minerals: tuple[MineralShares, ...]
    machines: tuple[Heading, ...]
    china: tuple[Heading, ...]
    carved: tuple[Chokepoint, ...]
    trade: TradeOfState | None


def members_of(name: str) -> tuple[str, ...]:
    """Return the members of a group's key or of joined codes; a state is its own."""
    return group_members(name) if name in groups() else tuple(name.split("+"))


def leading(minerals: Sequence[Mineral], state: str) -> str:
    """Return who makes most of most minerals, the state apart; empty without minerals."""
    own = set(members_of(state))
    led: dict[str, int] = {}
    for item in minerals:
        if item.leader not in own:
            led[item.leader] = led.get(item.leader, 0) + 1
    return max(sorted(led), key=lambda code: led[code], default="")


def hidden_of(found: Broad | None, partner: str) -> Hidden | None:
    """Return the contrast of a broad sector and one good as figures."""
    if found is None:
        return None
    good = found.mineral
    return Hidden(
        found.sector, found.title, found.world, partner,
        Figure(found.share, "1", "derived", found.origin, partner, found.year), good.title,
        Figure(found.mineral_share, "1", "derived", good.origin, partner, good.year),
    )  # fmt: skip


def mineral_of(item: Mineral, state: str, partner: str) -> MineralShares:
    """Return a mineral's shares as figures."""

    def share(value: float | None, whose: str) -> Figure | None:
        return None if value is None else Figure(value, "1", "derived", item.origin, whose, item.year)

    source = derived_from(
        f"Concentration of the world's production of {item.title}, {item.year}", item.origin,
        note="sum of squared shares of the makers that are named: a lower bound",
    )  # fmt: skip
    reliance = item.us_reliance
    return MineralShares(
        item.title, item.stage, item.leader,
        Figure(item.leader_share, "1", "derived", item.origin, item.leader, item.year),
        Figure(item.concentration, "index", "derived", source, year=item.year),
        share(item.share_of(members_of(state)), state), share(item.share_of(members_of(partner)), partner),
        None if reliance is None else Figure(reliance, "%", "measured", item.origin, "USA", item.year),
    )  # fmt: skip


def machines_of(state: str) -> tuple[Heading, ...]:
    """Return a single state's share of reported trade in machines that make semiconductors; none for groups."""
    found = []
    known = {item.id for item in catalogue.entries()}
    for flow in ("imports", "exports"):
        if (name := f"{MACHINES}/{flow}") in known and (path := catalogue.load(name).values.get(state)):
            series, year = catalogue.load(name), max(path)
            found.append(
                Heading("848620", series.title, Figure(path[year], "1", series.kind, series.origin, state, year))
            )
    return tuple(found)


def china_of() -> tuple[Heading, ...]:
    """Return the newest figures of China's exports of minerals under control: the value, and its largest buyer."""
    found = []
    known = {item.id for item in catalogue.entries()}
    for stem, code in HEADINGS.items():
        for what in ("value", "largest-buyer"):
            if (name := f"{CHINA}/{stem}-{what}") in known:
                series = catalogue.load(name)
                path = series.path("CHN")
                year = max(path)
                found.append(
                    Heading(code, series.title,
                            Figure(path[year], series.unit, series.kind, series.origin, "CHN", year))
                )  # fmt: skip
    return tuple(found)


def trade_of(table: ProductTable, prefix: str = "") -> TradeOfState:
    """Return a state's trade by product as figures.

    Parameters
    ----------
    prefix : str
        Digits with which the codes of the goods begin; the counts are of all products.
    """
    found, edition = table.found, table.edition
    title = f"Imports of {table.state} by product of six digits, {edition.classification}, {edition.year}"
    origin = derived_from(title, edition.origin, note="regions that are no single economy are in no square of an HHI")

    def figure(value: float, unit: str, whose: str = table.state) -> Figure | None:
        return Figure(float(value), unit, "derived", origin, whose, edition.year) if math.isfinite(value) else None

    def sure(value: float, unit: str) -> Figure:
        return Figure(float(value), unit, "derived", origin, table.state, edition.year)

    total = float(found.imports.sum())
    bought = [at for at in range(len(table.codes)) if found.imports[at] > 0]
    weight = found.imports * found.partner_share if table.partner else found.imports
    bought.sort(key=lambda at: (-int(found.commission[at]) - int(found.merics[at]), -weight[at], -found.imports[at]))
    goods = []
    for at in bought:
        if not table.codes[at].startswith(prefix):
            continue
        supplier = edition.regions[found.supplier[at]] if found.supplier[at] >= 0 else ""
        goods.append(
            Good(
                table.codes[at],
                table.titles[at],
                supplier,
                sure(found.imports[at] / 1e6, "musd"),
                figure(found.concentration[at], "index"),
                figure(found.outside_share[at], "1"),
                figure(found.import_ratio[at], "ratio"),
                figure(found.net_ratio[at], "ratio"),
                figure(found.supplier_share[at], "1", supplier),
                figure(found.supplier_world_share[at], "1", supplier),
                figure(found.partner_share[at], "1", table.partner),
                figure(found.partner_world_share[at], "1", table.partner),
                figure(found.rest_of_world[at], "1", "ROW"),
                bool(found.commission[at]),
                bool(found.merics[at]),
            )
        )
    return TradeOfState(
        edition.year, edition.classification, edition.vintage, sure(total / 1e6, "musd"),
        int(found.commission.sum()), int(found.merics.sum()), int((found.commission & found.merics).sum()),
        sure(found.imports[found.commission].sum() / total if total else 0.0, "1"),
        sure(found.imports[found.merics].sum() / total if total else 0.0, "1"), tuple(goods), table.notes,
    )  # fmt: skip


def tidy(data: ByProduct) -> Iterator[dict[str, object]]:
    """Yield every figure as one row: where it is from, the code, the product, the measure, the supplier."""

    def row(
        source: str, code: str, product: str, measure: str, figure: Figure | None, supplier: str = "", **flags: bool
    ) -> Iterator[dict[str, object]]:
        if figure is not None:
            yield {
                "source": source, "state": data.state, "code": code or None, "product": product, "measure": measure,
                "supplier": supplier or None, "commission": flags.get("commission"), "merics": flags.get("merics"),
                "figure": figure,
            }  # fmt: skip

    if data.hidden is not None:
        hidden = data.hidden
        yield from row("sector", hidden.sector, hidden.title, "share_in_purchases", hidden.share, hidden.partner)
        yield from row("sector", "", hidden.good, "share_of_world", hidden.good_share, hidden.partner)
    for item in data.minerals:
        for measure, figure, whose in (
            ("leader_share", item.leader_share, item.leader), ("concentration", item.concentration, ""),
            ("own_share", item.own_share, data.state), ("partner_share", item.partner_share, data.partner),
            ("us_import_reliance", item.us_reliance, ""),
        ):  # fmt: skip
            yield from row("mineral", "", item.mineral, measure, figure, whose)
    for heading in (*data.machines, *data.china):
        yield from row("heading", heading.code, heading.title, "value", heading.figure)
    for point in data.carved:
        flags = {"commission": point.commission, "merics": point.merics}
        for key in ("supplier_share", "world_share", "foreign_share", "concentration", "import_ratio", "index"):
            yield from row("carved", "", point.title, key, getattr(point, key), point.supplier, **flags)
    for good in data.trade.goods if data.trade is not None else ():
        flags = {"commission": good.commission, "merics": good.merics}
        for key, whose in (
            ("imports", ""), ("concentration", ""), ("outside_share", ""), ("import_ratio", ""), ("net_ratio", ""),
            ("supplier_share", good.supplier), ("supplier_world_share", good.supplier),
            ("partner_share", data.partner), ("partner_world_share", data.partner), ("rest_of_world", "ROW"),
        ):  # fmt: skip
            yield from row("trade", good.code, good.title, key, getattr(good, key), whose, **flags)
