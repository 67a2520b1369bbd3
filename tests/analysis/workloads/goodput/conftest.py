"""Large training jobs whose rates, restarts and spares are stated."""

import pytest

SHAPE = {"params": 70e9, "layers": 80, "hidden": 8192, "attention_heads": 64, "vocabulary": 128_256}
LLAMA = {
    "tensor_parallel": 8,
    "pipeline_parallel": 16,
    "interleaved_stages": 1,
    "context_parallel": 1,
    "data_parallel": 128,
    "micro_batch": 1,
    "global_batch": 2048,
    "sequence_tokens": 8192,
    "training_tokens": 24e12,
    "restart_min": 4,
    "checkpoint_stall_s": 10,
}


@pytest.fixture
def llama(train):
    """A model of 70 billion parameters on the 2,048 hosts of Llama 3's paper, with a store; facts over those."""

    def make(*lines, box="box: nvidia/dgx-h100 x2048", facts=None, **more):
        return train(
            box,
            "store: ddn/ai400x2 x100",
            "job > store",
            *lines,
            facts={name: value for name, value in {**LLAMA, **(facts or {})}.items() if value is not None},
            shape=SHAPE,
            split="set",
            recompute="full",
            **more,
        )

    return make
