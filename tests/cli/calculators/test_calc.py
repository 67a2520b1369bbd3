"""The calculators from the command line: the published cases, lists, JSON and whole numbers in several spellings."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from designer.cli.calculators.row_calculators import ROW_CALCULATORS
from designer.formulas.calculators import CALCULATORS

CASES = {
    case["id"]: case for case in json.loads((Path(__file__).parents[2] / "cases" / "cases.json").read_text("utf-8"))
}
Settings = Mapping[str, Any]
Rows = list[tuple[Settings, Mapping[str, Any]]]


def superpod(case: Mapping[str, Any]) -> Rows:
    """One to four units: 8 links a node, 64-port switches, 4 links of the fabric managers."""
    expected = case["expected"]
    asked = {"nodes": case["inputs"]["nodes"], "links_per_node": 8, "leaf_radix": 64, "spine_radix": 64}
    return [
        (
            {**asked, "extra_links": 4},
            {
                "leaf": expected["leaf"],
                "spine": expected["spine"],
                "node_leaf_cables": expected["compute_plus_ufm_cables"],
                "leaf_spine_cables": expected["leaf_spine_cables"],
            },
        )
    ]


def large_fabric(case: Mapping[str, Any]) -> Rows:
    inputs, expected = case["inputs"], case["expected"]
    radix = inputs["radix"]
    return [
        (
            {"nodes": inputs["nodes"], "links_per_node": 8, "leaf_radix": radix, "spine_radix": radix},
            {
                "tiers": inputs["tiers"],
                "leaf": expected["leaf"],
                "spine": expected["spine"],
                "core": expected.get("core", 0),
                "node_leaf_cables": expected["node_leaf"],
                "leaf_spine_cables": expected["leaf_spine"],
                "spine_core_cables": expected.get("spine_core", 0),
            },
        )
    ]


def job(case: Mapping[str, Any]) -> Rows:
    inputs = case["inputs"]
    asked = {
        "accelerators": inputs["gpus"],
        "accelerators_per_node": inputs["gpus_per_node"],
        "failures_per_node_day": inputs["node_failures_per_node_day"],
    }
    return [(asked, case["expected"])]


def measured(case: Mapping[str, Any], *names: tuple[str, str]) -> Rows:
    """A collective that took so long: its bandwidths."""
    inputs = case["inputs"]
    asked = {"op": inputs["op"], "ranks": inputs["n"], "bytes": inputs["bytes"], "time_us": inputs["time_us"]}
    return [(asked, {key: case["expected"][name] for name, key in names})]


# Case, calculator, and how the case is asked and answered there; ways that need arithmetic say so.
POSED: list[tuple[str, str, Callable[[Any], Rows]]] = [
    ("NET-01", "fat-tree", lambda c: [({"k": c["inputs"]["k"]}, c["expected"])]),
    ("NET-02", "fat-tree", lambda c: [({"k": "64.0"}, {"hosts": c["expected"]["max_endpoints"]})]),
    *((case, "leaf-spine", superpod) for case in ("NET-03", "NET-04", "NET-05", "NET-06")),
    *((case, "leaf-spine", large_fabric) for case in ("NET-07", "NET-08", "NET-10")),
    (
        "NET-14",
        "pods",
        lambda c: [
            (
                {"racks_per_pod": 192, "accelerators_per_rack": 16, "pods": 8, "oversubscription": 7, "nic_gbps": 400},
                {
                    "pod_accelerators": c["expected"]["pod_gpus"],
                    "cluster_accelerators": c["expected"]["cluster_gpus"],
                    "cross_pod_gbps": c["expected"]["crosspod_gbps_per_gpu"],
                },
            )
        ],
    ),
    # 1:1 on the side of the storage, 4:3 on that of the systems.
    (
        "NET-15",
        "oversubscription",
        lambda c: [
            ({"down_links": down, "down_gbps": 400, "up_links": up, "up_gbps": 400}, {"ratio": down / up})
            for down, up in (
                map(int, c["expected"][key].split(":")) for key in ("storage_device_ratio", "dgx_side_ratio_near")
            )
        ],
    ),
    # 50 GiB/s in GB/s, three hops of 500 ns.
    (
        "NET-20",
        "path-latency",
        lambda c: [
            (
                {"hops": 3, "bytes": c["inputs"]["bytes"], "gb_per_s": 50 * 2**30 / 1e9, "hop_latency_ns": 500},
                {
                    "store_and_forward_ns": c["expected"]["ns_store_and_forward"],
                    "cut_through_ns": c["expected"]["ns_cut_through"],
                },
            )
        ],
    ),
    (
        "FAIL-03",
        "oversubscription",
        lambda c: [
            (
                {"down_links": 16, "down_gbps": 400, "up_links": 18, "up_gbps": 400},
                {"uplink_failures_tolerated": c["expected"]["link_failures_before_oversubscribed"]},
            )
        ],
    ),
    ("FAIR-01", "max-min", lambda c: [(c["inputs"], c["expected"])]),
    # A penalty is the inverse of a weight: 1 and 2 are weights of 1 and 0.5; each would take all of 3.
    ("FAIR-03", "max-min", lambda c: [({"capacity": 3, "demands": [3, 3], "weights": [1, 0.5]}, c["expected"])]),
    (
        "COLL-01",
        "collective",
        lambda c: measured(c, ("algbw_GBps", "algorithm_gb_per_s"), ("busbw_GBps", "bus_gb_per_s")),
    ),
    ("COLL-02", "collective", lambda c: measured(c, ("busbw_GBps", "bus_gb_per_s"))),
    # The fit of the published points: 233.7 GB/s of bus bandwidth at 16 GiB, and 54 µs before the first byte.
    (
        "COLL-03",
        "collective",
        lambda c: [
            ({"op": "all-reduce", "ranks": 4, "bytes": size, "bus_gb_per_s": 233.7, "latency_us": 54}, {"time_us": us})
            for size, us in zip(c["inputs"]["bytes"], c["expected"]["time_us"], strict=True)
        ],
    ),
    (
        "COLL-04",
        "collective",
        lambda c: [
            ({"op": op, "ranks": 8, "bytes": "1e9", "bus_gb_per_s": 200}, {"factor": factor})
            for op, factor in zip(
                ("all-reduce", "reduce-scatter", "all-gather", "broadcast", "reduce", "all-to-all"),
                c["expected"]["factors"],
                strict=True,
            )
        ],
    ),
    (
        "AVL-01",
        "availability",
        lambda c: [({"series": c["inputs"]["series"]}, {"combined": c["expected"]["availability"]})],
    ),
    (
        "AVL-03",
        "availability",
        lambda c: [
            ({"series": [level]}, {"downtime_h_per_year": hours_of(printed)})
            for level, printed in zip(c["inputs"]["levels"], c["expected"]["downtime_per_year"], strict=True)
        ],
    ),
    ("REL-01", "job-mttf", job),
    ("REL-02", "job-mttf", job),
    (
        "REL-03",
        "failure-rate",
        lambda c: [
            (
                {"counts": [419], "planned": 47, "accelerators": 16384, "accelerators_per_node": 8, "days": 54},
                {
                    "unexpected": 419,
                    "total": c["expected"]["total"],
                    "mean_h_between": c["expected"]["mean_hours_between"],
                    "failures_per_node_day": c["expected"]["per_node_day"],
                },
            )
        ],
    ),
    (
        "REL-04",
        "failure-rate",
        lambda c: [
            (
                {"counts": c["inputs"]["counts"], "accelerators": 16384, "accelerators_per_node": 8, "days": 54},
                {"unexpected": c["expected"]["sum"]},
            )
        ],
    ),
    ("PWR-02", "heat", lambda c: [({"watts": 10_200}, {"btu_per_h": c["expected"]["btu_of_10_2kW"]})]),
    ("PWR-02", "heat-watts", lambda c: [({"btu_per_h": 38_557}, {"watts": c["expected"]["kW_of_38557_btu"] * 1000})]),
    ("PWR-03", "airflow", lambda c: [({"kw": 4, "delta_t_f": 20}, c["expected"])]),
    (
        "PWR-05",
        "feed",
        lambda c: [
            ({"volts": 208, "amps": 30, "phases": 3, "derating": 0.8}, {"va": c["expected"]["VA"]}),
        ],
    ),
    (
        "PWR-06",
        "pdu",
        lambda c: [
            ({"volts": 208, "cord_amps": 50, "phases": 3, "banks": 3, "bank_amps": 16}, {"w": c["expected"]["W"]})
        ],
    ),
    # Hot: 0.87 of the current besides, and a power factor of 0.8.
    (
        "PWR-07",
        "feed",
        lambda c: [
            ({"volts": 230, "amps": 30, "phases": 1, "power_factor": 0.9}, {"w": c["expected"]["cold_W"]}),
            (
                {"volts": 230, "amps": 30, "phases": 1, "derating": 0.8 * 0.87, "power_factor": 0.8},
                {"w": c["expected"]["hot_W"]},
            ),
        ],
    ),
    (
        "PWR-10",
        "carbon",
        lambda c: [
            (
                {"device_hours": hours, "watts": 400, "pue": 1.1, "kg_per_kwh": 0.385},
                {"mwh": mwh, "tonnes_co2e": tonnes},
            )
            for hours, mwh, tonnes in zip(
                c["inputs"]["gpu_hours"], c["expected"]["MWh"], c["expected"]["tCO2e"], strict=True
            )
        ],
    ),
    (
        "COST-01",
        "amortization",
        lambda c: [
            ({"principal_usd": "1e8", "annual_rate": 0.05, "months": 36}, {"monthly_usd": c["expected"]["monthly"]})
        ],
    ),
    (
        "COST-02",
        "amortization",
        lambda c: [
            (
                {"principal_usd": 200e6 * part, "annual_rate": 0.05, "months": "180.0"},
                {"monthly_usd": c["expected"][key]},
            )
            for part, key in ((0.82, "power_cooling_monthly"), (0.18, "other_monthly"))
        ],
    ),
    (
        "COST-03",
        "energy",
        lambda c: [
            (
                {"kw": 15_000, "load": 0.8, "pue": 1.7, "usd_per_kwh": 0.07, "hours": 730},
                {"usd": c["expected"]["monthly"]},
            )
        ],
    ),
    (
        "COST-04",
        "monthly-cost",
        lambda c: [
            (
                {
                    "servers": 45_978,
                    "server_usd": 1450,
                    "server_months": 36,
                    "network_usd": 12.8e6,
                    "network_months": 48,
                    "facility_usd": 72e6,
                    "power_cooling_share": 0.82,
                    "facility_months": 120,
                    "annual_rate": 0.05,
                    "critical_kw": 8000,
                    "load": 0.8,
                    "pue": 1.45,
                    "usd_per_kwh": 0.07,
                },
                {"total_usd": c["expected"]["total_usd_month"]},
            )
        ],
    ),
    (
        "COST-06",
        "break-even",
        lambda c: [({"capex_usd": 833_806, "own_usd_per_h": 0.87, "cloud_usd_per_h": 33}, c["expected"])],
    ),
]


def hours_of(printed: str) -> float:
    value, unit = printed.split()
    return float(value) * {"d": 24, "h": 1, "min": 1 / 60}[unit]


def closeness(tolerance: str) -> dict[str, float]:
    """A case's tolerance as arguments of `pytest.approx`."""
    if percent := re.match(r"([\d.]+)%", tolerance):
        return {"rel": float(percent[1]) / 100}
    if amount := re.match(r"\$?([\d.]+(?:e-\d+)?)(?: ns)?$", tolerance):
        return {"abs": float(amount[1])}
    assert tolerance in {"exact", "as printed"}
    return {"rel": 1e-9}


