"""`technostate claims`: check the brief's claims against data."""

from __future__ import annotations

import re
from typing import Annotated

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import OwnStore, between_commas, reads
from technostate.errors import LabelError


def claims(
    state: str = "CHN",
    *,
    against: str | None = None,
    id_: Annotated[tuple[str, ...], Parameter(name="--id", negative="")] = (),
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
    """
    from technostate.view.claims import claims as view

    reads(store)
    if re.fullmatch(r"[A-Za-z]{2}-\d+", state):
        raise LabelError(f"{state} is a claim and no state", hint=f"technostate claims --id {state.upper()}")
    ids = tuple(key.upper() for key in between_commas(id_))
    emit(output, lambda: view(state, against, ids or None))
