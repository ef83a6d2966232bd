"""Widths that the text of a table takes on a page, estimated, so that the server knows which rows become cards."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.write.cells import Laid, plain
from technostate.write.charts.labels import text_width
from technostate.write.tables import Group


def label_width(labels: Sequence[str]) -> float:
    """Return the width of the labels of cells where rows are cards, em."""
    return min(max(map(text_width, labels), default=3.0), 8.0)


def least_width(ready: Laid) -> float:
    """Return the width that the rows of a table need at least, em."""
    total = 0.0
    for at, head in enumerate(ready.heads):
        cells = [plain(row[at]) for row in ready.rows if not isinstance(row, Group) and at < len(row)]
        # Words may break; the longest one may not.
        words = max((text_width(word) for text in (plain(head), *cells) for word in text.split()), default=0.0)
        full = max((text_width(text) for text in cells), default=0.0)
        total += max(words, full if ready.numeric[at] else min(full, 9.0)) + 0.8
    return total
