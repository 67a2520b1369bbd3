"""The kinds of things that can be placed: one table of layer, icon, parents and sums; and the table of facts."""

from collections.abc import Mapping
from typing import Final, Literal

from designer.model.parts.fact_kinds import FactKind
from designer.model.parts.part import Layer, Medium
from designer.model.records import Record
from designer.model.workloads.workload_facts import WORKLOAD_FACTS

Work = Literal["", "rate", "elastic", "resident", "manager"]
Role = Literal["container", "accelerator", "host", "switch", "storage", "power", "cooling", "software", "other"]


_NEVER_FAIL: Final[frozenset[Role]] = frozenset({"software", "other"})


class Kind(Record, frozen=True, kw_only=True):
    """Traits of every part or container of one kind.

    Attributes:
        title: Singular, for people.
        plural: For people.
        role: What the analysis takes it for.
        layer: The layer that containers and unknown parts of this kind belong to.
        icon: File in resources/icons, without ".svg".
        parents: Kinds of containers that it may stand in; everything may stand in the open.
        described: Whether it only says what is done, so that nothing of it is bought.
        endpoint: Whether it sends and receives traffic of its own.
        work: How it asks for its share of what it runs on: "rate" as many answers as are asked of it, "elastic" all
            that is left, "resident" room that it holds, "manager" a reserve on each host and nothing else, "" nothing.
        needs: Relations that it can have towards others, the likeliest first.
        gives: Relations that others can have towards it, the likeliest first.
        bought_as: Kind of what is bought for each one drawn of a container; "" where nothing is.
        cabinet: Whether it is a rack cabinet or brings its own.
        spare: Assumption of the share that is kept spare; "" where none are.
        passes: Whether it joins its ports two by two and processes nothing, so that a path goes through it as through
            one cable (a patch panel, an optical circuit switch).
    """

    id: str
    title: str
    plural: str
    role: Role
    layer: Layer
    icon: str
    parents: tuple[str, ...] = ()
    endpoint: bool = False
    described: bool = False
    work: Work = ""
    needs: tuple[Medium, ...] = ()
    gives: tuple[Medium, ...] = ()
    bought_as: str = ""
    cabinet: bool = False
    spare: str = ""
    passes: bool = False

    @property
    def container(self) -> bool:
        """Return True when it holds others and has no part."""
        return self.role == "container"

    @property
    def fails(self) -> bool:
        """Return True when it is a thing, or a place, that can fail and be repaired."""
        return not self.described and self.role not in _NEVER_FAIL


_ROOMS = ("site", "room", "row", "pod")
_ANY = (*_ROOMS, "rack")
_HOSTS = ("server", "host", "rack-system", "instance")

# Relations that all of a sort have, see model.relations: what a thing needs, and what others may want of it.
_SUPPLIED: tuple[Medium, ...] = ("feeds", "cools")
_RUNS: tuple[Medium, ...] = ("runs_on",)
_STORES: tuple[Medium, ...] = ("reads", "writes", "depends_on")
_WORKING: tuple[Medium, ...] = ("runs_on", "reads", "writes", "tracks", "asks", "depends_on")


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
    "storage": _STORES,
    "power": ("feeds",),
    "cooling": ("cools",),
}
"""What kinds of a role need and give where their row says nothing else."""


def _kind(
    id: str,
    title: str,
    role: Role,
    layer: Layer,
    parents: tuple[str, ...] = _ANY,
    *,
    plural: str = "",
    icon: str = "",
    endpoint: bool = False,
    described: bool = False,
    work: Work = "",
    needs: tuple[Medium, ...] = (),
    gives: tuple[Medium, ...] = (),
    bought_as: str = "",
    cabinet: bool = False,
    spare: str = "",
    passes: bool = False,
) -> Kind:
    return Kind(
        id=id,
        title=title,
        plural=plural or title + "s",
        role=role,
        layer=layer,
        icon=icon or id,
        parents=parents,
        endpoint=endpoint,
        described=described,
        work=work,
        needs=needs or _USUAL_NEEDS.get(role, ()),
        gives=gives or _USUAL_GIVES.get(role, ()),
        bought_as=bought_as,
        cabinet=cabinet,
        spare=spare,
        passes=passes,
    )


