"""The terminal's writer: words and aligned columns, as wide as the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from technostate import errors
from technostate.write.blocks import (
    Block,
    Chart,
    Fold,
    Items,
    Prose,
    References,
    Section,
    Sheet,
    Side,
    Stack,
    Verbatim,
    behind,
)
from technostate.write.cells import Cell, Laid, laid, plain_piece
from technostate.write.inline import Cite, Link, Text, pieces
from technostate.write.sources import Sources, named
from technostate.write.tables import Group, Table

WIDTH = 110
_GAP = "  "
_LEAST = 12


def to_text(title: str, blocks: tuple[Block, ...], *, width: int = WIDTH, whole: bool = False) -> str:
    """Return an answer as plain text, its sources at the end; of one to be taken verbatim, those lines alone.

    Parameters
    ----------
    width : int
        Columns of the terminal.
    whole : bool
        Whether every row of a table stays in one line, however wide, as programs that read lines want it.
    """
    if taken := [block.text for block in blocks if isinstance(block, Verbatim)]:
        return errors.visible("\n".join(taken), keep="\n\t\r") + "\n"
    writer = _Writer(Sources(), max(width, 40), whole)
    lines = [*writer.wrapped(title), ""] if title else []
    lines += writer.blocks(blocks)
    origins = writer.sources.origins
    if origins:
        cited = enumerate(map(named, origins), start=1)
        lines += ["", *(line for at, words in cited for line in writer.wrapped(words, mark=f"[{at}] "))]
    while lines and not lines[-1]:
        lines.pop()
    return errors.visible("\n".join(lines), keep="\n") + "\n"


def cell_width(text: str) -> int:
    """Return the columns that a text takes on a terminal: two a wide character, none a combining mark.

    Examples
    --------
    >>> cell_width("双循环 DCE"), cell_width("abc")
    (10, 3)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


