"""What is wrong with a scenario, gathered with line and field, and said at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from technostate.errors import ScenarioError, nearest, visible, with_problems

#: Names of a field from the outside in, as ``("moves", "CHN.military", "high")``.
Place = tuple[str, ...]
_MOST = 30


class Problems:
    """The mistakes of one file.

    Parameters
    ----------
    where : str
        Name of the file or text.
    lines : mapping of Place to int
        The line on which a field stands.
    """

    def __init__(self, where: str, lines: Mapping[Place, int]) -> None:
        self.where = where
        self._lines = lines
        self._rows: list[tuple[int, str]] = []

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rows)

    def add(self, place: Place, text: str) -> None:
        """Add a mistake: what is wrong, and what to do."""
        line = next((self._lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in self._lines), 0)
        named = ", ".join(place)
        said = visible(f"{f'line {line}, ' if line else ''}{named + ': ' if named else ''}{text}", keep="")
        if (line, said) not in self._rows:
            self._rows.append((line, said))

    def stop(self) -> None:
        """Raise if there are any.

        Raises
        ------
        ScenarioError
            That lists all of them, by line.
        """
        if self._rows:
            rows = [text for _, text in sorted(self._rows, key=lambda row: row[0])]
            raise ScenarioError(
                with_problems(f"{self.where} has", rows, most=_MOST),
                hint="the fields stand in docs/futures-scenarios.md",
            )


def meant(name: object, known: Iterable[str]) -> str:
    """Return the question which name was meant, or the list of names where none is like it.

    Examples
    --------
    >>> meant("milatary", ["military", "research"])
    'did you mean military?'
    """
    names = tuple(known)
    close = nearest(str(name), names, n=2)
    return f"did you mean {' or '.join(close)}?" if close else f"write one of {', '.join(names)}"


def lines_of(text: str) -> dict[Place, int]:
    r"""Return the line of every field of a plain YAML text; entries of lists are known by their name.

    Examples
    --------
    >>> lines_of("moves:\n- {region: CHN, lever: military}\n")[("moves", "CHN.military", "lever")]
    2
    """
    import yaml

    found: dict[Place, int] = {}

    def go(node: Any, place: Place) -> None:
        if place:
            found.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                found.setdefault((*place, str(key.value)), key.start_mark.line + 1)
                go(value, (*place, str(key.value)))
        elif isinstance(node, yaml.SequenceNode):
            for at, item in enumerate(node.value):
                go(item, (*place, _called(item, at)))

    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is not None:
        go(node, ())
    return found


def _called(node: Any, at: int) -> str:
    """Return the name of an entry of a list, as `name_of` gives it to the entry itself."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        return str(node.value) if isinstance(node, yaml.ScalarNode) else str(at + 1)
    fields: dict[str, Any] = {}
    for key, value in node.value:
        if isinstance(value, yaml.ScalarNode):
            fields[str(key.value)] = value.value
        elif isinstance(value, yaml.SequenceNode):
            fields[str(key.value)] = [str(item.value) for item in value.value]
    return name_of(fields, at)


def name_of(row: Mapping[str, Any], at: int) -> str:
    """Return what an entry of a list is called: its name or id, else state, lever and other state.

    Parameters
    ----------
    at : int
        Its place in the list, from 0, which names it where nothing else does.
    """
    for key in ("name", "id"):
        if isinstance(row.get(key), str):
            return str(row[key])
    parts = [_joined(row.get(key)) for key in ("region", "lever", "against")]
    return ".".join(part for part in parts if part) or str(at + 1)


def _joined(value: object) -> str:
    if isinstance(value, list):
        return "+".join(str(part) for part in value)
    return value if isinstance(value, str) else ""
