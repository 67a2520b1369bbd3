"""The whole stack as one design: people who ask, what answers and what learns, their data, machines, power, cooling."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from designer.catalog.library import Library
from designer.edit.racks.rack_fill import place_unplaced
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.edit.templates.stories.ai_stack_places import BANDS, PLACES, SMALL
from designer.edit.templates.stories.assistant import add_assistant
from designer.edit.templates.stories.choices import MODELS, model_parameter, users_parameter
from designer.model.design import Design
from designer.model.kinds import RACK, ROOM
from designer.model.parts.part import Medium, PortGroup
from designer.model.rooms.room_plan import Door, RoomPlan, rectangle

STACK_PARAMETERS: Final = (
    users_parameter("8000"),
    model_parameter("70B", "8B", "70B"),
    Parameter(
        name="systems",
        title="Serving systems",
        help="DGX H100 that serve the model, two to a rack.",
        default="4",
        choices=("4", "6", "8"),
        most=8,
        reason="two stand in a rack, and the room has cooling and power for four racks of them",
    ),
)
TRAINING_SYSTEMS: Final = 6
SYSTEMS_PER_RACK: Final = 2
VECTORS: Final = 100_000_000
DIMENSIONS: Final = 1024
TUNING_TOKENS: Final = 2e9
_RAILS: Final = 8
_LEAVES: Final = 4
_SIDES: Final[tuple[Literal["A", "B"], ...]] = ("A", "B")
_VOLTS: Final = {"volts": 415.0, "phases": 3.0}
_ROOM_MM: Final = (12_000.0, 7_800.0)
_OWN_FIGURES: Final = "Figures of this sample: set those of the servers that you buy."


def stack_design(library: Library, values: Mapping[str, Any]) -> Design:
    """An assistant with its own model, from the people who ask it to the utility feeds.

    Raises:
        RefusedInput: the library lacks a part.
    """
    from designer.edit.rooms.floor_fill import place_unplaced as place_racks  # with shapely, when a hall is laid out

    users, systems, model = int(values["users"]), int(values["systems"]), str(values["model"])
    plan = Plan(library)
    _applications(plan, users, model)
    _training(plan, model)
    _data(plan)
    _machines(plan, systems)
    _networks(plan, systems)
    _power(plan, systems)
    _cooling(plan)
    _relations(plan)
    _views(plan)
    for band in BANDS:
        plan.mark(band)
    text = (
        f"{users:,} people ask an assistant. It looks passages up in pgvector and lets Llama 3.1 {model} on {systems} "
        "DGX H100 or a model API write the answer. Spark prepares documents, and a training job tunes the model on "
        f"{TRAINING_SYSTEMS} more systems."
    )
    design = plan.design(f"AI stack, {users:,} users", text, "ai-stack", as_text(values), places=PLACES, sizes=SMALL)
    design = place_unplaced(design).applied(design)
    return place_racks(design, "hall").edit.applied(design)


def _applications(plan: Plan, users: int, model: str) -> None:
    """Plan what people ask: the assistant, the engine that it asks and the model API beside it."""
    add_assistant(plan, users, model)
    plan.node("kubernetes", "cncf/kubernetes", "Kubernetes")


def _training(plan: Plan, model: str) -> None:
    """The job that tunes the served model, its frameworks, its scheduler and its tracker."""
    plan.node(
        "job",
        "generic/training-job",
        f"Tuning Llama 3.1 {model}",
        choices={"model": MODELS[model]},
        facts={
            "training_tokens": TUNING_TOKENS,
            "sequence_tokens": 8192.0,
            "global_batch": 128.0,
            "bytes_per_token": 4.0,
        },
    )
    plan.node("megatron", "nvidia/megatron-lm", "Megatron-LM")
    plan.node("pytorch", "pytorch/pytorch", "PyTorch")
    plan.node("slurm", "schedmd/slurm", "Slurm")
    plan.node("tracker", "mlflow/mlflow", "MLflow", facts={"experiments_users": 8.0})


def _data(plan: Plan) -> None:
    """Plan where documents, passages and checkpoints lie, and what carries documents over."""
    plan.node(
        "index",
        "pgvector/pgvector",
        "Passages, pgvector",
        facts={"vectors": float(VECTORS), "dimensions": float(DIMENSIONS), "replicas": 2.0},
        note="Each of the two vector hosts holds the whole index.",
    )
    plan.node("spark", "apache/spark", "Spark", facts={"tb_per_day": 5.0}, choices={"lineage": "tracked"})
    plan.node(
        "airflow",
        "apache/airflow",
        "Airflow",
        choices={"lineage": "tracked"},
        note="It starts the runs of Spark and keeps a record of each.",
    )
    plan.node("lustre", "lustre/lustre", "Lustre")
    plan.node("documents", "aws/s3-standard", "Documents, S3", facts={"capacity_tb": 200.0})


def _machines(plan: Plan, systems: int) -> None:
    """Racks with what stands in them, in one hall."""
    hall = plan.container("hall", ROOM, "Data hall", plan=_hall())
    serving = plan.container("serving-rack", RACK, "Serving rack", parent=hall, copies=systems // SYSTEMS_PER_RACK)
    plan.node("serving-dgx", "nvidia/dgx-h100", "Serving DGX H100", parent=serving, copies=SYSTEMS_PER_RACK)
    service = plan.container("service-rack", RACK, "Service rack", parent=hall)
    _host(plan, "vector-host", "Vector host", service, 2, memory_gb=1024.0)
    _host(plan, "app-host", "Application host", service, 2, memory_gb=256.0)
    _host(plan, "tool-host", "Management host", service, 2, memory_gb=256.0)
    network = plan.container("network-rack", RACK, "Network rack", parent=hall)
    plan.node("leaf", "nvidia/qm9700", "Leaf switch", parent=network, copies=_LEAVES)
    plan.node("spine", "nvidia/qm9700", "Spine switch", parent=network, copies=2)
    plan.node("storage-switch", "nvidia/qm9700", "Storage switch", parent=network, copies=2)
    plan.node("inband", "nvidia/sn4600c", "In-band switch", parent=network, copies=2)
    plan.node("oob", "nvidia/sn2201", "Out-of-band switch", parent=network, copies=2)
    data = plan.container("data-rack", RACK, "Data rack", parent=hall)
    _host(plan, "worker", "Data host", data, 4, memory_gb=512.0, storage=True)
    plan.node("appliance", "ddn/ai400x2", "DDN AI400X2", parent=data, copies=2)
    racks = TRAINING_SYSTEMS // SYSTEMS_PER_RACK
    training = plan.container("training-rack", RACK, "Training rack", parent=hall, copies=racks)
    plan.node("training-dgx", "nvidia/dgx-h100", "Training DGX H100", parent=training, copies=SYSTEMS_PER_RACK)


def _hall() -> RoomPlan:
    width, depth = _ROOM_MM
    return RoomPlan(outline=rectangle(width, depth), doors=(Door(x_mm=300.0, y_mm=depth),))


def _host(
    plan: Plan, node_id: str, name: str, rack: str, copies: int, *, memory_gb: float, storage: bool = False
) -> None:
    """Servers by figures of their own, with two supplies and two ports in each network that they are in."""
    ports = [
        PortGroup(name="inband", media=("management",), count=2, rate_gbps=100.0),
        PortGroup(name="bmc", media=("management",), count=1, rate_gbps=1.0, connector="RJ45"),
        PortGroup(name="psu", media=("power",), count=2, connector="C14", role="in"),
    ]
    if storage:
        # As the storage ports of a DGX H100 are.
        ports.insert(
            0,
            PortGroup(
                name="storage",
                media=("storage",),
                count=2,
                rate_gbps=400.0,
                connector="QSFP112",
                lanes=4,
                protocols=("infiniband", "ethernet"),
            ),
        )
    facts = {"system_memory_gb": memory_gb, "cpu_cores": 64.0, "power_max_w": 800.0, "height_u": 1.0}
    plan.node(
        node_id,
        "generic/host",
        name,
        parent=rack,
        copies=copies,
        ports=tuple(ports),
        facts=facts,
        note=_OWN_FIGURES,
    )


def _networks(plan: Plan, systems: int) -> None:
    """Fabric in leaves and spines, storage over two switches, two networks to manage with; all but BMCs reach two."""
    for name, number in (("serving", systems), ("training", TRAINING_SYSTEMS)):
        dgx = f"{name}-dgx"
        _cable(plan, f"{name}-rails", dgx, "leaf", "fabric", number * _RAILS, "fabric", "Rails")
        _cable(plan, f"{name}-storage", dgx, "storage-switch", "storage", number * 2, "storage", "Storage links")
        _cable(plan, f"{name}-inband", dgx, "inband", "management", number * 2, "inband", "In-band links")
        _cable(plan, f"{name}-bmc", dgx, "oob", "management", number, "bmc", "BMC links")
    # As much up as down: each leaf has two cables of every system.
    uplinks = _RAILS * (systems + TRAINING_SYSTEMS)
    plan.link("uplinks", "leaf", "spine", "fabric", uplinks, name="Uplinks")
    plan.link("appliance-storage", "appliance", "storage-switch", "storage", 16, a_port="storage", name="Appliances")
    _cable(plan, "appliance-bmc", "appliance", "oob", "management", 2, "bmc", "BMC links")
    _cable(plan, "worker-storage", "worker", "storage-switch", "storage", 8, "storage", "Storage links")
    for host in ("vector-host", "app-host", "tool-host", "worker"):
        copies = plan.copies(host)
        _cable(plan, f"{host}-inband", host, "inband", "management", 2 * copies, "inband", "In-band links")
        _cable(plan, f"{host}-bmc", host, "oob", "management", copies, "bmc", "BMC links")
    plan.link(
        "oob-uplinks", "oob", "inband", "management", 4, a_port="uplinks", b_port="ports", spread="mesh", name="Uplinks"
    )


def _cable(plan: Plan, link_id: str, a: str, b: str, medium: Medium, cables: int, a_port: str, name: str) -> None:
    plan.link(link_id, a, b, medium, cables, a_port=a_port, b_port="ports", name=name)


def _power(plan: Plan, systems: int) -> None:
    """Two sides from the utility to each rack, either of which carries everything."""
    racks = {
        "serving": (systems // SYSTEMS_PER_RACK, {"serving-dgx": 2}),
        "service": (1, {"vector-host": 1, "app-host": 1, "tool-host": 1}),
        "network": (1, {"leaf": 1, "spine": 1, "storage-switch": 1, "inband": 1, "oob": 1}),
        "data": (1, {"worker": 1, "appliance": 1}),
        "training": (TRAINING_SYSTEMS // SYSTEMS_PER_RACK, {"training-dgx": 2}),
    }
    for side in _SIDES:
        low = side.lower()
        utility = plan.node(f"utility-{low}", "generic/utility-feed", f"Utility {side}")
        transformer = plan.node(f"transformer-{low}", "generic/transformer-2500", f"Transformer {side}")
        generator = plan.node(f"generator-{low}", "caterpillar/3516b", f"Generator {side}")
        gear = plan.node(f"switchgear-{low}", "generic/switchgear", f"Switchgear {side}", parent="hall", facts=_VOLTS)
        ups = plan.node(
            f"ups-{low}",
            "schneider/galaxy-vxl-1250",
            f"UPS {side}",
            parent="hall",
            facts={"battery_min": 10.0},
            note="Batteries for ten minutes at full load are what this sample asks for.",
        )
        _feed(plan, f"service-{low}", utility, transformer, 1, side)
        _feed(plan, f"main-{low}", transformer, gear, 1, side)
        _feed(plan, f"standby-{low}", generator, gear, 1, side)
        _feed(plan, f"ups-input-{low}", gear, ups, 1, side)
        for name, (count, supplies) in racks.items():
            pdu = plan.node(f"{name}-pdu-{low}", "apc/ap8886", f"PDU {side}", parent=f"{name}-rack")
            _feed(plan, f"{name}-tap-{low}", ups, pdu, count, side)
            for device, each in supplies.items():
                cords = each * plan.copies(device)
                plan.link(f"{device}-cords-{low}", pdu, device, "power", cords, b_port="psu", side=side)
    _third_pdus(plan, systems)


def _third_pdus(plan: Plan, systems: int) -> None:
    """Feed a third of the supplies of each system from whichever side works.

    A DGX H100 has six supplies of 3.3 kW and may draw 10.2 kW: with one side gone, three would carry 9.9 kW.
    """
    plan.node("sts", "generic/static-transfer-switch", "Transfer switch", parent="hall")
    for side in _SIDES:
        plan.link(f"sts-input-{side.lower()}", f"ups-{side.lower()}", "sts", "power", 1, side=side)
    for name, number in (("serving", systems), ("training", TRAINING_SYSTEMS)):
        racks = number // SYSTEMS_PER_RACK
        pdu = plan.node(f"{name}-pdu-c", "apc/ap8886", "PDU C", parent=f"{name}-rack")
        plan.link(f"{name}-tap-c", "sts", pdu, "power", racks)
        cords = 2 * SYSTEMS_PER_RACK
        plan.link(f"{name}-dgx-cords-c", pdu, f"{name}-dgx", "power", cords, b_port="psu")


def _feed(plan: Plan, link_id: str, source: str, fed: str, cables: int, side: Literal["A", "B"]) -> None:
    plan.link(link_id, source, fed, "power", cables, side=side)


def _cooling(plan: Plan) -> None:
    """Two air handlers, each with a chiller of its own; one pair takes all the heat."""
    for side in _SIDES:
        low = side.lower()
        handler = plan.node(f"air-{low}", "vertiv/cw181", f"Air handler {side}", parent="hall")
        chiller = plan.node(f"chiller-{low}", "generic/air-cooled-chiller-1500", f"Chiller {side}")
        plan.link(f"water-{low}", chiller, handler, "coolant", 1, name=f"Chilled water {side}")
        _feed(plan, f"air-power-{low}", f"switchgear-{low}", handler, 1, side)
        _feed(plan, f"chiller-power-{low}", f"switchgear-{low}", chiller, 1, side)


def _relations(plan: Plan) -> None:
    plan.relate("asks", "users", "app")
    plan.relate("asks", "app", "engine", "api", "index")
    plan.runs("app", "app-host")
    plan.runs("engine", "kubernetes")
    plan.runs("kubernetes", "serving-dgx")
    plan.runs("job", "slurm")
    plan.runs("slurm", "training-dgx")
    # No relation says more of what a job is written in.
    plan.relate("depends_on", "job", "megatron", "pytorch")
    plan.relate("tracks", "job", "tracker")
    plan.relate("tracks", "spark", "airflow")
    plan.relate("reads", "job", "lustre")
    plan.relate("writes", "job", "lustre")
    plan.runs("tracker", "tool-host")
    plan.runs("airflow", "tool-host")
    plan.runs("index", "vector-host")
    plan.relate("reads", "spark", "documents")
    plan.relate("writes", "spark", "index", "lustre")
    plan.runs("spark", "worker")
    plan.runs("lustre", "appliance")


def _views(plan: Plan) -> None:
    plan.view(
        "whole",
        "The whole stack",
        "From the people who ask, down to the power that feeds it all.",
        "Read it from the top: each layer needs the ones below it.",
        detail="full",
    )
    plan.view(
        "layers",
        "The stack by layer",
        "Each layer with what it carries; what it needs lies below it.",
        "Start at the fullest layer: it says what to enlarge first.",
        shows="stack",
        detail="full",
    )
    plan.view(
        "answer",
        "How an answer comes about",
        "The assistant looks passages up and lets a model write the answer.",
        "It asks its own model on DGX H100, and a model API beside it.",
        focus=("users", "app", "engine", "api", "kubernetes", "index", "serving-rack", "service-rack"),
        hidden_media=("power", "coolant"),
        hidden_layers=("facility",),
        detail="full",
    )
    plan.view(
        "learning",
        "How the model is tuned",
        "The training job reads from Lustre, writes its checkpoints there, and MLflow keeps its results.",
        "The machines of the job are its own: serving does not wait for it.",
        focus=("job", "megatron", "pytorch", "slurm", "tracker", "spark", "lustre", "data-rack", "training-rack"),
        hidden_media=("power", "coolant"),
        hidden_layers=("facility",),
        detail="full",
    )
    plan.view(
        "room",
        "The data hall",
        "All racks stand in one room.",
        "The free floor is for the UPSs, the switchgear and the air handlers.",
        shows="floor",
    )
    plan.view(
        "power-view",
        "Power from two sides",
        "Every rack is fed from two sides, and either side carries it alone.",
        "Fail any part of one side and see that nothing goes dark.",
        shows="power",
    )
