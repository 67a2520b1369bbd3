"""The calculators: stable names and keys, settings read from text, one plain line for what is refused."""

import subprocess
import sys
from math import isfinite
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.formulas.calculators import CALCULATORS, CalculatorError, find_calculator, run_calculator
from tests.long_runs import runs

GUIDE = Path(__file__).parents[3] / "resources" / "guide" / "formulas.md"

# People script against these: keys, a * where one need not be set, and outputs. More may be added, none renamed.
STABLE = {
    "fat-tree": ("k", "hosts switches links"),
    "leaf-spine": (
        "nodes links_per_node leaf_radix spine_radix extra_links* oversubscription*",
        "tiers leaf spine core node_leaf_cables leaf_spine_cables spine_core_cables",
    ),
    "max-min": ("capacity demands weights*", "rates"),
    "collective": (
        "op ranks bytes bus_gb_per_s* latency_us* time_us*",
        "time_us algorithm_gb_per_s bus_gb_per_s factor",
    ),
    "availability": ("series* parallel*", "series parallel combined downtime_h_per_year"),
    "job-mttf": ("accelerators accelerators_per_node failures_per_node_day", "mttf_h"),
    "goodput": (
        "interruptions_per_day write_s restart_s* interval_s* days* p_enough*",
        "mtbf_s interval_s goodput goodput_p10 goodput_p90",
    ),
    "spares": ("hosts spares* faults_per_host_day repair_days target*", "mean_down p_enough spares_for_target"),
    "availability-units": ("units needed unit_availability shared_bus*", "availability downtime_h_per_year"),
    "hosts-up": (
        "racks hosts_per_rack host_availability rack_availability* at_least*",
        "mean_hosts_up p_all_up p_at_least",
    ),
    "heat": ("watts", "btu_per_h"),
    "airflow": ("kw delta_t_f pressure_ratio*", "cfm"),
    "altitude": ("altitude_m", "pressure_ratio"),
    "overheating": ("heat_kw volume_m3 rise_c mass_kg* pressure_ratio*", "soonest_min latest_min"),
    "coolant-time": ("heat_kw litres rise_c", "minutes"),
    "feed": ("volts amps phases power_factor* derating*", "va w"),
    "amortization": ("principal_usd annual_rate months", "monthly_usd"),
    "capital-recovery": ("annual_rate years", "factor"),
    "energy": ("kw load pue usd_per_kwh hours", "kwh usd"),
    "break-even": ("capex_usd own_usd_per_h cloud_usd_per_h", "hours"),
    "carbon": ("device_hours watts pue kg_per_kwh", "mwh tonnes_co2e"),
    "training-flops": ("params tokens", "flops pflops_days"),
    "training-days": ("params tokens accelerators achieved_tflops recompute", "days"),
    "training-mfu": ("layers hidden heads seq vocab batch accelerators iteration_s peak_tflops", "mfu hfu"),
    "training-memory": (
        "layers hidden heads seq micro_batch tp pp interleave*",
        "activations_tp_gib activations_selective_gib weights_optimizer_gib",
    ),
    "training-iteration": (
        "params layers hidden heads seq global_batch micro_batch tp dp pp accelerators "
        "peak_tflops* intra_gb_per_s* inter_gb_per_s*",
        "iteration_ms",
    ),
    "zero": ("params dp", "stage1_gb stage2_gb stage3_gb"),
    "kv-cache": ("layers kv_heads head_dim bytes_per_value tokens", "bytes_per_token gib"),
    "decode": (
        "params bytes_per_param context layers kv_heads head_dim memory_gb_per_s tp efficiency",
        "ms_per_token",
    ),
    "storage-rate": ("batch record_bytes compute_s accelerators*", "gb_per_s"),
    "checkpoint": ("params bytes_per_param* write_gb_per_s", "gib seconds"),
    "vector-index": ("kind vectors dimensions bytes_per_value* m* nlist*", "gb gib"),
    "free-cooling": ("climate economizer supply_c approach_c*", "threshold_c hours share"),
    "chiller-energy": ("heat_kw cop free_h*", "kwh"),
    "tower-water": ("cycles evaporated_share*", "evaporated_l blowdown_l makeup_l"),
    "water": ("it_kwh wue_l_per_kwh", "litres"),
    "effectiveness": ("it_kwh losses_kwh cooling_kwh water_l* kg_per_kwh*", "pue wue cue"),
    "tariff": ("kwh usd_per_kwh peak_kw* demand_usd_per_kw_month*", "energy_usd demand_usd usd"),
    "share": ("capacity reserve* demands shares* elastic* weights*", "allocatable granted unmet whole"),
    "growth-limit": ("allocatable fixed* variable step step_usd target", "breaks_at steps usd lifted_to"),
}

