"""Serving: many questions of sizing, worked out as rows together."""

from collections.abc import Iterator
from itertools import cycle, islice, product

from designer.analysis.serving_rows.rows import answer_rows
from designer.catalog.reading import read_library
from tests.bench.timing import Row, milliseconds

QUESTIONS = 10_000
MODELS = ("meta/llama-3.1-8b", "meta/llama-3.1-70b", "deepseek/deepseek-r1", "openai/gpt-oss-120b", "zhipu/glm-5")
CHIPS = ("nvidia/h100-sxm5-80gb", "nvidia/h200-sxm-141gb", "nvidia/b200-sxm-180gb")


def rows() -> Iterator[Row]:
    library = read_library()
    ways = product(
        MODELS, CHIPS, ("vllm", "sglang", "other"), ("bf16", "fp8", "fp4"), (1, 2, 4, 8), (512, 4096), (8, 64)
    )
    asked = [
        {
            "model": model,
            "accelerator": chip,
            "engine": engine,
            "weights": width,
            "tp": str(tensor),
            "input_tokens": str(tokens),
            "output_tokens": "512",
            "concurrency": str(at_once),
        }
        for model, chip, engine, width, tensor, tokens, at_once in islice(cycle(ways), QUESTIONS)
    ]
    assert not any(isinstance(answer, str) for answer in answer_rows(asked, library.parts.get))
    took = milliseconds(lambda: answer_rows(asked, library.parts.get))
    yield Row(f"{QUESTIONS:,} serving steps in rows", took, promise_ms=10_000.0)
