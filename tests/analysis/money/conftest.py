"""A chat service on machines of one's own, with round numbers where the test needs them."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.analysis.money.alternatives import alternatives
from designer.analysis.run import analyze

USE = {"users": 3600, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 500}
MONEY = ("power", "cost", "workloads")
LLAMA = {"model": "meta/llama-3.1-70b", "precision": "fp8"}
SERVED = ("app: langchain/langchain", "engine: vllm/vllm", "box: nvidia/dgx-h100 x2", "app > engine", "engine @ box")
PLAIN = {
    "support_share": 0.0,
    "staff_per_100_accelerators": 0.0,
    "colocation_usd_per_kw_month": 0.0,
    "utilisation": 1.0,
    "pue": 1.0,
    "spot_overhead": 0.0,
}


@pytest.fixture(scope="session")
def cases():
    """The published cases by id."""
    path = Path(__file__).parents[2] / "cases" / "cases.json"
    return {case["id"]: case for case in json.loads(path.read_text("utf-8"))}


@pytest.fixture
def chat(stack):
    """The service, with other facts of the application where asked."""

    def make(lines=SERVED, assumptions=None, **facts):
        choices = {"engine": LLAMA} if "engine: vllm/vllm" in lines else {}
        design = stack(*lines, facts={"app": {**USE, **facts}}, choices=choices)
        return supposing(design, assumptions or {})

    return make


@pytest.fixture
def compared(library):
    """The alternatives of a design."""

    def compare(design, **picked):
        return alternatives(design, library, analyze(design, only=MONEY), **picked)

    return compare


def supposing(design, assumptions):
    """DESIGN with assumptions of its own."""
    return replace(design, settings=replace(design.settings, assumptions=assumptions))
