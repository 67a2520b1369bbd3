"""Frame of all charts: a title, a hint when there is nothing to draw, a picture in words, and files of it.

pyqtgraph is imported in an idle moment after a design was opened, or when the first chart is shown before.
"""

import importlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QBuffer, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QImage, QPainter, QResizeEvent, QShowEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.figures.number_locale import localised
from designer.model.records import RefusedInput
from designer.paint.fonts import family
from designer.paint.pictures import whole_file
from designer.ui.widgets.charts.chart_scale import Ticks
from designer.ui.widgets.fields import label
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.theme import ink

PICTURE_SCALE: Final = 2
TOP_ROOM: Final = 8
IDLE_MS: Final = 2000
"""After a design was opened its figures come first; charts are loaded that much later."""
BETWEEN_MS: Final = 100
"""Between the steps of loading, so that keys and the mouse are answered in between."""


def load_charts() -> Iterator[None]:
    """Import pyqtgraph in steps, of which none holds the window up for 200 ms; at once it would take 300.

    pyqtgraph goes through every class of these modules of Qt, each of which is made when it is first named.
    """
    for name in ("QtCore", "QtGui", "QtWidgets"):
        module = importlib.import_module(f"PySide6.{name}")
        for each in dir(module):
            getattr(module, each)
        yield
    importlib.import_module("numpy")
    yield
    importlib.import_module("pyqtgraph")


