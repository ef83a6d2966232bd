"""What is run: a scenario, how often, from which seed, by which version on which data; and the hash of all of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from technostate.errors import ScenarioError

#: Draws of a batch: what one thread or worker does at a time, and the most that a kill can lose to each of them.
BATCH = 64
#: Most draws of a run.
MOST = 1_000_000
#: Largest seed.
SEEDS = 2**31 - 1
#: Keys of spec.json, in order.
KEYS = ("scenario", "digest", "runs", "seed", "version", "data", "code", "dimensions", "batch", "hash")


@dataclass(frozen=True)
class Plan:
    """A run, before any of it is done.

    Parameters
    ----------
    scenario : mapping
        The scenario's specification, plain enough for JSON.
    digest : str
        Checksum of what in it decides the paths, so not of titles and milestones.
    dimensions : tuple of mapping
        Of each drawn quantity: name, title, low, high, form.
    runs : int
        Draws, 1 to `MOST`.
    seed : int
        Of the draws; draw k depends on it and on k alone.
    version : str
        Of this package.
    data : str
        Checksum of the data that ship with it.
    code : str
        Checksum of the code that decides paths.

    Raises
    ------
    ScenarioError
        If runs or seed are no such numbers.
    """

    scenario: Mapping[str, Any]
    digest: str
    dimensions: tuple[Mapping[str, Any], ...]
    runs: int
    seed: int
    version: str
    data: str
    code: str

    def __post_init__(self) -> None:
        """Refuse numbers of runs or seeds that cannot be; make what is compared as plain as what is read."""
        object.__setattr__(self, "scenario", json.loads(json.dumps(dict(self.scenario))))
        object.__setattr__(self, "dimensions", tuple(json.loads(json.dumps([dict(row) for row in self.dimensions]))))
        if not 1 <= self.runs <= MOST:
            raise ScenarioError(f"{self.runs:,} runs are asked for", hint=f"--runs 1 to {MOST:,}; 1,024 are usual")
        if not 0 <= self.seed <= SEEDS:
            raise ScenarioError(f"the seed is {self.seed}", hint=f"--seed 0 to {SEEDS}")

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(self.scenario.get("name", ""))

    @property
    def batches(self) -> int:
        """How many batches there are; the last may be shorter."""
        return -(-self.runs // BATCH)

    def draws(self, batch: int) -> range:
        """Return the draws of a batch.

        Examples
        --------
        >>> Plan({}, "", (), 100, 0, "1", "", "").draws(1)
        range(64, 100)
        """
        return range(batch * BATCH, min((batch + 1) * BATCH, self.runs))

    @property
    def hash(self) -> str:
        """Sixteen hexadecimal digits that no other run has."""
        decides = {key: value for key, value in self._content().items() if key not in ("scenario", "dimensions")}
        decides["names"] = [row["name"] for row in self.dimensions]
        text = json.dumps(decides, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def record(self) -> dict[str, Any]:
        """Return what spec.json holds."""
        return {**self._content(), "hash": self.hash}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Plan:
        """Return the plan of a record.

        Raises
        ------
        ValueError
            If it lacks a key, or its hash is not that of its content.
        """
        missing = [key for key in KEYS if key not in record]
        if missing:
            raise ValueError(f"it has no {missing[0]}")
        if record["batch"] != BATCH:
            raise ValueError(f"its batches have {record['batch']} draws")
        plan = cls(
            record["scenario"],
            record["digest"],
            tuple(record["dimensions"]),
            record["runs"],
            record["seed"],
            record["version"],
            record["data"],
            record["code"],
        )
        if plan.hash != record["hash"]:
            raise ValueError("its hash is not that of what it says")
        return plan

    def differences(self, other: Plan) -> tuple[str, ...]:
        """Return in words what distinguishes another plan from this one, this one's side first."""
        words = [
            f"{what} {mine} and not {theirs}"
            for what, mine, theirs in (
                ("scenario", self.name, other.name),
                ("runs", f"{self.runs:,}", f"{other.runs:,}"),
                ("seed", self.seed, other.seed),
                ("version", self.version, other.version),
                ("data", self.data[:8], other.data[:8]),
                ("code", self.code[:8], other.code[:8]),
            )
            if mine != theirs
        ]
        if self.name == other.name and self.digest != other.digest:
            keys = sorted({*self.scenario, *other.scenario})
            changed = [key for key in keys if self.scenario.get(key) != other.scenario.get(key)]
            words.append(f"another version of the scenario ({', '.join(changed) or 'ranges of the parameters'})")
        return tuple(words)

    def _content(self) -> dict[str, Any]:
        return {
            "scenario": dict(self.scenario),
            "digest": self.digest,
            "runs": self.runs,
            "seed": self.seed,
            "version": self.version,
            "data": self.data,
            "code": self.code,
            "dimensions": [dict(row) for row in self.dimensions],
            "batch": BATCH,
        }
