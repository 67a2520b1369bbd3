"""The card of a part: picture, figures with footnotes, what it suits, needs and fits, prices and sources."""

from datetime import date

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from designer import clock
from designer.catalog.library import Library
from designer.catalog.parts.accelerator_advice import Suitability, suitability
from designer.catalog.parts.compatibility import PartFits, fits
from designer.catalog.parts.part_needs import Need, needs
from designer.catalog.parts.part_sheet import PartSheet, part_sheet, sheet_text
from designer.drawing.current_theme import current_theme
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Part
from designer.ui.catalog.part_card_text import CardWriter, fit_lines, need_lines, suits_lines
from designer.ui.catalog.part_picture_view import PartPictureView
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.look import follow_look


class PartCard(QWidget):
    """All that is known of one part; Tab and the arrows scroll it, Ctrl+C copies."""

    place_wanted = Signal(str)
    """Id of the part that is wanted in the design."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part: Part | None = None
        self._library = Library()
        self._book: PriceBook | None = None
        self._today: date | None = None
        self._sheet: PartSheet | None = None
        self._suits: Suitability | None = None
        self._needs: tuple[Need, ...] = ()
        self._fits: tuple[PartFits, ...] = ()
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._make_empty())
        self._pages.addWidget(self._make_card())
        follow_look(self._recolour)

    def _make_empty(self) -> QWidget:
        page = QWidget(self)
        down = QVBoxLayout(page)
        down.setContentsMargins(32, 32, 32, 32)
        down.addStretch(1)
        self._empty_icon = label("", "", page)
        self._empty_icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down.addWidget(self._empty_icon)
        title = label("No part is chosen", "strong", page)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down.addWidget(title)
        hint = label(
            "Choose one in the list: its figures, prices and sources stand here, with what it suits, needs and fits.",
            "muted",
            page,
            wraps=True,
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down.addWidget(hint)
        down.addStretch(2)
        self._show_empty_icon()
        return page

    def _show_empty_icon(self) -> None:
        self._empty_icon.setPixmap(icon_pixmap("list", current_theme().colour("muted"), 32))

    def _make_card(self) -> QWidget:
        page = QWidget(self)
        down = QVBoxLayout(page)
        down.setContentsMargins(16, 16, 0, 8)
        down.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(0, 0, 16, 0)
        self.picture = PartPictureView(page)
        top.addWidget(self.picture)
        down.addLayout(top)
        self.text = QTextBrowser(page)
        self.text.setAccessibleName("Part card")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        # Links take no part in Tab, or it would stop at every footnote; arrows and Page keys scroll.
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setTabChangesFocus(True)
        down.addWidget(self.text, 1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 16, 0)
        self.place_button = push_button("Place in the design", page, self._wanted, look="primary", takes_enter=False)
        self.place_button.hide()
        keys = QKeySequence("Ctrl+Shift+C")
        tip = f"Copies the whole card ({keys.toString(QKeySequence.SequenceFormat.NativeText)})"
        self._copy = push_button("Copy as text", page, self.copy_text, takes_enter=False, tip=tip)
        self._copy.setShortcut(keys)
        across.addWidget(self.place_button)
        across.addStretch(1)
        across.addWidget(self._copy)
        down.addLayout(across)
        self._dress()
        return page

    def _dress(self) -> None:
        theme = current_theme()
        self.text.setStyleSheet(
            f"QTextBrowser {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 0; "
            f"selection-background-color: {theme.colour('accent')}; selection-color: {theme.colour('canvas')}; }} "
            f"QTextBrowser:focus {{ border-color: {theme.colour('accent')}; }}"
        )

    @property
    def part(self) -> Part | None:
        """The part that is shown."""
        return self._part

    def offer_place(self, offered: bool = True) -> None:
        """Show the button that asks to place the part, or hide it."""
        self.place_button.setVisible(offered)

    def show_part(
        self, part: Part | None, library: Library, *, book: PriceBook | None = None, today: date | None = None
    ) -> None:
        """Show PART as LIBRARY knows it; None shows a hint.

        Args:
            part: What to show.
            library: Knows what is inside it, its sources and what fits it.
            book: How the project prices it; without, as the catalog says.
            today: The day by which prices are called old; today when None.
        """
        self._part, self._library, self._book, self._today = part, library, book, today
        self._write(top=True)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._show_empty_icon()
        self._dress()
        self._write(top=False)

    def _write(self, *, top: bool) -> None:
        part = self._part
        self.picture.show_part(part)
        self._pages.setCurrentIndex(0 if part is None else 1)
        if part is None:
            self._sheet = None
            self.setAccessibleName("Part card: no part is chosen")
            self.text.clear()
            return
        self._sheet = part_sheet(part, self._library, self._today or clock.today(), self._book)
        self.setAccessibleName(f"Part card: {part.vendor} {part.name}")
        bar = self.text.verticalScrollBar()
        place = 0 if top else bar.value()
        self._suits, self._needs = suitability(part, self._library), needs(part)
        self._fits = fits(part, self._library)
        writer = CardWriter(self.text.document())
        writer.write(self._sheet, self._suits, part.texts.get("suits", ""), self._needs, self._fits, self._library)
        self.text.setAccessibleDescription(f"{part.vendor} {part.name}. {self._sheet.status}. {part.summary}")
        bar.setValue(place)

    def plain_text(self) -> str:
        """The whole card as text; "" when it is empty."""
        part, sheet = self._part, self._sheet
        if part is None or sheet is None:
            return ""
        more = {
            "Suits": suits_lines(self._suits, part.texts.get("suits", "")),
            "Needs": need_lines(self._needs),
            "Fits": fit_lines(self._fits, self._library),
        }
        return sheet_text(sheet, more)

    def copy_text(self) -> None:
        """Put the whole card on the clipboard as text."""
        QGuiApplication.clipboard().setText(self.plain_text())

    def _follow(self, where: QUrl) -> None:
        """Scroll to the source that a number stands for."""
        self.text.scrollToAnchor(where.fragment())

    def _wanted(self) -> None:
        if self._part is not None:
            self.place_wanted.emit(self._part.id)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Low windows leave the room to the figures.
        self.picture.setFixedHeight(132 if self.height() >= 420 else 88)
