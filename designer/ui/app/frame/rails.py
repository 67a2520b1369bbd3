"""The two rails of a workspace: the parts and their layers at the left, the inspector and the panels at the right."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtWidgets import QMenu

from designer.review.findings import Finding
from designer.ui.app.frame.rail import Rail, RailButton
from designer.ui.app.frame.work_frame import WorkFrame
from designer.ui.app.panel_tabs import PanelTabs, Tab
from designer.ui.commands.command_set import CommandSet
from designer.ui.widgets.part_words import LAYER_ICONS, LAYER_TITLES, LAYERS_DOWN

if TYPE_CHECKING:
    from designer.model.parts.part import Layer
    from designer.ui.panels.parts_panel import PalettePanel
    from designer.ui.views.view_tabs import ViewTabs

MORE: Final = ("limits.sweep", "limits.collectives", "", "view.map", "view.assumptions", "", "view.fold_all")
"""Commands behind the button of further things."""
_TONES: Final = {"error": "error", "warning": "warn", "note": "accent"}


class Work(Protocol):
    """Panels of one design that the buttons of rails open, and the views between them."""

    @property
    def side(self) -> PanelTabs:
        """The panels at the left."""
        ...

    @property
    def bottom(self) -> PanelTabs:
        """The panels below."""
        ...

    @property
    def views(self) -> "ViewTabs":
        """The views, which take the keyboard when a panel is put away."""
        ...

    @property
    def palette_panel(self) -> "PalettePanel":
        """The parts that can be placed."""
        ...

    def show_panel(self, panel_id: str) -> PanelTabs:
        """Bring a panel into sight; return the side that it is on."""
        ...


class Rails:
    """Makes the rails of a frame, and shows on their buttons what is open."""

    def __init__(self, frame: WorkFrame, commands: CommandSet, work: Work) -> None:
        self._frame, self._commands, self._work = frame, commands, work
        self.left = Rail("Parts, folded", "rail-left", frame)
        self.right = Rail("Panels, folded", "rail-right", frame)
        self.buttons: dict[str, RailButton] = {}
        search = self._add(self.left, "parts", "search", "Parts", self._toggle_parts)
        commands.tell_keys(search, "edit.add_part", "Find a part")
        for layer in LAYERS_DOWN:
            run = partial(self._show_layer, layer)
            name = f"Parts of the layer {LAYER_TITLES[layer]}"
            button = RailButton(LAYER_ICONS[layer], name, self.left, run, layer)
            self.buttons[f"layer.{layer}"] = self.left.add(button)
        outline = self._add(self.left, "outline", "list", "Outline", partial(self._toggle_side, "outline"))
        commands.tell_keys(outline, "view.outline", "Outline")
        self.left.add_stretch()
        dock = self._add(self.left, "dock", "chevron-right", "Dock the parts", partial(frame.pin, "palette", True))
        commands.tell_keys(dock, "view.toggle_palette", "Dock the parts")

    def fill(self, tabs: Sequence[Tab]) -> None:
        """Make the right rail: the inspector, a button for each of TABS, and what is behind More."""
        inspector = self._add(self.right, "inspector", "info", "Inspector", self._toggle_inspector)
        self._commands.tell_keys(inspector, "view.toggle_inspector", "Inspector")
        for tab in tabs:
            first = tab.pages[0]
            button = self._add(self.right, tab.title, first.icon, tab.title, partial(self._toggle_panel, tab))
            if len(tab.pages) == 1 and first.command_id in self._commands.actions:
                self._commands.tell_keys(button, first.command_id, tab.title)
        more = self._add(self.right, "more", "more", "More", None)
        more.setPopupMode(RailButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self._menu(more))
        more.setAccessibleDescription("Sweep of failures, collectives, the map and the book of assumptions")
        self.right.add_stretch()

    def _menu(self, parent: RailButton) -> QMenu:
        return self._commands.menu_of(parent, MORE)

    def _add(self, rail: Rail, key: str, icon: str, name: str, run: object) -> RailButton:
        button = RailButton(icon, name, rail, run)  # type: ignore[arg-type]
        button.setCheckable(run is not None and key != "dock")
        self.buttons[key] = rail.add(button)
        return button

    def show_stands(self) -> None:
        """Press the buttons of what is open, and leave out those of what is docked."""
        frame, bottom, side = self._frame, self._work.bottom, self._work.side
        palette_open = frame.how("palette") == "open"
        self.buttons["parts"].setChecked(palette_open and side.shown == "parts")
        self.buttons["outline"].setChecked(palette_open and side.shown == "outline")
        self.buttons["inspector"].setChecked(frame.how("inspector") == "open")
        self.buttons["inspector"].setVisible(frame.how("inspector") != "docked")
        below = frame.how("below")
        for tab in bottom.shown_tabs:
            button = self.buttons[tab.title]
            button.setVisible(below != "docked")
            button.setChecked(below == "open" and bottom.shown in [page.id for page in tab.pages])

    def count_findings(self, findings: Sequence[Finding]) -> None:
        """Show on the button of the findings how many there are, in the colour of the worst."""
        button = self.buttons.get("Findings")
        if button is None:
            return
        worst = next((one for one in ("error", "warning", "note") if any(f.severity == one for f in findings)), "note")
        button.show_count(len(findings), _TONES[worst], f"{len(findings)} findings" if findings else "none")

    def _toggle_parts(self) -> None:
        self._toggle_side("parts")

    def _toggle_side(self, panel_id: str) -> None:
        if self._frame.how("palette") == "open" and self._work.side.shown == panel_id:
            self._frame.put_away("palette")
            self._work.views.view.setFocus()
        else:
            self._work.show_panel(panel_id).start()
        self.show_stands()

    def _show_layer(self, layer: "Layer") -> None:
        self._work.show_panel("parts")
        self._work.palette_panel.show_layer(layer)
        self._work.side.start()

    def _toggle_inspector(self) -> None:
        if self._frame.how("inspector") == "open":
            self._frame.fold("inspector")
        else:
            self._frame.open("inspector")
        self.show_stands()

    def _toggle_panel(self, tab: Tab) -> None:
        work = self._work
        if self._frame.how("below") == "open" and work.bottom.shown in [page.id for page in tab.pages]:
            self._frame.put_away("below")
            work.views.view.setFocus()
        else:
            work.show_panel(next((one.id for one in tab.pages if one.id == work.bottom.shown), tab.pages[0].id)).start()
        self.show_stands()
