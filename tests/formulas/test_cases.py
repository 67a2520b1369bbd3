"""The published cases, each posed to a calculator and held to its own tolerance."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from designer.formulas.calculators import run_calculator
from designer.formulas.sizing import fat_tree_all_to_all
from designer.formulas.training import iteration_flops, iteration_s

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads((Path(__file__).parents[1] / "cases" / "cases.json").read_text("utf-8"))
}

Row = tuple[dict[str, Any], dict[str, Any]]
"""Settings of a calculator, and what it must answer."""


def closeness(tolerance: str) -> dict[str, float]:
    """A case's tolerance as arguments of `pytest.approx`."""
    if tolerance == "exact":
        return {"rel": 1e-9, "abs": 0}
    if found := re.match(r"([\d.]+)%", tolerance):
        return {"rel": float(found[1]) / 100, "abs": 0}
    if found := re.match(r"([\d.]+) pt", tolerance):
        return {"rel": 0, "abs": float(found[1]) / 100}
    if found := re.match(r"\$?([\d.]+(?:e-\d+)?)(?: GiB| ns)?$", tolerance):
        return {"rel": 0, "abs": float(found[1])}
    raise AssertionError(f"a tolerance that is not understood: {tolerance}")


def text_of(value: object) -> str:
    """VALUE as it is written after `--set KEY=`."""
    return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)


