"""The whole stack: from users to machines, the bottleneck named, the bill shared, and what a failure takes along."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node
from tests.long_runs import runs

USE = {"users": 3600, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 500}
LLAMA = {"model": "meta/llama-3.1-8b", "precision": "fp8"}
RAG = (
    "app: langchain/langchain",
    "engine: vllm/vllm",
    "index: weaviate/weaviate",
    "box: nvidia/dgx-h100 x2",
    "disk: generic/host",
    "app > engine",
    "app > index",
    "engine @ box",
    "index @ disk",
)


@pytest.fixture
def worked(stack):
    def find(lines=RAG, fail=(), facts=None, choices=None, **changes):
        design = stack(
            *lines,
            facts={"app": USE, "index": {"vectors": 1e6, "dimensions": 768}, "disk": {"system_memory_gb": 64}}
            if facts is None
            else facts,
            choices={"engine": LLAMA} if choices is None else choices,
        )
        design = replace(design, **changes)
        return analyze(design, fail=fail).workloads

    return find


def service(result, name):
    return next(load for load in result.services if load.id == name)


def test_every_layer_has_its_part(worked):
    result = worked()
    assert [load.layer for load in result.layers] == [
        "serving_apps",
        "training",
        "data_storage",
        "cloud",
        "servers_fabric",
        "silicon",
        "facility",
    ]
    assert service(result, "engine").demand_per_s.value == pytest.approx(20)
    engine, index = service(result, "engine").latency_s.value, service(result, "index").latency_s.value
    assert service(result, "app").latency_s.value == pytest.approx(engine + index)
    assert index == pytest.approx(0.0028)
    assert not service(result, "app").latency_s.at_least
    assert result.bottleneck
    assert result.bottleneck_id in {"engine", "index", "box", "disk"}


def test_the_bottleneck_follows_the_demand(worked):
    """More users fill the engine; more vectors the memory of the index."""
    crowded = worked(facts={"app": {**USE, "users": 1e7}})
    assert crowded.bottleneck in {"serving_apps", "silicon"}
    crammed = worked(
        facts={
            "app": {**USE, "users": 1},
            "index": {"vectors": 1e9, "dimensions": 768},
            "disk": {"system_memory_gb": 64},
        }
    )
    assert (crammed.bottleneck, crammed.bottleneck_id) == ("data_storage", "index")


def test_the_shares_of_the_layers_are_the_whole_bill(worked):
    result = worked()
    assert sum(load.cost_share.value or 0 for load in result.layers) == pytest.approx(1)
    energy = next(load for load in result.layers if load.layer == "facility").usd_per_month
    assert energy.value > 0


def test_machines_are_shared_by_what_their_services_use(worked):
    alone = service(worked(), "engine").usd_per_month.value
    # A second engine that nobody asks takes nothing, so that it pays nothing.
    idle = worked((*RAG, "second: vllm/vllm", "second @ box"), choices={"engine": LLAMA, "second": LLAMA})
    assert service(idle, "engine").usd_per_month.value == pytest.approx(alone)
    assert service(idle, "second").usd_per_month.value == pytest.approx(0.0)
    # Two that are asked alike pay half each.
    lines = (*RAG, "second: vllm/vllm", "second @ box", "app > second")
    shared = worked(lines, choices={"engine": LLAMA, "second": LLAMA})
    for engine in ("engine", "second"):
        assert service(shared, engine).usd_per_month.value == pytest.approx(alone / 2)


def test_a_request_has_its_price(worked):
    result = worked()
    assert result.requests_per_month.value == pytest.approx(3600 * 10 * 730)
    assert result.usd_per_request.value == pytest.approx(result.usd_per_month.value / result.requests_per_month.value)


def test_tokens_of_an_own_engine_have_their_price(worked):
    """1,500 tokens a request, so a million of them are the price of 667 requests."""
    result = worked()
    (engine,) = result.serving
    month = service(result, "engine").usd_per_month.value
    assert engine.usd_per_request.value == pytest.approx(month / (3600 * 10 * 730))
    assert engine.usd_per_million_tokens.value == pytest.approx(engine.usd_per_request.value * 1e6 / 1500)
    silent = worked(facts={"app": {}})
    assert silent.serving[0].usd_per_request is None


def test_what_a_machine_takes_along(worked):
    result = worked(fail=["box"])
    assert set(result.lost_with["box"]) == {"engine", "app"}


def test_a_ring_and_silence_are_told(stack):
    ring = stack("a: langchain/langchain", "b: llamaindex/llamaindex", "a > b")
    ring = replace(ring, links={**ring.links, "back": Link(id="back", a="b", b="a", medium="depends_on")})
    result = analyze(ring).workloads
    assert any("in a ring" in note for note in result.notes)
    assert any("Nothing is asked for yet" in note for note in result.notes)
    assert (result.bottleneck, result.bottleneck_id) == ("", "")


def test_hardware_alone_has_no_workload(stack):
    result = analyze(stack("box: nvidia/dgx-h100")).workloads
    assert result.services == ()
    assert result.bottleneck == ""
    assert analyze(Design()).workloads.layers[0].utilisation.value is None


KINDS = ("application", "serving", "model-api", "vector-database", "pipeline", "training-job", "server", "storage")


@settings(max_examples=runs(30, 60), deadline=None)
@given(
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=7),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["depends_on", "runs_on"])), max_size=12),
    st.sampled_from([0.0, 1.0, 1e12]),
)
def test_no_wiring_breaks_it(kinds, pairs, users):
    nodes = {
        f"n{place}": Node(id=f"n{place}", kind=kind, order=place, facts={"users": users, "requests_per_user_hour": 1.0})
        for place, kind in enumerate(kinds)
    }
    links = {
        f"l{place}": Link(id=f"l{place}", a=f"n{a % len(kinds)}", b=f"n{b % len(kinds)}", medium=medium)
        for place, (a, b, medium) in enumerate(pairs)
    }
    result = analyze(Design(nodes=nodes, links=links), only={"workloads"}).workloads
    assert len(result.layers) == 7
