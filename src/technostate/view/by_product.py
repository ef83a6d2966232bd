"""Dependence by product: what broad sectors hide, what ships of single goods, and a year of trade from the store."""

from __future__ import annotations

import re

from technostate import exposure as room
from technostate import world as worlds
from technostate.errors import DataError, LabelError
from technostate.evidence.own import current
from technostate.evidence.printable import shown
from technostate.exposure import Chokepoints
from technostate.exposure.products import stored
from technostate.exposure.products.broad import broad
from technostate.exposure.products.minerals import minerals
from technostate.exposure.products.table import product_table
from technostate.view.by_product_data import (
    ByProduct,
    Good,
    Hidden,
    MineralShares,
    TradeOfState,
    china_of,
    hidden_of,
    leading,
    machines_of,
    mineral_of,
    tidy,
    trade_of,
)
from technostate.view.exposure import products as carved_table
from technostate.view.exposure import typed
from technostate.view.exposure_data import Chokepoint, chokepoints_of
from technostate.view.shell import command
from technostate.world import World
from technostate.write import Cite, Column, Fold, Items, Mark, Name, Prose, Section, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import Absent, Inline, Text
from technostate.write.names import name, of, the

#: The world whose sectors stand for broad ones, and the one with products carved out of them.
WORLD, CARVED = "icio-2022", "icio-2022+products"
#: Products that the table shows; all are in the rows.
MOST = 15
_IMPORT = "technostate data import baci BACI_HS17_V202401.zip --year 2022"


def by_product(
    state: str, partner: str | None = None, *, year: int | None = None, classification: str | None = None,
    vintage: str | None = None, code: str = "",
) -> View[ByProduct]:  # fmt: skip
    """Return a state's dependence by product, against a partner.

    Parameters
    ----------
    state, partner : str
        A code, a name, a group's key, or several joined by ``+``. Without a partner MERICS' conditions are asked of the
        largest supplier of each product, and what ships is held against the largest maker of most minerals.
    year, classification, vintage : optional
        Of the trade in the store; the newest by default.
    code : str
        Digits with which the codes of the products listed begin.

    Raises
    ------
    LabelError
        If a name is unknown, the two share a state, or the store has trade and not that year.
    DataError
        If a year, classification, vintage or code is asked for and the store has no trade.

    Examples
    --------
    >>> view = by_product("DEU", "CHN")
    >>> view.data.hidden.good, view.data.hidden.good_share.value > 0.9 > 0.1 > view.data.hidden.share.value
    ('gallium', True)
    """
    buyer = _party(state)
    seller = _party(partner) if partner is not None else ""
    if code and not re.fullmatch(r"[0-9]{1,6}", code):
        raise DataError(f"{shown(code)} is no code of the Harmonised System", hint="up to six digits: --code 8112")
    trade = _trade(buyer, seller, year, classification, vintage, code)
    known = minerals()
    against = seller or leading(known, buyer)
    world = worlds.load(WORLD)
    carved, listed = _carved(world, buyer)
    data = ByProduct(
        buyer, against, hidden_of(broad(world, buyer, against, known) if against else None, against),
        tuple(mineral_of(item, buyer, against) for item in known), machines_of(buyer), china_of(),
        carved, trade,
    )  # fmt: skip
    asked = command("exposure", "products", state, partner=partner, year=year, classification=classification,
                    vintage=vintage, code=code)  # fmt: skip
    title = f"{name(buyer)} by product" + (f", partner {name(seller)}" if seller else "")
    return View(title, data, _blocks(data, listed, seller, code), tuple(tidy(data)), asked)


def listing() -> View[tuple[dict[str, object], ...]]:
    """Return the years of trade by product that are in the store."""
    found = tuple(
        {"name": item.name, "year": item.year, "classification": item.classification, "vintage": item.vintage,
         "flows": item.rows, "mib": round(item.size / 2**20, 1), "producer": item.origin.producer,
         "imported": item.origin.imported}
        for item in stored.editions(current.opened())
    )  # fmt: skip
    heads = "Name", "Edition", "Flows", "MiB", "Imported"
    rows = tuple(
        (str(it["name"]), str(it["vintage"]), f"{it['flows']:,}", str(it["mib"]),
         str(it["imported"]).removeprefix("imported from ")) for it in found
    )  # fmt: skip
    said = Prose("technostate exposure products STATE shows a state.", note=True) if found else Prose(_none())
    count = f"{len(found)} year{'s' if len(found) != 1 else ''}"
    return View(f"{count} of trade by product in the store", found,
                (*((Table("", tuple(map(Column, heads)), rows),) if found else ()), said), found,
                command("exposure", "products"))  # fmt: skip


