"""No estimate passes what is published: every accelerator of the catalog with every model, and every framework."""

import pytest

from designer.analysis.chain.needs import needs_of
from designer.analysis.published.silicon import MOST_SHARE, chip_speed, most_share, unknown_roof
from designer.analysis.workloads.demand import demand
from designer.analysis.workloads.hosts import rate_of
from designer.analysis.workloads.serving.result import serving
from designer.analysis.workloads.training.result import training
from designer.catalog.library import Library
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Contained, Part
from tests.long_runs import runs

CHIPS = 64
NEARLY = 1 + 1e-9
USE = {"users": 100.0, "requests_per_user_hour": 1.0, "input_tokens": 500.0, "output_tokens": 500.0}


def node(library, part_id, node_id, **fields):
    return Node(id=node_id, kind=library.parts[part_id].kind, part=part_id, **fields)


def drawn(library, *nodes, links):
    ties = {f"{a}-{b}": Link(id=f"{a}-{b}", a=a, b=b, medium=medium) for a, b, medium in links}
    return library.embedded(Design(nodes={one.id: one for one in nodes}, links=ties))


@pytest.fixture
def served(library):
    """An engine with MODEL on so many of CHIP, as the analysis sees it."""

    def serve(chip, model, precision="bf16", copies=CHIPS, engine="vllm/vllm", facts=None, use=USE, **choices):
        design = drawn(
            library,
            node(library, "langchain/langchain", "app", facts=use),
            node(library, engine, "it", choices={"model": model, "precision": precision, **choices}, facts=facts or {}),
            node(library, chip, "chips", copies=copies),
            links=(("app", "it", "asks"), ("it", "chips", "runs_on")),
        )
        graph = needs_of(design).services
        return serving(design, graph, design.nodes["it"], demand(design, graph).traffic["it"])

    return serve


def of_kind(library, kind):
    return [part for part in library.parts.values() if part.kind == kind]


PRECISIONS = ("bf16", "fp8", "int8", "fp4")


@pytest.mark.scaled
@pytest.mark.parametrize("precision", PRECISIONS)
def test_no_chip_writes_faster_than_is_published_for_it(library, served, precision):
    answered = held = 0
    # Every model in one precision at least, and in all of them in the long run.
    models = of_kind(library, "model")[runs(PRECISIONS.index(precision), 0) :: runs(len(PRECISIONS), 1)]
    for chip in of_kind(library, "accelerator"):
        for model in models:
            found, speed = served(chip.id, model.id, precision), chip_speed(chip, model)
            missing = unknown_roof(chip, rate_of(chip, precision)[0])
            if missing and not speed.model:
                assert not found.output_tokens_per_s.known, (chip.id, model.id)
                assert "not known" in found.reason
            if found.token_s.value and speed.token_s.value:
                assert found.token_s.value * NEARLY >= speed.token_s.value, (chip.id, model.id)
                held += 1
            if found.output_tokens_per_s.value:
                answered += 1
                if speed.tokens_per_s_each.value:
                    most = speed.tokens_per_s_each.value * CHIPS
                    assert found.output_tokens_per_s.value <= most * NEARLY, (chip.id, model.id)
    assert answered > 100
    assert held > 20


def test_a_user_gets_what_is_published_and_no_more(served):
    """Llama 3.1 8B on the wafers of Cerebras: 1,800 tokens a second of a user; the roofline alone says 780,000."""
    found = served("cerebras/cs-3", "meta/llama-3.1-8b")
    assert 1 / found.token_s.value == pytest.approx(1800)
    assert found.bound == "published speed"
    assert "1,800 tokens a second" in found.reason
    slow = served("nvidia/h100-sxm5-80gb", "meta/llama-3.1-8b")
    assert slow.bound in {"memory bandwidth", "arithmetic"}


def test_a_chip_without_a_roof_answers_with_what_was_measured(served):
    """Blackhole p150 states no arithmetic; Llama 3.1 8B was measured at 33.1 of a user, 1,059.2 of all on one chip."""
    found = served("tenstorrent/blackhole-p150", "meta/llama-3.1-8b", copies=4)
    assert found.fits
    assert 1 / found.token_s.value == pytest.approx(33.1)
    assert found.requests_per_s.value == pytest.approx(4 * 1059.2 / 500)
    assert found.first_token_s.value == 0.057
    assert found.answer_s.value == pytest.approx(0.057 + 500 / 33.1)
    galaxy = served("tenstorrent/wormhole-galaxy-chip", "meta/llama-3.1-70b", copies=16)
    assert galaxy.requests_per_s.value is None
    assert "measured on 32" in galaxy.reason
    groq = served("groq/lpu-v1", "meta/llama-3.1-8b")
    assert 1 / groq.token_s.value == pytest.approx(780)
    assert groq.requests_per_s.value is None
    assert served("groq/lpu-v1", "alibaba/qwen3-8b").token_s.value is None


