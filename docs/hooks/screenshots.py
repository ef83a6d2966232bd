"""The pictures of the README: the brief and pages of the observatory as Chromium shows them. `make screenshots` runs it.

They are made from what the package says today, the first time in minutes; ``--folder`` names where answers are kept.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs/images"
TECHNOSTATE = (sys.executable, "-m", "technostate")
#: Picture → address, width, height, colours.
PAGES = {
    "observatory": ("/", 1100, 900, "light"),
    "exposure": ("/exposure", 1100, 900, "light"),
    "state-phone": ("/state/CHN", 390, 844, "dark"),
}
#: Colours of a picture: text stays sharp and a file small.
_COLOURS = 64


def main() -> int:
    """Make every picture."""
    parser = argparse.ArgumentParser(description="Make the pictures of the README.")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/observatory", help="where answers are kept")
    parser.add_argument("--brief", type=Path, help="a brief that was written; made anew by default")
    said = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        brief = said.brief or Path(scratch) / "brief.html"
        if said.brief is None:
            words = ("assess", "CHN", "--against", "USA", "--out", str(brief))
            subprocess.run([*TECHNOSTATE, *words], check=True, stdout=subprocess.DEVNULL)
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        with _view(chromium, brief.resolve().as_uri(), 1000, 1400, "light") as page:
            _keep("brief", page.locator("section.sheet").first.screenshot())
        with _served(said.folder) as address:
            for name, (path, width, height, theme) in PAGES.items():
                _made(address + path)
                with _view(chromium, address + path, width, height, theme) as page:
                    _keep(name, page.screenshot())
        chromium.close()
    return 0


@contextmanager
def _view(chromium: Any, address: str, width: int, height: int, theme: str) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    page = context.new_page()
    page.goto(address)
    page.evaluate("() => document.fonts.ready")
    try:
        yield page
    finally:
        context.close()


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Serve from a folder of answers, and yield the address."""
    words = (*TECHNOSTATE, "serve", "--port", "0", "--folder", str(folder), "--no-ahead")
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+:\d+", process.stdout.readline())
        if found is None:
            raise RuntimeError("the server said no address")
        yield found[0]
    finally:
        process.terminate()
        process.wait(10)


def _made(address: str, seconds: float = 600) -> None:
    """Wait until an answer is made: its page is sent with status 200 then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with urllib.request.urlopen(address, timeout=60) as reply:
            if reply.status == 200:
                return
        time.sleep(1)
    raise RuntimeError(f"{address} was not made in {seconds:.0f} s")


def _keep(name: str, picture: bytes) -> None:
    from PIL import Image

    target = IMAGES / f"{name}.png"
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
        target, optimize=True
    )
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e3:.0f} kB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
