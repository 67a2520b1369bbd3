"""Panel of how full each link is: a table, fullest first, under the traffic that is chosen."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.analysis.limits.records import NetworkUse
from designer.analysis.reach.words import use_words
from designer.analysis.results import FLOWS, LinkLoad
from designer.drawing.current_theme import current_theme
from designer.edit.settings import set_site_choice
from designer.model.assumptions.site_choices import CROSSING, ROUTING, SITE_CHOICES
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, figure_text, percent_text
from designer.model.parts.part import NETWORK_WORDS
from designer.ui.app.document import Document
from designer.ui.app.headline import place_name
from designer.ui.panels.utilisation.flow_list import FlowList
from designer.ui.widgets.fields import Choice, Segments, label
from designer.ui.widgets.lists.table_model import Column, Index, RecordTable
from designer.ui.widgets.part_words import MEDIUM_TITLES, link_title
from designer.ui.widgets.refresh_when_visible import InSight
from designer.ui.widgets.theme import ink, type_font

TRAFFIC_TITLES: Final = (
    ("all-to-all", "All to all"),
    ("all-reduce-ring", "All-reduce by rings"),
    ("all-reduce-rails", "All-reduce by rails"),
    ("all-to-all-cards", "All-to-all by cards"),
    ("storage-read", "Reading from storage"),
    ("checkpoint-write", "Writing checkpoints"),
    ("north-south", "In and out"),
    ("training", "The training jobs"),
    (FLOWS, "Drawn flows"),
)
_TRAFFICS: Final = dict(TRAFFIC_TITLES)
_FULLEST: Final = 5
"""Place of the column with a bar in it."""


class _ShareDelegate(QStyledItemDelegate):
    """A bar on the heat scale with its percentage."""

    def __init__(self, table: RecordTable[LinkLoad]) -> None:
        super().__init__(table)
        self._table = table

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = self._table.record(index).utilisation.value
        rect: QRect = option.rect  # type: ignore[attr-defined]  # stubs leave the fields of style options out
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(type_font("strong"))
        painter.setPen(ink("error" if share is not None and share > 1.0001 else "text"))
        words = str(index.data()) + ("  overloaded" if share is not None and share > 1.0001 else "")
        room = max(rect.width() - 150, 20)
        painter.drawText(rect.adjusted(room + 14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(rect.left() + 6, rect.center().y() - 3, room, 7)
        painter.setBrush(ink("surface_2"))
        painter.drawRoundedRect(bar, 3, 3)
        if share:
            painter.setBrush(_colour(share))
            bar.setWidth(max(bar.width() * min(share, 1.0), 6))
            painter.drawRoundedRect(bar, 3, 3)
        painter.restore()


def _network_title(use: NetworkUse) -> str:
    words = NETWORK_WORDS[use.medium]
    return words[:1].upper() + words[1:]


def _colour(share: float) -> QColor:
    return QColor(current_theme().heat_colour(share))


class UtilisationPanel(QWidget):
    """Chooses the traffic and shows what each link carries."""

    traffic_chosen = Signal(str)
    link_chosen = Signal(str)
    flow_chosen = Signal(tuple)
    """Ids of the nodes at the ends of a flow."""

    flow_wanted = Signal()
    """Flows are to be drawn."""

    asked = Signal(str, Figure)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        down = QVBoxLayout(self)
        down.setContentsMargins(10, 8, 10, 0)
        down.setSpacing(6)
        across = QHBoxLayout()
        across.setContentsMargins(6, 0, 6, 0)
        across.addWidget(label("Traffic", "muted", self))
        self.traffic = Choice("Traffic", self, chosen=self._choose_traffic)
        self.traffic.setMinimumContentsLength(20)
        self.traffic.view().setAccessibleName("Traffic")
        self.traffic.show_choices(TRAFFIC_TITLES, "all-to-all")
        across.addWidget(self.traffic)
        across.addWidget(label("Routing", "muted", self))
        self.routing = Choice("Routing", self, chosen=partial(self._choose, ROUTING))
        self.routing.setMinimumContentsLength(20)
        self.routing.view().setAccessibleName("Routing")
        self.routing.setToolTip(SITE_CHOICES[ROUTING].help)
        across.addWidget(self.routing)
        self.crossing = Choice("From rail to rail", self, chosen=partial(self._choose, CROSSING))
        self.crossing.setMinimumContentsLength(16)
        self.crossing.view().setAccessibleName("From rail to rail")
        self.crossing.setToolTip(SITE_CHOICES[CROSSING].help)
        across.addWidget(self.crossing)
        self._notes = label("", "caption", self, wraps=True)
        across.addSpacing(8)
        across.addWidget(self._notes, 1)
        across.addStretch(0)
        down.addLayout(across)
        # A row of their own: beside the choices they would not fit into the smallest window.
        paged = QHBoxLayout()
        paged.setContentsMargins(6, 0, 6, 0)
        self.every = label("", "caption", self, wraps=True)
        self.every.setAccessibleName("How full each network runs")
        paged.addWidget(self.every, 1)
        paged.addStretch(0)
        self.flows = FlowList(document, self)
        self.flows.buttons(paged)
        pages = (("links", "Links"), ("networks", "Networks"), ("flows", "Flows"))
        self.shown = Segments("Shown", pages, "links", self, chosen=self._show_page)
        self.shown.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        paged.addWidget(self.shown, 0, Qt.AlignmentFlag.AlignTop)
        down.addLayout(paged)
        self._loaded = document.design  # the one that the loads are of
        self.table = RecordTable("Utilisation of the links", self._load_columns(), self, sorts=False)
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setStretchLastSection(True)
        self._delegate = _ShareDelegate(self.table)
        self.table.setItemDelegateForColumn(_FULLEST, self._delegate)
        self.table.clicked.connect(self._clicked)
        self.table.wanted.connect(self._why)
        down.addWidget(self.table, 1)
        self.networks: RecordTable[NetworkUse] = RecordTable("Utilisation of each network", self._columns(), self)
        self.networks.clicked.connect(self._network_clicked)
        self.networks.wanted.connect(self._why_network)
        down.addWidget(self.networks, 1)
        self._hint = label("", "muted", self, wraps=True)
        self._hint.setContentsMargins(6, 4, 6, 8)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._hint, 1)
        down.addWidget(self.flows, 1)
        self.flows.chosen.connect(self.flow_chosen)
        self.flows.draw_wanted.connect(self.flow_wanted)
        self._in_sight = InSight(self, self.refresh)
        self._in_sight.follow(document.analysed)
        self._in_sight.follow(document.network_known)
        self.refresh()

    def show_traffic(self, traffic: str) -> None:
        """Show TRAFFIC as the chosen one, and the list of flows with the flows."""
        self.traffic.show_choices(TRAFFIC_TITLES, traffic)
        self.crossing.setVisible(traffic == "all-to-all-cards")
        if (self.shown.value == "flows") != (traffic == FLOWS):
            self.shown.choose("flows" if traffic == FLOWS else "links")
            self._show_page()

    def refresh(self) -> None:
        """Show the present loads."""
        results = self._document.results
        network = results.network if results else None
        loads = network.links if network else ()
        chosen = self._document.design.settings.choices
        for name, box in ((ROUTING, self.routing), (CROSSING, self.crossing)):
            box.show_choices(SITE_CHOICES[name].options, chosen.get(name, ""))
        self.crossing.setVisible(self.traffic.currentData() == "all-to-all-cards")
        self._loaded = self._document.design
        self.table.show_rows(sorted(loads, key=lambda load: -(load.utilisation.value or 0.0)))
        self._show_networks(network.by_network if network else ())
        self._show_page()
        self._hint.setText("Draw a link from one port to another: what it carries under this traffic appears here.")
        self._notes.setText(" ".join(network.notes) if network else "")
        self._notes.setToolTip(self._notes.text())

    def _load_columns(self) -> tuple[Column[LinkLoad], ...]:
        return (
            Column("Link", lambda load: place_name(self._loaded, load.id)),
            Column("Cables", self._cables, width=120),
            Column("Medium", lambda load: MEDIUM_TITLES[load.medium], width=120),
            Column("Carries", lambda load: figure_text(load.load_gbps), right=True, width=100),
            Column("Can carry", lambda load: figure_text(load.capacity_gbps), right=True, width=100),
            Column("Fullest cable", lambda load: percent_text(load.utilisation.value), width=260),
        )

    def _cables(self, load: LinkLoad) -> str:
        link = self._loaded.links.get(load.id)
        return link_title(self._loaded, link) if link else ""

    def _columns(self) -> tuple[Column[NetworkUse], ...]:
        return (
            Column("Network", _network_title),
            Column("Traffic", lambda use: _TRAFFICS[use.traffic], width=190),
            Column("Machines", lambda use: count_text(use.machines), lambda use: use.machines, right=True, width=90),
            Column("Fullest link", self._fullest, width=220),
            Column(
                "Fullest cable",
                lambda use: percent_text(use.worst.value) if use.fullest else "–",
                lambda use: use.worst.value or 0.0,
                right=True,
                width=110,
                tip=lambda use: f"{_network_title(use)}: {use_words(self._document.design, use)}",
            ),
            Column(
                "No path",
                lambda use: percent_text(use.no_path.value) if use.no_path.value else "–",
                lambda use: use.no_path.value or 0.0,
                right=True,
                width=90,
            ),
        )

    def _fullest(self, use: NetworkUse) -> str:
        return place_name(self._document.design, use.fullest) if use.fullest else "Nothing is sent on it"

    def _show_networks(self, uses: Sequence[NetworkUse]) -> None:
        """Say of every network at once how full it runs, under the chosen traffic or one of its own."""
        self.networks.show_rows(uses, lambda use: use.medium)
        design = self._document.design
        self.every.setText("   ·   ".join(f"{_network_title(use)}: {use_words(design, use)}" for use in uses))

    def _network_clicked(self, _: QModelIndex) -> None:
        use = self.networks.current()
        if use is not None and use.fullest:
            self.link_chosen.emit(use.fullest)

    def _why_network(self) -> None:
        use = self.networks.current()
        if use is not None:
            self.asked.emit(f"How full the {NETWORK_WORDS[use.medium]} is", use.worst)

    def _choose(self, name: str, value: str) -> None:
        self._document.edit(partial(set_site_choice, name=name, value=value))

    def _choose_traffic(self, traffic: str) -> None:
        self.show_traffic(traffic)
        self.traffic_chosen.emit(traffic)

    def _show_page(self) -> None:
        """Show the links, the networks, or the flows with what one can do to them."""
        page, loaded = self.shown.value, bool(self.table.shown_rows())
        listed = page == "flows"
        self.table.setVisible(loaded and page == "links")
        self.networks.setVisible(loaded and page == "networks")
        self.every.setVisible(loaded and not listed)
        self._hint.setVisible(not loaded and not listed)
        self._notes.setVisible(not listed)
        for part in (self.flows, self.flows.draw, self.flows.remove_button):
            part.setVisible(listed)

    def _clicked(self, index: QModelIndex) -> None:
        self.link_chosen.emit(self.table.record(index).id)

    def _why(self) -> None:
        load = self.table.current()
        if load is not None:
            self.asked.emit(f"How full {place_name(self._document.design, load.id)} is", load.utilisation)