def boxed(library, chip):
    """LIBRARY with a server that holds CHIPS of CHIP, so that no network between them is needed."""
    box = Part(
        id="own/box",
        kind="server",
        layer="servers_fabric",
        vendor="Own",
        name="Box",
        contains=(Contained(part=chip.id, count=CHIPS),),
    )
    return Library(parts={**library.parts, box.id: box}, sources=library.sources)


@pytest.mark.scaled
def test_training_reaches_no_more_of_the_peak_than_is_published(library):
    frameworks = [None, *(part.id for part in of_kind(library, "framework"))]
    seen = 0
    for place, chip in enumerate(of_kind(library, "accelerator")):
        # Without a framework, and with one of them in turn; with each in the long run.
        for framework in runs((None, frameworks[1 + place % (len(frameworks) - 1)]), frameworks):
            nodes = [
                node(
                    library,
                    "generic/training-job",
                    "job",
                    choices={"model": "meta/llama-3.1-8b"},
                    facts={"training_tokens": 1e12},
                ),
                node(boxed(library, chip), "own/box", "chips"),
            ]
            links = [("job", "chips", "runs_on")]
            if framework is not None:
                nodes.append(node(library, framework, "frame"))
                links.append(("job", "frame", "depends_on"))
            design = drawn(boxed(library, chip), *nodes, links=links)
            found = training(design, needs_of(design).services, design.nodes["job"])
            if not found.mfu.known:
                continue
            seen += 1
            assert found.mfu.value <= most_share(chip).value * NEARLY, (chip.id, framework)
            # Days go with it: six operations for each parameter and token at that share of the peak, at least.
            peak = rate_of(chip, "bf16")[0].value * 1e12 * CHIPS
            params = library.parts["meta/llama-3.1-8b"].facts["params"].value
            assert found.days.value * 86_400 * peak * found.mfu.value >= 0.9 * 6 * params * 1e12, chip.id
    assert seen > 50


def test_the_greatest_share_of_any_chip_is_the_greatest_of_the_catalog(library):
    shares = [
        fact.high or fact.value
        for part in library.parts.values()
        for facts in (part.facts, *(case.facts for case in part.cases))
        for name, fact in facts.items()
        if name in {"flops_share", "flops_share_most"} and fact.value is not None
    ]
    assert max(shares) == MOST_SHARE


def test_an_engine_without_continuous_batching_runs_batches_to_their_end(served):
    """TorchServe waits at most 100 ms for a batch of 1 by default; so the choice of continuous batching is not met."""
    able = served("nvidia/h100-sxm5-80gb", "meta/llama-3.1-8b")
    unable = served("nvidia/h100-sxm5-80gb", "meta/llama-3.1-8b", engine="pytorch/torchserve")
    assert unable.batch.value == 1
    assert "does not batch continuously" in unable.reason
    assert able.requests_per_s.value > 10 * unable.requests_per_s.value
    stated = served(
        "nvidia/h100-sxm5-80gb",
        "meta/llama-3.1-8b",
        engine="pytorch/torchserve",
        facts={"continuous_batching": 1.0},
    )
    assert stated.batch.value == pytest.approx(able.batch.value, rel=0.1)


def test_a_request_waits_for_its_batch_as_long_as_the_engine_lets_it(served):
    """With 0.01 requests a second a batch of eight would take minutes to fill; TorchServe waits 100 ms, Triton not."""
    seldom = {**USE, "users": 36.0}
    chip, model = "nvidia/h100-sxm5-80gb", "meta/llama-3.1-8b"
    endless = {"batch_most": 8.0, "batch_wait_ms": 1e6}
    long = served(chip, model, use=seldom, copies=1, batching="static", facts=endless)
    silent = served(chip, model, use=seldom, copies=1, batching="static", facts={"batch_most": 8.0})
    torch = served(chip, model, use=seldom, copies=1, engine="pytorch/torchserve", facts={"batch_most": 8.0})
    triton = served(chip, model, use=seldom, copies=1, engine="nvidia/triton", facts={"batch_most": 8.0})
    assert long.first_token_s.value > 60
    # An engine that states no wait is supposed to wait as long as TorchServe.
    # Beside that only the measured front ends differ: 30.2 ms of vLLM, 49.9 ms of an engine that was not measured.
    assert silent.first_token_s.value == pytest.approx(torch.first_token_s.value - 0.0197, abs=0.003)
    assert torch.first_token_s.value == pytest.approx(triton.first_token_s.value + 0.1, abs=0.01)


def test_the_backend_of_an_engine_decides_how_it_batches(served):
    chip, model = "nvidia/h100-sxm5-80gb", "meta/llama-3.1-8b"
    own = served(chip, model, engine="nvidia/triton")
    through = served(chip, model, engine="nvidia/triton", backend="vllm")
    assert "does not batch continuously" in own.reason
    assert "does not batch" not in through.reason
    assert through.requests_per_s.value > 2 * own.requests_per_s.value
