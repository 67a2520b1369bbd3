"""Sections of the cut window: ways to widen it, paths with their latency, fair rates, throughput of the traffic."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from designer.analysis.limits.records import Bound, CutBetween, FairRate, Path, Paths, Widening
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.figures.figure_text import count_text, counted_text, figure_text, number_text, percent_text
from designer.model.naming import title_of
from designer.ui.app.headline import place_name
from designer.ui.limits.cut_work import MESSAGES, Competing
from designer.ui.panels.utilisation.utilisation_panel import TRAFFIC_TITLES
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, Segments, label
from designer.ui.widgets.figure_row import FigureRow

MODES: Final = (("through", "Cut through"), ("stored", "Store and forward"))
USUAL_BYTES: Final = 4096.0
_UNEVEN_SHOWN: Final = 3
_LINKS_SHOWN: Final = 3
_SAME: Final = 0.002
_BYTES: Final = (("MiB", 2**20), ("KiB", 2**10))


class CutSection(QWidget):
    """A title over figures that can be asked why."""

    asked = Signal(str, Figure)
    """Title and figure whose "Why?" is wanted."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: list[FigureRow] = []
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(0, 10, 0, 0)
        self.down.setSpacing(4)
        self.title = label(title, "section", self)
        self.down.addWidget(self.title)

    def figure(self, title: str, layout: QVBoxLayout | None = None) -> FigureRow:
        """A row for one figure."""
        made = FigureRow(title, self, asked=self.asked)
        (layout or self.down).addWidget(made)
        self._figures.append(made)
        return made


class WaysSection(CutSection):
    """Ways to widen a cut, each with a button that does it."""

    wanted = Signal(Widening)
    """The `Widening` that is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Ways to widen it, the cheapest first", parent)
        self._ways = QVBoxLayout()
        self._ways.setSpacing(8)
        self.down.addLayout(self._ways)
        self.buttons: list[QPushButton] = []

    def show_ways(self, cut: CutBetween) -> None:
        """Offer what widens CUT, or say why nothing does."""
        while (item := self._ways.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for way in cut.widenings:
            self._ways.addWidget(label(way.reason, "", self, wraps=True))
            cost = figure_text(way.price_usd) if way.price_usd.value is not None else ""
            title = " and ".join(f"{counted_text(one.cables, 'cable')}" for one in way.added)
            button = push_button(
                f"Add {title}, {cost}" if cost else f"Add {title}, cost not known",
                self,
                partial(self._want, way),
                look="fix",
                takes_enter=False,
                name=" and ".join(one.proposal.label for one in way.added),
            )
            button.setToolTip(button.accessibleName())
            self._ways.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(button)
        lines = list(cut.blocked)
        if not cut.widenings and not lines:
            lines = ["There is none to offer."]
        for words in lines:
            self._ways.addWidget(label(words, "muted", self, wraps=True))

    def _want(self, way: Widening, *_: object) -> None:
        self.wanted.emit(way)


class PathsSection(CutSection):
    """Hops and latency of a message: cut through, or store and forward."""

    message_chosen = Signal()
    """Another size of the message is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Paths between them", parent)
        self._paths: Paths | None = None
        self.hops = label("", "", self, wraps=True)
        self.hops.setAccessibleName("Hops")
        self.down.addWidget(self.hops)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.mode = Segments("How switches pass a message on", MODES, "through", self, chosen=self._show)
        across.addWidget(self.mode)
        across.addStretch(1)
        across.addWidget(label("Message", "muted", self))
        self.message = Choice("Size of the message", self, chosen=self._chosen)
        self.message.show_choices([(f"{size:.0f}", _size_text(size)) for size in MESSAGES], f"{USUAL_BYTES:.0f}")
        across.addWidget(self.message)
        self.down.addLayout(across)
        self.only = self.figure("Latency")
        self.nearest = self.figure("Latency of the fewest hops")
        self.farthest = self.figure("Latency of the most hops")

    @property
    def message_bytes(self) -> float:
        """The size of the message that is asked for."""
        return float(self.message.currentData())

    def show_paths(self, design: Design, paths: Paths) -> None:
        """Show PATHS, by the names in DESIGN."""
        self._paths = paths
        self.hops.setText(_hops_words(design, paths))
        self._show()

    def _show(self, *_: object) -> None:
        paths = self._paths
        near, far = (paths.nearest, paths.farthest) if paths else (None, None)
        apart = near is not None and far is not None and near.hops != far.hops
        for row, path, shown in (
            (self.only, near, not apart),
            (self.nearest, near, apart),
            (self.farthest, far, apart),
        ):
            row.show_figure(self._latency(path))
            row.setVisible(shown)

    def _latency(self, path: Path | None) -> Figure | None:
        if path is None:
            return None
        return path.cut_through_ns if self.mode.value == "through" else path.store_and_forward_ns

    def _chosen(self, _: str) -> None:
        self.message_chosen.emit()


