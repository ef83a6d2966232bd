"""Sectors as they are typed: codes of a world, and the named lists whose codes it has."""

from __future__ import annotations

from collections.abc import Mapping

from technostate.errors import LabelError, nearest
from technostate.shocks.specification.labels import CODES, NAMED_LISTS, world_with
from technostate.world import World

#: Sectors of the 2022 world in two or three words, for charts with little room.
SHORT: Mapping[str, str] = {
    "A01": "Agriculture", "A02": "Forestry", "A03": "Fishing", "B05": "Coal", "B06": "Oil and gas", "B07": "Metal ores",
    "B08": "Other mining", "B09": "Mining services", "C10T12": "Food and drink", "C13T15": "Textiles, clothing",
    "C16": "Wood", "C17_18": "Paper, printing", "C19": "Refined fuels", "C20": "Chemicals", "C21": "Pharmaceuticals",
    "C22": "Rubber, plastics", "C23": "Glass, cement, stone", "C24A": "Iron and steel", "C24B": "Non-ferrous metals",
    "C25": "Metal products", "C26": "Computers, electronics", "C27": "Electrical equipment", "C28": "Machinery",
    "C29": "Motor vehicles", "C301": "Ships", "C302T309": "Aircraft, trains, other", "C31T33": "Furniture and other",
    "SVC": "Services, utilities",
}  # fmt: skip


def lists(table: World) -> dict[str, tuple[str, ...]]:
    """Return the named lists whose codes the world has, those of its own classification, each with its products."""
    known = set(table.sectors)
    found = {}
    for key, by_class in NAMED_LISTS.items():
        codes = next((tuple(c for c in codes if c in known) for codes in by_class.values() if known & set(codes)), ())
        if codes:
            roots = zip(table.sectors, table.roots, strict=True)
            found[key] = (*codes, *(code for code, root in roots if root in codes and code not in codes))
    return found


def sector_of(table: World, typed: str) -> str:
    """Return the code of a sector as typed: a code of the world, or a named list of one code.

    Parameters
    ----------
    typed : str
        For example ``C26`` or ``electronics``. Case counts: ``C14`` of ISIC is not ``c14`` of WIOD.

    Raises
    ------
    LabelError
        If it is neither, saying what it is elsewhere.

    Examples
    --------
    >>> from technostate import world as worlds
    >>> sector_of(worlds.load("icio-2022"), "electronics"), sector_of(worlds.load("wiod-2011"), "electronics")
    ('C26', 'c14')
    """
    if typed in table.sectors:
        return typed
    listed = lists(table).get(typed, ())
    if len(listed) == 1:
        return listed[0]
    if elsewhere := world_with(typed):
        raise LabelError(f"{table.name} has no product {typed!r}", hint=f"--world {elsewhere} has it")
    all_hint = f"technostate world show {table.name} lists its sectors"
    if listed:
        raise LabelError(f"{typed} is a list of {len(listed)} sectors", hint=f"name one of them: {', '.join(listed)}")
    for key, codes in CODES.items():
        if typed in codes and not set(codes) & set(table.sectors):
            raise LabelError(
                f"unknown sector {typed!r} in {table.name}",
                hint=f"{typed} is a sector of {key.upper()} worlds; {all_hint}",
            )
    close = [code for code in nearest(typed, (*table.sectors, *lists(table))) if code != typed]
    did = f"did you mean {' or '.join(close)}? " if close else ""
    raise LabelError(f"unknown sector {typed!r} in {table.name}", hint=f"{did}{all_hint}")
