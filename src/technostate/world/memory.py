"""What a table of so many regions and sectors would take in memory, said before it is taken."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from technostate.errors import DataError

#: More nodes than this are refused: their table would not fit into an ordinary memory.
MOST_NODES = 20_000
#: More regions than this are refused: of so many, figures by pair of regions take half a minute.
MOST_REGIONS = 4_000
#: Tables as large as the intermediate sales that reading and one measure hold at once (measured: 3 to 5).
COPIES = 5
#: Times its size that a text takes while it becomes a table.
UNFOLDED = 5
#: Taken where the system does not say what is free.
_ASSUMED = 4 * 2**30


def free() -> int:
    """Return the bytes of memory that this process may still take: of the machine, its group and its own limit."""
    found = []
    with suppress(OSError, ValueError, AttributeError):
        text = Path("/proc/meminfo").read_text("ascii")
        found += [int(kilobytes) * 1024 for kilobytes in re.findall(r"MemAvailable:\s+(\d+) kB", text)]
    with suppress(OSError, ValueError, KeyError):
        group = Path("/sys/fs/cgroup")
        stat = dict(line.split() for line in (group / "memory.stat").read_text("ascii").splitlines())
        used = int((group / "memory.current").read_text("ascii")) - int(stat["inactive_file"])
        found.append(int((group / "memory.max").read_text("ascii")) - used)
    with suppress(OSError, ValueError, ImportError):
        import resource

        limit, page = resource.getrlimit(resource.RLIMIT_AS)[0], os.sysconf("SC_PAGE_SIZE")
        if limit != resource.RLIM_INFINITY:
            found.append(limit - int(Path("/proc/self/statm").read_text("ascii").split()[0]) * page)
    return max(0, min(found)) if found else _ASSUMED


def needed(regions: int, sectors: int) -> int:
    """Return the bytes that a world of so many regions and sectors takes while it is read and measured.

    Examples
    --------
    >>> f"{needed(41, 35) / 2**20:.0f} MiB"
    '81 MiB'
    """
    nodes = regions * sectors
    return 8 * (COPIES * nodes * nodes + 4 * nodes * regions + 2 * sectors * regions * regions)


def size_problems(regions: int, sectors: int) -> list[str]:
    """Return a problem if a table of so many regions and sectors is larger than can be read here."""
    nodes = regions * sectors
    size = f"{regions:,} regions x {sectors:,} sectors are {nodes:,} nodes"
    if nodes > MOST_NODES:
        return [f"{size}, more than the limit of {MOST_NODES:,}"]
    if regions > MOST_REGIONS:
        return [f"{regions:,} regions are more than the limit of {MOST_REGIONS:,}"]
    need, left = needed(regions, sectors), free()
    if need > left:
        return [f"{size} and need {need / 2**30:.1f} GiB of memory; {left / 2**30:.1f} GiB are free"]
    return []


def check_bytes(need: int, what: str) -> None:
    """Raise `DataError` if so many bytes are not free."""
    left = free()
    if need > left:
        raise DataError(
            f"{what} needs {need / 2**30:.1f} GiB of memory to be read; {left / 2**30:.1f} GiB are free",
            hint="aggregate the table first, or read it on a larger machine",
        )
