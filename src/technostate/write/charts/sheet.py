"""The body of a chart's file: each form laid out on a sheet of fixed width, from the same marks as on a page."""

from __future__ import annotations

from dataclasses import replace

from technostate.write.cells import Cell, Words, plain, plain_piece
from technostate.write.charts import line_keys, lines, matrix, sankey, tiles, trails
from technostate.write.charts.colours import LIGHT, mark, mixed
from technostate.write.charts.fixed import Frame, drawing, words
from technostate.write.charts.labels import text_width, wrapped
from technostate.write.charts.marks import Box, Key, Panel, Rule
from technostate.write.charts.rows import Drawn, RowChart, row_chart, tick_labels
from technostate.write.charts.table import plain_text
from technostate.write.charts.ticks import ROOMS, anchor, ranks
from technostate.write.forms import Bars, Cases, Dumbbell, Form, Lines, Matrix, Multiples, Ranges, Sankey, Tiles, Trails
from technostate.write.markup import escape
from technostate.write.names import name
from technostate.write.tables import Group

#: Width of a file, margin and size of text, px.
WIDTH, MARGIN, EM = 720.0, 16.0, 12.0
INNER = WIDTH - 2 * MARGIN
_SOFT = LIGHT["soft"]


def body(form: Form, top: float) -> tuple[str, float]:
    """Return the drawing of a form as SVG elements, and how far down it reaches.

    Parameters
    ----------
    top : float
        Where it begins, px.
    """
    match form:
        case Bars() | Dumbbell() | Ranges() | Cases():
            return _rows(row_chart(form), top)
        case Lines():
            return _plane(lines.panel(form), MARGIN, top, INNER)
        case Trails():
            return _plane(trails.trails_panel(form), MARGIN, top, INNER)
        case Sankey():
            return _plane(sankey.sankey_panel(form), MARGIN, top, INNER)
        case Multiples():
            return _multiples(form, top)
        case Matrix():
            return _matrix(form, top)
        case Tiles():
            return _tiles(form, top)


def keys(form: Form) -> tuple[Key, ...]:
    """Return what explains the kinds of marks of a form."""
    match form:
        case Bars() | Dumbbell() | Ranges() | Cases():
            return row_chart(form).keys
        case Lines() | Multiples():
            return line_keys.keys(form)
        case Trails():
            return trails.trails_keys(form)
        case _:
            return ()


def told(form: Form) -> tuple[str, ...]:
    """Return what is said below the drawing: events by number, units of a matrix, the ends of a map."""
    match form:
        case Lines() | Multiples():
            found = lines.events(form)
            return ("; ".join(f"{at} {item.told}" for at, item in enumerate(found, start=1)),) * bool(found)
        case Matrix():
            return (f"In each cell: {matrix.unit(form)}; the darker, the farther from zero.",) * bool(matrix.unit(form))
        case Tiles():
            return (tiles.legend(form),)
        case _:
            return ()


def key_lines(items: tuple[Key, ...], top: float) -> tuple[str, float]:
    """Return the key as SVG elements in as many lines as it needs, and how far down it reaches."""
    parts, x, y = [], MARGIN, top
    for item in items:
        box = 2.4 * EM if item.marks else 0.0
        width = box + text_width(item.words) * EM + 18
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = MARGIN, y + 1.5 * EM
        parts.append(drawing(Panel(1.0, item.marks), Frame(x, y, 2 * EM, EM)))
        parts.append(words(x + box, y + EM / 2, item.words, colour=_SOFT))
        x += width
    return "".join(parts), y + 1.7 * EM if items else top


def _plane(panel: Panel, left: float, top: float, width: float) -> tuple[str, float]:
    above, start = top + panel.above * EM, left + panel.start * EM
    frame = Frame(start, above, width - (panel.start + panel.end) * EM, EM)
    return drawing(panel, frame), above + (panel.height + panel.below) * EM


def _multiples(form: Multiples, top: float) -> tuple[str, float]:
    across = min(3, max(len(form.panels), 1))
    width = (INNER - 20 * (across - 1)) / across
    parts, bottom = [], top
    for at, (title, panel) in enumerate(lines.panels(form)):
        if at and at % across == 0:
            top = bottom + 8
        left = MARGIN + (at % across) * (width + 20)
        said = wrapped(title, width / EM, 3)
        parts += [words(left, top + 8 + 15 * row, line, bold=True) for row, line in enumerate(said)]
        made, reached = _plane(panel, left, top + 15 * len(said) + 4, width)
        parts.append(made)
        bottom = max(bottom, reached)
    return "".join(parts), bottom


