"""The power tab: the one-line diagram, and beside it redundancy, single failures and stranded power."""

from collections.abc import Collection, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.power.records import SCHEME_TITLES, PlantFailure, PlantResult
from designer.drawing.one_line.words import SYMBOLS, failure_title, failure_words, names_of
from designer.edit.power.power_chain import draw_simple_chain
from designer.model.copy_ids import CopyId, base_of
from designer.model.design import Design, View
from designer.model.figures.figure_text import count_text, figure_text, percent_text
from designer.model.naming import title_of
from designer.model.wording import listed
from designer.review.effects.fixing import fixed
from designer.review.findings import Fix
from designer.ui.app.document import Document
from designer.ui.views.design_view import DesignView
from designer.ui.views.power.view import PowerView
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label
from designer.ui.widgets.lists.row_list import ROW_ROLE, Row, RowList

SIDE_WIDTH: Final = 320
_NARROW: Final = 900
_NARROW_SIDE: Final = 232
_MENDING: Final = frozenset(
    {
        "no-power",
        "one-power-side",
        "feed-overloaded",
        "feed-not-redundant",
        "battery-too-short",
        "battery-unknown",
        "stage-overloaded",
        "failure-overloads",
        "power-single-point",
        "sides-meet",
    }
)
"""Rules whose fixes are offered beside a failure."""
_MOST: Final = 40
_FAIL: Final = "fail:"
_WAITING: Final = (
    Row("", "How it is fed", heading=True),
    Row("", "Being worked out", "Redundancy, every single failure, and what cannot be used", "info", dim=True),
)


