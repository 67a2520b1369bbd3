"""Fit of two port groups, and the rate of one cable between them."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal, cast

from designer.model.design import Design, Link
from designer.model.kinds import KINDS
from designer.model.network.port_map import side_of, sides_of
from designer.model.parts.part import Medium, PortGroup
from designer.model.power.power_order import is_turned, ports_that_feed
from designer.model.power.power_plugs import plugs_fit
from designer.model.records import Record

Verdict = Literal["yes", "adapter", "no"]

RATED_MEDIA: Final = frozenset({"fabric", "storage", "management"})

# Cages between which a cable or a pair of optics exists at one rate; the rest needs an adapter or is refused.
# Source: NVIDIA LinkX 400Gb/s Cables & Transceivers deck, 2024-10 (OSFP/QSFP112); SFF-8024 cage families.
_FAMILIES: Final[tuple[frozenset[str], ...]] = (
    frozenset({"OSFP", "QSFP112", "QSFP-DD", "QSFP56", "QSFP28", "QSFP+"}),
    frozenset({"SFP-DD", "SFP56", "SFP28", "SFP+", "SFP"}),
    frozenset({"RJ45"}),
)


class Fit(Record, frozen=True, kw_only=True):
    """Fit of two port groups.

    Attributes:
        verdict: "yes", "adapter" (a breakout or an adapter is needed) or "no".
        reason: One line in plain words.
        rate_gbps: What one cable carries, one way; None for media without a rate.
        a_ways: Into how many links a logical port of a is split (2 for 800G → 2×400G).
        b_ways: The same for b.
        full: Whether they would fit, but all ports of one of the two groups are in use.
    """

    verdict: Verdict
    reason: str
    rate_gbps: float | None = None
    a_ways: int = 1
    b_ways: int = 1
    full: bool = False


def _no(reason: str) -> Fit:
    return Fit(verdict="no", reason=reason)


def rate_text(rate_gbps: float | None) -> str:
    """A port's rate as people write it: 400G, 1.6T."""
    if rate_gbps is None:
        return "unrated"
    return f"{rate_gbps / 1000:g}T" if rate_gbps >= 1000 else f"{rate_gbps:g}G"


def fit(a: PortGroup, b: PortGroup, medium: Medium | None = None) -> Fit:
    """Return the fit of a cable of MEDIUM (any that both know when None) with ports of A and B."""
    shared = [m for m in a.media if m in b.media]
    if medium is not None and medium not in shared:
        return _no(f"{_words(a)} and {_words(b)} do not share the medium {medium}.")
    if not shared:
        return _no(f"{_words(a)} carries {' and '.join(a.media)}, {_words(b)} {' and '.join(b.media)}.")
    # An empty list of protocols is an unknown one: it forbids nothing.
    if a.protocols and b.protocols and not set(a.protocols) & set(b.protocols):
        return _no(f"{_words(a)} speaks {' or '.join(a.protocols)}, {_words(b)} {' or '.join(b.protocols)}.")
    # Power and coolant have direction and plugs instead of rates.
    if "power" in shared or "coolant" in shared:
        return _fit_feed(a, b)
    if a.rate_gbps is None or b.rate_gbps is None:
        known = a.rate_gbps if a.rate_gbps is not None else b.rate_gbps
        return Fit(verdict="yes", reason="One side has no rate of its own, so the other decides.", rate_gbps=known)
    connectors = _connectors(a, b)
    # Cages that do not fit make rates pointless; equal rates need no adapter of their own.
    if connectors.verdict == "no" or a.rate_gbps == b.rate_gbps:
        return _with_rate(connectors, rate_gbps=a.rate_gbps)
    fast, slow = (a, b) if a.rate_gbps > b.rate_gbps else (b, a)
    ways = fast.rate_gbps / slow.rate_gbps if fast.rate_gbps and slow.rate_gbps else 0
    # An exact split that the faster port knows: a breakout cable.
    if ways == int(ways) and int(ways) in fast.breakouts:
        split = int(ways)
        reason = f"One {rate_text(fast.rate_gbps)} port splits into {split} × {rate_text(slow.rate_gbps)}."
        return Fit(
            verdict="adapter",
            reason=reason,
            rate_gbps=slow.rate_gbps,
            a_ways=split if fast is a else 1,
            b_ways=split if fast is b else 1,
        )
    # Else the faster side slows down to the other, as Ethernet and InfiniBand ports do.
    if connectors.verdict in {"yes", "adapter"}:
        reason = f"The {rate_text(fast.rate_gbps)} side runs at {rate_text(slow.rate_gbps)}."
        return Fit(verdict="adapter", reason=reason, rate_gbps=slow.rate_gbps)
    return connectors


def _with_rate(found: Fit, *, rate_gbps: float | None) -> Fit:
    """FOUND with a rate, when it joins at all."""
    if found.verdict == "no":
        return found
    return Fit(verdict=found.verdict, reason=found.reason, rate_gbps=rate_gbps)


def _words(group: PortGroup) -> str:
    return f"{group.name} ({group.connector or ', '.join(group.media)}{_rate(group)})"


