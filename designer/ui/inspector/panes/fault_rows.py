"""Rows of what is built otherwise at the selected link or node: sign, cable and both ports, a line each."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.ui.inspector.section import Section
from designer.ui.widgets.fields import label, line

MOST: Final = 8
"""Faults that are told one by one; there may be a line of copies that were not found before them, and one after."""


class FaultRows(QWidget):
    """Rows that the comparison with the built network has for one record; hidden where it has none."""

    def __init__(self, section: Section, record_id: str) -> None:
        super().__init__(section)
        self._document, self._id = section.document, record_id
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 8, 0, 0)
        down.setSpacing(4)
        down.addWidget(line(self))
        down.addSpacing(4)
        down.addWidget(label("Built otherwise", "section", self))
        self.rows = [label("", "", self, wraps=True) for _ in range(MOST + 2)]
        for row in self.rows:
            down.addWidget(row)
        self.refresh()

    def refresh(self) -> None:
        """Show what came of the comparison as it is now."""
        found = self._document.built.found
        lines = [] if found is None else found.faults.lines(self._id, MOST)
        for place, row in enumerate(self.rows):
            row.setText(lines[place] if place < len(lines) else "")
            row.setVisible(place < len(lines))
        self.setVisible(bool(lines))
