"""The title block of drawing sheets and the paper that they go on: a form, saved with the design in one edit."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QWidget

from designer.drawing.paper.frame import PAPERS, paper_name
from designer.edit.settings import set_title_block
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line_edit
from designer.ui.widgets.pages import dialog_page

FIELDS: Final = {
    "number": ("Drawing number", "The number of each sheet follows it: SP1-004"),
    "revision": ("Revision", "As you write it: 2 · for approval"),
    "drawn_by": ("Drawn by", ""),
    "checked_by": ("Checked by", ""),
    "approved_by": ("Approved by", ""),
}
"""Caption and what stands in the field while it is empty, by the name of the field."""
_ABOUT: Final = (
    "What drawings and every sheet of the installation pack say beside the name of the design and the date. The scale "
    "follows from the paper: the largest usual one at which all racks fit, and for each plan its own. It stands on the "
    "sheet."
)


class TitleBlockDialog(QDialog):
    """Fields of the title block and the paper; what is not filled in stays free to be signed by hand.

    Attributes:
        fields: Lines by the names of their fields.
        paper: Which paper.
    """

    def __init__(self, document: Document, parent: QWidget) -> None:
        """Show what is set for the design of DOCUMENT."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Title block and paper")
        self.setMinimumWidth(520)
        self._document = document
        block = document.design.settings.title_block
        down = dialog_page(self, "Title block and paper")
        down.addWidget(label(_ABOUT, "muted", self, wraps=True))
        form = QFormLayout()
        self.fields = {
            name: line_edit(caption, self, text=getattr(block, name), placeholder=hint)
            for name, (caption, hint) in FIELDS.items()
        }
        for name, field in self.fields.items():
            form.addRow(FIELDS[name][0], field)
        self.paper = QComboBox(self)
        self.paper.setAccessibleName("Paper")
        for name, size in PAPERS.items():
            self.paper.addItem(f"{paper_name(size)}, {size[0]:g} × {size[1]:g} mm", name)
        self.paper.setCurrentIndex(max(self.paper.findData(block.paper or "A3"), 0))
        form.addRow("Paper", self.paper)
        down.addLayout(form)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(push_button("Cancel", self, self.reject, takes_enter=False))
        across.addWidget(push_button("Set", self, self.accept, look="primary", default=True))
        down.addLayout(across)

    def accept(self) -> None:
        """Set what the form says, as one edit; a refusal is told and the form stays."""
        chosen = {name: field.text() for name, field in self.fields.items()}
        paper = str(self.paper.currentData())
        # A3 is what nobody has chosen: a design that says nothing of paper stays as it is.
        chosen["paper"] = "" if paper == "A3" else paper
        problem = self._document.attempt(partial(set_title_block, **chosen))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            super().accept()


def open_title_block(document: Document, parent: QWidget) -> None:
    """Open the form above PARENT."""
    TitleBlockDialog(document, parent).open()
