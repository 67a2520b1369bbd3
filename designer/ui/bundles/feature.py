"""Bundles of prices and parts: the commands and their dialog."""

from pathlib import Path
from typing import Final

from designer.ui.commands.command import Command
from designer.ui.commands.context import Context
from designer.ui.commands.feature import Feature

KINDS: Final = "Bundle of prices and parts (*.bundle *.yaml *.yml *.json)"


def _take(context: Context) -> None:
    """Ask for a bundle and show what it changes, to be taken or not."""
    path = context.questions.file_to_open("Take a price or part bundle", Path.home(), KINDS)
    if path is None:
        return
    from designer.ui.bundles.bundle_dialog import BundleDialog

    document = context.workspace.document if context.workspace is not None else None
    BundleDialog(path, context.shelf, document, context.window).open()


def _back(context: Context) -> None:
    """Bring back the bundles as they were before the last one was taken."""
    from designer.catalog.bundles.taking import bring_back
    from designer.model.records import RefusedInput
    from designer.ui.plugins.catalog_reader import CatalogReader

    try:
        found = bring_back(context.shelf.folder)
    except RefusedInput as refusal:
        context.questions.inform("Bundles", str(refusal))
        return
    titles = ", ".join(one.title for one in found)
    context.say(f"Bundles as before: {titles}." if titles else "No bundle is taken any more.")
    # Beside the window, which the reading of all parts would hold up.
    CatalogReader(context.window, context.shelf, context.say).read()


BUNDLES: Final = Feature(
    commands=(
        Command("catalog.bundle", "Take a price or part bundle…", "Catalog", _take, "", "", part_break=True),
        Command("catalog.bundle_back", "Bring back the former bundle", "Catalog", _back),
    ),
)
