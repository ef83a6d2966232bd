"""From the arrays of a file to a `World`: what is absent is derived or NaN, what contradicts itself is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from technostate.errors import BalanceError, DataError
from technostate.evidence import Origin
from technostate.world.formats.choices import IMBALANCE, LARGEST, SMALLEST
from technostate.world.labels import label_problems
from technostate.world.table import Array
from technostate.world.world import World

#: No sector's average tariff is so high a fraction of its price: such figures are per cent.
MOST_TARIFF = 10.0
#: Arrays of a world that are not sums of money.
NOT_MONEY = ("tariff", "trade_elasticity")


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
    factor : float
        What one unit of the file is worth in USD million.
    """

    name: str
    year: int
    regions: Sequence[str]
    sectors: Sequence[str]
    arrays: dict[str, Array]
    about: dict[str, Any] = field(default_factory=dict)
    factor: float = 1.0


def assemble(draft: Draft, *, imbalance: float = IMBALANCE) -> World:
    """Return the world of a draft.

    Output is what was sold where the file does not state it, value added what inputs and taxes leave, and
    discrepancy what of output was not sold. Inventories, taxes and elasticities that are absent are NaN.

    Raises
    ------
    DataError
        If a figure is not finite or no sum of money, or labels cannot be told apart.
    BalanceError
        If sales differ from output by more than `imbalance`, or an invariant of `World` is broken.
    """
    _check_shapes(draft)
    report(
        draft.name, [*_label_problems(draft), *_figure_problems(draft)], "a table needs every figure and plain labels"
    )
    draft = _in_musd(draft)
    _check_tolerance(draft)
    arrays = dict(draft.arrays)
    nodes = len(draft.regions) * len(draft.sectors)
    intermediate, final_demand = arrays["intermediate"], arrays["final_demand"]
    inventories = arrays.setdefault("inventories", np.full_like(final_demand, np.nan))
    sold = intermediate.sum(axis=1) + final_demand.sum(axis=1) + np.nan_to_num(inventories).sum(axis=1)
    output = arrays.setdefault("gross_output", sold)
    if tiny := int(((output != 0) & (np.abs(output) < SMALLEST)).sum()):
        report(
            draft.name, [f"the output of {tiny} nodes is below USD {SMALLEST:.0e} million"], "write zero where it is"
        )
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


def _label_problems(draft: Draft) -> list[str]:
    return [*label_problems("region", draft.regions), *label_problems("sector", draft.sectors)]


def _figure_problems(draft: Draft) -> list[str]:
    """Return which tables hold figures that are not finite, or so small or large that computing with them is not."""
    problems = []
    for key, array in draft.arrays.items():
        size = np.abs(array)
        if key in ("intermediate", "final_demand", "gross_output", "value_added", "discrepancy"):
            bad = int((~np.isfinite(array)).sum())
            problems += [f"{key} has {bad} figures that are not finite"] if bad else []
        # A tiny cell does no harm where it is a part of a sum; a tiny output is divided by.
        least = SMALLEST if key == "trade_elasticity" else np.finfo(np.float64).tiny
        odd = int((((size > 0) & (size < least)) | ((size > LARGEST) & np.isfinite(array))).sum())
        problems += (
            [f"{key} has {odd} figures below {least:.0e} or above {LARGEST:.0e} that are not zero"] if odd else []
        )
    tariff = draft.arrays.get("tariff")
    if tariff is not None and (high := float(np.nanmax(tariff, initial=0.0))) > MOST_TARIFF:
        problems.append(f"a tariff of {high:g} is {100 * high:,.0f} per cent; 25 per cent are written 0.25")
    return problems


def _in_musd(draft: Draft) -> Draft:
    """Return the draft in USD million; its origins say with what it was multiplied."""
    if draft.factor == 1.0:
        return draft
    arrays = {key: array if key in NOT_MONEY else array * draft.factor for key, array in draft.arrays.items()}
    note = f"figures times {draft.factor:g} to give USD million"
    about = {"origin": file_origin(draft.name, draft.year), **draft.about}
    about["origin"] = replace(about["origin"], note="; ".join(text for text in (about["origin"].note, note) if text))
    if "tolerance" in about:
        about["tolerance"] *= draft.factor
    return replace(draft, arrays=arrays, about=about, factor=1.0)


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
            hint="is a column of final demand missing? state the discrepancy in a table (in Python: imbalance=)",
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


def report(where: str, problems: Sequence[str], hint: str) -> None:
    """Raise one `DataError` that lists all problems (the first twelve), if there are any."""
    if problems:
        more = f"\n  - and {len(problems) - 12} more" if len(problems) > 12 else ""
        count = f"{len(problems)} problems" if len(problems) > 1 else "1 problem"
        raise DataError(f"{where}: {count}\n  - " + "\n  - ".join(problems[:12]) + more, hint=hint)
