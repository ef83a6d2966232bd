"""technostate: measure, simulate and compare techno-security states from public, aggregate sources."""

__version__ = "0.1.0"
