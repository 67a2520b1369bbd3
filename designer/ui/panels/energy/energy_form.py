"""Form of what a year depends on, beside its figures: climate, free cooling, grid, tariff, use, water."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.edit.settings import set_assumption, set_site_choice
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.assumptions.table import ASSUMPTIONS, assumed
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure_text import number_text
from designer.model.figures.number_locale import for_a_field, localised
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from designer.ui.widgets.fields import Choice, EditLine, Form

TITLES: Final = {
    "electricity_usd_per_kwh": ("Price", "$/kWh"),
    "demand_usd_per_kw_month": ("Demand", "$/kW/mo"),
    "grid_kg_per_kwh": ("Carbon", "kg/kWh"),
    "free_cooling_h": ("Free hours", "h/year"),
    "chilled_water_c": ("Cold water", "°C"),
    "typical_load": ("Typical load", ""),
    "utilisation": ("Hours used", ""),
    "idle_share": ("Idle power", ""),
    "pue": ("PUE", ""),
    "wue_l_per_kwh": ("WUE", "L/kWh"),
}
"""Assumptions with the short names and units that fit beside their fields; in the order of the form."""
_WITH_PLANT: Final = frozenset({"free_cooling_h", "chilled_water_c"})
_WITHOUT_PLANT: Final = frozenset({"pue", "wue_l_per_kwh"})


class EnergyForm(QWidget):
    """The choices and assumptions of a year; each entry is one change."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.choices: dict[str, Choice] = {}
        self.fields: dict[str, EditLine] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 8, 8, 12)
        down.setSpacing(0)
        self.form = Form(self, label_width=80, unit_width=50)
        down.addWidget(self.form)
        down.addStretch(1)
        for name, choice in SITE_CHOICES.items():
            if choice.topic != "energy":
                continue
            box = Choice(choice.title, self, chosen=partial(self._choose, name))
            box.show_choices(choice.options, "")
            box.view().setAccessibleName(choice.title)
            self.form.add(choice.title, box, help_text=choice.help)
            self.choices[name] = box
        for name, (title, unit) in TITLES.items():
            item = ASSUMPTIONS[name]
            field = EditLine(item.title, self, entered=partial(self._set, name))
            span = f"{number_text(item.low)} to {number_text(item.high)} {item.unit}".rstrip()
            self.form.add(title, field, unit=unit or " ", help_text=f"{item.title}. {item.reason} Usual: {span}")
            self.fields[name] = field
        self.refresh()

    def refresh(self) -> None:
        """Show the present values; what nothing is drawn for has no row."""
        design = self._document.design
        results = self._document.results
        power = results.power if results else None
        # Free cooling needs chilled water; a drawn plant takes the place of the assumed efficiencies.
        chilled, plant = (power is not None and power.free_cooling_h is not None), bool(power and power.drawn_plant)
        for name, box in self.choices.items():
            box.show_choices(SITE_CHOICES[name].options, design.settings.choices.get(name, ""))
        self.form.show_row(self.choices["climate"], chilled)
        self.form.show_row(self.choices["economizer"], chilled)
        for name, field in self.fields.items():
            own = design.settings.assumptions.get(name)
            field.show_value("" if own is None else for_a_field(number_text(own, 6)))
            supposed = power.free_cooling_h if name == "free_cooling_h" and power else assumed(design, name)
            field.setPlaceholderText(localised(number_text((supposed.value if supposed else None) or 0.0, 4)))
            shown = not (name in _WITH_PLANT and not chilled) and not (name in _WITHOUT_PLANT and plant)
            self.form.show_field(field, shown)

    def _choose(self, name: str, value: str) -> None:
        self._attempt(self.choices[name], partial(set_site_choice, name=name, value=value))

    def _set(self, name: str, text: str) -> None:
        field, item = self.fields[name], ASSUMPTIONS[name]
        try:
            typed = read_typed(text, item.unit, item.title) if text else None
        except RefusedInput as problem:
            self.form.complain(field, str(problem))
            self._document.refused.emit(str(problem))
            field.restore()
            return

        def make(design: Design) -> ChangeSet:
            present = assumed(design, name).value or 0.0
            return set_assumption(design, name, typed.value(present) if typed else None)

        self._attempt(field, make)

    def _attempt(self, control: QWidget, make: Callable[[Design], ChangeSet]) -> None:
        problem = self._document.attempt(make)
        self.form.complain(control, problem)
        if problem and isinstance(control, EditLine):
            control.restore()
        self.refresh()
