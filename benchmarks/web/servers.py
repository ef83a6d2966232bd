"""Servers that are measured: started, asked until they answer, weighed and ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

APPS = Path(__file__).parent / "apps"
OURS, STREAMLIT, PANEL = "technostate", "Streamlit", "Panel"
#: Chart of a page in a browser; elements of shadow trees are searched too.
CHARTS = {
    OURS: "#answer figure svg",
    STREAMLIT: "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg",
    PANEL: "canvas.bk-layer, canvas",
}


@dataclass
class Server:
    """A server that runs.

    Parameters
    ----------
    page : str
        Path of the page on China's exposure.
    seconds : float
        From its start to the first whole answer.
    """

    name: str
    process: subprocess.Popen[bytes]
    port: int
    page: str
    seconds: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def resident(self, key: str = "VmRSS") -> float:
        """MB of the process that serves; `VmHWM` is the most so far."""
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return float(next(line.split()[1] for line in text.splitlines() if line.startswith(key))) * 1024 / 1e6

    def processor(self) -> float:
        """Seconds of processor time that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def workers(self) -> float:
        """MB of the processes that it has started."""
        found = 0.0
        for place in Path("/proc").glob("[0-9]*/stat"):
            try:
                if int(place.read_text().rpartition(")")[2].split()[1]) == self.process.pid:
                    lines = (place.parent / "status").read_text().splitlines()
                    found += float(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) * 1024 / 1e6
            except (OSError, StopIteration, ValueError):
                continue
        return found

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def missing(name: str) -> str:
    """What to install for a server that cannot be started here; empty where nothing is missing."""
    need = {OURS: (), STREAMLIT: ("streamlit", "websockets"), PANEL: ("panel", "bokeh", "websockets")}[name]
    lack = [module for module in need if find_spec(module) is None]
    return f"{', '.join(lack)} not installed: pip install --require-hashes -r requirements/peers.txt" if lack else ""


def started(name: str, folder: Path, figures: Path) -> Server:
    """Start a server and wait for its first answer.

    Parameters
    ----------
    folder : Path
        Of our answers.
    figures : Path
        The file that the others draw.
    """
    port = _free()
    words, page, first = _command(name, port, folder)
    begun = time.perf_counter()
    env = os.environ | {"BENCH_FIGURES": str(figures)}
    process = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: _answers(f"http://127.0.0.1:{port}{first}"), process)
    except BaseException:
        process.kill()
        raise
    return Server(name, process, port, page, time.perf_counter() - begun)


def _command(name: str, port: int, folder: Path) -> tuple[Sequence[str], str, str]:
    """Words of the command, the page that is measured, and what is asked until it answers."""
    if name == OURS:
        words = ["-m", "technostate", "serve", "--port", str(port), "--folder", str(folder), "--no-ahead"]
        return [sys.executable, *words], "/exposure/CHN", "/"
    if name == STREAMLIT:
        options = {"server.port": port, "server.headless": "true", "browser.gatherUsageStats": "false",
                   "server.address": "127.0.0.1", "server.fileWatcherType": "none"}  # fmt: skip
        words = ["-m", "streamlit", "run", str(APPS / "streamlit_app.py")]
        return [sys.executable, *words, *(f"--{key}={value}" for key, value in options.items())], "/", "/"
    words = ["-m", "panel", "serve", str(APPS / "panel_app.py"), "--port", str(port), "--address", "127.0.0.1"]
    return [sys.executable, *words, f"--allow-websocket-origin=127.0.0.1:{port}"], "/panel_app", "/panel_app"


def wait_for(true: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    """Wait until something is true; raises `RuntimeError` if the process ends or time is up."""
    until = time.monotonic() + seconds
    while not true():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{process.args} did not answer")
        time.sleep(0.01)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as reply:
            reply.read()
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
