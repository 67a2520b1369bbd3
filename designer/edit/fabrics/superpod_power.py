"""Power of the racks of a generated design: rack PDUs with one to spare, and two independent sides for switches."""

from collections.abc import Mapping
from math import ceil
from typing import Final

from designer.edit.templates.plan import Plan
from designer.model.parts.part import Part
from designer.model.records import RefusedInput

PDUS: Final = ("apc/ap8886", "apc/ap8868")
"""Three-phase rack PDUs in the order in which they are taken."""
SUPPLIES_OF_SYSTEM: Final = 6
SUPPLIES_OF_SWITCH: Final = 2


def feed_by_thirds(plan: Plan, pdu_id: str, rack: str, system: str, systems: int) -> None:
    """Feed SYSTEMS of six supplies from three PDUs, or from six where two of three would not carry them all.

    One PDU may fail: the systems keep four of their six supplies, and the other PDUs carry the load.
    """
    part = _pdu(plan)
    load = systems * _draw_w(plan, system)
    capacity = _capacity_w(part)
    count = 3 if 2 * capacity >= load else 6
    plan.node(pdu_id, part.id, "Rack PDU", parent=rack, copies=count)
    plan.link(f"{system}-power", pdu_id, system, "power", SUPPLIES_OF_SYSTEM * systems, b_port="psu")


def feed_twice(plan: Plan, pdu_id: str, rack: str, devices: Mapping[str, int]) -> None:
    """Feed devices of two supplies from two sides, each of which carries them all."""
    part = _pdu(plan)
    load = sum(copies * _draw_w(plan, device) for device, copies in devices.items())
    each_side = max(1, ceil(load / _capacity_w(part)))
    plan.node(pdu_id, part.id, "Rack PDU", parent=rack, copies=2 * each_side)
    for device, copies in devices.items():
        plan.link(f"{device}-power", pdu_id, device, "power", SUPPLIES_OF_SWITCH * copies, b_port="psu")


def _pdu(plan: Plan) -> Part:
    found = next((plan.library.parts[part_id] for part_id in PDUS if part_id in plan.library.parts), None)
    if found is None:
        raise RefusedInput(f"The catalog holds none of the PDUs {', '.join(PDUS)} that feed the racks.")
    return found


def _capacity_w(part: Part) -> float:
    """Return the W that one PDU carries; RefusedInput where the catalog does not say."""
    fact = part.facts.get("capacity_w")
    if fact is None or not fact.value:
        raise RefusedInput(f"The catalog does not say what {part.id} carries, so the racks cannot be fed.")
    return fact.value


def _draw_w(plan: Plan, node_id: str) -> float:
    """Most that one copy of a node draws, its usual draw where that alone is known."""
    part = plan.part_of(node_id)
    for name in ("power_max_w", "power_typical_w"):
        fact = part.facts.get(name)
        if fact is not None and fact.value:
            return fact.value
    return 0.0
