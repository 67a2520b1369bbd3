"""The filters of the catalog browser: search, layers, choices with counts, bounds with units, standing."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from designer.catalog.filters import STATUSES, Criterion, Facets, PartFilter, PricePer
from designer.model.figures.figure import Status
from designer.model.figures.figure_text import count_text
from designer.model.kinds import KINDS
from designer.model.parts.part import Availability, Layer
from designer.model.records import RefusedInput
from designer.ui.catalog.part_columns import kind_title
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, Form, label, line, line_edit, read_number
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.lists.row_list import Row, RowList
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.part_words import LAYER_ICONS, LAYER_TITLES, LAYERS_DOWN, STATUS_TITLES

WIDTH: Final = 256
ANY: Final = ""
AVAILABILITIES: Final[Mapping[str, str]] = {
    "sold": "Sold",
    "rented": "Rented",
    "free": "Free of charge",
    "not sold": "Not sold",
    "unknown": "Not known",
}
_OFFERED: Final[tuple[Availability, ...]] = ("sold", "rented", "free", "not sold", "unknown")
PRICE_PERS: Final[Mapping[PricePer, str]] = {"unit": "one part", "hour": "an hour"}
BOUNDS: Final = {
    "least_gbps": ("Rate ≥", "Rate at least", "Gb/s", "Of the fastest port."),
    "most_gbps": ("Rate ≤", "Rate at most", "Gb/s", "Of the fastest port."),
    "most_power_w": ("Power ≤", "Power at most", "W", "Greatest draw; of a range its upper end."),
    "most_height_u": ("Height ≤", "Height at most", "U", "Rack units."),
    "most_usd": ("Price ≤", "Price at most", "$", "Planning value of the preferred price in US dollars."),
}


class FilterPane(QWidget):
    """Pane of what a person asks of parts."""

    changed = Signal()
    """Another search or filter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "panel-left")
        self.setMinimumWidth(WIDTH)
        self._layer: Layer | None = None
        self._bounds: dict[str, QLineEdit] = {}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 16, 1, 0)
        down.setSpacing(8)
        self.search = line_edit("Search parts", self, placeholder="Search parts", clears=True, changed=self.changed)
        self.search.setAccessibleDescription(
            "Name, vendor, part number or what it is for. Arrows move in the list, Enter places."
        )
        self.search.setMinimumHeight(32)
        self._glass = QAction(self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        holder = QHBoxLayout()
        holder.setContentsMargins(16, 0, 16, 0)
        holder.addWidget(self.search)
        down.addLayout(holder)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(area.viewport())
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 16)
        self._inside.setSpacing(8)
        self._make_layers(inside)
        self._make_form(inside)
        self._make_checks(inside)
        self._inside.addStretch(1)
        area.setWidget(inside)
        down.addWidget(area, 1)
        down.setSpacing(4)
        down.addWidget(line(self))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 4, 16, 8)
        self.clear_button = push_button("Clear filters", self, self.clear, takes_enter=False)
        foot.addWidget(self.clear_button)
        foot.addStretch(1)
        down.addLayout(foot)
        self._recolour()
        follow_look(self._recolour)

    def _make_layers(self, parent: QWidget) -> None:
        self.layers = RowList("Layers", parent, clicked=self._layer_chosen)
        self.layers.setDragEnabled(False)
        self.layers.installEventFilter(self)
        self.layers.setFixedHeight(34 + 36 * len(LAYERS_DOWN))
        # All rows are in sight in the pane, which scrolls itself; a second bar would take the ends of their names.
        self.layers.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside.addWidget(self.layers)

    def _make_form(self, parent: QWidget) -> None:
        form = self._form = Form(parent, label_width=60, unit_width=28)
        form.setContentsMargins(16, 4, 16, 0)
        self.kind = Choice("Kind", form)
        self.vendor = Choice("Vendor", form)
        self.availability = Choice("Sold or rented", form)
        for title, choice in (("Kind", self.kind), ("Vendor", self.vendor), ("Offered", self.availability)):
            choice.chosen.connect(self._tell)
            form.add(title, choice)
        for name, (title, spoken, unit, help_text) in BOUNDS.items():
            field = line_edit(f"{spoken}, {unit}", form, placeholder="any", changed=self._tell)
            self._bounds[name] = field
            form.add(title, field, unit=unit, help_text=help_text)
        self.price_per = Choice("Price for", form, chosen=self._tell)
        self.price_per.show_choices(tuple(PRICE_PERS.items()), "unit")
        form.add("Price for", self.price_per)
        self._inside.addWidget(form)

    def _make_checks(self, parent: QWidget) -> None:
        self.own = QCheckBox("Own parts only", parent)
        self.priced = QCheckBox("With a price only", parent)
        self.unknown = QCheckBox("Also where it is unknown", parent)
        self.unknown.setToolTip("Parts whose rate, power, height, price or standing is not known pass too.")
        self.any_status = QCheckBox("Any figure, not the weakest", parent)
        title = label("Weakest figure is", "section", parent)
        title.setContentsMargins(16, 8, 16, 0)
        checks = QVBoxLayout()
        checks.setContentsMargins(16, 0, 16, 0)
        checks.setSpacing(8)
        self.statuses: dict[Status, QCheckBox] = {}
        for status in STATUSES:
            check = self.statuses[status] = QCheckBox(STATUS_TITLES[status].capitalize(), parent)
            check.setProperty("plain", check.text())
            checks.addWidget(check)
        other = QVBoxLayout()
        other.setContentsMargins(16, 0, 16, 0)
        other.setSpacing(8)
        other.addWidget(self.any_status)
        rule = line(parent)
        other.addWidget(rule)
        for check in (self.own, self.priced, self.unknown):
            other.addWidget(check)
        for check in (*self.statuses.values(), self.any_status, self.own, self.priced, self.unknown):
            check.toggled.connect(self._tell)
        self._inside.addWidget(title)
        self._inside.addLayout(checks)
        self._inside.addLayout(other)

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self._glass.setIcon(line_icon("search", "muted"))

    @property
    def wanted(self) -> PartFilter:
        """Return what is asked; a bound that is no number is complained of and asks for nothing."""
        bounds = {name: self._bound(name) for name in BOUNDS}
        kind, vendor, availability = (
            str(choice.currentData() or ANY) for choice in (self.kind, self.vendor, self.availability)
        )
        return PartFilter(
            layers=frozenset({self._layer} if self._layer else ()),
            kinds=frozenset({kind} if kind else ()),
            vendors=frozenset({vendor} if vendor else ()),
            availability=frozenset(offered for offered in _OFFERED if offered == availability),
            statuses=frozenset(status for status, check in self.statuses.items() if check.isChecked()),
            any_status=self.any_status.isChecked(),
            least_gbps=bounds["least_gbps"],
            most_gbps=bounds["most_gbps"],
            most_power_w=bounds["most_power_w"],
            most_height_u=bounds["most_height_u"],
            most_usd=bounds["most_usd"],
            price_per="hour" if self.price_per.currentData() == "hour" else "unit",
            only_own=self.own.isChecked(),
            only_priced=self.priced.isChecked(),
            with_unknown=self.unknown.isChecked(),
        )

    @property
    def wanted_with_unknown(self) -> PartFilter:
        """The same, letting the unknown pass."""
        return replace(self.wanted, with_unknown=True)

    def show_counts(self, facets: Facets) -> None:
        """Say how many parts each choice would leave."""
        rows = [Row("layers", "Layers", heading=True)]
        rows += [
            Row(layer, LAYER_TITLES[layer], "", LAYER_ICONS[layer], layer, count_text(facets.layers.get(layer, 0)))
            for layer in LAYERS_DOWN
        ]
        self.layers.show_rows(rows)
        if self._layer:
            self.layers.setCurrentIndex(self.layers.row_model.index(1 + LAYERS_DOWN.index(self._layer)))
        kinds = sorted(facets.kinds, key=lambda kind: list(KINDS).index(kind) if kind in KINDS else len(KINDS))
        _offer(self.kind, {kind: kind_title(kind) for kind in kinds}, facets.kinds, "Any kind")
        vendors = {vendor: vendor for vendor in sorted(facets.vendors, key=str.casefold)}
        _offer(self.vendor, vendors, facets.vendors, "Any vendor")
        _offer(self.availability, AVAILABILITIES, facets.availability, "Any")
        for status, check in self.statuses.items():
            check.setText(f"{check.property('plain')}  {count_text(facets.statuses.get(status, 0))}")
        self.clear_button.setEnabled(bool(self.wanted.asked))

    def clear(self) -> None:
        """Ask for nothing; the search stays."""
        self._layer = None
        for criterion in ("kind", "vendor", "availability", "status", "rate", "power", "height", "price"):
            self._loosen(criterion)
        for check in (self.own, self.priced, self.unknown, self.any_status):
            _quietly(check, partial(check.setChecked, False))
        self.changed.emit()

    def loosen(self, criterion: Criterion) -> None:
        """Ask no longer for CRITERION."""
        self._loosen(criterion)
        self.changed.emit()

    def _loosen(self, criterion: Criterion) -> None:
        choices = {"kind": self.kind, "vendor": self.vendor, "availability": self.availability}
        fields = {
            "rate": ("least_gbps", "most_gbps"),
            "power": ("most_power_w",),
            "height": ("most_height_u",),
            "price": ("most_usd",),
        }
        if criterion == "layer":
            self._layer = None
            self.layers.clearSelection()
            self.layers.setCurrentIndex(QModelIndex())
        elif criterion in choices:
            choices[criterion].setCurrentIndex(0)
        elif criterion in fields:
            for name in fields[criterion]:
                _quietly(self._bounds[name], self._bounds[name].clear)
                self._form.complain(self._bounds[name], "")
        for check in {"status": list(self.statuses.values()), "own": [self.own], "priced": [self.priced]}.get(
            criterion, []
        ):
            _quietly(check, partial(check.setChecked, False))

    def words(self, criterion: Criterion) -> str:
        """Return what is asked of CRITERION: "power at most 700 W"."""
        wanted = self.wanted
        match criterion:
            case "layer":
                return f"layer {LAYER_TITLES[self._layer]}" if self._layer else "layer"
            case "kind":
                return " or ".join(f"kind {kind_title(kind)}" for kind in wanted.kinds)
            case "vendor":
                return " or ".join(f"vendor {vendor}" for vendor in wanted.vendors)
            case "status":
                return "standing of the figures"
            case "availability":
                return " or ".join(AVAILABILITIES[offered].lower() for offered in wanted.availability)
            case "rate":
                ends = ((self._bounds["least_gbps"], "at least"), (self._bounds["most_gbps"], "at most"))
                asked = [f"{end} {field.text().strip()}" for field, end in ends if field.text().strip()]
                return f"rate {' and '.join(asked)} Gb/s"
            case "own":
                return "own parts only"
            case "priced":
                return "with a price only"
            case "power":
                return f"power at most {self._bounds['most_power_w'].text().strip()} W"
            case "height":
                return f"height at most {self._bounds['most_height_u'].text().strip()} U"
            case "price":
                return f"price at most {self._bounds['most_usd'].text().strip()} $ for {PRICE_PERS[wanted.price_per]}"

    def field(self, bound: str) -> QLineEdit:
        """The field of a BOUND of the filter."""
        return self._bounds[bound]

    def _bound(self, name: str) -> float | None:
        field = self._bounds[name]
        text = field.text().strip()
        try:
            value = read_number(text, BOUNDS[name][1]) if text else None
            if value is not None and value < 0:
                raise RefusedInput(f"{BOUNDS[name][1]}: it cannot be below 0.")
        except RefusedInput as problem:
            self._form.complain(field, str(problem))
            return None
        if field.property("look") == "problem":
            self._form.complain(field, "")
        return value

    def _tell(self) -> None:
        self.changed.emit()

    def _layer_chosen(self, index: QModelIndex) -> None:
        layer = self.layers.row_model.rows[index.row()].layer
        if layer is None:
            return
        self._layer = None if layer == self._layer else layer
        if self._layer is None:
            self._loosen("layer")
        self.changed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or watched is not self.layers:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.layers.currentIndex()
            if index.isValid():
                self._layer_chosen(index)
            return True
        return super().eventFilter(watched, event)


def _offer(choice: Choice, titles: Mapping[str, str], counts: Mapping[str, int], every: str) -> None:
    """Offer what would leave parts, and what is chosen now, even where it would leave none."""
    present = str(choice.currentData() or ANY)
    offered = [(ANY, every)]
    for value, title in titles.items():
        if counts.get(value) or value == present:
            offered.append((value, f"{title} · {count_text(counts.get(value, 0))}"))
    if present and present not in titles:
        offered.append((present, f"{kind_title(present)} · 0"))
    choice.show_choices(offered, present)


def _quietly(widget: QWidget, do: Callable[[], object]) -> None:
    blocked = widget.blockSignals(True)
    do()
    widget.blockSignals(blocked)
