"""Time of a training step: published and worked cases, invariants, and the error against published runs."""

import json

import numpy as np
import pytest
from msgspec import structs

from designer.formulas.workloads.training_step import CONSTANTS, VALUES, answer_rows
from designer.formulas.workloads.training_step.devices import find_device
from designer.formulas.workloads.training_step.layout import lay_out, stage_layers
from designer.formulas.workloads.training_step.memory import memory_bytes
from designer.formulas.workloads.training_step.runs import Run, Splits, column_runs
from designer.formulas.workloads.training_step.search import Stated, candidates
from designer.formulas.workloads.training_step.shapes import read_shape
from designer.formulas.workloads.training_step.step import model_flops, step_times
from tests.formulas.measured import FOLDER, collect, error_table, read_rows

SHAPES = json.loads((FOLDER / "model_shapes.json").read_text("utf-8"))
OPEN = dict.fromkeys(("mbs", "tp", "pp", "cp", "vp", "ep"), 0) | {"recompute": ""}
"""A row that states nothing of its split."""


def row(**changes):
    """Llama 3 70B on 512 H100, TP 8, PP 4, ten virtual stages, with CHANGES."""
    stated = {
        "kind": "tokens/s/GPU",
        "source": "",
        "model": "llama3-70b",
        "device": "H100",
        "n": 512,
        "precision": "bf16",
        "gbs": 512,
        "mbs": 1,
        "seq": 8192,
        "tp": 8,
        "pp": 4,
        "cp": 1,
        "vp": 10,
        "ep": 1,
        "fsdp": 0,
        "recompute": "none",
        "domain": 8,
        "nic_gb_s": 50,
        "framework": "megatron",
        "tokens": "",
    }
    return {key: str(value) for key, value in (stated | changes).items()}


def answer(**changes):
    (found,) = answer_rows([row(**changes)], SHAPES)
    return found


def seconds(**changes):
    return answer(**changes)["step_s"].value


def run_of(model="llama3-70b", device="H100", **changes):
    figures = {
        "accelerators": 512.0,
        "sequences": 512.0,
        "tokens": 8192.0,
        "domain": 8.0,
        "fabric": 50.0,
        "precision": 0,
        "megatron_2021": False,
        "old_attention": False,
        "months": 0.0,
    }
    return Run(**(figures | changes), device=find_device(device), shape=read_shape(model, SHAPES[model]))


def one_split(micro=1, tensor=8, pipeline=4, virtual=10, context=1, expert=1, sharded=False, recompute=0):
    counts = [np.array([float(each)]) for each in (micro, tensor, pipeline, virtual, context, expert)]
    return Splits(np.array([0]), *counts, np.array([3 if sharded else 1]), np.array([recompute]), np.zeros(1))


@pytest.mark.parametrize(
    ("fabric", "expected"), [(50, 9.79), (25, 10.06), (12.5, 10.64), (6, 11.91), (3, 14.33)], ids=str
)
def test_a_slower_fabric_costs_what_the_method_says(fabric, expected):
    # TRAIN-10: computed by hand from the method.
    assert seconds(nic_gb_s=fabric) == pytest.approx(expected, rel=0.01)


def test_without_a_fabric_a_run_of_several_hosts_is_impossible():
    assert "nic_gb_s is 0" in answer(nic_gb_s=0)
    assert isinstance(answer(nic_gb_s=0, n=8, pp=1, vp=1), dict)


def test_llama_405b_on_16384_h100_runs_at_what_meta_published():
    # TRAIN-01: 400 TFLOP/s an accelerator (Llama 3 paper, table 4); the method's prototype says 388.
    run = run_of("llama3.1-405b", accelerators=16384.0, sequences=2048.0)
    flops = model_flops(column_runs([run]))[0]
    taken = seconds(model="llama3.1-405b", n=16384, gbs=2048, pp=16, vp=8)
    assert flops / taken / 16384 / 1e12 == pytest.approx(388, rel=0.01)
    assert flops / taken / 16384 / 1e12 == pytest.approx(400, rel=0.12)


def test_llama_70b_in_fp8_on_64_h100():
    # TRAIN-06: Megatron-Bridge performance summary, 26.04.
    found = answer(n=64, precision="fp8", gbs=256, tp=4, pp=8, vp=5)["tokens_s_gpu"]
    assert found.value == pytest.approx(1633, rel=0.15)
    assert found.low <= 1633 <= found.high


