"""All words of the trade in a window: a search field, a list, and what the chosen one means."""

from html import escape
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from designer.catalog.glossary import Term, shipped_glossary
from designer.ui.learn.term_html import term_html
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.theme import ink

_KEY: Final = Qt.ItemDataRole.UserRole


class GlossaryDialog(QDialog):
    """The glossary: what is typed keeps the terms that are named so, then those that tell of it.

    Attributes:
        search: What is searched for.
        list: The terms that are left.
        page: What the chosen one means.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Glossary")
        resize_within_screen(self, 820, 560)
        self._glossary = shipped_glossary()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        side = QWidget(self)
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setProperty("look", "panel-left")
        side.setFixedWidth(264)
        down = QVBoxLayout(side)
        down.setContentsMargins(16, 20, 16, 16)
        down.setSpacing(12)
        down.addWidget(label("Glossary", "title", side))
        self.search = line_edit(
            "Search in the glossary",
            side,
            placeholder="Search, such as “leaf”",
            clears=True,
            changed=self._search,
            entered=self._go_to_list,
        )
        self.search.setMinimumHeight(32)
        down.addWidget(self.search)
        self._missing = label("", "muted", side, wraps=True)
        self._missing.hide()
        down.addWidget(self._missing)
        self.list = QListWidget(side)
        self.list.setAccessibleName("Words")
        self.list.currentItemChanged.connect(self._show_chosen)
        down.addWidget(self.list, 1)
        down.addWidget(push_button("Close", side, self.close, takes_enter=False))
        across.addWidget(side)
        self.page = QTextBrowser(self)
        self.page.setOpenLinks(False)
        self.page.setProperty("look", "reading")
        self.page.setAccessibleName("What the word means")
        self.page.document().setDocumentMargin(32)
        self.page.anchorClicked.connect(self._follow)
        across.addWidget(self.page, 1)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        follow_look(self._show_chosen)
        self._search("")
        self.search.setFocus()

    def show_term(self, key: str) -> None:
        """Show the term with KEY, whatever is searched for; nothing where there is none."""
        if key not in self._glossary.terms:
            return
        if self._row(key) is None:
            self.search.clear()
        row = self._row(key)
        if row is not None:
            self.list.setCurrentRow(row)

    def _row(self, key: str) -> int | None:
        return next((row for row in range(self.list.count()) if self.list.item(row).data(_KEY) == key), None)

    def _search(self, words: str) -> None:
        found = self._glossary.searched(words)
        self.list.clear()
        in_order = found if words.strip() else sorted(found, key=lambda term: term.name.casefold())
        for term in in_order:
            item = QListWidgetItem(term.name)
            item.setData(_KEY, term.key)
            self.list.addItem(item)
        self._missing.setText("" if found else f"No word of the glossary tells of “{words.strip()[:40]}”. Try fewer.")
        self._missing.setVisible(not found)
        self.list.setCurrentRow(0)

    def _go_to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chosen(self) -> None:
        item = self.list.currentItem()
        term = self._glossary.terms.get(str(item.data(_KEY))) if item else None  # pyright: ignore[reportUnnecessaryComparison]
        self.page.setHtml(_page(term) if term is not None else "")

    def _follow(self, target: QUrl) -> None:
        self.show_term(target.toString().removeprefix("#"))


def _page(term: Term) -> str:
    muted = ink("muted").name()
    pieces = [
        f'<p style="color:{muted}">{escape(term.topic)}</p><h2>{escape(term.name)}</h2>',
        f'<p style="line-height:140%">{term_html(term)}</p>',
    ]
    if term.also:
        pieces.append(f'<p style="color:{muted}">Opens at: {escape(", ".join(term.also))}</p>')
    if term.source:
        pieces.append(f'<p style="color:{muted}">Source: {escape(term.source)}</p>')
    return "".join(pieces)
