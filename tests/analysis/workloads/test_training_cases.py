"""Published training cases, posed as designs."""

import csv
from pathlib import Path

import numpy as np
import pytest

from designer.formulas.workloads.sold_memory import GIB

GPT3 = "openai/gpt-3-175b"
OLD = "megatron-2021"
"""The software of the measured rows."""
GB = 1e9


def split_of(tp, pp, dp, micro, batch, seq=2048, tokens=3e11):
    return {
        "tensor_parallel": tp,
        "pipeline_parallel": pp,
        "interleaved_stages": 1,
        "context_parallel": 1,
        "data_parallel": dp,
        "micro_batch": micro,
        "global_batch": batch,
        "sequence_tokens": seq,
        "training_tokens": tokens,
    }


def shape_of(layers, hidden, heads, params=None, vocabulary=51_200):
    return {
        "params": params or 12 * layers * hidden**2,
        "layers": layers,
        "hidden": hidden,
        "attention_heads": heads,
        "vocabulary": vocabulary,
    }


def test_175_billion_on_512_a100(train, cases):
    inputs, expected = cases["TRN-MEAS-1"]["inputs"], cases["TRN-MEAS-1"]["expected"]
    facts = split_of(inputs["TP"], inputs["PP"], inputs["DP"], inputs["micro_batch"], inputs["global_batch"])
    found = train(
        "box: nvidia/dgx-a100 x64",
        facts=facts,
        model=GPT3,
        split="set",
        recompute="full",
        zero_stage="1",
        training_software=OLD,
    )
    assert found.fits
    assert found.accelerators.value == 512
    step = found.iteration_s["total"]
    assert step.value * 1000 == pytest.approx(expected["iter_ms"], rel=0.20)
    assert step.low <= expected["iter_ms"] / 1000 <= step.high
    assert (step.low / step.value, step.high / step.value) == pytest.approx((0.87, 1.2))
    assert found.how_sure["step_s"].outside == ()


def test_all_measured_rows(train):
    """The error of the 54 rows through designs is that of the formula: below 13.5% in the mean, nine in ten inside."""
    with (Path(__file__).parents[2] / "cases" / "vtrain_multi_half.csv").open(encoding="utf-8-sig") as file:
        rows = [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]
    errors, inside = [], []
    for billions, gpus, batch, micro, hidden, heads, layers, seq, tp, dp, pp, milliseconds in rows:
        found = train(
            f"box: nvidia/dgx-a100 x{int(gpus) // 8}",
            facts=split_of(tp, pp, dp, micro, batch, seq),
            split="set",
            recompute="full",
            zero_stage="1",
            training_software=OLD,
            shape=shape_of(layers, hidden, heads, billions * 1e9),
        )
        assert found.fits, found.reason
        step = found.iteration_s["total"]
        errors.append(abs(step.value * 1000 / milliseconds - 1))
        inside.append(step.low * 1000 <= milliseconds <= step.high * 1000)
    assert len(errors) == 54
    assert np.mean(errors) < 0.135
    assert np.mean(inside) > 0.8


