"""The nodes of a table of regions and sectors: how many there are, and where each lies."""

from __future__ import annotations

from technostate.errors import unknown_label
from technostate.evidence.regions import missing


class Grid:
    """What every table knows from its labels alone; node (region r, sector s) is r·J + s."""

    name: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]

    @property
    def n_regions(self) -> int:
        """Number of regions N."""
        return len(self.regions)

    @property
    def n_sectors(self) -> int:
        """Number of sectors J."""
        return len(self.sectors)

    @property
    def shape(self) -> tuple[int, int]:
        """(N, J)."""
        return self.n_regions, self.n_sectors

    def region_index(self, region: str) -> int:
        """Return the position of a region; raises `LabelError` naming the nearest ones."""
        try:
            return self.regions.index(region)
        except ValueError:
            raise missing(region, self.regions, self.name, lacks="is not shown apart in") from None

    def sector_index(self, sector: str) -> int:
        """Return the position of a sector; raises `LabelError` naming the nearest ones."""
        try:
            return self.sectors.index(sector)
        except ValueError:
            raise unknown_label("sector", sector, self.sectors, where=self.name) from None

    def node(self, region: str, sector: str) -> int:
        """Return the position of a node in the N·J arrays."""
        return self.region_index(region) * self.n_sectors + self.sector_index(sector)
