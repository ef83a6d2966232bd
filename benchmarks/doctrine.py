"""Doctrine texts: speed of import, search and scan, memory, and recall beside jieba tokens and SQLite's trigrams.

python -m benchmarks.doctrine          all; writes benchmarks/results/doctrine.json and doctrine.md
python -m benchmarks.doctrine --quick  fewer repeats, smaller synthetic collections; prints, writes nothing

Import, search and peers need the shared texts; jieba is run where it can be imported. Imports run in processes of their
own, so that the peak of memory is theirs. Times are the least of several repeats unless said.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from technostate.doctrine.documents import passages as passages_of
from technostate.doctrine.importers import import_china_law, import_folder, import_sotu
from technostate.doctrine.search import search
from technostate.doctrine.tokens import fold_unspaced, is_wide
from technostate.evidence.store import Store

SHARED = Path(os.environ.get("TECHNOSTATE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
CORPUS = SHARED / "data" / "corpus"
RESULTS = Path(__file__).parent / "results"
PLAIN = ("gwr_zh/text", "xi_speeches_2013_2016", "us_nss_1987_2015", "us_sotu/speeches", "cn_national_laws")
REST = ("gwr_zh/raw", "cpc_congress_zh", "gwr_bilingual_tmx", "cn_tech_policies_166", "cn_provincial_gwr_2026")
#: Two-character words of the doctrine; every one of them is missed by a trigram index.
WORDS = (
    *("安全", "发展", "强军", "创新", "科技", "军民", "融合", "改革", "开放", "国防", "网络", "数据", "生态", "资源"),
    *("能源", "粮食", "金融", "核能", "太空", "深海", "极地", "人才", "制造", "芯片", "外交", "领土", "主权", "文化"),
    *("社会", "政治", "经济", "军事"),
)
LONGER = (
    "总体国家安全观",
    "国家安全",
    "军民融合",
    "科技自立自强",
    "强军梦",
    "高质量发展",
    "供给侧",
    "新发展格局",
    "中国梦",
)


def child(sort: str, store: Path, *words: str) -> dict[str, Any]:
    """Run one import in a process of its own and return what it printed."""
    command = [sys.executable, "-m", "benchmarks.doctrine", "--child", sort, str(store), *words]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run_child(sort: str, store: Path, words: list[str]) -> None:
    """What the child does: import, then print bytes, seconds and the peak of its memory."""
    base, load = peak_mb(), os.getloadavg()[0]
    began, processor = time.perf_counter(), time.process_time()
    with Store(store) as opened:
        size = documents = 0
        for word in words:
            if sort == "corpus" and word == "us_sotu":
                report = import_sotu(opened, folder=CORPUS / word)
            elif sort == "corpus" and word == "cn_laws_db":
                report = import_china_law(opened, folder=CORPUS / word)
            else:
                report = import_folder(opened, CORPUS / word if sort == "corpus" else Path(word), Path(word).name)
            size, documents = size + report.bytes, documents + report.added
    record = {
        "megabytes": size / 1e6, "documents": documents, "seconds": time.perf_counter() - began,
        "processor_seconds": time.process_time() - processor, "peak_mb": peak_mb(), "peak_before_mb": base,
        "load": load,
    }  # fmt: skip
    print(json.dumps(record))


def peak_mb() -> float:
    """Peak of this process; Linux hands the parent's peak down in ru_maxrss, so there its own table is read."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def imports(repeats: int, folder: Path) -> dict[str, Any]:
    """Plain text alone, the best of repeats, and the whole corpus once."""
    plain = [child("corpus", folder / f"plain-{number}.sqlite", *PLAIN) for number in range(repeats)]
    whole = child("corpus", folder / "whole.sqlite", *PLAIN, *REST, "cn_laws_db")
    for record in (*plain, whole):
        record["mb_per_s"] = record["megabytes"] / record["seconds"]
        record["mb_per_processor_s"] = record["megabytes"] / record["processor_seconds"]
    best = max(plain, key=lambda record: record["mb_per_s"])
    whole["store_mb"] = (folder / "whole.sqlite").stat().st_size / 1e6
    return {"plain text": best, "whole corpus": whole}


