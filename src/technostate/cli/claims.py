"""`technostate claims`: check the brief's claims against data."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

if TYPE_CHECKING:
    from technostate.claims import Verdict

_WIDTH = 110


def claims(
    state: str = "CHN",
    *,
    against: str | None = None,
    id_: Annotated[tuple[str, ...], Parameter(name="--id", negative="")] = (),
    json_: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Check the brief's claims against data: claim, rule, figure, verdict.

    Parameters
    ----------
    state : str
        The state the claims are asked about: its ISO 3166 alpha-3 code, or EU.
    against : str
        The comparator; by default the one in the state's file, else USA (CHN for USA).
    id_ : str
        Only this claim, with its rule, all figures and sources; may be repeated.
    json_ : bool
        Print JSON.
    """
    from technostate.claims import assess
    from technostate.evidence.encode import plain

    verdicts = assess(state, against, ids=id_ or None)
    if json_:
        print(json.dumps(plain(verdicts), ensure_ascii=False, indent=2))
    elif id_:
        print("\n\n".join(_full(verdict) for verdict in verdicts))
    else:
        print(_table(verdicts))


def _figure(verdict: Verdict) -> str:
    """Return the headline figure with unit and year, or a dash."""
    from technostate.claims.windows import number

    if verdict.value is None:
        return "–"
    if verdict.unit == "count":
        return f"{number(verdict.value, 0)} ({verdict.year})"
    unit = "" if verdict.unit == "1" else f" {verdict.unit}"
    return f"{number(verdict.value, 2 if verdict.unit in {'1', '% of GDP'} else 1)}{unit} ({verdict.year})"


def _table(verdicts: tuple[Verdict, ...]) -> str:
    first = verdicts[0]
    tally = Counter(verdict.verdict for verdict in verdicts)
    lines = [
        f"Claims of the brief, asked about {first.state} beside {first.against}: "
        + ", ".join(f"{count} {outcome}" for outcome, count in tally.most_common()),
        "",
    ]
    for verdict in verdicts:
        lines.append(f"{verdict.id:<5} {verdict.verdict.upper():<18} {_figure(verdict)}")
        lines += _wrapped(verdict.claim, 6)
        lines += _wrapped(verdict.why, 6, mark="→ ")
    lines += ["", "technostate claims CHN --id ES-3 shows rule, objection, figures and sources of one claim"]
    return "\n".join(lines)


def _full(verdict: Verdict) -> str:
    from technostate.claims.windows import number

    lines = [f"{verdict.id}  {verdict.verdict.upper()}  {_figure(verdict)}  ({verdict.state} beside {verdict.against})"]
    parts = ("claim", "place", "measure", "rule", "why", "objection")
    for label in parts:
        text = getattr(verdict, label)
        lines += [f"{label:<10}{line}" if at == 0 else line for at, line in enumerate(_wrapped(text, 10, strip=True))]
    if verdict.figures:
        lines.append("figures")
        lines += [
            f"  {figure.region:<4} {figure.years:<10} {number(figure.value, 3):>14} {figure.unit:<9} "
            f"{figure.label} [{figure.kind}; {figure.source}]"
            for figure in verdict.figures
        ]
    if verdict.origin is not None:
        lines.append("sources")
        for origin in verdict.origin.inputs or (verdict.origin,):
            lines += _wrapped(f"{origin.citation} Licence: {origin.licence}", 4, mark="- ")
    return "\n".join(lines)


def _wrapped(text: str, indent: int, *, mark: str = "", strip: bool = False) -> list[str]:
    pad = " " * indent
    lines = textwrap.wrap(text, _WIDTH, initial_indent=pad + mark, subsequent_indent=pad + " " * len(mark))
    return [lines[0].strip(), *lines[1:]] if strip and lines else lines
