"""A petabyte of satellite pictures: an object store that holds them, and a file system that keeps up with the job."""

from collections.abc import Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.model.design import Design
from designer.model.kinds import POD
from designer.model.parts.part import PortGroup

STORES: Final = ("object", "Lustre", "WEKA")
DATA_PARAMETERS: Final = (
    Parameter(
        name="read_from",
        title="The job reads from",
        help="Straight from the object store, or from a file system.",
        default="Lustre",
        choices=STORES,
        words=True,
    ),
    Parameter(name="systems", title="DGX H100", help="On which the job runs.", default="32", most=64),
    Parameter(
        name="tb_per_day",
        title="New data, TB a day",
        help="What the pipeline has to carry.",
        default="50",
        most=1_000_000,
    ),
)
PETABYTE_TB: Final = 1000.0
BYTES_OF_A_PATCH: Final = 16.0 * 16 * 12 * 2
"""A token is a patch of 16 × 16 points in twelve spectral bands of two bytes each."""
EPOCHS: Final = 3
_SERVERS: Final = {"Lustre": 8, "WEKA": 8}


def data_design(library: Library, values: Mapping[str, Any]) -> Design:
    """A job that reads a petabyte, the stores it could read from, and what brings new data.

    Raises:
        RefusedInput: the library lacks a part.
    """
    source, systems = str(values["read_from"]), int(values["systems"])
    plan = Plan(library)
    _job(plan, systems)
    _stores(plan)
    chosen = {"object": "pictures", "Lustre": "lustre", "WEKA": "weka"}[source]
    plan.node(
        "set",
        "generic/data-set",
        "Satellite pictures",
        facts={"data_tb": PETABYTE_TB},
        choices={"sensitivity": "internal", "version": "v3"},
    )
    plan.runs("set", chosen)
    plan.relate("depends_on", "job", "framework")
    plan.relate("reads", "job", "set")
    plan.relate("writes", "job", "weka" if source == "WEKA" else "lustre")
    plan.relate("tracks", "job", "tracker")
    plan.node(
        "spark",
        "apache/spark",
        "Spark",
        facts={"tb_per_day": float(values["tb_per_day"])},
        choices={"lineage": "tracked"},
    )
    plan.relate("reads", "spark", "pictures")
    plan.relate("writes", "spark", "lustre")
    plan.node("kubernetes", "cncf/kubernetes", "Kubernetes")
    plan.runs("kubernetes", "worker")
    plan.runs("spark", "worker")
    plan.runs("tracker", "worker")
    _views(plan, source)
    text = (
        f"A petabyte of satellite pictures, read from {'the object store' if source == 'object' else source} by a job "
        f"on {systems:,} DGX H100. A token is a patch of 16 × 16 points in twelve bands of two bytes, 6,144 B."
    )
    return plan.design("A petabyte and who reads it", text, "data-platform", as_text(values))


def _job(plan: Plan, systems: int) -> None:
    tokens = PETABYTE_TB * 1e12 / BYTES_OF_A_PATCH * EPOCHS
    plan.node(
        "job",
        "generic/training-job",
        "Training on pictures",
        choices={"model": "meta/llama-3.1-8b"},
        facts={
            "training_tokens": tokens,
            "sequence_tokens": 4096.0,
            "global_batch": 1024.0,
            "bytes_per_token": BYTES_OF_A_PATCH,
        },
    )
    plan.node("framework", "pytorch/pytorch", "PyTorch")
    plan.node("tracker", "mlflow/mlflow", "MLflow", facts={"experiments_users": 8.0})
    pod = plan.container("pod", POD, "Training pod")
    plan.node("leaf", "nvidia/qm9700", "Leaf switch", parent=pod, copies=8)
    plan.node("spine", "nvidia/qm9700", "Spine switch", parent=pod, copies=4)
    plan.node("dgx", "nvidia/dgx-h100", "DGX H100", parent=pod, copies=systems)
    plan.link("rails", "dgx", "leaf", "fabric", systems * 8, a_port="fabric", b_port="ports", name="Rails")
    plan.link("uplinks", "leaf", "spine", "fabric", 256, name="Uplinks")
    plan.node("data-switch", "nvidia/qm9700", "Data switch", copies=4)
    plan.link(
        "data-links", "dgx", "data-switch", "storage", systems * 2, a_port="storage", b_port="ports", name="Data links"
    )
    plan.runs("job", "dgx")


def _stores(plan: Plan) -> None:
    plan.node("pictures", "azure/blob-hot-lrs", "Object store", facts={"capacity_tb": 2 * PETABYTE_TB})
    plan.node("lustre", "lustre/lustre", "Lustre", facts={"capacity_tb": 2 * PETABYTE_TB})
    plan.node("weka", "weka/data-platform", "WEKA", facts={"capacity_tb": 2 * PETABYTE_TB})
    ports = (PortGroup(name="ports", media=("storage", "fabric", "management"), count=2, rate_gbps=200.0),)
    for guest, name in (("lustre", "Lustre server"), ("weka", "WEKA server")):
        host = plan.node(
            f"{guest}-server",
            "generic/host",
            name,
            copies=_SERVERS[name.split()[0]],
            ports=ports,
            facts={"system_memory_gb": 512.0, "cpu_cores": 64.0},
        )
        plan.runs(guest, host)
        plan.link(f"{guest}-links", host, "data-switch", "storage", 2 * plan.copies(host), name=f"{name} links")
    plan.node(
        "worker", "generic/host", "Worker", copies=8, ports=ports, facts={"system_memory_gb": 512.0, "cpu_cores": 64.0}
    )
    plan.link("worker-links", "worker", "data-switch", "storage", 16, name="Worker links")


def _views(plan: Plan, source: str) -> None:
    plan.view(
        "whole",
        "The whole platform",
        "A petabyte of pictures, and a job that reads it three times over.",
        "Object stores are cheap and large; file systems are fast.",
        hidden_media=("power",),
    )
    plan.view(
        "reading",
        "Does the job have to wait",
        "Straight from the object store, the accelerators wait for data."
        if source == "object"
        else f"{source} gives the pictures faster than the job can take them.",
        "Select the job to see what it wants to read and what the storage gives.",
        focus=("job", "set", "lustre", "weka", "pictures"),
        hidden_media=("power",),
    )
    plan.view(
        "pipeline",
        "How new data come in",
        "New pictures come over each day, and it is kept where they are from.",
        "Lineage tells which pictures a model has seen.",
        focus=("spark", "pictures", "lustre", "kubernetes", "worker"),
        hidden_media=("power",),
    )
    plan.view(
        "machines",
        "The machines",
        "Eight accelerators in each system, each with a cable of its own.",
        "The data run over a network of their own.",
        focus=("pod", "data-switch"),
        hidden_media=("power",),
    )
