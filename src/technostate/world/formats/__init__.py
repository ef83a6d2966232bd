"""Worlds from files and to files: CSV, Parquet, NPZ, the OECD's ICIO layout, pymrio's layout."""

from technostate.world.formats.door import LAYOUTS, read, write

__all__ = ["LAYOUTS", "read", "write"]
