"""The runs of the study: named scenarios, both briefs together, and each strategy of a state alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from technostate.dynamics import LEVERS
from technostate.futures import run as room
from technostate.futures import scenarios
from technostate.futures.scenario import Scenario
from technostate.view.futures.ensemble import Ensemble, read

SEED = 1
#: Strategies in the order of the brief.
STRATEGIES = {
    "national_security": "National security",
    "innovation": "Innovation",
    "military": "Military strengthening",
    "fusion": "Military-civil fusion",
    "securitization": "Economic securitization",
}
#: State → the scenario in which it follows its five strategies.
BRIEFS = {"CHN": "china-brief", "USA": "us-brief"}
NAMED = ("drift", "china-brief", "us-brief", "de-risking", "decoupling", "detente", "fortress")
#: In the order of tables; `both-briefs` is made here.
SCENARIOS = ("drift", "china-brief", "us-brief", "both-briefs", "detente", "de-risking", "decoupling", "fortress")


def alone(state: str, strategy: str) -> str:
    """The name of the run in which a state follows one strategy and nobody any other."""
    return f"{state.lower()}-{strategy.replace('_', '-')}"


def all_scenarios() -> dict[str, Scenario]:
    """Name → scenario, every run of the study."""
    found = {name: scenarios.load(name) for name in NAMED}
    first, second = (found[BRIEFS[state]] for state in ("CHN", "USA"))
    found["both-briefs"] = replace(
        first,
        name="both-briefs",
        title="Both states follow their five strategies",
        text="The levers of both scenarios together.",
        moves=(*first.moves, *second.moves),
    )
    for state, brief in BRIEFS.items():
        whole = found[brief]
        for strategy in STRATEGIES:
            moves = tuple(move for move in whole.moves if LEVERS[move.lever].strategy == strategy)
            found[alone(state, strategy)] = replace(
                whole,
                name=alone(state, strategy),
                title=f"{whole.title}: {STRATEGIES[strategy].lower()} alone",
                text="The levers of one strategy.",
                moves=moves,
            )
    return found


def carried_out(folder: Path, runs: int, workers: int, names: tuple[str, ...] | None = None) -> dict[str, Ensemble]:
    """Run what is not in the folder yet; name → ensemble."""
    found = {}
    for name, scenario in all_scenarios().items():
        if names is None or name in names:
            room.run(scenario, runs=runs, seed=SEED, out=folder / name, workers=workers)
            found[name] = read(folder / name)
    return found
