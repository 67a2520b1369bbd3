"""Purchases by rule, only where a design has none: PDUs on two sides of a rack, and patch panels."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Final

from designer.analysis.money.prices import Priced
from designer.analysis.purchases.lines import purchase_line
from designer.analysis.quantities import value_of
from designer.analysis.results import CostLine
from designer.model.assumptions.table import assumed
from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Node
from designer.model.figures.figure import count_of
from designer.model.kinds import KINDS, PATCHING, RACK_POWER
from designer.model.parts.part import NETWORK_MEDIA

PDUS: Final = "Rack PDU, by rule"
PATCH_PANELS: Final = "Patch panel 1 U, by rule"
_PLANNED: Final = "estimate"


def by_rule_lines(
    design: Design, contents: Mapping[str, Sequence[tuple[Node, int]]], patched: Mapping[str, int], unfit: int
) -> Iterator[CostLine]:
    """Yield the lines that the racks of DESIGN get by rule.

    Args:
        design: The design.
        contents: What stands in one copy of every rack.
        patched: Patch panels of one copy of each rack.
        unfit: Racks that would need more panels than they have free units.
    """
    strips = dict(_strips(design, contents))
    yield from _line(
        design,
        PDUS,
        min(RACK_POWER),
        strips,
        "rack_pdu_usd",
        "By rule, as no PDU is drawn: rack_pdu_sides sides, each with so many of rack_pdu_w that they carry the "
        "greatest draw of the rack; price by the assumption rack_pdu_usd.",
    )
    yield from _line(
        design,
        PATCH_PANELS,
        min(PATCHING),
        patched,
        "patch_panel_usd",
        "By rule, as no patch panel is drawn: a port of patch_panel_ports for each network cable that leaves the rack "
        "(patched_share); price by the assumption patch_panel_usd. Cords between panel and device are not counted."
        + (f" None where too few units are free: racks, {unfit:,}." if unfit else ""),
    )


def _line(
    design: Design, name: str, kind: str, numbers: Mapping[str, int], price: str, rests_on: str
) -> Iterator[CostLine]:
    """Yield the line of NUMBERS pieces in one copy of each rack, where there are any."""
    copies = CopyCounts(design)
    places = tuple((rack, number * copies.total(design.nodes[rack])) for rack, number in numbers.items())
    whole = sum(number for _, number in places)
    if whole:
        yield purchase_line(
            None,
            "",
            name,
            kind,
            count_of(f"{name}: pieces", whole, places[0][0]),
            Priced(assumed(design, price), None),
            basis=_PLANNED,
            rests_on=rests_on,
            places=places,
        )


def _strips(design: Design, contents: Mapping[str, Sequence[tuple[Node, int]]]) -> Iterator[tuple[str, int]]:
    """Yield the PDUs of one copy of each rack that holds something which draws power."""
    sides, rating = assumed(design, "rack_pdu_sides").or_zero, assumed(design, "rack_pdu_w").value or 1.0
    # Somebody who draws one PDU draws all of them: a rule would count them twice.
    if not sides or any(node.kind in RACK_POWER for node in design.nodes.values()):
        return
    for rack, inside in contents.items():
        # Rack systems bring their own power.
        if any(_powers_itself(node) for node, _ in inside):
            continue
        drawn = [(value_of(design, node, "power_max_w"), copies) for node, copies in inside]
        watts = sum((each or 0.0) * copies for each, copies in drawn)
        if watts:
            yield rack, round(sides) * max(ceil(watts / rating), 1)


def _powers_itself(node: Node) -> bool:
    """Return True when NODE is a rack system, which brings its own power shelves."""
    kind = KINDS.get(node.kind)
    return kind is not None and kind.cabinet and kind.endpoint


def patch_panels(design: Design) -> Iterator[tuple[str, int]]:
    """Yield the patch panels of one copy of each rack that network cables leave."""
    share, ports = assumed(design, "patched_share").or_zero, assumed(design, "patch_panel_ports").value or 1.0
    # The same with patch panels.
    if not share or any(node.kind in PATCHING for node in design.nodes.values()):
        return
    racks = _racks_around(design)
    nodes, copies = design.nodes, CopyCounts(design)
    inside_of: dict[str | None, set[str]] = {None: set()}
    ends: Counter[str] = Counter()
    for link in design.links.values():
        if link.medium not in NETWORK_MEDIA or link.a not in nodes or link.b not in nodes:
            continue
        a, b = nodes[link.a], nodes[link.b]
        # Cables inside of the rack are not patched: only those whose common container lies outside of it.
        common = copies.holder(link, a, b)
        if common not in inside_of:
            inside_of[common] = {common, *design.ancestors(common)} if common else set()
        around, cables = inside_of[common], copies.cables(link, a, b)
        for end in (link.a, link.b):
            rack = racks.get(end)
            if rack is not None and rack not in around:
                ends[rack] += cables
    for rack, number in ends.items():
        # Rounded to nine places before the next whole number, so that a product of shares does not ask for one more.
        yield rack, ceil(round(number * share / copies.total(nodes[rack]) / ports, 9))


def _racks_around(design: Design) -> dict[str, str]:
    """Return the rack around each node that stands in one; a rack system is connected from outside as it comes."""
    found: dict[str, str] = {}
    # What stands in one container stands in the same rack.
    alike: dict[str, list[str]] = {}
    for node in design.nodes.values():
        if node.parent is not None:
            alike.setdefault(node.parent, []).append(node.id)
    for inside in alike.values():
        for one in design.ancestors(inside[0]):
            kind = KINDS.get(design.nodes[one].kind) if one in design.nodes else None
            if kind is not None and kind.bought_as:
                found.update(dict.fromkeys(inside, one))
                break
    return found
