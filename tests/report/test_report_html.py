"""The builder escapes, and the page is one well-formed file that loads nothing and holds what the record holds."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from technostate.report import Assessment, to_html, to_markdown
from technostate.write.markup import element, link, table


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


def test_cells_carry_their_column_for_narrow_screens() -> None:
    root = ElementTree.fromstring(table("T", ["Name", "A < B"], [["x", "1"]]))
    cell = root.find(".//td")
    assert cell is not None
    assert cell.get("data-label") == "A < B"


def parsed(page: str) -> ElementTree.Element:
    assert page.startswith("<!DOCTYPE html>\n")
    return ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))


def names(root: ElementTree.Element) -> Counter[str]:
    return Counter(element.tag.rsplit("}", 1)[-1] for element in root.iter())


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
    assert all(address.startswith("data:") for address in re.findall(r"url\(([^)]*)\)", style))


def test_identifiers_are_unique_and_links_inside_the_page_lead_somewhere(page: str) -> None:
    root = parsed(page)
    ids = Counter(element_.get("id") for element_ in root.iter() if element_.get("id"))
    assert [key for key, count in ids.items() if count > 1] == []
    targets = {element_.get("href", "")[1:] for element_ in root.iter("a") if element_.get("href", "").startswith("#")}
    assert targets <= ids.keys()
    referred = {element_.get("aria-labelledby") for element_ in root.iter()} - {None}
    assert referred <= ids.keys()
    assert set(re.findall(r'url\(#([^)"]*)\)', page)) <= ids.keys()


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_chart_has_words_and_its_figures_behind_it(page: str) -> None:
    for figure in parsed(page).iter("figure"):
        # A drawing may hold another one for its lines, which is no picture of its own.
        svgs = [element_ for element_ in figure.iter() if element_.get("role") == "img"]
        assert svgs
        # A drawing inside another belongs to it; one in a cell of a table is said by the table.
        inner = {id(child) for svg in svgs for child in svg.iter() if child is not svg}
        images = [svg for svg in svgs if id(svg) not in inner and svg.get("aria-hidden") != "true"]
        assert all(len(svg.get("aria-label", "")) > 40 for svg in images)
        assert figure.find("figcaption") is not None
        assert figure.find(".//table") is not None


def test_tables_have_captions_and_headers(page: str) -> None:
    for found in parsed(page).iter("table"):
        assert found.find("caption") is not None
        assert all(cell.get("scope") for cell in found.iter("th"))


def test_no_column_of_the_indicator_tables_is_empty(page: str) -> None:
    tables = [found for found in parsed(page).iter("table") if "standing" in found.get("class", "")]
    assert len(tables) == 5
    for found in tables:
        rows = [["".join(cell.itertext()) for cell in row if cell.tag == "td"] for row in found.iterfind("tbody/tr")]
        for column in zip(*rows, strict=True):
            assert any(cell != "–" for cell in column)


def test_findings_stand_first_and_word_for_word(page: str, pair: Assessment) -> None:
    text = "".join(parsed(page).itertext()).replace("\u00a0", " ")
    places = [text.index(finding["text"]) for finding in pair.findings]
    assert places == sorted(places)
    assert places[-1] < text.index("Two wheels: security and development")


def test_axis_years_have_no_separator(page: str) -> None:
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        assert not re.search(r">[12],\d{3}<", svg)


def test_no_figure_has_more_digits_than_it_can_carry(page: str) -> None:
    text = " ".join(parsed(page.split("<main", 1)[0] + "</body></html>").itertext())
    assert not re.search(r"\d\.\d{4,}", text)


def test_hostile_names_stay_text(pair: Assessment) -> None:
    bad = "<img src=x onerror=alert(1)>\"'&"
    record = replace(
        pair,
        names={**pair.names, "USA": bad},
        findings=({**pair.findings[0], "text": bad},),
        claims=({**pair.claims[0], "claim": bad, "why": bad},),
    )
    root = parsed(to_html(record))
    assert not names(root).keys() & {"img", "script"}
    assert bad in "".join(root.itertext())


def test_a_state_with_gaps_has_a_page_that_says_so(lone: Assessment) -> None:
    text = "".join(parsed(to_html(lone)).itertext())
    assert "of five findings could be made" in text
    assert "Tuvalu is no region of the 2022 world" in text
    assert "Chokepoints" not in text


def test_what_limits_a_goals_figure_stands_beside_it(pair: Assessment, page: str) -> None:
    for text in (to_markdown(pair), page.replace("&#x27;", "'").replace("&#39;", "'")):
        assert "NATO's definition of defence spending differs from that of the indicator" in text


def test_an_event_names_the_state_that_acted(pair: Assessment, page: str) -> None:
    for text in (to_markdown(pair).replace("\\", ""), page):
        assert "Sanctions on ZTE Corporation (by the United States)" in text
        assert text.count("Controls on advanced computing and semiconductor manufacturing items published") == 2
