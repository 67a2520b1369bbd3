"""Each way of a comparison tells how it serves and trains, by the formulas that tell it of a design as drawn."""

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.design import Design
from designer.model.money.pricing import PriceBook
from designer.review.headline_figures import headline_value
from designer.review.workloads.way_figures import all_given, given_by

from .conftest import MONEY, SERVED

KEYS = ["token", "first_token", "tokens"]


@pytest.fixture
def given(compared):
    """What each way of DESIGN gives by key, its rows by key, and its results."""

    def give(design, **picked):
        results, found = analyze(design, only=MONEY), compared(design, **picked)
        return {
            row.key: {one.key: (figure, sure) for one, figure, sure in given_by(row, results)} for row in found.rows
        }, (found)

    return give


def drawn(design: Design, key):
    return headline_value(key, analyze(design, only=MONEY), PriceBook())


def one_box(design):
    """DESIGN with one box instead of two."""
    nodes = {**design.nodes, "box": replace(design.nodes["box"], copies=1)}
    return replace(design, nodes=nodes)


def test_a_part_of_the_drawn_machines_serves_as_so_many_would_if_they_were_drawn(chat, given):
    """One of two DGX H100 is needed: it gives what the design with one of them does, and not what two give."""
    design = chat()
    gives, found = given(design)
    assert found.row("own").machines.value == 1
    for key in KEYS:
        assert gives["own"][key][0].value == pytest.approx(drawn(one_box(design), key).value)
    assert gives["own"]["token"][0].value > 1.2 * drawn(design, "token").value


def test_all_of_the_drawn_machines_give_what_is_told_of_the_design(chat, given):
    design = one_box(chat())
    gives, _ = given(design)
    for key in KEYS:
        assert gives["own"][key][0].value == drawn(design, key).value


def test_the_same_chips_give_the_same_and_wider_ones_another(chat, given):
    """Eight H100 serve alike, bought or rented on any basis; eight H200 read their weights at 4.8 of 3.35 TB/s."""
    gives, _ = given(chat(), instances=["aws/p5.48xlarge", "azure/standard-nd96isr-h200-v5"])
    for key in KEYS:
        same = {gives[f"cloud:aws/p5.48xlarge:{basis}"][key][0].value for basis in ("on-demand", "reserved", "spot")}
        assert list(same) == [pytest.approx(gives["own"][key][0].value)]
    wide = gives["cloud:azure/standard-nd96isr-h200-v5:on-demand"]
    assert wide["token"][0].value < gives["own"]["token"][0].value
    figure, sure = wide["token"]
    assert figure.low < figure.value < figure.high
    assert sure.words == gives["own"]["token"][1].words


def test_a_chip_that_was_not_measured_says_so(chat, given):
    gives, _ = given(chat(), instances=["azure/standard-nd96isr-mi300x-v5"])
    figure, sure = gives["cloud:azure/standard-nd96isr-mi300x-v5:on-demand"]["token"]
    assert "not a Hopper or Blackwell chip" in " ".join(sure.outside)
    near, _ = gives["own"]["token"]
    assert figure.high / figure.low == pytest.approx(near.high / near.low * 1.4**2)


def test_a_model_by_the_token_tells_what_is_published_and_what_is_not(chat, given):
    gives, found = given(chat(), apis=["anthropic/claude-haiku-4-5"])
    api = gives["api:anthropic/claude-haiku-4-5"]
    assert api["first_token"][0].value == pytest.approx(0.597)
    assert not api["token"][0].known
    assert "how fast Claude Haiku 4.5 writes" in found.row("api:anthropic/claude-haiku-4-5").untold


@pytest.fixture
def trained(stack):
    """A training job on so many machines, with no cable between them."""

    def make(copies):
        facts = {"training_tokens": 1e10, "sequence_tokens": 4096, "global_batch": 128}
        lines = ("job: generic/training-job", f"box: nvidia/dgx-h100 x{copies}", "job @ box")
        return stack(*lines, facts={"job": facts}, choices={"job": {"model": "meta/llama-3.1-8b"}})

    return make


def test_training_on_one_machine_takes_as_long_wherever_it_stands(trained, given):
    design = trained(1)
    gives, found = given(design, instances=["aws/p5.48xlarge"], machine="dell/xe9680-h100")
    days = drawn(design, "days").value
    assert days > 0
    assert gives["own:dell/xe9680-h100"]["days"][0].value == pytest.approx(days)
    assert gives["cloud:aws/p5.48xlarge:spot"]["days"][0].value == pytest.approx(days)
    assert [one.key for one in all_given(found, analyze(design, only=MONEY))] == ["days"]


def test_training_on_several_machines_needs_their_network(trained, given):
    """An instance has that of its provider; machines that are bought and not drawn are joined without a bottleneck."""
    gives, found = given(trained(4), instances=["aws/p5.48xlarge"], machine="dell/xe9680-h100")
    rented = gives["cloud:aws/p5.48xlarge:on-demand"]["days"][0].value
    assert 0 < rented < given(trained(1))[0]["own"]["days"][0].value / 3
    # The assumed 200 Gb/s for each accelerator; the instance has 3,200 Gb/s for eight.
    bought = found.row("own:dell/xe9680-h100")
    assert rented < gives[bought.key]["days"][0].value < 1.2 * rented
    assert "taken to be joined without a bottleneck" in bought.untold
    # The drawn machines have no cable, and are not taken to have one.
    assert not given(trained(4))[0]["own"]["days"][0].known


