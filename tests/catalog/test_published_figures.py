"""What is published of chips, services, stores and software stands in the catalog, or it is said that nothing is."""

import pytest

from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.model.parts.part import Part, Platform

ARITHMETIC = ("bf16_dense_tflops", "fp16_dense_tflops")
INFERENCE_ONLY = {"groq/lpu-v1", "aws/inferentia-1", "aws/inferentia-2"}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return read_library(own_folder=tmp_path_factory.mktemp("none"))


def of_kind(library: Library, kind: str) -> list[Part]:
    return [part for part in library.parts.values() if part.kind == kind]


def value(part: Part, fact: str) -> float:
    found = part.facts[fact].value
    assert found is not None
    return found


def test_every_accelerator_is_of_one_platform(shipped: Library) -> None:
    for chip in of_kind(shipped, "accelerator"):
        assert len(chip.platforms) == 1, chip.id
        assert chip.platforms[0].sources, chip.id


def test_every_accelerator_has_its_bounds_or_says_that_they_were_not_found(shipped: Library) -> None:
    for chip in of_kind(shipped, "accelerator"):
        holds = "memory_gb" in chip.facts or "on_chip_memory_mb" in chip.facts
        bounded = holds and "memory_bandwidth_gb_per_s" in chip.facts
        computes = any(fact in chip.facts for fact in ARITHMETIC)
        assert (bounded and computes) or "not found" in chip.texts.get("unknown", ""), chip.id


def test_chips_for_inference_alone_are_told_from_those_that_train(shipped: Library) -> None:
    told = {chip.id: value(chip, "trains") for chip in of_kind(shipped, "accelerator") if "trains" in chip.facts}
    assert {chip for chip, trains in told.items() if trains == 0} == INFERENCE_ONLY
    assert {"nvidia/h100-sxm5-80gb", "google/tpu-v5p", "aws/trainium-2", "cerebras/cs-3"} <= set(told)
    silent = [chip for chip in of_kind(shipped, "accelerator") if "trains" not in chip.facts]
    assert all("not found" in chip.texts["training"] for chip in silent)


@pytest.mark.parametrize(
    ("part", "platform", "runs"),
    [
        ("nvidia/tensorrt-llm", "cuda", True),
        ("nvidia/tensorrt-llm", "rocm", False),
        ("nvidia/nim", "tpu", False),
        ("vllm/vllm", "rocm", True),
        ("vllm/vllm", "cerebras", False),
        ("pytorch/pytorch", "neuron", True),
        ("google/jax", "tpu", True),
        ("google/jax", "gaudi", False),
        ("nvidia/megatron-lm", "tpu", False),
        ("microsoft/deepspeed", "gaudi", True),
        ("nvidia/triton", "rocm", False),
        ("langchain/langchain", "cuda", None),
    ],
)
def test_what_software_runs_on(shipped: Library, part: str, platform: Platform, runs: bool | None) -> None:
    assert shipped.parts[part].runs_on(platform) is runs


def test_published_speeds_name_their_model_and_stay_below_the_greatest_of_the_chip(shipped: Library) -> None:
    told = [chip for chip in of_kind(shipped, "accelerator") if "tokens_per_s_per_user_most" in chip.facts]
    assert {chip.vendor for chip in told} == {"Groq", "Cerebras", "Tenstorrent", "AWS"}
    for chip in told:
        assert chip.facts["tokens_per_s_per_user_most"].conditions, chip.id
        speeds = [case.facts["tokens_per_s_per_user_most"].value for case in chip.cases if case.of == "model"]
        assert speeds, chip.id
        assert max(speed for speed in speeds if speed is not None) <= value(chip, "tokens_per_s_per_user_most"), chip.id


def test_measured_latencies_say_how_they_were_measured(shipped: Library) -> None:
    measured = [
        (part, fact)
        for part in of_kind(shipped, "model-api")
        for name, fact in part.facts.items()
        if name in {"first_token_s", "output_tokens_per_s"}
    ]
    assert len({part.id for part, _ in measured}) >= 11
    assert all(fact.conditions and fact.sources for _, fact in measured)


def test_limits_grow_with_the_usage_tier_and_the_least_tier_is_usual(shipped: Library) -> None:
    tiered = [part for part in of_kind(shipped, "model-api") if any(case.of == "tier" for case in part.cases)]
    assert {part.vendor for part in tiered} == {"Anthropic", "OpenAI", "Google"}
    for part in tiered:
        names = {name for case in part.cases for name in case.facts}
        for name in names:
            limits = [case.facts[name].value for case in part.cases if name in case.facts]
            assert limits == sorted(limits, key=lambda limit: limit or 0.0), (part.id, name)
            if name in part.facts:
                assert part.facts[name].value == limits[0]


def test_the_meters_of_pinecone(shipped: Library) -> None:
    part = shipped.parts["pinecone/serverless"]
    prices = {price.item: price.typical for price in part.prices if price.per == "thousand-requests"}
    assert prices == {"read units": 0.016, "write units": 0.004}
    # A query of a namespace of 10 GB takes 10 read units, one of 0.1 GB the least: 0.25.
    units = [max(size * value(part, "read_units_per_gb"), value(part, "read_units_least")) for size in (10, 0.1)]
    assert units == [10, 0.25]


def test_wekas_own_example_of_net_capacity(shipped: Library) -> None:
    weka = shipped.parts["weka/data-platform"]
    data, parity = value(weka, "stripe_width"), value(weka, "parity_blocks")
    net = 10 * (10 - 1) / 10 * data / (data + parity) * (1 - value(weka, "reserved_share"))
    assert net == pytest.approx(6.075)


def test_zero_spreads_what_it_does_not_keep(shipped: Library) -> None:
    stages = {case.name: case.facts for case in shipped.parts["microsoft/deepspeed"].cases}
    two, three = stages["zero_stage=2"], stages["zero_stage=3"]
    assert (two["bytes_per_parameter_kept"].value, two["bytes_per_parameter_spread"].value) == (4, 16)
    assert (three["bytes_per_parameter_kept"].value, three["bytes_per_parameter_spread"].value) == (0, 18)


def test_servers_that_batch_whole_requests(shipped: Library) -> None:
    batching = {
        part.id: value(part, "continuous_batching")
        for part in of_kind(shipped, "serving")
        if "continuous_batching" in part.facts
    }
    assert batching == {"vllm/vllm": 1, "nvidia/tensorrt-llm": 1, "nvidia/triton": 0, "pytorch/torchserve": 0}
    behind = shipped.parts["nvidia/triton"].case("setting", "backend=vllm")
    assert behind is not None
    assert behind.facts["continuous_batching"].value == 1
    assert value(shipped.parts["pytorch/torchserve"], "batch_wait_ms") == 100


def test_parts_that_version_data(shipped: Library) -> None:
    found = {part.id for part in of_kind(shipped, "pipeline") if "versions_data" in part.facts}
    assert found == {"lakefs/lakefs", "iterative/dvc", "apache/iceberg", "delta-io/delta-lake"}
    assert all("versioning" in shipped.parts[part].tags and shipped.parts[part].texts["versioning"] for part in found)
