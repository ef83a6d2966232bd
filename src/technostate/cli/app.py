"""The table of commands and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress

from cyclopts import App, CycloptsError

from technostate import __version__, notices
from technostate.errors import TechnostateError, visible

#: command → (module:object, one-line help). Modules are imported when their command runs.
COMMANDS = {
    "assess": ("technostate.cli.assess:assess", "Write the brief on a state beside a comparator, or the long annex."),
    "backtest": ("technostate.cli.backtest:backtest", "Hold past events against the engines: what happened, and ours."),
    "claims": ("technostate.cli.claims:app", "Check the brief's claims against data: claim, rule, figure, verdict."),
    "data": ("technostate.cli.data:app", "List, show and verify the data; import your own."),
    "doctrine": ("technostate.cli.doctrine:app", "Count, search and cite what states say in their official texts."),
    "exposure": ("technostate.cli.exposure:app", "Measure who depends on whom for what in a world."),
    "futures": ("technostate.cli.futures:app", "Run a scenario to 2050 many times over, and read what the runs say."),
    "indicators": ("technostate.cli.indicators:app", "List and show the indicators and their values."),
    "method": ("technostate.cli.method:method", "Say how figures are made: kinds, ranges, engines, limits, terms."),
    "mcp": (
        "technostate.cli.mcp:mcp",
        "Answer an assistant by the Model Context Protocol, over standard in and out.",
    ),
    "price": ("technostate.cli.price:price", "Price security: what levers cost, cover, and at which odds they pay."),
    "reproduce": ("technostate.cli.reproduce:reproduce", "Print published numbers beside computed ones."),
    "search": ("technostate.cli.table:search", "Find indicators, series, measures, shocks, formulations by words."),
    "serve": ("technostate.cli.serve:serve", "Serve the observatory: every answer as a page in a browser."),
    "shock": ("technostate.cli.shock:shock", "Run a sanction, a ban, a tariff or a freeze; list and check shocks."),
    "site": ("technostate.cli.site:site", "Write the observatory's pages as files that need no server."),
    "states": ("technostate.cli.states:app", "List, show and check the states' own files."),
    "table": ("technostate.cli.table:table", "Print figures of indicators by region and year."),
    "world": ("technostate.cli.world:app", "List and show the input–output tables."),
}


def build() -> App:
    """Return the command-line application; no command's module is imported yet."""
    app = App(
        name="technostate",
        help="Measure, simulate and compare techno-security states. Every number has its origin.",
        version=__version__,
        # Ctrl-C ends in one line of ours (`run`), not in silence.
        suppress_keyboard_interrupt=False,
    )
    for name, (target, text) in COMMANDS.items():
        app.command(target, name=name, help=text)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code; a `TechnostateError` is one message, never a traceback."""
    app = build()
    if list(arguments[:1]) == ["help"]:
        arguments = [*arguments[1:], "--help"]
    notices.listen(lambda words: print(f"technostate: {words}", file=sys.stderr))
    try:
        app(list(arguments), exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
    except TechnostateError as error:
        return _said(error.full(), error.exit_code)
    except CycloptsError as error:
        from technostate.cli import way_out

        return _said(way_out.said(error), 2)
    except MemoryError as error:
        text = f": {visible(str(error))}" if str(error) else ""
        return _said(f"the memory does not suffice{text}\nhint: ask for fewer draws, days or regions", 1)
    except KeyboardInterrupt as stop:
        return _said(visible(str(stop)) or "stopped", 130)
    except BrokenPipeError:
        _drop_output()
    except OSError as error:
        # Files have errors of their own; one without a name is standard output.
        if error.filename is not None:
            name = visible(str(error.filename))
            return _said(f"{name}: {error.strerror}\nhint: look at the file and its rights", 1)
        _drop_output()
        return _said(f"standard output cannot be written: {error.strerror}\nhint: write a file with --out", 1)
    finally:
        notices.listen(None)
    return 0


def _said(words: str, code: int) -> int:
    # A name of thousands of letters says no more than its beginning.
    words = re.sub(r"\S{500,}", lambda found: f"{found[0][:200]} …", words)
    with suppress(OSError):
        print(f"technostate: {words}", file=sys.stderr)
    return code


def _drop_output() -> None:
    """Let what is still to be written go nowhere, so that the interpreter does not fail on it at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
