"""Put a fabric of the other protocol in place of the drawn one: switches, cards, cables, and what only the old had."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.edit_labels import link_words
from designer.edit.fabrics.protocols import (
    PROTOCOL_TITLES,
    Protocol,
    candidates,
    carries_data,
    need_of,
    speaks,
    why_none,
)
from designer.edit.nodes.nodes import remove
from designer.edit.nodes.swap import CableEnd, plugged_anew, with_parts
from designer.edit.racks.rack_fill import seat_nearest
from designer.model.changes import ChangeSet, between
from designer.model.design import Design, Link, Node
from designer.model.kinds import KINDS, NETWORK_CARDS
from designer.model.network.ports import best_pair, cable_gbps, joined_ports, rate_text
from designer.model.parts.part import Medium, Part
from designer.model.records import RefusedInput
from designer.model.rooms.rack_slots import rack_slots, slot_problems

_MOST_OFFERED: Final = 24
_MOST_TOLD: Final = 3


class Replacement(NamedTuple):
    """One part of the drawn fabric and what takes its place.

    Attributes:
        before: The part that is drawn.
        after: The part that takes its place; None where there is none.
        nodes: Ids of the nodes that are such a part.
        copies: How many of them stand there.
        counts: How many copies of each node stand there then.
        others: Ids of further parts that have the ports, the likeliest first.
        why: Why there is none; "" where there is one.
    """

    before: Part
    after: Part | None
    nodes: tuple[str, ...]
    copies: int
    counts: Mapping[str, int]
    others: tuple[str, ...] = ()
    why: str = ""


class FabricPlan(NamedTuple):
    """Plan of putting the other fabric in place; nothing is changed yet.

    Attributes:
        to: What the fabric would speak.
        replaced: Switches and cards.
        stays: Sentences about what stays and changes its mode.
        leaves: Ids of what only the old fabric has, such as its managers.
        problems: Why it cannot be done; empty where it can.
        edit: The whole change; None where it cannot be done.
    """

    to: Protocol
    replaced: tuple[Replacement, ...]
    stays: tuple[str, ...]
    leaves: tuple[str, ...]
    problems: tuple[str, ...]
    edit: ChangeSet | None


def other_fabric(
    design: Design,
    library: Library,
    to: Protocol,
    *,
    storage: bool = False,
    choices: Mapping[str, str] | None = None,
) -> FabricPlan:
    """Return what putting a fabric that speaks TO in place of the drawn one would do.

    The topology and the numbers of cables stay. What each switch has to carry decides which part takes its place, and
    how many of it: one with twice the ports stands in for two, though two stay where there are two.

    Args:
        design: The design.
        library: The parts on hand.
        to: The protocol.
        storage: Whether the storage network changes along.
        choices: Part ids that somebody chose, by the part that they take the place of.

    Raises:
        RefusedInput: no switch of the fabric speaks anything else, or a choice is not known.
    """
    media: tuple[Medium, ...] = ("fabric", "storage") if storage else ("fabric",)
    links = [link for link in design.links.values() if link.medium in media and _both(design, link)]
    old = _speaking_otherwise(design, links, to, media)
    if not old:
        network = "fabric or storage network" if storage else "fabric"
        raise RefusedInput(
            f"No switch of the {network} has to be replaced: none is drawn that does not speak {PROTOCOL_TITLES[to]}."
        )
    leaves = _only_old(design, links, old, to, media)
    bare = remove(design, leaves).applied(design) if leaves else design
    replaced = tuple(_replacements(bare, library, old, to, media, choices or {}))
    problems = [f"{one.before.name}: {one.why}" for one in replaced if one.after is None]
    problems += _stubborn(design, links, old, leaves, to)
    edit: ChangeSet | None = None
    if not problems:
        after, found = _exchanged(bare, library, replaced, media)
        problems += found
        edit = None if found else between(design, after, _label(to))
    return FabricPlan(to, replaced, tuple(_staying(design, links, old, to)), leaves, tuple(problems), edit)


def swap_fabric(
    design: Design,
    library: Library,
    to: Protocol,
    *,
    storage: bool = False,
    choices: Mapping[str, str] | None = None,
) -> ChangeSet:
    """Put a fabric that speaks TO in place of the drawn one, as one edit (see other_fabric).

    Raises:
        RefusedInput: something has no counterpart; the message says what and why.
    """
    plan = other_fabric(design, library, to, storage=storage, choices=choices)
    if plan.edit is None:
        raise RefusedInput(" ".join(plan.problems[:_MOST_TOLD]))
    return plan.edit


def _label(to: Protocol) -> str:
    return f"Put {PROTOCOL_TITLES[to]} in place of the fabric"


def _both(design: Design, link: Link) -> bool:
    return link.a in design.nodes and link.b in design.nodes


def _is_switch(node: Node) -> bool:
    kind = KINDS.get(node.kind)
    return kind is not None and kind.role == "switch"


def _speaking_otherwise(
    design: Design, links: Sequence[Link], to: Protocol, media: Sequence[Medium]
) -> dict[str, None]:
    """Ids of the switches and cards of the network that do not speak TO, in design order."""
    ends = {end for link in links for end in (link.a, link.b)}
    found: dict[str, None] = {}
    for node in design.nodes_in_order():
        exchangeable = _is_switch(node) or node.kind in NETWORK_CARDS
        if node.id in ends and exchangeable and node.part and not speaks(design.ports_of(node), to, media):
            found[node.id] = None
    # Cards alone make no fabric: without a switch to exchange there is nothing to do.
    return found if any(_is_switch(design.nodes[one]) for one in found) else {}


def _only_old(
    design: Design, links: Sequence[Link], old: Collection[str], to: Protocol, media: Sequence[Medium]
) -> tuple[str, ...]:
    """Hosts without accelerators that can only be on the old fabric: what manages it, and has no use beside another."""
    found: list[str] = []
    for node in design.nodes_in_order():
        kind, part = KINDS.get(node.kind), design.part_of(node)
        if kind is None or kind.role != "host" or part is None or part.contains or node.id in old:
            continue
        at = [link for link in links if node.id in (link.a, link.b)]
        if at and not speaks(design.ports_of(node), to, media):
            found.append(node.id)
    return tuple(found)


def _replacements(
    design: Design,
    library: Library,
    old: Collection[str],
    to: Protocol,
    media: Sequence[Medium],
    choices: Mapping[str, str],
) -> Iterator[Replacement]:
    """Yield the replacement of each part of OLD."""
    by_part: dict[str, list[str]] = {}
    for node_id in old:
        by_part.setdefault(design.nodes[node_id].part or "", []).append(node_id)
    for part_id, nodes in by_part.items():
        before = design.part_of(design.nodes[nodes[0]])
        if before is None:
            continue
        # Each node of the part has needs of its own; a candidate has to meet all of them.
        needs = [need_of(design, node_id, _NETWORKS, old) for node_id in nodes]
        found = candidates(library, before.kind, to, needs)
        copies = sum(design.total_copies(node_id) for node_id in nodes)
        chosen = choices.get(part_id)
        taken = next((one for one in found if chosen in {None, one.part_id}), None)
        others = tuple(one.part_id for one in found if one is not taken)[:_MOST_OFFERED]
        if taken is not None:
            yield Replacement(before, library.parts[taken.part_id], tuple(nodes), copies, taken.copies, others)
        elif chosen is not None:
            name = library.part(chosen).name
            why = f"{name} does not have the {PROTOCOL_TITLES[to]} ports that its cables need."
            yield Replacement(before, None, tuple(nodes), copies, {}, others, why)
        else:
            why = why_none(library, before.kind, to, needs)
            yield Replacement(before, None, tuple(nodes), copies, {}, (), why)


_NETWORKS: Final[frozenset[Medium]] = frozenset({"fabric", "storage", "management"})


def _stubborn(
    design: Design, links: Sequence[Link], old: Collection[str], leaves: Collection[str], to: Protocol
) -> list[str]:
    """Sentences about devices on the network that neither speak TO nor can be exchanged."""
    found: dict[str, str] = {}
    for link in links:
        for end, other in ((link.a, link.b), (link.b, link.a)):
            # Only what is cabled to an exchanged device and stays itself can stand in the way.
            if other not in old or end in old or end in leaves or end in found:
                continue
            groups = design.ports_of(design.nodes[end])
            if groups and not speaks(groups, to, (link.medium,)):
                spoken = sorted({one for group in groups if link.medium in group.media for one in group.protocols})
                words = " and ".join(spoken).replace("infiniband", "InfiniBand").replace("ethernet", "Ethernet")
                found[end] = f"{design.nodes[end].title} speaks {words} alone and has no card to exchange."
    return list(found.values())


def _exchanged(
    design: Design, library: Library, replaced: Sequence[Replacement], media: Sequence[Medium]
) -> tuple[Design, list[str]]:
    """DESIGN with all of REPLACED, its cables plugged in anew; and what would not fit any more."""
    parts = {node_id: one.after.id for one in replaced if one.after is not None for node_id in one.nodes}
    counts = {node_id: copies for one in replaced for node_id, copies in one.counts.items()}
    whole, design = design, _with_counts(design, library, parts, counts)
    draft = with_parts(design, library, parts)
    ends = plugged_anew(design, draft.design(), parts)
    problems = _lost(design, ends)
    if problems:
        return design, problems
    fields: dict[str, dict[str, str | None]] = {}
    for end in ends:
        # A port that was chosen by name is chosen anew; one that was left open stays open.
        if getattr(design.links[end.link_id], f"{end.end}_port") not in {None, end.after}:
            fields.setdefault(end.link_id, {})[f"{end.end}_port"] = end.after
    for link_id in {end.link_id for end in ends}:
        link = msgspec.structs.replace(design.links[link_id], **fields.get(link_id, {}))
        # A cable type with other plugs does not fit any more: it is chosen again.
        if link.cable_part is not None and _other_plugs(design, draft.design(), link):
            link = msgspec.structs.replace(link, cable_part=None)
        draft.put(link)
    after = _seated(draft.finished("").applied(design), parts)
    return after, _slower(whole, after, media)


def _with_counts(design: Design, library: Library, parts: Mapping[str, str], counts: Mapping[str, int]) -> Design:
    """DESIGN with other numbers of the nodes that become PARTS, and the cables that follow from that.

    Cords and cables of a device's own management follow its copies. Between two of PARTS that join at another rate
    there are as many cables as carry the same together.
    """
    draft = Draft(design)
    for link in design.links.values():
        cables = link.cables
        for end in (link.a, link.b):
            joined = joined_ports(design, link) if end in counts else None
            # Power and management cables grow with the number of devices; data cables stay, on more or fewer devices.
            if joined is None or carries_data(joined[0] if end == link.a else joined[1]):
                continue
            before = design.nodes[end].copies
            # Only where it divides evenly; else the number stays and a finding tells.
            if cables * counts[end] % before == 0:
                cables = cables * counts[end] // before
        # Both ends are exchanged: at another rate as many times fewer or more cables carry the same bandwidth.
        if link.a in parts and link.b in parts:
            pair = best_pair(library.parts[parts[link.a]].ports, library.parts[parts[link.b]].ports, link.medium)
            rate, then = cable_gbps(design, link), pair[2].rate_gbps if pair is not None else None
            times = then / rate if rate and then else 1.0
            if times > 1 and times == int(times) and cables % int(times) == 0:
                cables //= int(times)
            elif 0 < times < 1 and 1 / times == int(1 / times):
                cables *= int(1 / times)
        if cables != link.cables:
            draft.put(msgspec.structs.replace(link, cables=cables))
    for node_id, copies in counts.items():
        if draft.node(node_id).copies != copies:
            draft.put(msgspec.structs.replace(draft.node(node_id), copies=copies))
    return draft.finished("").applied(design)


def _seated(design: Design, ids: Collection[str]) -> Design:
    """DESIGN with those of IDS that meet others in their racks, or stand outside, at the nearest free places."""
    racks = dict.fromkeys(design.nodes[one].parent or "" for one in ids if design.nodes[one].rack is not None)
    for rack_id in racks:
        for node_id in [one for one in ids if design.nodes[one].parent == rack_id]:
            problems = slot_problems(design, rack_slots(design, rack_id))
            if not any(node_id in problem.nodes for problem in problems):
                continue
            with suppress(RefusedInput):  # a full rack is told by the findings
                design = seat_nearest(design, node_id).applied(design)
    return design


def _lost(design: Design, ends: Sequence[CableEnd]) -> list[str]:
    lost = {end.link_id: end.reason for end in ends if end.verdict == "no"}
    return [f"{link_words(design, design.links[link_id])}: {reason}" for link_id, reason in lost.items()]


def _other_plugs(before: Design, after: Design, link: Link) -> bool:
    """Return True when a cable of LINK would need another plug at one end."""
    plugs: list[tuple[str, str] | None] = []
    for design, of in ((before, before.links[link.id]), (after, link)):
        joined = joined_ports(design, of)
        plugs.append(None if joined is None else (joined[0].connector, joined[1].connector))
    return plugs[0] != plugs[1]


def _slower(before: Design, after: Design, media: Sequence[Medium]) -> list[str]:
    """Sentences about links whose cables would carry less together than now."""
    found: list[str] = []
    for link in before.links.values():
        if link.medium not in media or link.id not in after.links:
            continue
        then = after.links[link.id]
        was, now = cable_gbps(before, link), cable_gbps(after, then)
        if was is not None and now is not None and now * then.cables < was * link.cables:
            found.append(f"{link_words(before, link)} would run at {rate_text(now)} instead of {rate_text(was)}.")
    return found


def _staying(design: Design, links: Sequence[Link], old: Collection[str], to: Protocol) -> Iterator[str]:
    """Sentences about devices whose ports speak both: they stay, and their mode is changed."""
    told: dict[str, int] = {}
    for link in links:
        for end, other in ((link.a, link.b), (link.b, link.a)):
            node = design.nodes[end]
            if other not in old or end in old or node.part is None or node.part in told:
                continue
            groups = [group for group in design.ports_of(node) if link.medium in group.media]
            if any(to in group.protocols and len(group.protocols) > 1 for group in groups):
                told[node.part] = sum(group.count for group in groups)
    for part_id, count in told.items():
        part = design.parts.get(part_id)
        name = part.name if part is not None else part_id
        yield f"The {count:,} ports of each {name} speak both; they stay and are set to {PROTOCOL_TITLES[to]}."
