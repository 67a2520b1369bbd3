"""The guides that come with Stackwright, in a window to read and search; nothing outside their folder is loaded."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeySequence,
    QPainter,
    QShortcut,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.locations import RESOURCES
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.screen_room import resize_within_screen

LINE_PERCENT: Final = 135
_PICTURE: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
GUIDE: Final = RESOURCES / "guide"
FIRST: Final = (
    "tour",
    "six-layers",
    "glossary",
    "saving",
    "deck",
    "workloads",
    "measured",
    "availability",
    "adding-parts",
    "own-parts",
    "prices",
    "netbox",
    "numbers",
    "accuracy",
    "systems",
    "text-form",
)
"""Guides that come first, in this order; others follow by name."""


class GuideDialog(QDialog):
    """A list of guides at the left, the chosen one beside it, a search field above."""

    def __init__(self, parent: QWidget | None = None, *, folder: Path = GUIDE) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Guide")
        resize_within_screen(self, 1040, 720)
        self._paths = {path.stem: path for path in sorted(folder.glob("*.md"), key=_order)}
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        side = QWidget(self)
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setProperty("look", "panel-left")
        side.setFixedWidth(240)
        down = QVBoxLayout(side)
        down.setContentsMargins(16, 20, 16, 16)
        down.setSpacing(12)
        down.addWidget(label("Guide", "title", side))
        self.search = line_edit(
            "Search in this guide",
            side,
            placeholder="Search in this guide",
            clears=True,
            changed=self._search_anew,
            entered=self._search_on,
        )
        self.search.setMinimumHeight(32)
        down.addWidget(self.search)
        self._missing = label("", "problem", side, wraps=True)
        self._missing.hide()
        down.addWidget(self._missing)
        self.list = QListWidget(side)
        self.list.setAccessibleName("Guides")
        self.list.setSpacing(4)
        for name, path in self._paths.items():
            item = QListWidgetItem(_title(path))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self.list.currentItemChanged.connect(self._chosen)
        down.addWidget(self.list, 1)
        close = push_button("Close", side, self.close, takes_enter=False)
        down.addWidget(close)
        across.addWidget(side)
        self.page = _Page(folder, self)
        self.page.setAccessibleName("The chosen guide")
        self.page.anchorClicked.connect(self._follow)
        across.addWidget(self.page, 1)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def show_guide(self, name: str) -> None:
        """Show the guide NAME ("tour"), when there is one."""
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self.list.setCurrentRow(row)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        path = self._paths.get(str(item.data(Qt.ItemDataRole.UserRole))) if item else None
        if path is not None:
            self.page.show_text(path.read_text(encoding="utf-8"))
            self._missing.hide()

    def _follow(self, target: QUrl) -> None:
        """Another guide opens here; no address outside does."""
        if target.isRelative():
            self.show_guide(Path(target.path()).stem)

    def _search_anew(self) -> None:
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self._search_on()

    def _search_on(self) -> None:
        text = self.search.text()
        found = not text or self.page.find(text)
        if not found:
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            found = self.page.find(text)
        self._missing.setText("" if found else f"“{text[:60]}” does not stand in this guide.")
        self._missing.setVisible(not found)


class _Page(QTextBrowser):
    """Markdown with the pictures of its own folder."""

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setOpenLinks(False)
        self.setProperty("look", "reading")
        self.document().setDocumentMargin(32)

    def show_text(self, text: str) -> None:
        """Show TEXT, Markdown, from its beginning."""
        self.document().setDefaultFont(QFont(self.font()))
        self.document().setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._space_out()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _space_out(self) -> None:
        """Give paragraphs and rows room to be read."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            cursor.setPosition(block.position())
            look = QTextBlockFormat()
            # A picture is a letter of its own height: more of it would be an empty band below.
            pictured = block.text() == _PICTURE
            percent = 100 if pictured else LINE_PERCENT
            look.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            in_table = isinstance(cursor.currentFrame(), QTextTable)
            look.setBottomMargin(0 if in_table else 16 if pictured else 8)
            look.setTopMargin(20 if block.blockFormat().headingLevel() and block.position() else 0)
            cursor.mergeBlockFormat(look)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format().toTableFormat()
                table.setBorderBrush(self.palette().mid())
                table.setBottomMargin(12)
                frame.setFormat(table)
        cursor.endEditBlock()
        self.document().setModified(False)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> Any:
        path = (self._folder / QUrl(name).path()).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            return None
        room = max(self.viewport().width() - 80, 320)
        if path.suffix == ".svg":
            return _drawn(path, room, self.devicePixelRatioF())
        if path.suffix != ".png":
            return None
        picture = QImage(str(path))
        return (
            picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            if picture.width() > room
            else picture
        )


def _drawn(path: Path, room: int, ratio: float) -> QImage | None:
    """The drawing in PATH, no wider than ROOM and as sharp as the screen; None where it is none."""
    drawing = QSvgRenderer(str(path))
    size = drawing.defaultSize()
    if not drawing.isValid() or size.isEmpty():
        return None
    share = min(1.0, room / size.width()) * ratio
    picture = QImage(size * share, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def _order(path: Path) -> tuple[int, str]:
    return FIRST.index(path.stem) if path.stem in FIRST else len(FIRST), path.stem


def _title(path: Path) -> str:
    """The first heading of a guide, else its file name."""
    with path.open(encoding="utf-8") as lines:
        heading = next((line for line in lines if line.startswith("# ")), "")
    return heading.removeprefix("# ").strip() or path.stem.replace("-", " ").capitalize()
