"""The inspector of one placed part or container."""

from functools import partial
from typing import Final

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from designer.analysis.chain.point_words import services_of
from designer.analysis.money.prices import price_figure, unit_price
from designer.analysis.quantities import fact_of, is_rented
from designer.analysis.results import LinkLoad, Results
from designer.edit.nodes.bulk_edit import NewNumber, fact_now
from designer.edit.nodes.nodes import set_fact, set_node
from designer.edit.workloads.logged_demand import takes_log
from designer.model.changes import ChangeSet
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, quotient
from designer.model.figures.figure_text import count_text, number_text, percent_text
from designer.model.kinds import CONTAINERS, FACTS, KINDS, MODEL_APIS, RACKS, ROOMS, UPSS
from designer.model.money.pricing import PlannedPrice, planned_price
from designer.model.network.card_map import GPU_CARDS
from designer.model.parts.part import Part, PortGroup
from designer.model.rooms.rack_slots import takes_place
from designer.model.workloads.asked_facts import ASKED_FACTS
from designer.model.workloads.choices import choices_for
from designer.review.affected_figures import BISECTION, errors_against
from designer.ui.app.document import Document
from designer.ui.app.headline import load_tone, place_name
from designer.ui.inspector.effective_values import price_now
from designer.ui.inspector.panes.heat_rows import HEAT_TITLES, heat_rows
from designer.ui.inspector.panes.power_rows import BatteryFields, show_power
from designer.ui.inspector.panes.rack_place_fields import RackPlaceFields
from designer.ui.inspector.panes.room_fields import RoomFields
from designer.ui.inspector.panes.workload_section import WorkloadAsked, WorkloadTold, is_asked
from designer.ui.inspector.port_map import PortMap, port_uses
from designer.ui.inspector.section import Section
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import Choice, EditLine, label
from designer.ui.widgets.part_words import node_line

IN_THE_OPEN: Final = "-"
_FAILURES: Final = ("mtbf_h", "repair_h")
_ASKED_ALONE: Final = {GPU_CARDS: "How it sends", "overload": "When something fails"}
"""Headings above a choice that is the only one of its kind."""
_RACK_LIMITS: Final = ("power_limit_w", "load_limit_kg", "rack_units", "depth_mm")


