"""The dictionary's rows as Markdown, for docs/indicators.md."""

from __future__ import annotations

from collections.abc import Iterator

from technostate.strategies.dictionary import STRATEGIES, Indicator, indicators

_ARROWS = {"up": "↑", "down": "↓", "none": "·"}


def markdown() -> str:
    """Return a table of indicators for each strategy: id, title, unit, direction (bracketed: not scored), measure.

    Examples
    --------
    >>> markdown().splitlines()[0]
    '## National security'
    """
    return "\n".join(line for key in STRATEGIES for line in _section(key))


def _section(key: str) -> Iterator[str]:
    rows = indicators(key)
    yield f"## {key.replace('_', ' ').capitalize()}"
    yield ""
    yield "| id | title | unit | | measure |"
    yield "|---|---|---|---|---|"
    yield from (f"| `{row.id}` | {row.title} | {row.unit} | {_way(row)} | {row.expression.text()} |" for row in rows)
    yield ""


def _way(row: Indicator) -> str:
    arrow = _ARROWS[row.direction]
    if row.counted and row.scored:
        return f"{arrow} {_ARROWS[row.counted]}"
    return arrow if row.scored or row.direction == "none" else f"({arrow})"
