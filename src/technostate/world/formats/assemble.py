"""From the arrays of a file to a `World`: what is absent is derived or NaN, what contradicts itself is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from technostate.errors import BalanceError, DataError
from technostate.evidence import Origin
from technostate.world.embedded import ORIGINS, origins_record
from technostate.world.world import Array, World

#: A node's sales may differ from its output by this share of it (or a millionth of the world's output).
IMBALANCE = 0.005
#: More nodes than this are refused: their table would not fit into an ordinary memory.
MOST_NODES = 20_000


@dataclass
class Draft:
    """What a reader found in a file.

    Parameters
    ----------
    arrays : dict of str to array
        By the names of `World`'s fields; ``intermediate`` and ``final_demand`` at least.
    about : dict
        Optional fields of `World` other than arrays: classification, sector_titles, kind, value_added_label,
        tolerance, origin, tariff_origin, elasticity_origin.
    """

    name: str
    year: int
    regions: Sequence[str]
    sectors: Sequence[str]
    arrays: dict[str, Array]
    about: dict[str, Any] = field(default_factory=dict)


def assemble(draft: Draft, *, imbalance: float = IMBALANCE) -> World:
    """Return the world of a draft.

    Output is what was sold where the file does not state it, value added what inputs and taxes leave, and
    discrepancy what of output was not sold. Inventories, taxes and elasticities that are absent are NaN.

    Raises
    ------
    DataError
        If a figure is not finite.
    BalanceError
        If sales differ from output by more than `imbalance`, or an invariant of `World` is broken.
    """
    arrays = dict(draft.arrays)
    nodes = len(draft.regions) * len(draft.sectors)
    _check_shapes(draft)
    problems = [
        f"{key} has {int((~np.isfinite(arrays[key])).sum())} figures that are not finite"
        for key in ("intermediate", "final_demand", "gross_output", "value_added", "discrepancy")
        if key in arrays and not np.isfinite(arrays[key]).all()
    ]
    if problems:
        raise DataError(
            f"{draft.name}: " + "; ".join(problems), hint="a table needs every figure; write zero where it is"
        )
    _check_tolerance(draft)
    intermediate, final_demand = arrays["intermediate"], arrays["final_demand"]
    inventories = arrays.setdefault("inventories", np.full_like(final_demand, np.nan))
    sold = intermediate.sum(axis=1) + final_demand.sum(axis=1) + np.nan_to_num(inventories).sum(axis=1)
    output = arrays.setdefault("gross_output", sold)
    taxes = arrays.setdefault("taxes_on_products", np.full(nodes, np.nan))
    arrays.setdefault("value_added", output - intermediate.sum(axis=0) - np.nan_to_num(taxes))
    arrays.setdefault("trade_elasticity", np.full(len(draft.sectors), np.nan))
    if "discrepancy" not in arrays:
        arrays["discrepancy"] = output - sold
        _check_balance(draft, output, sold, imbalance)
    about: dict[str, Any] = {
        "classification": "not stated",
        "origin": file_origin(draft.name, draft.year),
        **draft.about,
    }
    fields: dict[str, Any] = {**arrays, **about}
    return World(name=draft.name, year=draft.year, regions=tuple(draft.regions), sectors=tuple(draft.sectors), **fields)


def _check_shapes(draft: Draft) -> None:
    n, j = len(draft.regions), len(draft.sectors)
    sales = {"intermediate": (n * j, n * j), "final_demand": (n * j, n), "inventories": (n * j, n)}
    other = {"tariff": (j, n, n), "trade_elasticity": (j,)}
    expected = {key: {**sales, **other}.get(key, (n * j,)) for key in draft.arrays}
    wrong = [
        f"{key} has shape {array.shape}, {n} regions x {j} sectors need {expected[key]}"
        for key, array in draft.arrays.items()
        if array.shape != expected[key]
    ]
    if wrong:
        raise DataError(
            f"{draft.name}: " + "; ".join(wrong), hint="nodes are region-major; see technostate.world.World"
        )


def _check_tolerance(draft: Draft) -> None:
    """Refuse a file that states so large a tolerance that its balance would not be checked at all."""
    sales = draft.arrays["intermediate"]
    largest = max(1.0, IMBALANCE * float(np.abs(draft.arrays.get("gross_output", sales.sum(axis=1))).max(initial=0.0)))
    stated = draft.about.get("tolerance", 1.0)
    if not 0.0 <= stated <= largest:
        raise DataError(
            f"{draft.name}: a tolerance of USD {stated:g} million is stated",
            hint=f"it is at most {IMBALANCE:.1%} of the largest output, here USD {largest:,.3f} million",
        )


def _check_balance(draft: Draft, output: Array, sold: Array, imbalance: float) -> None:
    gap = np.abs(output - sold)
    bad = np.flatnonzero((gap > imbalance * np.abs(output)) & (gap > 1e-6 * output.sum()))
    if len(bad):
        worst = int(bad[gap[bad].argmax()])
        region, sector = divmod(worst, len(draft.sectors))
        raise BalanceError(
            f"{draft.name} is not balanced: sales differ from output by more than {imbalance:.1%} at {len(bad)} nodes, "
            f"most at {draft.regions[region]} {draft.sectors[sector]} (output {output[worst]:,.3f}, sold "
            f"{sold[worst]:,.3f})",
            hint="is a column of final demand missing? allow more with imbalance=, or state the discrepancy",
        )


def file_origin(name: str, year: int) -> Origin:
    """Return the origin of a table that a user brought and that says nothing about itself."""
    return Origin(
        producer="user's own file",
        title=f"input-output table {name}",
        citation=f"input-output table {name}, {year}; source not stated in the file",
        vintage=str(year),
        licence="not found",
    )


def year_of(name: str, year: int | None) -> int:
    """Return the given year, or the one four-digit year in a file's name; raises `DataError` if there is none."""
    if year is not None:
        return int(year)
    found = set(re.findall(r"(?<!\d)(1[89]\d\d|20\d\d|21\d\d)(?!\d)", name))
    if len(found) == 1:
        return int(found.pop())
    raise DataError(f"the year of {name} is not stated", hint="pass year=, or put it into the file's name")