def text_of(value: Any) -> str:
    return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize(("case_id", "name", "pose"), POSED, ids=[f"{case}-{name}" for case, name, _ in POSED])
def test_a_published_case(
    case_id: str, name: str, pose: Callable[[Any], Rows], stackwright: Callable[..., Any]
) -> None:
    near = closeness(CASES[case_id]["tolerance"])
    rows = pose(CASES[case_id])
    assert rows
    for asked, expected in rows:
        words = [word for key, value in asked.items() for word in ("--set", f"{key}={text_of(value)}")]
        document = stackwright("calc", name, *words, "--json").document
        assert set(document) == {"name", "inputs", "outputs"}
        assert document["name"] == name
        assert set(asked) <= set(document["inputs"])
        outputs = document["outputs"]
        assert {key: outputs[key]["value"] for key in expected} == {
            key: pytest.approx(value, **near) for key, value in expected.items()
        }
        for output in CALCULATORS[name].outputs:
            figure = outputs[output.name]
            assert set(figure) == {"value", "unit", "low", "high", "missing"}
            assert figure["unit"] == output.unit
            if not isinstance(figure["value"], list):
                assert figure["low"] == figure["value"] == figure["high"]


def test_every_case_of_these_areas_is_posed() -> None:
    """What is not a calculator's is asked of `analyze`, in test_analyze_cases.py and tests/analysis."""
    areas = {
        "network/sizing",
        "network/oversubscription",
        "collectives",
        "network/max-min",
        "availability",
        "failure rates",
        "power",
        "power/electrical",
        "power/rack",
        "cooling",
        "energy/carbon",
        "energy",
        "cost/amortisation",
        "cost/energy",
        "cost/TCO",
        "cost/break-even",
    }
    elsewhere = {"NET-13", "PWR-11"}
    wanted = {case_id for case_id, case in CASES.items() if case["area"] in areas}
    assert wanted - {case_id for case_id, _, _ in POSED} == elsewhere


