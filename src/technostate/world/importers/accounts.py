"""From the table that was put together to a `World`: what was sold, what was bought, and what closes the accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from technostate.errors import BalanceError, DataError
from technostate.evidence import Origin
from technostate.evidence.own.kinds import Asked
from technostate.world.formats.assemble import Draft, assemble
from technostate.world.formats.choices import IMBALANCE
from technostate.world.importers.fold import Fold
from technostate.world.importers.stored import size_of
from technostate.world.table import Array
from technostate.world.world import World

#: Where output comes from: it is stated, or what was sold, or what was bought with value added.
Side = Literal["stated", "sales", "inputs"]


@dataclass(frozen=True)
class Account:
    """What a producer's table is: its name, unit, and on which side its output is known.

    Parameters
    ----------
    factor : float
        What one unit of the file is in USD million.
    side : {"stated", "sales", "inputs"}
        Where output comes from.
    balanced : bool
        Whether the producer balances the table; gaps are then refused beyond a share, otherwise they are told.
    """

    name: str
    year: int
    classification: str
    origin: Origin
    value_added_label: str
    side: Side
    factor: float = 1.0
    balanced: bool = True
    titles: Mapping[str, str] = field(default_factory=dict)


def world_of(fold: Fold, account: Account, asked: Asked) -> tuple[World, tuple[str, ...]]:
    """Return the world of a table, and what should be known about it, in sentences.

    Value added is what output leaves after inputs and taxes on products, so that the accounts close; the producer's own
    rows of value added are compared with it. Discrepancy is what of output was not sold.

    Raises
    ------
    BalanceError
        If the producer balances the table and sales or value added are off by more than a share of output.
    DataError
        If the option ``imbalance`` is no share, or figures are no sums of money.
    """
    said = [size_of(fold.n, len(fold.axes.sectors))]
    m, table = fold.nodes, fold.table
    intermediate = table[:m, :m]
    final, stocks = table[:m, m : m + fold.n], table[:m, m + fold.n : m + 2 * fold.n]
    bought = intermediate.sum(axis=0)
    taxes = table[fold.taxes, :m] if fold.taxes in fold.filled else None
    inputs = bought + table[fold.value_added, :m] + (0.0 if taxes is None else taxes)
    sold = table[:m, : fold.unsold].sum(axis=1)
    output = _output(fold, account, sold, inputs, said)
    share = _share(asked)
    _check(fold, account, "sales", sold + table[:m, fold.unsold], output, share, said)
    if fold.value_added in fold.filled:
        _check(fold, account, "inputs and value added", inputs, output, share, said)
    tax = np.zeros(m) if taxes is None else taxes
    arrays: dict[str, Array] = {
        "intermediate": intermediate,
        "final_demand": final,
        "gross_output": output,
        "value_added": output - bought - tax,
        "discrepancy": output - sold,
    }
    if taxes is not None:
        arrays["taxes_on_products"] = taxes
    if stocks.any():
        arrays["inventories"] = stocks
    about = {
        "classification": account.classification,
        "value_added_label": account.value_added_label,
        "origin": account.origin,
        "sector_titles": {code: title for code, title in account.titles.items() if code in fold.axes.sectors},
    }
    draft = Draft(account.name, account.year, fold.axes.regions, fold.axes.sectors, arrays, about, account.factor)
    return assemble(draft), tuple(said)


def _output(fold: Fold, account: Account, sold: Array, inputs: Array, said: list[str]) -> Array:
    """Return output; where the table is not balanced, a node that sells nothing has what it bought as its output."""
    m = fold.nodes
    if account.side == "stated":
        column, row = fold.table[:m, fold.stated], fold.table[fold.output, :m]
        return (column if column.any() else row).copy()
    output = (sold if account.side == "sales" else inputs).copy()
    if not account.balanced:
        other = inputs if account.side == "sales" else sold
        idle = (output <= 0) & (other > 0)
        output[idle] = other[idle]
        if count := int(idle.sum()):
            said.append(f"{count} nodes sell nothing but have costs: their output is their costs, and it is not sold")
    return output


def _share(asked: Asked) -> float:
    given = asked.options.get("imbalance", "")
    try:
        share = float(given) if given else IMBALANCE
    except ValueError:
        share = -1.0
    if not 0.0 <= share < 1.0:
        raise DataError(f"imbalance is {given!r}, no share of output", hint="0.01 is one per cent")
    return share


def _check(fold: Fold, account: Account, what: str, found: Array, output: Array, share: float, said: list[str]) -> None:
    """Refuse, or for an unbalanced table tell, how far a side of the accounts is from output."""
    gap = np.abs(found - output)
    world = float(np.abs(output).sum())
    bad = np.flatnonzero((gap > share * np.abs(output)) & (gap > 1e-6 * world))
    if not len(bad):
        return
    region, sector = divmod(int(bad[gap[bad].argmax()]), len(fold.axes.sectors))
    place = f"{fold.axes.regions[region]} {fold.axes.sectors[sector]}"
    if account.balanced:
        at = region * len(fold.axes.sectors) + sector
        raise BalanceError(
            f"{fold.where}: {what} differ from output by more than {share:.1%} at {len(bad)} nodes, most at {place} "
            f"(output {output[at]:,.3f}, {what} {found[at]:,.3f})",
            hint="the file may be cut off or of another layout; --option imbalance=0.02 accepts two per cent",
        )
    said.append(
        f"{what} differ from output by more than {share:.1%} at {len(bad)} of {fold.nodes} nodes, most at {place}; "
        f"in all by {float(gap.sum()) / max(world, 1e-300):.2%} of output"
    )
