"""Recent projects as rows with a picture; one that cannot be opened says why and can be taken off the list."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from designer.store.recent import RecentProject
from designer.ui.widgets.buttons import tool_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import clear_layout_widgets, label
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.theme import ink, type_font

THUMB: Final = QSize(80, 48)
MOST_SHOWN: Final = 8
_HIGH: Final = 60


class RecentRow(QPushButton):
    """One project: its picture, its name, and where it lies or why it cannot be opened."""

    forget_wanted = Signal(Path)

    def __init__(self, project: RecentProject, parent: QWidget, *, clicked: Run, forget_wanted: Run) -> None:
        super().__init__(project.path.stem, parent)
        connect_given((self.clicked, clicked), (self.forget_wanted, forget_wanted))
        self.path = project.path
        self.problem = project.problem
        self.picture: QPixmap | None = None
        self.setProperty("look", "recent")
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 6, 0)
        across.addStretch(1)
        self.forget = tool_button(
            self,
            partial(self.forget_wanted.emit, project.path),
            name=f"Take {project.path.stem} off the list",
            tip="Take it off the list; the file stays as it is (Delete)",
            side=24,
            icon_side=14,
        )
        self.forget.setIcon(line_icon("close", "muted"))
        across.addWidget(self.forget)
        self._tell()

    def show_picture(self, picture: QPixmap) -> None:
        """Show the picture of the project."""
        self.picture = picture
        self.update()

    def show_problem(self, problem: str) -> None:
        """Say why there is no picture, or why it cannot be opened."""
        self.problem = problem
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleName(f"Open {self.path.stem}")
        self.setAccessibleDescription(self.problem or f"In {self.path.parent}")
        self.setToolTip(f"{self.path}\n{self.problem}".strip())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.forget_wanted.emit(self.path)
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        lit = self.underMouse() or self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(ink("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(ink("surface_2") if lit else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRect(0, 0, self.width() - 1, self.height() - 1), 6, 6)
        thumb = QRect(QPoint(6, (_HIGH - THUMB.height()) // 2), THUMB)
        painter.setPen(ink("border"))
        painter.setBrush(ink("canvas"))
        painter.drawRoundedRect(thumb, 6, 6)
        if self.picture is not None:
            painter.drawPixmap(thumb.topLeft(), self.picture)
        else:
            sign = line_icon("warning" if self.problem else "file", "muted").pixmap(QSize(20, 20))
            painter.drawPixmap(thumb.center() - QPoint(9, 9), sign)
        room = QRect(thumb.right() + 10, 8, self.forget.x() - thumb.right() - 14, _HIGH - 16)
        half = room.height() // 2
        middle, left = Qt.TextElideMode.ElideMiddle, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for words, style, colour, place in (
            (self.path.stem, "strong", "text", room.adjusted(0, 0, 0, -half)),
            (
                self.problem or str(self.path.parent),
                "caption",
                "warn" if self.problem else "muted",
                room.adjusted(0, half, 0, 0),
            ),
        ):
            font = type_font(style)
            painter.setFont(font)
            painter.setPen(ink(colour))
            painter.drawText(place, left, QFontMetrics(font).elidedText(words, middle, place.width()))
        painter.end()

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open", self.click)
        menu.addAction("Take off the list", partial(self.forget_wanted.emit, self.path))
        menu.popup(self.mapToGlobal(at))


class RecentList(QWidget):
    """The rows of the recent projects, newest first."""

    path_wanted = Signal(Path)
    forget_wanted = Signal(Path)

    def __init__(self, parent: QWidget, *, path_wanted: Run, forget_wanted: Run) -> None:
        super().__init__(parent)
        connect_given((self.path_wanted, path_wanted), (self.forget_wanted, forget_wanted))
        self.rows: dict[str, RecentRow] = {}
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(2)

    def show_projects(self, projects: Sequence[RecentProject]) -> None:
        """Show PROJECTS instead of those that are there."""
        clear_layout_widgets(self, lambda _: False)
        self.rows = {}
        for project in projects[:MOST_SHOWN]:
            row = self.rows[str(project.path)] = RecentRow(
                project,
                self,
                clicked=partial(self.path_wanted.emit, project.path),
                forget_wanted=self.forget_wanted,
            )
            self._down.addWidget(row)
        if not projects:
            self._down.addWidget(label("Projects that you save appear here.", "muted", self))
        self.setMinimumHeight(self._down.sizeHint().height())
