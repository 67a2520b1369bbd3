"""The command line: the stable commands that people script against."""

from typing import Final

COMMANDS: Final = (
    "new",
    "templates",
    "analyze",
    "check",
    "mend",
    "bom",
    "export",
    "import",
    "schema",
    "catalog",
    "calc",
    "compare",
    "diff",
    "merge",
    "text",
    "git-setup",
    "limits",
    "cables",
    "swap-fabric",
    "make-real",
    "optimise",
    "sweep",
    "phases",
    "sites",
    "availability",
    "doctor",
    "set",
    "demand",
    "versions",
    "salvage",
    "variants",
)
"""First words that mean the command line; anything else opens the window."""
