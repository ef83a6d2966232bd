"""Which collection the commands of the doctrine views ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cyclopts import Parameter

from technostate.cli.values import Place
from technostate.errors import DataError, LabelError, unknown_label

if TYPE_CHECKING:
    from technostate.doctrine.views import CountedCollection
    from technostate.evidence.store import Store
    from technostate.write import View

T = TypeVar("T")


@Parameter(name="*")
@dataclass(frozen=True)
class Where:
    """The collection that is asked.

    Parameters
    ----------
    collection : str
        Embedded counts: gwr (Chinese Government Work Reports), congress (CPC congresses), laws (Chinese laws and
        regulations), speeches (China's president 2013–2016), readouts (Chinese leading bodies 2012–2026), sotu (US
        annual messages), nss (US National Security Strategies), budget (Indian budget speeches); by the month xwlb
        (China's state evening news). Any other name, and with --store any name: texts that were imported.
    language : str
        zh or en, where imported texts have both.
    store : Path
        The store's file; the user's own by default.
    sense : str
        Of 安全 in Chinese texts: strategic, safety or other (docs/codebook.md); every hit by default.
    """

    collection: str = "gwr"
    language: str = ""
    store: Place | None = None
    sense: str | None = None

    def typed(self, view: View[T]) -> View[T]:
        """Return a view whose command has the options that were given here too."""
        from technostate.view.shell import quoted

        given = (("--language", self.language), ("--sense", self.sense), ("--store", self.store))
        more = "".join(f" {name} {quoted(str(value))}" for name, value in given if value)
        return replace(view, command=view.command + more)

    @property
    def embedded(self) -> bool:
        """Whether embedded counts are asked, which have positions and no text."""
        from technostate.evidence.readers.official_texts import ORIGINS

        return self.store is None and self.collection in ORIGINS

    def monthly(self, by: str | None = None, items: str = "all") -> bool:
        """Return whether the evening news is asked, which is counted by the month.

        Parameters
        ----------
        by : {"document", "month"}, optional
            What was asked for.
        items : str
            Which items.

        Raises
        ------
        DataError
            If what was asked for is not how the collection is counted.
        """
        from technostate.evidence.readers.evening_news import NAME

        if self.store is None and self.collection == NAME:
            given = {
                "--language": self.language not in ("", "zh"),
                "--sense": self.sense,
                "--by document": by == "document",
            }
            if wrong := [option for option, value in given.items() if value]:
                raise DataError(
                    f"{NAME} is counted by the month, in Chinese: {wrong[0]} does not fit", hint=f"leave out {wrong[0]}"
                )
            return True
        if by == "month" or items != "all":
            raise DataError(
                f"{self.collection} is counted by document; by the month and by items only the evening news is",
                hint=f"--collection {NAME} --by month",
            )
        return False

    @contextmanager
    def counted(self, terms: Sequence[str] = ()) -> Iterator[CountedCollection]:
        """Give the collection, counted.

        Parameters
        ----------
        terms : sequence of str
            Terms that are looked for beside the lexicon, in imported texts only.
        """
        from technostate.doctrine import views

        if self.embedded:
            texts = views.shipped(self.collection, sense=self.sense)
            if self.language not in ("", texts.language):
                raise LabelError(
                    f"{self.collection} is counted in {texts.language}, not in {self.language!r}",
                    hint="leave out --language",
                )
            yield texts
            return
        with self.read(terms) as (texts, _):
            yield texts

    @contextmanager
    def read(self, terms: Sequence[str] = ()) -> Iterator[tuple[CountedCollection, Store]]:
        """Give an imported collection, counted, and the store that has its text.

        Parameters
        ----------
        terms : sequence of str
            Terms that are looked for beside the lexicon.

        Raises
        ------
        DataError
            If the collection is an embedded one, which has no text.
        """
        from technostate.doctrine import views

        with self.opened() as store:
            yield (
                views.imported(store, self.collection, language=self.language, terms=terms, sense=self.sense),
                store,
            )

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Give the store that has the collection; one that was never made has none, and embedded counts no text."""
        from technostate.evidence.readers.official_texts import ORIGINS
        from technostate.evidence.store import Store, default_path

        if self.monthly():
            raise DataError(
                f"{self.collection} is counted by the month and has no documents",
                hint=f"ask with: technostate doctrine trend, change-points, event-study or beside, --collection "
                f"{self.collection}",
            )
        if self.embedded:
            raise DataError(
                f"the embedded counts of {self.collection} have positions and no text",
                hint="import the texts (technostate doctrine import FOLDER --collection NAME), then ask with "
                "--collection NAME",
            )
        path = self.store or default_path()
        if not _exists(path):
            error = unknown_label("collection", self.collection, tuple(ORIGINS))
            raise LabelError(
                f"{error}, and there is no store {'at ' + str(self.store) if self.store else 'of imported texts'}",
                hint=f"{error.hint}; other texts: technostate doctrine import FOLDER --collection NAME",
            )
        with Store(path, create=False) as store:
            yield store


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # A name that is too long, or a folder that may not be entered: opening it says so.
        return True


#: For commands whose signature needs a default.
HERE = Where()
