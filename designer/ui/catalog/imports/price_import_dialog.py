"""Bringing prices: of model APIs by the token, of cloud accelerators, of one's own lists; nothing is overwritten."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer import clock
from designer.catalog.library import Library
from designer.catalog.prices.price_report import PriceReport
from designer.catalog.prices.price_table import PriceTable
from designer.drawing.current_theme import current_theme
from designer.edit.money.price_offers import add_offers
from designer.model.money.pricing import PriceBook
from designer.model.wording import counted
from designer.ui.app.document import Document
from designer.ui.app.library_store import Shelf
from designer.ui.catalog.imports.import_dialog import ImportDialog, push
from designer.ui.catalog.imports.import_tasks import (
    KeptPrices,
    keep_offers,
    packed,
    read_cloud_prices,
    read_table,
    read_table_prices,
    read_token_prices,
    unpacked,
)
from designer.ui.catalog.imports.price_columns_page import PriceColumnsPage
from designer.ui.catalog.imports.price_review_page import PROJECT, PriceReviewPage
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.message_boxes import Questions

CSV_KINDS: Final = "Table (*.csv *.tsv *.txt);;All files (*)"
_PEEK_BYTES: Final = 4_000
_SOURCES: Final = (
    (
        "tokens",
        "model-api",
        "Model APIs",
        "What models cost by the token, from the table of genai-prices that ships "
        "with Stackwright. Nothing is fetched.",
        "Read the table",
    ),
    (
        "cloud",
        "cloud",
        "Cloud accelerators",
        "A CSV file in the columns of SkyPilot's catalog: instances with their on-demand and spot prices by region.",
        "Choose a file…",
    ),
    (
        "own",
        "bill",
        "Your own list",
        "Any CSV file: a quote, a price list, an order. You say which column is what, and see what the rows come to.",
        "Choose a file…",
    ),
)


def is_cloud_list(path: Path) -> bool:
    """Return True when the first line of PATH has the headings of a list of cloud instances."""
    try:
        with path.open("rb") as file:
            first = file.read(_PEEK_BYTES).partition(b"\n")[0].decode("utf-8", "replace").casefold()
    except OSError:
        return False
    return "instance" in first and "accelerator" in first


class PriceImportDialog(ImportDialog):
    """Choose where prices come from, map columns where needed, look at them, keep them.

    Attributes:
        folder: Where the person looked last.
        columns: The mapping step.
        review: The prices that were found.
    """

    def __init__(
        self,
        shelf: Shelf,
        questions: Questions,
        document: Document | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Bring prices", parent)
        self._shelf = shelf
        self._questions = questions
        self._document = document
        self.folder = Path.home()
        self._then: Callable[[Any], None] = self._show_review
        self._behind: QWidget | None = None
        self._start = self._start_page()
        self.columns = PriceColumnsPage(self)
        self.columns.read_wanted.connect(self._read_rows)
        self.columns.back_wanted.connect(self._restart)
        self.review = PriceReviewPage(self, has_project=document is not None)
        self.review.keep_wanted.connect(self.keep)
        self.review.back_wanted.connect(self._restart)
        self.review.close_wanted.connect(self.reject)
        self.review.destination_chosen.connect(self._refresh)
        for page in (self._start, self.columns, self.review):
            self.pages.addWidget(page)
        self.job.finished.connect(self._finished)
        self.job.failed.connect(self._failed)
        self.dropped.connect(self._read_dropped)
        self._restart()

    @property
    def library(self) -> Library:
        """The parts that prices are looked up for: those on hand, and those that only the project holds."""
        library = self._shelf.library
        return library.joined(self._document.design) if self._document else library

    def read_tokens(self) -> None:
        """Read the table of token prices."""
        self._begin("Reading the prices of model APIs …", self._show_review)
        self.job.start(read_token_prices, packed(self.library), clock.today())

    def read_cloud(self, path: Path) -> None:
        """Read a list of cloud instances."""
        self._begin(f"Reading {path.name} …", self._show_review)
        self.job.start(read_cloud_prices, packed(self.library), path)

    def read_own(self, path: Path) -> None:
        """Read an own list, to map its columns."""
        self._begin(f"Reading {path.name} …", self._show_columns)
        self.job.start(read_table, path)

    def choose(self, source: str) -> None:
        """Bring prices from SOURCE: tokens, cloud or own."""
        if source == "tokens":
            self.read_tokens()
            return
        path = self._questions.file_to_open("Bring prices", self.folder, CSV_KINDS)
        if path is not None:
            self.folder = path.parent
            (self.read_cloud if source == "cloud" else self.read_own)(path)

    @override
    def cancel(self) -> None:
        """Give up what is being read: half of a list of prices would be of no use."""
        self.job.close()
        self.say("Stopped; nothing was read.")
        self.go(self._behind or self._start)

    def keep(self) -> None:
        """Keep the prices that are checked."""
        offers = self.review.chosen
        if not offers:
            return
        report = self.review.report
        if self.review.destination == PROJECT and self._document is not None:
            book = self._document.design.settings.prices
            new = len(
                {(offer.part, offer.price) for offer in offers if offer.price not in book.prices.get(offer.part, ())}
            )
            refused = self._document.attempt(partial(add_offers, offers=offers, sources=report.sources))
            if refused:
                self.say(refused, problem=True)
            else:
                self._tell_kept(new, len(offers), " in this project's price book")
            return
        self._begin(f"Keeping {counted(len(offers), 'price')} …", partial(self._kept, len(offers)), can_cancel=False)
        self.job.start(keep_offers, packed(PriceReport(offers=offers, sources=report.sources)), self._shelf.folder)

    def _start_page(self) -> QWidget:
        page = QWidget(self)
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(12)
        down.addWidget(
            label(
                "Prices are added to those that are known, never put over them: the newest of the right basis counts, "
                "the older ones stay in sight.",
                "muted",
                page,
                wraps=True,
            )
        )
        across = QHBoxLayout()
        across.setSpacing(16)
        self.source_buttons = {
            source: push(button, page, partial(self.choose, source)) for source, _, _, _, button in _SOURCES
        }
        for source, icon, title, hint, _ in _SOURCES:
            button = self.source_buttons[source]
            button.setAccessibleName(f"{title}: {button.text()}")
            across.addWidget(self._sheet(icon, title, hint, button, page), 1)
        down.addStretch(2)
        down.addLayout(across)
        down.addStretch(3)
        foot = QHBoxLayout()
        foot.addWidget(label("A file can be dropped here, too.", "caption", page))
        foot.addStretch(1)
        close = push("Close", page, self.reject)
        foot.addWidget(close)
        down.addLayout(foot)
        return page

    def _sheet(self, icon: str, title: str, hint: str, button: QWidget, parent: QWidget) -> QWidget:
        sheet = QFrame(parent)
        sheet.setProperty("look", "sheet")
        down = QVBoxLayout(sheet)
        down.setContentsMargins(20, 20, 20, 20)
        down.setSpacing(10)
        picture = label("", "", sheet)
        picture.setPixmap(icon_pixmap(icon, current_theme().colour("accent"), 28))
        down.addWidget(picture)
        down.addWidget(label(title, "title", sheet))
        down.addWidget(label(hint, "muted", sheet, wraps=True))
        down.addStretch(1)
        down.addWidget(button)
        sheet.setMinimumHeight(240)
        return sheet

    def _begin(self, title: str, then: Callable[[Any], None], *, can_cancel: bool = True) -> None:
        self._behind = self.pages.currentWidget()
        self._then = then
        self.begin(title, can_cancel=can_cancel)

    def _finished(self, answer: bytes) -> None:
        self._then(answer)

    def _failed(self, line: str) -> None:
        self.say(line, problem=True)
        self.go(self._behind or self._start)

    def _show_columns(self, answer: bytes) -> None:
        table = unpacked(answer, PriceTable)
        if not table.rows:
            self._failed(f"{table.name} has no rows below its headings.")
            return
        self.columns.show_table(table, self.library)
        self.go(self.columns)

    def _read_rows(self) -> None:
        table = self.columns.table
        if table is None:
            return
        self._begin(f"Reading {counted(len(table.rows), 'row')} …", self._show_review)
        self.job.start(
            read_table_prices, packed(table), packed(self.columns.columns), packed(self.library), clock.today()
        )

    def _show_review(self, answer: bytes) -> None:
        self._show_report(unpacked(answer, PriceReport))
        self.go(self.review)
        self.review.offers.setFocus()

    def _refresh(self) -> None:
        self._show_report(self.review.report)

    def _show_report(self, report: PriceReport) -> None:
        design = self._document.design if self._document else None
        book = design.settings.prices if design else PriceBook()
        used = frozenset(node.part for node in design.nodes.values() if node.part) if design else frozenset[str]()
        self.review.show_report(report, self.library, book, used)

    def _kept(self, wanted: int, answer: bytes) -> None:
        kept = unpacked(answer, KeptPrices)
        self._shelf.take(kept.library)
        self.go(self.review)
        self._tell_kept(kept.new, wanted, "")

    def _tell_kept(self, new: int, wanted: int, where: str) -> None:
        known = wanted - new + self.review.known_before
        self._refresh()
        self.say(f"{counted(new, 'price')} kept{where}, {known} {'was' if known == 1 else 'were'} known already.")

    def _read_dropped(self, paths: Sequence[Path]) -> None:
        path = paths[0]
        if len(paths) > 1 or path.is_dir():
            self.say("Drop one file of prices at a time.", problem=True)
            return
        self.folder = path.parent
        (self.read_cloud if is_cloud_list(path) else self.read_own)(path)

    def _restart(self) -> None:
        self.say("")
        self.go(self._start)
        self.source_buttons["tokens"].setFocus()
