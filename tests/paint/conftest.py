import pytest

from designer.drawing.current_theme import in_theme
from designer.drawing.theme_tokens import theme_named


@pytest.fixture(autouse=True)
def _light():
    """Let what is painted be light, unless a test says otherwise."""
    with in_theme(theme_named("light")):
        yield
