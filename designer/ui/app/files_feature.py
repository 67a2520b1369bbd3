"""Projects and what is written from them: the File menu."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from designer.ui.app.design_tabs import DesignTabs
from designer.ui.commands.actions.windows import open_window
from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature
from designer.ui.exporting.window import EXPORT_WINDOW
from designer.ui.reality.feature import bring_in


def _tabs(act: Callable[[DesignTabs, Context], object]) -> Callable[[Context], object]:
    """Return what a command calls that does ACT with the tabs of its window."""

    def run(context: Context) -> None:
        if context.tabs is not None:
            act(context.tabs, context)

    return run


def _open(context: Context) -> None:
    path = context.files.ask_path()
    if path is not None and context.tabs is not None and not context.tabs.go_to_path(path):
        context.tabs.begin(partial(context.files.open_path, path))


def _merge(context: Context) -> None:
    """Ask for another's file, and show what the open design becomes with it."""
    if work := context.workspace:
        from designer.ui.explore.merge_dialog import KINDS, MergeDialog

        mine = context.files.path
        theirs = context.questions.file_to_open("Merge the work in", mine.parent if mine else Path.home(), KINDS)
        if theirs is not None:
            variant = context.files.variant
            MergeDialog(work.document, mine, theirs, context.questions, work.window(), variant).open()


def _title_block(context: Context) -> None:
    """Ask for what the sheets of the installation pack say, and for their paper."""
    if context.workspace is not None:
        from designer.ui.exporting.title_block_dialog import open_title_block

        open_title_block(context.workspace.document, context.window)


FILES: Final = Feature(
    commands=(
        Command(
            "files.new_empty",
            "New empty design",
            "File",
            _tabs(lambda tabs, c: tabs.begin(c.files.new_empty)),
            "Ctrl+N",
            "new",
        ),
        Command(
            "files.welcome", "New from a template…", "File", _tabs(lambda tabs, _: tabs.add()), "Ctrl+T", "template"
        ),
        Command("files.open", "Open…", "File", _open, "Ctrl+O", "open"),
        Command("files.bring_in", "Bring in…", "File", bring_in),
        Command("files.save", "Save", "File", lambda c: c.files.save(), "Ctrl+S", "save", "design", part_break=True),
        Command("files.save_as", "Save as…", "File", lambda c: c.files.save_as(), "Ctrl+Shift+S", "", "design"),
        Command("files.versions", "Versions…", "File", lambda c: c.files.versions(), "Ctrl+Alt+H", "history", "design"),
    ),
)
"""What opens and saves a project; variants and comparing come below it in the menu."""

