"""Past spans asked again, as figures with units, ranges and origins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from technostate.dynamics.hindcasts import MEASURES, METHODS, Hindcast, Tally
from technostate.dynamics.hindcasts.asked import HIGH, LOW
from technostate.dynamics.hindcasts.tables import COEFFICIENTS
from technostate.evidence import Figure, derived_from
from technostate.evidence.figure import Range

Errors = Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True)
class Hindcasts:
    """Errors of all methods in all spans that were asked for.

    Parameters
    ----------
    errors : mapping of str to mapping of str to mapping of str to Figure
        Span → method → measure → error; a measure that the method is given is not there.
    tallies : tuple of Tally
        Who is nearer in which spans, by what both are given and by measure.
    same_year : mapping of str to Figure
        Measure → how far two tables of 2011 are apart.
    """

    errors: Mapping[str, Errors]
    tallies: tuple[Tally, ...]
    same_year: Mapping[str, Figure]


def figures_of(found: Sequence[Hindcast]) -> Errors:
    """Return the errors of a span as figures: those of the model with their range over trade elasticities.

    Parameters
    ----------
    found : sequence of Hindcast
        Of one span at several elasticities, the central one first.
    """
    central = found[0]
    origin = derived_from(
        f"Errors of hindcasts {central.span.name}", *central.origins, note="distance from the table of the last year"
    )
    made: dict[str, dict[str, Figure]] = {}
    for method, by in central.errors.items():
        row = METHODS[method]
        made[method] = {}
        for measure, value in by.items():
            if measure in ("gdp", "growth") and row.id in _GIVEN_SHARES:
                continue
            ends = [one.errors[method][measure] for one in found]
            span = Range(min(ends), max(ends), f"trade elasticities of {LOW:g} to {HIGH:g}")
            modelled = row.by == "model"
            made[method][measure] = Figure(
                value,
                MEASURES[measure].unit,
                "modelled" if modelled else "derived",
                origin,
                year=central.span.last,
                range=span if modelled else None,
            )
    return made


#: Methods that are told shares of GDP.
_GIVEN_SHARES = {"gravity-nominal", "model-nominal", "model-half-costs", "model-costs", "model-actual-costs"}


def same_year_figures(apart: Mapping[str, float]) -> dict[str, Figure]:
    """Return how far two tables of one year are apart as figures, by measure.

    Parameters
    ----------
    apart : mapping of str to float
        Measure → distance, in the measure's unit.
    """
    from technostate.world import load, panel

    origin = derived_from(
        f"Difference of two tables of {COEFFICIENTS}", load(f"wiod-{COEFFICIENTS}").origin, panel().origin,
        note="41 regions by 16 sectors",
    )  # fmt: skip
    return {
        measure: Figure(value, MEASURES[measure].unit, "derived", origin, year=COEFFICIENTS)
        for measure, value in apart.items()
    }
