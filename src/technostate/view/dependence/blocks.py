"""The blocks that say who depends on whom: charts of paths, partners and sectors, and tables behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from technostate.evidence import value_of
from technostate.exposure import Chokepoints
from technostate.notation import years_text
from technostate.view.dependence.data import FACE, NET, OF_IMPORTS, OF_PURCHASES, RELIANCE, Dependence, Path
from technostate.view.exposure import by_sector, other_products, partners, products
from technostate.view.exposure_data import Sector
from technostate.view.sector_pairs import pair_chart
from technostate.write import Chart, Cite, Column, Fold, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block, Side
from technostate.write.cells import scale_of
from technostate.write.forms import Line, Lines
from technostate.write.inline import Absent, Inline, Shown, Text, pieces
from technostate.write.names import name, the

#: Sectors of the chart; all are in the table behind it.
SECTORS = 14
#: Years of the table of definitions beside the first and the last.
_BETWEEN = (2000, 2004, 2008)
_WAYS = {
    RELIANCE: "looking through, own output included",
    NET: "looking through, own output taken out",
    FACE: "direct purchases only",
}
#: What goods are called in a caption.
_GOODS = {None: "goods", "C26": "electronics"}
_INTRODUCTION = (
    "Looking through supply chains means counting everything made anywhere so that a state’s output could be made: a "
    "chip in a machine in a car counts where the chip was made. Shares of value, not of what could be replaced: a "
    "small share may be hard to do without. Tables join 1995–2011; 2022 stands apart."
)


def blocks(data: Dependence, listed: Chokepoints | None, shape: tuple[int, int] | None) -> tuple[Block, ...]:
    """Return the blocks of the answer; parts without figures are absent, and what is missing is said first.

    Parameters
    ----------
    listed : Chokepoints or None
        The products as the room gives them, with the definitions.
    shape : (int, int) or None
        Regions and sectors of the newest table.
    """
    found: list[Block] = []
    if data.missing:
        found.append(Items(data.missing, "Missing here", warn=True))
    found.append(Prose(_INTRODUCTION))
    found += [Prose(note, note=True) for note in data.notes]
    found += _paths(data, shape)
    found += _definitions(data)
    found += _import_shares(data.import_shares)
    rest = data.rest_of_world, data.rest_dependent
    found += partners(data.state, data.year, data.suppliers, data.dependents, rest=rest, beside=data.against)
    found += _sectors(data)
    if listed is not None and data.chokepoints:
        caption = f"Imports of {the(data.state)} by product, {data.year}"
        parts = (*products(listed, data.chokepoints, caption), *other_products(data.chokepoints, caption))
        found.append(Section(f"Chokepoints: concentrated imports of {the(data.state)}", parts, "chokepoints"))
    return tuple(found)


def _paths(data: Dependence, shape: tuple[int, int] | None) -> list[Block]:
    alone = [path for path in data.reliances if path.supplier is None]
    mutual = [path for path in data.reliances if path.supplier is not None]
    found: list[Block] = _lines(
        "Foreign input reliance: share of all inputs made abroad",
        "% of all inputs, looking through supply chains, own unit of output included",
        alone, _of_one, shape,
    )  # fmt: skip
    beside = _lines(
        "Reliance on each other’s inputs", "% of all inputs of the buyer, looking through supply chains",
        mutual, _of_two, shape,
    )  # fmt: skip
    beside += _lines(
        "External circulation: share of GDP sustained by foreign final demand",
        "% of GDP (value added); the rest is sustained by demand at home", data.circulations, _of_one, shape,
    )  # fmt: skip
    return found + ([Side(tuple(beside))] if beside else [])


def _of_one(path: Path) -> Text:
    return Name(path.region)


def _of_two(path: Path) -> Text:
    return Name(path.region), " on ", _the(path.supplier or "")


def _of_imports(path: Path) -> Text:
    return Name(path.supplier or ""), " in imports of ", _the(path.region)


def _the(code: str) -> Name:
    return Name(code, the(code))


def _lines(
    caption: str, sub: str, found: Sequence[Path], label: Callable[[Path], Text], shape: tuple[int, int] | None = None
) -> list[Block]:
    """Return the chart of paths, none without figures; years of another classification are never joined."""
    if not found:
        return []
    series = tuple(Line(label(path), path.joined, path.apart, path.region) for path in found)
    note: list[Inline] = [*_highest(found, label)]
    apart = sorted({year for path in found for year in path.apart})
    if apart and shape is not None:
        regions, sectors = shape
        note.append(
            f"◆ {years_text(apart)}: another classification (OECD ICIO, {regions} regions × {sectors} sectors), not "
            "comparable with the lines."
        )
    return [Chart(caption, Lines(series), sub, tuple(note))]


def _highest(found: Sequence[Path], label: Callable[[Path], Text]) -> list[Inline]:
    """Return in which of the joined years each path is highest."""
    tops = [(path, top) for path in found if (top := path.highest) is not None]
    if not tops:
        return []
    scale = scale_of(figure for path in found for figure in (*path.joined.values(), *path.apart.values()))
    assert scale is not None, "all paths of a chart have one unit"
    parts: list[Inline] = []
    for path, top in tops:
        parts += ["; " if parts else "", *pieces(label(path)), " ", Shown(top, scale), f" ({top.year})"]
    years = years_text(year for path in found for year in path.joined)
    return [f"Highest of {years}: ", *parts, ". "]


def _definitions(data: Dependence) -> list[Block]:
    """Return reliance by three definitions in a few years: a verdict must not hang on one."""
    asked = ((code, measure) for code in (data.state, data.against) for measure in _WAYS)
    found = [path for code, measure in asked if (path := data.definition(code, measure)) is not None]
    if not found:
        return []
    joined = sorted({year for path in found for year in path.joined})
    ends = (joined[0], joined[-1]) if joined else ()
    years = sorted({*ends, *(year for year in _BETWEEN if joined and joined[0] < year < joined[-1])})
    apart = sorted({year for path in found for year in path.apart})
    scale = scale_of([it for path in found for it in (*path.joined.values(), *path.apart.values())])
    columns = (
        Column("Definition", words=True),
        *(Column(str(year), scale) for year in years),
        *((Column("Highest in"),) if joined else ()),
        *(Column(f"{year}, apart", scale) for year in apart),
    )
    rows = tuple(
        (
            (Name(path.region), f", {_WAYS[path.measure]}"),
            *(path.joined.get(year, Absent("–")) for year in years),
            *((Absent("–") if path.highest is None else str(path.highest.year),) if joined else ()),
            *(path.apart.get(year, Absent("–")) for year in apart),
        )
        for path in found
    )
    origins = tuple(origin for path in found for origin in path.origins)
    caption = "Foreign input reliance by three definitions, share of all inputs"
    return [Table(caption, columns, rows), Prose(("Derived. Source", Cite(origins)), note=True)]


def _import_shares(found: Sequence[Path]) -> list[Block]:
    charts: list[Block] = []
    for measure, caption, of, label in (
        (OF_PURCHASES, "Imports in all purchases", "all purchases", _of_one),
        (OF_IMPORTS, "The other side’s share in imports", "imports", _of_imports),
    ):
        for sector in dict.fromkeys(path.sector for path in found):
            chosen = [path for path in found if path.measure == measure and path.sector == sector]
            what = _GOODS.get(sector, sector or "")
            sub = f"% of {of} of {what}, final and intermediate, basic prices"
            charts += _lines(f"{caption}: {what}", sub, chosen, label)
    if not charts:
        return []
    years = years_text(year for path in found for year in path.joined)
    return [Section(f"Import shares, {years}", (Side(tuple(charts)),), "import-shares")]


def _sectors(data: Dependence) -> list[Block]:
    """Return the chart of sectors' reliance both ways, with all sectors and all suppliers in a table."""
    known = [row for row in data.sectors if row.on_partner is not None or row.of_partner is not None]
    if not known:
        return []
    ordered = tuple(sorted(known, key=_larger, reverse=True))
    other = the(data.against)
    (chart,) = pair_chart(known, data.state, data.against, data.year, SECTORS)
    table = by_sector(ordered, data.state, data.against, "Foreign input reliance by the buyer’s sector, of all inputs")
    fold = Fold("All sectors, and their reliance on all abroad", (table,))
    return [Section(f"Sectors: {name(data.state)} and {other} on each other", (chart, fold), "sectors")]


def _larger(row: Sector) -> float:
    sides = (row.on_partner, row.of_partner)
    return max(value_of(side) for side in sides if side is not None)
