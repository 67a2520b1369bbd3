"""A training job on real parts, worked by hand: memory, time, what is said when it cannot be, what a choice changes."""

import json
from math import exp, sqrt

import pytest
from msgspec import structs

from designer.formulas.workloads.training_step import answer_rows
from designer.model.figures.figure import Figure, recompute
from tests.formulas.measured import FOLDER

LLAMA_8B, LLAMA_70B, LLAMA_405B = "meta/llama-3.1-8b", "meta/llama-3.1-70b", "meta/llama-3.1-405b"
MIXTRAL = "mistral/mixtral-8x7b"
PLAIN = {"params": 1_207_959_552, "layers": 24, "hidden": 2048, "attention_heads": 16, "vocabulary": 51_200}
"""24 plain layers of hidden size 2,048: 12 × 24 × 2048² parameters, the vocabulary left out."""
FACTS = {
    "tensor_parallel": 2,
    "pipeline_parallel": 2,
    "interleaved_stages": 1,
    "context_parallel": 1,
    "data_parallel": 4,
    "micro_batch": 2,
    "global_batch": 64,
    "sequence_tokens": 2048,
    "training_tokens": 1e9,
}
BOX = "box: nvidia/dgx-a100 x2"


def figures_of(result):
    for value in structs.astuple(result):
        held = value.values() if isinstance(value, dict) else [value]
        yield from (figure for figure in held if isinstance(figure, Figure))


def stage_params(tensor=2, layers=12):
    """Parameters of the fullest rank: attention 4·h², the feed-forward that is left of all, and one vocabulary.

    Of 1,207,959,552 go 4·h² to attention in each of 24 layers and 51,200·h to embedding and output each; the rest is
    the feed-forward.
    """
    h, words = 2048, 51_200 * 2048
    ffn = (PLAIN["params"] - 24 * 4 * h**2 - 2 * words) / 24
    return (layers * (4 * h**2 + ffn) + words) / tensor


def test_memory_by_hand(train):
    """Half the layers in two: 2 B of weights and of gradients, 12 B of optimizer over 4 copies.

    Activations of a token and layer: 8·h + 2·(q + 2·kv) + 6·f over the tensor parallelism, of 12 layers, 4,096 tokens
    and the two micro-batches that two stages have in flight; with q, k and v as wide as h.
    """
    found = train(BOX, facts=FACTS, shape=PLAIN, split="set", recompute="none").memory_gb
    params = stage_params() / 1e9
    assert found["weights"].value == pytest.approx(2 * params)
    assert found["gradients"].value == pytest.approx(2 * params)
    assert found["optimizer"].value == pytest.approx(12 * params / 4)
    h = 2048
    f = (PLAIN["params"] - 24 * 4 * h**2 - 2 * 51_200 * h) / 24 / (3 * h)
    token = (8 * h + 2 * 3 * h + 6 * f) / 2
    assert found["activations"].value == pytest.approx(token * 12 * 4096 * 2 / 1e9)
    assert found["logits"].value == pytest.approx(4 * 51_200 * 4096 / 2 / 1e9)
    assert found["runtime"].value == 4


def test_memory_is_read_in_gib(train):
    """80 GiB of an A100 are 85.9 · 10⁹ bytes."""
    assert train(BOX, facts=FACTS, shape=PLAIN).memory_has_gb.value == pytest.approx(80 * 2**30 / 1e9)


def test_memory_follows_from_stage_and_recomputation(train):
    one_stage = {**FACTS, "pipeline_parallel": 1, "data_parallel": 8}

    def part(name, **choices):
        return train(BOX, facts=one_stage, shape=PLAIN, split="set", **choices).memory_gb[name].value

    assert [
        round(part("optimizer", zero_stage="0") / part("optimizer", zero_stage=str(stage))) for stage in (1, 2, 3)
    ] == [8, 8, 8]
    assert part("gradients", zero_stage="2") * 8 == pytest.approx(part("gradients", zero_stage="1"))
    layer = (stage_params(1, 24) - 51_200 * 2048) / 24 / 2
    gathered = 4 * layer / 1e9
    assert part("weights", zero_stage="3") - gathered == pytest.approx(part("weights", zero_stage="2") / 8)
    kept = [part("activations", recompute=way) for way in ("full", "selective", "none")]
    assert kept == sorted(kept)
    assert kept[0] < kept[1] < kept[2]


