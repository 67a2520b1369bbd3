"""The findings in plain words: what is the matter, where, and a button that mends it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from designer.drawing.current_theme import current_theme
from designer.model.wording import counted
from designer.review.effects.fixing import fixed
from designer.review.effects.grouping import FindingGroup, grouped
from designer.review.findings import SEVERITIES, Finding
from designer.ui.app.document import Document
from designer.ui.commands.context_menus import asks_for_menu
from designer.ui.explore.effect_previews import EffectPreviews, Preview
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import Run, connect_given
from designer.ui.widgets.fields import clear_layout_widgets, label, line
from designer.ui.widgets.icons import icon_pixmap
from designer.ui.widgets.look import follow_look
from designer.ui.widgets.timers import after_pause

FIRST_SHOWN: Final = 40
FIX_ALL_TIP: Final = "See which fixes are made and what the figures become, before anything changes"
HOVER_MS: Final = 350
"""How long a pointer rests on a fix until it is worked out what that would do."""
ASKING: Final = "What this would do is being worked out …"
SEVERITY_ICONS: Final = {"error": "error", "warning": "warning", "note": "info"}
SEVERITY_INKS: Final = {"error": "error", "warning": "warn", "note": "muted"}


class FindingRow(QFrame):
    """One finding, or several alike: icon, sentence, detail, button, and what its fix would do once that is asked."""

    chosen = Signal(Finding)
    fix_wanted = Signal(FindingGroup)
    effect_wanted = Signal(FindingGroup)
    menu_wanted = Signal(Finding, QPoint)

    def __init__(
        self,
        group: FindingGroup,
        parent: QWidget,
        *,
        chosen: Run,
        fix_wanted: Run,
        effect_wanted: Run,
        menu_wanted: Run,
    ) -> None:
        super().__init__(parent)
        connect_given(
            (self.chosen, chosen),
            (self.fix_wanted, fix_wanted),
            (self.effect_wanted, effect_wanted),
            (self.menu_wanted, menu_wanted),
        )
        self.group = group
        self.finding = finding = finding_of(group)
        self._asking = after_pause(self, HOVER_MS, self._ask)
        self._effects: dict[str, str] = {}
        self._pointed = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("look", "finding")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 10, 16, 10)
        across.setSpacing(12)
        self._icon = label("", "", self)
        self._icon.setFixedSize(20, 40)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._message = label(finding.message, "strong", self, wraps=True)
        words.addWidget(self._message)
        self._detail = label(finding.detail, "muted", self, wraps=True) if finding.detail else None
        if self._detail is not None:
            words.addWidget(self._detail)
        if len(group.members) > 1:
            self._add_members(words)
        self.effect = label("", "caption", self, wraps=True)
        self.effect.hide()
        words.addWidget(self.effect)
        across.addLayout(words, 1)
        self.button: QPushButton | None = None
        self.other_button: QPushButton | None = None
        other = group.other_way
        if group.fixes:
            self.button = push_button(group.fix_label, self, self._fix, look="fix")
            self.button.installEventFilter(self)
            if other is not None:
                self.other_button = push_button(other.fix_label, self, self._fix_otherwise, look="fix")
                self.other_button.installEventFilter(self)
        elif finding.ids:
            self.button = push_button("Show on canvas", self, self._choose, look="fix")
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        for button in (self.button, self.other_button):
            if button is not None:
                button.setMinimumWidth(140)
                buttons.addWidget(button)
        across.addLayout(buttons)
        self._name_it()
        self.recolour()

    def take(self, group: FindingGroup) -> bool:
        """Show GROUP instead, where it differs in words alone; the answer is whether it does.

        A row that is made anew is styled and laid out anew, which takes far longer.
        """
        before, after = _built(self.group), _built(group)
        if before != after or len(group.members) > 1:
            return False
        self.group, self.finding = group, finding_of(group)
        self._message.setText(self.finding.message)
        if self._detail is not None:
            self._detail.setText(self.finding.detail)
        if self.button is not None and group.fixes:
            self.button.setText(group.fix_label)
        if self.other_button is not None and group.other_way is not None:
            self.other_button.setText(group.other_way.fix_label)
        self._asking.stop()
        self._name_it()
        self._lay_out_anew()
        return True

    def _name_it(self) -> None:
        """Say to screen readers what the row and its button are."""
        finding = self.finding
        self.setAccessibleName(f"{finding.severity}: {finding.message} {finding.detail}".strip())
        for button in (self.button, self.other_button):
            if button is not None:
                button.setAccessibleName(f"{button.text()}: {finding.message}")

    def recolour(self) -> None:
        """Take the colours of the current theme."""
        colour = current_theme().colour(SEVERITY_INKS[self.finding.severity])
        self._icon.setPixmap(icon_pixmap(SEVERITY_ICONS[self.finding.severity], colour))

    def _add_members(self, words: QVBoxLayout) -> None:
        """A line that opens what is said of each."""
        number = len(self.group.members)
        told = label("\n".join(member.message for member in self.group.members), "muted", self, wraps=True)
        told.hide()
        named = f"Show all {number}: {self.group.message}"
        self.each = push_button(f"Show all {number}", self, look="link", name=named, toggled=told.setVisible)
        words.addWidget(self.each, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(told)

    def ways(self) -> tuple[FindingGroup, ...]:
        """Return the findings with each way to mend them."""
        return tuple(way for way in (self.group, self.group.other_way) if way is not None and way.fixes)

    def show_effect(self, way: FindingGroup | None, words: str) -> None:
        """Say what a WAY to mend it would do; None takes all that was said away."""
        told = dict(self._effects) if way is not None else {}
        if way is not None:
            told[way.fix_label] = words
        if told == self._effects:
            return
        self._effects = told
        several = len(self.ways()) > 1
        self.effect.setText("\n".join(f"{title}: {said}" if several else said for title, said in told.items() if said))
        self.effect.setVisible(bool(self.effect.text()))
        self._lay_out_anew()
        for button in (self.button, self.other_button):
            if button is not None:
                button.setToolTip(told.get(button.text(), ""))
                button.setAccessibleDescription(told.get(button.text(), ""))

    def forget_asking(self, way: FindingGroup) -> None:
        """Say no more that what WAY would do is being worked out: something else was asked since."""
        if self._effects.get(way.fix_label) == ASKING:
            self.show_effect(way, "")

    def _lay_out_anew(self) -> None:
        """Lines that are broken anew need another height, which layouts remember from before."""
        for widget in (self, self.parentWidget()):
            layout = widget.layout() if widget is not None else None
            if layout is not None:
                layout.invalidate()
        self.updateGeometry()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Enter, QEvent.Type.FocusIn}:
            self._pointed = int(watched is self.other_button)
            self._asking.start()
        elif event.type() in {QEvent.Type.Leave, QEvent.Type.FocusOut}:
            self._asking.stop()
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        for way in self.ways()[self._pointed :][:1]:
            if not self._effects.get(way.fix_label):
                self.effect_wanted.emit(way)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._choose()
        super().mouseReleaseEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.menu_wanted.emit(self.finding, event.globalPos() if by_mouse else self._middle())
        event.accept()

    def _middle(self) -> QPoint:
        return self.mapToGlobal(self.rect().center())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_for_menu(event):
            self.menu_wanted.emit(self.finding, self._middle())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def _choose(self) -> None:
        self._ask()
        self.chosen.emit(self.finding)

    def _fix(self) -> None:
        self.fix_wanted.emit(self.group)

    def _fix_otherwise(self) -> None:
        other = self.group.other_way
        if other is not None:
            self.fix_wanted.emit(other)


def _built(group: FindingGroup) -> tuple[object, ...]:
    """Return what decides of which widgets the row of GROUP is made."""
    finding = finding_of(group)
    several = len(group.members) > 1
    ways = bool(group.fixes), group.other_way is not None
    return finding.rule, finding.severity, bool(finding.detail), several, ways, bool(finding.ids)


def finding_of(group: FindingGroup) -> Finding:
    """Return GROUP as one finding; the member itself where it is the only one."""
    if len(group.members) == 1:
        return group.members[0]
    fixes, other = group.fixes, group.other_way
    return Finding(
        rule=group.rule,
        severity=group.severity,
        message=group.message,
        detail=group.detail,
        ids=group.ids,
        fix=fixes[0] if fixes else None,
        other_fix=other.fixes[0] if other is not None else None,
    )


def kept_places(before: Sequence[object], after: Sequence[object]) -> dict[int, int]:
    """Return for as many of AFTER as can stay in order where each stood in BEFORE, by its place in AFTER.

    Source: patience sorting, Aldous and Diaconis, "Longest Increasing Subsequences", 1999.
    """
    free = list(range(len(before)))
    ends: list[int] = []
    tops: list[int] = []
    was: dict[int, int] = {}
    behind: dict[int, int | None] = {}
    for place, wanted in enumerate(after):
        number = next((one for one in free if before[one] == wanted), None)
        if number is None:
            continue
        free.remove(number)
        pile = bisect_left(ends, number)
        was[place], behind[place] = number, tops[pile - 1] if pile else None
        ends[pile : pile + 1], tops[pile : pile + 1] = [number], [place]
    kept: dict[int, int] = {}
    at = tops[-1] if tops else None
    while at is not None:
        kept[at] = was[at]
        at = behind[at]
    return kept


def alike_places(
    before: Sequence[FindingGroup], after: Sequence[FindingGroup], kept: Mapping[int, int]
) -> dict[int, int]:
    """Return for those of AFTER that are not KEPT which of BEFORE is built of the same widgets, in order between these.

    An edit of a number leaves most findings as they are but for the number, whatever comes and goes beside them.
    """
    ends = [(-1, -1), *sorted(kept.items()), (len(after), len(before))]
    found: dict[int, int] = {}
    for (place, number), (next_place, next_number) in pairwise(ends):
        rows = [_built(group) for group in before[number + 1 : next_number]]
        wanted = [_built(group) for group in after[place + 1 : next_place]]
        if rows and wanted:
            found |= {place + 1 + a: number + 1 + b for a, b in kept_places(rows, wanted).items()}
    return found


OF_A_SKETCH: Final = frozenset(
    {"no-power-drawn", "no-power", "hall-without-plant", "needs-coolant", "no-cooler-there", "floor-no-place"}
)
"""Rules that say that something is not drawn yet which makes a sketch a place."""
MAKE_REAL_TIP: Final = "Shows the racks, room, power and cooling that are missing, with prices, before anything changes"


class FindingsPanel(QScrollArea):
    """All findings, worst first."""

    chosen = Signal(Finding)
    """A Finding to go to."""

    fix_wanted = Signal(FindingGroup)
    """A FindingGroup whose fixes are to be made."""

    fix_all_wanted = Signal()
    """All that can be mended is to be shown."""

    make_real_wanted = Signal()
    """What makes the sketch a place is to be shown."""

    menu_wanted = Signal(Finding, QPoint)
    """A Finding, and the place on the screen where its menu is to open."""

    counted = Signal(str)
    """Words for the tab: how many there are."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._shown: tuple[Finding, ...] | None = None
        self._groups: tuple[FindingGroup, ...] = ()
        self.previews = EffectPreviews(document, self)
        self.previews.found.connect(self._show_effect)
        self._limit = FIRST_SHOWN
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Findings")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QWidget(self)
        around = QVBoxLayout(whole)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        self._head = QWidget(whole)
        beside = QHBoxLayout(self._head)
        beside.setContentsMargins(16, 8, 16, 4)
        self.summary = label("", "muted", self._head)
        self.summary.setAccessibleName("How many findings there are")
        beside.addWidget(self.summary)
        beside.addStretch(1)
        self.fix_all = push_button("Fix all errors…", self._head, self.fix_all_wanted.emit, look="fix", tip=FIX_ALL_TIP)
        beside.addWidget(self.fix_all)
        self.make_real = push_button(
            "Make it real…", self._head, self.make_real_wanted.emit, look="fix", tip=MAKE_REAL_TIP
        )
        beside.addWidget(self.make_real)
        around.addWidget(self._head)
        self._page = QWidget(whole)
        around.addWidget(self._page, 1)
        self._down = QVBoxLayout(self._page)
        self._down.setContentsMargins(0, 4, 0, 8)
        self._down.setSpacing(0)
        self._hint = label("", "muted", self._page, wraps=True)
        self._hint.setContentsMargins(16, 12, 16, 12)
        self._more = push_button("", self._page, self._show_more, look="link", name="Show more findings")
        self._down.addWidget(self._hint)
        self._down.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._down.addStretch(1)
        self.setWidget(whole)
        self._behind = False  # there are findings that nobody has seen here yet
        document.analysed.connect(self._follow)
        self.refresh()
        follow_look(self._recolour)

    def _recolour(self) -> None:
        for row in self.rows:
            row.recolour()

    @property
    def rows(self) -> list[FindingRow]:
        """The rows that are shown."""
        if self._behind:
            self.refresh()
        items = [self._down.itemAt(i) for i in range(self._down.count())]
        widgets = [item.widget() if item else None for item in items]
        return [widget for widget in widgets if isinstance(widget, FindingRow)]

    def _follow(self) -> None:
        """Say how many there are, and show them once somebody sees them."""
        document = self._document
        self.counted.emit(f"Findings {len(document.findings)}" if document.results else "Findings")
        self._behind = True
        if self.isVisible():
            self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._behind:
            self.refresh()

    def refresh(self) -> None:
        """Show the present findings; rows are made anew only when they are others."""
        self._behind = False
        document = self._document
        found = document.findings
        self.counted.emit(f"Findings {len(found)}" if document.results else "Findings")
        self._hint.setVisible(not found)
        counts = {severity: sum(one.severity == severity for one in found) for severity in SEVERITIES}
        self.summary.setText(", ".join(counted(number, severity) for severity, number in counts.items() if number))
        self._head.setVisible(bool(found))
        self.fix_all.setVisible(counts["error"] > 0)
        self.make_real.setVisible(any(one.rule in OF_A_SKETCH for one in found))
        if not found:
            self._hint.setText(self._nothing())
        if found == self._shown:
            return
        self._shown = found
        self._groups = grouped(document.design, found)
        self._limit = FIRST_SHOWN
        self._fill()

    def _nothing(self) -> str:
        if not self._document.design.nodes:
            return (
                "Findings appear here as soon as there is something on the canvas: drag a part there, or press Ctrl+F."
            )
        if self._document.results is None:
            return "The first analysis is being worked out …"
        return "Nothing to mend: every rule is kept."

    def _fill(self) -> None:
        """Make rows for what is new; those that say what they said before stay, unless they changed places."""
        found = self._groups[: self._limit]
        rows = self.rows
        # What a fix would do was said of the design as it was.
        for row in rows:
            row.show_effect(None, "")
        groups = [row.group for row in rows]
        kept = kept_places(groups, found)
        alike = alike_places(groups, found, kept)
        kept |= {place: number for place, number in alike.items() if rows[number].take(found[place])}
        stays = set(kept.values())
        gone = set[QWidget]()
        for number, row in enumerate(rows):
            if number not in stays:
                place = self._down.indexOf(row)
                gone |= {row, *(item.widget() for item in [self._down.itemAt(place + 1)] if item)}
        clear_layout_widgets(self._page, lambda widget: widget not in gone)
        for place, group in enumerate(found):
            if place in kept:
                continue
            row = FindingRow(
                group,
                self._page,
                chosen=self.chosen,
                fix_wanted=self.fix_wanted,
                effect_wanted=self.ask_effect,
                menu_wanted=self.menu_wanted,
            )
            self._down.insertWidget(2 * place, row)
            self._down.insertWidget(2 * place + 1, line(self._page))
        rest = len(self._groups) - self._limit
        self._more.setVisible(rest > 0)
        self._more.setText(f"Show {rest} more")

    def ask_effect(self, way: FindingGroup) -> None:
        """Have it worked out what the fixes of WAY would do, and say it in its row."""
        for row in self.rows:
            if way in row.ways():
                row.show_effect(way, ASKING)
        library = self._document.library
        self.previews.ask(_key(way), lambda design: fixed(design, library, way.fixes))

    def _show_effect(self, preview: Preview) -> None:
        for row in self.rows:
            for way in row.ways():
                if _key(way) == preview.key:
                    row.show_effect(way, preview.effect.words)
                else:
                    row.forget_asking(way)

    def _show_more(self) -> None:
        self._limit += 200
        self._fill()


def _key(way: FindingGroup) -> str:
    """Return by what the effect of a way to mend something is known."""
    return way.fix_label + way.message
