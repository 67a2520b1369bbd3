"""Presenter mode: the saved views as slides, full screen, walked by keyboard."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.drawing.drawing import Drawing
from designer.ui.app.document import Document
from designer.ui.present.design_picture import drawing_of, paint_into
from designer.ui.present.slide import Slide, SlideFigure, slides_of
from designer.ui.widgets.theme import ink, type_font

WIDTH: Final = 1600.0
HEIGHT: Final = 1000.0
_FIGURES: Final = 4
"""So many figures stand beside the picture at their full size."""
_FIGURES_LEFT: Final = 1048.0
_FIGURES_WIDTH: Final = 456.0
_FIGURE_PITCH: Final = 152.0
_FORWARD: Final = {Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_Return}
_BACK: Final = {Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Up, Qt.Key.Key_Backspace}


class Presenter(QWidget):
    """One slide at a time; Escape leaves, N shows the speaker's notes."""

    left = Signal()
    """The person left the presentation."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{document.design.name} – presentation")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._document = document
        self._results, self._findings = document.standing
        self._slides = slides_of(document.design, self._results, self._findings)
        self.page = 0
        self.notes_shown = False
        self._drawn = self._draw()
        self._tell()
        document.analysed.connect(self._follow)

    @property
    def drawing(self) -> Drawing:
        """Return what is drawn on the slide: the drawing of the kind that its view shows."""
        return self._drawn[0]

    @property
    def count(self) -> int:
        """Return how many slides there are."""
        return len(self._slides)

    @property
    def slide(self) -> Slide:
        """Return what the present slide says."""
        return self._slides[self.page][1]

    def go(self, page: int) -> None:
        """Show slide PAGE (from 0), the first or last beyond the ends."""
        page = max(0, min(page, self.count - 1))
        if page != self.page:
            self.page = page
            self._drawn = self._draw()
            self._tell()
            self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F5, Qt.Key.Key_Q):
            self.close()
        elif key in _FORWARD:
            self.go(self.page + 1)
        elif key in _BACK:
            self.go(self.page - 1)
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(self.count - 1)
        elif key == Qt.Key.Key_N:
            self.notes_shown = not self.notes_shown
            self._tell()
            self.update()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.go(self.page + (-1 if event.button() == Qt.MouseButton.RightButton else 1))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ink("surface"))
        zoom = min(self.width() / WIDTH, self.height() / HEIGHT)
        painter.translate((self.width() - WIDTH * zoom) / 2, (self.height() - HEIGHT * zoom) / 2)
        painter.scale(zoom, zoom)
        self._words(painter)
        drawing, sight = self._drawn
        room = QRectF(96, 220, 900, 594 if self.slide.bottleneck else 620)
        if self._document.design.nodes:
            paint_into(painter, drawing, sight, room, 16, most=1.9, zoom=zoom * self.devicePixelRatioF())
        else:
            self._nothing(painter, room)
        # Four stand at their full size; more of them are smaller, so that all end where four do.
        size = min(1.0, _FIGURES / max(len(self.slide.figures), 1))
        for place, figure in enumerate(self.slide.figures):
            painter.save()
            painter.translate(_FIGURES_LEFT, 232 + place * _FIGURE_PITCH * size)
            painter.scale(size, size)
            self._figure(painter, figure, _FIGURES_WIDTH / size)
            painter.restore()
        self._bottleneck(painter)
        self._foot(painter)
        if self.notes_shown:
            self._notes(painter)
        painter.end()

    def _follow(self) -> None:
        """Take the results that came, or the design that changed, while the slides are shown."""
        results, findings = self._document.standing
        if not self._document.fresh or (results is self._results and findings is self._findings):
            return
        self._results, self._findings = results, findings
        self._slides = slides_of(self._document.design, self._results, self._findings)
        self.page = min(self.page, self.count - 1)
        self._drawn = self._draw()
        self._tell()
        self.update()

    def _draw(self):  # type: ignore[no-untyped-def]
        view, _ = self._slides[self.page]
        findings = () if view.detail == "plain" else self._findings
        return drawing_of(view, self._document.design, self._results, findings)

    def _tell(self) -> None:
        slide = self.slide
        words = [f"{figure.caption}: {figure.number} {figure.unit}, {figure.below}" for figure in slide.figures]
        notes = [f"Notes: {slide.notes}"] if self.notes_shown and slide.notes else []
        self.setAccessibleName(f"Slide {self.page + 1} of {self.count}: {slide.headline}")
        said = [word for word in (slide.sentence, slide.bottleneck) if word]
        self.setAccessibleDescription(". ".join([*said, *words, *notes]))

    def _words(self, painter: QPainter) -> None:
        painter.setPen(ink("text"))
        headline = type_font("hero")
        room = WIDTH - 192
        while headline.pixelSize() > 22 and QFontMetricsF(headline).horizontalAdvance(self.slide.headline) > room:
            headline.setPixelSize(headline.pixelSize() - 1)
        painter.setFont(headline)
        text = QFontMetricsF(headline).elidedText(self.slide.headline, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(96, 92, room, 56), Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(ink("muted"))
        self._wrapped(painter, self.slide.sentence, QRectF(96, 150, room, 58), type_font("figure", weight=400))

    def _wrapped(self, painter: QPainter, text: str, room: QRectF, font: QFont) -> None:
        """Draw TEXT over lines in ROOM, smaller where it would not fit: nothing of a sentence is cut."""
        flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value
        while font.pixelSize() > 12 and QFontMetricsF(font).boundingRect(room, flags, text).height() > room.height():
            font.setPixelSize(font.pixelSize() - 1)
        painter.setFont(font)
        painter.drawText(room, flags, text)

    def _figure(self, painter: QPainter, figure: SlideFigure, room: float) -> None:
        """Paint FIGURE at the origin, ROOM wide."""
        left = top = 0.0
        muted, text = ink("muted"), ink("text")
        painter.setFont(type_font("title", weight=400))
        painter.setPen(muted)
        painter.drawText(QRectF(left, top, room, 24), Qt.AlignmentFlag.AlignVCenter, figure.caption)
        number = type_font("hero", scale=1.3)
        unit = type_font("figure", weight=400)
        unit_width = QFontMetricsF(unit).horizontalAdvance(figure.unit) + 12 if figure.unit else 0.0
        while number.pixelSize() > 24 and QFontMetricsF(number).horizontalAdvance(figure.number) > room - unit_width:
            number.setPixelSize(number.pixelSize() - 1)
        painter.setFont(number)
        painter.setPen(text)
        painter.drawText(QRectF(left, top + 22, room, 56), Qt.AlignmentFlag.AlignVCenter, figure.number)
        width = QFontMetricsF(number).horizontalAdvance(figure.number)
        painter.setFont(unit)
        painter.setPen(muted)
        painter.drawText(QRectF(left + width + 10, top + 32, room, 44), Qt.AlignmentFlag.AlignVCenter, figure.unit)
        small = type_font("title", weight=400)
        painter.setFont(small)
        # In two lines where one is too short; a word may be left over at the end of the first.
        below = QFontMetricsF(small).elidedText(figure.below, Qt.TextElideMode.ElideRight, 1.8 * room)
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(left, top + 82, room, 42), flags, below)
        painter.setPen(QPen(ink("border"), 1))
        painter.drawLine(QPointF(left, top + 126), QPointF(left + room, top + 126))

    def _nothing(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("canvas"))
        painter.drawRoundedRect(room, 16, 16)
        painter.setPen(ink("muted"))
        painter.setFont(type_font("figure", weight=400))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "Nothing is drawn yet.")

    def _bottleneck(self, painter: QPainter) -> None:
        """Paint what is full first, in up to three lines below the picture."""
        if not self.slide.bottleneck:
            return
        painter.setPen(ink("text"))
        room = QRectF(96, 824, WIDTH - 192, 68)
        self._wrapped(painter, self.slide.bottleneck, room, type_font("title", weight=400))

    def _foot(self, painter: QPainter) -> None:
        painter.setFont(type_font("body"))
        painter.setPen(ink("muted"))
        left = Qt.AlignmentFlag.AlignVCenter
        name = QFontMetricsF(painter.font()).elidedText(self._document.design.name, Qt.TextElideMode.ElideRight, 480)
        painter.drawText(QRectF(96, 896, 500, 24), left, name)
        right = QRectF(1104, 896, 400, 24)
        painter.drawText(right, left | Qt.AlignmentFlag.AlignRight, f"{self.page + 1} of {self.count}")
        if self.count > 24:
            return
        start = WIDTH / 2 - (self.count - 1) * 9
        painter.setPen(Qt.PenStyle.NoPen)
        for page in range(self.count):
            painter.setBrush(ink("accent" if page == self.page else "border"))
            radius = 4.5 if page == self.page else 4.0
            painter.drawEllipse(QPointF(start + page * 18, 908), radius, radius)

    def _notes(self, painter: QPainter) -> None:
        room = QRectF(96, 860, WIDTH - 192, 104)
        painter.setPen(QPen(ink("border"), 1))
        painter.setBrush(QColor(current_theme().colour("surface_2")))
        painter.drawRoundedRect(room, 10, 10)
        painter.setPen(ink("text"))
        painter.setFont(type_font("title", weight=400))
        flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignVCenter.value
        words = self.slide.notes or "No notes for this slide. Add them under Saved views."
        painter.drawText(room.adjusted(20, 8, -20, -8), flags, words)
