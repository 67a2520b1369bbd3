"""Show a placed part or container in the inspector, below its fields: work, ports, figures, price, facts."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer.analysis.chain.point_words import services_of
from designer.analysis.money.prices import price_figure, unit_price
from designer.analysis.quantities import fact_of, is_rented
from designer.analysis.results import LinkLoad, Results
from designer.edit.workloads.logged_demand import takes_log
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, quotient
from designer.model.figures.figure_text import count_text, number_text, percent_text
from designer.model.kinds import CONTAINERS, FACTS, KINDS, MODEL_APIS
from designer.model.money.pricing import PlannedPrice, planned_price
from designer.model.workloads.asked_facts import ASKED_FACTS
from designer.review.affected_figures import BISECTION, errors_against
from designer.ui.app.headline import load_tone, place_name
from designer.ui.inspector.panes.address_rows import NodeAddressRows
from designer.ui.inspector.panes.fault_rows import FaultRows
from designer.ui.inspector.panes.heat_rows import HEAT_TITLES, heat_rows
from designer.ui.inspector.panes.measured_rows import show_measured
from designer.ui.inspector.panes.power_rows import show_power
from designer.ui.inspector.panes.workload_results import WorkloadResults
from designer.ui.inspector.port_map import PortMap, port_uses
from designer.ui.inspector.record_section import Pane, RecordSection
from designer.ui.widgets.fields import label
from designer.ui.widgets.part_words import node_line


class NodePane(Pane):
    """Shows the results of its work, ports, figures, price, facts and buttons of one node."""

    def __init__(self, section: RecordSection) -> None:
        self.section = section
        self.document = section.document
        (node,) = section.nodes
        design = self.document.design
        self.node_id = node.id
        self.part = design.part_of(node)
        self._described = node.kind in KINDS and KINDS[node.kind].described
        self.results: WorkloadResults | None = None
        self.faults = FaultRows(section, self.node_id)
        section.down.addWidget(self.faults)
        self._add_results(node.kind)
        self._maps: dict[str, tuple[PortMap, QWidget]] = {}
        self._port_box = QVBoxLayout()
        self._port_box.setSpacing(6)
        self._peel: QWidget | None = None
        if design.ports_of(node):
            section.heading("Ports")
        section.down.addLayout(self._port_box)
        self._addressed = label("Addresses", "section", section)
        self.addresses = NodeAddressRows(self.document, node.id, section)
        section.down.addWidget(self._addressed)
        section.down.addWidget(self.addresses)
        if self.results is None or design.ports_of(node):
            section.heading("What it does here", "click a figure to see why")
        self._basis = label("", "warn-caption", section, wraps=True)
        self.refresh()
        section.down.addWidget(self._basis)
        self._add_facts(node)
        section.down.addSpacing(8)
        if self.part is not None:
            section.buttons(("Swap for another part…", "edit.swap_part"))
        first = ("Ungroup", "arrange.ungroup") if node.kind in CONTAINERS else ("Split one copy off", "arrange.peel")
        self._peel = section.buttons(first, ("Duplicate", "edit.duplicate"), stretch=1).get("arrange.peel")
        self._show_peel(node)

    def _add_results(self, kind: str) -> None:
        section = self.section
        if takes_log(kind):
            section.buttons(("Read a log of requests…", "measured.read_log"))
        if kind in ASKED_FACTS:
            section.heading("What comes of it", "click a figure to see why")
            self.results = WorkloadResults(self.document, self.node_id, section)
            self.results.asked.connect(section.asked)
            section.down.addWidget(self.results)

    def _add_facts(self, node: Node) -> None:
        part, section = self.part, self.section
        facts = [name for name in FACTS if part and name in part.facts]
        if not facts:
            return
        section.heading("Facts")
        for name in facts:
            section.row(FACTS[name].title).show_figure(fact_of(self.document.design, node, name))
        if part and part.notes:
            section.down.addWidget(label(part.notes, "caption", section, wraps=True))

    def refresh(self) -> None:
        """Show the present values."""
        design = self.document.design
        node, part = design.nodes.get(self.node_id), self.part
        if node is None:
            return
        kind = KINDS.get(node.kind)
        self.section.set_icon(kind.icon if kind else "other")
        self.section.title.setText(part.name if part else node.title)
        vendor = f"{part.vendor} · " if part and part.vendor else ""
        self.section.subtitle.setText(f"{vendor}{node_line(design, node)}")
        if self.results is not None:
            self.results.refresh()
        self._show_ports(design, node)
        self._addressed.setVisible(self.addresses.refresh())
        self._show_figures(design, node)
        self.faults.refresh()
        self._show_peel(node)

    def _show_peel(self, node: Node) -> None:
        if self._peel is not None:
            self._peel.setEnabled(node.copies > 1)

    def _show_ports(self, design: Design, node: Node) -> None:
        uses = port_uses(design, node)
        # Ports are rebuilt only where other groups are there; else the widgets stay and show other uses.
        if [use.group.name for use in uses] != list(self._maps):
            for _, holder in self._maps.values():
                holder.deleteLater()
            self._maps = {}
            for use in uses:
                holder = QWidget(self.section)
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
            words = holder.findChild(QLabel, "words")
            if words is not None:
                words.setText(f"{use.words} · {use.state}")

    def _show_figures(self, design: Design, node: Node) -> None:
        results = self.document.results
        self._show_tier(results, node)
        self._show_load(design, results, node)
        power = results.power.by_node.get(node.id) if results and results.power else None
        copies = leaf(f"copies of {node.title}", float(design.total_copies(node.id)), subject=node.id)
        self.section.show_row("Power, typical", _each(power.typical_w, copies) if power else None)
        self.section.show_row("Power, maximum", _each(power.max_w, copies) if power else None)
        show_measured(self.section, self.document.readings.found, node, planned=power is not None)
        show_power(self.section, results.plant if results else None, node.id)
        self.section.show_row("Power, all together", power.typical_w if power and node.copies > 1 else None)
        rack = results.cooling.racks.get(node.id) if results and results.cooling else None
        self.section.show_row(
            "Power in a rack",
            rack.max_w if rack else None,
            tone=_tone(rack.max_w, rack.power_limit_w) if rack else "text",
        )
        self.section.show_row(
            "Weight in a rack",
            rack.weight_kg if rack else None,
            tone=_tone(rack.weight_kg, rack.load_limit_kg) if rack else "text",
        )
        self.section.show_row(
            "Height in a rack",
            rack.used_u if rack else None,
            tone=_tone(rack.used_u, rack.height_u) if rack else "text",
        )
        heats = heat_rows(results.cooling.heat, node.id) if results and results.cooling else {}
        for title in HEAT_TITLES:
            figure, over = heats.get(title, (None, False))
            self.section.show_row(title, figure, tone="warn" if over else "text")
        self._show_price(design, node)

    def _show_tier(self, results: Results | None, node: Node) -> None:
        network = results.network if results else None
        tier = next((tier for tier in network.tiers if node.id in tier.nodes), None) if network else None
        self.section.show_row("Down, whole tier", tier.down_gbps if tier else None)
        self.section.show_row("Up, whole tier", tier.up_gbps if tier and tier.up_gbps.value else None)
        ratio = tier.oversubscription if tier else None
        row = self.section.row("Oversubscription")
        row.setVisible(ratio is not None and ratio.known)
        if ratio is not None and ratio.value is not None:
            # Not healthy where an error in its cables stands against it.
            errors = errors_against(self.document.findings, BISECTION)
            tone = "error" if any(node.id in one.ids for one in errors) else "ok"
            row.show_words(f"{number_text(ratio.value)} : 1", "", ratio, tone if ratio.value <= 1.0001 else "warn")
        resilience = results.resilience if results else None
        room = next((one for one in resilience.uplinks if one.id == node.id), None) if resilience else None
        row = self.section.row("Uplinks it can lose")
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
        row = self.section.row("Worst link")
        row.setVisible(worst is not None)
        if worst is not None and worst.utilisation.value is not None:
            share = worst.utilisation.value
            row.show_words(percent_text(share), "full", worst.utilisation, load_tone(share))
        resilience = results.resilience if results else None
        failure = next((f for f in resilience.worst_failures if f.id == node.id), None) if resilience else None
        row = self.section.row("If one fails")
        row.setVisible(failure is not None and failure.remaining_share.known)
        if failure is not None:
            row.show_words(f"keeps {percent_text(failure.remaining_share.value)}", "", failure.remaining_share)
        point = next((one for one in resilience.service_points if one.id == node.id), None) if resilience else None
        row = self.section.row("Stops without it")
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
        self.section.show_row("Price each", figure)
        words: list[str] = []
        if plan is not None:
            price, weak = plan.price, not plan.own and plan.price.status in {"estimate", "unverified"}
            less = f"less {plan.discount.share * 100:g}%" if plan.discount else ""
            words = ["price book" if plan.own else "", price.basis, price.quote, price.region, price.date, less]
            words.append(f"valid until {price.valid_until}" if price.valid_until else "")
            words.append("planning estimate" if weak else "")
        self._basis.setText(" · ".join(word for word in words if word))
        self._basis.setVisible(bool(self._basis.text()))


def _each(together: Figure, copies: Figure) -> Figure:
    if copies.value == 1:
        return together
    return quotient(together.label.replace(", all copies", ", one"), together, copies, together.unit)


def _tone(value: Figure, limit: Figure) -> str:
    if value.value is None or limit.value is None:
        return "text"
    return "error" if value.value > limit.value else "text"
