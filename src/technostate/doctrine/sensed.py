"""Which embedded hits have a sense, and by which version of the rules it was told."""

from __future__ import annotations

from technostate.doctrine.formulation import Formulation
from technostate.doctrine.senses.rules import VALUES
from technostate.doctrine.text import Language
from technostate.errors import LabelError, unknown_label
from technostate.evidence import embedded as data
from technostate.evidence.storage import describe

#: Files of the senses, relative to the embedded folder.
SENSES = "doctrine/senses.parquet"
RULES = "doctrine/senses.json"
#: The formulation whose Chinese hits have senses: bare 安全.
FORMULATION = "security"
#: Embedded collections whose 安全 has senses: those that the error of the rules was measured on.
COLLECTIONS = ("gwr", "congress")


def check(item: Formulation, language: Language, sense: str) -> None:
    """Raise unless the hits of a formulation in a language have this sense.

    Raises
    ------
    LabelError
        If they have no senses, or there is no such sense.
    """
    if item.id != FORMULATION or language != "zh":
        raise LabelError(
            f"{item.id} has no senses in the language {language}: they are told for 安全 in the Chinese collections",
            hint="leave sense out, or ask for 安全 in gwr or congress",
        )
    if sense not in VALUES["sense"]:
        raise unknown_label("sense", sense, VALUES["sense"], where="the senses of 安全")


def check_collection(name: str) -> None:
    """Raise unless the hits of 安全 in an embedded collection have senses.

    Raises
    ------
    LabelError
        If they have none.
    """
    if name not in COLLECTIONS:
        raise LabelError(
            f"senses of 安全 are not told in {name}: the error of the rules was measured on other texts",
            hint=f"leave sense out, or ask in {' or '.join(COLLECTIONS)}",
        )


def rules() -> str:
    """Return the version of the rules that told the embedded senses, as `technostate.doctrine.senses.version` has it.

    Examples
    --------
    >>> from technostate.doctrine.senses import version
    >>> rules() == version()
    True
    """
    told: str = describe(data.root() / RULES)["rules"]
    return told
