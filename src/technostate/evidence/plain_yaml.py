"""Plain YAML: text, decimal numbers, days, true and false; what YAML 1.1 reads in a surprising way stays text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from technostate.errors import DataError, TechnostateError

#: A description is a page; anything larger is something else.
LARGEST = 200_000
#: Nothing that is read is nested deeper.
DEEPEST = 20


@dataclass(frozen=True)
class Manner:
    """How what is wrong with a text is said.

    Parameters
    ----------
    error : type
        Raised.
    large, deep, instead, page : str
        Hints: what a text holds, how deep it is, what to do in place of anchors and merges, where the format stands.
    """

    error: type[TechnostateError] = DataError
    large: str = "a description is a page of text"
    deep: str = "a description is a few levels deep"
    instead: str = "write it out"
    page: str = ""


class _Plain(yaml.SafeLoader):  # type: ignore[misc,unused-ignore]
    """Reads NO, on and 1_000 as text, and 010 too, which is eight to YAML 1.1."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012


_FORMS = {
    "bool": (r"true|True|false|False", "tTfF"),
    "null": (r"~|null|", "~n\0"),
    "int": (r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    "float": (r"[-+]?(?:0|[1-9][0-9]*)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    "timestamp": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ].*)?", "0123456789"),
}
for _name, (_form, _first) in _FORMS.items():
    # An empty text begins with no letter at all.
    _letters = [letter if letter != "\0" else "" for letter in _first]
    # A number has a digit: the form of a float alone would take a bare sign or point.
    _pattern = rf"^(?=.*[0-9])(?:{_form})$" if _name in ("int", "float") else rf"^(?:{_form})$"
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), _letters)


def plain(text: str, where: str, manner: Manner = Manner()) -> object:
    """Return the content of plain YAML: no anchors (they can blow up), no tags, no merges, no key twice.

    Parameters
    ----------
    where : str
        Name of the text, for messages.
    manner : Manner
        The error that is raised, and its hints.

    Raises
    ------
    TechnostateError
        Of the manner's kind, if it is too large or not plain YAML.

    Examples
    --------
    >>> plain("importers: [NO, 01, 854231]", "a text")
    {'importers': ['NO', '01', 854231]}
    """
    if len(text) > LARGEST:
        raise manner.error(f"{where} is larger than {LARGEST:,} characters", hint=manner.large)
    try:
        _no_tricks(text, where, manner)
        _plain_nodes(yaml.compose(text, Loader=_Plain), where, manner)
        return yaml.load(text, Loader=_Plain)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or str(error).splitlines()[0].partition(";")[0]
        if problem.startswith("but "):
            problem = f"{getattr(error, 'context', '')}, {problem}"
        raise manner.error(f"{where}{line} is not plain YAML: {problem}", hint=manner.page) from None


def _no_tricks(text: str, where: str, manner: Manner) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Plain):
        line = f"{where}, line {event.start_mark.line + 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise manner.error(f"{line}: anchors and aliases are not read", hint=manner.instead)
        if getattr(event, "tag", None):
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise manner.error(f"{line}: tags such as {tag!r} are not read", hint="write the plain value alone")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise manner.error(f"{where} is nested more than {DEEPEST} deep", hint=manner.deep)


def _plain_nodes(node: Any, where: str, manner: Manner) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line, name = f"{where}, line {key.start_mark.line + 1}", str(key.value)
            if not isinstance(key, yaml.ScalarNode):
                raise manner.error(f"{line}: a list or a mapping is no name of a field", hint="write a plain word")
            if name == "<<":
                raise manner.error(f"{line}: merges (<<) are not read", hint=manner.instead)
            if name in seen:
                raise manner.error(f"{line}: {name!r} is there twice", hint="keep one")
            seen.add(name)
            _plain_nodes(key, where, manner)
            _plain_nodes(value, where, manner)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _plain_nodes(item, where, manner)
    elif isinstance(node, yaml.ScalarNode) and not all(c.isprintable() or c in "\n\t" for c in node.value):
        line = node.start_mark.line + 1
        raise manner.error(f"{where}, line {line}: the text has control characters", hint="leave them out")
