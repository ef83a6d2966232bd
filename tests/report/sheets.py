"""How a page prints and how it fits a phone, measured in headless Chromium; tests that need it skip where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

#: Pixels of A4 inside its margins, as `@page` of the style sheet has them (11 and 13 mm at 96 to the inch).
WIDE, HIGH = 695, 1039
_FOOT = """() => [...document.querySelectorAll('.sheet')].map(sheet => {
  const top = sheet.getBoundingClientRect().top;
  return Math.max(...[...sheet.querySelectorAll('*')].filter(e => e.getClientRects().length)
    .map(e => e.getBoundingClientRect().bottom)) - top; })"""
_BEYOND = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().width > 0 && !e.closest('.vh, .skip'))
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .map(e => e.tagName + ' ' + (e.getAttribute('class') || '') + ': ' + e.textContent.slice(0, 40))"""


@dataclass(frozen=True)
class Measured:
    """What a browser says of a page.

    Parameters
    ----------
    pages : int
        Of its print on A4.
    used : list of float
        Share of the height of paper that each sheet takes.
    beyond : list of str
        Elements that stand beyond a page of 390 pixels.
    messages : list of str
        Of the console.
    """

    pages: int
    used: list[float]
    beyond: list[str]
    messages: list[str]


@contextmanager
def browser() -> Iterator[Any]:
    """Yield a headless Chromium; skip where it, or what drives it, is not installed."""
    place = shutil.which("chromium")
    if place is None:
        pytest.skip("chromium is not installed: nothing prints the page")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: nothing drives the browser")
    pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed: nothing counts the pages")
    with api.sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        found = driver.chromium.launch(executable_path=place, args=flags)
        try:
            yield found
        finally:
            found.close()


def measured(found: Any, page: str) -> Measured:
    """Return how a page prints and fits a phone.

    Parameters
    ----------
    found : object
        Of `browser`.
    page : str
        The document.
    """
    import pypdfium2

    tab = found.new_page(viewport={"width": 1100, "height": 900})
    messages: list[str] = []
    tab.on("console", lambda message: messages.append(message.text))
    try:
        tab.set_content(page)
        pages = len(pypdfium2.PdfDocument(tab.pdf(prefer_css_page_size=True, print_background=True)))
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": WIDE, "height": HIGH})
        used = [foot / HIGH for foot in tab.evaluate(_FOOT)]
        tab.emulate_media(media="screen")
        tab.set_viewport_size({"width": 390, "height": 844})
        return Measured(pages, used, tab.evaluate(_BEYOND), messages)
    finally:
        tab.close()
