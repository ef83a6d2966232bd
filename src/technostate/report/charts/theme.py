"""How every chart looks: palette, type, axes. Okabe and Ito (2008) hues, told apart by all common colour visions."""

from __future__ import annotations

from typing import Any

#: Line colours: the state, the comparator, then peers.
LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F")
#: The same hues darkened to a contrast of at least 4.5 on white, for text.
INKS = ("#005B8E", "#A84700", "#00694D", "#96437A", "#7D5600", "#1F6E9C", "#595959")
#: Dashes repeat what colour says, for print in grey.
DASHES: tuple[tuple[int, ...], ...] = ((1, 0), (1, 0), (5, 2), (2, 2), (7, 2, 2, 2), (3, 3), (1, 2))
GREY = "#6B6B6B"
GRID = "#E3E3E3"
FONT = "Helvetica Neue, Arial, Liberation Sans, Noto Sans CJK SC, sans-serif"
SIZE = 11.0
#: Outer widths: across the page, beside another chart, and on a phone.
WIDE, HALF, NARROW = 820, 410, 350
#: Vega expression for axis labels as `numbers.plain` writes them: commas from ten thousand on, never in a year.
PLAIN_LABELS = "abs(datum.value) >= 10000 ? datum.label : replace(datum.label, /,/g, '')"


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration shared by all charts."""
    return {
        "font": FONT,
        "aria": False,
        "background": "transparent",
        "view": {"stroke": None},
        "text": {"fontSize": SIZE, "color": "#222222"},
        "axis": {
            "labelFontSize": SIZE,
            "titleFontSize": SIZE,
            "titleFontWeight": "normal",
            "labelColor": "#444444",
            "titleColor": "#444444",
            "gridColor": GRID,
            "domainColor": "#999999",
            "tickColor": "#999999",
            "tickSize": 4,
        },
        "axisY": {"domain": False, "ticks": False, "labelPadding": 5},
        "axisX": {"grid": False},
    }


def slot(position: int) -> tuple[str, str, tuple[int, ...]]:
    """Return line colour, text colour and dash of the series at a position (0 the state, 1 the comparator)."""
    at = min(position, len(LINES) - 1)
    return LINES[at], INKS[at], DASHES[at]
