"""The inspector of one link."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from designer.catalog.library import Library
from designer.edit.links.join_options import JoinOption, join_options
from designer.edit.links.links import MEDIA_IN_ORDER, cables_across, set_link
from designer.model.changes import ChangeSet
from designer.model.design import WITHIN_ONE, Design, Link
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import number_text, percent_text
from designer.model.kinds import CABLING
from designer.model.money.pricing import stock_length
from designer.model.network.cable_spread import spread_problem
from designer.model.network.ports import joined_ports, rates_each_way
from designer.model.parts.part import NETWORK_WORDS, Medium
from designer.model.relations import RELATION_MEDIA
from designer.ui.app.document import Document
from designer.ui.app.headline import load_tone
from designer.ui.canvas.interaction.linking import otherwise
from designer.ui.inspector.panes.cable_run_rows import LinkRunRows, length_words
from designer.ui.inspector.panes.link_filler_rows import FillerRows
from designer.ui.inspector.section import Section
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, EditLine, label
from designer.ui.widgets.part_words import MEDIUM_TITLES, ends_text, link_title, ports_line

FITTING: Final = "-"
CAPACITY_HELP: Final = (
    "What one cable carries one way where it is slower than its ports: a leased circuit, a shaped or half-rate one. "
    "Of this and the rate of its ports the smaller counts; empty for the ports alone."
)
OTHER_WAY_HELP: Final = (
    "What one cable carries from the second end to the first, where that is another rate: the capacity above then "
    "holds from the first end to the second. Empty for the same both ways."
)
AS_ITS_PORTS: Final = "as its ports"
THE_SAME: Final = "the same"
SPREADS: Final = (
    ("even", "Even"),
    ("mesh", "Mesh"),
    ("pairwise", "Pairwise"),
    ("block", "Block"),
    ("ring", "Ring"),
    ("complete", "Complete"),
)
_SPREAD_WORDS: Final = {
    "even": "Cables fall evenly on the copies of both ends.",
    "mesh": "Every copy joins every copy of the other end.",
    "pairwise": "Copy 1 joins copy 1, copy 2 joins copy 2, and so on.",
    "block": "The first copies of one end fill the first copy of the other, then the next: hosts leaf by leaf.",
    "ring": "Copy 1 joins copy 2, copy 2 joins copy 3, and so on; the last joins the first.",
    "complete": "Every copy joins every other copy once.",
}


class LinkSection(Section):
    """Cables, medium, spread, ports and load of one link."""

    def __init__(self, document: Document, link_id: str, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.link_id = link_id
        self._relations: dict[Medium, JoinOption] = {}
        self.set_icon("connect")
        self.name = EditLine("Name", self, entered=self._set_name)
        self.form.add("Name", self.name)
        self.cables = EditLine("Cables", self, entered=self._set_cables)
        self.form.add("Cables", self.cables, help_text="Physical cables in one copy of what holds both ends.")
        self.medium = Choice("Medium", self, chosen=partial(self._set_choice, "medium"))
        self.form.add("Medium", self.medium)
        self.spread = Choice("Spread", self, chosen=partial(self._set_choice, "spread"))
        self.form.add("Spread", self.spread)
        self.across = Choice("Joins the copies of", self, chosen=self._set_across)
        self.form.add(
            "Joins",
            self.across,
            help_text="A ring or a complete graph joins the copies of the tile in one container, or the copies of a "
            "container around it, such as the groups of a dragonfly; its cables are then counted outside of it.",
        )
        self.ports: dict[str, Choice] = {}
        for end in ("a_port", "b_port"):
            choice = Choice(
                "Port at the first end" if end == "a_port" else "Port at the second end",
                self,
                chosen=partial(self._set_port, end),
            )
            self.ports[end] = choice
            self.form.add("From port" if end == "a_port" else "To port", choice)
        self.length = EditLine("Length of one cable", self, entered=self._set_length)
        self.form.add("Length", self.length, unit="m")
        self.capacity = EditLine("Capacity of one cable", self, entered=self._set_capacity)
        self.form.add(
            "Capacity",
            self.capacity,
            unit="Gb/s",
            help_text=CAPACITY_HELP,
        )
        self.capacity_back = EditLine("Capacity of one cable the other way", self, entered=self._set_capacity_back)
        self.form.add(
            "Other way",
            self.capacity_back,
            unit="Gb/s",
            help_text=OTHER_WAY_HELP,
        )
        self.cable = Choice("Cable or optic", self, chosen=self._set_cable)
        self.form.add("Cable", self.cable, help_text="The part from the catalog that is bought for each cable.")
        self._stock = label("", "caption", self, wraps=True)
        self.down.addWidget(self._stock)
        self._spread_words = label("", "caption", self, wraps=True)
        self.down.addWidget(self._spread_words)
        self._fit = label("", "caption", self, wraps=True)
        self.down.addWidget(self._fit)
        self._runs = label("How its cables run", "section", self)
        self.run = LinkRunRows(document, self.asked.emit, self)
        self.down.addWidget(self._runs)
        self.down.addWidget(self.run)
        self.heading("What it carries", "click a figure to see why")
        self.fillers = FillerRows(self)
        self.refresh()
        self.down.addWidget(self.fillers)
        document.beside.changed.connect(self._show_fillers)
        self.down.addSpacing(8)
        delete = push_button("Delete link", self, partial(self.wanted.emit, "edit.delete"))
        self.down.addWidget(delete)
        self.down.addStretch(1)

    @property
    def link(self) -> Link:
        """The link as it is now."""
        return self.document.design.links[self.link_id]

    def refresh(self) -> None:
        """Show the present values."""
        design = self.document.design
        if self.link_id not in design.links:
            return
        link = self.link
        self.title.setText(link.name or link_title(design, link))
        words = link_title(design, link) if link.name else MEDIUM_TITLES[link.medium]
        self.subtitle.setText(f"{ends_text(design, link)} · {words}")
        self.name.show_value(link.name)
        self.name.setPlaceholderText(link.id)
        self.cables.show_value(str(link.cables))
        self._show_media(design, link)
        self.spread.show_choices(SPREADS, link.spread)
        self._show_groups(design, link)
        self.length.show_value("" if link.length_m is None else number_text(link.length_m, 6))
        self.length.setPlaceholderText("not known")
        self.capacity.show_value("" if link.capacity_gbps is None else number_text(link.capacity_gbps, 6))
        self.capacity.setPlaceholderText(AS_ITS_PORTS)
        self.capacity.setEnabled(link.medium in NETWORK_WORDS)
        back = link.capacity_back_gbps
        self.capacity_back.show_value("" if back is None else number_text(back, 6))
        self.capacity_back.setPlaceholderText(THE_SAME)
        self.capacity_back.setEnabled(link.medium in NETWORK_WORDS)
        self.cable.show_choices(cable_choices(self.document.library, link), link.cable_part or FITTING)
        words = stock_words(design, link)
        self._stock.setText(words)
        self._stock.setVisible(bool(words))
        self._show_ports(design, link)
        self._show_spread(design, link)
        self._show_load(design, link)
        self._show_run(link)
        self._show_fillers()

    def _show_media(self, design: Design, link: Link) -> None:
        """All sorts of cables, whose refusal tells why, and the relations that make sense between the two."""
        ends = design.nodes.get(link.a), design.nodes.get(link.b)
        ways = join_options(design, link.a, link.b) if None not in ends else ()
        self._relations = {one.medium: one for one in ways if one.is_relation}
        media = [one for one in MEDIA_IN_ORDER if one not in RELATION_MEDIA or one in self._relations]
        self.medium.show_choices([(medium, MEDIUM_TITLES[medium]) for medium in media], link.medium)

    def _show_groups(self, design: Design, link: Link) -> None:
        """Show whose copies a ring or a complete graph joins: its own, or those of a container around both ends."""
        outer = [one for one in design.ancestors(link.a) if one in set(design.ancestors(link.b))]
        choices = [(FITTING, "Its own copies")]
        choices += [(one, f"Copies of {design.nodes[one].title}") for one in outer if design.nodes[one].copies > 1]
        if link.across is not None and link.across not in dict(choices):
            choices.append((link.across, link.across))
        self.across.show_choices(choices, link.across or FITTING)
        self.across.setEnabled(link.spread in WITHIN_ONE and len(choices) > 1)

    def _show_run(self, link: Link) -> None:
        """Show how it runs between its racks, where these have places."""
        self._runs.setVisible(self.run.show_link(self.link_id))
        if link.length_m is None and self.run.run is not None and self.run.run.least_m is not None:
            self.length.setPlaceholderText(length_words(self.run.run))

    def _show_ports(self, design: Design, link: Link) -> None:
        for end, node_id in (("a_port", link.a), ("b_port", link.b)):
            node = design.nodes.get(node_id)
            groups = design.ports_of(node) if node else ()
            choices = [(FITTING, "The first that fits")]
            choices += [(group.name, f"{group.name} · {ports_line(group)}") for group in groups]
            chosen = link.a_port if end == "a_port" else link.b_port
            self.ports[end].show_choices(choices, chosen or FITTING)
        joined = joined_ports(design, link)
        self._fit.setText(joined[2].reason if joined else "")
        self._fit.setVisible(joined is not None)

    def _show_spread(self, design: Design, link: Link) -> None:
        words = _SPREAD_WORDS[link.spread]
        if link.a in design.nodes and link.b in design.nodes:
            container = design.holder(link)
            copies = (design.copies_within(link.a, container), design.copies_within(link.b, container))
            words = spread_problem(link.spread, link.cables, *copies, design.each_group(link)) or words
        self._spread_words.setText(words)

    def _show_load(self, design: Design, link: Link) -> None:
        ahead, back = rates_each_way(design, link)
        figure = leaf("Rate of one cable, one way", ahead, "Gb/s", subject=link.id) if ahead is not None else None
        self.show_row("One cable", figure)
        # The rate back has a row only where it differs.
        other = leaf("Rate of one cable, back", back, "Gb/s", subject=link.id) if back not in {ahead, None} else None
        self.show_row("One cable, back", other)
        results = self.document.results
        loads = results.network.links if results and results.network else ()
        load = next((load for load in loads if load.id == link.id), None)
        self.show_row("All cables, one way", load.capacity_gbps if load else None)
        self.show_row("Carries", load.load_gbps if load else None)
        row = self.row("Fullest cable")
        share = load.utilisation.value if load else None
        row.setVisible(share is not None)
        if load is not None and share is not None:
            towards = f"full, towards {design.nodes[load.towards].title}" if load.towards in design.nodes else "full"
            row.show_words(percent_text(share), towards, load.utilisation, load_tone(share))
        way = load.other_way if load is not None else None
        self.show_row("The other way, all cables", way.capacity_gbps if way else None)
        self.show_row("The other way, carries", way.load_gbps if way else None)
        self.show_row("The other way, fullest cable", way.utilisation if way and way.utilisation.known else None)

    def _show_fillers(self) -> None:
        """Show who fills it; what is not known yet is asked for, and comes later."""
        document = self.document
        if self.link_id not in document.design.links:
            return
        known = document.beside.fillers((self.link_id,))
        if self.link_id in known:
            self.fillers.show_fillers(known[self.link_id])
        elif self._loaded():
            self.fillers.show_waiting()
        else:
            self.fillers.show_fillers(None)

    def _loaded(self) -> bool:
        """Return True when the last analysis found a load on it."""
        results = self.document.results
        loads = results.network.links if results and results.network else ()
        return any(load.id == self.link_id and load.utilisation.value for load in loads)

    def _set_name(self, text: str) -> None:
        self.attempt(self.name, partial(set_link, link_id=self.link_id, name=text))

    def _set_cables(self, text: str) -> None:
        typed = self.read(self.cables, text, "", "Cables")
        if typed is not None:
            self.attempt(
                self.cables,
                lambda design: set_link(design, self.link_id, cables=typed.count(design.links[self.link_id].cables)),
            )

    def _set_choice(self, name: str, value: str) -> None:
        control = self.medium if name == "medium" else self.spread
        option = next((one for one in self._relations.values() if name == "medium" and one.medium == value), None)
        if option is not None:
            self.attempt(control, lambda design: otherwise(design, self.link_id, option))
            return
        self.attempt(control, partial(set_link, link_id=self.link_id, **{name: value}))

    def _set_across(self, value: str) -> None:
        """Join the copies of another container, with as many cables as join any two of them by one."""
        across = None if value == FITTING else value

        def make(design: Design) -> ChangeSet:
            return set_link(design, self.link_id, across=across, cables=cables_across(design, self.link_id, across))

        self.attempt(self.across, make)

    def _set_port(self, end: str, value: str) -> None:
        port = None if value == FITTING else value
        self.attempt(self.ports[end], partial(set_link, link_id=self.link_id, **{end: port}))

    def _set_length(self, text: str) -> None:
        typed = self.read(self.length, text, "m", "The length") if text else None
        if typed is None and text:
            return

        def make(design: Design) -> ChangeSet:
            length = typed.value(design.links[self.link_id].length_m) if typed else None
            return set_link(design, self.link_id, length_m=length)

        self.attempt(self.length, make)

    def _set_capacity(self, text: str) -> None:
        typed = self.read(self.capacity, text, "Gb/s", "The capacity") if text else None
        if typed is None and text:
            return

        def make(design: Design) -> ChangeSet:
            capacity = typed.value(design.links[self.link_id].capacity_gbps) if typed else None
            return set_link(design, self.link_id, capacity_gbps=capacity)

        self.attempt(self.capacity, make)

    def _set_capacity_back(self, text: str) -> None:
        typed = self.read(self.capacity_back, text, "Gb/s", "The capacity") if text else None
        if typed is None and text:
            return

        def make(design: Design) -> ChangeSet:
            link = design.links[self.link_id]
            before = link.capacity_gbps if link.capacity_back_gbps is None else link.capacity_back_gbps
            return set_link(design, self.link_id, capacity_back_gbps=typed.value(before) if typed else None)

        self.attempt(self.capacity_back, make)

    def _set_cable(self, value: str) -> None:
        part = None if value == FITTING else value
        make = partial(set_link, link_id=self.link_id, library=self.document.library, cable_part=part)
        self.attempt(self.cable, make)


def stock_words(design: Design, link: Link) -> str:
    """In which length the chosen cable of LINK is bought; "" when it is sold in no lengths."""
    part = design.parts.get(link.cable_part) if link.cable_part else None
    if part is None or not part.lengths:
        return ""
    if link.length_m is None:
        return f"Sold in {', '.join(f'{stock.length_m:g}' for stock in part.lengths)} m: say how long it has to be."
    stock = stock_length(part, link.length_m)
    if stock is None:
        return f"The longest that is sold has {part.lengths[-1].length_m:g} m: choose another cable."
    number = f", {stock.part_number}" if stock.part_number else ""
    return f"Bought in {stock.length_m:g} m{number}."


def cable_choices(library: Library, link: Link) -> list[tuple[str, str]]:
    """Cables and optics of the catalog, the one that is chosen always among them."""
    found = [(FITTING, "Not chosen")]
    parts = [part for part in library.parts.values() if part.kind in CABLING]
    found += [(part.id, part.name) for part in sorted(parts, key=lambda part: part.name)]
    if link.cable_part and link.cable_part not in library.parts:
        found.append((link.cable_part, link.cable_part))
    return found
