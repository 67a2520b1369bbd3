"""The floor in the window: tools and choices above, the room, what is wrong beside it, a hint where there is none."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.drawing.rooms.floor_overlays import FLOOR_OVERLAYS, FloorOverlay
from designer.edit.rooms.floor_aisles import mark_aisles
from designer.edit.rooms.floor_fill import fill_room, make_room, place_unplaced, room_for
from designer.edit.rooms.room_plan import calibrate_underlay
from designer.model.changes import ChangeSet
from designer.model.design import Camera, Design, View
from designer.model.kinds import ROOMS
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import standing
from designer.review.rooms.floor_rules import trouble_words
from designer.ui.app.document import Document
from designer.ui.views.design_view import DesignView
from designer.ui.views.floor.ask_bar import AskBar
from designer.ui.views.floor.empty_hint import FloorHint
from designer.ui.views.floor.toolbar import FloorBar
from designer.ui.views.floor.underlay import UnderlayLayer
from designer.ui.views.floor.view import FloorView
from designer.ui.widgets.fields import Choice, read_count, read_number
from designer.ui.widgets.heat_legend import HeatLegend

_BESIDE_FROM: Final = 620
_SIDE_WIDTH: Final = 216
_BELOW_HEIGHT: Final = 88
_SPACING: Final = 4


class FloorPage(DesignView):
    """The floor of one document with its tools."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.view = FloorView(document, self)
        self.pass_on(self.view)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self.bar = FloorBar(
            self,
            taken=self.take,
            place=self.place_racks,
            fill=self.ask_fill,
            mark_aisles=self.mark_aisles,
            room_chosen=self.view.show_room,
            overlay_chosen=self._overlay_chosen,
        )
        down.addWidget(self.bar)
        self.asking = AskBar(self, left=self._asked)
        down.addWidget(self.asking)
        self.underlay = UnderlayLayer(
            document, self.asking, self, told=self.message, laid=partial(self.take, "calibrate")
        )
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self.view, 1)
        self.problems = self._make_problems()
        self._body.addWidget(self.problems)
        down.addLayout(self._body, 1)
        self._hint = FloorHint(self.view, partial(self.take, "wall"), self.make_room)
        self.legend = HeatLegend(self.view)
        self.view.drawn.connect(self._drawn)
        self.view.tool_changed.connect(self._tool_taken)
        self.view.calibration_wanted.connect(self._ask_distance)
        document.changed.connect(self._refresh)
        self.setFocusProxy(self.view)

    # Parts.

    def _make_problems(self) -> QListWidget:
        made = QListWidget(self)
        made.setAccessibleName("Problems on this floor")
        made.setWordWrap(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setTextElideMode(Qt.TextElideMode.ElideNone)
        made.setSpacing(_SPACING)
        made.itemClicked.connect(self._go_to_problem)
        made.itemActivated.connect(self._go_to_problem)
        made.hide()
        return made

    # What every view of the design can do.

    @property
    def tools(self) -> dict[str, QToolButton]:
        """The buttons of the tools by their names."""
        return self.bar.tools

    @property
    def place_button(self) -> QPushButton:
        """Places the racks without a place."""
        return self.bar.place_button

    @property
    def room_choice(self) -> Choice:
        """Return the choice of the room in sight."""
        return self.bar.room_choice

    @property
    def overlay_choice(self) -> Choice:
        """Return the choice of what racks are coloured by."""
        return self.bar.overlay_choice

    @property
    def make_button(self) -> QPushButton:
        """Makes a room for the racks without a place, where there is none."""
        return self._hint.make

    @property
    def hint(self) -> str:
        """One line about the room in sight."""
        return self.view.hint

    def fit(self) -> None:
        """Show all of the room."""
        self.view.fit()

    def fit_selection(self) -> None:
        """Show what is selected."""
        self.view.fit_selection()

    def zoom_in(self) -> None:
        """Closer."""
        self.view.zoom_in()

    def zoom_out(self) -> None:
        """Farther."""
        self.view.zoom_out()

    def zoom_actual(self) -> None:
        """A centimetre as a pixel."""
        self.view.zoom_actual()

    def zoom(self) -> float:
        """Pixels for a centimetre."""
        return self.view.zoom()

    def select(self, ids: Collection[str]) -> None:
        """Outline IDS."""
        self.view.select(ids)

    @property
    def focus(self) -> tuple[str, ...]:
        """Return the room in sight, none where there is none."""
        return self.view.focus

    @property
    def goes_alone(self) -> bool:
        """Return True: what stands in the room need not be seen on the canvas, too."""
        return True

    @property
    @override
    def sight(self) -> QWidget:
        return self.view

    @override
    def let_drawing_go(self) -> None:
        self.view.let_drawing_go()

    @override
    def keep_right_clear(self, pixels: int) -> None:
        self.view.keep_right_clear(pixels)
        self._place_hint()

    def begin(self) -> None:
        """Draw a room."""
        self.take("wall")

    def shows(self, ids: Collection[str]) -> bool:
        """Return True when any of IDS is on a floor."""
        return self.view.shows(ids)

    def go_to(self, ids: Collection[str]) -> None:
        """Bring IDS into sight."""
        self.view.go_to(ids)

    def show_view(self, view: View) -> None:
        """Show what a saved view shows."""
        self.view.show_view(view)

    def camera(self) -> Camera | None:
        """Return what is in sight, None when all of it is."""
        return self.view.camera()

    @property
    def room(self) -> str:
        """Id of the room in sight."""
        return self.view.room

    @property
    def floor_overlay(self) -> FloorOverlay:
        """Return what racks are coloured by."""
        return self.view.floor_overlay

    def place_part(self, part_id: str) -> bool:
        """Place a part in the middle of what is in sight."""
        return self.view.place_part(part_id)

    def set_context_actions(self, actions: Sequence[QAction]) -> None:
        """Further actions for the menu on a right click."""
        self.view.set_context_actions(actions)

    # What the buttons do.

    def place_racks(self) -> None:
        """Give every rack that has no place one in this room."""
        room = self.room
        self._do(lambda design: place_unplaced(design, room).edit)

    def make_room(self) -> None:
        """Make a room for the racks that have no place, and place them in it."""
        if self._do(lambda design: make_room(design).edit):
            self.view.fit()

    def mark_aisles(self) -> None:
        """Mark the cold and hot aisles between the rows of this room."""
        room = self.room
        if not room:
            self.message.emit("Draw a room first; aisles lie between its rows.")
            return
        self._do(lambda design: mark_aisles(design, room))

    def ask_fill(self) -> None:
        """Ask how many racks are to be put into this room."""
        room = self.room
        if not room:
            self.message.emit("Draw a room first.")
            return
        self.asking.ask("Racks in rows", f"up to {room_for(self._document.design, room):,}", "", self._fill)

    def _fill(self, text: str) -> str:
        room = self.room
        try:
            count = read_count(text, "Racks")
        except RefusedInput as problem:
            return str(problem)
        return self._document.attempt(lambda design: fill_room(design, room, count).edit)

    def _ask_distance(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        if self.view.drawing.plan.underlay is None:
            self.message.emit("There is no drawing under this room yet; lay one under it in the room's settings.")
            return
        self.asking.ask("Its real length", "mm", "mm", partial(self._calibrate, a, b))

    def _calibrate(self, a: tuple[float, float], b: tuple[float, float], text: str) -> str:
        room = self.room
        try:
            real = read_number(text.removesuffix("mm"), "The length")
        except RefusedInput as problem:
            return str(problem)
        problem = self._document.attempt(lambda design: calibrate_underlay(design, room, a, b, real))
        if not problem:
            self.view.set_tool("select")
        return problem

    def lay_drawing(self, path: Path, data: bytes | None = None) -> None:
        """Lay the picture in DATA, or a page of the PDF at PATH, under the room in sight.

        Raises:
            RefusedInput: it is no picture.
        """
        if data is None:
            self.underlay.lay_pdf(self.room, path)
        else:
            self.underlay.lay_picture(self.room, path.name, data)

    def _do(self, make: Callable[[Design], ChangeSet]) -> bool:
        return self._document.edit(make)

    def _asked(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.asking.asks:
            self.asking.leave()
            return
        super().keyPressEvent(event)

    # Following the view.

    def take(self, name: str, checked: bool = True) -> None:
        """Take a tool into the hand."""
        self._hint.hide()
        self.view.set_tool(name)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tool_taken(self, name: str) -> None:
        for tool, button in self.tools.items():
            button.setChecked(tool == name)
        self._refresh()

    def _overlay_chosen(self, value: str) -> None:
        self.view.set_overlay(cast("FloorOverlay", value))

    def _drawn(self) -> None:
        drawing = self.view.drawing
        design = self._document.design
        rooms = self.view.rooms
        self.overlay_choice.show_choices(list(FLOOR_OVERLAYS.items()), drawing.overlay)
        self.room_choice.show_choices(rooms, drawing.room)
        self.room_choice.setVisible(len(rooms) > 1)
        racks = sum(design.total_copies(one) for one in drawing.unplaced)
        self.place_button.setText(f"Place {racks:,} rack{'' if racks == 1 else 's'}")
        self.place_button.setVisible(bool(racks and drawing.room and len(drawing.walls) > 2))
        self.bar.fill_button.setEnabled(len(drawing.walls) > 2)
        self.bar.aisles_button.setEnabled(bool(drawing.rows.size and drawing.room))
        self.legend.show_legend(drawing.legend)
        self.bar.arrange()
        self._show_problems()
        self._place_hint()
        self.hint_changed.emit(self.hint)

    def _show_problems(self) -> None:
        drawing = self.view.drawing
        words = [trouble_words(self._document.design, problem) for problem in drawing.problems]
        if words != [self.problems.item(row).text() for row in range(self.problems.count())]:
            self.problems.clear()
            for line in words:
                self.problems.addItem(QListWidgetItem(line))
            self._fit_problems()
        self.problems.setVisible(bool(words))

    def _fit_problems(self) -> None:
        """Give each sentence all of its lines: the list itself leaves its spacing out where it breaks them."""
        beside = self._body.direction() == QBoxLayout.Direction.LeftToRight
        room = QRect(0, 0, (_SIDE_WIDTH if beside else self.width()) - 6 * _SPACING, 10_000)
        wraps = int(Qt.TextFlag.TextWordWrap)
        for row in range(self.problems.count()):
            item = self.problems.item(row)
            high = self.problems.fontMetrics().boundingRect(room, wraps, item.text()).height()
            item.setSizeHint(QSize(room.width(), high + 2 * _SPACING))

    def _go_to_problem(self, item: QListWidgetItem) -> None:
        problem = self.view.drawing.problems[self.problems.row(item)]
        self.view.selection_wanted.emit(problem.ids)
        self.view.go_to(problem.ids)

    def _refresh(self) -> None:
        if self.isVisible():
            _ = self.view.drawing
            self._place_hint()

    def _place_hint(self) -> None:
        design, drawing = self._document.design, self.view.drawing
        there = any(node.kind in ROOMS and node.plan is not None for node in design.nodes.values())
        self.legend.move(self.view.seen_wide - self.legend.width() - 12, self.view.height() - self.legend.height() - 12)
        if there or drawing.rows.size or self.view.tool != "select":
            self._hint.hide()
        else:
            self._hint.offer(sum(design.total_copies(one) for one in standing(design).unplaced))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE_FROM
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        if beside:
            self.problems.setFixedWidth(_SIDE_WIDTH)
            self.problems.setMaximumHeight(16_777_215)
            self.problems.setMinimumHeight(0)
        else:
            self.problems.setMinimumWidth(0)
            self.problems.setMaximumWidth(16_777_215)
            self.problems.setFixedHeight(_BELOW_HEIGHT)
        self._fit_problems()
        self._place_hint()
