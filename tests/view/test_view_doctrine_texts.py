"""What states say: views of texts that were imported, and of the store itself."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from technostate.doctrine.importers import Defaults, import_folder
from technostate.doctrine.search import Filter
from technostate.doctrine.views import counted_passages, imported
from technostate.errors import DataError
from technostate.evidence.store import Store
from technostate.view.doctrine.contrast import contrast
from technostate.view.doctrine.documents import documents
from technostate.view.doctrine.drift import drift
from technostate.view.doctrine.imported import imported as result
from technostate.view.doctrine.kwic import kwic
from technostate.view.doctrine.order import order, task_rank
from technostate.view.doctrine.profile import profile
from technostate.view.doctrine.search import passage, search
from technostate.view.doctrine.trend import trend
from technostate.view.doctrine.uses import uses
from technostate.view.doctrine.verify import verify

from .doors import agree

pytest.importorskip("ahocorasick_rs")

REPORT = "政府工作报告\n\n（一）发展经济。推进军民融合。\n\n（二）维护国家安全。\n\n（三）科技强军，粮食安全。\n"
TMX = """<?xml version="1.0"?><tmx version="1.4"><header/><body>
<tu><tuv xml:lang="zh"><seg>维护国家安全。</seg></tuv><tuv xml:lang="en"><seg>We keep order.</seg></tuv></tu>
<tu><tuv xml:lang="zh"><seg>国家安全</seg></tuv><tuv xml:lang="en"><seg>national security</seg></tuv></tu>
</body></tmx>"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder, memory = tmp_path / "texts", tmp_path / "memory"
    for path in (folder, memory):
        path.mkdir()
    (folder / "2015.txt").write_text(REPORT, encoding="utf-8")
    (folder / "2018.txt").write_text("讲发展。\n\n再讲军民融合，低空经济。", encoding="utf-8")
    (memory / "GR2015.tmx").write_text(TMX, encoding="utf-8")
    with Store(tmp_path / "s.sqlite") as opened:
        import_folder(opened, folder, "reports", defaults=Defaults(issuer="国务院", type="report"))
        import_folder(opened, memory, "memory")
        yield opened


def test_views_of_imported_texts_agree(store: Store) -> None:
    texts = imported(store, "reports", terms=["低空经济"])
    read = counted_passages(store, texts)
    for view in (
        trend(texts, ["军民融合", "低空经济"]),
        uses(texts, ["强军"]),
        contrast(texts, "2015", "2018"),
        order(texts, ["fusion", "低空经济"]),
        profile(texts, "strategy"),
        task_rank(texts, read, ["军民融合", "military"]),
        drift(store, "memory", least=1),
        documents(store),
    ):
        assert agree(view) > 0
        assert {origin.producer for origin in view.origins} <= {"国务院", "issuer not known"}


def test_kwic_shows_every_hit_with_its_text_and_citation(store: Store) -> None:
    texts = imported(store, "reports")
    view = kwic(store, texts, "军民融合", width=3, citations="gb7714")
    agree(view)
    rows = list(csv.DictReader(io.StringIO(view.csv())))
    assert [(row["left"], row["hit"], row["right"]) for row in rows] == [
        ("。推进", "军民融合", "。"),
        ("再讲", "军民融合", "，低空"),
    ]
    assert rows[0]["citation"].startswith("国务院") and rows[0]["origin"].startswith("国务院")
    assert "2 hits in 2 documents" in view.text()


def test_options_of_zero_stay_in_the_command(store: Store) -> None:
    texts = imported(store, "reports")
    assert kwic(store, texts, "军民融合", width=0).command.endswith("--collection reports --width 0")
    assert search(store, "军民融合", limit=0).command == "technostate doctrine search 军民融合 --limit 0"
    assert search(store, "军民融合").command == "technostate doctrine search 军民融合"


