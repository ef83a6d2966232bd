"""What a server is told when it starts, and its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Where a server has its folder, whom it answers, and how much.

    Parameters
    ----------
    store : str, optional
        File of the user's own data.
    token : str
        What a client must say; empty where everybody may read.
    hosts : tuple of str
        Names under which it answers; empty for any.
    ahead : bool
        Whether answers are made before anybody asks.
    works : bool
        Whether it has workers; a test may do without.
    """

    folder: Path
    store: str | None = None
    token: str = ""
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    ahead: bool = True
    works: bool = True
    #: Characters of an address, of the query of a form that is sent by GET, bytes of a head and a form.
    longest_address: int = 4096
    longest_head: int = 32_768
    longest_query: int = 24_000
    longest_body: int = 65_536
    #: Fields of a form.
    most_fields: int = 256
    #: Long jobs and pages that wait for one client, and jobs that wait for all.
    jobs_each: int = 8
    pages_each: int = 32
    jobs_all: int = 200
    #: Requests a minute of one client that make work.
    work_each: int = 120
    #: Seconds that a page, its data and the home page wait for an answer.
    wait_page: float = 8.0
    wait_data: float = 110.0
    wait_home: float = 1.5
    #: Requests that wait for an answer at once.
    most_waiting: int = 64
    #: Seconds for the head of a request, its body, and for a client that does not read.
    slowest: float = 10.0
    #: Bytes of finished answers in memory.
    memory: int = 12_000_000
