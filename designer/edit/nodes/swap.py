"""Swap the part of nodes and keep their cables: what each cable is plugged into then, and which ones no longer fit."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft, check_parent
from designer.edit.edit_labels import kind_title
from designer.edit.nodes.bulk_edit import fact_now
from designer.edit.selection import require_known
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.kinds import CONTAINERS, FACTS
from designer.model.network.cable_spread import ports_used
from designer.model.network.ports import Fit, best_pair, fit, ports_needed
from designer.model.parts.part import Part, PortGroup
from designer.model.power.power_order import is_turned, ports_that_feed
from designer.model.records import Record, RefusedInput
from designer.model.relations import RELATION_MEDIA

COMPARED: Final = ("power_max_w", "power_typical_w", "weight_kg", "height_u")
End = Literal["a", "b"]


class CableEnd(Record, frozen=True, kw_only=True):
    """One end of a link at a swapped node.

    Attributes:
        before: Port group it is plugged into; "" when nothing says which.
        after: Port group it goes to; "" when it fits nowhere.
        verdict: "yes", "adapter", or "no".
        reason: One line in plain words.
        cables: In the whole design.
    """

    link_id: str
    end: End
    node_id: str
    before: str
    after: str
    verdict: Literal["yes", "adapter", "no"]
    reason: str
    cables: int


class Difference(Record, frozen=True, kw_only=True):
    """A fact of all swapped copies together; None where one of them does not tell it."""

    fact: str
    before: float | None
    after: float | None

    @property
    def title(self) -> str:
        """Return its title."""
        return FACTS[self.fact].title

    @property
    def unit(self) -> str:
        """Its unit."""
        return FACTS[self.fact].unit


class Swap(Record, frozen=True, kw_only=True):
    """Outcome of swapping parts.

    Attributes:
        part: The new part.
        nodes: Ids of the nodes that become it.
        ends: Cable ends at those nodes, those that fit first.
        differences: Of COMPARED, over all copies.
        notes: What else changes or stays, in plain words.
    """

    part: Part
    nodes: tuple[str, ...]
    ends: tuple[CableEnd, ...]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[CableEnd, ...]:
        """Ends that have a port again."""
        return tuple(end for end in self.ends if end.verdict != "no")

    @property
    def lost(self) -> tuple[CableEnd, ...]:
        """Ends that have none."""
        return tuple(end for end in self.ends if end.verdict == "no")


def planned_swap(design: Design, library: Library, ids: Iterable[str], part_id: str) -> Swap:
    """Return what swapping the part of nodes for PART_ID would do; nothing is changed.

    Raises:
        RefusedInput: one of them is a container or not there, the part is unknown, or it cannot stand where they do.
    """
    draft, chosen, part = _swapped(design, library, ids, part_id)
    after = draft.design()
    differences = tuple(
        Difference(fact=name, before=_summed(design, chosen, name), after=_summed(after, chosen, name))
        for name in COMPARED
    )
    ends = sorted(plugged_anew(design, after, chosen), key=lambda end: (end.verdict == "no", end.link_id, end.end))
    return Swap(
        part=part, nodes=tuple(chosen), ends=tuple(ends), differences=differences, notes=_notes(design, chosen, part)
    )


def swap_parts(
    design: Design, library: Library, ids: Iterable[str], part_id: str, *, removes_lost: bool = False
) -> ChangeSet:
    """Make nodes another part: places, copies and what is the person's own stay, cables are plugged in anew.

    Args:
        design: The design.
        library: Where the part is found.
        ids: The nodes.
        part_id: The new part.
        removes_lost: Whether cables that fit nowhere are removed; else they stay as drawn and the review tells them.

    Raises:
        RefusedInput: one of them is a container or not there, the part is unknown, or it cannot stand where they do.
    """
    draft, chosen, part = _swapped(design, library, ids, part_id)
    fields: dict[str, dict[str, Any]] = {}
    gone: set[str] = set()
    for end in plugged_anew(design, draft.design(), chosen):
        if end.verdict == "no":
            gone.add(end.link_id)
        # A port that was left open is not written down; one that was chosen by name follows its cable.
        elif getattr(design.links[end.link_id], f"{end.end}_port") not in {None, end.after}:
            fields.setdefault(end.link_id, {})[f"{end.end}_port"] = end.after
    for link_id, changes in fields.items():
        draft.put(msgspec.structs.replace(design.links[link_id], **changes))
    if removes_lost:
        for link_id in gone:
            draft.drop_link(link_id)
    who = design.nodes[chosen[0]].title if len(chosen) == 1 else f"{len(chosen):,} parts"
    return draft.finished(f"Swap {who} for {part.name}")


def _swapped(design: Design, library: Library, ids: Iterable[str], part_id: str) -> tuple[Draft, list[str], Part]:
    """A draft in which the nodes are the new part, their ids, and that part."""
    chosen = require_known(design, ids)
    if not chosen:
        raise RefusedInput("Select the parts to swap first.")
    draft = with_parts(design, library, dict.fromkeys(chosen, part_id))
    part = draft.part(part_id)
    if part is None:
        raise RefusedInput(f"There is no part {part_id!r} in the catalog.")
    return draft, chosen, part


def with_parts(design: Design, library: Library, parts: Mapping[str, str]) -> Draft:
    """Return a draft in which nodes are other parts; their cables are as they were.

    Args:
        design: The design.
        library: Where the parts are found.
        parts: The new part of each node.

    Raises:
        RefusedInput: one of them is a container, a part is unknown, or it cannot stand where they do.
    """
    draft = Draft(design)
    for node_id in parts:
        node = design.nodes[node_id]
        if node.part is None and node.kind in CONTAINERS:
            raise RefusedInput(f"{node.title} is a {kind_title(node.kind).lower()}; it has no part to swap.")
    draft.embed(library, list(dict.fromkeys(parts.values())))
    for node_id, part_id in parts.items():
        part = draft.part(part_id)
        if part is None:
            raise RefusedInput(f"There is no part {part_id!r} in the catalog.")
        # Ports of the node's own give way to those of another part, unless that part has none.
        node = design.nodes[node_id]
        ports = () if part.ports and node.part != part_id else node.ports
        draft.put(
            msgspec.structs.replace(node, part=part_id, kind=part.kind, name=_name(design, node, part), ports=ports)
            # Another kind may not be allowed where the nodes stand, nor to hold what stands in them.
        )
    for node_id in parts:
        check_parent(draft, draft.node(node_id), draft.node(node_id).parent)
    for child in design.nodes.values():
        if child.parent in parts:
            check_parent(draft, draft.node(child.id), child.parent)
    return draft


def _name(design: Design, node: Node, part: Part) -> str:
    """The name of NODE, which follows when it is that of its part."""
    old = design.part_of(node)
    if old is not None and node.name.startswith(old.name):
        return part.name + node.name.removeprefix(old.name)
    return node.name


def _summed(design: Design, ids: Sequence[str], fact: str) -> float | None:
    total = 0.0
    for node_id in ids:
        value = fact_now(design, design.nodes[node_id], fact)
        if value is None:
            return None
        total += value * design.total_copies(node_id)
    return total


def _notes(design: Design, ids: Sequence[str], part: Part) -> tuple[str, ...]:
    nodes = [design.nodes[node_id] for node_id in ids]
    notes: list[str] = []
    if any(node.kind != part.kind for node in nodes):
        kinds = " and ".join(dict.fromkeys(kind_title(node.kind).lower() for node in nodes if node.kind != part.kind))
        notes.append(f"What was a {kinds} becomes a {kind_title(part.kind).lower()}.")
    own = sorted({FACTS[name].title.lower() for node in nodes for name in node.facts if name in FACTS})
    if own:
        notes.append(f"Your own values stay: {', '.join(own)}.")
    if any(node.price_usd is not None for node in nodes):
        notes.append("Your own price stays.")
    if part.ports and any(node.ports and node.part != part.id for node in nodes):
        notes.append("Your own ports give way to those of the new part.")
    return tuple(notes)


class _Room:
    """Logical ports that are taken, by node and port group, while cables are plugged in anew."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], int] = {}

    def has(self, node_id: str, group: PortGroup, more: int) -> bool:
        """Return True when MORE ports of GROUP are free."""
        return self._taken.get((node_id, group.name), 0) + more <= group.count

    def take(self, node_id: str, group: PortGroup, more: int) -> None:
        """Take MORE ports of GROUP."""
        key = (node_id, group.name)
        self._taken[key] = self._taken.get(key, 0) + more


