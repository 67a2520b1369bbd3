"""Power of the design: its equipment, the losses of the power chain, the cooling, and their sum.

Every node with a part draws; what a part contains draws within it, while a chip that is a node of its own draws
beside its host, unless the host's part contains chips already: then its power is the outer part's. Rented instances
draw nothing here. Plant is never counted twice:

* Where cooling is drawn, cooling is what the coolers draw, and the PUE follows. Fans, pumps and towers draw in all
  hours; chillers draw the heat over their COP in the hours in which they run (see `chillers`), as the mean of a year.
* Where none is drawn, the assumed PUE gives the facility, and cooling is what the losses leave of it. Losses that
  would exceed the overhead of the assumed PUE are cut to it.
* Losses are IT × (1/efficiency − 1). The efficiency is the product over the drawn kinds of power equipment that
  state one (UPS and transformer stand in series, several of a kind side by side: the least efficient counts), else
  the assumed efficiency of the whole chain. Cooling is taken to be fed past the UPS.

Where something has failed, copies that are off draw nothing, and copies that are slowed at most so much of their
maximum; what no network reaches draws on. Losses and cooling follow from what is left.
"""

from collections.abc import Iterable, Sequence

from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.cooling.chillers import chiller_draws, free_hours_of
from designer.analysis.quantities import (
    Off,
    fact_of,
    is_rented,
    name_of,
    placed_nodes,
    role_of,
    running_of,
    stands_for_a_chip_of_its_host,
)
from designer.analysis.results import NodePower, PowerResult
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, difference, leaf, maximum, minimum, product, quotient, total
from designer.model.kinds import CABINETS, CABLES, CHILLERS, LOSING, LOSING_INDOORS, NETWORK_CARDS, OPTICS, OUTDOORS
from designer.model.records import Record

_WITHOUT_POWER = CABLES | CABINETS
_DRAWING_OTHERS = NETWORK_CARDS | OPTICS
"""Kinds that usually draw nothing: counted only where a power is stated."""

_ONE = leaf("1", 1.0)
_NONE = leaf("0", 0.0)


class Draw(Record, frozen=True, kw_only=True):
    """Power of one copy of a node, W."""

    typical_w: Figure
    max_w: Figure


