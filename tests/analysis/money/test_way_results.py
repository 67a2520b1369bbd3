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
    """An instance has that of its provider; machines that are bought have none that is drawn."""
    gives, found = given(trained(4), instances=["aws/p5.48xlarge"], machine="dell/xe9680-h100")
    rented = gives["cloud:aws/p5.48xlarge:on-demand"]["days"][0].value
    assert 0 < rented < given(trained(1))[0]["own"]["days"][0].value / 3
    assert not gives["own:dell/xe9680-h100"]["days"][0].known
    assert "no fabric joins them" in found.row("own:dell/xe9680-h100").untold


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
