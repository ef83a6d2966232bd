"""The claims of a user's file: the statements of any public text, judged as those of the brief are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from technostate.claims.own import Brief, judged, read
from technostate.errors import DataError
from technostate.evidence.printable import shown
from technostate.view import who
from technostate.view.claim_blocks import grid, in_words, rows
from technostate.view.claims import Verdicts
from technostate.view.shell import command
from technostate.write import Fold, Link, Prose, View
from technostate.write.blocks import Block


@dataclass(frozen=True)
class Tested:
    """A text whose statements were tested.

    Parameters
    ----------
    brief : Brief
        The text.
    groups : tuple of Verdicts
        Verdicts by state and comparator, in the order of the file.
    """

    brief: Brief
    groups: tuple[Verdicts, ...]


def check_claims(
    path: str | Path,
    state: str | None = None,
    against: str | None = None,
    *,
    year: int | None = None,
    show: Callable[[str, float | None], None] = lambda words, done: None,
) -> View[Tested]:
    """Return the verdicts on the claims of a file.

    Parameters
    ----------
    path : str or Path
        A TOML file as docs/claims.md shows it.
    state, against : str, optional
        Code or name; goes before whom the file names.
    year : int, optional
        To which ages of figures count; this one by default.
    show : callable
        Told what is being done, and the share of the work that is done.

    Raises
    ------
    DataError
        Naming all that is wrong with the file.
    """
    to = who.this_year(year)
    if not isinstance(path, str | Path):
        raise DataError(f"{shown(path)} is no path", hint="name a TOML file of claims; docs/claims.md shows one")
    own = read(Path(path))
    found = judged(
        own,
        state="" if state is None else who.state(state),
        against="" if against is None else who.state(against),
        today=to,
        show=show,
    )
    pairs = dict.fromkeys((verdict.state, verdict.against) for verdict in found)
    groups = tuple(
        Verdicts.of([verdict for verdict in found if (verdict.state, verdict.against) == pair]) for pair in pairs
    )
    data = Tested(own.brief, groups)
    source = Prose(
        (f"Tested: {own.brief.author}, ", Link(own.brief.title, own.brief.url), f" ({own.brief.date}).",
         *((f" {own.brief.note}",) if own.brief.note else ()))
    )  # fmt: skip
    blocks: list[Block] = [source]
    for group in groups:
        blocks += grid(group.state, group.against, group.verdicts, to, noted=group is groups[-1])
        blocks += (Fold(f"{it.id}  {it.claim}", in_words(it, to, whole=True), True) for it in group.verdicts)
    every = tuple(row for group in groups for verdict in group.verdicts for row in rows(verdict))
    counted = sum(len(group.verdicts) for group in groups)
    title = f"{counted} {'claim' if counted == 1 else 'claims'} of “{own.brief.title}”"
    typed = command("claims", "check", str(path), state=state or "", against=against or "")
    return View(title, data, tuple(blocks), every, typed)