def _rate(group: PortGroup) -> str:
    return "" if group.rate_gbps is None else f" {rate_text(group.rate_gbps)}"


def _connectors(a: PortGroup, b: PortGroup) -> Fit:
    if not a.connector or not b.connector or a.connector == b.connector:
        return Fit(verdict="yes", reason="The ports match.")
    if any(a.connector in family and b.connector in family for family in _FAMILIES):
        return Fit(verdict="adapter", reason=f"{a.connector} to {b.connector} needs a cable with two different ends.")
    return _no(f"{_words(a)} does not go into {_words(b)}: no cable joins these cages.")


def _fit_feed(a: PortGroup, b: PortGroup) -> Fit:
    if a.role == b.role != "":
        side = "outlets" if a.role == "out" else "inlets"
        return _no(f"Both {_words(a)} and {_words(b)} are {side}; one must feed the other.")
    if "power" in a.media and "power" in b.media:
        return _fit_power(a, b)
    if not a.connector or not b.connector or a.connector == b.connector:
        return Fit(verdict="yes", reason="The two ends match.")
    return Fit(verdict="adapter", reason=f"{a.connector} to {b.connector} needs an adapter.")


def _fit_power(a: PortGroup, b: PortGroup) -> Fit:
    """Return the fit of an outlet and an inlet; of two that may be either, that of the better way round."""
    ways = [
        (outlet, inlet) for outlet, inlet in ((a, b), (b, a)) if outlet.role in {"out", ""} and inlet.role in {"in", ""}
    ]
    found = [(plugs_fit(outlet.connector, inlet.connector), outlet, inlet) for outlet, inlet in ways]
    best, outlet, inlet = min(found, key=lambda one: ("yes", "adapter", "no").index(one[0].verdict))
    if best.verdict == "no":
        return _no(f"{_words(outlet)} does not feed {_words(inlet)}: {best.reason}")
    return Fit(verdict=best.verdict, reason=best.reason)


def best_pair(
    a_groups: Iterable[PortGroup],
    b_groups: Iterable[PortGroup],
    medium: Medium | None,
    *,
    turned: bool | None = None,
) -> tuple[PortGroup, PortGroup, Fit] | None:
    """Return the first pair of port groups that fits, exact fits before adapters; None when none does.

    Args:
        a_groups: The port groups of one end.
        b_groups: Those of the other.
        medium: What is to run through it; any that both know when None.
        turned: For power, whether b feeds a; None where nothing tells it: between two that both take and give
            power, a feeds b then.
    """
    a_groups, b_groups = tuple(a_groups), tuple(b_groups)
    if medium == "power":
        # Only where both sides have inlets and outlets does the direction of the power matter.
        both = all({"in", "out"} <= {one.role for one in groups} for groups in (a_groups, b_groups))
        if turned is not None or both:
            a_groups, b_groups = ports_that_feed((a_groups, b_groups), turned=bool(turned))
    found = _best_places(a_groups, b_groups, medium)
    return (a_groups[found[0]], b_groups[found[1]], found[2]) if found is not None else None


@lru_cache(maxsize=2048)
def _best_places(
    a_groups: tuple[PortGroup, ...], b_groups: tuple[PortGroup, ...], medium: Medium | None
) -> tuple[int, int, Fit] | None:
    """Return the places of the pair; kept, as many rules look at the links between two sorts of parts at every edit."""
    found: tuple[int, int, Fit] | None = None
    for i, a in enumerate(a_groups):
        for j, b in enumerate(b_groups):
            verdict = fit(a, b, medium)
            if verdict.verdict == "yes":
                return i, j, verdict
            if verdict.verdict == "adapter" and found is None:
                found = i, j, verdict
    return found


def pair_of_link(
    design: Design, link: Link, a_groups: tuple[PortGroup, ...], b_groups: tuple[PortGroup, ...]
) -> tuple[PortGroup, PortGroup, Fit] | None:
    """Return the port groups of LINK among those of its ends, and how they fit; None when none does.

    Two ports that the link names and that do not fit are answered too, with the reason.
    """
    a_groups, b_groups = _at_panel(design, link, "a", a_groups), _at_panel(design, link, "b", b_groups)
    a_groups, b_groups = _called(a_groups, link.a_port), _called(b_groups, link.b_port)
    turned = is_turned(design, link) if link.medium == "power" else None
    pair = best_pair(a_groups, b_groups, link.medium, turned=turned)
    if pair is None and link.a_port and link.b_port and a_groups and b_groups:
        return a_groups[0], b_groups[0], fit(a_groups[0], b_groups[0], link.medium)
    return pair


def joined_ports(design: Design, link: Link) -> tuple[PortGroup, PortGroup, Fit] | None:
    """The port groups that LINK uses at a and b, and how they fit; None when an end or a port is not there."""
    node_a, node_b = design.nodes.get(link.a), design.nodes.get(link.b)
    if node_a is None or node_b is None:
        return None
    return pair_of_link(design, link, design.ports_of(node_a), design.ports_of(node_b))


_Pair = tuple[PortGroup, PortGroup, Fit]
_NOT_YET: Final = cast("_Pair", ())
"""Stands for a pair that nobody has looked for."""