def plugged_anew(before: Design, after: Design, ids: Collection[str]) -> list[CableEnd]:
    """Return every cable end at the swapped nodes IDS, port group by port group."""
    swapped, room = set(ids), _Room()
    links = [
        link
        for link in before.links.values()
        if link.medium not in RELATION_MEDIA and (link.a in swapped or link.b in swapped)
    ]
    chosen: dict[tuple[str, str], str] = {}
    # Links with chosen ports are plugged in first, in a fixed order, so that the same swap gives the same ports.
    found: list[CableEnd] = []
    for link in sorted(links, key=lambda one: (one.a_port or "", one.b_port or "", one.id)):
        if link.a not in after.nodes or link.b not in after.nodes:
            continue
        found.extend(_ends_of(before, after, link, swapped, room, chosen))
    return found


def _ends_of(
    before: Design, after: Design, link: Link, swapped: set[str], room: _Room, chosen: dict[tuple[str, str], str]
) -> list[CableEnd]:
    """The ends of LINK at swapped nodes; the other end stays in its port."""
    groups = {end: _candidates(after, link, end, swapped, chosen) for end in ("a", "b")}
    ends: list[End] = [end for end in ("a", "b") if getattr(link, end) in swapped]
    joined, reason = _best(before, after, link, groups, room, ends)
    cables = before.total_cables(link)
    made: list[CableEnd] = []
    for end in ends:
        node_id: str = getattr(link, end)
        was = getattr(link, f"{end}_port") or ""
        group = None if joined is None else joined[0] if end == "a" else joined[1]
        if group is None or joined is None:
            made.append(
                CableEnd(
                    link_id=link.id,
                    end=end,
                    node_id=node_id,
                    before=was,
                    after="",
                    verdict="no",
                    reason=reason,
                    cables=cables,
                )
            )
            continue
        how = joined[2]
        if was:
            chosen.setdefault((after.nodes[node_id].part or "", was), group.name)
        made.append(
            CableEnd(
                link_id=link.id,
                end=end,
                node_id=node_id,
                before=was,
                after=group.name,
                verdict=how.verdict,
                reason=how.reason,
                cables=cables,
            )
        )
    return made