class RatesSection(CutSection):
    """Max-min fair rates where all of one selection send to the other at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("If they all send at once, each a fair share", parent)
        self.all = self.figure("All together")
        self._each = QVBoxLayout()
        self._each.setSpacing(4)
        self.down.addLayout(self._each)
        self.flows: list[FigureRow] = []
        self.found: Competing | None = None
        self._held = ""
        self._most = leaf("max flow", None, "Gb/s")
        self.slowest = self.figure("Slowest pair of copies")
        self.fastest = self.figure("Fastest pair of copies")
        self.reason = label("", "", self, wraps=True)
        self.reason.setAccessibleName("What holds them back")
        self.down.addWidget(self.reason)

    def tell(self, words: str) -> None:
        """Say WORDS in place of figures."""
        self.found = None
        self._clear()
        for row in (self.all, self.slowest, self.fastest):
            row.show_figure(None)
        self.reason.setText(words)
        self.reason.show()

    def show_most(self, most: Figure) -> None:
        """Hold the rates against MOST, which is all that gets through."""
        self._most = most
        self._say()

    def show_competing(self, design: Design, found: Competing) -> None:
        """Show FOUND of DESIGN."""
        self.found = found
        self._clear()
        rates = found.rates
        for rate in rates.rates if len(rates.rates) > 1 else ():
            made = self.figure(f"From {' and '.join(place_name(design, one) for one in rate.source)}", self._each)
            made.show_figure(rate.gbps)
            self.flows.append(made)
        self.all.show_figure(rates.total_gbps)
        self.slowest.show_figure(found.slowest)
        self.fastest.show_figure(found.fastest)
        self._held = _held(design, rates.rates)
        self._say()

    def _say(self) -> None:
        found = self.found
        if found is None:
            return
        reached = "" if found.sampled else _reached(found.rates.total_gbps, self._most)
        self.reason.setText(" ".join(filter(None, [found.sampled, self._held, reached, *found.rates.notes])))
        self.reason.setVisible(bool(self.reason.text()))

    def _clear(self) -> None:
        for row in self.flows:
            self._each.removeWidget(row)
            self._figures.remove(row)
            row.hide()
            row.deleteLater()
        self.flows = []


class BoundSection(CutSection):
    """Section of what the whole design could carry with the best routing, against the one that is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Throughput", parent)
        self.best = self.figure("With the best routing, of the demand")
        self.ecmp = self.figure("With the routing chosen, of the demand")
        self.ends = self.figure("No more than the cables of the ends allow")
        self.lengths = self.figure("No more than the lengths of the paths allow")
        self.hops = self.figure("Mean hops")
        self.reason = label("", "", self, wraps=True)
        self.reason.setAccessibleName("Why they differ")
        self.down.addWidget(self.reason)
        self.uneven = label("", "muted", self, wraps=True)
        self.uneven.setAccessibleName("What ECMP fills unevenly")
        self.down.addWidget(self.uneven)

    def show_traffic(self, traffic: str) -> None:
        """Say which TRAFFIC it is of."""
        self.title.setText(f"Throughput of the whole design: {_lower(dict(TRAFFIC_TITLES).get(traffic, traffic))}")

    def tell(self, words: str) -> None:
        """Say WORDS in place of figures."""
        for row in self._figures:
            row.show_figure(None)
        self.reason.setText(words)
        self.uneven.hide()

    def show_bound(self, found: Bound) -> None:
        """Show FOUND."""
        for row, figure in (
            (self.best, found.throughput),
            (self.ecmp, found.ecmp),
            (self.ends, found.access_bound),
            (self.lengths, found.path_bound),
        ):
            _show_share(row, figure)
        self.hops.show_figure(found.mean_hops)
        self.reason.setText(" ".join([found.reason, *found.notes]))
        said = [link.reason for link in found.uneven[:_UNEVEN_SHOWN]]
        self.uneven.setText("\n".join(said))
        self.uneven.setVisible(bool(said))


def _show_share(row: FigureRow, figure: Figure) -> None:
    """A share as a percentage; its range where it was only bounded."""
    if not figure.known or figure.value is None:
        row.show_figure(figure)
        return
    words = percent_text(figure.value)
    if figure.low is not None and figure.high is not None and figure.high > figure.low:
        words = f"{percent_text(figure.low)} to {percent_text(figure.high)}"
    row.show_words(words, "", figure)


def _hops_words(design: Design, paths: Paths) -> str:
    near, far = paths.nearest, paths.farthest
    if near is None or far is None:
        return "No path joins the two."
    words = f"{near.hops} hop{'s' if near.hops != 1 else ''}"
    if near.hops != far.hops:
        words = f"{near.hops} to {far.hops} hops"
    source, target = title_of(design, far.source), title_of(design, far.target)
    words += f", by {count_text(far.ways)} shortest way{'s' if far.ways != 1 else ''} from {source} to {target}."
    if paths.apart:
        # Both may be in pieces: some pairs have a path and others none.
        words += f" {counted_text(paths.apart, 'pair of copies has', 'pairs of copies have')} no path."
    missing = far.store_and_forward_ns.missing
    if missing:
        more = f" and {len(missing) - _LINKS_SHOWN} more" if len(missing) > _LINKS_SHOWN else ""
        words += f" Left out of the latency, because unknown: {', '.join(missing[:_LINKS_SHOWN])}{more}."
    return words


def _held(design: Design, rates: tuple[FairRate, ...]) -> str:
    links = list(dict.fromkeys(link for rate in rates for link in rate.limited_by))
    if not any(rate.pairs for rate in rates):
        return "Nothing is on a network that joins them."
    if not links:
        return ""
    names = [place_name(design, link) for link in links[:_LINKS_SHOWN]]
    more = f" and {number_text(len(links) - _LINKS_SHOWN)} more" if len(links) > _LINKS_SHOWN else ""
    full = "is" if len(links) == 1 else "are"
    return f"{', '.join(names)}{more} {full} full then."


def _reached(total: Figure, most: Figure) -> str:
    """Return what the paths of ECMP leave of what the cut lets through, in words."""
    got, could = total.value, most.value
    if not got or not could or got >= could * (1 - _SAME):
        return ""
    return (
        f"Over the shortest paths alone, divided hop by hop (ECMP), {figure_text(total)} of the {figure_text(most)} "
        "that the cut lets through are reached."
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _size_text(size: float) -> str:
    unit, each = next((one for one in _BYTES if size >= one[1]), ("B", 1))
    return f"{size / each:,.0f} {unit}"