NONE = "none"
ROWS = (
    {
        "model": "llama3-70b",
        "n": 512,
        "gbs": 512,
        "mbs": 1,
        "seq": 8192,
        "tp": 8,
        "pp": 4,
        "vp": 10,
        "recompute": "none",
    },
    {"model": "llama3-70b", "n": 64, "gbs": 128, "mbs": 1, "seq": 8192, "tp": 8, "pp": 8, "vp": 5, "recompute": "full"},
    {"model": "llama3-8b", "n": 16, "gbs": 64, "mbs": 2, "seq": 4096, "tp": 1, "pp": 1, "vp": 1, "recompute": "full"},
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['model']} on {row['n']}")
def test_a_drawn_job_takes_as_long_as_a_row_of_the_table(train, row):
    """The same question put to `calc training-step --rows` and as a drawn design: 8 × 400 Gb/s a DGX H100."""
    shapes = json.loads((FOLDER / "model_shapes.json").read_text("utf-8"))
    texts = {"device": "H100", "precision": "bf16", "cp": 1, "nic_gb_s": 50, "domain": 8, **row}
    (answer,) = answer_rows([{key: str(value) for key, value in texts.items()}], shapes)
    facts = {
        "tensor_parallel": row["tp"],
        "pipeline_parallel": row["pp"],
        "interleaved_stages": row["vp"],
        "context_parallel": 1,
        "micro_batch": row["mbs"],
        "global_batch": row["gbs"],
        "sequence_tokens": row["seq"],
        "training_tokens": 1e12,
    }
    model = {"llama3-70b": LLAMA_70B, "llama3-8b": LLAMA_8B}[row["model"]]
    box = f"box: nvidia/dgx-h100 x{row['n'] // 8}"
    found = train(box, facts=facts, model=model, split="set", recompute=row["recompute"], zero_stage="1")
    # The catalog has 989.5 TFLOP/s of an H100, the table 989.
    step = found.iteration_s["total"]
    assert step.value == pytest.approx(answer["step_s"].value, rel=1e-3)
    assert step.high == pytest.approx(answer["step_s"].high, rel=1e-3)
    parts = {name: figure.value for name, figure in found.iteration_s.items() if name != "total"}
    assert sum(parts.values()) == pytest.approx(step.value)
    assert list(found.iteration_s)[-1] == "total"
    tokens = row["gbs"] * row["seq"]
    assert found.full_speed_days.value == pytest.approx(1e12 / tokens * step.value / 86_400)


def test_attention_that_is_computed_again_takes_longer(train):
    times = [
        train(BOX, facts=FACTS, shape=PLAIN, split="set", recompute=way).iteration_s["arithmetic"].value
        for way in ("none", "selective", "full")
    ]
    assert times[0] < times[1] < times[2]


def test_every_figure_can_be_worked_out_from_its_leaves(train):
    found = train(BOX, "store: ddn/ai400x2", "job > store", facts=FACTS, shape=PLAIN, split="set", recompute="full")
    for figure in figures_of(found):
        assert figure.value is not None, figure.label
        assert recompute(figure) == pytest.approx(figure.value)
    days = found.wall_days
    peak = next(figure for figure in days.walk() if "bf16_dense" in figure.label)
    assert recompute(days, {(peak.subject, peak.label): 2 * peak.value}) < days.value