def _candidates(
    after: Design, link: Link, end: End, swapped: set[str], chosen: Mapping[tuple[str, str], str]
) -> list[PortGroup]:
    """Port groups that END of LINK may go to, the likeliest first."""
    node = after.nodes[getattr(link, end)]
    groups = list(after.ports_of(node))
    was: str | None = getattr(link, f"{end}_port")
    if node.id not in swapped:
        return [group for group in groups if was is None or group.name == was]
    followed = chosen.get((node.part or "", was or ""))
    return sorted(groups, key=lambda group: (group.name != was, group.name != followed))


def _best(
    before: Design, after: Design, link: Link, groups: Mapping[str, list[PortGroup]], room: _Room, ends: Sequence[End]
) -> tuple[tuple[PortGroup, PortGroup, Fit] | None, str]:
    # Power is plugged from outlets into inlets alone, whichever way the link was drawn.
    """The first pair that fits and has room, exact fits before adapters; and why there is none."""
    if link.medium == "power":
        turned = is_turned(after, msgspec.structs.replace(link, a_port=None, b_port=None))
        meant = ports_that_feed((tuple(groups["a"]), tuple(groups["b"])), turned=turned)
        groups = {"a": list(meant[0]), "b": list(meant[1])}
    a_used, b_used = ports_used(after, link)
    found: tuple[PortGroup, PortGroup, Fit] | None = None
    full, refusals = "", list[str]()
    for a in groups["a"]:
        for b in groups["b"]:
            how = fit(a, b, link.medium)
            if how.verdict == "no":
                refusals.append(how.reason)
                continue
            short = ""
            # Room counts only at the swapped ends: the others keep the ports that they have.
            for end, group, used, ways in (("a", a, a_used, how.a_ways), ("b", b, b_used, how.b_ways)):
                if end in ends and not room.has(getattr(link, end), group, ports_needed(used, ways)):
                    short = f"There are {group.count:,} {group.name} ports, which are too few for its cables."
            if short:
                # The first exact fit; an adapter only as long as no exact fit has been found.
                full = full or short
            elif found is None or (found[2].verdict == "adapter" and how.verdict == "yes"):
                found = (a, b, how)
    if found is None:
        return None, full or _why_not(before, after, link, refusals)
    for end, group, used, ways in (("a", found[0], a_used, found[2].a_ways), ("b", found[1], b_used, found[2].b_ways)):
        if end in ends:
            room.take(getattr(link, end), group, ports_needed(used, ways))
    return found, ""


def _why_not(before: Design, after: Design, link: Link, refusals: Sequence[str]) -> str:
    empty = next((end for end in (link.a, link.b) if not after.ports_of(after.nodes[end])), None)
    if empty is not None:
        return f"{after.nodes[empty].title} has no ports."
    # A link that was wrong before is no loss of the swap.
    if (
        before is not after
        and best_pair(before.ports_of(before.nodes[link.a]), before.ports_of(before.nodes[link.b]), link.medium) is None
    ):
        # That media differ is the least helpful of the reasons.
        return "It did not fit before either."
    shared = [reason for reason in refusals if "do not share the medium" not in reason]
    return shared[0] if shared else f"The new part has no {link.medium.replace('_', ' ')} ports."
