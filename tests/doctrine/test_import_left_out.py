"""Nothing is left out of a file without a word: rows, cells, sheets, languages, paragraph marks."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from test_import_formats import docx

from technostate.doctrine.documents import documents, passages
from technostate.doctrine.importers import Defaults, Report, import_file, import_folder
from technostate.doctrine.importers.languages import language_code
from technostate.errors import DataError
from technostate.evidence.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite")


def imported(store: Store, path: Path, data: str | bytes, **columns: str) -> Report:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return import_file(store, path, "c", columns=columns)


def titles(store: Store) -> list[str]:
    return [item.document.title for item in sorted(documents(store), key=lambda item: item.id)]


def texts(store: Store) -> list[str]:
    return [row[0] for row in store.rows("SELECT text FROM passage ORDER BY id")]


def test_each_object_of_json_lines_names_its_own_fields(store: Store, tmp_path: Path) -> None:
    rows = [
        {"title": "一", "text": "甲维护国家安全。"},
        {"title": "二", "text": ["乙维护国家安全。", "第二段。"]},
        {"title": "三", "content": "丙维护国家安全。"},
    ]
    report = imported(store, tmp_path / "a.jsonl", "\n".join(json.dumps(row) for row in rows))
    assert (report.added, report.remarks) == (3, [])
    assert titles(store) == ["一", "二", "三"]
    assert texts(store) == ["甲维护国家安全。", "乙维护国家安全。", "第二段。", "丙维护国家安全。"]


@pytest.mark.parametrize(
    ("name", "data", "remark"),
    [
        (
            "a.jsonl",
            '{"text": "文"}\n{"text": null}\n{"title": "t"}\n{"text": 5}\n{"text": {"a": "b"}}\n',
            "a.jsonl: 4 rows (2, 3, 4, 5) of 5 without a text left out",
        ),
        ("a.csv", "text,title\n文,甲\n,乙\n  ,丙\n文二,丁\n", "a.csv: 2 rows (3, 4) of 4 without a text left out"),
        ("a.csv", "title,text\n甲,文\n乙\n\n\n", "a.csv: 1 row (3) of 2 without a text left out"),
        (
            "a.csv",
            "title,text\n甲,The state, its economy and trade\n乙,two\n",
            "a.csv: 1 row (2) with more cells than the header; a text without quotation marks may be cut at a comma",
        ),
        (
            "a.csv",
            'title,text\n甲,one\n乙,"two\n丙,three\n',
            "a.csv, line 4: the quotation marks are not those of CSV (unexpected end of data); rows may be lost",
        ),
        (
            "a.csv",
            "报告一览,\n,\ntitle,text\n甲,文\n",
            "a.csv: row 3 is taken for the header, the rows above are left out",
        ),
    ],
)
def test_rows_that_give_no_document_are_said(name: str, data: str, remark: str, store: Store, tmp_path: Path) -> None:
    assert imported(store, tmp_path / name, data).remarks == [remark]


def test_blank_last_rows_need_no_word(store: Store, tmp_path: Path) -> None:
    report = imported(store, tmp_path / "a.csv", "title,text\n甲,文\n,\n\n , \n")
    assert (report.added, report.remarks) == (1, [])


def test_a_map_that_fits_no_object_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not fit the column map: full"):
        imported(store, tmp_path / "a.jsonl", '{"text": "文", "title": "甲"}\n', text="full")
    report = imported(store, tmp_path / "a.jsonl", '{"text": "简", "full": "全文"}\n{"text": "简"}\n', text="full")
    assert (texts(store), report.remarks) == (["全文"], ["a.jsonl: 1 row (2) of 2 without a text left out"])


@pytest.mark.parametrize(
    ("name", "data"), [("a.csv", "text,title,text\na,b,c\n"), ("a.jsonl", '{"text": "a", "text": "b"}\n')]
)
def test_two_texts_of_one_name_are_refused(name: str, data: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"two columns named 'text'|stands twice"):
        imported(store, tmp_path / name, data)


@pytest.mark.parametrize(
    "data",
    [
        "sep=;\ntitle;date;text\n段;2014-03-05;维护国家安全。\n",
        "\ufeffsep=;\r\ntitle;date;text\r\n段;2014-03-05;维护国家安全。\r\n",
        '"sep=;"\ntitle;date;text\n段;2014-03-05;维护国家安全。\n',
        "SEP=|\ntitle|date|text\n段|2014-03-05|维护国家安全。\n",
        "sep=\t\ntitle\tdate\ttext\n段\t2014-03-05\t维护国家安全。\n",
        "title;date;text\n段;2014-03-05;维护国家安全。\n",
        "title|date|text\n段|2014-03-05|维护国家安全。\n",
    ],
)
def test_the_separator_is_told_or_seen(data: str, store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path / "a.csv", data)
    known = documents(store)[0].document
    assert (known.title, known.date.text, known.source) == ("段", "2014-03-05", "a.csv#2")
    assert texts(store) == ["维护国家安全。"]


def workbook(sheets: dict[str, list[list[str]]], *, places: bool = True) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        listed = "".join(f'<sheet name="{name}" r:id="r{at}"/>' for at, name in enumerate(sheets))
        # The members are numbered against the order of the sheets, as after moving one.
        numbers = list(range(len(sheets), 0, -1))
        related = "".join(
            f'<Relationship Id="r{at}" Target="worksheets/sheet{number}.xml"/>' for at, number in enumerate(numbers)
        )
        if places:
            package.writestr("xl/workbook.xml", f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>')
            package.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{related}</Relationships>")
        for number, rows in zip(numbers, sheets.values(), strict=True):
            cells = "".join(
                "<row>" + "".join(f'<c t="str"><v>{cell}</v></c>' for cell in row) + "</row>" for row in rows
            )
            package.writestr(
                f"xl/worksheets/sheet{number}.xml", f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
            )
    return file.getvalue()


TABLE = [["title", "text"], ["表二", "维护国家安全。"]]


def test_the_sheet_with_a_text_is_read_and_the_others_are_named(store: Store, tmp_path: Path) -> None:
    report = imported(store, tmp_path / "a.xlsx", workbook({"说明": [["见下一页"]], "数据": TABLE}))
    assert titles(store) == ["表二"]
    assert report.remarks == ["a.xlsx, sheet 说明 has no column with a text, and is left out"]


def test_a_header_below_a_title_is_found(store: Store, tmp_path: Path) -> None:
    report = imported(store, tmp_path / "a.xlsx", workbook({"数据": [["政策汇编"], ["", ""], *TABLE]}))
    assert (titles(store), texts(store)) == (["表二"], ["维护国家安全。"])
    assert report.remarks == ["a.xlsx, sheet 数据: row 3 is taken for the header, the rows above are left out"]


@pytest.mark.parametrize("places", [True, False])
def test_a_workbook_without_a_text_names_its_sheets(places: bool, store: Store, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no column with a text") as caught:
        imported(store, tmp_path / "a.xlsx", workbook({"说明": [["见下一页"]], "附": [["空"]]}, places=places))
    assert caught.value.hint.endswith("; sheets are 说明, 附" if places else "; sheets are 1, 2")


def test_the_users_map_finds_its_sheet(store: Store, tmp_path: Path) -> None:
    sheets = {"封面": [["text"], ["封面"]], "数据": [["题", "文"], ["甲", "维护国家安全。"]]}
    imported(store, tmp_path / "a.xlsx", workbook(sheets), text="文", title="题")
    assert (titles(store), texts(store)) == (["甲"], ["维护国家安全。"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("cmn", "zh"), ("chi", "zh"), ("zho", "zh"), ("ZH-hans-CN", "zh"), ("zh_TW", "zh"), ("lzh", "zh"),
        ("eng", "en"), ("en-GB", "en"), ("EN", "en"), ("jpn", "ja"), ("fre", "fr"), ("fra", "fr"), ("ger", "de"),
        ("rus", "ru"), ("Chinese", "zh"), ("中文", "zh"), ("Chinese (Simplified)", "zh"), ("English", "en"),
        ("gsw", "gsw"), ("", ""),
    ],
)  # fmt: skip
def test_codes_and_names_of_languages_are_one(written: str, code: str) -> None:
    assert language_code(written) == code


def tmx(*languages: str) -> str:
    sides = "".join(f'<tuv xml:lang="{name}"><seg>维护国家安全 {at}</seg></tuv>' for at, name in enumerate(languages))
    return f'<tmx version="1.4"><body><tu>{sides}</tu></body></tmx>'


@pytest.mark.parametrize("languages", [("cmn", "eng"), ("chi", "en-US"), ("zho", "EN"), ("zh-Hant-TW", "eng-US")])
def test_a_translation_memory_may_name_its_languages_in_any_way(
    languages: tuple[str, str], store: Store, tmp_path: Path
) -> None:
    imported(store, tmp_path / "a.tmx", tmx(*languages))
    assert {item.document.language for item in documents(store)} == {"zh", "en"}


def test_a_second_text_of_one_language_is_said(store: Store, tmp_path: Path) -> None:
    report = imported(store, tmp_path / "a.tmx", tmx("zh-CN", "zh-TW", "en"))
    assert report.remarks == ["a.tmx: 1 units have a second text in zh, which is left out"]
    assert sorted(texts(store)) == ["维护国家安全 0", "维护国家安全 2"]


def test_languages_of_tables_and_of_the_user_are_codes(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path / "a.csv", "text,language\nsecurity,Chinese\n")
    (tmp_path / "b.txt").write_text("security", "utf-8")
    import_file(store, tmp_path / "b.txt", "d", defaults=Defaults(language="cmn"))
    assert [item.document.language for item in documents(store)] == ["zh", "zh"]


MARK = "<w:pPr><w:rPr><w:{}/></w:rPr></w:pPr>"


def paragraph(text: str, mark: str = "") -> str:
    return f"<w:p>{MARK.format(mark) if mark else ''}<w:r><w:t>{text}</w:t></w:r></w:p>"


def row(cell: str, properties: str = "") -> str:
    return f"<w:tbl><w:tr>{properties}<w:tc>{cell}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (paragraph("推进国防", "del") + paragraph("现代化建设。"), ["推进国防现代化建设。"]),
        (paragraph("一", "del") + paragraph("二", "del") + paragraph("三") + paragraph("四"), ["一二三", "四"]),
        (paragraph("推进国防", "moveFrom") + paragraph("现代化建设。"), ["推进国防现代化建设。"]),
        (paragraph("推进国防", "ins") + paragraph("现代化建设。"), ["推进国防", "现代化建设。"]),
        (paragraph("末", "del"), ["末"]),
        (
            paragraph("前", "del") + row(paragraph("格", "del")) + paragraph("后"),
            ["前", "格", "后"],
        ),
        (
            row(paragraph("旧"), "<w:trPr><w:del/></w:trPr>") + row(paragraph("新")),
            ["新"],
        ),
        (
            paragraph(f"外</w:t><w:txbxContent>{paragraph('内')}</w:txbxContent><w:t>", "del") + paragraph("续"),
            ["内", "外续"],
        ),
    ],
)  # fmt: skip
def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next(
    body: str, found: list[str], store: Store, tmp_path: Path
) -> None:
    imported(store, tmp_path / "a.docx", docx(body))
    assert [item.text for item in passages(store, documents(store)[0].id)] == found


def test_locks_and_hidden_files_are_no_files_of_the_folder(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / ".git").mkdir(parents=True)
    for name in ("~$talk_2014.docx", ".~lock.talk.txt", "._talk.txt", ".git/a.txt", "~$表.xlsx"):
        (folder / name).write_bytes(b"\x05user" + b"\0" * 100)
    (folder / "talk_2014.txt").write_text("维护国家安全。", "utf-8")
    report = import_folder(store, folder, "c")
    assert (report.added, report.refused, report.skipped) == (1, [], [])
