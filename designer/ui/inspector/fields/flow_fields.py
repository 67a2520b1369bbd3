"""Fields of flows that are drawn from A to B."""

from typing import Final

from designer.edit.links.flows import set_flow_rate
from designer.edit.nodes.bulk_edit import NewNumber, edit_each
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk
from designer.ui.inspector.field_spec import ARITHMETIC, FieldSpec, Selected, numbers

LINE_RATE: Final = "line rate"


def _set_rate(at: Selected[FlowAsk], new: NewNumber) -> ChangeSet:
    flows = {flow.id: flow for flow in at.records}

    def edit(design: Design, flow_id: str) -> ChangeSet:
        return set_flow_rate(design, flows[flow_id].ends, new(flows[flow_id].gbps))

    return edit_each(at.design, at.ids, edit, f"Set what {len(flows)} flows offer")


FLOW_FIELDS: Final[tuple[FieldSpec[FlowAsk], ...]] = (
    FieldSpec(
        key="rate",
        title="Offers",
        unit="Gb/s",
        help="What all of the source together offer; empty for their line rate. Units are understood.",
        many=ARITHMETIC,
        read=lambda _, flow: flow.gbps,
        empty=lambda _design, _flow: LINE_RATE,
        write=numbers("Gb/s", "The rate of the flow", _set_rate, sign=LINE_RATE),
    ),
)
