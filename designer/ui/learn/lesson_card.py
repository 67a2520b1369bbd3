"""A small card over the window that teaches one thing, and the ring around what it tells of."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, QPropertyAnimation, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from designer.ui.widgets.announcing import announce
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.theme import ink

WIDE: Final = 344
_GAP: Final = 16
_GLIDE_MS: Final = 160
_SHADOW: Final = QColor(0, 0, 0, 70)
_RING: Final = 6


class LessonCard(QFrame):
    """Shows the progress, a title, words, and what to press: Enter goes on and Escape leaves.

    Attributes:
        glides: Whether it moves visibly to its place.
    """

    next_wanted = Signal()
    back_wanted = Signal()
    skip_wanted = Signal()
    offer_wanted = Signal()

    def __init__(
        self,
        name: str,
        window: QWidget,
        *,
        next_wanted: Run,
        back_wanted: Run,
        skip_wanted: Run,
        offer_wanted: Run | None = None,
    ) -> None:
        """Make it over WINDOW, hidden; NAME is what it is called for screen readers."""
        super().__init__(window)
        self._name = name
        self.glides = False
        self._beside: tuple[QRect | None, Sequence[QRect]] = (None, ())
        self.setProperty("look", "floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDE)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(_SHADOW)
        self.setGraphicsEffect(shadow)
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 16, 20, 12)
        down.setSpacing(6)
        self.place = label("", "caption", self)
        self.title = label("", "title", self, wraps=True)
        self.text = label("", "", self, wraps=True)
        self.mouse = label("", "muted", self, wraps=True)
        self.keys = label("", "muted", self, wraps=True)
        for one in (self.place, self.title, self.text):
            down.addWidget(one)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        down.addLayout(self.body)
        for one in (self.mouse, self.keys):
            down.addWidget(one)
        self.offer = push_button("", self, self.offer_wanted, look="fix")
        down.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        below = QHBoxLayout()
        below.setSpacing(4)
        self.skip = push_button("Skip", self, self.skip_wanted, look="link")
        self.back = push_button("Back", self, self.back_wanted, look="link")
        self.next = push_button("Next", self, self.next_wanted, look="primary")
        below.addWidget(self.skip)
        below.addStretch(1)
        below.addWidget(self.back)
        below.addWidget(self.next)
        down.addLayout(below)
        connect_given(
            (self.next_wanted, next_wanted),
            (self.back_wanted, back_wanted),
            (self.skip_wanted, skip_wanted),
            (self.offer_wanted, offer_wanted),
        )
        self._glide = QPropertyAnimation(self, b"pos", self)
        self._glide.setDuration(_GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    def say(self, place: str, title: str, text: str, mouse: str = "", keys: str = "", offer: str = "") -> None:
        """Show these words; what is "" takes no room."""
        for one, words in (
            (self.place, place),
            (self.title, title),
            (self.text, text),
            (self.mouse, mouse),
            (self.keys, keys),
            (self.offer, offer),
        ):
            one.setText(words)
            one.setVisible(bool(words))
        self.setAccessibleName(" ".join(filter(None, (self._name, place, title))))
        self.setAccessibleDescription(" ".join(filter(None, (text, mouse, keys))))

    def tell(self, before: str = "") -> None:
        """Have it read aloud, after the words BEFORE."""
        announce(self, " ".join(filter(None, (before, self.accessibleName(), self.accessibleDescription()))))

    def take_keyboard(self) -> None:
        """Put the keyboard on the button that goes on."""
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def stand_beside(self, target: QRect | None, others: Sequence[QRect] = ()) -> None:
        """Go where it covers nothing of TARGET, a rectangle of the window, and as little as can be of OTHERS."""
        self._beside = target, others
        self._take_height()
        place = place_beside(self.size().width(), self.size().height(), self.window().rect(), target, others)
        self.raise_()
        if place == self.pos() or (self._glide.state() == QPropertyAnimation.State.Running and place == self._goal):
            return
        self._goal = place
        self._glide.stop()
        if self.glides and self.isVisible():
            self._glide.setStartValue(self.pos())
            self._glide.setEndValue(place)
            self._glide.start()
        else:
            self.move(place)

    _goal = QPoint(-1, -1)

    def _take_height(self) -> None:
        """Be as high as the words need; a size hint is of the width that they would like, and so often too low."""
        for one in (self.place, self.title, self.text, self.mouse, self.keys):
            one.ensurePolished()
        self.resize(WIDE, self.heightForWidth(WIDE))

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.heightForWidth(WIDE) > self.height():
            self.stand_beside(*self._beside)  # a card that grew where it stands would leave the window
        return done

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.skip_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
                focus.click()
            else:
                self.next_wanted.emit()
        else:
            super().keyPressEvent(event)


def place_beside(wide: int, high: int, room: QRect, target: QRect | None, others: Sequence[QRect] = ()) -> QPoint:
    """Return where a card in ROOM stands: beside TARGET, else in a corner: least of it and OTHERS covered."""
    inner = room.adjusted(_GAP, _GAP, -_GAP, -_GAP)
    corners = [
        QPoint(inner.right() - wide + 1, inner.bottom() - high + 1),
        QPoint(inner.left(), inner.bottom() - high + 1),
        QPoint(inner.right() - wide + 1, inner.top()),
        inner.topLeft(),
    ]
    if target is None:
        return corners[0]

    def kept(x: int, y: int) -> QPoint:
        """Move a place into the room along the side of the target that it stands at."""
        return QPoint(
            max(inner.left(), min(x, inner.right() - wide + 1)), max(inner.top(), min(y, inner.bottom() - high + 1))
        )

    ring = target.adjusted(-_RING, -_RING, _RING, _RING)
    beside = [
        kept(ring.right() + _GAP, ring.top()),
        kept(ring.left() - _GAP - wide, ring.top()),
        kept(ring.left(), ring.bottom() + _GAP),
        kept(ring.left(), ring.top() - _GAP - high),
    ]

    def covered(place: QPoint) -> tuple[int, int]:
        card = QRect(place.x(), place.y(), wide, high)
        return _common(card, ring), sum(_common(card, one) for one in others)

    return min((*beside, *corners), key=covered)


def _common(a: QRect, b: QRect) -> int:
    common = a.intersected(b)
    return common.width() * common.height() if not common.isEmpty() else 0


class Ring(QWidget):
    """A rounded line around what a card tells of; every click goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, target: QRect | None) -> None:
        """Go around TARGET, a rectangle of the window; None hides it."""
        place = None
        if target is not None:
            place = target.adjusted(-_RING, -_RING, _RING, _RING).intersected(self.window().rect())
        if place == (self.geometry() if self.isVisible() else None):
            # The card is raised after it: both in turn would paint the drawing, which is followed, without an end.
            return
        self.setVisible(place is not None)
        if place is not None:
            self.setGeometry(place)
            self.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink("accent"), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 10, 10)
