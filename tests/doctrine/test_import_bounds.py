"""Hostile files end within bounds of memory and time, and the other files of their folder go on."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_files import nested_forms, packed_twice, pdf_of
from test_import_formats import docx

from technostate.doctrine.importers import apart as aside
from technostate.doctrine.importers import import_file, import_folder, limits
from technostate.doctrine.importers.apart import Apart
from technostate.doctrine.importers.extract import from_dict
from technostate.doctrine.importers.limits import MEBIBYTE, SourceFile
from technostate.errors import DataError
from technostate.evidence.store import Store

BODY = "".join(f"<p>第{number}段：坚持总体国家安全观，统筹发展和安全，把这一工作做好。</p>" for number in range(5))
#: Seconds that a refusal may take on a busy machine; those seen alone are in the comments.
PATIENCE = 60


#: Imports a folder in a process of its own, so that the largest memory of its children is that of this import alone.
IMPORT = """
import json, resource, sys
from technostate.doctrine.importers import import_folder
from technostate.evidence.store import Store
with Store(sys.argv[1]) as store:
    report = import_folder(store, sys.argv[2], "c")
refused = {item.name: str(item.error) for item in report.refused}
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"refused": refused, "added": report.added, "peak": peak}))
"""


def shared_string(times: int = 19_998) -> bytes:
    """A workbook of 52 kB whose one text of 32,500 characters stands in 19,998 rows."""
    rows = '<row><c t="s"><v>0</v></c></row>' * times
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        head = '<row><c t="str"><v>text</v></c></row>'
        package.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{head}{rows}</sheetData></worksheet>")
        package.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'国家安全，' * 6500}</t></si></sst>")
    return file.getvalue()


BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    # 8 GB and a native abort, 3 GB, 128 s, 98 s and 2.3 GB before there were bounds.
    "forms within forms": ("a.pdf", nested_forms, "within 1,024 MB of memory"),
    "a stream packed twice": ("a.pdf", packed_twice, "within 1,024 MB of memory|has no text|damaged"),
    "attributes": (
        "a.html",
        lambda: b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">text</p></body></html>",
        "more than 500 attributes",
    ),
    "attributes without values": (
        "a.html",
        lambda: b"<html><body><p " + b" ".join(b"a%d" % n for n in range(200_000)) + b">text</p></body></html>",
        "more than 500 attributes",
    ),
    "rows of CSV": ("a.csv", lambda: b"text,title\n" + b"aa bb,c\n" * 3_000_000, "more than 200,000 rows"),
    "rows of JSON lines": ("a.jsonl", lambda: b'{"text":"a"}\n' * 3_000_000, "more than 200,000 rows"),
    "one shared string": ("a.xlsx", shared_string, "more than 67,108,864 characters"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_one_refused_file_and_the_others_go_on(name: str, tmp_path: Path) -> None:
    file, make, message = BOMBS[name]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / file).write_bytes(make())
    (folder / "b.pdf").write_bytes(pdf_of([["The national security strategy."]]))
    (folder / "c.html").write_text(f"<html><title>c</title><body><article>{BODY}</article></body></html>", "utf-8")
    (folder / "d.txt").write_text("国家安全", "utf-8")
    began = time.monotonic()
    words = [sys.executable, "-c", IMPORT, str(tmp_path / "store"), str(folder)]
    done = json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    assert list(done["refused"]) == [file] and re.search(message, done["refused"][file])
    assert done["added"] == 3
    assert time.monotonic() - began < PATIENCE
    assert 0 < done["peak"] < 1.3 * limits.MEMORY


def test_an_encoding_that_is_none_of_texts_is_not_believed(tmp_path: Path) -> None:
    # Decoding 2 MB of punycode takes minutes.
    page = (
        b"<html><head><meta charset=punycode></head><body><p>" + b"national security " * 110_000 + b"</p></body></html>"
    )
    (tmp_path / "a.html").write_bytes(page)
    began = time.monotonic()
    with Store(tmp_path / "store") as store:
        assert import_file(store, tmp_path / "a.html", "c").encodings == {"utf-8": 1}
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize(
    "name", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "rot13", "zip", "mbcs"]
)
def test_codecs_of_python_are_no_encodings_of_pages(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<html><head><meta charset={name}></head><body>{BODY}</body></html>", "utf-8")
    with Store(tmp_path / "store") as store:
        assert import_file(store, tmp_path / "a.html", "c").encodings == {"utf-8": 1}


def test_a_file_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(aside, "PATIENCE", 0.5)
    with Apart() as apart, pytest.raises(DataError, match=r"a\.pdf takes more than 60 s to read"):
        apart.extract(SourceFile("a.pdf", b"%PDF-", ""), "pdf")


@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="needs bounds of processor time")
def test_processor_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    start = (
        "import sys; sys.path[:] = sys.argv[1:]; import technostate.doctrine.importers.apart as apart; "
        "import technostate.doctrine.importers.pdf as pdf; apart.SECONDS = 1; pdf.extract = lambda file: "
        "sum(iter(int, 1)); apart.main()"
    )
    monkeypatch.setattr(aside, "_START", start)
    began = time.monotonic()
    with Apart() as apart, pytest.raises(DataError, match="takes more than"):
        apart.extract(SourceFile("a.pdf", b"%PDF-", ""), "pdf")
    assert time.monotonic() - began < PATIENCE


def test_a_process_that_ended_is_begun_anew_and_none_is_left(tmp_path: Path) -> None:
    good = SourceFile("a.pdf", pdf_of([["The national security strategy."]]), "")
    with Apart() as apart:
        assert apart.extract(good, "pdf").pieces == ("The national security strategy.",)
        first = apart._process
        assert first is not None
        os.kill(first.pid, signal.SIGKILL)
        assert apart.extract(good, "pdf").pieces == ("The national security strategy.",)
        second = apart._process
        assert second is not None
        assert second.pid != first.pid
    assert (first.poll() is not None, second.poll() is not None) == (True, True)


def test_nothing_is_imported_from_the_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pypdfium2", "json", "signal"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken from the user')")
    monkeypatch.chdir(tmp_path)
    with Apart() as apart:
        assert apart.extract(SourceFile("a.pdf", pdf_of([["One strategy."]]), ""), "pdf").pieces == ("One strategy.",)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"pieces": "text", "encoding": "pdf"},
        {"pieces": [1], "encoding": "pdf", "title": "", "date": "", "made": "", "remarks": []},
        {"pieces": [], "encoding": None, "title": "", "date": "", "made": "", "remarks": []},
    ],
)
def test_an_answer_of_another_form_is_not_taken(record: dict[str, object]) -> None:
    with pytest.raises(DataError, match=r"a\.pdf cannot be read"):
        from_dict(record, "a.pdf")


def test_a_page_of_too_many_objects_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from technostate.doctrine.importers import pdf

    monkeypatch.setattr(pdf, "PDF_OBJECTS", 2)
    with pytest.raises(DataError, match="page 1 has 3 objects"):
        pdf.extract(SourceFile("a.pdf", pdf_of([["One", "two", "three"]]), ""))


def test_a_folder_of_many_pages_needs_one_process_and_no_more_memory(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        text = [f"National security strategy, part {number}, page {page}." for page in range(20)]
        (folder / f"{number}.pdf").write_bytes(pdf_of([text]))
    with Store(tmp_path / "store") as store:
        assert import_folder(store, folder, "c").added == 40


SLOW: dict[str, tuple[str, Callable[[], bytes]]] = {
    # Minutes each, for a pattern or a sum that grew with the square of the file.
    "metadata that never ends": (
        "a.pdf",
        lambda: pdf_of([["The strategy."]], xmp="<x:xmpmeta " * 200_000),
    ),
    "thirty thousand deleted marks": (
        "a.docx",
        lambda: docx(
            "".join(
                f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>{n * 7919 % 99_991}</w:t></w:r></w:p>"
                for n in range(30_000)
            )
        ),
    ),
    "a long text with one cut word": ("a.txt", lambda: b"security " * 1_000_000 + b"con-\ntrols"),
    "many hyphens": ("a.txt", lambda: b"a-\n" * 300_000),
    "a date of a million months": ("a.csv", lambda: b"text,date\nsecurity," + b"jan" * 1_000_000 + b"\n"),
    "a rule of a million signs": ("a.pdf", lambda: pdf_of([["." * 100_000 + "a"], ["." * 100_000 + "b"]])),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_strange_file_is_read_in_the_time_of_a_plain_one(name: str, tmp_path: Path) -> None:
    file, make = SLOW[name]
    (tmp_path / file).write_bytes(make())
    began = time.monotonic()
    with Store(tmp_path / "store") as store:
        assert import_file(store, tmp_path / file, "c").added == 1
    assert time.monotonic() - began < PATIENCE


def test_a_stopped_import_leaves_no_process_and_no_half_document(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.pdf").write_bytes(pdf_of([[f"The national security strategy, part {number}."]]))
    found: list[subprocess.Popen[bytes]] = []
    start = aside.Apart._started

    def started(apart: Apart) -> subprocess.Popen[bytes]:
        found.append(start(apart))
        if len(found) == 3:
            raise KeyboardInterrupt
        return found[-1]

    with Store(tmp_path / "store") as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(aside.Apart, "_started", started)
        with pytest.raises(KeyboardInterrupt):
            import_folder(store, folder, "c")
        patch.undo()
        assert {process.poll() is not None for process in found} == {True}
        assert store.rows("SELECT count(*) FROM document") == [(2,)]
        assert import_folder(store, folder, "c").added == 1


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_the_second_process_ends_with_a_killed_import(tmp_path: Path) -> None:
    code = (
        "import time; from technostate.doctrine.importers.apart import Apart; apart = Apart(); "
        "print(apart._started().pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{child}/stat").exists() and Path(f"/proc/{child}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_largest_file_that_is_read_is_read(tmp_path: Path) -> None:
    row = "title {},2014-04-15,The national security strategy of the year {} speaks of trade.\n"
    text = "title,date,text\n" + "".join(row.format(number, number) for number in range(5_000))
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert len(text) < limits.FILE == 64 * MEBIBYTE
    with Store(tmp_path / "store") as store:
        assert import_file(store, tmp_path / "a.csv", "c").added == 5_000
