"""Saved views: saving one with its caption, and the list of them."""

from functools import partial
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from designer.edit.views import move_view, remove_view, set_view
from designer.model.design import View
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Form, label
from designer.ui.widgets.pages import dialog_page
from designer.ui.widgets.screen_room import resize_within_screen


class ViewDialog(QDialog):
    """Name, caption and notes of one view."""

    def __init__(self, name: str, parent: QWidget | None = None, view: View | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save view with caption" if view is None else "Change view")
        resize_within_screen(self, 520, 340)
        down = dialog_page(self, self.windowTitle())
        down.addWidget(
            label("What is in sight now becomes a slide. The caption is its one sentence.", "muted", self, wraps=True)
        )
        form = Form(self)
        self._name = QLineEdit(view.name if view else name, self)
        self._name.setAccessibleName("Name")
        self._caption = QLineEdit(view.caption if view else "", self)
        self._caption.setAccessibleName("Caption")
        self._caption.setPlaceholderText("One sentence for people who are not engineers")
        self._notes = QPlainTextEdit(view.notes if view else "", self)
        self._notes.setAccessibleName("Speaker notes")
        self._notes.setTabChangesFocus(True)
        self._plain = QCheckBox("Plain words: no ports, rates or part numbers", self)
        self._plain.setChecked(view is None or view.detail == "plain")
        form.add("Name", self._name)
        form.add("Caption", self._caption)
        form.add("Notes", self._notes)
        down.addWidget(form, 1)
        down.addWidget(self._plain)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = push_button("Cancel", self, self.reject, takes_enter=False)
        save = push_button("Save view", self, self.accept, default=True)
        buttons.addWidget(cancel)
        buttons.addWidget(save)
        down.addLayout(buttons)
        self._caption.setFocus()

    @property
    def name(self) -> str:
        """The name, never empty."""
        return self._name.text().strip() or "View"

    @property
    def caption(self) -> str:
        """The slide's sentence."""
        return self._caption.text().strip()

    @property
    def notes(self) -> str:
        """For the speaker."""
        return self._notes.toPlainText().strip()

    @property
    def detail(self) -> Literal["plain", "full"]:
        """Return how much the slide shows."""
        return "plain" if self._plain.isChecked() else "full"


class ViewsDialog(QDialog):
    """The walk of slides: go to one, change, move, remove."""

    shown = Signal(View)
    """A View to go to."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setWindowTitle("Saved views")
        resize_within_screen(self, 560, 420)
        down = dialog_page(self, "Saved views")
        self._hint = label("", "muted", self, wraps=True)
        down.addWidget(self._hint)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Saved views, in the order of the walk")
        self.list.itemActivated.connect(self._go)
        self.list.currentRowChanged.connect(self._allow)
        down.addWidget(self.list, 1)
        across = QHBoxLayout()
        self._buttons: list[QPushButton] = []
        for title, slot in (
            ("Go to it", self._go),
            ("Change…", self._change),
            ("Earlier", partial(self._move, -1)),
            ("Later", partial(self._move, 1)),
            ("Remove", self._remove),
        ):
            button = push_button(title, self, slot, takes_enter=False)
            across.addWidget(button)
            self._buttons.append(button)
        across.addStretch(1)
        close = push_button("Close", self, self.accept, default=True)
        across.addWidget(close)
        down.addLayout(across)
        self.refresh()

    def refresh(self, chosen: int = 0) -> None:
        """Show the views as they are now."""
        self.list.clear()
        views = self._document.design.views_in_order()
        for number, view in enumerate(views, 1):
            item = QListWidgetItem(f"{number}.  {view.caption or view.name}")
            item.setData(Qt.ItemDataRole.UserRole, view.id)
            item.setToolTip(view.name)
            self.list.addItem(item)
        self._hint.setText(
            "F5 walks them in this order."
            if views
            else "None yet: move the canvas to what you want to show, "
            "then choose “Save view with caption…” (Ctrl+Shift+V)."
        )
        self.list.setCurrentRow(min(chosen, len(views) - 1))
        self._allow()

    @property
    def _view(self) -> View | None:
        item = self.list.currentItem()
        return self._document.design.views.get(str(item.data(Qt.ItemDataRole.UserRole))) if item else None

    def _allow(self) -> None:
        for button in self._buttons:
            button.setEnabled(self._view is not None)

    def _go(self) -> None:
        view = self._view
        if view is not None:
            self.shown.emit(view)
            self.accept()

    def _change(self) -> None:
        view = self._view
        if view is None:
            return
        dialog = ViewDialog(view.name, self, view)
        if dialog.exec():
            make = partial(
                set_view,
                view_id=view.id,
                name=dialog.name,
                caption=dialog.caption,
                notes=dialog.notes,
                detail=dialog.detail,
            )
            self._document.edit(make)
        dialog.deleteLater()
        self.refresh(self.list.currentRow())

    def _move(self, by: int) -> None:
        view, row = self._view, self.list.currentRow()
        if view is not None:
            self._document.edit(partial(move_view, view_id=view.id, place=row + by))
            self.refresh(max(row + by, 0))

    def _remove(self) -> None:
        view = self._view
        if view is not None:
            self._document.edit(partial(remove_view, view_id=view.id))
            self.refresh(self.list.currentRow())
