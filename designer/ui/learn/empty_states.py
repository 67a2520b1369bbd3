"""Words and offers of panels and views while the design has nothing for them: one row each."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from designer.model.design import Design
from designer.model.kinds import KINDS, RACKS
from designer.model.relations import RELATION_MEDIA


class Offer(NamedTuple):
    """The one action that begins to fill it.

    Attributes:
        lacks: Return True while the design lacks what the action brings.
        words: Words of its button.
        command: Id of the command.
    """

    lacks: Callable[[Design], bool]
    words: str
    command: str


class EmptyState(NamedTuple):
    """An empty panel or view.

    Attributes:
        offers: What is offered, the first that the design lacks; nothing when it lacks none.
        title: A few words over the offer; "" where the panel or view has words of its own.
        words: What it will show.
    """

    offers: tuple[Offer, ...]
    title: str = ""
    words: str = ""


def _lacks_parts(design: Design) -> bool:
    return not any(node.part for node in design.nodes.values())


def _lacks_cables(design: Design) -> bool:
    return not any(link.medium not in RELATION_MEDIA for link in design.links.values())


def _lacks_racks(design: Design) -> bool:
    return not any(node.kind in RACKS for node in design.nodes.values())


def _lacks_coolers(design: Design) -> bool:
    return not any(KINDS[node.kind].cooling_role for node in design.nodes.values())


_PART: Final = Offer(_lacks_parts, "Find a part…", "edit.add_part")
_CABLE: Final = Offer(_lacks_cables, "Draw a link", "edit.connect_tool")
_RACK: Final = Offer(_lacks_racks, "Make it real…", "design.make_real")
_COOLER: Final = Offer(_lacks_coolers, "Make it real…", "design.make_real")

EMPTY_PANELS: Final[Mapping[str, EmptyState]] = {
    "outline": EmptyState((_PART,)),
    "findings": EmptyState((_PART,)),
    "utilisation": EmptyState((_PART, _CABLE)),
    "failures": EmptyState((_PART, _CABLE)),
    "cables": EmptyState((_PART, _CABLE)),
    "power": EmptyState((_PART,)),
    "cooling": EmptyState((_PART, _COOLER)),
    "energy": EmptyState((_PART,)),
    "cost": EmptyState((_PART,)),
}
"""By id of the panel, which says itself what it will show. Parts are never empty, and history fills itself."""

EMPTY_VIEWS: Final[Mapping[str, EmptyState]] = {
    "stack": EmptyState((_PART,)),
    "topology-logical": EmptyState(
        (_PART,),
        "Nothing is connected yet",
        "Devices and services are drawn here without racks, power and cooling: alike ones as one tile, their cables "
        "as one line.",
    ),
    "rack": EmptyState((_PART, _RACK)),
}
"""By id of the view. The topology says on its canvas how to begin, and the room and the power view have buttons."""
