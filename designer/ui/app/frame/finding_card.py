"""One finding at a time in a card over the canvas, while the panel of all of them is folded."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.wording import counted
from designer.review.effects.grouping import FindingGroup, grouped
from designer.review.findings import Finding
from designer.ui.app.document import Document
from designer.ui.panels.findings_panel import SEVERITY_ICONS, SEVERITY_INKS, finding_of
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.theme import type_font

WIDE: Final = 312
_BESIDE_COUNTS: Final = 88
"""Pixels of the low line beside its words: icon, spaces and the edges of the button."""
NARROW_BELOW: Final = 1080
"""Pixels of the canvas below which the card is one low line."""


class FindingCard(QFrame):
    """The first finding that was not put off: icon, sentence, detail, Show and Later, and which of how many it is.

    On a narrow canvas it is one line with the counts, which opens the panel.
    """

    chosen = Signal(Finding)
    """A finding that is to be shown."""

    all_wanted = Signal()
    """The panel of all findings is wanted."""

    changed = Signal()
    """It has another size, or is to come or go."""

    def __init__(self, document: Document, parent: QWidget, *, chosen: Run, all_wanted: Run) -> None:
        super().__init__(parent)
        connect_given((self.chosen, chosen), (self.all_wanted, all_wanted))
        self._document = document
        self._put_off: set[str] = set()
        self._count = 0
        self._groups: tuple[FindingGroup, ...] = ()
        self._found: tuple[Finding, ...] = ()
        self.narrow = self._active = False
        self.setProperty("look", "floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Finding")
        self._across = across = QHBoxLayout(self)
        across.setSpacing(10)
        self._icon = label("", "", self)
        self._icon.setFixedSize(20, 20)
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        down = QVBoxLayout()
        down.setSpacing(2)
        across.addLayout(down, 1)
        self.message = label("", "strong", self, wraps=True)
        down.addWidget(self.message)
        self.detail = label("", "caption", self, wraps=True)
        down.addWidget(self.detail)
        below = QHBoxLayout()
        below.setSpacing(4)
        self.show_button = push_button("Show", self, self._show, look="link", takes_enter=False)
        self.later = push_button("Later", self, self._later, look="link", takes_enter=False)
        self.place = push_button(
            "", self, self.all_wanted, look="link", name="All findings", tip="Show all findings", takes_enter=False
        )
        for button in (self.show_button, self.later):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.place)
        down.addLayout(below)
        document.analysed.connect(self.refresh)
        follow_look(self._recolour)

    def be_active(self, active: bool) -> None:
        """Follow the findings, or leave that to the panel that lists them."""
        if active != self._active:
            self._active = active
            self.refresh()

    @property
    def waits(self) -> bool:
        """Return whether there is a finding that was not put off."""
        return bool(self._groups)

    @property
    def finding(self) -> Finding | None:
        """Return the finding that is shown."""
        return finding_of(self._groups[0]) if self._groups else None

    def be_narrow(self, narrow: bool) -> None:
        """Be one low line, or a card."""
        if narrow != self.narrow:
            self.narrow = narrow
            self._fill()

    def refresh(self) -> None:
        """Show the first of the present findings that was not put off."""
        found = self._document.findings
        if not self._active or found == self._found:
            return
        self._found = found
        self._sort_out()

    def _sort_out(self) -> None:
        groups = grouped(self._document.design, self._found)
        self._groups = tuple(one for one in groups if _key(one) not in self._put_off)
        self._count = len(groups)
        self._fill()

    def _fill(self) -> None:
        finding = self.finding
        if finding is None:
            self.changed.emit()
            return
        self._recolour()
        for widget in (self.message, self.detail, self.show_button, self.later):
            widget.setVisible(not self.narrow)
        edges = (12, 8, 4, 8) if self.narrow else (16, 12, 12, 8)
        self._across.setContentsMargins(*edges)
        top = Qt.AlignmentFlag.AlignVCenter if self.narrow else Qt.AlignmentFlag.AlignTop
        self._across.setAlignment(self._icon, top)
        if self.narrow:
            self.place.setText(self.counts())
            self.setAccessibleName(f"Findings: {self.counts()}")
        else:
            self.message.setText(finding.message)
            self.detail.setText(finding.detail)
            self.detail.setVisible(bool(finding.detail))
            self.place.setText(f"{self._count - len(self._groups) + 1} of {self._count}")
            self.setAccessibleName(f"{finding.severity}: {finding.message}")
        self.show_button.setAccessibleName(f"Show: {finding.message}")
        self.later.setAccessibleName(f"Later: {finding.message}")
        self.place.setAccessibleName(f"All findings, {self.counts()}")
        self.changed.emit()

    def counts(self) -> str:
        """Return how many there are of each severity, in words: "1 error, 2 warnings"."""
        found = [finding.severity for finding in self._document.findings]
        told = [counted(found.count(one), one) for one in ("error", "warning", "note") if one in found]
        return ", ".join(told)

    def wanted_size(self, room: int) -> QSize:
        """Return the size that it takes on a canvas ROOM pixels wide."""
        if self.narrow:
            words = QFontMetrics(type_font("caption", weight=600)).horizontalAdvance(self.counts())
            return QSize(words + _BESIDE_COUNTS, 48)
        wide = min(WIDE, room - 32)
        for words in (self.message, self.detail):
            words.ensurePolished()  # else they are measured in another font than they are shown in
        high = self.heightForWidth(wide) if self.hasHeightForWidth() else self.sizeHint().height()
        return QSize(wide, max(high, 64))

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        laid_out = event.type() == QEvent.Type.LayoutRequest and self.isVisible() and not self.narrow
        # Words that stand otherwise than they were measured must not be cut.
        if laid_out and self.heightForWidth(self.width()) > self.height():
            self.changed.emit()
        return done

    def _show(self) -> None:
        if self.finding is not None:
            self.chosen.emit(self.finding)

    def _later(self) -> None:
        """Go on with the next one; this one comes no more until it changes."""
        if self._groups:
            self._put_off.add(_key(self._groups[0]))
            self._sort_out()

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        finding = self.finding
        if finding is not None:
            colour = current_theme().colour(SEVERITY_INKS[finding.severity])
            self._icon.setPixmap(icon_pixmap(SEVERITY_ICONS[finding.severity], colour))


def _key(group: FindingGroup) -> str:
    return f"{group.rule} {group.message}"
