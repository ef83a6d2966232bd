"""A page of figures: one file, well formed, and nothing that scrolls sideways on a phone."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from technostate.write import Prose, Section, View
from technostate.write.page import style

from . import made

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--allow-file-access-from-files", "--virtual-time-budget=4000",
)  # fmt: skip


def test_a_page_is_well_formed_and_asks_for_nothing_from_elsewhere() -> None:
    page = made.view(*made.FORMS).html()
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    assert tree.find("head/title") is not None
    assert len(list(tree.iter("h1"))) == 1
    assert not list(tree.iter("script"))
    assert not re.search(r"url\((?!data:|#)", page)
    assert not [node for node in tree.iter() if node.get("src") or (node.tag == "link")]
    policy = next(node.get("content", "") for node in tree.iter("meta") if node.get("http-equiv"))
    assert policy.startswith("default-src 'none'")


def test_headings_keep_their_order_and_ids_are_unique() -> None:
    tree = ElementTree.fromstring(made.view("bars").html().removeprefix("<!DOCTYPE html>"))
    levels = [int(node.tag[1]) for node in tree.iter() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in itertools.pairwise(levels))
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert ids.count("main") == 1


def test_the_chinese_face_is_embedded_only_where_it_is_needed() -> None:
    without = View("Plain", {}, (Prose("Words."),)).html()
    with_it = View("Chinese", {}, (Prose("国家安全"),)).html()
    assert 'technostate CJK"; src' not in without and 'technostate CJK"; src' in with_it
    assert len(without) < 100_000 and len(without) < len(with_it)
    assert len(style()) < len(style(True))


def test_kinds_and_sources_are_said_under_every_chart() -> None:
    page = made.view("ranges", "trails").html()
    assert '<span class="kind modelled"' in page and '<span class="kind measured"' in page
    assert "Example Model, Runs (2024)" in page
    assert 'href="#source-1"' in page and 'id="source-1"' in page


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [390, 768, 1100])
def test_nothing_lies_beyond_the_page(width: int, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(made.view(*made.FORMS).html(), "utf-8")
    # A window is at least 500 px wide there; a frame may be as narrow as a phone.
    (tmp_path / "frame.html").write_text(
        f'<!doctype html><iframe id="f" src="page.html" width="{width}" height="900"></iframe><pre id="o"></pre>'
        """<script>onload = () => {
          const d = document.getElementById("f").contentDocument, w = d.documentElement.clientWidth, out = [];
          for (const e of d.querySelectorAll("body *")) {
            const b = e.getBoundingClientRect();
            const seen = b.width && !e.closest(".vh, .skip");
            if (seen && b.right > w + 1) out.push(e.tagName + " " + e.textContent.slice(0, 40));
          }
          document.getElementById("o").textContent = d.documentElement.scrollWidth - w + "|" + out.join("|");
        }</script>""",
        "utf-8",
    )
    ask = [
        str(CHROMIUM),
        *FLAGS,
        f"--user-data-dir={tmp_path / 'profile'}",
        "--dump-dom",
        (tmp_path / "frame.html").as_uri(),
    ]
    shown = subprocess.run(ask, capture_output=True, text=True, timeout=120, check=True).stdout
    found = re.search(r'<pre id="o">(.*?)</pre>', shown, re.S)
    assert found, "the page was not measured"
    beyond, *what = found[1].split("|")
    assert (beyond, [item for item in what if item]) == ("0", [])


def test_a_long_page_lists_its_sections_and_a_short_one_does_not() -> None:
    sections = tuple(Section(f"Part {at}", (Prose("Words."),)) for at in range(4))
    page = View("Long", {}, (*sections, Section("Part 1", ()))).html()
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
    links = [node.get("href", "") for node in tree.iterfind(".//details/nav//a")]
    assert links == ["#part-0", "#part-1", "#part-2", "#part-3"]
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids)) and all(link[1:] in ids for link in links)
    assert "<nav" not in View("Short", {}, sections[:3]).html()
