"""A small card with what one word means, beside the place where it stands."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer.catalog.glossary import Term, shipped_glossary
from designer.ui.learn.term_html import term_html
from designer.ui.widgets.announcing import announce
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label

WIDE: Final = 340
_GAP: Final = 8
_MOST_BESIDE: Final = 4


class TermCard(QFrame):
    """One term: its words, the others that stood at the same place, and the way to the whole glossary.

    Attributes:
        term: The term that is shown.
    """

    all_wanted = Signal(str)
    """The glossary is wanted at a term, by its key."""

    def __init__(self, terms: Sequence[Term], parent: QWidget) -> None:
        """Show the first of TERMS, which are not empty; the others are offered below it."""
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "sheet")
        self.setFixedWidth(WIDE)
        self._beside = tuple(terms)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 12, 16, 8)
        down.setSpacing(6)
        self.title = label("", "title", self, wraps=True)
        down.addWidget(self.title)
        self.words = self._rich()
        down.addWidget(self.words)
        self.source = label("", "caption", self, wraps=True)
        down.addWidget(self.source)
        self.others = self._rich()
        down.addWidget(self.others)
        below = QHBoxLayout()
        below.addStretch(1)
        self.all = push_button("Whole glossary", self, self._open_all, look="link")
        below.addWidget(self.all)
        down.addLayout(below)
        self.term = self._beside[0]
        self.show_term(self.term)

    def _rich(self) -> QLabel:
        made = label("", "", self, wraps=True)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        made.linkActivated.connect(self._follow)
        return made

    def show_term(self, term: Term) -> None:
        """Show TERM in place of the one before."""
        self.term = term
        self.title.setText(term.name)
        self.words.setText(term_html(term))
        self.words.setAccessibleName(term.text)
        self.source.setText(term.source)
        self.source.setVisible(bool(term.source))
        others = [one for one in self._beside if one is not term][:_MOST_BESIDE]
        links = ", ".join(f'<a href="{one.key}">{escape(one.name)}</a>' for one in others)
        self.others.setText(f"Also here: {links}" if others else "")
        self.others.setVisible(bool(others))
        self.setAccessibleName(f"{term.name}: {term.text}")
        self.adjustSize()

    def show_at(self, place: QPoint) -> None:
        """Open below PLACE on the screen, or above it where there is no room below, and put the keyboard into it."""
        room = self.window().screen().availableGeometry()
        size = self.sizeHint().expandedTo(QSize(WIDE, 0))
        left = max(room.left(), min(place.x() - _GAP, room.right() - size.width()))
        below = place.y() + 2 * _GAP
        fits = below + size.height() <= room.bottom()
        self.move(left, below if fits else max(room.top(), place.y() - _GAP - size.height()))
        self.show()
        self.all.setFocus(Qt.FocusReason.PopupFocusReason)
        announce(self, self.accessibleName())

    def _follow(self, key: str) -> None:
        term = shipped_glossary().terms.get(key.removeprefix("#"))
        if term is not None:
            self.show_term(term)
            announce(self, self.accessibleName())

    def _open_all(self) -> None:
        key = self.term.key
        self.close()
        self.all_wanted.emit(key)
