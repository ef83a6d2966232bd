"""The products of a world that a shock bears on: where each is cut out, and what is assumed of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from technostate.view.shock.words import in_sentence, listed
from technostate.world.products import Assumed, Carved, Source
from technostate.world.products import Product as Cut
from technostate.write import Column, Items, Table
from technostate.write.blocks import Block

#: A margin that the table holds to this part of the product's output is not named.
LEAST_GAP = 0.01
#: Margins that are named of a product, and users that stop.
MOST_UNMET, MOST_STOPS = 3, 6
#: More products than this share a table.
MOST_OPEN = 3

#: What is true of every product, said once below them.
ALWAYS = (
    "Shares of output that stop are assumed by us unless a survey is named.",
    "The base is 2022: neither what was built since then nor what users have learnt is in it.",
    "Published figures on such events include finance, confidence and sanctions; ours do not.",
    "Who makes what is scarce can gain at market prices: for makers read GDP beside real income.",
)


@dataclass(frozen=True)
class Number:
    """A number of a product with its range.

    Parameters
    ----------
    status : str
        measured, estimated, literature or assumed.
    source : str
        Title of the source; empty where none is named.
    """

    value: float
    low: float
    high: float
    unit: str
    status: str
    source: str


@dataclass(frozen=True)
class Unmet:
    """What was wanted of a product and what the table could hold, USD million."""

    kind: str
    label: str
    wanted: float
    got: float


@dataclass(frozen=True)
class Product:
    """A product that is carved out of a sector.

    Parameters
    ----------
    code : str
        Among the sectors of the world.
    parent, root : str
        The sector or product that it is a part of, and the table's own sector.
    value, low, high : float
        World output at the table's prices, USD million.
    status, source : str
        Of the value.
    makers : str
        From whom the makers' shares are; empty where they are the parent's.
    multiple : Number or None
        Price, as a multiple of that of the sector's other goods, at which half of the use is given up; None where the
        product is not critical.
    days : Number
        Of stock.
    stops : mapping of str to Number
        User → share of its output that stops without it.
    instead : str
        The sector whose goods are used in its place.
    unmet : tuple of Unmet
        What the table could not hold, the largest gap first.
    """

    code: str
    title: str
    parent: str
    root: str
    value: float
    low: float
    high: float
    status: str
    source: str
    makers: str
    makers_status: str
    multiple: Number | None
    days: Number
    stops: Mapping[str, Number]
    instead: str
    unmet: tuple[Unmet, ...]


def product_of(product: Cut, carved: Carved, root: str) -> Product:
    """Return a product as it is said.

    Parameters
    ----------
    carved : Carved
        What the table could hold of it.
    root : str
        The table's own sector.
    """
    # A value below one is a share of the parent's, whose money the table says.
    made = sum(carved.output.values())
    factor = made / product.value.central if product.value.central < 1 else 1.0
    sources = product.sources
    maker = next(iter(product.makers.values()), None)
    gaps = sorted(carved.unmet, key=lambda row: -abs(row.wanted - row.got))
    return Product(
        product.name,
        product.title,
        product.parent,
        root,
        product.value.central * factor,
        product.value.low * factor,
        product.value.high * factor,
        product.value.status,
        _title(product.value.source, sources),
        "" if maker is None else _title(maker.source, sources),
        "" if maker is None else maker.status,
        _number(product.multiple, sources) if product.critical else None,
        _number(product.days, sources),
        {user: _number(part, sources) for user, part in product.stops.items() if part.high > 0},
        product.instead or root,
        tuple(
            Unmet(row.kind, row.label, row.wanted, row.got)
            for row in gaps
            if made > 0 and abs(row.wanted - row.got) >= LEAST_GAP * made
        ),
    )


def _number(given: Assumed, sources: Mapping[str, Source]) -> Number:
    return Number(given.central, given.low, given.high, given.unit, given.status, _title(given.source, sources))


def _title(key: str, sources: Mapping[str, Source]) -> str:
    return sources[key].title if key in sources else ""


def product_blocks(products: tuple[Product, ...]) -> tuple[Block, ...]:
    """Return what is cut out, what is assumed of it and what the table could not hold; many share a table."""
    if not products:
        return ()
    found: Sequence[Block] = [
        Items(tuple(said(row)), f"{row.title} ({row.code}), a part of {row.parent}") for row in products
    ]
    if len(products) > MOST_OPEN:
        found = (_together(products),)
    return (*found, Items(ALWAYS, "True of all products"))


def _together(products: Sequence[Product]) -> Table:
    """Return a row a product, with the number that each question of `said` is answered by."""
    columns = (
        Column("Product"), Column("Part of"), Column("World output, bn USD"), Column("Half is given up at, × price"),
        Column("Stocks, days"), Column("Stops most", words=True), Column("The table holds, bn USD"),
    )  # fmt: skip
    rows = tuple(
        (
            row.code,
            row.parent,
            f"{_billion(row.value)} ({_ends(row.low / 1e3, row.high / 1e3)})",
            "not critical" if row.multiple is None else _with_ends(row.multiple),
            _with_ends(row.days),
            ", ".join(f"{user} {100 * part.value:g} %" for user, part in _most(row.stops)[:2]) or "nobody",
            next((_billion(gap.got) for gap in row.unmet if gap.kind == "value"), "all"),
        )
        for row in products
    )
    note = "Ranges in brackets. What of each number is measured and what assumed: technostate world products NAME."
    return Table(
        f"The {len(products)} products that the shock bears on, and what is taken of each", columns, rows, note=note
    )


def said(row: Product) -> Iterator[str]:
    """Yield the sentences on one product.

    Examples
    --------
    >>> from technostate.world.products import Carved, product
    >>> chips = product("chips-advanced")
    >>> for line in list(said(product_of(chips, Carved("chips-advanced", {"TWN": 65e3}, {}, {}, (), 0.0), "C26")))[1:3]:
    ...     print(line)
    Half of the use would be given up, or done with other goods of C26, at 8 times the price (3 to 20; assumed).
    Stocks: 40 days of use (5 to 60; literature).
    """
    makers = (
        f"with makers in proportion to {row.parent}"
        if not row.makers_status
        else f"with makers’ shares ({row.makers_status}) from “{row.makers}”"
        if row.makers
        else f"with makers’ shares that are {row.makers_status}"
    )
    yield (
        f"Cut out of {row.parent} {makers}; world output {_billion(row.value)} billion dollars "
        f"({_ends(row.low / 1e3, row.high / 1e3)}; {row.status})."
    )
    if row.multiple is None:
        yield "Not critical: its users turn to other inputs as they do from any."
    else:
        yield (
            f"Half of the use would be given up, or done with other goods of {row.instead}, at "
            f"{row.multiple.value:g} times the price ({_range(row.multiple)})."
        )
    yield f"Stocks: {row.days.value:g} days of use ({_range(row.days)})."
    stops = _most(row.stops)[:MOST_STOPS]
    if stops:
        kinds = listed(list(dict.fromkeys(part.status for _, part in stops)))
        words = listed([f"{100 * part.value:g} % of {user}" for user, part in stops])
        yield f"Of the output of its users stops without it: {words} ({kinds})."
    if row.unmet:
        words = "; ".join(map(_unmet, row.unmet[:MOST_UNMET]))
        more = len(row.unmet) - MOST_UNMET
        yield f"What the table could not hold, billion dollars: {words}" + (f"; and {more} more." if more > 0 else ".")
    else:
        yield "The table holds the values, makers and users that are asked of it."


def _unmet(row: Unmet) -> str:
    who = in_sentence(row.label) if row.kind == "maker" else row.label
    what = {"value": "world output", "maker": f"made by {who}", "user": f"used by {who}"}
    return f"{what.get(row.kind, f'{row.kind} {who}'.strip())} {_billion(row.got)} of {_billion(row.wanted)}"


def _most(stops: Mapping[str, Number]) -> list[tuple[str, Number]]:
    return sorted(stops.items(), key=lambda part: -part[1].value)


def _range(number: Number) -> str:
    return f"{_ends(number.low, number.high)}; {number.status}"


def _with_ends(number: Number) -> str:
    return f"{number.value:g} ({_ends(number.low, number.high)})"


def _ends(low: float, high: float) -> str:
    """Return a range with as many digits as are read.

    Examples
    --------
    >>> _ends(1400.0, 1900.0), _ends(0.4, 1.0)
    ('1,400 to 1,900', '0.4 to 1')
    """
    return "no range" if low == high else f"{_digits(low)} to {_digits(high)}"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _billion(musd: float) -> str:
    return f"{musd / 1e3:,.3g}" if abs(musd) < 1e6 else f"{musd / 1e3:,.0f}"


def carved_words(count: int) -> str:
    """Return how many products are carved out of a world, in words; empty for none.

    Examples
    --------
    >>> carved_words(10), carved_words(1), carved_words(0)
    (' with ten products carved out', ' with one product carved out', '')
    """
    named = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    text = named[count] if count < len(named) else str(count)
    return f" with {text} product{'s' * (count != 1)} carved out" if count else ""
