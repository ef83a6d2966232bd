"""Draws the passages of 安全 that were coded for the sense rules, from the raw texts beside the repository.

`python -m benchmarks.senses_sample FOLDER OUT` reads the corpus under FOLDER and writes `sample.csv` (document,
paragraph, offset, stratum, weight, half; no text) and the files for two coders (with text, not to be committed).

The population is every 安全 in six collections, laws in the newest version held. A paragraph is a line that is not
empty once white space is removed; paragraphs count from 1, offsets from 0 within the paragraph, both on whitespace-free
simplified text. Strata are collections and periods. Within a stratum a hit whose two preceding characters are rare in
the population is drawn at twice the rate; `weight` is the number of hits in the cell over the number drawn.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import NamedTuple

TERM = "安全"
SEED = 20141104
RARE = 10
CODERS = {"A": 1, "B": 2}
CONTEXT = 400
WHITE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
CONGRESS = "一二三四五六七八九十"
#: Hits drawn per stratum; the counts used in the product rest on `gwr` and `congress`, which get the most.
SIZES = {
    "gwr 1954-1979": 24, "gwr 1980-1999": 36, "gwr 2000-2012": 66, "gwr 2013-2025": 66,
    "congress 12-16": 14, "congress 17-18": 20, "congress 19-20": 30,
    "xi 2013-2016": 56, "tech 2013-2024": 48,
    "laws regulations": 36, "laws statutes": 36, "provincial 2026": 48,
}  # fmt: skip


class Hit(NamedTuple):
    """One 安全: where it stands, and the paragraph it stands in."""

    document: str
    paragraph: int
    offset: int
    text: str

    @property
    def left(self) -> str:
        return self.text[max(0, self.offset - 2) : self.offset]

    @property
    def half(self) -> str:
        """Half of the sample, a property of the paragraph so that no paragraph lies in both."""
        digest = hashlib.sha256(f"{SEED}/{self.document}/{self.paragraph}".encode()).digest()
        return "tune" if digest[0] % 2 else "score"

    def marked(self) -> str:
        start, end = max(0, self.offset - CONTEXT), self.offset + len(TERM) + CONTEXT
        before = ("…" if start else "") + self.text[start : self.offset]
        after = self.text[self.offset + len(TERM) : end] + ("…" if end < len(self.text) else "")
        return f"{before}【{TERM}】{after}"


def congress_number(title: str) -> int:
    """Return 19 for 第十九次 or （十九大）.

    >>> congress_number("… (二十大)"), congress_number("在中国共产党第九次全国代表大会上的报告")
    (20, 9)
    """
    found = re.search(rf"\(([{CONGRESS}]+)大\)", title) or re.search(rf"第([{CONGRESS}]+)次全国", title)
    if found is None:
        raise ValueError(f"no congress number in {title!r}")
    tens, _, units = found[1].rpartition("十")
    if "十" not in found[1]:
        return CONGRESS.index(found[1]) + 1
    return 10 * (CONGRESS.index(tens) + 1 if tens else 1) + (CONGRESS.index(units) + 1 if units else 0)


def documents(corpus: Path) -> Iterator[tuple[str, str]]:
    """Yield (document, raw text) of the six collections."""
    for path in sorted((corpus / "gwr_zh/text").glob("*.txt")):
        yield f"gwr/{path.stem}", path.read_text("utf-8-sig")
    for line in (corpus / "cpc_congress_zh/cpc_congress_reports.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        # The footer of the source site follows these three characters.
        yield f"congress/{congress_number(record['title'])}", record["content"].split("本作品")[0]
    for path in sorted((corpus / "xi_speeches_2013_2016").glob("2*.txt")):
        yield f"xi/{WHITE.sub('', path.stem).replace('_', '-')}", path.read_text("utf-8-sig")
    yield from policies(corpus / "cn_tech_policies_166/Policies_Data.xlsx")
    yield from newest_laws(corpus / "cn_national_laws")
    csv.field_size_limit(10**8)
    for path in sorted((corpus / "cn_provincial_gwr_2026").glob("2026_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield f"provincial/{row['year']}-{row['province']}", row["full_text"]


def policies(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the policy documents of the workbook, named by sheet and row number."""
    from openpyxl import load_workbook

    with closing(load_workbook(path, read_only=True)) as book:
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    for name, (header, *rows) in zip(("central", "shandong"), sheets, strict=True):
        column = header.index("Policy Content")
        for number, row in enumerate(rows, 2):
            if row[column]:
                yield f"tech/{name}-{number}", str(row[column])


