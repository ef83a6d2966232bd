"""Names, devices and encodings: one bad file is one refused file, and what is read is read rightly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.doctrine.documents import documents
from technostate.doctrine.importers import Defaults, folder, import_file, import_folder
from technostate.doctrine.importers.encodings import decode
from technostate.errors import DataError
from technostate.evidence.store import Store

RUSSIAN = "Стратегия национальной безопасности Российской Федерации определяет цели и задачи государства. "
UKRAINIAN = "Стратегія національної безпеки України визначає загрози та цілі держави. "


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store.sqlite")


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    (path / "good.txt").write_text("国家安全", "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN * 5, "koi8-r"), (RUSSIAN * 5, "cp1251"), (RUSSIAN * 5, "cp866"), (RUSSIAN * 5, "iso8859-5"),
        (UKRAINIAN * 5, "cp1251"), (RUSSIAN + "Security strategy.", "koi8-r"), (RUSSIAN + "\n2014 GDP 5 %\n", "cp1251"),
    ],
)  # fmt: skip
def test_cyrillic_texts_are_read_in_their_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == (text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Η στρατηγική ασφάλειας της χώρας είναι νέα. " * 5, "cp1253"),
        ("国の安全保障戦略を定めるものである。" * 9, "shift_jis"),
        ("국가안보전략은 국가의 목표를 정한다. " * 9, "euc_kr"),
        ("יש לנו אסטרטגיה לאומית חדשה. " * 9, "cp1255"),
        ("إن الأمن الوطني هدف الدولة. " * 9, "cp1256"),
        ("ยุทธศาสตร์ความมั่นคงแห่งชาติ " * 9, "tis-620"),
    ],
)
def test_an_encoding_that_is_not_known_is_not_taken_for_latin_1(text: str, encoding: str) -> None:
    with pytest.raises(DataError, match=r"the encoding of a\.txt is not known|is not text") as caught:
        decode(text.encode(encoding), "a.txt")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("The state’s “national security” – as it is.", "cp1252", "windows-1252"),
        ("Größe, Ökonomie und Außenpolitik der Länder über die Jahre", "latin-1", "latin-1"),
        ("La stratégie de sécurité nationale a été publiée à l'été.", "latin-1", "latin-1"),
        ("Þjóðaröryggisstefna Íslands var samþykkt á Alþingi árið 2016.", "latin-1", "latin-1"),
    ],
)
def test_western_texts_are_read_as_before(text: str, encoding: str, found: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == (text, found)


CHINESE = "坚持总体国家安全观，统筹发展和安全。我们要把这一工作做好，为人民服务。"


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "found"),
    [
        (CHINESE, "utf-8", "iso-8859-1", "utf-8"),
        (CHINESE, "gb18030", "iso-8859-1", "gb18030"),
        (CHINESE, "gb18030", "gb2312", "gb2312"),
        (CHINESE, "gb18030", "x-gbk", "x-gbk"),
        (RUSSIAN, "koi8-r", "windows-1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r", "koi8-r"),
        ("“naïve”", "cp1252", "iso-8859-1", "iso-8859-1"),
    ],
)
def test_what_a_page_declares_is_believed_unless_the_bytes_say_otherwise(
    text: str, encoding: str, declared: str, found: str
) -> None:
    read, name = decode(text.encode(encoding), "a.html", declared)
    assert name == found
    assert (read == text) == (not (encoding == "koi8-r" and declared == "windows-1251"))


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.txt", b"a\xe4.txt", b"\x1b[2J.txt", b"a\nb.txt", "国\u202e家.txt".encode()]
)
def test_a_name_that_is_no_text_is_replaced_where_it_is_none(name: bytes, store: Store, inside: Path) -> None:
    path = os.path.join(os.fsencode(inside), name)  # noqa: PTH118
    with open(path, "wb") as file:  # noqa: PTH123
        file.write("维护国家安全。".encode())
    report = import_folder(store, inside, "c")
    assert (report.added, report.refused) == (2, [])
    alone = import_file(store, Path(os.fsdecode(path)), "d")
    assert alone.added == 1
    for item in documents(store):
        assert (item.document.source + item.document.title).isprintable() or "\u202e" in item.document.source
        item.document.source.encode()


def test_digits_of_other_scripts_are_no_dates_and_stop_nothing(store: Store, inside: Path) -> None:
    for name in ("20٢٣.txt", "２０１４年讲话.txt", "२०१४.txt", "20२३-01.txt"):
        (inside / name).write_text(f"国家安全 {name}", "utf-8")
    (inside / "b.jsonl").write_text('{"text":"国家安全甲","date":"20２０"}\n{"text":"乙","date":"20٢٠"}', "utf-8")
    report = import_folder(store, inside, "c")
    assert (report.added, report.refused) == (7, [])
    dates = {item.document.source: item.document.date.text for item in documents(store)}
    assert dates == {
        "good.txt": "", "20٢٣.txt": "", "２０１４年讲话.txt": "2014", "२०१४.txt": "", "20२३-01.txt": "",
        "b.jsonl#1": "2020", "b.jsonl#2": "",
    }  # fmt: skip
    assert sorted(item.date.first.isoformat() for item in (one.document for one in documents(store)) if item.date.first)


def test_a_file_that_vanishes_is_one_refused_file(store: Store, inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "z.txt"):
        (inside / name).write_text(f"国家安全 {name}", "utf-8")
    whole = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        if path.name == "a.txt":
            path.unlink()
        return whole(path)

    monkeypatch.setattr(Path, "lstat", lstat)
    report = import_folder(store, inside, "c")
    assert (report.added, [item.name for item in report.refused]) == (2, ["a.txt"])
    assert str(report.refused[0].error) == "a.txt cannot be read: No such file or directory"


def test_a_file_that_vanishes_after_it_was_listed_is_one_refused_file(store: Store, inside: Path) -> None:
    (inside / "a.txt").write_text("国家安全甲", "utf-8")
    (inside / "z.txt").write_text("国家安全乙", "utf-8")
    report = import_folder(store, inside, "c", progress=lambda _: (inside / "z.txt").unlink(missing_ok=True))
    assert (report.added, [item.name for item in report.refused]) == (2, ["z.txt"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_said(store: Store, inside: Path) -> None:
    (inside / "closed").mkdir(mode=0)
    report = import_folder(store, inside, "c")
    assert [str(item.error) for item in report.refused] == ["closed cannot be listed: Permission denied"]


def test_a_fault_of_an_importer_is_one_refused_file(
    store: Store, inside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(file: object) -> None:
        raise OverflowError("date value out of range")

    monkeypatch.setitem(folder.FORMATS, ".md", faulty)
    (inside / "a.md").write_text("文", "utf-8")
    report = import_folder(store, inside, "c")
    assert report.added == 1
    assert str(report.refused[0].error) == "a.md cannot be read (OverflowError: date value out of range)"


@pytest.mark.parametrize("name", ["pipe.txt", "/dev/zero", "/dev/null", "/dev/stdin"])
def test_pipes_and_devices_are_refused_clearly(name: str, store: Store, tmp_path: Path) -> None:
    path = tmp_path / name
    if not path.exists():
        os.mkfifo(path)
    if name == "/dev/stdin" and not path.is_char_device() and not path.is_fifo():
        pytest.skip("standard input is a file here")
    with pytest.raises(DataError, match="is a pipe or a device; only folders and files can be imported") as caught:
        import_folder(store, path, "c")
    assert "save what it gives to a file first" in caught.value.hint


def test_standard_input_through_a_pipe_is_refused_clearly(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "technostate", "doctrine", "import", "/dev/stdin", "--store", str(tmp_path / "s")]
    done = subprocess.run(words, input=b"text\n", capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "technostate: /dev/stdin is a pipe or a device; only folders and files can be imported",
        "hint: save what it gives to a file first, with an ending that names its format",
    ]


@pytest.mark.parametrize(("name", "why"), [("a" * 300, "File name too long"), ("a\0b", ".*embedded null")])
def test_a_name_that_no_system_has_is_one_message(name: str, why: str, store: Store) -> None:
    with pytest.raises(DataError, match=f"cannot be found: {why}"):
        import_folder(store, Path(name), "c")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([""], "the source has no name"),
        (["--", "-"], "standard input cannot be imported"),
        (["-"], "technostate doctrine import has no option -"),
        (["a" * 300], "aaaa does not exist"),
        (["x/" * 3000], "does not exist"),
        (["nowhere\udcff"], "does not exist"),
        ([".", "--collection", "\udcff"], "collection is not printable text in UTF-8"),
        ([".", "--issuer", "a\x1b[2J"], "issuer is not printable text in UTF-8"),
        ([".", "--type", "a\nb"], "type is not printable text in UTF-8"),
        ([".", "--columns", "text=\udcff"], "text is not printable text in UTF-8"),
        ([".", "--date", "9999-99"], "'9999-99' is not a date"),
    ],
)
def test_a_bad_word_at_the_command_line_is_one_message(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["doctrine", "import", "--store", str(tmp_path / "s"), *words]) == 2
    shown = capsys.readouterr()
    assert (shown.out, message in shown.err, "\nhint: " in shown.err) == ("", True, True)


def test_keys_and_cells_of_lone_surrogates_are_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.jsonl").write_text('{"\\ud800":"a"}\n', "utf-8")
    assert run(["doctrine", "import", str(tmp_path / "a.jsonl"), "--store", str(tmp_path / "s")]) == 2
    shown = capsys.readouterr()
    assert "a.jsonl has no column with a text" in shown.err
    assert "columns are \ufffd" in shown.err


def test_titles_are_one_line_without_signs_for_the_terminal(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text":"国家安全","title":"a\\u001b[2J\\n\\tb"}\n', "utf-8")
    import_file(store, tmp_path / "a.jsonl", "c", defaults=Defaults())
    assert documents(store)[0].document.title == "a[2J b"


def test_a_collection_is_named_as_the_folder_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "reports.2014").mkdir()
    (tmp_path / "reports.2014" / "a.txt").write_text("国家安全", "utf-8")
    assert run(["doctrine", "import", str(tmp_path / "reports.2014"), "--store", str(tmp_path / "s")]) == 0
    assert "reports.2014: 1 documents added" in capsys.readouterr().out
