"""What a row of a sheet is, and how large a sheet can be."""

from __future__ import annotations

from typing import TypeAlias

#: Column (from 0) → what stands there; blank cells are absent.
Cells: TypeAlias = dict[int, "str | float"]
#: Most columns and rows of a sheet.
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