def test_the_chosen_split_fits_and_is_not_slower_than_one_by_hand(train):
    chosen = train("box: nvidia/dgx-a100 x8", facts={"training_tokens": 1e12, "global_batch": 256}, model=LLAMA_70B)
    assert chosen.fits
    assert chosen.memory_needed_gb.value <= chosen.memory_has_gb.value
    for tensor, stages in ((8, 8), (8, 4), (4, 16)):
        by_hand = train(
            "box: nvidia/dgx-a100 x8",
            model=LLAMA_70B,
            split="set",
            facts={
                "training_tokens": 1e12,
                "global_batch": 256,
                "tensor_parallel": tensor,
                "pipeline_parallel": stages,
            },
        )
        if by_hand.fits:
            assert chosen.iteration_s["total"].value <= by_hand.iteration_s["total"].value


def test_a_model_larger_than_the_cluster(train):
    found = train("box: nvidia/dgx-h100", model=LLAMA_405B)
    assert found.fits is False
    assert (found.split, found.days.value, found.usd.value) == ("", None, None)
    assert found.memory_needed_gb.value > found.memory_has_gb.value
    # 405 billion parameters of 16 B over 85.9 GB each.
    assert "does not fit on 8 × H100" in found.reason
    assert "fills 76 of them" in found.reason
    assert "It fits with" not in found.reason


def test_what_would_make_it_fit_is_told(train):
    """8 billion parameters of 16 B are 128 GB on each of 16 without ZeRO; spread over them they are 8."""
    spread = train(
        BOX,
        model=LLAMA_8B,
        facts={"tensor_parallel": 1, "pipeline_parallel": 1, "data_parallel": 16, "sequence_tokens": 512},
        split="set",
        zero_stage="0",
    )
    assert spread.fits is False
    assert spread.reason.endswith("It fits with ZeRO stage 3.")
    # 70 billion on eight: 140 GB of weights alone, and another way to divide them.
    narrow = train(
        "box: nvidia/dgx-h100 x8",
        model=LLAMA_70B,
        facts={"tensor_parallel": 1, "pipeline_parallel": 1, "context_parallel": 1},
        split="set",
        zero_stage="1",
    )
    assert narrow.fits is False
    assert "It fits with ZeRO stage 3" in narrow.reason or "It fits with full recomputation" in narrow.reason


def test_a_job_that_is_a_little_too_large_is_tight_and_not_refused(train):
    """Llama 3.1 405B as Meta split it takes 4.8% more than 80 GiB with ZeRO 1; FSDP makes it fit."""
    facts = {
        "tensor_parallel": 8,
        "pipeline_parallel": 16,
        "interleaved_stages": 8,
        "context_parallel": 1,
        "micro_batch": 1,
        "global_batch": 2048,
    }
    found = train(
        "box: nvidia/dgx-h100",
        copies={"box": 2048},
        model=LLAMA_405B,
        facts=facts,
        split="set",
        zero_stage="1",
        recompute="none",
    )
    assert (found.fits, found.tight) == (True, True)
    assert 1 < found.memory_needed_gb.value / found.memory_has_gb.value < 1.1
    assert any("105% of the memory" in note and "It fits with" in note for note in found.notes)
    loose = train(
        "box: nvidia/dgx-h100",
        copies={"box": 2048},
        model=LLAMA_405B,
        facts=facts,
        split="set",
        zero_stage="3",
        recompute="none",
    )
    assert not loose.tight
    # A tight split has a wider range.
    ratio = [one.iteration_s["total"].high / one.iteration_s["total"].value for one in (found, loose)]
    assert ratio[0] == pytest.approx(1.1 * ratio[1])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pipeline_parallel": 25, "data_parallel": 1, "tensor_parallel": 1}, "takes 25 accelerators; the job runs on"),
        ({"interleaved_stages": 14}, "24 layers do not go into 2 × 14 stages in turn"),
        ({"context_parallel": 0}, "Context parallelism must be 1 or more"),
        ({"tensor_parallel": 3, "data_parallel": 1}, "16 attention heads do not divide by a tensor parallelism of 3"),
        ({"data_parallel": 64}, "takes 256 accelerators; the job runs on 16"),
        ({"global_batch": 60}, "does not divide by micro-batch × data parallelism = 8"),
        ({"tensor_parallel": 0}, "must be 1 or more"),
        ({"global_batch": 0}, "a batch a sequence or more"),
    ],
)
def test_a_split_that_cannot_be_says_why(train, changes, words):
    found = train(BOX, facts={**FACTS, **changes}, shape=PLAIN, split="set")
    assert words in found.reason
    assert found.days.value is None
    assert found.fits is not True


