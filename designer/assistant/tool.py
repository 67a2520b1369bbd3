"""A tool: its name, what it takes, what it does to the world, and the function that answers."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from designer.assistant.schemas import Schema, arguments, text
from designer.assistant.workbench import Held, Workbench

Effect = Literal["reads", "proposes", "writes", "offers"]
"""What a tool does: it reads; changes a proposal in memory; writes a file; or shows a proposal in the window."""


class Picture(NamedTuple):
    """A picture in an answer.

    Attributes:
        media_type: Of the file.
        data: The file.
    """

    media_type: str
    data: bytes


class Answer(NamedTuple):
    """Answer of a tool.

    Attributes:
        document: Ready for JSON.
        pictures: Beside it.
    """

    document: dict[str, Any]
    pictures: tuple[Picture, ...] = ()


Arguments = Mapping[str, Any]


class Tool(NamedTuple):
    """One tool.

    Attributes:
        name: As it is called.
        title: For people.
        description: What it answers and when to use it.
        schema: JSON Schema of its arguments.
        run: Answers.
        effect: What it does to the world.
    """

    name: str
    title: str
    description: str
    schema: Schema
    run: Callable[[Workbench, Arguments], Answer]
    effect: Effect = "reads"


DESIGN = text("The design: a file in the folder, such as pod.stackwright.", most=500)
OF_DESIGN = {
    "variant": text("A variant by its name; else the main design.", least=0),
    "which": text(
        "As saved or as proposed; else as proposed where something is.",
        choices=("saved", "proposed"),
    ),
}
VARIANT = {"variant": OF_DESIGN["variant"]}


def about(required: Mapping[str, Schema] | None = None, optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of a tool that reads one design, with what else it takes."""
    return arguments({"design": DESIGN, **(required or {})}, {**(optional or {}), **OF_DESIGN})


def editing(required: Mapping[str, Schema] | None = None, optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of a tool that edits the proposal for one design."""
    return arguments({"design": DESIGN, **(required or {})}, {**(optional or {}), **VARIANT})


def held(bench: Workbench, given: Arguments) -> Held:
    """Return the design that a call is about."""
    return bench.held(given["design"], given.get("variant", ""))
