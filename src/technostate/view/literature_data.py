"""Published figures beside ours as typed data: what was asked, whose it is, and where it lies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from technostate.evidence import Figure
from technostate.evidence.figure import Range
from technostate.evidence.origin import FACTS, Kind, Origin
from technostate.shocks.literature import PublishedCase
from technostate.shocks.literature.beside import Beside, Place


@dataclass(frozen=True)
class Pair:
    """A published figure beside ours; what it means is said in `PublishedCase`.

    Parameters
    ----------
    of, ours_of : str
        What the published figure and ours are of.
    loss : Figure or None
        Share of the draws with a loss.
    rows : mapping of str to Figure
        Scenario rows beside the range.
    inside : str
        Where it lies (`technostate.shocks.literature.beside.place_of`); `inside_income` the same for real income, where
        ours is GDP.
    """

    id: str
    study: str
    kind: str
    asked: str
    differs: str
    checked: str
    horizon: str
    when: str
    region: str
    word: str
    of: str
    ours_of: str
    published: Figure
    ours: Figure | None
    central: Figure | None
    real_income: Figure | None
    loss: Figure | None
    rows: Mapping[str, Figure]
    inside: Place
    inside_income: Place | None
    draws: int
    failed: int
    why: str


def pair_of(row: Beside) -> Pair:
    """Return a published figure beside ours as it is printed."""
    case, change, impact = row.case, row.change, row.impact
    ours = central = income = loss = None
    rows: dict[str, Figure] = {}
    label = _label(row)
    if change is not None and impact is not None:
        ours = impact.as_figure(change, label)
        central = Figure(change.central, change.unit, "modelled", impact.origin, label)
        loss = Figure(change.loss, "1", "modelled", impact.origin, label)
        income = None if row.income is None else impact.as_figure(row.income, label)
        rows = {key: Figure(value, "% change", "modelled", impact.origin, label) for key, value in row.rows.items()}
    return Pair(
        id=f"{case.id}/{row.end}" if row.end else case.id,
        study=study(case),
        kind=case.kind,
        asked=case.asked,
        differs=case.differs,
        checked=case.checked,
        horizon=case.horizon,
        when=case.when,
        region=label,
        word=case.word,
        of=case.of,
        ours_of="GDP" if row.of == "gdp" else "real income",
        published=published_figure(case, label),
        ours=ours,
        central=central,
        real_income=income,
        loss=loss,
        rows=rows,
        inside=row.place,
        inside_income=row.income_place,
        draws=0 if impact is None else len(impact.cases),
        failed=0 if impact is None else len(impact.failed),
        why=row.why,
    )


def _label(row: Beside) -> str:
    case = row.case
    if row.end:
        return row.regions[0]
    named = "+".join(case.regions)
    return f"{named} without {'+'.join(case.without)}" if case.without else named


def published_figure(case: PublishedCase, label: str) -> Figure:
    """Return the published figure of a region or group, with the study as its origin."""
    kind: Kind = "measured" if case.kind == "outcome" else "modelled"
    if case.low == case.high:
        return Figure(case.low, "% change", kind, origin_of(case), label)
    ends = Range(case.low, case.high, case.place)
    return Figure(None, "% change", kind, origin_of(case), label, range=ends)


def origin_of(case: PublishedCase) -> Origin:
    """Return a study as the origin of its figures."""
    authors, _, rest = case.citation.partition(" (")
    title = rest.partition("). ")[2].partition(". ")[0].rstrip(".") or case.asked
    return Origin(authors, title, case.citation, _year(case), FACTS, case.url, note=case.checked)


def _year(case: PublishedCase) -> str:
    found = re.search(r"\b(?:19|20)\d\d\b", case.citation)
    return found.group() if found else "not dated"


def study(case: PublishedCase) -> str:
    """Return a study in a word or two and its year.

    Examples
    --------
    >>> from technostate.shocks.literature import published_cases
    >>> study(published_cases()[0])
    'Baqaee et al. (2024)'
    """
    authors = case.citation.partition(" (")[0]
    names = re.findall(r"(?:^|, |and )((?:[A-Z][\w’'-]*[ -])?[A-ZÁÉÓÖÜ][\w’'-]+), [A-Z]\.", authors)
    if not names:
        said = authors
    elif len(names) < 3:
        said = " and ".join(names)
    else:
        said = f"{names[0]} et al."
    return f"{said} ({_year(case)})"
