"""China's exposure in Streamlit: the charts of our page from the same figures, each with the table beneath it."""

import json
import os
from pathlib import Path

import pandas as pd
import streamlit as st


@st.cache_data
def charts() -> list[dict]:
    return json.loads(Path(os.environ["BENCH_FIGURES"]).read_text("utf-8"))


st.set_page_config(page_title="China: exposure")
st.title("China: exposure")
for chart in charts():
    st.subheader(chart["title"])
    rows = pd.DataFrame(chart["rows"])
    if "year" in rows and rows["year"].nunique() > 1:
        st.line_chart(rows, x="year", y="value", color="label")
    else:
        st.bar_chart(rows, x="label", y="value", horizontal=True, color="group" if "group" in rows else None)
    st.table(rows[["label", "value"]])
