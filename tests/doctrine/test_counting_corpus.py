"""Over the whole corpus, the sum over passages is the count for every formulation and document."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from technostate.doctrine import formulations
from technostate.doctrine.counting import Scanner
from technostate.doctrine.text import counted, paragraphs


@pytest.fixture(scope="module")
def documents(shared: Path) -> list[list[str]]:
    """Counted passages of laws, speeches and provincial reports: the Chinese texts that are not embedded."""
    corpus = shared / "data" / "corpus"
    files = [*(corpus / "cn_national_laws").rglob("*.md"), *(corpus / "xi_speeches_2013_2016").glob("2*.txt")]
    texts = [path.read_text("utf-8-sig") for path in sorted(files)]
    csv.field_size_limit(1 << 24)
    for path in sorted((corpus / "cn_provincial_gwr_2026").glob("2026_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            texts += [row["full_text"] for row in csv.DictReader(file)]
    return [[counted(paragraph, "zh") for paragraph in paragraphs(text)] for text in texts]


def test_the_sum_over_passages_is_the_count_of_each_document(documents: list[list[str]]) -> None:
    """One scan over all passages, added up by document, against a scan of each document and plain substrings."""
    assert len(documents) > 1_100
    lexicon = formulations.default()
    scanner = Scanner(lexicon, "zh")
    hits = scanner.scan(passage for document in documents for passage in document)
    owner = np.repeat(np.arange(len(documents)), [len(document) for document in documents])[hits.passage]
    table = np.zeros((len(documents), len(lexicon)), dtype=np.int64)
    np.add.at(table, (owner, hits.formulation), 1)
    apart = np.array([scanner.count(document) for document in documents])
    assert np.array_equal(table, apart)
    joined = ["\n".join(document) for document in documents]
    plain = [
        (place, item.zh[0])
        for place, item in enumerate(lexicon)
        if len(item.zh) == 1 and item.zh[0].isalpha() and not item.zh[0].isascii() and not _blocked(lexicon[place])
    ]
    assert len(plain) > 80
    for place, variant in plain:
        assert [text.count(variant) for text in joined] == table[:, place].tolist(), variant


def _blocked(item: formulations.Formulation) -> bool:
    return bool(item.blocked_left or item.blocked_right)