def report(where: str, problems: Sequence[str], hint: str) -> None:
    """Raise one `DataError` that lists all problems (the first twelve), if there are any."""
    if problems:
        more = f"\n  - and {len(problems) - 12} more" if len(problems) > 12 else ""
        count = f"{len(problems)} problems" if len(problems) > 1 else "1 problem"
        raise DataError(f"{where}: {count}\n  - " + "\n  - ".join(problems[:12]) + more, hint=hint)


def size_problems(regions: int, sectors: int) -> list[str]:
    """Return a problem if a table of so many regions and sectors is larger than can be read."""
    nodes = regions * sectors
    if nodes <= MOST_NODES:
        return []
    return [f"{regions:,} regions x {sectors:,} sectors are {nodes:,} nodes, more than the limit of {MOST_NODES:,}"]


def json_record(text: str | bytes, where: str, hint: str) -> dict[str, Any]:
    """Return a JSON object.

    Raises
    ------
    DataError
        If the text is not JSON, is nested too deeply, or is no object.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where} is not JSON ({error})", hint=hint) from None
    if not isinstance(record, dict):
        raise DataError(f"{where} is not a JSON object", hint=hint)
    return record


def identity_of(record: Mapping[str, Any], where: str) -> tuple[str, int, list[str], list[str]]:
    """Return name, year, regions and sectors of a JSON record; raises `DataError` if one is missing or malformed."""
    try:
        regions, sectors = ([str(label) for label in record[key]] for key in ("regions", "sectors"))
        return str(record["name"]), int(record["year"]), regions, sectors
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise DataError(
            f"{where} is malformed ({error!r})", hint="it has name, year, regions and sectors at least"
        ) from None


def about_of(record: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the optional fields of `World` from a JSON record; raises `DataError` for malformed ones."""
    about: dict[str, Any] = {}
    try:
        for key, sort in (("classification", str), ("kind", str), ("value_added_label", str), ("tolerance", float)):
            if key in record:
                about[key] = sort(record[key])
        if "sector_titles" in record:
            about["sector_titles"] = {str(code): str(title) for code, title in record["sector_titles"].items()}
        about |= {key: Origin.from_dict(record[key]) for key in ORIGINS if key in record}
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise DataError(f"{where}: the record about the world is malformed ({error})", hint="see world.write") from None
    if about.get("kind", "derived") not in ("measured", "derived", "modelled"):
        raise DataError(f"{where}: kind {about['kind']!r} is unknown", hint="measured, derived or modelled")
    return about


def record_of(world: World) -> dict[str, Any]:
    """Return the JSON record about a world that `about_of` and the readers understand."""
    return {
        "name": world.name,
        "year": world.year,
        "unit": "USD million, current prices",
        "regions": list(world.regions),
        "sectors": list(world.sectors),
        "classification": world.classification,
        "kind": world.kind,
        "value_added_label": world.value_added_label,
        "tolerance": world.tolerance,
        "sector_titles": dict(world.sector_titles),
        **origins_record(world),
    }