# A setting of every calculator that it answers.
ASKED = {
    "fat-tree": {"k": "4"},
    "leaf-spine": {"nodes": "31", "links_per_node": "8", "leaf_radix": "64", "spine_radix": "64"},
    "oversubscription": {"down_links": "32", "down_gbps": "400", "up_links": "16", "up_gbps": "400"},
    "pods": {
        "racks_per_pod": "192",
        "accelerators_per_rack": "16",
        "pods": "8",
        "oversubscription": "7",
        "nic_gbps": "400",
    },
    "max-min": {"capacity": "10", "demands": "2,2.6,4,5"},
    "collective": {"op": "all-reduce", "ranks": "8", "bytes": "1e9", "bus_gb_per_s": "200"},
    "path-latency": {"hops": "3", "bytes": "1048576", "gb_per_s": "50", "hop_latency_ns": "500"},
    "availability": {"series": "0.999,0.99", "parallel": "0.9,0.9"},
    "job-mttf": {"accelerators": "16384", "accelerators_per_node": "8", "failures_per_node_day": "0.0065"},
    "failure-rate": {"counts": "300,119", "accelerators": "16384", "accelerators_per_node": "8", "days": "54"},
    "checkpoint-interval": {"mttf_h": "4", "write_s": "60"},
    "goodput": {"interruptions_per_day": "7.7593", "write_s": "10", "restart_s": "240", "days": "54"},
    "spares": {"hosts": "2048", "spares": "60", "faults_per_host_day": "0.0042", "repair_days": "5.54"},
    "spot-goodput": {
        "hosts": "8",
        "share_interrupted": "0.05",
        "per_hours": "1",
        "write_s": "30",
        "restart_s": "300",
        "usd_per_h": "32.8",
    },
    "availability-units": {"units": "4", "needed": "3", "unit_availability": "0.999"},
    "hosts-up": {
        "racks": "4",
        "hosts_per_rack": "16",
        "host_availability": "0.99",
        "rack_availability": "0.9995",
        "at_least": "62,48",
    },
    "heat": {"watts": "10200"},
    "heat-watts": {"btu_per_h": "38557"},
    "airflow": {"kw": "4", "delta_t_f": "20"},
    "altitude": {"altitude_m": "1828.8"},
    "overheating": {"heat_kw": "9", "volume_m3": "960", "rise_c": "7.5", "mass_kg": "20670"},
    "coolant-time": {"heat_kw": "100", "litres": "500", "rise_c": "5"},
    "feed": {"volts": "208", "amps": "30", "phases": "3"},
    "pdu": {"volts": "208", "cord_amps": "50", "phases": "3", "banks": "3", "bank_amps": "16"},
    "battery": {"full_load_min": "8", "load_share": "0.4"},
    "carbon": {"device_hours": "1e6", "watts": "400", "pue": "1.1", "kg_per_kwh": "0.385"},
    "free-cooling": {"climate": "chicago", "economizer": "tower", "supply_c": "17", "approach_c": "6"},
    "chiller-energy": {"heat_kw": "1000", "cop": "5", "free_h": "4380"},
    "tower-water": {"cycles": "4"},
    "water": {"it_kwh": "1e6", "wue_l_per_kwh": "0.38"},
    "effectiveness": {
        "it_kwh": "1e6",
        "losses_kwh": "5e4",
        "cooling_kwh": "2e5",
        "water_l": "1.5e6",
        "kg_per_kwh": "0.4",
    },
    "tariff": {"kwh": "1e6", "usd_per_kwh": "0.08", "peak_kw": "150", "demand_usd_per_kw_month": "15"},
    "amortization": {"principal_usd": "1e8", "annual_rate": "0.05", "months": "36"},
    "capital-recovery": {"annual_rate": "0.05", "years": "3"},
    "energy": {"kw": "15000", "load": "0.8", "pue": "1.7", "usd_per_kwh": "0.07", "hours": "730"},
    "break-even": {"capex_usd": "833806", "own_usd_per_h": "0.87", "cloud_usd_per_h": "33"},
    "monthly-cost": {
        "servers": "1000",
        "server_usd": "1450",
        "network_usd": "1e6",
        "facility_usd": "1e7",
        "critical_kw": "400",
        "load": "0.8",
        "pue": "1.45",
        "usd_per_kwh": "0.07",
    },
    "training-flops": {"params": "175e9", "tokens": "300e9"},
    "training-days": {
        "params": "175e9",
        "tokens": "300e9",
        "accelerators": "1024",
        "achieved_tflops": "140",
        "recompute": "full",
    },
    "training-mfu": {
        "layers": "48",
        "hidden": "6144",
        "heads": "64",
        "seq": "2048",
        "vocab": "51200",
        "batch": "4",
        "accelerators": "8",
        "iteration_s": "1.1",
        "peak_tflops": "312",
    },
    "training-iteration": {
        "params": "175e9",
        "layers": "96",
        "hidden": "12288",
        "heads": "96",
        "seq": "2048",
        "global_batch": "1536",
        "micro_batch": "3",
        "tp": "8",
        "dp": "2",
        "pp": "32",
        "accelerators": "512",
    },
    "training-memory": {
        "layers": "48",
        "hidden": "6144",
        "heads": "64",
        "seq": "2048",
        "micro_batch": "4",
        "tp": "8",
        "pp": "1",
    },
    "zero": {"params": "7.5e9", "dp": "64"},
    "deepspeed": {"params": "2851e6", "largest_layer": "32e6", "accelerators": "8"},
    "serving": {
        "params": "8.03e9",
        "bytes_per_param": "1",
        "kv_bytes_per_token": "65536",
        "memory_gb": "80",
        "memory_gb_per_s": "3350",
        "peak_tflops": "1979",
        "input_tokens": "1000",
        "output_tokens": "1000",
    },
    "kv-cache": {"layers": "40", "kv_heads": "40", "head_dim": "128", "bytes_per_value": "2", "tokens": "2048"},
    "decode": {
        "params": "13e9",
        "bytes_per_param": "2",
        "context": "512",
        "layers": "40",
        "kv_heads": "40",
        "head_dim": "128",
        "memory_gb_per_s": "1555",
        "tp": "1",
        "efficiency": "1",
    },
    "storage-rate": {"batch": "7", "record_bytes": "146600628", "compute_s": "0.323"},
    "checkpoint": {"params": "405e9", "write_gb_per_s": "100"},
    "vector-index": {"kind": "ivf", "vectors": "1e6", "dimensions": "256", "nlist": "128"},
    "share": {
        "capacity": "80",
        "reserve": "4",
        "demands": "80,80,80",
        "shares": "0.5,0.3,0",
        "elastic": "0,0,1",
        "weights": "1,1,1",
    },
    "growth-limit": {
        "allocatable": "5000",
        "fixed": "0",
        "variable": "4400",
        "step": "1000",
        "step_usd": "1.2e6",
        "target": "1.3",
    },
}

