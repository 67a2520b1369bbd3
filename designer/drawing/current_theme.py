"""The theme that is painted in now: painters ask for it, so that nobody carries it to them by hand.

Each thread has its own. The window's thread paints in what the window wears (`designer.ui.widgets.look`); what is
painted in other colours meanwhile, a file or a slide, is painted inside `in_theme`. A thread or process that paints
chooses first: there is no colour that could be right by chance.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from designer.drawing.theme_tokens import Theme

_CURRENT: Final[ContextVar[Theme]] = ContextVar("current_theme")


def current_theme() -> Theme:
    """Return the theme that this thread paints in.

    Raises:
        LookupError: none was chosen in this thread.
    """
    try:
        return _CURRENT.get()
    except LookupError:
        raise LookupError("No theme was chosen in this thread; paint inside in_theme(…).") from None


def choose_theme(theme: Theme) -> None:
    """Let this thread paint in THEME from now on."""
    _CURRENT.set(theme)


@contextmanager
def in_theme(theme: Theme) -> Generator[None]:
    """Paint in THEME inside the block, and as before after it."""
    before = _CURRENT.set(theme)
    try:
        yield
    finally:
        _CURRENT.reset(before)
