"""Designs that chance has spoilt are read or refused in one line, never with a traceback."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.cli.main import run as run_command_line
from tests.long_runs import runs

HEAD = "format: stackwright-design\nversion: 1\n"
NODES = HEAD + "nodes:\n  - {id: a, part: nvidia/dgx-h100, copies: 4}\n  - {id: b, part: nvidia/qm9700}\n"
GOOD = NODES + "links:\n  - {id: l, a: a, b: b, medium: fabric, cables: 32}\n"
NAMES = ["copies", "parent", "cables", "ports", "facts", "spread", "x", "zz"]

MUTATED = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["a", "b", "l", "fabric", "rack", "nvidia/dgx-h100", "generic/host", "even", "mesh", "power"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)


@st.composite
def mutated_designs(draw: st.DrawFn) -> Any:
    """A good document in which some values are other ones, some gone, some new."""
    document = yaml.safe_load(GOOD)
    document["assumptions"] = {"pue": 1.3}
    document["views"] = [{"id": "v", "name": "V", "focus": ["a"]}]
    document["nodes"].append({"id": "r", "kind": "rack", "facts": {"power_limit_w": 5}, "copies": 2})
    document["nodes"][0] |= {"parent": "r", "ports": [{"name": "p", "media": ["fabric"], "count": 8, "rate_gbps": 400}]}
    for _ in range(draw(st.integers(1, 3))):
        here: Any = document
        while True:
            keys = list(here) if isinstance(here, dict) else list(range(len(here)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            inner = here[key]
            if isinstance(inner, dict | list) and inner and draw(st.integers(0, 4)):
                here = inner
                continue
            change = draw(st.sampled_from(["value", "value", "drop", "add"]))
            if change == "drop":
                del here[key]
            elif change == "add" and isinstance(here, dict):
                here[draw(st.sampled_from(["copies", "parent", "cables", "ports", "facts", "spread", "x", "zz"]))] = (
                    draw(MUTATED)
                )
            else:
                here[key] = draw(MUTATED)
            break
    return document


@settings(
    max_examples=runs(20, 150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=mutated_designs())
def test_no_mutated_design_gives_a_traceback(document: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mutated.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    capsys.readouterr()
    code = run_command_line(["analyze", str(path)])
    out, err = capsys.readouterr()
    if code:
        assert (code, out) == (1, "")
        assert err.startswith("stackwright: ")
        assert err.count("\n") == 1
    else:
        assert err == ""
        assert "rule-failed" not in out


@settings(
    max_examples=runs(45, 150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(start=st.integers(0, len(GOOD)), length=st.integers(0, 20), other=st.text(max_size=8) | st.binary(max_size=8))
def test_no_mutilated_text_gives_a_traceback(
    start: int, length: int, other: str | bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = other if isinstance(other, bytes) else other.encode("utf-8")
    raw = GOOD.encode()
    for suffix in (".yaml", ".json"):
        path = tmp_path / f"mutilated{suffix}"
        path.write_bytes(raw[:start] + new + raw[start + length :])
        capsys.readouterr()
        code = run_command_line(["check", str(path), "--json"])
        out, err = capsys.readouterr()
        assert code in {0, 1}
        assert bool(err) != bool(out)
        assert err.count("\n") <= 1
