"""The sources that can be asked, each with the addresses of a question and the reading of its answers."""

from technostate.evidence.fetch.sources import dbnomics, federal_register, sdmx, worldbank
from technostate.evidence.fetch.sources.source import Page, Source

#: Name → source.
SOURCES: dict[str, Source] = {
    source.name: source for source in (worldbank.SOURCE, dbnomics.SOURCE, sdmx.IMF, sdmx.OECD, federal_register.SOURCE)
}

__all__ = ["SOURCES", "Page", "Source"]
