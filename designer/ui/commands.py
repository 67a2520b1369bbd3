"""The one table of commands: it feeds menus, tool bars, shortcuts and the command palette; see `command_set`."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Command(NamedTuple):
    """One thing that a person can do.

    Attributes:
        id: "owner.method": the owner is a key of the map that a CommandSet is given.
        title: Words for menus, an ellipsis when it asks for more.
        menu: Title of the menu; "File/Export" is a submenu.
        shortcut: In Qt's portable text; several parted by "; ".
        icon: File in resources/icons without ".svg".
        when: Name of the condition under which it can run; "" is always.
        part_break: Whether a line stands above it in its menu.
    """

    id: str
    title: str
    menu: str
    shortcut: str = ""
    icon: str = ""
    when: str = ""
    part_break: bool = False


COMMANDS: Final[tuple[Command, ...]] = (
    Command("files.new_empty", "New empty design", "File", "Ctrl+N", "new"),
    Command("files.welcome", "New from a template…", "File", "Ctrl+T", "template"),
    Command("files.open", "Open…", "File", "Ctrl+O", "open"),
    Command("files.save", "Save", "File", "Ctrl+S", "save", "design", part_break=True),
    Command("files.save_as", "Save as…", "File", "Ctrl+Shift+S", "", "design"),
    Command("exports.bill", "Bill of materials…", "File/Export", "Ctrl+B", "list", "design", part_break=True),
    Command("exports.cables", "Cable schedule…", "File/Export", "Ctrl+Alt+B", "", "design"),
    Command("exports.drawing", "Drawing…", "File/Export", "Ctrl+E", "export", "design"),
    Command("exports.report", "One-page report…", "File/Export", "Ctrl+Shift+R", "file", "design"),
    Command("exports.text", "Design as text…", "File/Export", "", "copy", "design"),
    Command("files.new_window", "New window", "File", "Ctrl+Shift+W", "", "", part_break=True),
    Command("files.close_design", "Close design", "File", "Ctrl+W", "", "design"),
    Command("files.quit", "Quit", "File", "Ctrl+Q", "", "", part_break=True),
    Command("edit.undo", "Undo", "Edit", "Ctrl+Z", "undo", "undo"),
    Command("edit.redo", "Redo", "Edit", "Ctrl+Shift+Z; Ctrl+Y", "redo", "redo"),
    Command("edit.cut", "Cut", "Edit", "Ctrl+X", "cut", "selection", part_break=True),
    Command("edit.copy", "Copy", "Edit", "Ctrl+C", "copy", "selection"),
    Command("edit.paste", "Paste", "Edit", "Ctrl+V", "paste", "design"),
    Command("edit.duplicate", "Duplicate", "Edit", "Ctrl+D", "duplicate", "selection"),
    Command("edit.delete", "Delete", "Edit", "Del; Backspace", "delete", "selection"),
    Command("edit.select_all", "Select all", "Edit", "Ctrl+A", "", "design"),
    Command("edit.add_part", "Find a part…", "Edit", "Ctrl+F", "search", "design", part_break=True),
    Command("edit.quick_add", "Add a part here…", "Edit", "/", "plus", "design"),
    Command("edit.rename", "Rename", "Edit", "F2", "", "one"),
    Command("edit.count", "How many of it…", "Edit", "", "", "one"),
    Command("edit.link_from", "Draw a link from here", "Edit", "", "connect", "one"),
    Command("edit.next_port", "Show its ports, one by one", "Edit", "Shift+P", "", "selection"),
    Command("many.query", "Select by words…", "Edit/Select", "Ctrl+Shift+K", "search", "design"),
    Command("many.same_kind", "Select all of this kind", "Edit/Select", "", "", "selection"),
    Command("many.same_part", "Select all of this part", "Edit/Select", "", "", "selection"),
    Command("many.replace", "Find and replace…", "Edit", "Ctrl+H", "", "design"),
    Command("edit.swap_part", "Swap for another part…", "Edit", "Ctrl+Alt+S", "", "selection"),
    Command("many.copy_look", "Copy look and choices", "Edit", "Ctrl+Alt+C", "", "selection"),
    Command("many.paste_look", "Give look and choices", "Edit", "Ctrl+Alt+V", "", "selection"),
    Command("edit.select_tool", "Select and move", "Edit/Tool", "V", "select", "design"),
    Command("edit.pan_tool", "Pan", "Edit/Tool", "H", "pan", "design"),
    Command("edit.lasso_tool", "Lasso", "Edit/Tool", "Q", "lasso", "design"),
    Command("edit.connect_tool", "Connect ports", "Edit/Tool", "C", "connect", "design"),
    Command("edit.flow_tool", "Draw a flow", "Edit/Tool", "T", "flow", "design"),
    Command("edit.flow_between", "Flow between the two selected", "Edit", "", "", "two"),
    Command("edit.stamp_tool", "Stamp: place a part again and again", "Edit/Tool", "S", "place", "design"),
    Command("marks.note_tool", "Note", "Edit/Insert", "N", "note", "design", part_break=True),
    Command("marks.frame_tool", "Frame", "Edit/Insert", "Shift+N", "mark-frame", "design"),
    Command("marks.arrow_tool", "Arrow", "Edit/Insert", "A", "mark-arrow", "design"),
    Command("marks.picture", "Picture from a file…", "Edit/Insert", "Ctrl+Alt+I", "picture", "design"),
    Command("arrange.group_rack", "Group into a rack", "Arrange", "Ctrl+G", "group", "selection"),
    Command("arrange.group_row", "Group into a row", "Arrange", "", "row", "selection"),
    Command("arrange.group_pod", "Group into a pod", "Arrange", "Ctrl+Shift+G", "pod", "selection"),
    Command("arrange.group_room", "Group into a room", "Arrange", "", "room", "selection"),
    Command("arrange.fold", "Fold or unfold", "Arrange", "Ctrl+.", "", "selection"),
    Command("arrange.fold_all", "Fold all groups", "Arrange", "", "", "design"),
    Command("arrange.unfold_all", "Unfold all groups", "Arrange", "", "", "design"),
    Command("arrange.ungroup", "Ungroup", "Arrange", "Ctrl+U", "", "container"),
    Command("arrange.take_out", "Take out of its group", "Arrange", "", "", "selection"),
    Command("arrange.peel", "Split one copy off", "Arrange", "", "", "copies"),
    Command("arrange.tidy", "Tidy", "Arrange", "Ctrl+L", "arrange", "design", part_break=True),
    Command("arrange.tidy_tiers", "In tiers", "Arrange/Tidy in a style", "", "", "design"),
    Command("arrange.tidy_tree", "As a tree", "Arrange/Tidy in a style", "", "", "design"),
    Command("arrange.tidy_radial", "In rings", "Arrange/Tidy in a style", "", "", "design"),
    Command("arrange.tidy_grid", "In a grid", "Arrange/Tidy in a style", "", "", "design"),
    Command("arrange.align_left", "Align left edges", "Arrange/Align", "Alt+A", "", "several"),
    Command("arrange.align_centre", "Align centres", "Arrange/Align", "Alt+H", "", "several"),
    Command("arrange.align_right", "Align right edges", "Arrange/Align", "Alt+D", "", "several"),
    Command("arrange.align_top", "Align top edges", "Arrange/Align", "Alt+W", "", "several", True),
    Command("arrange.align_middle", "Align middles", "Arrange/Align", "Alt+V", "", "several"),
    Command("arrange.align_bottom", "Align bottom edges", "Arrange/Align", "Alt+S", "", "several"),
    Command("arrange.distribute_across", "Equal gaps across", "Arrange/Align", "Alt+Shift+H", "", "several", True),
    Command("arrange.distribute_down", "Equal gaps down", "Arrange/Align", "Alt+Shift+V", "", "several"),
    Command("arrange.same_width", "Same width", "Arrange/Align", "Alt+Shift+W", "", "several", True),
    Command("arrange.same_height", "Same height", "Arrange/Align", "Alt+Shift+T", "", "several"),
    Command("arrange.snap", "Snap to the grid", "Arrange/Align", "Alt+G", "", "design", True),
    Command("racks.fill", "Fill racks by a rule…", "Arrange/Racks", "", "", "design", True),
    Command("racks.place_all", "Place all that wait", "Arrange/Racks", "", "", "design"),
    Command("racks.close_gaps", "Close gaps with blanking panels", "Arrange/Racks", "", "", "design"),
    Command("racks.pack", "Pack racks down", "Arrange/Racks", "", "", "design"),
    Command("racks.swap", "Swap two devices in racks", "Arrange/Racks", "", "", "two"),
    Command("arrange.lock", "Lock in place, or unlock", "Arrange", "Alt+L", "lock", "selection"),
    Command("arrange.unlock_all", "Unlock everything", "Arrange", "Alt+Shift+L", "", "design"),
    Command("arrange.to_front", "Bring to front", "Arrange", "Ctrl+Shift+]; Ctrl+}", "", "selection"),
    Command("arrange.to_back", "Send to back", "Arrange", "Ctrl+Shift+[; Ctrl+{", "", "selection"),
    Command("arrange.regenerate", "Change the generator's parameters…", "Arrange", "", "template", "generated"),
    Command("catalog.browse", "Browse the catalog…", "Catalog", "Ctrl+Shift+F", "search"),
    Command("catalog.new_part", "New part of your own…", "Catalog", "Ctrl+Shift+N", "new"),
    Command("catalog.import_parts", "Parts from a file…", "Catalog/Import", "", "", part_break=True),
    Command("catalog.import_netbox", "NetBox device types…", "Catalog/Import", "", "", ""),
    Command("catalog.import_prices", "Prices…", "Catalog/Import", "", "", ""),
    Command("catalog.export_own", "Export your own parts…", "Catalog", "", "export", ""),
    Command("catalog.price_book", "Price book of the project…", "Catalog", "Ctrl+Shift+B", "list", "design", True),
    Command("catalog.updates", "Newer facts for the project's parts…", "Catalog", "Ctrl+Shift+U", "", "design"),
    Command("view.topology", "Topology", "View", "Ctrl+4", "frame", "design"),
    Command("view.floor", "Floor", "View", "Ctrl+6", "room", "design"),
    Command("view.stack", "Stack", "View", "Ctrl+5", "list", "design"),
    Command("view.rack", "Racks", "View", "Ctrl+7", "list", "design"),
    Command("view.power", "Power", "View", "Ctrl+8", "ups", "design"),
    Command("failures.toggle", "Fail it, or mend it", "View/Failures", "X", "", "selection"),
    Command("failures.every", "Fail all copies of it, or mend them", "View/Failures", "Shift+X", "", "selection"),
    Command("failures.plane", "Fail its plane, or mend it", "View/Failures", "Ctrl+Shift+X", "", "selection"),
    Command("limits.sweep", "Sweep of failures, one or two at a time…", "View/Failures", "Ctrl+Shift+Y", "", "design"),
    Command("failures.mend", "Mend all that has failed", "View/Failures", "", "", "failures"),
    Command("view.fail", "See in the stack what falls with it", "View/Failures", "Ctrl+Shift+D", "", "selection"),
    Command("money.open", "Own, cloud or tokens…", "Money", "Ctrl+M", "chart", "design"),
    Command("money.matters", "What matters…", "Money", "", "", "design"),
    Command("money.growth", "Growth over 36 months…", "Money", "", "", "design"),
    Command("money.places", "Where the money sits…", "Money", "", "", "design"),
    Command("view.fit", "Fit the design", "View", "F", "fit", "design", part_break=True),
    Command("view.zoom_selection", "Fit the selection", "View", "Shift+F", "", "selection"),
    Command("view.zoom_in", "Zoom in", "View", "Ctrl++; Ctrl+=", "zoom-in", "design"),
    Command("view.zoom_out", "Zoom out", "View", "Ctrl+-", "zoom-out", "design"),
    Command("view.zoom_actual", "Zoom to 100%", "View", "Ctrl+0", "", "design"),
    Command("view.back", "Back to where you looked", "View", "Alt+Left", "", "design"),
    Command("view.forward", "Forward again", "View", "Alt+Right", "", "design"),
    Command("shown.choose", "Layers and media…", "View/Show", "Ctrl+Alt+L", "eye", "design"),
    Command("shown.everything", "Show everything", "View/Show", "Ctrl+Alt+A", "", "design"),
    Command("shown.fabric", "Show or hide fabric", "View/Show", "", "", "design", part_break=True),
    Command("shown.storage", "Show or hide storage links", "View/Show", "", "", "design"),
    Command("shown.management", "Show or hide management links", "View/Show", "", "", "design"),
    Command("shown.nvlink", "Show or hide NVLink", "View/Show", "", "", "design"),
    Command("shown.pcie", "Show or hide PCIe", "View/Show", "", "", "design"),
    Command("shown.power", "Show or hide power feeds", "View/Show", "Ctrl+Alt+P", "", "design"),
    Command("shown.coolant", "Show or hide coolant", "View/Show", "", "", "design"),
    Command("shown.software", "Show or hide what runs on what", "View/Show", "", "", "design"),
    Command("shown.facility", "Show or hide the facility layer", "View/Show", "", "", "design", part_break=True),
    Command("view.utilisation", "Colour by utilisation", "View/Colour by", "U", "chart", "design"),
    Command("view.heat_power", "Colour by power", "View/Colour by", "Shift+U", "", "design"),
    Command("view.heat_cost", "Colour by cost", "View/Colour by", "Alt+U", "", "design"),
    Command("view.heat_nothing", "Colour by nothing", "View/Colour by", "", "", "design"),
    Command("limits.between", "Smallest cut between two selections…", "View", "B", "", "design"),
    Command("limits.collectives", "What collectives cost…", "View", "Ctrl+Shift+L", "", "design"),
    Command("view.theme_system", "Colours of the system", "View/Colours", "", "", ""),
    Command("view.theme_light", "Light", "View/Colours", "", "sun", ""),
    Command("view.theme_dark", "Dark", "View/Colours", "", "moon", ""),
    Command("view.motion_system", "As the system says", "View/Motion", "", "", ""),
    Command("view.motion_glide", "Things glide to their places", "View/Motion", "", "", ""),
    Command("view.motion_jump", "Things jump to their places", "View/Motion", "", "", ""),
    Command("view.toggle_palette", "Show or hide the parts", "View", "Ctrl+1", "", "design", part_break=True),
    Command("view.toggle_inspector", "Show or hide the inspector", "View", "Ctrl+2", "", "design"),
    Command("view.toggle_bottom", "Show or hide findings and charts", "View", "Ctrl+3", "", "design"),
    Command("view.history", "History of edits", "View", "Ctrl+Alt+Z", "history", "design"),
    Command("view.outline", "Outline of the design", "View", "Ctrl+Shift+O", "list", "design"),
    Command("view.next_panel", "Go to the next panel", "View", "F6", "", "design"),
    Command("present.start", "Present", "Present", "F5", "play", "design"),
    Command("present.save_view", "Save view with caption…", "Present", "Ctrl+Shift+V", "eye", "design"),
    Command("present.views", "Saved views…", "Present", "", "list", "design"),
    Command("help.palette", "Search or run a command…", "Help", "Ctrl+K", "search"),
    Command("help.guide", "Guide", "Help", "Shift+F1", "help"),
    Command("help.shortcuts", "Keyboard shortcuts", "Help", "F1", "help"),
    Command("help.about", "About Stackwright", "Help", "", "info"),
)
MENUS: Final = tuple(dict.fromkeys(command.menu.partition("/")[0] for command in COMMANDS))
BY_ID: Final = {command.id: command for command in COMMANDS}
WHY_NOT: Final[Mapping[str, str]] = {
    "design": "Open or begin a design first.",
    "undo": "Nothing was done that could be undone.",
    "redo": "Nothing was undone that could be done again.",
    "selection": "Select something first.",
    "container": "Select a rack, pod or another group first.",
    "one": "Select one thing first.",
    "copies": "Select one thing of which there are several copies first.",
    "two": "Select two nodes first.",
    "several": "Select two or more nodes first.",
    "failures": "Nothing has failed.",
    "generated": "Only a design made by a template with parameters can be made anew.",
}
"""By condition, why a command cannot run."""


def why_not(command: Command) -> str:
    """Why COMMAND cannot run, when it cannot."""
    return WHY_NOT.get(command.when, "It cannot run on what is selected.")
