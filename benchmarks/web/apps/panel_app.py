"""China's exposure in Panel: the charts of our page from the same figures, drawn by Bokeh, each above its table."""

import json
import os
from pathlib import Path

import pandas as pd
import panel as pn
from bokeh.plotting import figure

pn.extension()


@pn.cache
def charts() -> list[dict]:
    return json.loads(Path(os.environ["BENCH_FIGURES"]).read_text("utf-8"))


def drawn(rows: pd.DataFrame) -> figure:
    if "year" in rows and rows["year"].nunique() > 1:
        made = figure(width=700, height=300, toolbar_location=None)
        for label, line in rows.groupby("label"):
            made.line(line["year"], line["value"], legend_label=label)
        return made
    sums = rows.groupby("label", sort=False)["value"].sum()
    made = figure(y_range=list(sums.index)[::-1], width=700, height=60 + 16 * len(sums), toolbar_location=None)
    made.hbar(y=list(sums.index), right=list(sums), height=0.7)
    return made


page = pn.Column("# China: exposure")
for chart in charts():
    frame = pd.DataFrame(chart["rows"])
    page.append(f"## {chart['title']}")
    page.append(pn.pane.Bokeh(drawn(frame)))
    page.append(pn.pane.DataFrame(frame[["label", "value"]]))
page.servable(title="China: exposure")
