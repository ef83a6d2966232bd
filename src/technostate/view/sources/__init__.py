"""What ships as data and from whom: the catalogue, and a page of each source."""

from technostate.view.sources.catalogue import catalogue
from technostate.view.sources.source import source

__all__ = ["catalogue", "source"]
