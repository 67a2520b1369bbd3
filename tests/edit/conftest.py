"""The shipped library, read once for all edit tests."""

import pytest

from designer.catalog.library import Library
from designer.catalog.reading import read_library


@pytest.fixture(scope="session")
def library() -> Library:
    return read_library()
