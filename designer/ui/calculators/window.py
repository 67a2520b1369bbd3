"""The window of calculators: chosen on the left, asked and answered on the right."""

from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QScrollArea, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from designer.formulas.calculators.ranges import SIGN, Answer
from designer.formulas.calculators.record import Calculator, Input, Output
from designer.model.figures.figure_text import number_text
from designer.model.figures.number_locale import in_english
from designer.model.records import RefusedInput
from designer.model.wording import listed
from designer.plugins.consent import consented
from designer.ui.calculators.work import Known, Worked, all_known, built_in, worked_out
from designer.ui.jobs.in_thread import NewestInThread
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import Choice, Form, label, line_edit
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import after_pause

_OWN: Final = "Plug-in "
_PAUSE_MS: Final = 150
_LABEL_WIDTH: Final = 220
_ABOUT: Final = "Each formula by itself. A number may be a range, 20..30: then the answer is one too."


class _Line(NamedTuple):
    """One line of the answer."""

    output: Output
    answer: Answer


class CalculatorsWindow(QDialog):
    """All calculators, searched and asked.

    Attributes:
        search: What is typed filters the list.
        table: Calculators, those of plug-ins first.
        title: What the chosen one answers.
        form: Its inputs.
        fields: The control of each input, by its name.
        answers: What comes out, as values and ranges.
        problem: Why nothing comes out, or which plug-in is left out.
        facts: Formula, source and where it holds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Calculators")
        resize_within_screen(self, 1040, 680)
        self.chosen: Calculator | None = None
        self.fields: dict[str, QLineEdit | Choice] = {}
        self._asking, self._working = NewestInThread(self), NewestInThread(self)
        self._pause = after_pause(self, _PAUSE_MS, self.work_out)
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(8)
        down.addWidget(label("Calculators", "title", self))
        down.addWidget(label(_ABOUT, "muted", self, wraps=True))
        across = QSplitter(Qt.Orientation.Horizontal, self)
        across.setChildrenCollapsible(False)
        across.addWidget(self._make_list())
        across.addWidget(self._make_sheet())
        across.setSizes([380, 620])
        down.addWidget(across, 1)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.setAccessibleName("What could not be answered")
        down.addWidget(self.problem)
        self._left_out = ""
        self._show(built_in())
        self.search.setFocus()
        # The plug-ins are asked beside the window: it takes a moment, and one may take its time.
        if consented():
            self._asking.start(all_known, self._show)

    def _make_list(self) -> QWidget:
        made = QWidget(self)
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 8, 0)
        self.search = line_edit("Search calculators", made, placeholder="Search", clears=True, changed=self._filter)
        down.addWidget(self.search)
        self.table: RecordTable[Calculator] = RecordTable(
            "Calculators",
            (
                Column("Calculator", lambda one: one.name, width=150, tip=lambda one: one.summary),
                Column("About", lambda one: one.subject, tip=lambda one: one.summary, ink=_subject_ink),
            ),
            made,
        )
        connect_given((self.table.moved, self._choose))
        down.addWidget(self.table, 1)
        return made

    def _make_sheet(self) -> QWidget:
        made = QWidget(self)
        down = QVBoxLayout(made)
        down.setContentsMargins(8, 0, 0, 0)
        down.setSpacing(8)
        self.title = label("", "strong", made, wraps=True)
        down.addWidget(self.title)
        self._room = QScrollArea(made)
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setAccessibleName("Inputs")
        self.form = Form(label_width=_LABEL_WIDTH, unit_width=64)
        down.addWidget(self._room, 3)
        self.answers: RecordTable[_Line] = RecordTable(
            "Answer",
            (
                Column("Answer", lambda one: _caption(one.output)),
                Column("Value", lambda one: _value_text(one.answer), width=150, right=True, sorts=False),
                Column("Range", lambda one: _range_text(one.answer), width=170, right=True, sorts=False),
                Column("Unit", lambda one: one.output.unit, width=80, sorts=False),
            ),
            made,
            sorts=False,
        )
        down.addWidget(self.answers, 2)
        self.hint = label("", "muted", made, wraps=True)
        self.hint.setAccessibleName("What is still to be typed")
        down.addWidget(self.hint)
        self.facts = label("", "muted", made, wraps=True)
        self.facts.setAccessibleName("Formula, source and where it holds")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        down.addWidget(self.facts)
        return made

    def choose(self, name: str) -> None:
        """Go to the calculator NAME."""
        place = next((n for n, one in enumerate(self.table.records.given) if one.name == name), -1)
        self.table.choose(place)

    def work_out(self) -> None:
        """Ask the chosen calculator what comes out of what is typed."""
        self._pause.stop()
        calculator = self.chosen
        if calculator is None:
            return
        try:
            settings = self._settings(calculator)
        except RefusedInput as refusal:
            self.hint.clear()
            self._take(calculator, Worked({}, str(refusal)))
            return
        lacking = [one for one in calculator.inputs if one.required and one.name not in settings]
        if lacking:
            self._working.drop()
            self.answers.show_rows(())
            self.problem.setText(self._left_out)
            self.hint.setText(
                f"The answer appears here once this is typed: {listed([_caption(one) for one in lacking])}."
            )
            return
        self.hint.clear()
        self._working.start(partial(worked_out, calculator, settings), partial(self._take, calculator))

    def _show(self, known: Known) -> None:
        self._left_out = " ".join(known.problems)
        self.problem.setText(self._left_out)
        self.table.show_rows(known.calculators, key=lambda one: one.name)
        if self.table.current() is None and known.calculators:
            self.table.choose(0)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        self.table.records.filter_rows(
            lambda one: all(word in f"{one.name} {one.subject} {one.summary}".casefold() for word in words)
        )

    def _choose(self) -> None:
        calculator = self.table.current()
        if calculator is None or calculator is self.chosen:
            return
        self.chosen = calculator
        self._working.drop()
        self.title.setText(calculator.summary)
        own = calculator.subject if calculator.subject.startswith(_OWN) else ""
        said = {"Formula": calculator.formula, "Source": calculator.source, "Holds": calculator.validity, "Own": own}
        self.facts.setText("\n".join(f"{head}: {text}" for head, text in said.items() if text))
        self.form = Form(label_width=_LABEL_WIDTH, unit_width=64)
        self.fields = {item.name: self._field(item) for item in calculator.inputs}
        with self.form.adding():
            for item in calculator.inputs:
                self.form.add(_caption(item), self.fields[item.name], unit=item.unit, help_text=_help(item))
        room = QWidget()
        held = QVBoxLayout(room)
        held.setContentsMargins(0, 0, 8, 0)
        held.addWidget(self.form)
        held.addStretch(1)
        self._room.setWidget(room)
        self.answers.show_rows(())
        self.problem.setText(self._left_out)
        self.work_out()

    def _field(self, item: Input) -> QLineEdit | Choice:
        name = ", ".join(filter(None, (_caption(item), item.unit)))
        if item.choices:
            made = Choice(name, self.form, chosen=self._typed)
            none = [] if item.required else [("", "")]
            made.show_choices([*none, *((one, one) for one in item.choices)], item.choices[0] if item.required else "")
            return made
        usual = f"{item.default}" if item.default is not None else "" if item.required else "optional"
        return line_edit(name, self.form, placeholder=usual, edited=self._typed)

    def _typed(self, *_: object) -> None:
        self._pause.start()

    def _settings(self, calculator: Calculator) -> dict[str, str]:
        """Return what is typed as the texts that a calculator reads, with English marks.

        Raises:
            RefusedInput: a number is none, or can mean two.
        """
        found: dict[str, str] = {}
        for item in calculator.inputs:
            control = self.fields[item.name]
            text = str(control.currentData() or "") if isinstance(control, Choice) else control.text().strip()
            if text:
                found[item.name] = _english(item, text)
        return found

    def _take(self, calculator: Calculator, worked: Worked) -> None:
        if calculator is not self.chosen:
            return
        self.problem.setText(" ".join(filter(None, (worked.problem, self._left_out))))
        outputs = {one.name: one for one in calculator.outputs}
        self.answers.show_rows([_Line(outputs[name], answer) for name, answer in worked.answers.items()])

    @override
    def done(self, result: int) -> None:
        self._asking.drop()
        self._working.drop()
        super().done(result)


def _caption(item: Input | Output) -> str:
    """Return what ITEM is called; its help begins small, as it stands in lists too."""
    words = item.help or item.name
    return words if words[1:2].isupper() else f"{words[:1].upper()}{words[1:]}"


def _english(item: Input, text: str) -> str:
    what = _caption(item)
    if item.kind == "text":
        return text
    if item.kind == "list":
        # Where the comma is that of decimals, a list is parted by semicolons.
        return ",".join(in_english(one.strip(), what) for one in text.split(";")) if ";" in text else text
    return SIGN.join(in_english(one.strip(), what) for one in text.split(SIGN))


def _help(item: Input) -> str:
    ranges = {"number": "A number or a range, 20..30.", "integer": "A whole number or a range, 2..8."}
    lists = {"list": "Numbers parted by commas, or by semicolons.", "text": ""}
    usual = f"Without it: {item.default}." if item.default is not None else "" if item.required else "May be empty."
    return " ".join(filter(None, (f"{item.name}.", {**ranges, **lists}[item.kind], usual)))


def _subject_ink(one: Calculator) -> str:
    return "accent" if one.subject.startswith(_OWN) else "muted"


def _value_text(answer: Answer) -> str:
    if isinstance(answer.value, list):
        return ", ".join(number_text(one, 6) for one in answer.value)
    return number_text(answer.value, 6)


def _range_text(answer: Answer) -> str:
    if answer.low is None or answer.high is None:
        return ""
    return f"{number_text(answer.low, 4)} – {number_text(answer.high, 4)}"