def power(design: Design, left: Standing = ALL_STANDING) -> PowerResult:
    """Return the power of DESIGN, typical and at most.

    Args:
        design: The design.
        left: What still stands of it.
    """
    it_nodes: list[Node] = []
    coolers: list[Node] = []
    by_node: dict[str, NodePower] = {}
    draws: dict[str, Draw] = {}
    chillers: list[Node] = []
    stopped: list[Node] = []
    off = left.off_of
    for node in drawing_nodes(design):
        if node.kind in CHILLERS:
            (stopped if all_off(design, node, off) else chillers).append(node)
            continue
        draw = draws[node.id] = slowed_draw(design, node, left)
        (coolers if role_of(node) == "cooling" else it_nodes).append(node)
        if all_off(design, node, off):
            by_node[node.id] = NodePower(id=node.id, typical_w=_off_w(node, "typical"), max_w=_off_w(node, "maximum"))
            continue
        copies = running_of(design, (node,), f"{node.title} in the design", off)
        by_node[node.id] = NodePower(
            id=node.id,
            typical_w=product(f"{node.title}: typical power, all copies", (copies, draw.typical_w), "W"),
            max_w=product(f"{node.title}: maximum power, all copies", (copies, draw.max_w), "W"),
        )
    for node in stopped:
        by_node[node.id] = NodePower(id=node.id, typical_w=_off_w(node, "typical"), max_w=_off_w(node, "maximum"))
    which = " of what is left" if left.off or left.slowed else ""
    it_typical = _sum(design, f"IT power{which}, typical", it_nodes, draws, off, most=False)
    it_max = _sum(design, f"IT power{which}, maximum", it_nodes, draws, off, most=True)
    pue = assumed(design, "pue")
    loss_share = loss_share_of(design)
    free_h: Figure | None = None
    plant = bool(coolers or chillers or stopped)
    if plant:
        cooling, cooling_max, cooling_peak = (
            _sum(design, f"cooling power, {words}", coolers, draws, off, most=most)
            for words, most in (("typical", False), ("maximum", True), ("at design peak", True))
        )
        if chillers:
            free_h = free_hours_of(design)
            inside = [node for node in coolers if node.kind not in OUTDOORS]
            heat = heat_of(design, it_typical, inside, draws, off, most=False)
            peak_heat = heat_of(design, it_max, inside, draws, off, most=True)
            drawn = chiller_draws(design, chillers, heat, peak_heat, free_h, off)
            for node in chillers:
                by_node[node.id] = NodePower(id=node.id, typical_w=drawn[node.id].mean_w, max_w=drawn[node.id].max_w)
            cooling = _with(cooling, coolers, "mean of the year", [one.mean_w for one in drawn.values()])
            cooling_max = _with(cooling_max, coolers, "maximum", [one.max_w for one in drawn.values()])
            cooling_peak = _with(cooling_peak, coolers, "at design peak", [one.peak_w for one in drawn.values()])
        losses, losses_max = _losses(it_typical, loss_share), _losses(it_max, loss_share)
        facility = total(f"facility power{which}", (it_typical, losses, cooling), "W", "IT + losses + cooling")
        facility_max = total(
            f"facility power{which}, maximum", (it_max, losses_max, cooling_max), "W", "IT + losses + cooling"
        )
        per_it = quotient("cooling per IT power", cooling, it_typical, "")
        pue = total("PUE", (_ONE, loss_share, per_it), "", "facility / IT = 1 + losses / IT + cooling / IT")
        if not it_typical.value:
            pue = quotient("PUE", facility, it_typical, "", "facility / IT")
        at_peak = quotient("cooling per IT power at design peak", cooling_peak, it_max, "")
        pue_peak = total(
            "PUE at design peak", (_ONE, loss_share, at_peak), "", "IT at its maximum, no free cooling: facility / IT"
        )
        if not it_max.value:
            pue_peak = pue
    else:
        overhead = difference("overhead", pue, _ONE, "", "PUE − 1")
        loss_share = minimum("losses per IT power", (loss_share, overhead), "", "at most the overhead of the PUE")
        rest = difference("overhead after losses", overhead, loss_share, "")
        cooling_share = maximum("cooling per IT power", (_NONE, rest), "", "overhead of the PUE less losses")
        losses = _losses(it_typical, loss_share)
        cooling = product("cooling power, typical", (it_typical, cooling_share), "W")
        facility = product(f"facility power{which}", (it_typical, pue), "W", "IT × PUE")
        facility_max = product(f"facility power{which}, maximum", (it_max, pue), "W", "IT × PUE")
        pue_peak = pue
    kinds = dict.fromkeys(node.kind for node in (*it_nodes, *coolers))
    by_kind = {
        kind: _sum(
            design,
            f"{kind}: typical power",
            [n for n in (*it_nodes, *coolers) if n.kind == kind],
            draws,
            off,
            most=False,
        )
        for kind in kinds
    }
    if chillers or stopped:
        every = (*chillers, *stopped)
        mean = [by_node[node.id].typical_w for node in every]
        by_kind[every[0].kind] = total("chiller: mean power of the year", mean, "W")
    return PowerResult(
        it_typical_w=it_typical,
        it_max_w=it_max,
        losses_w=losses,
        cooling_w=cooling,
        facility_w=facility,
        facility_max_w=facility_max,
        pue=pue,
        pue_peak=pue_peak,
        free_cooling_h=free_h,
        drawn_plant=plant,
        optics={one: draw for one, draw in left.optics.items() if one in by_node},
        by_node=by_node,
        by_kind=by_kind,
    )


def heat_of(
    design: Design, it_w: Figure, indoors: Sequence[Node], draws: dict[str, Draw], off: Off, *, most: bool
) -> Figure:
    """The heat of IT_W with the losses of drawn UPS and PDUs, and of what the fans and pumps of INDOORS draw, W."""
    losses = product(
        "losses indoors", (it_w, loss_share_of(design, LOSING_INDOORS, assume=False)), "W", "IT × (1 / efficiency − 1)"
    )
    terms = [it_w, losses]
    if indoors:
        terms.append(_sum(design, "fans and pumps", indoors, draws, off, most=most))
    return total("heat to carry away", terms, "W", "IT + losses of the UPS and PDUs drawn + fans and pumps")


def _with(cooling: Figure, coolers: Sequence[Node], words: str, chillers: Sequence[Figure]) -> Figure:
    terms = (cooling, *chillers) if coolers else chillers
    return total(f"cooling power, {words}", terms, "W", "fans, pumps, towers and chillers")


def drawing_nodes(design: Design) -> Iterable[Node]:
    """The nodes that draw power of their own here, in design order: IT and cooling, never the power chain itself."""
    for node, part in placed_nodes(design):
        role = role_of(node)
        if role in {"container", "power", "software"} or is_rented(part):
            continue
        # A chip that stands for one that its host holds already draws within the host.
        if role == "accelerator" and stands_for_a_chip_of_its_host(design, node):
            continue
        # Passive things draw only where they say so.
        if node.kind in _WITHOUT_POWER or (role == "other" and node.kind not in _DRAWING_OTHERS):
            stated = fact_of(design, node, "power_max_w").known or fact_of(design, node, "power_typical_w").known
            if not stated:
                continue
        yield node


def draw_of(design: Design, node: Node) -> Draw:
    """Return the power of one copy of NODE; an unknown typical power is maximum × the assumed typical load."""
    most = fact_of(design, node, "power_max_w")
    typical = fact_of(design, node, "power_typical_w")
    name = name_of(design, node)
    if not typical.known:
        typical = product(
            f"{name}: typical power", (most, assumed(design, "typical_load")), "W", "maximum power × typical load"
        )
    elif not most.known:
        most = maximum(f"{name}: maximum power", (most, typical), "W", "at least the typical power")
    return Draw(typical_w=typical, max_w=most)


