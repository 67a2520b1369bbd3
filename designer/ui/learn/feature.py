"""Learning the program: what a word means, and the glossary."""

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QCursor

from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature
from designer.ui.learn.word_help import word_help

if TYPE_CHECKING:
    from designer.catalog.glossary import Term


def _what_is_this(context: Context) -> None:
    """Open the card of what the canvas has selected, or of the word at the pointer or keyboard; else the glossary."""
    window, work = context.window, context.workspace
    if work is not None and work.canvas.hasFocus():
        from designer.ui.learn.kind_terms import kind_terms

        terms: tuple[Term, ...] = kind_terms(work.document.design, work.canvas.selected_ids())
        if terms:
            place = QCursor.pos() if work.canvas.underMouse() else work.canvas.mapToGlobal(work.canvas.rect().center())
            word_help().show_card(terms, window, place)
            return
    if not word_help().explain(window):
        context.say("There is no word of the glossary here; search for it in the list.")
        word_help().show_all(window)


def _glossary(context: Context) -> None:
    word_help().show_all(context.window)


def _tour(context: Context) -> None:
    from designer.ui.learn.tour.tour import start_tour

    start_tour(context)


def _six_layers(context: Context) -> None:
    from designer.ui.learn.six_layers_walk import start_walk

    start_walk(context)


LEARNING: Final = Feature(
    commands=(
        Command("help.tour", "Tour: from nothing to a bill and a slide", "Help", _tour, "", "play", part_break=True),
        Command("help.six_layers", "Six layers in six minutes", "Help", _six_layers, "", "layer-serving"),
        Command("help.what", "What is this?", "Help", _what_is_this, "Shift+F1", "help", places={"node": 72}),
        Command("help.glossary", "Glossary", "Help", _glossary, "", "list"),
    )
)
