"""A small window in which one part of a kind is chosen, by search and keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from designer.model.kinds import KINDS
from designer.ui.app.document import Document
from designer.ui.catalog.part_picker import PartPicker
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.screen_room import resize_within_screen


class PartChoiceDialog(QDialog):
    """All parts of one kind, the present one chosen; Enter takes one, Escape none."""

    chosen = Signal(str)
    """Id of the part that was taken; "" takes the present one away."""

    def __init__(
        self,
        document: Document,
        kind: str,
        present: str,
        parent: QWidget | None = None,
        *,
        chosen: Run | None = None,
    ) -> None:
        super().__init__(parent)
        connect_given((self.chosen, chosen))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = KINDS[kind].title if kind in KINDS else "Part"
        self.setWindowTitle(f"Choose a {title.lower()}")
        resize_within_screen(self, 520, 560)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 20)
        down.setSpacing(12)
        down.addWidget(label(self.windowTitle(), "title", self))
        self.picker = PartPicker(document, self, kind=kind)
        self.picker.taken.connect(self.take)
        self.picker.picked.connect(self._picked)
        down.addWidget(self.picker, 1)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.none_button = push_button("None", self, self._none, name=f"Choose no {title.lower()}")
        self.none_button.setEnabled(bool(present))
        cancel = push_button("Cancel", self, self.reject)
        self.take_button = push_button("Choose", self, self.take, look="primary")
        for button in (self.none_button, cancel, self.take_button):
            button.setAutoDefault(False)
        across.addWidget(self.none_button)
        across.addStretch(1)
        across.addWidget(cancel)
        across.addWidget(self.take_button)
        down.addLayout(across)
        if present and document.library.parts.get(present) is not None:
            self.picker.pick(present)
        self.take_button.setEnabled(self.picker.part is not None)
        self.picker.search.setFocus()

    def take(self) -> None:
        """Take the chosen part."""
        part = self.picker.part
        if part is not None:
            self.chosen.emit(part.id)
            self.accept()

    def _picked(self, part_id: str) -> None:
        self.take_button.setEnabled(bool(part_id))

    def _none(self) -> None:
        self.chosen.emit("")
        self.accept()