def queries(store: Store, repeats: int) -> dict[str, Any]:
    """Count and first page of 20 passages for two-character words, and for pairs drawn as often as they stand."""
    dice = random.Random(1)
    texts = [str(text) for (text,) in store.rows("SELECT text FROM passage WHERE id % 50 = 0")]
    wide = [text for text in map(fold_unspaced, texts) if is_wide(text)]
    drawn: list[str] = []
    while len(drawn) < 300:
        text = dice.choice(wide)
        at = dice.randrange(len(text))
        pair = text[at : at + 2]
        if len(pair) == 2 and all(map(is_wide, pair)):
            drawn.append(pair)
    sets = {
        "two-character words": list(WORDS), "pairs as they stand": drawn, "longer terms": list(LONGER),
        "one character": ["安", "军"], "English word": ["security", "technology"],
        "English phrase": ['"national security"', '"economic security"'],
    }  # fmt: skip
    found = {}
    for name, terms in sets.items():
        times = [timed(lambda term=term: search(store, term), repeats) for term in terms]  # type: ignore[misc]
        totals = [search(store, term, limit=1).total for term in terms]
        found[name] = {
            "queries": len(terms), "p50_ms": float(np.percentile(times, 50)), "p95_ms": float(np.percentile(times, 95)),
            "max_ms": max(times), "largest_total": max(totals),
        }  # fmt: skip
    return found


def timed(run: Callable[[], object], repeats: int) -> float:
    """Least milliseconds of several runs."""
    best = float("inf")
    for _ in range(repeats):
        began = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - began)
    return 1e3 * best


def growth(folder: Path, small_mb: float) -> dict[str, Any]:
    """Import a synthetic collection and one ten times as large; query both."""
    found = {}
    for name, size in (("small", small_mb), ("ten times", 10 * small_mb)):
        texts = folder / f"texts-{name}"
        synthetic(texts, size)
        record = child("folder", folder / f"{name}.sqlite", str(texts))
        with Store(folder / f"{name}.sqlite") as store:
            record["query_ms"] = timed(lambda store=store: search(store, "安全"), 5)  # type: ignore[misc]
            record["total"] = search(store, "安全", limit=1).total
        found[name] = record
    return found


def synthetic(folder: Path, megabytes: float) -> None:
    """Write text files of random sentences over 3,000 characters, drawn as rank-frequency laws have it, 100 kB each."""
    folder.mkdir()
    generator = np.random.default_rng(3)
    letters = np.array([chr(0x4E00 + 7 * n) for n in range(3000)])
    letters[:12] = list("国家安全发展科技军民人大")
    weights = 1 / np.arange(2, 3002)
    for number in range(max(1, round(megabytes * 10))):
        drawn = generator.choice(letters, size=(280, 120), p=weights / weights.sum())
        (folder / f"{number:05}.txt").write_text("\n".join("".join(row) + "。" for row in drawn), "utf-8")


def peers(store: Store, folder: Path) -> dict[str, Any]:
    """Recall (passages found of those that hold the term by a scan), build and query time on the work reports."""
    ids = store.rows("SELECT id FROM document WHERE collection = 'text' ORDER BY id")
    texts = [fold_unspaced(item.text) for (number,) in ids for item in passages_of(store, number)]
    truth = {term: sum(term in text for text in texts) for term in (*WORDS, *LONGER)}
    engines: dict[str, tuple[str, Callable[[Iterable[str]], list[str]], Callable[[str], str]]] = {
        "SQLite trigram": ("trigram", list, lambda term: f'"{term}"')
    }
    try:
        import jieba

        jieba.setLogLevel(60)
        jieba.initialize()
        engines["jieba tokens, FTS5"] = (
            "ascii", lambda rows: [" ".join(jieba.cut(row)) for row in rows],
            lambda term: '"' + " ".join(jieba.cut(term)) + '"',
        )  # fmt: skip
    except ImportError:
        print("jieba cannot be imported and is left out", file=sys.stderr)
    found = {"technostate": ours(store, texts, truth)}
    for name, (tokenizer, prepare, question) in engines.items():
        found[name] = peer(folder / f"{tokenizer}.sqlite", texts, truth, tokenizer, prepare, question)
    return found


def ours(store: Store, texts: list[str], truth: dict[str, int]) -> dict[str, Any]:
    from technostate.doctrine.search import Filter
    from technostate.doctrine.tokens import tokens

    where = Filter(collection="text")
    counted = {term: search(store, term, where, limit=1).total for term in truth}
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE gram USING fts5(t, content='', columnsize=0, detail=none, tokenize='ascii')")
        began = time.perf_counter()
        rows = ((number, tokens(text, None)) for number, text in enumerate(texts))
        db.executemany("INSERT INTO gram(rowid, t) VALUES (?, ?)", rows)
        build = time.perf_counter() - began
        pages = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
        times = [timed(lambda t=t: one(db, "gram", f'"{t}"'), 5) for t in truth if len(t) == 2]  # type: ignore[misc]
    db.close()
    return {"build_s": build, "index_mb": pages / 1e6, "query_ms": float(np.median(times)), **recall(counted, truth)}


