"""`technostate states`: list, show and check the states' own files, and the timeline of all of them."""

from __future__ import annotations

from cyclopts import App

from technostate.cli import states_beside
from technostate.cli.output import STANDARD, Output, apart, emit
from technostate.cli.values import OwnStore, Place, Whole, reads
from technostate.errors import DataError, with_problems

app = App(name="states", help="Two states side by side; list, show and check the states' own files; their timeline.")
states_beside.register(app)


@app.command(name="list")
def list_states(*, store: OwnStore = None, output: Output = STANDARD) -> None:
    """List the states that have a file, with how much each file holds."""
    from technostate.view.states import listing

    reads(store)
    emit(output, listing)


@app.command
def show(code: str, *, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show what is known of a state: its strategies, goals, institutions, chronology, partners and sectors.

    Parameters
    ----------
    code : str
        Code of a state (CHN, USA, …), or the path of a file of your own.
    """
    from technostate.view.states import one

    reads(store)
    apart(output, code)
    emit(output, lambda: one(code))


@app.command
def timeline(
    *states: str,
    actor: str = "",
    target: str = "",
    kind: str = "",
    since: Whole | None = None,
    until: Whole | None = None,
    strategy: str = "",
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Show the events of all states' files in order of dates: who acted on whom, each once.

    Parameters
    ----------
    states : str
        By or towards one of these: codes, names or keys of groups (g7); all by default.
    actor : str
        By one of these, with commas between.
    target : str
        Towards one of these, with commas between; WLD for measures that name nobody.
    kind : str
        pressure, easing or step, with commas between; all by default.
    since : int
        First year.
    until : int
        Last year.
    strategy : str
        national_security, innovation, military, fusion or securitization, with commas between; all by default.
    """
    from technostate.view.timeline import timeline as view

    reads(store)
    emit(
        output,
        lambda: view(states, actor=actor, target=target, kind=kind, since=since, until=until, strategy=strategy),
    )


@app.command
def check(file: Place) -> None:
    """Say all that is wrong with a state's file; exit 2 if anything is.

    Parameters
    ----------
    file : Path
        A TOML file in the form of the shipped ones.
    """
    from technostate import states
    from technostate.states.folder import MOST_PROBLEMS
    from technostate.strategies import dictionary
    from technostate.write.files import is_special

    if not file.is_file() and not is_special(file):
        what = "is a folder" if file.is_dir() else "does not exist"
        raise DataError(f"{file} {what}", hint="name a state's TOML file; docs/states-files.md shows how one is begun")
    problems = states.check(file, indicators=tuple(row.id for row in dictionary.indicators()))
    if problems:
        raise DataError(
            with_problems(f"{file} has", problems, most=MOST_PROBLEMS),
            hint="each problem names the entry it is in; the shipped files, for example chn.toml, show the form",
        )
    print(f"{file}: nothing wrong")
