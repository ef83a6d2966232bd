"""`technostate indicators`: the data dictionary, an indicator's figures, and the score with its intervals."""

from __future__ import annotations

import json
from typing import Annotated, Any

from cyclopts import App, Parameter

from technostate import units
from technostate.strategies import dictionary, standing
from technostate.strategies.dictionary import Indicator

app = App(name="indicators", help="List and show the indicators and their values, and the score with its intervals.")

_AsJson = Annotated[bool, Parameter(name="--json", negative=())]


@app.command(name="list")
def list_(*, strategy: str | None = None, json_: _AsJson = False) -> None:
    """List the indicators of the data dictionary.

    Parameters
    ----------
    strategy : str, optional
        national_security, innovation, military, fusion or securitization; all five by default.
    json_ : bool
        Print JSON with definitions, measures and competing definitions.
    """
    rows = dictionary.indicators(strategy)
    if json_:
        _print_json([row.as_dict() for row in rows])
        return
    for key in dict.fromkeys(row.strategy for row in rows):
        chosen = [row for row in rows if row.strategy == key]
        print(f"{key} ({len(chosen)})")
        width = max(len(row.id) for row in chosen)
        for row in chosen:
            print(f"  {row.id:<{width}}  {_sign(row)} {row.title} [{row.unit}]{' (proxy)' if row.proxy else ''}")
    print(f"{len(rows)} indicators; ↑ ↓ the way the strategy wants the figure to move, · none named")


@app.command
def show(indicator: str, *, region: list[str] | None = None, json_: _AsJson = False) -> None:
    """Show one indicator: definition, figures with their years, ranks, trends, sources.

    Parameters
    ----------
    indicator : str
        Its id; technostate indicators list names them.
    region : list of str
        Codes, the option repeated for each (--region CHN --region USA); the states with a file of their own by default.
    json_ : bool
        Print JSON.
    """
    row = dictionary.indicator(indicator)
    series = dictionary.values(row)
    codes = _known(region)
    found = standing.row(row, series, codes)
    if json_:
        paths = {code: {str(y): v for y, v in series.values.get(code, {}).items()} for code in codes}
        _print_json({**found.as_dict(), "measure": row.as_dict()["measure"], "path": paths})
        return
    _print_text(row, found)


@app.command
def score(strategy: str | None = None, *, first: int = 20, json_: _AsJson = False) -> None:
    """Rank states on a strategy, as intervals over named choices of method (OECD/JRC handbook).

    Parameters
    ----------
    strategy : str, optional
        innovation, military, fusion or securitization; the four together by default. national_security has no score.
    first : int
        How many states to print.
    json_ : bool
        Print JSON: all states, indicators that enter, those left out and why, and how far each choice moves ranks.
    """
    from technostate.strategies.score import score as ranked

    found = ranked(strategy)
    if json_:
        _print_json(found.as_dict())
        return
    print(f"{strategy or 'four strategies'}: {len(found.ranks)} states, {len(found.indicators)} indicators")
    print(f"rank 1 is furthest along the strategy's own directions; {found.combinations} combinations of choices")
    print(f"{'':5}{'median':>7}{'5 %':>7}{'95 %':>7}  indicators known")
    for code, rank in list(found.ranks.items())[:first]:
        print(f"{code:5}{rank.median:7.1f}{rank.low:7.1f}{rank.high:7.1f}  {found.coverage[code]:.0%}")
    print("mean shift of ranks, in places, by choice:")
    for choice, shifts in found.shifts.items():
        print(f"  {choice}: " + "; ".join(f"{name} {shift:.1f}" for name, shift in shifts.items()))


def _known(region: list[str] | None) -> tuple[str, ...]:
    """Return the codes, each checked: a region, or a state with a file of its own."""
    from technostate import states
    from technostate.evidence import regions

    own = states.codes()
    return tuple(dict.fromkeys(code if code in own else regions.check(code) for code in region or own))


def _print_text(row: Indicator, found: standing.Row) -> None:
    print(f"{row.title} ({row.id}, {row.strategy})")
    print(f"  {row.definition}")
    print(
        f"  unit: {units.unit(row.unit).title}; kind: {found.kind}; {found.states} states; direction: {row.direction}"
    )
    for code, value in found.values.items():
        if value is None:
            print(f"  {code}: no figure")
            continue
        rank, trend = found.rank[code], found.trend[code]
        line = f"  {code}: {value:,.4g} ({found.year[code]})"
        line += (
            f"; {rank.place} of {rank.of} from the highest, figures of {rank.oldest} to {rank.newest}" if rank else ""
        )
        line += f"; {trend.change:+,.3g} since {trend.start_year}" if trend else ""
        print(line)
    print(f"  why: {row.why}")
    print("  competing: " + ("; ".join(row.competing) if row.competing else row.no_competing))
    if row.notes:
        print(f"  notes: {row.notes}")
    print(f"  measure: {row.expression.text()}")
    print(f"  source: {found.origin.citation}")


def _sign(row: Indicator) -> str:
    return {"up": "↑", "down": "↓", "none": "·"}[row.direction]


def _print_json(record: Any) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=1))
