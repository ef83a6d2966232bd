"""Who depends on whom for what: the measures of one state, its suppliers, its dependents and its chokepoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from technostate import exposure as room
from technostate import world as worlds
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence import Figure, regions, value_of
from technostate.exposure import MEASURES, Answer, Chokepoints, Profile
from technostate.exposure.members import groups, unknown_region
from technostate.exposure.register import Measure
from technostate.view.exposure_data import Chokepoint, Exposure, Partner, Sector, exposure_data, figure_of, tidy
from technostate.view.load import typed_world, world_of
from technostate.view.own_products import each, with_own
from technostate.view.sector_pairs import sector_chart
from technostate.view.sectors import sector_of
from technostate.view.shell import command, quoted
from technostate.view.shock.words import listed
from technostate.view.streams import chart as streams_chart
from technostate.view.streams import inflow
from technostate.world import World
from technostate.write import Chart, Cite, Column, Fold, Items, Mark, Name, Prose, Section, Table, View
from technostate.write.blocks import Block, Side
from technostate.write.forms import Bar, Bars
from technostate.write.inline import Absent, Inline, Text
from technostate.write.names import name, of, the

#: Partners and products that the tables show; all are in the rows.
MOST = 10
#: Share of all inputs from which a supplier is named in a title, and how many are named.
MUCH, FEW = 0.01, 3


def exposure(
    region: str,
    *,
    supplier: str | None = None,
    sector: str | None = None,
    measure: str | None = None,
    world: str | World | None = None,
    year: int | None = None,
    to_musd: float | None = None,
    products: str | Path | Sequence[str | Path] = (),
) -> View[Exposure] | View[Answer]:
    """Return who a state depends on, and who depends on it; one measure alone is one answer.

    Parameters
    ----------
    region : str
        A code, a name, a group's key, or several joined by ``+``.
    supplier : str, optional
        A partner, named in the same ways.
    sector : str, optional
        A sector of the world, or a named list of one (``electronics``): the state's column.
    measure : str, optional
        One measure of `technostate.exposure.MEASURES`, alone.
    world : str or World, optional
        A name, a path or a world; the newest shipped one that shows the state by default.
    year : int, optional
        Of a world's file that holds several years, or does not say its year.
    to_musd : float, optional
        What one unit of a world's file is in USD million, where it is in another unit.
    products : str, Path or sequence of them
        Files of products that are carved out of the world.

    Raises
    ------
    LabelError
        If a name is unknown, or the two are or share the same state.
    DataError
        If no measure has a value there, or `year` or `to_musd` is given for what is no world's file.

    Examples
    --------
    >>> view = exposure("CHN", measure="foreign_input_reliance", world="wiod-2004")
    >>> round(view.data.value, 4)
    0.1607
    """
    if measure is not None and measure not in MEASURES:
        raise unknown_label("measure", measure, tuple(MEASURES))
    if world is None and (year is not None or to_musd is not None):
        raise DataError("a year and a unit are for the file of a world", hint="add --world FILE (in Python world=)")
    table = newest(typed(region)) if world is None else world_of(world, year=year, to_musd=to_musd)
    products = each(products)
    named, table = typed_world(world, table), with_own(table, products)
    state = typed(region, table)
    partner = None if supplier is None else typed(supplier, table)
    if sector is not None:
        sector = sector_of(table, sector)
    found = room.profile(table, state, supplier=partner, sector=sector, measure=measure)
    data = exposure_data(found)
    if found.dependents is not None and (streams := inflow(table, state)).passing:
        data = replace(data, inflow=streams)
    title = f"{_title(found)}: {found.world}, {found.year}"
    rows = tuple(tidy(data))
    asked = command("exposure", state, supplier=partner, sector=sector, measure=measure,
                    world=named,
                    year=year, to_musd=to_musd)  # fmt: skip
    asked += "".join(f" --products {quoted(str(file))}" for file in products)
    if measure is not None:
        return View(title, data.figures[0], _one(data), rows, asked)
    return View(title, data, _blocks(data, found), rows, asked)


def listing() -> View[tuple[Measure, ...]]:
    """Return the measures of exposure, each with its unit, definition and reference."""
    entries = tuple(MEASURES.values())
    needs = {"no": "", "may": "[{}]", "must": "{}"}
    rows = []
    for entry in entries:
        takes = " ".join((needs[entry.partner].format("--supplier"), needs[entry.sector].format("--sector"))).strip()
        rows.append((entry.name, takes, entry.unit, entry.kind, f"{entry.definition} {entry.reference}."))
    columns = Column("Measure"), Column("Takes"), Column("Unit"), Column("Kind"), Column("Definition", words=True)
    plain = tuple(
        {"measure": it.name, "title": it.title, "unit": it.unit, "kind": it.kind, "definition": it.definition}
        for it in entries
    )
    return View(f"{len(entries)} measures of exposure", entries, (Table("", columns, tuple(rows)),), plain,
                "technostate exposure --list")  # fmt: skip


def typed(text: str, table: World | None = None) -> str:
    """Return a state, a group's key, or codes joined by ``+``, as they are typed.

    Parameters
    ----------
    table : World, optional
        Its own labels are left as they are.
    """
    found = regions.typed(text, () if table is None else table.regions, groups=groups())
    return found if isinstance(found, str) else "+".join(found)


def newest(state: str) -> World:
    """Return the newest shipped world that shows a state or every member of joined codes.

    Raises
    ------
    LabelError
        If none does.
    """
    wanted = set() if state in groups() else set(state.split("+"))
    names = sorted(worlds.names(), key=lambda known: int(known[-4:]), reverse=True)
    if not names:
        raise LabelError("no world is embedded", hint="name the file of a world with --world PATH")
    tried: dict[str, World] = {}
    for known in names:
        # The worlds of one release (wiod, icio) show the same regions.
        release = known.rpartition("-")[0]
        if release not in tried:
            tried[release] = worlds.load(known)
            if wanted <= set(tried[release].regions):
                return tried[release]
    first = next(iter(tried.values()))
    raise unknown_region(first, sorted(wanted - set(first.regions))[0])


def _title(found: Profile) -> str:
    parts = [name(found.region) if found.supplier is None else f"{name(found.region)}, partner {name(found.supplier)}"]
    if found.sector is not None:
        title = found.sector_title or ""
        parts.append(found.sector if title == found.sector else f"{found.sector} {title}")
    return ", ".join(parts)


def _blocks(data: Exposure, found: Profile) -> tuple[Block, ...]:
    rows = tuple((item.entry.title, figure_of(item, data.year), item.kind) for item in data.figures)
    columns = Column("Measure", words=True), Column("Value"), Column("Kind")
    blocks: list[Block] = [*map(Prose, data.notes), Table("", columns, rows, by="cell")]
    if data.absent:
        blocks.append(Items(data.absent, "No value here", warn=True))
    rest = data.rest_of_world, data.rest_dependent
    blocks += partners(data.region, data.year, data.suppliers, data.dependents, rest=rest, sector=data.sector)
    if data.inflow is not None:
        blocks.append(Section("From supplier through sector to use", (streams_chart(data.inflow),), "streams"))
    if data.chokepoints and found.chokepoints is not None:
        caption = f"Imports of {the(data.region)} by product, {data.year}"
        blocks.append(
            Section("Chokepoints: concentrated imports", products(found.chokepoints, data.chokepoints, caption))
        )
    if data.sectors:
        drawn = sector_chart(data.sectors, data.region, data.supplier, data.year)
        fold = Fold("All sectors in a table", (by_sector(data.sectors, data.region, data.supplier),))
        blocks.append(Section("By sector", (*drawn, fold), "sectors"))
    source = Cite((found.origin, *(item.origin for item in data.figures)))
    blocks.append(Prose(("Every measure: technostate exposure --list. Source", source), note=True))
    return tuple(blocks)


def _one(data: Exposure) -> tuple[Block, ...]:
    (item,) = data.figures
    entry = item.entry
    others = (Prose(f"Other definitions: {', '.join(entry.competing)}."),) if entry.competing else ()
    return (
        Prose((f"{entry.title}: ", figure_of(item, data.year), f" ({item.kind})")),
        Prose(item.origin.note),
        Prose(f"{entry.reference}."),
        *others,
        Prose(("Source", Cite((item.origin,))), note=True),
    )


def partners(
    region: str,
    year: int | None,
    suppliers: tuple[Partner, ...],
    dependents: tuple[Partner, ...],
    *,
    rest: tuple[Figure | None, Figure | None],
    sector: str | None = None,
    beside: str | None = None,
) -> tuple[Section, ...]:
    """Return whom a state depends on and who depends on it; nothing where both lists are empty.

    Parameters
    ----------
    rest : (Figure or None, Figure or None)
        The share of all economies that the table does not show apart in the state's inputs, and of the state in theirs.
    sector : str, optional
        Whose inputs the suppliers' shares are in; all of the state's by default.
    beside : str, optional
        A partner that is shown with its place wherever it stands.
    """
    state, how = the(region), "looking through supply chains"
    inputs = f"all inputs of {state}" + (f" in {sector}" if sector else "")
    charts = []
    if suppliers:
        sub = f"{year}, share of the supplier in {inputs}, {how}"
        charts.append(Chart(whom(suppliers, region, sector), bars(suppliers, beside), sub))
    if dependents:
        sub = f"{year}, share of {state} in all inputs of the buyer, {how}"
        charts.append(Chart(f"Who depends on {state}", bars(dependents, beside), sub))
    if not charts:
        return ()
    title = f"Partners: whom {state} depends on, and who depends on {state}" if dependents else "Partners"
    makes, takes = rest
    said: list[Inline] = []
    if makes is not None:
        said += ["Economies that the table does not show apart make ", makes, f" of {inputs} together"]
        said += [f"; {state} makes ", takes, " of theirs."] if takes is not None else ["."]
    return (Section(title, (Side(tuple(charts)), *((Prose(tuple(said)),) if said else ())), "partners"),)


def whom(rows: Sequence[Partner], region: str, sector: str | None = None) -> str:
    """Return which suppliers make more than a hundredth of inputs, where none or few do; else what is shown.

    Parameters
    ----------
    rows : sequence of Partner
        Largest first.
    sector : str, optional
        Whose inputs the shares are in.
    """
    inputs = f"{of(region)} inputs" + (f" in {sector}" if sector else "")
    large = [row for row in rows if value_of(row.share) > MUCH]
    if rows and not large:
        return f"No single economy makes more than {100 * MUCH:g} % of {inputs}"
    if 0 < len(large) <= FEW:
        said = listed([the(row.region) for row in large])
        each = "makes" if len(large) == 1 else "each make"
        return f"{said[:1].upper()}{said[1:]} {each} more than {100 * MUCH:g} % of {inputs}"
    return f"Whom {the(region)} depends on"


def bars(rows: tuple[Partner, ...], beside: str | None = None) -> Bars:
    """Return the largest partners as bars, and another one with its place where it is further down.

    Parameters
    ----------
    beside : str, optional
        The other one.
    """
    further = [row for row in rows[MOST:] if row.region == beside]
    return Bars((
        *(Bar(Name(row.region), row.share, row.region) for row in rows[:MOST]),
        *(Bar((Name(row.region), f" (place {row.place})"), row.share, row.region) for row in further),
    ))  # fmt: skip


def products(listed: Chokepoints, found: tuple[Chokepoint, ...], title: str) -> tuple[Block, ...]:
    """Return the products with the highest chokepoint index, the definitions side by side.

    Parameters
    ----------
    listed : Chokepoints
        As the room gives them.
    found : tuple of Chokepoint
        The same with figures.
    title : str
        Of the table.
    """
    said = (
        f"Of {len(found)} products the Commission’s conditions hold together for {listed.commission or 'none'} "
        f"and MERICS’ for {listed.merics or 'none'}; the {min(MOST, len(found))} with the highest index follow."
    )
    return (
        Prose((said, Cite((listed.origin,)))),
        Table(title, _PRODUCT, tuple(map(_product, found[:MOST]))),
        Prose(listed.note, note=True),
    )


def other_products(found: tuple[Chokepoint, ...], title: str) -> tuple[Block, ...]:
    """Return the products after those with the highest index, folded; none where there are no others."""
    rest = found[MOST:]
    if not rest:
        return ()
    return (Fold(f"The other {len(rest)} products", (Table(title, _PRODUCT, tuple(map(_product, rest))),)),)


_PRODUCT = (
    Column("Product", words=True), Column("Largest supplier"), Column("Its share of the imports"),
    Column("Its share of world exports"), Column("Imports in purchases"), Column("Concentration (HHI)"),
    Column("Imports over exports"), Column("Index"), Column("Commission"), Column("MERICS"),
)  # fmt: skip


def _product(row: Chokepoint) -> tuple[Text, ...]:
    return (
        f"{row.sector} {row.title}",
        Name(row.supplier) if row.supplier else Absent("–"),
        *(_or_dash(part) for part in (row.supplier_share, row.world_share, row.foreign_share, row.concentration)),
        _or_dash(row.import_ratio, "no exports"),
        _or_dash(row.index),
        Mark("all three hold", "yes") if row.commission else Mark("no", "none"),
        Mark("all three hold", "yes") if row.merics else Mark("no", "none"),
    )


def _or_dash(figure: Figure | None, otherwise: str = "–") -> Text:
    return Absent(otherwise) if figure is None else figure


def by_sector(rows: tuple[Sector, ...], region: str, partner: str | None, title: str = "") -> Table:
    """Return the reliance of a state's sectors on all abroad, and where a partner is named, both ways.

    Parameters
    ----------
    title : str
        Of the table; what is shown by default.
    """
    heads = [f"{name(region)} on all"]
    if partner is not None:
        pair = name(region), name(partner)
        heads = [f"{pair[0]} on {the(partner)}", f"{pair[1]} on {the(region)}", heads[0], f"{pair[1]} on all"]
    cells = tuple(
        (
            f"{row.sector} {row.title}",
            *((_or_dash(row.on_partner), _or_dash(row.of_partner)) if partner is not None else ()),
            _or_dash(row.on_all),
            *((_or_dash(row.partner_on_all),) if partner is not None else ()),
        )
        for row in rows
    )
    columns = Column("Buyer’s sector", words=True), *(Column(head) for head in heads)
    return Table(title or "Share of all inputs made abroad, looking through supply chains", columns, cells)
