"""The smallest cut between two selections: what gets through, what bounds it, and how to widen it."""

from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.limits.records import Bound, CutBetween, CutLink, Widening
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, figure_text
from designer.model.naming import title_of
from designer.ui.app.headline import place_name
from designer.ui.commands.open_windows import WindowHost
from designer.ui.explore.why_dialog import WhyDialog
from designer.ui.jobs.background import BackgroundJob
from designer.ui.limits.cut_sections import BoundSection, PathsSection, RatesSection, WaysSection
from designer.ui.limits.cut_work import Between, Competing, find_between, find_bound, find_competing, halves, widened
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.figure_row import FigureRow
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import after_pause

WAIT_MS: Final = 150
"""Edits that follow each other this fast are answered once."""
HINT: Final = (
    "Select servers, switches or groups on the canvas and take them as “From”; select others and take them as “To”. "
    "What the first can send the second at once appears here, with the links that bound it."
)
NOTHING: Final = "nothing yet"
NO_HALVES: Final = "A bisection takes two endpoints on a fabric: draw servers and join them to a switch."
_LIST_HEIGHT: Final = 148
_NAMES: Final = 6


class CutDialog(QDialog):
    """Asks for two selections and shows the limits between them; stays beside the canvas."""

    def __init__(self, host: WindowHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._document = host.document
        self.ends: list[tuple[str, ...]] = [(), ()]
        self.halved = False
        self.between: Between | None = None
        self.bound: Bound | None = None
        self._bound_asked: object = None
        self._selected_then: tuple[str, ...] | None = None
        self.fresh = False
        self.setWindowTitle("Smallest cut between two selections")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        resize_within_screen(self, 500, 660)
        self._between_job = BackgroundJob(self, finished=self._show_between, failed=self._refused)
        self._rates_job = BackgroundJob(self, finished=self._show_rates, failed=self._rates_refused)
        self._bound_job = BackgroundJob(self, finished=self._show_bound, failed=self._bound_refused)
        self._later = after_pause(self, WAIT_MS, self._ask)
        self._lay_out()
        self._document.changed.connect(self._design_changed)
        self._document.what_if.changed.connect(self._wait)
        self._document.analysed.connect(self._ask_bound)
        host.follow_traffic(self._ask_bound)
        self.finished.connect(self._end)
        self._show_ends()
        host.follow_selection(self._allow)

    def _lay_out(self) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(20, 16, 20, 14)
        down.setSpacing(10)
        down.addWidget(label(self.windowTitle(), "title", self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        self.names: list[QLabel] = []
        self.takes: list[QPushButton] = []
        for row, title in enumerate(("From", "To")):
            grid.addWidget(label(title, "muted", self), row, 0)
            names = label("", "strong", self, wraps=True)
            names.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(names, row, 1)
            take = push_button(
                "Take the selection",
                self,
                partial(self.take, row),
                takes_enter=False,
                name=f"Take the selection as “{title}”",
            )
            grid.addWidget(take, row, 2)
            self.names.append(names)
            self.takes.append(take)
        self.half = push_button(
            "Take the two halves: bisection",
            self,
            self.take_halves,
            look="link",
            takes_enter=False,
            name="Take the two halves of the design, for its bisection",
            tip="The halves of the endpoints of the fabric that can exchange the least.",
        )
        grid.addWidget(self.half, 2, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        down.addLayout(grid)
        self.status = label(HINT, "muted", self, wraps=True)
        down.addWidget(self.status)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._make_page())
        down.addWidget(self.area, 1)
        self._room = QWidget(self)
        down.addWidget(self._room, 1)
        down.addWidget(line(self))
        across = QHBoxLayout()
        self.all_links = push_button("Show all links of the cut", self, self.show_all, takes_enter=False)
        across.addWidget(self.all_links)
        across.addStretch(1)
        close = push_button("Close", self, self.reject, takes_enter=False)
        across.addWidget(close)
        down.addLayout(across)

    def _make_page(self) -> QWidget:
        page = QWidget(self.area.viewport())
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 8, 0)
        down.setSpacing(4)
        self.flow = FigureRow("Max flow, one way", page, asked=self._why)
        down.addWidget(self.flow)
        self._links_title = self._section("Links of the cut", page, down)
        self.links = RowList("Links of the cut", page, clicked=self._go, activated=self._go)
        self.links.setDragEnabled(False)
        self.links.setDragDropMode(RowList.DragDropMode.NoDragDrop)
        down.addWidget(self.links)
        self.ways = WaysSection(page)
        self.ways.wanted.connect(self._apply)
        down.addWidget(self.ways)
        self.paths = PathsSection(page)
        self.paths.message_chosen.connect(self._ask)
        self.rates = RatesSection(page)
        self.throughput = BoundSection(page)
        self._sections = (self.rates, self.paths, self.throughput)
        for section in self._sections:
            section.asked.connect(self._why)
            down.addWidget(section)
        self.notes = label("", "muted", page, wraps=True)
        self.notes.setAccessibleName("Notes")
        down.addSpacing(8)
        down.addWidget(self.notes)
        down.addStretch(1)
        return page

    def _section(self, title: str, page: QWidget, down: QVBoxLayout) -> QLabel:
        down.addSpacing(10)
        made = label(title, "section", page)
        down.addWidget(made)
        return made

    def focus_next_button(self) -> None:
        """Put the keyboard on the button of the end that is still to be taken."""
        wanted = self.takes[1 if self.ends[0] else 0]
        if wanted.isEnabled() and not all(self.ends):
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, end: int, *_: object) -> None:
        """Take what is selected on the canvas as From (0) or To (1)."""
        self.halved = False
        self.ends[end] = self._selection()
        self._selected_then = self._host.selected
        self.between = None
        self._show_ends()
        self._ask()

    def take_halves(self, *_: object) -> None:
        """Take the halves of the endpoints that can exchange the least as From and To."""
        ends = halves(self._document.design)
        if not all(ends):
            self.ends = [(), ()]
            self._show_ends()
            self._say(NO_HALVES)
            self._ask()
            return
        self.halved = True
        self.ends = list(ends)
        self._selected_then = self._host.selected
        self.between = None
        self._show_ends()
        self._ask()

    def show_all(self) -> None:
        """Select every link of the cut on the canvas and bring it into sight."""
        ids = self._cut_links()
        if ids:
            self._host.show_on_canvas(ids)

    def _selection(self) -> tuple[str, ...]:
        nodes = self._document.design.nodes
        return tuple(one for one in self._host.selected if one in nodes)

    def _cut_links(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.between.cut.links) if self.between else ()

    def _allow(self, *_: object) -> None:
        some = bool(self._selection())
        for take in self.takes:
            take.setEnabled(some)
            take.setToolTip("" if some else "Select servers, switches or groups on the canvas first.")
        self.all_links.setEnabled(bool(self._cut_links()))
        for button in self.ways.buttons:
            button.setEnabled(self.fresh)

    def _show_ends(self) -> None:
        design = self._document.design
        for place, (names, title, ids) in enumerate(zip(self.names, ("From", "To"), self.ends, strict=True)):
            names.setText(self._end_words(design, place, ids))
            names.setAccessibleName(f"{title}: {names.text()}")
        if not all(self.ends):
            self._say(HINT)
        self._show_page()

    def _end_words(self, design: Design, place: int, ids: tuple[str, ...]) -> str:
        if self.halved and ids:
            count = sum(design.total_copies(one) if one in design.nodes else 1 for one in ids)
            return f"{('One half', 'The other half')[place]} of the endpoints: {count_text(count)}"
        words = [place_name(design, one) for one in ids[:_NAMES]]
        more = f" and {count_text(len(ids) - _NAMES)} more" if len(ids) > _NAMES else ""
        return ", ".join(words) + more if ids else NOTHING

    def _show_page(self) -> None:
        shown = all(self.ends) and self.between is not None
        self.area.setVisible(shown)
        self._room.setVisible(not shown)

    def _say(self, words: str) -> None:
        self.status.setText(words)
        self.status.setVisible(bool(words))

    def _design_changed(self, *_: object) -> None:
        nodes = self._document.design.nodes
        if self.halved:
            self.ends = list(halves(self._document.design))
        self.ends = [tuple(one for one in ids if self.halved or one in nodes) for ids in self.ends]
        self._show_ends()
        self._wait()

    def _wait(self) -> None:
        self.fresh = False
        self._allow()
        self._later.start()

    def _ask(self) -> None:
        self._later.stop()
        self.fresh = False
        if not all(self.ends):
            self._between_job.close()
            self._rates_job.close()
            self.between = None
            self._show_page()
        else:
            self._say("Working it out …")
            self._between_job.start(
                find_between,
                self._document.design,
                self.ends[0],
                self.ends[1],
                self._document.what_if.failed,
                self.paths.message_bytes,
            )
            self.rates.tell("Working it out …")
            self._rates_job.start(
                find_competing, self._document.design, self.ends[0], self.ends[1], self._document.what_if.failed
            )
            self._ask_bound()
        self._allow()

    def _ask_bound(self, *_: object) -> None:
        if not all(self.ends):
            return
        traffic = self._host.traffic
        asked = (self._document.session.revision, traffic, self._document.what_if.failed)
        if asked == self._bound_asked:
            return
        self._bound_asked = asked
        self.throughput.show_traffic(traffic)
        self.bound = None
        self.throughput.tell("Working it out …")
        self._bound_job.start(find_bound, self._document.design, traffic, self._document.what_if.failed)

    def _show_between(self, found: Between) -> None:
        before = self._cut_links()
        follows = self._host.selected in (self._selected_then, before or None)
        self.between, self.fresh, self._selected_then = found, True, None
        self._say("")
        cut = found.cut
        self.flow.show_figure(cut.value_gbps)
        self._show_links(cut)
        self.ways.show_ways(cut)
        self.paths.show_paths(self._document.design, found.paths)
        self.rates.show_most(cut.value_gbps)
        self.notes.setText("\n".join(dict.fromkeys([*cut.notes, *found.paths.notes])))
        self._show_page()
        # What the person has selected since is theirs.
        if follows:
            self._host.select(self._cut_links())
        self._allow()

    def _show_links(self, cut: CutBetween) -> None:
        rows = [_link_row(self._document.design, one) for one in cut.links]
        self.links.show_rows(rows)
        self.links.setVisible(bool(rows))
        self.links.setFixedHeight(min(_LIST_HEIGHT, self.links.height_of_rows() + 4))
        self._links_title.setText("Links of the cut" if rows else "No link bounds it: no path joins the two.")

    def _refused(self, problem: str) -> None:
        self.between = None
        self._say(problem)
        self._show_page()
        self._allow()

    def _show_rates(self, found: Competing) -> None:
        self.rates.show_competing(self._document.design, found)

    def _rates_refused(self, problem: str) -> None:
        self.rates.tell(problem)

    def _show_bound(self, found: Bound) -> None:
        self.bound = found
        self.throughput.show_bound(found)

    def _bound_refused(self, problem: str) -> None:
        self.throughput.tell(problem)

    def _go(self, index: QModelIndex) -> None:
        link_id = self.links.row_model.rows[index.row()].key
        if link_id in self._document.design.links:
            self._host.show_on_canvas((link_id,))

    def _apply(self, way: Widening) -> None:
        if self.fresh:
            self._document.edit(partial(widened, library=self._document.library, way=way))

    def _why(self, title: str, figure: Figure) -> None:
        WhyDialog(title, figure, self._document.design.sources, self).open()

    def _end(self, _: int) -> None:
        self._later.stop()
        for job in (self._between_job, self._rates_job, self._bound_job):
            job.close()


def _link_row(design: Design, one: CutLink) -> Row:
    cables = f"{count_text(round(one.cables))} cable{'s' if round(one.cables) != 1 else ''}"
    aside = f"{'all ' if one.whole else ''}{cables}, {figure_text(one.gbps)}"
    joints = (" – ".join(title_of(design, end) for end in joint.split(" – ")) for joint in one.joints[:3])
    return Row(one.id, one.name, ", ".join(joints), aside=aside)
