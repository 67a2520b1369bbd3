"""What holds for every test: one Qt application for the whole run, off the screen unless told otherwise.

A picture that is written first would otherwise make an application without widgets, and no window test could follow.
"""

import os
from collections.abc import Iterator

import pytest

from designer.catalog import parse_cache

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: object) -> object:
    return qapp


@pytest.fixture(scope="session", autouse=True)
def _cache_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Parsed catalogs are remembered for this run alone, beside the person's own."""
    folder = tmp_path_factory.mktemp("catalogs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse_cache, "cache_folder", lambda: folder)
        yield
