"""A service on a model by the token: nothing to buy, a bill that grows with every request."""

from collections.abc import Mapping
from typing import Any, Final

from designer.catalog.library import Library
from designer.edit.templates.parameters import Parameter, as_text
from designer.edit.templates.plan import Plan
from designer.model.design import Design
from designer.model.parts.part import PortGroup

APIS: Final[Mapping[str, str]] = {
    "Claude": "anthropic/claude-sonnet-4-5",
    "GPT": "openai/gpt-5",
    "Gemini": "google/gemini-2.5-flash",
    "Mistral": "mistral/mistral-medium-3-5",
}
API_PARAMETERS: Final = (
    Parameter(
        name="users_a_day",
        title="Users a day",
        help="People who use the service in a day.",
        default="5000",
        most=1_000_000_000,
    ),
    Parameter(
        name="requests_a_day",
        title="Requests of a user a day",
        help="What one of them asks in a day.",
        default="10",
        most=100_000,
    ),
    Parameter(
        name="model",
        title="Model",
        help="Claude Sonnet 4.5, GPT-5, Gemini 2.5 Flash or Mistral Medium 3.5.",
        default="Claude",
        choices=tuple(APIS),
        words=True,
    ),
)
HOURS_OF_A_DAY: Final = 24.0


def api_design(library: Library, values: Mapping[str, Any]) -> Design:
    """A service that asks a model by the token and keeps its passages in PostgreSQL.

    Raises:
        RefusedInput: the library lacks a part.
    """
    users, requests, model = int(values["users_a_day"]), float(values["requests_a_day"]), str(values["model"])
    plan = Plan(library)
    plan.node(
        "app",
        "langchain/langchain",
        "Support assistant",
        facts={
            "users": float(users),
            "requests_per_user_hour": requests / HOURS_OF_A_DAY,
            "peak_factor": 3.0,
            "input_tokens": 1500.0,
            "output_tokens": 400.0,
            "model_calls": 1.0,
            "retrievals": 1.0,
            "growth_per_month": 0.05,
        },
    )
    plan.node("api", APIS[model], library.part(APIS[model]).name)
    plan.node("passages", "pgvector/pgvector", "Help pages", facts={"vectors": 2_000_000.0, "dimensions": 1536.0})
    ports = (PortGroup(name="ports", media=("management", "storage", "fabric"), count=2, rate_gbps=25.0),)
    plan.node("host", "generic/host", "Application host", copies=2, ports=ports, facts={"system_memory_gb": 256.0})
    plan.node(
        "switch",
        "generic/switch",
        "Switch",
        ports=(PortGroup(name="ports", media=("management", "storage", "fabric"), count=16, rate_gbps=25.0),),
    )
    plan.link("host-links", "host", "switch", "management", 4, name="Host links")
    plan.relate("asks", "app", "api", "passages")
    plan.runs("app", "host")
    plan.runs("passages", "host")
    plan.view(
        "whole",
        "The whole service",
        f"{users:,} people a day ask, and a model that is paid by the token answers.",
        "There is almost nothing to buy; what is paid grows with what is asked.",
    )
    plan.view(
        "bill",
        "Where the money goes",
        "Each request pays for the text that it sends and the text that comes back.",
        "Select the model to see what a request, a million tokens and a month cost.",
        focus=("app", "api"),
    )
    plan.view(
        "help",
        "What runs at home",
        "The help pages are searched on two small hosts.",
        "Two million passages fit into the memory of one of them.",
        focus=("passages", "host", "switch"),
    )
    text = f"{users:,} users a day with {requests:g} requests each; {plan.part_of('api').name} answers by the token."
    return plan.design(f"Assistant on a model API, {users:,} users a day", text, "api-service", as_text(values))
