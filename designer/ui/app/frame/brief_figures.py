"""The headline strip folded to four figures: in the title bar, or in a low row below it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget
from typing_extensions import override

from designer.model.figures.number_locale import localised
from designer.ui.app.headline import Headline, HeadlineStrip
from designer.ui.widgets.buttons import tool_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.theme import ink, type_font

BRIEF: Final = ("accelerators", "facility", "buy", "bottleneck")
"""Names of the four, in their order."""
HIGH: Final = 44
_PADDING: Final = 8
_GAP: Final = 5


class BriefButton(QAbstractButton):
    """One figure: a caption above its number with the unit, none of them ever cut."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = Headline(name, "")
        self.setObjectName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_item(self, item: Headline) -> None:
        """Show ITEM of the strip."""
        if item == self.item:
            return
        self.item = item
        words = " ".join(word for word in (item.caption, item.number, item.unit, item.tail) if word)
        self.setAccessibleName(words)
        self.setToolTip(localised("\n".join(filter(None, (words, item.sure, "Click to see why.")))))
        self.updateGeometry()
        self.update()

    @property
    def texts(self) -> tuple[str, str, str]:
        """Return the words that are painted: caption, number, unit."""
        return self.item.caption, self.item.number, self.item.unit

    @override
    def sizeHint(self) -> QSize:
        caption, number, unit = self.texts
        beside = QFontMetrics(type_font("caption")).horizontalAdvance(unit) + _GAP if unit else 0
        wide = max(
            QFontMetrics(type_font("caption")).horizontalAdvance(caption),
            QFontMetrics(_number_font()).horizontalAdvance(number) + beside,
        )
        return QSize(wide + 2 * _PADDING, HIGH)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink("surface_2"))
            painter.drawRoundedRect(inside, 6, 6)
        if self.hasFocus():
            painter.setPen(ink("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside, 6, 6)
        caption, number, unit = self.texts
        left, wide = float(_PADDING), float(self.width())
        upper, lower = self.height() / 2 - 18, self.height() / 2 - 2
        painter.setFont(type_font("caption"))
        painter.setPen(ink("muted"))
        painter.drawText(QRectF(left, upper, wide, 16), Qt.AlignmentFlag.AlignVCenter, localised(caption))
        painter.setFont(_number_font())
        painter.setPen(ink("muted" if self.item.waiting or self.item.tone == "muted" else self.item.tone))
        painter.drawText(QRectF(left, lower, wide, 18), Qt.AlignmentFlag.AlignVCenter, localised(number))
        left += painter.fontMetrics().horizontalAdvance(number) + _GAP
        painter.setFont(type_font("caption"))
        painter.setPen(ink("muted"))
        painter.drawText(QRectF(left, lower + 1, wide, 18), Qt.AlignmentFlag.AlignVCenter, localised(unit))
        painter.end()


def _number_font() -> QFont:
    return type_font("body", weight=600, scale=1.15)


class BriefFigures(QWidget):
    """Four figures of a strip, and a button that unfolds it.

    Attributes:
        more: The button.
    """

    asked = Signal(str)
    """Name of the figure whose "Why?" is wanted."""

    unfold_wanted = Signal()

    def __init__(
        self, strip: HeadlineStrip, parent: QWidget, *, asked: Run, unfold_wanted: Run, spread: bool = False
    ) -> None:
        """Follow STRIP.

        Args:
            strip: Whose figures are shown.
            parent: Who holds it.
            asked: Takes the name of the figure whose "Why?" is wanted.
            unfold_wanted: Called when the strip is wanted whole.
            spread: Whether the figures share the whole width out.
        """
        super().__init__(parent)
        connect_given((self.asked, asked), (self.unfold_wanted, unfold_wanted))
        self._strip = strip
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if spread:
            self.setProperty("look", "bar")
        across = QHBoxLayout(self)
        across.setContentsMargins(8 if spread else 0, 0, 8 if spread else 0, 1 if spread else 0)
        across.setSpacing(4)
        self._buttons: dict[str, BriefButton] = {}
        for name in BRIEF:
            self._buttons[name] = button = BriefButton(name, self)
            button.clicked.connect(lambda _=False, one=name: self.asked.emit(one))
            across.addWidget(button, 1 if spread else 0)
        self.more = tool_button(
            self, self.unfold_wanted, name="Unfold the figures", side=28, icon_side=16, focus=Qt.FocusPolicy.TabFocus
        )
        across.addWidget(self.more)
        strip.refreshed.connect(self.refresh)
        self.refresh()
        self._recolour()
        follow_look(self._recolour)

    @property
    def buttons(self) -> Mapping[str, BriefButton]:
        """Return the button of each figure, by the figure's name."""
        return self._buttons

    def refresh(self) -> None:
        """Show what the strip shows."""
        for name, button in self._buttons.items():
            button.show_item(self._strip.item(name))
        # Else the new figures are painted in the room of those before, until two more rounds are over.
        above = self.parentWidget()
        for layout in (self.layout(), above.layout() if above is not None else None):
            if layout is not None:
                layout.activate()

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self.more.setIcon(line_icon("chevron-down", "muted"))
