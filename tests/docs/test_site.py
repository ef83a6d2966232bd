"""The site is built without a warning, has every page, and loads nothing from another host."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

pytest.importorskip("material")

ROOT = Path(__file__).resolve().parents[2]
#: Attributes by which a browser loads something by itself; a link that a reader follows (a href) is none.
LOADS = {
    "script": ("src",), "img": ("src", "srcset"), "iframe": ("src",), "link": ("href",), "source": ("src", "srcset"),
    "video": ("src", "poster"), "audio": ("src",), "object": ("data",), "embed": ("src",), "form": ("action",),
    "use": ("href", "xlink:href"), "image": ("href", "xlink:href"), "input": ("src",), "track": ("src",),
}  # fmt: skip
#: Links that say what a page is, and load nothing.
SAID = {"canonical", "alternate", "license", "author"}
#: In scripts nothing loads names of XML languages and an address in a message; nor comments of the libraries.
NAMES = re.compile(r"https?://(?:www\.w3\.org/[\w/.]+|bit\.ly/2s3ChXG)")
COMMENTS = re.compile(r"/\*[!*\s].*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
REMOTE = re.compile(r"(?:https?:)?//")


class Loaded(HTMLParser):
    """Collects what a page loads from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "link" and set(given.get("rel", "").split()) <= SAID:
            return
        self.found += [given[key] for key in LOADS.get(tag, ()) if REMOTE.match(given.get(key, "").strip())]
        self.found += in_style(given.get("style", ""))


def in_style(text: str) -> list[str]:
    return re.findall(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\s\"')]+)", text)


def loaded(page: str) -> list[str]:
    reader = Loaded()
    reader.feed(page)
    return reader.found + in_style(page)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    told = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "EXECUTE": "0"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    made = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def test_the_check_finds_what_is_loaded() -> None:
    page = (
        '<link rel="stylesheet" href="https://fonts.example/css"><script src="//cdn.example/a.js"></script>'
        '<a href="https://example.org">read</a><link rel="canonical" href="https://example.org">'
        "<style>@import 'https://x.example/b.css'; p { background: url(http://x.example/c.png) }</style>"
    )
    assert len(loaded(page)) == 4


def test_pages_and_styles_load_nothing_from_another_host(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 25
    for path in (*pages, *site.rglob("*.css"), *site.rglob("*.svg")):
        assert not loaded(path.read_text("utf-8")), path.relative_to(site)


def test_scripts_know_no_address_of_another_host(site: Path) -> None:
    scripts = sorted(site.rglob("*.js"))
    assert len(scripts) >= 3
    for path in scripts:
        if path.name == "search_index.js":  # the words of the pages
            continue
        rest = NAMES.sub("", COMMENTS.sub("", path.read_text("utf-8")))
        assert not re.findall(r"https?://[^\s\"'`)]+", rest), path.relative_to(site)


def test_search_works_from_disk(site: Path) -> None:
    index = (site / "search" / "search_index.js").read_text("utf-8")
    docs = json.loads(index.removeprefix("var __index = "))["docs"]
    assert any("hypothetical" in page["text"] or "Extraction" in page["title"] for page in docs)
    start = (site / "index.html").read_text("utf-8")
    assert 'src="assets/iframe-worker.js"' in start and (site / "assets" / "iframe-worker.js").is_file()


def test_a_browser_finds_a_word_from_disk(site: Path, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("needs a browser (chromium)")
    address = f"{(site / 'index.html').as_uri()}?q=Herfindahl"
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
        "--virtual-time-budget=20000",
    ]
    shown = subprocess.run(
        [browser, *options, "--dump-dom", address], capture_output=True, text=True, check=False
    ).stdout
    assert re.search(r'class="md-search-result__meta">[1-9]\d* matching document', shown)
    assert "exposure.html" in shown[shown.index("md-search-result__list") :]


def test_every_page_of_the_documentation_is_in_the_site(site: Path) -> None:
    for path in (ROOT / "docs").glob("*.md"):
        assert (site / f"{path.stem}.html").is_file(), path.name
    for path in (ROOT / "docs" / "notebooks").glob("*.ipynb"):
        assert (site / "notebooks" / f"{path.stem}.html").is_file()
        assert (site / "notebooks" / path.name).is_file(), "a reader takes the notebook itself"
