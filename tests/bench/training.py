"""Training: choose a split for me."""

import json
from collections.abc import Iterator
from pathlib import Path

from designer.formulas.workloads.training_step.choose import choose
from designer.formulas.workloads.training_step.devices import find_device
from designer.formulas.workloads.training_step.runs import Run
from designer.formulas.workloads.training_step.search import Stated
from designer.formulas.workloads.training_step.shapes import read_shape
from tests.bench.timing import Row, milliseconds

SHAPES = Path(__file__).parents[1] / "data" / "measured" / "model_shapes.json"


def rows() -> Iterator[Row]:
    shapes = json.loads(SHAPES.read_text("utf-8"))
    for model, name, domain, number, sequences, tokens in (
        ("llama3.1-405b", "H100", 8.0, 16_384, 2048, 8192),
        ("deepseek-v3", "H800", 8.0, 16_384, 15_360, 4096),
        ("llama3-70b", "H100", 8.0, 1024, 1024, 8192),
    ):
        device = find_device(name)
        assert device is not None
        run = Run(
            accelerators=float(number),
            sequences=float(sequences),
            tokens=float(tokens),
            domain=domain,
            fabric=50.0,
            precision=0,
            megatron_2021=False,
            old_attention=False,
            months=0.0,
            device=device,
            shape=read_shape(model, shapes[model]),
        )

        def search(run: Run = run) -> None:
            choose.cache_clear()
            choose(run, Stated(), free=False)

        yield Row(f"choose for me, {model} on {number:,} {name}", milliseconds(search), promise_ms=1000.0)
