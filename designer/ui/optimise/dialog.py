"""The window that finds the cheapest fabric, racks or power chain for wishes, and says how far it is proven."""

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter
from designer.explore.optimise.needs import FABRIC_PARAMETERS, POWER_PARAMETERS, RACK_PARAMETERS, WHOLE_PARAMETERS
from designer.explore.optimise.records import Optimum
from designer.model.design import Design
from designer.model.kinds import HOST, KINDS, SWITCH
from designer.ui.jobs.background import STOPPED, BackgroundJob
from designer.ui.optimise.work import Solved, Sort, find_optimum, in_titles
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.charts.chart_scale import amount_text
from designer.ui.widgets.fields import Choice, Form, Segments, label, line, line_edit
from designer.ui.widgets.screen_room import resize_within_screen

SORTS: Final = (("fabric", "Fabric"), ("racks", "Racks"), ("power", "Power chain"), ("all", "All together"))
_PARAMETERS: Final = {
    "fabric": FABRIC_PARAMETERS,
    "racks": RACK_PARAMETERS,
    "power": POWER_PARAMETERS,
    "all": WHOLE_PARAMETERS,
}
_TITLES: Final = {
    "fabric": "The cheapest fabric for a need, with its racks and strips.",
    "racks": "The cheapest racks for devices, or for what stands in none in the open design.",
    "power": "The cheapest power chain for a load, or for the racks of the open design.",
    "all": "The cheapest fabric with its racks and the power chain that feeds them, with one bound of the whole.",
}
_ANY: Final = "any"
_OPEN: Final = "open"
_ANEW: Final = "anew"
_LABEL_WIDTH: Final = 150

HINT: Final = "The cheapest appears here: its price, the bound below which none can be, and what it is made of."