KINDS: Final[Mapping[str, Kind]] = {
    kind.id: kind
    for kind in (
        _kind("site", "Site", "container", "facility", ()),
        _kind("room", "Room", "container", "facility", ("site",)),
        _kind("pod", "Pod", "container", "facility", ("site", "room", "pod")),
        _kind("row", "Row", "container", "facility", ("site", "room", "pod")),
        _kind("rack", "Rack", "container", "facility", _ROOMS, bought_as="rack-cabinet"),
        _kind("accelerator", "Accelerator", "accelerator", "silicon", (*_ANY, "server", "host"), endpoint=True),
        _kind("cpu", "Processor", "other", "silicon", (*_ANY, "server", "host"), icon="layer-silicon"),
        _kind("server", "Server", "host", "servers_fabric", endpoint=True),
        _kind("host", "Host", "host", "servers_fabric", endpoint=True),
        _kind("rack-system", "Rack system", "host", "servers_fabric", _ROOMS, endpoint=True, cabinet=True),
        _kind("switch", "Switch", "switch", "servers_fabric", plural="Switches", spare="spare_device_share"),
        _kind("nic", "Network card", "other", "servers_fabric", (*_ANY, "server", "host"), spare="spare_device_share"),
        _kind("optic", "Optic", "other", "servers_fabric", _ANY, spare="spare_optic_share"),
        _kind("cable", "Cable", "other", "servers_fabric", _ANY, spare="spare_cable_share"),
        _kind("patch-panel", "Patch panel", "other", "servers_fabric", passes=True),
        _kind(
            "optical-switch",
            "Optical circuit switch",
            "other",
            "servers_fabric",
            plural="Optical circuit switches",
            icon="patch-panel",
            spare="spare_device_share",
            passes=True,
        ),
        _kind("module", "Module", "other", "servers_fabric", (*_ANY, "server", "host"), spare="spare_device_share"),
        _kind("appliance", "Appliance", "other", "servers_fabric"),
        _kind(
            "storage",
            "Storage",
            "storage",
            "data_storage",
            plural="Storage",
            endpoint=True,
            gives=(*_STORES, "runs_on"),
        ),
        _kind("object-store", "Object store", "storage", "data_storage", _ROOMS, endpoint=True),
        _kind("file-service", "Managed file system", "storage", "data_storage", _ROOMS, icon="storage", endpoint=True),
        _kind(
            "file-system",
            "File system",
            "software",
            "data_storage",
            (*_ANY, *_HOSTS),
            icon="storage",
            work="manager",
            needs=("runs_on", "depends_on"),
            gives=("reads", "writes", "depends_on"),
        ),
        _kind(
            "vector-database",
            "Vector database",
            "software",
            "data_storage",
            (*_ANY, *_HOSTS),
            icon="database",
            work="resident",
            needs=("runs_on", "reads", "writes", "depends_on"),
            gives=("asks", "writes", "depends_on", "reads"),
        ),
        _kind(
            "pipeline",
            "Data pipeline",
            "software",
            "data_storage",
            (*_ANY, *_HOSTS),
            work="elastic",
            needs=("runs_on", "reads", "writes", "tracks", "asks", "depends_on"),
            gives=("depends_on", "tracks"),
        ),
        _kind("instance", "Cloud instance", "host", "cloud", _ROOMS, icon="cloud", endpoint=True),
        _kind("model-api", "Model API", "software", "cloud", _ROOMS, gives=("asks", "depends_on")),
        _kind(
            "data-set",
            "Data set",
            "software",
            "data_storage",
            (*_ANY, *_HOSTS),
            described=True,
            needs=("depends_on",),
            gives=("reads", "writes", "depends_on"),
        ),
        _kind(
            "training-job",
            "Training job",
            "software",
            "training",
            (*_ANY, *_HOSTS),
            described=True,
            work="elastic",
            needs=("runs_on", "reads", "writes", "tracks", "depends_on"),
        ),
        _kind(
            "framework",
            "Training framework",
            "software",
            "training",
            (*_ANY, *_HOSTS),
            needs=("runs_on", "depends_on"),
            gives=("depends_on",),
        ),
        _kind(
            "tracker",
            "Experiment tracker",
            "software",
            "training",
            (*_ANY, *_HOSTS),
            needs=("runs_on", "writes", "reads", "depends_on"),
            gives=("tracks", "depends_on"),
        ),
        _kind(
            "orchestrator",
            "Orchestrator",
            "software",
            "training",
            (*_ANY, *_HOSTS),
            work="manager",
            needs=("runs_on", "depends_on"),
            gives=("runs_on", "depends_on"),
        ),
        _kind(
            "serving",
            "Inference server",
            "software",
            "serving_apps",
            (*_ANY, *_HOSTS),
            work="rate",
            needs=("runs_on", "reads", "writes", "tracks", "depends_on"),
            gives=("asks", "depends_on"),
        ),
        _kind("model", "Model", "software", "serving_apps", (*_ANY, *_HOSTS), described=True, gives=("depends_on",)),
        _kind(
            "application",
            "Application framework",
            "software",
            "serving_apps",
            (*_ANY, *_HOSTS),
            work="rate",
            needs=("asks", "runs_on", "reads", "writes", "tracks", "depends_on"),
            gives=("asks", "depends_on"),
        ),
        _kind(
            "users",
            "Users",
            "software",
            "serving_apps",
            _ROOMS,
            plural="Users",
            icon="users",
            described=True,
            needs=("asks",),
        ),
        _kind(
            "work",
            "Piece of work",
            "software",
            "serving_apps",
            (*_ANY, *_HOSTS),
            plural="Pieces of work",
            icon="work",
            work="rate",
            described=True,
            needs=_WORKING,
            gives=("asks", "depends_on"),
        ),
        _kind("rack-cabinet", "Rack cabinet", "other", "facility", _ANY, icon="rack", cabinet=True),
        _kind("accessory", "Rack accessory", "other", "facility", plural="Rack accessories"),
        _kind("pdu", "PDU", "power", "facility", spare="spare_device_share"),
        _kind("rpp", "Power panel", "power", "facility", _ROOMS),
        _kind("busway", "Busway", "power", "facility", _ROOMS),
        _kind("ats", "Transfer switch", "power", "facility", plural="Transfer switches", icon="sts"),
        _kind("sts", "Static transfer switch", "power", "facility", plural="Static transfer switches"),
        _kind("ups", "UPS", "power", "facility", plural="UPSs"),
        _kind("generator", "Generator", "power", "facility", _ROOMS),
        _kind("switchgear", "Switchgear", "power", "facility", _ROOMS, plural="Switchgear"),
        _kind("transformer", "Transformer", "power", "facility", _ROOMS),
        _kind("utility", "Utility feed", "power", "facility", ("site", "room")),
        _kind("crah", "Air handler", "cooling", "facility"),
        _kind("cdu", "Coolant unit", "cooling", "facility"),
        _kind("chiller", "Chiller", "cooling", "facility", _ROOMS),
        _kind("dry-cooler", "Dry cooler", "cooling", "facility", _ROOMS),
        _kind("cooling-tower", "Cooling tower", "cooling", "facility", _ROOMS),
    )
}