def test_what_is_missing_is_named(train):
    assert "Choose which model" in train(BOX).reason
    assert "Let it run on" in train("box: ddn/ai400x2", model=LLAMA_8B).reason
    assert "computes at this precision is not known" in train("box: nvidia/gh200-96gb x64", model=LLAMA_8B).reason
    assert "layers, hidden size" in train(BOX, shape={"params": 1e9, "attention_heads": 8}).reason
    plain = {name: value for name, value in FACTS.items() if name != "training_tokens"}
    unsaid = train(BOX, facts=plain, shape=PLAIN)
    assert "how many tokens" in unsaid.reason
    assert unsaid.iteration_s["total"].known
    assert unsaid.days.value is None


def test_a_batch_without_measure(train):
    found = train(BOX, facts={"sequence_tokens": 1}, shape=PLAIN, assume={"batch_tokens": 1e12})
    assert "at most 1,000,000,000 sequences" in found.reason


def test_no_tokens_take_no_time(train):
    found = train(BOX, facts={**FACTS, "training_tokens": 0}, shape=PLAIN)
    assert "no tokens" in found.reason
    assert (found.days.value, found.energy_kwh.value, found.usd.value) == (0, 0, 0)


def test_a_trillion_hosts(train):
    found = train("box: nvidia/dgx-h100", copies={"box": 10**12}, model=LLAMA_8B)
    assert found.fits
    assert any("of 8,000,000,000,000 accelerators work" in note for note in found.notes)
    assert found.usd.value > 0


def test_one_accelerator(train):
    found = train("box: nvidia/h100-sxm5-80gb", facts=FACTS, shape=PLAIN)
    assert found.split == "TP 1 · PP 1 · DP 1"
    assert found.fabric_gbps.value == 0


def test_the_shipped_models_are_trained_by_their_active_parameters(train):
    """Mixtral keeps 46.7 billion parameters and computes with 12.9 billion: a dense model of its size takes longer."""
    facts = {**FACTS, "tensor_parallel": 8, "pipeline_parallel": 4, "data_parallel": 4, "micro_batch": 1}
    facts["expert_parallel"] = 8
    mixture = train("box: nvidia/dgx-h100 x16", facts=facts, model=MIXTRAL, split="set", zero_stage="1")
    part = {name: value for name, value in PLAIN.items() if name != "params"}
    dense = train(
        "box: nvidia/dgx-h100 x16",
        facts=facts,
        split="set",
        recompute="none",
        zero_stage="1",
        shape={**part, "params": 46.7e9, "layers": 32, "hidden": 4096, "attention_heads": 32, "vocabulary": 32_000},
    )
    # Between 3.6 times less arithmetic and the 0.6 of dense products that those of experts reach.
    assert mixture.iteration_s["arithmetic"].value < 0.5 * dense.iteration_s["arithmetic"].value
    # Its experts are divided over as many accelerators as the layers of the dense model.
    assert mixture.memory_gb["weights"].value == pytest.approx(dense.memory_gb["weights"].value, rel=0.01)
    assert any("width of the experts" in note for note in mixture.notes)


def test_fp8_computes_faster(train):
    """Twice the peak of an H100, at a share of it of 0.663 instead of 0.652; attention stays in BF16."""
    times = [
        train("box: nvidia/dgx-h100 x2", facts=FACTS, shape=PLAIN, split="set", recompute="none", precision=precision)
        for precision in ("bf16", "fp8")
    ]
    products, attention = (
        [next(f.value for f in one.iteration_s["arithmetic"].terms if f.label == label) for one in times]
        for label in ("matrix products", "attention")
    )
    assert products[1] == pytest.approx(products[0] * 989.5 * 0.6521 / (1979 * 0.6633))
    assert attention[0] == pytest.approx(attention[1])
    assert any("FP8" in note for note in times[1].notes)
    old = train(BOX, facts=FACTS, shape=PLAIN, split="set", precision="fp8")
    assert any("no rate in FP8" in note for note in old.notes)


