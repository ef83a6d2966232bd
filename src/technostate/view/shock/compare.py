"""Two shocks side by side: who loses more by the second, horizon by horizon, and what their assumptions differ in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from technostate.errors import ScenarioError
from technostate.evidence import Figure
from technostate.shocks.progress import Show, silent
from technostate.shocks.specification import Shock, load, mirror
from technostate.shocks.written import shipped_text
from technostate.view.shell import command, quoted
from technostate.view.shock.ask import DAYS, shock
from technostate.view.shock.compared_blocks import blocks
from technostate.view.shock.differences import Compared, Comparison, horizons_of
from technostate.view.shock.lab import MOST_DAYS, MOST_DRAWS, built, of
from technostate.view.shock.record import Answer
from technostate.view.shock.words import measure_words
from technostate.write import View

#: How a run is asked for: name → how its text is read.
_RUN: Mapping[str, Any] = {
    "horizon": str, "path": bool, "draws": int, "seed": int, "days": int, "doubt": float, "coalition": bool,
    "mirrored": bool, "lasting": bool,
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """A shock and how it is run.

    Parameters
    ----------
    asked : mapping
        Arguments of `technostate.view.shock.shock`.
    typed : str
        What it is called at the command line.
    """

    shock: Shock
    asked: Mapping[str, Any] = field(default_factory=dict)
    typed: str = ""

    @property
    def drawn(self) -> tuple[Any, Any]:
        """Number and seed of its draws: those of two runs that are the same are the same cases."""
        return self.asked.get("draws"), self.asked.get("seed") or 0


def compare(
    a: str = "us-china-decoupling",
    b: str = "west-east-decoupling",
    *,
    horizon: str = "all",
    draws: int | None = None,
    seed: int = 0,
    progress: Show | None = None,
) -> View[Comparison]:
    """Return what two shocks differ by: shipped ones by name, others by their addresses in the lab.

    Parameters
    ----------
    a, b : str
        The name of a shipped shock, or the address of a shock in the lab (``/lab?m1=…``) or of a named one
        (``/shock/chips-2022?draws=8``).
    horizon, draws, seed
        As in `technostate.view.shock.shock`, where an address does not say its own.

    Raises
    ------
    ScenarioError
        If one is no shock, or they have no horizon in common.

    Examples
    --------
    >>> view = compare("zte-2018", "zte-2018", horizon="year", draws=0)
    >>> {row.difference.value for row in view.data.horizons["year"].rows}
    {0.0}
    """
    usual = {"horizon": horizon, "draws": draws, "seed": seed}
    return compared(_run(a, usual), _run(b, usual), progress=progress)


def compared(first: Run, second: Run, *, progress: Show | None = None) -> View[Comparison]:
    """Return what two runs differ by; see `compare`."""
    show = progress or silent
    views = []
    for at, (letter, run) in enumerate((("A", first), ("B", second))):

        def part(words: str, done: float | None, at: int = at, letter: str = letter) -> None:
            show(f"{letter}: {words}", None if done is None else (at + done) / 2)

        views.append(shock(run.shock, **run.asked, progress=part))
    one, other = (view.data for view in views)
    alike = first.drawn == second.drawn
    found, refused = horizons_of(one, other, alike=alike)
    if not found:
        reasons = "\n".join(f"  - {key}: {why}" for key, why in refused.items())
        raise ScenarioError(f"the two have no horizon in common:\n{reasons}", hint="ask both about the same horizon")
    data = Comparison(one.shock, other.shock, found, refused, _assumptions(first, second, one, other))
    title = f"A: {one.shock.title}. B: {other.shock.title}"
    return View(title, data, blocks(data), tuple(_rows(found)), _typed(first, second))


def _typed(first: Run, second: Run) -> str:
    """Return what to type; two runs that are asked for in different ways have no command of their own."""
    asked = {key: value for key, value in first.asked.items() if key in ("horizon", "draws", "seed", "days") and value}
    asked = {key: value for key, value in asked.items() if (key, value) not in (("horizon", "all"), ("days", DAYS))}
    if first.asked.get("draws") == 0:
        asked["draws"] = 0
    return command("shock", first.typed or first.shock.name, **asked) + f" --compare {quoted(second.typed)}"


def _run(text: str, usual: Mapping[str, Any]) -> Run:
    """Return the run that an address or a name means; no path of a file is ever read."""
    path, _, query = text.strip().partition("?")
    said = dict(parse_qsl(query, max_num_fields=60)) if query else {}
    said = {key: value for key, value in said.items() if key not in ("edition", "theme")}
    asked = {**usual, **{key: _value(key, said.pop(key)) for key in list(said) if key in _RUN}}
    if (asked.get("draws") or 0) > MOST_DRAWS or not 1 <= asked.get("days", DAYS) <= MOST_DAYS:
        raise ScenarioError(f"at most {MOST_DRAWS} draws and {MOST_DAYS} days are run here", hint="ask for fewer")
    if path in ("/lab", "/lab/check"):
        shown = of(said)
        return Run(built(shown), asked, shown.name if shown.unchanged else f"{shown.name}.yaml")
    name = path.removeprefix("/shock/")
    if said:
        raise ScenarioError(f"{', '.join(said)[:120]} is not asked of a named shock", hint="build it in the lab")
    # Only shipped ones: what else the reader of files takes for a path is none here.
    shipped_text(name)
    return Run(load(name), asked, name)


def _value(name: str, text: str) -> Any:
    kind = _RUN[name]
    try:
        return text == "yes" if kind is bool else kind(text)
    except ValueError:
        raise ScenarioError(f"{name} is {text[:40]!r}, which is no number", hint=f"{name}=8") from None


def _assumptions(first: Run, second: Run, one: Answer, other: Answer) -> tuple[tuple[str, str, str], ...]:
    """Return what differs between two runs, in words."""
    rows: list[tuple[str, str, str]] = []
    shocks = [_meant(run) for run in (first, second)]
    each = [[_measure(row) for row in map(dict, (measure_words(m, s.starts) for m in s.measures))] for s in shocks]
    rows += [("measure", text, "–") for text in each[0] if text not in each[1]]
    rows += [("measure", "–", text) for text in each[1] if text not in each[0]]
    worlds = [next(iter(answer.horizons.values())).world for answer in (one, other)]
    told = {
        "first day": [item.starts.isoformat() for item in shocks],
        "world": worlds,
        "tariffs of": ["the world's" if item.base is None else item.base.tariffs for item in shocks],
        "closure of the decade": ["; ".join(item.closure.notes) or "the usual one" for item in shocks],
        "cases drawn": ["the usual number" if run.drawn[0] is None else str(run.drawn[0]) for run in (first, second)],
        "seed": [str(run.drawn[1]) for run in (first, second)],
        "days of the weeks": [str(run.asked.get("days", DAYS)) for run in (first, second)],
        "share of cases without substitutes": [_said(run.asked.get("doubt")) for run in (first, second)],
    }
    rows += [(key, left, right) for key, (left, right) in told.items() if left != right]
    return tuple(rows)


def _meant(run: Run) -> Shock:
    """Return the shock that is run: its measures lasting, its sides exchanged, where that is asked."""
    found = run.shock.lasting() if run.asked.get("lasting") else run.shock
    return mirror(found) if run.asked.get("mirrored") else found


def _said(doubt: float | None) -> str:
    return "the usual one" if doubt is None else f"{doubt:g}"


def _measure(row: Mapping[str, str]) -> str:
    days = " to ".join(part for part in (row["from"], row["to"]) if part)
    return ", ".join(part for part in (row["measure"], row["who"], row["what"], row["how_much"], days) if part)


def _rows(found: Mapping[str, Compared]) -> Sequence[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for item in found.values():
        for row in item.rows:
            figures: dict[str, Figure | None] = {
                "A": row.first, "B": row.second, "B less A": row.difference, "pairs in which B is lower": row.worse,
                "pairs in which B is higher": row.better,
            }  # fmt: skip
            for key, figure in figures.items():
                if figure is not None:
                    rows.append({"horizon": item.horizon, "region": row.region, "what": key, "figure": figure})
    return rows