class PortPairs:
    """The port groups that the links of one design join: `joined_ports`, found once for links between alike ends."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._marks: dict[str, int] = {}
        self._known: dict[tuple[int | None, int | None, str | None, str | None, Medium], _Pair | None] = {}

    def of(self, link: Link) -> tuple[PortGroup, PortGroup, Fit] | None:
        """Return the port groups that LINK uses at a and b, and how they fit; None when an end or a port is missing."""
        marks, known = self._marks, self._known
        a, b = marks.get(link.a) or self._mark(link.a), marks.get(link.b) or self._mark(link.b)
        medium = link.medium
        if not a or not b or medium == "power":
            return joined_ports(self._design, link)
        key = (a, b, link.a_port, link.b_port, medium)
        # One look: a tuple works its hash out each time.
        pair = known.get(key, _NOT_YET)
        if pair is _NOT_YET:
            pair = known[key] = joined_ports(self._design, link)
        return pair

    def of_all(self, links: Iterable[Link]) -> dict[str, tuple[PortGroup, PortGroup, Fit] | None]:
        """Return what `of` says of each of LINKS, by their ids; quicker than one by one."""
        marks, known, one = self._marks, self._known, self.of
        found: dict[str, _Pair | None] = {}
        for link in links:
            # A mark that is 0 or not there yet is looked at by `of`, and power, which has marks of its own.
            key = (marks.get(link.a), marks.get(link.b), link.a_port, link.b_port, link.medium)
            pair = known.get(key, _NOT_YET)
            found[link.id] = one(link) if pair is _NOT_YET else pair
        return found

    def _mark(self, node_id: str) -> int:
        """Return a number for the ports of a node, 0 where it is missing or is a panel, whose sides links tell apart.

        Port groups stand for themselves: the design keeps them alive.
        """
        node = self._design.nodes.get(node_id)
        kind = KINDS.get(node.kind) if node is not None else None
        mark = 0 if node is None or (kind is not None and kind.passes) else id(self._design.ports_of(node))
        self._marks[node_id] = mark
        return mark

    def sorts(self) -> list[tuple[PortGroup, PortGroup, Fit]]:
        """Return the pairs that occur at all among the links that were asked for, power and panels left out."""
        return [pair for pair in self._known.values() if pair is not None]


def _at_panel(
    design: Design, link: Link, end: Literal["a", "b"], groups: tuple[PortGroup, ...]
) -> tuple[PortGroup, ...]:
    """Those of GROUPS that LINK may use at END: at a panel those of the side where its cables land."""
    node = design.nodes[link.a if end == "a" else link.b]
    kind = KINDS.get(node.kind)
    if len(groups) < 2 or kind is None or not kind.passes or (link.a_port if end == "a" else link.b_port):
        return groups
    names, side = sides_of(design, node, link.medium), side_of(design, link, end)
    return tuple(group for group in groups if group.name == names[side]) if 0 <= side < len(names) else groups


def _called(groups: tuple[PortGroup, ...], port: str | None) -> tuple[PortGroup, ...]:
    return tuple(group for group in groups if group.name == port) if port else groups


def cable_gbps(design: Design, link: Link) -> float | None:
    """Return the Gb/s that one cable of LINK carries one way, in the faster direction; None when nothing tells it."""
    known = [rate for rate in rates_each_way(design, link) if rate is not None]
    return max(known, default=None)


def rates_each_way(design: Design, link: Link) -> tuple[float | None, float | None]:
    """Return the Gb/s that one cable of LINK carries from a to b, and from b to a; None when nothing tells it."""
    joined = joined_ports(design, link)
    return bound_each_way(link, joined[2].rate_gbps if joined and joined[2].verdict != "no" else None)


def bound_each_way(link: Link, ports_gbps: float | None) -> tuple[float | None, float | None]:
    """Return the Gb/s of one cable of LINK from a to b and back: its own capacity that way or PORTS_GBPS, the smaller.

    A link can be slower than its ports (a leased circuit, a shaped or half-rate one), never faster. Unknown when
    nothing tells it.
    """
    back = link.capacity_gbps if link.capacity_back_gbps is None else link.capacity_back_gbps
    ways = [[rate for rate in (ports_gbps, own) if rate is not None] for own in (link.capacity_gbps, back)]
    return min(ways[0], default=None), min(ways[1], default=None)


def bound_gbps(link: Link, ports_gbps: float | None) -> float | None:
    """Return the Gb/s that one cable of LINK carries in the faster direction, see `bound_each_way`."""
    known = [rate for rate in bound_each_way(link, ports_gbps) if rate is not None]
    return max(known, default=None)


def both_rates_text(ahead: float | None, back: float | None) -> str:
    """Rates from a to b and back as a label has them: "400G", "100G/20G" where they differ; "" when not known."""
    if ahead is None and back is None:
        return ""
    texts = ["?" if rate is None else rate_text(rate) for rate in (ahead, back)]
    return texts[0] if ahead == back else "/".join(texts)


def ports_needed(cables: int, ways: int) -> int:
    """Logical ports that CABLES cables take when one port is split WAYS ways."""
    return -(-cables // ways)
