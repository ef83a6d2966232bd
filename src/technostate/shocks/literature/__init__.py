"""Published figures to stand beside ours: what was asked, what was found, and our nearest shock."""

from technostate.shocks.literature.cases import parse, published_cases
from technostate.shocks.literature.record import PublishedCase

__all__ = ["PublishedCase", "parse", "published_cases"]
