"""Work of the sweep window in a background process, and the kinds of things that can be swept; no Qt here."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.analysis.limits.elements import CARRYING, LINK, NEVER_FAILING
from designer.analysis.limits.records import Sweep
from designer.analysis.limits.sweep import sweep
from designer.analysis.limits.swept_network import FABRIC
from designer.analysis.network.endpoints import Roster
from designer.analysis.quantities import role_of
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.parts.part import NETWORK_WORDS, Medium
from designer.ui.jobs.background_process import Teller

_ROLES: Final = (
    "switch",
    "host",
    "storage",
    "accelerator",
    "other",
    "power",
    "cooling",
    "container",
    "software",
)


class SweptKind(NamedTuple):
    """A kind of which something may fail.

    Attributes:
        kind: As the sweep takes it: a kind of node, or "link" for cables.
        title: For people, plural.
        amount: Copies, or cables.
    """

    kind: str
    title: str
    amount: int


def swept_networks(design: Design) -> tuple[Medium, ...]:
    """Return the networks of DESIGN that can be swept, those that have cables, the compute fabric first.

    The fabric stands for services and supply too, so that it is one of them where these alone are drawn.
    """
    drawn = {link.medium for link in design.links.values() if link.a in design.nodes and link.b in design.nodes}
    if FABRIC not in drawn and swept_kinds(design):
        drawn.add(FABRIC)
    return tuple(medium for medium in NETWORK_WORDS if medium in drawn)


def swept_kinds(design: Design, medium: Medium = FABRIC) -> tuple[SweptKind, ...]:
    """Return the kinds of DESIGN that can be swept: switches and cables first, then hosts, power, places, services.

    On the compute fabric, where services are drawn, everything that they may hang on; else what has to do with the
    fabric, and what machines hang on by power and cooling. On another network what has to do with that.
    """
    roster = Roster(design, (medium,))
    links = list(roster.links((medium,)))
    ends = {end for link in links for end in (link.a, link.b)}
    touched = ends | roster.cabled((medium,))
    # A rack or room around what is cabled takes it along.
    touched |= {around for end in touched for around in design.ancestors(end)}
    # Hosts matter to services and power to everything, but only in the network that carries the work.
    served = medium == FABRIC and _serves(design)
    supplied = medium == FABRIC and any(role_of(node) in {"power", "cooling"} for node in design.nodes.values())
    copies: Counter[str] = Counter()
    for node_id in roster.order:
        node = design.nodes[node_id]
        if node.kind not in KINDS or node.kind in NEVER_FAILING:
            continue
        role = KINDS[node.kind].role
        carries = (served and role != "other") or (supplied and role in CARRYING)
        if node_id in touched or carries:
            copies[node.kind] += design.total_copies(node_id)
    kinds = sorted(copies, key=lambda kind: (_ROLES.index(KINDS[kind].role), list(KINDS).index(kind)))
    found = [SweptKind(kind, KINDS[kind].plural, copies[kind]) for kind in kinds]
    cables = sum(design.total_cables(link) for link in links)
    if cables:
        # Cables stand behind the switches, before hosts and all else.
        place = sum(KINDS[one.kind].role == "switch" for one in found)
        found.insert(place, SweptKind(LINK, "Cables", cables))
    return tuple(found)


def usual_kinds(design: Design, medium: Medium = FABRIC) -> tuple[str, ...]:
    """Return what is swept unless somebody says otherwise: everything where services hang on it, else the network."""
    found = tuple(one.kind for one in swept_kinds(design, medium))
    if medium == FABRIC and _serves(design):
        return found
    return tuple(kind for kind in found if kind == LINK or KINDS[kind].role == "switch")


def _serves(design: Design) -> bool:
    return any(role_of(node) == "software" and node.kind not in NEVER_FAILING for node in design.nodes.values())


def find_losses(
    teller: Teller, design: Design, kinds: Sequence[str], order: int, fail: Sequence[str], medium: Medium = FABRIC
) -> Sweep:
    """The sweep over KINDS of the network of MEDIUM when FAIL has failed already, its ranking handed out as it grows.

    Raises:
        RefusedInput: a kind or the order is not known.
    """
    watch = _Watch(teller)
    return sweep(
        design,
        kinds,
        order,
        medium=medium,
        fail=fail,
        progress=watch.tell,
        cancelled=watch.stopped,
        so_far=teller.partial,
    )


class _Watch:
    """Tells how far it is, and remembers whether it is to go on."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._goes_on = True

    def tell(self, done: int, count: int) -> None:
        self._goes_on = self._teller(done, count, "")

    def stopped(self) -> bool:
        return not self._goes_on
