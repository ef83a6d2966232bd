"""Whatever happens to a world's file, reading it gives a world or one TechnostateError with a hint."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from technostate.errors import TechnostateError
from technostate.world import World, aggregate, grouping, load, read, write

SECONDS = 600
ROUNDS = 25
INSERTS = (b",", b"\n", b'"', b"nan", b"-", b"1e400", b"\t", b"\xff", b"x", "é".encode(), b"\r")
LAYOUTS = (
    ("made-2000.npz", None), ("made-2000.csv", None), ("made-2000.parquet", None), ("made.zip", None),
    ("system.zip", "pymrio"), ("folder", None), ("system", "pymrio"),
)  # fmt: skip


def tiny_world() -> World:
    wiod = load("wiod-1995")
    regions = grouping(wiod.regions, {"CHN": ["CHN"]}, rest="ROW")
    sectors = {code: "goods" if int(code[1:]) <= 16 else "services" for code in wiod.sectors}
    return aggregate(wiod, regions=regions, sectors=sectors)


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The bytes cut off, or changed, deleted and inserted at a few places."""
    if dice.random() < 0.25:
        return data[: dice.randrange(len(data) + 1)]
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 5, 20))):
        if not changed:
            break
        at, sort = dice.randrange(len(changed)), dice.random()
        if sort < 0.4:
            changed[at] = dice.randrange(256)
        elif sort < 0.6:
            del changed[at : at + dice.randrange(1, 30)]
        elif sort < 0.8:
            changed[at:at] = dice.choice(INSERTS)
        else:
            changed[at] = dice.choice(b',\n"-0123456789\t')
    return bytes(changed)


def rounds(soak: bool) -> Iterator[int]:
    end, number = time.monotonic() + SECONDS, 0
    while number < ROUNDS or (soak and time.monotonic() < end):
        yield number
        number += 1


@pytest.mark.filterwarnings("default")
def test_damaged_files_give_one_error_or_a_world(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    world = tiny_world()
    paths = [write(world, tmp_path / name, layout=layout) for name, layout in LAYOUTS]
    sml = tmp_path / "2019_SML.csv"
    shutil.copy(Path(__file__).parents[1] / "world" / "data" / sml.name, sml)
    refused = read_again = 0
    for seed in rounds(request.config.getoption("--soak")):
        dice = random.Random(seed)
        for path in (*paths, sml):
            victim = dice.choice(sorted(p for p in path.iterdir() if p.is_file())) if path.is_dir() else path
            original = victim.read_bytes()
            victim.write_bytes(mutated(original, dice))
            try:
                found = read(path)
            except TechnostateError as error:
                assert error.hint, error
                refused += 1
            else:
                assert np.isfinite(found.gross_output).all()
                read_again += 1
            victim.write_bytes(original)
    assert refused > 4 * read_again
