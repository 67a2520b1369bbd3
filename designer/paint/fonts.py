"""The type scale as Qt fonts: Inter of the system or of its package, else the system's own, figures tabular."""

import threading
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from designer.drawing.theme_tokens import type_scale
from designer.paint.packaged_font import PREFERRED, Source, offer_packaged_font, packaged_file


def family() -> str:
    """The family of all text; an application must exist."""
    return _chosen()[0]


def family_source() -> Source:
    """Return where the family of all text comes from; "none" where it is not the one that the layout is made for."""
    return _chosen()[1]


@lru_cache(maxsize=1)
def _chosen() -> tuple[str, Source]:
    if PREFERRED in QFontDatabase.families():
        return PREFERRED, "package" if offer_packaged_font() == "package" else "system"
    path = packaged_file()
    # Where nobody could offer it before the application began, and on systems whose own fonts know all weights of it.
    if path is not None and QFontDatabase.addApplicationFont(str(path)) >= 0:
        return PREFERRED, "package"
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family(), "none"


def font_words() -> str:
    """Return in one sentence which font all text is set in, and where it comes from."""
    name = family()
    if name != PREFERRED:
        return f"Set in {name}, the font of the system: {PREFERRED} is neither installed nor in its package."
    return f"Set in {name}, {'of its package' if family_source() == 'package' else 'as the system has it'}."


@lru_cache(maxsize=64)
def font(style: str) -> QFont:
    """The font of a type STYLE, in pixels at 100%, figures tabular."""
    return _made(style)


def _made(style: str) -> QFont:
    made = _face(style, type_scale()[style].px)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=64)
def font_of(style: str, px: float) -> QFont:
    """The face of STYLE at PX pixels, with the figures that the font has by itself.

    For SVG and PDF: signs that a font feature puts in cannot be found or copied as text there. Contextual forms
    (a raised × between figures) are off for the same reason.
    """
    return _face(style, px)


def _face(style: str, px: float) -> QFont:
    made = QFont(family())
    made.setPixelSize(max(round(px), 1))
    made.setWeight(QFont.Weight(type_scale()[style].weight))
    made.setFeature(QFont.Tag("calt"), 0)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=64)
def metrics(style: str) -> QFontMetricsF:
    """Metrics of the font of STYLE."""
    return QFontMetricsF(font(style))


_of_thread: Final = threading.local()


def thread_metrics(style: str) -> QFontMetricsF:
    """Metrics of the font of STYLE for this thread: outside of the window's thread Qt wants fonts of its own there."""
    if threading.current_thread() is threading.main_thread():
        return metrics(style)
    known: dict[str, QFontMetricsF] = _of_thread.__dict__.setdefault("known", {})
    if style not in known:
        known[style] = QFontMetricsF(_made(style))
    return known[style]
