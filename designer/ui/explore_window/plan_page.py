"""The first page: of which design, what may vary, what counts and is asked, how it is searched; then Start."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import Final, NamedTuple

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from designer.analysis.availability.settings import RunSettings
from designer.catalog.library import Library
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.explore.sweep.figures import SHORT, USUAL, higher_is_better, is_error
from designer.explore.sweep.settings import is_parameter
from designer.explore.sweep.space import USUAL_SAMPLES, Counted, Method, Space, Variable, require_space
from designer.model.design import Design
from designer.model.figures.figure_text import count_text
from designer.model.figures.typed_quantity import typed_quantity
from designer.model.kinds import INFERENCE, TRAINING_JOBS
from designer.model.records import RefusedInput
from designer.ui.explore_window.captions import FigureWords, figure_words
from designer.ui.explore_window.offer import Offer
from designer.ui.explore_window.offers import offers_of, typed_text, values_text, variable_of
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.callbacks import connect_given
from designer.ui.widgets.fields import Choice, EditLine, Segments, label, line_edit, read_count
from designer.ui.widgets.lists.table_model import Column, RecordTable
from designer.ui.widgets.theme import set_look

UNITS: Final[Mapping[str, str]] = {
    "_usd": "USD",
    "cost.monthly_usd": "USD/month",
    "usd_per_year": "USD/year",
    "usd_per_gpu_hour": "USD/h",
    "_w": "W",
    "_w.max": "W",
    "_gbps": "Gb/s",
    "t_per_year": "t/year",
    "m3_per_year": "m³/year",
    "kwh_per_year.facility": "kWh/year",
    "headlines.tokens": "1/s",
    "headlines.token": "ms",
    "headlines.first_token": "s",
    "headlines.days": "days",
}
"""Units of what counts by how its key ends: goals are typed before there is a result that has one."""
FIRST: Final = ("cost.capex_usd", "headlines.tokens", "headlines.days", "power.facility_w", "energy.co2e_t_per_year")
"""What counts unless a person says otherwise, as far as the design has it."""
METHODS: Final[tuple[tuple[Method, str], ...]] = (
    ("grid", "All combinations"),
    ("latin", "Even samples"),
    ("adaptive", "Adaptive"),
)
_METHOD_WORDS: Final[Mapping[str, str]] = {
    "grid": "Every combination is tried, so that the best of them is proven.",
    "latin": "A Latin hypercube: samples that are spread evenly over each thing that varies.",
    "adaptive": "Each sample is chosen by what came out of those before.",
}


_WIDE: Final = 1200
_ROOMY: Final = 1440
"""Pixels of the page from which the sort of what may vary stands beside whole names."""
_RULES: Final = ("findings.error", "findings.warning")
"""How many rules a variant breaks, beside its figures: none at most is a goal that many set."""


class Base(NamedTuple):
    """The design or template that variants are made from.

    Attributes:
        name: For people.
        design: The open design; None for a template.
        template: Name of the template; "" for a design.
        now: Returns the open design as it is now; None for a template and for what is open nowhere.
    """

    name: str
    design: Design | None = None
    template: str = ""
    now: Callable[[], Design] | None = None

    @property
    def renewed(self) -> "Base":
        """Return it with the design as it is now."""
        return self if self.now is None else self._replace(design=self.now())


class Ask(NamedTuple):
    """A figure that may count."""

    key: str
    words: FigureWords


def unit_of(key: str) -> str:
    """Return the unit of the figure KEY, as it stands in its name; "" for a count or a ratio."""
    for end in sorted(UNITS, key=len, reverse=True):
        if key.endswith(end):
            return UNITS[end]
    return ""


def counted_of(design: Design) -> list[str]:
    """Return what most people would count of DESIGN: its price, what its work comes to, and its power."""
    kinds = {node.kind for node in design.nodes.values()}
    without = {
        *(() if kinds & INFERENCE else ("headlines.tokens",)),
        *(() if kinds & TRAINING_JOBS else ("headlines.days",)),
    }
    return [key for key in FIRST[:-1] if key not in without]


class PlanPage(QWidget):
    """Asks for a space; each tick and each value changes the line that says how many variants there are.

    Attributes:
        bases: What variants can be made from.
        base: Which of them is chosen.
        offers: What may vary.
        chosen: Values of those that do, as typed, by path.
        counted: Keys of what counts.
        problem: Why it cannot start; "" where it can.
    """

    def __init__(
        self,
        library: Library,
        parent: QWidget | None,
        *,
        started: Callable[[], object],
        opened: Callable[[], object],
        space_opened: Callable[[], object],
        space_saved: Callable[[], object],
    ):
        """Make it; STARTED is called to start, OPENED to open results, SPACE_OPENED and SPACE_SAVED for SPACE.yaml."""
        super().__init__(parent)
        self._library = library
        self.bases: tuple[Base, ...] = ()
        self.base = Base("")
        self._place = 0
        self.offers: tuple[Offer, ...] = ()
        self.chosen: dict[str, str] = {}
        self.counted: list[str] = []
        self._goals: dict[str, dict[str, float]] = {}
        self._fixed: Mapping[str, float | str] = {}
        self._read: dict[str, tuple[str, Variable]] = {}
        self._histories = RunSettings()
        self._touched = False
        self.problem = ""
        self._asks = tuple(
            Ask(key, figure_words(key, unit_of(key))) for key in dict.fromkeys((*USUAL, *SHORT.values(), *_RULES))
        )
        down = QVBoxLayout(self)
        down.setContentsMargins(24, 16, 24, 16)
        down.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(label("Variants of", "muted", self))
        self.base_choice = Choice("What variants are made from", self, chosen=self._choose_base)
        self.base_choice.setMinimumContentsLength(30)
        top.addWidget(self.base_choice)
        top.addStretch(1)
        for words, run, tip in (
            ("Open a space…", space_opened, "Take what may vary and what counts from a SPACE.yaml"),
            ("Save the space…", space_saved, "Write it as SPACE.yaml, for stackwright sweep"),
            ("Open results…", opened, "Show the results of an earlier sweep, .parquet or .csv"),
        ):
            top.addWidget(push_button(words, self, run, takes_enter=False, tip=tip))
        down.addLayout(top)
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addLayout(self._make_vary(), 5)
        across.addLayout(self._make_count(), 4)
        down.addLayout(across, 1)
        down.addLayout(self._make_method())
        foot = QHBoxLayout()
        foot.setSpacing(12)
        self.said = label("", "strong", self, wraps=True)
        self.said.setAccessibleName("How many variants")
        foot.addWidget(self.said, 1)
        self.start_button = push_button("Start", self, started, look="primary", takes_enter=False)
        self.start_button.setMinimumWidth(110)
        self.start_button.setAccessibleName("Start the sweep")
        foot.addWidget(self.start_button)
        down.addLayout(foot)

    # ---- Parts ----

    def _make_vary(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label("What may vary", "title", self))
        head.addStretch(1)
        self.search = line_edit("Search what may vary", self, placeholder="Search", clears=True, changed=self._filter)
        self.search.setMaximumWidth(180)
        head.addWidget(self.search)
        down.addLayout(head)
        self.vary_table: RecordTable[Offer] = RecordTable(
            "What may vary",
            (
                Column(
                    "What",
                    lambda one: one.title,
                    checked=self._varies,
                    check=self._turn,
                    strong=self._varies,
                    tip=lambda one: f"{one.title}\n{one.path}",
                ),
                Column(
                    "Values",
                    self._values,
                    width=236,
                    tip=values_text,
                    edited=self._values,
                    typed=self._type,
                    ink=lambda one: "" if self._varies(one) else "muted",
                ),
                Column("Now", lambda one: one.now, width=84, ink=lambda _: "muted"),
                Column("Sort", lambda one: one.group, width=100, ink=lambda _: "muted"),
            ),
            self,
            sorts=False,
        )
        connect_given((self.vary_table.wanted, self._edit_values), (self.vary_table.moved, self._show_values))
        down.addWidget(self.vary_table, 1)
        across = QHBoxLayout()
        across.setSpacing(8)
        self.values_name = label("Values", "muted", self)
        self.values_line = EditLine("Values of the chosen row", self, entered=self._type_line)
        self.values_line.setPlaceholderText("8, 16, 32 or 8 to 64 by 8")
        self.values_name.setBuddy(self.values_line)
        across.addWidget(self.values_name)
        across.addWidget(self.values_line, 1)
        down.addLayout(across)
        hint = "Tick what may vary. Its values stand in the line above: 8, 16, 32 or 8 to 64 by 8."
        down.addWidget(label(hint, "caption", self, wraps=True))
        return down

    def _make_count(self) -> QVBoxLayout:
        down = QVBoxLayout()
        down.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label("What counts", "title", self))
        head.addStretch(1)
        head.addWidget(label("Best by", "muted", self))
        self.first = Choice("Figure by which the best is chosen", self, chosen=self._choose_first)
        self.first.setMinimumContentsLength(12)
        head.addWidget(self.first)
        down.addLayout(head)
        self.count_table: RecordTable[Ask] = RecordTable(
            "What counts",
            (
                Column(
                    "Figure",
                    lambda one: one.words.title,
                    checked=self._counts,
                    check=self._turn_count,
                    strong=self._counts,
                    tip=lambda one: f"{one.words.title}\n{one.key}",
                ),
                Column(
                    "Better",
                    lambda one: "more" if higher_is_better(one.key) else "less",
                    width=54,
                    ink=lambda _: "muted",
                ),
                Column(
                    "At least",
                    partial(self._goal, "at_least"),
                    width=84,
                    edited=partial(self._goal, "at_least"),
                    typed=partial(self._type_goal, "at_least"),
                ),
                Column(
                    "At most",
                    partial(self._goal, "at_most"),
                    width=84,
                    edited=partial(self._goal, "at_most"),
                    typed=partial(self._type_goal, "at_most"),
                ),
            ),
            self,
            sorts=False,
        )
        down.addWidget(self.count_table, 1)
        hint = "Tick what counts; a double click or F2 in the last two columns sets a goal: 200 k, 1 MW, 20 M$."
        down.addWidget(label(hint, "caption", self, wraps=True))
        return down

    def _make_method(self) -> QHBoxLayout:
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addWidget(label("Search", "muted", self))
        self.method = Segments("How variants are chosen", METHODS, "grid", self, chosen=self._refresh)
        across.addWidget(self.method)
        self.samples = EditLine("Number of samples", self, entered=self._refresh)
        self.samples.show_value(str(USUAL_SAMPLES))
        self.samples.setFixedWidth(72)
        self.seed = EditLine("Seed of the samples", self, entered=self._refresh)
        self.seed.show_value("0")
        self.seed.setFixedWidth(56)
        self._sampled: list[QWidget] = []
        for words, field in (("Samples", self.samples), ("Seed", self.seed)):
            said = label(words, "muted", self)
            said.setBuddy(field)
            self._sampled += [said, field]
            across.addWidget(said)
            across.addWidget(field)
        across.addStretch(1)
        said = label("Scheduler", "muted", self)
        self.scheduler = EditLine("Address of a Dask scheduler", self)
        self.scheduler.setPlaceholderText("this machine")
        self.scheduler.setToolTip("Address of a Dask scheduler, tcp://HOST:8786; empty: all cores of this machine")
        self.scheduler.setFixedWidth(150)
        said.setBuddy(self.scheduler)
        across.addWidget(said)
        across.addWidget(self.scheduler)
        return across

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In a small window names go before what stands now, which the line below the table has too.
        small, middle = self.width() < _WIDE, self.width() < _ROOMY
        self.vary_table.setColumnHidden(2, small)
        self.vary_table.setColumnHidden(3, middle)
        self.vary_table.setColumnWidth(1, 170 if small else 210 if middle else 236)
        for column in (2, 3):
            self.count_table.setColumnWidth(column, 84 if small else 106)

    # ---- Base ----

    def show_bases(self, bases: Sequence[Base], chosen: int = 0) -> None:
        """Offer BASES, of which the one at CHOSEN is taken."""
        self.bases = tuple(bases)
        choices = [(str(place), base.name) for place, base in enumerate(self.bases)]
        self.base_choice.show_choices(choices, str(chosen))
        self._choose_base(str(chosen))

    def _choose_base(self, place: str) -> None:
        self._place = int(place)
        self.base = self.bases[self._place]
        self._fixed = {}
        self._offer()

    def _offer(self) -> None:
        """Offer what may vary in the base as it is now."""
        try:
            design = self.design()
        except RefusedInput as problem:
            self.offers, self.problem = (), str(problem)
            return
        self.offers = offers_of(design, self._library, drawn=self.base.design is not None)
        self.chosen = {path: text for path, text in self.chosen.items() if path in {one.path for one in self.offers}}
        if not self._touched:
            self.counted = counted_of(design)
        self._show_tables()

    def renew(self) -> None:
        """Take up what was edited in the open designs since they were offered; what is typed stays."""
        self.bases = tuple(base.renewed for base in self.bases)
        if self.bases and self.bases[self._place].design is not self.base.design:
            self.base = self.bases[self._place]
            self._offer()

    def design(self) -> Design:
        """Return the design that variants are made from.

        Raises:
            RefusedInput: its template cannot be built.
        """
        if self.base.design is not None:
            return self.base.design
        return build_template(self.base.template, self._library, {})

    def _show_tables(self) -> None:
        self._filter()
        rank = {key: place for place, key in enumerate(dict.fromkeys((*self.counted, *FIRST)))}
        asks = sorted(self._asks, key=lambda one: rank.get(one.key, len(rank)))
        self.count_table.show_rows(asks, lambda one: one.key)
        self._refresh()

    def _filter(self, *_: object) -> None:
        words = self.search.text().casefold().split()
        rows = [
            one
            for one in self.offers
            if all(word in f"{one.title} {one.group} {one.path}".casefold() for word in words)
        ]
        # What varies stands on top, so that it is in sight among a hundred that do not.
        rows.sort(key=lambda one: one.path not in self.chosen)
        self.vary_table.show_rows(rows, lambda one: one.path)

    # ---- What may vary ----

    def _varies(self, offer: Offer) -> bool:
        return offer.path in self.chosen

    def _values(self, offer: Offer) -> str:
        return self.chosen.get(offer.path, offer.suggested)

    def _turn(self, offer: Offer) -> None:
        if offer.path in self.chosen:
            del self.chosen[offer.path]
        else:
            self.chosen[offer.path] = offer.suggested
        self._refresh()

    def vary(self, path: str, text: str) -> None:
        """Let what PATH names vary over the values in TEXT."""
        self.chosen[path] = text
        self._show_tables()

    def _type(self, offer: Offer, text: str) -> bool:
        try:
            variable_of(offer, text)
        except RefusedInput as problem:
            self._say(str(problem), "error")
            return False
        self.chosen[offer.path] = text
        self._refresh()
        return True

    def _edit_values(self) -> None:
        index = self.vary_table.currentIndex()
        if index.isValid():
            self.vary_table.edit(self.vary_table.records.index(index.row(), 1))

    def _show_values(self) -> None:
        """Show the values of the chosen row in the line below, whole."""
        offer = self.vary_table.current()
        self.values_name.setText(f"Values of {offer.title}" if offer is not None else "Values")
        self.values_line.setEnabled(offer is not None)
        self.values_line.show_value(self._values(offer) if offer is not None else "")
        self.values_line.setToolTip(values_text(offer) if offer is not None else "")

    def _type_line(self, text: str) -> None:
        offer = self.vary_table.current()
        if offer is not None and not self._type(offer, text):
            self.values_line.restore()

    # ---- What counts ----

    def _counts(self, ask: Ask) -> bool:
        return ask.key in self.counted

    def _turn_count(self, ask: Ask) -> None:
        self._touched = True
        if ask.key in self.counted:
            self.counted.remove(ask.key)
            self._goals.pop(ask.key, None)
        else:
            self.counted.append(ask.key)
        self._refresh()

    def _goal(self, end: str, ask: Ask) -> str:
        value = self._goals.get(ask.key, {}).get(end)
        return "" if value is None else ask.words.text(value)

    def _type_goal(self, end: str, ask: Ask, text: str) -> bool:
        if not text:
            self._goals.get(ask.key, {}).pop(end, None)
        else:
            try:
                value = typed_quantity(text, ask.words.unit if ask.words.unit != "1/s" else "", ask.words.title)
            except RefusedInput as problem:
                self._say(str(problem), "error")
                return False
            self._goals.setdefault(ask.key, {})[end] = value
            if ask.key not in self.counted:
                self.counted.append(ask.key)
        self._refresh()
        return True

    def _choose_first(self, key: str) -> None:
        self.counted.remove(key)
        self.counted.insert(0, key)
        self._refresh()

    # ---- The space ----

    def space(self) -> Space:
        """Return the space that is asked for.

        Raises:
            RefusedInput: nothing varies, nothing counts, or a value cannot be.
        """
        by_path = {one.path: one for one in self.offers}
        vary = tuple(self._variable(by_path[path], text) for path, text in self.chosen.items())
        self._require_parameters(vary)
        if not self.counted:
            raise RefusedInput("Nothing counts: tick at least one figure at the right.")
        counted = tuple(
            Counted(
                key=key,
                better="higher" if higher_is_better(key) else "lower",
                **self._goals.get(key, {}),
            )
            for key in self.counted
        )
        method: Method = next(one for one, _ in METHODS if one == self.method.value)
        sampled = method != "grid"
        return require_space(
            Space(
                name=f"Variants of {self.base.name}",
                template=self.base.template,
                settings=self._fixed,
                vary=vary,
                count=counted,
                method=method,
                samples=read_count(self.samples.text(), "Samples") if sampled else 0,
                seed=read_count(self.seed.text(), "Seed") if sampled else 0,
                histories=self._histories,
            )
        )

    def _require_parameters(self, vary: Sequence[Variable]) -> None:
        """Refuse a parameter that varies beside templates of which one does not have it.

        Raises:
            RefusedInput: there is one.
        """
        for variable in vary:
            made = [str(one.settings["template"]) for one in variable.options if "template" in one.settings]
            made += map(str, variable.values) if variable.sets == "template" else ()
            for other, template in product(vary, made):
                made_by = TEMPLATES.get(template)
                if made_by is None or not other.sets or not is_parameter(other.sets):
                    continue
                if all(parameter.name != other.sets for parameter in made_by.parameters):
                    raise RefusedInput(f"{other.name} cannot vary beside {variable.name}: {made_by.title} has none.")

    def _variable(self, offer: Offer, text: str) -> Variable:
        """Return OFFER with the values in TEXT: as it was read from a space, as long as nobody changes it."""
        read = self._read.get(offer.path)
        return read[1] if read is not None and read[0] == text else variable_of(offer, text)

    def show_space(self, space: Space) -> None:
        """Show SPACE, which was read from a file, of the base that is chosen."""
        self._fixed = space.settings
        # Named values are those of the space, whatever is offered under the same name.
        own = {one.name for one in space.vary if one.options}
        self.offers = tuple(one for one in self.offers if one.path not in own)
        known = {one.path for one in self.offers}
        self.offers += tuple(
            Offer(
                one.sets or one.name,
                one.name,
                "From the space",
                words=one.words,
                known=tuple(option.name for option in one.options),
                options=one.options,
            )
            for one in space.vary
            if (one.sets or one.name) not in known
        )
        # Values with names of their own cannot be typed: as long as nobody changes them they stay as they were read.
        self._read = {one.sets or one.name: (_text_of(one), one) for one in space.vary}
        self._histories = space.histories
        self.chosen = {path: text for path, (text, _) in self._read.items()}
        self.counted, self._touched = [one.key for one in space.count if not is_error(one.key)], True
        self._goals = {
            one.key: {
                end: value for end, value in (("at_least", one.at_least), ("at_most", one.at_most)) if value is not None
            }
            for one in space.count
        }
        known_asks = {ask.key for ask in self._asks}
        more = tuple(Ask(key, figure_words(key, unit_of(key))) for key in self.counted if key not in known_asks)
        self._asks = (*self._asks, *more)
        self.method.choose(space.method)
        self.samples.show_value(str(space.samples or USUAL_SAMPLES))
        self.seed.show_value(str(space.seed))
        self._show_tables()

    def _refresh(self, *_: object) -> None:
        sampled = self.method.value != "grid"
        for widget in self._sampled:
            widget.setVisible(sampled)
        titles = {ask.key: ask.words.title for ask in self._asks}
        self.first.show_choices([(key, titles.get(key, key)) for key in self.counted], next(iter(self.counted), ""))
        self.vary_table.records.touch(0, 1)
        self._show_values()
        self.count_table.records.touch(0, 3)
        try:
            space = self.space()
        except RefusedInput as problem:
            hint = "Tick what may vary at the left." if not self.chosen else str(problem)
            self._say(hint, "error" if self.chosen else "muted")
            self.problem = str(problem)
            self.start_button.setEnabled(False)
            return
        self.problem = ""
        self._say(_count_words(space), "strong")
        self.start_button.setEnabled(True)

    def _say(self, words: str, look: str) -> None:
        self.said.setText(words)
        set_look(self.said, look)


def _count_words(space: Space) -> str:
    """Return how many variants SPACE has, in words."""
    counts = [len(variable.choices) for variable in space.vary]
    how = _METHOD_WORDS[space.method]
    if space.method == "grid":
        product = " × ".join(count_text(count) for count in counts)
        equals = f"{product} = " if len(counts) > 1 else ""
        noun = "combination" if len(space) == 1 else "combinations"
        return f"{equals}{count_text(len(space))} {noun}. {how}"
    if space.samples >= prod(counts) and not any(variable.is_continuous for variable in space.vary):
        return (
            f"{count_text(space.samples)} samples, but only {count_text(prod(counts))} combinations: try all of them."
        )
    endless = any(variable.is_continuous for variable in space.vary)
    of = "" if endless else f" of {count_text(prod(counts))} combinations"
    return f"{count_text(space.samples)} samples{of}. {how}"


def _text_of(variable: Variable) -> str:
    """Return the values of VARIABLE as a person would type them."""
    if variable.low is not None and variable.high is not None:
        return f"{typed_text(variable.low)} to {typed_text(variable.high)}"
    return ", ".join(value if isinstance(value, str) else typed_text(value) for value in variable.choices)
