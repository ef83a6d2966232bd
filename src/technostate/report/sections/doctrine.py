"""What the two states say: the blocks of their view, in the page."""

from __future__ import annotations

from technostate.report.sections.pieces import Page
from technostate.report.sources import Shared
from technostate.write.html import HtmlWriter
from technostate.write.markup import Markup, element


def doctrine(page: Page) -> Markup:
    """Return the section; for states without texts it is the sentence that says so."""
    return element(
        "section",
        element("h2", "Doctrine: what each state says", id="doctrine-title"),
        HtmlWriter(Shared(page.sources), level=3).blocks(page.assessment.doctrine.blocks),
        id="doctrine",
        aria_labelledby="doctrine-title",
    )