def test_a_search_says_how_many_passages_and_shows_a_page(store: Store) -> None:
    view = search(store, "军民融合 OR 安全", Filter("reports"), limit=2, context=1)
    agree(view)
    said = json.loads(view.json())
    assert (said["total"], len(said["hits"]), said["hits"][0]["paragraph"]) == (4, 2, 2)
    assert [item["text"] for item in said["hits"][0]["before"]] == ["政府工作报告"]
    assert "1–2 of 4 passages" in view.text()
    assert "author = {{国务院}}" in view.cite("bibtex")


def test_an_issuer_that_is_not_known_is_no_author(store: Store) -> None:
    view = search(store, "维护国家安全", Filter("memory"))
    assert view.data.hits and {origin.producer for origin in view.origins} == {"issuer not known"}
    (item,) = json.loads(view.cite("csl-json"))
    assert item["id"].startswith("source-") and "author" not in item
    for style in ("bibtex", "ris", "csl-json", "text"):
        assert "issuer not known" not in view.cite(style), style
    assert "author" not in view.cite("bibtex") and "AU  -" not in view.cite("ris")
    assert "issuer not known" in view.text()
    known = json.loads(search(store, "维护国家安全", Filter("reports")).cite("csl-json"))
    assert [it["author"] for it in known] == [[{"literal": "国务院"}]]


def test_a_search_that_finds_nothing_is_an_answer(store: Store) -> None:
    view = search(store, "碳中和")
    assert (view.data.total, view.text().splitlines()[-1]) == (0, "0 passages")
    assert view.csv() == "\n"


def test_a_passage_has_its_citation_and_its_text(store: Store) -> None:
    number = search(store, "国家安全", Filter("reports")).data.hits[0].document.id
    view = passage(store, number, 3, "chicago")
    agree(view)
    assert view.data.text == "（二）维护国家安全。" and view.data.citation.endswith("para. 3.")
    with pytest.raises(DataError, match="no paragraph 99"):
        passage(store, number, 99)


def test_an_entry_keeps_its_lines_at_every_door(store: Store) -> None:
    number = search(store, "国家安全", Filter("reports")).data.hits[0].document.id
    view = passage(store, number, 3, "bibtex")
    entry = view.data.citation.rstrip()
    assert entry.startswith("@") and "\n" in entry
    # What a reference manager is given is the entry and nothing else.
    assert view.text().rstrip() == entry
    assert f"```\n{entry}\n```" in view.markdown()
    assert f"<pre>{html.escape(view.data.citation)}</pre>" in view.html()


def test_a_recount_tells_confirmed_from_absent(store: Store, shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    text = (shared / "data" / "corpus" / "gwr_zh" / "text" / "1955.txt").read_text("utf-8")
    (folder / "1955.txt").write_text(text, "utf-8")
    import_folder(store, folder, "mine", defaults=Defaults(language="zh"))
    view = verify(store, "mine", "gwr")
    assert agree(view) > 0
    assert dict(view.data.tally) == {"no text": 55, "confirmed": 1}


def test_an_import_says_what_was_added_skipped_and_refused(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "2020.txt").write_text("国家安全。", "utf-8")
    (folder / "bad.docx").write_bytes(b"no zip")
    (folder / "notes.xyz").write_bytes(b"x")
    with Store(tmp_path / "odd.sqlite") as store:
        view = result(import_folder(store, folder, "odd"))
    agree(view)
    data = view.data
    assert (data.added, [item.file for item in data.refused], len(data.skipped)) == (1, ["bad.docx"], 1)
    assert "1 documents added (utf-8 1)" in view.text() and "! bad.docx is damaged" in view.text()


def test_no_document_can_command_a_terminal(tmp_path: Path) -> None:
    """Escape sequences and marks that turn the order of characters are written out, at every place of a text."""
    (tmp_path / "2020.txt").write_text("前\x1b]0;title\x07国家安全\u202e后", encoding="utf-8")
    with Store(tmp_path / "s.sqlite") as store:
        import_folder(store, tmp_path / "2020.txt", "odd")
        texts = imported(store, "odd")
        said = kwic(store, texts, "国家安全").text() + search(store, "国家安全", context=1).text()
    assert "\x1b" not in said and "\x07" not in said and "\u202e" not in said
