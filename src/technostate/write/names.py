"""Names of regions as readers meet them: short, with the article that English gives some, possessive."""

from __future__ import annotations

from technostate.evidence import regions


def name(code: str) -> str:
    """Return the name printed for a region, a group, or a label of joined codes; what is unknown stays as it is.

    Examples
    --------
    >>> name("CHN"), name("EU"), name("AUS+NZL"), name("EU without DEU"), name("Latin America")
    ('China', 'EU-27', 'Australia and New Zealand', 'EU-27 without Germany', 'Latin America')
    """
    whole, without, part = code.partition(" without ")
    if without:
        return f"{name(whole)} without {name(part)}"
    fixed = {"EU": "EU-27", "ROW": "Rest of world"}
    codes = code.split("+")
    if all(item in fixed or regions.is_known(item) for item in codes):
        return " and ".join(fixed.get(item) or regions.name(item) for item in codes)
    return code


def the(code: str) -> str:
    """Return a name with the article that English gives some.

    Examples
    --------
    >>> the("USA"), the("CHN")
    ('the United States', 'China')
    """
    return regions.with_article(name(code))


def first(code: str) -> str:
    """Return a name as the first words of a sentence.

    Examples
    --------
    >>> first("USA")
    'The United States'
    """
    text = the(code)
    return text[:1].upper() + text[1:]


def of(code: str, *, start: bool = False) -> str:
    """Return the possessive of a name.

    Examples
    --------
    >>> of("CHN"), of("USA"), of("NLD", start=True)
    ('China’s', 'the United States’', 'The Netherlands’')
    """
    text = first(code) if start else the(code)
    return f"{text}’" if text.endswith("s") else f"{text}’s"
