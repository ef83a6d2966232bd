"""Bars by name, longest first, with their figures at the end: who depends on whom, by partner or sector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from technostate.report.charts import labels, theme
from technostate.report.charts.svg import inline, render
from technostate.write.markup import Markup


class Bar(NamedTuple):
    """One bar: its name, figure in the shown unit, the figure as text, and whether to set it off."""

    name: str
    value: float
    text: str
    strong: bool = False


def draw(
    bars: Sequence[Bar], *, name: str, alternative: str, unit: str, position: int = 0, width: int = theme.HALF
) -> Markup:
    """Return the chart as inline SVG; empty without bars.

    Parameters
    ----------
    bars : sequence of Bar
        In the order shown, top to bottom.
    name : str
        Unique in the page.
    alternative : str
        What the picture says in words.
    unit : str
        The unit, written over the bars.
    position : int
        Colour of the bars that are set off (0 the state, 1 the comparator); the others are grey.
    width : int
        Outer width, pixels.
    """
    import altair as alt

    if not bars:
        return Markup("")
    names = max(labels.text_width(bar.name, theme.SIZE) for bar in bars)
    figures = max(labels.text_width(bar.text, theme.SIZE) for bar in bars)
    plot = max(60.0, width - names - figures - 20)
    colour = theme.slot(position)[0]
    rows = [
        {
            "at": index,
            "name": bar.name,
            "value": bar.value,
            "text": bar.text,
            "fill": colour if bar.strong else "#B5BCC4",
        }
        for index, bar in enumerate(bars)
    ]
    base = alt.Chart(inline(*rows))
    y = alt.Y("at:O", axis=None, scale=alt.Scale(paddingInner=0.28, paddingOuter=0.1))
    top = max(max(bar.value for bar in bars), 1e-12)
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False))
    fill = alt.Color("fill:N", scale=None, legend=None)
    drawn = base.mark_bar().encode(x=x, y=y, color=fill)
    written = base.mark_text(align="left", baseline="middle", dx=4).encode(x=x, y=y, text=alt.Text("text:N"))
    titles = base.mark_text(align="right", baseline="middle", dx=-5, color="#222222").encode(
        x=alt.value(0), y=y, text=alt.Text("name:N")
    )
    title = alt.TitleParams(unit, anchor="start", fontSize=theme.SIZE, fontWeight="normal", color="#444444", offset=4)
    chart = alt.layer(drawn, written, titles).properties(
        width=plot, height=alt.Step(19), padding={"left": 2, "right": 4, "top": 2, "bottom": 2}, title=title
    )
    return render(chart, alternative, name)
