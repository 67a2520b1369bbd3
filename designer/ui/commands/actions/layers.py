"""The commands that show and hide layers and media."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint

from designer.model.parts.part import LAYERS, Layer, Medium
from designer.ui.canvas.rendering.layer_visibility_words import MEDIA_TITLES
from designer.ui.commands.context import Context, Run


def choose(context: Context) -> None:
    """Open the list of layers and media."""
    if work := context.workspace:
        work.views.show_view("topology")
        work.canvas.choose_shown(work.canvas.mapToGlobal(QPoint(12, 52)))


def everything(context: Context) -> None:
    """Hide nothing."""
    if work := context.workspace:
        work.canvas.set_hidden((), ())


def facility(context: Context) -> None:
    """Show or hide the facility layer."""
    if work := context.workspace:
        stage = work.canvas.stage
        before = stage.hidden_layers
        hide = "facility" not in before
        layers: list[Layer] = [one for one in LAYERS if (hide if one == "facility" else one in before)]
        work.canvas.set_hidden(layers, stage.hidden_media)


def toggle(*media: Medium) -> Run:
    """Return what shows or hides links of these media."""
    return partial(_toggle, media=media)


def _toggle(context: Context, media: Sequence[Medium]) -> None:
    if work := context.workspace:
        stage = work.canvas.stage
        hide = not set(media) <= set(stage.hidden_media)
        before = stage.hidden_media
        hidden: list[Medium] = [one for one in MEDIA_TITLES if (hide if one in media else one in before)]
        work.canvas.set_hidden(stage.hidden_layers, hidden)
