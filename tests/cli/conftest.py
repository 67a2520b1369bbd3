"""Runs the command line inside the test's own process."""

import inspect
import json
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.api import export_forms, opening
from designer.catalog.library import Library
from designer.catalog.plugin_parts import with_plugin_parts
from designer.cli.commands import (
    bom_command,
    cables_command,
    catalog_commands,
    compare_command,
    diff_command,
    import_commands,
    project_commands,
    template_commands,
    versions_command,
)
from designer.cli.main import run as run_command_line
from designer.cli.text import coverage_text
from designer.model.design import Design
from designer.plugins.consent import active_plugins
from designer.review import rules
from designer.review.findings import Finding
from designer.review.rules import review


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

_homes = count()


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
        diff_command,
        cables_command,
        bom_command,
        export_forms,
        versions_command,
    ):
        monkeypatch.setattr(module, "read_library", lambda: with_plugin_parts(library, active_plugins()))


@pytest.fixture(scope="session")
def kept_results() -> dict[bytes, Results]:
    """What the commands of this run worked out, by all that it depends on."""
    return {}


@pytest.fixture(autouse=True)
def shared_results(kept_results: dict[bytes, Results], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same design with the same options is analysed once for all commands and formats, as its results are fixed."""

    signature = inspect.signature(analyze)

    def analyze_once(design: Design, *, library: Library | None = None, **options: Any) -> Results:
        # Options that are left out are those that are stated as they are anyway. The order of nodes and links counts,
        # that of the facts of a part does not: a project file keeps another than a text.
        asked = signature.bind(design, library=library, **options)
        asked.apply_defaults()
        order = (id(library), list(design.nodes), list(design.links))
        key = sha256(msgspec.msgpack.encode((order, asked.arguments), order="deterministic")).digest()
        if key not in kept_results:
            kept_results[key] = analyze(design, library=library, **options)
        return kept_results[key]

    monkeypatch.setattr(project_commands, "run_analysis", analyze_once)
    monkeypatch.setattr(compare_command, "analyze", analyze_once)
    monkeypatch.setattr(coverage_text, "analyze", analyze_once)
    monkeypatch.setattr(bom_command, "analyze", analyze_once)
    monkeypatch.setattr(export_forms, "analyze", analyze_once)


@pytest.fixture(scope="session")
def kept_findings() -> dict[tuple[int, int, date], tuple[Results, tuple[Finding, ...]]]:
    """What the commands of this run found, by the results that it depends on, which are held as long."""
    return {}


@pytest.fixture(autouse=True)
def shared_findings(
    kept_findings: dict[tuple[int, int, date], tuple[Results, tuple[Finding, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results that are shared are those of one design, whose findings are the same for all commands and formats."""

    def review_once(design: Design, results: Results, on: date, *, library: Library) -> tuple[Finding, ...]:
        key = (id(results), id(library), on)
        if key not in kept_findings:
            kept_findings[key] = (results, review(design, results, on, library=library))
        return kept_findings[key][1]

    monkeypatch.setattr(rules, "review", review_once)


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own parts and journals are those of nobody."""
    # A number of one's own: to make the next folder of a name, all that are there are listed, a thousand by the end.
    folder = tmp_path_factory.getbasetemp() / "homes" / str(next(_homes))
    folder.mkdir(parents=True)
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
