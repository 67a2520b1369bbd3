"""Money: growth. The bill over 36 months as usage grows, line by line, and the month in which the machines run out."""

import math
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.money.records import Growth, GrowthLine
from designer.analysis.quantities import fact_of
from designer.edit.nodes.nodes import set_fact
from designer.model.design import Design, Node
from designer.model.figures.figure_text import count_text, number_text, percent_text
from designer.model.figures.number_locale import for_a_field
from designer.model.records import RefusedInput
from designer.model.workloads.asked_facts import ASKED_FACTS
from designer.ui.app.document import Document
from designer.ui.costs.base_page import TOO_EARLY, MoneySheet, splitter
from designer.ui.costs.money_sums import follow
from designer.ui.costs.money_table import MoneyRow, figure_cell
from designer.ui.costs.money_work import MoneyWork
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.charts.chart_frame import ChartFrame
from designer.ui.widgets.charts.line_charts import Area, Scale, StackChart
from designer.ui.widgets.fields import EditLine, label, read_number
from designer.ui.widgets.theme import set_look

MONTHS: Final = 36
FACT: Final = "growth_per_month"
NO_APPLICATION: Final = (
    "Nothing is asked for yet: place an application, say how many users it has, and link it to an engine or a model "
    "API; then the bill of the months to come appears here."
)


def growing_nodes(design: Design) -> tuple[Node, ...]:
    """The nodes that say how their users grow."""
    kinds = {kind for kind, facts in ASKED_FACTS.items() if any(fact.name == FACT for fact in facts)}
    return tuple(node for node in design.nodes_in_order() if node.kind in kinds)


