"""Active satellites on one day by the operator's state and by user, from the Union of Concerned Scientists' table."""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.tally import Tally, counted, label
from technostate.evidence.series import Series

FILE = "ucs_2023-05-01_key_columns.csv.gz"

_SET = data_set("ucs-satellites")
YEAR: int = _SET.more["year"]
USERS = frozenset({"Military", "Government", "Civil", "Commercial"})


def read(path: Path) -> tuple[Series, ...]:
    """Return the series ``ucs/satellites/*`` of one year: all, with a military user, with military and other users.

    A satellite of operators in several states is in the world's sum and in no state's.

    Raises
    ------
    DataError
        If the file is malformed, a user is none of the table's four, or a state is unknown.
    """
    everything, military, shared = Tally(), Tally(), Tally()
    for row in rows(path, ("Country of Operator/Owner", "Users")):
        where = f"{row.file} line {row.line}"
        operator = row.text("Country of Operator/Owner")
        state = None if "/" in operator else label(operator, _SET.more["labels"], where=where)
        users = {user.strip() for user in row.text("Users").split("/")} - {""}
        if not users <= USERS:
            raise DataError(f"{where}: users {row.text('Users')!r}", hint=f"users are {', '.join(sorted(USERS))}")
        everything.add(state, YEAR)
        military.add(state, YEAR, float("Military" in users))
        shared.add(state, YEAR, float("Military" in users and len(users) > 1))
    return (
        counted(_SET, "all", "Active satellites", "count", everything.amounts),
        counted(_SET, "military", "Active satellites with a military user", "count", military.amounts),
        counted(_SET, "shared", "Active satellites with military and other users", "count", shared.amounts),
    )


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
