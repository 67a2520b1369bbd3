"""Choices that the stories offer: the model, who uses it, and how much of it."""

from collections.abc import Mapping
from typing import Final

from designer.edit.templates.parameters import Parameter

MODELS: Final[Mapping[str, str]] = {
    "8B": "meta/llama-3.1-8b",
    "70B": "meta/llama-3.1-70b",
    "405B": "meta/llama-3.1-405b",
}
"""Models of one family, by the size that people call them by."""


def model_parameter(default: str, *sizes: str) -> Parameter:
    """Return the parameter for which Llama 3.1 is served or trained."""
    return Parameter(
        name="model",
        title="Llama 3.1 model",
        help="How many parameters it has.",
        default=default,
        choices=sizes or tuple(MODELS),
        words=True,
    )


def users_parameter(default: str) -> Parameter:
    """Return the parameter for how many people use the service."""
    return Parameter(
        name="users",
        title="Users",
        help="People who use it in an hour of usual load.",
        default=default,
        most=1_000_000_000,
    )