POWER_STAGES: Final[Mapping[str, int]] = {
    "utility": 0,
    "generator": 0,
    "transformer": 1,
    "switchgear": 2,
    "ups": 3,
    "busway": 5,
    "rpp": 5,
    "pdu": 6,
}
"""Where each kind of power equipment stands between the utility and the racks."""
DEVICE_STAGE: Final = 9
"""Where all that is fed stands."""
TRANSFER: Final = frozenset({"ats", "sts"})
"""Kinds that take one of their inputs at a time; they stand anywhere between the sources and the racks."""

OUTDOORS: Final = frozenset({"chiller", "dry-cooler", "cooling-tower"})
"""Kinds that give the heat of the whole loop to the air outdoors, which the coolers in the room took up before."""

RACK_POWER: Final = frozenset({"pdu"})
"""Kinds that bring power to the devices of a rack: where none is drawn, the bill adds them by rule."""
PATCHING: Final = frozenset({"patch-panel"})
"""Kinds in which the cables of a rack end: where none is drawn, the bill adds them by rule."""
AIR_HANDLERS: Final = frozenset({"crah"})
"""Kinds that give chilled water's cold to the air of a room."""

OWN_HALL: Final = frozenset({"utility", "transformer", "generator", "crah", *OUTDOORS})
"""Kinds that make a hall one's own: where one is drawn, no hall is rented."""
_BESIDE_RACKS: Final = frozenset({"pdu", "ats", "cdu"})
HALL_POWER: Final = frozenset(
    kind.id for kind in KINDS.values() if kind.role == "power" and kind.id not in _BESIDE_RACKS
)
"""Kinds of power plant that the price of a hall by its kW holds."""
HALL_COOLING: Final = frozenset(
    kind.id for kind in KINDS.values() if kind.role == "cooling" and kind.id not in _BESIDE_RACKS
)
"""Kinds of cooling plant that the price of a hall by its kW holds."""
HALL_PLANT: Final = HALL_POWER | HALL_COOLING
"""Kinds that the price of a hall by its kW holds; what stands in or beside racks comes on top."""

