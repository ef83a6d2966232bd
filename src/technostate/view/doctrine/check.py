"""Whether the user's store still holds what was written into it."""

from __future__ import annotations

from technostate.doctrine.soundness import Soundness
from technostate.doctrine.soundness import check as look
from technostate.evidence.store import Store
from technostate.view.doctrine.words import Row, command
from technostate.write import Items, Prose, View
from technostate.write.blocks import Block


def check(store: Store) -> View[Soundness]:
    """Return what a look at every document, passage and index entry of a store found."""
    data = look(store)
    state = f"{len(data.damage)} are damaged" if data.damage else "all as written"
    blocks: tuple[Block, ...] = (Prose(f"{data.documents} documents, {data.passages} passages: {state}"),)
    if data.damage:
        blocks = (Items(data.damage, warn=True), *blocks)
    rows: tuple[Row, ...] = tuple({"damage": text} for text in data.damage)
    return View("The store of texts", data, blocks, rows, command("check"))
