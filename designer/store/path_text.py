"""Paths as text that can be written anywhere, also where a name on the disk is no text."""

import os
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote_to_bytes

_BYTES: Final = "bytes:"


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
