"""Rules on the wording of security: domains (NS-1), the holistic outlook (NS-2), rank (NS-3), new domains (MI-3)."""

from __future__ import annotations

from technostate.claims.case import Case
from technostate.claims.change import Change, change_in, mean_in
from technostate.claims.claim import Claim
from technostate.claims.text_counts import (
    CONGRESSES,
    LAWS,
    READOUTS,
    REPORTS,
    SPEECHES,
    hits_of,
    inside,
    passages,
    rates,
    rates_of,
)
from technostate.claims.verdict import Figure, Finding, NotTestableError, three_way
from technostate.claims.windows import span, window_of
from technostate.doctrine import formulations
from technostate.notation import plain

#: Formulations that name a danger or the security of a field, by the domains of the rule.
DOMAINS: dict[str, tuple[str, ...]] = {
    "internal": (
        "terrorism", "extremism", "separatism", "social_stability", "preserving_stability", "public_security",
        "societal_security", "safe_china",
    ),
    "political": (
        "political_security", "regime_security", "ideology", "ideological_security", "cultural_security",
        "hostile_forces", "subversion", "espionage",
    ),
    "non-traditional": (
        "non_traditional_security", "economic_security", "financial_security", "financial_risk", "systemic_risk",
        "food_security", "energy_security", "resource_security", "water_security", "ecological_security",
        "climate_change", "biological_security", "nuclear_security", "overseas_interests", "supply_chain_resilience",
    ),
    "emerging": (
        "cyber_security", "information_security", "cyberspace", "cyber_threats", "critical_infrastructure",
        "data_security", "science_technology_security", "ai_governance", "space_security",
    ),
}  # fmt: skip
TRADITIONAL_EXTERNAL = (
    "traditional_security", "military_security", "homeland_security", "territorial_integrity", "sovereignty",
    "border_security", "maritime_rights", "taiwan_independence", "hegemonism", "cold_war_mentality",
    "foreign_interference", "containment", "arms_race", "military_preparedness", "deterrence", "non_proliferation",
    "weapons_of_mass_destruction", "nuclear_weapons",
)  # fmt: skip
#: The three new domains: what is written, and the formulation that counts it.
NEW_DOMAINS = {"海洋": "seas", "太空, 外层空间": "outer_space", "网络空间": "cyberspace"}


def domains_of_danger(claim: Claim, case: Case) -> Finding:
    """Decide NS-1: whether four domains of danger outweigh the traditional external one, and more than before 2013.

    Parameters
    ----------
    claim : Claim
        Thresholds ``rise``, ``base_from``, ``base_to``, ``test_from``.
    """
    texts = case.evidence.texts(REPORTS)
    what = "domains of danger"
    four = change_in(claim, rates_of(texts, *(name for names in DOMAINS.values() for name in names)), what)
    outside = change_in(claim, rates_of(texts, *TRADITIONAL_EXTERNAL), what)
    exceed = four.new > outside.new
    rose = four.new * outside.old >= (1 + claim.threshold("rise")) * four.old * outside.new and four.new > 0
    apart = "; ".join(
        f"{name} {plain(one.old)} and {plain(one.new)}"
        for name, names in DOMAINS.items()
        for one in (change_in(claim, rates_of(texts, *names), name),)
    )
    why = (
        f"Formulations of four domains in Government Work Reports: {four.words(1, ' per 10,000 characters')} (of "
        f"which, in the two windows: {apart}). Formulations of the traditional external domain: "
        f"{plain(outside.old)} and {plain(outside.new)}; the ratio of the two: {_ratio(four.old, outside.old)} and "
        f"{_ratio(four.new, outside.new)}."
    )
    figures = four.figures("four domains", case.state, "per 10,000", REPORTS)
    figures += outside.figures("traditional external domain", case.state, "per 10,000", REPORTS)
    return Finding(three_way(exceed and rose, not exceed), why, four.new, four.test[1], figures, (texts.origin,))


def _ratio(value: float, base: float) -> str:
    return plain(value / base, 2) if base else "undefined"


