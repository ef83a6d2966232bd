"""Every page of the table of questions in a browser: no fault, exact permalinks, back, controls, print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from technostate.web.links import entrance
from technostate.web.questions import QUESTIONS

from .browsers import chromium, faults, needs_chromium, opened, shown
from .served import Server, kept, server

pytestmark = needs_chromium
#: Questions whose answers take seconds, which are looked at under --soak.
_HEAVY = {"home", "overview", "strategies", "exposure_map", "dependence", "language", "language-months", "claims"}
#: Pages so long that axe takes more than ten seconds for them.
_LONG = {"strategies", "licences", "timeline", "language-trend"}


def _pages(heavy: bool) -> list[str]:
    """Return the addresses of the examples of all questions, or of those whose answers are made at once."""
    rows = [row for row in QUESTIONS if heavy or not (row.long or row.key in _HEAVY)]
    return [address for row in rows for address in (row.examples or (entrance(row),)) if address]


PAGES = _pages(False)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    place = tmp_path_factory.mktemp("observatory")
    kept(place, *PAGES)
    with server(place) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


def test_the_table_is_looked_at() -> None:
    assert len(PAGES) >= 35 and len(_pages(True)) >= 55
    assert {row.key for row in QUESTIONS} >= _HEAVY | _LONG


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault(browser: Any, served: Server, address: str) -> None:
    axe = not any(row.key in _LONG and address.partition("?")[0] in row.examples for row in QUESTIONS)
    with opened(browser, served.address + address) as page:
        assert faults(page, axe=axe) == []
        assert page.title() == page.locator("h1").inner_text() + " · technostate"


def test_every_other_page_has_none_either(browser: Any, served: Server, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--soak"):
        pytest.skip("takes minutes: --soak")
    for address in sorted(set(_pages(True)) - set(PAGES)):
        served.get(address + ("&" if "?" in address else "?") + "theme=light")
        with opened(browser, served.address + address) as page:
            page.wait_for_selector("#answer:not(:has(.waiting))", timeout=600_000)
            assert faults(page) == [], address


@pytest.mark.parametrize(
    "address",
    [
        "/exposure/JPN?supplier=CHN&sector=C26", "/futures/CHN?where=waste:low", "/data?words=military",
        "/language/contrast?first=2003-2012&second=2013-2025", "/claim/IN-1", "/timeline?actor=USA&since=2018",
    ],
)  # fmt: skip
def test_a_permalink_restores_exactly(browser: Any, served: Server, address: str) -> None:
    with opened(browser, served.address + address) as page:
        page.wait_for_selector("#foot .copy")
        before = shown(page)
        link = page.locator("#foot a:text-matches('edition=')").first.get_attribute("href")
    with opened(browser, served.address + link.removeprefix(served.address)) as page:
        assert shown(page) == before
        assert page.locator("#answer [role=note]").count() == 0


def test_back_and_forward_show_what_was_there(browser: Any, served: Server) -> None:
    with opened(browser, served.address + "/indicator/rd_share_of_gdp") as page:
        first = shown(page)
        page.click("nav[aria-label=Observatory] a:text-is('Data')")
        page.wait_for_url("**/data*")
        page.fill("#ask-words", "military")
        page.click("#show")
        page.wait_for_url("**/data?words=military")
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
        third = shown(page)
        assert ("words", "military") in third[2]
        page.go_back()
        page.wait_for_url("**/data")
        assert ("words", "") in shown(page)[2]
        page.go_back()
        page.wait_for_url("**/indicator/*")
        assert shown(page) == first
        page.go_forward()
        page.go_forward()
        page.wait_for_url("**/data?words=military")
        page.wait_for_function("() => document.querySelector('#ask-words').value == 'military'")
        assert shown(page) == third


@pytest.mark.parametrize("script", [True, False])
def test_controls_say_the_same_with_and_without_script(browser: Any, served: Server, script: bool) -> None:
    with opened(browser, served.address + "/futures/CHN", java_script_enabled=script) as page:
        page.select_option("#ask-outcome", index=2)
        chosen = page.locator("#ask-outcome").input_value()
        page.click("#show")
        page.wait_for_url(f"**/futures/CHN?outcome={chosen}")
        page.wait_for_selector(f"#ask-outcome option[value={chosen}][selected]", state="attached")
        page.wait_for_selector("#answer .f", state="attached")
        page.click("a.reset")
        page.wait_for_url("**/futures/CHN")


def test_a_page_of_an_error_says_what_to_do(browser: Any, served: Server) -> None:
    with opened(browser, served.address + "/exposure/CHN") as page:
        page.evaluate("() => { document.querySelector('#ask-sector').value = 'C999' }")
        assert page.request.get(served.address + "/exposure/CHN?sector=C999").status == 422
    with opened(browser, served.address + "/jobs") as page:
        assert faults(page) == []


@pytest.mark.parametrize("address", ["/exposure/CHN", "/claim/IN-1", "/futures/CHN"])
def test_a_page_prints_whole(browser: Any, served: Server, address: str) -> None:
    import pypdfium2

    with opened(browser, served.address + address, color_scheme="dark") as page:
        title = page.locator("h1").inner_text()
        document = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True))
        assert 1 <= len(document) <= 12
        texts = [document[at].get_textpage().get_text_range() for at in range(len(document))]
        assert title[:30] in " ".join(texts[0].split())
        assert all(len(text.split()) > 15 for text in texts)
        image = document[0].render(scale=0.3).to_pil().convert("L")
        assert image.getpixel((3, image.height // 2)) > 240