def newest_laws(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each law once, in the newest version that the folder holds."""
    newest: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.md")):
        title = re.sub(r"\(\d{4}-\d\d-\d\d\)$", "", path.stem)
        if title not in newest or newest[title].stem < path.stem:
            newest[title] = path
    for path in sorted(newest.values()):
        yield f"laws/{path.relative_to(folder).with_suffix('')}", path.read_text("utf-8-sig")


@cache
def _simplifier() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def simplified(text: str) -> str:
    """Return the text in simplified characters, one for one, so that offsets hold."""
    converted = _simplifier()(text)
    if len(converted) != len(text):
        raise ValueError(f"conversion changes the length of {text[:20]!r}")
    return converted


def hits(corpus: Path) -> Iterator[Hit]:
    """Yield every hit of the population in order."""
    for document, raw in documents(corpus):
        lines = (WHITE.sub("", line) for line in raw.splitlines())
        for number, line in enumerate((line for line in lines if line), 1):
            if TERM in line:
                text = simplified(line)
                for found in re.finditer(TERM, text):
                    yield Hit(document, number, found.start(), text)


def stratum(document: str) -> str:
    """Return the stratum a document belongs to."""
    collection, _, key = document.partition("/")
    if collection == "laws":
        return "laws regulations" if key.startswith(("行政法规", "部门规章")) else "laws statutes"
    if collection in {"gwr", "congress"}:
        for name in SIZES:
            if name.startswith(collection):
                first, last = name.split()[1].split("-")
                if int(first) <= int(key) <= int(last):
                    return name
        raise ValueError(f"{document} belongs to no stratum")
    return next(name for name in SIZES if name.startswith(collection))


def draw(population: list[Hit]) -> list[tuple[Hit, str, float]]:
    """Return the sampled hits with stratum cell and weight, in the order of the population."""
    often = Counter(hit.left for hit in population)
    cells: dict[str, dict[str, list[Hit]]] = {name: defaultdict(list) for name in SIZES}
    for hit in population:
        cells[stratum(hit.document)]["rare" if often[hit.left] < RARE else "common"].append(hit)
    rng = random.Random(SEED)
    drawn = []
    for name, size in SIZES.items():
        rare, common = cells[name]["rare"], cells[name]["common"]
        of_rare = min(len(rare), round(size * 2 * len(rare) / (2 * len(rare) + len(common))))
        for kind, members, number in (("rare", rare, of_rare), ("common", common, size - of_rare)):
            drawn += [(hit, f"{name}, {kind}", len(members) / number) for hit in rng.sample(members, number)]
    place = {hit: index for index, hit in enumerate(population)}
    return sorted(drawn, key=lambda item: place[item[0]])


def write(sample: list[tuple[Hit, str, float]], out: Path) -> None:
    """Write the table without text, and the sheets of both coders in their own order."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "sample.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("id", "document", "paragraph", "offset", "stratum", "weight", "half"))
        for number, (hit, cell, weight) in enumerate(sample, 1):
            where = (hit.document, hit.paragraph, hit.offset)
            table.writerow((f"{number:03}", *where, cell, f"{weight:.4f}", hit.half))
    sheet = [
        {"id": f"{number:03}", "document": hit.document, "paragraph": hit.paragraph, "offset": hit.offset}
        | {"text": hit.marked()}
        for number, (hit, _, _) in enumerate(sample, 1)
    ]
    _write_lines(out / "sample.jsonl", sheet)
    for coder, seed in CODERS.items():
        order = random.Random(SEED + seed).sample(sheet, len(sheet))
        quarter = len(order) // 4
        for part in range(4):
            _write_lines(out / f"coder-{coder}-{part + 1}.jsonl", order[part * quarter : (part + 1) * quarter])


def _write_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    corpus_folder, out_folder = map(Path, sys.argv[1:])
    write(draw(list(hits(corpus_folder))), out_folder)
