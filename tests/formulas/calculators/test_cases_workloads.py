"""The published cases of training, serving, storage and retrieval, each held to its own tolerance."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from designer.formulas.workloads.training import iteration_flops, iteration_s

Row = tuple[dict[str, Any], dict[str, Any]]
"""Settings of a calculator, and what it must answer."""

# Each row says how a case becomes a calculator's settings, with the arithmetic that its answer follows.
POSED: list[tuple[str, str, Callable[[Mapping[str, Any], Mapping[str, Any]], list[Row]]]] = [
    # 72·4·48·2048·6144²·(1 + 2048/36864 + 51200/(12·6144·48)) / (8·1.1·312e12) = 0.417.
    ("TRN-MFU-22B", "training-mfu", lambda i, e: [mfu(i, e)]),
    # 72·64·96·2048·12288²·(…) / (64·13.75·312e12) = 0.513.
    ("TRN-MFU-175B", "training-mfu", lambda i, e: [mfu(i, e)]),
    # 2048·4·6144·48·(10 + 3 + 5·64·2048/(6144·8)) B = 59.25 GiB; 18·12·48·6144²/8 B = 45.6 GiB.
    ("TRN-MEM-22B", "training-memory", lambda i, e: [memory(i, e)]),
    # The same times 1 + 7/(8·3), for the three interleaved stages.
    ("TRN-MEM-175B", "training-memory", lambda i, e: [memory(i, e)]),
    # The same times 1 + 34/(35·3).
    ("TRN-MEM-530B", "training-memory", lambda i, e: [memory(i, e)]),
    # Not interleaved: no factor, though p is 64.
    ("TRN-MEM-1T", "training-memory", lambda i, e: [memory(i, e)]),
    # 4·7.5 + 12·7.5/64 = 31.4; 2·7.5 + 14·7.5/64 = 16.6; 16·7.5/64 = 1.88.
    (
        "TRN-ZERO-1",
        "zero",
        lambda i, e: [
            (
                {"params": i["params_B"] * 1e9, "dp": i["DP"]},
                {"stage1_gb": e["P_os"], "stage2_gb": e["P_os_g"], "stage3_gb": e["P_os_g_p"]},
            )
        ],
    ),
    # 4·128 + 12·128/4 = 896; 2·128 + 14·128/4 = 704; 16·128/4 = 512; and so on.
    (
        "TRN-ZERO-2",
        "zero",
        lambda i, e: [
            (
                {"params": i["params_B"] * 1e9, "dp": dp},
                {"stage1_gb": e["P_os"][n], "stage2_gb": e["P_os_g"][n], "stage3_gb": e["P_os_g_p"][n]},
            )
            for n, dp in enumerate(i["DP"])
        ],
    ),
    # (4 + 16/8)·2.851e9 B = 15.93 GiB; 2·2.851e9 = 5.31; 4·32e6 + 18/8·2.851e9 = 6.09; 4·32e6 + 2/8·2.851e9 = 0.78.
    (
        "TRN-ZERO-3",
        "deepspeed",
        lambda i, e: [
            (
                {"params": i["params"], "largest_layer": i["largest_layer"], "accelerators": i["gpus"]},
                {
                    "zero2_gib": e["zero2_GiB"],
                    "zero2_offload_gib": e["zero2_offload_GiB"],
                    "zero3_gib": e["zero3_GiB"],
                    "zero3_offload_gib": e["zero3_offload_opt_GiB"],
                },
            )
        ],
    ),
    # 8·175e9·300e9 / (1,024·140e12) s = 33.9 days.
    (
        "TRN-DAYS-1",
        "training-days",
        lambda i, e: [
            (
                {
                    "params": i["params"],
                    "tokens": i["tokens"],
                    "accelerators": i["gpus"],
                    "achieved_tflops": i["tflops"],
                    "recompute": "full",
                },
                dict(e),
            )
        ],
    ),
    # 8·175e9·300e9 / (384·153e12) s = 82.7 days; 22.5; 153.7; 87.9; 134.1.
    (
        "TRN-DAYS-3",
        "training-days",
        lambda i, e: [
            (
                {
                    "params": params * 1e9,
                    "tokens": i["tokens"],
                    "accelerators": count,
                    "achieved_tflops": tflops,
                    "recompute": "full",
                },
                {"days": days},
            )
            for (params, count, tflops), days in zip(
                [(175, 384, 153), (175, 1536, 141), (530, 560, 171), (175, 384, 144), (530, 1120, 98)],
                e["days"],
                strict=True,
            )
        ],
    ),
    # 6·174.6e9·300e9 = 3.143e23; / 8.64e19 = 3,637.
    (
        "TRN-FLOPS-1",
        "training-flops",
        lambda i, e: [(dict(i), {"flops": e["flops"], "pflops_days": e["pf_days"]})],
    ),
    # 6·405e9·15.6e12 = 3.79e25.
    ("TRN-FLOPS-2", "training-flops", lambda i, e: [(dict(i), dict(e))]),
    # 2·40·5120·2 = 819,200 B a token; 2,048 of them are 1.5625 GiB.
    (
        "INF-KV-1",
        "kv-cache",
        lambda i, e: [
            (
                {
                    "layers": i["layers"],
                    "kv_heads": 40,
                    "head_dim": i["hidden"] // 40,
                    "bytes_per_value": i["bytes"],
                    "tokens": 2048,
                },
                {"bytes_per_token": e["bytes_per_token"], "gib": e["GB_2048_tokens"]},
            )
        ],
    ),
    # (13e9·2 + 819,200·512) B / 1,555 GB/s = 16.99 ms.
    (
        "INF-DEC-1",
        "decode",
        lambda i, e: [
            (
                {
                    "params": 13e9,
                    "bytes_per_param": 2,
                    "context": i["ctx"],
                    "layers": 40,
                    "kv_heads": 40,
                    "head_dim": 128,
                    "memory_gb_per_s": 1555,
                    "tp": 1,
                    "efficiency": 1,
                },
                dict(e),
            )
        ],
    ),
    # 7·146,600,628 B / 0.323 s = 3.177 GB/s; · 0.9 = 2.859.
    (
        "STO-02",
        "storage-rate",
        lambda i, e: [
            (
                {key: i[key] for key in ("batch", "record_bytes", "compute_s")} | {"accelerator_utilisation": used},
                {"gb_per_s": rate},
            )
            for used, rate in [(1, e["GBps_per_gpu_at_100"]), (i["min_AU"], e["at_min_AU"])]
        ],
    ),
    # 8.03e9·14 B = 104.7 GiB; 912.7; 5,292.
    (
        "STO-04",
        "checkpoint",
        lambda i, e: [
            ({"params": params, "bytes_per_param": i["bytes_per_param"], "write_gb_per_s": 10}, {"gib": gib})
            for params, gib in zip(i["params"], e["size_GiB"], strict=True)
        ],
    ),
    # 1.1·(4·256 + 8·16)·1e6 B = 1.267 GB; 1.1·(4·256·1e6 + 4·128·256) B = 1.1265 GB.
    (
        "RAG-01",
        "vector-index",
        lambda i, e: [
            ({"kind": "hnsw", "vectors": i["n"], "dimensions": i["d"], "m": i["M"]}, {"gb": e["hnsw_GB"]}),
            ({"kind": "ivf", "vectors": i["n"], "dimensions": i["d"], "nlist": 128}, {"gb": e["ivf_nlist128_GB"]}),
        ],
    ),
]


def mfu(inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> Row:
    """An iteration of Korthikanti's Table 5."""
    same = ("layers", "hidden", "heads", "seq", "vocab", "batch", "peak_tflops")
    settings = {key: inputs[key] for key in same}
    settings |= {"accelerators": inputs["gpus"], "iteration_s": inputs["iter_s"]}
    return settings, {"mfu": expected["MFU"], "hfu": expected["HFU"]}


