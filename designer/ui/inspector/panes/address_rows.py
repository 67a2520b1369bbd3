"""Rows of the addresses of a node in its inspector: loopback, system, its links and their peers."""

from collections.abc import Iterator, Mapping
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.analysis.addresses.of_nodes import NodeAddresses, address_words, device_words
from designer.model.design import Design
from designer.model.identity_cache import Remembered
from designer.model.parts.part import NETWORK_MEDIA, Part
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.ui.app.document import Document
from designer.ui.jobs.in_thread import NewestInThread
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.timers import after_pause

MOST_CABLES: Final = 20_000
"""Of more the plan takes a core for seconds after each edit; the window Addresses works it out when it is asked."""
_PAUSE_MS: Final = 300
_MOST_ROWS: Final = 300
_MOST_HIGH: Final = 300
_WAITING: Final = "Working out the addresses …"

_known: Final = Remembered[NodeAddresses | str]()


class NodeAddressRows(QWidget):
    """The addresses of one node, worked out beside the window; hidden where no cable of a network ends at it."""

    def __init__(self, document: Document, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._node_id = document, node_id
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(4)
        self.words = label("", "caption", self, wraps=True)
        self.words.setAccessibleName("Loopback and system")
        down.addWidget(self.words)
        self.rows = RowList("Addresses of its ports", self)
        self.rows.wrap_words()
        down.addWidget(self.rows)
        self._work = NewestInThread(self)
        self._asked: Design | None = None
        self._late = after_pause(self, _PAUSE_MS, self._start)

    def refresh(self) -> bool:
        """Show what the present design gives, now where it is known and a moment later where not.

        Returns:
            Whether there is anything to show.
        """
        design = self._document.design
        shown = _is_joined(design, self._node_id)
        self.setVisible(shown)
        if not shown:
            self._late.stop()
            return False
        cables = sum(design.total_cables(link) for link in design.links.values() if link.medium in NETWORK_MEDIA)
        if cables > MOST_CABLES:
            self._show(f"{counted(cables, 'cable')}: the window Addresses (Ctrl+Alt+T) works all of them out.", ())
            return True
        if self._asked is None or not _same(self._asked, design):
            if not self.rows.row_model.rows:
                self._show(_WAITING, ())
            self._late.start()
        return True

    def _start(self) -> None:
        design, parts = self._document.design, self._document.library.joined(self._document.design).parts
        self._asked = design
        key = (design.nodes, design.links, design.settings)
        self._work.start(lambda: _known.of(key, None, lambda: _addresses(design, parts)), self._take)

    def wait(self) -> None:
        """Wait until what is worked out is shown."""
        if self._late.isActive():
            self._late.stop()
            self._start()
        self._work.wait()

    def _take(self, found: NodeAddresses | str) -> None:
        if isinstance(found, str):
            self._show(found, ())
            return
        devices = found.of(self._node_id)
        words = device_words(devices[0].device) if len(devices) == 1 else counted(len(devices), "device")
        rows = tuple(_rows(found, self._node_id))
        more = len(rows) - _MOST_ROWS
        if more > 0:
            rows = (*rows[:_MOST_ROWS], Row("", f"{more:,} more in the window Addresses (Ctrl+Alt+T)", dim=True))
        self._show(words if devices else "Its ports are addressed on the device that holds it.", rows)

    def _show(self, words: str, rows: tuple[Row, ...]) -> None:
        self.words.setText(words)
        self.rows.show_rows(rows)
        self.rows.setVisible(bool(rows))
        self.rows.setFixedHeight(min(self.rows.height_of_rows() + 4, _MOST_HIGH))


def _addresses(design: Design, parts: Mapping[str, Part]) -> NodeAddresses | str:
    # Arrays and geometry take a moment to load, so only where cables are drawn.
    from designer.export.cables.drawn_network import addresses_of

    try:
        return NodeAddresses(addresses_of(design, parts))
    except RefusedInput as refusal:
        return str(refusal)


def _rows(found: NodeAddresses, node_id: str) -> Iterator[Row]:
    devices = found.of(node_id)
    for device, ports in devices:
        if len(devices) > 1:
            yield Row("", device.name, heading=True)
            first, _, rest = device_words(device).partition(" · ")
            yield Row(device.id, first, rest)
        for port in ports:
            system = found.system(port) if port.use == "link" else 0
            line = f"{address_words(port)}{f' · AS {system}' if system else ''}"
            yield Row(port.cable, f"{port.port} to {found.peer_words(port)}", line)


def _is_joined(design: Design, node_id: str) -> bool:
    return any(link.medium in NETWORK_MEDIA and node_id in (link.a, link.b) for link in design.links.values())


def _same(a: Design, b: Design) -> bool:
    return a.nodes is b.nodes and a.links is b.links and a.settings is b.settings
