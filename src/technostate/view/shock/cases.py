"""Case by case: a dot for each draw of the regions that matter most, and in how many of them they lose."""

from __future__ import annotations

from technostate.shocks.impact.sign import HARDLY
from technostate.view.shock.record import Horizon
from technostate.view.shock.words import in_sentence, upper
from technostate.write import Chart, Name
from technostate.write.forms import Cases, Span

#: Regions drawn, and cases from which a heap of dots says more than a range.
MOST, LEAST = 2, 16


def cases_chart(item: Horizon) -> Chart | None:
    """Return the cases of the regions that matter most; None where they are few, or only their ends were kept."""
    found = _cases(item)
    if not found or item.cases < LEAST:
        return None
    spans = tuple(
        Span(Name(name), item.region(name).figures.change, name, cases=cases) for name, cases in found.items()
    )
    shown = f"Change of {item.measure}, %: a dot a case, median and p10 to p90; a loss is {HARDLY} % or more; modelled"
    return Chart(title(found), Cases(spans), shown)


def _cases(item: Horizon) -> dict[str, tuple[float, ...]]:
    if "income_cases" not in item.tables or not item.over:
        return {}
    regions, values = item.tables["regions"], item.tables["income_cases"]["values"]
    at = {name: regions.index(name) for name in item.matter[:MOST]}
    return {name: tuple(row[place] for row in values) for name, place in at.items()}


def title(cases: dict[str, tuple[float, ...]]) -> str:
    """Return in how many cases each of some regions loses.

    Examples
    --------
    >>> title({"USA": (-2.0, -1.0, -0.005), "CHN": (-2.0, 0.0, -0.004)})
    'The United States loses in all 3 cases, China in 1'
    >>> title({"JPN": (0.1, 0.2)})
    'Japan loses in none of 2 cases'
    """
    said: list[str] = []
    for name, found in cases.items():
        lost, count = sum(case <= -HARDLY for case in found), len(found)
        of = f"all {count} cases" if lost == count else f"{lost or 'none'} of {count} cases"
        if said:
            of = "all" if lost == count else f"{lost or 'none'}"
        said.append(f"{in_sentence(name)} {'in' if said else 'loses in'} {of}")
    return upper(", ".join(said))
