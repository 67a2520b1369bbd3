"""Ethernet or InfiniBand: what the other fabric in place of the drawn one would change, told before it is taken."""

from collections.abc import Callable
from functools import partial
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.edit.fabrics.other_protocol import FabricPlan, Replacement, other_fabric, swap_fabric
from designer.edit.fabrics.protocols import PROTOCOL_TITLES, PROTOCOLS, Protocol
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.review.effects.records import SAME_RATE, Effect
from designer.ui.app.document import Document
from designer.ui.explore.effect_previews import EffectPreviews, Preview
from designer.ui.explore.effect_table import EffectTable
from designer.ui.explore.effect_work import find_fabric_effect
from designer.ui.explore.preview_dialog import PreviewDialog
from designer.ui.widgets.buttons import check_box
from designer.ui.widgets.fields import Segments, clear_layout_widgets, label, line
from designer.ui.widgets.screen_room import resize_within_screen

PAUSE_MS: Final = 120
_TOLD: Final = 4


class FabricDialog(PreviewDialog):
    """The protocol at the top, then what takes the place of what, then the figures now and then."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "Ethernet or InfiniBand", PAUSE_MS, parent)
        resize_within_screen(self, 760, 640)
        self.plan: FabricPlan | None = None
        self.effect: Effect | None = None
        self._choices: dict[str, str] = {}
        self._previews = EffectPreviews(document, self, find_fabric_effect)
        self._previews.found.connect(self._show_effect)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(10)
        down.addWidget(label("Put another fabric in place of the drawn one", "title", self))
        self.protocol = Segments(
            "Protocol",
            [(one, PROTOCOL_TITLES[one]) for one in PROTOCOLS],
            _likely(document.design),
            self,
            chosen=self._asked_otherwise,
        )
        down.addWidget(self.protocol, 0, Qt.AlignmentFlag.AlignLeft)
        self.storage = check_box("The storage network too", self, self._asked_otherwise)
        down.addWidget(self.storage)
        self.add_told(down, "What the other fabric would change")
        self._parts_page = QWidget(self)
        self._parts = QGridLayout(self._parts_page)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setHorizontalSpacing(12)
        self._parts.setColumnStretch(1, 1)
        down.addWidget(self._parts_page)
        self.notes = label("", "caption", self, wraps=True)
        down.addWidget(self.notes)
        down.addWidget(line(self))
        self._table = EffectTable("Figures now and with the other fabric", self)
        down.addWidget(self._table, 1)
        self.same_rate = label(SAME_RATE, "caption", self, wraps=True)
        down.addWidget(self.same_rate)
        self.raised = label("", "warn-caption", self, wraps=True)
        self.raised.setAccessibleName("New errors and warnings")
        down.addWidget(self.raised)
        self.add_buttons(down, "Put it in place")
        document.changed.connect(self.wait)
        self.foresee()

    def _asked_otherwise(self, *_: object) -> None:
        self._choices.clear()
        self.foresee()

    @override
    def _foreseen(self, design: Design) -> Callable[[Design], ChangeSet]:
        to, storage = cast("Protocol", self.protocol.value), self.storage.isChecked()
        library, choices = self._document.library, dict(self._choices)
        self.plan = self.effect = None
        self._show_parts(design, None)
        self._show_rows("")
        plan = self.plan = other_fabric(design, library, to, storage=storage, choices=choices)
        self._show_parts(design, plan)
        if plan.edit is None:
            raise RefusedInput(" ".join(plan.problems[:_TOLD]))
        edit = plan.edit
        self.words.setText(f"What {PROTOCOL_TITLES[to]} would change is being worked out …")
        self._previews.ask((to, storage, tuple(sorted(choices.items()))), lambda _: edit)
        return partial(swap_fabric, library=library, to=to, storage=storage, choices=choices)

    def _show_parts(self, design: Design, plan: FabricPlan | None) -> None:
        """One line for each part: how many of it, and a choice of what takes its place."""
        clear_layout_widgets(self._parts_page, lambda _: False)
        self._parts_page.setVisible(plan is not None)
        self.notes.setText("")
        if plan is None:
            return
        after = None if plan.edit is None else plan.edit.applied(design)
        for row, one in enumerate(plan.replaced):
            self._parts.addWidget(label(f"{one.copies:,} × {one.before.name}", "muted", self), row, 0)
            self._parts.addWidget(self._choice(one), row, 1)
            now = sum(after.total_copies(node) for node in one.nodes) if after is not None else 0
            self._parts.addWidget(label(f"{now:,} of it" if now else one.why, "strong", self, wraps=True), row, 2)
        leaving = [f"{design.nodes[one].title} serves the old fabric alone and goes." for one in plan.leaves]
        self.notes.setText(" ".join((*plan.stays, *leaving)))

    def _choice(self, one: Replacement) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(f"What takes the place of {one.before.name}")
        parts = self._document.library.parts
        offered = ([one.after.id] if one.after is not None else []) + [part for part in one.others if part in parts]
        for part_id in offered:
            box.addItem(parts[part_id].name, part_id)
        box.setEnabled(len(offered) > 1)
        box.activated.connect(partial(self._chosen, one.before.id, box))
        return box

    def _chosen(self, before: str, box: QComboBox, *_: object) -> None:
        self._choices[before] = str(box.currentData())
        self.foresee()

    def _show_effect(self, preview: Preview) -> None:
        self.effect = preview.effect
        self._show_rows("", preview.effect)

    def _show_rows(self, words: str, effect: Effect | None = None) -> None:
        """The figures of EFFECT, and its one line."""
        self._table.clear()
        self.raised.setText("" if effect is None else " ".join(effect.raised[:_TOLD]))
        self.raised.setVisible(bool(self.raised.text()))
        if effect is None:
            self.words.setText(words)
            return
        self.words.setText(effect.words)
        self._table.show_effect(effect, PROTOCOL_TITLES[cast("Protocol", self.protocol.value)])


def _likely(design: Design) -> Protocol:
    """The protocol that the fabric does not speak yet: Ethernet unless its switches speak that alone."""
    for link in design.links.values():
        if link.medium != "fabric":
            continue
        for end in (link.a, link.b):
            groups = design.ports_of(design.nodes[end]) if end in design.nodes else ()
            # Only switches and hosts that speak one protocol alone decide; the first such end tells.
            spoken = {one for group in groups if "fabric" in group.media for one in group.protocols}
            if spoken == {"ethernet"}:
                return "infiniband"
            if spoken == {"infiniband"}:
                return "ethernet"
    return "ethernet"