def peer(
    path: Path, texts: list[str], truth: dict[str, int], tokenizer: str,
    prepare: Callable[[Iterable[str]], list[str]], question: Callable[[str], str],
) -> dict[str, Any]:  # fmt: skip
    with sqlite3.connect(path) as db:
        db.execute(f"CREATE VIRTUAL TABLE peer USING fts5(t, content='', tokenize='{tokenizer}')")
        began = time.perf_counter()
        db.executemany("INSERT INTO peer(t) VALUES (?)", ((row,) for row in prepare(texts)))
        db.commit()
        build = time.perf_counter() - began
        asked = {term: question(term) for term in truth}
        counted = {term: one(db, "peer", text) for term, text in asked.items()}
        times = [timed(lambda t=t: one(db, "peer", asked[t]), 5) for t in truth if len(t) == 2]  # type: ignore[misc]
    db.close()
    size = path.stat().st_size / 1e6
    return {"build_s": build, "index_mb": size, "query_ms": float(np.median(times)), **recall(counted, truth)}


def one(db: sqlite3.Connection, table: str, question: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table} WHERE {table} MATCH ?", (question,)).fetchone()[0])


def recall(counted: dict[str, int], truth: dict[str, int]) -> dict[str, float]:
    """Return the share of the passages with a term that are found, over two-character words and over longer terms."""

    def over(terms: list[str]) -> float:
        return sum(min(counted[term], truth[term]) for term in terms) / sum(truth[term] for term in terms)

    return {"recall_two": over(list(WORDS)), "recall_longer": over(list(LONGER))}


def scan(store: Store, repeats: int) -> dict[str, Any]:
    """Scan the Chinese passages of the corpus for all formulations, and for a thousand."""
    from technostate.doctrine.counting import Scanner
    from technostate.doctrine.formulation import Formulation
    from technostate.doctrine.formulations import default
    from technostate.doctrine.text import counted

    lexicon = default()
    made = tuple(Formulation(id=f"made_{n}", zh=(a + b,)) for n, (a, b) in enumerate(combinations(750)))
    rows = store.rows("SELECT text FROM passage JOIN document ON document.id = passage.document WHERE language = 'zh'")
    texts = [counted(str(text), "zh") for (text,) in rows]
    size = sum(len(text.encode()) for text in texts) / 1e6
    found = {}
    for name, terms in (("lexicon", tuple(lexicon)), ("1,000 and more", (*lexicon, *made))):
        scanner = Scanner(terms, "zh")
        scanner.count(texts[:10])
        seconds = timed(lambda scanner=scanner: scanner.count(texts), repeats) / 1e3  # type: ignore[misc]
        found[name] = {"formulations": len(terms), "megabytes": size, "mb_per_s": size / seconds}
    return found


def combinations(count: int) -> list[tuple[str, str]]:
    """Pairs of words, as terms that a scan must look for."""
    return [(a, b) for a in WORDS for b in WORDS if a != b][:count]


def table(title: str, records: dict[str, dict[str, Any]]) -> str:
    """Return a Markdown table with a row a record."""
    names = list(dict.fromkeys(name for record in records.values() for name in record))
    lines = [f"\n### {title}\n", "| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for name, record in records.items():
        cells = (record.get(column, "") for column in names)
        lines.append(f"| {name} | " + " | ".join(f"{c:.4g}" if isinstance(c, float) else f"{c}" for c in cells) + " |")
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and sizes; writes nothing")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.child:
        run_child(options.child[0], Path(options.child[1]), options.child[2:])
        return 0
    if not CORPUS.is_dir():
        print("benchmarks doctrine: needs the texts in ../shared (or TECHNOSTATE_SHARED)", file=sys.stderr)
        return 0
    repeats = 1 if options.quick else 3
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results["import"] = imports(repeats, folder)
        with Store(folder / "whole.sqlite") as store:
            results["query"] = queries(store, 2 * repeats)
            results["recall beside peers, 56 work reports"] = peers(store, folder)
            results["scan"] = scan(store, repeats)
        results["growth, synthetic"] = growth(folder, 0.5 if options.quick else 6.5)
    load = os.getloadavg()[0]
    head = (
        f"## Doctrine\n\n{platform.machine()}, {os.cpu_count()} cores shared with other work, load {load:.1f} at end, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n"
    )
    text = head + "".join(table(title, records) for title, records in results.items())
    print(text)
    if not options.quick:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "doctrine.md").write_text(text, "utf-8")
        record = {"cores": os.cpu_count(), "load": load, "sqlite": sqlite3.sqlite_version, **results}
        (RESULTS / "doctrine.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
