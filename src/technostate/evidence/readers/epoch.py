"""Notable models of artificial intelligence a year, and computing clusters in being, by state, from Epoch AI."""

from __future__ import annotations

from pathlib import Path

from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.tally import Tally, counted, label
from technostate.evidence.series import Series

MODELS = "notable_ai_models_2025-12-02.csv"
CLUSTERS = "gpu_clusters_2026-08.csv"

_SET = data_set("epoch-ai")
#: Last year that the list of models covers whole, and the year of the list of clusters.
LAST: int = _SET.more["last"]
YEAR: int = _SET.more["year"]


def read_models(path: Path) -> Series:
    """Return ``epoch/ai/notable-models``: a model counts once for each state that one of its organisations is in.

    The world's figure counts each model once. Raises `DataError` if the file is malformed or a state is unknown.
    """
    tally = Tally()
    for row in rows(path, ("Publication date", "Country (of organization)")):
        where = f"{row.file} line {row.line}"
        if not row.text("Publication date"):
            continue
        year = int(row.text("Publication date")[:4])
        named = {name.strip() for name in row.text("Country (of organization)").split(",")}
        states = {state for name in named if name and (state := label(name, _SET.more["labels"], where=where))}
        tally.add(None, year)
        for state in states:
            path_of = tally.amounts.setdefault(state, {})
            path_of[year] = path_of.get(year, 0.0) + 1.0
    return counted(_SET, "notable-models", "Notable models of artificial intelligence", "count", tally.filled(LAST))


def read_clusters(path: Path) -> Series:
    """Return ``epoch/ai/cluster-power``: performance of existing clusters in H100 equivalents, possible doubles kept.

    A cluster without a state is in the world's sum only. Raises `DataError` like `read_models`.
    """
    tally = Tally()
    for row in rows(path, ("Status", "H100 equivalents", "Country")):
        power = row.number("H100 equivalents")
        if row.text("Status") != "Existing" or power is None:
            continue
        name = row.text("Country")
        state = label(name, _SET.more["labels"], where=f"{row.file} line {row.line}") if name else None
        tally.add(state, YEAR, power)
    title = "Computing power of known clusters for artificial intelligence"
    return counted(_SET, "cluster-power", title, "H100 equivalents", tally.filled(YEAR, union=True))


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    folder = raw / _SET.more["folder"]
    return read_models(folder / MODELS), read_clusters(folder / CLUSTERS)
