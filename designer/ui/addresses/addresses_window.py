"""Window of the addresses of all ports: searched, copied into a spreadsheet, shown on the canvas."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from socket import inet_aton
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QWidget

from designer.export.containerlab.address_tables import HEADINGS
from designer.model.copy_ids import base_of
from designer.model.wording import counted
from designer.ui.addresses.addresses_work import AddressesFound, find_addresses
from designer.ui.addresses.settings_dialog import AddressSettingsDialog
from designer.ui.commands.open_windows import WindowHost
from designer.ui.jobs.background import BackgroundJob
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import label, line, line_edit
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.pages import tool_page
from designer.ui.widgets.refresh_when_visible import InSight
from designer.ui.widgets.screen_room import resize_within_screen

Row = str
"""The cells of a port under the headings, parted by tabs: tens of thousands of tuples would hold the window up."""
WIDTHS: Final = {
    "Name": 190,
    "Port": 90,
    "Peer name": 190,
    "Peer port": 90,
    "Address": 132,
    "Peer address": 132,
    "Network": 136,
    "Rail": 46,
    "Plane": 52,
    "Loopback": 128,
    "ASN": 106,
    "Cable": 76,
}
"""Columns of the window, by the headings of the table that is written, with their widths in pixels.

Names have widths of their own: with the room that is left they are "…" in a small window, which scrolls now."""
_DIGITS: Final = re.compile(r"[0-9]+")
_LONGEST_NUMBER: Final = 10
_RIGHT: Final = frozenset({"Rail", "Plane", "ASN"})
NOTHING: Final = "No two devices are joined by a cable of a network yet: draw a link, then its addresses appear here."
SEARCH: Final = "Search names, ports, addresses, systems"


class AddressesWindow(QDialog):
    """The table of ports with a search above and buttons below; it follows the design.

    Attributes:
        rows: All ports, under the headings of the table that is written.
        table: Those that the search keeps.
        search: What is searched.
    """

    def __init__(self, host: WindowHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._document = host.document
        self.rows: tuple[Row, ...] = ()
        self._lower: list[str] = []
        self.setWindowTitle("Addresses")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        resize_within_screen(self, 1424, 720)
        self._job = BackgroundJob(self, progressed=self._show_progress, finished=self._show, failed=self._refused)
        self._lay_out()
        connect_given((self.finished, self._job.close))
        connect_given((self.table.moved, self._moved), (self.table.wanted, self._reveal))
        InSight(self, self.start).follow(self._document.changed)
        self.start()

    def _lay_out(self) -> None:
        down, top = tool_page(self)
        top.addStretch(1)
        self.search = line_edit(SEARCH, self, placeholder=SEARCH, clears=True, changed=self._filter)
        self.search.setMinimumWidth(340)
        top.addWidget(self.search)
        down.addLayout(top)
        self.sentence = label("", "muted", self, wraps=True)
        self.sentence.setAccessibleName("What the plan holds, or why there is none")
        down.addWidget(self.sentence)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setAccessibleName("Addresses worked out")
        down.addWidget(self.bar)
        self.table: RecordTable[Row] = RecordTable("Ports and their addresses", _columns(), self)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        down.addWidget(self.table, 1)
        down.addWidget(line(self))
        foot = QHBoxLayout()
        self.settings_button = push_button("Settings…", self, self._settings, look="primary", takes_enter=False)
        tip = "All columns of the ports shown, for a spreadsheet"
        self.copy_button = push_button("Copy", self, self._copy, tip=tip, takes_enter=False)
        self.reveal_button = push_button("Show on the canvas", self, self._reveal, takes_enter=False)
        for button in (self.settings_button, self.copy_button, self.reveal_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(push_button("Close", self, self.reject, takes_enter=False))
        down.addLayout(foot)
        self._moved()

    def start(self, *_: object) -> None:
        """Work the plan out anew on the design as it is."""
        self.bar.setRange(0, 0)
        self.bar.show()
        self._job.start(find_addresses, self._document.design, self._document.library)

    def _show_progress(self, done: int, count: int, _: str) -> None:
        self.bar.setRange(0, max(1, count))
        self.bar.setValue(done)

    def _show(self, found: AddressesFound) -> None:
        self.bar.hide()
        rows = found.table.splitlines()
        said = f"{counted(len(rows), 'port')} of {counted(found.devices, 'device')}, of which {found.routers:,} route"
        words = " ".join((f"{said}; {found.planes}." if found.planes else f"{said}.", *found.notes))
        self._take(rows, words if rows else NOTHING)

    def _refused(self, why: str) -> None:
        self.bar.hide()
        self._take((), why)

    def _take(self, rows: Sequence[Row], words: str) -> None:
        self.rows = tuple(rows)
        self._lower = [row.lower() for row in rows]
        self.sentence.setText(words)
        self.table.show_rows(self.rows, lambda row: row)
        self._filter()
        self._moved()

    def _filter(self, *_: object) -> None:
        """Keep the ports that have every word of the search somewhere."""
        words = self.search.text().lower().split()
        if not words:
            self.table.records.filter_rows(None)
        else:
            # Small letters of all rows are made once: with tens of thousands of ports each key stroke would wait.
            both = zip(self.rows, self._lower, strict=True)
            kept = {row for row, lower in both if all(word in lower for word in words)}
            self.table.records.filter_rows(kept.__contains__)
        self.copy_button.setEnabled(bool(self.table.shown_rows()))

    def _moved(self) -> None:
        self.reveal_button.setEnabled(self.table.current() is not None)

    def _reveal(self) -> None:
        """Select the link of the chosen port on the canvas, or its device where that link is one of several."""
        row = self.table.current()
        if row is not None:
            present = self._document.design
            names = (_cell(row, HEADINGS.index("Link")), base_of(_cell(row, 0)))
            self._host.show_on_canvas([one for one in names if one in present.links or one in present.nodes][:1])

    def _copy(self) -> None:
        rows = self.table.shown_rows()
        QGuiApplication.clipboard().setText("\n".join(("\t".join(HEADINGS), *rows)) + "\n")
        self._host.tell(f"{counted(len(rows), 'port')} on the clipboard, columns parted by tabs.")

    def _settings(self) -> None:
        AddressSettingsDialog(self._document, self).open()


def _columns() -> tuple[Column[Row], ...]:
    return tuple(_column(heading, width) for heading, width in WIDTHS.items())


def _column(heading: str, width: int) -> Column[Row]:
    place = HEADINGS.index(heading)
    six = HEADINGS.index("IPv6 address" if heading == "Address" else "Peer IPv6 address")

    def tip(row: Row) -> str:
        both = (place, six) if heading in {"Address", "Peer address"} else (place,)
        return " · ".join(filter(None, (_cell(row, one) for one in both)))

    return Column(
        heading,
        lambda row: _cell(row, place),
        order=_order_of(heading, place),
        width=width,
        right=heading in _RIGHT,
        rising=True,
        tip=tip,
    )


def _cell(row: Row, place: int) -> str:
    return row.split("\t", place + 1)[place]


def _order_of(heading: str, place: int) -> Callable[[Row], object]:
    """Return what gives that by which a row is sorted under HEADING."""
    if heading in {"Address", "Peer address"}:
        # Nearly all of them differ, so that none is known already: as four bytes they are made quickest.
        return lambda row: _address_order(_cell(row, place))
    return lambda row: _order(_cell(row, place))


def _address_order(cell: str) -> bytes:
    return inet_aton(cell.partition("/")[0]) if cell else b""


@lru_cache(maxsize=1 << 18)
def _order(cell: str) -> str:
    """Return by what a cell is sorted: addresses and numbered names by their numbers, all made equally long."""
    return _DIGITS.sub(_padded, cell)


def _padded(number: re.Match[str]) -> str:
    return number[0].zfill(_LONGEST_NUMBER)
