"""How the look-through series of the dictionary are made: from the embedded worlds of the same build."""

from __future__ import annotations

from pathlib import Path

from technostate.evidence import storage
from technostate.evidence.build import Product, Recipe
from technostate.strategies.look_through import look_through, public_inputs, worlds_of
from technostate.world.embedded import folder, load, read_embedded
from technostate.world.fine import FILE, read_fine
from technostate.world.recipes import RECIPES as WORLDS
from technostate.world.world import World

STEM = "technostate-exposure"

_SOURCES = tuple(source for recipe in WORLDS for source in recipe.sources)

_DONE = (
    "Computed from the embedded worlds: foreign input reliance (look-through, own unit of output included) of every "
    "region, all sectors together and each as the buyer, and the share of GDP that foreign final demand sustains. "
    "Beside them what public administration and defence buys directly from technology-intensive industries in 2022. "
    "Nodes without output are absent. WIOD and ICIO are separate series that no line joins."
)


def _run(raw: Path, out: Path) -> list[Product]:
    """Write the series from the worlds that this build has already made, or from those of the package."""

    def world(name: str) -> World:
        built = out / "worlds" / f"{name}.npz"
        return read_embedded(built) if built.is_file() else load(name)

    fine = out / "worlds" / FILE
    names = [Path(path).stem for recipe in WORLDS for path in recipe.outputs]
    series = (
        *look_through("wiod", worlds_of("wiod", names, world)),
        *look_through("icio", worlds_of("icio", ["icio-2022"], world)),
        *public_inputs(read_fine(fine if fine.is_file() else folder() / FILE)),
    )
    data = storage.DataSet(STEM, "Exposure of states, from the embedded worlds", "", series, _DONE)
    return storage.write(data, out)


#: After the recipes of the worlds, whose files it reads.
RECIPES: tuple[Recipe, ...] = (Recipe("exposure", _SOURCES, storage.paths(STEM), _run),)
