"""Finds text that has no room: in widgets by their geometry, in what is painted by hand as it is cut.

Qt cuts without a word what a label, a button, a tab or a cell has no room for, so their words are measured. Whatever
paints by hand asks Qt or `drawing/text.py` to shorten a text, and these are listened to.
"""

import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QTabBar,
    QToolButton,
    QWidget,
)

from designer.drawing import text as drawing_text
from designer.ui.app.frame.brief_figures import BriefButton
from designer.ui.app.headline import HeadlineButton
from designer.ui.catalog.part_table import PartTable
from designer.ui.panels.outline.outline_view import OutlineView
from designer.ui.widgets.fields import Choice, EditLine
from designer.ui.widgets.lists.row_list import RowList

_SLACK: Final = 1
"""Pixels by which rounding may make a text seem wider than its room."""
_TAB_PADDING: Final = 4
_BUTTON_EDGES: Final = 16
_DRAWN: Final = "canvas"


class Cut(NamedTuple):
    """One text that is not shown whole: by which widget or painter, and the text."""

    where: str
    text: str


class CutTexts:
    """Listens to whoever shortens a text, and measures widgets.

    Attributes:
        painted: What was shortened since it was last emptied.
    """

    def __init__(self) -> None:
        self.painted: set[Cut] = set()
        for kind in (QFontMetrics, QFontMetricsF):
            self._listen(kind)
        self._listen_to_drawing()

    def found(self) -> set[Cut]:
        """Return what is cut in all windows that are in sight now, and what was painted short since the last call."""
        cuts, self.painted = self.painted, set()
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                for widget in (window, *window.findChildren(QWidget)):
                    if widget.isVisible() and not _scrolled_away(widget):
                        cuts |= {Cut(_name(widget), text) for text in _cut_in(widget)}
                        cuts |= {Cut(f"{_name(widget)}, beyond its edge", text) for text in _beyond_edge(widget)}
        return cuts

    def _listen(self, kind: type[QFontMetrics] | type[QFontMetricsF]) -> None:
        before = kind.elidedText

        def elided(metrics, text, mode, width, *more):
            short = before(metrics, text, mode, width, *more)
            if short != text:
                # A name may be cut in its middle by some, which `allowed.py` lists; a value by none.
                middle = mode == Qt.TextElideMode.ElideMiddle
                self.painted.add(Cut(f"middle {_caller(by_class=True)}" if middle else _caller(), text))
            return short

        kind.elidedText = elided

    def _listen_to_drawing(self) -> None:
        for name, what in (("elide", _DRAWN), ("elide_name", f"{_DRAWN} name")):
            self._listen_to_cuts(name, what)

    def _listen_to_cuts(self, name: str, what: str) -> None:
        """Listen to the function NAME of `drawing/text.py`, wherever a module calls it."""
        before = getattr(drawing_text, name)

        def listening(text, style, room, widths):
            short = before(text, style, room, widths)
            if short != text:
                self.painted.add(Cut(f"{what} {_caller()}", text))
            return short

        for module in list(sys.modules.values()):
            if getattr(module, name, None) is before:
                setattr(module, name, listening)


def _caller(*, by_class: bool = False) -> str:
    """Return the module that asked, below the listener, and BY_CLASS the class or function in it."""
    frame = sys._getframe(2)
    module = frame.f_globals["__name__"].removeprefix("designer.")
    return f"{module} {frame.f_code.co_qualname.partition('.')[0]}" if by_class else module


def _name(widget: QWidget) -> str:
    """Return the class of WIDGET and the nearest of ours that holds it."""
    holder = widget
    while holder is not None and not type(holder).__module__.startswith("designer"):
        holder = holder.parentWidget()
    own = type(widget).__name__
    return own if holder is None or holder is widget else f"{own} in {type(holder).__name__}"


