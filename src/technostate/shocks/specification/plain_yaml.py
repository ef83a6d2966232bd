"""Plain YAML of a shock: what is wrong with it is said in the words of shocks."""

from __future__ import annotations

from technostate.errors import ScenarioError
from technostate.evidence import plain_yaml
from technostate.evidence.plain_yaml import LARGEST

__all__ = ["LARGEST", "plain"]

_MANNER = plain_yaml.Manner(
    ScenarioError,
    large="a shock is a page of text",
    deep="a shock is four levels deep",
    instead="write it out, or use based_on",
    page="see docs/shocks.md",
)


def plain(text: str, where: str) -> object:
    """Return the content of the plain YAML of a shock: no anchors (they can blow up), no tags, no merges, no key twice.

    Parameters
    ----------
    where : str
        Name of the text, for messages.

    Raises
    ------
    ScenarioError
        If it is too large or not plain YAML.
    """
    return plain_yaml.plain(text, where, _MANNER)
