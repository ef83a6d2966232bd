"""The HTML of an answer inside the observatory: the usual writer, with links between pages and downloads of charts."""

from __future__ import annotations

from technostate.web.asked import Asked, read
from technostate.web.questions import question
from technostate.write.blocks import Block, Chart
from technostate.write.html import HtmlWriter
from technostate.write.inline import See
from technostate.write.markup import Markup, element, join

#: Downloads of a chart: what the link says → suffix.
DOWNLOADS = {"CSV": ".csv", "SVG": ".svg", "PNG": ".png", "Spec": ".vl.json"}


class PageWriter(HtmlWriter):
    """Writes the blocks of an answer for its page.

    Parameters
    ----------
    asked : Asked
        Whose answer it is: the addresses of downloads are its own.
    suffixes : tuple of str
        Formats of charts that are kept.
    """

    def __init__(self, asked: Asked, suffixes: tuple[str, ...]) -> None:
        super().__init__()
        self._asked = asked
        self._suffixes = suffixes
        self._drawn = 0

    def block(self, block: Block) -> Markup:
        """Return one block; a chart has an anchor and its downloads."""
        made = super().block(block)
        return join(made, self._downloads()) if isinstance(block, Chart) else made

    def see(self, piece: See) -> Markup:
        """Return a link to another answer of the observatory."""
        asked = question(piece.of)
        first = asked.required[0] if asked.required else asked.parameters[0].name if asked.parameters else ""
        said = ({first: piece.key} if piece.key else {}) | dict(piece.said)
        return element("a", piece.text, href=read(asked, said).address)

    def _downloads(self) -> Markup:
        self._drawn += 1
        links = [
            element("a", words, href=chart_address(self._asked, self._drawn, suffix), download=True)
            for words, suffix in DOWNLOADS.items()
            if suffix in self._suffixes
        ]
        here = element("a", "Link", href=f"#chart-{self._drawn}")
        return element("p", [join(item, " ") for item in (*links, here)], class_="take", id=f"chart-{self._drawn}")


def chart_address(asked: Asked, number: int, suffix: str) -> str:
    """Return the address of a chart of an answer as a file."""
    twin = asked.twin(suffix)
    return f"{twin}{'&' if '?' in twin else '?'}chart={number}"
