"""One line of a proposal: tick, picture, what and why, another part instead, how many, and the price."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QSizePolicy, QWidget

from designer.model.figures.figure_text import figure_text
from designer.model.figures.number_locale import localised
from designer.model.parts.part import Part
from designer.review.make_real.records import NO_PRICE, PricedLine
from designer.ui.catalog.part_picture_view import PartPictureView
from designer.ui.widgets.buttons import check_box
from designer.ui.widgets.fields import label

PICTURE_HIGH: Final = 40
_PICTURE_WIDE: Final = 64
_COUNT_WIDE: Final = 40
_PRICE_WIDE: Final = 96


def price_words(one: PricedLine) -> str:
    """Return the price of a line as its row has it; "" for what is not bought."""
    if one.price is not None:
        return figure_text(one.price)
    return NO_PRICE if one.line.part and one.line.count else ""


class LineRow(QWidget):
    """A line that can be ticked off, or made of another part.

    Attributes:
        tick: Whether it is taken; hidden for what follows from the others.
        swap: The part, and others that fit; None where there are none.
    """

    def __init__(
        self,
        one: PricedLine,
        parts: Mapping[str, Part],
        ticked: Callable[[str, bool], object],
        swapped: Callable[[str, str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        line = one.line
        self.one = one
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 8, 6)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(2, 1)
        self.tick = check_box("", self, partial(_told, ticked, line.key), checked=line.taken, name=_tick_name(one))
        self.tick.setFixedWidth(24)
        self.tick.setVisible(not line.follows and not line.problem)
        policy = self.tick.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.tick.setSizePolicy(policy)
        grid.addWidget(self.tick, 0, 0, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        picture = PartPictureView(self, height=PICTURE_HIGH)
        picture.setFixedWidth(_PICTURE_WIDE)
        picture.show_part(parts.get(line.part))
        if picture.picture is None:
            picture.hide()
            kept = picture.sizePolicy()
            kept.setRetainSizeWhenHidden(True)
            picture.setSizePolicy(kept)
        grid.addWidget(picture, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self.swap: QComboBox | None = None
        if line.others and not line.follows:
            # To the left, so that the column may grow wider than the box.
            grid.addWidget(self._choice(one, parts, swapped), 0, 2, Qt.AlignmentFlag.AlignLeft)
        else:
            grid.addWidget(label(line.title, "strong", self, wraps=True), 0, 2)
        why = label(line.why, "warn-caption" if line.problem else "caption", self, wraps=True)
        grid.addWidget(why, 1, 2)
        count = label(f"{line.count:,}" if line.count else "", "strong", self)
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        count.setMinimumWidth(_COUNT_WIDE)
        grid.addWidget(count, 0, 3, 2, 1)
        words = price_words(one)
        price = label(words, "warn-caption" if words == NO_PRICE else "body", self)
        price.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        price.setMinimumWidth(_PRICE_WIDE)
        price.setToolTip(localised(f"Rests on: {one.basis}" if one.basis else ""))
        grid.addWidget(price, 0, 4, 2, 1)
        self.setAccessibleName(f"{line.count:,} × {line.title}, {words or 'not bought'}: {line.why}")

    def _choice(self, one: PricedLine, parts: Mapping[str, Part], swapped: Callable[[str, str], object]) -> QComboBox:
        box = self.swap = QComboBox(self)
        box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        box.setAccessibleName(f"Part for {one.line.title}")
        for part_id in (one.line.part, *one.line.others):
            part = parts.get(part_id)
            box.addItem(part.name if part is not None else part_id, part_id)
        box.activated.connect(partial(self._chosen, one.line.key, swapped))
        return box

    def _chosen(self, key: str, swapped: Callable[[str, str], object], _: int) -> None:
        if self.swap is not None:
            swapped(key, str(self.swap.currentData()))


def _told(ticked: Callable[[str, bool], object], key: str, on: bool) -> None:
    ticked(key, on)


def _tick_name(one: PricedLine) -> str:
    return f"Add {one.line.count:,} × {one.line.title}" if one.line.count else f"Take: {one.line.title}"
