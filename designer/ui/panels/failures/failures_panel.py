"""Panel of failures: a ranking of whatever services and networks hang on, worst first, each to be tried.

What services hang on in every layer stands first, by how many of them fall with it; then what the networks lose.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.chain.point_words import services_of
from designer.analysis.results import ResilienceResult, SinglePoint
from designer.drawing.current_theme import current_theme
from designer.drawing.layer_words import SHORT_LAYER_TITLES
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text, counted_text, figure_text
from designer.model.figures.number_locale import localised
from designer.model.parts.part import NETWORK_WORDS, Layer, Medium
from designer.model.wording import listed, noun
from designer.ui.app.document import Document
from designer.ui.app.headline import place_name
from designer.ui.app.what_if import count_of
from designer.ui.panels.failures.failure_words import left_text, room_words, tier_room_words
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.refresh_when_visible import InSight

SINGLE: Final = "Single point of failure"
_NARROW: Final = 800
"""Pixels below which names matter more than layers and accelerators."""
_LAYER, _STOPS = 1, 2
_LOST, _REMAINS, _ACCELERATORS = 3, 4, 5
_SIGN: Final = 6
_MOST_WORDS: Final = 3


class Row(NamedTuple):
    """One failure of the ranking.

    Attributes:
        id: Node or link, one copy or cable of which fails.
        lost: Bisection bandwidth that goes with it; None where it was not tried.
        remaining: Share of the bisection bandwidth that is left.
        accelerators: Cut off by it; None where the network was not asked.
        without_storage: Accelerators that reach no store any more without it.
        single: It is a single point of failure of a network or of services.
        networks: The networks of which it is one.
        services: Ids of the services that stop without it.
        layer: Its layer, where services hang on it.
    """

    id: str
    lost: Figure | None
    remaining: Figure | None
    accelerators: int | None
    single: bool
    networks: tuple[Medium, ...] = ()
    services: tuple[str, ...] = ()
    layer: Layer | None = None
    without_storage: int = 0


def ranking(found: ResilienceResult | None) -> tuple[Row, ...]:
    """All failures that the analysis tried or found: most services first, then most bandwidth, then accelerators."""
    if found is None:
        return ()
    points: dict[str, list[SinglePoint]] = {}
    for point in found.single_points_of_failure:
        points.setdefault(point.id, []).append(point)
    tried = {one.id: one for one in found.worst_failures}
    # What is down already falls no more: neither as a point nor among its services.
    gone = {one.id for one in found.lost if one.state == "lost"}
    needed = {
        one.id: (one, left)
        for one in found.service_points
        if one.id not in gone and (left := tuple(service for service in one.services if service not in gone))
    }
    rows: list[Row] = []
    # What was tried, what cuts a network and what services need: each thing is one row of all three.
    for record_id in dict.fromkeys((*tried, *points, *needed)):
        failure, single = tried.get(record_id), points.get(record_id, [])
        service, falling = needed.get(record_id, (None, ()))
        rows.append(
            Row(
                id=record_id,
                lost=failure.lost_gbps if failure else None,
                remaining=failure.remaining_share if failure else None,
                accelerators=max([one.lost_accelerators for one in (*single, *filter(None, (failure,)))], default=None),
                single=bool(single or service),
                networks=tuple(dict.fromkeys(point.medium for point in single)),
                services=falling,
                layer=service.layer if service else None,
                without_storage=max((one.accelerators_without_storage for one in single), default=0),
            )
        )
    return tuple(sorted(rows, key=_place))


def _place(row: Row) -> tuple[int, float, int, bool]:
    lost = row.lost.value if row.lost and row.lost.value is not None else 0.0
    return -len(row.services), -round(lost, 6), -max(row.accelerators or 0, row.without_storage), not row.single


class RankingColumns:
    """The columns of the ranking, in the names of one design.

    Attributes:
        design: Whose names are shown.
        mark: Picture of a single point of failure.
    """

    def __init__(self, design: Design) -> None:
        self.design = design
        self.mark: QPixmap | None = None

    def columns(self) -> tuple[Column[Row], ...]:
        """All of them."""
        return (
            Column("What fails", self._what, strong=_is_single),
            Column("Layer", _layer, width=104),
            Column("Stops with it", self._stops, _stops_order, tip=self._stops_tip),
            Column("Bisection lost", _lost, _lost_order, right=True, width=104),
            Column("Remains", _remains, _remains_order, right=True, width=76),
            Column(
                "Accelerators lost", _accelerators, _accelerators_order, right=True, width=136, tip=_accelerators_tip
            ),
            Column("", _sign, _is_single, width=140, tip=_sign_tip, strong=_is_single, mark=self._mark, heading=SINGLE),
        )

    def _what(self, row: Row) -> str:
        design = self.design
        count = count_of(design, row.id)
        one, many = ("cable", "cables") if row.id in design.links else ("copy", "copies")
        name = place_name(design, row.id)
        if row.services and count == 1:
            return name
        return f"{name}, 1 of {count_text(count)} {many}" if count > 1 else f"{name}, its only {one}"

    def _stops(self, row: Row) -> str:
        names = [place_name(self.design, one) for one in services_of(self.design, row.services)]
        if len(names) > _MOST_WORDS:
            names = [*names[:_MOST_WORDS], f"{count_text(len(names) - _MOST_WORDS)} more"]
        return ", ".join(names) or "–"

    def _stops_tip(self, row: Row) -> str:
        if not row.services:
            return "No service depends on it alone."
        return "\n".join(place_name(self.design, one) for one in services_of(self.design, row.services))

    def _mark(self, row: Row) -> QPixmap | None:
        return self.mark if row.single else None


def _is_single(row: Row) -> bool:
    return row.single


def _layer(row: Row) -> str:
    return SHORT_LAYER_TITLES[row.layer] if row.layer else ""


def _stops_order(row: Row) -> int:
    return -len(row.services)


def _lost(row: Row) -> str:
    if row.lost:
        return figure_text(row.lost)
    return "not tried" if row.networks == ("fabric",) else "–"


def _lost_order(row: Row) -> float:
    return row.lost.value if row.lost and row.lost.value is not None else -1.0


def _remains(row: Row) -> str:
    return left_text(row.remaining.value) if row.remaining else "–"


def _remains_order(row: Row) -> float:
    return row.remaining.value if row.remaining and row.remaining.value is not None else -1.0


def _accelerators(row: Row) -> str:
    if row.accelerators is None:
        return "–"
    if row.without_storage > row.accelerators:
        return f"{count_text(row.without_storage)} lose storage"
    return count_text(row.accelerators) if row.accelerators else "none"


def _accelerators_order(row: Row) -> int:
    return -1 if row.accelerators is None else max(row.accelerators, row.without_storage)


def _accelerators_tip(row: Row) -> str:
    if row.accelerators is None:
        return ""
    number = count_text(row.accelerators) if row.accelerators else "No"
    cut_off = f"{number} {noun(row.accelerators, 'accelerator is', 'accelerators are')} cut off"
    if row.without_storage:
        return f"{cut_off}; {counted_text(row.without_storage, 'reaches', 'reach')} no store any more."
    return f"{cut_off}."


def _sign(row: Row) -> str:
    if not row.single:
        return ""
    if len(row.networks) == 1 and row.networks != ("fabric",):
        return f"In {NETWORK_WORDS[row.networks[0]].removesuffix(' network')}"
    return "Single point"


def _sign_tip(row: Row) -> str:
    if not row.single:
        return ""
    if not row.networks or row.networks == ("fabric",):
        return SINGLE
    return f"{SINGLE} of the {' and the '.join(NETWORK_WORDS[medium] for medium in row.networks)}"


def _key(row: Row) -> str:
    return row.id


def _network_words(design: Design, rows: Sequence[Row]) -> list[str]:
    """Return how many single points the networks have, and in which; nothing where no network is drawn."""
    counts = Counter(medium for row in rows for medium in row.networks)
    if not counts:
        # Without cables of a network the sentence would praise what is not drawn.
        cabled = any(link.medium in NETWORK_WORDS for link in design.links.values())
        return ["No single point of failure in the networks."] if cabled else []
    single = sum(bool(row.networks) for row in rows)
    words = f"{count_text(single)} single point{'s' if single != 1 else ''} of failure"
    if set(counts) == {"fabric"}:
        return [f"{words}."]
    where = [
        f"{count_text(counts[medium])} in the {title}" for medium, title in NETWORK_WORDS.items() if counts[medium]
    ]
    return [f"{words} in the networks: {listed(where)}."]


class FailuresPanel(QWidget):
    """The N−1 ranking: a click goes there, Enter or the button tries it."""

    chosen = Signal(str)
    """Id of a node or link to go to."""

    fail_wanted = Signal(str)
    """Id of a node or link that is to fail, or to be mended."""

    sweep_wanted = Signal()
    """More than one copy or cable of each is to be tried."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        down = QVBoxLayout(self)
        down.setContentsMargins(10, 8, 10, 0)
        down.setSpacing(6)
        across = QHBoxLayout()
        across.setContentsMargins(6, 0, 6, 0)
        self.summary = label("", "muted", self, wraps=True)
        self.summary.setAccessibleName("About the failures")
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(self.summary, 1)
        self.button = push_button("Fail it", self, self._try, look="fix")
        self.button.setMinimumWidth(84)
        across.addWidget(self.button)
        self.sweep = push_button(
            "Sweep…",
            self,
            self.sweep_wanted,
            name="Sweep of failures, one or two at a time",
            tip="Every copy and cable by itself (N−1), or every two together (N−2)",
        )
        self.sweep.setMinimumWidth(84)
        across.addWidget(self.sweep)
        down.addLayout(across)
        self._columns = RankingColumns(document.design)
        self.table: RecordTable[Row] = RecordTable("Failures, worst first", self._columns.columns(), self)
        self.table.clicked.connect(self._clicked)
        self.table.wanted.connect(self._try)
        self.table.moved.connect(self._show_button)
        down.addWidget(self.table, 1)
        self.hint = label("", "muted", self, wraps=True)
        self.hint.setContentsMargins(6, 4, 6, 8)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        down.addWidget(self.hint, 1)
        self._in_sight = InSight(self, self.refresh)
        self._in_sight.follow(document.analysed)
        document.what_if.changed.connect(self._show_button)
        self._recolour()
        self.refresh()
        follow_look(self._recolour)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._columns.mark = icon_pixmap("warning", current_theme().colour("warn"), 16)

    def refresh(self) -> None:
        """Show the present ranking, the row that was chosen chosen again."""
        document = self._document
        design = document.design
        results = document.results
        found = results.resilience if results else None
        self._columns.design = design
        rows = [row for row in ranking(found) if row.id in design.nodes or row.id in design.links]
        self.table.show_rows(rows, _key)
        self._show_columns()
        self.table.setVisible(bool(rows))
        self.hint.setVisible(not rows)
        self.hint.setText(self._nothing(found))
        self.summary.setText(self._summary(found) if rows else "")
        self.summary.setToolTip(
            localised("\n".join(room_words(design, room) for room in found.uplinks) if found else "")
        )
        self.sweep.setVisible(bool(rows))
        self._show_button()

    def _show_columns(self) -> None:
        """Show the columns that say something, as far as there is room."""
        rows, narrow = self.rows, self.width() < _NARROW
        served = any(row.services for row in rows)
        cabled = any(row.lost for row in rows)
        shown = {
            _LAYER: served and not narrow,
            _STOPS: served,
            _LOST: cabled,
            # Where services tell what matters most there is little room for the same loss told twice.
            _REMAINS: cabled and not served,
            _ACCELERATORS: any(row.accelerators is not None for row in rows) and not (served and narrow),
            _SIGN: any(row.single for row in rows),
        }
        for column, said in shown.items():
            self.table.setColumnHidden(column, not said)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()

    @property
    def rows(self) -> Sequence[Row]:
        """The ranking, worst first."""
        return self.table.records.given

    def current_id(self) -> str:
        """Id of the row under the keyboard; "" for none."""
        row = self.table.current()
        return row.id if row is not None else ""

    def _summary(self, found: ResilienceResult | None) -> str:
        words = _network_words(self._document.design, self.rows)
        needed = sum(bool(row.services) for row in self.rows)
        if needed == 1:
            words.append("Services stop without one thing that exists only once.")
        elif needed:
            words.append(f"Services stop without any one of {count_text(needed)} things that exist only once.")
        if self._document.results is not None and self._document.results.failed:
            words.append("One more failure, on top of what has failed already.")
        words += tier_room_words(found.uplinks if found else ())
        return " ".join([*words, *(found.notes if found else ())])

    def _nothing(self, found: ResilienceResult | None) -> str:
        if found is None:
            return "The first analysis is being worked out …"
        if self._document.results is not None and self._document.results.failed:
            return " ".join(
                ["What still stands takes nothing more along by failing. Mend it to rank all.", *found.notes]
            )
        hint = (
            "Join servers by switches, or draw services on them: what the loss of one copy or one cable would cost is "
            "ranked here, worst first."
        )
        return " ".join([hint, *found.notes])

    def _show_button(self, *_: object) -> None:
        chosen = self.current_id()
        down = bool(chosen) and self._document.what_if.has_failed(chosen)
        self.button.setVisible(bool(self.rows))
        self.button.setEnabled(bool(chosen))
        self.button.setText("Mend it" if down else "Fail it")
        name = place_name(self._document.design, chosen) if chosen else ""
        self.button.setAccessibleName(f"{self.button.text()}: {name}" if name else self.button.text())
        self.button.setToolTip("" if chosen else "Choose a row first")

    def _clicked(self, _: QModelIndex) -> None:
        self.chosen.emit(self.current_id())

    def _try(self, *_: object) -> None:
        chosen = self.current_id()
        if chosen:
            self.fail_wanted.emit(chosen)
