"""Which version, which data and which code are in use here: runs of others are no parts of this one."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

#: Rooms whose code and parameters decide paths, and those inside them that only read or price what was run.
DECIDE = ("dynamics", "futures", "shocks/decade")
READ_ONLY = ("dynamics/hindcasts", "futures/battery", "futures/price", "futures/scenarios")
_SUFFIXES = (".py", ".toml")


@cache
def here() -> tuple[str, str, str]:
    """Return the version of this package, the checksum of the data that ship with it, and that of the code of paths."""
    from technostate import __version__
    from technostate.evidence import embedded
    from technostate.evidence.build import MANIFEST, checksum

    return __version__, checksum(embedded.root() / MANIFEST), code(Path(__file__).resolve().parents[1])


def code(package: Path) -> str:
    """Return the checksum of what decides paths in a package's folder, names of files included.

    A version says too little while it is worked on. Scenarios do not count: a run has its own, with its digest.
    """
    digest = hashlib.sha256()
    found = sorted(
        (path.relative_to(package).as_posix(), path)
        for room in DECIDE
        for path in (package / room).rglob("*")
        if path.suffix in _SUFFIXES
    )
    for name, path in found:
        if not name.startswith(tuple(f"{room}/" for room in READ_ONLY)):
            # Ends of lines are those of the system that unpacked them.
            digest.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()
