"""A shock's figures in words and cells, the same for terminal, Markdown and page: no word says more than its range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from technostate.evidence.regions import with_article
from technostate.report.purchases_part import goods_words
from technostate.report.shock_part import region_name
from technostate.shocks.impact.sign import HARDLY, side

Record = dict[str, Any]

#: Regions that a sentence names; tables have all.
MOST_NAMED = 16


#: What is true of a group of regions, said of one and of several.
_VERBS = {
    "lose": ("loses in every case", "lose in every case"),
    "gain": ("gains in every case", "gain in every case"),
    "no_gain": ("loses or hardly changes", "lose or hardly change"),
    "no_loss": ("gains or hardly changes", "gain or hardly change"),
    "open": ("loses in some cases and gains in others", "lose in some cases and gain in others"),
    "hardly": (
        f"changes by less than {HARDLY} % in every case",
        f"change by less than {HARDLY} % in every case",
    ),
}


def sides(horizon: Record) -> dict[str, list[str]]:
    """Return who loses in every case, who gains in every case, whose sign is open, and who hardly changes.

    Parameters
    ----------
    horizon : dict
        With ``income``.

    Returns
    -------
    dict
        ``lose``, ``gain``, ``no_gain``, ``no_loss``, ``open``, ``hardly`` → codes, the largest changes first.
    """
    groups: dict[str, list[str]] = {key: [] for key in _VERBS}
    for row in horizon["income"]:
        if row["central"] is None:
            continue
        groups[side(row["low"], row["high"])].append(row["region"])
    groups["gain"].reverse()
    groups["no_loss"].reverse()
    return groups


def sides_text(horizon: Record) -> str:
    """Return the groups of `sides` as one sentence.

    Parameters
    ----------
    horizon : dict
        With ``income``.
    """
    clauses = []
    for key, codes in sides(horizon).items():
        if codes:
            names = some([in_sentence(code) for code in codes])
            if key == "hardly" and len(codes) > MOST_NAMED:
                names = f"{'all' if len(codes) == len(horizon['income']) else 'the other'} {len(codes)} regions"
            clauses.append(f"{names} {_VERBS[key][len(codes) > 1 or ' and ' in names]}")
    return first_upper(f"{'; '.join(clauses)}.") if clauses else ""


def in_sentence(label: str) -> str:
    """Return the name of a region of a world as a sentence needs it, with the article that English gives some.

    Parameters
    ----------
    label : str

    Examples
    --------
    >>> in_sentence("USA"), in_sentence("CHN"), in_sentence("ROW")
    ('the United States', 'China', 'the rest of the world')
    """
    if label == "ROW":
        return "the rest of the world"
    return with_article(region_name(label))


def listed(names: Sequence[str]) -> str:
    """Return names joined by commas and a last ``and``.

    Parameters
    ----------
    names : sequence of str

    Examples
    --------
    >>> listed(["Canada", "Mexico", "India"])
    'Canada, Mexico and India'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def some(names: Sequence[str]) -> str:
    """Return names joined as `listed` does, of many only the first and how many more there are.

    Parameters
    ----------
    names : sequence of str
    """
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[: MOST_NAMED - 2])} and {len(names) - MOST_NAMED + 2} more regions"


def sector_words(title: str) -> str:
    """Return a sector's title as a table shows it: without the classification's ``Manufacture of``.

    Parameters
    ----------
    title : str

    Examples
    --------
    >>> sector_words("Manufacture of electrical equipment")
    'Electrical equipment'
    """
    return first_upper(goods_words(title))


def first_upper(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]


def open_signs(record: Record) -> list[str]:
    """Return one sentence a horizon on the regions whose change has both signs inside the range; said first.

    Regions that change by less than `HARDLY` in every case are not among them: `sides_text` says that they hardly do.

    Parameters
    ----------
    record : dict
        What `technostate.report.shock_part.shock_record` returns.
    """
    found = []
    for item in record["horizons"]:
        names = [in_sentence(code) for code in sides(item)["open"]]
        if names:
            found.append(f"{first_upper(item['after'])}, the sign is not settled inside the range for {listed(names)}.")
    return found


def notes(record: Record) -> dict[str, list[str]]:
    """Return note → the horizons that it is on, each note once.

    Parameters
    ----------
    record : dict
        What `technostate.report.shock_part.shock_record` returns.
    """
    found: dict[str, list[str]] = {}
    for item in record["horizons"]:
        for note in item["notes"]:
            found.setdefault(note, []).append(item["horizon"])
    return found


def failed_words(horizon: Record) -> str:
    """Return a sentence on cases that have no answer and are in no range; empty where there are none.

    Parameters
    ----------
    horizon : dict
        With ``failed``.
    """
    failed = horizon["failed"]
    if not failed:
        return ""
    listing = "; ".join(shortened(reason, 150) for reason in failed[:3]) + "; …" * (len(failed) > 3)
    have = "case has" if len(failed) == 1 else "cases have"
    return f"{len(failed)} {have} no answer and no part in the ranges: {listing}."


def shortened(text: str, most: int) -> str:
    """Return the first line of a text, cut at a word and marked where it is longer than `most` characters.

    Parameters
    ----------
    text : str
    most : int

    Examples
    --------
    >>> shortened("no equilibrium of the year", 16)
    'no equilibrium …'
    """
    line = (text.splitlines() or [""])[0]
    return line if len(line) <= most else f"{line[: most - 1].rsplit(' ', 1)[0].rstrip(',;:')} …"


#: Who gets the scarcity rent of a ban, as a table's column says it.
RENTS = {"importer": "importers", "exporter": "exporters", "lost": "nobody (lost)"}


def rent_table(item: Record, first: Sequence[str] = (), most: int = 6) -> list[tuple[str, list[Record]]]:
    """Return the regions that the rule on scarcity rents moves most, each with its figure under every rule.

    Parameters
    ----------
    item : dict
        One of a record's ``horizons``.
    first : sequence of str
        Regions that come first.
    most : int
        Regions returned.
    """
    rows = [(cells[0]["region"], list(cells)) for cells in zip(*(rule["income"] for rule in item["rent"]), strict=True)]

    def width(cells: Sequence[Record]) -> float:
        known = [cell["central"] for cell in cells if cell["central"] is not None]
        return max(known, default=0.0) - min(known, default=0.0)

    return sorted(rows, key=lambda row: (row[0] not in first, -width(row[1])))[:most]


def open_cells(names: Mapping[str, str], record: Record) -> list[str]:
    """Return one sentence for each shock of the battery on figures whose sign changes inside their range.

    Parameters
    ----------
    names : mapping of str to str
        Code → name.
    record : dict
        What `technostate.report.shocks_part.shocks` returns.
    """
    found = []
    for row in record["battery"]:
        parts = [
            f"{names.get(code, code)} ({name})"
            for name, cell in row["cells"].items()
            if "why" not in cell
            for code, change in cell["states"].items()
            if change["sign_changes"]
        ]
        if parts:
            found.append(f"{row['shock']['title']}: {', '.join(parts)}.")
    return found


def reason(why: str) -> str:
    r"""Return why a horizon has no answer as one sentence: what each measure lacks, each reason once.

    Parameters
    ----------
    why : str
        A message whose further lines list the measures.

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
