"""Names that scripts look for in a folder, though they stand in its main file.

A folder does not import its files when it is imported: they need one another, and would be asked for half-made.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def names_of(module: str) -> Callable[[str], Any]:
    """Return a `__getattr__` for a package, which finds there what MODULE has.

    Args:
        module: Its full name, such as "designer.edit.nodes.nodes".
    """

    def found(name: str) -> Any:
        return getattr(import_module(module), name)

    return found
