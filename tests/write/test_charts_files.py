"""Charts as files: SVG that stands alone, PNG and PDF from it, and a specification that Vega-Lite accepts."""

from __future__ import annotations

import datetime as dt
import json
import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from technostate.errors import DataError
from technostate.write import Chart, Prose, View
from technostate.write.charts import chart_file, picture
from technostate.write.charts.colours import LIGHT, mixed, text
from technostate.write.charts.fixed import LOOKS
from technostate.write.charts.standalone import standalone
from technostate.write.charts.vega import specification
from technostate.write.formats import chosen

from . import made
from .test_charts_drawn import HOSTILE, labelled, lines_of

SVG = "{http://www.w3.org/2000/svg}"
DAY = dt.date(2026, 11, 30)


def view_of(name: str) -> View[Any]:
    return View("Made up", {"n": 1}, (made.chart(name),), (), "technostate made up")


@pytest.mark.parametrize("name", made.FORMS)
def test_an_svg_file_stands_alone(name: str) -> None:
    chart = made.chart(name)
    made_file = standalone(chart, command="technostate made up", made=DAY)
    tree = ElementTree.fromstring(made_file)
    assert tree.get("width") == "720"
    assert tree.get("viewBox", "").startswith("0 0 720 ")
    assert tree.findtext(f"{SVG}title") == chart.caption
    said = " ".join("".join(node.itertext()) for node in tree.iter(f"{SVG}text"))
    for part in (chart.caption, chart.sub, "Source:", "What matters most.", "30 November 2026", "technostate made up"):
        assert part in said, part
    kinds = {figure.kind for figure in chart.form.figures}
    assert all(kind.capitalize() in said for kind in kinds)
    assert "var(" not in made_file and "class=" not in made_file and "currentColor" not in made_file
    assert "em" not in re.findall(r'\b(?:x|y|r|width|height)="[\d.]+([a-z%]*)"', made_file)
    assert "nan" not in made_file


@pytest.mark.parametrize("name", ["bars", "dumbbell", "matrix", "tiles"])
def test_an_svg_file_says_every_figure(name: str) -> None:
    chart = made.chart(name)
    tree = ElementTree.fromstring(standalone(chart))
    said = {re.sub(r"\s+", "", "".join(node.itertext())) for node in tree.iter(f"{SVG}text")}
    for line in lines_of(chart):
        assert line in said, f"{line} is not said"


@pytest.mark.parametrize("name", made.FORMS)
def test_nothing_of_a_file_lies_outside_it(name: str) -> None:
    tree = ElementTree.fromstring(standalone(made.chart(name)))
    height = float(tree.get("height", "0"))
    for node in tree.iter():
        for keys, most in ((("x", "x1", "x2", "cx"), 720.0), (("y", "y1", "y2", "cy"), height)):
            for key in keys:
                assert -0.5 <= float(node.get(key, "0").rstrip("%")) <= most, (node.tag, node.attrib)


@pytest.mark.parametrize("name", labelled(""))
def test_hostile_labels_are_text_in_files(name: str) -> None:
    chart = Chart(HOSTILE, labelled(HOSTILE)[name], HOSTILE, HOSTILE)
    tree = ElementTree.fromstring(standalone(chart))
    assert not [node for node in tree.iter() if node.tag.endswith(("script", "}i"))]
    spec = json.dumps(specification(chart))
    assert "\\u0000" not in spec and "alert(1)" in spec


@pytest.mark.parametrize("name", ["ranges", "lines", "tiles"])
def test_png_and_pdf_are_what_they_say(name: str) -> None:
    pytest.importorskip("vl_convert")
    png = chart_file(view_of(name), "png")
    assert isinstance(png, bytes)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    drawn = ElementTree.fromstring(standalone(made.chart(name), command="technostate made up"))
    assert (width, height) == (1440, 2 * int(drawn.get("height", "0")))
    pdf = chart_file(view_of(name), "pdf")
    assert isinstance(pdf, bytes)
    assert pdf[:5] == b"%PDF-" and b"%%EOF" in pdf[-16:]