class OptimiseDialog(QDialog):
    """Wishes on the left, the answer with its bound on the right; nothing changes in the open design.

    Attributes:
        found: The answer; None before there is one.
        words: What is done, or what went wrong.
    """

    def __init__(
        self,
        library: Library,
        design: Design | None,
        open_design: Callable[[bytes], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Optimise")
        resize_within_screen(self, 1000, 720)
        self._library, self._design, self._open_design = library, design, open_design
        self.found: Optimum | None = None
        self._message = b""
        self._job = BackgroundJob[Solved](
            self, finished=self._show, failed=self._complain, progressed=self._show_progress
        )
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 20, 24, 16)
        down.setSpacing(10)
        down.addWidget(label("Find the cheapest, with a proof", "title", self))
        self.sort = Segments("What is optimised", list(SORTS), "fabric", self, chosen=self._turn)
        down.addWidget(self.sort, 0, Qt.AlignmentFlag.AlignLeft)
        self.told = label(_TITLES["fabric"], "muted", self, wraps=True)
        down.addWidget(self.told)
        across = QHBoxLayout()
        across.setSpacing(24)
        self._pages = QStackedWidget(self)
        self.controls: dict[str, dict[str, QWidget]] = {}
        for sort, title in SORTS:
            self._pages.addWidget(self._page(sort, title))
        across.addWidget(self._pages, 4)
        across.addLayout(self._answer(), 5)
        down.addLayout(across, 1)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.bar.setAccessibleName("The search goes on")
        self.bar.hide()
        down.addWidget(self.bar)
        down.addWidget(line(self))
        down.addLayout(self._buttons())

    @property
    def waiting(self) -> bool:
        """Return True while the search goes on."""
        return self._job.running

    @property
    def settings(self) -> dict[str, str]:
        """Return the wishes as they are set, as `--set` takes them."""
        found: dict[str, str] = {}
        for name, control in self.controls[self.sort.value].items():
            text = str(control.currentData()) if isinstance(control, Choice) else cast("str", control.property("text"))
            # What is left empty keeps what it is by itself.
            if text.strip() and not (name in {"switch", "host", "of"} and text == _ANY):
                found[name] = text.strip()
        return found

    def search(self) -> None:
        """Begin the search with the wishes as they are; the one that goes on is given up."""
        settings = self.settings
        of = settings.pop("of", "")
        design = self._design if of in {_OPEN, _ANEW} else None
        if design is not None:
            settings.pop("devices", None)
            settings.pop("load_kw", None)
            if self.sort.value == "power":
                settings.pop("kw_per_rack", None)
        self.found, self._message = None, b""
        self.open_button.setEnabled(False)
        self.stop_button.show()
        self.bar.setRange(0, 0)
        self.bar.show()
        self._clear()
        self.words.setText("Looking for the cheapest …")
        self._job.start(find_optimum, cast("Sort", self.sort.value), self._library, design, settings, of == _ANEW)

    def stop(self) -> None:
        """Give the search up."""
        self._job.close()
        self._complain(STOPPED)

    def open_found(self) -> None:
        """Open what was found as a design of its own, and close."""
        if self._message:
            message = self._message
            self.accept()
            self._open_design(message)

    @override
    def done(self, result: int, /) -> None:
        self._job.close()
        super().done(result)

    # ---- Parts of the dialog ----

    def _page(self, sort: str, title: str) -> QWidget:
        form = Form(self, label_width=_LABEL_WIDTH)
        controls = self.controls[sort] = {}
        if sort in {"fabric", "all"}:
            for name, role, caption in ((SWITCH, "switch", "Switch"), (HOST, "host", "Host")):
                control = Choice(caption, self)
                parts = sorted(
                    (part.name, part.id)
                    for part in self._library.parts.values()
                    if part.kind in KINDS and KINDS[part.kind].role == role and "announced" not in part.tags
                )
                of_any = "Any of the catalog" if name == "switch" else "Any, in no planned rack"
                control.show_choices([(_ANY, of_any), *((part_id, shown) for shown, part_id in parts)], _ANY)
                controls[name] = control
                form.add(caption, control)
        else:
            control = Choice("For", self)
            alone = "Devices" if sort == "racks" else "A load"
            drawn = [(_OPEN, f"The open design, {self._design.name}")] if self._design is not None else []
            if drawn and sort == "racks":
                drawn.append((_ANEW, "The open design, its racks anew"))
            control.show_choices([*drawn, (_ANY, alone)], _OPEN if drawn else _ANY)
            controls["of"] = control
            form.add("For", control)
            if sort == "racks":
                controls["devices"] = line_edit("Devices", self, text="nvidia/dgx-h100*8, nvidia/qm9700*4")
                controls["devices"].setProperty("cursorPosition", 0)  # its beginning is in sight
                form.add("Devices", controls["devices"], help_text="PART*COUNT, PART*COUNT")
        for one in _PARAMETERS[sort]:
            controls[one.name] = self._control(one)
            form.add(one.title, controls[one.name], help_text=one.help)
        area = QScrollArea(self)
        area.setAccessibleName(f"Wishes: {title}")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(form)
        return area

    def _control(self, one: Parameter) -> QWidget:
        if one.choices:
            control = Choice(one.title, self)
            control.show_choices([(choice, choice) for choice in one.choices], one.default)
        else:
            control = line_edit(one.title, self, text=one.default, entered=self.search)
        control.setToolTip(one.help)
        return control

    def _answer(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(8)
        self.cost = label("", "title", self)
        self.cost.setAccessibleName("Cost")
        self.bound = label("", "strong", self, wraps=True)
        self.bound.setAccessibleName("Bound and gap")
        self.lines = label(HINT, "", self, wraps=True)
        self.lines.setAccessibleName("What was found")
        self.lines.setTextFormat(Qt.TextFormat.PlainText)
        self.lines.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.lines.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        page = QWidget(self)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        inside.addWidget(self.bound)
        inside.addWidget(self.lines)
        inside.addStretch(1)
        area = QScrollArea(self)
        area.setAccessibleName("The answer in words")
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        down.addWidget(self.cost)
        down.addWidget(area, 1)
        return down

    def _buttons(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(12)
        self.words = label("", "muted", self, wraps=True)
        self.words.setAccessibleName("State of the search")
        across.addWidget(self.words, 1)
        self.stop_button = push_button("Stop", self, self.stop, takes_enter=False)
        self.stop_button.hide()
        across.addWidget(self.stop_button)
        across.addWidget(push_button("Close", self, self.reject, takes_enter=False))
        self.open_button = push_button("Open as design", self, self.open_found, takes_enter=False)
        self.open_button.setEnabled(False)
        across.addWidget(self.open_button)
        self.find_button = push_button("Find the cheapest", self, self.search, look="primary", default=True)
        across.addWidget(self.find_button)
        return across

    # ---- What was found ----

    @property
    def _field_titles(self) -> dict[str, str]:
        """Return what the fields in sight are called, by the names of their settings."""
        return {name: control.accessibleName() for name, control in self.controls[self.sort.value].items()}

    def _turn(self, sort: str) -> None:
        self._pages.setCurrentIndex([one for one, _ in SORTS].index(sort))
        self.told.setText(_TITLES[sort])
        # What was found is the answer to other wishes than those in sight.
        self.found, self._message = None, b""
        self.open_button.setEnabled(False)
        self._clear()
        self.lines.setText(HINT)
        self.words.setText("Looking for the cheapest …" if self.waiting else "")

    def _clear(self) -> None:
        for one in (self.cost, self.bound, self.lines):
            one.setText("")

    def _show_progress(self, done: int, total: int, what: str) -> None:
        del done, total
        if what:
            self.words.setText(f"{what} …")

    def _complain(self, problem: str) -> None:
        self.bar.hide()
        self.stop_button.hide()
        self.words.setText(problem)

    def _show(self, solved: Solved) -> None:
        found = self.found = solved.found
        self._message = solved.design
        self.bar.hide()
        self.stop_button.hide()
        self.open_button.setEnabled(bool(self._message))
        self.words.setText(f"Found in {found.seconds:.1f} s, {found.solver_s:.1f} s of them HiGHS.")
        if found.collision is not None:
            self.cost.setText("Nothing meets all of these wishes")
            self.bound.setText("The fewest that collide: " + "; ".join(found.collision.texts) + ".")
            relax = (in_titles(way, self._field_titles) for way in found.collision.relax)
            self.lines.setText("\n\n".join((*found.collision.reasons, *relax)))
            return
        if found.cost is not None and found.bound is not None and found.gap is not None:
            self.cost.setText(amount_text(found.cost, "USD"))
            spread = ""
            if found.low and found.high:
                low, high = amount_text(found.low, "USD"), amount_text(found.high, "USD")
                spread = f" Between {low} and {high} by the range of prices."
            bound = amount_text(found.bound, "USD")
            self.bound.setText(f"Bound {bound}, gap {found.gap * 100:.3g}%: {found.verdict}.{spread}")
        out = [f"Not looked at: {line}" for line in found.left_out]
        self.lines.setText("\n\n".join((*found.lines, *out)))
