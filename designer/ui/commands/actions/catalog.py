"""The commands of the Catalog menu: find, compare, add, bring in and bring up to date; how the project is priced.

Each window is imported when it is first opened, so that the start does not pay for it.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from designer.catalog.library import Library
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.ui.commands.context import Context

PARTS_KINDS: Final = "Parts (*.yaml *.yml)"
NETBOX_KINDS: Final = "NetBox device type (*.yaml)"
MOST_COMPARED: Final = 4
_FOLDER: Final = "parts"
"""For what the folder of parts that come and go is remembered."""


def browse(context: Context) -> None:
    """Find and judge parts, in one window for all designs."""
    from designer.ui.catalog.catalog_browser import CatalogBrowser

    browser = context.browser
    if browser is None:
        browser = context.browser = CatalogBrowser(context.shelf, context.preferences, context.window)
        browser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        browser.place_wanted.connect(context.place)
        browser.compare_wanted.connect(partial(compare, context))
        browser.new_wanted.connect(partial(new_part, context))
        browser.duplicate_wanted.connect(partial(duplicate_part, context))
        browser.edit_wanted.connect(partial(edit_part, context))
        browser.remove_wanted.connect(partial(remove_part, context))
        browser.export_wanted.connect(partial(export_parts, context))
        browser.netbox_wanted.connect(partial(export_netbox, context))
        browser.destroyed.connect(partial(_forget_browser, context))
    follow_design(context)
    browser.show()
    browser.raise_()
    browser.activateWindow()


def follow_design(context: Context) -> None:
    """Let the browser know which design is open, and how it is priced."""
    if context.browser is not None:
        work = context.workspace
        context.browser.set_design(work.document.design if work else None)


def close_browser(context: Context) -> None:
    """Close the browser."""
    if context.browser is not None:
        context.browser.close()


def compare(context: Context, part_ids: Sequence[str]) -> None:
    """Show two to four parts side by side."""
    from designer.ui.catalog.compare_dialog import CompareDialog

    parts = [_part(context, part_id) for part_id in part_ids[:MOST_COMPARED]]
    work = context.workspace
    dialog = CompareDialog(
        [part for part in parts if part is not None],
        _library(context),
        _above(context),
        book=work.document.design.settings.prices if work else None,
    )
    dialog.place_wanted.connect(context.place)
    _open(dialog)


def new_part(context: Context) -> None:
    """Describe a part of one's own."""
    _show_form(context, None)


def duplicate_part(context: Context, part_id: str) -> None:
    """Start a part of one's own from another."""
    _show_form(context, part_id, duplicate=True)


def edit_part(context: Context, part_id: str) -> None:
    """Change a part of one's own."""
    _show_form(context, part_id)


def remove_part(context: Context, part_id: str) -> None:
    """Forget a part of one's own."""
    part = _part(context, part_id)
    if part is None or not context.questions.agree(
        f"Remove {part.name} from your parts?", "Designs that use it keep theirs.", "Remove"
    ):
        return
    try:
        context.shelf.remove_part(part_id)
    except RefusedInput as problem:
        context.questions.tell("The part was not removed.", str(problem))
        return
    context.say(f"{part.name} is no longer among your parts.")


def import_parts(context: Context) -> None:
    """Take parts from a YAML file that somebody exported."""
    from designer.catalog.own.own_parts import read_parts_file

    path = context.questions.file_to_open("Import parts", context.folder(_FOLDER), PARTS_KINDS)
    if path is None:
        return
    context.folders[_FOLDER] = path.parent
    try:
        found, sources = read_parts_file(path)
        known = context.shelf.library.parts
        parts = [part for part in found if known.get(part.id) != part]  # ours that came along stay ours
        if parts:
            context.shelf.keep_parts(parts, sources)
    except RefusedInput as problem:
        context.questions.tell(f"{path.name} was not imported.", str(problem))
        return
    kept = f"{counted(len(parts), 'part')} of {path.name} kept among yours."
    context.say(kept if parts else f"You have all parts of {path.name} already.")


