"""Endings of files that hold a design as text; alone, so that who asks for them does not load the readers."""

from typing import Final

SUFFIXES: Final = (".json", ".yaml", ".yml")
