"""Run the command line with ``python -m technostate``."""

from technostate.cli import main

main()
