"""The shock lab: a shock in short words, as an address holds it, checked and run by the specification's own reader."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from technostate.errors import ScenarioError
from technostate.shocks.progress import Show
from technostate.shocks.specification import Shock, mirror, parse
from technostate.shocks.written import Written, shipped_text, written
from technostate.view.shell import command
from technostate.view.shock.ask import DAYS, shock
from technostate.view.shock.catalogue import Checked, checked
from technostate.view.shock.record import Answer
from technostate.write import Prose, View

#: Cases and days that a reader may ask for; more belong to the command line.
MOST_DRAWS, MOST_DAYS = 256, 365


def built(shown: Written) -> Shock:
    """Return the shock of short words, as `technostate shock FILE` would read its page.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    from technostate import world

    found = parse(shown.yaml(), where="the shock")
    if found.world is not None and found.world.partition("+")[0] not in world.names():
        # The reader of files knows the worlds of the user's store too, which a reader of the lab is not shown.
        raise ScenarioError(f"{found.world} does not ship", hint=f"worlds are {', '.join(world.names())}")
    return found


def lab(
    *,
    horizon: str = "all",
    path: bool = False,
    draws: int | None = None,
    seed: int = 0,
    days: int = DAYS,
    doubt: float | None = None,
    coalition: bool = False,
    mirrored: bool = False,
    lasting: bool = False,
    progress: Show | None = None,
    **words: Any,
) -> View[Answer]:
    """Return what a shock of short words does, as `technostate.view.shock.shock` says it.

    Parameters
    ----------
    horizon, path, draws, seed, days, doubt, coalition, mirrored, lasting
        As in `technostate.view.shock.shock`, within a reader's bounds.
    **words
        The shock: ``title``, ``starts``, ``start`` (a shipped shock that it is built on), ``keep``, ``world``,
        ``products``, ``tariffs``, and its measures ``m1`` to ``m8`` (`technostate.shocks.written.line`).

    Raises
    ------
    ScenarioError
        If the shock is wrong, too much is asked, or no horizon has an answer.

    Examples
    --------
    >>> view = lab(m1="stockpile regions:EU sectors:C19 days:30,60,90", horizon="weeks", draws=0)
    >>> view.data.horizons["weeks"].measure, view.command
    ('final demand delivered, average over the days simulated', 'technostate shock lab.yaml --horizon weeks --draws 0')
    """
    shown = of(words)
    found = built(shown)
    _bounded(draws, days)
    asked: dict[str, Any] = {
        "horizon": horizon, "path": path, "draws": draws, "seed": seed, "days": days, "doubt": doubt,
        "coalition": coalition, "mirrored": mirrored, "lasting": lasting,
    }  # fmt: skip
    view = shock(found, **asked, progress=progress)
    typed = view.command.replace(command("shock", found.name), command("shock", f"{found.name}.yaml"), 1)
    return replace(view, command=typed)


def named(
    name: str,
    *,
    horizon: str = "all",
    path: bool = False,
    draws: int | None = None,
    seed: int = 0,
    coalition: bool = False,
    mirrored: bool = False,
    progress: Show | None = None,
) -> View[Answer]:
    """Return what a shipped shock does; nothing that is said here is taken for the path of a file.

    Parameters
    ----------
    horizon, path, draws, seed, coalition, mirrored
        As in `technostate.view.shock.shock`, within a reader's bounds.

    Raises
    ------
    ScenarioError
        If no shock ships by this name, too much is asked, or no horizon has an answer.
    """
    shipped_text(name)
    _bounded(draws, DAYS)
    asked: dict[str, Any] = {"horizon": horizon, "path": path, "draws": draws, "seed": seed}
    return shock(name, **asked, coalition=coalition, mirrored=mirrored, progress=progress)


def _bounded(draws: int | None, days: int) -> None:
    if (draws or 0) > MOST_DRAWS or days > MOST_DAYS:
        hint = "the command line runs more: save the shock as YAML"
        raise ScenarioError(f"at most {MOST_DRAWS} draws and {MOST_DAYS} days are run here", hint=hint)


def lab_checked(*, mirrored: bool = False, lasting: bool = False, days: int = DAYS, **words: Any) -> View[Checked]:
    """Return what each measure of a shock of short words means at each horizon, or everything that is wrong.

    Parameters
    ----------
    **words
        As in `lab`; what says how a shock is run is not looked at.

    Raises
    ------
    ScenarioError
        If the shock is wrong.
    """
    shown = of(words)
    found = built(shown)
    found = found.lasting() if lasting else found
    found = mirror(found) if mirrored else found
    view = checked(found, days=min(days, MOST_DAYS))
    page = Prose("Saved as YAML, technostate shock FILE runs it to the same figures.", note=True)
    typed = command("shock", f"{found.name}.yaml", mirror=mirrored, lasting=lasting, check=True)
    return replace(view, blocks=(*view.blocks, page), command=typed)


def of(words: dict[str, Any]) -> Written:
    """Return short words that were given as arguments; those that say how a shock is run are left aside."""
    known = ("title", "starts", "start", "keep", "world", "products", "tariffs", *(f"m{at}" for at in range(1, 9)))
    run = ("horizon", "path", "draws", "seed", "doubt", "coalition", "days")
    strange = [name for name in words if name not in (*known, *run)]
    if strange:
        raise ScenarioError(f"the lab does not know {', '.join(strange)[:200]}", hint=f"it knows {', '.join(known)}")
    plain = {key: ",".join(value) if isinstance(value, tuple | list) else value for key, value in words.items()}
    return written({key: "yes" if value is True else str(value or "") for key, value in plain.items()})
