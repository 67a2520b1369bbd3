"""The inspector of a workload: what is asked of it, by choices and facts, and what comes of it."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from designer.analysis.workloads.results import WorkloadsResult
from designer.edit.nodes.nodes import set_choice, set_fact
from designer.model.assumptions.table import assumed
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.figures.figure_text import NARROW_SPACE, number_text
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.kinds import KINDS
from designer.model.money.conversion import in_currency
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.model.wording import listed
from designer.model.workloads.asked_facts import ASKED_FACTS, AskedFact, facts_asked, facts_missing
from designer.model.workloads.choices import ChoiceKind, choices_for
from designer.ui.app.document import Document
from designer.ui.catalog.part_choice_dialog import PartChoiceDialog
from designer.ui.inspector.effective_values import fact_asked_now
from designer.ui.inspector.panes.workload_rows import ResultRow, Told, told_of
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, EditLine, Form, label
from designer.ui.widgets.figure_row import FigureRow

NOT_SET: Final = "not set"


def is_asked(kind: str) -> bool:
    """Return True when nodes of KIND are asked anything about their work."""
    return kind in ASKED_FACTS or bool(choices_for(kind))


class WorkloadAsked(QWidget):
    """Choices and facts of one node, in the order of a form; each edit is one step back."""

    attempted = Signal(QWidget, object)
    """A control and what makes its ChangeSet."""

    refused = Signal(QWidget, Exception)
    """A control and why its input cannot be read."""

    def __init__(self, document: Document, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._node_id = node_id
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        self.form = Form(self, label_width=100)
        down.addWidget(self.form)
        self.choices: dict[str, Choice] = {}
        self.texts: dict[str, EditLine] = {}
        self.parts: dict[str, QPushButton] = {}
        self.facts: dict[str, EditLine] = {}
        node = document.design.nodes[node_id]
        for kind in choices_for(node.kind):
            self._add_choice(kind)
        for asked in ASKED_FACTS.get(node.kind, ()):
            self._add_fact(asked)
        self.refresh()

    def _add_choice(self, kind: ChoiceKind) -> None:
        if kind.part_kind:
            button = push_button("", self, partial(self._pick, kind.name), name=kind.title)
            self.parts[kind.name] = button
            self.form.add(kind.title, button, help_text=kind.help)
        elif kind.options:
            choice = Choice(kind.title, self, chosen=partial(self._set_choice, kind.name))
            self.choices[kind.name] = choice
            self.form.add(kind.title, choice, help_text=kind.help)
        else:
            field = EditLine(kind.title, self, entered=partial(self._set_choice, kind.name))
            field.setPlaceholderText(kind.unset or NOT_SET)
            self.texts[kind.name] = field
            self.form.add(kind.title, field, help_text=kind.help)

    def _add_fact(self, asked: AskedFact) -> None:
        field = EditLine(asked.title, self, entered=partial(self._set_fact, asked))
        field.setProperty("fact", asked.name)
        self.facts[asked.name] = field
        self.form.add(asked.title, field, unit=asked.unit, help_text=asked.words)

    def refresh(self) -> None:
        """Show the present values."""
        design = self._document.design
        node = design.nodes.get(self._node_id)
        if node is None:
            return
        for kind in choices_for(node.kind):
            value = node.choices.get(kind.name, "")
            if kind.name in self.choices:
                self.choices[kind.name].show_choices(kind.options, value or kind.default)
            elif kind.name in self.texts:
                self.texts[kind.name].show_value(value)
            else:
                part = design.parts.get(value)
                self.parts[kind.name].setText(part.name if part else value or f"Choose a {kind.title.lower()}…")
        # Some questions only make sense with others answered, and have a row only then.
        shown = {asked.name for asked in facts_asked(node)}
        part = design.part_of(node)
        for asked in ASKED_FACTS.get(node.kind, ()):
            field = self.facts[asked.name]
            own = node.facts.get(asked.name)
            field.show_value("" if own is None else number_text(own, 9).replace(NARROW_SPACE, " "))
            field.setPlaceholderText(placeholder(design, part, asked))
            if asked.when is not None:
                self.form.show_row(field, asked.name in shown)

    def _set_choice(self, name: str, value: str) -> None:
        control = self.choices.get(name) or self.texts.get(name) or self.parts[name]
        library = self._document.library
        self.attempted.emit(
            control, partial(set_choice, library=library, node_id=self._node_id, choice=name, value=value)
        )

    def _pick(self, name: str) -> None:
        kind = next(kind for kind in choices_for(self._document.design.nodes[self._node_id].kind) if kind.name == name)
        present = self._document.design.nodes[self._node_id].choices.get(name, "")
        choose = partial(self._set_choice, name)
        PartChoiceDialog(self._document, kind.part_kind, present, self, chosen=choose).open()

    def _set_fact(self, asked: AskedFact, text: str) -> None:
        field = self.facts[asked.name]
        try:
            typed = read_typed(text, asked.unit, asked.title, share=asked.share) if text else None
        except RefusedInput as problem:
            self.refused.emit(field, problem)
            return

        def make(design: Design) -> ChangeSet:
            present = fact_asked_now(design, design.nodes[self._node_id], asked)
            return set_fact(design, self._node_id, asked.name, typed.value(present) if typed else None)

        self.attempted.emit(field, make)


class WorkloadTold(QWidget):
    """Results of a workload: rows of figures, and one line on what is missing."""

    asked = Signal(str, object)
    """Title and figure whose "Why?" is wanted."""

    def __init__(self, document: Document, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._node_id = node_id
        self.rows: dict[str, FigureRow] = {}
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(8)
        self.words = label("", "caption", self, wraps=True)
        self._down.addWidget(self.words)
        self.refresh()

    def refresh(self) -> None:
        """Show the present figures."""
        design = self._document.design
        node = design.nodes.get(self._node_id)
        if node is None:
            return
        results = self._document.results
        workloads = results.workloads if results else None
        told = told_of(workloads, node.kind, node.id) if workloads else Told()
        self.words.setText(words_of(design, node, workloads, told))
        self.words.setVisible(bool(self.words.text()))
        self._show(told.rows)

    def _show(self, rows: tuple[ResultRow, ...]) -> None:
        # With the same titles the rows stay, so that nothing flickers and the keyboard keeps its place.
        if [row.title for row in rows] != list(self.rows):
            for old in self.rows.values():
                self._down.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.rows = {row.title: FigureRow(row.title, self, asked=self.asked) for row in rows}
            for made in self.rows.values():
                self._down.addWidget(made)
        book = self._document.design.settings.prices
        for row in rows:
            figure = in_currency(row.figure, book) if row.figure is not None else None
            if row.words:
                self.rows[row.title].show_words(row.words, row.unit, figure, row.tone)
            else:
                unit = row.unit if figure is not None and figure.known else ""
                self.rows[row.title].show_figure(figure, tone=row.tone, unit=unit)


def placeholder(design: Design, part: Part | None, asked: AskedFact) -> str:
    """Return what an empty field says: what the part states, what is assumed, or that nobody has said it."""
    stated = part.facts.get(asked.name) if part is not None else None
    if stated is not None and stated.value is not None:
        return number_text(stated.value, 6)
    if asked.assumption:
        value = assumed(design, asked.assumption).value
        return f"{number_text(value)} assumed" if value is not None else NOT_SET
    return asked.supposed or NOT_SET


def words_of(design: Design, node: Node, results: WorkloadsResult | None, told: Told) -> str:
    """Return what to fill in or draw, as long as something is missing; else what the analysis has to say."""
    missing = facts_missing(node, design.part_of(node))
    linked = any(node.id in (link.a, link.b) and link.medium in RELATION_MEDIA for link in design.links.values())
    words: list[str] = []
    unpicked = [kind for kind in choices_for(node.kind) if kind.part_kind and not node.choices.get(kind.name)]
    words += [f"Choose a {kind.title.lower()} above." for kind in unpicked]
    if missing:
        titles = listed((asked.title.partition(",")[0].lower() for asked in missing), None)
        words.append(f"Not set yet: {titles}.")
    inside = design.nodes.get(node.parent) if node.parent else None
    if not linked and inside is None and node.kind in KINDS and KINDS[node.kind].link_hint:
        words.append(KINDS[node.kind].link_hint)
    # Reasons of the analysis count only when nothing is left to fill in: they would name the same gap again.
    if not words and told.reason:
        words.append(told.reason)
    if not words and results is not None and not told.rows and node.kind in ASKED_FACTS:
        words.append("Nothing is asked of it yet.")
    return " ".join(words)