@pytest.mark.parametrize("written", ["8", "8.0", "8.", "0.8e1", "80e-1", " 8 "])
def test_whole_numbers_in_several_spellings(written: str, stackwright: Callable[..., Any]) -> None:
    document = stackwright("calc", "fat-tree", "--set", f"k={written}", "--json").document
    assert document["inputs"] == {"k": 8}
    assert document["outputs"]["hosts"]["value"] == 128
    assert isinstance(document["outputs"]["hosts"]["value"], int)


def test_1e8_dollars(stackwright: Callable[..., Any]) -> None:
    words = ("--set", "annual_rate=0.05", "--set", "months=36", "--json")
    said = [
        stackwright("calc", "amortization", "--set", f"principal_usd={written}", *words).out
        for written in ("1e8", "100000000", "100000000.0")
    ]
    assert len(set(said)) == 1
    assert json.loads(said[0])["inputs"]["principal_usd"] == 100_000_000


def test_a_list_output_is_one_figure(stackwright: Callable[..., Any]) -> None:
    document = stackwright("calc", "max-min", "--set", "capacity=10", "--set", "demands=2,2.6,4,5", "--json").document
    rates = document["outputs"]["rates"]
    assert rates["value"] == pytest.approx([2, 2.6, 2.7, 2.7])
    assert document["inputs"]["demands"] == [2, 2.6, 4, 5]


