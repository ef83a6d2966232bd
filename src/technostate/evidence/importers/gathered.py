"""What a reader finds in a user's file: series in the making, and what had to be left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Kind as Sort
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, SeriesBatch
from technostate.evidence.printable import printable, shown
from technostate.evidence.readers.gather import Gathering, without_leading_zeros
from technostate.evidence.series import Series

#: Series of one import; a file with more is to be narrowed by the kind's options.
LIMIT_SERIES = 5_000
#: Spellings of regions in one file; states have some 200 and their groups as many.
LIMIT_REGIONS = 20_000
#: Figures of one import: each takes some 100 bytes of memory.
LIMIT_FIGURES = 5_000_000
_VINTAGE = re.compile(r"(1[89]|20|21)\d\d(?!\d).{0,40}")


@dataclass
class Gathered:
    """Series in the making, of one file.

    Parameters
    ----------
    origin : Origin
        Of all its series; its vintage is theirs.
    prefix : str
        First two parts of the series ids.
    names : mapping of str to str
        The producer's words for a region → our label; an empty one is left out and named.
    """

    origin: Origin
    prefix: str
    names: Mapping[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    _found: dict[str, Gathering] = field(default_factory=dict)
    _strange: dict[str, int] = field(default_factory=dict)
    _figures: int = 0
    _known: dict[str, str | None] = field(default_factory=dict)

    def region(self, stated: str, *, code: bool = False) -> str | None:
        """Return our label of a region as the file writes it, by name or code; one that has none is noted."""
        if stated not in self._known:
            if len(self._known) == LIMIT_REGIONS:
                raise DataError(
                    f"the file names more than {LIMIT_REGIONS:,} regions; the last is {shown(stated)}",
                    hint="look at its columns: is that of regions another?",
                )
            look = regions.from_code if code else regions.from_name
            label = self.names.get(stated, None) if stated in self.names else look(stated)
            self._known[stated] = label or None
        label = self._known[stated]
        if label is None:
            self.leave_out(stated)
        return label

    def leave_out(self, stated: str) -> None:
        """Note a region, as the file writes it, that stands under no label."""
        if stated:
            self._strange[stated] = self._strange.get(stated, 0) + 1

    def add(
        self, slug: str, title: str, unit: str, region: str, year: int, value: float | None, *, where: str,
        sort: Sort = "measured",
    ) -> None:  # fmt: skip
        """Add one figure to the series ``prefix/slug``, which is begun if it is new; None is left out."""
        if value is None:
            return
        if slug not in self._found:
            if len(self._found) == LIMIT_SERIES:
                raise DataError(
                    f"{where}: the file has more than {LIMIT_SERIES:,} series", hint="narrow it by the kind's options"
                )
            self._found[slug] = Gathering(f"{self.prefix}/{slug}", title, unit, sort, self.origin)
        self._figures += 1
        if self._figures > LIMIT_FIGURES:
            raise DataError(
                f"{where}: the file has more than {LIMIT_FIGURES:,} figures", hint="narrow it by the kind's options"
            )
        self._found[slug].add(region, year, value, where=where)

    @property
    def begun(self) -> bool:
        """Whether there is any figure."""
        return bool(self._figures)

    def batch(
        self,
        *,
        from_first_figure: Iterable[str] = (),
        made: Callable[[tuple[Series, ...]], Iterable[Series]] = tuple,
    ) -> SeriesBatch:
        """Return all of it, ready to be written.

        Parameters
        ----------
        from_first_figure : iterable of str
            Slugs of series in which zeros before a region's first other figure are gaps.
        made : callable
            The series found → all that are to be written, with groups and series computed from them as the shipped
            edition has them.

        Raises
        ------
        DataError
            If there is no figure at all.
        """
        found = [gathering.series() for gathering in self._found.values() if any(gathering.values.values())]
        gaps = {f"{self.prefix}/{slug}" for slug in from_first_figure}
        series = tuple(made(tuple(without_leading_zeros(item) if item.id in gaps else item for item in found)))
        if not series:
            strange = f"; no region is known: {self._listed()}" if self._strange else ""
            raise DataError(
                f"no figure was found{strange}",
                hint="the file is empty or another: technostate data kinds names each kind's file",
            )
        said = list(self.said)
        if self._strange:
            count = len(self._strange)
            said.append(f"Left out, as no label of ours stands for {'it' if count == 1 else 'them'}: {self._listed()}.")
        ordered = tuple(sorted((self._dated(item) for item in series if item.values), key=lambda item: item.id))
        return SeriesBatch(self.origin.vintage, ordered, tuple(said))

    def _dated(self, series: Series) -> Series:
        """Return a series with the edition's vintage: what was computed from it is of the same edition."""
        return replace(series, origin=replace(series.origin, vintage=self.origin.vintage))

    def _listed(self) -> str:
        names = [printable(name[:60]) for name in self._strange]
        return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def vintage_of(asked: Asked, path: Path, *found: str) -> str:
    """Return the edition: the user's word, else the first that was found in the file or its name.

    Raises
    ------
    DataError
        If none is known, or the user's does not begin with a year.

    Examples
    --------
    >>> vintage_of(Asked(), Path("register.csv"), "", "2026-02")
    '2026-02'
    """
    if asked.vintage and not _VINTAGE.fullmatch(asked.vintage):
        raise DataError(
            f"vintage {shown(asked.vintage)} does not begin with a year", hint="write the release: --vintage 2026-03"
        )
    vintage = asked.vintage or next(filter(None, found), "")
    if not vintage:
        raise DataError(
            f"neither {printable(path.name)} nor its name says of which edition it is",
            hint="add it: --vintage 2026-03",
        )
    return vintage


