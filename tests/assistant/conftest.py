"""One server in memory, and a pod in its folder."""

import json
from collections.abc import Callable, Coroutine, Generator
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import pytest
from mcp import Client

from designer.assistant.pictures import Painter
from designer.assistant.server import make_server
from designer.assistant.workbench import Workbench
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.store import proposals
from designer.store.project import write_project
from tests.shipped import LIBRARY


class Said(NamedTuple):
    """The answer to one call."""

    document: dict[str, Any]
    text: str
    refused: bool
    pictures: list[bytes]


Call = Callable[..., Coroutine[Any, Any, Said]]
Script = Callable[[Call, Client], Coroutine[Any, Any, None]]


@pytest.fixture(scope="session")
def pod() -> Design:
    return build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})


@pytest.fixture
def folder(tmp_path: Path, pod: Design, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a pod, and a state folder of nobody."""
    monkeypatch.setattr(proposals, "offers_folder", lambda: tmp_path / "state" / "proposals")
    made = tmp_path / "designs"
    made.mkdir()
    write_project(made / "pod.stackwright", pod)
    return made


@pytest.fixture(scope="session")
def painter() -> Generator[Painter]:
    """One process that paints for all tests."""
    made = Painter()
    yield made
    made.close()


@pytest.fixture
def play(folder: Path, painter: Painter) -> Callable[[Script], None]:
    """Run a script of calls against one server over the protocol, in memory."""

    def run(script: Script) -> None:
        async def main() -> None:
            async with Client(make_server(Workbench([folder], LIBRARY, painter))) as client:

                async def call(tool: str, /, **arguments: Any) -> Said:
                    told = await client.call_tool(tool, arguments)
                    first, *rest = told.content
                    text = getattr(first, "text", "")
                    document = told.structured_content or {}
                    assert told.is_error or json.loads(text) == document
                    return Said(document, text, told.is_error, [getattr(one, "data", b"") for one in rest])

                await script(call, client)

        anyio.run(main)

    return run