class GrowthSheet(MoneySheet):
    """Stacked chart and table of the months to come; the growth is a what-if until it is kept."""

    title = "Growth"

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, "The bill of a month as usage grows", parent)
        self.rate: float | None = None
        self.found: Growth | None = None
        self._sums = MoneyWork(self, answered=self._take, failed=self._complain, busy=self.busy)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 12, 0, 0)
        down.setSpacing(8)
        down.addLayout(self._make_head())
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        self.sentence = label("", "title", self, wraps=True)
        down.addWidget(self.sentence)
        self.stack = StackChart("A month, line by line", self)
        self.stack.setMinimumHeight(160)
        below = QWidget(self)
        stacked = QVBoxLayout(below)
        stacked.setContentsMargins(0, 8, 0, 0)
        stacked.setSpacing(4)
        stacked.addWidget(self.table, 1)
        self.notes = label("", "caption", below, wraps=True)
        stacked.addWidget(self.notes)
        down.addWidget(splitter(self.stack, below, self), 1)

    def _make_head(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(8)
        caption = label("Users grow by", "muted", self)
        self.field = EditLine("Growth in a month, percent", self, entered=self._enter)
        self.field.setFixedWidth(72)
        caption.setBuddy(self.field)
        across.addWidget(caption)
        across.addWidget(self.field)
        across.addWidget(label("% a month", "muted", self))
        self.keep_button = push_button(
            "Keep", self, self.keep, name="Keep this growth in the design", takes_enter=False
        )
        self.back_button = push_button(
            "As designed", self, self.take_back, name="Take the growth of the design again", takes_enter=False
        )
        across.addWidget(self.keep_button)
        across.addWidget(self.back_button)
        self.standing = label("", "muted", self)
        across.addWidget(self.standing)
        across.addStretch(1)
        return across

    @property
    @override
    def charts(self) -> tuple[ChartFrame, ...]:
        return (self.stack,)

    @override
    def start(self) -> None:
        if self.field.isEnabled():
            self.field.setFocus()
            self.field.selectAll()
        else:
            self.table.setFocus()

    # What if --------------------------------------------------------------------------------------------------------

    def _enter(self, text: str) -> None:
        try:
            rate = read_number(text.removesuffix("%"), "Growth") / 100
            _with_rate(self.document.design, rate)
        except RefusedInput as problem:
            self._complain(str(problem))
            return
        self._complain("")
        self.rate = rate
        self.refresh()

    def keep(self) -> None:
        """Make the growth that is looked at that of the design: one edit, undone at once."""
        rate = self.rate
        if rate is None:
            return
        for place, node in enumerate(growing_nodes(self.document.design)):
            edit = partial(set_fact, node_id=node.id, fact=FACT, value=rate)
            problem = self.document.attempt(edit, joins_last=place > 0)
            if problem:
                self._complain(problem)
                return
        self.rate = None
        self._show_head()

    def take_back(self) -> None:
        """Look at the design's own growth again."""
        self.rate = None
        self._complain("")
        self.field.restore()
        self.refresh()

    def _complain(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        set_look(self.field, "problem" if problem else "")

    # What comes of it -----------------------------------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        document = self.document
        results, design = document.results, document.design
        if results is None or results.cost is None or results.workloads is None:
            self._take(None)
        elif document.fresh:
            if self.rate is not None:
                design = _with_rate(design, self.rate)
            self._show_head()
            self._sums.ask(design, follow, design, results, MONTHS)

    def _take(self, found: Growth | None) -> None:
        self.found = found
        self._show_head()
        self._show_found()

    def _show_head(self) -> None:
        design = self.document.design
        nodes = growing_nodes(design)
        own = [fact_of(design, node, FACT).value for node in nodes]
        said = sorted({value for value in own if value is not None})
        self.field.setEnabled(bool(nodes))
        # One rate is shown where all say the same; a rate that is tried here counts before the design's.
        rate = self.rate if self.rate is not None else said[0] if len(said) == 1 else None
        self.field.show_value("" if rate is None else for_a_field(number_text(rate * 100)))
        self.field.setPlaceholderText("mixed" if len(said) > 1 else "0")
        # Only a rate that differs from the design is a what-if that can be kept or taken back.
        what_if = self.rate is not None and set(own) != {self.rate}
        self.keep_button.setEnabled(what_if)
        self.back_button.setEnabled(what_if)
        designed = " and ".join(percent_text(value) for value in said[:3]) or "nothing"
        present = "As the design says." if said else "The design says nothing: type what if."
        self.standing.setText("" if not nodes else f"What if; the design says {designed}." if what_if else present)

    def _show_found(self) -> None:
        found = self.found
        lines = [line for line in found.lines if _holds(line)] if found else []
        asked = found is not None and any(found.requests_per_month)
        self.sentence.setText(found.words if found and asked else "")
        self.sentence.setVisible(bool(self.sentence.text()))
        notes = " ".join(found.notes) if found and asked else ""
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        if found is None or not asked or not lines:
            self.stack.show_areas(
                "A month, line by line",
                TOO_EARLY if found is None else NO_APPLICATION,
                (),
                (),
                Scale("", str),
                Scale("", str),
            )
            self.show_table(("Line",), ())
            self.chart_changed.emit()
            return
        areas = [Area(line.name, place, self.amounts(line.usd_per_month)) for place, line in enumerate(lines)]
        moment = None
        if found.runs_out is not None:
            moment = (float(found.runs_out), f"Month {found.runs_out}: capacity runs out")
        self.stack.show_areas(
            f"What a month costs over {found.months[-1]} months, line by line",
            self._words(found),
            found.months,
            areas,
            Scale("Months from now", number_text, every=6),
            Scale("", self.writer()),
            moment,
        )
        self._show_table(found, lines)
        self.chart_changed.emit()

    def _words(self, found: Growth) -> str:
        marks = ", ".join(
            f"month {month} {self.cell(figure, '').text}" for month, figure in sorted(found.total.items())
        )
        return f"{found.words} A month costs: {marks}."

    def _show_table(self, found: Growth, lines: list[GrowthLine]) -> None:
        marks = sorted(found.total)
        rows = [
            MoneyRow(
                f"line {place}",
                line.name,
                tuple(self.cell(line.at.get(month), f"month {month}") for month in marks),
                place,
            )
            for place, line in enumerate(lines)
        ]
        rows.append(
            MoneyRow(
                "total", "A month together", tuple(self.cell(found.total[m], f"month {m}") for m in marks), strong=True
            )
        )
        for key, title, figures in (
            ("requests", "Requests a month", found.requests),
            ("needed", f"GPUs needed, of {count_text(found.accelerators_drawn.value or 0)}", found.accelerators_needed),
        ):
            cells = tuple(figure_cell(figures.get(m), f"month {m}", ranged=False) for m in marks)
            rows.append(MoneyRow(key, title, cells))
        self.show_table(["Line", *("Today" if month == 0 else f"Month {month}" for month in marks)], rows)


def _holds(line: GrowthLine) -> bool:
    return any(not math.isnan(value) and value for value in line.usd_per_month) or any(
        figure.value is None for figure in line.at.values()
    )


def _with_rate(design: Design, rate: float) -> Design:
    """DESIGN with the users of every application growing by RATE a month.

    Raises:
        RefusedInput: it is not allowed.
    """
    for node in growing_nodes(design):
        design = set_fact(design, node.id, FACT, rate).applied(design)
    return design