def holistic_outlook(claim: Claim, case: Case) -> Finding:
    """Decide NS-2: in which document 总体国家安全观 is first used.

    Parameters
    ----------
    claim : Claim
        Thresholds ``year``, ``before_from``, ``before_to``, ``after_to``.
    """
    stated = claim.year("year")
    before = range(claim.year("before_from"), claim.year("before_to") + 1)
    uses: list[tuple[str, int, str, str]] = []
    held: dict[str, dict[int, float]] = {}
    origins = []
    for name in (REPORTS, CONGRESSES, SPEECHES, READOUTS, LAWS):
        texts = case.evidence.texts(name)
        origins.append(texts.origin)
        hits = hits_of(texts, ("holistic_national_security",))
        held[name] = rates(texts, hits)
        members = [texts.members[at] for at in texts.document[hits].tolist()]
        uses += [
            (member.date or str(member.year), member.year, name, member.id)
            for member in members
            if member.year is not None
        ]
    after = range(stated, claim.year("after_to") + 1)
    absent = all(path.get(year, 0.0) == 0 for path in held.values() for year in after)
    known = any(year in path for path in held.values() for year in after)
    if not uses:
        why = "总体国家安全观 stands in no document of these collections."
        return Finding(three_way(False, known), why, origins=tuple(origins))
    _, year, kind, document = min(uses)
    searched = all(held[kind].get(earlier) == 0.0 for earlier in before)
    supported = year == stated and searched
    why = (
        f"In these collections 总体国家安全观 is first used in {document}; texts of the same kind of "
        f"{span(before[0], before[-1])} {'are there without it' if searched else 'are not all there'}."
        + (f" No text of {span(after[0], after[-1])} in them has it." if absent and known else "")
        + " "
        + _cited()
        + "The figure is the number of years from the stated year to the first use in the collections."
    )
    figure = Figure("first use less the stated year", case.state, float(year - stated), "years", str(year), "derived",
                    kind)  # fmt: skip
    outcome = three_way(supported, year < stated or (absent and known))
    return Finding(outcome, why, float(year - stated), year, (figure,), tuple(origins))


def _cited() -> str:
    """Return what the lexicon cites as the first official use, which no count decides."""
    first = formulations.find("holistic_national_security").first_use
    return f"A cited source dates the first official use to {first.date} ({first.document}). " if first else ""


def rank_of_security(claim: Claim, case: Case) -> Finding:
    """Decide NS-3: strategic uses of 安全 against uses of 发展 in the latest reports.

    Parameters
    ----------
    claim : Claim
        Thresholds ``equal``, ``half``, ``rise``, ``latest``, ``base_from``, ``base_to``.

    Raises
    ------
    NotTestableError
        If texts or senses are missing.
    """
    texts = case.evidence.texts(REPORTS)
    strategic, development = case.evidence.senses(REPORTS, "strategic"), rates_of(texts, "development")
    path = {year: strategic[year] / development[year] for year in sorted(strategic) if development.get(year)}
    latest = sorted(path)[-int(claim.threshold("latest")) :]
    if len(latest) < claim.threshold("latest"):
        raise NotTestableError(f"fewer than {claim.threshold('latest'):.0f} reports have 发展")
    new = sum(path[year] for year in latest) / len(latest)
    base, test = window_of(claim, "base", path), (latest[0], latest[-1])
    rank = Change(base, test, mean_in(path, base, "安全 and 发展"), new)
    little = rank.relative < claim.threshold("rise")
    why = (
        f"Strategic uses of 安全 for one use of 发展 in Government Work Reports: {rank.words(2)} (means of yearly "
        "ratios). Senses are told by published rules, whose errors docs/codebook.md gives."
    )
    figures = rank.figures("strategic 安全 over 发展", case.state, "ratio", REPORTS)
    outcome = three_way(new >= claim.threshold("equal"), new < claim.threshold("half") and little)
    return Finding(outcome, why, new, test[1], figures, (texts.origin,))


def new_domains(claim: Claim, case: Case) -> Finding:
    """Decide MI-3: whether the sea, outer space and cyberspace are named more in passages on security from 2013.

    Parameters
    ----------
    claim : Claim
        Thresholds ``rise``, ``base_from``, ``base_to``, ``test_from``.
    """
    texts = case.evidence.texts(REPORTS)
    on_security = passages(texts, hits_of(texts, ("security",)))
    changes = {
        label: change_in(claim, rates(texts, inside(texts, hits_of(texts, (name,)), on_security)), label)
        for label, name in NEW_DOMAINS.items()
    }
    rose = [change.relative >= claim.threshold("rise") for change in changes.values()]
    why = (
        "In paragraphs of Government Work Reports that have 安全, per 10,000 characters of the reports: "
        f"{'; '.join(f'{label} {change.words(2)}' for label, change in changes.items())}. {sum(rose)} of {len(rose)} "
        "rose by a quarter or more. The figure is the sum of the three in the later years."
    )
    figures = tuple(
        figure
        for label, change in changes.items()
        for figure in change.figures(f"use of {label} in passages on security", case.state, "per 10,000", REPORTS)
    )
    value, year = sum(change.new for change in changes.values()), next(iter(changes.values())).test[1]
    return Finding(three_way(all(rose), not any(rose)), why, value, year, figures, (texts.origin,))
