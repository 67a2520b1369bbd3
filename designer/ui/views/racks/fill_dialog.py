"""Filling racks by a rule: so many of each part from the bottom or the top, with the rack as it will be beside it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.racks.elevations import draw_racks
from designer.edit.racks.rack_fill import FillLine, FillRule, fill_by_rule, rule_words
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import ACCESSORY, KINDS, RACK_POWER, RACKS, TOP_OF_RACK
from designer.model.rooms.rack_slots import CABLE_MANAGER, takes_place
from designer.paint.racks.elevations import RackPainter
from designer.ui.app.document import Document
from designer.ui.explore.preview_dialog import PreviewDialog
from designer.ui.widgets.buttons import check_box
from designer.ui.widgets.fields import Choice, EditLine, label, read_count
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.theme import ink

LINES: Final = 4
PAUSE_MS: Final = 200
PANEL: Final = "generic/blanking-panel-1u"
_ENDS: Final = (("bottom", "from the bottom"), ("top", "from the top"))


class RackPreview(QWidget):
    """The front of one rack, small."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._design: Design | None = None
        self._rack = ""
        self.setMinimumSize(250, 400)
        self.setAccessibleName("The rack as it will be")

    def show_rack(self, design: Design, rack: str) -> None:
        """Show RACK as it is in DESIGN."""
        self._design, self._rack = design, rack
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, 440)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink("canvas"))
        if self._design is not None and self._rack in self._design.nodes:
            drawing = draw_racks(self._design, [self._rack], faces="front")
            bounds = drawing.bounds
            scale = min((self.width() - 16) / bounds.width, (self.height() - 16) / bounds.height)
            painter.translate((self.width() - bounds.width * scale) / 2, 8)
            painter.scale(scale, scale)
            RackPainter(self._design, max(scale, 0.5), least_px=9.0 / scale).paint(painter, drawing, bounds)
        painter.end()


class RackFillDialog(PreviewDialog):
    """Lines of the rule on the left, the first rack on the right."""

    def __init__(self, document: Document, racks: list[str], parent: QWidget | None = None) -> None:
        super().__init__(document, "Fill racks by a rule", PAUSE_MS, parent)
        self._racks = racks
        design = document.design
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 20, 24, 16)
        across.setSpacing(24)
        left = QWidget(self)
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        names = design.nodes[racks[0]].title if len(racks) == 1 else f"{len(racks)} racks"
        down.addWidget(label(f"Fill {names}", "title", left))
        down.addWidget(
            label(
                "What the racks hold is taken first, then what stands in no rack; the rest is placed anew.",
                "muted",
                left,
                wraps=True,
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for column, title in enumerate(("Number", "Device", "Where", "Gap, U")):
            grid.addWidget(label(title, "caption", left), 0, column)
        self._choices = _parts(document)
        self.rows: list[tuple[EditLine, Choice, Choice, EditLine]] = []
        defaults = _defaults(design, racks[0])
        for number in range(LINES):
            self.rows.append(self._line(grid, number + 1, defaults[number] if number < len(defaults) else None, left))
        down.addLayout(grid)
        self.blanking = check_box("Close what stays free with blanking panels", left, self.wait)
        down.addWidget(self.blanking)
        self.add_told(down, "The rule in words")
        down.addStretch(1)
        self.add_buttons(down, "Fill")
        across.addWidget(left, 1)
        self.preview = RackPreview(self)
        across.addWidget(self.preview)
        resize_within_screen(self, 820, 500)
        self.foresee()

    def _line(
        self, grid: QGridLayout, number: int, line: FillLine | None, parent: QWidget
    ) -> tuple[EditLine, Choice, Choice, EditLine]:
        count = EditLine(f"Number, line {number}", parent)
        count.setFixedWidth(56)
        count.show_value(str(line.count) if line else "")
        part = Choice(f"Device, line {number}", parent)
        part.show_choices((("", "–"), *self._choices), line.part if line else "")
        end = Choice(f"Where, line {number}", parent)
        end.show_choices(_ENDS, line.end if line else "bottom")
        end.setMinimumWidth(148)
        gap = EditLine(f"Gap in units, line {number}", parent)
        gap.setFixedWidth(56)
        gap.show_value("0")
        for column, widget in enumerate((count, part, end, gap)):
            grid.addWidget(widget, number, column)
        grid.setColumnStretch(1, 1)
        count.textEdited.connect(self.wait)
        gap.textEdited.connect(self.wait)
        part.chosen.connect(self.wait)
        end.chosen.connect(self.wait)
        return count, part, end, gap

    def rule(self) -> FillRule:
        """The rule as it is typed.

        Raises:
            RefusedInput: a number cannot be read.
        """
        lines: list[FillLine] = []
        for count, part, end, gap in self.rows:
            chosen = str(part.currentData() or "")
            if not chosen:
                continue
            lines.append(
                FillLine(
                    part=chosen,
                    count=read_count(count.text(), "The number in a rack"),
                    end="top" if end.currentData() == "top" else "bottom",
                    gap_u=read_count(gap.text() or "0", "The gap in units"),
                )
            )
        return FillRule(lines=tuple(lines), blanking=PANEL if self.blanking.isChecked() else "")

    @override
    def _foreseen(self, design: Design) -> Callable[[Design], ChangeSet]:
        self.preview.show_rack(design, self._racks[0])
        rule = self.rule()
        after = self._made(design, rule).applied(design)
        new = sum(after.total_copies(n) for n in after.nodes if after.nodes[n].part)
        old = sum(design.total_copies(n) for n in design.nodes if design.nodes[n].part)
        more = f"; {new - old:,} new devices and panels" if new > old else ""
        self.words.setText(f"Each rack: {rule_words(rule, dict(self._choices))}{more}.")
        self.preview.show_rack(after, self._racks[0])
        return partial(self._made, rule=rule)

    def _made(self, design: Design, rule: FillRule) -> ChangeSet:
        return fill_by_rule(design, self._document.library, self._racks, rule)


def _parts(document: Document) -> list[tuple[str, str]]:
    """Parts of the design that go into racks, then cable managers of the catalog."""
    found: dict[str, str] = {}
    for node in document.design.nodes_in_order():
        part = document.design.part_of(node)
        if part is not None and takes_place(node):
            found.setdefault(part.id, part.name)
    for part in document.library.parts.values():
        if part.kind == ACCESSORY and CABLE_MANAGER in part.tags:
            found.setdefault(part.id, part.name)
    return list(found.items())


def _defaults(design: Design, rack: str) -> list[FillLine]:
    """Return what the rack holds, servers first; of an empty one, the first server and switch in no rack."""
    inside = [
        n
        for n in design.nodes_in_order()
        if n.parent == rack and n.part and takes_place(n) and n.kind not in RACK_POWER
    ]
    if not inside:
        # An empty rack starts with the first server and switch that are in no rack yet.
        free = [
            n
            for n in design.nodes_in_order()
            if n.part
            and takes_place(n)
            and KINDS[n.kind].role in {"host", "switch", "storage"}
            and (n.parent is None or design.nodes[n.parent].kind not in RACKS)
        ]
        inside = free[:2]
    counts: dict[str, int] = {}
    top: dict[str, bool] = {}
    for node in inside:
        part = node.part or ""
        counts[part] = counts.get(part, 0) + (node.copies if node.parent == rack else 1)
        top[part] = node.kind in TOP_OF_RACK
    # Bottom first, top last, in the order in which the form fills.
    ordered = sorted(counts, key=lambda part: top[part])
    return [FillLine(part=p, count=min(counts[p], 40), end="top" if top[p] else "bottom") for p in ordered][:LINES]
