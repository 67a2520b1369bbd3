"""Show flows in the inspector, below what they offer: what they reach, and what holds them back."""

from designer.analysis.limits.records import FairRate
from designer.edit.links.flows import end_words, flow_words
from designer.model.design import Design
from designer.ui.app.headline import place_name
from designer.ui.inspector.record_section import Pane, RecordSection
from designer.ui.widgets.fields import label


class FlowPane(Pane):
    """Shown when flows, and nothing else, are selected."""

    def __init__(self, section: RecordSection) -> None:
        self.section = section
        alone = len(section.flows) == 1
        section.set_icon("flow")
        if alone:
            section.heading("What becomes of it", "click a figure to see why")
        self._held = label("", "caption", section, wraps=True)
        if alone:
            section.row("Reaches")
        section.down.addWidget(self._held)
        made = section.buttons(("Turn around", "edit.turn_flow"), ("Delete", "edit.delete"))
        made["edit.turn_flow"].setVisible(alone)
        section.document.beside.changed.connect(section.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is selected, and what becomes of one."""
        section, flows, design = self.section, self.section.flows, self.section.document.design
        if not flows:
            return
        if len(flows) != 1:
            section.title.setText(f"{len(flows)} flows")
            section.subtitle.setText("They are the traffic of the design.")
            self._held.hide()
            return
        (flow,) = flows
        section.title.setText(flow_words(design, flow))
        ends = [" and ".join(end_words(design, one) for one in end) for end in (flow.source, flow.target)]
        section.subtitle.setText(f"{ends[0]} sends to {ends[1]}.")
        beside = section.document.beside
        # Asked for only while a flow is shown: the rates of all flows take time on a large design.
        beside.want_rates()
        rates = beside.rates.rates if beside.rates is not None else ()
        rate = next((one for one in rates if (one.source, one.target) == flow.ends), None)
        if rate is not None:
            section.show_row("Reaches", rate.gbps)
        else:
            section.row("Reaches").show_words("not known" if beside.rates_problem else "…")
        self._held.setText(beside.rates_problem if rate is None else _held_words(design, rate))
        self._held.setVisible(bool(self._held.text()))


def _held_words(design: Design, rate: FairRate) -> str:
    """Return what keeps a flow from more, by names."""
    names = [place_name(design, one) for one in rate.limited_by]
    if names:
        more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
        return f"Held back by {', '.join(names[:3])}{more}."
    if rate.gbps.value == 0 and rate.asked_gbps.value != 0:
        return "No path joins its ends."
    return "It gets what it asks for; nothing holds it back." if rate.gbps.value is not None else ""
