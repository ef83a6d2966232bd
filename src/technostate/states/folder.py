"""Where the states' files are, and reading them: adding a state is adding a file."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from technostate.errors import DataError, unknown_label, with_problems
from technostate.evidence import regions
from technostate.evidence.printable import printable, shortened
from technostate.states.check import problems_of_groups, problems_of_state
from technostate.states.model import Group, Member, State

#: Names the folder of a user's own states' files.
FOLDER_VARIABLE = "TECHNOSTATE_STATES"
#: Problems of a file that are listed; one that has more is another file.
MOST_PROBLEMS = 200
_SHIPPED = Path(__file__).resolve().parent
_GROUPS = "groups.toml"
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")


def _files() -> dict[str, Path]:
    """Return code → file: the shipped ones and those of the user's folder; a code in both is an error."""
    own = os.environ.get(FOLDER_VARIABLE, "").strip()
    folders = [_SHIPPED, _own_folder(own)] if own else [_SHIPPED]
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if path.name == _GROUPS:
                continue
            code = path.stem.upper()
            if not _CODE.fullmatch(code):
                raise DataError(
                    f"{printable(str(path))} is not named by the code of a state",
                    hint=f"name it as the shipped files are (bra.toml), or take it out of {FOLDER_VARIABLE}",
                )
            if code in files:
                raise DataError(
                    f"two files describe {code}: {files[code].name} ships with technostate, and {path}",
                    hint="keep your own file outside the folder and pass its path instead of the code",
                )
            files[code] = path
    return files


def _own_folder(name: str) -> Path:
    """Return the folder of a user's own files; raises `DataError` if there is none of this name."""
    try:
        folder = Path(name).expanduser()
        if folder.is_dir():
            return folder
        reason = "which is no folder"
    except (OSError, RuntimeError, ValueError) as error:  # a name that is too long, a home that nobody has
        reason = f"which cannot be read ({getattr(error, 'strerror', None) or error})"
    raise DataError(f"{FOLDER_VARIABLE} names {shortened(name)!r}, {reason}", hint="point it at a folder of TOML files")


def codes() -> tuple[str, ...]:
    """Return the codes of the states that have a file, sorted.

    Examples
    --------
    >>> {"CHN", "EU", "USA"} <= set(codes())
    True
    """
    return tuple(sorted(_files()))


def load(code: str | Path) -> State:
    """Return a state.

    Parameters
    ----------
    code : str or Path
        ISO 3166 alpha-3 code (or ``EU``) of a state that has a file, in upper or lower case; or the path of a file
        of your own (anything that ends in ``.toml``).

    Raises
    ------
    LabelError
        If no file describes the state; the hint names those that exist.
    DataError
        If the file is wrong; the message lists all that is wrong with it.

    Examples
    --------
    >>> state = load("CHN")
    >>> state.name, state.comparator
    ('China', 'USA')
    """
    if isinstance(code, Path) or str(code).lower().endswith(".toml"):
        return _load(Path(code))
    files = _files()
    if code.upper() not in files:
        raise regions.missing(code, tuple(files), "", lacks="has no file")
    return _load_once(files[code.upper()])


@cache
def _load_once(path: Path) -> State:
    """Return the state of a file that is found by its name, which is the state's code."""
    state = _load(path)
    if state.iso3 != path.stem.upper():
        raise DataError(
            f"{path.name} describes {state.iso3}", hint=f"name it {state.iso3.lower()}.toml, or mend the line iso3"
        )
    return state


def _load(path: Path) -> State:
    problems, state = _problems(path, None)
    if state is None:
        raise DataError(
            with_problems(f"{path.name} has", problems, most=MOST_PROBLEMS),
            hint="technostate states check FILE says this too",
        )
    return state


def check(path: str | Path, indicators: Collection[str] | None = None) -> tuple[str, ...]:
    """Return all that is wrong with a state's file, in plain words; nothing if it is right.

    Parameters
    ----------
    path : str or Path
        The file.
    indicators : collection of str, optional
        Ids of the indicator dictionary, so that a goal's indicator is checked too.

    Returns
    -------
    tuple of str
        One sentence a problem, in the order of the file's parts.

    Examples
    --------
    >>> check("no-such-file.toml")
    ('the file cannot be read: No such file or directory',)
    """
    return _problems(Path(path), indicators)[0]


def _problems(path: Path, indicators: Collection[str] | None) -> tuple[tuple[str, ...], State | None]:
    known = _known_regions()
    return problems_of_state(path, is_region=known.__contains__, regions=known, indicators=indicators)


def _known_regions() -> frozenset[str]:
    return frozenset((*_countries(), *_groups(), *codes()))


@cache
def _countries() -> frozenset[str]:
    return frozenset(label for label, region in regions.table().items() if region.sort == "country")


@cache
def _groups() -> dict[str, Group]:
    countries = _countries()
    problems, groups = problems_of_groups(_SHIPPED / _GROUPS, is_region=countries.__contains__, regions=countries)
    if problems:
        raise DataError(f"{_GROUPS}: " + "; ".join(problems), hint="reinstall technostate")
    return {group.key: group for group in groups}


def groups() -> tuple[str, ...]:
    """Return the keys of the named groups of states, those that have a state's file (``EU``) included, sorted.

    Examples
    --------
    >>> "g7" in groups()
    True
    """
    unions = [code for code, path in _files().items() if _load_once(path).kind == "group"]
    return tuple(sorted((*_groups(), *unions), key=str.casefold))


def named_groups() -> tuple[Group, ...]:
    """Return the groups of groups.toml with their dated memberships and sources."""
    return tuple(_groups().values())


def group(key: str, year: int | None = None) -> tuple[str, ...]:
    """Return the ISO 3166 alpha-3 codes of a named group's members, sorted.

    Parameters
    ----------
    key : str
        A key of `groups`, for example ``"g7"`` or ``"EU"``.
    year : int, optional
        Members at the end of that year; today's members if it is not given.

    Raises
    ------
    LabelError
        If no such group exists, with the nearest keys.

    Examples
    --------
    >>> group("five_eyes")
    ('AUS', 'CAN', 'GBR', 'NZL', 'USA')
    """
    found = members(key)
    if not found:
        raise unknown_label("group", key, groups())
    chosen = (m for m in found if (m.until is None if year is None else m.in_year(year)))
    return tuple(sorted({member.region for member in chosen}))


def members(key: str) -> tuple[Member, ...]:
    """Return the dated memberships of a named group or a union that has a file; none where the key names neither.

    Examples
    --------
    >>> {str(member.since) for member in members("quad")}
    {'2017-11'}
    """
    if key in _groups():
        return _groups()[key].members
    files = _files()
    return _load_once(files[key]).members if key in files else ()