def test_the_list_names_every_calculator_with_inputs_and_units(stackwright: Callable[..., Any]) -> None:
    said = stackwright("calc", "--list")
    documents = stackwright("calc", "--list", "--json").document
    assert [document["name"] for document in documents] == [*CALCULATORS, *ROW_CALCULATORS]
    for made in ROW_CALCULATORS.values():
        assert made.summary.split()[0] in said.out
    for document in documents[: len(CALCULATORS)]:
        calculator = CALCULATORS[document["name"]]
        assert [item["name"] for item in document["inputs"]] == [item.name for item in calculator.inputs]
        assert [item["unit"] for item in document["outputs"]] == [item.unit for item in calculator.outputs]
        assert calculator.name in said.out
    assert "delta_t_f [°F]" in said.out
    assert stackwright("calc", "heat", "--list", "--json").document == [documents[list(CALCULATORS).index("heat")]]


def test_people_get_units_formula_and_source(stackwright: Callable[..., Any]) -> None:
    said = stackwright("calc", "heat", "--set", "watts=10200")
    assert said.code == 0
    assert re.search(r"^btu_per_h +34,803\.8 +BTU/h ", said.out, re.MULTILINE)
    assert f"Formula  {CALCULATORS['heat'].formula}" in said.out
    assert f"Source   {CALCULATORS['heat'].source}" in said.out


def test_a_hundred_thousand_demands_are_answered(stackwright: Callable[..., Any]) -> None:
    demands = ",".join(str(number % 977 + 0.5) for number in range(100_000))
    assert stackwright("calc", "max-min", "--set", "capacity=1e6", "--set", f"demands={demands}", "--json").code == 0
