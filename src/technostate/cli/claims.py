"""`technostate claims`: check statements against data: the brief's, one of them step by step, or those of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from technostate.cli.output import STANDARD, Output, apart, emit
from technostate.cli.progress import shown
from technostate.cli.values import OwnStore, Place, between_commas, reads
from technostate.errors import LabelError

if TYPE_CHECKING:
    from technostate.view.own_claims import Tested
    from technostate.write import View

app = App(name="claims", help="Check the brief's claims against data: claim, rule, figure, verdict, placebo, grade.")


@app.default
def claims(
    state: str = "CHN",
    *,
    against: str | None = None,
    id_: Annotated[tuple[str, ...], Parameter(name="--id", negative="")] = (),
    part: str = "",
    verdict: str = "",
    grade: str = "",
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Check the brief's claims against data: claim, rule, figure, verdict.

    Parameters
    ----------
    state : str
        The state the claims are asked about: a code or a name.
    against : str
        The comparator; by default the one in the state's file, else USA (CHN for USA).
    id_ : str
        Only this claim, with its rule, all figures and sources; with commas between or repeated.
    part : str
        Only claims of this part of the brief: NS, IN, MI, MC, ES or CO.
    verdict : str
        Only claims with this verdict: supported, contradicted, mixed or "not testable here".
    grade : str
        Only claims with evidence of this grade: strong, weak or "failed its placebo".
    """
    from technostate.view.claims import claims as view

    reads(store)
    if _is_claim(state):
        raise LabelError(f"{state} is a claim and no state", hint=f"technostate claims explain {state.upper()}")
    ids = tuple(key.upper() for key in between_commas(id_))
    if id_ and not ids:
        raise LabelError("no claim is named", hint="--id ES-4; without --id all claims are shown")
    emit(output, lambda: view(state, against, ids or None, part=part, verdict=verdict, grade=grade))


@app.command
def explain(
    claim: str,
    state: str = "CHN",
    *,
    against: str | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Work one claim out step by step, from the sources to the verdict.

    Parameters
    ----------
    claim : str
        Its id, for example ES-4; technostate claims lists them.
    state : str
        The state it is asked about: a code or a name.
    against : str
        The comparator; by default the one in the state's file, else USA (CHN for USA).
    """
    from technostate.view.claims import explain as view

    reads(store)
    emit(output, lambda: view(claim.upper(), state, against))


@app.command
def compare(*states: str, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Set the verdicts on the same claims for several states side by side; some seconds a state.

    Parameters
    ----------
    states : str
        Two to six codes or names; China, the United States and Japan by default.
    """
    from technostate.view.claims_compare import compare as view

    reads(store)
    emit(output, lambda: view(*states))


@app.command
def check(
    file: Place,
    *,
    state: str | None = None,
    against: str | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Judge the statements of a file of your own: another brief, a speech, a strategy.

    Parameters
    ----------
    file : Path
        TOML: the text that is tested, and each statement with its measures, rule and placebo (docs/claims.md).
    state : str
        Whom the statements are asked about; by default whom the file names.
    against : str
        The comparator; by default the one that the file names, else the one in the state's file.
    """
    from technostate.view.own_claims import check_claims

    reads(store)
    apart(output, file)

    def make() -> View[Tested]:
        with shown() as show:
            return check_claims(file, state, against, show=show)

    emit(output, make)


@app.command
def measures(*, output: Output = STANDARD) -> None:
    """List the measures that a rule of your own may ask, and what each is asked."""
    from technostate.view.measures import measures as view

    emit(output, view)


def _is_claim(word: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{2}-\d+", word) is not None
