"""Pages in a browser: accessible, nothing beyond their width, with and without script. The server is a stub."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from technostate.web import assets, shell
from technostate.web.answer import bundled
from technostate.web.asked import Asked, beside, read
from technostate.web.bundle import Bundle
from technostate.web.questions import question
from technostate.web.route import found

from . import made

CHROMIUM = Path("/usr/bin/chromium")
POLICY = (
    "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
)
#: Answers that are made within seconds.
PAGES = (
    "/exposure/CHN", "/exposure/JPN?supplier=CHN", "/data", "/shocks", "/timeline", "/scenarios", "/indicators",
    "/indicator/rd_share_of_gdp", "/table", "/search", "/parameters", "/language/CHN", "/products/CHN",
)  # fmt: skip
_BEYOND = """width => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.right > width + 1 && !e.closest('.vh, .skip') }).map(e => e.outerHTML.slice(0, 90))"""
_SMALL = """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), nav a, summary')]
  .filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && (box.height < 24 || box.width < 24) }).map(e => e.outerHTML.slice(0, 90))"""

pytestmark = pytest.mark.skipif(not CHROMIUM.is_file(), reason="no /usr/bin/chromium")


@cache
def _bundle(asked: Asked) -> Bundle:
    made_up = asked.given.get("sector") == "C26"
    return bundled(asked, made.view() if made_up else asked.question.answer(asked.given))


class _Served(BaseHTTPRequestHandler):
    """The page of a question, a static file, or where a form leads."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qsl(parts.query)
        if parts.path.startswith("/ask/"):
            asked = read(question(parts.path.removeprefix("/ask/")), query)
            theme = beside(query).get("theme")
            more = f"{'&' if asked.query else '?'}theme={theme}" if theme else ""
            self._send(303, b"", {"location": asked.address + more})
        elif parts.path.startswith("/static/"):
            asset = assets.assets()[parts.path.removeprefix("/static/")]
            self._send(200, asset.content, {"content-type": asset.kind, "cache-control": assets.KEPT})
        elif parts.path == "/favicon.ico":
            self._send(204, b"", {})
        else:
            asked, _ = found(parts.path, query)
            text = shell.page(asked, _bundle(asked), beside=beside(query)).encode()
            self._send(200, text, {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY})

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"content-length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Served)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield opened
        opened.close()


@contextlib.contextmanager
def _opened(browser: Any, address: str, **options: Any) -> Iterator[Any]:
    """Open a page; an error on its console or a request to another host fails."""
    wrong: list[str] = []
    context = browser.new_context(**options)
    page = context.new_page()
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith("http://127.0.0.1:") else wrong.append(asked.url))
    page.goto(address)
    yield page
    context.close()
    assert wrong == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_fault_that_axe_finds_and_nothing_beyond_its_width(browser: Any, host: str, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with _opened(browser, host + address) as page:
        for width in (390, 768, 1100, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(_BEYOND, width) == [], width
            if width not in (390, 1100):
                continue
            assert page.evaluate(_SMALL) == [], width
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                found = Axe().run(page).response["violations"]
                said = [(row["id"], len(row["nodes"]), row["nodes"][0]["html"][:200]) for row in found]
                assert said == [], (width, theme)


def test_controls_swap_the_answer_and_the_back_button_returns(browser: Any, host: str) -> None:
    with _opened(browser, host + "/exposure/CHN?sector=C26") as page:
        page.evaluate("() => { window.kept = true }")
        page.select_option("#pick-state", "JPN")
        page.click("#pick-go")
        page.wait_for_url(host + "/exposure/JPN?sector=C26")
        page.wait_for_selector("#answer")
        assert page.evaluate("() => window.kept"), "the page was loaded anew"
        assert page.locator("#foot .copy").first.inner_text()
        page.go_back()
        page.wait_for_url(host + "/exposure/CHN?sector=C26")


def test_the_rest_of_a_table_opens_in_its_place(browser: Any, host: str) -> None:
    with _opened(browser, host + "/exposure/CHN?sector=C26") as page:
        assert page.locator("tbody th:text-matches('^row ')").count() == 25
        page.click("text=All 99 rows")
        page.wait_for_function(
            "() => [...document.querySelectorAll('th')].filter(e => e.textContent.startsWith('row ')).length == 99"
        )
        assert page.url == host + "/exposure/CHN?sector=C26"
        page.click("#chart-1 .lk")
        assert page.locator("#cite-1").is_visible()


def test_all_of_it_works_without_script(browser: Any, host: str) -> None:
    with _opened(
        browser, host + "/exposure/CHN?sector=C26", java_script_enabled=False, viewport={"width": 390, "height": 800}
    ) as page:
        assert not page.locator(".menu nav").is_visible()
        page.click(".menu summary")
        assert page.locator(".menu a[aria-current]").inner_text() == "Exposure"
        page.select_option("#pick-state", "JPN")
        page.click("#pick-go")
        assert page.url == host + "/exposure/JPN?sector=C26"
        page.click("text=All 99 rows")
        assert page.url.startswith(host + "/exposure/JPN?sector=C26&whole=yes#part-")
        page.click(".themes a >> text=dark")
        assert "theme=dark" in page.url


def test_a_figure_explains_itself_to_the_keyboard_and_a_theme_is_forced(browser: Any, host: str) -> None:
    with _opened(browser, host + "/exposure/CHN?sector=C26&theme=dark") as page:
        assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(238, 241, 244)"
        page.locator(".f[tabindex]").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        shown = page.evaluate("() => getComputedStyle(document.activeElement, '::after').content")
        assert "per cent; derived; Example" in shown
        page.keyboard.press("Tab")


def test_the_print_leaves_out_what_paper_cannot_do(browser: Any, host: str) -> None:
    with _opened(browser, host + "/exposure/CHN?sector=C26&theme=dark") as page:
        page.emulate_media(media="print")
        assert not any(
            page.locator(name).first.is_visible() for name in (".menu", ".pick", ".controls", ".acts", ".toc")
        )
        assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert (
            page.evaluate("() => getComputedStyle(document.querySelector('.t thead')).display") == "table-header-group"
        )
