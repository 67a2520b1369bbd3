"""Drawing on the canvas: to edit, to arrange, and what of the design is in sight."""

from typing import Final

from designer.model.kinds import POD, RACK, ROOM, ROW
from designer.model.relations import RELATIONS
from designer.ui.commands.actions import arrange, bulk_edit, edit, fold, layers, marks, measured, racks, view
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature

EDITING: Final = Feature(
    commands=(
        Command("edit.undo", "Undo", "Edit", edit.undo, "Ctrl+Z", "undo", "undo"),
        Command("edit.redo", "Redo", "Edit", edit.redo, "Ctrl+Shift+Z; Ctrl+Y", "redo", "redo"),
        Command("edit.cut", "Cut", "Edit", edit.cut, "Ctrl+X", "cut", "selection", part_break=True),
        Command("edit.copy", "Copy", "Edit", edit.copy, "Ctrl+C", "copy", "selection"),
        Command("edit.paste", "Paste", "Edit", edit.paste, "Ctrl+V", "paste", "design"),
        Command("edit.duplicate", "Duplicate", "Edit", edit.duplicate_selected, "Ctrl+D", "duplicate", "selection"),
        Command("edit.delete", "Delete", "Edit", edit.delete, "Del; Backspace", "delete", "selection"),
        Command("edit.select_all", "Select all", "Edit", edit.select_all, "Ctrl+A", "", "design"),
        Command("edit.add_part", "Find a part…", "Edit", edit.add_part, "Ctrl+F", "search", "design", part_break=True),
        Command("edit.quick_add", "Add a part here…", "Edit", edit.quick_add, "/", "plus", "design"),
        Command("edit.rename", "Rename", "Edit", edit.rename, "F2", "", "one"),
        Command("edit.count", "How many of it…", "Edit", edit.count, "", "", "one"),
        Command("edit.link_from", "Draw a link from here", "Edit", edit.link_from, "", "connect", "linkable"),
        Command("edit.other_ways", "Join them in another way…", "Edit", edit.other_ways, "", "", "link"),
        Command("edit.turn_relation", "Turn the relation around", "Edit", edit.turn_relation, "", "", "turnable"),
        Command("edit.next_port", "Show its ports, one by one", "Edit", edit.next_port, "Shift+P", "", "selection"),
        Command("many.query", "Select by words…", "Edit/Select", bulk_edit.query, "Ctrl+Shift+K", "search", "design"),
        Command("many.same_kind", "Select all of this kind", "Edit/Select", bulk_edit.same_kind, "", "", "selection"),
        Command("many.same_part", "Select all of this part", "Edit/Select", bulk_edit.same_part, "", "", "selection"),
        Command("many.replace", "Find and replace…", "Edit", bulk_edit.replace, "Ctrl+H", "", "design"),
        Command("edit.swap_part", "Swap for another part…", "Edit", edit.swap_part, "Ctrl+Alt+S", "", "selection"),
        Command("edit.swap_fabric", "Ethernet or InfiniBand…", "Edit", edit.swap_fabric, "Ctrl+Alt+E", "", "design"),
        Command("many.copy_look", "Copy look and choices", "Edit", bulk_edit.copy_look, "Ctrl+Alt+C", "", "selection"),
        Command(
            "many.paste_look", "Give look and choices", "Edit", bulk_edit.paste_look, "Ctrl+Alt+V", "", "selection"
        ),
        Command("edit.select_tool", "Select and move", "Edit/Tool", edit.tool("select"), "V", "select", "design"),
        Command("edit.pan_tool", "Pan", "Edit/Tool", edit.tool("pan"), "H", "pan", "design"),
        Command("edit.lasso_tool", "Lasso", "Edit/Tool", edit.tool("lasso"), "Q", "lasso", "design"),
        Command("edit.connect_tool", "Connect ports", "Edit/Tool", edit.tool("connect"), "C", "connect", "design"),
        Command("edit.flow_tool", "Draw a flow", "Edit/Tool", edit.flow_tool, "T", "flow", "design"),
        Command("edit.flow_between", "Flow between the two selected", "Edit", edit.flow_between, "", "", "two"),
        Command("edit.turn_flow", "Turn the flow around", "Edit", edit.turn_selected_flow, "", "", "flow"),
        Command("measured.read_log", "Read a log of requests…", "Edit", measured.read_log, "", "import", "one"),
        Command(
            "edit.stamp_tool",
            "Stamp: place a part again and again",
            "Edit/Tool",
            edit.stamp_tool,
            "S",
            "place",
            "design",
        ),
        Command("marks.note_tool", "Note", "Edit/Insert", marks.tool("note"), "N", "note", "design", part_break=True),
        Command("marks.frame_tool", "Frame", "Edit/Insert", marks.tool("frame"), "Shift+N", "mark-frame", "design"),
        Command("marks.arrow_tool", "Arrow", "Edit/Insert", marks.tool("arrow"), "A", "mark-arrow", "design"),
        Command(
            "marks.picture", "Picture from a file…", "Edit/Insert", marks.picture, "Ctrl+Alt+I", "picture", "design"
        ),
    )
)
ARRANGING: Final = Feature(
    commands=(
        Command(
            "arrange.group_rack", "Group into a rack", "Arrange", edit.group_into(RACK), "Ctrl+G", "group", "selection"
        ),
        Command("arrange.group_row", "Group into a row", "Arrange", edit.group_into(ROW), "", "row", "selection"),
        Command(
            "arrange.group_pod", "Group into a pod", "Arrange", edit.group_into(POD), "Ctrl+Shift+G", "pod", "selection"
        ),
        Command("arrange.group_room", "Group into a room", "Arrange", edit.group_into(ROOM), "", "room", "selection"),
        Command("arrange.fold", "Fold or unfold", "Arrange", fold.toggle_fold, "Ctrl+.", "", "selection"),
        Command("arrange.fold_all", "Fold all groups", "Arrange", fold.fold_all, "", "", "design"),
        Command("arrange.unfold_all", "Unfold all groups", "Arrange", fold.unfold_all, "", "", "design"),
        Command("arrange.ungroup", "Ungroup", "Arrange", edit.ungroup_selected, "Ctrl+U", "", "container"),
        Command("arrange.take_out", "Take out of its group", "Arrange", edit.take_out, "", "", "selection"),
        Command("arrange.peel", "Split one copy off", "Arrange", edit.peel, "", "", "copies"),
        Command("arrange.tidy", "Tidy", "Arrange", arrange.tidy, "Ctrl+L", "arrange", "design", part_break=True),
        Command(
            "arrange.tidy_tiers", "In tiers", "Arrange/Tidy in a style", arrange.tidy_in("tiers"), "", "", "design"
        ),
        Command("arrange.tidy_tree", "As a tree", "Arrange/Tidy in a style", arrange.tidy_in("tree"), "", "", "design"),
        Command(
            "arrange.tidy_radial", "In rings", "Arrange/Tidy in a style", arrange.tidy_in("radial"), "", "", "design"
        ),
        Command("arrange.tidy_grid", "In a grid", "Arrange/Tidy in a style", arrange.tidy_in("grid"), "", "", "design"),
        Command(
            "arrange.align_left", "Align left edges", "Arrange/Align", arrange.aligned("left"), "Alt+A", "", "several"
        ),
        Command(
            "arrange.align_centre", "Align centres", "Arrange/Align", arrange.aligned("centre"), "Alt+H", "", "several"
        ),
        Command(
            "arrange.align_right",
            "Align right edges",
            "Arrange/Align",
            arrange.aligned("right"),
            "Alt+D",
            "",
            "several",
        ),
        Command(
            "arrange.align_top",
            "Align top edges",
            "Arrange/Align",
            arrange.aligned("top"),
            "Alt+W",
            "",
            "several",
            True,
        ),
        Command(
            "arrange.align_middle", "Align middles", "Arrange/Align", arrange.aligned("middle"), "Alt+V", "", "several"
        ),
        Command(
            "arrange.align_bottom",
            "Align bottom edges",
            "Arrange/Align",
            arrange.aligned("bottom"),
            "Alt+S",
            "",
            "several",
        ),
        Command(
            "arrange.distribute_across",
            "Equal gaps across",
            "Arrange/Align",
            arrange.equal_gaps("across"),
            "Alt+Shift+H",
            "",
            "several",
            True,
        ),
        Command(
            "arrange.distribute_down",
            "Equal gaps down",
            "Arrange/Align",
            arrange.equal_gaps("down"),
            "Alt+Shift+V",
            "",
            "several",
        ),
        Command(
            "arrange.same_width",
            "Same width",
            "Arrange/Align",
            arrange.same("width"),
            "Alt+Shift+W",
            "",
            "several",
            True,
        ),
        Command(
            "arrange.same_height", "Same height", "Arrange/Align", arrange.same("height"), "Alt+Shift+T", "", "several"
        ),
        Command("arrange.snap", "Snap to the grid", "Arrange/Align", arrange.snap, "Alt+G", "", "design", True),
        Command("racks.fill", "Fill racks by a rule…", "Arrange/Racks", racks.fill, "", "", "design", True),
        Command("racks.place_all", "Place all that wait", "Arrange/Racks", racks.place_all, "", "", "design"),
        Command(
            "racks.close_gaps", "Close gaps with blanking panels", "Arrange/Racks", racks.close_gaps, "", "", "design"
        ),
        Command("racks.pack", "Pack racks down", "Arrange/Racks", racks.pack, "", "", "design"),
        Command("racks.swap", "Swap two devices in racks", "Arrange/Racks", racks.swap, "", "", "two"),
        Command("arrange.lock", "Lock in place, or unlock", "Arrange", arrange.lock, "Alt+L", "lock", "selection"),
        Command("arrange.unlock_all", "Unlock everything", "Arrange", arrange.unlock_all, "Alt+Shift+L", "", "design"),
        Command(
            "arrange.to_front", "Bring to front", "Arrange", arrange.to_front, "Ctrl+Shift+]; Ctrl+}", "", "selection"
        ),
        Command("arrange.to_back", "Send to back", "Arrange", arrange.to_back, "Ctrl+Shift+[; Ctrl+{", "", "selection"),
        Command(
            "arrange.regenerate",
            "Change the generator's parameters…",
            "Arrange",
            edit.regenerate,
            "",
            "template",
            "generated",
        ),
    )
)
LOOKING: Final = Feature(
    commands=(
        Command("view.fit", "Fit the design", "View", view.fit, "F", "fit", "design", part_break=True),
        Command("view.zoom_selection", "Fit the selection", "View", view.zoom_selection, "Shift+F", "", "selection"),
        Command("view.zoom_in", "Zoom in", "View", view.zoom_in, "Ctrl++; Ctrl+=", "zoom-in", "design"),
        Command("view.zoom_out", "Zoom out", "View", view.zoom_out, "Ctrl+-", "zoom-out", "design"),
        Command("view.zoom_actual", "Zoom to 100%", "View", view.zoom_actual, "Ctrl+0", "", "design"),
        Command("view.back", "Back to where you looked", "View", view.back, "Alt+Left", "", "design"),
        Command("view.forward", "Forward again", "View", view.forward, "Alt+Right", "", "design"),
        Command("shown.choose", "Layers and media…", "View/Show", layers.choose, "Ctrl+Alt+L", "eye", "design"),
        Command("shown.everything", "Show everything", "View/Show", layers.everything, "Ctrl+Alt+A", "", "design"),
        Command(
            "shown.fabric",
            "Show or hide fabric",
            "View/Show",
            layers.toggle("fabric"),
            "",
            "",
            "design",
            part_break=True,
        ),
        Command("shown.storage", "Show or hide storage links", "View/Show", layers.toggle("storage"), "", "", "design"),
        Command(
            "shown.management",
            "Show or hide management links",
            "View/Show",
            layers.toggle("management"),
            "",
            "",
            "design",
        ),
        Command("shown.nvlink", "Show or hide NVLink", "View/Show", layers.toggle("nvlink"), "", "", "design"),
        Command("shown.pcie", "Show or hide PCIe", "View/Show", layers.toggle("pcie"), "", "", "design"),
        Command(
            "shown.power", "Show or hide power feeds", "View/Show", layers.toggle("power"), "Ctrl+Alt+P", "", "design"
        ),
        Command("shown.coolant", "Show or hide coolant", "View/Show", layers.toggle("coolant"), "", "", "design"),
        Command(
            "shown.software",
            "Show or hide software and relations",
            "View/Show",
            layers.toggle(*RELATIONS),
            "",
            "",
            "design",
        ),
        Command(
            "shown.facility",
            "Show or hide the facility layer",
            "View/Show",
            layers.facility,
            "",
            "",
            "design",
            part_break=True,
        ),
        Command(
            "view.utilisation",
            "Colour by utilisation",
            "View/Colour by",
            view.colour_by("utilisation"),
            "U",
            "chart",
            "design",
        ),
        Command(
            "view.heat_power", "Colour by power", "View/Colour by", view.colour_by("power"), "Shift+U", "", "design"
        ),
        Command("view.heat_cost", "Colour by cost", "View/Colour by", view.colour_by("cost"), "Alt+U", "", "design"),
        Command("view.heat_nothing", "Colour by nothing", "View/Colour by", view.colour_by(""), "", "", "design"),
    )
)
