"""The builder escapes, and the page is one well-formed file that loads nothing and holds what the record holds."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from technostate.report import Assessment
from technostate.report.blocks import blocks
from technostate.view.claims import Verdicts, in_full
from technostate.write import Section, View
from technostate.write.markup import element, link


@given(st.text(), st.text())
def test_any_text_survives_as_text_and_attribute(text: str, attribute: str) -> None:
    parsed = ElementTree.fromstring(element("p", text, title=attribute))
    visible = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\s]")
    assert visible.findall(parsed.text or "") == visible.findall(text)
    assert visible.findall(parsed.get("title", "")) == visible.findall(attribute)


def test_only_web_addresses_become_links() -> None:
    assert link("javascript:alert(1)", "x") == "x"
    assert link('https://a.example/"onclick="x', "x") == "x"
    assert link("https://a.example/b", "x") == '<a href="https://a.example/b" rel="noreferrer">x</a>'


def parsed(page: str) -> ElementTree.Element:
    assert page.startswith("<!DOCTYPE html>\n")
    return ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))


def names(root: ElementTree.Element) -> Counter[str]:
    return Counter(element.tag.rsplit("}", 1)[-1] for element in root.iter())


def said(node: ElementTree.Element) -> str:
    return "".join(node.itertext()).replace("\u00a0", " ")


def test_the_page_is_well_formed_and_has_no_script(page: str) -> None:
    found = names(parsed(page))
    assert found["h1"] == 1
    assert found["svg"] > 20
    assert not found.keys() & {"script", "iframe", "object", "embed", "link", "img", "base", "form"}


def test_the_page_loads_nothing(page: str) -> None:
    for element_ in parsed(page).iter():
        for key, value in element_.attrib.items():
            local = key.rsplit("}", 1)[-1]
            assert not local.startswith("on"), f"event handler {key}"
            assert local not in {"src", "srcset", "action", "data", "poster", "background"}, f"{key} in {element_.tag}"
            if local == "href":
                assert element_.tag == "a"
                assert value.startswith(("#", "https://", "http://"))
    style = page.split("<style>", 1)[1].split("</style>", 1)[0]
    assert "@import" not in style
    assert all(address.startswith(("data:", "#")) for address in re.findall(r"url\(([^)]*)\)", style))


def test_identifiers_are_unique_and_links_inside_the_page_lead_somewhere(page: str) -> None:
    root = parsed(page)
    ids = Counter(element_.get("id") for element_ in root.iter() if element_.get("id"))
    assert [key for key, count in ids.items() if count > 1] == []
    targets = {element_.get("href", "")[1:] for element_ in root.iter("a") if element_.get("href", "").startswith("#")}
    assert targets <= ids.keys()
    assert set(re.findall(r'url\(#([^)"]*)\)', page)) <= ids.keys()


def test_the_contents_lead_to_every_part(page: str) -> None:
    fold, beside = parsed(page).iter("nav")
    (top,) = fold.iterfind("ul")
    links = [link.get("href", "") for item in top for link in item.iterfind("a")]
    assert links == [
        "#findings", "#price", "#wheels", "#strategies", "#exposure", "#shocks", "#paths", "#doctrine", "#claims",
        "#method", "#sources",
    ]  # fmt: skip
    below = [link.get("href", "") for link in fold.iterfind("ul/li/ul/li/a")]
    assert below[:5] == ["#national_security", "#innovation", "#military", "#fusion", "#securitization"]
    assert "#chokepoints" in below and "#standard-battery" in below
    assert [it.get("href") for it in beside.iter("a")] == [*(it.get("href") for it in fold.iter("a")), "#top"]


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_chart_has_words_and_its_figures_behind_it(page: str) -> None:
    figures = list(parsed(page).iter("figure"))
    assert len(figures) > 25
    for figure in figures:
        assert figure.find("figcaption") is not None
        drawings = [it for it in figure.iter() if it.tag.rsplit("}", 1)[-1] == "svg" and it.get("role") == "img"]
        assert all(len(svg.get("aria-label", "")) > 40 for svg in drawings)
        # One that is told has its figures in the table that follows it.
        assert figure.get("class") == "fig told" or figure.find(".//table") is not None, said(figure)[:80]


def test_tables_have_headers(page: str) -> None:
    for found in parsed(page).iter("table"):
        assert all(cell.get("scope") for cell in found.iter("th"))


def test_no_column_of_the_indicator_tables_is_empty(page: str) -> None:
    tables = [
        found for found in parsed(page).iter("table")
        if (caption := found.find("caption")) is not None and said(caption).endswith("where states stand")
    ]  # fmt: skip
    assert len(tables) == 5
    for found in tables:
        rows = [["".join(cell.itertext()) for cell in row if cell.tag == "td"] for row in found.iterfind("tbody/tr")]
        for column in zip(*rows, strict=True):
            assert any(cell != "–" for cell in column)


def test_findings_stand_first_and_word_for_word(page: str, pair: View[Assessment]) -> None:
    text = said(parsed(page))
    places = [text.index(finding.text.replace("\u00a0", " ")) for finding in pair.data.findings]
    assert places == sorted(places)
    assert places[-1] < text.index("One question runs through the five strategies")


def test_sources_are_numbered_over_the_whole_page(page: str) -> None:
    root = parsed(page)
    listed = {it.get("id"): it.get("value") for it in root.iter("li") if (it.get("id") or "").startswith("source-")}
    assert listed == {f"source-{at}": str(at) for at in range(1, len(listed) + 1)} and len(listed) > 100
    cited = [int(it.get("href", "")[8:]) for it in root.iter("a") if it.get("href", "").startswith("#source-")]
    assert cited[0] == 1, "the opening cites first"
    entries = [said(it) for it in root.iter("li") if (it.get("id") or "").startswith("source-")]
    assert any("Licence:" in entry and "Taken 20" in entry for entry in entries)


def test_axis_years_have_no_separator(page: str) -> None:
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        assert not re.search(r">(19|20)\d{2},\d|>[12],\d{3}<", svg)


def test_no_figure_has_more_digits_than_it_can_carry(page: str) -> None:
    text = said(parsed(page))[:20_000]
    assert not re.search(r"\d\.\d{4,}", text)


def _parts(view: View[Assessment]) -> Any:
    """The views that a report was made of, as far as its sections need them."""
    sections = {block.key: block for block in view.blocks if isinstance(block, Section)}
    return SimpleNamespace(**{key: SimpleNamespace(blocks=block.blocks) for key, block in sections.items()})


def test_hostile_names_stay_text(pair: View[Assessment]) -> None:
    bad = "<img src=x onerror=alert(1)>\"'&"
    first = replace(pair.data.findings[0], text=bad, _said=(bad,))
    claim = replace(pair.data.claims[0], claim=bad, why=bad)
    parts = _parts(pair)
    parts.claims.blocks = in_full(Verdicts("CHN", "USA", {"mixed": 1}, {"weak": 1}, (claim,)), 2026)
    root = parsed(replace(pair, blocks=blocks(replace(pair.data, findings=(first,)), parts)).html())
    assert not names(root).keys() & {"img", "script"}
    assert "".join(root.itertext()).count(bad) == 4  # a claim stands in the grid, over its fold and in the reason


def test_a_state_with_gaps_has_a_page_that_says_so(lone: View[Assessment]) -> None:
    text = said(parsed(lone.html()))
    assert "of five findings could be made" in text
    assert "Tuvalu is no region of the 2022 world" in text
    assert "Chokepoints" not in text


def test_what_limits_a_goals_figure_stands_beside_it(markdown: str, page: str) -> None:
    for text in (markdown, said(parsed(page))):
        assert "NATO's definition of defence spending differs from that of the indicator" in text


def test_an_event_is_printed_actor_first_and_once_a_strategy(pair: View[Assessment], markdown: str, page: str) -> None:
    events = [it for part in pair.data.strategies for it in part.chronology if it.date == "2018-07-06"]
    assert {(it.actor, it.targets) for it in events} == {("USA", ("CHN",)), ("CHN", ("USA",))}
    for text in (markdown, re.sub(r"<[^>]+>", "", page)):
        assert text.count("2018-07-06 United States → China: ") == sum(it.actor == "USA" for it in events)


def test_the_page_carries_the_face_of_its_chinese_names(page: str) -> None:
    assert 'font-family: "technostate CJK"; src: url(data:font/woff;base64,' in page
    assert "总体国家安全观" in page
