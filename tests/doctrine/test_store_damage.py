"""What a store lost or changed by itself is an error where it is read, and `technostate doctrine check` names it."""

from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path

import pytest

from technostate.cli.app import run
from technostate.doctrine.documents import PART, Document, DocumentDate, Flag, Passage, insert, passages
from technostate.doctrine.evaluation import fulltext
from technostate.doctrine.query import parse
from technostate.doctrine.search import search
from technostate.doctrine.soundness import check
from technostate.errors import StoreError
from technostate.evidence.store import Part, Store

ASKED = (
    ("trend", "安全", "--collection", "x", "--json"),
    ("search", "国家"),
    ("search", "国家安全"),
    ("search", "安全", "--since", "2003", "--collection", "x"),
    ("documents",),
    ("cite", "3", "4"),
    ("kwic", "安全", "--collection", "x"),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a store of twelve documents."""
    folder = tmp_path_factory.mktemp("texts")
    dice = random.Random(7)
    for year in range(2000, 2012):
        lines = ["".join(dice.choice("国家安全发展科技强军民生") for _ in range(40)) + "。" for _ in range(12)]
        (folder / f"{year}.txt").write_text("\n".join(lines), "utf-8")
    assert run(["doctrine", "import", str(folder), "--collection", "x", "--store", str(folder / "s")]) == 0
    return (folder / "s").read_bytes()


@pytest.fixture
def asked(written: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> object:
    """Return a function from a store's bytes to (exit code, what was said) of each question, and of the check."""

    def ask(data: bytes) -> tuple[list[tuple[int, str]], int]:
        for end in ("", "-wal", "-shm"):
            (tmp_path / f"s{end}").unlink(missing_ok=True)
        (tmp_path / "s").write_bytes(data)
        capsys.readouterr()
        found = []
        for words in ASKED:
            code = run(["doctrine", *words, "--store", str(tmp_path / "s")])
            found.append((code, capsys.readouterr().out))
        return found, run(["doctrine", "check", "--store", str(tmp_path / "s")])

    return ask


def changed(data: bytes, statement: str, folder: Path) -> bytes:
    path = folder / "changed"
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    path.write_bytes(data)
    with sqlite3.connect(path, isolation_level=None) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute(statement)
        db.execute("PRAGMA journal_mode = WAL")
    db.close()
    return path.read_bytes()


def test_a_store_as_it_was_written_is_sound(written: bytes, asked: object, capsys: pytest.CaptureFixture[str]) -> None:
    answers, code = asked(written)  # type: ignore[operator]
    assert [answer[0] for answer in answers] == [0] * len(ASKED)
    assert code == 0
    assert capsys.readouterr().out.endswith("12 documents, 144 passages: all as written\n")


def test_flipped_bytes_give_the_same_answer_or_an_error_or_are_found(written: bytes, asked: object) -> None:
    sound, _ = asked(written)  # type: ignore[operator]
    dice = random.Random(11)
    refused = 0
    for _ in range(40):
        data = bytearray(written)
        for _ in range(dice.choice((1, 4, 20))):
            data[dice.randrange(len(data))] ^= dice.randrange(1, 256)
        answers, code = asked(bytes(data))  # type: ignore[operator]
        for words, answer, whole in zip(ASKED, answers, sound, strict=True):
            if answer[0] == 0 and answer != whole:
                # Only the index can do this in silence: reading all of it for every question would take too long.
                assert words[0] == "search" and code == 1
        refused += any(answer[0] for answer in answers)
    assert refused >= 5


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE passage SET text = replace(text, '安', '发') WHERE id = 5",
        "UPDATE passage SET text = x'80ff' WHERE id = 5",
        "UPDATE passage SET text = 12 WHERE id = 5",
        "UPDATE passage SET number = 'words' WHERE id = 5",
        "UPDATE passage SET document = x'80ff' WHERE id = 5",
        "UPDATE passage SET folded = '' WHERE id = 5",
        "UPDATE passage SET mark = 'words' WHERE id = 5",
        "DELETE FROM passage WHERE id = 5",
        "UPDATE document SET title = x'80ff' WHERE id = 1",
        "UPDATE document SET title = 7 WHERE id = 1",
        "UPDATE document SET date = '2014-13' WHERE id = 1",
        "UPDATE document SET date = 'words' WHERE id = 1",
        "UPDATE document SET collection = 'y' WHERE id = 1",
        "UPDATE document SET language = 'en' WHERE id = 1",
        "UPDATE document SET passages = 'many' WHERE id = 1",
        "UPDATE document SET first = -1 WHERE id = 1",
        "UPDATE document SET mark = NULL WHERE 0 OR id = 99 OR mark = ''",
        "INSERT INTO flag VALUES (1, x'80ff', 12)",
        "DELETE FROM document WHERE id = 1",
        "DELETE FROM tally",
        "UPDATE tally SET documents = 'words'",
        "DROP TABLE tally",
    ],
)  # fmt: skip
def test_a_changed_value_is_no_other_count_and_no_traceback(
    statement: str, written: bytes, asked: object, tmp_path: Path
) -> None:
    data = changed(written, statement, tmp_path)
    answers, code = asked(data)  # type: ignore[operator]
    if "WHERE 0" in statement:
        assert code == 0
        return
    assert code == 1
    trend, *_, listed, _, kwic = (answer[0] for answer in answers)
    assert 1 in (trend, listed) and trend == kwic == 1


