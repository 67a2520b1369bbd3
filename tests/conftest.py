"""What holds for every test: one Qt application for the whole run, off the screen unless told otherwise.

A picture that is written first would otherwise make an application without widgets, and no window test could follow.
"""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _one_application(qapp: object) -> object:
    return qapp
