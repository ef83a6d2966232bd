"""An answer in a cell of a notebook: at most some rows of its tables, with a style that does not leak."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import Any

from technostate.write.answer import Answer
from technostate.write.blocks import Block, Chart, Fold, Section, Sheet, Side, Stack
from technostate.write.html import HtmlWriter
from technostate.write.markup import element, join
from technostate.write.tables import Table

#: Rows of a table and blocks of an answer that a cell shows.
ROWS, BLOCKS = 12, 8


def cell(answer: Answer[Any]) -> str:
    """Return the first blocks of an answer as HTML, and how to get the rest."""
    writer = HtmlWriter(level=4, prefix=f"v{zlib.crc32(answer.title.encode(errors='replace')):08x}-")
    blocks = _first(answer.blocks, BLOCKS)
    rest = element(
        "p", f"{len(answer.rows)} rows: .frame(), .to_pandas(); whole: .save('answer.html')", style="font-size:.85em"
    )
    return element("div", element("p", element("strong", answer.title)), join(*map(writer.block, blocks)), rest)


def _first(blocks: tuple[Block, ...], most: int) -> list[Block]:
    """Return the first blocks, charts as tables (a notebook has no style sheet of ours), long tables cut."""
    shown: list[Block] = []
    for block in blocks:
        if len(shown) >= most:
            break
        if isinstance(block, Section | Fold | Side | Stack):
            shown += _first(block.blocks, most - len(shown))
        elif isinstance(block, Sheet):
            shown += _first(block.inside, most - len(shown))
        elif isinstance(block, Chart):
            shown.append(_cut(block.form.table(block.caption)))
        else:
            shown.append(_cut(block) if isinstance(block, Table) else block)
    return shown


def _cut(table: Table) -> Table:
    if len(table.rows) <= ROWS:
        return table
    return replace(table, rows=table.rows[:ROWS], note=f"{len(table.rows) - ROWS} more rows")