def slowed_draw(design: Design, node: Node, left: Standing) -> Draw:
    """Return the power of one copy of NODE that is on, with LEFT: at most its share of the maximum where slowed.

    Optics that its stated power does not hold are added; where nobody says whether it holds them, they widen the range.
    """
    draw = draw_of(design, node)
    optics = left.optics.get(node.id)
    if optics is not None:
        name, about = name_of(design, node), node.part or node.id
        most = _with_optics(f"{name}: maximum power, optics included", draw.max_w, optics.max_w, optics.in_max, about)
        typical = _with_optics(
            f"{name}: typical power, optics included", draw.typical_w, optics.typical_w, optics.in_typical, about
        )
        if optics.in_max and optics.in_typical is False and most.known:
            typical = minimum(typical.label, (typical, most), "W", "power + optics, at most the maximum with optics")
        draw = Draw(typical_w=typical, max_w=most)
    speed = left.slowed.get(node.id)
    if speed is None:
        return draw
    factor = leaf(f"{node.title}: slowed to", speed, operation="routing", status="derived", subject=node.id)
    most = product(f"{name_of(design, node)}: slowed, maximum power", (draw.max_w, factor), "W")
    typical = minimum(f"{name_of(design, node)}: slowed, typical power", (draw.typical_w, most), "W")
    return Draw(typical_w=typical, max_w=most)


def _with_optics(label: str, power_w: Figure, optics_w: Figure, within: bool | None, about: str) -> Figure:
    """POWER_W of a device with OPTICS_W in its cages; WITHIN tells whether it holds them already, as ABOUT states."""
    if within or not power_w.known:
        return power_w
    if within is None:
        note = "It is not stated whether the power of the device includes its optics."
        label, most_w = "optics, if they are not in it", optics_w.high
        # One question for each part: of its devices all hold them or none does, each with as many as it has.
        optics_w = leaf(label, 0.0, "W", high=most_w, status="assumed", subject=about, note=note)
    return total(label, (power_w, optics_w), "W", "power of the device + optics in its cages")


def loss_share_of(design: Design, kinds: Sequence[str] = LOSING, *, assume: bool = True) -> Figure:
    """Losses per IT power, 1/efficiency − 1, of the drawn power equipment of KINDS.

    Args:
        design: The design.
        kinds: Kinds that stand in series.
        assume: Whether the assumed efficiency stands in where none is drawn; else the share is 0.
    """
    chain: list[Figure] = []
    for kind in kinds:
        # By subject and label: the same efficiency of a part counts once, however many nodes have it.
        stated: dict[tuple[str, str], Figure] = {}
        for node, _ in placed_nodes(design):
            if node.kind == kind:
                efficiency = fact_of(design, node, "efficiency")
                if efficiency.value:
                    stated[efficiency.subject, efficiency.label] = efficiency
        if stated:
            terms = tuple(stated.values())
            # Of unlike parts of one kind the least efficient counts; kinds in a row multiply.
            chain.append(terms[0] if len(terms) == 1 else minimum(f"efficiency of the {kind}s", terms, ""))
    if not chain and not assume:
        return _NONE
    if not chain:
        efficiency = assumed(design, "electrical_efficiency")
    else:
        efficiency = chain[0] if len(chain) == 1 else product("efficiency of the power chain", chain, "")
    inverse = quotient("power in per power out", _ONE, efficiency, "", "1 / efficiency")
    return difference("losses per IT power", inverse, _ONE, "", "1 / efficiency − 1")


def all_off(design: Design, node: Node, off: Off) -> bool:
    """Return True when no copy of NODE is on, so that it draws nothing, be its power known or not."""
    gone = off(node.id)
    return gone > 0 and gone >= design.total_copies(node.id)


def _off_w(node: Node, words: str) -> Figure:
    """Nothing, which is what NODE draws of which all copies are off."""
    return leaf(f"{node.title}: {words} power, all copies", 0.0, "W", status="derived", note="All copies are off.")


def _losses(it_w: Figure, share: Figure) -> Figure:
    return product("losses in the power chain", (it_w, share), "W", "IT × (1 / efficiency − 1)")


def _sum(design: Design, label: str, nodes: Sequence[Node], draws: dict[str, Draw], off: Off, *, most: bool) -> Figure:
    """Power of NODES with all their copies: one term for each part (and each set of own values)."""
    groups: dict[tuple[str, Figure], list[Node]] = {}
    for node in nodes:
        if all_off(design, node, off):
            continue
        draw = draws[node.id].max_w if most else draws[node.id].typical_w
        groups.setdefault((name_of(design, node), draw), []).append(node)
    terms = [
        product(f"{name}: all together", (running_of(design, members, f"{name} in the design", off), draw), "W")
        for (name, draw), members in groups.items()
    ]
    return total(label, terms, "W", "sum over the parts of number × power of one")
