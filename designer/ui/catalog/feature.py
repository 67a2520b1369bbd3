"""Parts and prices: the panel of parts and the Catalog menu."""

from typing import TYPE_CHECKING, Final

from designer.ui.commands.actions import catalog
from designer.ui.commands.command import Command
from designer.ui.commands.feature import Feature
from designer.ui.panels.panel import PanelHost, PanelSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def _parts(host: PanelHost, parent: "QWidget") -> "QWidget":
    from designer.ui.panels.parts_panel import PalettePanel

    panel = PalettePanel(host.document.library, host.preferences, parent)
    panel.placed.connect(host.place)
    return panel


CATALOG: Final = Feature(
    panels=(PanelSpec("parts", "Parts", _parts, "left", "search"),),
    commands=(
        Command("catalog.browse", "Browse the catalog…", "Catalog", catalog.browse, "Ctrl+Shift+F", "search"),
        Command(
            "catalog.new_part",
            "New part of your own…",
            "Catalog",
            catalog.new_part,
            "Ctrl+Shift+N",
            "new",
        ),
        Command(
            "catalog.import_parts",
            "Parts from a file…",
            "Catalog/Import",
            catalog.import_parts,
            part_break=True,
        ),
        Command("catalog.import_netbox", "NetBox device types…", "Catalog/Import", catalog.import_netbox),
        Command("catalog.import_prices", "Prices…", "Catalog/Import", catalog.import_prices),
        Command("catalog.export_own", "Export your own parts…", "Catalog", catalog.export_own, "", "export"),
        Command(
            "catalog.price_book",
            "Price book of the project…",
            "Catalog",
            catalog.price_book,
            "Ctrl+Shift+B",
            "list",
            "design",
            True,
        ),
        Command(
            "catalog.updates",
            "Newer facts for the project's parts…",
            "Catalog",
            catalog.updates,
            "Ctrl+Shift+U",
            "",
            "design",
        ),
    ),
)
