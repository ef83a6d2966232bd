"""Words on shocks that several blocks share: horizons, ranges, measures, lists of names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from technostate.evidence.regions import with_article
from technostate.shocks.impact.course import Days, Years
from technostate.shocks.impact.record import Impact
from technostate.shocks.specification.fields import Range
from technostate.shocks.specification.horizons import USES
from technostate.shocks.specification.measures import Delay, Measure
from technostate.shocks.specification.resolve import days_until
from technostate.write.names import name

AFTER = {
    "weeks": "after weeks", "year": "after a year", "path": "over ten years", "decade": "after a decade",
}  # fmt: skip
#: What stands for the region as a whole at each horizon.
MEASURES = {
    "weeks": "final demand delivered, average over the days simulated",
    "year": "real income",
    "path": "real income, average over the years",
    "decade": "real income",
}
#: Fewer cases than this are counted one by one: of eight cases none is a hundredth.
FEW = 20
#: Regions that a sentence names; tables have all.
MOST_NAMED = 16

#: Field of a measure → (factor, what the number is).
_AMOUNTS = {
    "leak": (100.0, "% still delivered"),
    "rate": (100.0, "% tariff"),
    "increase": (100.0, "% higher cost"),
    "loss": (100.0, "% lost"),
    "amount_musd_per_year": (1e-3, "billion US dollars a year"),
    "days": (1.0, "days of normal use"),
    "share": (100.0, "% of the flow"),
}


#: Field of a measure → what more of it is, as what moves a result is said.
FIELDS = {
    "leak": "share still delivered",
    "rate": "rate of the tariff",
    "increase": "increase of the cost",
    "loss": "share lost",
    "amount_musd_per_year": "amount frozen",
    "days": "days of stock",
    "days late": "days late",
    "share": "share of the flow",
}
#: Parameter of the weeks → what it is.
PARAMETERS = {
    "inventory_days": "days of stock that firms mean to hold",
    "stock_factor": "how many times the usual stocks firms hold",
    "spread": "how evenly a shortage spreads over firms",
    "ties": "single sources that a firm needs of a product",
    "priority": "how much harder a shortage falls on final users",
    "slack": "spare capacity",
    "overproduction": "most that capacity can be raised",
    "overproduction_days": "days over which capacity rises",
    "rerouting_days": "days over which buyers turn to other suppliers",
    "rerouting_limit": "share of lost orders that other suppliers can take",
    "qualifying_days": "days after which a firm that stands still has another source",
    "restocking_days": "days over which a gap in stocks is ordered",
    "backlog_days": "days over which final demand that waits is served",
    "postponed": "share of unmet final demand that waits",
}


def after(impact: Impact) -> str:
    """Return the horizon in words, with the days or years that were run."""
    if isinstance(impact.course, Days):
        return f"in the first {impact.course.days} days"
    if isinstance(impact.course, Years):
        return f"over years {impact.course.years[0]} to {impact.course.years[-1]}"
    return AFTER[impact.horizon]


def parameter(name: str) -> str:
    """Return what a drawn parameter is, in words; an amount of the shock is named ``measure, field``.

    Examples
    --------
    >>> parameter("chips, leak"), parameter("rerouting_days"), parameter("elasticity across origins")
    ('share still delivered (chips)', 'days over which buyers turn to other suppliers', 'elasticity across origins')
    """
    measure, comma, field = name.rpartition(", ")
    if comma and field in FIELDS:
        return f"{FIELDS[field]} ({measure})"
    return PARAMETERS.get(name, name.replace("_", " "))


def counted(cases: int) -> int:
    """Return of how many cases shares are said: of a hundred, or of all where they are few.

    Examples
    --------
    >>> counted(64), counted(8)
    (100, 8)
    """
    return cases if cases < FEW else 100


def of_cases(share: float, cases: int) -> str:
    """Return a share of cases as so many of `counted`; few is not none, and nearly all is not all.

    Examples
    --------
    >>> of_cases(0.63, 64), of_cases(0.875, 8), of_cases(0.001, 1024), of_cases(0.999, 1024)
    ('63', '7', 'fewer than 1', 'more than 99')
    """
    if cases < FEW:
        return f"{share * cases:.0f}"
    if 0.0 < share < 0.005:
        return "fewer than 1"
    return "more than 99" if 0.995 < share < 1.0 else f"{100.0 * share:.0f}"


def measure_words(measure: Measure, starts: dt.date) -> Mapping[str, str]:
    """Return a measure as name, kind, who, what, how much and when, each a short text.

    Parameters
    ----------
    starts : date
        Of the shock, from which years are counted.
    """
    fields = type(measure).model_fields
    pair = next(pair for pair in (("exporters", "importers"), ("regions", "held_by")) if pair[0] in fields)
    who = " → ".join(", ".join(map(name, getattr(measure, side))) for side in pair if side in fields)
    amount = next((key for key in _AMOUNTS if key in fields), None)
    return {
        "name": measure.name,
        "measure": measure.measure.replace("_", " "),
        "who": who,
        "what": ", ".join(getattr(measure, "sectors", ())),
        "how_much": _late(measure) if isinstance(measure, Delay) else _how_much(measure, amount) + _on_one_use(measure),
        "from": "" if measure.starts is None else measure.starts.isoformat(),
        "to": "" if measure.ends is None else measure.ends.isoformat(),
        "ends_in_year": "" if measure.ends is None else f"{_year_of(measure.ends, starts)}",
    }


def _year_of(ends: dt.date, starts: dt.date) -> int:
    """Return the year after the start in which the last day of a measure lies."""
    last = (ends - starts).days - 1
    year = max(1, ends.year - starts.year)
    return year if last < days_until(starts, year) else year + 1


def _how_much(measure: Measure, field: str | None) -> str:
    spread = None if field is None else getattr(measure, field)
    if field is None or spread is None:
        return f"back to the tariff of {back}" if (back := getattr(measure, "to", None)) else ""
    return _amount(field, spread)


def _late(measure: Delay) -> str:
    """Return how late how much is.

    Examples
    --------
    >>> canal = {"name": "canal", "exporters": ["CHN"], "importers": ["EU"], "sectors": ["goods"]}
    >>> _late(Delay(**canal, days={"low": 7, "central": 10, "high": 14}, share=0.7))
    '10 (7 to 14) days later, 70 % of what is shipped'
    """
    part = "" if measure.share == 1 else f", {100 * measure.share:g} % of what is shipped"
    return _range_text(1.0, measure.days) + f" days later{part}"


def _on_one_use(measure: Measure) -> str:
    use = getattr(measure, "use", "both")
    return "" if use == "both" else f", {USES[use]}"


def _amount(field: str, spread: Range) -> str:
    factor, words = _AMOUNTS[field]
    return f"{_range_text(factor, spread)} {words}"


def _range_text(factor: float, spread: Range) -> str:
    low, central, high = (f"{factor * value:g}" for value in (spread.low, spread.central, spread.high))
    return central if low == high else f"{central} ({low} to {high})"


def in_sentence(label: str) -> str:
    """Return the name of a region of a world as a sentence needs it, with the article that English gives some.

    Examples
    --------
    >>> in_sentence("USA"), in_sentence("CHN"), in_sentence("ROW")
    ('the United States', 'China', 'the rest of the world')
    """
    return "the rest of the world" if label == "ROW" else with_article(name(label))


def listed(names: Sequence[str]) -> str:
    """Return names joined by commas and a last ``and``.

    Examples
    --------
    >>> listed(["Canada", "Mexico", "India"])
    'Canada, Mexico and India'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def some(names: Sequence[str], most: int = MOST_NAMED, glue: str = "") -> str:
    """Return names joined as `listed` does, of many only the first and how many more there are.

    Parameters
    ----------
    glue : str
        Joins names that have commas of their own.
    """
    if len(names) <= most:
        return glue.join(names) if glue else listed(names)
    return f"{(glue or ', ').join(names[: most - 2])} and {len(names) - most + 2} more regions"


