"""How long the cables of a link are: set on the link, by their routes, or from the size of what is around them."""

from collections.abc import Collection
from typing import Final

import numpy as np

from designer.analysis.rooms.assumed_cables import assumed_length
from designer.analysis.rooms.cable_records import is_placed
from designer.analysis.rooms.cable_routes import cable_routes
from designer.model.design import Design, Link
from designer.model.figures import Figure, leaf
from designer.model.kinds import KINDS

_SET: Final = "Set on the link."
_MOST_ROWS: Final = 200_000


def link_lengths(design: Design, link_ids: Collection[str]) -> dict[str, Figure]:
    """Return the length of the longest cable of each of LINK_IDS in m, with the shortest as its low end.

    A length that is set on the link counts first, then the routes of its cables where both ends have places, then
    what the rack or room around them or the assumption `unrouted_cable_m` gives: the mean, from the least to the
    greatest. Unknown where the ends stand on different sites.
    """
    wanted = [design.links[link_id] for link_id in dict.fromkeys(link_ids)]
    unset = {link.id for link in wanted if link.length_m is None}
    routed = _routed(design, unset) if unset and is_placed(design) else {}
    return {link.id: routed.get(link.id) or _told(design, link) for link in wanted}


def _routed(design: Design, link_ids: Collection[str]) -> dict[str, Figure]:
    """Return the lengths of LINK_IDS of which every cable has a route."""
    routes = cable_routes(design, only=link_ids, most=_MOST_ROWS)
    found: dict[str, Figure] = {}
    for place, link in enumerate(routes.links):
        metres = routes.length_m[routes.link == place]
        if link.id in link_ids and metres.size and not np.isnan(metres).any():
            least, most = round(float(metres.min()), 3), round(float(metres.max()), 3)
            note = "By the route of each cable along trays or walls, with slack and ends: the longest of them."
            found[link.id] = leaf(
                _label(design, link),
                most,
                "m",
                low=least,
                operation="routing",
                status="derived",
                subject=link.id,
                note=note,
            )
    return found


def _told(design: Design, link: Link) -> Figure:
    if link.length_m is not None:
        return leaf(_label(design, link), link.length_m, "m", status="user", subject=link.id, note=_SET)
    if _on_two_sites(design, link):
        note = "Its ends stand on different sites, and no length is set on it."
        return leaf(_label(design, link), None, "m", subject=link.id, note=note)
    found = assumed_length(design, link)
    metres = (round(metre, 3) for metre in (found.typical_m, found.low_m, found.high_m))
    value, low, high = metres
    return leaf(
        _label(design, link),
        value,
        "m",
        low=low,
        high=high,
        operation="assumption" if found.assumption else "design",
        status="assumed",
        subject=found.assumption or link.id,
        note=f"Not set, and without a route. {found.why}",
    )


def _label(design: Design, link: Link) -> str:
    ends = " – ".join(design.nodes[end].title if end in design.nodes else end for end in _ends(link))
    return f"length of a cable of {link.name or ends}"


def _on_two_sites(design: Design, link: Link) -> bool:
    """Whether the ends of LINK stand in different containers that stand in no others by their kind."""
    outer = [[design.nodes[one] for one in (end, *design.ancestors(end)) if one in design.nodes] for end in _ends(link)]
    sites = [{node.id for node in nodes if _stands_alone(node.kind)} for nodes in outer]
    return all(sites) and sites[0] != sites[1]


def _ends(link: Link) -> tuple[str, str]:
    return link.a, link.b


def _stands_alone(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].container and not KINDS[kind].parents
