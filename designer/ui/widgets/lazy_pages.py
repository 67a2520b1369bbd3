"""Pages of a stack that are made when they are first asked for, each in the place that was kept for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget


def keep_place(stack: QStackedWidget) -> None:
    """Add an empty page to STACK where another one comes later."""
    stack.addWidget(QWidget(stack))


def put_page(stack: QStackedWidget, place: int, page: QWidget) -> None:
    """Put PAGE, a child of STACK, at a PLACE that was kept and is not in sight.

    Whoever walks by Tab meets what is in it where the kept place stood, not after all that was made before it.
    """
    kept = stack.widget(place)
    assert kept is not None
    kept.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # or nothing can come after it
    before = kept
    for widget in _reached_in(page):
        QWidget.setTabOrder(before, widget)
        before = widget
    stack.insertWidget(place, page)
    stack.removeWidget(kept)
    kept.deleteLater()


def _reached_in(page: QWidget) -> list[QWidget]:
    """PAGE and what is in it, as far as the keyboard can reach it, in the order of the Tab key."""
    chain = [page]
    while (widget := chain[-1].nextInFocusChain()) is not None and widget is not page:
        chain.append(widget)
    reached = [widget for widget in chain if widget.focusPolicy() != Qt.FocusPolicy.NoFocus]
    return [widget for widget in reached if widget is page or page.isAncestorOf(widget)]
