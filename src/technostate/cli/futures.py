"""`technostate futures`: run a scenario to 2050 many times over; read, compare and check what was run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.progress import shown
from technostate.cli.values import OwnStore, Place, Whole, between_commas, cores, reads
from technostate.errors import ScenarioError

if TYPE_CHECKING:
    from technostate.write import View

app = App(name="futures", help="Run a scenario to 2050 many times over, and read what the runs say.")


@app.command
def run(
    scenario: str,
    *,
    out: Annotated[Place, Parameter(name=["--out", "-o"])],
    runs: Whole = 1024,
    seed: Whole = 1,
    workers: Whole | None = None,
    dask: str | None = None,
    battery: bool = False,
    at: Whole | None = None,
    snapshots: Whole | None = None,
    store: OwnStore = None,
) -> None:
    """Run a scenario: draw what nobody knows, follow the paths, keep all of them in a folder.

    A run that was stopped or killed goes on where it was when the same command is given again. The tables have the
    same bytes whatever the number of threads or workers.

    Parameters
    ----------
    scenario : str
        A named scenario (technostate futures list) or the path of a YAML file.
    out : Path
        Folder of the run: spec.json, draws.parquet, paths.parquet.
    runs : int
        Draws; shares of variance need 1,024.
    seed : int
        Of the draws: draw k depends on it and on k alone, so that two scenarios of one seed are drawn alike.
    workers : int
        Threads, one for each core by default.
    dask : str
        Address of a Dask scheduler, whose workers do the work instead (docs/distributed.md).
    battery : bool
        Price security on some of the paths, too: for the state that the scenario moves first and its comparator.
    at : int
        Year in which it is priced, 2035 by default.
    snapshots : int
        Paths on which it is priced, 64 by default and at most 256.
    """
    from technostate.futures import battery as batteries
    from technostate.futures import run as room
    from technostate.futures import scenarios
    from technostate.view.futures.finished import finished

    reads(store)
    if dask is not None and workers is not None:
        raise ScenarioError(
            "--workers are threads of this process, and --dask asks others", hint="leave one of them out"
        )
    found = scenarios.load(scenario)
    asked = batteries.of_scenario(found, at, snapshots, battery)
    threads = cores() if workers is None else workers
    with shown() as show:
        made = room.run(
            found, runs=runs, seed=seed, out=out, workers=threads, dask=dask, progress=show,
        )  # fmt: skip
        if asked is not None:
            batteries.priced(out, asked, workers=threads, progress=show)
    emit(STANDARD, lambda: finished(made))


@app.command
def show(
    folder: Place,
    *,
    region: Annotated[tuple[str, ...], Parameter(name="--region", negative="")] = (),
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Say what a run found: fans, how often goals are met and where not, what decides.

    Parameters
    ----------
    folder : Path
        Of a finished run.
    region : str
        Whose fans are shown, with commas between or repeated; those the scenario speaks of by default.
    """
    from technostate.view.futures.show import show as view

    reads(store)

    def make() -> View[Any]:
        with shown() as progress:
            return view(folder, between_commas(region), progress=progress)

    emit(output, make)


@app.command
def compare(
    *folders: Place,
    region: Annotated[tuple[str, ...], Parameter(name="--region", negative="")] = (),
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Say what runs of several scenarios differ by, draw by draw; the first is what the others are compared with.

    Parameters
    ----------
    folders : Path
        Of two finished runs or more, with one seed.
    region : str
        Whose differences are shown, with commas between or repeated; those the scenarios speak of by default.
    """
    from technostate.view.futures.compare import compare as view

    reads(store)
    emit(output, lambda: view(folders, between_commas(region)))


@app.command
def explore(
    state: str,
    *,
    against: str = "USA",
    scenario: str = "",
    outcome: str = "income_a_head",
    where: Annotated[tuple[str, ...], Parameter(name="--where", negative="")] = (),
    parts: Place | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Explore paths of a scenario that ships: fans beside drift, odds of goals, only those that meet conditions.

    Parameters
    ----------
    state : str
        A code (CHN) or name (China).
    against : str
        Shown beside it.
    scenario : str
        A named scenario (technostate futures list); by default the one in which the state alone moves levers.
    outcome : str
        income_a_head, civil, cost, gdp_market, gdp_ppp, technology, reliance, burden, forces …
    where : str
        Only such paths, with commas between or repeated, three at most: waste:low, growth_china:high,
        chn-gdp-2050-market:met. The JSON of an answer lists all there are, under choices.
    parts : Path
        Folder of finished parts; the user's cache by default, so that a second call is fast.
    """
    from technostate.view.futures.explorer import explore as view

    reads(store)

    def make() -> View[Any]:
        with shown() as progress:
            return view(
                state, against, scenario=scenario, outcome=outcome, where=between_commas(where), parts=parts,
                progress=progress,
            )  # fmt: skip

    emit(output, make)


@app.command
def outlook(
    state: str,
    *,
    against: str = "USA",
    parts: Place | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Say what paths to 2050 give two states: odds of goals, what paths cost, by drift and where either moves levers.

    Parameters
    ----------
    state, against : str
        Codes or names.
    parts : Path
        Folder of finished parts; the user's cache by default, so that a second call is fast.
    """
    from technostate.view.futures.outlook import outlook as view

    reads(store)

    def make() -> View[Any]:
        with shown() as progress:
            return view(state, against, parts=parts, progress=progress)

    emit(output, make)


@app.command(name="list")
def list_(*, output: Output = STANDARD) -> None:
    """List the scenarios that ship."""
    from technostate.view.futures.scenarios import listing

    emit(output, listing)


@app.command
def check(scenario: str, *, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Check a scenario and explain it: who moves what, which ranges, what is asked; every mistake at once.

    Parameters
    ----------
    scenario : str
        A named scenario or the path of a YAML file.
    """
    from technostate.view.futures.scenarios import one

    reads(store)
    emit(output, lambda: one(scenario))


@app.command
def parameters(*, output: Output = STANDARD) -> None:
    """List the parameters of the dynamics: meaning, range, source, and whether data decide them."""
    from technostate.view.parameters import parameters as view

    emit(output, view)


@app.command
def hindcast(*spans: str, output: Output = STANDARD) -> None:
    """Hold past spans against the dynamics, beside rules of one line.

    Parameters
    ----------
    spans : str
        For example 1995-2003; all of them by default.
    """
    from technostate.view.hindcasts import hindcasts as view

    def make() -> View[Any]:
        with shown() as progress:
            return view(*between_commas(spans), progress=progress)

    emit(output, make)
