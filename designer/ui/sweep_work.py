"""What the sweep window asks in a background process, and which kinds of things can be swept; no Qt here."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from designer.analysis.endpoints import Roster
from designer.analysis.limits.elements import LINK
from designer.analysis.limits.records import Sweep
from designer.analysis.limits.sweep import sweep
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.ui.background_process import Teller

USUAL: Final = ("switch", LINK)
_ROLES: Final = ("switch", "host", "storage", "accelerator", "other", "container")


class SweptKind(NamedTuple):
    """A kind of which something has to do with the fabric.

    Attributes:
        kind: As the sweep takes it: a kind of node, or "link" for cables.
        title: For people, plural.
        amount: Copies, or cables.
    """

    kind: str
    title: str
    amount: int


def swept_kinds(design: Design) -> tuple[SweptKind, ...]:
    """The kinds of DESIGN that a fabric can lose: switches and cables first, then hosts, cards, containers."""
    roster = Roster(design)
    links = list(roster.links(("fabric",)))
    ends = {end for link in links for end in (link.a, link.b)}
    touched = ends | roster.cabled(("fabric",))
    touched |= {around for end in touched for around in design.ancestors(end)}
    copies: Counter[str] = Counter()
    for node_id in roster.order:
        node = design.nodes[node_id]
        if node_id in touched and node.kind in KINDS:
            copies[node.kind] += design.total_copies(node_id)
    kinds = sorted(copies, key=lambda kind: (_ROLES.index(KINDS[kind].role), list(KINDS).index(kind)))
    found = [SweptKind(kind, KINDS[kind].plural, copies[kind]) for kind in kinds if KINDS[kind].role in _ROLES]
    cables = sum(design.total_cables(link) for link in links)
    if cables:
        place = sum(KINDS[one.kind].role == "switch" for one in found)
        found.insert(place, SweptKind(LINK, "Cables", cables))
    return tuple(found)


def find_losses(teller: Teller, design: Design, kinds: Sequence[str], order: int, fail: Sequence[str]) -> Sweep:
    """The sweep over KINDS when FAIL has failed already, its ranking handed out as it grows.

    Raises:
        RefusedInput: a kind or the order is not known.
    """
    watch = _Watch(teller)
    return sweep(design, kinds, order, fail=fail, progress=watch.tell, cancelled=watch.stopped, so_far=teller.partial)


class _Watch:
    """Tells how far it is, and remembers whether it is to go on."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._goes_on = True

    def tell(self, done: int, count: int) -> None:
        self._goes_on = self._teller(done, count, "")

    def stopped(self) -> bool:
        return not self._goes_on
