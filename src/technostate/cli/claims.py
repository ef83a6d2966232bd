"""`technostate claims`: check the brief's claims against data."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit


def claims(
    state: str = "CHN",
    *,
    against: str | None = None,
    id_: Annotated[tuple[str, ...], Parameter(name="--id", negative="")] = (),
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
        Only this claim, with its rule, all figures and sources; may be repeated.
    """
    from technostate.view.claims import claims as view

    emit(output, lambda: view(state, against, id_ or None))
