"""The sweep of failures: what may fail, one or two at a time, and a ranking of what that costs, as it is found."""

import time
from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from designer.analysis.limits.elements import LINK
from designer.analysis.limits.records import Sweep, SweepLoss
from designer.analysis.limits.swept_network import FABRIC
from designer.drawing.current_theme import current_theme
from designer.model.design import Design
from designer.model.figures.figure_text import count_text
from designer.model.parts.part import NETWORK_WORDS, Medium
from designer.ui.app.what_if import base_of
from designer.ui.commands.open_windows import WindowHost
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.jobs.background import BackgroundJob
from designer.ui.limits.sweep_words import (
    LossColumns,
    cost_figure,
    joined_notes,
    loss_words,
    outcome_words,
    progress_words,
)
from designer.ui.limits.sweep_work import find_losses, swept_kinds, swept_networks, usual_kinds
from designer.ui.panels.failures.failure_words import failed_words
from designer.ui.widgets.buttons import check_box, push_button
from designer.ui.widgets.fields import Choice, Segments, label, line
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.lists.table_model import RecordTable
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.pages import tool_page
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.theme import set_look

NO_FABRIC: Final = (
    "Join servers by switches, or draw services on them, first: what each copy and cable costs when it fails is then "
    "tried here, one by one or two by two."
)
READY: Final = (
    "Choose what may fail, then start. Each copy and each cable of it fails by itself, or every two of them together; "
    "the worst stand first, and come in while it works."
)
NO_KIND: Final = "Choose at least one kind of thing that may fail."
STALE: Final = "Of an earlier state of the design."
OTHER_NETWORK: Final = "Of the {}."
OTHER_FAILURES: Final = "With other failures taken for granted than there are now."
_ACROSS: Final = 5
_SERVICES: Final = (1, 2, 3)
_BANDWIDTH: Final = (4, 5)
_SIGN: Final = 8


