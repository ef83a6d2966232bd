"""Pages of official language: hostile text stays text, pages of hits are linked, nothing is heavier than it may be."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from technostate.doctrine.importers import Defaults, import_folder
from technostate.evidence.own import current
from technostate.evidence.store import Store
from technostate.web import shell
from technostate.web.answer import bundled
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.pages.language import around
from technostate.web.route import found

pytest.importorskip("ahocorasick_rs")

HOSTILE = (
    "<script>alert(1)</script> 国家安全 <img src=x onerror=alert(2)>", "国家安全\"><svg/onload=alert(3)>",
    "{{7*7}} ${7*7} 国家安全 </title><style>*{display:none}</style>",
    "国家安全 javascript:alert(4) <a href='javascript:x'>",
    "<!-- 国家安全 --> ]]> &lt;b&gt;",
)  # fmt: skip


def made(address: str) -> tuple[Asked, Bundle]:
    path, _, query = address.partition("?")
    asked, _ = found(path, parse_qsl(query))
    return asked, bundled(asked, asked.question.answer(asked.given))


@pytest.fixture
def texts(tmp_path: Path):  # type: ignore[no-untyped-def]
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "2015 <img src=x onerror=alert(5)>.txt").write_text("\n\n".join(HOSTILE), encoding="utf-8")
    (folder / "2018.txt").write_text("\n\n".join(f"第{at}段 国家安全" for at in range(120)), encoding="utf-8")
    with Store(tmp_path / "s.sqlite") as store:
        import_folder(
            store, folder, "mine", defaults=Defaults(issuer="<script>x</script>", type="report", language="zh")
        )
    current.use(tmp_path / "s.sqlite")
    yield
    current.use(None)


@pytest.mark.parametrize(
    "address",
    [
        "/language/search?words=国家安全&context=3",
        "/language/search?words=alert",
        "/language/kwic?term=国家安全&width=200",
        "/language/kwic?term=<script>alert(1)</script>",
        "/language/trend?terms=国家安全&collection=mine",
        "/language/trend?terms=<img src=x>&collection=mine",
        "/language/contrast?collection=mine",
    ],
)
def test_hostile_text_stays_text(texts: None, address: str) -> None:
    asked, bundle = made(address)
    page = shell.page(asked, bundle, around=around(asked, bundle))
    ours = re.findall(r'<script src="/static/[\w.-]+"[^<>]*></script>', page)
    assert ours and page.count("<script") == len(ours)
    lowered = page.lower()
    assert not any(sign in lowered for sign in ("<img", "<svg/", "<style", "<a href='javascript", "<b>"))
    assert 'href="javascript' not in lowered
    if "width=200" in address:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "onload=alert(3)" in page


def test_pages_of_hits_are_linked(texts: None) -> None:
    asked, bundle = made("/language/search?words=国家安全&start=20")
    linked = str(around(asked, bundle))
    assert 'href="/language/search?words=%E5%9B%BD%E5%AE%B6%E5%AE%89%E5%85%A8"' in linked
    assert "start=40" in linked
    asked, bundle = made("/language/kwic?term=国家安全&start=100")
    linked = str(around(asked, bundle))
    assert "Hits before" in linked and "Hits after" not in linked


@pytest.mark.parametrize(
    "address",
    ["/language/monthly", "/language/trend", "/language/contrast", "/language/lexicon",
     "/language/contrast?first=2003-2012&second=2013-2025", "/language/trend?terms=national+security&collection=sotu"],
)  # fmt: skip
def test_a_page_is_light(address: str) -> None:
    asked, bundle = made(address)
    page = shell.page(asked, bundle, around=around(asked, bundle)).encode()
    assert len(gzip.compress(page, 6)) <= 60_000
    assert bundle.data(".csv") or asked.question.key == "lexicon"


def test_words_of_a_page_are_no_state() -> None:
    for word in ("monthly", "trend", "contrast", "search", "kwic", "lexicon"):
        assert found(f"/language/{word}")[0].question.path == f"/language/{word}"
    assert found("/language/chn")[0].address == "/language/CHN"