class ChartLoading(QTimer):
    """Loads what charts are drawn with while nobody waits for it, so that the first chart is there at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = load_charts()
        self.timeout.connect(self._take_step)
        if "pyqtgraph" not in sys.modules:
            self.start(IDLE_MS)

    def _take_step(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return  # something is being dragged, which would halt: the next turn is soon enough
        self.setInterval(BETWEEN_MS)
        try:
            next(self._steps)
        except StopIteration:
            self.stop()


class ChartFrame(QWidget):
    """A chart that is drawn anew whenever its size, its colours or what it shows changes.

    A chart of its own kind fills `plot` in `_draw`, and sets the words with `describe`.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._words = ""
        self._empty = True
        self.plot: Any = None
        self.graph: Any = None
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(4)
        self._heading = label(title, "section", self)
        self._down.addWidget(self._heading)
        self._hint = label("", "muted", self, wraps=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._down.addWidget(self._hint, 1)
        self.setAccessibleName(title)
        follow_look(self.redraw)

    @property
    def title(self) -> str:
        """Return what it shows."""
        return self._title

    @property
    def words(self) -> str:
        """The picture in words."""
        return self._words

    @property
    def empty(self) -> bool:
        """Return True when there is nothing to draw."""
        return self._empty

    def describe(self, title: str, words: str, *, empty: bool) -> None:
        """Say what is to be seen; with nothing to draw, WORDS are the hint that stands in its place."""
        self._title, self._words, self._empty = title, words, empty
        self._heading.setText(title)
        self._hint.setText(words if empty else "")
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.redraw()

    def set_margins(self, beside: int, above: int) -> None:
        """Keep room BESIDE and ABOVE the chart, in pixels."""
        self._down.setContentsMargins(beside, above, beside, above)

    def redraw(self) -> None:
        """Draw what is to be seen, when somebody can see it."""
        if not self.isVisible():
            return
        self._hint.setVisible(self._empty)
        if self._empty:
            if self.plot is not None:
                self.plot.hide()
            return
        if self.plot is None:
            self._make()
        plot: Any = self.plot
        plot.show()
        self._down.activate()  # so that the plot has its size before words are placed by pixels
        plot.clear()
        plot.setBackground(ink("surface"))
        self._draw()

    def _draw(self) -> None:
        raise NotImplementedError

    def _make(self) -> None:
        import pyqtgraph

        pyqtgraph.setConfigOptions(antialias=True)
        self.graph = pyqtgraph
        self.plot = pyqtgraph.PlotWidget(self)
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setAccessibleName(self._title)
        self._down.addWidget(self.plot, 1)

    # For the drawing ------------------------------------------------------------------------------------------------

    @property
    def font_small(self) -> QFont:
        """The font of axes and labels."""
        font = QFont(family())
        font.setPixelSize(12)
        return font

    def width_of(self, words: str) -> int:
        """Return the width of WORDS, in pixels."""
        return QFontMetrics(self.font_small).horizontalAdvance(words)

    def set_axis(self, name: str, ticks: Ticks, *, size: int, title: str = "", grid: bool = False) -> None:
        """Mark the axis NAME ("left", "bottom") with TICKS; it takes SIZE pixels."""
        axis = self.plot.getAxis(name)
        axis.setTicks([[(value, localised(words)) for value, words in ticks]])
        axis.setTextPen(ink("muted"))
        axis.setPen(self.graph.mkPen(ink("border")))
        axis.setStyle(tickFont=self.font_small, tickLength=0, autoExpandTextSpace=False, hideOverlappingLabels=False)
        axis.enableAutoSIPrefix(False)
        if title:
            axis.setLabel(title, **{"font-size": "11px", "color": current_theme().colour("muted")})
        axis.showLabel(bool(title))
        (axis.setWidth if name == "left" else axis.setHeight)(size)
        if grid:
            self._grid(name, [value for value, _ in ticks])

    def _grid(self, name: str, values: Sequence[float]) -> None:
        pen = self.graph.mkPen(ink("surface_2"), width=1)
        for value in values:
            rule = self.graph.InfiniteLine(value, angle=0 if name == "left" else 90, pen=pen, movable=False)
            rule.setZValue(-10)
            self.plot.addItem(rule)

    def write_at(
        self,
        words: str,
        x: float,
        y: float,
        colour: str,
        anchor: tuple[float, float] = (0.0, 0.5),
        *,
        bold: bool = False,
        covers: bool = False,
    ) -> None:
        """Write WORDS at X, Y of the axes; COLOUR is "#RRGGBB", and COVERS hides what is behind them."""
        behind = ink("surface") if covers else None
        text = self.graph.TextItem(localised(words), color=colour, anchor=anchor, fill=behind)
        font = self.font_small
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        text.setFont(font)
        text.setPos(x, y)
        text.setZValue(20)
        self.plot.addItem(text, ignoreBounds=True)

    # Files ----------------------------------------------------------------------------------------------------------

    def write_picture(self, path: Path) -> None:
        """Write the chart as SVG or PNG, by the ending of PATH.

        Raises:
            RefusedInput: there is nothing to draw, the ending is another, or the file cannot be written.
        """
        if self._empty or self.plot is None:
            raise RefusedInput("There is no chart to write yet: it is drawn as soon as there is something to compare.")
        size = QSize(self.plot.width(), self.plot.height() + 28)
        write = {".svg": self._write_svg, ".png": self._write_png}.get(path.suffix.lower())
        if write is None:
            raise RefusedInput(f"{path.name} is no kind of picture that is written here; end it in .svg or .png.")
        with whole_file(path) as device:
            if not write(device, size):
                raise RefusedInput(f"{path.name} could not be drawn; make the chart smaller, and try again.")

    def _write_svg(self, device: QBuffer, size: QSize) -> bool:
        generator = QSvgGenerator()
        generator.setOutputDevice(device)
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(self._title)
        generator.setDescription(self._words)
        painter = QPainter()
        if not painter.begin(generator):
            return False
        self._paint_into(painter, size)
        return painter.end()

    def _write_png(self, device: QBuffer, size: QSize) -> bool:
        image = QImage(size * PICTURE_SCALE, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(PICTURE_SCALE)
        painter = QPainter(image)
        self._paint_into(painter, size)
        painter.end()
        return image.save(device, "PNG")  # pyright: ignore[reportArgumentType, reportCallIssue]

    def _paint_into(self, painter: QPainter, size: QSize) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), ink("surface"))
        font = self.font_small
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(ink("text"))
        painter.drawText(QRectF(8, 4, size.width() - 16, 20), Qt.AlignmentFlag.AlignVCenter, localised(self._title))
        self.plot.render(painter, QRectF(0, 28, size.width(), size.height() - 28))

    # Qt -------------------------------------------------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.redraw()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.plot is not None and not self._empty:
            self.redraw()
