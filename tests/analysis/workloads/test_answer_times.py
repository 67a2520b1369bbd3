"""Classes of answer times on shipped samples: small models answer under 1 s, large ones in 3 to 10 s (METHODS)."""

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.model.figures.figure import recompute

SMALL, LARGE = "cloud-serving", "ai-stack"
CLASSES = {SMALL: (0.0, 1.0), LARGE: (3.0, 10.0)}
"""Samples with a model of 8 and of 70 billion parameters, and the seconds in which they answer."""


@pytest.fixture
def answers(library):
    def run(sample, batching, load=1.0, **facts):
        design = build_template(sample, library, {})
        nodes = {
            node.id: replace(node, choices={**node.choices, "batching": batching}, facts={**node.facts, **facts})
            for node in design.nodes.values()
            if node.kind == "serving"
        }
        design = replace(design, nodes={**design.nodes, **nodes})
        (engine,) = analyze(design, only={"workloads"}, load=load, library=library).workloads.serving
        return engine

    return run


@pytest.mark.parametrize("load", [0.01, 1.0])
@pytest.mark.parametrize("sample", CLASSES)
def test_with_continuous_batching_they_hold_at_the_load_that_is_set(answers, sample, load):
    least, most = CLASSES[sample]
    assert least < answers(sample, "continuous", load).answer_s.value < most


def test_at_twice_the_load_prompts_of_others_slow_every_token(answers):
    """99 requests at once in each copy: 0.846 × 99 / 80 prompts are read for each token that one of them waits for."""
    twice = answers(SMALL, "continuous", 2.0)
    prefill = next(figure for figure in twice.token_s.walk() if figure.label == "prefill of others")
    assert prefill.value == pytest.approx(0.846 * twice.at_once.value / 80 * twice.prompt_s.value)
    assert prefill.value > 0.45 * twice.token_s.value
    assert CLASSES[SMALL][1] < twice.answer_s.value < 3
    # The large one is asked more than its four copies of eight accelerators answer.
    assert not answers(LARGE, "continuous", 2.0).answer_s.known


@pytest.mark.parametrize("sample", CLASSES)
def test_with_static_batching_they_hold_where_requests_come_one_at_a_time(answers, sample):
    least, most = CLASSES[sample]
    assert least < answers(sample, "static", 0.01).answer_s.value < most


@pytest.mark.parametrize("sample", CLASSES)
def test_static_batching_leaves_its_class_under_load_and_carries_less(answers, sample):
    static, free = answers(sample, "static"), answers(sample, "continuous")
    assert static.answer_s.value > CLASSES[sample][1]
    assert static.answer_s.value > 2 * free.answer_s.value
    assert static.requests_per_s.value < free.requests_per_s.value
    assert recompute(static.answer_s) == pytest.approx(static.answer_s.value)
    # At twice the load it is full while continuous batching is not.
    assert not answers(sample, "static", 2.0).answer_s.known


def test_a_stated_wait_counts_instead_of_the_supposed_one(answers):
    patient, hasty = (answers(SMALL, "static", 0.01, batch_wait_ms=wait) for wait in (2_000, 0))
    assert hasty.first_token_s.value < answers(SMALL, "static", 0.01).first_token_s.value < patient.first_token_s.value


def test_static_answers_grow_with_the_load(answers):
    times = [answers(LARGE, "static", load).answer_s.value for load in (0.01, 0.05, 0.2, 0.5, 1.0, 1.5)]
    assert times == sorted(times)
