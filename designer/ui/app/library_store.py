"""The parts on hand, shared by all windows: reads them, keeps own parts and prices, and tells who shows them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from designer.catalog.library import Library
from designer.catalog.prices.price_report import PriceOffer, new_offers
from designer.catalog.reading import read_library
from designer.model.parts.part import Part, Source


class Shelf(QObject):
    """The library of this process and the person's additions to it.

    Attributes:
        library: The parts on hand now.
        folder: Where own parts and prices are kept; the data folder's when None.
    """

    changed = Signal()
    """The library is another one now."""

    def __init__(self, library: Library, parent: QObject | None = None, *, folder: Path | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.folder = folder

    def reload(self) -> None:
        """Read everything again.

        Raises:
            RefusedInput: a shipped catalog file is damaged.
        """
        self.take(read_library(own_folder=self.folder))

    def take(self, library: Library) -> None:
        """Hold LIBRARY, which another process has read anew."""
        self.library = library
        self.changed.emit()

    def keep_parts(self, parts: Iterable[Part], sources: Iterable[Source] = ()) -> None:
        """Keep PARTS as own ones, in place of own ones of the same id.

        Raises:
            RefusedInput: they cannot be written, or a part is not allowed.
        """
        from designer.catalog.own.own_parts import save_own_parts  # with the reader and writer of YAML

        save_own_parts(parts, sources, self.folder)
        self.reload()

    def remove_part(self, part_id: str) -> None:
        """Forget an own part; designs that use it keep theirs.

        Raises:
            RefusedInput: it is not an own part, or the file cannot be written.
        """
        from designer.catalog.own.own_parts import remove_own_part  # with the reader and writer of YAML

        remove_own_part(part_id, self.folder)
        self.reload()

    def keep_prices(self, offers: Iterable[PriceOffer], sources: Mapping[str, Source]) -> int:
        """Add prices to those that are known and say how many are new.

        Raises:
            RefusedInput: they cannot be written.
        """
        from designer.catalog.own.own_prices import keep_prices  # with the reader and writer of YAML

        new = keep_prices(new_offers(offers, self.library), sources, self.folder)
        self.reload()
        return new
