"""Rules on the wording of economic and technology policy: IN-2, IN-6, MC-1, ES-4 and ES-7."""

from __future__ import annotations

from technostate.claims.case import Case
from technostate.claims.change import change_in
from technostate.claims.claim import Claim
from technostate.claims.text_counts import CONGRESSES, REPORTS, beside, hits_of, passages, rates, rates_of
from technostate.claims.verdict import Figure, Finding, NotTestableError, three_way
from technostate.claims.windows import span
from technostate.notation import plain

#: Core technologies that stand both in the outline of science and technology for 2006–2020 (major projects, frontier
#: technologies, major research) and among the frontier fields of the outline of the 14th Five-Year Plan (2021): a list
#: made in one of the two years only would favour its own period.
CORE_TECHNOLOGIES = ("semiconductors", "quantum", "biotechnology", "outer_space", "spaceflight", "deep_sea")
#: Formulations of this domain mark a passage on science and technology.
SCIENCE = "science_technology"
FIELDS_OF_SECURITY = ("economic_security", "food_security", "energy_security", "financial_security")
#: Characters between 供应链 and 安全 up to which the two are read together.
NEAR = 10
_RATE = " per 10,000 characters"


def core_technologies(claim: Claim, case: Case) -> Finding:
    """Decide IN-2: the share of passages on science and technology that name a core technology.

    Parameters
    ----------
    claim : Claim
        Thresholds ``change``, ``base_from``, ``base_to``, ``test_from``.

    Raises
    ------
    NotTestableError
        If texts are missing, or no passage of a year in half of a window is on science and technology.
    """
    texts = case.evidence.texts(REPORTS)
    science = [item.id for item in texts.formulations if item.domain == SCIENCE and item.variants(texts.language)]
    on_science = passages(texts, hits_of(texts, science))
    naming = passages(texts, hits_of(texts, CORE_TECHNOLOGIES)) & on_science
    path: dict[int, float] = {}
    for at, member in enumerate(texts.members):
        total = sum(document == at for document, _ in on_science)
        if total and member.year is not None:
            path[member.year] = sum(document == at for document, _ in naming) / total
    named = change_in(claim, path, "passages on science and technology")
    limit = claim.threshold("change")
    why = (
        f"Of the paragraphs of Government Work Reports on science and technology, {plain(100 * named.old)} % named a "
        f"core technology in {span(*named.base)} (mean of yearly shares) and {plain(100 * named.new)} % in "
        f"{span(*named.test)}."
    )
    figures = named.figures("passages on science and technology that name a core technology", case.state, "1", REPORTS)
    outcome = three_way(named.relative >= limit, named.relative <= -limit)
    return Finding(outcome, why, named.new, named.test[1], figures, (texts.origin,))


def innovation_driven(claim: Claim, case: Case) -> Finding:
    """Decide IN-6: whether 创新驱动 stays in the reports after its first use.

    Parameters
    ----------
    claim : Claim
        Thresholds ``present``, ``reports``, ``last``.

    Raises
    ------
    NotTestableError
        If the expression is in no report, or fewer reports than the rule asks for follow its first use.
    """
    dated: list[tuple[str, str, bool, float]] = []
    origins = []
    for name in (REPORTS, CONGRESSES):
        texts = case.evidence.texts(name)
        origins.append(texts.origin)
        documents = texts.document[hits_of(texts, ("innovation_driven",))].tolist()
        for at, member in enumerate(texts.members):
            rate = 1e4 * documents.count(at) / member.extent if member.extent else 0.0
            # A congress meets in autumn, after the report of the year in March.
            dated.append((f"{member.year}" + ("b" if name == CONGRESSES else "a"), member.id, at in documents, rate))
    dated.sort()
    first = next((at for at, (_, _, used, _) in enumerate(dated) if used), None)
    if first is None:
        raise NotTestableError("创新驱动 is in no report of the collections")
    wanted = int(claim.threshold("reports"))
    after = dated[first + 1 : first + 1 + wanted]
    if len(after) < wanted:
        raise NotTestableError(f"only {len(after)} reports follow the first use of 创新驱动 in {dated[first][1]}")
    used = sum(item[2] for item in after)
    last = dated[-int(claim.threshold("last")) :]
    names = ", ".join(item[1] for item in last)
    present = sum(item[2] for item in last)
    why = (
        f"First use of 创新驱动 in these collections: {dated[first][1]}. It stands in {used} of the {wanted} reports "
        f"after that one and in {present} of the latest {len(last)} ({names})."
    )
    year = int(dated[-1][0][:4])
    figures = tuple(
        Figure("use of 创新驱动", case.state, rate, "per 10,000", stamp[:4], "derived", name)
        for stamp, name, _, rate in dated[first:]
    )
    outcome = three_way(used >= claim.threshold("present"), present == 0)
    return Finding(outcome, why, dated[-1][3], year, figures, tuple(origins))


