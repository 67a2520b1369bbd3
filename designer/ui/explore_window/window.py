"""The Explore window: say what may vary, start, watch rows come in, filter them, open the best, compare, present."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.library import Library
from designer.edit.templates.templates import TEMPLATES
from designer.explore.sweep.figures import is_error
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import SweepTable
from designer.files.reading import bytes_of
from designer.model.design import Design
from designer.model.figures.figure_text import count_text
from designer.model.records import RefusedInput
from designer.ui.explore_window.plan_page import Base, PlanPage
from designer.ui.explore_window.results_page import VIEWS, ResultsPage
from designer.ui.explore_window.sweep_work import (
    Found,
    OwnFigures,
    ReadResults,
    find_variants,
    make_variant,
    own_now,
    read_results,
    write_results,
)
from designer.ui.explore_window.variant_words import Tried
from designer.ui.explore_window.variants import Own, Range, Variants, directions_of
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments, label
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.theme import set_look
from designer.ui.widgets.timers import every

RESULT_KINDS: Final = "Results of a sweep (*.csv *.parquet)"
SPACE_KINDS: Final = "Space of a sweep (*.yaml *.yml)"
FOLLOW_MS: Final = 400
"""A design that was not edited for so long is looked at anew."""
_WIDE: Final = 1280
"""Pixels from which all stands in the head."""
_NO_SPACE: Final = (
    "This file of results holds no space: open the one that they are of (What varies › Open a space…) to open their "
    "variants as designs."
)


class ExploreHost(Protocol):
    """The main window as the Explore window knows it."""

    @property
    def library(self) -> Library:
        """Return the parts on hand."""
        ...

    def bases(self) -> tuple[Base, ...]:
        """Return what variants can be made from: open designs, the one in sight first, then templates."""
        ...

    def file_of(self, base: Base) -> Path | None:
        """Return the file of the design of BASE; None for a template and where it was never saved."""
        ...

    def open_design(self, design: Design) -> None:
        """Open DESIGN in a tab of its own."""
        ...

    def compare(self, design: Design, mine: Base, parent: QWidget) -> None:
        """Show DESIGN beside MINE, or the one in sight where MINE is a template, in a window above PARENT."""
        ...

    def present(self, design: Design) -> None:
        """Open DESIGN in a tab and show its deck."""
        ...


class ExploreWindow(QWidget):
    """One sweep at a time: its plan, its rows as they come, and what is done with one of them.

    Attributes:
        plan: The page that says what may vary.
        results: The page of what came out.
        state: "plan", "running", "stopped", "done", "read".
    """

    def __init__(self, host: ExploreHost, questions: Questions) -> None:
        # No child of the main window: that one has to come to the front when a variant is opened in it.
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel")
        self.setWindowTitle("Explore designs")
        resize_within_screen(self, 1500, 940, (1040, 620))
        self._host, self._questions = host, questions
        self._space: Space | None = None
        self._base = Base("")
        self._counts: Mapping[str, int] = {}
        self._goals_set = self._stopping = False
        self._folder = Path.home()
        self.state = "plan"
        self._sweep = BackgroundJob[Found](
            self, found=self._show_found, finished=self._ended, failed=self._failed, progressed=self._progressed
        )
        self._making = BackgroundJob[object](self, finished=self._made, failed=self._say_problem)
        # The design whose figures stand among the points as one's own, and as it was when it was last looked at.
        self._own_design = self._seen_design = self._base.design
        self._owning = BackgroundJob[OwnFigures](self, finished=self._show_own)
        self._looking = every(self, FOLLOW_MS, self._follow_edits)
        self._looking.start()
        self._then: Callable[[Design], object] = self._forget
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self._make_head())
        self.problem = label("", "error", self, wraps=True)
        self.problem.setContentsMargins(24, 6, 24, 6)
        self.problem.setAccessibleName("What went wrong")
        self.problem.hide()
        down.addWidget(self.problem)
        self.pages = QStackedWidget(self)
        self.plan = PlanPage(
            host.library,
            self,
            started=self.start,
            opened=self.ask_results,
            space_opened=self.ask_space,
            space_saved=self.save_space,
        )
        self.results = ResultsPage(
            self, opened=self.open_row, compared=self.compare_row, presented=self.present_row, name_of=self._name_of
        )
        self.pages.addWidget(self.plan)
        self.pages.addWidget(self.results)
        down.addWidget(self.pages, 1)
        self._make_keys()
        self.plan.show_bases(host.bases())
        self._show_state()
        self.plan.vary_table.setFocus()
        follow_look(self._recolour)

    # ---- Parts ----

    def _make_head(self) -> QFrame:
        head = QFrame(self)
        head.setProperty("look", "bar")
        head.setFixedHeight(48)
        across = QHBoxLayout(head)
        across.setContentsMargins(20, 0, 16, 0)
        across.setSpacing(10)
        across.addWidget(label("Explore designs", "title", head))
        self.of = label("", "muted", head)
        across.addWidget(self.of)
        across.addStretch(1)
        self.progress = label("", "muted", head)
        self.progress.setAccessibleName("Progress")
        across.addWidget(self.progress)
        self.bar = QProgressBar(head)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(110, 4)
        self.bar.setAccessibleName("Share of the variants that was tried")
        across.addWidget(self.bar)
        self.stop_button = push_button(
            "Stop", head, self.stop, takes_enter=False, name="Stop the sweep", tip="What was found until then stays."
        )
        self.resume_button = push_button(
            "Resume", head, self.resume, look="primary", takes_enter=False, name="Go on with the sweep"
        )
        across.addWidget(self.stop_button)
        across.addWidget(self.resume_button)
        across.addStretch(1)
        self.views = Segments("View of the variants", VIEWS, "points", head, chosen=self._turn_to)
        across.addWidget(self.views)
        self.plan_button = push_button(
            "What varies…", head, self.show_plan, takes_enter=False, tip="Say anew what may vary and what counts"
        )
        self.close_button = push_button("Close", head, self.close, takes_enter=False)
        self.back_button = push_button("Back to the results", head, self.show_results, takes_enter=False)
        self.export_button = push_button(
            "Export table…", head, self.export_table, takes_enter=False, tip="Write all rows as .csv or .parquet"
        )
        for button in (
            self.plan_button,
            self.back_button,
            self.export_button,
            self.close_button,
        ):
            across.addWidget(button)
        return head

    def _make_keys(self) -> None:
        for place, (view, _) in enumerate(VIEWS):
            QShortcut(QKeySequence(f"Ctrl+{place + 1}"), self, partial(self._choose_view, view))
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        QShortcut(QKeySequence("Ctrl+O"), self, self.ask_results)
        QShortcut(QKeySequence("Ctrl+S"), self, self.export_table)
        QShortcut(QKeySequence("F5"), self, self._start_or_resume)

    # ---- The sweep ----

    def start(self) -> None:
        """Work out all variants of what the plan asks for."""
        self.plan.renew()
        try:
            space = self.plan.space()
        except RefusedInput as problem:
            self._say_problem(str(problem))
            return
        self._space, self._base = space, self.plan.base
        self._own_design = self._seen_design = self._base.design
        self._goals_set = False
        self._run()

    def resume(self) -> None:
        """Go on with the sweep that was stopped."""
        self._run()

    def _start_or_resume(self) -> None:
        if self.state == "stopped" and self.pages.currentWidget() is self.results:
            self.resume()
        elif self.pages.currentWidget() is self.plan:
            self.start()

    def _run(self) -> None:
        space = self._space
        if space is None:
            return
        self._say_problem("")
        self._judge_by(space)
        self.state, self._stopping = "running", False
        self.bar.setRange(0, 0)
        self.progress.setText("Starting …")
        base = self._base.design
        self._sweep.start(
            find_variants,
            space,
            self._host.library,
            base,
            None,
            self.plan.scheduler.text().strip(),
        )
        self.show_results()

    def stop(self) -> None:
        """Stop; what was found stays, and can be gone on with."""
        self.progress.setText("Stopping …")
        self._stopping = True
        self.stop_button.setEnabled(False)
        self._sweep.stop()

    def _progressed(self, done: int, total: int, _: str) -> None:
        if self.state != "running":
            return
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        if self.stop_button.isEnabled():
            self.progress.setText(f"{count_text(done)} of {count_text(total)}")

    def _show_found(self, found: Found) -> None:
        if found.table is None or self._space is None:
            return
        self._show_space_table(found.table, found.total)
        own = Own(self._base.name, *found.own) if found.own.values else None
        if own != self.results.own and self._own_design is self._base.design:
            self.results.set_own(own)

    def _follow_edits(self) -> None:
        """Work out one's own point anew once the design rests that was edited since."""
        if not self.isVisible():
            return
        # Edits come from another window: what is offered is renewed when a person comes back to this one.
        if self.pages.currentWidget() is self.plan and self.isActiveWindow():
            self.plan.renew()
        design = self._base.renewed.design
        rests, self._seen_design = design is self._seen_design, design
        if design is None or not rests or design is self._own_design or self._space is None:
            return
        self._own_design = design
        self._owning.start(own_now, self._space, self._host.library, design)

    def _show_own(self, found: OwnFigures) -> None:
        self.results.set_own(Own(self._base.name, *found) if found.values else None)
        if self._own_design is not self._base.design:
            words = "Yours follows your edits; the variants are of the design as it was when they were begun."
            self._say(words, "muted")

    def _show_space_table(self, table: SweepTable, total: int) -> None:
        """Show TABLE, rows of the TOTAL variants of the space."""
        assert self._space is not None
        # Samples of a grid may leave out the best of all: only going through every combination is a bound.
        whole = self._space.method == "grid" and len(table) == total
        self._show_table(table, Tried(len(table), self._combinations(), whole))

    def _judge_by(self, space: Space) -> None:
        """Take from the engine which way is better, so that a figure of SPACE is judged here as it was there."""
        self._counts = directions_of([(one.key, one.better) for one in space.count if not is_error(one.key)])

    def _combinations(self) -> int | None:
        """Return how many combinations of all that varies there are; None where a range has no end of them."""
        from math import prod

        assert self._space is not None
        if any(one.is_continuous for one in self._space.vary):
            return None
        return prod(len(one.choices) for one in self._space.vary)

    def _show_table(self, table: SweepTable, tried: Tried) -> None:
        self.results.show_variants(Variants(table, self._counts), tried)
        if not self._goals_set and self._space is not None:
            self._goals_set = True
            inf = float("inf")
            self.results.set_goals(
                {
                    one.key: Range(
                        -inf if one.at_least is None else one.at_least, inf if one.at_most is None else one.at_most
                    )
                    for one in self._space.count
                }
            )
        self.export_button.setEnabled(True)

    def _ended(self, found: Found) -> None:
        self._show_found(found)
        count = 0 if found.table is None else len(found.table)
        self.state = "done" if found.ended == "done" else "stopped"
        if found.ended not in ("done", "stopped"):
            self._say_problem(found.ended.replace("the same command goes on", "Resume goes on"))
        self.bar.setRange(0, max(found.total, 1))
        self.bar.setValue(count)
        words = "done" if self.state == "done" else f"of {count_text(found.total)}, stopped"
        self.progress.setText(f"{count_text(count)} variants {words}".replace("variants of", "of"))
        self._show_state()

    def _failed(self, problem: str) -> None:
        variants = self.results.variants
        if self._stopping:
            # Workers that take long to end are ended: what they had worked out is kept all the same.
            table = variants.table if variants is not None else None
            total = len(self._space) if self._space is not None else 0
            mine = self.results.own
            own = OwnFigures(mine.values, mine.at_least) if mine is not None else OwnFigures()
            self._ended(Found(table, total, own, "stopped"))
            return
        self.state = "stopped" if variants is not None else "plan"
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.progress.setText("")
        self._say_problem(problem)
        if self.state == "plan":
            self.show_plan()
        self._show_state()

    # ---- Pages ----

    def show_plan(self) -> None:
        """Show the page that says what may vary; a sweep that runs goes on."""
        self.pages.setCurrentWidget(self.plan)
        self._show_state()
        self.plan.vary_table.setFocus()

    def show_results(self) -> None:
        """Show the page of what came out."""
        self.pages.setCurrentWidget(self.results)
        self._show_state()
        if self.results.view == "points":
            self.results.scatter.setFocus()

    def _choose_view(self, view: str) -> None:
        self.views.choose(view)
        self._turn_to(view)

    def _turn_to(self, view: str) -> None:
        self.results.turn_to(view)

    def _show_state(self) -> None:
        there = self.results.variants is not None
        on_plan = self.pages.currentWidget() is self.plan
        running = self.state == "running"
        self.of.setText(f"of {self._base.name}" if self._base.name and not on_plan else "")
        self.stop_button.setVisible(running)
        self.stop_button.setEnabled(running)
        self.resume_button.setVisible(self.state == "stopped" and not on_plan)
        # In a small window the words say how far it is, and the frame of the window closes it.
        wide = self.width() >= _WIDE
        self.of.setVisible(wide or on_plan)
        self.close_button.setVisible(wide or on_plan)
        self.bar.setVisible(wide and self.state in ("running", "stopped", "done"))
        self.progress.setVisible(self.state != "plan")
        self.views.setVisible(not on_plan)
        self.plan_button.setVisible(not on_plan)
        self.back_button.setVisible(on_plan and (there or running))
        self.export_button.setVisible(not on_plan)
        self.export_button.setEnabled(there)

    def _say_problem(self, problem: str) -> None:
        self._say(problem, "error")

    def _say(self, words: str, look: str) -> None:
        set_look(self.problem, look)
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _recolour(self) -> None:
        self.results.recolour()

    def _name_of(self, text: str) -> str:
        part = self._host.library.parts.get(text)
        return part.name if part is not None else text

    # ---- One variant ----

    def open_row(self, row: int) -> None:
        """Open the variant in ROW as a design in a tab of its own."""
        self._make(row, self._host.open_design)

    def compare_row(self, row: int) -> None:
        """Show the variant in ROW beside the design that it is a variant of."""
        self._make(row, self._compare)

    def present_row(self, row: int) -> None:
        """Show the deck of the variant in ROW."""
        self._make(row, self._host.present)

    def _compare(self, design: Design) -> None:
        self._host.compare(design, self._base, self)

    def _make(self, row: int, then: Callable[[Design], object]) -> None:
        """Make the design of ROW again, and hand it to THEN."""
        variants, words = self.results.variants, self.results.words
        if variants is None or words is None or row < 0:
            return
        space, base = self._space_of(variants.table)
        if space is None:
            self._say(_NO_SPACE, "warn")
            return
        self._then = then
        # The name is what tells it from the design that it is a variant of, in tabs and in comparisons.
        name = f"{self._base.name or base.name}, variant {words.number(row)}"
        self._say("The design is being made …", "muted")
        values = variants.table.parameters_of(row)
        self._making.start(make_variant, space, self._host.library, base.design, values, name)

    def _space_of(self, table: SweepTable) -> tuple[Space | None, Base]:
        """Return the space that TABLE is of: the one that was gone through, else the plan's if it varies the same."""
        if self._space is not None:
            return self._space, self._base
        try:
            space = self.plan.space()
        except RefusedInput:
            return None, self.plan.base
        # A space that varies the same columns is taken for theirs: more than that a file of rows does not say.
        same = {one.name for one in space.vary} == set(table.parameters)
        return (space if same else None), self.plan.base

    def _made(self, made: object) -> None:
        self._say_problem("")
        if isinstance(made, Design):
            then, self._then = self._then, self._forget
            then(made)
        elif isinstance(made, ReadResults):
            self._show_read(made)
        elif isinstance(made, Path):
            self._say(f"Wrote {made}.", "muted")

    @staticmethod
    def _forget(_: Design) -> None:
        """Do nothing with a design that nobody waits for."""

    # ---- Files ----

    def ask_results(self) -> None:
        """Ask for a file of results, and show it."""
        path = self._questions.file_to_open("Open results", self._folder, RESULT_KINDS)
        if path is not None:
            self.open_results(path)

    def open_results(self, path: Path) -> None:
        """Show the results in PATH."""
        self._folder = path.parent
        # A sweep that runs would put its own rows in place of those of the file.
        self._sweep.close()
        if self.state == "running":
            self.state = "stopped"
            self._show_state()
        self._say("The results are being read …", "muted")
        self._making.start(read_results, path, self._host.library)

    def _show_read(self, read: ReadResults) -> None:
        table, space = read.table, read.space
        self.state, self._space, self._goals_set = "read", space, False
        self._say(f"{read.problem} Its rows are shown all the same." if read.problem else "", "warn")
        made = f"of {read.made}" if read.made else "read from a file"
        self.progress.setText(f"{count_text(len(table))} variants, {made}")
        self.progress.setToolTip(" ".join(filter(None, (f"From {read.name}.", read.whence))))
        if space is None:
            self._counts, self._base = {}, Base(read.name)
            self._own_design = self._seen_design = None
            self.results.set_own(None)
            self._show_table(table, Tried(len(table)))
        else:
            title = f"Template: {TEMPLATES[space.template].title}" if read.base is None else read.base.name
            self._base = Base(title, read.base, space.template)
            self._own_design = self._seen_design = read.base
            # What varied is what is varied further: the plan shows it as it was.
            self.take_space(space, read.base)
            self._judge_by(space)
            self.results.set_own(Own(self._base.name, *read.own) if read.own.values else None)
            self._show_space_table(table, len(space))
        self.show_results()

    def export_table(self) -> None:
        """Ask where the rows go, and write all of them."""
        variants = self.results.variants
        if variants is None:
            return
        path = self._questions.file_to_save("Export the table", self._folder / "variants.csv", RESULT_KINDS)
        if path is None:
            return
        self._folder = path.parent
        space, base = self._space_of(variants.table)
        self._making.start(write_results, path, variants.table, self._host.library, space, base.design)

    def ask_space(self) -> None:
        """Ask for a SPACE.yaml, and take what varies and what counts from it."""
        path = self._questions.file_to_open("Open a space", self._folder, SPACE_KINDS)
        if path is None:
            return
        from designer.explore.sweep.reading import read_space

        self._folder = path.parent
        try:
            space = read_space(bytes_of(path, "own settings"), path.name)
            self.take_space(space, None if space.template else self._design_of(path.parent / space.design))
        except (RefusedInput, OSError) as problem:
            self._say_problem(str(problem))
            return
        self._say_problem("")

    def _design_of(self, path: Path) -> Design:
        """Return the design in PATH.

        Raises:
            RefusedInput: it cannot be read.
        """
        from designer.ui.compare.alternatives import of_file

        return of_file(path, self._host.library).read()

    def take_space(self, space: Space, design: Design | None) -> None:
        """Show SPACE in the plan, with the DESIGN that it is of; None for a template."""
        bases = list(self._host.bases())
        if design is None:
            place = next((at for at, base in enumerate(bases) if base.template == space.template), -1)
        else:
            bases.insert(0, Base(design.name, design))
            place = 0
        self.plan.show_bases(bases, max(place, 0))
        self.plan.show_space(space)

    def save_space(self) -> None:
        """Ask where the space goes, and write it as SPACE.yaml."""
        from msgspec.structs import replace

        from designer.explore.sweep.space_text import space_text
        from designer.files.writing import write_whole

        try:
            space = self.plan.space()
        except RefusedInput as problem:
            self._say_problem(str(problem))
            return
        base = self._host.file_of(self.plan.base)
        if not space.template and base is None:
            self._say_problem("The design is in no file yet: save it first, for the space names its file.")
            return
        folder = base.parent if base is not None else self._folder
        path = self._questions.file_to_save("Save the space", folder / "space.yaml", SPACE_KINDS)
        if path is None:
            return
        if base is not None:
            # Beside the design its name is enough, so that both can be sent together.
            space = replace(space, design=base.name if base.parent == path.parent else str(base))
        try:
            write_whole(path, space_text(space).encode())
        except RefusedInput as problem:
            self._say_problem(str(problem))
            return
        self._say(f"Wrote {path}.", "muted")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_state()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Escape leaves as it leaves dialogs, but not a sweep that runs: minutes of work hang on it.
        if event.key() == Qt.Key.Key_Escape and self.state != "running":
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._sweep.close()
        self._making.close()
        self._owning.close()
        self._looking.stop()
        super().closeEvent(event)