def _rows(chart: RowChart, top: float) -> tuple[str, float]:
    drawn = [row for row in chart.rows if isinstance(row, Drawn)]
    heads = [plain(head) for head in chart.heads]
    said = [plain_text(row.label) + (" sign open" if row.open else "") for row in drawn]
    label = min(max((text_width(line) for line in (*said, heads[0])), default=6.0), 17.0) * EM * 0.95 + 10
    columns = [
        max(
            min(max((text_width(_short(row.words[at])) for row in drawn), default=2.0), 17.0) * EM * 0.95 + 12,
            _room(head) * EM / 1.05,
        )
        for at, head in enumerate(heads[1:])
    ]
    left, width = MARGIN + label, INNER - label - sum(columns) - 14
    parts: list[str] = []
    ends = [left + width + 14 + sum(columns[: at + 1]) for at in range(len(columns))]
    over = [wrapped(head, columns[at] / EM * 1.05, 3) for at, head in enumerate(heads[1:])]
    y = top + 14 * max((len(lines) for lines in over), default=1)
    parts += [
        words(end, y - 14 * (len(lines) - row) + 7, line, size=11, colour=_SOFT, anchor="end")
        for end, lines in zip(ends, over, strict=True)
        for row, line in enumerate(lines)
    ]
    parts.append(words(MARGIN, y - 7, heads[0], size=11, colour=_SOFT))
    for label_ in tick_labels(chart.ticks, 0.0):
        if label_.rank == 0 or width / EM >= ROOMS[label_.rank]:
            x = left + label_.x * width
            parts.append(words(x, y - 7, label_.text, size=11, colour=_SOFT, anchor=label_.anchor))
    begin, y, rows = y + 2, y + 2, list[str]()
    for row in chart.rows:
        if isinstance(row, Group):
            rows.append(words(MARGIN, y + 15, plain_text(row.title), bold=True))
            y += 26
            continue
        made, height = _row(row, Frame(left, y, width, EM), label, ends, columns)
        rows.append(made)
        y += height
    grid = [Rule(tick.at, 0, tick.at, (y - begin) / EM, "z" if tick.base else "g") for tick in chart.ticks]
    ground = [Box(chart.zone[0], 0, 1, (y - begin) / EM, "nv")] if chart.zone else []
    under = drawing(Panel((y - begin) / EM, [*ground, *grid]), Frame(left, begin, width, EM))
    return "".join([under, *parts, *rows]), y


def _room(head: str, lines: int = 3, most: float = 8.0) -> float:
    """Return the em in which a head fits a few lines without a word cut, or `most` where it does not.

    Examples
    --------
    >>> wrapped("cases of 100 with a loss", _room("cases of 100 with a loss"))
    ['cases of', '100 with', 'a loss']
    """
    room = max((text_width(word) for word in head.split()), default=0.0)
    while room < most and len(wrapped(head, room)) > lines:
        room += 0.25
    return min(room, most)


def _row(row: Drawn, at: Frame, label: float, ends: list[float], columns: list[float]) -> tuple[str, float]:
    """Return one row as SVG elements, and its height."""
    lines_ = wrapped(plain_text(row.label), (label - 8) / EM * 1.05, 3)
    cells = [wrapped(_short(cell), width / EM * 1.05) for cell, width in zip(row.words, columns, strict=True)]
    deep = max(len(lines_), *(len(cell) for cell in cells)) * 15 + 3
    height = max(row.panel.height * EM, deep)
    middle = at.top + height / 2
    parts = [drawing(row.panel, at._replace(top=middle - row.panel.height * EM / 2))]
    for number, line in enumerate(lines_):
        y = middle + 15 * (number - (len(lines_) - 1) / 2)
        parts.append(words(MARGIN, y, line))
        if row.open and number == len(lines_) - 1 and text_width(line) * EM + 60 <= label + 6:
            parts.append(words(at.left - 10, y, "sign open", size=11, colour=LIGHT["warn"], anchor="end"))
    for end, cell in zip(ends, cells, strict=True):
        for number, line in enumerate(cell):
            parts.append(words(end, middle + 15 * (number - (len(cell) - 1) / 2), line, anchor="end"))
    return "".join(parts), height


