"""The inspector of flows that are selected on the canvas: what they offer, what they reach, what holds them back."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from designer.analysis.limits.records import FairRate
from designer.edit.links.flows import end_words, flow_words, set_flow_rate
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.figures.figure_text import number_text
from designer.model.network.drawn_flows import flow_called
from designer.model.network.flow_asks import FlowAsk
from designer.ui.app.document import Document
from designer.ui.app.headline import place_name
from designer.ui.inspector.section import Section
from designer.ui.widgets.buttons import push_button
from designer.ui.widgets.fields import EditLine, label

LINE_RATE = "line rate"


class FlowSection(Section):
    """Shown when flows, and nothing else, are selected."""

    def __init__(self, document: Document, ids: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.ids = ids
        self.set_icon("flow")
        self.rate = EditLine("Offers", self, entered=self._set_rate)
        self.form.add(
            "Offers",
            self.rate,
            unit="Gb/s",
            help_text="What all of the source together offer; empty for their line rate. Units are understood.",
        )
        if len(ids) == 1:
            self.heading("What becomes of it", "click a figure to see why")
        self._held = label("", "caption", self, wraps=True)
        if len(ids) == 1:
            self.row("Reaches")
        self.down.addWidget(self._held)
        across = QHBoxLayout()
        across.setSpacing(8)
        for title, command in (("Turn around", "edit.turn_flow"), ("Delete", "edit.delete")):
            button = push_button(title, self, partial(self.wanted.emit, command))
            button.setVisible(command == "edit.delete" or len(ids) == 1)
            across.addWidget(button)
        self.down.addLayout(across)
        self.down.addStretch(1)
        document.beside.changed.connect(self.refresh)
        self.refresh()

    @property
    def flows(self) -> list[FlowAsk]:
        """Those of the flows that are still there."""
        found = (flow_called(self.document.design, one) for one in self.ids)
        return [flow for flow in found if flow is not None]

    def refresh(self) -> None:
        """Show the present values."""
        flows, design = self.flows, self.document.design
        if not flows:
            return
        self.rate.show_values({"" if flow.gbps is None else number_text(flow.gbps, 12) for flow in flows}, LINE_RATE)
        if len(flows) != 1:
            self.title.setText(f"{len(flows)} flows")
            self.subtitle.setText("They are the traffic of the design.")
            self._held.hide()
            return
        (flow,) = flows
        self.title.setText(flow_words(design, flow))
        ends = [" and ".join(end_words(design, one) for one in end) for end in (flow.source, flow.target)]
        self.subtitle.setText(f"{ends[0]} sends to {ends[1]}.")
        beside = self.document.beside
        # Asked for only while a flow is shown: the rates of all flows take time on a large design.
        beside.want_rates()
        rates = beside.rates.rates if beside.rates is not None else ()
        rate = next((one for one in rates if (one.source, one.target) == flow.ends), None)
        if rate is not None:
            self.show_row("Reaches", rate.gbps)
        else:
            self.row("Reaches").show_words("not known" if beside.rates_problem else "…")
        self._held.setText(beside.rates_problem if rate is None else _held_words(design, rate))
        self._held.setVisible(bool(self._held.text()))

    def _set_rate(self, text: str) -> None:
        asked = text.strip()
        typed = self.read(self.rate, asked, "Gb/s", "The rate of the flow") if asked not in ("", LINE_RATE) else None
        if typed is None and asked not in ("", LINE_RATE):
            return

        def make(design: Design) -> ChangeSet:
            edit = ChangeSet()
            for flow in self.flows:
                gbps = typed.value(flow.gbps) if typed is not None else None
                edit = edit.then(set_flow_rate(edit.applied(design), flow.ends, gbps))
            if len(self.flows) > 1:
                edit.label = f"Set {len(self.flows)} flows to {f'{asked} Gb/s' if typed is not None else LINE_RATE}"
            return edit

        self.attempt(self.rate, make)


def _held_words(design: Design, rate: FairRate) -> str:
    """Return what keeps a flow from more, by names."""
    names = [place_name(design, one) for one in rate.limited_by]
    if names:
        more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
        return f"Held back by {', '.join(names[:3])}{more}."
    if rate.gbps.value == 0 and rate.asked_gbps.value != 0:
        return "No path joins its ends."
    return "It gets what it asks for; nothing holds it back." if rate.gbps.value is not None else ""
