"""Tool tips as plain text: Qt reads one that looks like HTML as HTML, and names come from files."""

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QWidget
from typing_extensions import override


def plain_tip(text: str) -> str:
    """TEXT so that a tool tip shows its letters, whatever they are."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if "<" in text else text


class PlainTips(QObject):
    """Shows every tool tip of an application as plain text; install it as the application's event filter."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent) or not isinstance(watched, QWidget):
            return False
        text = _tip_at(watched, event)
        if "<" not in text or text.startswith("<qt>"):
            return False
        QToolTip.showText(event.globalPos(), plain_tip(text), watched)
        return True


def _tip_at(widget: QWidget, event: QHelpEvent) -> str:
    view = widget.parentWidget()
    if isinstance(view, QAbstractItemView) and view.viewport() is widget:
        found = view.indexAt(event.pos()).data(Qt.ItemDataRole.ToolTipRole)
        return found if isinstance(found, str) else ""
    return widget.toolTip()