def test_llama_2_70b_on_v5p_stays_below_what_was_ever_published():
    # TRAIN-08: 65.4% read in MaxText's tiering.md, and never above 71.5%.
    changes = {"model": "llama2-70b", "device": "TPU v5p", "seq": 4096, "gbs": 2048, "mbs": 4, "tp": 1, "pp": 1}
    changes |= {"vp": 1, "fsdp": 1, "recompute": "selective", "domain": 512, "framework": "maxtext"}
    run = run_of("llama2-70b", "TPU v5p", sequences=2048.0, tokens=4096.0)
    mfu = model_flops(column_runs([run]))[0] / seconds(**changes) / 512 / 459e12
    assert mfu <= 0.715
    assert mfu == pytest.approx(0.654, rel=0.12)


def test_the_utilisation_is_capped_at_the_highest_that_was_published():
    # No constant can promise more than the fastest published run on such a chip.
    found = answer_rows([row(pp=1, vp=1, nic_gb_s=1e6)], SHAPES, {**VALUES, "gemm_hopper": 10.0, "launch": 0.0})
    run = column_runs([run_of()])
    # What is left above the cap is nothing: the least time is reached exactly.
    assert found[0]["step_s"].value == pytest.approx(model_flops(run)[0] / (0.47 * 989e12 * 512), rel=1e-9)


@pytest.mark.parametrize(
    ("layers", "pipeline", "virtual", "expected"),
    [(126, 16, 8, 8), (126, 8, 8, 16), (61, 16, 1, 4), (80, 8, 5, 10), (94, 8, 3, 12)],
)
def test_layers_of_the_slowest_stage(layers, pipeline, virtual, expected):
    # TRAIN-12.
    assert stage_layers(*(np.array([float(each)]) for each in (layers, pipeline, virtual)))[0] == expected


def test_parts_add_up_to_the_step():
    runs = column_runs([run_of()])
    times = step_times(runs, one_split())
    parts = structs.asdict(times)
    total, maturity = parts.pop("total"), parts.pop("maturity")
    assert sum(part[0] for part in parts.values()) * maturity[0] == pytest.approx(total[0], rel=1e-9)
    assert total[0] == pytest.approx(seconds(), rel=1e-12)


def test_memory_by_hand():
    # One token a rank: activations vanish, and what is left is 2 + 2 + 12/D bytes a parameter and the runtime.
    run = column_runs([run_of(tokens=1.0, accelerators=64.0, sequences=64.0)])
    split = one_split(tensor=8, pipeline=1, virtual=1)
    h, q, kv, f, vocabulary = 8192, 8192, 1024, 28672, 128256
    params = (80 * (2 * h * q + 2 * h * kv + 3 * h * f) + 2 * vocabulary * h) / 8
    assert memory_bytes(run, split, lay_out(run, split))[0] == pytest.approx(params * (4 + 12 / 8) + 4e9, rel=1e-3)


def test_each_way_to_save_memory_saves_some():
    run = column_runs([run_of()])

    def memory(**changes):
        split = one_split(**changes)
        return memory_bytes(run, split, lay_out(run, split))[0]

    stands = memory()
    assert memory(recompute=2) < memory(recompute=1) < stands
    assert memory(sharded=True) < stands
    assert memory(context=2) < stands
    assert memory(micro=2) > stands


@pytest.mark.parametrize("model", ["llama3-8b", "llama3.1-405b", "deepseek-v3", "gpt-oss-120b"])
def test_a_faster_fabric_is_never_slower(model):
    changes = {"model": model, "n": 256, "gbs": 512, "tp": 4, "pp": 2, "vp": 1, "ep": 16}
    times = [seconds(nic_gb_s=rate, **changes) for rate in (1, 5, 25, 50, 100, 400)]
    assert times == sorted(times, reverse=True)


def test_more_work_takes_longer_and_full_recomputation_costs():
    assert seconds(gbs=1024) > 1.8 * seconds(gbs=512)
    assert seconds(recompute="full") > seconds(recompute="selective") > seconds()
    assert seconds(precision="fp8") < seconds()


def test_software_of_an_earlier_month_is_slower_for_mixtures_alone():
    mixture = {"model": "qwen3-235b-a22b", "n": 256, "tp": 2, "pp": 8, "vp": 4, "ep": 32}
    old, new = ("performance-summary.md, 25.11", "performance-summary.md, 26.04.01")
    assert seconds(source=old, **mixture) == pytest.approx(seconds(source=new, **mixture) * np.exp(0.06 * 5))
    assert seconds(source=old) == seconds(source=new)