def _party(text: str) -> str:
    if text.strip().upper() == "ROW":
        raise LabelError("ROW is all economies together that a table does not show apart",
                         hint="it is no state and no supplier: name one")  # fmt: skip
    return typed(text)


def _trade(
    state: str, partner: str, year: int | None, classification: str | None, vintage: str | None, code: str
) -> TradeOfState | None:
    store = current.opened()
    edition = stored.find(store, year, classification, vintage)
    if store is None or edition is None:
        if asked := [key for key, value in {"year": year, "classification": classification, "vintage": vintage,
                                            "code": code}.items() if value]:  # fmt: skip
            raise DataError(f"--{asked[0]} is of trade by product, and the store has none", hint=_IMPORT)
        return None
    return trade_of(product_table(store, edition, state, partner), code)


def _carved(base: World, state: str) -> tuple[tuple[Chokepoint, ...], Chokepoints | None]:
    """Return the products that ship carved out of sectors, for a state that the world shows, and their table."""
    world = worlds.load(CARVED)
    try:
        listed = room.chokepoint_table(world, state)
    except LabelError:
        return (), None
    rows = tuple(row for row in chokepoints_of(listed, state, world.year) if row.sector not in base.sectors)
    return rows, listed


def _blocks(data: ByProduct, listed: Chokepoints | None, seller: str, code: str) -> tuple[Block, ...]:
    blocks: list[Block] = [*_limits(data)]
    if data.trade is None:
        blocks.append(Items((_none(),), "Who supplies which product", warn=True))
    else:
        blocks.append(Section("Who supplies which product", _traded(data.trade, data.state, seller, code)))
    if data.minerals:
        blocks.append(Section("World production of critical minerals", _minerals(data)))
    headings = tuple(_heading(row.code, row.title, row.figure) for row in (*data.machines, *data.china))
    if headings:
        note = (
            "Shares are of what all reporters state, without partners. Values hold prices: they rise where "
            "quantities fall. 811292 also holds hafnium, indium, niobium, rhenium and vanadium; China’s exports are to "
            "39 partners."
        )
        columns = Column("Heading"), Column("What", words=True), Column("Year"), Column("")
        source = Cite(tuple(row.figure.origin for row in (*data.machines, *data.china)))
        small = Prose((note, source), note=True)
        blocks.append(Section("Single headings", (Table("", columns, headings, by="cell"), small)))
    if listed is not None and data.carved:
        caption = f"Products carved out of sectors as {the(data.state)} buys them, 2022"
        _, table, rules = carved_table(listed, data.carved, caption)
        said = (
            f"Makers and users of these {len(data.carved)} are published or assumed: technostate world products. "
            "MERICS’ conditions are asked of the largest supplier here, not of the partner."
        )
        blocks.append(Section("Products carved out of sectors", (Prose((said, Cite((listed.origin,)))), table, rules)))
    return tuple(blocks)


def _limits(data: ByProduct) -> tuple[Block, ...]:
    """Return what broad sectors hide, what ships and what does not: it stands first."""
    hidden = data.hidden
    said: list[Inline] = ["Broad sectors hide single goods. "]
    if hidden is not None:
        said += _contrast(hidden, data.state)
    else:
        said += [
            f"{WORLD} does not show {the(data.state)} beside a maker of minerals, so that no figure is given here."
        ]
    ships = (
        f"Ships: shares of world production of {len(data.minerals)} minerals (who makes, not who supplies whom), trade "
        "in machines that make semiconductors without partners, China’s exports of three headings, and products carved "
        "out of sectors from numbers that are assumed in part."
    )
    needs = "Does not ship: who supplies whom of each of some 5,000 products. " + (
        f"That needs a year of BACI (CEPII), which you import: {_IMPORT}"
        if data.trade is None
        else f"Your store has it for {data.trade.year} (BACI {data.trade.vintage})."
    )
    return Prose(tuple(said)), Items((ships, needs))


def _contrast(hidden: Hidden, state: str) -> list[Inline]:
    return [
        f"Of all that {the(state)} buys of {hidden.sector} ({hidden.title}), ", hidden.share,
        f" comes from {the(hidden.partner)} ({hidden.world}); of the world’s {hidden.good}, a good of that sector, ",
        hidden.good_share, f" is made there ({hidden.good_share.year}). A sector adds up what can be replaced and what "
        "cannot.", Cite((hidden.share.origin, hidden.good_share.origin)),
    ]  # fmt: skip


def _none() -> str:
    return f"No trade by product is in the store: {_IMPORT}"


