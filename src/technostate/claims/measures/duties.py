"""What one state charges on another's goods, before and after: a mean tariff over sectors, with fixed weights."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from technostate.claims.case import Case, members
from technostate.claims.measures.measure import Asked, Measure
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import NotTestableError, testable
from technostate.claims.windows import figures_of, named, span
from technostate.evidence.regions import EU27_2020
from technostate.notation import plain

#: Year of the trade that weights the sectors at every date, so that a duty which stops trade does not lower the mean.
WEIGHTS = 2017


#: A year of which tariffs are embedded.
Year = Annotated[int, Field(ge=2017, le=2025)]


class Ask(Asked):
    """Years of the embedded tariffs.

    Parameters
    ----------
    by : {"USA", "CHN"}
        Who charges them: of the United States they are embedded on every partner, of China on the United States.
    base, test : tuple of int
        Years, 2017 to 2025; the mean of each is taken.
    """

    by: Literal["USA", "CHN"] = "USA"
    base: tuple[Year, ...] = Field(min_length=1, max_length=9)
    test: tuple[Year, ...] = Field(min_length=1, max_length=9)

    @model_validator(mode="after")
    def _in_order(self) -> Ask:
        if max(self.base) >= min(self.test):
            raise ValueError(f"the later years begin in {min(self.test)}, and the earlier ones have not ended before")
        if len({*self.base, *self.test}) < len(self.base) + len(self.test):
            raise ValueError("a year stands twice")
        return self


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return the ratio of the mean tariff on the state's goods, later over earlier years."""
    from technostate.world import tariff_schedules

    if case.state == ask.by:
        raise NotTestableError(f"{named(case.state)} charges no duties on itself")
    if ask.by == "CHN" and case.state != "USA":
        raise NotTestableError("duties of China are embedded on the United States only")
    rates = {year: _rate(ask.by, case, year) for year in (*ask.base, *ask.test)}
    old, new = (float(np.mean([rates[year] for year in years])) for years in (ask.base, ask.test))
    if old <= 0:
        raise NotTestableError(f"no duty of {named(ask.by)} on {named(case.state)} in {', '.join(map(str, ask.base))}")
    windows = [(min(years), max(years)) for years in (ask.base, ask.test)]
    label = f"tariff of {named(ask.by)} on {named(case.state)}, 2017 weights"
    pairs = ((100 * old, windows[0]), (100 * new, windows[1]))
    said = f"{label}: {plain(100 * old)} % in {span(*windows[0])}, {plain(100 * new)} % in {span(*windows[1])}"
    steps = tuple(Step(f"{label}, {year}", 100 * rate, "%", "icio-tariffs") for year, rate in rates.items())
    figures = figures_of(label, case.state, "%", "icio-tariffs", pairs)
    origins = (*tariff_schedules.origins(), case.evidence.panel().origin)
    return Reading(new / old, "ratio", said, windows[1][1], figures, origins, steps, proxy=ask.proxy, still=1.0)


def _rate(by: str, case: Case, year: int) -> float:
    """Return the mean rate on a state's goods in a year, weighted with what was bought of it in `WEIGHTS`."""
    from technostate.world import tariff_schedules

    panel = case.evidence.panel()
    with testable():
        schedule = tariff_schedules.schedule(str(year))
        sellers = panel.positions("region", members(case.state, panel.regions))
        bought = panel.flow[panel.year_index(WEIGHTS)][:, panel.positions("region", by), sellers].sum(axis=1)
    partners = {partner for partner, _ in schedule.america}
    partner_of = "EU" if case.state not in partners and case.state in EU27_2020 else case.state
    own = {sector: rate for (partner, sector), rate in schedule.america.items() if partner == partner_of}
    rates = own if by == "USA" else dict(schedule.china)
    weight = {sector: float(size) for sector, size in zip(panel.sectors, bought, strict=True) if sector in rates}
    if not sum(weight.values()) > 0:
        raise NotTestableError(f"no duties of {named(by)} on {named(case.state)} are embedded for {year}")
    return sum(rates[sector] * size for sector, size in weight.items()) / sum(weight.values())


MEASURE = Measure("duties", "change of the mean tariff of the United States or China on the state's goods", Ask, read)
