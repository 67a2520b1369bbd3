"""`--rules FOLDER` holds in every command, script and tool that reads a design: all of them say the same."""

import json
from pathlib import Path

import pytest

from designer import api
from designer.assistant.calls import Calls
from designer.assistant.tools import TOOLS
from designer.assistant.workbench import Workbench
from designer.cli import COMMANDS
from designer.cli.call_rules import WITHOUT
from designer.model.records import RefusedInput
from designer.plugins.consent import name_rules, named_rules, rules_of_call
from tests.cli.conftest import Stackwright

RULE = """\
from designer.api.plugins import Finding, hookimpl
@hookimpl
def check(design):
    for node in design.nodes.values():
        if node.copies > 2:
            yield Finding(rule="many", severity="error", message=f"{node.id} is many.", ids=(node.id,))
@hookimpl
def parts(today):
    return {"parts": [{"id": "own/rack", "kind": "rack-cabinet", "layer": "facility", "vendor": "Own", "name": "Own"}]}
"""
FEW = """\
format: stackwright-design
version: 1
name: Few
nodes: [{id: a, part: generic/host, copies: 2}, {id: r, part: own/rack}]
"""
SAID = "own: a is many."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.py").write_text(RULE, "utf-8")
    (tmp_path / "few.yaml").write_text(FEW, "utf-8")
    (tmp_path / "many.yaml").write_text(FEW.replace("copies: 2", "copies: 3"), "utf-8")
    return tmp_path


def test_every_command_that_reads_a_design_takes_rules(stackwright: Stackwright) -> None:
    groups = {"bundle": "show", "catalog": "list", "netbox": "import", "optimise": "fabric", "plugins": "list"}
    without = {
        name for name in COMMANDS if "--rules" not in stackwright(name, *filter(None, [groups.get(name)]), "-h").out
    }
    assert without == {name for name in WITHOUT if " " not in name}


def test_commands_agree_about_own_findings(stackwright: Stackwright, folder: Path) -> None:
    few, many, rules = folder / "few.yaml", folder / "many.yaml", ("--rules", folder / "rules")
    assert stackwright("analyze", many).code == 1  # its part comes from the plug-in
    assert named_rules() is None
    told = json.loads(stackwright("check", many, "--json", *rules).out)["findings"]
    assert [one["message"] for one in told].count(SAID) == 1
    analysed = stackwright("analyze", many, "--json", "--only", "power", *rules).document["findings"]
    assert [one["message"] for one in analysed if one["rule"] == "own/many"] == [SAID]
    assert SAID in stackwright("diff", few, many, *rules).out
    assert SAID in json.dumps(stackwright("set", few, "a", "copies=3", "--json", *rules).document["effect"])
    assert SAID in json.dumps(stackwright("mend", many, "--json", *rules).document["left"])
    report = folder / "report.html"
    assert stackwright("export", many, "--view", "report", "-o", report, *rules).code == 0
    assert SAID in report.read_text("utf-8")
    space = folder / "space.yaml"
    space.write_text(
        f"base: {many.name}\nvary: [{{set: a.copies, values: [2, 3]}}]\ncount: [findings.error]\n", "utf-8"
    )
    rows = stackwright("sweep", space, "--json", "--workers", "1", *rules).document["rows"]
    assert [row["problem"] for row in rows] == [None, None]
    assert rows[1]["findings"]["error"] - rows[0]["findings"]["error"] == 1


def test_scripts_and_assistants_agree_about_own_findings(folder: Path) -> None:
    with pytest.raises(RefusedInput):
        api.open(folder / "many.yaml")
    document = api.open(folder / "many.yaml", rules=folder / "rules")
    assert [one.message for one in document.findings if one.rule == "own/many"] == [SAID]
    assert document.copy().rules == document.rules
    assert [one.reason for one in document.mend().left if one.message == SAID]
    rows = document.sweep({"a.copies": [2, 3]}, count=["findings.error"]).rows
    assert rows[1]["findings"]["error"] - rows[0]["findings"]["error"] == 1
    with rules_of_call():
        name_rules(folder / "rules")
        calls = Calls(Workbench([folder]), dict(TOOLS), 60.0)
        answer = calls.call("findings", {"design": "many.yaml"})
    assert SAID in json.dumps(answer.document)
