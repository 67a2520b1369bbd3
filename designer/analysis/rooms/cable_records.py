"""Records of cables, folded: by link, by purchase, by tray."""

from collections.abc import Mapping

from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.parts.part import Source
from designer.model.records import Record


class LinkCables(Record, frozen=True, kw_only=True):
    """The cables of one link whose ends have places.

    Attributes:
        cables: All of them.
        unknown: Those whose length is not known, between rooms without places.
        least_m: The shortest, slack and ends included; None when none is known.
        most_m: The longest.
        total_m: All that are known together.
        typed: Those whose type was found or chosen.
    """

    cables: int
    unknown: int
    least_m: float | None
    most_m: float | None
    total_m: float
    typed: int


class Purchase(Record, frozen=True, kw_only=True):
    """Cables or optics of one sort that are bought.

    Attributes:
        part: Part id.
        stock_m: In which length; None for optics, and for cable of unknown length.
        part_number: Of that length.
        cut: Whether it is cut from a drum.
        optic: Whether it is an optic of a fibre that was chosen along with it.
        own: Whether the person chose it.
        quantity: How many.
        needed_m: What the routes of these cables need together.
        links: Ids of the links.
    """

    part: str
    stock_m: float | None
    part_number: str
    cut: bool
    optic: bool
    own: bool
    quantity: int
    needed_m: float
    links: tuple[str, ...]


class TrayFill(Record, frozen=True, kw_only=True):
    """Fill of a tray at its fullest section, and of each section.

    Attributes:
        room: Id of the room.
        cables: In the fullest section.
        used_mm2: Cross-section of those cables.
        share: Of the tray's width × depth.
        limit: What it should not exceed.
        sections: The share in each section between two meetings, along the tray.
    """

    room: str
    tray: str
    cables: int
    used_mm2: Figure
    share: Figure
    limit: Figure
    sections: tuple[Figure, ...]


class TightBend(Record, frozen=True, kw_only=True):
    """Cables that turn where a tray is narrower than they bend.

    Attributes:
        trays: The tray, or the two that meet there.
        x_mm: Where.
        y_mm: Where.
        width_mm: Of the narrower tray.
        needed_mm: Least bend radius of the thickest cable that turns there.
        link: Id of its link.
    """

    room: str
    trays: tuple[str, ...]
    x_mm: float
    y_mm: float
    width_mm: float
    needed_mm: float
    link: str


class CableTrouble(Record, frozen=True, kw_only=True):
    """Cables of a link that cannot be as they are drawn.

    Attributes:
        trouble: "none" (no type joins or reaches), "reach" (the chosen one does not reach), "short" (the length that
            was set is less than the route).
        a: One of its ends: "dgx[3]", for an example.
        b: The other.
        cables: How many have it.
        length_m: The longest of them along its route.
        limit_m: What the chosen one reaches, or the length that was set.
        why: In plain words, where there is no type.
        instead: Part id that would reach; "" for none.
        instead_name: What it is called.
    """

    link: str
    trouble: str
    a: str
    b: str
    cables: int
    length_m: float
    limit_m: float | None = None
    why: str = ""
    instead: str = ""
    instead_name: str = ""


class DrumCut(Record, frozen=True, kw_only=True):
    """Drums of one cable that are cut alike.

    Attributes:
        part: Part id.
        drums: How many are cut so.
        cuts: (length in m, how many) of one drum, longest first.
        drum_m: On a drum.
        left_m: What remains on each.
    """

    part: str
    drums: int
    cuts: tuple[tuple[float, int], ...]
    drum_m: float
    left_m: float


class CablesResult(Record, frozen=True, kw_only=True):
    """Cables of a design that has places on a floor: lengths, purchases, trays and troubles.

    Attributes:
        by_link: Only links with places at both ends.
        cables: Of those links.
        unknown: Of those, cables without a known length.
        metres: Of all known lengths, slack and ends included.
        notes: What was left out or simplified, in plain words.
        sources: Of what is bought and is not in the design: where its figures were read.
        optics: How many optics and active cables are bought.
        optics_typical_w: What they draw in use.
        optics_max_w: What they draw at most.
        optics_at: How many of each optic and active cable the copies of each node feed together, by node and part; of
            an active cable each end feeds a half.
    """

    by_link: Mapping[str, LinkCables]
    cables: int
    unknown: int
    metres: Figure
    purchases: tuple[Purchase, ...] = ()
    trays: tuple[TrayFill, ...] = ()
    bends: tuple[TightBend, ...] = ()
    troubles: tuple[CableTrouble, ...] = ()
    drums: tuple[DrumCut, ...] = ()
    notes: tuple[str, ...] = ()
    sources: Mapping[str, Source] = {}
    optics: int = 0
    optics_typical_w: Figure = leaf("optics, typical power", 0.0, "W")
    optics_max_w: Figure = leaf("optics, maximum power", 0.0, "W")
    optics_at: Mapping[str, Mapping[str, float]] = {}


class AssumedLength(Record, frozen=True, kw_only=True):
    """Range in which the length of the cables of one link without a route lies, m.

    Attributes:
        why: What it rests on, in plain words.
        assumption: Name of the assumption that it is; "" where the drawing tells it.
    """

    low_m: float
    typical_m: float
    high_m: float
    why: str
    assumption: str = ""


class AssumedPurchase(Record, frozen=True, kw_only=True):
    """Cables or optics that are bought for links without a route.

    Attributes:
        range_usd: Least and greatest price of one over the lengths that the links may have; None where no price of it
            is known, and for optics.
        otherwise: What it would be at the least or the greatest length, where that is of another type.
    """

    purchase: Purchase
    range_usd: tuple[float, float] | None = None
    otherwise: str = ""


class AssumedCables(Record, frozen=True, kw_only=True):
    """Cables without a route: assumed lengths, types and purchases.

    Attributes:
        lengths: By link.
        typed: By link, how many cables have a type.
        optics_at: As in `CablesResult`.
    """

    lengths: Mapping[str, AssumedLength] = {}
    typed: Mapping[str, int] = {}
    purchases: tuple[AssumedPurchase, ...] = ()
    optics_at: Mapping[str, Mapping[str, float]] = {}


def is_placed(design: Design) -> bool:
    """Return True when anything in DESIGN has a place on a floor, so that cables can have a length."""
    return any(node.floor is not None for node in design.nodes.values())
