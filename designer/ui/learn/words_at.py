"""Read the words at a place of a window: labels, headings of tables, tabs, rows, and names for screen readers."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QHeaderView, QLabel, QTabBar, QWidget

from designer.catalog.glossary import Term, shipped_glossary

_ABOVE: Final = 3
"""Widgets above the one at a place whose names still speak of it, such as a form around a line."""


def terms_at(widget: QWidget | None, at: QPoint | None = None) -> tuple[Term, ...]:
    """Return the terms of the glossary at a place of WIDGET, or of what holds it, the nearest first.

    Args:
        widget: The widget under the pointer, or with the keyboard.
        at: The place in it; None is the middle of it, and the current row of a list.
    """
    glossary = shipped_glossary()
    for _ in range(_ABOVE):
        if widget is None:
            break
        found = tuple(dict.fromkeys(term for words in _words(widget, at) for term in glossary.found_in(words)))
        if found or widget.isWindow():
            return found
        at = widget.mapToParent(at) if at is not None else None
        widget = widget.parentWidget()
    return ()


def _words(widget: QWidget, at: QPoint | None) -> Iterator[str]:
    held = widget.parentWidget()
    # What is seen of a list or a heading is a widget in it, which knows no words.
    if isinstance(held, QAbstractItemView) and held.viewport() is widget:
        yield from _row_words(held, at)
        return
    if isinstance(widget, QAbstractItemView):
        yield from _row_words(widget, None)
    elif isinstance(widget, QTabBar):
        place = widget.tabAt(at) if at is not None else widget.currentIndex()
        yield widget.tabText(place)
    elif isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()
    yield widget.accessibleName()


def _row_words(view: QAbstractItemView, at: QPoint | None) -> Iterator[str]:
    model = view.model()
    if model is None:  # pyright: ignore[reportUnnecessaryComparison]
        return
    if isinstance(view, QHeaderView):
        if at is not None:
            role = Qt.ItemDataRole.DisplayRole
            yield str(model.headerData(view.logicalIndexAt(at), view.orientation(), role) or "")
        return
    index = view.indexAt(at) if at is not None else view.currentIndex()
    if index.isValid():
        yield str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        yield str(model.headerData(index.column(), Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or "")
