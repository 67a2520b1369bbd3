"""Paths as text that can be written anywhere, also where a name on the disk is no text."""

import os
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote_to_bytes

_BYTES: Final = "bytes:"
_PART: Final = "\0"
"""Between a path and the variant in it; no path holds this sign."""


def path_text(path: Path) -> str:
    """Return PATH as text: as it is, or its bytes spelt out where they are no UTF-8, as Unix allows."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _BYTES + quote(os.fsencode(path))
    return text


def text_path(text: str) -> str:
    """Return the path that `path_text` made TEXT of."""
    return os.fsdecode(unquote_to_bytes(text.removeprefix(_BYTES))) if text.startswith(_BYTES) else text


def place_text(path: Path, variant: str) -> str:
    """Return where a design lies as text: the PATH of its file and, unless it is the main one, which VARIANT it is."""
    return path_text(path) + (f"{_PART}{variant}" if variant else "")


def text_place(text: str) -> tuple[str, str]:
    """Return the path and the variant that `place_text` made TEXT of."""
    path, _, variant = text.partition(_PART)
    return text_path(path), variant