@pytest.mark.parametrize("version", ["'words'", "x'00'", "-1", "1.5"])
def test_a_part_with_an_impossible_version_is_damaged(version: str, written: bytes, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(changed(written, f"UPDATE part SET version = {version}", tmp_path))
    with pytest.raises(StoreError, match="is damaged: documents have the version"), Store(tmp_path / "s") as store:
        store.require(PART)


def test_an_outline_that_is_damaged_stops_no_import_and_is_named(
    written: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "s").write_bytes(changed(written, "UPDATE outline SET hashes = 'words'", tmp_path))
    (tmp_path / "2020.txt").write_text("坚持总体国家安全观。" * 30, "utf-8")
    store = ["--store", str(tmp_path / "s")]
    assert run(["doctrine", "import", str(tmp_path / "2020.txt"), "--collection", "y", *store]) == 0
    capsys.readouterr()
    assert run(["doctrine", "check", "--json", *store]) == 1
    damage = json.loads(capsys.readouterr().out)["damage"]
    assert damage[0] == "the outline of document 1 is not what was written"
    assert len(damage) == 12


def test_a_change_in_the_index_is_named(written: bytes, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(written)
    with Store(tmp_path / "s") as store:
        store.require(PART)
        with store.writing() as db:
            db.execute("INSERT INTO gram(rowid, tokens) VALUES (3, '科幻')")
            db.execute("INSERT INTO gram(rowid, tokens) VALUES (999, '科幻')")
        found = check(store).damage
        assert found == (
            "the index of passage 3 of document 1 is not what was written",
            "the index has 1 passages that do not exist",
        )
        # A hit that its passage does not show is no hit.
        with pytest.raises(StoreError, match=r"the index in .* is damaged"):
            search(store, "科幻")


def test_documents_that_another_process_adds_are_seen(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as reader, Store(tmp_path / "s") as writer:
        for number in (1, 2):
            writer.require(PART)
            record = Document(f"d{number}", DocumentDate("2014"), "", "", "zh", "", f"{number}", "c")
            with writer.writing() as db:
                assert insert(db, record, [Passage(1, "国家安全")], [Flag("short", "words")]) == number
            from technostate.doctrine.documents import documents

            listed = documents(reader)
            assert [item.id for item in listed] == list(range(1, number + 1))
            assert listed[-1].flags == (Flag("short", "words"),)
            assert search(reader, "国家安全").total == number


def test_an_older_store_is_brought_up_to_date_with_its_index(tmp_path: Path) -> None:
    old = Part(PART.name, PART.versions[:1])
    with Store(tmp_path / "s") as store:
        store.require(old)
        with store.writing() as db:
            db.execute(
                "INSERT INTO document VALUES (1, 'c', 'ab', '题', '2014', '', '', 'zh', 'a.txt', 'utf-8', 1, 2, 9)"
            )
            for at, text in enumerate(("发展⼈⼯智能", "the conﬂict"), 1):
                db.execute("INSERT INTO passage VALUES (?, 1, ?, ?, NULL)", (at, at, text))
                db.execute("INSERT INTO gram(rowid, tokens) VALUES (?, 'words')", (at,))
    with Store(tmp_path / "s") as store:
        assert search(store, "人工智能").total == 1
        assert search(store, "conflict").total == 1
        assert search(store, "words").total == 0
        assert [item.text for item in passages(store, 1)] == ["发展⼈⼯智能", "the conﬂict"]
        assert check(store).damage == ()


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("安全 发展 NOT 生产", '"安全" AND "发展" NOT "生产"'),
        ("安全 (发展 OR 强军 AI) NOT (生产 OR 民生)", '"安全" AND ("发展" OR "强军" AND "ai") NOT ("生产" OR "民生")'),
        ("NOT 生产 安全", '"安全" NOT "生产"'),
        ("安全 OR NOT 发展", ""),
        ("国家安全 发展", ""),
        ("・安 发展", ""),
    ],
)
def test_a_chain_of_terms_is_asked_of_the_index_without_parentheses(query: str, asked: str) -> None:
    assert fulltext(parse(query)) == asked
