"""Length of the cables of a link: set on it, by their routes, or from the size of what is around them."""

from collections.abc import Collection
from typing import Final

import numpy as np

from designer.analysis.rooms.assumed_cables import assumed_length
from designer.analysis.rooms.cable_records import is_placed
from designer.analysis.rooms.cable_routes import cable_routes
from designer.model.design import Design, Link
from designer.model.figures.figure import Figure, leaf
from designer.model.naming import link_name

_SET: Final = "Set on the link."
_MOST_ROWS: Final = 200_000


def link_lengths(design: Design, link_ids: Collection[str]) -> dict[str, Figure]:
    """Return the length of the longest cable of each of LINK_IDS in m, with the shortest as its low end.

    A length that is set on the link counts first, then the routes of its cables where both ends have places, then
    what the size of the rack or room around both ends gives: the mean, from the least to the greatest. Unknown else:
    the assumption that cables are bought by says nothing of one link, least of all between sites.
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
        # (rows of this link,) m; one row without a route leaves the link to the assumed lengths.
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
    found = assumed_length(design, link)
    if found.assumption:
        note = "Neither set on it, nor by a route, nor from the size of a rack or room around both its ends."
        return leaf(_label(design, link), None, "m", subject=link.id, note=note)
    return leaf(
        _label(design, link),
        round(found.typical_m, 3),
        "m",
        low=round(found.low_m, 3),
        high=round(found.high_m, 3),
        status="assumed",
        subject=link.id,
        note=f"Not set, and without a route. {found.why}",
    )


def _label(design: Design, link: Link) -> str:
    return f"length of a cable of {link_name(design, link)}"
