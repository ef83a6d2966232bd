"""The writer of Markdown (GitHub's tables), sources as a numbered list at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
from technostate.write.cells import Cell, laid, plain_piece
from technostate.write.inline import Cite, Code, Link, Strong, Text, pieces
from technostate.write.markup import clean
from technostate.write.sources import Entry, Sources
from technostate.write.tables import Group, Table

#: Characters that Markdown or the HTML in it would read as markup.
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~$])")


def to_markdown(title: str, blocks: tuple[Block, ...]) -> str:
    """Return an answer as Markdown."""
    writer = MarkdownWriter(Sources())
    parts = [f"# {escape(title)}"] if title else []
    parts += writer.blocks(blocks, 2)
    entries = writer.sources.entries()
    if entries:
        parts += ["## Sources", "\n".join(f"{entry.number}. {_source(entry)}" for entry in entries)]
        parts += writer.sources.remarks()
    return "\n\n".join(part for part in parts if part) + "\n"


def _source(entry: Entry) -> str:
    """Return a source in one line: reference, terms and place, what to beware of, and its address."""
    said = f"{entry.before}{entry.title}{entry.after}"
    return " ".join(filter(None, map(escape, (said, *entry.terms, entry.note, entry.origin.url))))


def escape(text: str) -> str:
    r"""Return text of which Markdown reads nothing as markup.

    Examples
    --------
    >>> escape("a|b <i> *c*")
    'a\\|b \\<i\\> \\*c\\*'
    """
    return _MARKUP.sub(r"\\\1", clean(text).replace("\n", " "))


def _fenced(text: str) -> str:
    """Return lines as a block of code, whose fence is longer than any in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{clean(text).rstrip()}\n{fence}"


class MarkdownWriter:
    """Writes blocks as parts, between which stands an empty line; sources are numbered over all of them."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    def blocks(self, blocks: Sequence[Block], level: int) -> list[str]:
        """Return the parts of blocks; sections have headings of this level."""
        return [part for block in blocks for part in self.block(block, level)]

    def block(self, block: Block, level: int) -> list[str]:
        """Return the parts of one block."""
        match block:
            case Prose():
                return [self.text(block.text)]
            case Verbatim():
                return [_fenced(block.text)]
            case Items():
                title = [f"**{escape(block.title)}**"] if block.title else []
                listed = "\n".join(f"{mark}{words}" for mark, words in block.marked(self.text, "- "))
                if block.warn:
                    listed = "\n".join(f"> {line}" for line in [*title, *([""] if title else []), *listed.splitlines()])
                    return [listed]
                return [*title, listed]
            case Table():
                return [*self.table(block), *self.blocks(behind(block), level)]
            case Chart(told=True):
                return []
            case Chart():
                note = [self.text(block.note)] if block.note else []
                return [f"**{escape(block.caption)}**", *self.table(block.form.table(block.sub)), *note]
            case Fold():
                return [f"**{escape(block.title)}**", *self.blocks(block.blocks, level)]
            case Section():
                return [f"{'#' * min(level, 6)} {escape(block.title)}", *self.blocks(block.blocks, level + 1)]
            case Side() | Stack():
                return self.blocks(block.blocks, level)
            case Sheet():
                return self.blocks(block.inside, level)
            case References():
                return []

    def text(self, text: Text) -> str:
        """Return inline pieces."""
        return self.cell(Cell(pieces(text)))

    def cell(self, cell: Cell) -> str:
        """Return the pieces of a cell, figures as words."""
        made = ""
        for piece in cell.pieces:
            if isinstance(piece, Cite):
                made += f" \\[{self.sources.cited(piece.origins)}\\]"
            elif isinstance(piece, Link) and re.match(r"https?://[^\s\"'<>()]+$", piece.url):
                made += f"[{escape(piece.text)}]({piece.url})"
            elif isinstance(piece, Strong):
                made += f"**{escape(piece.text)}**"
            elif isinstance(piece, Code):
                made += f"`{piece.text.replace('`', '’')}`"
            else:
                made += escape(plain_piece(piece))
        return made

    def table(self, table: Table) -> list[str]:
        """Return the parts of a table: caption, rows, note."""
        ready = laid(table)
        parts = [f"**{self.cell(ready.caption)}**"] if ready.caption.pieces else []
        if table.body:
            rule = ["---:" if numeric else "---" for numeric in ready.numeric]
            lines = [[self.cell(cell) for cell in ready.heads], rule]
            for row in ready.rows:
                if isinstance(row, Group):
                    lines.append([f"**{self.text(row.title)}**", *[""] * (len(ready.heads) - 1)])
                else:
                    lines.append([self.cell(cell) for cell in row])
            parts.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
        return [*parts, *([self.text(table.note)] if table.note else [])]
