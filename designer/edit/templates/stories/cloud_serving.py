"""A model served on rented instances: on demand, reserved or spot."""

from collections.abc import Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.edit.templates.stories.choices import MODELS, model_parameter, users_parameter
from designer.model.design import Design

INSTANCES: Final[Mapping[str, str]] = {"p4d": "aws/p4d.24xlarge", "p5": "aws/p5.48xlarge"}
CLOUD_PARAMETERS: Final = (
    users_parameter("10000"),
    model_parameter("8B", "8B", "70B"),
    Parameter(
        name="instance",
        title="Instance",
        help="p4d.24xlarge has eight A100 of 40 GB, p5.48xlarge eight H100.",
        default="p5",
        choices=tuple(INSTANCES),
        words=True,
    ),
    Parameter(name="instances", title="Instances", help="How many are rented.", default="1", most=100_000),
    Parameter(
        name="paid",
        title="Paid",
        help="Spot is the cheapest and may be taken away at any moment.",
        default="on-demand",
        choices=("on-demand", "reserved", "spot"),
        words=True,
    ),
)


def cloud_design(library: Library, values: Mapping[str, Any]) -> Design:
    """An application over vLLM on rented instances.

    Raises:
        RefusedInput: the library lacks a part.
    """
    users, count, paid = int(values["users"]), int(values["instances"]), str(values["paid"])
    plan = Plan(library)
    plan.node(
        "app",
        "llamaindex/llamaindex",
        "Suggestions",
        facts={
            "users": float(users),
            "requests_per_user_hour": 30.0,
            "input_tokens": 600.0,
            "output_tokens": 80.0,
            "model_calls": 1.0,
        },
    )
    plan.node(
        "engine", "vllm/vllm", "vLLM", choices={"model": MODELS[str(values["model"])]}, facts={"batch_most": 256.0}
    )
    instance = INSTANCES[str(values["instance"])]
    plan.node("instance", instance, library.part(instance).name, copies=count, choices={"rent_basis": paid})
    plan.relate("asks", "app", "engine")
    plan.runs("engine", "instance")
    plan.view(
        "whole",
        "The whole service",
        f"{users:,} people get suggestions from a model on rented machines.",
        "The model runs only as long as the machines are paid for.",
    )
    plan.view(
        "asking",
        "Who asks",
        "What the users ask in their busiest hour decides how many machines it takes.",
        "Select the engine to see how much of what it can do is used.",
        focus=("app", "engine"),
    )
    words = {
        "on-demand": "Paid by the hour, and given back whenever it is wanted.",
        "reserved": "Cheaper by the hour, but paid for a year or more whether it is used or not.",
        "spot": "The cheapest hour, but the machines may be taken away at any moment.",
    }
    plan.view(
        "renting",
        "How it is paid",
        words[paid],
        "Select the instance and choose another way to pay to compare.",
        focus=("engine", "instance"),
    )
    text = f"{users:,} users on Llama 3.1 {values['model']}; {count:,} × {plan.part_of('instance').name}, {paid}."
    return plan.design(f"Serving in the cloud, {users:,} users", text, "cloud-serving", as_text(values))
