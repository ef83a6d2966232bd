"""The page around an answer: what stands there, what leads where, and that nothing runs inline."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from technostate.web import assets, shell
from technostate.web.asked import Asked, beside, read
from technostate.web.links import entrance, page_of_state, with_file
from technostate.web.questions import QUESTIONS, ROOMS, question
from technostate.web.writer import explained
from technostate.write.cells import words
from technostate.write.markup import Markup

from . import made


def page(**said: str) -> str:
    return shell.page(made.asked(), made.bundle(), beside=said)


def test_the_process_that_serves_imports_nothing_that_computes() -> None:
    code = (
        "import sys, technostate.web.shell, technostate.web.route\n"
        "print([n for n in ('numpy', 'polars', 'numba', 'scipy', 'pydantic') if n in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_nothing_runs_inline_and_nothing_comes_from_elsewhere() -> None:
    text = page()
    assert not re.search(r"<style|\son\w+=|javascript:|<script(?![^>]* src=\"/static/)", text)
    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!example\.org)', text) == []
    assert re.findall(r'<link rel="stylesheet" href="([^"]*)"', text) == [assets.address("style.css")]
    ElementTree.fromstring(text.partition("\n")[2])  # well formed


def test_headings_are_in_order_and_landmarks_and_labels_are_there() -> None:
    text = page()
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert levels.count(1) == 1
    assert all(second - first <= 1 for first, second in pairwise(levels))
    assert [text.count(f"<{name} ") for name in ("header", "main", "footer")] == [1, 1, 1]
    ids = re.findall(r'<(?:select|input)(?![^>]*type="hidden")[^>]* id="([^"]*)"', text)
    assert ids == re.findall(r'<label for="([^"]*)"', text)
    assert len(re.findall(r' id="([^"]*)"', text)) == len(set(re.findall(r' id="([^"]*)"', text)))


def test_every_link_within_the_page_has_its_end() -> None:
    for text in (page(), page(whole="yes")):
        ends = set(re.findall(r' id="([^"]*)"', text))
        assert {end for end in re.findall(r'href="#([^"]*)"', text) if end not in ends} == set()
        assert {end for end in re.findall(r'popovertarget="([^"]*)"', text) if end not in ends} == set()


def test_states_are_kept_from_page_to_page() -> None:
    asked = read(question("strategies"), {"state": "JPN", "against": "KOR"})
    text = shell.page(asked, made.bundle())
    assert 'href="/price/JPN?against=KOR"' in text
    assert 'href="/data?state=JPN&amp;against=KOR"' in text
    there = shell.page(read(question("data"), []), made.bundle(), beside=beside([("state", "JPN"), ("against", "KOR")]))
    assert 'href="/price/JPN?against=KOR"' in there
    assert '<option value="JPN" selected="selected">Japan</option>' in there
    plain = shell.page(read(question("data"), []), made.bundle())
    assert 'href="/timeline"' in plain
    assert read(question("data"), [("state", "JPN")]).address == "/data"


def test_states_with_a_file_stand_first() -> None:
    text = page()
    first, _, others = text.partition("<optgroup")
    assert re.findall(r'<option value="(\w+)"', first.partition('id="pick-state"')[2])[: len(with_file())] == [
        *with_file()
    ]
    assert {"CHN", "EU", "USA"} <= set(with_file())
    assert "Brazil" in others
    assert page_of_state("BRA") is None


def test_nobody_is_set_beside_itself_by_a_link() -> None:
    assert entrance(question("price"), {"state": "CHN", "against": "CHN"}) == "/price/CHN"
    assert entrance(question("shock"), {}) is None


def test_a_theme_is_kept_in_links_to_pages_only() -> None:
    text = page(theme="dark")
    assert '<html lang="en" data-theme="dark">' in text
    assert 'href="/shocks?theme=dark"' in text
    assert 'href="/exposure/CHN.json?sector=C26"' in text
    assert "/static/" in text
    assert not re.search(r"/static/[^\"]*theme", text)
    assert "data-theme" not in page(theme='"><script>')
    assert "data-theme" not in page()


def test_another_edition_is_said_and_escaped() -> None:
    assert "made with edition 0.0.9-&lt;b&gt;" in page(edition="0.0.9-<b>")
    assert "made with edition" not in page(edition=made.bundle().meta.edition)
    assert "made with edition" not in page()


def test_the_foot_says_how_to_cite_and_to_repeat() -> None:
    foot = page().partition("<footer")[2]
    edition = made.bundle().meta.edition
    assert f'href="/exposure/CHN?sector=C26&amp;edition={edition}"' in foot
    for suffix in ("json", "csv", "txt", "bib", "ris", "csl.json"):
        assert f'href="/exposure/CHN.{suffix}?sector=C26"' in foot
    assert all(
        part in foot for part in ("technostate two", "@misc{technostate-", "TY  - DATA", "from technostate.view")
    )
    assert all(kind in foot for kind in ("measured", "derived", "modelled"))
    assert made.bundle().data(".bib") is not None


def test_a_chart_has_an_anchor_its_files_and_its_citation() -> None:
    text = page()
    assert '<figure class="fig" id="chart-1">' in text
    for suffix in (".csv", ".svg", ".vl.json"):
        assert f'href="/exposure/CHN{suffix}?sector=C26&amp;chart=2"' in text
    said = re.search(r'<div id="cite-1".*?</div>', text)
    assert said is not None
    assert "Bars &lt;of&gt; states. <code>/exposure/CHN?sector=C26#chart-1</code>" in said[0]


def test_the_csv_of_a_chart_has_the_labels_of_rows_and_series() -> None:
    files = made.bundle()
    bars, days = (list(csv.DictReader(io.StringIO((files.chart(at, ".csv") or b"").decode()))) for at in (1, 2))
    assert [(row["label"], row["value"], row["low"], row["unit"], row["kind"]) for row in bars] == [
        ("China", "9.4", "8.4", "%", "derived"), ("Brazil", "1.0", "0.0", "%", "derived"),
    ]  # fmt: skip
    assert len(days) == 400  # the table behind it has every seventh day
    assert {row["series"] for row in days} == {"All"}


def test_a_figure_says_unit_kind_source_and_age() -> None:
    said = explained(words(made.figure(2.5)))
    assert re.fullmatch(
        r"Japan 2022 \(\d+ years old\): per cent; derived; Example, Table 0 \(2020\); range: 10 cases", said
    )
    text = page()
    assert f'title="{said}" tabindex="0"' in text
    # One stop for the keyboard where figures of a column are told alike.
    table = text.partition(">Long<")[2].partition("</table>")[0]
    assert (table.count('class="f"'), table.count("tabindex")) == (25, 1)


def test_a_long_table_and_list_open_on_a_second_look() -> None:
    short, whole = page(), page(whole="yes")
    assert (short.count(">row "), whole.count(">row ")) == (25, 99)
    assert (short.count(": event "), whole.count(": event ")) == (12, 60)
    assert "event 59" in short  # the latest
    assert "event 47" not in short
    anchor = re.findall(r'href="/exposure/CHN\?sector=C26&amp;whole=yes#(part-\d+)" [^>]*>All 99 rows', short)[0]
    assert f'<div id="{anchor}"><table' in short
    assert f'<div id="{anchor}"><table' in whole
    # Sources have one number on both pages.
    for at in (1, 55):
        entry = re.compile(rf'<li id="source-{at}" value="{at}">.*?Table (\d+)', re.S)
        found = [entry.search(text) for text in (short, whole)]
        assert all(found), at
        assert found[0][1] == found[1][1]  # type: ignore[index]


def test_a_page_that_waits_and_a_message_are_pages() -> None:
    waiting = shell.page(made.asked(), None, waiting=Markup("<p>Made now.</p>"))
    assert "Made now." in waiting
    assert 'id="foot"' in waiting
    message = shell.message("There is no page", "Nothing at <this> address.", room="data")
    assert "Nothing at &lt;this&gt; address." in message
    assert message.count("<h1>") == 1


def test_a_page_as_a_file_has_no_form_and_no_script() -> None:
    text = shell.page(made.asked(), made.bundle(), live=False)
    assert "<form" not in text
    assert "<script" not in text


def test_static_files_are_named_by_their_content() -> None:
    style = next(asset for asset in assets.assets().values() if asset.name == "style.css")
    assert re.fullmatch(r"style\.[0-9a-f]{10}\.css", style.file)
    faces = re.findall(r"url\(([^)]*)\)", style.content.decode().partition("/* Tokens")[0])
    assert len(faces) == 3
    assert set(faces) <= set(assets.assets())
    assert b"unicode-range" in style.content


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row.key)
def test_every_question_has_its_page(row: object) -> None:
    values = {name: row.parameter(name).default or "x" for name in row.required}  # type: ignore[attr-defined]
    asked: Asked = read(row, values)  # type: ignore[arg-type]
    text = shell.page(asked, made.bundle())
    assert 'id="answer"' in text
    assert row.room in ROOMS  # type: ignore[attr-defined]


def test_the_citation_of_a_view_is_one_for_reference_managers() -> None:
    own = made.bundle().meta.own
    assert json.loads(own["csl-json"])[0]["title"] == "What <is> said"
    assert own["text"].endswith("/exposure/CHN?sector=C26")
