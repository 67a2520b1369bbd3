"""The server: tools, resources and prompts over the Model Context Protocol, on standard input and output."""

import base64
import os
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final
from urllib.parse import quote, unquote

import anyio
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from designer import __version__
from designer.assistant.calls import SECONDS, Calls, Told
from designer.assistant.guarded_lines import GuardedLines
from designer.assistant.prompts import PROMPTS, filled
from designer.assistant.tool import Tool
from designer.assistant.tools import TOOLS
from designer.assistant.workbench import Workbench
from designer.model.records import RefusedInput

INSTRUCTIONS: Final = (
    "Stackwright designs AI infrastructure: fabrics, power, cooling, cost, workloads. Begin with list_designs and "
    "open_design. Figures have ranges, and name what is missing; unknown is never 0: say so. Edits are proposals in "
    "memory: show preview_proposal to the person, and call commit_proposal (or offer_proposal, where the design is "
    "open in a window) only when they agree. Everything is undone exactly."
)
_SCHEME: Final = "stackwright://"
_TEXT, _PICTURE = "design", "picture"


def make_server(bench: Workbench, seconds: float = SECONDS) -> Server[Any]:
    """Return a server for the designs of BENCH, whose calls take SECONDS at most."""
    calls = Calls(bench, dict(TOOLS), seconds)
    # Of their own: calls that wait for their turn must not take the threads that read and write lines.
    places = anyio.CapacityLimiter(2)

    async def ask(name: str, arguments: object) -> Told:
        given_up = threading.Event()
        try:
            work = partial(calls.call, name, arguments, given_up)
            return await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=places)
        finally:
            # The client may have taken the call back: it is stopped then, and what it answers is not sent.
            given_up.set()

    async def list_tools(_: Any, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])

    async def call_tool(_: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        told = await ask(params.name, params.arguments)
        content: list[types.ContentBlock] = [types.TextContent(text=told.text)]
        for picture in told.pictures:
            data = base64.b64encode(picture.data).decode()
            content.append(types.ImageContent(data=data, mime_type=picture.media_type))
        return types.CallToolResult(content=content, structured_content=told.document, is_error=told.refused)

    async def list_resources(_: Any, __: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        names = [bench.name_of(path) for path in bench.files()]
        return types.ListResourcesResult(resources=[one for name in names for one in _resources(name)])

    async def list_templates(_: Any, __: types.PaginatedRequestParams | None) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    name="design-text",
                    title="A design as text",
                    uri_template=f"{_SCHEME}{_TEXT}/{{file}}",
                    mime_type="application/yaml",
                ),
                types.ResourceTemplate(
                    name="design-picture",
                    title="A view of a design",
                    uri_template=f"{_SCHEME}{_PICTURE}/{{file}}/{{view}}",
                    mime_type="image/svg+xml",
                ),
            ]
        )

    # Resources go through the tools, so that one set of guards holds for both.
    async def read_resource(_: Any, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(params.uri)
        sort, _sign, rest = uri.removeprefix(_SCHEME).partition("/")
        name, _sign, view = rest.partition("/")
        if not uri.startswith(_SCHEME) or sort not in (_TEXT, _PICTURE) or len(uri) > 2000:
            raise _refused("There is no such resource; resources/list names them.")
        file = unquote(name)
        if sort == _TEXT:
            told = _accepted(await ask("design_text", {"design": file}))
            contents = types.TextResourceContents(uri=uri, mime_type="application/yaml", text=told["yaml"])
            return types.ReadResourceResult(contents=[contents])
        answer = await ask("picture", {"design": file, "view": unquote(view) or "topology", "form": "svg"})
        _accepted(answer)
        body = answer.pictures[0].data.decode()
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=uri, mime_type="image/svg+xml", text=body)]
        )

    async def list_prompts(_: Any, __: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        return types.ListPromptsResult(
            prompts=[
                types.Prompt(
                    name=one.name,
                    title=one.title,
                    description=one.description,
                    arguments=[
                        types.PromptArgument(name=name, description=words, required=True)
                        for name, words in one.takes.items()
                    ],
                )
                for one in PROMPTS.values()
            ]
        )

    async def get_prompt(_: Any, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        try:
            words = filled(params.name, params.arguments or {})
        except RefusedInput as refusal:
            raise _refused(str(refusal)) from refusal
        message = types.PromptMessage(role="user", content=types.TextContent(text=words))
        return types.GetPromptResult(description=PROMPTS[params.name].description, messages=[message])

    return Server(
        "stackwright",
        version=__version__,
        title="Stackwright",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


def serve(folders: Sequence[Path], seconds: float = SECONDS) -> None:
    """Serve the designs in FOLDERS on standard input and output until the input ends.

    Raises:
        RefusedInput: one is no folder.
    """
    server = make_server(Workbench(folders), seconds)

    async def run() -> None:
        lines = GuardedLines(_own_input())
        # What anything else prints goes to standard error: the protocol alone is on standard output.
        async with stdio_server(stdin=lines.as_file) as (incoming, outgoing):
            lines.answers = outgoing
            await server.run(incoming, outgoing, server.create_initialization_options())

    anyio.run(run)


def _own_input() -> BinaryIO:
    """Return standard input for the protocol alone: whatever else reads it, such as a plug-in, finds it at its end."""
    own = os.dup(0)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123  # no file, and the same on all systems
        os.dup2(nothing.fileno(), 0)
    return os.fdopen(own, "rb")


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.schema,
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.effect == "reads",
            # A proposal is kept in memory and undone exactly; a commit keeps the version before in the file.
            destructive_hint=tool.effect == "writes",
            idempotent_hint=tool.effect == "reads",
            open_world_hint=False,
        ),
    )


def _resources(name: str) -> list[types.Resource]:
    place = quote(name, safe="")
    return [
        types.Resource(
            name=name, title=f"{name} as text", uri=f"{_SCHEME}{_TEXT}/{place}", mime_type="application/yaml"
        ),
        types.Resource(
            name=f"{name} picture",
            title=f"{name} as a picture",
            uri=f"{_SCHEME}{_PICTURE}/{place}/topology",
            mime_type="image/svg+xml",
        ),
    ]


def _accepted(told: Told) -> dict[str, Any]:
    if told.refused or told.document is None:
        raise _refused(told.text)
    return told.document


def _refused(words: str) -> MCPError:
    return MCPError(code=types.INVALID_PARAMS, message=words)
