"""Designs to write out."""

import pytest

from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.model.design import Design


@pytest.fixture(scope="session")
def superpod(library: Library) -> Design:
    """One scalable unit: 31 DGX H100."""
    return build_template("dgx-superpod-h100", library, {})