ODD_TEXTS = [
    "nan",
    "inf",
    "-inf",
    "1e999",
    "-1",
    "0",
    "",
    " ",
    "x",
    "1,2",
    "1e308",
    "-0.0",
    "0x10",
    "1_0",
    "٣",
    "1" * 400,
]


def answer_or_refusal(name, asked):
    """The outputs of a calculator and no line, or no outputs and the line that refuses."""
    try:
        return run_calculator(name, asked), ""
    except CalculatorError as error:
        return {}, str(error)


def is_finite(found):
    """Whether every number of the outputs is finite."""
    return all(isfinite(v) for value in found.values() for v in (value if isinstance(value, list) else [value]))


@pytest.mark.parametrize("name", STABLE)
def test_names_and_keys_are_stable(name):
    keys, outputs = STABLE[name]
    wanted = {key.removesuffix("*"): not key.endswith("*") for key in keys.split()}
    has = {item.name: item.required for item in CALCULATORS[name].inputs}
    assert {key: has[key] for key in wanted} == wanted
    assert not any(required for key, required in has.items() if key not in wanted), "a key that was added is required"
    assert {output.name for output in CALCULATORS[name].outputs} >= set(outputs.split())


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_answers_what_it_promises(name):
    found = run_calculator(name, ASKED[name])
    assert list(found) == [output.name for output in CALCULATORS[name].outputs]
    assert is_finite(found)


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_says_what_it_is_and_where_it_comes_from(name):
    calculator = CALCULATORS[name]
    assert calculator.name == name
    assert all([calculator.subject, calculator.summary, calculator.formula, calculator.source, calculator.validity])
    assert all(item.help for item in (*calculator.inputs, *calculator.outputs))
    keys = [item.name for item in calculator.inputs]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", CALCULATORS)
