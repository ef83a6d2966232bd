"""Hostile and broken files end in one clear error each, and nothing of them is kept."""

from __future__ import annotations

import io
import json
import os
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from technostate.doctrine.documents import PART
from technostate.doctrine.importers import import_china_law, import_file, import_folder, import_sotu
from technostate.doctrine.importers import limits as limit
from technostate.errors import DataError
from technostate.evidence.store import Store

W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
XXE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = b"<!DOCTYPE a [" + b"".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">'.encode() for n in range(10)
) + b"]>"  # fmt: skip


def zipped(members: dict[str, bytes], *, claim: int | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    packed = file.getvalue()
    if claim is not None:
        # The central directory lies about the size: 24 bytes after each of its signatures.
        at = packed.index(b"PK\x01\x02")
        packed = packed[: at + 24] + struct.pack("<I", claim) + packed[at + 28 :]
    return packed


def word(body: bytes, head: bytes = b"") -> bytes:
    return zipped({"word/document.xml": head + b"<w:document " + W + b">" + body + b"</w:document>"})


def encrypted_zip() -> bytes:
    packed = bytearray(word(b"<w:p/>"))
    packed[packed.index(b"PK\x03\x04") + 6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


def encrypted_pdf() -> bytes:
    from test_import_formats import pdf

    return pdf(["secret"], encrypted=True)


def sheet(cells: bytes) -> bytes:
    return zipped({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"})


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty text": ("a.txt", lambda: b"", "no text"),
    "only blanks": ("a.txt", lambda: " \n\u3000\n".encode(), "no text"),
    "zero bytes": ("a.txt", lambda: b"\x00" * 5000, "not text"),
    "random bytes": ("a.txt", lambda: bytes((n * 7919 + n * n) % 256 for n in range(5001)), "not text"),
    "a program": ("a.txt", lambda: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "not text"),
    "an image": ("a.md", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not text"),
    "too large": ("a.txt", lambda: b"a" * (limit.FILE + 1), "larger than"),
    "word: no zip": ("a.docx", lambda: b"not a zip file at all", "damaged"),
    "word: cut": ("a.docx", lambda: word(b"<w:p/>" * 99)[:-40], "damaged"),
    "word: no document": ("a.docx", lambda: zipped({"x": b"y"}), "has no word/document.xml"),
    "word: bomb by ratio": ("a.docx", lambda: word(b" " * 30_000_000), "would unpack"),
    "word: bomb that lies": (
        "a.docx",
        lambda: zipped({"word/document.xml": b" " * 3_000_000}, claim=900),
        "cannot be|XML",
    ),
    "word: many members": ("a.docx", lambda: zipped({f"{n}": b"" for n in range(10_001)}), "members"),
    "word: encrypted": ("a.docx", encrypted_zip, "cannot be unpacked"),
    "word: external entity": ("a.docx", lambda: word(b"<w:p>&x;</w:p>", XXE), "declares XML entities"),
    "word: billion laughs": ("a.docx", lambda: word(b"<w:p>&l9;</w:p>", LAUGHS), "declares XML entities"),
    "word: deep": ("a.docx", lambda: word(b"<w:p>" * 5000 + b"</w:p>" * 5000), "deep"),
    "word: not XML": ("a.docx", lambda: word(b"<w:p>"), "not well-formed"),
    "word: path out of the folder": ("a.docx", lambda: zipped({"../../word/document.xml": b"<a/>"}), "has no word"),
    "pdf: not one": ("a.pdf", lambda: b"hello", "not a PDF"),
    "pdf: junk": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9, "damaged"),
    "pdf: encrypted": ("a.pdf", encrypted_pdf, "encrypted"),
    "tmx: external entity": ("a.tmx", lambda: XXE + b"<tmx><tu>&x;</tu></tmx>", "declares XML entities"),
    "tmx: billion laughs": ("a.tmx", lambda: LAUGHS + b"<tmx>&l9;</tmx>", "declares XML entities"),
    "tmx: deep": ("a.tmx", lambda: b"<a>" * 100_000, "deep"),
    "tmx: cut": ("a.tmx", lambda: b"<tmx><tu><tuv><seg>a", "not well-formed"),
    "tmx: no units": ("a.tmx", lambda: b"<tmx/>", "no translation units"),
    "tmx: a hundred languages": (
        "a.tmx",
        lambda: (
            b"<tmx><tu>" + b"".join(f'<tuv lang="l{n}"><seg>a</seg></tuv>'.encode() for n in range(99)) + b"</tu></tmx>"
        ),
        "languages",
    ),
    "html: script only": (
        "a.html",
        lambda: b"<html><script>" + b"alert(1);" * 99 + b"</script></html>",
        "no main text",
    ),
    "html: huge page": ("a.html", lambda: b"<p>a</p>" * (limit.PAGE // 8 + 1), "page of more than"),
    "html: too many elements": ("a.html", lambda: b"<p>a</p>" * 40_000, "elements"),
    "html: deep": ("a.html", lambda: b"<div>" * 50_000 + b"text", "deep"),
    "csv: a million columns": ("a.csv", lambda: b"text" + b",a" * 1_000_000 + b"\nx", "columns"),
    "csv: a row of a million cells": ("a.csv", lambda: b"text,b\nx" + b",a" * 1_000_000, "cells"),
    "csv: no text column": ("a.csv", lambda: b"a,b\n1,2\n", "no column with a text"),
    "csv: only a header": ("a.csv", lambda: b"text,title\n", "no document"),
    "csv: empty": ("a.csv", lambda: b"", "no column"),
    "jsonl: deep": ("a.jsonl", lambda: b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested|no JSON"),
    "jsonl: broken line": ("a.jsonl", lambda: b'{"text": "ok"}\n{"text": ', "line 2"),
    "jsonl: a list": ("a.jsonl", lambda: b"[1, 2]", "no JSON object"),
    "jsonl: many fields": ("a.jsonl", lambda: json.dumps({f"f{n}": n for n in range(2000)}).encode(), "fields"),
    "jsonl: huge number": ("a.jsonl", lambda: b'{"text": ' + b"9" * 10_000 + b"}", "no JSON"),
    "jsonl: empty": ("a.jsonl", lambda: b"\n\n", "empty"),
    "workbook: far column": ("a.xlsx", lambda: sheet(b'<row><c r="ZZZ1" t="str"><v>x</v></c></row>'), "columns"),
    "workbook: no sheet": ("a.xlsx", lambda: zipped({"x": b""}), "no sheet"),
    "workbook: external entity": (
        "a.xlsx",
        lambda: zipped({"xl/worksheets/sheet1.xml": XXE + b"<a>&x;</a>"}),
        "entities",
    ),
    "unknown ending": ("a.exe", lambda: b"MZ", "unknown ending"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_bad_file_is_one_error_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    file, make, message = HOSTILE[name]
    (tmp_path / file).write_bytes(make())
    began = time.monotonic()
    with Store(tmp_path / "store") as store:
        with pytest.raises(DataError, match=message) as caught:
            import_file(store, tmp_path / file, "c")
        assert caught.value.hint
        assert "\n" not in str(caught.value)
        assert str(tmp_path) not in str(caught.value)
        for table in ("document", "passage", "file", "sketch"):
            assert store.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert time.monotonic() - began < 10


SLOW = {
    "a.md": b"<!--" * 500_000,
    "b.md": b"# " + b" " * 300_000 + b"x" + b" #" * 300_000 + b"x",
    "c.txt": "。”".encode() * 300_000 + b"x",
    "d.txt": "2014年1月1日".encode() * 50_000,
    "e.txt": b"a" * 3_000_000,
    "f.txt": b"(" * 500_000 + b"2014-" * 100_000,
    "g.jsonl": b'{"text": "' + b"\\n" * 500_000 + b'x"}',
    "h.html": b"<article><p>text and more</p></article>" + b"<script" * 100_000,
    "i.txt": "一".encode() * 1_000_000 + "年".encode(),
}


@pytest.mark.parametrize("name", SLOW)
def test_no_pattern_makes_a_file_take_for_ever(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(SLOW[name])
    began = time.monotonic()
    with Store(tmp_path / "store") as store:
        report = import_folder(store, folder, "c")
        assert report.added + len(report.refused) == 1
    assert time.monotonic() - began < 30


def test_a_bad_file_does_not_stop_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, (file, make, _) in enumerate(HOSTILE.values()):
        if "large" not in file:
            (folder / f"{number}{Path(file).suffix}").write_bytes(make()[: limit.MEBIBYTE])
    (folder / "good.txt").write_text("国家安全", "utf-8")
    with Store(tmp_path / "store") as store:
        report = import_folder(store, folder, "c")
        assert len(report.refused) > 30
        assert ("国家安全",) in store.rows("SELECT text FROM passage")


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "outside.txt"
    (folder / "a").mkdir(parents=True)
    outside.write_text("secret", "utf-8")
    (folder / "a" / "loop").symlink_to(folder)
    (folder / "out.txt").symlink_to(outside)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "good.txt").write_text("国家安全", "utf-8")
    (folder / "inside.txt").symlink_to(folder / "good.txt")
    os.mkfifo(folder / "pipe.txt")
    with Store(tmp_path / "store") as store:
        report = import_folder(store, folder, "c")
        assert report.added == 1
        assert sorted(item.name for item in report.refused) == ["out.txt", "pipe.txt", "self.txt"]
        assert store.rows("SELECT text FROM passage") == [("国家安全",)]


def test_a_speech_that_is_named_as_a_path_stays_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "sotu"
    (folder / "speeches").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (folder / "metadata.csv").write_text(
        "fileid,date,president_full,source_url,year\n../../secret,1790-01-08,W,,1790\n"
    )
    with Store(tmp_path / "store") as store:
        report = import_sotu(store, folder=folder)
        assert (report.added, len(report.refused)) == (0, 1)


def test_a_database_that_is_none_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "laws.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    with Store(tmp_path / "store") as store:
        with pytest.raises(DataError, match=r"laws\.db cannot be read"):
            import_china_law(store, folder=tmp_path)
        store.require(PART)
        assert store.rows("SELECT count(*) FROM document") == [(0,)]