CONTAINERS: Final = tuple(kind.id for kind in KINDS.values() if kind.container)
BEARING: Final = tuple(kind.id for kind in KINDS.values() if kind.role == "host")
"""Kinds that hold accelerators and have network cards of their own."""
PASSING: Final = tuple(kind.id for kind in KINDS.values() if kind.passes)
"""Kinds that a path goes through as through one cable."""


FACTS: Final[Mapping[str, FactKind]] = {
    fact.name: fact
    for fact in (
        FactKind(
            name="power_max_w",
            unit="W",
            title="Power, maximum",
            help="Greatest steady draw; for a chip its TDP.",
        ),
        FactKind(name="power_typical_w", unit="W", title="Power, typical", help="Draw under usual load."),
        FactKind(
            name="optics_in_typical",
            unit="",
            title="Typical holds optics",
            help="1: measured with optics in its cages; 0: without, so they add.",
            most=1,
        ),
        FactKind(
            name="optics_in_max",
            unit="",
            title="Maximum holds optics",
            help="1: it holds optics or active cables; 0: without, so they add.",
            most=1,
        ),
        FactKind(name="power_idle_w", unit="W", title="Power, idle"),
        FactKind(name="weight_kg", unit="kg", title="Weight"),
        FactKind(name="height_u", unit="U", title="Height", help="Rack units; 0 for 0U."),
        FactKind(name="width_mm", unit="mm", title="Width"),
        FactKind(name="depth_mm", unit="mm", title="Depth"),
        FactKind(name="height_mm", unit="mm", title="Height in mm"),
        FactKind(name="airflow_cfm", unit="CFM", title="Airflow"),
        FactKind(name="heat_btu_per_h", unit="BTU/h", title="Heat, as published"),
        FactKind(name="liquid_heat_share", unit="", title="Heat taken by liquid", help="0 to 1.", most=1),
        FactKind(name="inlet_min_c", unit="°C", title="Inlet, least"),
        FactKind(name="inlet_max_c", unit="°C", title="Inlet, greatest"),
        FactKind(name="psu_count", unit="", title="Power supplies"),
        FactKind(name="psu_rating_w", unit="W", title="Rating of a power supply"),
        FactKind(
            name="memory_gb",
            unit="GB",
            title="Memory (GiB as sold)",
            help="Of accelerators, as it is sold: 80 GB are 80 GiB, 85.9·10⁹ bytes.",
        ),
        FactKind(name="memory_bandwidth_gb_per_s", unit="GB/s", title="Memory bandwidth"),
        FactKind(name="bf16_dense_tflops", unit="TFLOP/s", title="BF16, dense", most=1e9),
        FactKind(name="fp16_dense_tflops", unit="TFLOP/s", title="FP16, dense", most=1e9),
        FactKind(name="fp8_dense_tflops", unit="TFLOP/s", title="FP8, dense", most=1e9),
        FactKind(name="fp4_dense_tflops", unit="TFLOP/s", title="FP4, dense", most=1e9),
        FactKind(name="int8_dense_tops", unit="TOP/s", title="INT8, dense", most=1e9),
        FactKind(name="scale_up_gb_per_s", unit="GB/s", title="Scale-up link, both ways together"),
        FactKind(name="scale_up_chips", unit="", title="Chips in one scale-up domain"),
        FactKind(name="on_chip_memory_mb", unit="MB", title="Memory on the chip"),
        FactKind(name="system_memory_gb", unit="GB", title="System memory"),
        FactKind(name="cpu_cores", unit="", title="CPU cores"),
        FactKind(name="vcpus", unit="", title="Virtual CPUs", help="Threads of the rented host."),
        FactKind(name="local_disk_tb", unit="TB", title="Local disks"),
        FactKind(name="switching_tbps", unit="Tb/s", title="Switching capacity, one way"),
        FactKind(name="port_latency_ns", unit="ns", title="Port-to-port latency"),
        FactKind(
            name="reduces_on_the_way",
            unit="",
            title="Reduction in the switch",
            help="1: it adds up on the way what accelerators send for an all-reduce (SHARP); 0: it does not.",
            most=1,
        ),
        FactKind(name="read_gb_per_s", unit="GB/s", title="Read throughput"),
        FactKind(name="write_gb_per_s", unit="GB/s", title="Write throughput"),
        FactKind(name="capacity_tb", unit="TB", title="Usable capacity"),
        FactKind(name="puts_per_month", unit="1/month", title="Requests that write", most=1e15),
        FactKind(name="gets_per_month", unit="1/month", title="Requests that read", most=1e15),
        FactKind(name="egress_tb_per_month", unit="TB/month", title="Traffic that leaves", most=1e9),
        FactKind(name="rack_units", unit="U", title="Rack units inside"),
        FactKind(name="load_limit_kg", unit="kg", title="Static load limit"),
        FactKind(name="power_limit_w", unit="W", title="Power limit", help="What the rack is fed and cooled for."),
        FactKind(name="capacity_w", unit="W", title="Rated output"),
        FactKind(name="capacity_va", unit="VA", title="Rated output, apparent"),
        FactKind(name="volts", unit="V", title="Voltage, line to line"),
        FactKind(name="amps", unit="A", title="Input current"),
        FactKind(name="phases", unit="", title="Phases", most=3),
        FactKind(name="banks", unit="", title="Breaker banks"),
        FactKind(name="bank_amps", unit="A", title="Current of a bank"),
        FactKind(name="efficiency", unit="", title="Efficiency", help="0 to 1.", most=1),
        FactKind(name="battery_min", unit="min", title="Battery time", help="Minutes at full load."),
        FactKind(
            name="battery_kwh", unit="kWh", title="Battery energy", help="Usable energy of all its batteries, when new."
        ),
        FactKind(
            name="bypass",
            unit="",
            title="Bypass",
            help="1: raw mains passes on when the UPS itself fails, by a static or maintenance bypass; 0: it has none.",
            most=1,
        ),
        FactKind(name="cooling_capacity_w", unit="W", title="Heat it removes"),
        FactKind(
            name="cop", unit="", title="Heat moved per power drawn", help="COP of a chiller at full load.", most=50
        ),
        FactKind(
            name="water_l_per_kwh",
            unit="L/kWh",
            title="Water evaporated per heat",
            help="Litres of water for a kWh of heat that it gives off.",
            most=100,
        ),
        FactKind(
            name="supply_c",
            unit="°C",
            title="Supply temperature",
            help="Of the air, coolant or water that it gives.",
            most=150,
        ),
        FactKind(
            name="approach_c",
            unit="°C",
            title="Approach",
            help="How much warmer the coolant is than the water that cools it.",
            most=100,
        ),
        FactKind(name="coolant_max_c", unit="°C", title="Coolant, warmest", help="Warmest that it takes.", most=150),
        FactKind(name="coolant_volume_l", unit="L", title="Coolant volume", help="In its loop.", most=1e9),
        FactKind(
            name="mtbf_h",
            unit="h",
            title="Time between failures",
            help="Mean hours from one failure to the next, of one.",
            most=1e10,
        ),
        FactKind(
            name="repair_h", unit="h", title="Time to repair", help="Mean hours until it works again, of one.", most=1e6
        ),
        FactKind(name="reach_m", unit="m", title="Reach"),
        FactKind(name="insertion_loss_db", unit="dB", title="Insertion loss", help="Of one joined pair of ports."),
        FactKind(name="reconfiguration_ms", unit="ms", title="Time to change a circuit"),
        FactKind(name="rate_gbps", unit="Gb/s", title="Rate"),
        FactKind(name="lead_time_weeks", unit="weeks", title="Lead time", help="From order to delivery.", most=1_000),
        FactKind(name="flow_l_per_min", unit="L/min", title="Coolant flow"),
        FactKind(name="fuel_l_per_h", unit="L/h", title="Fuel at full load"),
        FactKind(name="reads_per_s", unit="1/s", title="Read requests, greatest rate"),
        FactKind(name="writes_per_s", unit="1/s", title="Write requests, greatest rate"),
        FactKind(name="throughput_mb_per_s_per_tib", unit="MB/s/TiB", title="Throughput for each TiB"),
        FactKind(name="capacity_least_tb", unit="TB", title="Smallest size"),
        FactKind(name="capacity_most_tb", unit="TB", title="Largest size"),
        FactKind(name="servers_least", unit="", title="Fewest servers"),
        FactKind(name="bytes_per_dimension", unit="B", title="Bytes of a vector for each dimension"),
        FactKind(
            name="vector_memory_factor",
            unit="",
            title="Memory per raw vector",
            help="Memory that an index takes for each byte of raw vectors.",
        ),
        FactKind(name="dimensions_most", unit="", title="Most dimensions of a vector"),
        FactKind(name="nodes_most", unit="", title="Most nodes in a cluster"),
        FactKind(name="pods_most", unit="", title="Most pods in a cluster"),
        FactKind(name="pods_per_node_most", unit="", title="Most pods on a node"),
        FactKind(name="jobs_per_s", unit="1/s", title="Jobs started, greatest rate"),
        FactKind(name="jobs_most", unit="", title="Most jobs at once"),
        FactKind(name="gpu_memory_share", unit="", title="Share of chip memory it takes", help="0 to 1.", most=1),
        FactKind(name="kv_block_tokens", unit="", title="Tokens in a block of the KV cache"),
        FactKind(name="bytes_per_parameter", unit="B", title="Training state for each parameter"),
        FactKind(
            name="flops_share", unit="", title="Share of peak arithmetic reached", help="Model FLOPs, 0 to 1.", most=1
        ),
        FactKind(name="context_tokens", unit="", title="Context window, tokens"),
        FactKind(name="batch_price_share", unit="", title="Price in a batch", help="Share of the list price.", most=1),
        FactKind(
            name="cache_read_price_share",
            unit="",
            title="Price of cached input",
            help="Share of the price of fresh input.",
            most=1,
        ),
        FactKind(
            name="cache_write_price_factor",
            unit="",
            title="Price of writing a cache",
            help="Times the price of fresh input.",
        ),
        *WORKLOAD_FACTS,
    )
}
