"""The pages as files: every link leads to a file, nothing needs a server, the same bytes on repetition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from technostate.cli.app import run
from technostate.errors import DataError
from technostate.web import folder, site
from technostate.web.asked import read
from technostate.web.questions import question
from technostate.web.relative import Places, page_as_file
from technostate.web.route import found

ADDRESSES = ("/shocks", "/worlds", "/parameters", "/scenarios", "/indicators", "/indicator/nothing")


class Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.found += [value or "" for name, value in attributes if name in ("href", "src", "action")]
        assert not any(name.startswith(("hx-", "on")) for name, _ in attributes)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, site.Written]]:
    place = tmp_path_factory.mktemp("site")
    shelf = folder.shelf(place / "folder")
    (place / "folder").mkdir(exist_ok=True)
    asks = [found(address)[0] for address in ADDRESSES]
    yield place / "out", place / "folder", site.write(place / "out", asks, shelf)


def test_what_cannot_be_answered_is_left_out_and_said(written: tuple[Path, Path, site.Written]) -> None:
    out, _, said = written
    assert said.pages == 5 and [address for address, _ in said.left_out] == ["/indicator/nothing"]
    assert (out / "worlds.html").is_file() and (out / "worlds.json").is_file() and (out / "worlds.csv").is_file()


def test_every_link_leads_to_a_file(written: tuple[Path, Path, site.Written]) -> None:
    out, _, said = written
    pages = sorted(out.rglob("*.html"))
    assert len(pages) == said.pages + 1
    for page in pages:
        parsed = Addresses()
        parsed.feed(page.read_text("utf-8"))
        assert "form" not in parsed.tags
        for address in parsed.found:
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme in ("https", "http", "mailto")
                continue
            assert not address.startswith("/"), address
            target = page.parent / unquote(parts.path) if parts.path else page
            assert target.resolve().is_file(), f"{page.name}: {address}"


def test_it_has_the_same_bytes_again_and_goes_on_from_what_is_kept(written: tuple[Path, Path, site.Written]) -> None:
    out, place, _ = written
    asks = [found(address)[0] for address in ADDRESSES[:5]]

    def digests(folder: Path) -> dict[str, str]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    site.write(out.with_name("again"), asks, folder.shelf(place))
    assert digests(out.with_name("again")) == digests(out)


def test_links_and_forms_in_words() -> None:
    china, usa = (read(question("exposure"), {"state": state}) for state in ("CHN", "USA"))
    links = Places([china, usa, read(question("shocks"), {})])
    page = (
        '<head><meta charset="utf-8"><script src="/static/htmx.min.1.js"></script></head><div id="answer"></div>'
        '<a href="/exposure/USA#chart-1">USA</a><a href="/exposure/USA.csv?chart=2" download="x">CSV</a>'
        '<a href="/exposure/FRA">France &amp; more</a><a href="/shocks?edition=1" hx-get="/shocks">S</a>'
        '<form action="/ask/exposure"><label>x</label></form>'
        '<form action="/jobs"><button>Run</button></form><p>after</p>'
    )
    made = page_as_file(page, "exposure/CHN.html", links)
    assert '<a href="USA.html#chart-1">' in made and '<a href="USA.chart-2.csv" download="x">' in made
    assert 'title="Not among these files' in made and "France &amp; more" in made
    assert '<a href="../shocks.html">S' in made and made.endswith("<p>after</p>")
    assert "<form" not in made and "htmx" not in made and "form-action &#x27;none" in made and "Run" not in made
    assert "Also among these files" in made


def test_a_folder_of_something_else_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(DataError):
        site.write(tmp_path, [], folder.shelf(tmp_path / "shelf"))


def test_which_pages_become_files() -> None:
    some = {page.address for page in site.pages(("CHN", "JPN"), long=False)}
    assert {"/exposure/JPN", "/strategies/JPN", "/claims", "/worlds"} <= some
    assert not any("/USA" in address.partition("?")[0].split("/")[2:3] for address in some)
    assert not any(address.startswith(("/price", "/shock/")) for address in some)
    assert "/price/JPN" in {page.address for page in site.pages(("JPN",))}
    assert {"CHN", "USA"} <= set(site.states_named(()))


def test_the_command_refuses_states_that_do_not_exist(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["site", "--out", str(tmp_path / "x"), "--states", "CHN,Atlantis"]) == 2
    assert "Atlantis" in capsys.readouterr().err