def test_frameworks_bound_speed_and_state_their_memory(train):
    """Nothing trains faster than its framework publishes: JAX 0.662 of the peak of a v5p; Megatron-LM keeps 18 B."""
    large = {**FACTS, "tensor_parallel": 1, "pipeline_parallel": 1, "data_parallel": 16, "micro_batch": 4}

    def on(box, framework, **node_facts):
        wired = (f"fw: {framework}", "job > fw") if framework else ()
        nodes = {"fw": node_facts} if node_facts else None
        return train(box, *wired, facts=large, shape=PLAIN, split="set", zero_stage="1", nodes=nodes)

    bare, torch, megatron, deepspeed, jax = (
        on(BOX, name) for name in ("", "pytorch/pytorch", "nvidia/megatron-lm", "microsoft/deepspeed", "google/jax")
    )
    step = bare.iteration_s["total"].value
    assert all(one.iteration_s["total"].value >= step for one in (torch, megatron, deepspeed, jax))
    assert torch.mfu.value == pytest.approx(min(0.36, bare.mfu.value))
    slow = on(BOX, "pytorch/pytorch", flops_share=0.1)
    assert slow.mfu.value == pytest.approx(0.1)
    assert any("JAX" in note and "other chips" in note for note in jax.notes)
    tpu, with_jax = on("box: google/tpu-v5p x16", ""), on("box: google/tpu-v5p x16", "google/jax")
    assert with_jax.iteration_s["total"].value >= tpu.iteration_s["total"].value
    assert with_jax.mfu.value <= 0.662 + 1e-9
    for found in (megatron, deepspeed):
        assert found.memory_gb["gradients"].value == pytest.approx(2 * bare.memory_gb["gradients"].value)


def test_the_fabric_as_drawn_sets_the_time_of_gradients(train):
    """Eight cables of 200 Gb/s at a DGX A100: 25 GB/s for each GPU; of what is rented the ports count."""
    facts = {**FACTS, "tensor_parallel": 8, "pipeline_parallel": 1, "data_parallel": 2}
    here = train(BOX, facts=facts, shape=PLAIN, split="set", zero_stage="1").iteration_s["gradients"]
    p4d = train("box: aws/p4d.24xlarge x2", facts=facts, shape=PLAIN, split="set", zero_stage="1")
    # Four times the time on the wire, of which arithmetic hides less.
    assert p4d.iteration_s["gradients"].value > 3 * here.value
    # A ring over two hosts with a copy each: gradients and weights of 2 B a parameter, half of it past each, of which
    # a quarter is hidden by nothing; 0.98 of the rate is reached.
    params = stage_params(8, 24) + 51_200 * 2048 / 8
    wire = 2 * 2 * params * (1 / 2) / (25e9 * 0.9796)
    assert wire / 4 < here.value < wire
    alone = {**FACTS, "tensor_parallel": 1, "data_parallel": 8}
    unknown = train(
        "box: nvidia/l40s-48gb x16", facts=alone, shape=PLAIN, split="set", zero_stage="1", cabled="unrated"
    )
    assert any("assumed" in note for note in unknown.notes)
    assert unknown.iteration_s["gradients"].high > unknown.iteration_s["gradients"].value


