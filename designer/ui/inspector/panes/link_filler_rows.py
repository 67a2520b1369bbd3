"""Rows of who fills a link in the inspector: the flow at the left, its share at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from designer.analysis.limits.records import LinkFillers
from designer.model.design import Design
from designer.ui.inspector.panes.link_filler_words import fullest_words, shares_of
from designer.ui.widgets.fields import label
from designer.worker import MOST_FILLERS

WAITING = "Who fills it is being worked out …"


class FillerRows(QWidget):
    """The largest flows on the fullest cable of one link; rows are made once and filled again and again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self.head = label("", "caption", self, wraps=True)
        grid.addWidget(self.head, 0, 0, 1, 2)
        self.rows: list[tuple[QLabel, QLabel]] = []
        for row in range(1, MOST_FILLERS + 2):
            name, share = label("", "", self, wraps=True), label("", "strong", self)
            share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(name, row, 0)
            grid.addWidget(share, row, 1)
            self.rows.append((name, share))
        self._show_rows(())
        self.hide()

    def show_waiting(self) -> None:
        """Say that it is not known yet."""
        self.head.setText(WAITING)
        self._show_rows(())
        self.show()

    def show_fillers(self, design: Design, found: LinkFillers | None) -> None:
        """Show FOUND, by the names in DESIGN; nothing when nothing comes this way."""
        if found is not None:
            self.head.setText(fullest_words(design, found))
        self._show_rows(shares_of(design, found) if found is not None else ())
        self.setVisible(found is not None)

    def words(self) -> list[str]:
        """The rows in words, as they are shown."""
        return [f"{name.text()} {share.text()}" for name, share in self.rows if not name.isHidden()]

    def _show_rows(self, shares: tuple[tuple[str, str], ...]) -> None:
        for place, (name, share) in enumerate(self.rows):
            texts = shares[place] if place < len(shares) else ("", "")
            name.setText(texts[0])
            share.setText(texts[1])
            name.setVisible(bool(texts[0]))
            share.setVisible(bool(texts[0]))
