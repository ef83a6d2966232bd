"""Dates and titles: as tables, front matter, pages and PDF files declare them, never guessed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pdf_files import pdf_of

from technostate.doctrine.documents import StoredDocument, documents
from technostate.doctrine.importers import Defaults, import_file, import_folder
from technostate.doctrine.importers.dates import date_field, date_in
from technostate.errors import DataError
from technostate.evidence.store import Store

BODY = "".join(f"<p>第{number}段：坚持总体国家安全观，统筹发展和安全，把这一工作做好。</p>" for number in range(5))
LINES = ["The national security strategy of the state speaks of trade and of", "the economy in many words."]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite")


def one(store: Store, path: Path, data: bytes | str) -> StoredDocument:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    import_file(store, path, "c")
    return documents(store)[-1]


def about_dates(found: StoredDocument) -> list[str]:
    return [flag.text for flag in found.flags if flag.kind == "date"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2014/4/15", "2014-04-15"), ("2014/04/15", "2014-04-15"), ("20140415", "2014-04-15"),
        ("2014.4.15", "2014-04-15"), ("2014-4-5", "2014-04-05"), ("2014年4月15日", "2014-04-15"),
        ("2014 年 4 月 15 日", "2014-04-15"), ("２０１４年４月１５日", "2014-04-15"),
        ("二〇一四年四月十五日", "2014-04-15"),
        ("二○一四年十二月三十一日", "2014-12-31"), ("2014-04-15T09:30:00+08:00", "2014-04-15"),
        ("2014/4/15 9:30", "2014-04-15"), ("20140415093000", "2014-04-15"), ("15 April 2014", "2014-04-15"),
        ("April 15, 2014", "2014-04-15"), ("Apr 15 2014", "2014-04-15"), ("15-Apr-2014", "2014-04-15"),
        ("Tue, 15 Apr 2014 10:00:00 GMT", "2014-04-15"), ("April 2014", "2014-04"), ("2014年4月", "2014-04"),
        ("2014-04", "2014-04"), ("2014/4", "2014-04"), ("201404", "2014-04"), ("2014", "2014"), ("2014.0", "2014"),
        ("20140415.0", "2014-04-15"), ("2014年", "2014"), ("15.04.2014", "2014-04-15"), ("4.5.2014", "2014-05-04"),
        ("15/04/2014", "2014-04-15"), ("04/15/2014", "2014-04-15"), ("05/05/2014", "2014-05-05"),
        ("20２０", "2020"), ("", ""), ("n/a", ""), ("不详", ""),
    ],
)  # fmt: skip
def test_a_date_of_a_table_is_read_as_it_is_written(text: str, date: str) -> None:
    assert (date_field(text)[0].text, date_field(text)[1]) == (date, "")


@pytest.mark.parametrize(
    ("text", "date", "doubt"),
    [
        ("04/05/2014", "2014", "cannot be told apart"),
        ("2014-02-30", "2014-02", "is read as 2014-02"),
        ("2014-13-01", "2014", "is read as 2014"),
        ("41744", "", "is read as no date"),
        ("1397520000", "", "is read as no date"),
        ("last spring", "", "is read as no date"),
        ("٢٠١٤-٠٤-١٥", "", "is read as no date"),
        ("201012", "", "is read as no date"),
    ],
)
def test_what_cannot_be_told_is_as_exact_as_it_is_known_and_flagged(text: str, date: str, doubt: str) -> None:
    found, why = date_field(text)
    assert (found.text, doubt in why) == (date, True)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2014_9", "2014"), ("2014-9", "2014"), ("2014_09", "2014"), ("2014_9_1", "2014"), ("2014-09", "2014-09"),
        ("2014_09_15_talk", "2014-09-15"), ("2014-9-5", "2014-09-05"), ("2014.9.5讲话", "2014-09-05"),
        ("20140905_讲话", "2014-09-05"), ("讲话2014年9月5日", "2014-09-05"), ("讲话2014年9月", "2014-09"),
        ("2016-2020规划", "2016"), ("2014-13", "2014"), ("20149999", ""), ("٢٠١٤", ""), ("２０１４", "2014"),
        ("12345", ""),
    ],
)  # fmt: skip
def test_a_name_is_read_only_where_it_cannot_mean_anything_else(name: str, date: str) -> None:
    assert date_in(name).text == date


def test_three_ways_to_write_one_day_are_one_day(store: Store, tmp_path: Path) -> None:
    rows = ["甲,2014/4/15,甲维护国家安全。", "乙,2014/04/15,乙维护国家安全。", "丙,20140415,丙维护国家安全。"]
    one(store, tmp_path / "in.csv", "title,date,text\n" + "\n".join(rows))
    assert [item.document.date.text for item in documents(store)] == ["2014-04-15"] * 3


def test_a_date_of_a_table_that_cannot_be_read_is_flagged(store: Store, tmp_path: Path) -> None:
    found = one(store, tmp_path / "in.csv", "title,date,text\n甲,spring,甲维护国家安全。\n")
    assert about_dates(found) == ["the date, 'spring' is read as no date"]


def front(block: str, rule: str = "---") -> str:
    return f"{rule}\n{block}\n{rule}\n\n维护国家安全。\n"


@pytest.mark.parametrize(
    ("text", "title", "date", "issuer"),
    [
        (front("title: 国家安全观讲话\ndate: 2014-04-15\nauthor: 某甲"), "国家安全观讲话", "2014-04-15", "某甲"),
        (front("title: 'A talk: the first'\ndate: 2014/4/15\ntags: [a, b]"), "A talk: the first", "2014-04-15", ""),
        (front("title: A talk: the first\ndate: April 15, 2014"), "A talk: the first", "2014-04-15", ""),
        (front("title: >\n  A long\n  title\ndate: 2014"), "A long title", "2014", ""),
        (front('title = "A talk"\ndate = 2014-04-15T09:00:00Z', "+++"), "A talk", "2014-04-15", ""),
        (front("date: 2014-04-15") + "\n# 标题\n", "标题", "2014-04-15", ""),
        (front("标题: 讲话\n日期: 2014年4月15日"), "讲话", "2014-04-15", ""),
    ],
)  # fmt: skip
def test_front_matter_says_title_date_and_author(
    text: str, title: str, date: str, issuer: str, store: Store, tmp_path: Path
) -> None:
    found = one(store, tmp_path / "in.md", text)
    known = found.document
    assert (known.title, known.date.text, known.issuer) == (title, date, issuer)
    assert found.passages == 1 + text.count("# ")


@pytest.mark.parametrize(
    "text", ["---\n一段文字。\n---\n\n又一段。", "---\n# A heading\nprose\n---\nmore", "---\nnever closed\n"]
)
def test_text_between_rules_is_text(text: str, store: Store, tmp_path: Path) -> None:
    found = one(store, tmp_path / "in.md", text)
    words = " ".join(row[0] for row in store.rows("SELECT text FROM passage ORDER BY id"))
    assert all(word in words for word in text.replace("#", "").replace("-", "").split())
    assert found.document.date.text == ""


def test_front_matter_stands_above_the_name_and_says_so(store: Store, tmp_path: Path) -> None:
    found = one(store, tmp_path / "2020_a.md", front("title: A\ndate: 2014-04-15"))
    assert found.document.date.text == "2014-04-15"
    assert about_dates(found) == ["the file says 2014-04-15, its name 2020"]


@pytest.mark.parametrize(
    ("head", "title", "date"),
    [
        ("<title>讲话</title>", "讲话", ""),
        ("<title>讲话 &amp; 文章\n </title>", "讲话 & 文章", ""),
        ('<title>讲话_新华网</title><meta property="og:title" content="讲话">', "讲话", ""),
        ('<title>a</title><meta name="PubDate" content="2014-04-15 09:30">', "a", "2014-04-15"),
        ('<title>a</title><meta property="article:published_time" content="2014-04-15T01:00:00Z">', "a", "2014-04-15"),
        ("<title>a</title><meta content='2014-04' name='citation_publication_date'>", "a", "2014-04"),
        ('<title>a</title><meta name="DC.date.issued" content="2014">', "a", "2014"),
        ('<title>a</title><meta name="last-modified" content="2020-01-01">', "a", ""),
        ('<title>a</title><meta property="article:modified_time" content="2020-01-01">', "a", ""),
        ('<title>a</title><meta name="copyright" content="2020"><meta name="keywords" content="2019">', "a", ""),
        ('<title>a</title><script type="ld">{"datePublished": "2014-04-15"}</script>', "a", "2014-04-15"),
        ('<title>a</title><!-- <meta name="pubdate" content="2001-01-01"> -->', "a", ""),
    ],
)  # fmt: skip
def test_a_page_says_title_and_day_of_publication(
    head: str, title: str, date: str, store: Store, tmp_path: Path
) -> None:
    text = f"<html><head><meta charset=utf-8>{head}</head><body><article>{BODY}</article></body></html>"
    found = one(store, tmp_path / "in.html", text)
    assert (found.document.title, found.document.date.text) == (title, date)


@pytest.mark.parametrize(
    ("time", "date"),
    [
        ('<time itemprop="datePublished" datetime="2014-04-15">then</time>', "2014-04-15"),
        ('<time pubdate datetime="2014-04-15T09:00">then</time>', "2014-04-15"),
        ('<time class="entry-date published" datetime="2014-04-15">then</time>', "2014-04-15"),
        ('<time datetime="1999-01-01">an event</time>', ""),
        ('<time class="updated" datetime="2020-01-01">then</time>', ""),
        ("<p>Published on 15 April 2014.</p>", ""),
    ],
)
def test_only_a_time_that_declares_itself_published_is_the_date(
    time: str, date: str, store: Store, tmp_path: Path
) -> None:
    found = one(
        store, tmp_path / "in.html", f"<html><title>a</title><body><article>{time}{BODY}</article></body></html>"
    )
    assert found.document.date.text == date


def test_a_number_in_a_name_is_no_month(store: Store, tmp_path: Path) -> None:
    page = f"<html><title>讲话</title><body><article>{BODY}</article></body></html>"
    assert one(store, tmp_path / "2014_9.html", page).document.date.text == "2014"


def test_the_more_exact_of_two_dates_that_agree_is_taken_else_the_name(store: Store, tmp_path: Path) -> None:
    page = (
        '<html><title>讲话</title><meta name="pubdate" content="{}"><body><article>'
        + BODY
        + "{}</article></body></html>"
    )
    exact = one(store, tmp_path / "2014_9.html", page.format("2014-09-18", "甲"))
    assert (exact.document.date.text, about_dates(exact)) == ("2014-09-18", [])
    other = one(store, tmp_path / "2013_9.html", page.format("2014-09-18", "乙"))
    by_name = next(item for item in documents(store) if item.document.source == "2013_9.html")
    assert by_name.document.date.text == "2013"
    assert about_dates(by_name) == ["the file says 2014-09-18, its name 2013"]
    assert other


INFO = "/Title (A Strategy)/CreationDate (D:20140415093000+08'00')/ModDate (D:20200101000000Z)"
XMP = (
    '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="r"><rdf:Description xmlns:dc="d" '
    'xmlns:p="p" xmlns:xmp="x" xmp:CreateDate="2016-01-02T00:00:00Z" xmp:ModifyDate="2020-01-01"><dc:title><rdf:Alt>'
    '<rdf:li xml:lang="x-default">战略</rdf:li><rdf:li xml:lang="fr">La strat</rdf:li></rdf:Alt></dc:title>{}'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)
MADE = "is the day on which the file says that it was made; the text may be older"


@pytest.mark.parametrize(
    ("name", "info", "xmp", "title", "date", "flags"),
    [
        ("a.pdf", INFO, "", "A Strategy", "2014-04-15", [f"2014-04-15 {MADE}"]),
        ("in_2012.pdf", INFO, "", "A Strategy", "2012", []),
        ("a.pdf", "/Title (untitled)", "", "a", "", []),
        ("a.pdf", "/Title (Microsoft Word - final_v3.docx)", "", "a", "", []),
        ("a.pdf", "/ModDate (D:20200101000000Z)", "", "a", "", []),
        ("a.pdf", "", XMP.format("<p:publicationDate>2015-02-06</p:publicationDate>"), "战略", "2015-02-06", []),
        ("a.pdf", "", XMP.format("<dc:date><rdf:Seq><rdf:li>2015</rdf:li></rdf:Seq></dc:date>"), "战略", "2015", []),
        ("a.pdf", INFO, XMP.format(""), "战略", "2014-04-15", [f"2014-04-15 {MADE}"]),
        ("a.pdf", "", XMP.format(""), "战略", "2016-01-02", [f"2016-01-02 {MADE}"]),
        ("a.pdf", "/CreationDate (yesterday)", "", "a", "", []),
        ("a.pdf", "", '<!DOCTYPE a [<!ENTITY x "y">]><x:xmpmeta>&x;</x:xmpmeta>', "a", "", []),
    ],
)  # fmt: skip
def test_a_pdf_file_says_its_title_and_date(
    name: str, info: str, xmp: str, title: str, date: str, flags: list[str], store: Store, tmp_path: Path
) -> None:
    # Metadata of more than ASCII is written as bytes of UTF-8 within a stream of the file.
    found = one(store, tmp_path / name, pdf_of([LINES], info=info, xmp=xmp))
    assert (found.document.title, found.document.date.text, about_dates(found)) == (title, date, flags)


def workbook(cells: str, properties: str = "", styles: bool = True) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", f"<workbook><workbookPr {properties}/></workbook>")
        package.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{cells}</sheetData></worksheet>")
        if styles:
            formats = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            package.writestr("xl/styles.xml", f"<styleSheet>{formats}</styleSheet>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("number", "properties", "date"),
    [
        ("40241", 'date1904="1"', "2014-03-05"), ("41703", "", "2014-03-05"), ("41703", 'date1904="0"', "2014-03-05"),
        ("40241.75", 'date1904="true"', "2014-03-05"), ("61", "", "1900-03-01"), ("1", "", "1900-01-01"),
    ],
)  # fmt: skip
def test_a_workbook_counts_days_from_1900_or_1904(
    number: str, properties: str, date: str, store: Store, tmp_path: Path
) -> None:
    cells = (
        '<row><c t="str"><v>text</v></c><c t="str"><v>date</v></c></row>'
        f'<row><c t="str"><v>维护国家安全。</v></c><c s="1"><v>{number}</v></c></row>'
    )
    found = one(store, tmp_path / "in.xlsx", workbook(cells, properties))
    assert found.document.date.text == date


@pytest.mark.parametrize("date", ["9999", "9999-12-31", "0001", "9998-06"])
def test_dates_at_the_ends_of_the_calendar_are_dates(date: str, store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("2014年1月1日，坚持总体国家安全观。", "utf-8")
    report = import_folder(store, tmp_path / "in", "c", defaults=Defaults(date=date))
    assert (report.added, report.refused) == (1, [])
    assert documents(store)[0].document.date.text == date
    assert bool([flag for flag in documents(store)[0].flags if "in the future" in flag.text]) == (date > "2026")


@pytest.mark.parametrize("date", ["٢٠١٤", "２０１４", "2014-4-15", "soon", "99999"])
def test_a_default_date_that_is_none_is_refused_at_once(date: str, store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("文", "utf-8")
    with pytest.raises(DataError, match="not a date"):
        import_file(store, tmp_path / "a.txt", "c", defaults=Defaults(date=date))