def _short(cell: Cell) -> str:
    """Return a cell in words; that its sign is open stands beside the label."""
    parts = []
    for piece in cell.pieces:
        if isinstance(piece, Words) and piece.open and piece.range:
            piece = replace(piece, open="")
        parts.append(plain_piece(piece))
    return "".join(parts)


#: Columns of a matrix up to which its rows may have long names.
_FEW_COLUMNS = 12


def _matrix(form: Matrix, top: float) -> tuple[str, float]:
    names = [plain_text(row) for row in form.rows]
    # Names that are pairs need room, which few columns leave.
    most = 17.0 if len(form.columns) <= _FEW_COLUMNS else 12.0
    label = min(max((text_width(line) for line in names), default=4.0), most) * EM * 0.95 + 8
    width = (INNER - label) / max(len(form.columns), 1)
    made = matrix.tints(form)
    widest = max((text_width(plain(tint.words)) for row in made for tint in row), default=1.0)
    size = min(EM, (width - 3) / max(widest, 1.0))
    # Too many columns to be said in words: their tints alone, and the heads that have room.
    tight = size < 6.5
    size = max(size, 6.5)
    seen = ranks([at / max(len(form.columns) - 1, 1) for at in range(len(form.columns))], _shorts(form))
    parts = [words(MARGIN, top + 9, form.head, colour=_SOFT)] if form.head else []
    for to, short in enumerate(_shorts(form)):
        if tight:
            at = to / max(len(form.columns) - 1, 1)
            if seen[to] is not None:
                place = MARGIN + label + at * (INNER - label)
                parts.append(words(place, top + 20, short, size=10, anchor=anchor(at)))
            continue
        x = MARGIN + label + (to + 0.5) * width
        lines_ = wrapped(short, max(width / 11, 2.5), 2)
        parts += [
            words(x, top + 9 + 12 * row, line, size=min(11, size + 1), anchor="middle", bold=True)
            for row, line in enumerate(lines_)
        ]
    y = top + 34
    for said, row in zip(names, made, strict=True):
        parts.append(words(MARGIN, y + 11, wrapped(said, label / EM * 1.05, 1)[0] if said else ""))
        for to, tint in enumerate(row):
            x = MARGIN + label + to * width
            fill = "url(#hz)" if tint.missing else mixed("EU" if tint.below else "slate", tint.part)
            wide = max(width - 2, width / 2)
            parts.append(f'<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{wide:.1f}" height="20" fill="{fill}"/>')
            if not (tint.missing or tight):
                parts.append(words(x + width / 2, y + 11, plain(tint.words), size=size, anchor="middle"))
        y += 22
    return "".join(parts), y + 4


def _shorts(form: Matrix) -> list[str]:
    return [matrix.short(column) for column in form.columns]


def _tiles(form: Tiles, top: float) -> tuple[str, float]:
    made = tiles.placed(tiles.tiles(form))
    wide = max((tile.place[0] for tile in made if tile.place), default=1)
    size = min(INNER / wide, 46.0)
    parts, bottom = [], top
    for tile in made:
        assert tile.place is not None, "placed() gives every tile a place"
        x, y = MARGIN + (tile.place[0] - 1) * size, top + (tile.place[1] - 1) * size * 0.9
        fill = mixed(tile.hue, tile.part) if tile.words else mark(tile.hue)
        ink = LIGHT["ink"] if tile.words else LIGHT["paper"]
        title = f"<title>{escape(f'{name(tile.code)}: {tile.line}' if tile.line else name(tile.code))}</title>"
        middle, half = x + size / 2, size * 0.45
        parts.append(
            f'<g>{title}<rect x="{x + 1:.1f}" y="{y + 1:.1f}" width="{size - 2:.1f}" height="{size * 0.9 - 2:.1f}" '
            f'fill="{fill}"/>'
        )
        lift = size * 0.14 if tile.words else 0.0
        parts.append(
            words(middle, y + half - lift, tile.code, size=size * 0.29, colour=ink, anchor="middle", bold=True)
        )
        if tile.words:
            fit = min(size * 0.29, (size - 3) / max(text_width(tile.words), 1))
            parts.append(words(middle, y + half + size * 0.18, tile.words, size=fit, anchor="middle"))
        parts.append("</g>")
        bottom = max(bottom, y + size * 0.9)
    return "".join(parts), bottom + 4