def goods(title: str) -> str:
    """Return a sector's title as a table shows it: without the classification's ``Manufacture of``.

    Examples
    --------
    >>> goods("Manufacture of electrical equipment"), goods("Fishing and aquaculture")
    ('Electrical equipment', 'Fishing and aquaculture')
    """
    return upper(title.removeprefix("Manufacture of ").removeprefix("Extraction of ").removeprefix("Mining of "))


def upper(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]


def shortened(text: str, most: int) -> str:
    """Return the first line of a text, cut at a word and marked where it is longer than `most` characters.

    Examples
    --------
    >>> shortened("no equilibrium of the year", 16)
    'no equilibrium …'
    """
    line = (text.splitlines() or [""])[0]
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0].rstrip(',;:')} …"


def reason(why: str) -> str:
    r"""Return why a horizon has no answer as one sentence: what each measure lacks, each reason once.

    Examples
    --------
    >>> reason("x cannot be asked about:\n  - a (tariff): prices do not move\n  - b (tariff): prices do not move")
    'tariff: prices do not move'
    """
    head, *lines = why.splitlines()
    parts = []
    for line in lines:
        kind, _, text = line.strip().removeprefix("- ").partition("): ")
        parts.append(
            f"{kind.rpartition('(')[2].replace('_', ' ')}: {text}" if text else line.strip().removeprefix("- ")
        )
    return "; ".join(dict.fromkeys(parts)) or head
