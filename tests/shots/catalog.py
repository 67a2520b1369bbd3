"""Pictures of the windows about parts and prices."""

from pathlib import Path
from typing import Protocol

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from designer.edit.money.price_book import add_own_price, set_currency, set_discount, set_rate
from designer.model.parts.part import Price, Quantity
from designer.ui.app.window import DesignerWindow
from designer.ui.commands.actions import catalog

NETBOX = Path(__file__).parents[1] / "catalog" / "netbox" / "data"


class Camera(Protocol):
    """What takes the pictures."""

    window: DesignerWindow

    def take(self, name: str, widget: QWidget | None = None) -> None: ...
    def spin(self, seconds: float) -> None: ...
    def analysed(self) -> None: ...


def shoot_catalog(stage: Camera, size: tuple[int, int]) -> None:
    """The windows of the Catalog menu over an open SuperPOD."""
    window = stage.window
    context = window.context
    width, height = min(size[0] - 100, 1300), min(size[1] - 60, 820)
    catalog.browse(context)
    browser = context.browser
    assert browser is not None
    browser.resize(width, height)
    stage.take("catalog", browser)
    browser.filters.search.setText("h200")
    stage.take("catalog-search", browser)
    browser.filters.search.setText("zebra")
    stage.take("catalog-none", browser)
    browser.close()
    catalog.compare(context, ("nvidia/h100-sxm5-80gb", "nvidia/h200-sxm-141gb", "amd/mi300x", "google/tpu-v5p"))
    _take(stage, "compare", "CompareDialog", width, height)
    catalog.new_part(context)
    _take(stage, "part-new", "PartForm", width, height)
    catalog.duplicate_part(context, "nvidia/qm9700")
    _take(stage, "part-duplicate", "PartForm", width, height)
    _price(window)
    stage.analysed()
    catalog.price_book(context)
    _take(stage, "price-book", "PriceBookDialog", width, height)
    stage.take("priced")
    _newer_facts(window)
    catalog.updates(context)
    _take(stage, "updates", "UpdatesDialog", width, height)
    catalog.import_prices(context)
    _take(stage, "price-import", "PriceImportDialog", width, height)
    catalog.import_netbox(context)
    _take(stage, "netbox", "NetboxDialog", width, height)
    window.commands.run("help.guide")
    _take(stage, "guide", "GuideDialog", width, height)


def _take(stage: Camera, name: str, kind: str, width: int, height: int) -> None:
    stage.spin(0.1)
    for dialog in stage.window.findChildren(QWidget):
        if type(dialog).__name__ == kind:
            dialog.resize(min(width, max(dialog.width(), 900)), min(height, max(dialog.height(), 620)))
            stage.take(name, dialog)
            dialog.close()
    stage.spin(0.05)


def _price(window: DesignerWindow) -> None:
    work = window.workspace
    assert work is not None
    quote = Price(low=235_000, typical=245_000, high=255_000, basis="user", date="2026-11-20", note="offer of the week")
    for edit in (
        lambda design: set_rate(design, "EUR", 1.08, "2026-11-20", "reference rate of the day"),
        lambda design: set_currency(design, "EUR"),
        lambda design: set_discount(design, 0.15, vendor="NVIDIA", note="frame contract"),
        lambda design: add_own_price(design, "nvidia/dgx-h100", quote),
    ):
        work.document.edit(edit)


def _newer_facts(window: DesignerWindow) -> None:
    """The catalog learns of a DGX H100 that draws more."""
    library = window.shelf.library
    part = library.parts["nvidia/dgx-h100"]
    power = replace(part.facts["power_max_w"], value=10_400.0, date="2026-11-24")
    newer = replace(part, revision="2", facts={**part.facts, "power_max_w": power, "airflow_cfm": Quantity(value=1200)})
    work = window.workspace
    assert work is not None
    work.document.set_library(replace(library, parts={**library.parts, part.id: newer}))
