"""Words for layers and media where they are shown or hidden, and how many of each a design has."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Final

from designer.drawing.words import tile_layer
from designer.model.design import Design
from designer.model.parts.part import LAYERS, Layer, Medium
from designer.model.relations import RELATIONS

MEDIA_TITLES: Final[Mapping[Medium, str]] = {
    "fabric": "Fabric",
    "storage": "Storage",
    "management": "Management",
    "nvlink": "NVLink",
    "pcie": "PCIe",
    "power": "Power",
    "coolant": "Coolant",
    **{relation.id: relation.title for relation in RELATIONS.values()},
}
RELATIONS_TITLE: Final = "Software and relations"
"""The group of all media that need no ports."""


def layer_counts(design: Design) -> Mapping[Layer, int]:
    """Return how many nodes of DESIGN stand in each layer, each once however many copies it has."""
    return Counter(tile_layer(node, design.part_of(node)) for node in design.nodes.values())


def media_counts(design: Design) -> Mapping[Medium, int]:
    """Return how many links of DESIGN are of each medium."""
    return Counter(link.medium for link in design.links.values())


def hidden_words(layers: Collection[Layer], media: Collection[Medium]) -> str:
    """Return what is hidden: "3 of 9 media and 1 of 7 layers hidden"; "" when nothing is."""
    pieces: list[str] = []
    if media:
        pieces.append(f"{len(media)} of {len(MEDIA_TITLES)} media")
    if layers:
        pieces.append(f"{len(layers)} of {len(LAYERS)} layers")
    return f"{' and '.join(pieces)} hidden" if pieces else ""
