"""Form and ground of the plate of each kind, by its traits."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from designer.drawing.records import PlateForm, PlateGround
from designer.model.kinds import KINDS, CoolingRole, Kind, Picture, PowerRole, Role, WorkloadRole

_COOLING: Final[Mapping[CoolingRole, PlateForm]] = {
    "air_handler": "air_handler",
    "coolant_unit": "coolant_unit",
    "chiller": "chiller",
    "dry_cooler": "dry_cooler",
    "cooling_tower": "cooling_tower",
}
_POWER: Final[Mapping[PowerRole, PlateForm]] = {
    "utility": "utility",
    "generator": "generator",
    "transformer": "transformer",
    "switchgear": "switchgear",
    "ups": "ups",
    "transfer": "transfer",
    "busway": "busway",
    "panel": "panel",
    "rack_pdu": "rack_pdu",
}
_WORK: Final[Mapping[WorkloadRole, PlateForm]] = {
    "users": "users",
    "application": "application",
    "work": "work",
    "training": "training",
    "pipeline": "pipeline",
    "inference": "inference",
    "model_api": "model_api",
    "vector_database": "vector_database",
    "tracker": "tracker",
    "orchestrator": "orchestrator",
    "framework": "framework",
    "model": "model",
    "data_set": "data_set",
    "file_system": "file_system",
    "file_service": "file_system",
    "object_store": "object_store",
}
_PICTURES: Final[Mapping[Picture, PlateForm]] = {
    "chip": "processor",
    "card": "card",
    "optic": "optic",
    "cable": "cable",
    "rack": "cabinet",
}
_ROLES: Final[Mapping[Role, PlateForm]] = {
    "container": "place",
    "accelerator": "chip",
    "switch": "switch",
    "host": "machine",
    "storage": "storage",
}


@lru_cache(maxsize=256)
def plate_form(kind: str) -> PlateForm:
    """Return what the plate of a part of KIND shows."""
    found = KINDS.get(kind)
    if found is None:
        return "sign"
    if found.role == "host" and (found.managed or found.cabinet):
        return "instance" if found.managed else "rack_system"
    if found.mounts_devices:
        return "cabinet"
    form = _COOLING.get(found.cooling_role) or _POWER.get(found.power_role) or _WORK.get(found.workload)
    return form or _ROLES.get(found.role) or _PICTURES.get(found.picture) or _other_form(found)


def _other_form(kind: Kind) -> PlateForm:
    """Return the form for a kind without a role or picture of its own: by its mounting and what passes through it."""
    if kind.passes:
        return "ports"
    if kind.component:
        return "module"
    return "device" if kind.racked and kind.netbox == "device" else "sign"


@lru_cache(maxsize=256)
def plate_ground(kind: str) -> PlateGround:
    """Return the ground of the plate of KIND: steel where one can touch it, else a tint, also of what is rented."""
    found = KINDS.get(kind)
    if found is None:
        return "steel"
    if found.managed:
        return "rented"
    return "tint" if found.role == "software" or found.container else "steel"
