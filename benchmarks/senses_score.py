"""How far two coders agree on 安全, and how far the rules agree with them; every figure of docs/codebook.md.

`python -m benchmarks.senses_score FOLDER` reads the labels that the package ships and, for the rules, the raw texts
under FOLDER. The rules were tuned on one half and frozen before the other was scored.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import technostate.doctrine.senses as package
from benchmarks.senses_sample import SEED, WHITE, documents, simplified
from technostate.doctrine.senses import ClassScore, Sense, alpha, scores, sense
from technostate.doctrine.senses.rules import VALUES

LABELS = Path(package.__file__).parent / "labels.csv"
NAMES = ("sense", "origin", "kind")
RESAMPLES = 1000


class Coded(NamedTuple):
    """One hit with the labels of both coders and the adjudicated ones, in the order of `NAMES`."""

    document: str
    paragraph: int
    offset: int
    weight: float
    half: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    gold: tuple[str, ...]


def coded() -> list[Coded]:
    """Read the shipped labels."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [
            Coded(
                row["document"], int(row["paragraph"]), int(row["offset"]), float(row["weight"]), row["half"],
                tuple(row[f"{name}_a"] for name in NAMES), tuple(row[f"{name}_b"] for name in NAMES),
                tuple(row[name] for name in NAMES),
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip


def pairable(hits: Sequence[Coded], label: str) -> list[Coded]:
    """Return the hits whose label both coders gave: all for the sense, those both call strategic for the threat."""
    return list(hits) if label == "sense" else [hit for hit in hits if hit.a[0] == hit.b[0] == "strategic"]


def agreement(hits: Sequence[Coded], label: str) -> tuple[float, float, float]:
    """Return α and its percentile bootstrap interval of 95 %, paragraphs drawn with replacement."""
    place = NAMES.index(label)
    clusters: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for hit in pairable(hits, label):
        clusters[hit.document, hit.paragraph].append((hit.a[place], hit.b[place]))
    groups, rng = list(clusters.values()), random.Random(SEED)
    drawn = sorted(
        alpha(unit for group in rng.choices(groups, k=len(groups)) for unit in group) for _ in range(RESAMPLES)
    )
    value = alpha(unit for group in groups for unit in group)
    return value, drawn[RESAMPLES * 25 // 1000], drawn[RESAMPLES * 975 // 1000]


def confusion(hits: Sequence[Coded], label: str) -> Counter[tuple[str, str]]:
    """Return how often the first coder gave one label and the second another."""
    place = NAMES.index(label)
    return Counter((hit.a[place], hit.b[place]) for hit in pairable(hits, label))


def decided(corpus: Path, hits: Sequence[Coded]) -> dict[Coded, Sense]:
    """Return what the published rules say of each hit; the text must have 安全 where the label stands."""
    wanted: dict[str, list[Coded]] = defaultdict(list)
    for hit in hits:
        wanted[hit.document].append(hit)
    found = {}
    for document, raw in documents(corpus):
        if document not in wanted:
            continue
        lines = [line for line in (WHITE.sub("", line) for line in raw.splitlines()) if line]
        for hit in wanted[document]:
            found[hit] = sense(simplified(lines[hit.paragraph - 1]), hit.offset)
    return found


def table(found: dict[Coded, Sense], label: str, *, weighted: bool = False) -> dict[str, ClassScore]:
    """Return precision and recall of a label against the adjudicated one.

    Threats are scored on hits that are strategic by the adjudicated labels; where the rules do not call one
    strategic, its threat counts as unspecified.
    """
    place = NAMES.index(label)
    hits = [hit for hit in found if label == "sense" or hit.gold[0] == "strategic"]
    weights = [hit.weight for hit in hits] if weighted else None
    return scores([hit.gold[place] for hit in hits], [getattr(found[hit], label) for hit in hits], weights)


PARTS: dict[str, Callable[[Coded], bool]] = {
    "tuning half": lambda hit: hit.half == "tune",
    "scoring half": lambda hit: hit.half == "score",
    "scoring half, `gwr` and `congress`": lambda hit: (
        hit.half == "score" and hit.document.startswith(("gwr/", "congress/"))
    ),
}


def agreement_rows(hits: Sequence[Coded]) -> list[str]:
    """Return the rows of the table of agreement: label, hits, agreed, α with its interval."""
    rows = []
    for label in NAMES:
        value, low, high = agreement(hits, label)
        pairs = confusion(hits, label)
        agreed = sum(number for (a, b), number in pairs.items() if a == b)
        rows.append(f"| `{label}` | {pairs.total()} | {agreed} | {value:.3f} | {low:.3f}–{high:.3f} |")
    return rows


def confusion_rows(hits: Sequence[Coded], label: str) -> list[str]:
    """Return the rows of a table of confusion: one a label of the first coder, one column a label of the second."""
    pairs = confusion(hits, label)
    names = VALUES[label]
    return [f"| `{a}` | " + " | ".join(str(pairs[a, b]) for b in names) + " |" for a in names]


def score_rows(found: dict[Coded, Sense]) -> list[str]:
    """Return the rows of the table of scores: part, label, class, precision and recall, both again with weights."""
    rows = []
    for part, holds in PARTS.items():
        chosen = {hit: decision for hit, decision in found.items() if holds(hit)}
        for label in NAMES:
            plain, weighted = table(chosen, label), table(chosen, label, weighted=True)
            for name, score in plain.items():
                cells = (score.precision, score.recall, weighted[name].precision, weighted[name].recall)
                rows.append(f"| {part} | `{label}` | `{name}` | " + " | ".join(map(_shown, cells)) + " |")
    return rows


def _shown(found: package.Share | None) -> str:
    return "none" if found is None else f"{found.value:.3f} ({found.low:.3f}–{found.high:.3f})"


def main(corpus: Path) -> None:
    """Print every table."""
    hits = coded()
    print("\n".join(agreement_rows(hits)))
    for label in NAMES:
        print(f"\n{label}", *confusion_rows(hits, label), sep="\n")
    print("", *score_rows(decided(corpus, hits)), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
