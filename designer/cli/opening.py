"""Opening of what the commands work on: how they take files; `designer.api.opening` reads and writes them."""

from pathlib import Path
from typing import Final

import click

from designer.api.opening import SUFFIX, open_import, require_new, save_design
from designer.api.opening import open_design as read_design
from designer.catalog.library import Library
from designer.model.design import Design
from designer.model.named_numbers import keep_design_names

__all__ = [
    "FORCE",
    "PATH",
    "SUFFIX",
    "VARIANT",
    "open_design",
    "open_import",
    "require_new",
    "save_design",
]

PATH: Final = click.Path(path_type=Path)
"""How commands take a file; what it is and whether it can be used is told by open_design and save_design."""
FORCE: Final = click.option(
    "--force", is_flag=True, help="Replace OUT where it exists; an earlier project stays among its versions."
)
"""Of commands that write a design: what stands there already may be the only one, see require_new."""
VARIANT: Final = click.option(
    "--variant", default="", metavar="NAME", help="Which design of PROJECT, by name or number; else the main one."
)
"""Of commands that read one design."""


def open_design(path: Path, library: Library | None = None, variant: str = "") -> Design:
    """Return the design in PATH, as `designer.api.opening` reads it, for what is told of it to a person.

    Raises:
        RefusedInput: it does not exist, is damaged or is no design, or has no such variant.
    """
    design = read_design(path, library, variant)
    keep_design_names(design)
    return design
