"""The inspector at the right: whatever is selected, with its facts and fields."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from designer.model.network.drawn_flows import flow_called
from designer.model.relations import RELATION_MEDIA
from designer.ui.app.document import Document
from designer.ui.inspector.panes.design_section import DesignSection
from designer.ui.inspector.panes.flow_pane import FlowPane
from designer.ui.inspector.panes.link_pane import LinkPane
from designer.ui.inspector.panes.many_pane import ManyPane
from designer.ui.inspector.panes.mark_pane import MarkPane
from designer.ui.inspector.panes.node_pane import NodePane
from designer.ui.inspector.panes.relation_pane import RelationPane
from designer.ui.inspector.record_section import Pane, RecordSection
from designer.ui.inspector.section import Section
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.timers import after_pause

MANY: Final = 1_000
"""Selected things from which the form of all of them follows an edit a moment later."""


class Inspector(QWidget):
    """Shows one section at a time."""

    asked = Signal(str, object)
    """Title and figure whose "Why?" is wanted."""

    wanted = Signal(str)
    """Id of a command that a button stands for."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._ids: tuple[str, ...] = ()
        self._shape: object = None
        self._section: Section | None = None
        self._behind = True  # something changed that is not shown yet, as nobody sees it
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel")
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("Inspector")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        down.addWidget(self._scroll)
        # Sections come and go in one page: taken out of the scroll area each field of one would be styled anew.
        self._page = QWidget()
        self._pages = QVBoxLayout(self._page)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._scroll.setWidget(self._page)
        self._late = after_pause(self, 0, self.refresh)
        document.changed.connect(self._follow)
        document.analysed.connect(self.refresh_values)
        connect_given((document.built.changed, self.refresh_values), (document.readings.changed, self.refresh_values))

    @property
    def section(self) -> Section | None:
        """Return what is shown of the present selection, made now where nobody has seen it yet."""
        if self._behind:
            self._show_now()
        return self._section

    @property
    def page(self) -> QWidget:
        """Return what is scrolled in it: as high as all of the section."""
        return self._page

    def show_selection(self, ids: tuple[str, ...]) -> None:
        """Show what is selected."""
        self._ids = ids
        self.refresh()

    def _follow(self) -> None:
        """Show the selection after an edit; of many things in a turn of its own, for which an edit need not wait."""
        if len(self._ids) < MANY:
            self.refresh()
        else:
            self._late.start()

    def refresh(self) -> None:
        """Show the selection as it is now: at once where it is in sight, else when it comes into sight."""
        self._late.stop()
        self._behind = True
        if self.isVisible():
            self._show_now()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._behind:
            self._show_now()

    def _show_now(self) -> None:
        """Show the selection; a section is made anew only when it is of something else."""
        self._behind = False
        design = self._document.design
        ids = tuple(name for name in self._ids if name in design.nodes or name in design.links)
        ids = ids or tuple(name for name in self._ids if name in design.marks)
        ids = ids or tuple(name for name in self._ids if flow_called(design, name) is not None)
        related = len(ids) == 1 and ids[0] in design.links and design.links[ids[0]].medium in RELATION_MEDIA
        shape = (ids, tuple(design.nodes[name].part if name in design.nodes else None for name in ids), related)
        if shape == self._shape and self._section is not None:
            self._section.refresh()
            return
        self._shape = shape
        if isinstance(self._section, RecordSection) and self._section.take(ids):
            return
        before, self._section = self._section, self._made(ids)
        self._section.asked.connect(self.asked)
        self._section.wanted.connect(self.wanted)
        if before is not None:
            # The edit may come from a field of the section that goes, which is still at work.
            before.hide()
            self._pages.removeWidget(before)
            before.deleteLater()
        self._pages.addWidget(self._section)
        self._section.show()
        self._scroll.verticalScrollBar().setValue(0)

    def start(self) -> None:
        """Put the keyboard into the first field of the section."""
        if self.section is not None:
            self.section.focus_first()

    def refresh_values(self) -> None:
        """Show the figures of a new analysis."""
        if self._section is None or not self.isVisible():
            self._behind = True
        else:
            self._section.refresh_values()

    def _made(self, ids: tuple[str, ...]) -> Section:
        if not ids:
            return DesignSection(self._document, self._page)
        return RecordSection(self._document, ids, self._pane_of(ids), self._page)

    def _pane_of(self, ids: tuple[str, ...]) -> Callable[[RecordSection], Pane]:
        """Return what stands below the fields of IDS."""
        first, design = ids[0], self._document.design
        if first in design.marks:
            return MarkPane
        if flow_called(design, first) is not None:
            return FlowPane
        if len(ids) > 1:
            return ManyPane
        if first in design.nodes:
            return NodePane
        return RelationPane if design.links[first].medium in RELATION_MEDIA else LinkPane
