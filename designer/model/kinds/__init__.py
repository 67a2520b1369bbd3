"""The kinds of things that can be placed: the table of kinds with their traits, and the sets of kinds by trait.

Code asks for a trait (`KINDS[node.kind].endpoint`) or for a set of kinds that share one (`node.kind in RACKS`), never
for the name of a kind. Names are constants only where a thing is made.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from designer.model.kinds.container_kinds import CONTAINER_KINDS
from designer.model.kinds.equipment_kinds import EQUIPMENT_KINDS
from designer.model.kinds.facility_kinds import FACILITY_KINDS
from designer.model.kinds.facts import FACTS as FACTS
from designer.model.kinds.kind import CoolingRole as CoolingRole
from designer.model.kinds.kind import Kind as Kind
from designer.model.kinds.kind import Picture as Picture
from designer.model.kinds.kind import PowerRole as PowerRole
from designer.model.kinds.kind import Role as Role
from designer.model.kinds.kind import Work as Work
from designer.model.kinds.kind import WorkloadRole as WorkloadRole
from designer.model.kinds.software_kinds import SOFTWARE_KINDS

KINDS: Final[Mapping[str, Kind]] = {
    kind.id: kind for kind in (*CONTAINER_KINDS, *EQUIPMENT_KINDS, *SOFTWARE_KINDS, *FACILITY_KINDS)
}


def kinds_with(trait: Callable[[Kind], object]) -> frozenset[str]:
    """Return the ids of the kinds for which TRAIT holds."""
    return frozenset(kind.id for kind in KINDS.values() if trait(kind))


def in_order(kinds: Collection[str]) -> tuple[str, ...]:
    """Return KINDS in the order of the table, for sums and lists that people read."""
    return tuple(name for name in KINDS if name in kinds)


# What is made by name: places that edits draw, and what the bill adds by rule.
SITE: Final = "site"
ROOM: Final = "room"
POD: Final = "pod"
ROW: Final = "row"
RACK: Final = "rack"
CABLE: Final = "cable"
OPTIC: Final = "optic"
ACCESSORY: Final = "accessory"
PDU: Final = "pdu"
SERVER: Final = "server"
HOST: Final = "host"
SWITCH: Final = "switch"
MODEL: Final = "model"
INSTANCE: Final = "instance"
MODEL_API: Final = "model-api"

# Places
CONTAINERS: Final = tuple(kind.id for kind in KINDS.values() if kind.container)
RACKS: Final = kinds_with(lambda kind: kind.mounts_devices)
ROOMS: Final = kinds_with(lambda kind: kind.floor_plan)
BUILDINGS: Final = kinds_with(lambda kind: kind.building)
CABINETS: Final = kinds_with(lambda kind: kind.cabinet and kind.role == "other")
"""Rack cabinets that a rack is bought as."""
RACK_SYSTEMS: Final = kinds_with(lambda kind: kind.cabinet and kind.role == "host")
"""Machines that are a rack, cabinet included."""
FLOOR_RACKS: Final = RACKS | RACK_SYSTEMS
"""What stands on the floor as a rack."""

# IT equipment
BEARING: Final = tuple(kind.id for kind in KINDS.values() if kind.role == "host")
"""Kinds that hold accelerators and have network cards of their own."""
ACCELERATORS: Final = kinds_with(lambda kind: kind.role == "accelerator")
SWITCHES: Final = kinds_with(lambda kind: kind.role == "switch")
STORAGES: Final = kinds_with(lambda kind: kind.role == "storage")
INSTANCES: Final = kinds_with(lambda kind: kind.role == "host" and kind.managed)
"""Machines of a cloud."""
NETWORK_CARDS: Final = kinds_with(lambda kind: kind.network_card)
PLUG_IN_MODULES: Final = kinds_with(lambda kind: kind.component and kind.breaks_out)
COMPONENTS: Final = kinds_with(lambda kind: kind.component)
CABLES: Final = kinds_with(lambda kind: kind.cabling == "cable")
OPTICS: Final = kinds_with(lambda kind: kind.cabling == "transceiver")
CABLING: Final = CABLES | OPTICS
PASSING: Final = tuple(kind.id for kind in KINDS.values() if kind.passes)
"""Kinds that a path goes through as through one cable."""
PATCHING: Final = kinds_with(lambda kind: kind.passes and kind.top_of_rack)
"""Kinds in which the cables of a rack end: where none is drawn, the bill adds them by rule."""
BREAKING_OUT: Final = kinds_with(lambda kind: kind.breaks_out)
"""Kinds whose cages can be split into several ports."""
PLAIN_FRONT: Final = kinds_with(lambda kind: kind.plain_front)
TOP_OF_RACK: Final = kinds_with(lambda kind: kind.top_of_rack)

# Power
_STAGED: Final = {kind.id: kind.power_stage for kind in KINDS.values() if kind.power_stage is not None}
POWER_STAGES: Final[Mapping[str, int]] = dict(sorted(_STAGED.items(), key=lambda row: row[1]))
"""Where each kind of power equipment stands between the utility and the racks."""
DEVICE_STAGE: Final = 9
"""Where all that is fed stands."""
UTILITIES: Final = kinds_with(lambda kind: kind.power_role == "utility")
GENERATORS: Final = kinds_with(lambda kind: kind.power_role == "generator")
SOURCES: Final = kinds_with(lambda kind: kind.power_stage == 0)
TRANSFORMERS: Final = kinds_with(lambda kind: kind.power_role == "transformer")
SWITCHGEAR: Final = kinds_with(lambda kind: kind.power_role == "switchgear")
UPSS: Final = kinds_with(lambda kind: kind.power_role == "ups")
TRANSFER: Final = kinds_with(lambda kind: kind.power_role == "transfer")
"""Kinds that take one of their inputs at a time; they stand anywhere between the sources and the racks."""
RACK_POWER: Final = kinds_with(lambda kind: kind.power_role == "rack_pdu")
"""Kinds that bring power to the devices of a rack: where none is drawn, the bill adds them by rule."""
RACK_POWER_STAGE: Final = max(POWER_STAGES.values())
SEPARATELY_DERIVED: Final = kinds_with(lambda kind: kind.separately_derived)
LOSING: Final = tuple(name for name in POWER_STAGES if KINDS[name].losses)
"""Kinds that lose power on the way, from the utility to the racks."""
LOSING_INDOORS: Final = tuple(name for name in LOSING if KINDS[name].losses == "indoors")
"""Those of them whose losses are heat in the hall."""
OUTLETS: Final = kinds_with(lambda kind: kind.outlets)

# Cooling
AIR_HANDLERS: Final = kinds_with(lambda kind: kind.cooling_role == "air_handler")
"""Kinds that give chilled water's cold to the air of a room."""
COOLANT_UNITS: Final = kinds_with(lambda kind: kind.cooling_role == "coolant_unit")
CHILLERS: Final = kinds_with(lambda kind: kind.cooling_role == "chiller")
DRY_COOLERS: Final = kinds_with(lambda kind: kind.cooling_role == "dry_cooler")
COOLING_TOWERS: Final = kinds_with(lambda kind: kind.cooling_role == "cooling_tower")
HEAT_REJECTION: Final = DRY_COOLERS | COOLING_TOWERS
"""Kinds that give heat to the air outdoors without a compressor."""
OUTDOORS: Final = kinds_with(lambda kind: kind.outdoors)
"""Kinds that give the heat of the whole loop to the air outdoors, which the coolers in the room took up before."""

