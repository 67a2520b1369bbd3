"""The record of a kind: all that holds for every part or place of it, as traits that code asks for."""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec.structs import force_setattr

from designer.model.kinds.asked import AskedFact
from designer.model.parts.part import Layer, Medium
from designer.model.records import Record

Work = Literal["", "rate", "elastic", "resident", "manager"]
Role = Literal["container", "accelerator", "host", "switch", "storage", "power", "cooling", "software", "other"]
Cabling = Literal["", "cable", "transceiver"]
PowerRole = Literal[
    "", "utility", "generator", "transformer", "switchgear", "ups", "transfer", "busway", "panel", "rack_pdu"
]
CoolingRole = Literal["", "air_handler", "coolant_unit", "chiller", "dry_cooler", "cooling_tower"]
WorkloadRole = Literal[
    "",
    "users",
    "application",
    "work",
    "training",
    "pipeline",
    "inference",
    "model_api",
    "vector_database",
    "tracker",
    "orchestrator",
    "framework",
    "model",
    "data_set",
    "file_system",
    "file_service",
    "object_store",
]
AskedAs = Literal["", "model", "retrieval", "service", "store"]
NetBoxForm = Literal["", "device", "module", "rack"]
Picture = Literal["", "chip", "card", "optic", "cable", "strip", "device", "rack", "rack_system", "plant", "sign"]

_NEVER_FAIL: Final[frozenset[Role]] = frozenset({"software", "other"})

PLACES: Final = ("site", "room", "row", "pod")
"""Where racks stand."""
IN_ALL: Final = (*PLACES, "rack")
MACHINES: Final = ("server", "host", "rack-system", "instance")

# Relations that all of a sort have, see model.relations: what a thing needs, and what others may want of it.
_SUPPLIED: tuple[Medium, ...] = ("feeds", "cools")
_RUNS: tuple[Medium, ...] = ("runs_on",)
STORES: tuple[Medium, ...] = ("reads", "writes", "depends_on")
WORKING: tuple[Medium, ...] = ("runs_on", "reads", "writes", "tracks", "asks", "depends_on")


_USUAL_NEEDS: Final[Mapping[Role, tuple[Medium, ...]]] = {
    "container": _SUPPLIED,
    "accelerator": _SUPPLIED,
    "host": _SUPPLIED,
    "switch": _SUPPLIED,
    "storage": _SUPPLIED,
    "power": _SUPPLIED,
    "cooling": _SUPPLIED,
    "other": _SUPPLIED,
}
_USUAL_GIVES: Final[Mapping[Role, tuple[Medium, ...]]] = {
    "container": _RUNS,
    "accelerator": _RUNS,
    "host": _RUNS,
    "storage": STORES,
    "power": ("feeds",),
    "cooling": ("cools",),
}
"""What kinds of a role need and give where their row says nothing else."""