# Each row says how a case becomes a calculator's settings, with the arithmetic that its answer follows.
POSED: list[tuple[str, str, Callable[[Mapping[str, Any], Mapping[str, Any]], list[Row]]]] = [
    # 48³/4 = 27,648 hosts; 5·48²/4 = 2,880 switches; (48/2)² = 576 cores; 3·48³/4 = 82,944 links.
    ("NET-01", "fat-tree", lambda i, e: [({"k": i["k"]}, dict(e))]),
    # 64³/4 = 65,536.
    ("NET-02", "fat-tree", lambda i, e: [({"k": i["k"]}, {"hosts": e["max_endpoints"]})]),
    # 31·8+4 = 252 endpoints; ⌈252/32⌉ = 8 leaves; ⌈8·32/64⌉ = 4 spines, and 4 divides 32; 8·32 = 256 cables.
    ("NET-03", "leaf-spine", lambda i, e: [superpod(i, e)]),
    # 63·8+4 = 508; ⌈508/32⌉ = 16; 16·32/64 = 8 divides 32; 16·32 = 512.
    ("NET-04", "leaf-spine", lambda i, e: [superpod(i, e)]),
    # 95·8+4 = 764; ⌈764/32⌉ = 24; 24·32/64 = 12 does not divide 32, 16 does; 24·32 = 768.
    ("NET-05", "leaf-spine", lambda i, e: [superpod(i, e)]),
    # 127·8+4 = 1,020; ⌈1020/32⌉ = 32; 32·32/64 = 16 divides 32; 32·32 = 1,024.
    ("NET-06", "leaf-spine", lambda i, e: [superpod(i, e)]),
    # 512·8 = 4,096; /32 = 128 leaves; 128·32/64 = 64 > 32 uplinks: three tiers; 4096/32 = 128; 4096/64 = 64.
    ("NET-07", "leaf-spine", lambda i, e: [large_fabric(i, e)]),
    # 2048·8 = 16,384; /32 = 512 leaves, 512 spines; 16384/64 = 256 cores.
    ("NET-08", "leaf-spine", lambda i, e: [large_fabric(i, e)]),
    # 576·8 = 4,608; /72 = 64 leaves; 64·72/144 = 32 does not divide 72, 36 does; 64·72 = 4,608.
    ("NET-10", "leaf-spine", lambda i, e: [large_fabric(i, e)]),
    # 192·16 = 3,072; ·8 = 24,576; 400/7 = 57.14.
    (
        "NET-14",
        "pods",
        lambda i, e: [
            (
                {
                    "racks_per_pod": i["racks_per_pod"],
                    "accelerators_per_rack": i["gpus_per_rack"],
                    "pods": i["pods"],
                    "oversubscription": i["agg_oversub"].removeprefix("1:"),
                    "nic_gbps": i["nic_gbps"],
                },
                {
                    "pod_accelerators": e["pod_gpus"],
                    "cluster_accelerators": e["cluster_gpus"],
                    "cross_pod_gbps": e["crosspod_gbps_per_gpu"],
                },
            )
        ],
    ),
    # 2²⁰ B at 50·2³⁰ B/s is 19,531 ns; 3·(500 + 19,531) = 60,094; 3·500 + 19,531 = 21,031.
    (
        "NET-20",
        "path-latency",
        lambda i, e: [
            (
                {"hops": 3, "bytes": i["bytes"], "gb_per_s": 50 * 2**30 / 1e9, "hop_latency_ns": 500},
                {"store_and_forward_ns": e["ns_store_and_forward"], "cut_through_ns": e["ns_cut_through"]},
            )
        ],
    ),
    # 18 uplinks of 1 for 16 down links of 1: two may fail before 16 > 15.
    (
        "FAIL-03",
        "oversubscription",
        lambda i, e: [
            (
                {"down_links": 16, "down_gbps": 400, "up_links": 18, "up_gbps": 400},
                {"uplink_failures_tolerated": e["link_failures_before_oversubscribed"]},
            )
        ],
    ),
    # 10/4 = 2.5 ≥ 2; 8/3 = 2.67 ≥ 2.6; 5.4/2 = 2.7 for each of the others.
    ("FAIR-01", "max-min", lambda i, e: [({"capacity": i["capacity"], "demands": i["demands"]}, dict(e))]),
    # SimGrid's penalty is the inverse of a weight: weights 1 and ½ share 3 as 2 and 1.
    (
        "FAIR-03",
        "max-min",
        lambda i, e: [
            ({"capacity": i["C"], "demands": [i["C"], i["C"]], "weights": [1 / p for p in i["penalty"]]}, dict(e))
        ],
    ),
    # 2³⁰ B / 8193 µs = 131.06 GB/s; · 2·7/8 = 229.35.
    (
        "COLL-01",
        "collective",
        lambda i, e: [
            (
                {"op": i["op"], "ranks": i["n"], "bytes": i["bytes"], "time_us": i["time_us"]},
                {"algorithm_gb_per_s": e["algbw_GBps"], "bus_gb_per_s": e["busbw_GBps"]},
            )
        ],
    ),
    # 2²⁰ B / 51.4 µs = 20.40 GB/s; · 2·3/4 = 30.6.
    (
        "COLL-02",
        "collective",
        lambda i, e: [
            (
                {"op": i["op"], "ranks": i["n"], "bytes": i["bytes"], "time_us": i["time_us"]},
                {"bus_gb_per_s": e["busbw_GBps"]},
            )
        ],
    ),
    # The bus rate from the largest message, 16 GiB·1.5/110,277 µs = 233.7 GB/s = 78% of 300; the latency from
    # the smallest, 60.75 µs − 1 MiB·1.5/233.7 GB/s = 54.0 µs; the middle one then is 6,946 µs, 3.8% below.
    (
        "COLL-03",
        "collective",
        lambda i, e: [
            (
                {"op": i["op"], "ranks": 4, "bytes": size, "bus_gb_per_s": 233.7, "latency_us": 54.0},
                {"time_us": time_us},
            )
            for size, time_us in zip(i["bytes"], e["time_us"], strict=True)
        ],
    ),
    # n = 8: 2·7/8 = 1.75, 7/8 = 0.875, 1.
    (
        "COLL-04",
        "collective",
        lambda i, e: [
            ({"op": op, "ranks": i["n"], "bytes": 1e9, "bus_gb_per_s": 100}, {"factor": factor})
            for op, factor in zip(
                ["all-reduce", "reduce-scatter", "all-gather", "broadcast", "reduce", "all-to-all"],
                e["factors"],
                strict=True,
            )
        ],
    ),
    # 0.9995 · 0.9999 = 0.99940.
    ("AVL-01", "availability", lambda i, e: [({"series": i["series"]}, {"combined": e["availability"]})]),
    # (1 − A) · 8,760 h: 87.6 h = 3.65 d, 8.76 h, 4.38 h, 0.876 h = 52.56 min, 0.0876 h = 5.26 min.
    (
        "AVL-03",
        "availability",
        lambda i, e: [
            ({"series": level}, {"downtime_h_per_year": hours_of(printed)})
            for level, printed in zip(i["levels"], e["downtime_per_year"], strict=True)
        ],
    ),
    # 24 / (2,048 · 0.0065) = 1.803 h.
    ("REL-01", "job-mttf", lambda i, e: [job(i, e)]),
    # 24 / (16,384 · 0.0065) = 0.2254 h.
    ("REL-02", "job-mttf", lambda i, e: [job(i, e)]),
    # 419 + 47 = 466; 54·24/419 = 3.093 h; 419/(2,048·54) = 0.003789.
    (
        "REL-03",
        "failure-rate",
        lambda i, e: [
            (
                {
                    "counts": i["unexpected"],
                    "planned": i["planned"],
                    "accelerators": i["gpus"],
                    "accelerators_per_node": 8,
                    "days": i["days"],
                },
                {
                    "total": e["total"],
                    "mean_h_between": e["mean_hours_between"],
                    "failures_per_node_day": e["per_node_day"],
                },
            )
        ],
    ),
    # 10.2 kW · 3.412142 = 34,804 BTU/h.
    ("PWR-02", "heat", lambda i, e: [({"watts": i["printed_max_kw"] * 1e3}, {"btu_per_h": e["btu_of_10_2kW"]})]),
    # 38,557 / 3.412142 = 11,300 W: the vendor's two figures differ by 10.8%.
    (
        "PWR-02",
        "heat-watts",
        lambda i, e: [({"btu_per_h": i["printed_btu_h"]}, {"watts": e["kW_of_38557_btu"] * 1e3})],
    ),
    # 3412·4 / (1.085·20) = 629.
    ("PWR-03", "airflow", lambda i, e: [({"kw": i["kW"], "delta_t_f": i["dT_F"]}, dict(e))]),
    # √3 · 208 · 30 · 0.8 = 8,646 VA.
    (
        "PWR-05",
        "feed",
        lambda i, e: [
            (
                {"volts": i["V_LL"], "amps": i["A"], "phases": i["phases"], "derating": i["continuous"]},
                {"va": e["VA"]},
            )
        ],
    ),
    # min(√3·208·50·0.8 = 14,411, 3·208·16 = 9,984) W.
    (
        "PWR-06",
        "pdu",
        lambda i, e: [
            ({"volts": 208, "cord_amps": 50, "phases": 3, "banks": 3, "bank_amps": 16}, {"w": e["W"]}),
        ],
    ),
    # 230·30·0.8·0.9 = 4,968 W; hot 230·30·(0.8·0.87)·0.8 = 3,842 W.
    (
        "PWR-07",
        "feed",
        lambda i, e: [
            (
                {"volts": i["V"], "amps": i["A"], "phases": 1, "derating": i["continuous"], "power_factor": i["pf"]},
                {"w": e["cold_W"]},
            ),
            (
                {
                    "volts": i["V"],
                    "amps": i["A"],
                    "phases": 1,
                    "derating": i["continuous"] * i["hot"]["thermal"],
                    "power_factor": i["hot"]["pf"],
                },
                {"w": e["hot_W"]},
            ),
        ],
    ),
    # 809,472 h · 400 W · 1.1 = 356.2 MWh; · 0.385 = 137.1 t; and so on.
    (
        "PWR-10",
        "carbon",
        lambda i, e: [
            (
                {"device_hours": hours, "watts": i["W"], "pue": i["PUE"], "kg_per_kwh": i["kg_per_kWh"]},
                {"mwh": mwh, "tonnes_co2e": tonnes},
            )
            for hours, mwh, tonnes in zip(i["gpu_hours"], e["MWh"], e["tCO2e"], strict=True)
        ],
    ),
    # 100 M$ · i/(1−(1+i)⁻³⁶), i = 0.05/12.
    (
        "COST-01",
        "amortization",
        lambda i, e: [
            (
                {"principal_usd": i["servers_usd"], "annual_rate": i["annual_rate"], "months": i["months"]},
                {"monthly_usd": e["monthly"]},
            )
        ],
    ),
    # 200 M$ over 180 months, 82% and 18% of it.
    (
        "COST-02",
        "amortization",
        lambda i, e: [
            (
                {"principal_usd": i["facility_usd"] * part, "annual_rate": i["annual_rate"], "months": i["months"]},
                {"monthly_usd": monthly},
            )
            for part, monthly in [
                (i["power_cooling_share"], e["power_cooling_monthly"]),
                (1 - i["power_cooling_share"], e["other_monthly"]),
            ]
        ],
    ),
    # 15,000 · 0.8 · 1.7 · 730 h = 14.892 GWh; · 0.07 = 1,042,440 $.
    (
        "COST-03",
        "energy",
        lambda i, e: [
            (
                {
                    "kw": i["critical_kW"],
                    "load": i["avg_load"],
                    "pue": i["PUE"],
                    "usd_per_kwh": i["usd_kWh"],
                    "hours": i["hours"],
                },
                {"usd": e["monthly"]},
            )
        ],
    ),
    # 833,806 / (33 − 0.87) = 25,951 h.
    (
        "COST-06",
        "break-even",
        lambda i, e: [
            (
                {"capex_usd": i["capex"], "own_usd_per_h": i["onprem_per_h"], "cloud_usd_per_h": i["cloud_per_h"]},
                dict(e),
            )
        ],
    ),
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


def superpod(inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> Row:
    """A SuperPOD of one to four scalable units: 8 links a node, 64-port switches, 4 links of the fabric manager."""
    settings = {"nodes": inputs["nodes"], "links_per_node": 8, "leaf_radix": 64, "spine_radix": 64, "extra_links": 4}
    return settings, {
        "tiers": 2,
        "leaf": expected["leaf"],
        "spine": expected["spine"],
        "core": 0,
        "node_leaf_cables": expected["compute_plus_ufm_cables"],
        "leaf_spine_cables": expected["leaf_spine_cables"],
        "spine_core_cables": 0,
    }


def large_fabric(inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> Row:
    """A SuperPOD of 8, 16 or 64 scalable units, without extra links."""
    radix = inputs["radix"]
    settings = {
        "nodes": inputs["nodes"],
        "links_per_node": inputs["nics_per_node"],
        "leaf_radix": radix,
        "spine_radix": radix,
    }
    return settings, {
        "tiers": inputs["tiers"],
        "leaf": expected["leaf"],
        "spine": expected["spine"],
        "core": expected.get("core", 0),
        "node_leaf_cables": expected["node_leaf"],
        "leaf_spine_cables": expected["leaf_spine"],
        "spine_core_cables": expected.get("spine_core", 0),
    }


def job(inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> Row:
    """A job that is interrupted by failures of its nodes."""
    settings = {
        "accelerators": inputs["gpus"],
        "accelerators_per_node": inputs["gpus_per_node"],
        "failures_per_node_day": inputs["node_failures_per_node_day"],
    }
    return settings, dict(expected)


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


def hours_of(printed: str) -> float:
    """Hours of a printed time such as 52.56 min."""
    value, unit = printed.split()
    return float(value) * {"d": 24, "h": 1, "min": 1 / 60}[unit]


@pytest.mark.parametrize(("case_id", "calculator", "pose"), POSED, ids=[f"{p[0]}-{p[1]}" for p in POSED])
def test_case_is_reproduced(case_id, calculator, pose):
    case = CASES[case_id]
    near = closeness(case["tolerance"])
    rows = pose(case["inputs"], case["expected"])
    assert rows
    for settings, expected in rows:
        assert expected
        found = run_calculator(calculator, {key: text_of(value) for key, value in settings.items()})
        assert {key: found[key] for key in expected} == {
            key: pytest.approx(value, **near) for key, value in expected.items()
        }


def test_gpu_counts_of_the_superpods_are_eight_a_node():
    for case_id in ("NET-03", "NET-04", "NET-05", "NET-06", "NET-07", "NET-08", "NET-10"):
        assert CASES[case_id]["expected"]["gpus"] == CASES[case_id]["inputs"]["nodes"] * 8


def test_llama_3_interruptions_by_cause():
    """REL-04: 148 of 419 is 35.3%, where the paper prints 30.1%; the total agrees with REL-03."""
    case = CASES["REL-04"]
    found = run_calculator(
        "failure-rate",
        {
            "counts": text_of(case["inputs"]["counts"]),
            "accelerators": "16384",
            "accelerators_per_node": "8",
            "days": "54",
        },
    )
    assert found["unexpected"] == case["expected"]["sum"] == CASES["REL-03"]["inputs"]["unexpected"]
    assert round(found["shares"][0], 3) == case["expected"]["faulty_gpu_share_from_counts"]
    assert found["shares"][0] != pytest.approx(case["expected"]["printed_share"], rel=0.1)


def test_monthly_cost_of_hamiltons_data_center():
    """COST-04: 45,978 servers of 1,450 $, 8 MW: 3.5 M$ a month within 2%, the shares within 1 point."""
    case = CASES["COST-04"]
    given = case["inputs"]
    found = run_calculator(
        "monthly-cost",
        {
            "servers": str(given["servers"]),
            "server_usd": str(given["usd"]),
            "server_months": str(given["server_m"]),
            "network_usd": str(given["network_usd"]),
            "network_months": str(given["net_m"]),
            "facility_usd": str(given["facility_usd"]),
            "power_cooling_share": str(given["pc_share"]),
            "facility_months": str(given["fac_m"]),
            "annual_rate": str(given["rate"]),
            "critical_kw": str(given["critical_kW"]),
            "load": str(given["load"]),
            "pue": str(given["PUE"]),
            "usd_per_kwh": str(given["usd_kWh"]),
        },
    )
    total = found["total_usd"]
    assert total == pytest.approx(case["expected"]["total_usd_month"], rel=0.02)
    assert {key: found[f"{key}_usd"] / total for key in case["expected"]["shares"]} == {
        key: pytest.approx(value, abs=0.01) for key, value in case["expected"]["shares"].items()
    }


def test_all_to_all_load_of_a_fat_tree():
    """NET-16: H = 1,024, h = 8: H − h = 1,016 and H − h² = 960."""
    case = CASES["NET-16"]
    load = fat_tree_all_to_all(case["inputs"]["k"])
    assert load.edge_to_aggregation == case["expected"]["edge_to_agg_link_load"]
    assert load.aggregation_to_core == case["expected"]["agg_to_core_link_load"]


def test_iteration_time_of_mt_nlg_from_its_achieved_rate():
    """TRN-ITER-1: 96·1920·105·2048·20480²·(…) = 1.69e19 FLOPs; / (2,240·126e12) = 60.0 s; / (2,800·121e12) = 50 s."""
    case = CASES["TRN-ITER-1"]
    flops = iteration_flops(layers=105, hidden=20480, seq=2048, vocab=51200, batch=case["inputs"]["batch"]).full
    rows = zip(case["inputs"]["gpus"], case["inputs"]["tflops"], case["expected"]["iter_s"], strict=True)
    for gpus, tflops, seconds in rows:
        assert iteration_s(flops, gpus, tflops) == pytest.approx(seconds, rel=0.05)
