"""Training state and activations against the published tables."""

import pytest

from designer.formulas.training_memory import GIB, activation_bytes, deepspeed_memory, state_bytes, zero_memory


@pytest.mark.parametrize("dp", [1, 4, 64, 1024])
def test_sixteen_bytes_are_spread_as_the_zero_paper_says(dp):
    paper = zero_memory(128e9, dp)
    assert 128 * state_bytes(16, 0, dp).each == 16 * 128
    assert 128 * state_bytes(16, 1, dp).each == pytest.approx(paper.stage1_gb)
    assert 128 * state_bytes(16, 2, dp).each == pytest.approx(paper.stage2_gb)
    assert 128 * state_bytes(16, 3, dp).each == pytest.approx(paper.stage3_gb)


def test_eighteen_bytes_are_spread_as_megatron_and_deepspeed_say(cases):
    assert state_bytes(18, 0, 8).each == 18
    assert state_bytes(18, 1, 8).each == 6 + 12 / 8
    case = cases["TRN-ZERO-3"]
    params, layer = case["inputs"]["params"], case["inputs"]["largest_layer"]
    expected = deepspeed_memory(params, layer, 8)
    second, third = state_bytes(18, 2, 8), state_bytes(18, 3, 8)
    assert second.each * params / GIB == pytest.approx(expected.zero2_gib)
    assert (third.each * params + third.gathered * layer) / GIB == pytest.approx(expected.zero3_gib)


@pytest.mark.parametrize("every", [1, 3, 6, 12, 16, 18, 20])
@pytest.mark.parametrize("stage", [0, 1, 2, 3])
def test_nothing_is_lost_on_one_accelerator(every, stage):
    state = state_bytes(every, stage, 1)
    assert state.weights + state.gradients + state.optimizer == pytest.approx(
        every + (max(0, every - 16) if stage == 2 else 0)
    )


@pytest.mark.parametrize("name", ["TRN-MEM-22B", "TRN-MEM-1T"])
def test_activations_of_the_published_models(cases, name):
    inputs, expected = cases[name]["inputs"], cases[name]["expected"]
    shape = [inputs[key] for key in ("layers", "hidden", "heads", "seq", "micro_batch", "TP")]
    assert activation_bytes(*shape, "none") / GIB == pytest.approx(expected["act_GiB_tp_only"])
    assert activation_bytes(*shape, "selective") / GIB == pytest.approx(expected["act_GiB_seqpar_selective"])
    assert activation_bytes(*shape, "full") < activation_bytes(*shape, "selective")