def _scrolled_away(widget: QWidget) -> bool:
    """Return whether WIDGET is out of the sight of what scrolls it: there it is reached by scrolling."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            place = QRect(widget.mapTo(above, QPoint(0, 0)), widget.size())
            if not above.viewport().geometry().intersects(place):
                return True
        above = above.parentWidget()
    return False


def _beyond_edge(widget: QWidget) -> Iterator[str]:
    """Yield the words of WIDGET where it stands over the right edge of what scrolls it only up and down."""
    words = widget.text() if isinstance(widget, (QLabel, QPushButton, QCheckBox)) else ""
    above = widget.parentWidget()
    while words and above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            right = widget.mapTo(above, QPoint(widget.width(), 0)).x()
            # Words that stand to the left leave the rest of their place empty.
            if isinstance(widget, QLabel) and not widget.alignment() & Qt.AlignmentFlag.AlignRight:
                right += min(_wide(widget.fontMetrics(), words), widget.width()) - widget.width()
            if right > above.viewport().geometry().right() + 1 + _SLACK and not above.horizontalScrollBar().isVisible():
                yield words
            return
        above = above.parentWidget()


def _cut_in(widget: QWidget) -> Iterator[str]:
    metrics = widget.fontMetrics()
    if isinstance(widget, QLabel):
        yield from _cut_in_label(widget)
    elif isinstance(widget, (QCheckBox, QRadioButton)):
        if widget.sizeHint().width() > widget.width() + _SLACK:
            yield widget.text()
    elif isinstance(widget, QPushButton) and widget.text():
        option = QStyleOptionButton()
        widget.initStyleOption(option)
        room = widget.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, widget)
        icon = widget.iconSize().width() + 4 if not widget.icon().isNull() else 0
        # A button that is the first in line has a wider border, which takes nothing from its words.
        if _wide(metrics, widget.text()) + icon > max(room.width(), widget.width() - _BUTTON_EDGES) + _SLACK:
            yield widget.text()
    elif isinstance(widget, QToolButton) and widget.text() and widget.icon().isNull():
        if _wide(metrics, widget.text()) > widget.width() - 4:
            yield widget.text()
    elif isinstance(widget, (BriefButton, HeadlineButton)):
        if widget.minimumSizeHint().width() > widget.width() + _SLACK:
            yield widget.accessibleName()
    elif isinstance(widget, QTabBar):
        yield from _cut_in_tabs(widget)
    elif isinstance(widget, QComboBox) and type(widget) is not Choice:  # which paints its own text, listened to
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        room = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        if _wide(metrics, widget.currentText()) > room.width() + _SLACK:
            yield widget.currentText()
    elif isinstance(widget, QLineEdit) and not isinstance(widget, EditLine):
        words = widget.displayText() or widget.placeholderText()
        if not widget.hasFocus() and _wide(metrics, words) > widget.contentsRect().width() - 8:
            yield words
    elif isinstance(widget, QHeaderView):
        yield from _cut_in_header(widget)
    elif isinstance(widget, QAbstractItemView):
        yield from _cut_in_view(widget)


def _wide(metrics: QFontMetrics, text: str) -> int:
    return max(
        (metrics.horizontalAdvance(line) for line in text.replace("&&", "\0").replace("&", "").split("\n")), default=0
    )


def _cut_in_label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or type(label) is not QLabel or label.textFormat() == Qt.TextFormat.RichText:
        return
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    metrics = label.fontMetrics()
    if label.wordWrap():
        needed = metrics.boundingRect(0, 0, room.width(), 1 << 16, int(Qt.TextFlag.TextWordWrap), text)
        if label.heightForWidth(label.width()) > label.height() + 2 or needed.width() > room.width() + _SLACK:
            yield text
    elif _wide(metrics, text) > room.width() + _SLACK:
        yield text


def _cut_in_tabs(bar: QTabBar) -> Iterator[str]:
    for tab in range(bar.count()):
        if not bar.isTabVisible(tab):
            continue
        rect = bar.tabRect(tab)
        if (
            _wide(bar.fontMetrics(), bar.tabText(tab)) > rect.width() - _TAB_PADDING
            or rect.right() > bar.width() + _TAB_PADDING
        ):
            yield bar.tabText(tab)


def _cut_in_header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None:
        return
    for section in range(header.count()):
        if header.isSectionHidden(section) or header.orientation() != Qt.Orientation.Horizontal:
            continue
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if _wide(header.fontMetrics(), words) > header.sectionSize(section) - 8:
            yield words


def _cut_in_view(view: QAbstractItemView) -> Iterator[str]:
    """Yield the words of cells in sight for which their delegate asks for more room than there is."""
    model = view.model()
    if model is None or isinstance(view, PartTable | RowList | OutlineView):  # these paint by hand and are listened to
        return
    middle = view.textElideMode() == Qt.TextElideMode.ElideMiddle
    area = view.viewport().rect()
    seen: set[tuple[int, int]] = set()
    for y in range(2, area.height(), 12):
        for x in range(4, area.width(), 24):
            index = view.indexAt(QPoint(x, y))
            if not index.isValid() or (index.row(), index.column()) in seen:
                continue
            seen.add((index.row(), index.column()))
            option = QStyleOptionViewItem()
            view.initViewItemOption(option)
            option.rect = view.visualRect(index)
            wanted: QSize = view.itemDelegateForIndex(index).sizeHint(option, index)
            words = index.data(Qt.ItemDataRole.DisplayRole)
            side = index.data(Qt.ItemDataRole.TextAlignmentRole)
            figure = side is not None and bool(Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignRight)
            if middle and not figure and index.data(Qt.ItemDataRole.ToolTipRole):
                continue  # a name may be cut in its middle where its tool tip says the whole
            if isinstance(words, str) and words and wanted.width() > option.rect.width() + _SLACK:
                yield words