def test_zero_3_sends_half_more(train):
    """Weights are gathered twice and gradients reduced once, layer by layer: three times 2 B instead of twice."""
    facts = {**FACTS, "tensor_parallel": 8, "pipeline_parallel": 1, "data_parallel": 2, "global_batch": 4}
    second, third = (
        train(BOX, facts=facts, shape=PLAIN, split="set", zero_stage=stage, recompute="none") for stage in ("2", "3")
    )
    assert third.iteration_s["gradients"].value == 0
    assert "gathered weights" not in second.iteration_s
    # One micro-batch a copy; embedding and output are not gathered by layer.
    layers = stage_params(8, 24) - 51_200 * 2048 / 8
    whole = layers + 2 * 51_200 * 2048 / 8
    sent = [one.fabric_gbps.value * one.iteration_s["total"].value / 8 for one in (second, third)]
    assert sent[0] == pytest.approx(2 * 2 * whole / 2 / 1e9)
    assert sent[1] == pytest.approx(3 * 2 * layers / 2 / 1e9)


def test_the_interval_is_the_one_that_loses_least(train):
    """One AI400X2 writes 65 GB/s: 14 B of 1.2 billion parameters in 0.26 s; two hosts fail every 3,166 hours.

    Young's √(2·w·M) is 0.68 h. Of two machines without a spare, in groups of one, 2 · 0.00379 · 5.54 = 0.042 are in
    repair: none with e^−0.042, one with 0.042 · e^−0.042, and with that one half of the work goes on.
    """
    found = train(BOX, "store: ddn/ai400x2", "job > store", facts=FACTS, shape=PLAIN, split="set")
    write = 14 * PLAIN["params"] / 1e9 / 65
    mttf = 24_000 / (2 * 3.79)
    assert found.checkpoint_write_s.value == pytest.approx(write)
    assert found.mttf_h.value == pytest.approx(mttf)
    best = sqrt(2 * write / 3600 * mttf)
    assert found.checkpoint_interval_h.value == pytest.approx(best)
    down = 2 * 0.00379 * 5.54
    kept = exp(-down) * (1 + down / 2)
    assert found.getting_on.kept.value == pytest.approx(kept)
    share = kept * (1 - (0.25 + best / 2) / mttf) / (1 + write / 3600 / best)
    assert found.goodput.value == pytest.approx(share)
    assert found.wall_days.value == pytest.approx(found.full_speed_days.value / share)
    # The calendar takes 1.0 to 3.0 times as long as the run.
    assert found.days.value == pytest.approx(1.1 * found.wall_days.value)
    assert (found.days.low, found.days.high) == pytest.approx((found.wall_days.low, 3 * found.wall_days.high))
    assert found.stall_min_per_day.value == pytest.approx(1440 * write / 3600 / best)


def test_a_batch_that_was_not_stated_is_rounded_and_says_so(train):
    facts = {"sequence_tokens": 2048, "training_tokens": 1e9, "tensor_parallel": 1, "data_parallel": 12}
    facts |= {"micro_batch": 1, "pipeline_parallel": 1}
    found = train("box: nvidia/dgx-a100 x2", facts=facts, shape=PLAIN, split="set")
    batch = next(figure for figure in found.days.walk() if figure.label == "sequences of a global batch")
    # 4 Mi tokens are 2,048 sequences of 2,048; the nearest that 12 copies divide are 171 each.
    assert batch.value == 12 * 171
    assert "2,048 are assumed" in batch.note


def test_a_small_batch_on_many_machines_leaves_the_pipeline_waiting(train):
    facts = {**FACTS, "tensor_parallel": 1, "pipeline_parallel": 4, "data_parallel": 4, "global_batch": 8}
    found = train(BOX, facts=facts, shape=PLAIN, split="set")
    # One micro-batch in each of four pipelines of four stages: three of four parts of its time are waiting; the output
    # layer stands on the last stage alone.
    parts = {name: figure.value for name, figure in found.iteration_s.items()}
    whole, bubble = parts["total"], parts["bubble"]
    head = next(f.value for f in found.iteration_s["arithmetic"].terms if f.label == "output layer")
    before = parts["arithmetic"] + parts["overhead"] + parts["tensor parallel"] + parts["stage sends"] - head
    assert bubble == pytest.approx(3 * before)
    assert any(f"waits for {bubble / whole:.0%}" in note and "larger global batch" in note for note in found.notes)
