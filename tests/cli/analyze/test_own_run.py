"""A run of one's own in the whole answer: as text and as JSON, with what it corrects and what it leaves open."""

import pytest

from tests.cli.conftest import Stackwright


def test_a_measured_step_calibrates_the_training(stackwright: Stackwright, tmp_path) -> None:
    path, out = tmp_path / "run.yaml", tmp_path / "measured.yaml"
    assert stackwright("new", path, "--template", "training-run").code == 0
    (plain,) = stackwright("analyze", path, "--json", "--only", "workloads").document["workloads"]["training"]
    step, used = plain["iteration_s"]["total"]["value"], plain["accelerators"]["value"]
    settings = {"measured_step_s": 1.5 * step, "measured_accelerators": used, "measured_global_batch": 480}
    said = stackwright("set", path, plain["id"], *(f"{name}={value}" for name, value in settings.items()), "-o", out)
    assert said.code == 0, said.err
    (found,) = stackwright("analyze", out, "--json", "--only", "workloads").document["workloads"]["training"]
    total = found["iteration_s"]["total"]
    assert total["value"] == pytest.approx(1.5 * step)
    assert total["low"] == pytest.approx(1.5 * step * 0.933)
    assert total["high"] == pytest.approx(1.5 * step * 1.074)
    assert f"your step of {1.5 * step:.4g} s on {used:,.0f}" in found["how_sure"]["step_s"]["calibrated"]
    assert "calibrated by your run: your step of" in " ".join(stackwright("analyze", out).out.split())
    # Faster than the greatest share of the peak that was published of the chip: it was measured, so it counts.
    faster = tmp_path / "faster.yaml"
    said = stackwright("set", out, plain["id"], f"measured_step_s={0.8 * step}", "-o", faster)
    assert said.code == 0, said.err
    (fast,) = stackwright("analyze", faster, "--json", "--only", "workloads").document["workloads"]["training"]
    assert fast["iteration_s"]["total"]["value"] == pytest.approx(0.8 * step)


def test_a_measured_rate_calibrates_the_engine(stackwright: Stackwright, tmp_path) -> None:
    path, out = tmp_path / "service.yaml", tmp_path / "measured.yaml"
    assert stackwright("new", path, "--template", "rag-service").code == 0
    (plain,) = stackwright("analyze", path, "--json", "--only", "workloads").document["workloads"]["serving"]
    settings = {
        "measured_tokens_per_s": plain["output_tokens_per_s"]["value"],
        "measured_accelerators": plain["replicas"]["value"] * plain["tensor_parallel"]["value"],
        "measured_at_concurrency": plain["replicas"]["value"] * plain["batch"]["value"],
        "measured_input_tokens": 2200,
        "measured_output_tokens": 300,
    }
    said = stackwright("set", path, plain["id"], *(f"{name}={value!r}" for name, value in settings.items()), "-o", out)
    assert said.code == 0, said.err
    document = stackwright("analyze", out, "--json", "--why", "--only", "workloads").document
    (found,) = document["workloads"]["serving"]
    assert "tokens a second at" in found["how_sure"]["output_tokens_per_s"]["calibrated"]
    assert found["how_sure"]["first_token_s"]["calibrated"] == ""
    assert "measured over computed: tokens a second, calibrated by your run" in str(found["output_tokens_per_s"])
    assert "calibrated by your run: your " in " ".join(stackwright("analyze", out).out.split())
