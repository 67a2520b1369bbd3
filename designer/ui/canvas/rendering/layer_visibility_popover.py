"""Layers and media shown or hidden: a check for each with how many there are, and all of them back in one click."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from designer.drawing.layer_words import LAYER_TITLES
from designer.model.design import Design
from designer.model.parts.part import LAYERS, Layer, Medium
from designer.model.relations import RELATION_MEDIA
from designer.ui.canvas.rendering.layer_visibility_words import (
    MEDIA_TITLES,
    RELATIONS_TITLE,
    hidden_words,
    layer_counts,
    media_counts,
)
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.fields import label, line


class ShownPopover(QFrame):
    """Popover to choose what the drawing shows.

    Attributes:
        checks: Check box by layer or medium.
        relations: That of all relations together.
    """

    changed = Signal(tuple, tuple)
    """Hidden layers and hidden media, as tuples."""

    def __init__(self, design: Design, layers: Collection[Layer], media: Collection[Medium], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "float")
        self.setAccessibleName("Layers and media")
        self.checks: dict[str, QCheckBox] = {}
        self.relations = QCheckBox(RELATIONS_TITLE, self)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 12, 16, 12)
        down.setSpacing(8)
        down.addWidget(label("Layers and media", "strong", self))
        across = QHBoxLayout()
        across.setSpacing(32)
        links, nodes = media_counts(design), layer_counts(design)
        lines = [(medium, title, links.get(medium, 0)) for medium, title in MEDIA_TITLES.items()]
        cables = [line for line in lines if line[0] not in RELATION_MEDIA]
        relations = [line for line in lines if line[0] in RELATION_MEDIA]
        across.addLayout(self._column("Cables and pipes", cables, set(media), "links"))
        across.addLayout(self._group(relations, set(media)))
        bands = [(layer, LAYER_TITLES[layer], nodes.get(layer, 0)) for layer in LAYERS]
        across.addLayout(self._column("Layers", bands, set(layers), "nodes"))
        down.addLayout(across)
        down.addWidget(line(self))
        foot = QHBoxLayout()
        self._words = label("", "caption", self)
        foot.addWidget(self._words, 1)
        self.all = push_button("Show all", self, self.show_all, name="Show all layers and media")
        foot.addWidget(self.all)
        down.addLayout(foot)
        self._tell()

    def _group(self, rows: Sequence[tuple[str, str, int]], hidden: Collection[str]) -> QGridLayout:
        """The relations under one check that shows or hides them all."""
        grid = self._column("", rows, hidden, "relations")
        self.relations.setAccessibleName(f"Show {RELATIONS_TITLE}: {sum(row[2] for row in rows):,} relations")
        self.relations.setTristate(True)
        self.relations.clicked.connect(self._all_relations)
        grid.addWidget(self.relations, 0, 0, 1, 2)
        self._show_group()
        return grid

    def _all_relations(self) -> None:
        """Show all relations, or where all are shown already hide them."""
        group = [self.checks[medium] for medium in RELATION_MEDIA]
        wanted = not all(check.isChecked() for check in group)
        for check in group:
            check.blockSignals(True)
            check.setChecked(wanted)
            check.blockSignals(False)
        self._toggled("", wanted)

    def _show_group(self) -> None:
        """The check of the group says whether all, some or none of the relations are shown."""
        shown = sum(self.checks[medium].isChecked() for medium in RELATION_MEDIA)
        every = len(RELATION_MEDIA)
        state = Qt.CheckState.Checked if shown == every else Qt.CheckState.PartiallyChecked
        self.relations.setCheckState(state if shown else Qt.CheckState.Unchecked)

    def _column(
        self, title: str, rows: Sequence[tuple[str, str, int]], hidden: Collection[str], counted: str
    ) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        if title:
            grid.addWidget(label(title, "section", self), 0, 0, 1, 2)
        for row, (name, words, count) in enumerate(rows, start=1):
            named = f"Show {words}: {count:,} {counted}"
            check = check_box(words, self, partial(self._toggled, name), checked=name not in hidden, name=named)
            number = label(f"{count:,}" if count else "–", "caption", self)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(check, row, 0)
            grid.addWidget(number, row, 1)
            self.checks[name] = check
        grid.setRowStretch(len(rows) + 1, 1)
        return grid

    @property
    def hidden_layers(self) -> tuple[Layer, ...]:
        """Layers without a tick."""
        return tuple(layer for layer in LAYERS if not self.checks[layer].isChecked())

    @property
    def hidden_media(self) -> tuple[Medium, ...]:
        """Media without a tick."""
        return tuple(medium for medium in MEDIA_TITLES if not self.checks[medium].isChecked())

    def show_all(self) -> None:
        """Tick everything."""
        for check in self.checks.values():
            check.blockSignals(True)
            check.setChecked(True)
            check.blockSignals(False)
        self._toggled("", True)

    def open_at(self, place: QPoint) -> None:
        """Open with the corner at PLACE on the screen, moved so that all of it is on the screen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        x = max(min(place.x(), room.right() - self.width()), room.left())
        y = max(min(place.y(), room.bottom() - self.height()), room.top())
        self.move(x, y)
        self.show()
        next(iter(self.checks.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    def _toggled(self, name: str, checked: bool) -> None:
        self._tell()
        self.changed.emit(self.hidden_layers, self.hidden_media)

    def _tell(self) -> None:
        self._show_group()
        words = hidden_words(self.hidden_layers, self.hidden_media)
        self._words.setText(words or "Everything is shown.")
        self.all.setEnabled(bool(words))
