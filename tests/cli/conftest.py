"""Runs the command line inside the test's own process."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from designer.catalog.library import Library
from designer.cli import (
    cables_command,
    catalog_commands,
    compare_command,
    import_commands,
    opening,
    output_commands,
    project_commands,
    template_commands,
)
from designer.cli.main import run as run_command_line


class Said(NamedTuple):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        assert self.code == 0, self.err
        assert self.err == ""
        return json.loads(self.out)


Stackwright = Callable[..., Said]


@pytest.fixture(autouse=True)
def shared_library(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalog is read once for all commands; those in a process of their own read it themselves."""
    for module in (
        opening,
        project_commands,
        template_commands,
        catalog_commands,
        import_commands,
        compare_command,
        cables_command,
        output_commands,
    ):
        monkeypatch.setattr(module, "read_library", lambda: library)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own parts and journals are those of nobody."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(folder))


@pytest.fixture
def stackwright(capsys: pytest.CaptureFixture[str]) -> Stackwright:
    """Runs a command with its arguments."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        code = run_command_line([str(argument) for argument in arguments])
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def cases() -> dict[str, Any]:
    """The published cases by id."""
    path = Path(__file__).parents[1] / "cases" / "cases.json"
    return {case["id"]: case for case in json.loads(path.read_text("utf-8"))}
