"""The deck's window: order, words, own slides and the level of the slides."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.commands.open_windows import WindowHost, WindowSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from designer.ui.widgets.message_boxes import Questions


def _deck(host: WindowHost, _: "Questions", parent: "QWidget") -> "QDialog":
    from designer.ui.deck.dialog import DeckDialog

    return DeckDialog(host.document, parent)


DECK: Final = Feature(
    windows=(WindowSpec("deck", _deck),),
    commands=(Command("present.deck", "Deck…", "Present", open_window("deck"), "Ctrl+Alt+D", "list", "design"),),
)
