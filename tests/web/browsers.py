"""Pages in Debian's chromium: what a page must not do, and what is wrong with one that is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
needs_chromium = pytest.mark.skipif(not CHROMIUM.is_file(), reason="no /usr/bin/chromium")

#: What ends right of the page, and what is too small to hit.
_BEYOND = """width => [...document.querySelectorAll('body *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.right > width + 1 && !e.closest('.vh, .skip') }).map(e => e.outerHTML.slice(0, 90))"""
_SMALL = """() => [...document.querySelectorAll('button, select, input:not([type=hidden]), nav a, summary')]
  .filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && !e.matches('.vh') && (box.height < 24 || box.width < 24) }).map(e => e.outerHTML.slice(0, 90))"""


@contextmanager
def chromium() -> Iterator[Any]:
    """Start a browser and end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        words = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=words)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, address: str, *, most: int = 399, **options: Any) -> Iterator[Any]:
    """Open a page in a context of its own; an error on its console, a failed or an outside request fails the test.

    Parameters
    ----------
    most : int
        Largest status of an answer that is no fault.
    """
    host = "/".join(address.split("/")[:3]) + "/"
    wrong: list[str] = []
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(40_000)
    meant = f"the server responded with a status of {most} "
    page.on(
        "console",
        lambda said: wrong.append(said.text) if said.type in ("error", "warning") and meant not in said.text else None,
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    # A page that becomes a download is aborted as a page.
    loads = "net::ERR_ABORTED" if options.get("accept_downloads") else None
    page.on(
        "requestfailed",
        lambda asked: None if asked.failure == loads else wrong.append(f"failed: {asked.url} {asked.failure}"),
    )
    page.on("request", lambda asked: None if asked.url.startswith(host) else wrong.append(f"outside: {asked.url}"))
    page.on("response", lambda said: wrong.append(f"{said.status} {said.url}") if said.status > most else None)
    page.goto(address)
    yield page
    context.close()
    assert not wrong, wrong


def faults(page: Any, *, axe: bool = True) -> list[object]:
    """Return what is beyond the page at four widths, what is too small, and what axe finds in light and dark."""
    found: list[object] = []
    for width in (390, 768, 1100, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        found += [("beyond", width, text) for text in page.evaluate(_BEYOND, width)]
        if width in (390, 1100):
            found += [("small", width, text) for text in page.evaluate(_SMALL)]
            found += [item for theme in ("light", "dark") if axe for item in violations(page, theme, width)]
    page.emulate_media(color_scheme="light")
    return found


def violations(page: Any, theme: str, width: int) -> list[object]:
    """Return what axe finds in a theme."""
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=theme)
    rows = Axe().run(page).response["violations"]
    return [(row["id"], theme, width, len(row["nodes"]), row["nodes"][0]["html"][:160]) for row in rows]


def controls(page: Any) -> list[tuple[str, str]]:
    """Return the values of all controls of a page that are seen, by name."""
    found: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll('main input:not([type=hidden]), select, textarea')].map(e =>
        [e.name, e.type === 'checkbox' ? String(e.checked) : e.value])"""
    )
    return [(name, value) for name, value in found]


def shown(page: Any) -> tuple[str, str, list[tuple[str, str]], str]:
    """Return title, heading, values of controls and the first figure of a page."""
    figure = page.locator("#answer .f").first
    said = figure.inner_text() if figure.count() else page.locator("#answer").inner_text()[:200]
    return page.title(), page.locator("h1").inner_text(), controls(page), said
