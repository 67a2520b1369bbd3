"""Whatever is sent: one plain line, nothing written, and the server goes on."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from designer.assistant.calls import Calls
from designer.assistant.guarded_lines import DEEPEST, MOST_BYTES
from designer.assistant.schemas import arguments
from designer.assistant.tool import Answer, Tool
from designer.assistant.tools import TOOLS
from designer.assistant.workbench import Workbench
from designer.model.records import RefusedInput
from designer.store.project import read_project
from tests.shipped import LIBRARY

POD = "pod.stackwright"


def deep(levels: int) -> Any:
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found


HOSTILE: list[tuple[str, Any]] = [
    ("open_design", {"design": "../outside.stackwright"}),
    ("open_design", {"design": "/etc/passwd"}),
    ("open_design", {"design": "link.stackwright"}),
    ("open_design", {"design": "folder"}),
    ("open_design", {"design": "pod.stackwright\n"}),
    ("open_design", {"design": "pod.stackwright\x00.json"}),
    ("open_design", {"design": "a" * 10_000_000}),
    ("open_design", {"design": "\ud800.json"}),
    ("open_design", {"design": POD, "variant": "no such"}),
    ("open_design", {"design": POD, "more": 1}),
    ("open_design", {"design": 7}),
    ("open_design", {"design": {"a": {}}}),
    ("open_design", {"design": deep(3000)}),
    ("open_design", {}),
    ("open_design", None),
    ("open_design", []),
    ("open_design", "text"),
    ("no_such_tool", {}),
    ("no\nsuch\ntool" * 1000, {}),
    ("show_records", {"design": POD, "limit": 10**400}),
    ("show_records", {"design": POD, "limit": -1}),
    ("show_records", {"design": POD, "limit": 1.5}),
    ("show_records", {"design": POD, "limit": True}),
    ("find_records", {"design": POD, "query": "(" * 290}),
    ("analyze", {"design": POD, "sections": ["power"] * 10_000}),
    ("analyze", {"design": POD, "sections": ["power"], "load": float("nan")}),
    ("analyze", {"design": POD, "sections": ["power"], "load": float("inf")}),
    ("analyze", {"design": POD, "sections": ["power"], "fail": ["nobody"]}),
    ("analyze", {"design": POD, "sections": ["power"], "key": "power.__class__"}),
    ("why", {"design": POD, "key": "counts.nodes.total"}),
    ("add_part", {"design": POD, "part": "nvidia/dgx-h100", "id": "a\nb"}),
    ("add_part", {"design": POD, "part": "nvidia/dgx-h100", "id": "a b; rm"}),
    ("add_part", {"design": POD, "part": "no/such"}),
    ("add_part", {"design": POD, "part": "nvidia/dgx-h100", "copies": 10**9}),
    ("set_fields", {"design": POD, "ids": ["spine"], "fields": {"copies": "nan"}}),
    ("set_fields", {"design": POD, "ids": ["spine"], "fields": {"copies": "9**9**9**9"}}),
    ("set_fields", {"design": POD, "ids": ["spine"], "fields": {"__class__": "x"}}),
    ("set_fields", {"design": POD, "ids": ["spine"], "fields": {"x" * 1000: 1}}),
    ("set_assumptions", {"design": POD, "assumptions": {"pue": -5}}),
    ("sweep", {"template": "leaf-spine", "vary": {"nodes": list(range(16, 60))}}),
    ("sweep", {"vary": {"nodes": [1]}}),
    ("calculate", {"name": "fat-tree", "values": {"k": 1e300}}),
    ("new_design", {"design": "../new.stackwright", "template": "empty"}),
    ("new_design", {"design": POD, "template": "empty"}),
    ("new_design", {"design": "none/new.stackwright", "template": "empty"}),
    ("new_design", {"design": "new.txt", "template": "empty"}),
    ("place_on_canvas", {"design": POD, "id": "spine", "x": 1e308, "y": 0}),
    ("put_on_floor", {"design": POD, "id": "spine", "x_mm": float("nan"), "y_mm": 0}),
    ("picture", {"design": POD, "around": ["nobody"]}),
    ("limits", {"design": POD, "flows": ["dgx"]}),
    ("limits", {"design": POD, "fail": ["nobody"]}),
    ("collective", {"design": POD, "collective": "all-reduce", "ranks": [10**9]}),
    ("compare_built", {"design": POD, "files": ["/etc/hosts"]}),
    ("compare_built", {"design": POD, "files": ["link.stackwright"]}),
    ("measured_power", {"design": POD, "files": ["folder"]}),
    ("bundle_effect", {"file": "../outside.stackwright"}),
    ("import_file", {"file": POD, "design": POD}),
    ("demand_of_log", {"file": POD}),
    ("restore_version", {"design": POD, "version": 99}),
    ("optimise", {"what": "fabric", "settings": {"nodes": "1e308"}}),
    ("commit_proposal", {"design": POD}),
    ("offer_proposal", {"design": POD}),
    ("discard_proposal", {"design": POD}),
    ("redo", {"design": POD}),
    ("undo", {"design": POD}),
]


def test_each_is_refused_in_one_line_and_nothing_is_written(folder: Path) -> None:
    (folder.parent / "outside.stackwright").write_bytes((folder / POD).read_bytes())
    (folder / "link.stackwright").symlink_to(folder.parent / "outside.stackwright")
    (folder / "folder").mkdir()
    before = sorted(path.name for path in folder.rglob("*")), read_project(folder / POD).digest
    calls = Calls(Workbench([folder], LIBRARY), dict(TOOLS))
    for name, sent in HOSTILE:
        told = calls.call(name, sent)
        what = (name[:40], str(sent)[:80] if not isinstance(sent, dict) else list(sent))
        assert told.refused, (what, told.text[:200])
        assert told.text.strip(), what
        assert "\n" not in told.text, what
        assert len(told.text) <= 600, what
        assert "Traceback" not in told.text, what
        assert "Something went wrong" not in told.text, (what, told.text)
    assert not calls.call("open_design", {"design": POD}).refused
    assert (sorted(path.name for path in folder.rglob("*")), read_project(folder / POD).digest) == before


def test_a_call_that_takes_too_long_is_stopped(folder: Path) -> None:
    ended = threading.Event()

    def forever(bench: Workbench, given: Any) -> Answer:
        try:
            while True:
                pass
        finally:
            ended.set()

    def slip(bench: Workbench, given: Any) -> Answer:
        raise KeyError("a\nslip")

    tools = {
        "forever": Tool("forever", "", "", arguments({}), forever),
        "slip": Tool("slip", "", "", arguments({}), slip),
    }
    calls = Calls(Workbench([folder], LIBRARY), {**TOOLS, **tools}, 0.2)
    assert "longer than 0.2 s" in calls.call("forever", {}).text
    assert ended.wait(5)
    assert calls.call("slip", {}).text == "Something went wrong: KeyError: 'a\\nslip'"
    assert not calls.call("list_designs", {}).refused


def test_a_folder_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(RefusedInput, match="is no folder"):
        Workbench([tmp_path / "nowhere"], LIBRARY)


def test_the_process_speaks_the_protocol_alone(folder: Path) -> None:
    """Raw lines over standard input: initialize, list, what is hostile, and a call after all of it."""

    def request(number: int, method: str, **params: Any) -> bytes:
        return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()

    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    lines = [
        request(1, "initialize", **hello),
        b'{"jsonrpc": "2.0", "method": "notifications/initialized"}',
        request(2, "tools/list"),
        b"not json",
        b"\xff\xfe",
        b"",
        b'{"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"x": "' + b"a" * (MOST_BYTES + 10) + b'"}}',
        b'{"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"name": "analyze", "arguments": '
        b'{"design": "pod.stackwright", "sections": ["power"], "load": NaN}}}',
        request(6, "no/such/method"),
        b'{"id": 9, "method": "ping"}',
        b'{"jsonrpc": "1.0", "id": 10, "method": "ping"}',
        b'{"jsonrpc": "2.0", "id": 11, "method": 7}',
        b'{"jsonrpc": "2.0", "id": 1.5, "method": "ping"}',
        b"[" + request(12, "ping") + b"," + request(13, "ping") + b"]",
        b"[]",
        request(7, "tools/call", name="open_design", arguments={"design": "../pod.stackwright"}),
        request(8, "tools/call", name="calculate", arguments={"name": "fat-tree", "values": {"k": 8}}),
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "designer", "mcp", "--folder", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    # A client reads while it writes: the list of tools alone fills a pipe.
    sent = process.stdin

    def send() -> None:
        sent.write(b"\n".join(lines) + b"\n")
        sent.flush()

    sending = threading.Thread(target=send)
    sending.start()
    # Each request is answered, in the order in which answers are ready; the input ends when the last two are there.
    answers: list[dict[str, Any]] = []
    while not {7, 8} <= {one.get("id") for one in answers}:
        answers.append(json.loads(process.stdout.readline()))
    sending.join()
    process.stdin.close()
    rest = process.stdout.read()
    assert process.wait(20) == 0
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read().decode()
    process.stderr.close()
    answers += [json.loads(line) for line in rest.splitlines()]
    by_id = {one["id"]: one for one in answers if one.get("id") is not None}
    assert by_id[1]["result"]["serverInfo"]["name"] == "stackwright"
    assert len(by_id[2]["result"]["tools"]) == len(TOOLS)
    assert str(DEEPEST) in by_id[3]["error"]["message"]
    assert "bytes" in by_id[4]["error"]["message"]
    assert "error" in by_id[5]
    assert "error" in by_id[6]
    assert by_id[7]["result"]["isError"] is True
    assert by_id[8]["result"]["structuredContent"]["outputs"]["hosts"]["value"] == 128
    assert all("error" in by_id[number] for number in (9, 10, 11))
    assert by_id[12]["result"] == by_id[13]["result"] == {}
    # Not JSON, not UTF-8, an id that is none, an empty batch: no number to answer by.
    assert sum(one.get("id") is None for one in answers) == 4
