"""The finding on dependence: who relies on whom in the newest table, in both directions, and how many times as much."""

from __future__ import annotations

from technostate.evidence import Figure, value_of
from technostate.report.finding import CannotSayError, Said
from technostate.report.ground import Ground
from technostate.report.saying import alike, labelled, percent, sentence, times
from technostate.view.dependence import Path
from technostate.write.names import of, the


def asymmetry(ground: Ground) -> Said:
    """Say how far each of the two relies on inputs made in the other, and which one more."""
    state, against = ground.who.pair
    there, back = ground.exposure.reliance(against, state), ground.exposure.reliance(state, against)
    year, theirs, ours = _same_year(there, back, f"the reliance of {the(state)} and {the(against)} on each other")
    said = sentence(
        f"in {year}, looking through supply chains, ", percent(theirs), f" of all inputs of {the(against)} were made "
        f"in {the(state)}, and ", percent(ours), f" of all inputs of {the(state)} in {the(against)}",
        _beside(ground, theirs, ours),
    )  # fmt: skip
    figures = labelled(f"inputs of {against} from {state}", theirs) + labelled(
        f"inputs of {state} from {against}", ours
    )
    return Said((*said, "."), theirs, figures)


def purchases(ground: Ground) -> Said:
    """Say which share each has in the other's imports of goods, in the newest year of the trade panel."""
    state, against = ground.who.pair
    there, back = ground.exposure.import_share(against, state), ground.exposure.import_share(state, against)
    year, theirs, ours = _same_year(there, back, f"trade of {the(state)} and {the(against)} with each other")
    said = sentence(
        f"in {year} ", percent(theirs), f" of {of(against)} imports came from {the(state)}, and ", percent(ours),
        f" of {of(state)} imports from {the(against)}", _beside(ground, theirs, ours),
    )  # fmt: skip
    figures = labelled(f"imports of {against} from {state}", theirs)
    figures += labelled(f"imports of {state} from {against}", ours)
    return Said((*said, "."), theirs, figures)


def reliance_abroad(ground: Ground) -> Said:
    """Say how far each of the two relies on all inputs from abroad, where no table tells them apart as partners."""
    state, against = ground.who.pair
    path, other = ground.exposure.reliance(state), ground.exposure.reliance(against)
    value = path.newest if path is not None else None
    if value is None:
        raise CannotSayError(f"no input–output table has {the(state)}")
    said = sentence(f"in {value.year}, looking through supply chains, ", percent(value), f" of all inputs of "
                    f"{the(state)} were made abroad")  # fmt: skip
    figures = labelled(f"inputs of {state} from abroad", value)
    beside = other.newest if other is not None else None
    if beside is not None and beside.year == value.year:
        said += sentence(", and ", percent(beside), f" of those of {the(against)}")
        said += (_abroad(ground, beside, value),)
        figures += labelled(f"inputs of {against} from abroad", beside)
    return Said((*said, "."), value, figures)


def _same_year(there: Path | None, back: Path | None, what: str) -> tuple[int, Figure, Figure]:
    """Return the newest year that both paths have in one classification, with the figure of each."""
    if there is None or back is None:
        raise CannotSayError(f"no table shows {what}")
    for one, other in ((there.apart, back.apart), (there.joined, back.joined)):
        if both := one.keys() & other.keys():
            return max(both), one[max(both)], other[max(both)]
    raise CannotSayError(f"no year has figures of {what}")


def _beside(ground: Ground, theirs: Figure, ours: Figure) -> str:
    """Return who relies more on the other and how many times as much; shares that look alike are said to be alike."""
    state, against = ground.who.pair
    if alike(theirs, ours):
        return ": about as much in both directions"
    more, less = (against, state) if value_of(theirs) > value_of(ours) else (state, against)
    low, high = sorted((value_of(theirs), value_of(ours)))
    if not low:
        return f": only {the(more)} relied on the other"
    return f": {the(more)} relied {times(high / low)} as much on {the(less)} as {the(less)} on {the(more)}"


def _abroad(ground: Ground, theirs: Figure, ours: Figure) -> str:
    """Return who relies more on other states and how many times as much."""
    state, against = ground.who.pair
    low, high = sorted((value_of(theirs), value_of(ours)))
    if alike(theirs, ours) or not low:
        return ""
    more, less = (against, state) if value_of(theirs) > value_of(ours) else (state, against)
    return f": {the(more)} relied {times(high / low)} as much on other states as {the(less)}"
