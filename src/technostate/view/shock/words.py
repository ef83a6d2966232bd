"""Words on shocks that several blocks share: horizons, ranges, measures, lists of names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from technostate.evidence.regions import with_article
from technostate.shocks.impact.record import Impact
from technostate.shocks.specification.horizons import USES
from technostate.write.names import name

AFTER = {"weeks": "after weeks", "year": "after a year", "decade": "after a decade"}
#: Who gets the scarcity rent of a ban, as a table's column says it.
RENTS = {"importer": "importers", "exporter": "exporters", "lost": "nobody (lost)"}
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


def after(impact: Impact) -> str:
    """Return the horizon in words, with the days that were simulated."""
    return AFTER[impact.horizon] if impact.timing is None else f"in the first {impact.timing.days} days"


def what_varies(impact: Impact) -> str:
    """Return in words what the range of an impact is over."""
    sets = list(dict.fromkeys(case.elasticities for case in impact.cases))
    drawn = [item for item in sets if item.startswith("draw ")]
    named = [item for item in sets if item not in drawn]
    severities = [item for item in dict.fromkeys(case.severity for case in impact.cases) if not item.startswith("draw")]
    rents = list(dict.fromkeys(case.rent for case in impact.cases if case.rent))
    parts = [
        f"elasticities and parameters: {', '.join(named)}" if named else "",
        f"{len(drawn)} draw{'s' * (len(drawn) != 1)}" if drawn else "",
        f"the shock’s own ranges: {', '.join(severities)}",
        f"who gets the scarcity rent: {', '.join(rents)}" if rents else "",
    ]
    count = f"{len(impact.cases)} case{'s' * (len(impact.cases) != 1)}"
    return f"{count}; " + "; ".join(part for part in parts if part)


def measure_words(measure: Any) -> Mapping[str, str]:
    """Return a measure as name, kind, who, what and how much, each a short text."""
    fields = type(measure).model_fields
    pair = next(pair for pair in (("exporters", "importers"), ("regions", "held_by")) if pair[0] in fields)
    who = " → ".join(", ".join(map(name, getattr(measure, side))) for side in pair if side in fields)
    amount = next((key for key in _AMOUNTS if key in fields), None)
    return {
        "name": measure.name,
        "measure": measure.measure.replace("_", " "),
        "who": who,
        "what": ", ".join(getattr(measure, "sectors", ())),
        "how_much": _how_much(measure, amount) + _on_one_use(measure),
        "from": "" if measure.starts is None else measure.starts.isoformat(),
        "to": "" if measure.ends is None else measure.ends.isoformat(),
    }


def _how_much(measure: Any, field: str | None) -> str:
    spread = None if field is None else getattr(measure, field)
    if field is None or spread is None:
        return f"back to the tariff of {back}" if (back := getattr(measure, "to", None)) else ""
    return _amount(field, spread)


def _on_one_use(measure: Any) -> str:
    use = getattr(measure, "use", "both")
    return "" if use == "both" else f", {USES[use]}"


def _amount(field: str, spread: Any) -> str:
    factor, words = _AMOUNTS[field]
    low, central, high = (f"{factor * value:g}" for value in (spread.low, spread.central, spread.high))
    return f"{central} {words}" if low == high else f"{central} ({low} to {high}) {words}"


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


def some(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Return names joined as `listed` does, of many only the first and how many more there are."""
    if len(names) <= most:
        return listed(names)
    return f"{', '.join(names[: most - 2])} and {len(names) - most + 2} more regions"


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
        parts.append(f"{kind.rpartition('(')[2].replace('_', ' ')}: {text}" if text else line.strip())
    return "; ".join(dict.fromkeys(parts)) or head
