"""Designs to begin with, their parameters, and making one again with others.

Scripts name the main edits by this folder. They are looked up when asked for, since the files here need one another.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Return what `templates.py` in this folder has as NAME."""
    return getattr(import_module("designer.edit.templates.templates"), name)