def test_each_of_several_jobs_has_machines_of_its_own(stack, given):
    """Two jobs on one and on two DGX H100: each takes as long as alone on so many; the longest is told."""
    facts = {"training_tokens": 1e10, "sequence_tokens": 4096, "global_batch": 128}
    lines = ("job: generic/training-job", "box: nvidia/dgx-h100", "job @ box")
    more = ("more: generic/training-job", "boxes: nvidia/dgx-h100 x2", "more @ boxes")
    model = {"model": "meta/llama-3.1-8b"}
    design = stack(*lines, *more, facts={"job": facts, "more": facts}, choices={"job": model, "more": model})
    gives, found = given(design, instances=["aws/p5.48xlarge"])
    rented = found.row("cloud:aws/p5.48xlarge:on-demand")
    one, two = rented.training
    alone = stack(*lines, facts={"job": facts}, choices={"job": model})
    assert one.days.value == pytest.approx(drawn(alone, "days").value)
    assert 0.4 * one.days.value < two.days.value < 0.7 * one.days.value
    assert gives[rented.key]["days"][0].value == pytest.approx(one.days.value)


def test_jobs_on_shared_machines_are_not_told_apart(stack, given):
    facts = {"training_tokens": 1e10, "sequence_tokens": 4096, "global_batch": 128}
    lines = (
        "job: generic/training-job",
        "more: generic/training-job",
        "box: nvidia/dgx-h100",
        "job @ box",
        "more @ box",
    )
    model = {"model": "meta/llama-3.1-8b"}
    design = stack(*lines, facts={"job": facts, "more": facts}, choices={"job": model, "more": model})
    rented = given(design, instances=["aws/p5.48xlarge"])[1].row("cloud:aws/p5.48xlarge:on-demand")
    assert not rented.training
    assert "shared with other work" in rented.untold


@pytest.fixture
def pooled(stack):
    """Prompts of Llama 3.1 70B in FP8 read by one engine and answered by another, on a DGX H100 each."""
    lines = ["app: langchain/langchain", "decode: vllm/vllm", "prefill: vllm/vllm", "app > decode"]
    lines += ["pb: nvidia/dgx-h100", "db: nvidia/dgx-h100", "decode @ db", "prefill @ pb", "decode > prefill"]
    use = {"users": 900, "requests_per_user_hour": 10, "peak_factor": 2, "input_tokens": 1000, "output_tokens": 200}
    wide = {"tensor_parallel": 8}
    model = {"model": "meta/llama-3.1-70b", "precision": "fp8"}
    return stack(
        *lines,
        facts={"app": use, "decode": wide, "prefill": wide},
        choices={"decode": {**model, "prompts": "elsewhere"}, "prefill": {**model, "prompts": "only"}},
    )


def test_pools_tell_their_first_token_on_machines_that_are_not_drawn(pooled, given):
    """The cache is 2 · 80 · 8 · 128 · 1000 bytes, 0.16384 GB; eight accelerators hand it on at 8 × 50 GB/s.

    Of the machine that is bought no port is known: the assumed 200 Gb/s are 25 GB/s for each accelerator.
    """
    _, found = given(pooled, instances=["aws/p5.48xlarge"], machine="dell/xe9680-h100")
    for key, each in (("cloud:aws/p5.48xlarge:on-demand", 50), ("own:dell/xe9680-h100", 25)):
        row = found.row(key)
        engines = {engine.id: engine for engine in row.serving}
        decode, prefill = engines["decode"], engines["prefill"]
        assert decode.pair.handed_on_s.value == pytest.approx(0.16384 / 8 / each)
        assert decode.first_token_s.value == pytest.approx(prefill.first_token_s.value + 0.16384 / 8 / each)
        assert decode.first_token_s.low < decode.first_token_s.value < decode.first_token_s.high
        assert ("without a bottleneck" in row.untold) == key.startswith("own")


def test_several_engines_stand_on_machines_of_their_own(stack, given):
    lines = (*SERVED, "more: vllm/vllm", "app > more", "more @ box")
    use = {"users": 3600, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    choices = {"engine": {"model": "meta/llama-3.1-70b", "precision": "fp8"}, "more": {"model": "meta/llama-3.1-8b"}}
    design = stack(*lines, facts={"app": use}, choices=choices)
    gives, found = given(design, instances=["aws/p5.48xlarge"])
    rented = found.row("cloud:aws/p5.48xlarge:on-demand")
    assert len(rented.serving) == 2
    slowest = max(engine.token_s.value for engine in rented.serving)
    assert gives[rented.key]["token"][0].value == pytest.approx(slowest * 1e3)
    assert gives[rented.key]["tokens"][0].value == pytest.approx(
        sum(engine.output_tokens_per_s.value for engine in rented.serving)
    )
