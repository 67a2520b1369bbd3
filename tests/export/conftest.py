"""Designs to write out."""

from pathlib import Path

import pytest

from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.edit.templates import build_template
from designer.model.design import Design


@pytest.fixture(scope="session")
def library() -> Library:
    return read_library(own_folder=Path("there-are-none"))


@pytest.fixture(scope="session")
def superpod(library: Library) -> Design:
    """One scalable unit: 31 DGX H100."""
    return build_template("dgx-superpod-h100", library, {})