def date_in(text: str) -> str:
    """Return the first date of a text as an edition, to the month; empty where there is none.

    Examples
    --------
    >>> date_in("WDI_CSV_2025_10_07.zip"), date_in("Last Updated Date,2026-01-28")
    ('2025-10', '2026-01')
    >>> date_in("Data generated: 12 Feb 2026")
    '2026-02'
    >>> date_in("WEOOct2024all.xls"), date_in("table.csv")
    ('2024-10', '')
    """
    if numbers := re.search(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])(?:[-_.]?[0-3]\d)?(?!\d)", text):
        return f"{numbers[1]}-{numbers[2]}"
    words = re.search(rf"(?i)({'|'.join(_MONTHS)})[a-z]*[ _,.-]*(20\d\d)(?!\d)", text)
    return f"{words[2]}-{_MONTHS.index(words[1].lower()) + 1:02d}" if words else ""


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def edition(origin: Origin, vintage: str) -> Origin:
    """Return the origin with its vintage, and the year of it put into the citation where ``{year}`` stands."""
    return replace(origin, vintage=vintage, citation=origin.citation.replace("{year}", vintage[:4]))


def slug(text: str) -> str:
    """Return a text as the last part of a series id.

    Examples
    --------
    >>> slug("Advanced magnets & superconductors"), slug("Export (US$ Mil)")
    ('advanced-magnets-superconductors', 'export-us-mil')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:80]


def chosen(asked: Asked, option: str) -> frozenset[str]:
    """Return the values of an option that lists several, separated by commas; empty where it is not given."""
    return frozenset(part.strip() for part in asked.options.get(option, "").split(",") if part.strip())


def takes(asked: Asked, year: int) -> bool:
    """Return whether a year is wanted."""
    return asked.year is None or asked.year == year


def check_options(asked: Asked, known: Iterable[str]) -> None:
    """Raise `DataError` for an option that the kind does not have."""
    names = tuple(known)
    for name in asked.options:
        if name not in names:
            raise DataError(
                f"option {shown(name)} is unknown to this kind",
                hint=f"it has {', '.join(names)}" if names else "it has none",
            )
