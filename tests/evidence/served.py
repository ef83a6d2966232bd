"""A server on this machine that answers in the layouts that producers document, with faults on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    """Status, headers and body of one answer; `cut`: bytes after which the line breaks; `drip`: seconds a byte."""

    body: bytes = b""
    status: int = 200
    type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0


Answer = Callable[[str, dict[str, list[str]], dict[str, str]], Reply]


@dataclass
class Served:
    """The server's address and what it was asked: path with query, and headers in lower case."""

    base: str
    asked: list[tuple[str, dict[str, str]]]


@contextmanager
def serve(answer: Answer) -> Iterator[Served]:
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked.append((self.path, headers))
            parts = urlsplit(self.path)
            reply = answer(parts.path, parse_qs(parts.query, keep_blank_values=True), headers)
            self.close_connection = True
            self.send_response(reply.status)
            length = {} if "Content-Length" in reply.headers else {"Content-Length": str(len(reply.body))}
            for name, value in (
                {"Content-Type": reply.type} | length | reply.headers | {"Connection": "close"}
            ).items():
                self.send_header(name, value)
            self.end_headers()
            body = reply.body if reply.cut is None else reply.body[: reply.cut]
            try:
                if reply.drip:
                    for byte in body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(reply.drip)
                else:
                    self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_address[1]}", asked)
    finally:
        server.shutdown()
        server.server_close()


def worldbank(
    rows: dict[tuple[str, str], float | None], *, page: int = 1, pages: int = 1, updated: str = "2026-10-01",
    code: str = "GB.XPD.RSDV.GD.ZS",
) -> bytes:  # fmt: skip
    head = {
        "page": page,
        "pages": pages,
        "per_page": 20000,
        "total": len(rows),
        "sourceid": "2",
        "lastupdated": updated,
    }
    body = [
        {
            "indicator": {"id": code, "value": "a title"}, "country": {"id": "XX", "value": "a name"},
            "countryiso3code": region, "date": year, "value": value, "unit": "", "obs_status": "", "decimal": 2,
        }
        for (region, year), value in rows.items()
    ]  # fmt: skip
    return json.dumps([head, body]).encode()


def dbnomics(series: dict[str, dict[str, object]], *, found: int | None = None, offset: int = 0) -> bytes:
    docs = [
        {
            "@frequency": "annual", "provider_code": "IMF", "dataset_code": "WEO:2026-10",
            "dataset_name": "World Economic Outlook", "dimensions": {"weo-country": code, "unit": "pcent_gdp"},
            "indexed_at": "2026-10-15T09:00:00.000Z", "period": list(path), "value": list(path.values()),
            "series_code": f"{code}.GGXWDG_NGDP.pcent_gdp",
        }
        for code, path in series.items()
    ]  # fmt: skip
    total = len(docs) if found is None else found
    return json.dumps({"_meta": {"version": "22.1.17"}, "series": {"docs": docs, "limit": 1000, "num_found": total,
                                                                   "offset": offset}}).encode()  # fmt: skip
