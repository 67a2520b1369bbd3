"""The proposals of an assistant for the open design: figures before and after, accepted as one undo or discarded."""

from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from designer.drawing.part_around import changed_ids, parts_around
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.store.proposals import Offer, ProposedFigure, answer_offer, read_offers
from designer.ui.commands.open_windows import WindowHost
from designer.ui.compare.difference_view import MOST_DRAWN, DifferenceView, Side
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Segments, label
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.screen_room import resize_within_screen
from designer.ui.widgets.timers import every

MOST_WORDS: Final = 8
LOOK_MS: Final = 1_000
_NONE: Final = "No assistant proposes anything for this design."
_HINT: Final = (
    "What an assistant offers appears here, to accept or to discard. It needs `stackwright mcp --folder FOLDER` with "
    "the folder of this project; the page Assistants of the guide says how."
)


class ProposalsWindow(QDialog):
    """One proposal at a time, the oldest first.

    Attributes:
        offer: The one that is shown; None where none waits.
        figures: The headline figures that it moves.
        accepting: Makes it one undo of the design.
        discarding: Tells the assistant that it is not wanted.
    """

    def __init__(self, host: WindowHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Proposals of an assistant")
        resize_within_screen(self, 1060, 560)
        self._host = host
        self.offer: Offer | None = None
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(12)
        self.title = label("", "title", self, wraps=True)
        self.by = label("", "muted", self, wraps=True)
        self.by.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self.title)
        down.addWidget(self.by)
        self._down = down
        across = QHBoxLayout()
        across.setSpacing(20)
        across.addLayout(self._make_picture(), 1)
        side = QVBoxLayout()
        self.figures: RecordTable[ProposedFigure] = RecordTable(
            "Figures before and after", _columns(), self, sorts=False
        )
        # So that no name of a figure is cut; the picture takes what is left.
        self.figures.setMinimumWidth(564)
        side.addWidget(self.figures, 1)
        across.addLayout(side, 1)
        down.addLayout(across, 3)
        self.words = label("", "", self, wraps=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Many steps on a small screen: they are scrolled to, and the buttons stay in sight.
        self.scrolled = QScrollArea(self)
        self.scrolled.setFrameShape(QFrame.Shape.NoFrame)
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setWidget(self.words)
        down.addWidget(self.scrolled, 1)
        self.problem = label("", "problem", self, wraps=True)
        self.problem.hide()
        down.addWidget(self.problem)
        down.addLayout(self._make_buttons())
        every(self, LOOK_MS, self.look).start()
        self.look()

    def _make_picture(self) -> QVBoxLayout:
        """Return the picture of what differs, with the switch that shows the design as it is or would be alone."""
        down = QVBoxLayout()
        down.setSpacing(8)
        self.sides = Segments(
            "In sight", (("a", "Now"), ("both", "Both"), ("b", "Then")), "both", self, chosen=self._choose_side
        )
        down.addWidget(self.sides, 0, Qt.AlignmentFlag.AlignLeft)
        self.picture = DifferenceView(self, self._show_flipped)
        self.picture.setAccessibleName("The design as it is and as it is proposed; Space flips them")
        self.picture.setMinimumWidth(200)
        down.addWidget(self.picture, 1)
        return down

    def _choose_side(self, side: str) -> None:
        self.picture.show_side(cast("Side", side))

    def _show_flipped(self, side: Side) -> None:
        self.sides.choose(side)

    def _make_buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.addStretch(1)
        # Enter, typed for something else when the window comes up, accepts nothing.
        self.discarding = push_button("Discard", self, self.discard, takes_enter=False, tip="Tells the assistant so")
        self.accepting = push_button(
            "Accept", self, self.accept_offer, takes_enter=False, look="primary", tip="One edit, which Undo takes back"
        )
        close = push_button("Close", self, self.close_window, takes_enter=False, tip="The proposal waits")
        for button in (self.discarding, self.accepting, close):
            across.addWidget(button)
        return across

    def look(self) -> None:
        """Show the oldest proposal that waits; the one that is shown stays while it does."""
        place = self._host.document.place()
        waiting = [] if place is None else read_offers(*place)
        # A person is reading it: it is not exchanged under the pointer for one that is older.
        if self.offer is not None and any(one.id == self.offer.id for one in waiting):
            return
        self._show(waiting[0] if waiting else None, len(waiting))

    def accept_offer(self) -> None:
        """Make the proposal one edit of the design, and show the next."""
        offer = self.offer
        if offer is None:
            return
        try:
            changeset = offer.changeset
        except RefusedInput as problem:
            self._complain(str(problem))
            return
        # Of a large design one change takes a moment too: that is worked out while the window goes on.
        many = max(len(changeset), len(self._host.document.design.nodes))
        refusal = self._host.document.attempt_many(lambda _: changeset, many, f"Accepting: {offer.label} …")
        if refusal:
            self._complain(f"It was made for another state of this design and cannot be accepted: {refusal}")
            return
        answer_offer(offer.id, "accepted")
        self._host.tell(f"Accepted: {offer.label}. Undo takes it back.")
        self._go_on()

    def discard(self) -> None:
        """Tell the assistant that the proposal is not wanted, and show the next."""
        if self.offer is not None:
            answer_offer(self.offer.id, "discarded")
            self._go_on()

    def _go_on(self) -> None:
        """Show the next proposal; after the last one the window has done its work."""
        self.offer = None
        self.look()
        if self.offer is None:
            self.close()

    def close_window(self) -> None:
        """Leave the proposal waiting."""
        self.close()

    def _show(self, offer: Offer | None, waiting: int) -> None:
        self.offer = offer
        self.problem.hide()
        for button in (self.accepting, self.discarding):
            button.setEnabled(offer is not None)
        self.figures.setVisible(offer is not None)
        # Without a proposal nothing else is in sight: title and hint then stand together at the top.
        self._down.setStretchFactor(self.by, 1 if offer is None else 0)
        for shown in (self.picture, self.sides, self.scrolled):
            shown.setVisible(offer is not None)
        if offer is None:
            self.title.setText(_NONE)
            self.by.setText(_HINT)
            self.words.setText("")
            return
        self.title.setText(offer.label)
        more = f" {counted(waiting - 1, 'more proposal')} after it." if waiting > 1 else ""
        self.by.setText(f"{offer.by or 'An assistant'} proposes this; nothing is changed until you accept it.{more}")
        self.figures.show_rows(offer.figures)
        told = [*offer.steps[:MOST_WORDS], *(f"New: {one}" for one in offer.raised[:MOST_WORDS])]
        self.words.setText("\n".join([offer.words, *(f"• {one}" for one in told)]))
        self._draw(offer)

    def _draw(self, offer: Offer) -> None:
        """Show a picture of the design as it would be."""
        design = self._host.document.design
        try:
            after: Design | None = offer.changeset.applied(design)
        except RefusedInput as problem:
            after = None
            self._complain(f"It was made for another state of this design: {problem}")
        if after is not None and len(after.nodes.keys() | design.nodes.keys()) > MOST_DRAWN:
            around = changed_ids(offer.changeset, design, after)
            if not around:
                self.picture.show_picture(None, "Too much changes for a picture here; the assistant can send one.")
                return
            design, after = parts_around(design, after, around)
        if after is None:
            self.picture.show_picture(None, "")
        else:
            self.picture.show_designs(design, after)

    def _complain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()


def _columns() -> list[Column[ProposedFigure]]:
    return [
        Column("", lambda one: one.title, heading="Figure"),
        Column("Now", lambda one: one.before, right=True, width=164),
        Column("Then", lambda one: one.after, right=True, width=164),
        Column("Change", lambda one: one.change, right=True, width=88),
    ]
