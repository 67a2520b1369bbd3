"""The strip of headline figures: always in sight, each opens its "Why?"."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QWidget
from typing_extensions import override

from designer.analysis.results import Counts, NetworkResult, Results
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import SIGNS, count_text, number_text, percent_text, share_text, shown
from designer.model.figures.number_locale import localised
from designer.model.kinds import KINDS
from designer.model.money.pricing import PriceBook
from designer.model.naming import link_name
from designer.paint.fonts import family
from designer.review.affected_figures import errors_against, errors_words
from designer.review.bottleneck_words import FULL, lost_in, place_words, stopped, too_little_at_most
from designer.review.findings import Finding
from designer.review.headline_figures import BY_KEY, headline_sure, headline_value, shown_in
from designer.ui.app.document import Document
from designer.ui.widgets.buttons import tool_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.icons import line_icon
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.part_words import short_name
from designer.ui.widgets.theme import ink, type_font

_SMALL: Final = 0.95
"""Of the type of what stands beside a number."""


class Headline(NamedTuple):
    """One figure of the strip.

    Attributes:
        name: Its key.
        caption: Small words above.
        number: The figure.
        unit: Beside it, muted.
        tail: More words, left out when there is no room.
        tone: Colour of the number: "text", "ok", "warn", "error" or "muted".
        figure: For "Why?"; None when the strip leads elsewhere.
        ids: What it is about, for the canvas.
        waiting: Whether it is of an older revision.
        sure: How sure it is, in words; "" of what no formula of performance gives.
    """

    name: str
    caption: str
    number: str = "–"
    unit: str = ""
    tail: str = ""
    tone: str = "text"
    figure: Figure | None = None
    ids: tuple[str, ...] = ()
    waiting: bool = False
    sure: str = ""


CAPTIONS: Final = {
    **{figure.key: figure.caption for figure in shown_in("strip")},
    "bottleneck": "Bottleneck",
    "findings": "Findings",
}
NAMES: Final = tuple(CAPTIONS)
WORK: Final = tuple(figure.key for figure in shown_in("strip") if figure.of_work)
"""What a design has only if it serves or trains."""
NAMED: Final = frozenset({"accelerators", "bottleneck", "findings"})
"""Whose number says enough by itself: a name stands beside it."""
_WORDS: Final = 5
"""So many of the first fields of a headline tell its width."""
_EVEN: Final = 1.0001
"""Utilisation up to which a fabric carries all that its test offers."""
NOTHING_SHORT: Final = "none"
"""What is said of the bottleneck where nothing is short."""
LEAST_NAME: Final = 48
"""Pixels below which a cut name says nothing."""


def headlines(
    design: Design, counts: Counts, results: Results | None, findings: tuple[Finding, ...], fresh: bool
) -> list[Headline]:
    """The figures of a design, those of the analysis marked as waiting until they are of this revision.

    Eight that every design has, and those of WORK where it serves or trains.
    """
    if not design.nodes:
        empty = [Headline(name, CAPTIONS[name], tone="muted") for name in NAMES[:-1] if name not in WORK]
        return [*empty, _findings(results, findings)]
    book = design.settings.prices
    made = [_accelerators(design, counts)]
    late = [
        _it_load(results, book),
        _facility(results, book),
        _told("buy", results, book),
        _told("run", results, book),
        _bisection(results, book),
        *_work(results, book),
        _bottleneck(design, results),
        _findings(results, findings),
    ]
    shown_late = [_doubted(item, findings)._replace(waiting=not fresh) for item in late]
    return made + shown_late


def _doubted(item: Headline, findings: tuple[Finding, ...]) -> Headline:
    """ITEM as it may be shown beside FINDINGS: what an error touches is not healthy, and says how many there are."""
    errors = errors_against(findings, item.name)
    if not errors or (item.tone != "ok" and item.number != NOTHING_SHORT):
        return item
    words = errors_words(errors)
    # A tail is left out where there is no room, so what is the matter comes before the rest.
    tail = f"· {words}" if item.number == NOTHING_SHORT else f"· {words} {item.tail}".rstrip()
    return item._replace(tone="error", tail=tail, ids=errors[0].ids or item.ids)


def _accelerators(design: Design, counts: Counts) -> Headline:
    names = sorted(counts.accelerators_by_part.items(), key=lambda item: -item[1])
    first = design.parts.get(names[0][0]) if names else None
    unit = short_name(first.name) if first else ""
    tail = f"and {len(names) - 1} more" if len(names) > 1 else ""
    return Headline(
        "accelerators",
        "Accelerators",
        count_text(counts.accelerators.value or 0),
        unit,
        tail,
        figure=counts.accelerators,
    )


def _told(name: str, results: Results | None, book: PriceBook, tail: str = "") -> Headline:
    """The headline figure NAME of RESULTS, amounts in the money of BOOK."""
    caption = CAPTIONS[name]
    figure = headline_value(name, results, book)
    if figure is None:
        return Headline(name, caption)
    if figure.value is None:
        return Headline(name, caption, "unknown", tone="muted", figure=figure)
    pieces = shown(figure, ranged=BY_KEY[name].ranged)
    caption = f"{caption}, {pieces.prefix}" if pieces.prefix else caption
    return Headline(name, caption, pieces.number, pieces.unit, tail, figure=figure)


def _it_load(results: Results | None, book: PriceBook) -> Headline:
    most = headline_value("it_max", results, book)
    pieces = shown(most, ranged=False)
    bound = SIGNS.get(pieces.prefix, pieces.prefix)
    tail = f"· max {f'{bound} {pieces.number}'.strip()} {pieces.unit}" if most is not None and most.known else ""
    return _told("it", results, book, tail)


def _facility(results: Results | None, book: PriceBook) -> Headline:
    pue = results.power.pue.value if results is not None and results.power is not None else None
    return _told("facility", results, book, f"· PUE {number_text(pue)}" if pue else "")


def _bisection(results: Results | None, book: PriceBook) -> Headline:
    network = results.network if results else None
    made = _told("bisection", results, book)
    if network is None:
        return made
    ratios = [
        tier.oversubscription.value
        for tier in network.tiers
        if tier.medium == "fabric" and tier.oversubscription.value is not None
    ]
    # Without a ratio or a known bisection there is no tail; the smallest cut is pointed at all the same.
    if not ratios or not made.figure or made.figure.value is None:
        return made._replace(ids=network.min_cut.links)
    worst = max(ratios)
    # A ratio of 1 : 1 may come out of a division a hair above it.
    return made._replace(
        tail=f"· {number_text(worst)} : 1", tone="ok" if worst <= 1.0001 else "warn", ids=network.min_cut.links
    )


def _work(results: Results | None, book: PriceBook) -> Iterator[Headline]:
    """Yield what serving and training give, each with how sure it is and what belongs to it."""
    tails = {"token": "first_token", "days": "run_days"}
    for name in WORK:
        figure = headline_value(name, results, book)
        if figure is None:
            continue
        beside = headline_value(tails[name], results, book)
        told = f"· {BY_KEY[tails[name]].caption.lower()} {shown(beside).text}" if beside and beside.known else ""
        sure = headline_sure(name, results) if figure.known else None
        yield _told(name, results, book, told)._replace(sure=sure.words if sure is not None else "")


def _bottleneck(design: Design, results: Results | None) -> Headline:
    network = results.network if results else None
    gone = stopped(design, lost_in(results)) if results is not None else ()
    if gone:
        return _stopped(design, gone)
    served = _fullest_service(design, results)
    if network is None:
        return served or Headline("bottleneck", "Bottleneck")
    if network.lacks_paths:
        return _no_path(network)
    fullest = network.bottlenecks[0].utilisation.value if network.bottlenecks else None
    if served is not None and served.figure is not None and (served.figure.value or 0.0) > (fullest or 0.0):
        return served
    if fullest is None or fullest <= _EVEN:
        # The test traffic fills an even fabric to its line rate; what nobody asks for is no bottleneck.
        even = network.bottlenecks[0].utilisation if network.bottlenecks else None
        return served or Headline(
            "bottleneck", "Bottleneck", NOTHING_SHORT, tail="nothing is short", tone="muted", figure=even
        )
    worst = network.bottlenecks[0]
    return Headline(
        "bottleneck",
        "Bottleneck",
        percent_text(fullest),
        place_name(design, worst.id),
        tone=load_tone(fullest),
        figure=worst.utilisation,
        ids=(worst.id,),
    )


def _stopped(design: Design, gone: tuple[str, ...]) -> Headline:
    """The bottleneck after a failure that stops work: what is full of what stands says nothing beside it."""
    first, *others = gone
    more = f"· {len(others)} more" if others else ""
    return Headline("bottleneck", "Bottleneck", "stopped", place_words(design, first), more, tone="error", ids=gone)


def _no_path(network: NetworkResult) -> Headline:
    """The bottleneck where some of what is sent has no path, or would not have one if it were sent."""
    share, pieces = network.no_path.value, network.pieces
    ids = tuple(node.id for piece in (pieces.listed[-1:] if pieces else ()) for node in piece.machines)
    return Headline(
        "bottleneck",
        "Bottleneck",
        "no path",
        f"for {percent_text(share)}" if share else "",
        f"· {pieces.count:,} pieces" if pieces is not None and pieces.apart else "",
        tone="error",
        figure=network.no_path if network.no_path.known else None,
        ids=ids,
    )


def _fullest_service(design: Design, results: Results | None) -> Headline | None:
    """The fullest layer under the demand of users; None where nobody asks anything."""
    workloads = results.workloads if results else None
    if workloads is None or not workloads.requests_per_month.value:
        return None
    worst = next((layer for layer in workloads.layers if layer.layer == workloads.bottleneck), None)
    if worst is None or worst.utilisation.value is None:
        return None
    share, ranged = worst.utilisation.value, share_text(worst.utilisation)
    _, _, ends = ranged.partition(" (")
    return Headline(
        "bottleneck",
        "Bottleneck",
        percent_text(share),
        place_words(design, worst.worst),
        f"· {ends.rstrip(')')}" if ends else "",
        tone="error" if share > FULL else "warn" if too_little_at_most(worst.utilisation) else "text",
        figure=worst.utilisation,
        ids=(worst.worst,),
    )


def load_tone(share: float | None) -> str:
    """The colour of a utilisation: line rate offered to all fills a fair fabric to 100%, more is too much."""
    if share is None or share <= 1.0001:
        return "text"
    return "warn" if share <= 2 else "error"


def place_name(design: Design, record_id: str) -> str:
    """Return the name of a node or link in a sentence: "QM9700 leaf", "leaf to spine"."""
    node = design.nodes.get(record_id)
    if node is not None:
        return node.title
    link = design.links.get(record_id)
    return link_name(design, link) if link is not None else record_id


def _findings(results: Results | None, findings: tuple[Finding, ...]) -> Headline:
    if results is None:
        return Headline("findings", "Findings")
    if not findings:
        return Headline("findings", "Findings", "0", "nothing to mend", tone="ok")
    counted = {name: sum(finding.severity == name for finding in findings) for name in ("error", "warning", "note")}
    words = [f"{count} {name}{'s' if count != 1 else ''}" for name, count in counted.items() if count]
    tone = "error" if counted["error"] else ("warn" if counted["warning"] else "text")
    return Headline(
        "findings", "Findings", str(len(findings)), words[0], "· " + " · ".join(words[1:]) if words[1:] else "", tone
    )


def kind_words(kind: str, count: int) -> str:
    """COUNT of a kind in words: 1 switch, 12 switches."""
    found = KINDS.get(kind)
    if found is None:
        return f"{count_text(count)} × {kind}"
    return f"{count_text(count)} {(found.title if count == 1 else found.plural).lower()}"


def caption_beside(metrics: QFontMetrics, caption: str, room: int) -> str:
    """CAPTION as it fits into ROOM pixels; "at least" becomes a sign before it is cut, so that it is never lost."""
    name, comma, prefix = caption.partition(", ")
    if comma and metrics.horizontalAdvance(caption) > room:
        caption = f"{SIGNS.get(prefix, prefix)} {name}"
    return metrics.elidedText(caption, Qt.TextElideMode.ElideRight, room)


def _wide(style: str, text: str, scale: float = 1.0) -> int:
    """Return the pixels that TEXT takes in a type STYLE; most of it is as it was at the last edit."""
    return _measured(family(), style, scale, text)


@lru_cache(maxsize=512)
def _measured(_family: str, style: str, scale: float, text: str) -> int:
    return QFontMetrics(type_font(style, scale=scale)).horizontalAdvance(text)


class HeadlineButton(QAbstractButton):
    """One figure, painted flat."""

    PADDING = 16

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = Headline("", "")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(56)

    def show_item(self, item: Headline) -> None:
        """Show ITEM."""
        before = self.item
        if item.figure is before.figure and item == before:
            return
        self.item = item
        if item._replace(figure=before.figure, waiting=before.waiting) == before:
            # It says the same of another revision: what changes is what is behind it, and its ink.
            self.update()
            return
        words = " ".join(word for word in (item.caption, item.number, item.unit, item.tail) if word)
        self.setAccessibleName(words)
        self.setToolTip(localised("\n".join(filter(None, (words, item.sure, "Click to see why.")))))
        self.setMinimumWidth(self.minimumSizeHint().width())
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width_with(self.item.unit, self.item.tail), 64)

    def width_with(self, *words: str) -> int:
        """Return the pixels that the caption and the number take with WORDS beside it."""
        number = _wide("figure", self.item.number)
        beside = sum(_wide("body", word) + 5 for word in words if word)
        caption = _wide("caption", self.item.caption)
        return max(number + beside, caption) + 2 * self.PADDING

    @override
    def minimumSizeHint(self) -> QSize:
        number = _wide("figure", self.item.number)
        # Without its unit an amount says nothing; a name beside a count is the first to go.
        unit = _wide("body", self.item.unit, _SMALL) + 5
        beside = number + (0 if self.item.name in NAMED else unit)
        caption = _wide("caption", self.item.caption.partition(",")[0])
        return QSize(max(beside, caption) + self.PADDING + 6, 64)

    def words_beside(self) -> tuple[str, ...]:
        """Return what stands beside the number at the present width: nothing is cut but the name of a place."""
        space = self.width() - self.PADDING - 6 - _wide("figure", self.item.number)
        beside: list[str] = []
        for text in (self.item.unit, self.item.tail):
            space -= 5
            wide = _wide("body", text, _SMALL)
            if text and wide > space:
                if text is self.item.unit and self.item.name == "bottleneck" and space >= LEAST_NAME:
                    small = QFontMetrics(type_font("body", scale=_SMALL))
                    beside.append(small.elidedText(text, Qt.TextElideMode.ElideRight, space))
                break
            if text:
                beside.append(text)
                space -= wide
        return tuple(beside)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        item = self.item
        if self.underMouse():
            painter.fillRect(self.rect(), ink("surface_2"))
        painter.setPen(QPen(ink("border"), 1))
        painter.drawLine(self.width() - 1, 16, self.width() - 1, self.height() - 16)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink("accent"), 1.5))
            painter.drawRoundedRect(self.rect().adjusted(4, 6, -5, -6), 6, 6)
        left, room = self.PADDING, self.width() - self.PADDING - 6
        caption = type_font("caption")
        painter.setFont(caption)
        painter.setPen(ink("muted"))
        words = caption_beside(QFontMetrics(caption), item.caption, room)
        painter.drawText(QRect(left, 10, room, 18), Qt.AlignmentFlag.AlignVCenter, localised(words))
        figure = type_font("figure")
        painter.setFont(figure)
        painter.setPen(ink("muted" if item.waiting or item.tone == "muted" else item.tone))
        number = item.number
        if _wide("figure", number) > room:
            number = QFontMetrics(figure).elidedText(number, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, 28, room, 26), Qt.AlignmentFlag.AlignVCenter, localised(number))
        left += _wide("figure", number) + 5
        body = type_font("body", scale=_SMALL)
        painter.setFont(body)
        painter.setPen(ink("muted"))
        for text in self.words_beside():
            painter.drawText(QRect(left, 31, self.width() - left, 24), Qt.AlignmentFlag.AlignVCenter, localised(text))
            left += _wide("body", text, _SMALL) + 5


class HeadlineStrip(QWidget):
    """The figures of one document."""

    asked = Signal(str)
    """Name of the figure whose "Why?" is wanted."""

    refreshed = Signal()
    """The figures are shown anew."""

    fold_wanted = Signal()

    def __init__(
        self,
        document: Document,
        parent: QWidget | None = None,
        *,
        asked: Run | None = None,
        fold_wanted: Run | None = None,
    ) -> None:
        super().__init__(parent)
        connect_given((self.asked, asked), (self.fold_wanted, fold_wanted))
        self._document = document
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "bar")
        self.setFixedHeight(65)
        across = self._across = QHBoxLayout(self)
        across.setContentsMargins(8, 0, 8, 1)
        across.setSpacing(0)
        across.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._told: frozenset[str] = frozenset()
        self._buttons: dict[str, HeadlineButton] = {}
        for name in NAMES:
            button = HeadlineButton(self)
            button.setObjectName(name)
            button.setAccessibleName(CAPTIONS[name])
            button.clicked.connect(self._clicked)
            across.addWidget(button, 1)
            self._buttons[name] = button
        self.fold = tool_button(
            self, self.fold_wanted, name="Fold the figures", side=28, icon_side=16, focus=Qt.FocusPolicy.TabFocus
        )
        across.addWidget(self.fold)
        self._recolour()
        follow_look(self._recolour)
        document.analysed.connect(self.refresh)
        self.refresh()

    @property
    def buttons(self) -> Mapping[str, HeadlineButton]:
        """Return the button of each figure, by the figure's name."""
        return self._buttons

    def item(self, name: str) -> Headline:
        """Return what is shown as NAME."""
        return self._buttons[name].item

    def refresh(self) -> None:
        """Show the present figures."""
        document = self._document
        told = headlines(document.design, document.counts, document.results, document.findings, document.fresh)
        names = frozenset(item.name for item in told)
        # What says the same of another revision is as wide as it was.
        same = names == self._told and all(self._buttons[one.name].item[:_WORDS] == one[:_WORDS] for one in told)
        self._told = names
        for item in told:
            self._buttons[item.name].show_item(item)
        if not same:
            self._fit()
        self.refreshed.emit()

    def _recolour(self) -> None:
        """Take the colours of the current theme."""
        self.fold.setIcon(line_icon("chevron-up", "muted"))

    @override
    def minimumSizeHint(self) -> QSize:
        """Room for what every design has: what only some have is left out of a narrow window."""
        return QSize(self._least(name for name in NAMES if name not in WORK), 65)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _least(self, names: Iterable[str]) -> int:
        margins = self._across.contentsMargins()
        wide = sum(self._buttons[name].minimumWidth() for name in names)
        return wide + self.fold.width() + margins.left() + margins.right()

    def _fit(self) -> None:
        """Share the width out: numbers with their units, then what only some designs have, then more words."""
        margins = self._across.contentsMargins()
        left = self.width() - self.fold.width() - margins.left() - margins.right()
        # Numbers with units are never left out; training and serving are, last first; the rest gives whole words.
        wide = {name: self._bare(name) for name in NAMES if name not in WORK}
        left -= sum(wide.values())
        for name in WORK:
            fits = name in self._told and self._bare(name) <= left
            self._buttons[name].setVisible(fits)
            if fits:
                wide[name] = self._bare(name)
                left -= wide[name]
        for name in wide:
            more = self._buttons[name].sizeHint().width() - wide[name]
            if more <= left:
                wide[name] += more
                left -= more
        # Set only where it differs: a stretch factor that is set lays the strip out again.
        for name, width in wide.items():
            if self._across.stretch(self._across.indexOf(self._buttons[name])) != width:
                self._across.setStretchFactor(self._buttons[name], width)

    def _bare(self, name: str) -> int:
        button = self._buttons[name]
        return button.width_with(button.item.unit)

    def _clicked(self) -> None:
        sender: Callable[[], object] = self.sender
        button = sender()
        if isinstance(button, HeadlineButton):
            self.asked.emit(button.item.name)
