"""Names of devices that containers, hosts and inventories take: each its own, and the same wherever one is written."""

import re
from collections.abc import Iterable
from typing import Final

LAB_SUFFIX: Final = ".clab.yml"
"""How the name of a topology file ends."""
_OTHERS: Final = re.compile(r"[^a-z0-9]+")
LONGEST: Final = 40
"""With the name of the lab before it the name of a container has at most 63 letters, as a host's has (RFC 1123)."""
LONGEST_LAB: Final = 63 - LONGEST - len("clab--")
_LONGEST_GROUP: Final = 40


def lab_names(names: Iterable[str]) -> list[str]:
    """Return a name of small letters, digits and hyphens for each of NAMES: "leaf-switch-3".

    Two that would be called alike get a number behind; one with no letter or digit of these is called device.
    """
    found: list[str] = []
    taken: set[str] = set()
    nexts: dict[str, int] = {}
    for name in names:
        base = _slug(name, LONGEST) or "device"
        one = base
        while one in taken:
            number = nexts[base] = nexts.get(base, 1) + 1
            end = f"-{number}"
            one = base[: LONGEST - len(end)].rstrip("-") + end
        taken.add(one)
        found.append(one)
    return found


def lab_name(design_name: str) -> str:
    """Return the name of the lab of a design."""
    return _slug(design_name, LONGEST_LAB) or "fabric"


def folder_name(file_name: str) -> str:
    """Return the name of the folder of configurations beside a topology file: "pod-frr" of "pod.clab.yml"."""
    stem = file_name[: -len(LAB_SUFFIX)] if file_name.lower().endswith(LAB_SUFFIX) else file_name
    # A colon or a space in it would part the two halves of a bind.
    return f"{_slug(stem, LONGEST) or 'fabric'}-frr"


def group_name(role: str) -> str:
    """Return the name of the inventory group of a role: "storage_leaf"."""
    return _slug(role, _LONGEST_GROUP).replace("-", "_") or "device"


def _slug(text: str, most: int) -> str:
    return _OTHERS.sub("-", text.lower()).strip("-")[:most].rstrip("-")
