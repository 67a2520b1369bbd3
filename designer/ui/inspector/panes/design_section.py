"""The inspector of the design itself: name, what it was made with, every assumption."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from designer.edit.settings import set_assumption, set_name
from designer.edit.templates.regenerate import made_with_parameters
from designer.edit.templates.templates import TEMPLATES
from designer.model.assumptions.table import ASSUMPTIONS
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure_text import count_text, number_text
from designer.model.figures.number_locale import for_a_field, localised
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.money.conversion import in_currency
from designer.review.headline_figures import headline_values
from designer.ui.app.document import Document
from designer.ui.inspector.panes.workload_rows import DESIGN_TITLES, design_rows
from designer.ui.inspector.section import Section
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import EditLine, Form, label
from designer.ui.widgets.laid_out_once import laid_out_once
from designer.ui.widgets.part_words import LAYER_TITLES
from designer.ui.widgets.timers import every

LONGEST_UNIT: Final = 5
A_TURN: Final = 12
"""So many fields are made at a time: a few milliseconds."""
BETWEEN_MS: Final = 30
"""Between the times, so that what is in sight is painted and the first keys are taken before the fields below it."""


class DesignSection(Section):
    """Shown when nothing is selected."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.set_icon("settings")
        self.name = EditLine("Name of the design", self, entered=self._set_name)
        self.form.add("Name", self.name)
        self.parameters = push_button(
            "Change its parameters…",
            self,
            partial(self.wanted.emit, "arrange.regenerate"),
            name="Change the parameters of the generator that made this design",
        )
        self.down.addWidget(self.parameters)
        self.heading("What it comes to", "click a figure to see why")
        self.refresh_rows()
        self.heading("Assumptions")
        self.down.addWidget(
            label(
                "What is supposed where the drawing does not say. Yours count over ours; empty goes back.",
                "caption",
                self,
                wraps=True,
            )
        )
        self._assumptions: dict[str, EditLine] = {}
        self._assumed_of: Mapping[str, float] | None = None
        self._assumed = Form(self, label_width=100, unit_width=36)
        self.down.addWidget(self._assumed)
        # Most of them lie far below: a few at a time, so that the top is there at once.
        self._next = every(self, BETWEEN_MS, self._add_some)
        self.refresh()
        self.down.addStretch(1)

    @property
    def assumptions(self) -> Mapping[str, EditLine]:
        """The field of each assumption by its name, all of them."""
        self._add_assumptions(len(ASSUMPTIONS))
        return self._assumptions

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if len(self._assumptions) < len(ASSUMPTIONS):
            self._next.start()

    def _add_some(self) -> None:
        self._add_assumptions(A_TURN)

    def _add_assumptions(self, most: int) -> None:
        """Add a row for each of the next MOST assumptions."""
        with self._assumed.adding():
            for item in list(ASSUMPTIONS.values())[len(self._assumptions) :][:most]:
                field = EditLine(item.title, self._assumed, entered=partial(self._set_assumption, item.name))
                span = f"{number_text(item.low)} to {number_text(item.high)}"
                # A long unit stands with the name: beside the field it would leave no room for the number.
                long = len(item.unit) > LONGEST_UNIT
                self._assumed.add(
                    f"{item.title}, {item.unit}" if long else item.title,
                    field,
                    unit=(not long and item.unit) or " ",
                    help_text=f"{item.reason} Usual: {span} {item.unit}",
                )
                self._assumptions[item.name] = field
                self._show_assumption(item.name)
        if len(self._assumptions) == len(ASSUMPTIONS):
            self._next.stop()

    def refresh_rows(self) -> None:
        """Show the totals."""
        with laid_out_once(self.down):
            self._show_totals()

    def _show_totals(self) -> None:
        results, counts = self.document.results, self.document.counts
        nodes = self.row("Placed")
        nodes.show_words(count_text(counts.nodes), "parts")
        cables = self.row("Cables")
        cables.show_words(count_text(counts.cables))
        self._show_demand()
        for told, figure in headline_values("inspector", results, self.document.design.settings.prices):
            self.show_row(told.caption, figure)

    def _show_demand(self) -> None:
        """Show what the design comes to under its demand; no row where nobody asks anything."""
        results, design = self.document.results, self.document.design
        workloads = results.workloads if results else None
        asked = workloads is not None and workloads.requests_per_month.value
        titles = {node.id: node.title for node in design.nodes.values()} if asked else {}
        told = design_rows(workloads, titles, LAYER_TITLES) if workloads else ()
        rows = {row.title: row for row in told}
        for title in DESIGN_TITLES:
            shown = self.row(title)
            shown.setVisible(title in rows)
            if title in rows:
                row = rows[title]
                figure = in_currency(row.figure, design.settings.prices) if row.figure is not None else None
                if row.words:
                    shown.show_words(row.words, row.unit, figure, row.tone)
                else:
                    shown.show_figure(figure, tone=row.tone, unit=row.unit)

    def refresh(self) -> None:
        """Show the present values."""
        settings = self.document.design.settings
        self.title.setText(settings.name)
        template = TEMPLATES.get(settings.made_by)
        made = f"Made from {template.title}" if template and settings.parameters else "Drawn by hand"
        if template and settings.parameters:
            titles = {parameter.name: parameter.title for parameter in template.parameters}
            made += ": " + " · ".join(
                f"{titles.get(name, name.replace('_', ' '))}\N{NO-BREAK SPACE}{value}"
                for name, value in settings.parameters.items()
            )
        self.subtitle.setText(made)
        self.parameters.setVisible(made_with_parameters(self.document.design))
        self.name.show_value(settings.name)
        self.refresh_rows()
        # Many rows, and rarely touched: laid out again only when one of the assumptions is another.
        if settings.assumptions != self._assumed_of:
            self._assumed_of = settings.assumptions
            for name in self._assumptions:
                self._show_assumption(name)

    def refresh_values(self) -> None:
        """Show the totals alone: an analysis changes no field."""
        self.refresh_rows()

    def _show_assumption(self, name: str) -> None:
        own = self.document.design.settings.assumptions.get(name)
        self._assumptions[name].show_value("" if own is None else for_a_field(number_text(own, 6)))
        self._assumptions[name].setPlaceholderText(localised(number_text(ASSUMPTIONS[name].default, 4)))

    def _set_name(self, text: str) -> None:
        self.attempt(self.name, partial(set_name, name=text))

    def _set_assumption(self, name: str, text: str) -> None:
        field, item = self._assumptions[name], ASSUMPTIONS[name]
        # What was typed may be the present value in other words.
        self._assumed_of = None

        def make(design: Design) -> ChangeSet:
            present = design.settings.assumptions.get(name, item.default)
            typed = read_typed(text, item.unit, item.title) if text else None
            return set_assumption(design, name, typed.value(present) if typed else None)

        self.attempt(field, make)
