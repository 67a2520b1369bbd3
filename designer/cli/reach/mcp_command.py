"""Command that opens designs to an assistant: mcp."""

from pathlib import Path

import click

from designer.cli.opening import PATH
from designer.model.records import RefusedInput

_SECONDS = 60.0


@click.command("mcp", short_help="Let an assistant read designs and propose edits, over standard input and output.")
@click.option("--folder", "folders", multiple=True, type=PATH, help="Designs in it alone; without it the current one.")
@click.option(
    "--seconds",
    default=_SECONDS,
    show_default=True,
    type=click.FloatRange(1.0, 3600.0),
    help="How long one call may take.",
)
def mcp(folders: tuple[Path, ...], seconds: float) -> None:
    """Serve the designs in a folder to an assistant by the Model Context Protocol, until the input ends.

    An assistant reads designs, figures and reasons, and proposes edits. It writes only by an explicit call, or a person
    accepts the proposal in the window. The guide's page "Assistants" says how to register it.
    """
    try:
        from designer.assistant.server import serve
    except ModuleNotFoundError as problem:
        if (problem.name or "").partition(".")[0] not in {"mcp", "mcp_types", "anyio"}:
            raise
        raise RefusedInput('This needs the extra for assistants: pip install "stackwright[mcp]"') from problem
    serve(folders or (Path(),), seconds)


COMMANDS = (mcp,)
