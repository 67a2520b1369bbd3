"""`demand`: what a log says, in text and as JSON, and a design that has it only where one is asked for."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Stackwright

AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens\n" + "".join(
    f"2026-03-0{1 + hour // 24} {hour % 24:02}:{minute:02}:00.0000000,{100 * (1 + minute % 4)},{minute % 3}\n"
    for hour in range(30)
    for minute in range(0, 60, 30 if hour != 12 else 10)
)
DESIGN = """
format: stackwright-design
version: 1
name: Chat
nodes:
  - {id: app, part: langchain/langchain, facts: {users: 4}}
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "azure.csv"
    path.write_text(f"{AZURE}never,1,1\n", "utf-8")
    return path


def test_what_a_log_says(log: Path, stackwright: Stackwright) -> None:
    said = stackwright("demand", log)
    assert said.code == 0
    # 64 requests from 0:00 to 5:30 of the next day; six of them in the hour from 12:00 on.
    assert "azure.csv: 64 requests in 29.5 h, 2026-03-01 00:00 to 2026-03-02 05:30" in said.out
    assert "time from TIMESTAMP, tokens in from ContextTokens, tokens out from GeneratedTokens" in said.out
    assert "busiest hour" in said.out
    assert "2.81 × average from 2026-03-01 12:00 on" in said.out
    assert "1 row is left out:\n  line 66: 'never' is no time\n" in said.out
    document = json.loads(stackwright("demand", log, "--json").out)
    assert document["demand"]["peak_factor"] == pytest.approx(6 / (63 / 29.5))
    assert document["demand"]["peak_per_s"] == pytest.approx(6 / 3600)
    assert document["left_out"] == [{"line": 66, "reason": "'never' is no time"}]
    assert document["columns"]["tokens out"] == "GeneratedTokens"


def test_a_design_gets_it(log: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    design, out = tmp_path / "chat.yaml", tmp_path / "out.yaml"
    design.write_text(DESIGN, "utf-8")
    said = stackwright("demand", log, "--into", design, "--node", "app", "-o", out)
    assert said.code == 0
    assert f"Wrote {out}." in said.out
    workloads = json.loads(stackwright("analyze", out, "--json", "--only", "workloads").out)["workloads"]
    (service,) = workloads["services"]
    assert service["demand_per_s"]["value"] == pytest.approx(6 / 3600)
    (logged,) = workloads["logged"]
    assert (logged["id"], logged["requests"]["value"], logged["changed"]) == ("app", 64, [])
    assert logged["span_h"]["value"] == 29.5
    # Minutes 0, 30 and, from 12:00 on, 10, 20, 40 and 50: 100 tokens at 0, 20 and 40, 300 at 10, 30 and 50.
    assert [logged["input_tokens"][name]["value"] for name in ("p50", "p90", "p99")] == [100, 300, 300]
    assert "64 requests in 29.5 h, tokens in P50 / P90 / P99 100 / 300 / 300" in stackwright("analyze", out).out
    assert design.read_text("utf-8") == DESIGN


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (("--into", "x.yaml"), 2, "belong together"),
        (("-o", "x.yaml"), 2, "--into names"),
        (("--into", "nowhere.yaml", "--node", "app"), 1, "does not exist"),
        (("--time-unit", "weeks"), 2, "weeks"),
    ],
)
def test_what_is_wrong_is_one_line(
    log: Path, stackwright: Stackwright, more: tuple[str, ...], code: int, words: str
) -> None:
    said = stackwright("demand", log, *more)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert said.err.count("\n") == 1


def test_no_log_is_one_line(stackwright: Stackwright, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("time,isl,osl\n5,1,1\n", "utf-8")
    said = stackwright("demand", path)
    assert (said.code, said.err) == (1, "stackwright: empty.csv: A demand needs at least two requests.\n")
