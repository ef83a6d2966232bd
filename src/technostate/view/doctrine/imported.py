"""What an import did: documents added, known already, flagged, and files refused or skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from technostate.write import Items, Prose, View
from technostate.write.blocks import Block

if TYPE_CHECKING:
    from technostate.doctrine.importers.writer import Report


@dataclass(frozen=True)
class Refused:
    """A file that was not read, and why."""

    file: str
    error: str
    hint: str


@dataclass(frozen=True)
class Flagged:
    """A document that was added and that a reader should look at."""

    title: str
    kind: str
    text: str


@dataclass(frozen=True)
class Import:
    """What an import did.

    Parameters
    ----------
    added, known : int
        Documents written; documents or files that the collection had already.
    skipped : tuple of str
        Files of no known format.
    remarks : tuple of str
        What was left out of files that were read.
    """

    collection: str
    added: int
    known: int
    encodings: Mapping[str, int]
    skipped: tuple[str, ...]
    flagged: tuple[Flagged, ...]
    refused: tuple[Refused, ...]
    remarks: tuple[str, ...]
    bytes: int
    seconds: float


def imported(report: Report) -> View[Import]:
    """Return what an import did.

    Parameters
    ----------
    report : Report
        Of `technostate.doctrine.importers`.
    """
    data = Import(
        report.collection, report.added, report.known, dict(report.encodings.most_common()), tuple(report.skipped),
        tuple(Flagged(title, flag.kind, flag.text) for title, flag in report.flagged),
        tuple(Refused(item.name, str(item.error), item.error.hint) for item in report.refused),
        tuple(report.remarks), report.bytes, round(report.seconds, 3),
    )  # fmt: skip
    encodings = ", ".join(f"{name} {count}" for name, count in data.encodings.items())
    blocks: list[Block] = []
    if data.refused:
        said = tuple(item.error if item.file in item.error else f"{item.file}: {item.error}" for item in data.refused)
        blocks.append(Items(said, title="Refused", warn=True))
    blocks += [
        Prose(f"{data.collection}: {data.added} documents added{f' ({encodings})' if encodings else ''}"),
        Prose(f"{data.known} known already, {len(data.skipped)} files of no known format skipped"),
    ]
    if data.remarks:
        blocks.append(Items(data.remarks, title="Left out"))
    if data.flagged:
        blocks.append(Items(tuple(f"{item.title}: {item.kind}, {item.text}" for item in data.flagged), title="Flagged"))
    told: list[dict[str, object]] = [
        {"what": "added", "documents": data.added},
        {"what": "known", "documents": data.known},
    ]
    told += [{"what": "skipped", "file": name} for name in data.skipped]
    told += [{"what": "left out", "text": text} for text in data.remarks]
    told += [{"what": "flagged", "file": item.title, "text": f"{item.kind}: {item.text}"} for item in data.flagged]
    told += [{"what": "refused", "file": item.file, "text": item.error} for item in data.refused]
    return View(f"Import into {data.collection}", data, tuple(blocks), tuple(told))
