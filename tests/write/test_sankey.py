"""Streams: widths in proportion, both sides of every stop as high, words for those who cannot see them."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from technostate.write.blocks import Chart
from technostate.write.charts import drawn
from technostate.write.charts.marks import Box, Ribbon
from technostate.write.charts.sankey import sankey_panel
from technostate.write.charts.standalone import standalone
from technostate.write.charts.vega import specification
from technostate.write.forms import Sankey, Stop, Stream, spoken
from technostate.write.html import HtmlWriter
from technostate.write.inline import Name
from technostate.write.text import to_text

from . import made

HOSTILE = "<i>x</i><script>alert(1)</script>"


def _form(label: str = "Steel") -> Sankey:
    stops = (
        Stop("a", Name("USA"), 0, "USA"), Stop("b", "Others", 0), Stop("s", label, 1), Stop("t", "Chips", 1),
        Stop("u", "Home", 2), Stop("v", "Abroad", 2),
    )  # fmt: skip
    share = made.share
    streams = (
        Stream("b", "s", share(0.01)), Stream("a", "s", share(0.03)), Stream("a", "t", share(0.02)),
        Stream("s", "u", share(0.04)), Stream("t", "u", share(0.005)), Stream("t", "v", share(0.015)),
    )  # fmt: skip
    return Sankey(("Made in", "Bought by", "For"), stops, streams)


def test_widths_are_in_proportion_and_both_sides_of_a_stop_are_as_high() -> None:
    panel = sankey_panel(_form())
    ribbons = [item for item in panel.marks if isinstance(item, Ribbon)]
    thick = {item.title.split(":")[0]: item.thick for item in ribbons}
    assert thick["United States → Steel"] == pytest.approx(3 * thick["Others → Steel"])
    boxes = sorted(item.y2 - item.y1 for item in panel.marks if isinstance(item, Box))
    unit = thick["Others → Steel"] / 0.01
    assert boxes == pytest.approx(sorted(unit * value for value in (0.05, 0.01, 0.04, 0.02, 0.045, 0.015)))
    for box in (item for item in panel.marks if isinstance(item, Box)):
        assert -1e-9 <= box.y1 <= box.y2 <= panel.height + 1e-9
        assert 0 <= box.x1 < box.x2 <= 1
    # Ribbons leave and arrive inside their stops, none over another.
    for side in ("y1", "y2"):
        ends = sorted((item.x1 if side == "y1" else item.x2, getattr(item, side), item.thick) for item in ribbons)
        for (x, y, thickness), (other, begin, _) in pairwise(ends):
            assert x != other or y + thickness <= begin + 1e-9


def test_it_is_drawn_without_script_with_titles_and_a_table_beneath() -> None:
    page = str(HtmlWriter().blocks((Chart("Streams", _form(), "per cent"),)))
    svg = re.search(r'<svg class="p" role="img".*?</svg>(?=<)', page, re.S)
    assert svg and "script" not in page
    assert page.count("<title>") == 6 and "<title>United States → Steel: 3.0" in page.replace("\u00a0", " ")
    assert "Made in → Bought by" in page and "<table" in page
    assert "preserveAspectRatio" in page and 'viewBox="0 0 100 100"' in page


def test_words_and_files_say_the_same() -> None:
    chart = Chart("Streams", _form())
    text = to_text("Streams", (chart,))
    assert "Made in → Bought by" in text and "United States" in text and "3.0" in text
    assert spoken(_form()).count(";") >= 3 and "Steel" in spoken(_form())
    file = standalone(chart)
    assert ElementTree.fromstring(file).tag.endswith("svg") and "var(" not in file and file.count("<title>") == 7
    made_of = json.loads(json.dumps(specification(chart)))
    assert [row["value"] for row in made_of["data"]["values"]][:3] == pytest.approx([3.0, 2.0, 1.0])
    assert made_of["mark"]["type"] == "bar"


def test_hostile_labels_are_text_and_nothing_is_said_of_nothing() -> None:
    page = str(HtmlWriter().blocks((Chart(HOSTILE, _form(HOSTILE)),)))
    assert "<script" not in page and "<i>x" not in page
    assert "No figure to draw." in drawn(Chart("", Sankey(("a", "b"), (), ())), lambda text: text)  # type: ignore[arg-type, return-value]
