"""A training run: a Llama 3.1 on one or more SuperPOD units, with its data, checkpoints, tracker and scheduler."""

from collections.abc import Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.fabrics.superpod import plan_superpod
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.edit.templates.stories.choices import MODELS, model_parameter
from designer.model.design import Design

TRAINING_PARAMETERS: Final = (
    model_parameter("70B"),
    Parameter(
        name="tokens_billions",
        title="Tokens, billions",
        help="How much text it learns from.",
        default="1000",
        most=1_000_000,
    ),
    Parameter(
        name="scale_units",
        title="Scalable units",
        help="Of 32 DGX H100.",
        default="1",
        choices=("1", "2", "3", "4"),
        most=4,
    ),
)
BYTES_OF_A_TOKEN: Final = 4.0
_SYSTEMS: Final = ("dgx", "dgx-last", "dgx-rest")


def training_design(library: Library, values: Mapping[str, Any]) -> Design:
    """A training job on a SuperPOD.

    Raises:
        RefusedInput: the library lacks a part.
    """
    units, tokens, model = int(values["scale_units"]), float(values["tokens_billions"]) * 1e9, str(values["model"])
    plan = Plan(library)
    text = plan_superpod(plan, units)
    plan.drop_views()
    plan.node(
        "job",
        "generic/training-job",
        f"Training Llama 3.1 {model}",
        choices={"model": MODELS[model]},
        facts={
            "training_tokens": tokens,
            "sequence_tokens": 8192.0,
            "global_batch": 480.0,
            "bytes_per_token": BYTES_OF_A_TOKEN,
        },
    )
    plan.node("framework", "nvidia/megatron-lm", "Megatron-LM")
    service = plan.node("service-host", "generic/host", "Service host", parent="management-rack")
    plan.link("service-inband", service, "inband-core", "management", 2, name="Service host, in band")
    plan.node("tracker", "mlflow/mlflow", "MLflow", facts={"experiments_users": 12.0})
    plan.node("scheduler", "schedmd/slurm", "Slurm")
    plan.node(
        "text",
        "generic/data-set",
        "Training text",
        facts={"data_tb": tokens * BYTES_OF_A_TOKEN / 1e12},
        choices={"sensitivity": "public", "version": "v1"},
    )
    systems = [name for name in _SYSTEMS if plan.holds(name)]
    plan.relate("depends_on", "job", "framework")
    plan.relate("reads", "job", "text")
    plan.relate("writes", "job", "storage")
    plan.relate("tracks", "job", "tracker")
    plan.runs("job", *systems)
    plan.runs("tracker", service)
    plan.runs("scheduler", *systems)
    plan.runs("text", "storage")
    _views(plan, model, float(values["tokens_billions"]), units)
    description = f"Llama 3.1 {model} learns from {tokens / 1e9:,.0f} billion tokens. {text}"
    return plan.design(f"Training Llama 3.1 {model}", description, "training-run", as_text(values))


def _views(plan: Plan, model: str, billions: float, units: int) -> None:
    every = ("su", "su-last")
    plan.view(
        "whole",
        "The whole run",
        f"A model of {model} learns from {billions:,.0f} billion tokens.",
        "The job stands at the top; below it is every machine that it takes.",
        hidden_media=("power", "management"),
        hidden_layers=("facility",),
    )
    plan.view(
        "job-view",
        "What the job needs",
        "Data come from storage, checkpoints go back to it, and results are kept.",
        "A checkpoint saves the state, so that a failure loses minutes and not weeks.",
        focus=("job", "framework", "text", "tracker", "scheduler"),
        hidden_media=("power",),
    )
    plan.view(
        "compute",
        "Compute and its network",
        "Every accelerator has a cable of its own to the network.",
        "What the accelerators send to each other in a step runs over these cables.",
        focus=(*every, "spine-rack"),
        hidden_media=("storage", "management", "power"),
        hidden_layers=("facility",),
    )
    plan.view(
        "storage-view",
        "Data and checkpoints",
        "Storage has a network of its own, so reading never slows training.",
        f"{units} scalable unit{'s' if units > 1 else ''} of storage as the reference design has it.",
        focus=("storage-rack", "storage-spine-rack", *every),
        hidden_media=("fabric", "management", "power"),
        hidden_layers=("facility",),
    )
