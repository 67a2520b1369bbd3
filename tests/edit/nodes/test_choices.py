"""What is chosen on a node beside numbers, and the parts that choices bring along."""

import pytest

from designer.edit.nodes.clipboard import copy_out, paste_in
from designer.edit.nodes.nodes import add_node, remove, set_choice
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.model.workloads.choices import CHOICES, choices_for, chosen, parts_named

LLAMA, QWEN = "meta/llama-3.1-70b", "alibaba/qwen3-8b"


@pytest.fixture
def serving(library):
    return add_node(Design(), library, "vllm/vllm", 0, 0, node_id="engine").applied(Design())


def test_every_choice_is_asked_of_kinds_that_exist():
    for choice in CHOICES.values():
        assert set(choice.kinds) <= set(KINDS)
        assert not choice.options or choice.default in {value for value, _ in choice.options}
        assert not choice.part_kind or choice.part_kind in KINDS
    assert [choice.name for choice in choices_for("data-set")] == ["sensitivity", "version"]


def test_a_chosen_model_is_embedded_and_leaves_with_the_choice(library, serving):
    edit = set_choice(serving, library, "engine", "model", LLAMA)
    design = edit.applied(serving)
    assert chosen(design.nodes["engine"], "model") == LLAMA
    assert design.parts[LLAMA].facts["layers"].value == 80
    assert set(design.parts[LLAMA].facts["layers"].sources) <= set(design.sources)
    assert "70B" in edit.label
    assert edit.inverted().applied(design) == serving
    other = set_choice(design, library, "engine", "model", QWEN).applied(design)
    assert (LLAMA in other.parts, QWEN in other.parts) == (False, True)
    none = set_choice(other, library, "engine", "model", "").applied(other)
    assert none == serving


def test_a_node_that_goes_takes_its_model_along(library, serving):
    design = set_choice(serving, library, "engine", "model", LLAMA).applied(serving)
    assert remove(design, ["engine"]).applied(design) == Design()


def test_a_copy_brings_its_model(library, serving):
    design = set_choice(serving, library, "engine", "model", LLAMA).applied(serving)
    pasted = paste_in(Design(), copy_out(design, ["engine"]), 0, 0).applied(Design())
    assert LLAMA in pasted.parts
    assert set(parts_named(pasted.nodes.values())) == {"vllm/vllm", LLAMA}
    require_valid(pasted)


@pytest.mark.parametrize(
    ("choice", "value", "words"),
    [
        ("colour", "red", "nothing to choose called 'colour'"),
        ("batching", "lazy", "choose from continuous, static"),
        ("model", "nvidia/dgx-h100", "is no model"),
        ("model", "nobody/nothing", "no part"),
        ("lineage", "tracked", "has no lineage"),
        ("precision", "x" * 300, "at most 200"),
    ],
)
def test_what_cannot_be_chosen_is_refused(library, serving, choice, value, words):
    with pytest.raises(RefusedInput, match=words):
        set_choice(serving, library, "engine", choice, value)