class NodeSection(Section):
    """Name, copies, place, ports, figures, price and facts of one node."""

    def __init__(self, document: Document, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.node_id = node_id
        node = self.node
        self.part: Part | None = document.design.part_of(node)
        self.name = EditLine("Name", self, entered=self._set_name)
        self.form.add("Name", self.name)
        self.copies = EditLine("Copies", self, entered=self._set_copies)
        self.form.add("Copies", self.copies, help_text="How many there are, in one copy of what it stands in.")
        self.place = Choice("Stands in", self, chosen=self._set_place)
        self.form.add("Stands in", self.place)
        self.walls: RoomFields | None = None
        if node.kind in ROOMS:
            self.walls = RoomFields(document, node_id, self.form, self.attempt, self.refuse, self.wanted.emit, self)
        self.racked: RackPlaceFields | None = None
        if takes_place(node):
            self.racked = RackPlaceFields(document, node_id, self.form, self.attempt, self)
        self.battery: BatteryFields | None = None
        if node.kind in UPSS:
            self.battery = BatteryFields(document, node_id, self.form, self, self.read)
        self._own: dict[str, EditLine] = {}
        if node.kind in CONTAINERS:
            if node.kind in RACKS:
                self._add_own(_RACK_LIMITS)
        elif self.part is not None and self._is_generic:
            self._add_generic(self.part)
        if node.kind in KINDS and KINDS[node.kind].fails and not is_rented(self.part):
            self._add_own(_FAILURES)
        self._described = node.kind in KINDS and KINDS[node.kind].described
        self._price = EditLine("Own price of one", self, entered=self._set_price)
        if self._described:
            self._price.hide()
        else:
            self.form.add(
                "Own price",
                self._price,
                unit="$",
                help_text="Your price of one in US dollars, over the catalog's and the price book's; empty for those.",
            )
        self.note = EditLine("Note", self, entered=self._set_note)
        self.form.add("Note", self.note)
        self.asked_pane: WorkloadAsked | None = None
        self.told_pane: WorkloadTold | None = None
        if is_asked(node.kind):
            self._add_workload(node.kind)
        self._maps: dict[str, tuple[PortMap, QWidget]] = {}
        self._port_box = QVBoxLayout()
        self._port_box.setSpacing(6)
        if document.design.ports_of(node):
            self.heading("Ports")
        self.down.addLayout(self._port_box)
        if self.told_pane is None or document.design.ports_of(node):
            self.heading("What it does here", "click a figure to see why")
        self._basis = label("", "warn-caption", self, wraps=True)
        self.refresh()
        self.down.addWidget(self._basis)
        self._add_facts()
        self._add_buttons()
        self.down.addStretch(1)

    @property
    def node(self) -> Node:
        """The node as it is now."""
        return self.document.design.nodes[self.node_id]

    @property
    def _is_generic(self) -> bool:
        described = self.part is not None and self.part.kind in KINDS and KINDS[self.part.kind].described
        return self.part is not None and self.part.id.startswith("generic/") and not described

    def _add_workload(self, kind: str) -> None:
        joins = kind in KINDS and KINDS[kind].passes
        asked = "How its ports are joined" if joins else "How it is paid"
        choices = {choice.name for choice in choices_for(kind)}
        if len(choices) == 1:
            asked = _ASKED_ALONE.get(next(iter(choices)), asked)
        self.heading("What is asked of it" if kind in ASKED_FACTS else asked)
        self.asked_pane = WorkloadAsked(self.document, self.node_id, self)
        self.asked_pane.attempted.connect(self.attempt)
        self.asked_pane.refused.connect(self.refuse)
        self.down.addWidget(self.asked_pane)
        if takes_log(kind):
            log = push_button("Read a log of requests…", self, partial(self.wanted.emit, "measured.read_log"))
            self.down.addWidget(log)
        if kind in ASKED_FACTS:
            self.heading("What comes of it", "click a figure to see why")
            self.told_pane = WorkloadTold(self.document, self.node_id, self)
            self.told_pane.asked.connect(self.asked)
            self.down.addWidget(self.told_pane)

    def _add_own(self, names: tuple[str, ...]) -> None:
        for name in names:
            kind = FACTS[name]
            field = EditLine(kind.title, self, entered=partial(self._set_own, name))
            field.setProperty("fact", name)
            self.form.add(kind.title, field, unit=kind.unit, help_text=kind.help)
            self._own[name] = field

    def _add_generic(self, part: Part) -> None:
        self._add_own(("power_max_w", "power_typical_w"))
        self._port_count = EditLine("Number of ports", self, entered=self._set_port_count)
        self._port_rate = EditLine("Rate of a port", self, entered=self._set_port_rate)
        if part.ports:
            self.form.add("Ports", self._port_count)
            self.form.add("Rate of a port", self._port_rate, unit="Gb/s")

    def _add_facts(self) -> None:
        part = self.part
        facts = [name for name in FACTS if part and name in part.facts]
        if not facts:
            return
        self.heading("Facts")
        for name in facts:
            kind = FACTS[name]
            row = self.row(f"{kind.title}")
            row.show_figure(fact_of(self.document.design, self.node, name))
        if part and part.notes:
            self.down.addWidget(label(part.notes, "caption", self, wraps=True))

    def _add_buttons(self) -> None:
        self.down.addSpacing(8)
        if self.part is not None:
            swap = push_button("Swap for another part…", self, partial(self.wanted.emit, "edit.swap_part"))
            self.down.addWidget(swap)
        across = QHBoxLayout()
        across.setSpacing(8)
        commands = [("Split one copy off", "arrange.peel"), ("Duplicate", "edit.duplicate")]
        if self.node.kind in CONTAINERS:
            commands = [("Ungroup", "arrange.ungroup"), ("Duplicate", "edit.duplicate")]
        for title, command in commands:
            button = push_button(title, self, partial(self.wanted.emit, command), name=title)
            across.addWidget(button, 1)
            if command == "arrange.peel":
                self._peel = button
        self.down.addLayout(across)

    def refresh(self) -> None:
        """Show the present values."""
        design = self.document.design
        if self.node_id not in design.nodes:
            return
        node, part = self.node, self.part
        kind = KINDS.get(node.kind)
        self.set_icon(kind.icon if kind else "other")
        self.title.setText(part.name if part else node.title)
        vendor = f"{part.vendor} · " if part and part.vendor else ""
        self.subtitle.setText(f"{vendor}{node_line(design, node)}")
        self.name.show_value(node.name)
        self.name.setPlaceholderText(part.name if part else node.id)
        self.copies.show_value(str(node.copies))
        self.note.show_value(node.note)
        self.place.show_choices(self._places(design, node), node.parent or IN_THE_OPEN)
        if self.walls is not None:
            self.walls.refresh()
        if self.racked is not None:
            self.racked.refresh()
        if self.battery is not None:
            self.battery.refresh()
        self._price.show_value("" if node.price_usd is None else number_text(node.price_usd, 6))
        quoted = part is not None and part.id in design.settings.prices.prices
        self._price.setPlaceholderText("as in price book" if quoted else "as in the catalog" if part else "none")
        self._show_own(design, node)
        for pane in (self.asked_pane, self.told_pane):
            if pane is not None:
                pane.refresh()
        self._show_ports(design, node)
        self._show_figures(design, node)
        if hasattr(self, "_peel"):
            self._peel.setEnabled(node.copies > 1)

    def _show_own(self, design: Design, node: Node) -> None:
        for name, field in self._own.items():
            own = node.facts.get(name)
            catalog = self.part.facts.get(name) if self.part else None
            # A thin space is fine to read but not to type: in a field numbers are plain.
            field.show_value("" if own is None else number_text(own, 9).replace("\u202f", ""))
            field.setPlaceholderText(number_text(catalog.value) if catalog and catalog.value is not None else "not set")
        if self._is_generic and (groups := design.ports_of(node)):
            self._port_count.show_value(str(groups[0].count))
            rate = groups[0].rate_gbps
            self._port_rate.show_value("" if rate is None else number_text(rate, 9).replace("\u202f", ""))

    def _places(self, design: Design, node: Node) -> list[tuple[str, str]]:
        kind = KINDS.get(node.kind)
        allowed = kind.parents if kind else CONTAINERS
        found = [(IN_THE_OPEN, "In the open")]
        for other in design.nodes_in_order():
            if other.kind in allowed and other.id != node.id and node.id not in design.ancestors(other.id):
                found.append((other.id, other.title))
        return found

    def _show_ports(self, design: Design, node: Node) -> None:
        uses = port_uses(design, node)
        # Ports are rebuilt only where other groups are there; else the widgets stay and show other uses.
        if [use.group.name for use in uses] != list(self._maps):
            for _, holder in self._maps.values():
                holder.deleteLater()
            self._maps = {}
            for use in uses:
                holder = QWidget(self)
                down = QVBoxLayout(holder)
                down.setContentsMargins(0, 0, 0, 4)
                down.setSpacing(4)
                across = QHBoxLayout()
                across.addWidget(label(use.group.name, "strong", holder))
                across.addStretch(1)
                words = label("", "caption", holder)
                words.setObjectName("words")
                across.addWidget(words)
                down.addLayout(across)
                shown_map = PortMap(holder)
                down.addWidget(shown_map)
                self._port_box.addWidget(holder)
                self._maps[use.group.name] = (shown_map, holder)
        # All maps are filled anew, new or kept.
        for use in uses:
            shown_map, holder = self._maps[use.group.name]
            shown_map.show_use(use)
            words = holder.findChild(type(self.subtitle), "words")
            if words is not None:
                words.setText(f"{use.words} · {use.state}")

    def _show_figures(self, design: Design, node: Node) -> None:
        results = self.document.results
        self._show_tier(results, node)
        self._show_load(design, results, node)
        power = results.power.by_node.get(node.id) if results and results.power else None
        copies = leaf(f"copies of {node.title}", float(design.total_copies(node.id)), subject=node.id)
        self.show_row("Power, typical", _each(power.typical_w, copies) if power else None)
        self.show_row("Power, maximum", _each(power.max_w, copies) if power else None)
        show_power(self, results.plant if results else None, node.id)
        self.show_row("Power, all together", power.typical_w if power and node.copies > 1 else None)
        rack = results.cooling.racks.get(node.id) if results and results.cooling else None
        self.show_row(
            "Power in a rack",
            rack.max_w if rack else None,
            tone=_tone(rack.max_w, rack.power_limit_w) if rack else "text",
        )
        self.show_row(
            "Weight in a rack",
            rack.weight_kg if rack else None,
            tone=_tone(rack.weight_kg, rack.load_limit_kg) if rack else "text",
        )
        self.show_row(
            "Height in a rack",
            rack.used_u if rack else None,
            tone=_tone(rack.used_u, rack.height_u) if rack else "text",
        )
        heats = heat_rows(results.cooling.heat, node.id) if results and results.cooling else {}
        for title in HEAT_TITLES:
            figure, over = heats.get(title, (None, False))
            self.show_row(title, figure, tone="warn" if over else "text")
        self._show_price(design, node)

    def _show_tier(self, results: Results | None, node: Node) -> None:
        network = results.network if results else None
        tier = next((tier for tier in network.tiers if node.id in tier.nodes), None) if network else None
        self.show_row("Down, whole tier", tier.down_gbps if tier else None)
        self.show_row("Up, whole tier", tier.up_gbps if tier and tier.up_gbps.value else None)
        ratio = tier.oversubscription if tier else None
        row = self.row("Oversubscription")
        row.setVisible(ratio is not None and ratio.known)
        if ratio is not None and ratio.value is not None:
            # Not healthy where an error in its cables stands against it.
            errors = errors_against(self.document.findings, BISECTION)
            tone = "error" if any(node.id in one.ids for one in errors) else "ok"
            row.show_words(f"{number_text(ratio.value)} : 1", "", ratio, tone if ratio.value <= 1.0001 else "warn")
        resilience = results.resilience if results else None
        room = next((one for one in resilience.uplinks if one.id == node.id), None) if resilience else None
        row = self.row("Uplinks it can lose")
        row.setVisible(room is not None)
        if room is not None:
            lost = count_text(room.can_lose.value) if room.can_lose.value else "none"
            row.show_words(lost, f"of {count_text(room.uplinks)}", room.can_lose, "text" if lost != "none" else "warn")

    def _show_load(self, design: Design, results: Results | None, node: Node) -> None:
        network = results.network if results else None
        # The fullest of the links at this node.
        worst: LinkLoad | None = None
        for load in network.links if network else ():
            link = design.links.get(load.id)
            if link is None or node.id not in (link.a, link.b) or load.utilisation.value is None:
                continue
            if worst is None or load.utilisation.value > (worst.utilisation.value or 0):
                worst = load
        row = self.row("Worst link")
        row.setVisible(worst is not None)
        if worst is not None and worst.utilisation.value is not None:
            share = worst.utilisation.value
            row.show_words(percent_text(share), "full", worst.utilisation, load_tone(share))
        resilience = results.resilience if results else None
        failure = next((f for f in resilience.worst_failures if f.id == node.id), None) if resilience else None
        row = self.row("If one fails")
        row.setVisible(failure is not None and failure.remaining_share.known)
        if failure is not None:
            row.show_words(f"keeps {percent_text(failure.remaining_share.value)}", "", failure.remaining_share)
        point = next((one for one in resilience.service_points if one.id == node.id), None) if resilience else None
        row = self.row("Stops without it")
        row.setVisible(point is not None)
        if point is not None:
            first, *others = services_of(design, point.services)
            more = f"and {count_text(len(others))} more" if others else ""
            row.show_words(place_name(design, first), more, None, "warn")

    def _show_price(self, design: Design, node: Node) -> None:
        """Show what one costs: set on the node, in the price book, or in the catalog."""
        # Services have no price of their own; a model API is paid by the token, which has its own rows.
        if self._described or node.kind in MODEL_APIS:
            self._basis.hide()
            return
        part, book, rented = self.part, design.settings.prices, is_rented(self.part)
        figure: Figure | None = None
        plan: PlannedPrice | None = None
        # From the node itself, else by the hour for what is rented, else by the piece.
        if node.price_usd is not None:
            unit = "USD/h" if rented else "USD"
            figure = leaf(f"{node.title}: own price", node.price_usd, unit, status="user", subject=node.id)
        elif part is not None and rented:
            plan = planned_price(part, "hour", book) or planned_price(part, "gb-month", book)
            figure = price_figure(part, plan) if plan else leaf(f"{part.name}: price per hour", None, "USD/h")
        elif part is not None:
            figure, plan = unit_price(part, part.name, part.id, book)
        self.show_row("Price each", figure)
        words: list[str] = []
        if plan is not None:
            price, weak = plan.price, not plan.own and plan.price.status in {"estimate", "unverified"}
            less = f"less {plan.discount.share * 100:g}%" if plan.discount else ""
            words = ["price book" if plan.own else "", price.basis, price.quote, price.region, price.date, less]
            words.append(f"valid until {price.valid_until}" if price.valid_until else "")
            words.append("planning estimate" if weak else "")
        self._basis.setText(" · ".join(word for word in words if word))
        self._basis.setVisible(bool(self._basis.text()))

    def _set_name(self, text: str) -> None:
        self.attempt(self.name, partial(set_node, node_id=self.node_id, name=text))

    def _set_note(self, text: str) -> None:
        self.attempt(self.note, partial(set_node, node_id=self.node_id, note=text))

    def _set_copies(self, text: str) -> None:
        typed = self.read(self.copies, text.removeprefix("×"), "", "Copies")
        if typed is not None:
            self.attempt(
                self.copies,
                lambda design: set_node(design, self.node_id, copies=typed.count(design.nodes[self.node_id].copies)),
            )

    def _set_place(self, value: str) -> None:
        parent = None if value == IN_THE_OPEN else value
        self.attempt(self.place, partial(set_node, node_id=self.node_id, parent=parent))

    def _set_own(self, name: str, text: str) -> None:
        field, kind = self._own[name], FACTS[name]
        typed = self.read(field, text, kind.unit, kind.title) if text else None
        if typed is None and text:
            return

        def make(design: Design) -> ChangeSet:
            value = typed.value(fact_now(design, design.nodes[self.node_id], name)) if typed else None
            return set_fact(design, self.node_id, name, value)

        self.attempt(field, make)

    def _set_price(self, text: str) -> None:
        typed = self.read(self._price, text.replace("$", ""), "", "The price") if text else None
        if typed is None and text:
            return

        def make(design: Design) -> ChangeSet:
            value = typed.value(price_now(design, design.nodes[self.node_id])) if typed else None
            return set_node(design, self.node_id, price_usd=value)

        self.attempt(self._price, make)

    def _set_port_count(self, text: str) -> None:
        typed = self.read(self._port_count, text, "", "The number of ports")
        if typed is not None:
            self._set_ports(self._port_count, "count", lambda now: typed.count(now))

    def _set_port_rate(self, text: str) -> None:
        typed = self.read(self._port_rate, text, "Gb/s", "The rate of a port") if text else None
        if typed is not None or not text:
            self._set_ports(self._port_rate, "rate_gbps", lambda now: typed.value(now) if typed else None)

    def _set_ports(self, field: EditLine, name: str, new: NewNumber) -> None:
        def make(design: Design) -> ChangeSet:
            first, *others = design.ports_of(design.nodes[self.node_id])
            ports = (_with(first, name, new(getattr(first, name))), *others)
            return set_node(design, self.node_id, ports=ports)

        self.attempt(field, make)


def _with(group: PortGroup, name: str, value: float | None) -> PortGroup:
    changes = {name: value, "cages": None} if name == "count" else {name: value}
    return msgspec.structs.replace(group, **changes)


def _each(together: Figure, copies: Figure) -> Figure:
    if copies.value == 1:
        return together
    return quotient(together.label.replace(", all copies", ", one"), together, copies, together.unit)


def _tone(value: Figure, limit: Figure) -> str:
    if value.value is None or limit.value is None:
        return "text"
    return "error" if value.value > limit.value else "text"
