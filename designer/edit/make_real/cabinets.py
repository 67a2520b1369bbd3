"""Choice of the cabinet for devices: by its height, by the depth that they need, and by the weight that it carries."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.make_real.fitting import MOST_OTHERS, fact, parts_of, priced
from designer.edit.make_real.records import Wishes
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.kinds import CABINETS
from designer.model.parts.part import Part
from designer.model.rooms.rack_slots import box_of

_OPEN: Final = frozenset({"open rack", "orv3", "busbar"})
"""Tags of racks, and of devices, that are made for an open rack and its busbar."""
BESIDE_KG: Final = 100.0
"""Weight kept free in a cabinet for four power strips and their cords; strips of the catalog weigh 5 to 15 kg."""


class Cabinet(NamedTuple):
    """A rack as devices need it.

    Attributes:
        part: The cabinet; None where none of the catalog fits, and then the rack is drawn without one.
        units: Rack units.
        depth_mm: That devices need, room for cables included; None where none says how deep it is.
        kg: That it carries; None where nobody says.
        others: Ids of cabinets that fit as well.
    """

    part: Part | None
    units: int
    depth_mm: float | None
    kg: float | None
    others: tuple[str, ...] = ()


def is_open(design: Design, node: Node) -> bool:
    """Return whether NODE is made for an open rack."""
    part = design.part_of(node)
    return part is not None and "open rack" in part.tags


def depth_needed(design: Design, nodes: Iterable[Node]) -> float | None:
    """Return the depth that a rack needs for NODES with room for their cables, mm; None where none is known."""
    depths = [box_of(design, node).depth_mm for node in nodes]
    known = [depth for depth in depths if depth is not None]
    return max(known) + assumed(design, "rack_cable_depth_mm").or_zero if known else None


def cabinet_for(
    design: Design, library: Library, wishes: Wishes, depth_mm: float | None, chosen: str, *, open_rack: bool
) -> Cabinet:
    """Return the cabinet whose height is nearest to the one wished, deep enough for DEPTH_MM.

    Of those, one that says what it carries comes first, then one with a price, then the cheapest.

    Args:
        design: The design.
        library: Parts on hand.
        wishes: How high it should be.
        depth_mm: That it has to have; None where nothing is known.
        chosen: Id of the cabinet that the person wants; it is taken where it is one.
        open_rack: Whether it has to be an open rack.
    """
    wanted = wishes.rack_units or int(assumed(design, "rack_units").value or 42)
    ranked: list[tuple[tuple[float | bool | str, ...], Part]] = []
    for part in parts_of(design, library, CABINETS):
        units, depth = fact(part, "rack_units"), fact(part, "depth_mm")
        fits = bool(_OPEN & set(part.tags)) == open_rack and units is not None
        # A depth that nobody states fits only where none is asked for.
        deep = depth_mm is None or (depth is not None and depth >= depth_mm) or (open_rack and depth is None)
        if part.id == chosen or (fits and deep):
            price = part.price()
            key = (
                part.id != chosen,
                abs((units or 0.0) - wanted),
                fact(part, "load_limit_kg") is None,
                not priced(part),
                price.typical if price else 0.0,
                part.id,
            )
            ranked.append((key, part))
    ranked.sort(key=lambda row: row[0])
    if not ranked:
        return Cabinet(None, wanted, depth_mm, None)
    part = ranked[0][1]
    carries = fact(part, "load_limit_kg")
    return Cabinet(
        part,
        int(fact(part, "rack_units") or wanted),
        depth_mm,
        None if carries is None else max(carries - BESIDE_KG, 0.0),
        tuple(other.id for _, other in ranked[1 : MOST_OTHERS + 1]),
    )