def test_odd_values_are_answered_or_refused_in_one_line(name):
    """Every input in turn with every odd text: a finite answer, or one line of at most 300 characters."""
    refused = 0
    for item in CALCULATORS[name].inputs:
        for text in ODD_TEXTS:
            found, line = answer_or_refusal(name, ASKED[name] | {item.name: text})
            assert is_finite(found)
            assert bool(found) != bool(line)
            assert len(line) <= 300
            assert "\n" not in line
            refused += bool(line)
    assert refused >= 9


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999"])
def test_numbers_that_are_none_never_come_in(text):
    for name, item in ((name, item) for name, one in CALCULATORS.items() for item in one.inputs):
        with pytest.raises(CalculatorError, match=rf"^{item.name} (must be|is too large)"):
            run_calculator(name, ASKED[name] | {item.name: text})


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_is_required_is_asked_for(name):
    for item in CALCULATORS[name].inputs:
        if item.required:
            given_ones = {key: value for key, value in ASKED[name].items() if key != item.name}
            with pytest.raises(
                CalculatorError, match=rf"^{name} needs {item.name}: set it with --set {item.name}=VALUE"
            ):
                run_calculator(name, given_ones)


@pytest.mark.parametrize("written", ["8", "8.0", "8.", "+8", "08", " 8 ", "0.8e1", "80E-1"])
def test_whole_numbers_may_be_written_in_several_ways(written):
    assert run_calculator("fat-tree", {"k": written})["hosts"] == 128


def test_whole_numbers_stay_whole():
    assert all(isinstance(value, int) for value in run_calculator("fat-tree", {"k": "1e5"}).values())


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("fat-tree", {"k": "2.5"}, "k must be a whole number, not 2.5."),
        ("fat-tree", {"k": "1e16"}, "k is too large: 1e16 is above 1e+15."),
        ("fat-tree", {"k": "7"}, "k must be even, since half of a switch's ports face down, not 7."),
        ("fat-tree", {"ports": "7"}, "fat-tree has no input 'ports'; it has k."),
        ("max-min", {"demands": "1,,2"}, "demands must be a number, not ''."),
        ("max-min", {"demands": ""}, "demands is empty: give numbers separated by commas."),
        ("max-min", {"weights": "1,2"}, "weights must be as many as demands: 2 weights for 4 demands."),
        (
            "collective",
            {"op": "gossip"},
            "op must be one of all-reduce, reduce-scatter, all-gather, all-to-all, broadcast, reduce, not 'gossip'.",
        ),
        ("collective", {"ranks": "1"}, "ranks must be at least 2, not 1."),
        ("collective", {"time_us": "5"}, "collective needs either bus_gb_per_s, with latency_us if known, or time_us."),
        (
            "availability",
            {"series": "", "parallel": ""},
            "series and parallel are both empty: give at least one availability.",
        ),
        ("heat", {"watts": "-1"}, "watts must not be negative, and it is -1."),
        ("heat", {"watts": "1e308"}, "heat cannot answer: a result is too large to be written, so check the inputs."),
        ("feed", {"phases": "2"}, "phases must be 1 or 3, not 2."),
        ("training-days", {"recompute": "some"}, "recompute must be one of full, selective, none, not 'some'."),
        (
            "training-mfu",
            {"iteration_s": "0.1"},
            "iteration_s 0.1 is shorter than the peak allows: it would be 458% of the peak.",
        ),
        ("checkpoint-interval", {"write_s": "0"}, "write_s must be above 0 and well below the MTTF of 4 h."),
        ("vector-index", {"nlist": "0"}, "nlist must be at least 1, not 0."),
        ("share", {"shares": "0.5"}, "shares must be as many as demands: 1 shares for 3 demands."),
        ("share", {"elastic": "0,0,2"}, "elastic must be 0 or 1 for each demand."),
        ("growth-limit", {"variable": "0"}, "variable must be above 0, not 0."),
    ],
)
def test_messages_are_plain(name, change, message):
    with pytest.raises(CalculatorError) as caught:
        run_calculator(name, ASKED[name] | change)
    assert str(caught.value) == message


def test_an_unknown_calculator_is_refused_with_the_names_there_are():
    with pytest.raises(CalculatorError, match=r"^There is no calculator 'fat tree': there are fat-tree, leaf-spine, "):
        run_calculator("fat tree", {})


def test_ivf_needs_its_buckets_and_hnsw_does_not():
    asked = {"vectors": "1e6", "dimensions": "256"}
    assert run_calculator("vector-index", asked | {"kind": "hnsw"})["gb"] > 1
    with pytest.raises(CalculatorError, match="vector-index needs nlist where kind is ivf"):
        run_calculator("vector-index", asked | {"kind": "ivf"})


