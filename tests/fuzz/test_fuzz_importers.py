"""Whatever happens to a file, importing it gives whole documents or one DataError with a hint, in bounded time."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from technostate.doctrine.documents import PART
from technostate.doctrine.importers import import_folder
from technostate.doctrine.search import search
from technostate.errors import TechnostateError
from technostate.evidence.store import Store

SECONDS, SOAK_SECONDS = 30, 600
#: Files of each format in a round; seconds that they may take together, of which the slowest seen is a tenth.
COPIES = 10
PATIENCE = 60
TEXT = "坚持总体国家安全观，统筹发展和安全。National security strategy of 2015.\n\n第二段，2014年12月31日。\n" * 8
INSERTS = (
    b"<", b">", b"&x;", b'"', b",", b"\n", b"\x00", b"\xff\xfe", b"{", b"[", b"\\ud800",
    b"</script>", b"<![CDATA[", b"-->",
    b"<!DOCTYPE a [", b"PK\x05\x06", b"endobj", b"stream", b"9" * 40, "安".encode(), "安".encode("gb18030"), b"\x1b",
)  # fmt: skip


def package(members: dict[str, str], method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return file.getvalue()


def pdf() -> bytes:
    stream = b"BT /F1 12 Tf 50 700 Td (National security) Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"


def seeds() -> dict[str, bytes]:
    """A small sound file of every format; stored zip members can be damaged where it matters."""
    unit = "<tu><tuv xml:lang='zh-CN'><seg>安全</seg></tuv><tuv xml:lang='en'><seg>security</seg></tuv></tu>"
    word = (
        '<w:document xmlns:w="w"><w:body>' + "<w:p><w:r><w:t>国家安全</w:t></w:r></w:p>" * 9 + "</w:body></w:document>"
    )
    cells = '<row><c r="A1" t="str"><v>text</v></c></row><row><c r="A2" t="s"><v>0</v></c><c s="1"><v>4</v></c></row>'
    book = {
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
        "xl/sharedStrings.xml": "<sst><si><t>国家安全</t></si></sst>",
        "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    return {
        "a.txt": TEXT.encode(), "b.txt": TEXT.encode("gb18030"), "c.txt": TEXT.encode("utf-16"),
        "d.md": f"# 题\n<!-- x -->\n{TEXT}".encode(),
        "e.html": f"<html><title>题</title><body><article>{f'<p>{TEXT}</p>' * 3}</article></body></html>".encode(),
        "f.docx": package({"word/document.xml": word}, zipfile.ZIP_STORED),
        "g.docx": package({"word/document.xml": word}, zipfile.ZIP_DEFLATED),
        "h.xlsx": package(book, zipfile.ZIP_STORED), "i.pdf": pdf(),
        "j.tmx": f"<tmx version='1.4'><body>{unit * 9}</body></tmx>".encode(),
        "k.csv": f'text,date,title\n"{TEXT}",2014-05-01,题\nb,2015,"c"\n'.encode(),
        "l.jsonl": b'{"text": "a b c", "date": 2014, "source": "https://x.org"}\n{"text": "d", "title": null}\n',
    }  # fmt: skip


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The bytes cut off, repeated, or changed, deleted and inserted at a few places."""
    sort = dice.random()
    if sort < 0.15:
        return data[: dice.randrange(len(data) + 1)]
    if sort < 0.2:
        start = dice.randrange(len(data))
        return data[:start] + data[start : start + 40] * dice.choice((10, 1000)) + data[start:]
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        at, sort = dice.randrange(len(changed) + 1), dice.random()
        if sort < 0.4 and at < len(changed):
            changed[at] = dice.randrange(256)
        elif sort < 0.6:
            del changed[at : at + dice.randrange(1, 30)]
        else:
            changed[at:at] = dice.choice(INSERTS)
    return bytes(changed)


def rounds(soak: bool) -> Iterator[int]:
    end, number = time.monotonic() + (SOAK_SECONDS if soak else SECONDS), 0
    while time.monotonic() < end:
        yield number
        number += 1


def test_a_changed_file_is_whole_documents_or_one_error(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    soak = bool(request.config.getoption("--soak"))
    whole, folder, slowest = seeds(), tmp_path / "in", 0.0
    folder.mkdir()
    imported = refused = 0
    with Store(tmp_path / "store") as store:
        for number in rounds(soak):
            dice = random.Random(number if not soak else f"{time.time_ns()}")
            names = {f"{copy}{name}": name for copy in range(COPIES) for name in whole}
            for name, seed in names.items():
                (folder / name).write_bytes(mutated(whole[seed], dice))
            began = time.monotonic()
            report = import_folder(store, folder, f"round {number}")
            slowest = max(slowest, time.monotonic() - began)
            assert slowest < PATIENCE, number
            # Every file is taken or refused, but of files with the same bytes one is taken and the others are known.
            taken = {name for (name,) in store.rows("SELECT name FROM file WHERE collection = ?", (f"round {number}",))}
            left = {item.name for item in report.refused}
            lost = names.keys() - taken - left
            assert not taken & left
            assert {(folder / name).read_bytes() for name in lost} <= {(folder / name).read_bytes() for name in taken}
            for item in report.refused:
                assert isinstance(item.error, TechnostateError)
                assert item.error.hint
                assert len(str(item.error)) < 600
                assert " cannot be read (" not in str(item.error), (number, item)
            imported, refused = imported + report.added, refused + len(report.refused)
        store.require(PART)
        store.check()
        total = store.rows("SELECT count(*) FROM passage")[0][0]
        assert total == store.rows("SELECT sum(passages) FROM document")[0][0]
        assert search(store, "安全", limit=1).total <= total
    files = (number + 1) * COPIES * len(whole)
    print(f"{files} files, {imported} documents, {refused} refused, slowest round {slowest:.2f} s")
    assert imported
    assert refused
