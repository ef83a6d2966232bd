"""The products that a state buys, from a year of trade in the user's store: each under both definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate.errors import LabelError, unknown_label
from technostate.evidence import regions
from technostate.evidence.store import Store
from technostate.exposure.members import group_members, groups
from technostate.exposure.products import stored
from technostate.exposure.products.dependencies import Dependencies, dependencies
from technostate.exposure.products.group import group_trade
from technostate.exposure.products.stored import Edition
from technostate.exposure.selection import REST, overlap


@dataclass(frozen=True)
class ProductTable:
    """A state's trade by product.

    Parameters
    ----------
    state, partner : str
        As named; the partner empty without one.
    codes : tuple of str
        Six digits each.
    titles : tuple of str
        Empty where the store has none.
    found : Dependencies
        Arrays in the order of `codes`.
    notes : tuple of str
        Members of a group that the trade does not show.
    """

    state: str
    partner: str
    edition: Edition
    codes: tuple[str, ...]
    titles: tuple[str, ...]
    found: Dependencies
    notes: tuple[str, ...]


def product_table(store: Store, edition: Edition, state: str, partner: str = "") -> ProductTable:
    """Return what a state, or a group taken as one, buys by product.

    Parameters
    ----------
    state, partner : str
        A code, a group's key, or codes joined by ``+``; no partner where it is empty.

    Raises
    ------
    LabelError
        If the trade does not show one of them, one is ROW, or the two share a member.
    StoreError
        If the trade is damaged.
    """
    members, note = _members(edition, state)
    others, beside = _members(edition, partner) if partner else ((), "")
    if shared := [code for code in members if code in others]:
        raise overlap(shared, state=state, partner=partner)
    at = {code: place for place, code in enumerate(edition.regions)}
    with store.reading():
        codes, titles = stored.products(store, edition)
        trade = group_trade(
            stored.chunks(store, edition), len(codes), edition.regions, [at[code] for code in members],
            [at[code] for code in others],
        )  # fmt: skip
    return ProductTable(
        state, partner, edition, tuple(f"{code:06d}" for code in codes), titles, dependencies(trade),
        tuple(filter(None, (note, beside))),
    )  # fmt: skip


def _members(edition: Edition, name: str) -> tuple[tuple[str, ...], str]:
    """Return the regions that a name stands for, and what must be said about it."""
    joined: Sequence[str] = group_members(name) if name in groups() else name.split("+")
    where = f"the trade of {edition.year}"
    if REST in joined:
        raise LabelError(
            f"{REST} is all economies that {where} does not show apart", hint="it is no state and no supplier"
        )
    absent = [code for code in joined if code not in edition.regions]
    if absent and (name not in groups() or len(absent) == len(joined)):
        if regions.is_known(absent[0]):
            raise LabelError(
                f"{absent[0]} ({regions.name(absent[0])}) is not in {where}",
                hint=f"it has {len(edition.regions) - 1} economies apart from {REST}",
            )
        raise unknown_label("region", absent[0], edition.regions, where=where)
    note = f"{name}: {', '.join(absent)} not in {where} and left out." if absent else ""
    return tuple(code for code in joined if code not in absent), note