def test_weights_that_are_left_empty_are_all_one():
    assert run_calculator("max-min", ASKED["max-min"] | {"weights": ""}) == run_calculator("max-min", ASKED["max-min"])


def test_minus_nothing_is_nothing():
    assert str(run_calculator("heat", {"watts": "-0"})["btu_per_h"]) == "0.0"


def test_a_measured_collective_needs_no_rate():
    asked = {"op": "all-reduce", "ranks": "4", "bytes": "1e6", "time_us": "50"}
    assert run_calculator("collective", asked)["bus_gb_per_s"] == pytest.approx(30)
    with pytest.raises(CalculatorError, match="a time_us already contains it"):
        run_calculator("collective", asked | {"latency_us": "5"})
    with pytest.raises(CalculatorError, match="collective needs either"):
        run_calculator("collective", {key: value for key, value in asked.items() if key != "time_us"})


def test_a_collective_gives_back_the_rate_it_was_asked_with():
    first = run_calculator("collective", ASKED["collective"])
    assert first["bus_gb_per_s"] == pytest.approx(200)
    assert first["time_us"] == pytest.approx(1e9 * 1.75 / 200e3)


def test_settings_are_read_once_with_their_defaults():
    read = find_calculator("feed").read(ASKED["feed"])
    assert read.values == {"volts": 208, "amps": 30, "phases": 3, "power_factor": 1, "derating": 0.8}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("leaf-spine", {"nodes": "1e12"}),
        ("leaf-spine", {"nodes": "1e12", "leaf_radix": "1e6", "spine_radix": "1e6"}),
        ("leaf-spine", {"leaf_radix": "999999", "spine_radix": "999983"}),
        ("leaf-spine", {"leaf_radix": "1e15"}),
        ("fat-tree", {"k": "1e6"}),
        ("max-min", {"demands": ",".join(str(n % 977 + 0.5) for n in range(100_000))}),
        ("max-min", {"demands": ",".join("1" for _ in range(100_001))}),
        ("availability", {"series": ",".join(["0.999"] * 100_000)}),
    ],
)
def test_huge_inputs_are_answered_or_refused(name, change):
    found, refused = answer_or_refusal(name, ASKED[name] | change)
    assert found or refused


def test_the_calculators_load_without_heavy_libraries():
    """NumPy alone would take a fifth of the half second that an answer may take."""
    code = (
        "import sys, designer.formulas.calculators;"
        "print(*sorted({'numpy', 'scipy', 'networkx', 'PySide6', 'sqlite3'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=GUIDE.parents[2]
    )
    assert done.stdout.strip() == ""


@settings(max_examples=runs(30, 200))
@given(st.sampled_from(sorted(CALCULATORS)), st.data())
def test_no_text_breaks_a_calculator(name, data):
    """Any text for any input gives finite numbers or a CalculatorError of one line."""
    key = data.draw(st.sampled_from([item.name for item in CALCULATORS[name].inputs]))
    text = data.draw(st.text(max_size=30) | st.floats().map(str) | st.integers().map(str))
    found, refused = answer_or_refusal(name, ASKED[name] | {key: text})
    assert is_finite(found)
    assert bool(found) != bool(refused)
    assert len(refused.splitlines()) <= 1


def test_the_guide_tells_of_every_calculator():
    guide = GUIDE.read_text("utf-8")
    for calculator in CALCULATORS.values():
        section = guide.split(f"### {calculator.name}\n", 1)[1].split("\n### ", 1)[0]
        assert calculator.formula in section
        assert calculator.source in section
        assert calculator.validity in section
        assert all(f"`{item.name}`" in section for item in (*calculator.inputs, *calculator.outputs))


def test_the_examples_of_the_guide_are_what_the_calculators_answer():
    """To the four digits, or the whole numbers, that the guide prints."""
    sections = GUIDE.read_text("utf-8").split("\n### ")[1:]
    assert len(sections) == len(CALCULATORS)
    for section in sections:
        name = section.split("\n", 1)[0]
        command = section.split("Example: `stackwright calc ", 1)[1].split("`", 1)[0].split(" --set ")
        assert command[0] == name
        found = run_calculator(name, dict(part.split("=") for part in command[1:]))
        for key, value in found.items():
            row = next(line for line in section.split("| output |")[1].splitlines() if line.startswith(f"| `{key}` |"))
            printed = row.rsplit("|", 2)[1].strip()
            numbers = printed.split(", ") if isinstance(value, list) else [printed]
            values = value if isinstance(value, list) else [value]
            assert [float(item.replace(",", "")) for item in numbers] == pytest.approx(values, rel=1e-3)
