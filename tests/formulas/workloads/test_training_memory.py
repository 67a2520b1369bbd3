"""Training state by ZeRO stage against the published tables."""

import pytest

from designer.formulas.workloads.training_memory import zero_memory
from designer.formulas.workloads.training_step.runs import zero_states


@pytest.mark.parametrize("dp", [1, 4, 64, 1024])
def test_sixteen_bytes_are_spread_as_the_zero_paper_says(dp):
    """Of 128 billion parameters, GB on each of DP accelerators: 4ψ + 12ψ/N, 2ψ + 14ψ/N and 16ψ/N."""
    paper = zero_memory(128e9, dp)
    every = [128 * (kept + spread / dp) for kept, spread in zero_states(2.0)]
    assert every == pytest.approx([16 * 128, paper.stage1_gb, paper.stage2_gb, paper.stage3_gb])


@pytest.mark.parametrize("gradients", [0.0, 2.0, 4.0])
def test_nothing_is_lost_on_one_accelerator(gradients):
    assert [kept + spread for kept, spread in zero_states(gradients)] == [14 + gradients] * 4
