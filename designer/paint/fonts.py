"""The type scale as Qt fonts: Inter where it is installed, else the system's own, figures tabular."""

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from designer.drawing.looks import type_scale
from designer.drawing.text import TextWidths

PREFERRED: Final = "Inter"


@lru_cache(maxsize=1)
def family() -> str:
    """The family of all text; an application must exist."""
    if PREFERRED in QFontDatabase.families():
        return PREFERRED
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@lru_cache(maxsize=64)
def font(style: str) -> QFont:
    """The font of a type STYLE, in pixels at 100%."""
    kind = type_scale()[style]
    made = QFont(family())
    made.setPixelSize(round(kind.px))
    made.setWeight(QFont.Weight(kind.weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=64)
def metrics(style: str) -> QFontMetricsF:
    """Metrics of the font of STYLE."""
    return QFontMetricsF(font(style))


@lru_cache(maxsize=65_536)
def _width(text: str, style: str) -> float:
    return metrics(style).horizontalAdvance(text)


def text_widths() -> TextWidths:
    """Measures text in the fonts that the painter uses; an application must exist."""
    return _width
