"""A first view in Chromium: bytes over the wire, sockets included, and how long until a chart stands on the page."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import Any

from benchmarks.web.servers import CHARTS, Server

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
#: Notes when the first chart has a place on the page: looked for in every frame that is drawn.
WATCH = """
(chosen => {
  const roots = root => [root, ...[...root.querySelectorAll('*')].filter(e => e.shadowRoot).flatMap(e => roots(e.shadowRoot))];
  const there = e => { const box = e.getBoundingClientRect(); return box.width > 20 && box.height > 5; };
  const look = () => {
    if (roots(document).some(root => [...root.querySelectorAll(chosen)].some(there))) window.firstChart = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})(%r)
"""  # noqa: E501


@dataclass(frozen=True)
class View:
    """What one view took: bytes received, requests, milliseconds to the first chart."""

    received: int
    requests: int
    chart: float


def browser(playwright: Any) -> Any:
    """A browser: Debian's where it is, else the one that playwright has."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)


def views(chromium: Any, server: Server) -> tuple[View, View]:
    """A first view with nothing kept by the browser, and a second."""
    context = chromium.new_context(viewport={"width": 1100, "height": 900})
    try:
        return _view(context, server), _view(context, server)
    finally:
        context.close()


def _view(context: Any, server: Server) -> View:
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    bodies: list[int] = []
    frames: list[int] = []
    wire.on("Network.loadingFinished", lambda said: bodies.append(said["encodedDataLength"]))
    wire.on("Network.webSocketFrameReceived", lambda said: frames.append(_size(said["response"])))
    page.add_init_script(WATCH % CHARTS[server.name])
    page.goto(server.address + server.page, wait_until="commit")
    page.wait_for_function("() => window.firstChart", timeout=60_000)
    known = -1
    while known != len(bodies) + len(frames):
        known = len(bodies) + len(frames)
        page.wait_for_timeout(700)
    taken = page.evaluate("() => window.firstChart")
    page.close()
    return View(int(sum(bodies) + sum(frames)), len(bodies), float(taken))


def _size(frame: dict[str, Any]) -> int:
    """Bytes of a frame of a socket; a binary one is shown in base 64."""
    text = frame["payloadData"]
    return len(text) * 3 // 4 if frame["opcode"] == 2 else len(text.encode())