LEAVING: Final = Feature(
    windows=(EXPORT_WINDOW,),
    commands=(
        Command("files.merge", "Merge another's work…", "File", _merge, "", "", "design"),
        Command(
            "exports.page",
            "Export…",
            "File/Export",
            open_window("exports"),
            "Ctrl+Shift+E",
            "export",
            "design",
            part_break=True,
        ),
        Command(
            "exports.bill",
            "Bill of materials…",
            "File/Export",
            lambda c: c.exports.bill(),
            "Ctrl+B",
            "list",
            "design",
            part_break=True,
            also="print pdf xlsx excel bom prices",
        ),
        Command(
            "exports.bill_by_layer",
            "Bill of materials by layer…",
            "File/Export/Bill in groups",
            lambda c: c.exports.bill("layer"),
            "",
            "",
            "design",
        ),
        Command(
            "exports.bill_by_room",
            "Bill of materials by room…",
            "File/Export/Bill in groups",
            lambda c: c.exports.bill("room"),
            "",
            "",
            "design",
        ),
        Command(
            "exports.bill_by_rack",
            "Bill of materials by rack…",
            "File/Export/Bill in groups",
            lambda c: c.exports.bill("rack"),
            "",
            "",
            "design",
        ),
        Command(
            "exports.bill_by_kind",
            "Bill of materials by kind…",
            "File/Export/Bill in groups",
            lambda c: c.exports.bill("kind"),
            "",
            "",
            "design",
        ),
        Command(
            "exports.bill_by_vendor",
            "Bill of materials by vendor…",
            "File/Export/Bill in groups",
            lambda c: c.exports.bill("vendor"),
            "",
            "",
            "design",
        ),
        Command(
            "exports.bill_against",
            "Bill against another design…",
            "File/Export",
            lambda c: c.exports.bill_against(),
            "",
            "",
            "design",
        ),
        Command(
            "exports.requests",
            "Requests to vendors, without prices…",
            "File/Export",
            lambda c: c.exports.requests(),
            "",
            "",
            "design",
        ),
        Command(
            "exports.bill_with_commas",
            "Bill as a table with decimal commas…",
            "File/Export/Bill in groups",
            lambda c: c.exports.bill_with_commas(),
            "",
            "",
            "design",
        ),
        Command(
            "exports.cables", "Cable schedule…", "File/Export", lambda c: c.exports.cables(), "Ctrl+Alt+B", "", "design"
        ),
        Command("exports.pack", "Installation pack…", "File/Export", lambda c: c.exports.pack(), "", "", "design"),
        Command("exports.title_block", "Title block and paper…", "File/Export", _title_block, "", "", "design"),
        Command("exports.labels", "Labels of cables…", "File/Export", lambda c: c.exports.labels(), "", "", "design"),
        Command(
            "exports.floor_dxf",
            "Floor for CAD (DXF)…",
            "File/Export",
            lambda c: c.exports.floor_dxf(),
            "",
            "",
            "design",
        ),
        Command("exports.lab", "Network as a lab…", "File/Export", lambda c: c.exports.lab(), "", "", "design"),
        Command("exports.addresses", "Addresses…", "File/Export", lambda c: c.exports.addresses(), "", "", "design"),
        Command(
            "exports.drawing",
            "Drawing…",
            "File/Export",
            lambda c: c.exports.drawing(),
            "Ctrl+E",
            "export",
            "design",
            also="print pdf svg png picture",
        ),
        Command(
            "exports.report",
            "Report…",
            "File/Export",
            lambda c: c.exports.report(),
            "Ctrl+Shift+R",
            "file",
            "design",
            also="print pdf html document",
        ),
        Command(
            "exports.deck",
            "Deck for a board…",
            "File/Export",
            lambda c: c.exports.deck(),
            "",
            "",
            "design",
            also="print pdf pptx powerpoint slides",
        ),
        Command(
            "exports.viewer",
            "Page for a browser…",
            "File/Export",
            lambda c: c.exports.viewer(),
            "",
            "",
            "design",
        ),
        Command(
            "exports.diagram",
            "Diagram for draw.io, or a graph…",
            "File/Export",
            lambda c: c.exports.diagram(),
            "",
            "",
            "design",
        ),
        Command("exports.text", "Design as text…", "File/Export", lambda c: c.exports.text(), "", "copy", "design"),
        Command("files.keep_undo", "Keep it", "File/Undo history of closed projects", lambda c: c.files.keep_undo()),
        Command(
            "files.forget_undo", "Forget it", "File/Undo history of closed projects", lambda c: c.files.forget_undo()
        ),
        Command(
            "files.new_window", "New window", "File", lambda c: c.files.new_window(), "Ctrl+Shift+W", part_break=True
        ),
        Command(
            "files.next_tab", "Next design", "File", _tabs(lambda tabs, _: tabs.step(1)), "Ctrl+Tab", part_break=True
        ),
        Command(
            "files.previous_tab", "Previous design", "File", _tabs(lambda tabs, _: tabs.step(-1)), "Ctrl+Shift+Tab"
        ),
        Command("files.close_others", "Close the other designs", "File", _tabs(lambda tabs, _: tabs.close_others())),
        Command(
            "files.tab_to_window",
            "Move the design to a new window",
            "File",
            _tabs(lambda tabs, _: tabs.window_wanted.emit()),
            "",
            "",
            "design",
        ),
        Command("files.close_design", "Close design", "File", lambda c: c.files.close_design(), "Ctrl+W", "", "design"),
        Command("files.quit", "Quit", "File", lambda c: c.files.quit(), "Ctrl+Q", part_break=True),
    ),
)
"""What takes in the work of another, what goes out, and what closes."""
