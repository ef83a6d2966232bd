"""The shock lab in a browser, with a worker: built by form, checked, run, cancelled, run again, compared, shared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .browsers import chromium, controls, faults, needs_chromium, opened, shown
from .served import Server, server

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server(tmp_path_factory.mktemp("observatory")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


def _built(page: Any) -> None:
    """Build an export ban by form, from nothing."""
    page.select_option("select[name=from]", "")
    page.click("button:text-is('Start from it')")
    page.wait_for_url("**/lab?m1=export_ban")
    for name, text in (("exporters", "CHN"), ("importers", "USA"), ("sectors", "C26")):
        page.fill(f"input[name='m1.{name}']", text)
    for part, text in (("low", "5"), ("central", "10"), ("high", "20")):
        page.fill(f"input[name='m1.leak.{part}']", text)
    page.select_option("select[name=horizon]", "decade")


def test_a_shock_is_built_checked_run_cancelled_run_again_compared_and_shared(
    browser: Any, served: Server, tmp_path: Path
) -> None:
    with opened(browser, served.address + "/lab", accept_downloads=True) as page:
        _built(page)
        page.fill("input[name=draws]", "200")
        page.click("button:text-is('Check only')")
        page.wait_for_url("**/lab/check?*")
        page.wait_for_selector("#answer:not(:has(.waiting))")
        assert ("m1.exporters", "CHN") in controls(page)
        # Run it, and cancel what runs.
        page.click(".lab button:text-is('Run')")
        page.wait_for_url("**/jobs/*")
        page.click("#job button:text-is('Cancel')")
        page.wait_for_selector("text=Cancelled.")
        page.click("text=The page of the answer")
        page.wait_for_selector("text=The last run ended: cancelled")
        assert ("draws", "200") in controls(page)
        # Fewer cases, run to its end: the page of the job leads to the answer by itself.
        page.fill("input[name=draws]", "4")
        page.click(".lab button:text-is('Run')")
        page.wait_for_url("**/lab?*draws=4*", timeout=400_000)
        page.wait_for_selector("#answer .f", state="attached")
        assert faults(page, axe=False) == []
        answer, address = shown(page), page.url
        with page.expect_download() as download:
            page.click("button:text-is('Save as YAML')")
        kept = tmp_path / "own.yaml"
        download.value.save_as(kept)
        assert "exporters" in kept.read_text("utf-8") and "--draws 4" in kept.read_text("utf-8")
        # The same shock compared with one that ships.
        compare = page.locator("text=Compare with another").get_attribute("href")
    with opened(browser, address) as page:
        assert shown(page) == answer
    with opened(browser, served.address + compare) as page:
        assert page.locator("input[name=a]:not([type=hidden])").input_value().startswith("/lab?")
        page.fill("input[name=b]:not([type=hidden])", "chips-2022")
        page.select_option("select[name=horizon]", "decade")
        page.click("button.main")
        page.wait_for_url("**/lab/compare?*chips-2022*")
        page.click("text=Run it")
        page.wait_for_url("**/lab/compare?*", timeout=400_000)
        page.wait_for_selector("#answer .f", state="attached")
        assert faults(page, axe=False) == []


def test_the_form_works_without_script(browser: Any, served: Server) -> None:
    with opened(browser, served.address + "/lab", java_script_enabled=False) as page:
        _built(page)
        page.click(".lab button:text-is('Check only')")
        page.wait_for_url("**/lab/check?*")
        page.wait_for_selector("#answer:not(:has(.waiting))")
        assert ("m1.sectors", "C26") in controls(page)


def test_what_is_wrong_stands_beside_its_field(browser: Any, served: Server) -> None:
    address = "/lab/check?m1=export_ban+exporters:CHN+importers:USA+sectors:C26+leak:0.3,0.2,0.1"
    with opened(browser, served.address + address, most=422) as page:
        page.wait_for_selector(".wrong")
        assert "not in order" in page.locator("fieldset .wrong").first.inner_text()


def test_a_page_that_waits_comes_by_itself(browser: Any, served: Server) -> None:
    """With script it swaps the answer in; without, it asks again."""
    for script, address in ((True, "/exposure/KOR"), (False, "/exposure/VNM")):
        with opened(browser, served.address + address, java_script_enabled=script) as page:
            page.wait_for_selector("#answer .fig", timeout=120_000, state="attached")
            assert page.locator("h1").inner_text() != ""