# Halls
OWN_HALL: Final = kinds_with(lambda kind: kind.own_hall)
"""Kinds that make a hall one's own: where one is drawn, no hall is rented."""
HALL_POWER: Final = kinds_with(lambda kind: kind.role == "power" and not kind.beside_racks)
"""Kinds of power plant that the price of a hall by its kW holds."""
HALL_COOLING: Final = kinds_with(lambda kind: kind.role == "cooling" and not kind.beside_racks)
"""Kinds of cooling plant that the price of a hall by its kW holds."""
HALL_PLANT: Final = HALL_POWER | HALL_COOLING
"""Kinds that the price of a hall by its kW holds; what stands in or beside racks comes on top."""

# Users, services, jobs and data
USERS: Final = kinds_with(lambda kind: kind.workload == "users")
APPLICATIONS: Final = kinds_with(lambda kind: kind.workload == "application")
WORKS: Final = kinds_with(lambda kind: kind.workload == "work")
TRAINING_JOBS: Final = kinds_with(lambda kind: kind.workload == "training")
PIPELINES: Final = kinds_with(lambda kind: kind.workload == "pipeline")
INFERENCE: Final = kinds_with(lambda kind: kind.workload == "inference")
MODEL_APIS: Final = kinds_with(lambda kind: kind.workload == "model_api")
VECTOR_DATABASES: Final = kinds_with(lambda kind: kind.workload == "vector_database")
TRACKERS: Final = kinds_with(lambda kind: kind.workload == "tracker")
ORCHESTRATORS: Final = kinds_with(lambda kind: kind.workload == "orchestrator")
FRAMEWORKS: Final = kinds_with(lambda kind: kind.workload == "framework")
MODELS: Final = kinds_with(lambda kind: kind.workload == "model")
DATA_SETS: Final = kinds_with(lambda kind: kind.workload == "data_set")
FILE_SYSTEMS: Final = kinds_with(lambda kind: kind.workload == "file_system")
OBJECT_STORES: Final = kinds_with(lambda kind: kind.workload == "object_store")
MANAGED: Final = kinds_with(lambda kind: kind.managed)
MODEL_KINDS: Final = kinds_with(lambda kind: kind.asked_as == "model")
RETRIEVAL_KINDS: Final = kinds_with(lambda kind: kind.asked_as == "retrieval")
SERVICE_KINDS: Final = kinds_with(lambda kind: kind.asked_as == "service")
STORE_KINDS: Final = kinds_with(lambda kind: kind.asked_as == "store")
CALL_RANKS: Final[Mapping[str, int]] = {k.id: k.call_rank for k in KINDS.values() if k.call_rank is not None}
"""Place of each kind from those that ask to those that are asked."""
