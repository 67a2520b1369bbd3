"""Reads a graph out of a text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from designer.catalog.library import Library
from designer.export.graphs.raw_graph import GraphImport
from designer.export.graphs.reading import read_graph

ReadText = Callable[..., GraphImport]


@pytest.fixture
def read_text(library: Library, tmp_path: Path) -> ReadText:
    """Writes TEXT to a file called NAME and reads it as a graph."""

    def read(text: str | bytes, name: str) -> GraphImport:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_graph(path, library)

    return read