def test_chinese_is_drawn_where_the_system_has_no_chinese_face() -> None:
    """A missing glyph is a box, so that two different characters would look the same."""
    pytest.importorskip("vl_convert")

    def shot(character: str) -> bytes:
        return picture.picture(
            '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><text y="20" font-size="20" '
            f"font-family=\"Helvetica, Arial, 'Noto Sans CJK SC', sans-serif\">{character}</text></svg>",
            "png",
        )

    assert len({shot("国"), shot("安"), shot("全")}) == 3


def test_a_picture_without_its_library_is_refused_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "find_spec", lambda name: None)
    for ask in (
        lambda: chosen(Path("a.png"), None),
        lambda: chosen(None, "pdf"),
        lambda: chart_file(view_of("bars"), "png"),
    ):
        with pytest.raises(DataError, match="vl-convert-python") as caught:
            ask()
        assert "technostate[charts]" in caught.value.hint
    assert chosen(Path("a.svg"), None) == "svg"
    assert isinstance(chart_file(view_of("bars"), "svg"), str)


def test_an_answer_without_a_chart_says_what_can_be_written() -> None:
    view = View("Plain", {}, (Prose("No chart."),))
    for kind in ("svg", "png", "vega"):
        with pytest.raises(DataError, match="has no chart") as caught:
            chart_file(view, kind)
        assert ".csv" in caught.value.hint


@pytest.fixture(scope="module")
def schema() -> Any:
    """The JSON schema of Vega-Lite, which Altair ships."""
    core = pytest.importorskip("altair.vegalite.v6.schema.core")
    jsonschema = pytest.importorskip("jsonschema")
    loaded = core.load_schema()
    return jsonschema.validators.validator_for(loaded)(loaded)


@pytest.mark.parametrize("name", made.FORMS)
def test_vega_lite_accepts_the_specification(name: str, schema: Any) -> None:
    written = chart_file(view_of(name), "vega")
    assert isinstance(written, str)
    spec = json.loads(written)
    errors = [error.message for error in schema.iter_errors(spec)]
    assert not errors, errors[0][:300]


def test_the_specification_holds_the_figures_in_the_shown_unit() -> None:
    spec = specification(made.chart("bars"))
    first = spec["data"]["values"][0]
    assert first == {
        "label": "China", "colour": LIGHT["CHN"], "value": pytest.approx(0.74), "kind": "derived",
        "words": "0.74\u00a0%", "year": 2022,
    }  # fmt: skip
    assert spec["encoding"]["x"]["title"] == "%"


def test_what_is_infinite_is_null_in_the_specification() -> None:
    row = specification(made.chart("beyond"))["layer"][0]["data"]["values"][0]
    assert (row["low"], row["high"], row["words"]) == (12.0, None, "40\u00a0days (12 to beyond)")


def test_looks_and_colours_of_files_are_those_of_pages() -> None:
    from importlib.resources import files

    sheet = (files("technostate.write") / "style.css").read_text("utf-8")
    light = sheet.split("@media", 1)[0]
    for token, colour in LIGHT.items():
        assert f"--{token}: {colour};" in light, token
    for look in LOOKS:
        assert re.search(rf"\.{look}\b[^{{}}]*\{{", sheet), look


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


def test_text_can_be_read_on_paper_and_on_the_darkest_tint() -> None:
    """WCAG 2.2, 1.4.3: a contrast of at least 4.5."""
    for token in ("CHN", "USA", "EU", "JPN", "IND", "KOR", "TWN", "RUS", "GBR", "other", "soft", "ink", "warn"):
        assert contrast(text(token), LIGHT["paper"]) >= 4.5, token
        if token in LIGHT and token not in ("soft", "ink"):
            assert contrast(LIGHT["ink"], mixed(token, 0.58)) >= 4.5, token


def test_a_head_above_few_narrow_figures_keeps_its_words_whole() -> None:
    """ "cases of 100 with a loss" stood as "case, s of, 100…" above a column of two digits."""
    from technostate.write.charts.labels import wrapped
    from technostate.write.charts.sheet import _room

    for head in ("cases of 100 with a loss", "cases of 16 with a loss", "%", ""):
        lines = wrapped(head, _room(head))
        assert " ".join(lines) == head and len(lines) <= 3
    assert _room("a head that is as long as a sentence and has many words, more than three lines have") == 8.0
