"""Words where no part was found: why, and what to loosen."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from designer.catalog.filters import Criterion
from designer.model.figures.figure_text import count_text, counted_text
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label

MOST_OFFERED: Final = 3


class NoParts(QWidget):
    """An empty list's reasons."""

    loosen_wanted = Signal(str)
    """The criterion of the filter that is in the way."""
    unknown_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        down = QVBoxLayout(self)
        down.setContentsMargins(32, 48, 32, 32)
        down.setSpacing(8)
        self.title = label("", "title", self, wraps=True)
        self.reason = label("", "muted", self, wraps=True)
        down.addWidget(self.title)
        down.addWidget(self.reason)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(8)
        down.addLayout(self._offers)
        down.addStretch(1)
        self.offers: list[QPushButton] = []

    def explain(
        self,
        text: str,
        everything: int,
        found: int,
        kept_out: Mapping[Criterion, int],
        words: Callable[[Criterion], str],
        *,
        unknown: int = 0,
    ) -> None:
        """Say why there is nothing.

        Args:
            text: What was searched.
            everything: How many parts there are.
            found: How many the search alone finds.
            kept_out: How many each filter alone keeps out.
            words: What a filter asks for.
            unknown: How many would pass if the unknown did.
        """
        for button in self.offers:
            self._offers.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.offers = []
        if not everything:
            self.title.setText("The catalog holds no parts")
            self.reason.setText("Install Stackwright again, or make a part of your own.")
        elif not found:
            self.title.setText(f"No part matches “{text if len(text) <= 40 else text[:39] + '…'}”")
            self.reason.setText("Try fewer letters, a vendor, a part number or a kind such as “switch”.")
        else:
            these = (
                f"{counted_text(found, 'part matches', 'parts match')} the search, but"
                if text
                else "No part passes all filters;"
            )
            self.title.setText("The filters leave nothing")
            if kept_out:
                self.reason.setText(f"{these} {'none passes the filters; ' if text else ''}loosen one of them:")
            else:
                self.reason.setText(f"{these} more than one filter keeps each of them out.")
            for criterion, count in sorted(kept_out.items(), key=lambda pair: -pair[1])[:MOST_OFFERED]:
                self._offer(f"Without {words(criterion)}: {_parts(count)}", partial(self.loosen_wanted.emit, criterion))
            if unknown:
                self._offer(f"Also where it is unknown: {_parts(unknown)}", self.unknown_wanted.emit)
            self._offer("Clear all filters", self.clear_wanted.emit)

    def _offer(self, words: str, do: Callable[[], object]) -> None:
        button = push_button(words, self, do, look="fix", takes_enter=False)
        self._offers.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.offers.append(button)


def _parts(count: int) -> str:
    return f"{count_text(count)} part{'s' if count != 1 else ''}"
