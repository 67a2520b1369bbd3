"""The type scale as Qt fonts: Inter where it is installed, else the system's own, figures tabular."""

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from designer.drawing.looks import type_scale

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
def font_of(style: str, px: float) -> QFont:
    """The face of STYLE at another size: PX pixels at 100%."""
    made = QFont(font(style))
    made.setPixelSize(max(round(px), 1))
    return made


@lru_cache(maxsize=64)
def metrics(style: str) -> QFontMetricsF:
    """Metrics of the font of STYLE."""
    return QFontMetricsF(font(style))