def _traded(trade: TradeOfState, state: str, seller: str, code: str) -> tuple[Block, ...]:
    whose = the(seller) if seller else "the largest supplier"
    said: tuple[Inline, ...] = (
        f"Imports of {the(state)}: ", trade.imports,
        f" in {trade.year} ({trade.classification}, BACI {trade.vintage}). "
        f"The Commission’s three indicators hold together for "
        f"{_count(trade.commission, 'no')} product{'s' if trade.commission != 1 else ''}, ",
        trade.commission_share, f" of the imports; MERICS’ three conditions, asked of {whose}, for "
        f"{_count(trade.merics, 'no')}, ", trade.merics_share, f" of them; both for {_count(trade.both, 'none')}.",
    )  # fmt: skip
    shown_ = trade.goods[:MOST]
    caption = f"{of(state, start=True)} imports by product" + (f" {code}…" if code else "")
    heads = (
        Column("Product", words=True), Column("Imports"), Column("HHI"), Column("From outside in all imports"),
        Column("Imports over exports"), Column("Largest supplier"), Column("Its share"),
        Column("Its share of world exports"),
        *((Column(f"{name(seller)}: share"), Column("of world exports")) if seller else ()),
        Column("Commission"), Column("MERICS"),
    )  # fmt: skip
    rows = tuple(_good(row, seller) for row in shown_)
    table = Table(caption, heads, rows)
    rules = (
        "Commission (SWD(2021) 352): HHI of outside suppliers above 0.4, imports from outside above half of all "
        "imports of the members, imports from outside above all their exports (a single state: the second always "
        "holds). MERICS (Zenglein 2020): imports above exports to outside, over half of them from one supplier, which "
        "holds over 30 % of world exports. Regions that are no single economy are in the sums, in no square, and no "
        "supplier. Both say where trade is concentrated, not how much a good matters. Flagged products first, then by "
        f"imports{f' from {the(seller)}' if seller else ''}; files of data have all {len(trade.goods):,}."
    )
    blocks: list[Block] = [Prose(said)]
    if trade.notes:
        blocks.append(Items(trade.notes, warn=True))
    blocks += [table, Prose((rules, Cite((trade.imports.origin,))), note=True)] if rows else [
        Prose(f"Nothing is imported under {code}.")
    ]  # fmt: skip
    return tuple(blocks)


def _count(number: int, none: str) -> str:
    return f"{number:,}" if number else none


def _good(row: Good, seller: str) -> tuple[Text, ...]:
    title = row.title if len(row.title) <= 70 else f"{row.title[:69]}…"
    return (
        f"{row.code} {title}".strip(), row.imports, _dash(row.concentration), _dash(row.outside_share),
        _dash(row.import_ratio, "no exports"), Name(row.supplier) if row.supplier else Absent("–"),
        _dash(row.supplier_share), _dash(row.supplier_world_share),
        *((_dash(row.partner_share), _dash(row.partner_world_share)) if seller else ()),
        Mark("all three hold", "yes") if row.commission else Mark("no", "none"),
        Mark("all three hold", "yes") if row.merics else Mark("no", "none"),
    )  # fmt: skip


def _minerals(data: ByProduct) -> tuple[Block, ...]:
    shown_, rest = data.minerals[:MOST], data.minerals[MOST:]
    note = (
        "HHI of the makers that are named: a lower bound; withheld figures are in no square. A dash: no figure is "
        "named, which is not zero. Totals are rounded by the producer. Reliance of the United States: net imports over "
        "what it uses; of a printed bound (over 95) the bound."
    )
    source = (data.minerals[0].leader_share.origin,)
    blocks: list[Block] = [_mineral_table(shown_, data)]
    if rest:
        blocks.append(Fold(f"The other {len(rest)} minerals", (_mineral_table(rest, data),)))
    return (*blocks, Prose((note, Cite(source)), note=True))


def _mineral_table(rows: tuple[MineralShares, ...], data: ByProduct) -> Table:
    columns = (
        Column("Mineral", words=True), Column("Stage"), Column("Largest maker"), Column("Its share"), Column("HHI"),
        Column(name(data.state)), Column(name(data.partner)), Column("US net import reliance"),
    )  # fmt: skip
    cells = tuple(
        (row.mineral, row.stage, Name(row.leader), row.leader_share, row.concentration, _dash(row.own_share),
         _dash(row.partner_share), _dash(row.us_reliance))
        for row in rows
    )  # fmt: skip
    return Table(f"Shares of world production, {rows[0].leader_share.year} (estimates of the producer)", columns, cells)


def _heading(code: str, title: str, figure: Text) -> tuple[Text, ...]:
    return code, title, str(getattr(figure, "year", "")), figure


def _dash(figure: Text | None, otherwise: str = "–") -> Text:
    return Absent(otherwise) if figure is None else figure
