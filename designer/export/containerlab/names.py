"""Names of a lab, of the folder beside its file and of the groups of an inventory; devices have `DeviceNames.host`."""

from typing import Final

from designer.model.device_names import LONGEST_HOST, host_slug

LAB_SUFFIX: Final = ".clab.yml"
"""How the name of a topology file ends."""
LONGEST_LAB: Final = 63 - LONGEST_HOST - len("clab--")


def lab_name(design_name: str) -> str:
    """Return the name of the lab of a design."""
    return host_slug(design_name, LONGEST_LAB) or "fabric"


def folder_name(file_name: str) -> str:
    """Return the name of the folder of configurations beside a topology file: "pod-frr" of "pod.clab.yml"."""
    stem = file_name[: -len(LAB_SUFFIX)] if file_name.lower().endswith(LAB_SUFFIX) else file_name
    # A colon or a space in it would part the two halves of a bind.
    return f"{host_slug(stem) or 'fabric'}-frr"


def group_name(role: str) -> str:
    """Return the name of the inventory group of a role: "storage_leaf"."""
    return host_slug(role).replace("-", "_") or "device"