class _Writer:
    def __init__(self, sources: Sources, width: int, whole: bool) -> None:
        self.sources = sources
        self.width = width
        self.whole = whole

    def blocks(self, blocks: Sequence[Block]) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            made = self.block(block)
            if made:
                lines += [*([""] if lines else []), *made]
        return lines

    def block(self, block: Block) -> list[str]:
        match block:
            case Prose():
                return self.wrapped(self.text(block.text))
            case Verbatim():
                return block.text.splitlines()
            case Items():
                head = self.wrapped(f"{block.title}:") if block.title else []
                items = block.marked(self.text, "! " if block.warn else "- ")
                return head + [line for mark, words in items for line in self.wrapped(words, mark=mark)]
            case Table():
                return [*self.table(block), *(["", *rest] if (rest := self.blocks(behind(block))) else [])]
            case Chart(told=True):
                return []
            case Chart():
                note = self.wrapped(self.text(block.note)) if block.note else []
                return [*self.wrapped(block.caption), *self.table(block.form.table(block.sub)), *note]
            case Fold():
                return [*self.wrapped(block.title), *self.blocks(block.blocks)]
            case Section():
                head = self.wrapped(block.title)
                return [*head, "-" * max(map(cell_width, head)), *self.blocks(block.blocks)]
            case Side() | Stack():
                return self.blocks(block.blocks)
            case Sheet():
                return self.blocks(block.inside)
            case References():
                return []

    def text(self, text: Text) -> str:
        return self.cell(Cell(pieces(text)))

    def cell(self, cell: Cell) -> str:
        made = ""
        for piece in cell.pieces:
            if isinstance(piece, Cite):
                made += f"{' ' * bool(made)}[{self.sources.cited(piece.origins)}]"
            elif isinstance(piece, Link) and piece.url and piece.url not in piece.text:
                made += f"{piece.text} ({piece.url})"
            else:
                made += plain_piece(piece)
        return made

    def line(self, cell: Cell) -> str:
        """Return a cell of a table: a line break in a title or a name cannot begin a row of its own."""
        return errors.visible(self.cell(cell), keep="")

    def wrapped(self, text: str, *, mark: str = "") -> list[str]:
        pad = " " * len(mark)
        made: list[str] = []
        for line in text.splitlines():
            if line.strip():
                # A no-break space is part of its word.
                text_line = " ".join(word for word in line.replace("\t", " ").split(" ") if word)
                folded = _folded(text_line, self.width - len(mark), whole_words=True)
                made += [mark + folded[0], *(pad + rest for rest in folded[1:])]
                mark = pad
        return made

    def table(self, table: Table) -> list[str]:
        ready = laid(table)
        heads = [self.line(cell) for cell in ready.heads]
        rows = [row if isinstance(row, Group) else [self.line(cell) for cell in row] for row in ready.rows]
        caption = self.wrapped(self.cell(ready.caption)) if ready.caption.pieces else []
        note = self.wrapped(self.text(table.note)) if table.note else []
        if not table.body:
            return [*caption, *note]
        widths = self._widths(heads, [row for row in rows if not isinstance(row, Group)], ready)
        body = self._cards(heads, rows) if widths is None else self._grid(heads, rows, ready, widths)
        return [*caption, *body, *note]

    def _widths(self, heads: list[str], rows: list[list[str]], ready: Laid) -> list[int] | None:
        """Return the width of each column; None where not even wrapped text fits."""
        columns = [[head, *(row[at] for row in rows if at < len(row))] for at, head in enumerate(heads)]
        full = [max(map(cell_width, texts)) for texts in columns]
        if self.whole:
            return full
        # Words are not broken, so that an id can be copied; only running text without spaces is. A figure stays in one
        # line; the head over figures may take several.
        least = [
            max(*map(cell_width, texts[1:]), _longest_word(texts[:1], self.width))
            if ready.numeric[at]
            else max(_LEAST, _longest_word(texts, 40 if ready.wrapped[at] else self.width))
            for at, texts in enumerate(columns)
        ]
        over = sum(full) + len(_GAP) * len(full) - self.width
        # Running text gives way first, then heads over figures, names last.
        turn = [0 if ready.wrapped[at] else 1 if ready.numeric[at] else 2 for at in range(len(full))]
        for now in (0, 1, 2):
            flexible = [at for at in range(len(full)) if turn[at] == now and full[at] > least[at]]
            while over > 0 and flexible:
                widest = max(flexible, key=lambda at: full[at])
                full[widest] -= 1
                over -= 1
                flexible = [at for at in flexible if full[at] > least[at]]
        return full if over <= 0 else None

    def _grid(self, heads: list[str], rows: Sequence[list[str] | Group], ready: Laid, widths: list[int]) -> list[str]:
        lines = self._line(heads, ready, widths) if any(heads) else []
        for row in rows:
            if isinstance(row, Group):
                lines.append(f"  {self.text(row.title)}")
            else:
                lines += self._line(row, ready, widths)
        return lines

    def _line(self, row: list[str], ready: Laid, widths: list[int]) -> list[str]:
        cells = [_folded(text, widths[at]) for at, text in enumerate(row)]
        made = []
        for down in range(max(len(cell) for cell in cells)):
            parts = []
            for at, cell in enumerate(cells):
                text = cell[down] if down < len(cell) else ""
                space = " " * (widths[at] - cell_width(text))
                parts.append(space + text if ready.numeric[at] else text + space)
            made.append("  " + _GAP.join(parts).rstrip())
        return made

    def _cards(self, heads: list[str], rows: Sequence[list[str] | Group]) -> list[str]:
        lines: list[str] = []
        for row in rows:
            if isinstance(row, Group):
                lines.append(self.text(row.title))
                continue
            lines += self.wrapped(row[0])
            for head, text in zip(heads[1:], row[1:], strict=False):
                if text:
                    lines += self.wrapped(f"{head}: {text}" if head else text, mark="    ")
        return lines


def _longest_word(texts: Sequence[str], most: int) -> int:
    """Return the width of the longest word, but no more than `most`."""
    return min(most, max((cell_width(word) for text in texts for word in text.split(" ")), default=0))


def _folded(text: str, width: int, *, whole_words: bool = False) -> list[str]:
    """Return a text in lines no wider than a column, wide characters counted as two.

    Parameters
    ----------
    whole_words : bool
        Whether a word of narrow characters that is wider than the column, as an address, stays whole.
    """
    if cell_width(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        while cell_width(word) > width and not (whole_words and word.isascii()):
            at = next(end for end in range(len(word), 0, -1) if cell_width(word[:end]) <= width)
            lines += [line] * bool(line) + [word[:at]]
            line, word = "", word[at:]
        joined = f"{line} {word}" if line else word
        if cell_width(joined) > width:
            lines += [line] * bool(line)
            line = word
        else:
            line = joined
    return [*lines, line]
