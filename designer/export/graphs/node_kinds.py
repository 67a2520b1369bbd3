"""Kinds of the nodes of other graphs: words for hosts, switches, storage and containers."""

from collections.abc import Mapping
from typing import Final

from designer.export.graphs.raw_graph import Attributes
from designer.model.kinds import CONTAINERS, KINDS

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "host": (
        "host",
        "server",
        "compute",
        "worker",
        "gpu",
        "node",
        "machine",
        "endpoint",
        "end-host",
        "client",
        "computer",
        "terminal",
        "vm",
        "gpu-server",
        "gpu-node",
        "compute-node",
    ),
    "switch": (
        "switch",
        "router",
        "leaf",
        "spine",
        "super-spine",
        "superspine",
        "tor",
        "top-of-rack",
        "core",
        "aggregation",
        "aggr",
        "agg",
        "edge",
        "bridge",
        "hub",
        "fabric-switch",
        "leaf-switch",
        "spine-switch",
        "core-switch",
        "edge-switch",
        "aggregation-switch",
    ),
    "storage": ("storage", "filer", "nas", "san", "disk", "disk-array", "storage-node", "storage-server"),
}
_KIND_OF_WORD: Final = {word: kind for kind, words in _WORDS.items() for word in words}
KIND_KEYS: Final = ("kind", "type", "role", "node_type", "device_type", "device_role", "category", "layer")
"""Attributes that may say what a node is, the surest first."""
GENERIC: Final = frozenset(_WORDS)


def kind_of_word(word: str) -> str | None:
    """The kind that WORD stands for, a kind of ours among them; None when it is none."""
    plain = "-".join(word.strip().lower().replace("_", " ").replace("-", " ").split())
    # Plural forms only where the word itself is none.
    plain = plain if plain in _KIND_OF_WORD or plain in KINDS else plain.removesuffix("s")
    return _KIND_OF_WORD.get(plain) or (plain if plain in KINDS else None)


def told_kind(attributes: Attributes) -> tuple[str | None, str]:
    """The kind that a node's ATTRIBUTES tell, and the attribute that does; (None, "") when none does."""
    lower = {name.lower(): name for name in attributes}
    for key in KIND_KEYS:
        if key in lower:
            kind = kind_of_word(attributes[lower[key]])
            if kind is not None:
                return kind, lower[key]
    return None, ""


def is_container(kind: str) -> bool:
    """Return True when nodes of KIND hold others."""
    return kind in CONTAINERS
