"""The form in which a person describes a part: a new one, a changed copy, or one of their own again."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from designer import clock
from designer.catalog.library import sources_of
from designer.catalog.own.own_parts import own_copy
from designer.model.kinds import KINDS, SERVER
from designer.model.parts.part import Contained, Part, PortGroup, Price
from designer.model.records import RefusedInput
from designer.ui.app.library_store import Shelf
from designer.ui.catalog.part_form.facts import FactRows
from designer.ui.catalog.part_form.identity import IdentitySection, proposed_id
from designer.ui.catalog.part_form.records import (
    CONTAINED_CELLS,
    PORT_CELLS,
    PRICE_CELLS,
    TEXT_CELLS,
    FieldRefused,
    contained_reader,
    contained_texts,
    list_of,
    new_price_texts,
    port_of,
    port_texts,
    price_of,
    price_texts,
    text_of,
)
from designer.ui.catalog.part_form.rows import RecordRows, Surroundings, put_in_tab_order
from designer.ui.catalog.part_form.source_picker import KnownSources, SourceButton
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import label, line
from designer.ui.widgets.message_boxes import Questions
from designer.ui.widgets.screen_room import resize_within_screen

_FIRST_KIND: Final = SERVER
_EMPTY_PORT: Final[Mapping[str, str]] = {"count": "1", "role": ""}


class PartForm(QDialog):
    """Describes one part and keeps it on the shelf.

    Attributes:
        questions: Asks before what was typed is thrown away.
    """

    saved = Signal(str)
    """Id of the part that was kept."""

    def __init__(
        self, shelf: Shelf, part: Part | None, parent: QWidget | None = None, *, duplicate: bool = False
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._new = part is None or duplicate
        self.questions = Questions(self)
        self._part = self._start(part, duplicate)
        self._sources = KnownSources(shelf.library.sources)
        self._shared = Surroundings(self._sources, sorted(shelf.library.parts), clock.today(), self)
        self._sections: list[tuple[QPushButton, QWidget, QWidget]] = []
        what = "New part" if part is None else f"Copy of {part.name}" if duplicate else f"Change {part.name}"
        self.setWindowTitle(what)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        resize_within_screen(self, 1060, 680)
        self._lay_out(what)
        self._before = self._state()
        first = self.identity.lines["name"]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if duplicate:
            first.selectAll()

    def _start(self, part: Part | None, duplicate: bool) -> Part:
        """Return what the fields show first."""
        if part is None:
            return Part(id="", kind=_FIRST_KIND, layer=KINDS[_FIRST_KIND].layer, vendor="", name="")
        return own_copy(part, proposed_id("own", part.id.rpartition("/")[2], self._taken)) if duplicate else part

    def _taken(self, part_id: str) -> bool:
        return part_id in self._shelf.library.parts

    def _lay_out(self, what: str) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(24, 20, 24, 14)
        top.setSpacing(4)
        top.addWidget(label(what, "title", self))
        hint = "Units are understood as you type them: 1.2 kW, 450 lb, 17.3 in. What you leave empty stays unknown."
        top.addWidget(label(hint, "muted", self, wraps=True))
        down.addLayout(top)
        down.addWidget(line(self))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._rail = QVBoxLayout()
        self._rail.setContentsMargins(16, 16, 8, 16)
        self._rail.setSpacing(4)
        middle.addLayout(self._rail)
        self.page = QScrollArea(self)
        self.page.setWidgetResizable(True)
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self.page.viewport())
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(16, 16, 24, 24)
        self._body.setSpacing(12)
        self._fill(body)
        self._body.addStretch(1)
        self._rail.addStretch(1)
        self.page.setWidget(body)
        middle.addWidget(self.page, 1)
        down.addLayout(middle, 1)
        down.addWidget(line(self))
        down.addLayout(self._footer())
        put_in_tab_order(self.save_button, [button for button, _, _ in self._sections])

    def _fill(self, body: QWidget) -> None:
        part = self._part
        self.identity = IdentitySection(part, body, new=self._new, taken=self._taken, follows=not part.id)
        self._section("Part", "What it is and what it is called.", self.identity, self.identity.lines["name"])
        self.facts = FactRows(part, self._shared, body, self.identity.notes)
        self.identity.kind_chosen.connect(self.facts.show_kind)
        first = next(iter(self.facts.rows.values()), None)
        words = "A figure that you type is “set by you” until you name its source."
        self._section("Figures", words, self.facts, first.value if first else self.facts.more)
        self.ports: RecordRows[PortGroup] = RecordRows(
            "ports", PORT_CELLS, port_of, "No ports: nothing can be wired to it.", self._shared, body
        )
        self.ports.show_records(((group, port_texts(group)) for group in part.ports), _EMPTY_PORT)
        self._section("Ports", "Sockets of one sort in a row; cages and power inlets too.", self.ports, self.ports.add)
        self.contained: RecordRows[Contained] = RecordRows(
            "part inside",
            CONTAINED_CELLS,
            contained_reader(self._shelf.library),
            "Nothing inside that counts by itself, such as the chips of a server.",
            self._shared,
            body,
        )
        self.contained.show_records(((one, contained_texts(one)) for one in part.contains), {"count": "1"})
        words = "They count as accelerators; power, weight and price are this part's own."
        self._section("Parts inside", words, self.contained, self.contained.add)
        self.prices: RecordRows[Price] = RecordRows(
            "price",
            PRICE_CELLS,
            price_of,
            "No price: it adds nothing to the cost, which then says “at least”.",
            self._shared,
            body,
        )
        prices = ((price, price_texts(price)) for price in part.prices)
        self.prices.show_records(prices, new_price_texts(self._shared.today))
        self._section("Prices", "The preferred one first. Each has a basis and a date.", self.prices, self.prices.add)
        self.texts: RecordRows[tuple[str, str]] = RecordRows(
            "text", TEXT_CELLS, text_of, "No texts.", self._shared, body
        )
        self.texts.show_records((((k, v), {"name": k, "text": v}) for k, v in part.texts.items()), {})
        self._section("Texts", "What no figure says: airflow, licence, what it needs.", self.texts, self.texts.add)
        read_in = QHBoxLayout()
        read_in.addWidget(label("Texts were read in", "muted", body))
        self.read_in = SourceButton("Texts were read in", self._sources, self._shared.today, body)
        self.read_in.set_text(", ".join(part.sources))
        self.read_in.setMinimumWidth(320)
        read_in.addWidget(self.read_in)
        read_in.addStretch(1)
        self._body.addLayout(read_in)

    def _section(self, title: str, words: str, content: QWidget, first: QWidget) -> None:
        """A heading, the CONTENT, and a way to it beside the scrolled page."""
        heading = label(title, "strong", self)
        if self._sections:
            self._body.addSpacing(8)
            self._body.addWidget(line(self))
        self._body.addWidget(heading)
        explanation = label(words, "caption", self, wraps=True)
        self._body.addWidget(explanation)
        self._body.addWidget(content)
        button = push_button(
            title, self, partial(self.go_to, len(self._sections)), look="flat", tip=f"Alt+{len(self._sections) + 1}"
        )
        button.setMinimumWidth(120)
        QShortcut(QKeySequence(f"Alt+{len(self._sections) + 1}"), self, partial(self.go_to, len(self._sections)))
        self._rail.addWidget(button)
        self._sections.append((button, heading, first))

    def _footer(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setContentsMargins(24, 12, 24, 14)
        across.setSpacing(8)
        self.problem = label("", "problem", self, wraps=True)
        across.addWidget(self.problem, 1)
        cancel = push_button("Cancel", self, self.reject)
        self.save_button = push_button("Save part", self, self.save, default=True)
        across.addWidget(cancel)
        across.addWidget(self.save_button)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        return across

    def go_to(self, number: int, *_clicked: object) -> None:
        """Show the section of NUMBER, from 0, with the keyboard in it."""
        _, heading, first = self._sections[number]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.verticalScrollBar().setValue(heading.y() - 12)

    def save(self) -> None:
        """Keep the part; what is wrong is said beside its field, and nothing is lost."""
        problems: list[QWidget] = []
        part = self._read(problems)
        if part is None:
            count = len(problems)
            words = "A field above needs" if count == 1 else f"{count} fields above need"
            self.problem.setText(f"Nothing was saved yet. {words} another look.")
            problems[0].setFocus(Qt.FocusReason.OtherFocusReason)
            # After the layout: sections that were folded out now have no place yet.
            QTimer.singleShot(0, self, partial(self._show_control, problems[0]))
            return
        known = self._sources.all
        try:
            self._shelf.keep_parts([part], [known[one] for one in sorted(sources_of(part)) if one in known])
        except RefusedInput as problem:
            self.problem.setText(f"Nothing was saved. {problem}")
            return
        self.saved.emit(part.id)
        self.accept()

    def _read(self, problems: list[QWidget]) -> Part | None:
        """The part that is typed; None when there are PROBLEMS."""
        fields: dict[str, Any] = self.identity.read(problems)
        fields["facts"] = self.facts.read(problems)
        ports = self.ports.read(problems)
        names = [group.name for group in ports]
        fields |= {
            "ports": tuple(ports),
            "contains": tuple(self.contained.read(problems)),
            "prices": tuple(self.prices.read(problems)),
        }
        fields["texts"] = dict(self.texts.read(problems))
        fields["sources"] = list_of(self.read_in.text_of())
        if len(ports) == len(self.ports.grids):
            for place, name in enumerate(names):
                if name in names[:place]:
                    grid = self.ports.grids[place]
                    grid.complain(
                        FieldRefused("name", f"Ports above are called {name} already; give each its own name.")
                    )
                    problems.append(grid.field("name"))
        if problems:
            return None
        kept = {name: getattr(self._part, name) for name in ("revision", "lengths", "platforms", "cases")}
        return Part(**kept, **fields)

    def _show_control(self, control: QWidget) -> None:
        self.page.ensureWidgetVisible(control, 24, 80)

    def _state(self) -> object:
        return (
            self.identity.texts(),
            self.facts.texts(),
            self.ports.texts(),
            self.contained.texts(),
            self.prices.texts(),
            self.texts.texts(),
            self.read_in.text_of(),
        )

    @property
    def changed(self) -> bool:
        """Return True when anything was typed."""
        return self._state() != self._before

    @override
    def reject(self) -> None:
        if self.changed:
            answer = self.questions.keep_changes(self.identity.texts()["name"].strip() or "New part")
            if answer == "save":
                self.save()
            if answer != "discard":
                return
        super().reject()
