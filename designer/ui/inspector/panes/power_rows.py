"""Rows of power equipment in the inspector: its load, its losses, and of a UPS its battery and bypass."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from designer.analysis.power.records import PlantResult
from designer.analysis.quantities import fact_of
from designer.edit.nodes.nodes import set_fact
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure_text import figure_text, number_text, percent_text
from designer.model.figures.typed_arithmetic import Typed
from designer.model.kinds import FACTS
from designer.ui.app.document import Document
from designer.ui.app.headline import load_tone
from designer.ui.inspector.section import Section
from designer.ui.widgets.fields import Choice, EditLine, Form

_BATTERY = ("battery_min", "battery_kwh")
_UNSAID = "-"
_BYPASS = ((_UNSAID, "Not said"), ("1", "It has one"), ("0", "It has none"))


class BatteryFields(QObject):
    """Battery time, battery energy and bypass of a UPS, in the inspector's form."""

    def __init__(
        self,
        document: Document,
        node_id: str,
        form: Form,
        section: Section,
        read: Callable[[EditLine, str, str, str], Typed | None],
    ) -> None:
        super().__init__(section)
        self._document, self._node_id, self._section, self._read = document, node_id, section, read
        self.fields: dict[str, EditLine] = {}
        for name in _BATTERY:
            kind = FACTS[name]
            field = EditLine(kind.title, form, entered=partial(self._set, name))
            form.add(kind.title, field, unit=kind.unit, help_text=kind.help)
            self.fields[name] = field
        self.bypass = Choice("Bypass", form, chosen=self._set_bypass)
        form.add(
            "Bypass",
            self.bypass,
            help_text="Whether raw mains passes on when the UPS itself fails, by a static or maintenance bypass.",
        )
        self.refresh()

    def refresh(self) -> None:
        """Show the present values."""
        design = self._document.design
        node = design.nodes.get(self._node_id)
        if node is None:
            return
        part = design.part_of(node)
        for name, field in self.fields.items():
            own = node.facts.get(name)
            stated = part.facts.get(name) if part else None
            field.show_value("" if own is None else number_text(own, 9).replace("\u202f", ""))
            field.setPlaceholderText("not set" if stated is None or stated.value is None else number_text(stated.value))
        # Three states: unsaid is not the same as without.
        said = fact_of(design, node, "bypass").value
        self.bypass.show_choices(_BYPASS, _UNSAID if said is None else "1" if said >= 0.5 else "0")

    def _set(self, name: str, text: str) -> None:
        field, kind = self.fields[name], FACTS[name]
        typed = self._read(field, text, kind.unit, kind.title) if text else None
        if typed is None and text:
            return

        def make(design: Design) -> ChangeSet:
            now = fact_of(design, design.nodes[self._node_id], name).value
            return set_fact(design, self._node_id, name, typed.value(now) if typed else None)

        self._section.attempt(field, make)

    def _set_bypass(self, value: str) -> None:
        said = None if value == _UNSAID else float(value)
        self._section.attempt(self.bypass, partial(set_fact, node_id=self._node_id, fact="bypass", value=said))


def show_power(section: Section, plant: PlantResult | None, node_id: str) -> None:
    """Show what the power chain says of the fullest copy of a node: rows of SECTION, hidden where it says nothing."""
    element = plant.elements.get(node_id) if plant else None
    # A device has its draw elsewhere; these rows are of what feeds others.
    stage = element if element is not None and not element.device else None
    section.show_row("Carries, maximum", stage.load_max_w if stage else None)
    section.show_row("May carry", stage.capacity_w if stage and stage.capacity_w.known else None)
    row = section.row("How full")
    full = stage.utilisation if stage and stage.utilisation.known else None
    row.setVisible(full is not None)
    if full is not None and full.value is not None:
        row.show_words(percent_text(full.value), "of what it may", full, load_tone(full.value))
    phases = section.row("Load of its phases")
    phases.setVisible(bool(stage and stage.phases_w))
    if stage and stage.phases_w:
        words = " · ".join(figure_text(one, ranged=False) for one in stage.phases_w)
        phases.show_words(words, "", stage.imbalance)
    section.show_row("Losses, all copies", stage.losses_w if stage and stage.losses_w.value else None)
    section.show_row("Battery at this load", stage.battery_min if stage else None)
