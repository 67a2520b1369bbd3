"""Delivery times of what a phase orders: told, published, or supposed by the sort of thing that it is."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from designer.analysis.purchases.lines import LEAD_TIME
from designer.analysis.quantities import accelerators_in, fact_of
from designer.analysis.results import CostLine
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.kinds import KINDS
from designer.model.kinds.kind import CoolingRole, PowerRole, Role
from designer.model.phase_plan import Phase, Weeks

_BY_ROLE: Final[Mapping[Role, str]] = {
    "accelerator": "lead_accelerated_weeks",
    "host": "lead_server_weeks",
    "switch": "lead_switch_weeks",
    "storage": "lead_storage_weeks",
}
_BY_COOLING: Final[Mapping[CoolingRole, str]] = {
    "coolant_unit": "lead_coolant_unit_weeks",
    "air_handler": "lead_air_handler_weeks",
}
_BY_POWER: Final[Mapping[PowerRole, str]] = {"panel": "lead_panel_weeks"}
ACCELERATED: Final = "lead_accelerated_weeks"
CONNECTION: Final = "connection_weeks"


class Lead(NamedTuple):
    """A delivery time.

    Attributes:
        key: What is drawn once: the time of one part is the same in all phases that take it from one place.
        weeks: The time; None where nobody says.
        supposed: Whether it is an assumption by the sort of thing, and not told or published for it.
    """

    key: str
    weeks: Weeks | None
    supposed: bool = False


def lead_of(design: Design, phase: Phase, first: Phase, line: CostLine) -> Lead:
    """Return the delivery time of LINE in PHASE.

    What the person was told for this phase counts first, then for the FIRST phase, then on the tile, then the catalog,
    then the assumption for things of its sort. Of cables, optics, racks and small parts no document states one.
    """
    name = line.part or line.name
    for says in (phase, first):
        own = says.lead_weeks.get(line.part) or says.lead_weeks.get(line.kind)
        if own is not None:
            return Lead(f"{says.id}\0{name}", own)
    for node_id, _ in line.places:
        node = design.nodes.get(node_id)
        if node is not None and LEAD_TIME in node.facts and (node.part or "") == line.part:
            return Lead(f"{node_id}\0{name}", weeks_of(fact_of(design, node, LEAD_TIME)))
    part = design.parts.get(line.part)
    quantity = part.facts.get(LEAD_TIME) if part is not None else None
    if part is not None and quantity is not None and quantity.value is not None:
        return Lead(name, weeks_of(part.fact(LEAD_TIME, "weeks")))
    assumption = supposed_by(design, line)
    return Lead(name, weeks_of(assumed(design, assumption)) if assumption else None, supposed=bool(assumption))


def supposed_by(design: Design, line: CostLine) -> str:
    """Return the assumption of the delivery time of things of the sort of LINE; "" where no source states one."""
    kind = KINDS.get(line.kind)
    if kind is None or kind.layer == "cloud":
        return ""
    if kind.role == "host" and accelerators_in(design, design.parts.get(line.part)):
        return ACCELERATED
    return (
        _BY_ROLE.get(kind.role)
        or _BY_COOLING.get(kind.cooling_role or "")
        or _BY_POWER.get(kind.power_role or "")
        or ""
    )


def weeks_of(figure: Figure) -> Weeks:
    """Return FIGURE, in weeks, as a time at least, likely and at most; a number without a range is sure."""
    value = figure.or_zero
    ends = (value if figure.low is None else figure.low, value if figure.high is None else figure.high)
    return Weeks(least=min(ends[0], value), likely=value, most=max(ends[1], value))