@pytest.mark.parametrize("name", ["TRN-MFU-22B", "TRN-MFU-175B"])
def test_model_flops_are_those_of_the_published_utilisation(train, cases, name):
    """The utilisation at the published time, not at ours, since both count the same arithmetic.

    Korthikanti et al. count all of attention, (1 + s/6h + V/12hL); ours is causal and counts the half that is worked
    on, (1 + s/12h + V/12hL).
    """
    inputs, expected = cases[name]["inputs"], cases[name]["expected"]
    layers, hidden, seq, words = (inputs[key] for key in ("layers", "hidden", "seq", "vocab"))
    shape = shape_of(layers, hidden, inputs["heads"], 12 * layers * hidden**2 + 2 * words * hidden)
    facts = split_of(8, inputs["gpus"] // 8, 1, 1, inputs["batch"], seq)
    found = train(f"box: nvidia/dgx-a100 x{inputs['gpus'] // 8}", facts=facts, split="set", shape=shape)
    published = found.mfu.value * found.iteration_s["total"].value / inputs["iter_s"]
    head = words / (12 * hidden * layers)
    causal = (1 + seq / (12 * hidden) + head) / (1 + seq / (6 * hidden) + head)
    assert published == pytest.approx(expected["MFU"] * causal, abs=0.005)


@pytest.mark.parametrize("name", ["TRN-MEM-22B", "TRN-MEM-175B", "TRN-MEM-530B", "TRN-MEM-1T"])
def test_memory_of_the_published_models(train, cases, name):
    """The state as published, 18 B for each of 12·L·h² parameters, and the vocabulary, which the paper leaves out.

    Activations were published without flash attention (`calc training-memory` gives those); with it they are fewer.
    """
    inputs, expected = cases[name]["inputs"], cases[name]["expected"]
    tp, pp, micro, layers, hidden = (inputs[key] for key in ("TP", "PP", "micro_batch", "layers", "hidden"))
    words = 51_200 * hidden
    shape = shape_of(layers, hidden, inputs["heads"], 12 * layers * hidden**2 + 2 * words)
    facts = {**split_of(tp, pp, 1, micro, micro * pp, inputs["seq"]), "interleaved_stages": inputs["interleave"]}
    for recompute, key in (("none", "act_GiB_tp_only"), ("selective", "act_GiB_seqpar_selective")):
        found = train(
            f"box: nvidia/dgx-a100 x{tp * pp // 8}",
            "fw: nvidia/megatron-lm",
            "job > fw",
            facts=facts,
            split="set",
            shape=shape,
            recompute=recompute,
            zero_stage="0",
        )
        memory = {part: figure.value * GB / GIB for part, figure in found.memory_gb.items()}
        assert 0.3 * expected["act_GiB_seqpar_selective"] < memory["activations"] < expected[key]
        state = memory["weights"] + memory["gradients"] + memory["optimizer"]
        ends = 18 * words * (2 if pp == 1 else 1) / tp / GIB
        assert state - ends == pytest.approx(expected["weights_opt_GiB"], rel=1e-3)


@pytest.mark.parametrize("stage", ["1", "2", "3"])
@pytest.mark.parametrize(("name", "place"), [("TRN-ZERO-1", None), ("TRN-ZERO-2", 0), ("TRN-ZERO-2", 1)])
def test_zero_spreads_what_its_paper_says(train, cases, name, place, stage):
    inputs, expected = cases[name]["inputs"], cases[name]["expected"]
    dp = inputs["DP"] if place is None else inputs["DP"][place]
    stated = expected[{"1": "P_os", "2": "P_os_g", "3": "P_os_g_p"}[stage]]
    found = train(
        f"box: nvidia/dgx-a100 x{max(1, dp // 8)}",
        facts=split_of(1, 1, dp, 1, dp),
        split="set",
        zero_stage=stage,
        shape=shape_of(32, 4096, 32, inputs["params_B"] * 1e9),
    )
    state = sum(found.memory_gb[part].value for part in ("weights", "gradients", "optimizer"))
    if stage == "3":
        # One layer is gathered at a time, 4 B a parameter, which the paper leaves out.
        state -= 4 * (inputs["params_B"] * 1e9 - 2 * 51_200 * 4096) / 32 / 1e9
    assert state == pytest.approx(stated if place is None else stated[place], rel=0.005)


def test_deepspeed_keeps_what_its_estimator_says(train, cases):
    inputs, expected = cases["TRN-ZERO-3"]["inputs"], cases["TRN-ZERO-3"]["expected"]
    layers = round(inputs["params"] / inputs["largest_layer"])
    for stage, key in (("2", "zero2_GiB"), ("3", "zero3_GiB")):
        found = train(
            "box: nvidia/dgx-a100",
            "fw: microsoft/deepspeed",
            "job > fw",
            facts=split_of(1, 1, 8, 1, 8),
            split="set",
            zero_stage=stage,
            shape=shape_of(layers, 1600, 25, inputs["params"]),
        )
        state = sum(found.memory_gb[part].value for part in ("weights", "gradients", "optimizer"))
        assert state * GB / GIB == pytest.approx(expected[key], abs=0.01)


@pytest.mark.parametrize("place", [0, 1])
def test_530_billion_parameters(train, cases, place):
    """TRN-ITER-1 gives what each GPU achieved: the operations of an iteration at that rate take the measured time.

    Our own forecast is 30% too fast: the job was slower than any that the constants know, yet lies in the range, which
    is wider for more accelerators than were measured.
    """
    case = cases["TRN-ITER-1"]
    gpus, tflops = case["inputs"]["gpus"][place], case["inputs"]["tflops"][place]
    seconds = case["expected"]["iter_s"][place]
    facts = split_of(8, 35, gpus // 280, 1, case["inputs"]["batch"])
    found = train(
        f"box: nvidia/dgx-a100 x{gpus // 8}",
        facts=facts,
        split="set",
        shape=shape_of(105, 20480, 128, 530e9),
        recompute="full",
        training_software=OLD,
    )
    step = found.iteration_s["total"]
    executed = found.mfu.value * 4 / 3 * step.value * 312
    assert executed / tflops == pytest.approx(seconds, rel=0.05)
    assert step.value < seconds <= step.high
    assert any("more than the 1,024" in words for words in found.how_sure["step_s"].outside)


def test_175_billion_on_1024_a100_take_a_month(train, cases):
    case = cases["TRN-DAYS-1"]
    found = train(
        "box: nvidia/dgx-a100 x128",
        facts=split_of(8, 8, 16, 1, 1536, tokens=case["inputs"]["tokens"]),
        model=GPT3,
        split="set",
        recompute="full",
        training_software=OLD,
    )
    days = found.full_speed_days
    assert days.value == pytest.approx(case["expected"]["days"], rel=0.15)
    assert found.days.low <= case["expected"]["days"] <= found.days.high
    # Days × what all achieve are the 8 operations of the published rule, attention aside.
    executed = found.mfu.value * 4 / 3 * 312e12 * 1024 * days.value * 86_400
    assert executed == pytest.approx(8 * 175e9 * case["inputs"]["tokens"], rel=0.05)


@pytest.mark.parametrize(
    ("name", "hosts", "failures", "hours"), [("REL-01", 2048, 6.5, 1.8), ("REL-02", 16384, 6.5, 0.23)]
)
def test_time_to_failure_of_the_published_clusters(train, cases, name, hosts, failures, hours):
    assert cases[name]["expected"]["mttf_h"] == hours
    facts = split_of(8, 1, hosts, 1, hosts) | {"failures_per_1000_node_days": failures}
    found = train("box: nvidia/dgx-h100", copies={"box": hosts}, facts=facts, model="meta/llama-3.1-8b", split="set")
    assert found.mttf_h.value == pytest.approx(hours, rel=0.03)


def test_llama_3_is_interrupted_every_three_hours(train, cases):
    expected = cases["REL-03"]["expected"]
    facts = split_of(8, 1, 2048, 1, 2048)
    found = train("box: nvidia/dgx-h100", copies={"box": 2048}, facts=facts, model="meta/llama-3.1-8b", split="set")
    assert found.mttf_h.value == pytest.approx(expected["mean_hours_between"], rel=0.01)
    assert found.mttf_h.low == pytest.approx(24 / 2048 / 6.5 * 1000)


def test_checkpoints_of_the_published_models(train, cases):
    inputs, expected = cases["STO-04"]["inputs"], cases["STO-04"]["expected"]
    for params, gib in zip(inputs["params"], expected["size_GiB"], strict=True):
        found = train(
            "box: nvidia/dgx-h100 x64",
            facts={"training_tokens": 1e12},
            shape=shape_of(32, 4096, 32, params),
        )
        assert found.checkpoint_gb.value * GB / GIB == pytest.approx(gib, rel=0.01)


def test_energy_and_carbon_of_llama(train, cases):
    """GPU hours, W, PUE and kg/kWh as published; the tokens are those that take just so many hours."""
    inputs, expected = cases["PWR-10"]["inputs"], cases["PWR-10"]["expected"]
    assumed = {"pue": inputs["PUE"], "grid_kg_per_kwh": inputs["kg_per_kWh"]}

    def run(tokens):
        return train(
            "box: nvidia/a100-sxm4-80gb x64",
            "store: ddn/ai400x2",
            "job > store",
            nodes={"box": {"power_typical_w": inputs["W"]}},
            facts={"training_tokens": tokens, "global_batch": 512},
            model="meta/llama-3.1-8b",
            assume=assumed,
            cabled="unrated",
        )

    hours_of_a_billion = run(1e9).wall_days.value * 24 * 64
    for hours, mwh, tonnes in zip(inputs["gpu_hours"], expected["MWh"], expected["tCO2e"], strict=True):
        found = run(1e9 * hours / hours_of_a_billion)
        assert found.wall_days.value * 24 * 64 == pytest.approx(hours)
        assert found.energy_kwh.value / 1000 == pytest.approx(mwh, rel=0.01)
        # Printed to the tonne.
        assert found.carbon_t.value == pytest.approx(tonnes, rel=0.01, abs=0.6)
