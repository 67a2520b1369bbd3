"""A measured step of one's own: the step that follows, by hand from the computed one, and when it is not used."""

import pytest

from designer.formulas.calibration import CALIBRATED
from tests.analysis.workloads.test_training import BOX, FACTS, LLAMA_70B, PLAIN

AGAIN, OTHER = CALIBRATED["step, the same run again"], CALIBRATED["step, another split"]


def trained(train, box=BOX, facts=FACTS, **measured):
    return train(box, facts={**facts, **measured}, shape=PLAIN, split="set", recompute="none")


def step_of(found):
    return found.iteration_s["total"]


def test_a_run_of_the_job_itself_is_the_step(train):
    plain = trained(train)
    found = trained(
        train, measured_step_s=1.2 * step_of(plain).value, measured_accelerators=16, measured_global_batch=64
    )
    step = step_of(found)
    assert step.value == pytest.approx(1.2 * step_of(plain).value)
    assert step.low == pytest.approx(step.value * AGAIN.low)
    assert step.high == pytest.approx(step.value * AGAIN.high)
    # Narrower than without a run, and all that rests on the step follows.
    assert step.high / step.low < step_of(plain).high / step_of(plain).low
    assert found.full_speed_days.value == pytest.approx(1.2 * plain.full_speed_days.value)
    assert found.mfu.value == pytest.approx(plain.mfu.value / 1.2)
    assert found.usd.value == pytest.approx(1.2 * plain.usd.value, rel=1e-3)
    sure = found.how_sure["days"]
    assert "1.20 times what is computed for it" in sure.calibrated
    assert sure.words.startswith("Calibrated by your run: your step of")
    assert plain.how_sure["days"].words in sure.words


def test_a_larger_job_is_corrected_by_the_run_of_the_smaller(train):
    small, large = trained(train), trained(train, "box: nvidia/dgx-a100 x4", {**FACTS, "data_parallel": 8})
    found = trained(
        train,
        "box: nvidia/dgx-a100 x4",
        {**FACTS, "data_parallel": 8},
        measured_step_s=0.9 * step_of(small).value,
        measured_accelerators=16,
        measured_global_batch=64,
    )
    assert step_of(found).value == pytest.approx(0.9 * step_of(large).value)
    assert step_of(found).low == pytest.approx(step_of(found).value * AGAIN.low)


def test_another_split_leaves_more_open(train):
    """Llama 3.1 70B on 32 accelerators takes what spares memory, on 512 what is fast."""
    facts = {"global_batch": 512, "sequence_tokens": 4096, "training_tokens": 1e12}
    run = {"measured_step_s": 100.0, "measured_accelerators": 32, "measured_global_batch": 512}
    plain = train("box: nvidia/dgx-h100 x64", model=LLAMA_70B, facts=facts)
    small = train("box: nvidia/dgx-h100 x4", model=LLAMA_70B, facts=facts)
    assert small.split.split(" · DP")[0] != plain.split.split(" · DP")[0]
    found = train("box: nvidia/dgx-h100 x64", model=LLAMA_70B, facts={**facts, **run})
    step = step_of(found)
    assert step.value == pytest.approx(100.0 / step_of(small).value * step_of(plain).value)
    assert (step.low, step.high) == pytest.approx((step.value * OTHER.low, step.value * OTHER.high))
    assert "of another split" in found.how_sure["step_s"].calibrated


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ({"measured_step_s": 3.0}, "say accelerators of your run and global batch of your run, sequences"),
        ({"measured_step_s": 3.0, "measured_accelerators": 16}, "say global batch of your run"),
        (
            {"measured_step_s": 3000.0, "measured_accelerators": 16, "measured_global_batch": 64},
            "not of one thing",
        ),
        (
            {"measured_step_s": 3.0, "measured_accelerators": 1, "measured_global_batch": 64},
            "no split is possible on 1 accelerator.",
        ),
    ],
)
def test_a_run_that_is_not_told_or_of_something_else_is_not_used(train, measured, words):
    plain, found = trained(train), trained(train, **measured)
    assert step_of(found).value == step_of(plain).value
    assert found.how_sure["step_s"].calibrated == ""
    (note,) = [note for note in found.notes if "measured step" in note]
    assert words in note


def test_without_a_run_nothing_is_said(train):
    found = trained(train)
    assert not [note for note in found.notes if "measured step" in note]
    assert found.how_sure["step_s"].calibrated == ""