class PowerPage(DesignView):
    """The power view with what is beside it."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._offered: Fix | None = None
        self.chain = PowerView(document, self)
        self.pass_on(self.chain)
        self.list = RowList(
            "Redundancy, single failures and stranded power", self, clicked=self._chosen, activated=self._chosen
        )
        self.list.wrap_words()
        self._pages = QStackedWidget(self)
        full = QWidget(self._pages)
        across = QHBoxLayout(full)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.chain, 1)
        across.addWidget(self._side(full))
        self._pages.addWidget(full)
        self._pages.addWidget(self._empty())
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._pages)
        self.setFocusProxy(self.chain)
        document.changed.connect(self._follow)
        document.analysed.connect(self._follow)
        document.what_if.changed.connect(self._follow)

    @property
    def hint(self) -> str:
        """One line about what is in sight; "" while this is not."""
        return self.chain.hint if self.isVisible() else ""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(SIDE_WIDTH if self.width() > _NARROW else _NARROW_SIDE)

    @property
    @override
    def sight(self) -> QWidget:
        return self.chain if self._pages.currentIndex() == 0 else self

    @override
    def let_drawing_go(self) -> None:
        self.chain.let_drawing_go()

    @override
    def keep_right_clear(self, pixels: int) -> None:
        self.chain.keep_right_clear(pixels)

    def select(self, ids: Collection[str]) -> None:
        """Outline the tiles of IDS."""
        self.chain.select(ids)

    def shows(self, ids: Collection[str]) -> bool:
        """Return True when any of IDS is drawn."""
        return self.chain.shows(ids)

    def show_view(self, view: View) -> None:
        """Show what a saved view shows."""
        self.chain.show_view(view)

    def fit(self) -> None:
        """Show all of it."""
        self.chain.fit()

    def fit_selection(self) -> None:
        """Show what is selected."""
        self.chain.fit_selection()

    def zoom_in(self) -> None:
        """Closer."""
        self.chain.zoom_in()

    def zoom_out(self) -> None:
        """Farther."""
        self.chain.zoom_out()

    def zoom(self) -> float:
        """The zoom, 1 at 100%."""
        return self.chain.zoom()

    def set_context_actions(self, actions: Sequence[QAction]) -> None:
        """Further actions for the menu on a right click."""
        self.chain.set_context_actions(actions)

    def draw_chain(self) -> None:
        """Draw a simple chain for what stands there."""
        document = self._document
        document.edit(lambda design: draw_simple_chain(design, document.library))
        self.chain.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side(self, parent: QWidget) -> QWidget:
        """Return the side panel: what a failure does, how to mend it, and every other single failure."""
        self.side = QWidget(parent)
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side.setFixedWidth(SIDE_WIDTH)
        down = QVBoxLayout(self.side)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self.head = QWidget(self.side)
        inner = QVBoxLayout(self.head)
        inner.setContentsMargins(16, 16, 16, 8)
        inner.setSpacing(8)
        self.title = label("", "title", self.head, wraps=True)
        self.told = label("", "muted", self.head, wraps=True)
        self.mend_button = push_button(
            "Restore", self.head, self._document.what_if.mend, tip="Nothing has failed (Esc)"
        )
        self.fix_button = push_button("", self.head, self._fix, look="primary", name="Mend what failed")
        for one in (self.title, self.told, self.fix_button, self.mend_button):
            inner.addWidget(one)
        down.addWidget(self.head)
        down.addWidget(self.list, 1)
        return self.side

    def _fix(self) -> None:
        """Do what the first finding about what is dark offers."""
        fix = self._offered
        if fix is not None:
            self._document.edit(lambda design: fixed(design, self._document.library, (fix,)))

    def _show_head(self) -> None:
        """Say what has failed does, and offer what mends it."""
        document = self._document
        design, failed = document.design, document.what_if.failed
        plant = self.chain.plant
        failure = plant.failure if plant is not None and failed else None
        self._offered = None
        if plant is None or failure is None:
            self._show_how_fed()
            return
        self.head.show()
        self.mend_button.show()
        titles = [title_of(design, name) for name in failed]
        devices = sum(one.copies for one in plant.elements.values() if one.device)
        self.title.setText(failure_title(titles, failure, devices))
        names = {node.id: node.title for node in design.nodes.values()}
        told = failure_words(titles, failure, names).partition(": ")[2]
        stages = [one for one in plant.elements.values() if not one.device and one.utilisation.value]
        fullest = max(stages, key=lambda one: one.utilisation.value or 0.0, default=None)
        full = (
            f" The fullest that is left is {design.nodes[fullest.id].title}, at "
            f"{percent_text(fullest.utilisation.value)}."
            if fullest is not None and fullest.id in design.nodes
            else ""
        )
        self.told.setText(f"{told[:1].upper()}{told[1:]}{full}")
        touched = {*failure.dark, *failure.overloaded, *failure.on_battery, *failure.interrupted}
        if touched:
            touched |= set(map(base_of, failed))
        findings = (*document.what_if.findings_before, *document.findings)
        self._offered = next(
            (one.fix for one in findings if one.fix is not None and one.rule in _MENDING and touched & {*one.ids}), None
        )
        self.fix_button.setVisible(self._offered is not None)
        if self._offered is not None:
            self.fix_button.setText(self._offered.label)

    def _show_how_fed(self) -> None:
        """Say how devices are fed while nothing has failed."""
        design, found = self._document.design, self._document.standing[0]
        fed = found.plant.redundancy if found is not None and found.plant is not None else ()
        fed = [one for one in fed if all(name in design.nodes for name in one.loads)]
        self.head.setVisible(bool(fed))
        self.mend_button.hide()
        self.fix_button.hide()
        if fed:
            self.title.setText(f"{SCHEME_TITLES[fed[0].scheme]}, {_titles(design, fed[0].loads)}")
            self.told.setText(fed[0].why)

    def _empty(self) -> QWidget:
        page = QWidget(self._pages)
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        down = QVBoxLayout(page)
        down.setAlignment(Qt.AlignmentFlag.AlignCenter)
        down.setSpacing(12)
        down.addWidget(label("No power chain is drawn yet", "title", page), 0, Qt.AlignmentFlag.AlignHCenter)
        said = label(
            "Place a utility feed, a UPS and rack PDUs and draw power links from what feeds to what is fed. "
            "Or begin with two sides, A and B, that each carry all racks which are there.",
            "body",
            page,
        )
        said.setWordWrap(True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said.setFixedWidth(440)
        down.addWidget(said, 0, Qt.AlignmentFlag.AlignHCenter)
        self.draw_button = push_button("Draw a simple chain", page, self.draw_chain, look="primary")
        down.addWidget(self.draw_button, 0, Qt.AlignmentFlag.AlignHCenter)
        return page

    def _follow(self) -> None:
        """Behind another tab nothing is worked out; it is when this one is turned to."""
        if self.isVisible():
            self._show()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def _show(self) -> None:
        drawn = self.chain.plant is not None
        self._pages.setCurrentIndex(0 if drawn else 1)
        self._show_head()
        results = self._document.standing[0]
        found = results.plant if results else None
        design, failed = self._document.design, set(self._document.what_if.failed)
        # What the analysis said last may be of nodes that are gone.
        known = found is not None and {*found.elements, *found.unfed} <= design.nodes.keys()
        self.list.show_rows(power_rows(design, found, failed) if found and known else _WAITING)

    def _chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row) or not row.key:
            return
        if row.key.startswith(_FAIL):
            names = tuple(row.key.removeprefix(_FAIL).split(","))
            what_if = self._document.what_if
            if set(what_if.failed) == set(names):
                what_if.mend()
            else:
                what_if.fail_just(names)
            self.selection_wanted.emit(tuple(base_of(name) for name in names))
        else:
            self.selection_wanted.emit(tuple(row.key.split(",")))


def power_rows(design: Design, plant: PlantResult, failed: set[str]) -> list[Row]:
    """Rows of the list: how devices are fed, what single failures take along, what cannot be used."""
    rows = [Row("", "How it is fed", heading=True)]
    rows += [
        Row(
            ",".join((*one.loads, *one.units)),
            f"{SCHEME_TITLES[one.scheme]}, {_titles(design, one.loads)}",
            one.why,
            "one-line-load",
            "facility",
        )
        for one in plant.redundancy[:_MOST]
    ]
    rows.append(Row("", "When one thing fails", heading=True))
    if plant.sweep.note:
        rows.append(Row("", "Too many to try at once", "stackwright analyze --sweep tries them all", "info"))
    told = _told_once(plant.sweep.failures)
    # What has an effect first; the rest from the utility downwards.
    hit = [one for one in told if one.dark or one.newly_overloaded or one.interrupted]
    calm = sorted((one for one in told if one not in hit), key=lambda one: plant.elements[_node(one)].level)
    names = names_of(design, list(dict.fromkeys(map(_node, told))))
    rows += [_failure_row(design, one, names[_node(one)], failed) for one in (*hit, *calm)[:_MOST]]
    if plant.stranded:
        rows.append(Row("", "Cannot be used", heading=True))
        rows += [
            Row(
                one.id,
                design.nodes[one.id].title,
                f"{one.cause.capitalize()}: {one.why}",
                SYMBOLS.get(design.nodes[one.id].kind, "info"),
                "facility",
                aside=figure_text(one.stranded_w, ranged=False),
            )
            for one in plant.stranded[:_MOST]
        ]
    return rows


def _told_once(failures: Sequence[PlantFailure]) -> list[PlantFailure]:
    """FAILURES with those of one node that come to the same as one."""
    found: dict[object, PlantFailure] = {}
    for one in failures:
        over = tuple((node_id, load.copies) for node_id, load in one.newly_overloaded.items())
        # Nodes with the same effects, copy by copy, are one row that counts them.
        key = (_node(one), tuple(one.dark.items()), tuple(one.interrupted.items()), over)
        before = found.get(key)
        alike = one.alike + (before.alike if before else 0)
        found[key] = msgspec.structs.replace(before or one, alike=alike)
    return list(found.values())


def _node(failure: PlantFailure) -> str:
    """The node of which a copy fails."""
    return base_of(failure.ids[0])


def _failure_row(design: Design, failure: PlantFailure, called: str, failed: set[str]) -> Row:
    name = failure.ids[0]
    node_id, copy = CopyId.read(name)
    node = design.nodes[node_id]
    # A single failed copy is named by its number, from 1.
    title = title_of(design, name) if copy is not None and failure.alike == 1 else called
    said: list[str] = []
    if failure.dark:
        dark = sum(failure.dark.values())
        said.append(f"{count_text(dark)} dark, {figure_text(failure.lost_w, ranged=False)}")
    if failure.newly_overloaded:
        said.append(f"overloads {_titles(design, tuple(failure.newly_overloaded))}")
    if failure.interrupted:
        said.append(f"{count_text(sum(failure.interrupted.values()))} off until a generator runs")
    if failure.unprotected:
        said.append(f"{count_text(sum(failure.unprotected.values()))} without a battery behind them")
    if failure.on_battery and not said:
        known = failure.ride_through_min.known
        said.append(f"On battery for {figure_text(failure.ride_through_min)}" if known else "On battery, time not set")
    aside = f"any of {failure.alike}" if failure.alike > 1 else ""
    text = " · ".join(said) or "Everything holds"
    icon = "error" if name in failed else SYMBOLS.get(node.kind, "info")
    return Row(_FAIL + name, title, text, icon, "facility", aside=aside, dim=not said)


def _titles(design: Design, ids: Sequence[str]) -> str:
    return listed(design.nodes[one].title for one in ids if one in design.nodes)