def memory(inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> Row:
    """A model of Korthikanti's Table 2."""
    settings = {key: inputs[key] for key in ("layers", "hidden", "heads", "seq", "micro_batch", "interleave")}
    settings |= {"tp": inputs["TP"], "pp": inputs["PP"]}
    return settings, {
        "activations_tp_gib": expected["act_GiB_tp_only"],
        "activations_selective_gib": expected["act_GiB_seqpar_selective"],
        "weights_optimizer_gib": expected["weights_opt_GiB"],
    }


@pytest.mark.parametrize(("case_id", "calculator", "pose"), POSED, ids=[f"{p[0]}-{p[1]}" for p in POSED])
def test_case_is_reproduced(check_case, case_id, calculator, pose):
    check_case(case_id, calculator, pose)


def test_iteration_time_of_mt_nlg_from_its_achieved_rate(cases):
    """TRN-ITER-1: 96·1920·105·2048·20480²·(…) = 1.69e19 FLOPs; / (2,240·126e12) = 60.0 s; / (2,800·121e12) = 50 s."""
    case = cases["TRN-ITER-1"]
    flops = iteration_flops(layers=105, hidden=20480, seq=2048, vocab=51200, batch=case["inputs"]["batch"]).full
    rows = zip(case["inputs"]["gpus"], case["inputs"]["tflops"], case["expected"]["iter_s"], strict=True)
    for gpus, tflops, seconds in rows:
        assert iteration_s(flops, gpus, tflops) == pytest.approx(seconds, rel=0.05)
