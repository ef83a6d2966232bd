"""Tile maps: a tile a region, all alike in size, tinted by amount; a ranking where there is little room.

Where the tiles lie is our own layout (``tiles.txt``): neighbours near each other, no claim on borders or status.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from technostate.evidence.figure import value_of
from technostate.write.cells import scale_of, words
from technostate.write.charts.colours import hue, shade
from technostate.write.forms import Tiles
from technostate.write.markup import Markup, element, join
from technostate.write.names import name, the


@dataclass(frozen=True)
class Tile:
    """One tile, ready to be written.

    Parameters
    ----------
    words : str
        The figure; empty for regions that are compared.
    part : float
        How strongly it is tinted; 0 where a range alone is known.
    hue : str
        Token of its colour.
    place : (int, int) or None
        Column and row, from 1; None where the layout has no place.
    line : str
        The figure with its range, for a title.
    """

    code: str
    words: str
    part: float
    hue: str
    place: tuple[int, int] | None
    line: str = ""


@cache
def layout() -> dict[str, tuple[int, int]]:
    """Return code → column and row, from 1.

    Examples
    --------
    >>> layout()["CHN"][0] > layout()["DEU"][0], len(layout()) > 200
    (True, True)
    """
    text = resources.files("technostate.write.charts").joinpath("tiles.txt").read_text("utf-8")
    return {
        code: (column, row)
        for row, line in enumerate(text.splitlines(), start=1)
        for column, code in enumerate(line.split(), start=1)
        if code != "..."
    }


def tiles(form: Tiles) -> list[Tile]:
    """Return the tiles of a map, the largest figure first, those compared before all; empty columns are taken out."""
    scale = scale_of(form.figures)
    known = [abs(figure.value) for figure in form.figures if figure.value is not None]
    # One extreme figure must not leave all others pale: the tint is full from the 95th in a hundred on.
    largest = sorted(known)[int(0.95 * (len(known) - 1))] if known else 0.0
    above = hue(form.whole[0]) if form.whole else "slate"
    below = hue(form.whole[1]) if len(form.whole) > 1 else "warn"
    codes = [*form.whole, *(figure.region for figure in form.figures)]
    places = _places(codes)
    made = [Tile(code, "", 1.0, hue(code), places.get(code)) for code in form.whole]
    for figure in form.ordered:
        said = words(figure, scale, unit=False)
        full = words(figure, scale).line()
        colour, tint = above, 0.0
        if figure.value is not None:
            colour, tint = below if figure.value < 0 else above, shade(figure.value, largest)
        made.append(Tile(figure.region, said.value, tint, colour, places.get(figure.region), full))
    return made


def legend(form: Tiles) -> str:
    """Return in words what the tints mean: the figures at both ends."""
    known = [figure for figure in form.figures if figure.value is not None]
    if not known:
        return ""
    scale = scale_of(form.figures)
    low, high = min(known, key=value_of), max(known, key=value_of)
    ends = f"From {name(low.region)}, {words(low, scale).value}, to {name(high.region)}, {words(high, scale).value}"
    above = f" in the colour of {the(form.whole[0])}" if form.whole else ""
    below = f" in that of {the(form.whole[1])}" if len(form.whole) > 1 else ""
    signs = f"; above zero{above}, below zero{below}" if value_of(low) < 0 and above and below else ""
    return f"{ends}{signs}; the darker, the farther from zero."


def drawn_tiles(form: Tiles, caption: str) -> Markup:
    """Return a tile map as a list, which a style sheet lays out.

    Parameters
    ----------
    caption : str
        What the map shows, for those who cannot see it.
    """
    made = placed(tiles(form))
    wide = max((tile.place[0] for tile in made if tile.place), default=1)
    items = [_item(tile) for tile in made]
    told = element("p", legend(form), class_="note")
    return join(told, element("ul", items, class_="tiles", style=f"--w:{wide}", aria_label=caption))


def placed(made: Sequence[Tile]) -> list[Tile]:
    """Return tiles of which each has a place: those that the layout does not know stand in rows of their own below."""
    wide = max((tile.place[0] for tile in made if tile.place), default=10)
    deep = max((tile.place[1] + 1 for tile in made if tile.place), default=0)
    loose = iter(range(len(made)))
    return [
        tile if tile.place else replace(tile, place=(1 + (at := next(loose)) % wide, deep + 1 + at // wide))
        for tile in made
    ]


def _item(tile: Tile) -> Markup:
    assert tile.place is not None, "placed() gives every tile a place"
    return element(
        "li",
        element("b", element("abbr", tile.code, title=name(tile.code))),
        element("span", tile.words) if tile.words else None,
        class_=f"tl h-{tile.hue}" + ("" if tile.words else " self"),
        style=f"--x:{tile.place[0]};--y:{tile.place[1]};--k:{round(tile.part * 100)}%",
        title=f"{name(tile.code)}: {tile.line}" if tile.line else None,
    )


def _places(codes: list[str]) -> dict[str, tuple[int, int]]:
    """Return the places of some codes, with the columns and rows closed up in which none of them lies."""
    found = {code: layout()[code] for code in codes if code in layout()}
    # The European Union as one stands where its middle lies.
    if "EU" in codes and "EU" not in found:
        found["EU"] = layout()["AUT"] if "AUT" not in found else layout()["LIE"]
    columns = {column: at for at, column in enumerate(sorted({place[0] for place in found.values()}), start=1)}
    rows = {row: at for at, row in enumerate(sorted({place[1] for place in found.values()}), start=1)}
    return {code: (columns[column], rows[row]) for code, (column, row) in found.items()}
