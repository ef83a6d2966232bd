"""Labels a shock may use: regions, groups of states, sectors of two classifications, products, lists of sectors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from technostate.errors import LabelError, nearest

#: Codes of the embedded ICIO world and of the WIOD worlds.
CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "icio": (
            "A01", "A02", "A03", "B05", "B06", "B07", "B08", "B09", "C10T12", "C13T15", "C16", "C17_18", "C19", "C20",
            "C21", "C22", "C23", "C24A", "C24B", "C25", "C26", "C27", "C28", "C29", "C301", "C302T309", "C31T33", "SVC",
        ),
        "wiod": tuple(f"c{number}" for number in range(1, 36)),
    }
)  # fmt: skip

#: Every sector of the world, and every region that the other side of a measure does not name.
ALL, REST = "all", "rest"


def _lists() -> Iterator[tuple[str, str, str]]:
    yield "goods", " ".join(CODES["icio"][:-1]), " ".join(f"c{number}" for number in range(1, 17))
    yield "electronics", "C26", "c14"
    yield "electrical-equipment", "C27", "c14"
    yield "machinery", "C28", "c13"
    yield "chemicals", "C20", "c9"
    yield "vehicles", "C29", "c15"
    yield "transport-equipment", "C29 C301 C302T309", "c15"
    yield "agriculture", "A01 A02 A03", "c1"
    yield "food", "C10T12", "c3"
    yield "crude-energy", "B05 B06 B09", "c2"
    yield "refined-energy", "C19", "c8"
    yield "ores", "B07", "c2"
    yield "minerals", "B08", "c2"
    yield "nonferrous-metals", "C24B", "c12"
    yield "steel", "C24A", "c12"
    yield "services", "SVC", " ".join(f"c{number}" for number in range(17, 36))


#: Name → classification → codes. Where WIOD is coarser its list holds more than the name says (c14 is also C27).
NAMED_LISTS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: MappingProxyType({"icio": tuple(i.split()), "wiod": tuple(w.split())}) for name, i, w in _lists()}
)


@cache
def product_codes() -> Mapping[str, tuple[str, ...]]:
    """Return classification → codes of the shipped products of its sectors, which worlds with products have.

    Examples
    --------
    >>> product_codes()["icio"][:2], product_codes()["wiod"]
    (('chips-advanced', 'chips'), ())
    """
    from technostate.world.products import names, product

    root = {name: product(name).parent for name in names()}
    while nested := {name: root[parent] for name, parent in root.items() if parent in root}:
        root |= nested
    return MappingProxyType({key: tuple(n for n in root if root[n] in codes) for key, codes in CODES.items()})


def world_with(name: str) -> str:
    """Return the name of a shipped world that has a shipped product; nothing for any other name.

    Examples
    --------
    >>> world_with("magnets"), world_with("chips-auto"), world_with("C26")
    ('icio-2022+products', 'icio-2022+chips-auto', '')
    """
    from technostate.world.products import names, product, sets

    if name not in names():
        return ""
    return f"{product(name).of}+{next((key for key, members in sets().items() if name in members), name)}"


@cache
def group_keys() -> tuple[str, ...]:
    """Return the keys of the named groups of states."""
    from technostate.states import groups

    return groups()


def region_problem(name: str) -> str:
    """Return what is wrong with the name of a region or group, with the nearest names; nothing if it is right.

    Examples
    --------
    >>> region_problem("CHN"), region_problem("west"), region_problem("rest")
    ('', '', '')
    >>> region_problem("g8"), region_problem("ASEAN"), region_problem("Germany")  # doctest: +NORMALIZE_WHITESPACE
    ("unknown region or group 'g8' (did you mean g7?)", "unknown region or group 'ASEAN' (did you mean asean?)",
     "unknown region or group 'Germany' (did you mean DEU (Germany)?)")
    """
    from technostate.evidence import regions

    if name == REST or name in group_keys() or (regions.is_known(name) and name != "WLD"):
        return ""
    if meant := _typed(name):
        return f"unknown region or group {name!r} (did you mean {meant}?)"
    # Groups are written small, regions in capitals: a name in capitals is more likely a region's.
    close = [] if name.isupper() else list(nearest(name, group_keys(), n=2))
    try:
        regions.check(name)
    except LabelError as error:
        head = error.hint.partition("? ")[0]
        found = head.removeprefix("did you mean ") if head.startswith("did you mean") else ""
        close += [found] if found and not close else []
    return f"unknown region or group {name!r}" + (f" (did you mean {' or '.join(close)}?)" if close else "")


def _typed(name: str) -> str:
    """Return the label of a state or group that is written in another way, or by its name; nothing where it is none."""
    from technostate.evidence import regions

    try:
        found = regions.typed(name, groups=group_keys())
    except LabelError:
        return ""
    if not isinstance(found, str) or found in ("WLD", "ROW"):
        return ""
    return found if found in group_keys() else f"{found} ({regions.name(found)})"


def members(name: str, year: int) -> tuple[str, ...]:
    """Return the states that a name of a region or group stands for at the end of a year; ROW stands for itself."""
    if name not in group_keys():
        return (name,)
    from technostate.states import group

    return group(name, year)


def states_named(names: Sequence[str], year: int) -> set[str]:
    """Return all states that names of regions and groups stand for at the end of a year; ``rest`` names none.

    Examples
    --------
    >>> sorted(states_named(("AUS", "quad"), 2022))
    ['AUS', 'IND', 'JPN', 'USA']
    """
    return {state for name in names if name != REST for state in members(name, year)}


def sector_problem(name: str, own: Mapping[str, object]) -> str:
    """Return what is wrong with the name of a sector or list, with the nearest names; nothing if it is right.

    Parameters
    ----------
    own : mapping
        The shock's own lists of sectors, by name.

    Examples
    --------
    >>> sector_problem("electronics", {}), sector_problem("C26", {}), sector_problem("magnets", {})
    ('', '', '')
    >>> sector_problem("C62", {})
    "unknown sector or list of sectors 'C62' (did you mean C29 or C28 or C27?)"
    """
    products = (code for codes in product_codes().values() for code in codes)
    known = (*CODES["icio"], *CODES["wiod"], *NAMED_LISTS, *products, ALL, *own)
    if name in known:
        return ""
    if "." in name:
        return _state_list_problem(name)
    if name.isdigit():
        return (
            f"{name} is no sector: codes of products (HS and others) are not read; name the sector or list they are in"
        )
    # Codes of one classification look like those of the other but for the case of their first letter.
    close = nearest(name, [code for code in known if code[0].isupper() == name[:1].isupper()])
    meant = f" (did you mean {' or '.join(close)}?)" if close else ""
    file = "" if close or not name.islower() else "; a product of your own comes with its file: --products FILE"
    return f"unknown sector or list of sectors {name!r}{meant}{file}"


def missing_sector(name: str, world: str, known: Sequence[str]) -> str:
    """Return that a world has no sector of a name, and which world has it, or else the nearest names.

    Parameters
    ----------
    world : str
        Its name.
    known : sequence of str
        Its sectors.

    Examples
    --------
    >>> missing_sector("magnets", "icio-2022", ("C25", "C26"))
    "icio-2022 has no product 'magnets': --world icio-2022+products has it"
    """
    if elsewhere := world_with(name):
        return f"{world} has no product {name!r}: --world {elsewhere} has it"
    close = nearest(name, known)
    return f"{world} has no sector of {name!r}" + (f" (nearest: {', '.join(close)})" if close else "")


def sector_codes(name: str, own: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
    """Return classification → codes of a known sector, product or list; ``all`` is every code.

    A sector is named without its products: what bears on it bears on those of a world that has them.

    Parameters
    ----------
    name : str
        A code, a named list, a list of the shock's own, or ``STATE.key`` of a state's file.
    own : mapping
        The shock's own lists.

    Examples
    --------
    >>> dict(sector_codes("electronics", {})), dict(sector_codes("c14", {})), dict(sector_codes("magnets", {}))
    ({'icio': ('C26',), 'wiod': ('c14',)}, {'wiod': ('c14',)}, {'icio': ('magnets',)})
    """
    if name == ALL:
        return CODES
    if name in own:
        return own[name]
    if name in NAMED_LISTS:
        return NAMED_LISTS[name]
    if "." in name:
        found = _state_lists(name.partition(".")[0])[name.partition(".")[2]]
        return {key: tuple(code for code in found[key] if code in CODES[key]) for key in found}
    return {key: (name,) for key, codes in CODES.items() if name in (*codes, *product_codes()[key])}


@cache
def _state_lists(code: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    from technostate.states import load

    state = load(code)
    rows = (*state.strategic_sectors, *state.dual_use_sectors)
    return {row.key: {"icio": row.icio, "wiod": row.wiod} for row in rows}


def _state_list_problem(name: str) -> str:
    code, _, key = name.partition(".")
    try:
        known = _state_lists(code)
    except LabelError as error:
        return f"{name!r}: {error}"
    if key in known:
        return ""
    close = nearest(key, known) or tuple(known)[:3]
    return f"{code} has no list of sectors {key!r} (did you mean {' or '.join(close)}?)"