def export_own(context: Context) -> None:
    """Write all parts of one's own to one YAML file."""
    own = tuple(sorted(context.shelf.library.own - context.shelf.library.given.keys()))
    if own:
        export_parts(context, own)
    else:
        context.say("You have no parts of your own yet: make one, or duplicate one of ours.")


def export_parts(context: Context, part_ids: Sequence[str]) -> None:
    """Write parts to one YAML file that another Stackwright reads."""
    from designer.catalog.own.own_parts import write_parts_file

    library = _library(context)
    name = part_ids[0].rpartition("/")[2] if len(part_ids) == 1 else "parts"
    path = context.questions.file_to_save("Export parts", context.folder(_FOLDER) / f"{name}.yaml", PARTS_KINDS)
    if path is None:
        return
    context.folders[_FOLDER] = path.parent
    try:
        parts, sources = library.closure(part_ids)
        write_parts_file(path, parts.values(), sources.values())
    except RefusedInput as problem:
        context.questions.tell(f"{path.name} was not written.", str(problem))
        return
    context.say(f"Wrote {path}.")


def export_netbox(context: Context, part_id: str) -> None:
    """Write a part in the form of NetBox's device type library."""
    from designer.catalog.netbox.exporting import write_netbox

    library = _library(context)
    suggestion = context.folder(_FOLDER) / f"{part_id.rpartition('/')[2]}.yaml"
    path = context.questions.file_to_save("Export as a NetBox device type", suggestion, NETBOX_KINDS)
    if path is None:
        return
    context.folders[_FOLDER] = path.parent
    try:
        left = write_netbox(path, library.part(part_id), library.sources)
    except RefusedInput as problem:
        context.questions.tell(f"{path.name} was not written.", str(problem))
        return
    more = f" In the comments, as its form cannot hold them: {counted(len(left), 'thing')}." if left else ""
    context.say(f"Wrote {path}.{more}")


def import_netbox(context: Context) -> None:
    """Bring NetBox device types: a file, a folder or a whole clone."""
    from designer.ui.catalog.imports.netbox_dialog import NetboxDialog

    _open(NetboxDialog(context.shelf, context.questions, _above(context)))


def import_prices(context: Context) -> None:
    """Bring prices: of tokens, of clouds, of one's own."""
    from designer.ui.catalog.imports.price_import_dialog import PriceImportDialog

    work = context.workspace
    document = work.document if work else None
    _open(PriceImportDialog(context.shelf, context.questions, document, _above(context)))


def price_book(context: Context) -> None:
    """Show the prices of the open project."""
    from designer.ui.catalog.prices.price_book_dialog import PriceBookDialog

    if work := context.workspace:
        _open(PriceBookDialog(work.document, _above(context)))


def updates(context: Context) -> None:
    """Show what newer facts of the catalog would change in the open project."""
    from designer.ui.catalog.updates_dialog import UpdatesDialog

    if work := context.workspace:
        _open(UpdatesDialog(work.document, _above(context)))


def _show_form(context: Context, part_id: str | None, *, duplicate: bool = False) -> None:
    from designer.ui.catalog.part_form.form import PartForm

    part = _part(context, part_id) if part_id else None
    form = PartForm(context.shelf, part, _above(context), duplicate=duplicate)
    form.saved.connect(partial(_tell_saved, context))
    _open(form)


def _tell_saved(context: Context, part_id: str) -> None:
    part = _part(context, part_id)
    context.say(f"{part.name if part else part_id} is among your parts.")


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _above(context: Context) -> QWidget:
    """Return what a dialog stands above: the browser while it is in front."""
    browser = context.browser
    return browser if browser is not None and browser.isActiveWindow() else context.window


def _library(context: Context) -> Library:
    work = context.workspace
    return work.document.library if work else context.shelf.library


def _part(context: Context, part_id: str) -> Part | None:
    return _library(context).parts.get(part_id)


def _forget_browser(context: Context, *_: object) -> None:
    context.browser = None
