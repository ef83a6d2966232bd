"""Scenarios from YAML: safe, small, all mistakes at once; on top of others; the named ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from technostate.errors import ScenarioError, nearest
from technostate.evidence import plain_yaml
from technostate.futures.scenario import Scenario, base_year
from technostate.futures.scenarios import checks, fields, values
from technostate.futures.scenarios.building import BUILT, merged
from technostate.futures.scenarios.problems import Place, Problems, lines_of, meant

_MANNER = plain_yaml.Manner(
    ScenarioError,
    large="a scenario is a page of text",
    deep="a scenario is four levels deep",
    instead="write it out, or use extends",
    page="see docs/futures-scenarios.md",
)
_FIELDS = (
    "name", "title", "text", "source", "world", "regions", "sectors", "apart", "projections", "last", "moves", "ranges",
    "milestones",
)  # fmt: skip
#: What a file need not say.
_USUAL = {
    "text": "", "source": "", "world": "icio-2022", "regions": "16", "sectors": "14", "apart": [],
    "projections": ["SSP2"], "last": checks.LAST, "moves": [], "ranges": {}, "milestones": [],
}  # fmt: skip
PROJECTIONS = ("SSP1", "SSP2", "SSP3", "SSP4", "SSP5", "flat")
#: So many scenarios may stand on one another.
_DEEPEST = 8
_NAME = re.compile("(?=.{1,60}$)[a-z0-9]+(?:-[a-z0-9]+)*")


def names() -> tuple[str, ...]:
    """Return the names of the scenarios that ship, sorted."""
    folder = resources.files("technostate.futures").joinpath("scenarios")
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


def load(name_or_path: str | Path) -> Scenario:
    """Return a named scenario, or that of a YAML file.

    Raises
    ------
    ScenarioError
        If there is no such name or file, or the file does not describe a scenario; lists all mistakes.

    Examples
    --------
    >>> load("drift").years[-1]
    2050
    """
    return _load(str(name_or_path), Path(), ())


def parse(text: str, *, where: str = "the text") -> Scenario:
    """Return the scenario that a YAML text describes.

    Parameters
    ----------
    where : str
        Name of the text, for messages.

    Raises
    ------
    ScenarioError
        If the text is too large, not plain YAML, or does not describe a scenario; lists all mistakes.

    Examples
    --------
    >>> firmer = parse('''
    ... name: firmer
    ... title: China's brief with more spending on forces
    ... extends: china-brief
    ... moves: [{name: CHN.military, low: 0.01, high: 0.02}]
    ... ''')
    >>> [move.high for move in firmer.moves if move.lever == "military"]
    [0.02]
    """
    return _parsed(text, where, Path(), ())


def made(fields_of: Mapping[str, Any], *, where: str = "the scenario") -> Scenario:
    """Return the scenario of plain values, as `Scenario.specification` gives them.

    Parameters
    ----------
    fields_of : mapping
        Field → value.
    where : str
        What they are called in messages.

    Raises
    ------
    ScenarioError
        If they describe none; lists all mistakes.
    """
    return _made(fields_of, Problems(where, {}))


@cache
def _shipped(name: str) -> str:
    return resources.files("technostate.futures").joinpath("scenarios", f"{name}.yaml").read_text("utf-8")


def _load(name: str, folder: Path, above: tuple[str, ...]) -> Scenario:
    """Return a scenario by name or path, which scenarios `above` start from."""
    if name in names():
        key, where, text = name, f"{name}.yaml", _shipped(name)
        folder = Path()
    else:
        file = folder / name
        if not name.endswith((".yaml", ".yml")) and not file.is_file():
            close = nearest(name, names())
            raise ScenarioError(
                f"unknown scenario {name!r}",
                hint=f"did you mean {' or '.join(close)}? " * bool(close)
                + f"scenarios are {', '.join(names())}, or the path of a YAML file",
            )
        key, where, text = str(file.resolve()), file.name, _text(file)
        folder = file.parent
    if key in above:
        chain = " → ".join(Path(part).name for part in (*above[above.index(key) :], key))
        raise ScenarioError(f"scenarios start from one another: {chain}", hint="let one of them stand by itself")
    if len(above) >= _DEEPEST:
        raise ScenarioError(f"{where} is the {_DEEPEST + 1}th scenario on top of others", hint="write some of them out")
    return _parsed(text, where, folder, (*above, key))


def _text(file: Path) -> str:
    try:
        size = file.stat().st_size
        if size > plain_yaml.LARGEST:
            raise ScenarioError(f"{file.name} has {size:,} bytes", hint=_MANNER.large)
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError(f"{file.name} is not text in UTF-8", hint="save it as UTF-8") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise ScenarioError(f"cannot read {file.name}: {said}", hint="check its path and its permissions") from None


def _parsed(text: str, where: str, folder: Path, above: tuple[str, ...]) -> Scenario:
    content = plain_yaml.plain(text, where, _MANNER)
    if not isinstance(content, dict):
        raise ScenarioError(f"{where} is no mapping of fields", hint="begin with name:, title:, and moves:")
    problems = Problems(where, lines_of(text))
    values.known_fields(content, (*_FIELDS, *BUILT), (), problems)
    base: Any = content.get("extends")
    if "extends" in content and not isinstance(base, str):
        problems.add(("extends",), f"{base!r} is no name of a scenario; write one name or the path of one file")
        problems.stop()
    if "without" in content and "extends" not in content:
        problems.add(("without",), "there is nothing to leave out; name the scenario to start from under extends")
    if isinstance(base, str):
        content = merged(_load(base, folder, above or (where,)).specification(), content, problems)
    return _made(content, problems)


def _made(content: Mapping[str, Any], problems: Problems) -> Scenario:
    given = {**_USUAL, **{key: value for key, value in content.items() if key in _FIELDS}}
    words = {key: values.text(given, key, (), problems) for key in ("name", "title")}
    words |= {key: values.text(given, key, (), problems, default="") for key in ("text", "source")}
    _named(words["name"], problems)
    world = _world(given["world"], problems)
    regions = values.choice(given["regions"], ("16", "full"), "division", ("regions",), problems)
    sectors = values.choice(given["sectors"], ("14", "full"), "division", ("sectors",), problems)
    apart = values.several(given["apart"], ("apart",), problems) if given["apart"] != [] else ()
    shown = values.several(given["projections"], ("projections",), problems)
    projections = tuple(values.choice(name, PROJECTIONS, "projection", ("projections",), problems) for name in shown)
    last = values.year(given["last"], ("last",), problems)
    moves = fields.moves(given["moves"], problems)
    ranges = fields.ranges(given["ranges"], problems)
    milestones = fields.milestones(given["milestones"], problems)
    if not (world and regions and sectors and last is not None):
        problems.stop()
    scenario = Scenario(
        **words, world=world, regions=regions, sectors=sectors, projections=projections, last=last or 0,
        moves=moves, ranges=ranges, milestones=milestones, apart=apart,
    )  # fmt: skip
    checks.check(scenario, problems)
    problems.stop()
    return scenario


def _named(name: str, problems: Problems) -> None:
    if name and not _NAME.fullmatch(name):
        problems.add(("name",), f"{name!r} is not made of lower-case words, digits and hyphens; write my-scenario")


def _world(name: object, problems: Problems) -> str:
    from technostate import world

    place: Place = ("world",)
    if isinstance(name, str) and name in world.names():
        base_year(name)
        return name
    problems.add(place, f"unknown world {name!r}; {meant(name, world.names())}")
    return ""
