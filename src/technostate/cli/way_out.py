"""The way out of a command line that was not understood: what to type instead."""

from __future__ import annotations

from cyclopts import CycloptsError, UnknownCommandError, UnknownOptionError, UnusedCliTokensError

from technostate.errors import visible

#: Words that people try as commands → what does it.
_MEANT = {
    "cite": "every command takes --cite bibtex: technostate table rd_share_of_gdp --cite bibtex",
    "export": "technostate data export FOLDER",
    "import": "technostate doctrine import FOLDER",
    "report": "technostate assess CHN --against USA",
    "score": "technostate indicators score innovation",
    "series": "technostate data list",
    "strategies": "technostate indicators list",
    "trend": "technostate doctrine trend TERM",
}
#: Commands of many → the one that takes the name of a thing.
_SHOWS = {"data": "show", "doctrine": "trend", "indicators": "show", "states": "show", "world": "show"}
#: Commands of one state → the option that names the other.
_OTHER = {
    "assess": "--against", "claims": "--against", "exposure": "--supplier", "exposure products": "--partner",
    "price": "--against",
}  # fmt: skip

#: Options that people try, in lower case and without a last s → what does it; the first that the command takes.
_OPTIONS = {
    "--partner": ("--supplier", "--against"), "--with": ("--supplier", "--against"), "--v": ("--against",),
    "--comparator": ("--against",), "--supplier": ("--partner",), "--against": ("--partner",),
    "--country": ("--region",), "--region": ("--region",), "--state": ("--region",),
    "--year": ("--from and --to", "--year"), "--since": ("--from",), "--until": ("--to",), "--style": ("--cite",),
    "--output": ("--out",), "--type": ("--format",),
}  # fmt: skip


def said(error: CycloptsError) -> str:
    """Return what was not understood, and under it what to type instead."""
    chain = tuple(error.command_chain or ())
    left = [visible(word) for word in getattr(error, "unused_tokens", None) or ()]
    if isinstance(error, UnknownCommandError) and left:
        return f"{visible(str(error))}\nhint: {_command(chain, left[0])}"
    command = " ".join(("technostate", *chain))
    if isinstance(error, UnknownOptionError):
        option = visible(error.token.keyword or error.token.value)
        takes = {name for argument in error.argument_collection if argument.parse for name in argument.names}
        return f"{command} has no option {option}\nhint: {_option(option, takes)}{command} --help lists what it takes"
    if isinstance(error, UnusedCliTokensError) and left:
        return f"{command} does not take {' '.join(left)}\nhint: {_word(chain, left[0], error, command)}"
    return f"{visible(str(error))}\nhint: {command} --help lists {'what it takes' if chain else 'the commands'}"


def _option(tried: str, takes: set[str]) -> str:
    """Return which of the options that a command takes is meant; empty where none is known."""
    known = _OPTIONS.get(tried.casefold().removesuffix("s"), ())
    meant = next((option for option in known if takes.issuperset(option.split(" and "))), None)
    return f"perhaps {meant}; " if meant else ""


def _command(chain: tuple[str, ...], word: str) -> str:
    if chain == ("states",) and word in ("new", "add", "create", "init"):
        return "docs/states-files.md has the smallest file; technostate states check FILE says what it lacks"
    if chain and chain[0] in _SHOWS:
        return f"technostate {chain[0]} {_SHOWS[chain[0]]} {word}, or technostate {chain[0]} --help"
    return _MEANT.get(word, "technostate --help lists the commands, technostate search WORDS finds names")


def _word(chain: tuple[str, ...], word: str, error: CycloptsError, command: str) -> str:
    typed = list(error.root_input_tokens or ())
    if word in typed and typed.index(word) and typed[typed.index(word) - 1] == "--coalition":
        return "--coalition takes no value; own steps are given in Python (docs/coalition-steps.md)"
    if chain == ("shock",) and typed[1:2] in (["show"], ["check"]):
        return f"technostate shock {word} --check says what it is; a file of your own may begin with based_on: {word}"
    if (asked := " ".join(chain)) in _OTHER:
        return f"the other state is named: {_OTHER[asked]} {word}"
    return f"{command} --help lists what it takes"
