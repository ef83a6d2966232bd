"""Which version and which data are in use here: runs of others are no parts of this one."""

from __future__ import annotations

from functools import cache


@cache
def here() -> tuple[str, str]:
    """Return the version of this package and the checksum of the data that ship with it."""
    from technostate import __version__
    from technostate.evidence import embedded
    from technostate.evidence.build import MANIFEST, checksum

    return __version__, checksum(embedded.root() / MANIFEST)