class Kind(Record, frozen=True, kw_only=False):
    """Traits of every part or container of one kind.

    Attributes:
        title: Singular, for people.
        role: What the analysis takes it for.
        layer: The layer that containers and unknown parts of this kind belong to.
        parents: Kinds of containers that it may stand in; everything may stand in the open.
        plural: For people; the title with an s where a row says nothing else.
        icon: File in resources/icons, without ".svg"; the id where a row says nothing else.
        endpoint: Whether it sends and receives traffic of its own.
        described: Whether it only says what is done, so that nothing of it is bought.
        work: How it asks for its share of what it runs on: "rate" as many answers as are asked of it, "elastic" all
            that is left, "resident" room that it holds, "manager" a reserve on each host and nothing else, "" nothing.
        needs: Relations that it can have towards others, the likeliest first.
        gives: Relations that others can have towards it, the likeliest first.
        bought_as: Kind of what is bought for each one drawn of a container; "" where nothing is.
        cabinet: Whether it is a rack cabinet or brings its own.
        spare: Assumption of the share that is kept spare; "" where none are.
        passes: Whether it joins its ports two by two and processes nothing, so that a path goes through it as through
            one cable (a patch panel, an optical circuit switch).
        plain: One and many of it for people who are no engineers; () where its title is plain.
        counted: Whether plain words say how many there are of it.
        mounts_devices: Whether devices are mounted in it by rack units.
        floor_plan: Whether it has a floor with walls, on which racks stand.
        building: Whether it is a building or a room of one, the frame of what stands on a floor.
        component: Whether it goes into a device, or between two, and takes no place of its own.
        breaks_out: Whether its cages can be split into several ports.
        top_of_rack: Whether it goes to the top of a rack that is filled.
        cabling: What it is of a cable run; "" for nothing.
        network_card: Whether its ports are those of the machine that it goes into.
        managed: Whether a provider runs it, so that only its use is paid.
        power_role: What it is in the power chain; "" outside it.
        power_stage: Where it stands between the utility, 0, and the racks; None where it may stand anywhere.
        losses: Where the heat of what it loses of the power goes; "" where it loses next to nothing.
        separately_derived: Whether its output is a supply of its own, with new phases and another voltage.
        outlets: Whether it feeds others through outlets, so that its own inlet is an input.
        cooling_role: What it is in the way of the heat; "" outside it.
        cooling_stage: Where it stands between the air outdoors, 0, and the racks; None for what cools air.
        outdoors: Whether it gives the heat of the whole loop to the air outdoors, which coolers in the room took up.
        own_hall: Whether it makes a hall one's own: where it is drawn, no hall is rented.
        beside_racks: Whether it stands in or beside racks, so that the price of a hall by its kW leaves it out.
        workload: What it does among users, services, jobs and data; "" for what is none of these.
        asked_as: What a caller wants of it; "" for nothing.
        call_rank: Place from those that ask to those that are asked; None for what neither asks nor is asked.
        pods: Whether each copy of it is a pod of the cluster that it runs on.
        keeps_copy: Whether data that go there are kept there.
        hosted: Whether it has to run on machines of one's own where it is not rented.
        facts: Names of the facts that the form of a part offers first, the weightiest first.
        asked: Facts that a node is asked, in the order of a form.
        link_hint: What to link to it where nothing comes of it; "" where there is nothing to say.
        layout_row: Row of a tidy layout among software: who asks stands above whom it asks.
        browse_rank: Place among the parts when nothing is searched; None behind all that have one.
        netbox: Its form in NetBox's device type library; "" where that has none.
        picture: How a part is drawn; "" as a device where it is racked, else as a sign.
        plain_front: Whether its front in a rack is drawn plain.
        ports_front: Whether its network ports are on its front, as on what is cabled from there all day (switches,
            patch panels); else they are at the rear, behind the drives and fans that a front holds.
        symbol: Icon of its symbol in the one-line diagram; "" where it has none of its own.
        called: Other names that people have for it; search finds all of its parts by them.
        used_as: Names of places that parts of it take in a design; search finds by them what suits such a place.
    """

    id: str
    title: str
    role: Role
    layer: Layer
    parents: tuple[str, ...] = ()
    plural: str = ""
    icon: str = ""
    endpoint: bool = False
    described: bool = False
    work: Work = ""
    needs: tuple[Medium, ...] = ()
    gives: tuple[Medium, ...] = ()
    bought_as: str = ""
    cabinet: bool = False
    spare: str = ""
    passes: bool = False
    plain: tuple[str, str] | tuple[()] = ()
    counted: bool = False
    mounts_devices: bool = False
    floor_plan: bool = False
    building: bool = False
    component: bool = False
    breaks_out: bool = False
    top_of_rack: bool = False
    cabling: Cabling = ""
    network_card: bool = False
    managed: bool = False
    power_role: PowerRole = ""
    power_stage: int | None = None
    losses: Literal["", "indoors", "outdoors"] = ""
    separately_derived: bool = False
    outlets: bool = False
    cooling_role: CoolingRole = ""
    cooling_stage: int | None = None
    outdoors: bool = False
    own_hall: bool = False
    beside_racks: bool = False
    workload: WorkloadRole = ""
    asked_as: AskedAs = ""
    call_rank: int | None = None
    pods: bool = False
    keeps_copy: bool = False
    hosted: bool = False
    facts: tuple[str, ...] = ()
    asked: tuple[AskedFact, ...] = ()
    link_hint: str = ""
    layout_row: float = 0.0
    browse_rank: int | None = None
    netbox: NetBoxForm = ""
    picture: Picture = ""
    plain_front: bool = False
    ports_front: bool = False
    symbol: str = ""
    called: tuple[str, ...] = ()
    used_as: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Fill in what follows from the title, the id and the role where the row says nothing else."""
        force_setattr(self, "plural", self.plural or self.title + "s")
        force_setattr(self, "icon", self.icon or self.id)
        force_setattr(self, "needs", self.needs or _USUAL_NEEDS.get(self.role, ()))
        force_setattr(self, "gives", self.gives or _USUAL_GIVES.get(self.role, ()))

    @property
    def container(self) -> bool:
        """Return whether it holds others and has no part."""
        return self.role == "container"

    @property
    def fails(self) -> bool:
        """Return whether it is a thing, or a place, that can fail and be repaired."""
        return not self.described and self.role not in _NEVER_FAIL

    @property
    def racked(self) -> bool:
        """Return whether it can have a place in a rack of its own."""
        built_in = self.component or (self.cabinet and self.role == "other")
        return "rack" in self.parents and not built_in and self.role not in {"container", "software"}