def test_a_search_is_at_least_as_fast_as_each_stated_split_that_fits():
    searched = seconds(**OPEN)
    for tensor, pipeline, virtual in ((8, 4, 10), (4, 4, 5), (8, 2, 1), (8, 1, 1)):
        for recompute in ("none", "full"):
            split = one_split(tensor=tensor, pipeline=pipeline, virtual=virtual, recompute=int(recompute == "full") * 2)
            runs = column_runs([run_of()])
            if memory_bytes(runs, split, lay_out(runs, split))[0] <= 88e9:
                assert searched <= seconds(tp=tensor, pp=pipeline, vp=virtual, recompute=recompute) * (1 + 1e-9)


def test_a_search_never_makes_better_hardware_slower():
    times = [seconds(nic_gb_s=rate, **OPEN) for rate in (5, 100)]
    assert times == sorted(times, reverse=True)
    assert seconds(device="H200", **OPEN) <= seconds(device="H100", **OPEN)


def test_a_search_keeps_what_is_stated():
    run = run_of()
    found = candidates(run, Stated(2, 4, 0, 1, 1, 1, 1, 0), 3)
    assert set(found.tensor) == {4.0}
    assert set(found.micro) == {2.0}
    assert len(set(found.pipeline)) > 5
    assert set(found.run) == {3}


def test_hours_hold_what_was_published():
    # TRAIN-03: Llama 3.1 405B, 15.6 T tokens: 30.84 M GPU-hours. TRAIN-05: 8B: 1.46 M, in reach of the range only.
    large = answer(model="llama3.1-405b", n=16384, gbs=2048, pp=16, vp=8, kind="GPU-hours", tokens=15.6e12)["gpu_hours"]
    assert large.value == pytest.approx(30.84e6, rel=0.12)
    assert large.low <= 30.84e6 <= large.high
    small = answer(model="llama3-8b", n=1024, gbs=1024, kind="GPU-hours", tokens=15e12, **OPEN)["gpu_hours"]
    assert small.value < 0.8e6
    assert small.low <= 1.46e6 <= small.high


def test_hours_without_tokens_say_what_is_missing():
    found = answer(kind="GPU-hours")["gpu_hours"]
    assert (found.value, found.low, found.missing) == (None, None, ("tokens",))
    assert "gpu_hours" not in answer()


def test_a_device_without_a_measured_run_and_a_searched_split_have_wider_ranges():
    def width(**changes):
        found = answer(**changes)["step_s"]
        return found.high / found.low

    assert width(device="H200") > 1.5 * width(pp=8, vp=5)
    assert width(**OPEN) > width(pp=8, vp=5)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"model": "nobody's"}, "no shape of the model"),
        ({"device": "abacus"}, "device 'abacus' is not known"),
        ({"device": ""}, "is not known"),
        ({"precision": "fp7"}, "precision must be one of"),
        ({"recompute": "perhaps"}, "recompute must be one of"),
        ({"n": "many"}, "n must be a number"),
        ({"n": ""}, "n is missing"),
        ({"n": 0}, "n must be a whole number from 1"),
        ({"n": 1e30}, "n must be a whole number"),
        ({"seq": "inf"}, "seq must be a whole number"),
        ({"gbs": -4}, "gbs must be"),
        ({"tp": 1.5}, "tp must be a whole number"),
        ({"nic_gb_s": "nan"}, "nic_gb_s must be a number from 0"),
        ({"n": 8}, "tp × pp × cp is 32, and n is 8"),
        ({"pp": 81, "tp": 1, "vp": 1}, "has 80 layers"),
    ],
)
def test_bad_input_is_said_in_one_line_and_spoils_no_other_row(changes, says):
    first, second = answer_rows([row(**changes), row()], SHAPES)
    assert says in first
    assert "\n" not in first
    assert second["step_s"].value == seconds()


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (None, "not an object"),
        ({}, "L of x"),
        ({**SHAPES["llama3-8b"], "h": "wide"}, "h of x must be a whole number"),
        ({**SHAPES["llama3-8b"], "h": True}, "h of x must be a whole number"),
        ({**SHAPES["llama3-8b"], "attn": "linear"}, "attn of x"),
        ({**SHAPES["llama3-8b"], "moe": [1, 2]}, "moe of x must be null or six numbers"),
        ({**SHAPES["deepseek-v3"], "moe": [4, 8, 2048, 1, 3, 18432]}, "experts per token"),
    ],
)
def test_a_bad_shape_is_said_for_its_rows_alone(shape, says):
    first, second = answer_rows([row(model="x"), row()], {**SHAPES, "x": shape})
    assert says in first
    assert second["step_s"].value == seconds()


