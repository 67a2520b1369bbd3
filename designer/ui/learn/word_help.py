"""Help at the words of any window: a tool tip, an entry of the context menu, and the card of a word."""

from functools import cache, partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QCursor, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from designer.catalog.glossary import Term

_MOST_OFFERED: Final = 4
_HELP_KEYS: Final = (Qt.Key.Key_F1, Qt.Key.Key_Help)


class WordHelp(QObject):
    """Watches the windows that get the keyboard for what their widgets leave: tool tips, context menus, F1.

    Qt hands each of these up from the widget to its window as long as nobody takes it, so that a widget with a tool
    tip or a menu of its own keeps it, and no widget costs anything.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watched: set[int] = set()
        self._pointer = QCursor.pos()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def watch(self, window: QWidget) -> None:
        """Help at the words of WINDOW from now on."""
        if id(window) not in self._watched:
            self._watched.add(id(window))
            window.destroyed.connect(partial(self._watched.discard, id(window)))
            window.installEventFilter(self)

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        self._pointer = QCursor.pos()
        if now is not None and now.window().windowType() != Qt.WindowType.Popup:
            self.watch(now.window())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            return False
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._tip(event)
        if isinstance(event, QContextMenuEvent):
            return self._menu(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _HELP_KEYS:
            return self.explain(watched)
        return False

    def _tip(self, event: QHelpEvent) -> bool:
        from designer.ui.learn.words_at import terms_at

        under = QApplication.widgetAt(event.globalPos())
        if under is None or under.toolTip():
            return False
        found = terms_at(under, under.mapFromGlobal(event.globalPos()))
        if not found:
            return False
        QToolTip.showText(event.globalPos(), f"{found[0].name}: {found[0].first_sentence}", under)
        return True

    def _menu(self, window: QWidget, event: QContextMenuEvent) -> bool:
        from designer.ui.learn.words_at import terms_at

        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        under = window.focusWidget() if by_keys else QApplication.widgetAt(event.globalPos())
        found = terms_at(under, None if by_keys or under is None else under.mapFromGlobal(event.globalPos()))
        if not found:
            return False
        place = _below(under, event.globalPos()) if by_keys else event.globalPos()
        menu = QMenu(window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for term in found[:_MOST_OFFERED]:
            menu.addAction(f"What is “{term.name}”?", partial(self.show_card, (term,), window, place))
        menu.popup(place)
        return True

    def explain(self, window: QWidget) -> bool:
        """Open the card of the word at the pointer or at the keyboard, whichever moved last; False where is none."""
        from designer.ui.learn.words_at import terms_at

        focus, pointer = window.focusWidget(), QCursor.pos()
        under = QApplication.widgetAt(pointer)
        at_focus = (terms_at(focus), _below(focus, pointer))
        at_pointer = (
            terms_at(under, under.mapFromGlobal(pointer)) if under and under.window() is window else (),
            pointer,
        )
        # A pointer that rests where it was when the keyboard came means nothing.
        places = (at_focus, at_pointer) if pointer == self._pointer else (at_pointer, at_focus)
        found = next(((terms, place) for terms, place in places if terms), None)
        if found is None:
            return False
        self.show_card(found[0], window, found[1])
        return True

    def show_card(self, terms: "tuple[Term, ...]", window: QWidget, place: QPoint) -> None:
        """Open the card of TERMS at PLACE on the screen, above WINDOW."""
        from designer.ui.learn.term_card import TermCard

        card = TermCard(terms, window)
        card.all_wanted.connect(partial(self.show_all, window))
        card.show_at(place)

    def show_all(self, window: QWidget, key: str = "") -> None:
        """Open the glossary above WINDOW, at the term with KEY where one is given."""
        from designer.ui.learn.glossary_dialog import GlossaryDialog

        dialog = GlossaryDialog(window)
        dialog.show_term(key)
        dialog.show()


@cache
def word_help() -> WordHelp:
    """Return the help at words of this process, which all its windows share."""
    application = QApplication.instance()
    assert application is not None, "windows have an application"
    return WordHelp(application)


def _below(widget: QWidget | None, otherwise: QPoint) -> QPoint:
    return widget.mapToGlobal(QPoint(0, widget.height())) if widget is not None else otherwise