def military_civil_fusion(claim: Claim, case: Case) -> Finding:
    """Decide MC-1: whether 军民融合 is used more from 2015, and still.

    Parameters
    ----------
    claim : Claim
        Thresholds ``base_from``, ``base_to``, ``test_from``, ``test_to``, ``present``, ``latest``.
    """
    texts = case.evidence.texts(REPORTS)
    path = rates_of(texts, "military_civil_fusion")
    use = change_in(claim, path, "军民融合")
    latest = sorted(path)[-int(claim.threshold("latest")) :]
    still = sum(path[year] > 0 for year in latest)
    why = (
        f"军民融合 in Government Work Reports: {use.words(2, _RATE)}; it stands in {still} of the latest {len(latest)} "
        f"reports ({span(latest[0], latest[-1])})."
    )
    figures = use.figures("use of 军民融合", case.state, "per 10,000", REPORTS)
    outcome = three_way(use.new > use.old and still >= claim.threshold("present"), use.new <= use.old)
    return Finding(outcome, why, use.new, use.test[1], figures, (texts.origin,))


def supply_chains(claim: Claim, case: Case) -> Finding:
    """Decide ES-4: whether 产业链 and 供应链 became prominent from 2020.

    Parameters
    ----------
    claim : Claim
        Thresholds ``factor``, ``base_from``, ``base_to``, ``test_from``.
    """
    texts = case.evidence.texts(REPORTS)
    use = change_in(claim, rates_of(texts, "industrial_chain", "supply_chain"), "产业链 and 供应链")
    why = f"产业链 and 供应链 in Government Work Reports: {use.words(2, _RATE)}."
    figures = use.figures("use of 产业链 and 供应链", case.state, "per 10,000", REPORTS)
    supported = use.new > use.old and use.new >= claim.threshold("factor") * use.old
    return Finding(three_way(supported, use.new <= use.old), why, use.new, use.test[1], figures, (texts.origin,))


def economic_security(claim: Claim, case: Case) -> Finding:
    """Decide ES-7: whether fields of economic security are named more from 2023 than in 2020–2022.

    Parameters
    ----------
    claim : Claim
        Thresholds ``rise``, ``base_from``, ``base_to``, ``test_from``.
    """
    texts = case.evidence.texts(REPORTS)
    fields = hits_of(texts, FIELDS_OF_SECURITY)
    security = hits_of(texts, ("security",))
    chains = beside(texts, hits_of(texts, ("supply_chain",)), security, NEAR)
    path = {
        year: rate + rates(texts, chains)[year] for year, rate in rates(texts, fields).items()
    }  # fields and chains share no character, so that their counts add
    use = change_in(claim, path, "fields of economic security")
    why = (
        f"经济安全, 粮食安全, 能源安全, 金融安全, and 供应链 with 安全 at most {NEAR} characters away, in "
        f"Government Work Reports: {use.words(2, _RATE)}."
    )
    figures = use.figures("use of fields of economic security", case.state, "per 10,000", REPORTS)
    outcome = three_way(use.relative > claim.threshold("rise"), use.new <= use.old)
    return Finding(outcome, why, use.new, use.test[1], figures, (texts.origin,))