def test_words_of_other_tables_are_understood():
    for key, word, plain in (
        ("precision", "NVFP4", "fp4"),
        ("precision", "MXFP8", "fp8mx"),
        ("precision", "FP8-CS", "fp8"),
        ("precision", "", "bf16"),
        ("recompute", "Full", "full"),
        ("recompute", "selective (attention)", "selective"),
        ("recompute", "off", "none"),
    ):
        device = {"device": "GB200"}
        assert seconds(**device, **{key: word}) == seconds(**device, **{key: plain}), word


def test_a_batch_that_is_not_stated_is_four_million_tokens_and_widens_the_range():
    left_open, stated = answer(gbs=0)["step_s"], answer(gbs=512)["step_s"]
    assert left_open.value == stated.value  # 512 sequences of 8,192 tokens
    assert left_open.high > stated.high


def test_no_rows_and_rows_without_columns_are_answered():
    assert answer_rows([], SHAPES) == []
    assert isinstance(answer_rows([{}], SHAPES)[0], str)


def test_devices_are_known_by_the_names_that_tables_use():
    for name in ("H100", "NVIDIA H100 SXM", "h100_sxm", "TPU v5p", "tpu_v6e", "GB300", "H200", "TPU v5e", "tpuv4"):
        assert find_device(name) is not None, name
    assert find_device("GB200") != find_device("B200")
    assert find_device("H1000") is None


@pytest.fixture(scope="module")
def public():
    rows = read_rows("training_rows_public.csv")
    measured = np.array([float(each["measured_step_s"]) for each in rows])
    mixture = np.array([SHAPES[each["model"]]["moe"] is not None for each in rows])
    return rows, measured, mixture


def test_the_error_on_the_public_rows_is_within_the_limits(public):
    rows, measured, mixture = public
    value, low, high = collect(answer_rows(rows, SHAPES), "step_s")
    dense = ~mixture
    median, ninth, inside = error_table(value[dense], low[dense], high[dense], measured[dense])
    assert (median <= 0.075, ninth <= 0.18, inside >= 0.8) == (True, True, True), (median, ninth, inside)
    median, ninth, inside = error_table(value[mixture], low[mixture], high[mixture], measured[mixture])
    assert (median <= 0.21, ninth <= 0.37, inside >= 0.8) == (True, True, True), (median, ninth, inside)
    assert np.mean((high / low)[dense]) < 1.7
    assert np.mean((high / low)[mixture]) < 2.6


def test_tokens_a_second_are_the_step_turned_round(public):
    rows, measured, _ = public
    answers = answer_rows(rows, SHAPES)
    for each, found in zip(rows, answers, strict=True):
        tokens = float(each["gbs"]) * float(each["seq"]) / float(each["n"])
        assert found["tokens_s_gpu"].value == pytest.approx(tokens / found["step_s"].value)
        assert found["tokens_s_gpu"].low == pytest.approx(tokens / found["step_s"].high)
    stated = [float(each["measured_tokens_s_gpu"]) * float(each["n"]) / float(each["seq"]) for each in rows]
    turned = np.array([float(each["gbs"]) for each in rows]) / np.array(stated)
    assert np.median(np.abs(turned / measured - 1)) < 0.01


def test_a_constant_that_is_a_fifth_off_moves_the_error(public):
    rows, measured, mixture = public

    def medians(constants):
        value, low, high = collect(answer_rows(rows, SHAPES, constants), "step_s")
        return [error_table(value[kind], low[kind], high[kind], measured[kind])[0] for kind in (~mixture, mixture)]

    dense, experts = medians(VALUES)
    for name in ("gemm_a100", "gemm_hopper"):
        assert medians({**VALUES, name: VALUES[name] * 0.8})[0] > dense + 0.01, name
    assert medians({**VALUES, "gemm_experts": VALUES["gemm_experts"] * 0.8})[1] != experts


def test_no_constant_belongs_to_a_model_and_each_says_what_it_is():
    for name, constant in CONSTANTS.items():
        assert constant.unit, name
        assert constant.meaning, name
        assert constant.source, name
        assert not any(model.split("-")[0] in name for model in SHAPES), name
        if constant.spread is not None:
            assert constant.spread[0] <= constant.value <= constant.spread[1], name
