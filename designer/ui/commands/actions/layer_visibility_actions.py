"""The commands that show and hide layers and media."""

from PySide6.QtCore import QPoint

from designer.model.parts.part import LAYERS, Layer, Medium
from designer.model.relations import RELATIONS
from designer.ui.canvas.rendering.layer_visibility_words import MEDIA_TITLES
from designer.ui.commands.actions.edit_actions import GetWorkspace


class ShownActions:
    """Actions on what the drawing shows; a state of the window that only saved views keep."""

    def __init__(self, workspace: GetWorkspace) -> None:
        self._workspace = workspace

    def choose(self) -> None:
        """Open the list of layers and media."""
        if work := self._workspace():
            work.views.show_view("topology")
            work.canvas.choose_shown(work.canvas.mapToGlobal(QPoint(12, 52)))

    def everything(self) -> None:
        """Hide nothing."""
        if work := self._workspace():
            work.canvas.set_hidden((), ())

    def fabric(self) -> None:
        """Show or hide the fabric."""
        self._toggle("fabric")

    def storage(self) -> None:
        """Show or hide storage links."""
        self._toggle("storage")

    def management(self) -> None:
        """Show or hide management links."""
        self._toggle("management")

    def nvlink(self) -> None:
        """Show or hide NVLink."""
        self._toggle("nvlink")

    def pcie(self) -> None:
        """Show or hide PCIe."""
        self._toggle("pcie")

    def power(self) -> None:
        """Show or hide power feeds."""
        self._toggle("power")

    def coolant(self) -> None:
        """Show or hide coolant."""
        self._toggle("coolant")

    def software(self) -> None:
        """Show or hide what runs on and depends on what."""
        self._toggle(*RELATIONS)

    def facility(self) -> None:
        """Show or hide the facility layer."""
        if work := self._workspace():
            stage = work.canvas.stage
            before = stage.hidden_layers
            hide = "facility" not in before
            layers: list[Layer] = [one for one in LAYERS if (hide if one == "facility" else one in before)]
            work.canvas.set_hidden(layers, stage.hidden_media)

    def _toggle(self, *media: Medium) -> None:
        if work := self._workspace():
            stage = work.canvas.stage
            hide = not set(media) <= set(stage.hidden_media)
            before = stage.hidden_media
            hidden: list[Medium] = [one for one in MEDIA_TITLES if (hide if one in media else one in before)]
            work.canvas.set_hidden(stage.hidden_layers, hidden)
