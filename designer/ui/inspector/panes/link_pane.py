"""Show one link in the inspector, below its fields: how its cables run, what they carry, and who fills them."""

from typing import Final

from designer.model.design import Design, Link
from designer.model.figures.figure import leaf
from designer.model.figures.figure_text import percent_text
from designer.model.money.pricing import stock_length
from designer.model.network.cable_spread import spread_problem
from designer.model.network.ports import joined_ports, rates_each_way
from designer.ui.app.headline import load_tone
from designer.ui.inspector.panes.cable_run_rows import LinkRunRows, length_words
from designer.ui.inspector.panes.fault_rows import FaultRows
from designer.ui.inspector.panes.link_filler_rows import FillerRows
from designer.ui.inspector.record_section import Pane, RecordSection
from designer.ui.widgets.fields import EditLine, label
from designer.ui.widgets.part_words import MEDIUM_TITLES, ends_text, link_title

_SPREAD_WORDS: Final = {
    "even": "Cables fall evenly on the copies of both ends.",
    "mesh": "Every copy joins every copy of the other end.",
    "pairwise": "Copy 1 joins copy 1, copy 2 joins copy 2, and so on.",
    "block": "The first copies of one end fill the first copy of the other, then the next: hosts leaf by leaf.",
    "ring": "Copy 1 joins copy 2, copy 2 joins copy 3, and so on; the last joins the first.",
    "complete": "Every copy joins every other copy once.",
}


class LinkPane(Pane):
    """Words on its cable, spread and ports, how it runs, and the load of one link."""

    def __init__(self, section: RecordSection) -> None:
        self.section = section
        self.document = section.document
        self._link_id = section.ids[0]
        section.set_icon("connect")
        self._stock, self._spread_words, self._fit = (label("", "caption", section, wraps=True) for _ in range(3))
        for one in (self._stock, self._spread_words, self._fit):
            section.down.addWidget(one)
        self.faults = FaultRows(section, self._link_id)
        section.down.addWidget(self.faults)
        self._runs = label("How its cables run", "section", section)
        self.run = LinkRunRows(self.document, section.asked.emit, section)
        section.down.addWidget(self._runs)
        section.down.addWidget(self.run)
        section.heading("What it carries", "click a figure to see why")
        self.fillers = FillerRows(section)
        self.refresh()
        section.down.addWidget(self.fillers)
        self.document.beside.changed.connect(section.refresh_values)
        section.down.addSpacing(8)
        section.buttons(("Delete link", "edit.delete"))

    def refresh(self) -> None:
        """Show the present values."""
        design = self.document.design
        link = design.links.get(self._link_id)
        if link is None:
            return
        self.section.title.setText(link.name or link_title(design, link))
        words = link_title(design, link) if link.name else MEDIUM_TITLES[link.medium]
        self.section.subtitle.setText(f"{ends_text(design, link)} · {words}")
        words = stock_words(design, link)
        self._stock.setText(words)
        self._stock.setVisible(bool(words))
        joined = joined_ports(design, link)
        self._fit.setText(joined[2].reason if joined else "")
        self._fit.setVisible(joined is not None)
        self._show_spread(design, link)
        self._show_load(design, link)
        self._show_run(link)
        self._show_fillers()
        self.faults.refresh()

    def _show_run(self, link: Link) -> None:
        """Show how it runs between its racks, where these have places; that length counts where none is said."""
        self._runs.setVisible(self.run.show_link(self._link_id))
        length, run = self.section.fields["length_m"], self.run.run
        if isinstance(length, EditLine) and link.length_m is None and run is not None and run.least_m is not None:
            length.setPlaceholderText(length_words(run))

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
        self.section.show_row("One cable", figure)
        # The rate back has a row only where it differs.
        other = leaf("Rate of one cable, back", back, "Gb/s", subject=link.id) if back not in {ahead, None} else None
        self.section.show_row("One cable, back", other)
        results = self.document.results
        loads = results.network.links if results and results.network else ()
        load = next((load for load in loads if load.id == link.id), None)
        self.section.show_row("All cables, one way", load.capacity_gbps if load else None)
        self.section.show_row("Carries", load.load_gbps if load else None)
        row = self.section.row("Fullest cable")
        share = load.utilisation.value if load else None
        row.setVisible(share is not None)
        if load is not None and share is not None:
            towards = f"full, towards {design.nodes[load.towards].title}" if load.towards in design.nodes else "full"
            row.show_words(percent_text(share), towards, load.utilisation, load_tone(share))
        way = load.other_way if load is not None else None
        self.section.show_row("The other way, all cables", way.capacity_gbps if way else None)
        self.section.show_row("The other way, carries", way.load_gbps if way else None)
        self.section.show_row(
            "The other way, fullest cable", way.utilisation if way and way.utilisation.known else None
        )

    def _show_fillers(self) -> None:
        """Show who fills it; what is not known yet is asked for, and comes later."""
        document = self.document
        if self._link_id not in document.design.links:
            return
        known = document.beside.fillers((self._link_id,))
        if self._link_id in known:
            self.fillers.show_fillers(document.design, known[self._link_id])
        elif self._loaded():
            self.fillers.show_waiting()
        else:
            self.fillers.show_fillers(document.design, None)

    def _loaded(self) -> bool:
        """Return True when the last analysis found a load on it."""
        results = self.document.results
        loads = results.network.links if results and results.network else ()
        return any(load.id == self._link_id and load.utilisation.value for load in loads)


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
