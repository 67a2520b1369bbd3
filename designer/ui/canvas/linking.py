"""What a wire that is being drawn could join, and the link that letting go would make."""

from collections.abc import Mapping
from typing import Final

from designer.edit.links import add_link, what_fits
from designer.edit.wording import called
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link
from designer.model.occupancy import ports_taken
from designer.model.ports import Fit, fit, joined_ports, rate_text
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA
from designer.ui.canvas.port import Fits

_RANK: Final[Mapping[str, int]] = {"yes": 0, "adapter": 1, "no": 2}


def fits_from(design: Design, node_id: str, port: str) -> dict[tuple[str, str], Fit]:
    """How every port group elsewhere fits PORT of a node; any of its ports when PORT is ""."""
    node = design.nodes.get(node_id)
    names = [port] if port else [group.name for group in design.ports_of(node)] if node else []
    taken = ports_taken(design) if len(names) > 1 else {}
    found: dict[tuple[str, str], Fit] = {}
    for name in names:
        group = next((one for one in design.ports_of(node) if one.name == name), None) if node else None
        if len(names) > 1 and group is not None and taken.get((node_id, name), 0) >= group.count:
            continue
        for key, verdict in what_fits(design, node_id, name).items():
            before = found.get(key)
            if before is None or _RANK[verdict.verdict] < _RANK[before.verdict]:
                found[key] = verdict
    return found


def best_fit(fits: Fits, node_id: str, port: str = "") -> Fit | None:
    """The best verdict for a port of a node, or for any port of it; None when it has none."""
    if port:
        return fits.get((node_id, port))
    own = [verdict for (other, _), verdict in fits.items() if other == node_id]
    return min(own, key=lambda verdict: _RANK[verdict.verdict], default=None)


def proposed_link(design: Design, a: str, a_port: str, b: str, b_port: str, cables: int = 0) -> ChangeSet:
    """The link from A to B by CABLES cables, a sensible number when that is 0; ports that are "" are chosen.

    Raises:
        RefusedInput: the two can not be joined; the reason is that of the ports.
    """
    trial = add_link(design, a, b, cables=cables or 1, a_port=a_port or None, b_port=b_port or None)
    if cables:
        return trial
    link = link_of(trial)
    cables = likely_cables(design, link)
    if cables == 1 and not (a_port and b_port):
        return trial
    return add_link(
        design, a, b, medium=link.medium, cables=cables, a_port=link.a_port, b_port=link.b_port, link_id=link.id
    )


def link_of(changeset: ChangeSet) -> Link:
    """The link that CHANGESET adds.

    Raises:
        RefusedInput: it adds none.
    """
    for (table, _), (_, after) in changeset.changes.items():
        if table == "links" and isinstance(after, Link):
            return after
    raise RefusedInput("Nothing was joined.")


def likely_cables(design: Design, link: Link) -> int:
    """How many cables LINK is likely meant to have, in one copy of the container around both ends.

    From several copies, all free ports of the group that the wire starts at, where the other end has room for them;
    else one for each copy of the end that has more.
    """
    container = design.common_container(link.a, link.b)
    a_copies = design.copies_within(link.a, container)
    b_copies = design.copies_within(link.b, container)
    each = max(a_copies, b_copies)
    joined = joined_ports(design, link)
    if joined is None or a_copies == 1 or link.medium in RELATION_MEDIA:
        return each
    a_group, b_group, how = joined
    taken = ports_taken(design)
    a_free = max(a_group.count - taken.get((link.a, a_group.name), 0), 0) * how.a_ways * a_copies
    b_free = max(b_group.count - taken.get((link.b, b_group.name), 0), 0) * how.b_ways * b_copies
    return a_free if each <= a_free <= b_free else each


def why_not(design: Design, fits: Fits, a: str, a_port: str, b: str, b_port: str) -> str:
    """Why a wire from A can not end at B; "" when it can."""
    if a == b:
        return f"{called(design, design.nodes[a])} can not be linked to itself."
    verdict = best_fit(fits, b, b_port)
    if verdict is not None and verdict.verdict != "no":
        return ""
    try:
        proposed_link(design, a, a_port, b, b_port)
    except RefusedInput as refusal:
        return str(refusal)
    return verdict.reason if verdict is not None else ""


def promise(design: Design, changeset: ChangeSet) -> tuple[str, str]:
    """What the proposed link would be, in two lines: "248 × 400G", "fabric → ports"."""
    link = link_of(changeset)
    joined = joined_ports(design, link)
    plural = "s" if link.cables != 1 else ""
    if joined is None:
        return f"{link.cables:,} cable{plural}", link.medium.replace("_", " ")
    a_group, b_group, how = joined
    title = (
        f"{link.cables:,} × {rate_text(how.rate_gbps)}"
        if how.rate_gbps is not None
        else f"{link.cables:,} cable{plural}"
    )
    return title, f"{a_group.name} → {b_group.name}"


def fits_port(design: Design, a: str, a_port: str, b: str, b_port: str) -> Fit | None:
    """How two named ports fit, free or not; None when one is not there."""
    groups = [
        next((group for group in design.ports_of(design.nodes[node]) if group.name == port), None)
        for node, port in ((a, a_port), (b, b_port))
        if node in design.nodes
    ]
    if len(groups) != 2 or groups[0] is None or groups[1] is None:
        return None
    return fit(groups[0], groups[1])
