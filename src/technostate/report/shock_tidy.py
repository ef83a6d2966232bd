"""Every figure of a shock as one long table: what spreadsheets and statistical packages read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from technostate.report.shock_part import spread_at
from technostate.shocks.impact.record import Impact, Timing

Record = dict[str, Any]

COLUMNS = ("horizon", "measure", "region", "partner", "sector", "day", "low", "central", "high", "unit", "kind")


def to_csv(impacts: Iterable[Impact]) -> str:
    """Return the long table as CSV text: a header, then one row a figure; what is not known is empty.

    Parameters
    ----------
    impacts : iterable of Impact
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(tidy(impacts))
    return text.getvalue()


def tidy(impacts: Iterable[Impact]) -> list[Record]:
    """Return every figure of impacts as rows of a long table.

    Parameters
    ----------
    impacts : iterable of Impact

    Returns
    -------
    list of dict
        ``horizon``, ``measure``, ``region``, ``partner``, ``sector``, ``day``, ``low``, ``central``, ``high``,
        ``unit``, ``kind``; changes in per cent, what does not apply or is not known is None.
    """
    rows: list[Record] = []
    for impact in impacts:
        fixed = {"horizon": impact.horizon, "kind": impact.kind}
        rows += [fixed | row for row in _tidy(impact)]
    return rows


def _tidy(impact: Impact) -> Iterable[Record]:
    where = dict.fromkeys(("region", "partner", "sector", "day"))
    # Within weeks prices do not move, and what stands for income is the final demand that is delivered.
    whole = "real_income" if impact.timing is None else "final_demand_delivered"
    for n, region in enumerate(impact.regions):
        yield where | {"measure": whole, "region": region, **spread_at(impact.real_income, n), "unit": "%"}
    for rule, spread in impact.by_rent.items():
        for n, region in enumerate(impact.regions):
            yield (
                where
                | {"measure": f"real_income, rent to {rule}", "region": region, **spread_at(spread, n)}
                | {"unit": "%"}
            )
    tables = {"output": impact.output} | ({} if impact.prices is None else {"prices": impact.prices})
    for measure, spread in tables.items():
        for n, region in enumerate(impact.regions):
            for j, sector in enumerate(impact.sectors):
                place = {"measure": measure, "region": region, "sector": sector}
                yield where | place | spread_at(spread, (n, j)) | {"unit": "%"}
    for n, region in enumerate(impact.regions):
        for m, partner in enumerate(impact.regions):
            place = {"measure": "purchases", "region": region, "partner": partner}
            yield where | place | spread_at(impact.trade, (n, m)) | {"unit": "%"}
    if impact.timing is not None:
        yield from _tidy_timing(impact, impact.timing)


def _tidy_timing(impact: Impact, timing: Timing) -> Iterable[Record]:
    where = dict.fromkeys(("region", "partner", "sector", "day"))
    for n, region in enumerate(impact.regions):
        yield where | {"measure": "recovery", "region": region, **spread_at(timing.recovery, n, 1.0), "unit": "days"}
        for j, sector in enumerate(impact.sectors):
            short = {"measure": "first_shortage", "region": region, "sector": sector, "unit": "days"}
            yield where | short | spread_at(timing.first_shortage, (n, j), 1.0)
        for day in range(timing.course.central.shape[0]):
            place: Record = {"measure": "output", "region": region, "day": day + 1, "unit": "%"}
            yield where | place | spread_at(timing.course, (day, n))
