"""Inference in the cloud: an engine on rented instances, retrieval as a service, and a model API as fallback."""

from collections.abc import Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.edit.templates.stories.assistant import add_assistant, frame
from designer.edit.templates.stories.choices import model_parameter, users_parameter
from designer.model.design import Design
from designer.model.parts.part import PortGroup

CLOUD_STACK_PARAMETERS: Final = (
    users_parameter("4000"),
    model_parameter("70B", "8B", "70B"),
    Parameter(
        name="instances",
        title="Instances",
        help="p5.48xlarge with eight H100 each that serve the model.",
        default="2",
        most=100_000,
    ),
)
VECTORS: Final = 20_000_000
DIMENSIONS: Final = 1024

_SITE: Final = (0.0, 296.0)
_CLOUD: Final = (640.0, 936.0)
_ROWS: Final = (0.0, 176.0, 352.0, 528.0)
_PLACES: Final[Mapping[str, tuple[float, float]]] = {
    "users": (_SITE[0], _ROWS[0]),
    "app": (_SITE[1], _ROWS[0]),
    "host": (_SITE[1], _ROWS[2]),
    "switch": (_SITE[1], _ROWS[3]),
    "api": (_CLOUD[1], _ROWS[0]),
    "engine": (_CLOUD[0], _ROWS[1]),
    "index": (_CLOUD[1], _ROWS[1]),
    "eks": (_CLOUD[0], _ROWS[2]),
    "documents": (_CLOUD[1], _ROWS[2]),
    "instance": (_CLOUD[0], _ROWS[3]),
}


def cloud_stack_design(library: Library, values: Mapping[str, Any]) -> Design:
    """An assistant at home over models in the cloud.

    Raises:
        RefusedInput: the library lacks a part.
    """
    users, model, count = int(values["users"]), str(values["model"]), int(values["instances"])
    plan = Plan(library)
    _services(plan, users, model)
    _machines(plan, count)
    plan.relate("asks", "users", "app")
    plan.relate("asks", "app", "engine", "api", "index")
    plan.relate("reads", "index", "documents")
    plan.runs("app", "host")
    plan.runs("engine", "eks")
    plan.runs("eks", "instance")
    _views(plan)
    top, bottom = _ROWS[0] - 56.0, _ROWS[-1] + 152.0
    plan.mark(frame("frame-site", "Your own site", "plain", -32.0, top, 552.0, bottom))
    plan.mark(frame("frame-cloud", "Cloud, rented", "blue", 608.0, top, 1192.0, bottom))
    text = (
        f"{users:,} people ask an assistant. Llama 3.1 {model} on {count:,} rented p5.48xlarge answers, and a model "
        "API beside it; passages come from a vector store that is a service too."
    )
    name = f"Inference in the cloud, {users:,} users"
    return plan.design(name, text, "cloud-stack", as_text(values), places=_PLACES)


def _services(plan: Plan, users: int, model: str) -> None:
    add_assistant(plan, users, model)
    plan.node(
        "index",
        "pinecone/serverless",
        "Passages, Pinecone",
        facts={"vectors": float(VECTORS), "dimensions": float(DIMENSIONS)},
    )
    plan.node("documents", "aws/s3-standard", "Documents, S3", facts={"capacity_tb": 20.0})


def _machines(plan: Plan, instances: int) -> None:
    """Rented instances under EKS, and two hosts of one's own behind two switches."""
    plan.node("eks", "aws/eks", "EKS")
    plan.node("instance", "aws/p5.48xlarge", plan.library.part("aws/p5.48xlarge").name, copies=instances)
    ports = (PortGroup(name="ports", media=("management",), count=2, rate_gbps=25.0),)
    plan.node("host", "generic/host", "Application host", copies=2, ports=ports, facts={"system_memory_gb": 256.0})
    ports = (PortGroup(name="ports", media=("management",), count=16, rate_gbps=25.0),)
    plan.node("switch", "generic/switch", "Switch", copies=2, ports=ports)
    plan.link("host-links", "host", "switch", "management", 4, name="Host links")


def _views(plan: Plan) -> None:
    plan.view(
        "whole",
        "The whole service",
        "The assistant runs at home; what it asks is rented.",
        "The frames tell what is your own and what is paid by the hour or by the token.",
        detail="full",
    )
    plan.view(
        "models",
        "Two models to ask",
        "A model on rented instances answers, and a model API beside it.",
        "Fail the one and see what the other has to take.",
        focus=("app", "engine", "api", "eks", "instance"),
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