class SweepWindow(QDialog):
    """Asks what may fail, and shows what it costs; stays beside the canvas.

    Attributes:
        found: What is shown, found so far or at the end; None before.
        table: The ranking.
    """

    def __init__(self, host: WindowHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._document = host.document
        self.found: Sweep | None = None
        self._asked_of: tuple[int, tuple[str, ...]] = (-1, ())
        self._asked_network: Medium = FABRIC
        self._design: Design = self._document.design
        self._tried_last: tuple[str, ...] | None = None
        self._begun = 0.0
        self._order = 1
        self._count = 0
        self._first = (0.0, 0)
        self._problem = ""
        self.setWindowTitle("Sweep of failures")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        resize_within_screen(self, 920, 640)
        self._job = BackgroundJob(
            self,
            progressed=self._show_progress,
            found=self._show_partial,
            finished=self._show_result,
            failed=self._refused,
        )
        self._columns = LossColumns()
        self._lay_out()
        self._recolour()
        self._document.changed.connect(self._design_changed)
        self._document.what_if.changed.connect(self._failures_changed)
        self.finished.connect(self._end)
        self._show_networks()
        self._show_kinds()
        self._refresh()
        follow_look(self._recolour)

    def _lay_out(self) -> None:
        down, top = tool_page(self)
        top.addStretch(1)
        self._network_label = label("Network", "muted", self)
        top.addWidget(self._network_label)
        self.network = Choice("Network whose parts fail", self, chosen=self._show_kinds)
        self.network.setMinimumContentsLength(18)
        self.network.setToolTip("Whose switches and cables fail, and whose bandwidth is shown")
        self._network_label.setBuddy(self.network)
        top.addWidget(self.network)
        top.addSpacing(8)
        self.order = Segments(
            "How many fail together", (("1", "One at a time (N−1)"), ("2", "Two at a time (N−2)")), "1", self
        )
        top.addWidget(self.order)
        down.addLayout(top)
        kinds = QHBoxLayout()
        kinds.setSpacing(12)
        self._may_fail = label("May fail", "muted", self)
        kinds.addWidget(self._may_fail, 0, Qt.AlignmentFlag.AlignTop)
        self._kinds = QGridLayout()
        self._kinds.setHorizontalSpacing(20)
        self._kinds.setVerticalSpacing(6)
        kinds.addLayout(self._kinds)
        kinds.addStretch(1)
        down.addLayout(kinds)
        self.kinds: dict[str, QCheckBox] = {}
        self.start_button = self._button("Start", "primary", self.start)
        self.stop_button = self._button("Stop", "", self.stop)
        self.start_button.setAccessibleName("Start the sweep")
        self.stop_button.setAccessibleName("Stop the sweep and keep what was found")
        self.stop_button.setToolTip("What was found until then stays.")
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addWidget(self.start_button)
        across.addWidget(self.stop_button)
        self.progress = label("", "", self)
        self.progress.setAccessibleName("Progress")
        self.progress.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(self.progress, 1)
        down.addLayout(across)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName("Share that was tried")
        down.addWidget(self.bar)
        self.about = label("", "muted", self, wraps=True)
        self.about.setAccessibleName("About the sweep")
        down.addWidget(self.about)
        self.table: RecordTable[SweepLoss] = RecordTable("Failures, worst first", self._columns.columns(), self)
        self.table.moved.connect(self._go)
        self.table.clicked.connect(self._go)
        self.table.wanted.connect(self.try_row)
        down.addWidget(self.table, 1)
        self._room = QWidget(self)
        down.addWidget(self._room, 1)
        self.notes = label("", "muted", self, wraps=True)
        self.notes.setAccessibleName("Notes")
        down.addWidget(self.notes)
        down.addWidget(line(self))
        self.try_button = self._button("Fail it", "", self.try_row)
        self.why_button = self._button("Why?", "", self._why)
        self.why_button.setAccessibleName("Why the chosen failure costs so much")
        foot = QHBoxLayout()
        foot.addWidget(self.try_button)
        foot.addWidget(self.why_button)
        foot.addStretch(1)
        foot.addWidget(self._button("Close", "", self.reject))
        down.addLayout(foot)

    def _button(self, title: str, look: str, pressed: Callable[[], object]) -> QPushButton:
        made = push_button(title, self, pressed, look=look, takes_enter=False)
        made.setMinimumWidth(88)
        return made

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._columns.mark = icon_pixmap("warning", current_theme().colour("warn"), 16)

    def chosen_kinds(self) -> tuple[str, ...]:
        """The kinds that are checked."""
        return tuple(kind for kind, box in self.kinds.items() if box.isChecked())

    @property
    def medium(self) -> Medium:
        """The network that is chosen; the compute fabric where none is drawn."""
        return cast("Medium", self.network.currentData() or FABRIC)

    def start(self) -> None:
        """Try all anew on the design as it is, with what has failed there."""
        kinds = self.chosen_kinds()
        if not kinds:
            return
        what_if = self._document.what_if
        self._design = self._document.design
        self._asked_of = (self._document.session.revision, what_if.failed)
        self._asked_network = self.medium
        self._tried_last = None
        self._columns.design = self._design
        self.found, self._problem = None, ""
        self.table.show_rows((), _key)
        self._begun = time.monotonic()
        self.bar.setRange(0, 0)
        self.progress.setText(f"Laying the {NETWORK_WORDS[self.medium]} out …")
        self._order, self._count = int(self.order.value), 0
        self._job.start(find_losses, self._design, kinds, self._order, what_if.failed, self.medium)
        self._refresh()

    def stop(self) -> None:
        """Stop; what was found stays."""
        self._job.stop()
        self.progress.setText("Stopping …")
        self.stop_button.setEnabled(False)

    def try_row(self) -> None:
        """Take just what the chosen row says as failed, beside what had failed before the sweep; or take that back."""
        loss = self.table.current()
        if loss is None or not self._stands(loss):
            return
        self._go()
        base = self._asked_of[1]
        names = tuple(dict.fromkeys([*base, *loss.ids]))
        self._tried_last = base if self._document.what_if.failed == names else names
        self._document.what_if.fail_just(self._tried_last)

    def _why(self) -> None:
        loss = self.table.current()
        if loss is not None:
            title, figure = cost_figure(loss)
            title = f"{title} with {loss_words(self._design, loss)}"
            WhyDialog(title, figure, self._design.sources, self).open()

    def _stands(self, loss: SweepLoss) -> bool:
        design = self._document.design
        return all(base_of(design, one) in design.nodes or base_of(design, one) in design.links for one in loss.ids)

    def _go(self, *_: object) -> None:
        """Show on the canvas what the chosen row is about."""
        loss = self.table.current()
        self._show_buttons()
        if loss is None:
            return
        design = self._document.design
        ids = dict.fromkeys(base_of(design, one) for one in loss.ids)
        known = tuple(one for one in ids if one in design.nodes or one in design.links)
        if known:
            self._host.show_on_canvas(known)

    def _show_networks(self) -> None:
        """Offer the networks that are drawn, the chosen one kept while it is there; nothing to choose among one."""
        drawn = swept_networks(self._document.design)
        chosen = self.medium if self.medium in drawn else next(iter(drawn), FABRIC)
        self.network.show_choices([(one, _title(self._document.design, one)) for one in drawn or (FABRIC,)], chosen)
        for part in (self._network_label, self.network):
            part.setVisible(len(drawn) > 1)

    def _show_kinds(self, *_: object) -> None:
        medium = self.medium
        before = self.chosen_kinds() if self.kinds else usual_kinds(self._document.design, medium)
        found = swept_kinds(self._document.design, medium)
        # Another network has other kinds: where none of the ticked ones is in it, its usual ones are ticked.
        if not {one.kind for one in found} & {*before}:
            before = usual_kinds(self._document.design, medium)
        self._may_fail.setVisible(bool(found))
        # The boxes stay where the kinds are the same, so that the keyboard keeps its place.
        if [one.kind for one in found] != list(self.kinds):
            for box in self.kinds.values():
                self._kinds.removeWidget(box)
                box.hide()
                box.deleteLater()
            self.kinds = {}
            for place, one in enumerate(found):
                box = check_box("", self, self._refresh, checked=one.kind in before)
                self._kinds.addWidget(box, place // _ACROSS, place % _ACROSS)
                self.kinds[one.kind] = box
        for one in found:
            self.kinds[one.kind].setText(f"{one.title} {count_text(one.amount)}")
            what = "cables, one of each pair of copies" if one.kind == LINK else one.title.lower()
            self.kinds[one.kind].setAccessibleName(f"{count_text(one.amount)} {what} may fail")
            self.kinds[one.kind].setToolTip(
                "One cable of each pair of copies that it joins." if one.kind == LINK else f"Each of the {what}."
            )
        self._refresh()

    def _show_progress(self, done: int, count: int, _: str) -> None:
        self.bar.setRange(0, max(1, count))
        self.bar.setValue(done)
        if not self._count:
            self._first = (time.monotonic(), done)
        self._count = count
        if self.stop_button.isEnabled():
            # The fabric is laid out before the first is tried, which is no part of the rate.
            seconds, tried = time.monotonic() - self._first[0], done - self._first[1]
            self.progress.setText(progress_words(self._order, done, count, tried / seconds if seconds > 0.5 else 0.0))

    def _show_partial(self, found: Sweep) -> None:
        self.found = found
        self.table.show_rows(found.losses, _key)
        self.table.setColumnHidden(_SIGN, not any(loss.cut_off for loss in found.losses))
        felt = (
            any(loss.lost_services for loss in found.losses),
            any(loss.answers_lost is not None for loss in found.losses),
            any(loss.days_added is not None for loss in found.losses),
        )
        for column, shown in zip(_SERVICES, felt, strict=True):
            self.table.setColumnHidden(column, not shown)
        cabled = any(loss.lost_gbps.known for loss in found.losses)
        lost, remains = _BANDWIDTH
        self.table.setColumnHidden(lost, not cabled)
        self.table.setColumnHidden(remains, not cabled or any(felt))
        self._refresh()

    def _show_result(self, found: Sweep) -> None:
        seconds = time.monotonic() - self._begun
        self._show_partial(found)
        done = found.ended == "done"
        words = progress_words(found.order, found.tried, found.tried if done else max(self._count, found.tried), 0.0)
        self.progress.setText(f"Done: {words}, {seconds:.1f} s" if done else f"Stopped: {words}")
        self.bar.setRange(0, 1)
        self.bar.setValue(1 if found.ended == "done" else self.bar.value())

    def _refused(self, problem: str) -> None:
        self._problem = problem
        self.progress.setText("")
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self._refresh()

    def _design_changed(self, *_: object) -> None:
        self._show_networks()
        self._show_kinds()

    def _failures_changed(self) -> None:
        if self._document.what_if.failed != self._tried_last:
            self._tried_last = None
        self._refresh()

    @property
    def running(self) -> bool:
        """Return True while failures are being looked for."""
        return self._job.running

    def stale_words(self) -> str:
        """Return the reason why the ranking is not of the design as it is; "" when it is, or there is none."""
        if self.found is None and not self._job.running:
            return ""
        revision, base = self._asked_of
        if revision != self._document.session.revision:
            return STALE
        if self._asked_network != self.medium:
            return OTHER_NETWORK.format(NETWORK_WORDS[self._asked_network])
        now = self._document.what_if.failed
        return "" if now in (base, self._tried_last) else OTHER_FAILURES

    def _refresh(self, *_: object) -> None:
        running, stale = self._job.running, self.stale_words()
        rows = bool(self.found and self.found.losses)
        self.start_button.setEnabled(bool(self.chosen_kinds()) and not running)
        self.start_button.setText("Run again" if self.found is not None else "Start")
        self.stop_button.setEnabled(running)
        self.bar.setVisible(running)
        self.table.setVisible(rows)
        self._room.setVisible(not rows)
        self.about.setText(self._about(stale, running))
        set_look(self.about, "warn-caption" if stale or self._problem else "muted")
        notes = joined_notes(self.found.notes) if self.found else ""
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        self._show_buttons()

    def _about(self, stale: str, running: bool) -> str:
        if self._problem:
            return self._problem
        shown = self.found is not None or running
        base = self._asked_of[1] if shown else self._document.what_if.failed
        # What is stale asks to be run again only when something is ticked that could run.
        words = [stale if running or not stale or not self.chosen_kinds() else f"{stale} Run it again."]
        if base:
            words.append(f"Beside what has failed already: {failed_words(self._design, base)}.")
        if self.found is not None:
            words.append(outcome_words(self.found))
        if not self.kinds:
            words.append(NO_FABRIC)
        elif not self.chosen_kinds():
            words.append(NO_KIND)
        elif not shown:
            words.append(READY)
        return " ".join(word for word in words if word)

    def _show_buttons(self) -> None:
        loss = self.table.current()
        stands = loss is not None and self._stands(loss)
        self.try_button.setEnabled(stands)
        self.why_button.setEnabled(loss is not None)
        names = tuple(dict.fromkeys([*self._asked_of[1], *loss.ids])) if loss else ()
        failed = bool(names) and self._document.what_if.failed == names
        self.try_button.setText("Mend it" if failed else "Fail it")
        what = loss_words(self._design, loss) if loss else ""
        self.try_button.setAccessibleName(f"{self.try_button.text()}: {what}" if what else self.try_button.text())
        self.try_button.setToolTip(
            "Choose a row first" if loss is None else "" if stands else "The design does not have it any more."
        )

    def _end(self, _: int) -> None:
        self._job.close()


def _title(design: Design, medium: Medium) -> str:
    cabled = any(link.medium == medium for link in design.links.values())
    words = NETWORK_WORDS[medium] if cabled else "services and supply"
    return words[:1].upper() + words[1:]


def _key(loss: SweepLoss) -> tuple[str, ...]:
    return loss.ids
