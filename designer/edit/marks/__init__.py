"""Edits of notes, frames, arrows and pictures.

Scripts name the main edits by this folder. They are looked up when asked for, since the files here need one another.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Return what `marks.py` in this folder has as NAME."""
    return getattr(import_module("designer.edit.marks.marks"), name)
